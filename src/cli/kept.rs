//! The index of a context on disk: what its files define and which words they have, so that a run reads only those that changed
//! and those that it looks into.
//!
//! A file counts as unchanged if its length and its time of change are as they were. Files that were written just before the index
//! are not trusted: a later change may have left them the same time.

use super::{Trouble, write_file};
use crate::pipeline::Known;
use crate::source::{Input, Notice};
use crate::walk::{Around, Walked, printed};
use rustc_hash::{FxBuildHasher, FxHashMap};
use serde::{Deserialize, Serialize};
use std::env;
use std::fs;
use std::hash::BuildHasher;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The first word of an index; the number changes when what is kept does.
const MAGIC: &str = "hivelint-index-1";

/// File systems may count time in steps as long as this.
const STEP: Duration = Duration::from_secs(2);

/// So many changed files are read each time, and one in so many; with more, the index is made anew.
const FEW_CHANGED: usize = 64;
const ONE_IN: usize = 16;

/// What an index says of the files, before the tables.
#[derive(Serialize, Deserialize)]
struct Header {
    /// When the files were looked at.
    made: u64,
    /// Path below the directory, time of change, length; times in nanoseconds since 1970.
    files: Vec<(String, u64, u64)>,
}

/// Where an index is, or is to be.
pub(super) struct Kept {
    file: PathBuf,
    /// The user named the file.
    is_named: bool,
}

impl Kept {
    /// The index in the named file, or else the one in the user's cache of the directory.
    pub(super) fn of(named: Option<&Path>, directory: &Path) -> Result<Kept, String> {
        if let Some(named) = named {
            return Ok(Kept { file: named.to_owned(), is_named: true });
        }
        let Some(cache) = cache() else {
            return Err("no index is kept: the environment names no directory for caches; --index=FILE names a file".to_owned());
        };
        let whole = directory.canonicalize().unwrap_or_else(|_| directory.to_owned());
        let name = format!("{:016x}.index", FxBuildHasher.hash_one(whole.as_os_str().as_encoded_bytes()));
        Ok(Kept { file: cache.join("hivelint").join(name), is_named: false })
    }

    /// Adds what lies around the files that were read, and says what is known of it.
    pub(super) fn add(&self, walked: &mut Walked, around: Vec<Around>) -> Result<Known, Trouble> {
        let began = SystemTime::now();
        let stamps: Vec<Option<(u64, u64)>> = around.iter().map(stamp).collect();
        if let Some((header, mut known)) = self.read()? {
            let trusted = |file: &&(String, u64, u64)| file.1.saturating_add(STEP.as_nanos() as u64) < header.made;
            let numbers: FxHashMap<&str, usize> = header.files.iter().map(|file| file.0.as_str()).zip(0..).collect();
            let number = |(file, stamp): (&Around, &Option<(u64, u64)>)| {
                let number = *numbers.get(file.below.to_str()?)?;
                let entry = Some(&header.files[number]).filter(trusted)?;
                (*stamp == Some((entry.1, entry.2))).then_some(number)
            };
            let found: Vec<Option<usize>> = around.iter().zip(&stamps).map(number).collect();
            let changed = found.iter().filter(|number| number.is_none()).count();
            if changed <= FEW_CHANGED + around.len() / ONE_IN {
                let named = around.iter().zip(&found).filter_map(|(file, number)| Some((file, (*number)?)));
                named.for_each(|(file, number)| known.names[number] = Some(file.name().to_owned()));
                let sizes = found.iter().map(|number| number.map(|number| header.files[number].2));
                walked.add(around.into_iter().zip(sizes).collect());
                return Ok(known);
            }
        }
        let entry = |(file, stamp): (&Around, &Option<(u64, u64)>)| {
            let (modified, size) = (*stamp)?;
            Some((file.name().to_owned(), (file.below.to_str()?.to_owned(), modified, size)))
        };
        let entries: FxHashMap<String, (String, u64, u64)> = around.iter().zip(&stamps).filter_map(entry).collect();
        walked.add(around.into_iter().map(|file| (file, None)).collect());
        let (files, entries): (Vec<&Input>, Vec<_>) =
            walked.files.iter().filter_map(|file| Some((file, entries.get(&file.path)?.clone()))).unzip();
        let known = Known::of(&files);
        let made = nanoseconds(began).unwrap_or_default();
        if let Err(error) = self.write(&Header { made, files: entries }, &known) {
            let message = format!("no index is kept in `{}`: {error}", printed(&self.file));
            walked.notices.push(Notice { path: String::new(), line: None, message });
        }
        Ok(known)
    }

    /// Nothing if there is none, or one that is damaged or of another hivelint.
    fn read(&self) -> Result<Option<(Header, Known)>, Trouble> {
        // a device may have no end
        let Some(bytes) = Some(&self.file).filter(|file| file.is_file()).and_then(|file| fs::read(file).ok()) else { return Ok(None) };
        if !bytes.starts_with(b"hivelint-index-") {
            let name = printed(&self.file);
            return Err(Trouble(format!("`{name}` is not an index of hivelint; --index=FILE names one, or a file that is not there yet")));
        }
        Ok(parsed(bytes))
    }

    fn write(&self, header: &Header, known: &Known) -> io::Result<()> {
        let mut rest = serde_json::to_vec(header)?;
        rest.push(b'\n');
        rest.extend(known.to_bytes());
        let mut bytes = MAGIC.as_bytes().to_vec();
        bytes.extend(sum_of(&rest).to_le_bytes());
        bytes.extend(rest);
        if let Some(directory) = self.file.parent().filter(|_| !self.is_named) {
            fs::create_dir_all(directory).map_err(|e| io::Error::new(e.kind(), format!("its directory can't be made: {}", e.kind())))?;
        }
        write_file(&self.file, &bytes, true)
    }
}

fn parsed(bytes: Vec<u8>) -> Option<(Header, Known)> {
    let (sum, rest) = bytes.strip_prefix(MAGIC.as_bytes())?.split_first_chunk::<8>()?;
    if u64::from_le_bytes(*sum) != sum_of(rest) {
        return None;
    }
    let line = memchr::memchr(b'\n', rest)?;
    let header: Header = serde_json::from_slice(&rest[..line]).ok()?;
    let tables = bytes.len() - rest.len() + line + 1;
    let known = Known::from_bytes(header.files.len(), bytes, tables)?;
    Some((header, known))
}

/// Tells damaged bytes, and those of a build that computes other hashes.
fn sum_of(bytes: &[u8]) -> u64 {
    FxBuildHasher.hash_one((MAGIC, bytes))
}

fn stamp(file: &Around) -> Option<(u64, u64)> {
    let (modified, size) = file.stamp()?;
    Some((nanoseconds(modified)?, size))
}

fn nanoseconds(time: SystemTime) -> Option<u64> {
    time.duration_since(UNIX_EPOCH).ok()?.as_nanos().try_into().ok()
}

/// The user's directory for what can be made again.
fn cache() -> Option<PathBuf> {
    let of = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    if cfg!(windows) {
        of("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        of("HOME").map(|home| home.join("Library/Caches"))
    } else {
        of("XDG_CACHE_HOME").or_else(|| of("HOME").map(|home| home.join(".cache")))
    }
}
