//! Programs in Rust: formatted by rustfmt, compiled by rustc against small stand-ins of the crates that open keys, and run.
//!
//! Nothing is put into a program but its drivers and, at functions that hand keys on, a note of who called them: the stand-ins
//! know by themselves on which line they were called, and look through memory for whoever holds a key in the end.

use crate::truth::{Row, root_name};
use crate::words::Rng;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use syn::spanned::Spanned;

pub mod draft;
mod edit;

pub use draft::{Draft, Flavour};

/// One shape.
pub struct Shape {
    /// Its name.
    pub name: &'static str,
    /// What its files say that they are.
    pub title: &'static str,
    /// It has a file for each of these crates.
    pub flavours: &'static [Flavour],
    /// Adds a function, or a few that belong together.
    pub draw: fn(&mut Draft<'_>),
}

/// A file in the making.
#[derive(Default)]
pub struct Source {
    /// Its name, which is the module's too.
    pub name: String,
    /// `use` lines.
    pub uses: BTreeSet<String>,
    /// Imports every name, where it might import all of a module.
    pub names_imports: bool,
    /// Its items.
    pub items: String,
    /// How the native run makes a value of a type.
    pub fresh: Vec<(String, String)>,
    /// Templates that it has used.
    pub once: BTreeSet<String>,
    /// Its thread-locals.
    pub kept: Vec<String>,
}

/// A printed file.
pub struct Printed {
    pub path: String,
    pub plain: String,
}

/// Draws, prints and runs a shape.
pub fn make(shape: &Shape, seed: u64, count: usize, scratch: &Path) -> Result<(Vec<Printed>, Vec<Row>), String> {
    let mut rng = Rng::new(seed, shape.name);
    let mut draft = Draft::new(&mut rng);
    for flavour in shape.flavours {
        draft.begin(flavour.file(), *flavour);
        for _ in 0..count.div_ceil(shape.flavours.len()) {
            (shape.draw)(&mut draft);
        }
    }
    let scratch = scratch.join(shape.name);
    std::fs::create_dir_all(&scratch).map_err(|e| e.to_string())?;
    let mut printed = Vec::new();
    let mut native = Vec::new();
    for source in &draft.sources {
        let path = scratch.join(format!("{}.rs", source.name));
        std::fs::write(&path, text(shape, source)).map_err(|e| e.to_string())?;
        crate::native::run(Command::new("rustfmt").args(["--edition", "2021"]).arg(&path))?;
        let plain = std::fs::read_to_string(&path).map_err(|e| e.to_string())?;
        let edited = edit::edit(source, &plain).map_err(|e| format!("{}: {e}", path.display()))?;
        std::fs::write(&path, &edited.text).map_err(|e| e.to_string())?;
        printed.push(Printed { path: format!("{}/{}.rs", shape.name, source.name), plain });
        native.push(edited);
    }
    let shown = run(&draft, &scratch).map_err(|e| keep(&scratch, &e))?;
    let mut rows = Vec::new();
    for line in shown.lines() {
        rows.extend(row(shape, &draft, &printed, &native, line)?);
    }
    rows.sort_by(|a: &Row, b| (&a.path, a.line, a.column).cmp(&(&b.path, b.line, b.column)));
    Ok((printed, rows))
}

fn text(shape: &Shape, source: &Source) -> String {
    let mut text = format!("//! {}\n\n", shape.title);
    let words = crate::syntax::tokens(&source.items);
    for line in &source.uses {
        match line.strip_suffix("::*").filter(|_| source.names_imports) {
            Some(path) if !path.starts_with("winreg") => {
                let of = if path.ends_with("Foundation") { draft::STATUSES } else { draft::REGISTRY };
                let used: Vec<&str> = of.iter().copied().filter(|name| words.iter().any(|t| t.text == *name)).collect();
                let _ = writeln!(text, "use {path}::{{{}}};", used.join(", "));
            }
            _ => {
                let _ = writeln!(text, "use {line};");
            }
        }
    }
    let used: Vec<&str> =
        draft::UNSEEN.iter().copied().filter(|name| words.windows(2).any(|w| w[0].text == *name && w[1].text == "(")).collect();
    if !used.is_empty() {
        let _ = writeln!(text, "use crate::support::{{{}}};", used.join(", "));
    }
    text + "\n" + &source.items
}

const CRATES: [(&str, &str); 6] = [
    ("standin", include_str!("rust/standin.rs")),
    ("windows", include_str!("rust/windows.rs")),
    ("windows_sys", include_str!("rust/windows_sys.rs")),
    ("winreg", include_str!("rust/winreg.rs")),
    ("windows_registry", include_str!("rust/windows_registry.rs")),
    ("scopeguard", include_str!("rust/scopeguard.rs")),
];

fn rustc(directory: &Path) -> Command {
    let mut rustc = Command::new("rustc");
    rustc.current_dir(directory).args(["--edition", "2021", "-A", "warnings", "-C", "debuginfo=0"]);
    rustc
}

/// Compiles the stand-ins once for all shapes.
pub fn prepare(scratch: &Path) -> Result<(), String> {
    for (name, text) in CRATES {
        std::fs::write(scratch.join(format!("{name}.rs")), text).map_err(|e| e.to_string())?;
        let mut rustc = rustc(scratch);
        rustc.args(["--crate-type", "rlib", "--crate-name", name, "-L", "."]);
        if name != "standin" {
            rustc.args(["--extern", "standin"]);
        }
        crate::native::run(rustc.arg(format!("{name}.rs")))?;
    }
    Ok(())
}

fn run(draft: &Draft<'_>, scratch: &Path) -> Result<String, String> {
    let mut main = String::from("mod support;\n");
    let mut calls = String::new();
    for source in &draft.sources {
        let _ = writeln!(main, "mod {};", source.name);
        let _ = writeln!(calls, "    {}::h_drive();", source.name);
    }
    let _ = writeln!(main, "fn main() {{\n    std::panic::set_hook(Box::new(|_| ()));\n{calls}    standin::report();\n}}");
    std::fs::write(scratch.join("main.rs"), main).map_err(|e| e.to_string())?;
    std::fs::write(scratch.join("support.rs"), include_str!("rust/support.rs")).map_err(|e| e.to_string())?;
    let mut rustc = rustc(scratch);
    rustc.args(["--crate-name", "program", "-L", ".."]);
    for (name, _) in CRATES {
        rustc.args(["--extern", name]);
    }
    crate::native::run(rustc.arg("main.rs"))?;
    crate::native::run(Command::new("./program").current_dir(scratch))
}

/// Keeps what can't be run for whoever looks for the mistake in a shape.
fn keep(scratch: &Path, error: &str) -> String {
    let kept = std::env::temp_dir().join("generate-failed");
    let _ = std::fs::remove_dir_all(&kept);
    let _ = Command::new("cp").arg("-r").arg(scratch).arg(&kept).status();
    format!("{}: {}", kept.display(), error.chars().take(6000).collect::<String>())
}

fn row(shape: &Shape, draft: &Draft<'_>, printed: &[Printed], native: &[edit::Edited], line: &str) -> Result<Option<Row>, String> {
    let words: Vec<&str> = line.split(' ').collect();
    let ["SITE", file, rest @ ..] = words.as_slice() else { return Err(format!("the native run says: {line}")) };
    let numbers = rest.iter().map(|w| w.parse::<usize>().map_err(|e| e.to_string())).collect::<Result<Vec<usize>, String>>()?;
    let [line, column, via, classes, roots, direct_roots, passed, closed] = numbers[..] else { return Err(line.to_string()) };
    let at = draft.sources.iter().position(|s| **file == format!("{}.rs", s.name)).ok_or_else(|| format!("no file {file}"))?;
    let column = native[at].plain_column(line, column);
    // a driver's call of a function that hands a key on is none of the program's
    let Some(text) = printed[at].plain.lines().nth(line - 1) else { return Ok(None) };
    let (column, api) = named(text, column);
    if classes == 0 {
        return Err(format!("{}:{line}:{column}: {text}: no end of the key was seen", printed[at].path));
    }
    let leaked = classes & 16 != 0;
    let lifetime = if leaked && passed != 0 && closed == 0 {
        "unknown"
    } else {
        let order = [(16, "leaked"), (8, "process"), (4, "object"), (2, "caller")];
        order.iter().find(|(bit, _)| classes & bit != 0).map_or("scoped", |(_, name)| name)
    };
    let roots = if roots & !8 != 0 { roots & !8 } else { roots | direct_roots };
    Ok(Some(Row {
        row: "open",
        path: printed[at].path.clone(),
        line,
        column,
        shape: shape.name,
        api,
        via: via == 1,
        root: root_name(roots as u32),
        lifetime,
        ..Row::default()
    }))
}

/// The last name of the path that begins in this column, and its column.
fn named(text: &str, column: usize) -> (usize, String) {
    let rest: String = text.chars().skip(column - 1).collect();
    let path: String = rest.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | ':')).collect();
    let name = path.rsplit("::").next().unwrap_or("");
    let bang = if rest[path.len()..].starts_with('!') { "!" } else { "" };
    (column + path.len() - name.len(), format!("{name}{bang}"))
}

/// The lines of an item, from 1.
fn lines(item: &impl Spanned) -> (usize, usize) {
    (item.span().start().line, item.span().end().line)
}
