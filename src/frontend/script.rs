//! Scripts and registration files: which values they set, and which keys registration files make.
//!
//! No script is understood. A statement that names a value of interest and has a word that sets values sets that value, unless
//! it says 0; the key is what looks like one in the statement, else in the lines above. What is in a comment does nothing.

use crate::models::{Form, Root, Script, Scripts};
use crate::source::{FileId, Span};
use std::ops::Range;

mod registration;

/// A key that is made, or a value that is set.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    /// The value's name, or the key.
    pub span: Span,
    /// Which key, as far as it is known.
    pub key: (Root, Option<String>),
    /// The value, if one is set.
    pub value: Option<String>,
}

/// How many lines above a statement its key is looked for.
const MOST_LINES_ABOVE: usize = 60;
/// How far a tag or a statement of several lines reaches to either side of the value's name.
const LONGEST_STATEMENT: usize = 2000;

/// What a script writes that is of interest.
pub fn read(file: FileId, text: &str, script: &Script, scripts: &Scripts) -> Vec<Written> {
    let span = |range: Range<usize>| Span { file, start: range.start as u32, end: range.end as u32 };
    match script.form {
        Form::Reg => registration::reg(text, script, scripts).into_iter().map(|w| w.at(span)).collect(),
        Form::Rgs => registration::rgs(text, script, scripts).into_iter().map(|w| w.at(span)).collect(),
        Form::Statements => {
            let named = scripts.values.iter().flat_map(|value| mentions(text, value).map(move |at| (at, value)));
            let set = named.filter(|(at, _)| !is_comment(text, at.start, script)).filter_map(|(at, value)| {
                let statement = statement(text, at.clone(), script);
                let written = plain(&text[statement.clone()]);
                let sets = script.sets.iter().any(|word| written.contains(word.as_str()));
                (sets && !is_zero(&written, script)).then(|| Written {
                    span: span(at),
                    key: key_of(text, statement, value),
                    value: Some(value.clone()),
                })
            });
            set.collect()
        }
    }
}

/// Where a name stands as a whole word, in whatever case.
fn mentions<'t>(text: &'t str, name: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    let bytes = text.as_bytes();
    let inside = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    let starts = (0..bytes.len().saturating_sub(name.len().saturating_sub(1))).filter(move |at| {
        let found = &bytes[*at..*at + name.len()];
        found.eq_ignore_ascii_case(name.as_bytes())
            && !inside(at.checked_sub(1).and_then(|i| bytes.get(i)))
            && !inside(bytes.get(at + name.len()))
    });
    starts.map(|at| at..at + name.len())
}

/// Lower case, without quotation marks.
fn plain(statement: &str) -> String {
    statement.chars().filter(|c| !matches!(c, '"' | '\'')).flat_map(char::to_lowercase).collect()
}

/// Whether the statement says 0: one of the words, and no further digit behind it.
fn is_zero(written: &str, script: &Script) -> bool {
    script.zero.iter().any(|zero| {
        let mut ends = written.match_indices(zero.as_str()).map(|(at, _)| &written[at + zero.len()..]);
        ends.any(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
    })
}

fn is_comment(text: &str, at: usize, script: &Script) -> bool {
    let line = &text[text[..at].rfind('\n').map_or(0, |i| i + 1)..at];
    let lower = line.to_lowercase();
    let begins = |mark: &String| lower.trim_start().starts_with(mark.as_str());
    // behind code a comment is set off by blanks: `#` and `//` are parts of names, too
    let follows = |mark: &String| lower.contains(&format!(" {} ", mark.trim())) && !mark.trim().chars().all(char::is_alphabetic);
    let is_in = |(open, close): &(String, String)| {
        let begun = text[..at].rfind(open.as_str());
        begun.is_some_and(|begun| text[..at].rfind(close.as_str()).is_none_or(|ended| ended < begun))
    };
    script.comments.iter().any(|mark| begins(mark) || follows(mark)) || script.blocks.iter().any(is_in)
}

/// The statement around a place: a tag, or a line with those that it goes on in.
fn statement(text: &str, at: Range<usize>, script: &Script) -> Range<usize> {
    let near = |from: usize| (from..text.len()).find(|i| text.is_char_boundary(*i)).unwrap_or(text.len());
    let (first, last) = (near(at.start.saturating_sub(LONGEST_STATEMENT)), near(at.end + LONGEST_STATEMENT));
    if script.tags {
        let start = text[first..at.start].rfind('<').map_or(first, |i| first + i);
        return start..text[at.end..last].find('>').map_or(last, |i| at.end + i);
    }
    let goes_on = |line: &str| script.continues.iter().any(|mark| line.trim_end().ends_with(mark.as_str()));
    let mut start = text[first..at.start].rfind('\n').map_or(first, |i| first + i + 1);
    while start > first {
        let above = text[first..start - 1].rfind('\n').map_or(first, |i| first + i + 1);
        if !goes_on(&text[above..start - 1]) {
            break;
        }
        start = above;
    }
    let mut end = text[at.end..last].find('\n').map_or(last, |i| at.end + i);
    while end < last && goes_on(&text[start..end]) {
        end = text[end + 1..last].find('\n').map_or(last, |i| end + 1 + i);
    }
    start..end
}

/// The key that a statement names; else the nearest above that is a policy's, which a variable or an enclosing tag can stand for.
fn key_of(text: &str, statement: Range<usize>, value: &str) -> (Root, Option<String>) {
    if let Some((root, path)) = key_in(&text[statement.clone()]) {
        // `RegWrite "HKLM\\KEY\\VALUE"`
        let key = path.map(|p| match p.rsplit_once('\\') {
            Some((key, last)) if last.eq_ignore_ascii_case(value) => key.to_owned(),
            _ => p,
        });
        return (root, key);
    }
    let above = text[..statement.start].lines().rev().take(MOST_LINES_ABOVE);
    let mut keys = above.filter_map(key_in).filter(|(_, key)| key.as_deref().is_some_and(|k| k.to_lowercase().contains("policies")));
    keys.next().unwrap_or((Root::Unknown, None))
}

/// What looks like a key: a path that begins with `Software`, and the root before it.
fn key_in(text: &str) -> Option<(Root, Option<String>)> {
    let lower = text.to_ascii_lowercase();
    let at = lower.find("software\\")?;
    let is_quoted = text[..at].matches(['"', '\'']).count() % 2 == 1;
    let ends = |c: char| matches!(c, '"' | '\'' | ';' | ',' | ']' | '\n' | '\r') || !is_quoted && c.is_whitespace();
    let path = &text[at..at + text[at..].find(ends).unwrap_or(text.len() - at)];
    let before = &lower[..at];
    let word = before.rsplit(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).find_map(root_of);
    Some((word.unwrap_or(Root::Unknown), Some(path.trim_end_matches('\\').replace("\\\\", "\\"))))
}

/// The root that a word stands for, in whatever case.
fn root_of(word: &str) -> Option<Root> {
    Some(match word.to_ascii_uppercase().as_str() {
        "HKLM" | "HKEY_LOCAL_MACHINE" | "HKLM64" | "HKLM32" => Root::Hklm,
        "HKCU" | "HKEY_CURRENT_USER" => Root::Hkcu,
        "HKCR" | "HKEY_CLASSES_ROOT" => Root::Hkcr,
        "HKU" | "HKEY_USERS" => Root::Hku,
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
