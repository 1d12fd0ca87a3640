//! Finds and reads the files to check.
//!
//! A file named by the user is always read, whatever its ending. In a directory, files with a C, C++ or Rust ending and those with the
//! ending of a PE file are read, in sorted order, and of scripts and registration files those that have a word of interest. Passed over without a word: entries whose name starts with a dot, `node_modules`, and directories that
//! declare themselves a cache with a `CACHEDIR.TAG` (Cargo's `target` does). Symbolic links met inside a directory are not
//! followed, so nothing is read twice and no walk goes round in circles; each such link is told. Whatever can't be read is
//! told too and never stops the rest. What is excluded, or ignored by Git ([`ignored`]), is counted.

use crate::models::scripts;
use crate::source::{Input, Notice, decode, recorded_name, with_slashes};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;
use std::time::SystemTime;
use walkdir::{DirEntry, WalkDir};

mod ignored;
mod stamps;
mod wildcard;
pub use stamps::{Stamp, stamps};
pub use wildcard::expanded;

/// Endings of C, C++ and Rust files, lower case.
pub const ENDINGS: &[&str] =
    &["c", "c++", "cc", "cpp", "cppm", "cxx", "h", "h++", "hh", "hpp", "hxx", "inl", "ipp", "ixx", "rs", "tcc", "tpp", "txx"];

/// Endings of PE files, lower case.
pub const BINARY_ENDINGS: &[&str] = &["acm", "ax", "cpl", "dll", "drv", "efi", "exe", "ocx", "pyd", "scr", "sys", "tsp"];

/// Larger files are not read: no one writes them by hand …
pub const LARGEST_FILE: u64 = 32 << 20;
/// … but linkers do.
pub const LARGEST_BINARY: u64 = 512 << 20;

/// What was found below the paths.
#[derive(Debug, Default)]
pub struct Walked {
    /// Files in the order of their printed paths, no path twice.
    pub files: Vec<Input>,
    /// What was not read, sorted.
    pub notices: Vec<Notice>,
    /// How many files were left out because they are excluded.
    pub excluded: usize,
    /// How many were left out because Git ignores them.
    pub ignored: usize,
}

/// What of the paths is not wanted.
#[derive(Clone, Copy)]
pub struct Choice<'a> {
    /// The pattern that leaves a path out, given where the search for it began.
    pub excluded: &'a dyn Fn(&str, Option<&str>) -> Option<String>,
    /// A file is wanted even if Git ignores it.
    pub wanted: &'a dyn Fn(&str) -> bool,
    /// Leave out what Git ignores, in its work trees.
    pub respects_git: bool,
    /// Leave out what is excluded even if it is named.
    pub excludes_named: bool,
}

impl Choice<'_> {
    /// Everything is wanted.
    pub const ALL: Choice<'static> = Choice { excluded: &|_, _| None, wanted: &|_| false, respects_git: false, excludes_named: false };
}

/// A source that lies around those that were read.
#[derive(Debug)]
pub struct Around {
    name: String,
    path: PathBuf,
    /// Where it lies below the directory that was searched.
    pub below: PathBuf,
}

impl Around {
    /// The name for people.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// When it was last written, and its length; nothing where that can't be told.
    pub fn stamp(&self) -> Option<(SystemTime, u64)> {
        stamps::of(&self.path)
    }
}

/// How many files were found and read so far.
#[derive(Debug)]
pub struct Reading {
    /// To be read, those included that were.
    pub found: AtomicUsize,
    /// Read, or found to be unreadable.
    pub read: AtomicUsize,
}

/// One for the process: it shows people that something happens, and nothing else depends on it.
pub static READING: Reading = Reading { found: AtomicUsize::new(0), read: AtomicUsize::new(0) };

/// A path of the command line that does not exist.
#[derive(Debug)]
pub struct Missing(pub PathBuf);

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let written = self.0.to_string_lossy();
        let slashed = with_slashes(&written);
        if slashed != written && Path::new(&slashed).exists() {
            return write!(f, "`{written}` does not exist, but `{slashed}` does: on this system `/` stands between the parts of a path");
        }
        write!(f, "`{}` does not exist; check the spelling, or where you are", printed(&self.0))
    }
}

/// Reads every file that `paths` name and that is wanted.
pub fn walk(paths: &[PathBuf], choice: &Choice) -> Result<Walked, Missing> {
    if let Some(missing) = paths.iter().find(|p| fs::symlink_metadata(p).is_err_and(|e| e.kind() == io::ErrorKind::NotFound)) {
        return Err(Missing(missing.clone()));
    }
    let mut listed = Listed::default();
    for path in paths {
        if path.is_dir() {
            listed.list(path, choice);
        } else {
            listed.name(path, choice);
        }
    }
    let mut found = listed.found;
    let beside: Vec<(String, PathBuf)> = found.iter().filter_map(|(_, path)| pdb_beside(path)).map(|p| (printed(&p), p)).collect();
    found.extend(beside);
    found.sort_unstable();
    found.dedup_by(|a, b| a.0 == b.0);

    let count = |paths: BTreeSet<String>| paths.iter().filter(|p| found.binary_search_by(|f| f.0.cmp(p)).is_err()).count();
    let (excluded, ignored) = (count(listed.excluded), count(listed.ignored));
    let mut walked = Walked { notices: listed.notices, excluded, ignored, ..Walked::default() };
    let named = paths.iter().filter(|p| !p.is_dir()).map(|p| printed(p)).collect();
    walked.read(found, &named);
    Ok(walked)
}

impl Walked {
    /// Reads more files, sorted by name; of scripts that were not named those that are worth it.
    fn read(&mut self, found: Vec<(String, PathBuf)>, named: &BTreeSet<String>) {
        READING.found.fetch_add(found.len(), Relaxed);
        let read: Vec<Result<Input, Notice>> = found
            .into_par_iter()
            .filter_map(|(name, path)| {
                let outcome = match read(&path) {
                    Ok(bytes) => (named.contains(&name) || is_worth_reading(&path, &bytes)).then(|| Ok(Input::new(name, bytes))),
                    Err(why) => Some(Err(Notice { path: name, line: None, message: format!("not read: {why}") })),
                };
                READING.read.fetch_add(1, Relaxed);
                outcome
            })
            .collect();
        for outcome in read {
            match outcome {
                Ok(input) => self.files.push(input),
                Err(notice) => self.notices.push(notice),
            }
        }
        self.files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        self.notices.sort();
        self.notices.dedup();
    }

    /// The sources below a directory that were not read yet.
    pub fn around(&self, directory: &Path, choice: &Choice) -> Result<Vec<Around>, Missing> {
        let Ok(root) = directory.canonicalize() else { return Err(Missing(directory.to_owned())) };
        let known: BTreeSet<PathBuf> = self.files.iter().filter_map(|file| Path::new(&file.path).canonicalize().ok()).collect();
        let mut listed = Listed::default();
        listed.list(directory, choice);
        let around = |(name, path): (String, PathBuf)| {
            let below = path.strip_prefix(directory).ok().filter(|_| has_ending_of(&path, ENDINGS))?.to_owned();
            // nothing below a directory is reached through a link
            (!known.contains(&root.join(&below))).then_some(Around { name, path, below })
        };
        Ok(listed.found.into_iter().filter_map(around).collect())
    }

    /// Adds them, each with its length if it is to be read only when it is first asked for.
    pub fn add(&mut self, around: Vec<(Around, Option<u64>)>) {
        let (later, now): (Vec<_>, Vec<_>) = around.into_iter().partition(|(_, size)| size.is_some());
        self.files.extend(later.into_iter().map(|(file, size)| {
            let path = file.path;
            Input::later(file.name, size.unwrap_or_default() as usize, Box::new(move || read(&path)))
        }));
        self.read(now.into_iter().map(|(file, _)| (file.name, file.path)).collect(), &BTreeSet::new());
    }

    /// Reads the PDBs of DLLs that were read: those that lie where the DLL (the first of a pair) says (the second), by the
    /// recorded name or path, and those that `given` names. Of a directory, these that are `wanted` by their names.
    pub fn add_pdbs(&mut self, recorded: &[(String, String)], given: &[PathBuf], wanted: impl Fn(&str) -> bool) -> Result<(), Missing> {
        if let Some(missing) = given.iter().find(|p| fs::symlink_metadata(p).is_err_and(|e| e.kind() == io::ErrorKind::NotFound)) {
            return Err(Missing(missing.clone()));
        }
        let mut found: Vec<PathBuf> = recorded.iter().flat_map(|(dll, pdb)| pdb_recorded(Path::new(dll), pdb)).collect();
        for path in given {
            if path.is_dir() {
                let below = WalkDir::new(path).into_iter().filter_map(Result::ok).filter(|e| e.file_type().is_file());
                found.extend(below.map(DirEntry::into_path).filter(|p| has_ending(p, "pdb") && wanted(&printed(p))));
            } else {
                found.push(path.clone());
            }
        }
        let mut found: Vec<(String, PathBuf)> = found.into_iter().map(|path| (printed(&path), path)).collect();
        found.sort_unstable();
        found.dedup_by(|a, b| a.0 == b.0);
        found.retain(|(name, _)| self.files.binary_search_by(|f| f.path.cmp(name)).is_err());
        self.read(found, &BTreeSet::new());
        Ok(())
    }
}

/// What there is to read, by printed paths, and what not.
#[derive(Default)]
struct Listed {
    found: Vec<(String, PathBuf)>,
    notices: Vec<Notice>,
    excluded: BTreeSet<String>,
    ignored: BTreeSet<String>,
}

impl Listed {
    /// A file that the user named.
    fn name(&mut self, path: &Path, choice: &Choice) {
        let name = printed(path);
        let Some(pattern) = (choice.excluded)(&name, None) else { return self.found.push((name, path.to_owned())) };
        let message = if choice.excludes_named {
            self.excluded.insert(name.clone());
            format!("not read: `{pattern}` excludes it")
        } else {
            self.found.push((name.clone(), path.to_owned()));
            format!("read because it is named, although `{pattern}` excludes it; --force-exclude leaves such files out")
        };
        self.notices.push(Notice { path: name, line: None, message });
    }

    /// The files below a directory.
    fn list(&mut self, root: &Path, choice: &Choice) {
        let start = printed(root);
        let mut ignores = choice.respects_git.then(|| ignored::Ignores::above(root));
        let entries = WalkDir::new(root).into_iter().filter_entry(|e| e.depth() == 0 || !is_passed_over(e));
        for entry in entries {
            match entry {
                Ok(entry) if entry.depth() > 0 && entry.path_is_symlink() => self.notices.extend(link_notice(&entry)),
                Ok(entry) if entry.file_type().is_dir() => {
                    self.notices.extend(ignores.iter_mut().flat_map(|i| i.enter(&entry)));
                }
                Ok(entry) if entry.file_type().is_file() && has_known_ending(entry.path()) => {
                    let name = printed(entry.path());
                    let is_ignored = || ignores.as_ref().is_some_and(|i| i.names(&entry)) && !(choice.wanted)(&name);
                    if (choice.excluded)(&name, Some(&start)).is_some() {
                        self.excluded.insert(name);
                    } else if is_ignored() {
                        self.ignored.insert(name);
                    } else {
                        self.found.push((name, entry.into_path()));
                    }
                }
                Ok(_) => {}
                Err(error) => {
                    let why = error.io_error().map_or_else(|| error.to_string(), describe);
                    let path = error.path().map(printed).unwrap_or_default();
                    self.notices.push(Notice { path, line: None, message: format!("not read: {why}") });
                }
            }
        }
    }
}

/// The files below a directory whose names are wanted, sorted; what is passed over is as in [`walk`].
pub fn named(root: &Path, wanted: &dyn Fn(&str) -> bool) -> Vec<PathBuf> {
    let entries = WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(|e| e.depth() == 0 || !is_passed_over(e));
    let files = entries.filter_map(Result::ok).filter(|e| e.file_type().is_file());
    files.filter(|e| e.file_name().to_str().is_some_and(wanted)).map(DirEntry::into_path).collect()
}

fn is_passed_over(entry: &DirEntry) -> bool {
    let name = entry.file_name().as_encoded_bytes();
    let is_directory = entry.file_type().is_dir();
    name.starts_with(b".") || is_directory && (name == b"node_modules" || entry.path().join("CACHEDIR.TAG").exists())
}

fn link_notice(link: &DirEntry) -> Option<Notice> {
    let to_directory = link.path().is_dir();
    (to_directory || has_known_ending(link.path())).then(|| Notice {
        path: printed(link.path()),
        line: None,
        message: "symbolic link not followed; name it on the command line to have it read".to_owned(),
    })
}

fn has_known_ending(path: &Path) -> bool {
    has_ending_of(path, ENDINGS) || has_ending_of(path, BINARY_ENDINGS) || is_script(path)
}

/// Where the kinds of scripts are said to be unsound, a test fails; here there are none.
fn is_script(path: &Path) -> bool {
    scripts().is_ok_and(|all| path.file_name().and_then(|n| n.to_str()).is_some_and(|name| all.of(name).is_some()))
}

/// Whether a file is no script, or has one of the words that make a script worth reading.
fn is_worth_reading(path: &Path, bytes: &[u8]) -> bool {
    let has_word = |bytes: &[u8]| scripts().is_ok_and(|all| all.has_word(bytes));
    let is_wide = || bytes[..bytes.len().min(4096)].contains(&0);
    !is_script(path) || has_word(bytes) || is_wide() && decode(bytes).is_some_and(|text| has_word(text.as_bytes()))
}

fn has_ending_of(path: &Path, endings: &[&str]) -> bool {
    path.extension().and_then(|e| e.to_str()).is_some_and(|e| endings.contains(&e.to_ascii_lowercase().as_str()))
}

/// The file with the debug information of a binary, if it lies beside it.
fn pdb_beside(path: &Path) -> Option<PathBuf> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    let pdb = path.with_extension("pdb");
    (BINARY_ENDINGS.contains(&ending.as_str()) && pdb.is_file()).then_some(pdb)
}

/// The PDB that a DLL records: beside the DLL under that name, and at that path. A path on another machine is not asked for: a
/// DLL must not make this one connect to it.
fn pdb_recorded(dll: &Path, recorded: &str) -> Vec<PathBuf> {
    let mut all = candidates(dll, recorded);
    all.retain(|path| has_ending(path, "pdb") && path.is_file());
    all
}

fn candidates(dll: &Path, recorded: &str) -> Vec<PathBuf> {
    let name = recorded_name(recorded);
    // Windows takes `/\server` for `\\server`, too
    let remote = recorded.len() > 1 && recorded.bytes().take(2).all(|b| matches!(b, b'/' | b'\\'));
    let mut all = vec![dll.with_file_name(name)];
    all.extend(Some(PathBuf::from(recorded)).filter(|path| !remote && path.is_absolute()));
    all
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case(ending))
}

/// How large a file may be, by how it begins.
fn limit(file: &mut File) -> io::Result<u64> {
    let mut magic = [0; 16];
    let known = file.read(&mut magic)?;
    io::Seek::rewind(file)?;
    let is_binary = magic[..known].starts_with(b"MZ") || magic[..known].starts_with(b"Microsoft C/C++ ");
    Ok(if is_binary { LARGEST_BINARY } else { LARGEST_FILE })
}

/// Reads a file whole, or says in plain words why not. The limit holds for files that lie about their length, too.
fn read(path: &Path) -> Result<Vec<u8>, String> {
    let meta = fs::metadata(path).map_err(|e| describe(&e))?;
    if !meta.is_file() {
        return Err("it is not a regular file".to_owned());
    }
    let mut file = File::open(path).map_err(|e| describe(&e))?;
    let limit = limit(&mut file).map_err(|e| describe(&e))?;
    let mut bytes = Vec::with_capacity(meta.len().min(limit) as usize + 1);
    if meta.len() <= limit {
        file.take(limit + 1).read_to_end(&mut bytes).map_err(|e| describe(&e))?;
    }
    if meta.len().max(bytes.len() as u64) > limit {
        return Err(format!("it is larger than {} MiB", limit >> 20));
    }
    Ok(bytes)
}

fn describe(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::NotFound => "it does not exist, or it is a link to nothing".to_owned(),
        _ => error.to_string(),
    }
}

/// A path as printed: as the user gave it, `/` between its parts, without a leading `./`. On Windows `\\server\share` becomes
/// `//server/share`; elsewhere two slashes at the start are one.
pub fn printed(path: &Path) -> String {
    let mut text = path.to_string_lossy().into_owned();
    if cfg!(windows) {
        text = with_slashes(&text);
    } else if text.starts_with("//") {
        text = format!("/{}", text.trim_start_matches('/'));
    }
    while let Some(rest) = text.strip_prefix("./") {
        text = rest.trim_start_matches('/').to_owned();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(walked: &Walked) -> Vec<&str> {
        walked.files.iter().map(|file| file.path.as_str()).collect()
    }

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for file in files {
            let path = dir.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, file).unwrap();
        }
        dir
    }

    fn below(dir: &tempfile::TempDir, walked: &Walked) -> Vec<String> {
        let prefix = format!("{}/", printed(dir.path()));
        names(walked).iter().map(|n| n.strip_prefix(&prefix).unwrap().to_owned()).collect()
    }

    #[test]
    fn a_directory_gives_its_c_files_sorted_and_passes_over_what_is_not_source() {
        let dir = tree(&[
            "z.c",
            "a/B.CPP",
            "a/x.hpp",
            "readme.md",
            ".git/x.c",
            "node_modules/m.c",
            "target/CACHEDIR.TAG",
            "target/y.c",
            "src/target/kept.c",
        ]);
        let walked = walk(&[dir.path().to_owned()], &Choice::ALL).unwrap();
        assert_eq!(below(&dir, &walked), ["a/B.CPP", "a/x.hpp", "src/target/kept.c", "z.c"]);
        assert!(walked.notices.is_empty());
    }

    #[test]
    fn a_named_file_is_read_whatever_its_ending_and_only_once() {
        let dir = tree(&["odd.txt", "a.c"]);
        let odd = dir.path().join("odd.txt");
        let walked = walk(&[odd.clone(), dir.path().to_owned(), odd, dir.path().join("a.c")], &Choice::ALL).unwrap();
        assert_eq!(below(&dir, &walked), ["a.c", "odd.txt"]);
        assert_eq!(walked.files[0].bytes(), b"a.c");
    }

    #[test]
    fn a_missing_path_is_an_error_that_names_it() {
        assert_eq!(walk(&[PathBuf::from("no/such.c")], &Choice::ALL).unwrap_err().0, Path::new("no/such.c"));
    }

    #[test]
    fn a_file_over_the_limit_is_told_and_the_rest_is_read() {
        let dir = tree(&["a.c", "big.c"]);
        File::options().write(true).open(dir.path().join("big.c")).unwrap().set_len(LARGEST_FILE + 1).unwrap();
        let walked = walk(&[dir.path().to_owned()], &Choice::ALL).unwrap();
        assert_eq!(below(&dir, &walked), ["a.c"]);
        assert_eq!(walked.notices[0].message, "not read: it is larger than 32 MiB");
    }

    #[test]
    #[cfg(unix)]
    fn links_in_directories_are_told_and_never_followed() {
        let dir = tree(&["a/a.c"]);
        std::os::unix::fs::symlink("..", dir.path().join("a/loop")).unwrap();
        std::os::unix::fs::symlink("a.c", dir.path().join("a/again.c")).unwrap();
        std::os::unix::fs::symlink("nothing", dir.path().join("a/readme")).unwrap();
        let walked = walk(&[dir.path().to_owned()], &Choice::ALL).unwrap();
        assert_eq!(below(&dir, &walked), ["a/a.c"]);
        let told: Vec<_> = walked.notices.iter().map(|n| n.path.rsplit('/').next().unwrap()).collect();
        assert_eq!(told, ["again.c", "loop"]);
    }

    #[test]
    #[cfg(unix)]
    fn what_is_not_a_regular_file_is_told() {
        let walked = walk(&[PathBuf::from("/dev/zero")], &Choice::ALL).unwrap();
        assert!(walked.files.is_empty());
        assert_eq!(walked.notices[0].message, "not read: it is not a regular file");
    }

    #[test]
    fn paths_are_printed_as_given() {
        assert_eq!(printed(Path::new("./src/a.c")), "src/a.c");
        assert_eq!(printed(Path::new(".//./a.c")), "a.c");
        assert_eq!(printed(Path::new("../a.c")), "../a.c");
        assert_eq!(printed(Path::new("/x/a.c")), "/x/a.c");
        #[cfg(not(windows))]
        assert_eq!(printed(Path::new("//x/a.c")), "/x/a.c", "two slashes mean a server, and only on Windows");
    }

    #[test]
    fn a_pdb_on_another_machine_is_not_asked_for() {
        for recorded in
            [r"\\server\share\a.pdb", "//server/share/a.pdb", r"/\server\share\a.pdb", r"\/server/share/a.pdb", r"\\?\UNC\s\a.pdb"]
        {
            let asked = candidates(Path::new("bin/a.dll"), recorded);
            assert_eq!(asked, [PathBuf::from("bin/a.pdb")], "{recorded}");
        }
        let here = if cfg!(windows) { "C:/build/a.pdb" } else { "/build/a.pdb" };
        assert_eq!(candidates(Path::new("bin/a.dll"), here), [PathBuf::from("bin/a.pdb"), PathBuf::from(here)]);
    }

    /// Windows allows no such names.
    #[test]
    #[cfg(unix)]
    fn wildcards_stand_for_what_they_name() {
        let dir = tree(&["a.c", "b.c", "odd*.c", "sub/c.c"]);
        let expand = |name: &str| -> Vec<String> {
            let all = expanded(&[dir.path().join(name)]);
            all.iter().map(|p| printed(p.strip_prefix(dir.path()).unwrap())).collect()
        };
        assert_eq!(expand("?.c"), ["a.c", "b.c"]);
        assert_eq!(expand("*/*.c"), ["sub/c.c"]);
        assert_eq!(expand("odd*.c"), ["odd*.c"], "a file of that name");
        assert_eq!(expand("x*.c"), ["x*.c"], "nothing has such a name");
        let long = PathBuf::from(r"\\?\C:\work\a.c");
        assert_eq!(expanded(std::slice::from_ref(&long)), [long]);
    }
}
