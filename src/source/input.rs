//! A file as a run is given it.

use std::fmt;
use std::sync::OnceLock;

/// Reads a file, or says in plain words why it can't be read.
pub type Read = Box<dyn Fn() -> Result<Vec<u8>, String> + Send + Sync>;

/// A file's name for people, and its bytes: those that are at hand, or what reads them when they are first asked for.
pub struct Input {
    /// The name for people.
    pub path: String,
    bytes: Bytes,
}

enum Bytes {
    Here(Vec<u8>),
    Later { size: usize, read: Read, outcome: OnceLock<Result<Vec<u8>, String>> },
}

impl Input {
    /// A file that was read.
    pub fn new(path: impl Into<String>, bytes: Vec<u8>) -> Input {
        Input { path: path.into(), bytes: Bytes::Here(bytes) }
    }

    /// A file of so many bytes that is read if it is asked for.
    pub fn later(path: impl Into<String>, size: usize, read: Read) -> Input {
        Input { path: path.into(), bytes: Bytes::Later { size, read, outcome: OnceLock::new() } }
    }

    /// Its bytes; none if it can't be read.
    pub fn bytes(&self) -> &[u8] {
        match &self.bytes {
            Bytes::Here(bytes) => bytes,
            Bytes::Later { read, outcome, .. } => outcome.get_or_init(read).as_deref().unwrap_or_default(),
        }
    }

    /// How many bytes it has, without reading it.
    pub fn size(&self) -> usize {
        match &self.bytes {
            Bytes::Here(bytes) => bytes.len(),
            Bytes::Later { size, .. } => *size,
        }
    }

    /// Whether its bytes are at hand.
    pub fn is_here(&self) -> bool {
        matches!(self.bytes, Bytes::Here(_))
    }

    /// Takes the bytes that are at hand out of it.
    pub fn take(&mut self) -> Vec<u8> {
        match &mut self.bytes {
            Bytes::Here(bytes) => std::mem::take(bytes),
            Bytes::Later { .. } => Vec::new(),
        }
    }

    /// Why it could not be read when it was asked for.
    pub fn trouble(&self) -> Option<&str> {
        match &self.bytes {
            Bytes::Here(_) => None,
            Bytes::Later { outcome, .. } => outcome.get()?.as_ref().err().map(String::as_str),
        }
    }
}

impl From<(String, Vec<u8>)> for Input {
    fn from((path, bytes): (String, Vec<u8>)) -> Input {
        Input::new(path, bytes)
    }
}

impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} bytes)", self.path, self.size())
    }
}
