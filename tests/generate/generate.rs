//! Writes C, C++ and Rust functions that open registry keys, and what really becomes of each key.
//!
//! ```text
//! cargo run --example generate -- --seed N --out DIR [--functions-per-shape N]
//! ```
//!
//! writes one file or directory per shape and `truth.jsonl`. The truth is not what the writer of a shape meant but what running showed:
//! every file is printed twice from one statement tree, once as a developer would write it and once with a hook at every
//! open, close, exit and scope end, compiled with gcc against a stand-in for the registry (`standin.h`), and run through every
//! sequence of outcomes (does this open succeed, is that flag set), at random where there are too many. Needs gcc; the tests
//! don't, they read what is committed in `testdata/generated`:
//!
//! ```text
//! cargo run --example generate -- --seed 1 --out testdata/generated     # what is committed
//! cargo run --example generate -- --seed 7 --out /tmp/fresh && HIVELINT_GENERATED=/tmp/fresh cargo test --test generated
//! ```
//!
//! Shapes in C++ and of several files (`sources.rs`) need g++: there `HKEY` is a class that knows its living copies (`standin.hpp`).
//!
//! Shapes in Rust (`rust.rs`) need rustc and rustfmt: the crates that open keys have stand-ins in `rust/`, which know from which
//! line they were called and look through memory for whoever holds a handle when a function returns. Where a leaked key was left
//! is not recorded of them.
//!
//! Rows of `truth.jsonl`: `"row": "open"` with file, line and column of the name, function, api, `via` (the file's own
//! function that hands the key back), shape, root, handle, lifetime, and for a leak every `exits` entry as line and kind.
//! `optional` marks a call that owes no close (it hands back the handle it was given). `"row": "misuse"` names a line and
//! what is wrong there. A C file's own comments never tell the truth: nothing but the code is there to be read.

#![allow(missing_docs, unreachable_pub)]

mod native;
mod program;
mod render;
mod rust;
mod shapes;
mod sources;
mod syntax;
mod truth;
mod words;

use clap::Parser;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Writes C functions that open registry keys, and the truth about them.
#[derive(Parser)]
struct Arguments {
    /// Decides everything.
    #[arg(long)]
    seed: u64,
    /// Where to write.
    #[arg(long)]
    out: PathBuf,
    /// How often each shape is drawn at least.
    #[arg(long, default_value_t = 32)]
    functions_per_shape: usize,
    /// Only this shape.
    #[arg(long)]
    shape: Option<String>,
}

fn main() -> ExitCode {
    match generate(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn generate(arguments: &Arguments) -> Result<(), String> {
    let scratch = tempfile::tempdir().map_err(|e| e.to_string())?;
    std::fs::create_dir_all(&arguments.out).map_err(|e| e.to_string())?;
    let mut rows = Vec::new();
    println!(
        "{:24} {:>5} {:>6}  {:>6} {:>7} {:>6} {:>6} {:>7} {:>7}",
        "shape", "parts", "sites", "leaked", "process", "object", "caller", "unknown", "scoped"
    );
    for shape in shapes::ALL.iter().filter(|s| arguments.shape.as_ref().is_none_or(|only| only == s.name)) {
        let file = shapes::draw(shape, arguments.seed, arguments.functions_per_shape);
        let rendered = render::render(&file);
        let kept = scratch.path().join(format!("{}.plain.c", file.shape));
        let observed = native::observe(&file, &rendered, scratch.path()).map_err(|e| {
            let _ = std::fs::write(std::env::temp_dir().join("plain.c"), &rendered.plain);
            let _ = std::fs::write(std::env::temp_dir().join("native.c"), &rendered.native);
            format!("{} ({}): {e}", file.shape, kept.display())
        })?;
        let found = truth::rows(&file, &rendered, &observed)?;
        summary(file.shape, file.functions.len(), &found);
        let path = arguments.out.join(format!("{}.c", file.shape));
        std::fs::write(&path, &rendered.plain).map_err(|e| e.to_string())?;
        rows.extend(found);
    }
    for shape in shapes::PROGRAMS.iter().filter(|s| arguments.shape.as_ref().is_none_or(|only| only == s.name)) {
        let (printed, found) = sources::make(shape, arguments.seed, arguments.functions_per_shape, scratch.path())?;
        summary(shape.name, printed.len(), &found);
        for file in printed {
            write(&arguments.out.join(file.path), &file.plain)?;
        }
        rows.extend(found);
    }
    let mut prepared = false;
    for shape in shapes::RUST.iter().filter(|s| arguments.shape.as_ref().is_none_or(|only| only == s.name)) {
        if !std::mem::replace(&mut prepared, true) {
            rust::prepare(scratch.path())?;
        }
        let (printed, found) = rust::make(shape, arguments.seed, arguments.functions_per_shape, scratch.path())?;
        summary(shape.name, printed.len(), &found);
        for file in printed {
            write(&arguments.out.join(file.path), &file.plain)?;
        }
        rows.extend(found);
    }
    let text: String = rows.iter().map(|r| serde_json::to_string(r).expect("plain data") + "\n").collect();
    std::fs::write(arguments.out.join("truth.jsonl"), text).map_err(|e| e.to_string())
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    std::fs::create_dir_all(path.parent().expect("a directory")).map_err(|e| e.to_string())?;
    std::fs::write(path, text).map_err(|e| e.to_string())
}

/// A line of the table: the shape's name, how many functions or files it has, and what becomes of its keys.
fn summary(name: &str, parts: usize, found: &[truth::Row]) {
    let opens = found.iter().filter(|r| r.row == "open").count();
    let count = |class: &str| found.iter().filter(|r| r.lifetime == class).count();
    println!(
        "{name:24} {parts:5} {opens:6}  {:6} {:7} {:6} {:6} {:7} {:7}",
        count("leaked"),
        count("process"),
        count("object"),
        count("caller"),
        count("unknown"),
        count("scoped")
    );
}
