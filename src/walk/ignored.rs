//! What Git ignores: `.gitignore` files and `.git/info/exclude`, inside work trees only.
//!
//! A user's own list (`core.excludesFile`) does not count: what is checked must not depend on the machine. The directory where a
//! walk begins is never ignored itself, because the user named it. Git does not ignore what is committed; that is not looked up.

use super::{describe, printed};
use crate::source::Notice;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::fs;
use std::path::{Path, PathBuf};
use walkdir::DirEntry;

/// Larger lists are not read: nobody writes them, and patterns take 500 times their size in memory.
const LARGEST_LIST: u64 = 256 << 10;

/// The lists that count where a walk is.
pub(super) struct Ignores {
    /// Of the directories above the walk's root, from the work tree's top down.
    above: Vec<Directory>,
    /// From the root down to where the walk is.
    below: Vec<Directory>,
    /// The root, absolute.
    root: PathBuf,
}

#[derive(Default)]
struct Directory {
    lists: Vec<Gitignore>,
    /// It lies in a work tree.
    in_tree: bool,
    /// It is a work tree's top.
    is_top: bool,
    /// All in it is ignored.
    ignored: bool,
}

impl Ignores {
    /// For a walk that begins here.
    pub(super) fn above(root: &Path) -> Ignores {
        let root = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
        // what leads through `..` is found by where it really is
        let root = if root.components().any(|c| c.as_os_str() == "..") { root.canonicalize().unwrap_or(root) } else { root };
        let mut directories: Vec<&Path> = root.ancestors().skip(1).collect();
        let top = directories.iter().position(|d| is_top(d));
        directories.truncate(if is_top(&root) { 0 } else { top.map_or(0, |i| i + 1) });
        directories.reverse();
        // what is wrong with lists further up is nothing about this walk
        let above = directories.iter().map(|d| Directory::read(d, true, &mut Vec::new())).collect();
        Ignores { above, below: Vec::new(), root }
    }

    /// The walk comes to a directory. Says which lists can't be read.
    pub(super) fn enter(&mut self, entry: &DirEntry) -> Vec<Notice> {
        let mut notices = Vec::new();
        self.below.truncate(entry.depth());
        let ignored = entry.depth() > 0 && self.names(entry);
        let in_tree = self.below.last().or(self.above.last()).is_some_and(|d| d.in_tree);
        let path = self.absolute(entry);
        let directory = if ignored { Directory { ignored, ..Directory::default() } } else { Directory::read(&path, in_tree, &mut notices) };
        self.below.push(directory);
        for notice in &mut notices {
            notice.path = printed(&entry.path().join(&notice.path));
        }
        notices
    }

    /// Whether a directory or file that the walk comes to is ignored.
    pub(super) fn names(&self, entry: &DirEntry) -> bool {
        let inside = &self.below[..self.below.len().min(entry.depth())];
        if inside.last().is_some_and(|d| d.ignored) {
            return true;
        }
        let path = self.absolute(entry);
        let mut directories: Vec<&Directory> = self.above.iter().chain(inside).collect();
        let top = directories.iter().rposition(|d| d.is_top).unwrap_or(0);
        directories.drain(..top);
        let lists = directories.into_iter().rev().flat_map(|d| d.lists.iter().rev());
        let found = lists.map(|list| list.matched(&path, entry.file_type().is_dir())).find(|m| !m.is_none());
        found.is_some_and(|m| m.is_ignore())
    }

    fn absolute(&self, entry: &DirEntry) -> PathBuf {
        let mut parts: Vec<_> = entry.path().components().rev().take(entry.depth()).collect();
        parts.reverse();
        self.root.join(parts.into_iter().collect::<PathBuf>())
    }
}

impl Directory {
    /// What counts in a directory, given whether the one above lies in a work tree. Notices have the lists' names as paths.
    fn read(path: &Path, in_tree: bool, notices: &mut Vec<Notice>) -> Directory {
        let is_top = is_top(path);
        let mut directory = Directory { in_tree: in_tree || is_top, is_top, ..Directory::default() };
        if is_top {
            let exclude = git_directory(path).map(|git| git.join("info/exclude"));
            directory.lists.extend(exclude.and_then(|file| list(path, &file, ".git/info/exclude", notices)));
        }
        if directory.in_tree {
            directory.lists.extend(list(path, &path.join(".gitignore"), ".gitignore", notices));
        }
        directory
    }
}

/// Whether a work tree begins here. In a linked one, and in a submodule, `.git` is a file.
fn is_top(directory: &Path) -> bool {
    fs::symlink_metadata(directory.join(".git")).is_ok()
}

/// Where Git keeps what all work trees of the repository share.
fn git_directory(top: &Path) -> Option<PathBuf> {
    let git = top.join(".git");
    if git.is_dir() {
        return Some(git);
    }
    let link = read(&git).ok()??;
    let own = top.join(link.strip_prefix("gitdir:")?.trim());
    match read(&own.join("commondir")) {
        Ok(Some(shared)) => Some(own.join(shared.trim())),
        _ => Some(own),
    }
}

/// A list that counts from `directory` downwards.
fn list(directory: &Path, file: &Path, name: &str, notices: &mut Vec<Notice>) -> Option<Gitignore> {
    let mut tell = |line, message| notices.push(Notice { path: name.to_owned(), line, message });
    let text = match read(file) {
        Ok(text) => text?,
        Err(why) => {
            tell(None, format!("not read, so nothing that it names is left out: {why}"));
            return None;
        }
    };
    let mut builder = GitignoreBuilder::new(directory);
    // the option's setter has no way to fail
    let _ = builder.case_insensitive(cfg!(windows));
    for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        if let Err(error) = builder.add_line(None, line) {
            // the error repeats the pattern, which can be long
            let why = if let ignore::Error::Glob { err, .. } = error { err } else { error.to_string() };
            tell(Some(number), format!("this pattern leaves nothing out: {why}"));
        }
    }
    builder.build().map_err(|error| tell(None, format!("its patterns leave nothing out: {error}"))).ok()
}

/// The text of a small file; nothing if there is none.
fn read(file: &Path) -> Result<Option<String>, String> {
    match fs::metadata(file) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(describe(&error)),
        Ok(meta) if !meta.is_file() => Err("it is not a regular file".to_owned()),
        Ok(meta) if meta.len() > LARGEST_LIST => Err(format!("it is larger than {} KiB", LARGEST_LIST >> 10)),
        Ok(_) => fs::read(file).map(|bytes| Some(String::from_utf8_lossy(&bytes).into_owned())).map_err(|error| describe(&error)),
    }
}
