//! Programs in C++ or of several files: written line by line, run as they stand with hooks put before the statements.
//!
//! A shape writes one statement a line, with the brace at the line's end. Each line is printed in the file's style, and for the
//! native run with what `standin.hpp` has to know: where a function begins, on which line it is, how it is being left.

use crate::program::{Style, UNSEEN};
use crate::syntax::tokens;
use crate::truth::{Exit, Row, root_name};
use crate::words::Rng;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

/// One file in the making.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// Below the output directory.
    pub path: String,
    /// Its lines.
    pub text: String,
    /// Statements that call its functions, one of which is a run.
    pub drives: Vec<String>,
}

/// The files of one shape.
pub struct Sources<'r> {
    /// Chance.
    pub rng: &'r mut Rng,
    /// The shape's name.
    pub shape: &'static str,
    /// In order.
    pub files: Vec<Source>,
    /// Macros that the native run is built with and without.
    pub switches: Vec<&'static str>,
}

/// One shape.
pub struct Shape {
    /// Its name.
    pub name: &'static str,
    /// Adds the files.
    pub draw: fn(&mut Sources<'_>, usize),
}

/// A printed file.
pub struct Printed {
    pub path: String,
    pub plain: String,
    native: String,
}

/// Draws, prints and runs a shape.
pub fn make(shape: &Shape, seed: u64, count: usize, scratch: &Path) -> Result<(Vec<Printed>, Vec<Row>), String> {
    let mut rng = Rng::new(seed, shape.name);
    let style = Style { allman: rng.percent(50), indent: rng.pick(&["    ", "    ", "\t", "  "]), width: 0 };
    let mut sources = Sources { rng: &mut rng, shape: shape.name, files: Vec::new(), switches: Vec::new() };
    (shape.draw)(&mut sources, count);
    let all: String = sources.files.iter().map(|f| f.text.as_str()).collect();
    let printed: Vec<Printed> = sources.files.iter().enumerate().map(|(i, f)| print(i, f, style, &all)).collect();
    let rows = run(&sources, &printed, &scratch.join(shape.name))?;
    Ok((printed, rows))
}

#[derive(Clone, Copy, PartialEq)]
enum Scope {
    Class,
    Function,
    Block,
    /// Of a lambda, an array, an `extern`.
    Other,
}

struct Printer<'a> {
    file: usize,
    style: Style,
    all: &'a str,
    plain: String,
    native: String,
    line: usize,
    scopes: Vec<Scope>,
    /// The line before was not the end of a statement.
    open: bool,
}

fn print(file: usize, source: &Source, style: Style, all: &str) -> Printed {
    let mut out = Printer { file, style, all, plain: String::new(), native: String::new(), line: 1, scopes: Vec::new(), open: false };
    let words = tokens(&source.text);
    let used = |name: &str| !source.path.ends_with(".h") && words.iter().any(|t| t.text == name);
    let prototypes: Vec<&str> = UNSEEN.iter().filter(|(name, _)| used(name)).map(|(_, text)| *text).collect();
    let text = source.text.replace("@prototypes", &prototypes.join("\n"));
    for line in text.lines() {
        out.print_line(line.trim());
    }
    for (i, drive) in source.drives.iter().enumerate() {
        let _ = writeln!(out.native, "void h_drive_{file}_{i}() {{ {drive} }}");
    }
    Printed { path: source.path.clone(), plain: out.plain, native: out.native }
}

impl Printer<'_> {
    fn print_line(&mut self, line: &str) {
        if line.is_empty() || line.starts_with('#') || line.ends_with('\\') {
            return self.directive(line);
        }
        let mut rest = line;
        if rest.starts_with('}') {
            let scope = self.scopes.pop().expect("a brace too many");
            let hook = match scope {
                Scope::Function | Scope::Block => format!("h_exit({}, K_END); ", self.line),
                Scope::Class | Scope::Other => String::new(),
            };
            if !self.style.allman || !rest.ends_with('{') {
                return self.close(rest, &hook);
            }
            self.put(self.scopes.len(), "}", &hook, "");
            rest = rest[1..].trim_start();
        }
        self.open_line(rest);
    }

    /// A macro may leave the function that it is used in.
    fn directive(&mut self, line: &str) {
        let mut native = line.to_string();
        if line.starts_with("#define") {
            for (word, kind) in [("return", "K_RETURN"), ("goto", "K_GOTO")] {
                native = native.replace(&format!(" {word} "), &format!(" if (h_exit(__LINE__, {kind}), true) {word} "));
            }
        }
        let _ = writeln!(self.plain, "{line}");
        let _ = writeln!(self.native, "{native}");
        self.line += 1;
    }

    /// A line that begins with `}`, and may go on with `else {`.
    fn close(&mut self, rest: &str, hook: &str) {
        let depth = self.scopes.len();
        if rest.ends_with('{') {
            self.scopes.push(Scope::Block);
        }
        self.open = false;
        self.put(depth, rest, hook, "");
    }

    fn open_line(&mut self, line: &str) {
        let depth = self.scopes.len();
        let hook = self.hook(line);
        let scope = self.scopes.last().copied();
        let outside = matches!(scope, None | Some(Scope::Class));
        self.open = !line.ends_with([';', '{', '}', ':']) && !line.starts_with("//") && !line.ends_with("*/");
        if let Some(head) = line.strip_suffix('{') {
            let (kind, after) = self.begins(head.trim_end(), outside);
            self.scopes.push(kind);
            if self.style.allman && kind != Scope::Other {
                self.put(depth, head.trim_end(), &hook, "");
                self.put(depth, "{", "", &after);
            } else {
                self.put(depth, line, &hook, &after);
            }
            return;
        }
        let label = line.ends_with(':') && !line.contains('?');
        if outside && line.contains('(') && line.ends_with('}') {
            let (head, body) = line.split_once('{').expect("a body");
            let (_, frame) = self.begins(head.trim_end(), true);
            let indent = self.style.indent.repeat(depth);
            let _ = writeln!(self.plain, "{indent}{line}");
            let _ = writeln!(self.native, "{indent}{head}{{{frame}{body}");
            self.line += 1;
            return;
        }
        self.put(if label { depth.saturating_sub(1) } else { depth }, line, &hook, "");
    }

    /// What opens here, and what the native run is told behind the brace.
    fn begins(&self, head: &str, outside: bool) -> (Scope, String) {
        if !outside {
            let lambda = head.contains("[&]") || head.contains("[=]") || head.contains("[](");
            return (if lambda || head.ends_with('=') { Scope::Other } else { Scope::Block }, String::new());
        }
        let Some((before, _)) = head.split_once('(') else {
            let words = tokens(head);
            let at = words.iter().rposition(|t| matches!(t.text.as_str(), "class" | "struct"));
            let Some(name) = at.and_then(|at| words.get(at + 1)) else { return (Scope::Other, String::new()) };
            let owns = self.all.contains(&format!("~{}(", name.text));
            return (Scope::Class, format!(" h_object h_o{{this, sizeof(*this), {owns}}};"));
        };
        let method = self.scopes.last() == Some(&Scope::Class) || before.contains("::");
        let start = before.rfind(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '~')).map_or(0, |i| i + 1);
        let this = if method { "this, sizeof(*this)" } else { "nullptr, 0" };
        let frame = format!(" h_frame h_f(__builtin_frame_address(0), {}, {}, \"{}\", {this});", self.file, self.line, &before[start..]);
        (Scope::Function, frame)
    }

    fn hook(&self, line: &str) -> String {
        let inside = matches!(self.scopes.last(), Some(Scope::Function | Scope::Block | Scope::Other));
        let word = tokens(line).first().map_or_else(String::new, |t| t.text.clone());
        if !inside || self.open || line.starts_with("//") || line.ends_with(':') {
            return String::new();
        }
        let kind = match word.as_str() {
            "else" | "case" | "catch" | "default" => return String::new(),
            "return" => "K_RETURN",
            "goto" | "break" | "continue" => "K_GOTO",
            _ => return format!("h_line({}); ", self.line),
        };
        format!("h_exit({}, {kind}); ", self.line)
    }

    fn put(&mut self, depth: usize, line: &str, before: &str, after: &str) {
        let indent = if line.is_empty() { String::new() } else { self.style.indent.repeat(depth) };
        let _ = writeln!(self.plain, "{indent}{line}");
        let _ = writeln!(self.native, "{indent}{before}{line}{after}");
        self.line += 1;
    }
}

/// How many runs a function gets.
const RUNS: usize = 3000;

fn run(sources: &Sources<'_>, printed: &[Printed], scratch: &Path) -> Result<Vec<Row>, String> {
    std::fs::create_dir_all(scratch).map_err(|e| e.to_string())?;
    let write = |path: &str, text: &str| {
        let path = scratch.join(path);
        std::fs::create_dir_all(path.parent().expect("a directory")).map_err(|e| e.to_string())?;
        std::fs::write(path, text).map_err(|e| e.to_string())
    };
    write("windows.h", include_str!("standin.hpp"))?;
    for file in printed {
        write(&file.path, &file.native)?;
    }
    write("main.cpp", &main_file(sources))?;
    let mut sites = BTreeMap::new();
    for setting in 0..1_usize << sources.switches.len() {
        let mut gcc = Command::new("g++");
        gcc.args(["-std=c++17", "-w", "-O0", "-no-pie", "-I", ".", "-o", "program", "-x", "c++", "main.cpp"]).current_dir(scratch);
        gcc.args(printed.iter().filter(|f| !f.path.ends_with(".h")).map(|f| f.path.as_str()));
        gcc.args(sources.switches.iter().enumerate().filter(|(i, _)| setting >> i & 1 == 1).map(|(_, s)| format!("-D{s}")));
        crate::native::run(&mut gcc).map_err(|e| keep(scratch, &e))?;
        let text = crate::native::run(Command::new("./program").current_dir(scratch)).map_err(|e| keep(scratch, &e))?;
        read(&text, &mut sites)?;
    }
    let mut rows = sites.into_iter().map(|(key, seen)| row(sources.shape, printed, &key, &seen)).collect::<Result<Vec<Row>, String>>()?;
    rows.sort_by(|a, b| (&a.path, a.line, a.column).cmp(&(&b.path, b.line, b.column)));
    Ok(rows)
}

/// Keeps what can't be run for whoever looks for the mistake in a shape.
fn keep(scratch: &Path, error: &str) -> String {
    let kept = std::env::temp_dir().join("generate-failed");
    let _ = std::fs::remove_dir_all(&kept);
    let _ = Command::new("cp").arg("-r").arg(scratch).arg(&kept).status();
    format!("{}: {}", kept.display(), error.chars().take(3000).collect::<String>())
}

fn main_file(sources: &Sources<'_>) -> String {
    let mut text = String::from(
        "#include <windows.h>\nvoid *operator new(size_t size) { return h_allocate(size); }\n\
         void operator delete(void *at) noexcept { h_free(at); }\nvoid operator delete(void *at, size_t) noexcept { h_free(at); }\n",
    );
    let mut calls = String::new();
    for (file, source) in sources.files.iter().enumerate() {
        for i in 0..source.drives.len() {
            let _ = writeln!(text, "void h_drive_{file}_{i}();");
            let _ = writeln!(calls, "    h_run(h_drive_{file}_{i}, {RUNS});");
        }
    }
    text + "int main()\n{\n" + &calls + "    return h_report();\n}\n"
}

/// File, line, name, and whether it is a function of the program.
type Key = (usize, usize, String, bool);

#[derive(Default)]
struct Seen {
    classes: u32,
    roots: u32,
    direct_roots: u32,
    exits: Vec<(usize, usize)>,
}

fn read(text: &str, sites: &mut BTreeMap<Key, Seen>) -> Result<(), String> {
    for line in text.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        let ["SITE", file, line_number, name, rest @ ..] = words.as_slice() else { return Err(format!("the native run says: {line}")) };
        let number = |word: &str| word.parse::<usize>().map_err(|e| e.to_string());
        let rest = rest.iter().map(|w| number(w)).collect::<Result<Vec<usize>, String>>()?;
        let seen = sites.entry((number(file)?, number(line_number)?, (*name).to_string(), rest[0] == 1)).or_default();
        seen.classes |= rest[1] as u32;
        seen.roots |= rest[2] as u32;
        seen.direct_roots |= rest[3] as u32;
        seen.exits.extend(rest[4..].chunks(2).map(|pair| (pair[0], pair[1])));
        seen.exits.sort_unstable();
        seen.exits.dedup();
    }
    Ok(())
}

fn row(shape: &'static str, printed: &[Printed], (file, line, name, via): &Key, seen: &Seen) -> Result<Row, String> {
    let file = &printed[*file];
    let text = file.plain.lines().nth(line - 1).unwrap_or("");
    let place = |what: &str| format!("{}:{line}: {what}: {text}", file.path);
    let (column, api) = named(text, name).ok_or_else(|| place(name))?;
    if seen.classes == 0 {
        return Err(place("no end of the key was seen"));
    }
    let lifetime = [(16, "leaked"), (8, "process"), (4, "object"), (2, "caller")]
        .iter()
        .find(|(bit, _)| seen.classes & bit != 0)
        .map_or("scoped", |(_, name)| name);
    let roots = if seen.roots & !8 != 0 { seen.roots & !8 } else { seen.roots | seen.direct_roots };
    let kinds = ["return", "end", "goto", "overwrite", "throw"];
    let exits = seen.exits.iter().map(|(line, kind)| Exit { line: *line, kind: kinds[*kind] });
    Ok(Row {
        row: "open",
        path: file.path.clone(),
        line: *line,
        column,
        shape,
        api,
        via: *via,
        root: root_name(roots),
        lifetime,
        exits: if lifetime == "leaked" { exits.collect() } else { Vec::new() },
        ..Row::default()
    })
}

/// Where a line names the function: by its name, by a macro's, a constructor by `new` or the variable.
fn named(text: &str, name: &str) -> Option<(usize, String)> {
    let column = |at: usize| text[..at].chars().count() + 1;
    let words = tokens(text);
    let called = words.windows(2).any(|w| w[0].text == name && w[1].text == "(");
    if called && !text.contains(&format!("new {name}")) {
        let at = text.match_indices(name).map(|(i, _)| i).find(|i| {
            let before = text[..*i].chars().next_back().unwrap_or(' ');
            text[i + name.len()..].starts_with('(') && !before.is_alphanumeric() && before != '_'
        })?;
        return Some((column(at), name.into()));
    }
    if let Some(at) = text.find("new ") {
        return Some((column(at), "new".into()));
    }
    let is_macro = |t: &str| t.len() > 2 && t.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    if let Some(w) = words.windows(2).find(|w| is_macro(&w[0].text) && w[1].text == "(") {
        return Some((column(text.find(&w[0].text)?), w[0].text.clone()));
    }
    let word = words.iter().filter(|t| t.text != "static").nth(1)?.text.clone();
    let at = text.find(&format!(" {word}"))? + 1;
    Some((column(at), word))
}

impl Sources<'_> {
    /// Adds a file that begins with these lines.
    pub fn file(&mut self, path: &str, text: &str) -> usize {
        self.files.push(Source { path: path.into(), text: text.into(), drives: Vec::new() });
        self.files.len() - 1
    }

    /// Adds a function of the builder's return type to a file, and a run of it.
    pub fn function(&mut self, file: usize, name: &str, part: &Part, statements: &str) {
        let params: Vec<String> = part.params.iter().map(|(ty, name)| format!("{ty} {name}")).collect();
        let empty = if self.files[file].path.ends_with(".c") { "void" } else { "" };
        let params = if params.is_empty() { empty.to_string() } else { params.join(", ") };
        let text = format!("\n{} {name}({params}) {{\n{}\n\n{statements}\n}}\n", part.ret, part.decls.join("\n"));
        let arguments: Vec<&str> = part.params.iter().map(|(ty, _)| if ty == "BOOL" { "h_choose(2)" } else { "h_choose(3)" }).collect();
        self.files[file].text += &tidy(&text);
        self.files[file].drives.push(format!("{name}({});", arguments.join(", ")));
    }
}

/// What a builder leaves for `Sources::function`.
pub struct Part {
    pub ret: &'static str,
    pub params: Vec<(String, String)>,
    pub decls: Vec<String>,
}

impl Part {
    pub fn of(b: &crate::words::Build<'_>) -> Part {
        Part { ret: b.ret(), params: b.params.clone(), decls: b.decls.clone() }
    }
}

/// Without `if` blocks that have nothing in them and without rows of empty lines.
pub fn tidy(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim) {
        let last = lines.last().copied().unwrap_or("");
        if line == "}" && last.starts_with("if (") && last.ends_with('{') {
            lines.pop();
        } else if !(line.is_empty() && (last.is_empty() || last.ends_with('{')) && !lines.is_empty()) {
            lines.push(line);
        }
    }
    lines.join("\n") + "\n"
}
