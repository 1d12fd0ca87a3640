//! Paths of source files as a build recorded them, and the files of this run that they mean.
//!
//! A build agent compiles `C:\agent\_work\1\s\src\orders.cpp`; here the file is `src/orders.cpp`. Of the sources that were given
//! the one counts that has the longest tail in common with the recorded path, if it is the only one; `--path-map` says it where
//! that can't be told.

use crate::source::{ignores_case, recorded_name, with_slashes};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// One `FROM=TO`: files recorded below FROM are here below TO.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PathMap {
    from: Vec<String>,
    any_case: bool,
    to: String,
}

impl PathMap {
    /// Reads `FROM=TO`; an error says how to write it.
    pub fn parse(text: &str) -> Result<PathMap, String> {
        let (from, to) = text.split_once('=').ok_or("write it as FROM=TO, e.g. C:\\agent\\_work\\1\\s=src")?;
        let from = with_slashes(from);
        let any_case = ignores_case(&from);
        let from = parts(&from);
        if from.is_empty() {
            return Err("the path before `=` is missing; write it as FROM=TO".to_owned());
        }
        let mut to = with_slashes(to);
        while let Some(rest) = to.strip_prefix("./") {
            to = rest.trim_start_matches('/').to_owned();
        }
        let to = if to == "." { String::new() } else { to };
        Ok(PathMap { from, any_case, to })
    }

    fn apply(&self, recorded: &[String]) -> Option<String> {
        let rest = recorded.get(self.from.len()..).filter(|rest| !rest.is_empty())?;
        let matches = self.from.iter().zip(recorded).all(|(a, b)| same(a, b, self.any_case));
        let to = self.to.trim_end_matches('/');
        let lead = if to.is_empty() { self.to.clone() } else { format!("{to}/") };
        matches.then(|| format!("{lead}{}", rest.join("/")))
    }
}

/// The sources of a run, by the last part of their paths in lower case.
pub(super) struct Given<'s>(BTreeMap<String, Vec<&'s str>>);

impl<'s> Given<'s> {
    pub(super) fn of(sources: impl Iterator<Item = &'s str>) -> Given<'s> {
        let mut all: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for source in sources {
            all.entry(last(source)).or_default().push(source);
        }
        Given(all)
    }
}

fn last(path: &str) -> String {
    recorded_name(path).to_ascii_lowercase()
}

/// What the recorded paths of one binary mean; those that mean no file of this run are not in it.
pub(super) fn mapped<'r>(recorded: impl Iterator<Item = &'r str>, maps: &[PathMap], given: &Given<'_>) -> BTreeMap<Arc<str>, Arc<str>> {
    let recorded: BTreeSet<&str> = recorded.collect();
    let mut found: BTreeMap<Arc<str>, Arc<str>> = BTreeMap::new();
    // for every source: how long a tail it shares, and with which recorded paths
    let mut wanted: BTreeMap<&str, (usize, Vec<&str>)> = BTreeMap::new();
    for path in recorded {
        let all = parts(path);
        let by_map = maps.iter().filter_map(|m| Some((m.from.len(), m.apply(&all)?)));
        if let Some((_, to)) = by_map.reduce(|best, next| if next.0 > best.0 { next } else { best }) {
            found.insert(path.into(), to.into());
        } else if let Some((length, source)) = longest_tail(&all, ignores_case(path), given) {
            let known = wanted.entry(source).or_insert((length, Vec::new()));
            if length > known.0 {
                *known = (length, Vec::new());
            }
            if length == known.0 {
                known.1.push(path);
            }
        }
    }
    for (source, (_, paths)) in wanted {
        // two files of the build that are equally like one file here: one of them is another file
        let all_one = paths.iter().all(|p| parts(p).iter().zip(&parts(paths[0])).all(|(a, b)| a.eq_ignore_ascii_case(b)));
        for path in paths.into_iter().filter(|_| all_one) {
            found.insert(path.into(), source.into());
        }
    }
    found
}

/// The only source that has so much of the end of a path in common with it.
fn longest_tail<'s>(recorded: &[String], any_case: bool, given: &Given<'s>) -> Option<(usize, &'s str)> {
    let sources = given.0.get(&recorded.last()?.to_ascii_lowercase())?;
    let tail = |source: &str| {
        let own = parts(source);
        own.iter().rev().zip(recorded.iter().rev()).take_while(|(a, b)| same(a, b, any_case)).count()
    };
    let all: Vec<(usize, &str)> = sources.iter().map(|s| (tail(s), *s)).filter(|(length, _)| *length > 0).collect();
    let longest = all.iter().map(|a| a.0).max()?;
    let mut best = all.into_iter().filter(|a| a.0 == longest);
    best.next().filter(|_| best.next().is_none())
}

/// A path's parts; `.` and `..` are taken out.
fn parts(path: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for part in with_slashes(path).split('/') {
        match part {
            "" | "." => {}
            ".." if all.last().is_some_and(|last| last != "..") => {
                all.pop();
            }
            other => all.push(other.to_owned()),
        }
    }
    all
}

fn same(a: &str, b: &str, any_case: bool) -> bool {
    if any_case { a.eq_ignore_ascii_case(b) } else { a == b }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(recorded: &[&str], maps: &[&str], sources: &[&str]) -> Vec<String> {
        let maps: Vec<PathMap> = maps.iter().map(|m| PathMap::parse(m).unwrap()).collect();
        let found = mapped(recorded.iter().copied(), &maps, &Given::of(sources.iter().copied()));
        recorded.iter().map(|r| found.get(*r).map_or_else(|| (*r).to_owned(), |to| to.to_string())).collect()
    }

    const AGENT: &str = "C:/agent/_work/1/s/src/orders.cpp";

    #[test]
    fn the_source_with_the_longest_tail_in_common_is_meant() {
        assert_eq!(map(&[AGENT], &[], &["src/orders.cpp", "test/orders.cpp"]), ["src/orders.cpp"]);
        assert_eq!(map(&[AGENT], &[], &["/home/me/repo/Src/Orders.cpp"]), ["/home/me/repo/Src/Orders.cpp"]);
        assert_eq!(map(&["C:/s/lib/../src/orders.cpp"], &[], &["src/orders.cpp", "lib/orders.cpp"]), ["src/orders.cpp"]);
        assert_eq!(map(&["/build/s/Orders.cpp"], &[], &["orders.cpp"]), ["/build/s/Orders.cpp"], "case counts without a drive");
    }

    #[test]
    fn a_path_that_may_mean_two_sources_stays_as_it_is() {
        assert_eq!(map(&[AGENT], &[], &["a/src/orders.cpp", "b/src/orders.cpp"]), [AGENT]);
        assert_eq!(map(&[AGENT], &[], &["src/invoices.cpp"]), [AGENT]);
        assert_eq!(map(&[AGENT], &[], &["myorders.cpp"]), [AGENT]);
    }

    #[test]
    fn a_source_is_one_file_of_the_build() {
        let other = "D:/toolset/crt/orders.cpp";
        assert_eq!(map(&[AGENT, other], &[], &["src/orders.cpp"]), ["src/orders.cpp", other]);
        let twin = "C:/agent/_work/1/s/lib/orders.cpp";
        assert_eq!(map(&[AGENT, twin], &[], &["orders.cpp"]), [AGENT, twin]);
    }

    #[test]
    fn a_map_says_where_files_are() {
        assert_eq!(map(&[AGENT], &["c:\\AGENT\\_work\\1\\s\\=."], &[]), ["src/orders.cpp"]);
        assert_eq!(map(&[AGENT], &["C:/agent/_work/1/s=repo\\here"], &[]), ["repo/here/src/orders.cpp"]);
        assert_eq!(map(&[AGENT], &["C:/agent=no", "C:/agent/_work/1=/x/", "C:/=no"], &[]), ["/x/s/src/orders.cpp"]);
        assert_eq!(map(&[AGENT], &["C:/agent/_work/1=/"], &[]), ["/s/src/orders.cpp"]);
        assert_eq!(map(&[AGENT], &["C:/agen=x"], &["orders.cpp"]), ["orders.cpp"], "a part of a name is no folder");
        assert_eq!(map(&["/b/s/x.c"], &["/B/s=x"], &[]), ["/b/s/x.c"]);
        assert_eq!(map(&[AGENT], &[r"\\?\C:\agent\_work\1\s=.\repo\"], &[]), ["repo/src/orders.cpp"]);
        assert_eq!(map(&["//?/C:/agent/s/x.c"], &[r"C:\agent\s=."], &[]), ["x.c"]);
        let share = "//Build/drop/s/src/orders.cpp";
        assert_eq!(map(&[share], &[r"\\build\drop\s=."], &[]), ["src/orders.cpp"]);
        assert_eq!(map(&[share], &[r"\\?\UNC\build\drop=x"], &[]), ["x/s/src/orders.cpp"]);
        assert_eq!(map(&[share], &[], &["SRC/Orders.cpp"]), ["SRC/Orders.cpp"]);
        assert!(PathMap::parse("C:\\agent").is_err() && PathMap::parse("=src").is_err());
    }
}
