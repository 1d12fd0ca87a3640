//! From what the native runs showed to the rows of `truth.jsonl`.

use crate::native::{Observed, Seen};
use crate::program::File;
use crate::render::{Rendered, Site};
use serde::Serialize;

/// A line of `truth.jsonl`.
#[derive(Serialize, Default)]
pub struct Row {
    /// `open` or `misuse`.
    pub row: &'static str,
    /// The file.
    pub path: String,
    /// Line of the name.
    pub line: usize,
    /// Column of the name; 0 for a misuse.
    #[serde(skip_serializing_if = "is_zero")]
    pub column: usize,
    /// The function it is in.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub function: String,
    /// What the file is about.
    pub shape: &'static str,
    /// What is called; of a misuse, what is wrong.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub api: String,
    /// It is a function of the file.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub via: bool,
    /// The most user-like root.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub root: &'static str,
    /// The place it goes to.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub handle: String,
    /// The worst of all runs.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub lifetime: &'static str,
    /// Nobody owes a close: the tool may list it or not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
    /// Right too: what a wrong closer does to the handle is not for us to say.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<&'static str>,
    /// Where the last name went.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exits: Vec<Exit>,
    /// What is wrong at a misuse.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub kind: &'static str,
}

/// A place where a key was left open.
#[derive(Serialize)]
pub struct Exit {
    /// Where.
    pub line: usize,
    /// `return`, `end`, `goto`, `overwrite`.
    pub kind: &'static str,
}

fn is_zero(n: &usize) -> bool {
    *n == 0
}

/// All rows of a file, sorted by place.
pub fn rows(file: &File, rendered: &Rendered, observed: &Observed) -> Result<Vec<Row>, String> {
    let mut rows = Vec::new();
    for (site, seen) in rendered.sites.iter().zip(&observed.sites) {
        if seen.classes == 0 {
            return Err(format!("{}.c:{}: {} never succeeds", file.shape, site.line, site.callee));
        }
        rows.push(open_row(file, site, seen));
    }
    for (line, kind) in &observed.misuses {
        let index = rendered.starts.iter().rposition(|start| start <= line).unwrap_or(0);
        let function = file.functions[index].name.clone();
        let kind = ["double-close", "use-after-close", "wrong-closer", "close-predefined"][*kind];
        rows.push(Row {
            row: "misuse",
            path: format!("{}.c", file.shape),
            line: *line,
            function,
            shape: file.shape,
            kind,
            ..Row::default()
        });
    }
    rows.sort_by_key(|r| (r.line, r.column));
    Ok(rows)
}

fn open_row(file: &File, site: &Site, seen: &Seen) -> Row {
    let lifetime = lifetime(seen);
    let exits = seen.exits.iter().map(|(line, kind)| Exit { line: *line, kind: ["return", "end", "goto", "overwrite"][*kind] });
    Row {
        row: "open",
        path: format!("{}.c", file.shape),
        line: site.line,
        column: site.column,
        function: file.functions[site.function].name.clone(),
        shape: file.shape,
        api: site.callee.clone(),
        via: site.via,
        root: root(file, site, seen),
        handle: site.handle.clone(),
        lifetime,
        optional: seen.same,
        also: if seen.wrong { vec!["leaked", "scoped"] } else { Vec::new() },
        exits: if lifetime == "leaked" { exits.collect() } else { Vec::new() },
        kind: "",
    }
}

/// The worst of all runs. A key whose address was given away is `unknown`, and so is one that nobody closes here but that
/// unseen code was handed.
fn lifetime(seen: &Seen) -> &'static str {
    let leaked = seen.classes & 16 != 0;
    if seen.passed & 2 != 0 || leaked && seen.passed != 0 && !seen.closed {
        return "unknown";
    }
    [(16, "leaked"), (8, "process"), (4, "object"), (2, "caller")]
        .iter()
        .find(|(bit, _)| seen.classes & bit != 0)
        .map_or("scoped", |(_, name)| name)
}

/// The callers in the file decide what a parameter holds, if there are any.
fn root(file: &File, site: &Site, seen: &Seen) -> &'static str {
    let called = file.functions[site.function].called && seen.roots != 0;
    let bits = if called { seen.roots & !8 } else { seen.roots | seen.direct_roots };
    root_name(bits)
}

/// The most user-like of these roots.
pub fn root_name(bits: u32) -> &'static str {
    [(1, "HKCU"), (2, "HKCR"), (4, "HKU"), (8, "param"), (16, "HKLM")]
        .iter()
        .find(|(bit, _)| bits & bit != 0)
        .map_or("unknown", |(_, name)| name)
}
