//! Source files as text, and places in them.
//!
//! Everything downstream speaks of a place in a file as a [`Span`]: byte offsets into the file's *decoded* text.
//! Lines and columns exist only at the edge, in [`Source::position`].

use std::ops::Range;
use std::sync::Arc;

mod input;
pub use input::{Input, Read};

/// Index of a file in the run's list of [`Source`]s.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct FileId(pub u32);

/// A half-open range of bytes in the decoded text of a file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The smallest span that covers both; `other` is ignored when it is in another file.
    pub fn to(self, other: Span) -> Span {
        if self.file != other.file {
            return self;
        }
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether all of `other` lies in it.
    pub fn contains(self, other: Span) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }
}

/// A line and a column, both counted from 1; the column counts Unicode scalar values.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in Unicode scalar values, from 1.
    pub column: u32,
}

/// Something the run did not read or could not decide, always said and never silently dropped.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Notice {
    /// The file it is about, as given to the run; empty if it is about the whole run.
    pub path: String,
    /// Line, from 1, where the notice has one.
    pub line: Option<u32>,
    /// What was not read, and why.
    pub message: String,
}

/// The last part of a path of a run.
pub fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The last part of a path that some machine recorded: there `\` may be between parts, too.
pub fn recorded_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// A path as Windows writes it, with `/` between its parts and without the `\\?\` that long paths begin with.
pub fn with_slashes(path: &str) -> String {
    let plain = path.replace('\\', "/");
    match plain.strip_prefix("//?/") {
        Some(rest) if rest.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("UNC/")) => format!("//{}", &rest[4..]),
        Some(rest) if is_drive_path(rest) => rest.to_owned(),
        _ => plain,
    }
}

/// Whether a path begins with a drive.
pub fn is_drive_path(path: &str) -> bool {
    matches!(path.as_bytes(), [drive, b':', ..] if drive.is_ascii_alphabetic())
}

/// Whether upper and lower case are the same in a path: it is one of Windows, on a drive or on a server.
pub fn ignores_case(path: &str) -> bool {
    is_drive_path(path) || path.starts_with("//")
}

/// What a path of a run has before its last part; nothing if that is all of it.
pub fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// What is known of the addresses of a binary that something was found at.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Addresses {
    /// Where functions begin, and their names, sorted.
    pub functions: Vec<(u32, Arc<str>)>,
    /// Where debug information says that the code comes from.
    pub lines: std::collections::BTreeMap<u32, SourceLine>,
    /// Places that stand for calls which were inlined away, so that no code is left of them but the callee's: the address of that.
    calls: std::collections::BTreeMap<u32, u32>,
    /// Pointers to imported functions that no code which was read calls: places that are no code.
    pub imports: std::collections::BTreeSet<u32>,
}

/// Places of inlined calls begin here, above all addresses of code.
const INLINED: u32 = 1 << 31;

/// A line of source that debug information names.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct SourceLine {
    /// The path as recorded by the compiler, with `/` between parts.
    pub path: Arc<str>,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, where recorded.
    pub column: Option<u32>,
}

impl Addresses {
    /// Makes a place for a call in this line whose callee was inlined: its code begins at the address.
    pub fn note_call(&mut self, rva: u32, line: SourceLine) -> u32 {
        let place = INLINED + self.calls.len() as u32;
        self.calls.insert(place, rva);
        self.lines.insert(place, line);
        place
    }

    /// The address of a place.
    pub fn rva(&self, place: u32) -> u32 {
        self.calls.get(&place).copied().unwrap_or(place)
    }

    /// The function that a place lies in.
    pub fn function(&self, place: u32) -> Option<&str> {
        let rva = self.rva(place);
        let i = self.functions.partition_point(|(start, _)| *start <= rva);
        self.functions[..i].last().map(|(_, name)| &**name)
    }
}

/// One file's decoded text.
#[derive(Clone, Debug)]
pub struct Source {
    /// As the user gave it or the walk found it, with `/` between parts.
    pub path: Arc<str>,
    /// Decoded text; a byte-order mark is not part of it.
    pub text: Arc<str>,
    lines: Arc<[u32]>,
    /// What is known of places in it, if it is a binary: spans are relative virtual addresses then, and there is no text.
    pub binary: Option<Arc<Addresses>>,
    /// Scalar values before each multiple of [`STRIDE`], so that a column in a line of megabytes costs no more than any other.
    scalars: Arc<[u32]>,
}

const STRIDE: usize = 4096;

/// Counts the scalar values that begin in `bytes`.
fn scalars_in(bytes: &[u8]) -> u32 {
    if bytes.is_ascii() { bytes.len() as u32 } else { bytes.iter().filter(|b| !matches!(b, 0x80..0xC0)).count() as u32 }
}

impl Source {
    /// Wraps decoded text. `\r\n` counts as one line end.
    pub fn new(path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Source {
        let text = text.into();
        let mut lines = vec![0u32];
        lines.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|i| i as u32 + 1));
        let scalars = text.as_bytes().chunks(STRIDE).scan(0, |sum, chunk| Some(std::mem::replace(sum, *sum + scalars_in(chunk))));
        let scalars = scalars.collect();
        Source { path: path.into(), text, lines: lines.into(), binary: None, scalars }
    }

    /// A binary file: what its addresses mean.
    pub fn of_binary(path: impl Into<Arc<str>>, addresses: Addresses) -> Source {
        Source { binary: Some(Arc::new(addresses)), ..Source::new(path, "") }
    }

    fn scalars_before(&self, offset: usize) -> u32 {
        let chunk = (offset / STRIDE).min(self.scalars.len().saturating_sub(1));
        self.scalars.get(chunk).map_or(0, |sum| sum + scalars_in(&self.text.as_bytes()[chunk * STRIDE..offset]))
    }

    /// Line and column of a byte offset (offsets past the end are taken as the end).
    pub fn position(&self, offset: u32) -> Position {
        let offset = (offset as usize).min(self.text.len());
        let line = self.lines.partition_point(|&start| start as usize <= offset) - 1;
        let start = self.lines[line] as usize;
        let mut end = offset;
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        Position { line: line as u32 + 1, column: self.scalars_before(end) - self.scalars_before(start) + 1 }
    }

    /// What is at an offset, for people: `line 12`, `+0x1234`.
    pub fn words_for(&self, offset: u32) -> String {
        match &self.binary {
            None => format!("line {}", self.position(offset).line),
            Some(addresses) => match addresses.lines.get(&offset) {
                Some(line) => format!("line {} of {}", line.line, file_name(&line.path)),
                None => format!("+{:#x}", addresses.rva(offset)),
            },
        }
    }

    /// The text of a line (from 1) without its line end.
    pub fn line(&self, line: u32) -> &str {
        &self.text[self.line_range(line)]
    }

    /// Where a line (from 1) is in the text, without its line end; empty for a line that there is not.
    pub fn line_range(&self, line: u32) -> Range<usize> {
        let i = (line.max(1) - 1) as usize;
        let Some(&start) = self.lines.get(i) else { return 0..0 };
        let (start, end) = (start as usize, self.lines.get(i + 1).map_or(self.text.len(), |&e| e as usize));
        start..start + self.text[start..end].trim_end_matches(['\n', '\r']).len()
    }
}

/// Decodes any bytes: UTF-8 and UTF-16 by byte-order mark, UTF-16 without one by its zero bytes, else UTF-8,
/// else Windows-1252. `None` for a file that is binary (zero bytes that are not UTF-16).
pub fn decode(bytes: &[u8]) -> Option<String> {
    use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        return Some(encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned());
    }
    let head = &bytes[..bytes.len().min(4096)];
    if head.contains(&0) {
        let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
        let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
        return if odd * 4 > half * 3 && even * 8 < half {
            Some(UTF_16LE.decode_without_bom_handling(bytes).0.into_owned())
        } else if even * 4 > half * 3 && odd * 8 < half {
            Some(UTF_16BE.decode_without_bom_handling(bytes).0.into_owned())
        } else {
            None
        };
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.to_owned()),
        Err(_) => Some(WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_windows_are_written_with_slashes() {
        for (given, expected) in [
            (r"C:\src\a.c", "C:/src/a.c"),
            (r"\\?\C:\src\a.c", "C:/src/a.c"),
            (r"\\server\share\a.c", "//server/share/a.c"),
            (r"\\?\UNC\server\share\a.c", "//server/share/a.c"),
            (r"\\?\unc\server\a.c", "//server/a.c"),
            (r"\\?\Volume{1}\a.c", "//?/Volume{1}/a.c"),
            (r"..\a.c", "../a.c"),
            ("src/a.c", "src/a.c"),
        ] {
            assert_eq!(with_slashes(given), expected);
        }
    }

    #[test]
    fn columns_count_scalar_values_and_lines_from_one() {
        let s = Source::new("a.c", "ab\r\nßx y\n");
        assert_eq!(s.position(0), Position { line: 1, column: 1 });
        assert_eq!(s.position(6), Position { line: 2, column: 2 });
        assert_eq!(s.line(2), "ßx y");
    }

    #[test]
    fn columns_are_exact_in_lines_longer_than_the_stride() {
        let text = format!("x\n{}", "aß€𝄞".repeat(3000));
        let s = Source::new("a.c", text.clone());
        for (offset, _) in text.char_indices().filter(|(i, _)| (4000..13000).contains(i)) {
            let column = text[2..offset].chars().count() as u32 + 1;
            assert_eq!(s.position(offset as u32), Position { line: 2, column });
            assert_eq!(s.position(offset as u32 + 1).column, column + u32::from(text.as_bytes()[offset] < 0x80));
        }
        assert_eq!(s.position(u32::MAX).column, 12001);
    }

    #[test]
    fn every_windows_encoding_is_read_and_binary_is_refused() {
        let utf16: Vec<u8> = "HKEY h; // a long enough line".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&utf16).as_deref(), Some("HKEY h; // a long enough line"));
        let be: Vec<u8> = [0xFE, 0xFF].into_iter().chain("HKEY".encode_utf16().flat_map(u16::to_be_bytes)).collect();
        assert_eq!(decode(&be).as_deref(), Some("HKEY"));
        assert_eq!(decode(b"\xEF\xBB\xBFint").as_deref(), Some("int"));
        assert_eq!(decode(b"caf\xE9").as_deref(), Some("café"));
        assert_eq!(decode(b"\x7FELF\x02\x01\0\0\x01\xff\0\x03"), None);
    }
}
