//! Holds the house's shape: which module may import which, who touches files and the terminal, and how long things may get.

use std::fs;
use std::path::{Path, PathBuf};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// `(module, modules that it may name)`. Every module may name itself.
const ARROWS: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("models", &["source"]),
    ("config", &["models"]),
    ("component", &["config", "models", "source"]),
    ("flow", &["models", "source"]),
    ("token", &["flow", "models", "source"]),
    ("index", &["flow", "models", "source", "token"]),
    ("frontend", &["flow", "index", "models", "source", "token"]),
    ("lifetime", &["models", "source"]),
    ("solve", &["flow", "lifetime", "models", "source"]),
    ("windows", &["lifetime", "models"]),
    ("judge", &["component", "config", "lifetime", "models", "source", "windows"]),
    ("change", &["judge", "lifetime", "models", "pipeline", "source", "token"]),
    ("predict", &["component", "config", "judge", "lifetime", "models", "source", "windows"]),
    ("event", &["judge", "lifetime", "models", "source"]),
    ("report", &["component", "config", "event", "judge", "predict", "windows", "lifetime", "models", "source"]),
    ("walk", &["models", "source"]),
    ("pipeline", &["component", "flow", "frontend", "index", "lifetime", "models", "report", "solve", "source", "token", "windows"]),
    (
        "cli",
        &[
            "change",
            "component",
            "config",
            "event",
            "flow",
            "judge",
            "models",
            "pipeline",
            "predict",
            "report",
            "source",
            "walk",
            "windows",
        ],
    ),
    ("lib", &[]),
    ("main", &[]),
];

/// Modules that may touch files, the environment and the terminal.
const OUTWARD: &[&str] = &["cli", "main", "walk"];

/// What only they may name.
const OUTSIDE: &[&str] = &[
    "io::stderr",
    "io::stdin",
    "io::stdout",
    "std::env",
    "std::fs",
    "std::io::stderr",
    "std::io::stdin",
    "std::io::stdout",
    "std::net",
    "std::os",
    "std::process",
    "tempfile",
    "ignore",
    "walkdir",
];

const PRINTING: &[&str] = &["dbg", "eprint", "eprintln", "print", "println"];

const LONGEST_FILE: usize = 700;
const LONGEST_FUNCTION: usize = 70;

/// Everything that a file names, and everything in it that is too long.
struct Reading {
    /// Modules above each item: for `src/judge/rule.rs` that is `["judge", "rule"]`.
    modules: Vec<String>,
    /// Full paths as `(path, line)`; `crate::…` for the crate's own.
    names: Vec<(String, usize)>,
    /// `(what, line)`
    faults: Vec<(String, usize)>,
}

impl Reading {
    fn of(modules: &[&str], text: &str) -> Reading {
        let file = syn::parse_file(text).expect("the file is Rust");
        let modules = modules.iter().map(|m| (*m).to_owned()).collect();
        let mut reading = Reading { modules, names: Vec::new(), faults: Vec::new() };
        reading.visit_file(&file);
        reading
    }

    fn name(&mut self, segments: &[String], line: usize) {
        let supers = segments.iter().take_while(|s| *s == "super").count();
        let full = if supers > 0 {
            let above = &self.modules[..self.modules.len().saturating_sub(supers)];
            [&["crate".to_owned()], above, &segments[supers..]].concat()
        } else {
            segments.to_vec()
        };
        self.names.push((full.join("::"), line));
    }

    fn tree(&mut self, before: &[String], tree: &syn::UseTree) {
        let line = tree.span().start().line;
        let with = |ident: &syn::Ident| [before, &[ident.to_string()]].concat();
        match tree {
            syn::UseTree::Path(path) => self.tree(&with(&path.ident), &path.tree),
            syn::UseTree::Name(name) => self.name(&with(&name.ident), line),
            syn::UseTree::Rename(name) => self.name(&with(&name.ident), line),
            syn::UseTree::Glob(_) => self.name(before, line),
            syn::UseTree::Group(group) => group.items.iter().for_each(|item| self.tree(before, item)),
        }
    }

    fn function(&mut self, signature: &syn::Signature, whole: proc_macro2::Span) {
        let lines = whole.end().line + 1 - signature.span().start().line;
        if lines > LONGEST_FUNCTION {
            self.faults.push((format!("`{}` has {lines} lines; {LONGEST_FUNCTION} are enough", signature.ident), whole.start().line));
        }
    }
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|a| a.path().is_ident("cfg") && a.parse_args::<syn::Ident>().is_ok_and(|i| i == "test"))
}

impl<'ast> Visit<'ast> for Reading {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if !is_test(&module.attrs) {
            self.modules.push(module.ident.to_string());
            visit::visit_item_mod(self, module);
            self.modules.pop();
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree(&[], &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
        self.name(&segments, path.span().start().line);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        let line = call.span().start().line;
        let name = call.path.segments.last().map(|s| s.ident.to_string()).unwrap_or_default();
        if PRINTING.contains(&name.as_str()) {
            self.names.push((format!("{name}!"), line));
        }
        let body = call.tokens.to_string().replace(' ', "");
        for part in body.split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':').filter(|p| p.contains("::")) {
            let segments: Vec<String> = part.split("::").map(str::to_owned).collect();
            self.name(&segments, line);
        }
        visit::visit_macro(self, call);
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(&item.sig, item.span());
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.sig, item.span());
        visit::visit_impl_item_fn(self, item);
    }
}

/// What is wrong with one file of the crate, as `(what, line)`.
fn faults(modules: &[&str], text: &str) -> Vec<(String, usize)> {
    let reading = Reading::of(modules, text);
    let mut faults = reading.faults;
    let Some((_, allowed)) = ARROWS.iter().find(|(module, _)| *module == modules[0]) else {
        faults.push((format!("`{}` has no row in ARROWS; say what it may import", modules[0]), 1));
        return faults;
    };
    for (name, line) in reading.names {
        let own = name.strip_prefix("crate::").or_else(|| name.strip_prefix("hivelint::"));
        let target = own.map(|rest| rest.split("::").next().unwrap_or(rest));
        if let Some(target) = target.filter(|t| ARROWS.iter().any(|(module, _)| module == t))
            && target != modules[0]
            && !allowed.contains(&target)
            && !["main", "lib"].contains(&modules[0])
        {
            faults.push((format!("`{}` must not know `{target}`", modules[0]), line));
        }
        let is_outside = OUTSIDE.iter().any(|o| name == *o || name.starts_with(&format!("{o}::"))) || name.ends_with('!');
        if is_outside && !OUTWARD.contains(&modules[0]) {
            faults.push((format!("`{}` must not touch `{name}`", modules[0]), line));
        }
    }
    faults
}

fn rust_files(directory: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).expect("a readable directory") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    found.sort();
}

#[test]
fn modules_keep_to_their_arrows_and_to_their_size() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut wrong = Vec::new();
    for folder in ["src", "tests"] {
        let mut files = Vec::new();
        rust_files(&root.join(folder), &mut files);
        for file in files {
            let text = fs::read_to_string(&file).expect("a readable file");
            let shown = file.strip_prefix(root).expect("below the root").display().to_string();
            let inside = shown.strip_prefix("src/").map(|s| s.trim_end_matches(".rs"));
            let modules: Vec<&str> = inside.unwrap_or_default().split('/').collect();
            let is_product = inside.is_some() && modules.last() != Some(&"tests");
            let faults = if is_product { faults(&modules, &text) } else { Reading::of(&modules, &text).faults };
            wrong.extend(faults.into_iter().map(|(what, line)| format!("{shown}:{line}: {what}")));
            let lines = text.lines().count();
            if lines > LONGEST_FILE {
                wrong.push(format!("{shown}: {lines} lines; {LONGEST_FILE} are enough"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn every_arrow_that_is_drawn_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let missing: Vec<_> = ARROWS.iter().filter(|(module, _)| !root.join(format!("{module}.rs")).exists()).collect();
    assert!(missing.is_empty(), "rows without a module: {missing:?}");
}

#[test]
fn the_guard_sees_every_way_to_break_it() {
    let breaks = |modules: &[&str], text: &str| !faults(modules, text).is_empty();
    for text in [
        "use crate::solve::Solver;",
        "use crate::{source::Span, solve};",
        "use super::solve;",
        "fn f() { crate::solve::run() }",
        "fn f(_: &crate::solve::Solver) {}",
        "fn f() { vec![crate::solve::run()]; }",
        "mod inner { use super::super::solve; }",
        "use std::fs::File;",
        "use std::{env, fmt};",
        "use std::io::{self, stdout};",
        "use std::io; fn f() { io::stdout(); }",
        "fn f() { println!(\"x\") }",
    ] {
        assert!(breaks(&["judge"], text), "not seen: {text}");
    }
    assert!(breaks(&["judge", "rule"], "use super::super::solve;"));
    assert!(breaks(&["stranger"], ""));
    let long = format!("fn f() {{{}}}", "\n".repeat(LONGEST_FUNCTION));
    assert!(breaks(&["judge"], &long));
    assert!(breaks(&["judge"], &format!("impl X {{ {long} }}")));

    assert!(!breaks(&["judge"], "use crate::lifetime::Class; use std::io::Write; #[cfg(test)] mod tests { use crate::solve; }"));
    assert!(!breaks(&["judge", "rule"], "use super::Level;"));
    assert!(!breaks(&["cli"], "use std::fs; fn f() { println!() }"));
    assert!(!breaks(&["judge"], &long.replacen('\n', "", 1)));
}
