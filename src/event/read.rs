//! The keys that an event names: from its text in any language, its XML, or a whole log.
//!
//! Only what is not translated counts: a number, a path below `\Device` in brackets, and a key below `\REGISTRY\USER`.

use super::log;
use crate::models::Hive;
use crate::source::decode;

/// A key that was open when the hive was unloaded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Opened {
    /// The user.
    pub sid: String,
    /// Which of the user's hives.
    pub hive: Hive,
    /// The path below the hive's root; empty for the root itself.
    pub path: String,
    /// Who has it open.
    pub process: Process,
    /// How many times the event names it.
    pub handles: usize,
}

impl Opened {
    /// The key as the event names it.
    pub fn key(&self) -> String {
        let suffix = if self.hive == Hive::Classes { "_CLASSES" } else { "" };
        let below = if self.path.is_empty() { String::new() } else { format!("\\{}", self.path) };
        format!("\\REGISTRY\\USER\\{}{suffix}{below}", self.sid)
    }
}

/// A process that an event names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Process {
    /// Its number.
    pub id: u64,
    /// Its program, as a path of the kernel.
    pub path: String,
}

impl Process {
    /// The name of the program's file.
    pub fn file(&self) -> &str {
        self.path.rsplit('\\').next().unwrap_or(&self.path)
    }
}

const KEY: &str = "\\registry\\user\\s-";
const PROGRAM: &str = "\\device\\";
const CLASSES: &str = "_classes";

/// The keys of an event, each once for every process. Any bytes will do; what holds no such key gives none.
pub fn read(bytes: &[u8]) -> Vec<Opened> {
    let mut all: Vec<Opened> = Vec::new();
    let texts = log::texts(bytes).unwrap_or_else(|| decode(bytes).into_iter().collect());
    for opened in texts.iter().flat_map(|text| keys_in(&plain(text))) {
        match all.iter_mut().find(|o| o.is_same(&opened)) {
            Some(known) => known.handles += 1,
            None => all.push(opened),
        }
    }
    all
}

impl Opened {
    fn is_same(&self, other: &Opened) -> bool {
        self.process == other.process
            && self.hive == other.hive
            && self.sid.eq_ignore_ascii_case(&other.sid)
            && self.path.eq_ignore_ascii_case(&other.path)
    }
}

/// The text without marks of XML, Markdown or JSON.
fn plain(text: &str) -> String {
    let is_xml = text.contains("<Event") || text.contains("<Data") || text.contains("</");
    let text = if is_xml { without_tags(text) } else { text.to_owned() };
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if c == '\\' && rest.peek().is_some_and(|next| matches!(next, '\\' | '_')) {
            plain.extend(rest.next());
        } else {
            plain.push(c);
        }
    }
    plain
}

/// Tags become line ends, references what they stand for.
fn without_tags(xml: &str) -> String {
    let mut text = String::with_capacity(xml.len());
    let mut rest = xml;
    while let Some(at) = rest.find(['<', '&']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = if rest.starts_with('<') { rest.find('>') } else { rest.find(';').filter(|end| *end < 10) };
        match end {
            Some(_) if rest.starts_with('<') => text.push('\n'),
            Some(end) => text.extend(referenced(&rest[1..end])),
            None => text.push_str(&rest[..1]),
        }
        rest = &rest[end.map_or(1, |end| end + 1)..];
    }
    text + rest
}

fn referenced(name: &str) -> Option<char> {
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let digits = name.strip_prefix('#')?;
            let hex = digits.strip_prefix(['x', 'X']).map(|hex| u32::from_str_radix(hex, 16));
            char::from_u32(hex.unwrap_or_else(|| digits.parse()).ok()?)
        }
    }
}

/// Every key with the process before it. What has no process of its own (the event's first line) says no more than the others.
fn keys_in(text: &str) -> Vec<Opened> {
    let lower = text.to_ascii_lowercase();
    let starts: Vec<usize> = lower.match_indices(KEY).map(|(at, _)| at).collect();
    let mut keys = Vec::new();
    let mut before = 0;
    for (i, &start) in starts.iter().enumerate() {
        let next = starts.get(i + 1).copied().unwrap_or(text.len());
        let end = start + key_length(&text[start..next], &lower[start..next]);
        if let Some((process, _)) = process_in(&text[before..start], &lower[before..start])
            && let Some(opened) = split_key(&text[start..end], process)
        {
            keys.push(opened);
        }
        before = end;
    }
    keys
}

/// Up to the end of the line, or to the next process where the line ends were lost.
fn key_length(text: &str, lower: &str) -> usize {
    let line = text.find(['\r', '\n', '\t', '"', '\0']).unwrap_or(text.len());
    let Some((_, number)) = process_in(text, lower).filter(|(_, number)| *number < line) else { return line };
    // the word before the number: "Process"
    let words = text[..number].trim_end();
    words.rfind(char::is_whitespace).unwrap_or(words.len())
}

/// The last process that a text names, and where its number begins: `2428 (\Device\…\dllhost.exe)`.
fn process_in(text: &str, lower: &str) -> Option<(Process, usize)> {
    let path = lower.rfind(PROGRAM)?;
    let open = text[..path].trim_end().strip_suffix(['(', '（'])?;
    let digits = open.trim_end();
    let number = digits.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let id = digits[number..].parse().ok()?;
    // a folder's name can have brackets in it too
    let end = text[path..].rfind([')', '）'])?;
    Some((Process { id, path: text[path..path + end].to_owned() }, number))
}

/// `\REGISTRY\USER\<SID>[_CLASSES][\path]`
fn split_key(key: &str, process: Process) -> Option<Opened> {
    let from_sid = &key[KEY.len() - "s-".len()..];
    let sid_length = from_sid[2..].find(|c: char| !c.is_ascii_digit() && c != '-').map_or(from_sid.len(), |at| at + 2);
    let (sid, rest) = from_sid.split_at(sid_length);
    let is_classes = rest.get(..CLASSES.len()).is_some_and(|s| s.eq_ignore_ascii_case(CLASSES));
    let (hive, rest) = if is_classes { (Hive::Classes, &rest[CLASSES.len()..]) } else { (Hive::User, rest) };
    // anything but a path is the rest of a sentence
    let path = rest.strip_prefix('\\').unwrap_or("").trim_end().trim_end_matches('\\');
    (sid.len() > 2).then(|| Opened { sid: sid.to_owned(), hive, path: path.to_owned(), process, handles: 1 })
}
