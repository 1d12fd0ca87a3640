//! Runs a rendered file natively and reads off what became of every handle.

use crate::program::{File, Function, is_key_pointer};
use crate::render::Rendered;
use crate::syntax::{Kind, tokens};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

/// What the runs showed of one open site.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Bits as in the stand-in: scoped, caller, object, process, leaked.
    pub classes: u32,
    /// Roots where another function of the file was the caller.
    pub roots: u32,
    /// Roots where the driver called the function itself.
    pub direct_roots: u32,
    /// It was passed by value (1) or its address was passed (2) to an unseen function.
    pub passed: u32,
    /// Some run closed it.
    pub closed: bool,
    /// The open handed back the handle it was given.
    pub same: bool,
    /// A function for another kind of handle was asked to close it.
    pub wrong: bool,
    /// Lines and kinds of the ends of its last name.
    pub exits: BTreeSet<(usize, usize)>,
}

/// All that the runs of a file showed.
#[derive(Clone, Debug, Default)]
pub struct Observed {
    /// One per site.
    pub sites: Vec<Seen>,
    /// Line and kind.
    pub misuses: BTreeSet<(usize, usize)>,
}

/// How many runs a function gets before chance decides, and how many then.
const EXHAUSTIVE: usize = 20_000;
const SAMPLES: usize = 10_000;

/// Compiles and runs the file, once for each setting of its switches.
pub fn observe(file: &File, rendered: &Rendered, scratch: &Path) -> Result<Observed, String> {
    let mut all = Observed { sites: vec![Seen::default(); rendered.sites.len()], ..Observed::default() };
    let source = scratch.join(format!("{}.c", file.shape));
    let program = scratch.join(file.shape);
    let text = format!("{}\n{}\n{}", include_str!("standin.h"), rendered.native, driver(file, rendered.sites.len()));
    std::fs::write(&source, text).map_err(|e| e.to_string())?;
    for setting in 0..1_usize << file.switches.len() {
        let mut gcc = Command::new("gcc");
        gcc.args(["-std=gnu11", "-w", "-O1", "-Werror=implicit-function-declaration", "-Werror=incompatible-pointer-types"]);
        gcc.args(["-Werror=int-conversion", "-Werror=return-type"]);
        for (i, switch) in file.switches.iter().enumerate().filter(|(i, _)| setting >> i & 1 == 1) {
            debug_assert!(i < 8);
            gcc.arg(format!("-D{switch}"));
        }
        run(gcc.arg("-o").arg(&program).arg(&source))?;
        read(&run(&mut Command::new(&program)).map_err(|e| format!("{}: {e}", file.shape))?, &mut all)?;
    }
    Ok(all)
}

/// Runs a command and hands back what it printed.
pub fn run(command: &mut Command) -> Result<String, String> {
    let output = command.output().map_err(|e| format!("{command:?}: {e}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(text);
    }
    Err(format!("{} {}{text}", output.status, String::from_utf8_lossy(&output.stderr)))
}

fn read(text: &str, all: &mut Observed) -> Result<(), String> {
    for line in text.lines() {
        let mut words = line.split(' ');
        let what = words.next().unwrap_or("");
        let numbers: Vec<usize> = words.map_while(|w| w.parse().ok()).collect();
        match (what, numbers.as_slice()) {
            ("SITE", &[site, classes, roots, direct_roots, passed, closed, same, wrong]) => {
                let seen = &mut all.sites[site];
                seen.classes |= classes as u32;
                seen.roots |= roots as u32;
                seen.direct_roots |= direct_roots as u32;
                seen.passed |= passed as u32;
                seen.closed |= closed != 0;
                seen.same |= same != 0;
                seen.wrong |= wrong != 0;
            }
            ("EXIT", &[site, line, kind]) => {
                all.sites[site].exits.insert((line, kind));
            }
            ("MISUSE", &[kind, line]) => {
                all.misuses.insert((line, kind));
            }
            _ => return Err(format!("the native run says: {line}")),
        }
    }
    Ok(())
}

/// The program's end: one driver per function, and `main`.
fn driver(file: &File, sites: usize) -> String {
    let mut text = String::new();
    for f in &file.functions {
        drive(&mut text, file, f);
    }
    text.push_str("int main(void)\n{\n");
    for declaration in &file.globals {
        let name = global_name(declaration);
        let _ = writeln!(text, "    h_static(&{name}, sizeof {name});");
    }
    for f in &file.functions {
        let _ = writeln!(text, "    h_run(drive_{}, {EXHAUSTIVE}, {SAMPLES});", f.name);
    }
    let _ = writeln!(text, "    h_report({sites});\n    return 0;\n}}");
    text
}

fn global_name(declaration: &str) -> String {
    let all = tokens(declaration);
    let end = all.iter().position(|t| matches!(t.text.as_str(), "=" | "[" | ";")).unwrap_or(all.len());
    all[..end].iter().rfind(|t| t.kind == Kind::Word).map_or_else(String::new, |t| t.text.clone())
}

fn drive(text: &mut String, file: &File, f: &Function) {
    let _ = writeln!(text, "static void drive_{}(void)\n{{", f.name);
    let mut arguments = String::new();
    let mut each = String::new();
    for (i, (ty, name)) in f.params.iter().enumerate() {
        let pointee = ty.trim_end_matches('*').trim();
        let is_struct = file.structs.iter().any(|(n, _)| n == pointee);
        let _ = match ty.as_str() {
            "HKEY" => write!(arguments, ", h_given"),
            _ if is_key_pointer(ty) => {
                let _ = writeln!(text, "    static HKEY a{i}[8]; memset(a{i}, 0, sizeof a{i});");
                let given = if name.contains("Optional") { format!("h_choose(2) ? NULL : a{i}") } else { format!("a{i}") };
                write!(arguments, ", {given}")
            }
            _ if is_struct && ty.ends_with("**") => {
                let _ = writeln!(text, "    static {pointee} *a{i}; a{i} = NULL;");
                write!(arguments, ", &a{i}")
            }
            _ if is_struct => {
                let _ = writeln!(text, "    static {pointee} a{i}, *{name} = &a{i}; memset(&a{i}, 0, sizeof a{i}); {}", f.setup);
                write!(arguments, ", {name}")
            }
            "BOOL" => {
                let _ = writeln!(each, "        int a{i} = h_choose(2);");
                write!(arguments, ", a{i}")
            }
            "LPWSTR" => {
                let _ = writeln!(text, "    static WCHAR a{i}[512];");
                write!(arguments, ", a{i}")
            }
            "LPCWSTR" => write!(arguments, ", L\"Name\""),
            "LPCSTR" => write!(arguments, ", \"Name\""),
            _ if ty == "LPDWORD" || ty == "DWORD *" || ty == "BOOL *" => {
                let _ = writeln!(text, "    static DWORD a{i}; a{i} = 0;");
                write!(arguments, ", (void *)&a{i}")
            }
            _ => {
                let _ = writeln!(each, "        int a{i} = h_choose(4);");
                write!(arguments, ", a{i}")
            }
        };
    }
    let again = if file.globals.is_empty() && !f.body.contains("static ") { "1" } else { "1 + h_choose(2)" };
    let _ = writeln!(
        text,
        "    for (int n = {again}; n > 0; n--) {{\n{each}        {}(-1, 0{arguments});\n        h_temps = 0;\n    }}\n}}",
        f.name
    );
}
