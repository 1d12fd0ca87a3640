//! Registration files: `.reg` of Windows and `.rgs` of ATL.

use super::{Written, is_comment, is_zero, plain, root_of};
use crate::models::{Root, Script, Scripts};
use crate::source::Span;
use std::ops::Range;

/// Deeper keys are not told apart.
const DEEPEST: usize = 64;

/// As [`Written`], by its place in the text.
pub(super) struct Found {
    at: Range<usize>,
    key: (Root, Option<String>),
    value: Option<String>,
}

impl Found {
    pub(super) fn at(self, span: impl Fn(Range<usize>) -> Span) -> Written {
        Written { span: span(self.at), key: self.key, value: self.value }
    }
}

/// `[HKEY_LOCAL_MACHINE\Software\…]`, then `"Value"=dword:00000001`. `[-KEY]` deletes.
pub(super) fn reg(text: &str, script: &Script, scripts: &Scripts) -> Vec<Found> {
    let mut found = Vec::new();
    let mut key: Option<(Root, Option<String>)> = None;
    let mut start = 0;
    for line in text.split('\n') {
        let (at, trimmed) = (start + line.len() - line.trim_start().len(), line.trim());
        start += line.len() + 1;
        if let Some(path) = trimmed.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            let (root, below) = path.split_once('\\').unwrap_or((path, ""));
            key = root_of(root).map(|root| (root, Some(below.to_owned())));
            if let Some(key) = &key {
                found.push(Found { at: at..at + trimmed.len(), key: key.clone(), value: None });
            }
            continue;
        }
        let Some((name, data)) = trimmed.strip_prefix('"').and_then(|l| l.split_once('"')) else { continue };
        let value = scripts.values.iter().find(|v| v.eq_ignore_ascii_case(name));
        let deletes = data.trim_start_matches('=').trim() == "-";
        if let (Some(value), Some(key)) = (value, &key)
            && !deletes
            && !is_zero(&plain(data), script)
            && !is_comment(text, at, script)
        {
            found.push(Found { at: at + 1..at + 1 + name.len(), key: key.clone(), value: Some(value.clone()) });
        }
    }
    found
}

/// `HKCR { NoRemove CLSID { ForceRemove {…} = s 'x' { val Value = d '1' } } }`. Keys and values may be quoted with `'`.
pub(super) fn rgs(text: &str, script: &Script, scripts: &Scripts) -> Vec<Found> {
    let mut found = Vec::new();
    let mut above: Vec<String> = Vec::new();
    let mut waiting: Option<(Range<usize>, String)> = None;
    let mut words = Words { text, at: 0 };
    while let Some(at) = words.next() {
        let word = &text[at.clone()];
        match word {
            "{" => {
                let (at, name) = waiting.take().unwrap_or((at.clone(), String::new()));
                if above.len() < DEEPEST {
                    above.push(name);
                    found.extend(key_of(&above).map(|key| Found { at, key, value: None }));
                } else {
                    return found;
                }
            }
            "}" => {
                above.pop();
            }
            "=" => {
                // a type and the data
                words.next();
                words.next();
            }
            _ if is_keyword(word, &["NoRemove", "ForceRemove"]) => {}
            _ if is_keyword(word, &["Delete"]) => {
                words.next();
            }
            _ if is_keyword(word, &["val"]) => {
                let Some(name) = words.next() else { break };
                let line = &text[name.start..text[name.start..].find('\n').map_or(text.len(), |i| name.start + i)];
                let value = scripts.values.iter().find(|v| v.eq_ignore_ascii_case(unquoted(&text[name.clone()])));
                if let (Some(value), Some(key), false) = (value, key_of(&above), is_zero(&plain(line), script)) {
                    found.push(Found { at: name, key, value: Some(value.clone()) });
                }
            }
            _ => waiting = Some((at.clone(), unquoted(word).to_owned())),
        }
    }
    found
}

fn is_keyword(word: &str, all: &[&str]) -> bool {
    all.iter().any(|k| k.eq_ignore_ascii_case(word))
}

fn unquoted(word: &str) -> &str {
    word.strip_prefix('\'').and_then(|w| w.strip_suffix('\'')).unwrap_or(word)
}

fn key_of(above: &[String]) -> Option<(Root, Option<String>)> {
    let (root, below) = above.split_first()?;
    Some((root_of(root)?, Some(below.join("\\"))))
}

/// Words, quoted ones, `=` and braces. `{00000000-…}` is a word; from `//` on a line is left out.
struct Words<'t> {
    text: &'t str,
    at: usize,
}

impl Iterator for Words<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let mut rest = self.text[self.at..].trim_start();
        while rest.starts_with("//") {
            rest = rest.find('\n').map_or("", |end| rest[end..].trim_start());
        }
        let start = self.text.len() - rest.len();
        let first = rest.chars().next()?;
        let guid = || {
            let end = rest.find('}')?;
            let inside = &rest[1..end];
            (!inside.is_empty() && inside.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')).then_some(end + 1)
        };
        let length = match first {
            '\'' => rest[1..].find('\'').map_or(rest.len(), |i| i + 2),
            '{' => guid().unwrap_or(1),
            '}' | '=' => 1,
            _ => rest.find(|c: char| c.is_whitespace() || matches!(c, '{' | '}' | '=')).unwrap_or(rest.len()),
        };
        self.at = start + length;
        Some(start..self.at)
    }
}
