//! What is changed since a revision, as Git says.

use super::Trouble;
use crate::judge::{Changed, Changes};
use crate::source::Source;
use crate::walk::printed;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What is changed in the sources of a run since a revision of the repositories that the paths lie in.
pub(super) fn changes(revision: &str, paths: &[PathBuf], sources: &[Source]) -> Result<Changes, Trouble> {
    let mut tops: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
    for path in paths {
        let whole = fs::canonicalize(path).map_err(|error| format!("can't find `{}`: {error}", printed(path)))?;
        tops.entry(top_of(path, &whole)?).or_default().push(whole);
    }
    let has_binaries = sources.iter().any(|s| s.binary.is_some());
    let mut changed = BTreeMap::new();
    for (top, paths) in &tops {
        let repository = Repository { top, paths };
        repository.diff(revision, &mut changed)?;
        repository.others(&[], Changed::Whole, &mut changed)?;
        if has_binaries {
            repository.others(&["--ignored"], Changed::Built, &mut changed)?;
        }
    }
    Ok(Changes(named(sources, &changed)))
}

/// The changes by the paths that the run and debug information use.
fn named(sources: &[Source], changed: &BTreeMap<PathBuf, Changed>) -> BTreeMap<String, Changed> {
    let mut names: BTreeSet<&str> = sources.iter().map(|s| &*s.path).collect();
    names.extend(sources.iter().filter_map(|s| s.binary.as_ref()).flat_map(|b| b.lines.values().map(|l| &*l.path)));
    let change_of = |name: &str| {
        let path = fs::canonicalize(name).ok()?;
        // a submodule and a repository that is not one are named as a whole
        let above = path.ancestors().skip(1).any(|a| changed.get(a) == Some(&Changed::Whole));
        if above { Some(Changed::Whole) } else { changed.get(&path).cloned() }
    };
    names.into_iter().filter_map(|name| Some((name.to_owned(), change_of(name)?))).collect()
}

/// The top of the work tree that a path lies in.
fn top_of(path: &Path, whole: &Path) -> Result<PathBuf, Trouble> {
    let directory = if whole.is_dir() { whole } else { whole.parent().unwrap_or(whole) };
    let output = git(directory, ["rev-parse", "--show-toplevel"])?;
    let top = String::from_utf8_lossy(&output.stdout).trim_end_matches(['\n', '\r']).to_owned();
    if !output.status.success() || top.is_empty() {
        let name = printed(path);
        return Err(Trouble(format!(
            "`{name}` is not in a work tree of Git, so nothing tells what is changed; leave --since out, or check a path in one ({})",
            complaint(&output)
        )));
    }
    fs::canonicalize(&top).map_err(|error| Trouble(format!("can't find the work tree `{top}`: {error}")))
}

struct Repository<'a> {
    top: &'a Path,
    /// What is checked in it.
    paths: &'a [PathBuf],
}

impl Repository<'_> {
    fn diff(&self, revision: &str, changed: &mut BTreeMap<PathBuf, Changed>) -> Result<(), Trouble> {
        let commit = self.commit(revision)?;
        let how = ["--unified=0", "--no-color", "--no-ext-diff", "--no-textconv", "--no-relative", "--find-renames", "--submodule=short"];
        let names = ["--src-prefix=a/", "--dst-prefix=b/"];
        let arguments = ["diff"].into_iter().chain(how).chain(names).chain([commit.as_str(), "--"]);
        let output = git(self.top, arguments)?;
        if !output.status.success() {
            return Err(Trouble(format!("Git can't say what is changed since `{revision}`: {}", complaint(&output))));
        }
        changed.extend(read_diff(&String::from_utf8_lossy(&output.stdout)).into_iter().map(|(path, change)| (self.top.join(path), change)));
        Ok(())
    }

    /// The commit that is meant, so that no name is taken for an option or a path.
    fn commit(&self, revision: &str) -> Result<String, Trouble> {
        let wanted = format!("{revision}^{{commit}}");
        let output = git(self.top, ["rev-parse", "--verify", "--quiet", "--end-of-options", wanted.as_str()])?;
        let commit = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        if output.status.success() && !commit.is_empty() {
            return Ok(commit);
        }
        let shallow = git(self.top, ["rev-parse", "--is-shallow-repository"])?;
        let name = printed(self.top);
        Err(Trouble(match shallow.stdout.starts_with(b"true") {
            true => format!(
                "`{revision}` is not in the repository `{name}`, which is a shallow clone; fetch it, as by `git fetch --unshallow` \
                 (`fetch-depth: 0` of actions/checkout)"
            ),
            false => format!("`{revision}` is no revision of the repository `{name}`; name a commit, a branch or a tag"),
        }))
    }

    /// Files that are not committed.
    fn others(&self, which: &[&str], change: Changed, changed: &mut BTreeMap<PathBuf, Changed>) -> Result<(), Trouble> {
        let list = ["--literal-pathspecs", "ls-files", "--others", "--exclude-standard", "-z"];
        let arguments = list.iter().chain(which).chain(&["--"]).map(OsStr::new).chain(self.paths.iter().map(|p| p.as_os_str()));
        let output = git(self.top, arguments)?;
        if !output.status.success() {
            return Err(Trouble(format!("Git can't say which files are new: {}", complaint(&output))));
        }
        for path in String::from_utf8_lossy(&output.stdout).split('\0').filter(|p| !p.is_empty()) {
            changed.insert(self.top.join(path.trim_end_matches('/')), change.clone());
        }
        Ok(())
    }
}

/// Runs Git in a directory. Variables that a hook has for Git do not count: they are about the directory of the hook.
fn git<S: AsRef<OsStr>>(directory: &Path, arguments: impl IntoIterator<Item = S>) -> Result<Output, Trouble> {
    let mut command = Command::new("git");
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        command.env_remove(variable);
    }
    let settings = ["-c", "core.quotePath=false", "-c", "core.fsmonitor=false"];
    command.arg("-C").arg(directory).args(settings).args(arguments).env("LC_ALL", "C").env("GIT_OPTIONAL_LOCKS", "0");
    command.output().map_err(|error| {
        Trouble(match error.kind() {
            io::ErrorKind::NotFound => "--since asks Git what is changed, but there is no `git` on the path; install it".to_owned(),
            _ => format!("--since asks Git what is changed, but `git` can't be run: {error}"),
        })
    })
}

fn complaint(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    text.lines().next().unwrap_or("it gives no reason").trim().to_owned()
}

/// What a diff without context lines says of every file that there is now.
fn read_diff(diff: &str) -> BTreeMap<String, Changed> {
    let mut changed: BTreeMap<String, Changed> = BTreeMap::new();
    let mut file: Option<String> = None;
    // lines of the hunk that are still to come: what they look like says nothing
    let (mut out, mut new) = (0u32, 0u32);
    for line in diff.split('\n') {
        if (out > 0 && line.starts_with('-')) || (new > 0 && line.starts_with('+')) {
            let is_new = line.starts_with('+');
            *if is_new { &mut new } else { &mut out } -= 1;
            if is_new && line.starts_with("+Subproject commit ") {
                file.iter().for_each(|f| drop(changed.insert(f.clone(), Changed::Whole)));
            }
        } else if line.starts_with("diff --git ") {
            file = None;
        } else if let Some(name) = line.strip_prefix("+++ ") {
            file = path_in(name);
        } else if let Some(hunk) = line.strip_prefix("@@ ").and_then(hunk) {
            (out, new) = (hunk.out, hunk.new);
            let lines = if new == 0 { hunk.at..=hunk.at.saturating_add(1) } else { hunk.at..=hunk.at.saturating_add(new - 1) };
            if let Some(file) = &file
                && let Changed::Lines(all) = changed.entry(file.clone()).or_insert_with(|| Changed::Lines(Vec::new()))
            {
                all.push(lines);
            }
        } else if let Some(names) = line.strip_prefix("Binary files ").and_then(|l| l.strip_suffix(" differ")) {
            let name = names.rfind(" and b/").map(|i| &names[i + 5..]).or_else(|| names.rfind(" and \"b/").map(|i| &names[i + 5..]));
            changed.extend(name.and_then(path_in).map(|name| (name, Changed::Whole)));
        }
    }
    changed
}

struct Hunk {
    /// Lines taken out.
    out: u32,
    /// The first new line; the one before, if there is none.
    at: u32,
    /// New lines.
    new: u32,
}

/// `-3,2 +3 @@ …`
fn hunk(text: &str) -> Option<Hunk> {
    let mut parts = text.split(' ');
    let pair = |part: &str| -> Option<(u32, u32)> {
        let (at, count) = part.split_once(',').unwrap_or((part, "1"));
        Some((at.parse().ok()?, count.parse().ok()?))
    };
    let (_, out) = pair(parts.next()?.strip_prefix('-')?)?;
    let (at, new) = pair(parts.next()?.strip_prefix('+')?)?;
    Some(Hunk { out, at, new })
}

/// `b/src/a.c`, `"b/with\ttab"`; nothing for a file that is gone.
fn path_in(name: &str) -> Option<String> {
    // Git puts a tab behind names with spaces
    let name = name.trim_end_matches(['\r', '\t']);
    let name = match name.strip_prefix('"').and_then(|n| n.strip_suffix('"')) {
        Some(quoted) => unquoted(quoted),
        None => name.to_owned(),
    };
    name.strip_prefix("b/").map(str::to_owned)
}

/// A name in which Git wrote bytes as in C.
fn unquoted(name: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = name.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'\\' {
            bytes.push(byte);
            continue;
        }
        match rest.next() {
            Some(b't') => bytes.push(b'\t'),
            Some(b'n') => bytes.push(b'\n'),
            Some(b'r') => bytes.push(b'\r'),
            Some(b'a') => bytes.push(7),
            Some(b'b') => bytes.push(8),
            Some(b'v') => bytes.push(11),
            Some(b'f') => bytes.push(12),
            Some(digit @ b'0'..=b'7') => {
                let digits = [Some(digit), rest.next(), rest.next()];
                let value = digits.into_iter().flatten().fold(0u32, |v, d| v * 8 + u32::from(d.wrapping_sub(b'0') & 7));
                bytes.push(value as u8);
            }
            other => bytes.extend(other),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diff_says_which_lines_are_new_and_where_some_are_gone() {
        let diff = "diff --git a/x.c b/x.c\nindex 1..2 100644\n--- a/x.c\n+++ b/x.c\n@@ -1 +1,2 @@ int f()\n-a\n+++ b/no.c\n+b\n@@ -9,2 +9,0 @@\n\
                    --- a/no.c\n-+++ b/no.c\n\\ No newline at end of file\n\
                    diff --git a/old b/new name.c\nsimilarity index 90%\nrename from old\nrename to new name.c\n--- a/old\n+++ b/new name.c\t\n\
                    @@ -0,0 +1 @@\n+x\ndiff --git \"a/\\303\\244.c\" \"b/\\303\\244\\t.c\"\n--- a/x\n+++ \"b/\\303\\244\\t.c\"\n@@ -5,0 +6,3 @@\n+\n+\n+\n\
                    diff --git a/gone.c b/gone.c\n--- a/gone.c\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n\
                    diff --git a/a.dll b/a.dll\nBinary files a/a.dll and b/a.dll differ\n\
                    diff --git a/sub b/sub\n--- a/sub\n+++ b/sub\n@@ -1 +1 @@\n-Subproject commit 1\n+Subproject commit 2\n";
        let lines = |all: &[RangeOf]| Changed::Lines(all.iter().map(|(a, b)| *a..=*b).collect());
        type RangeOf = (u32, u32);
        let expected = [
            ("x.c", lines(&[(1, 2), (9, 10)])),
            ("new name.c", lines(&[(1, 1)])),
            ("ä\t.c", lines(&[(6, 8)])),
            ("a.dll", Changed::Whole),
            ("sub", Changed::Whole),
        ];
        assert_eq!(read_diff(diff), expected.into_iter().map(|(name, change)| (name.to_owned(), change)).collect());
    }

    #[test]
    fn any_text_is_a_legal_diff() {
        for text in [
            "@@ -1 +4294967295,9 @@\n",
            "+++ b/x\n@@ -0 +4294967295,0 @@\n",
            "+++ \"\\",
            "+++ \"\\9\\\"\n",
            "@@ @@",
            "Binary files  differ",
        ] {
            let _ = read_diff(text);
        }
        let _ = read_diff("+++ b/x\n@@ -1,4294967295 +4294967295,4294967295 @@\n-\n+\n");
    }
}
