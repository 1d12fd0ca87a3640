//! What `hivelint init` writes: a commented `hivelint.toml` from the project files that it finds.

use super::{Identity, braced};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Endings and names of files that say something, in lower case.
const ENDINGS: &[&str] = &[".vcxproj", ".def", ".idl", ".rgs"];
const NAMES: &[&str] = &["cmakelists.txt", "cargo.toml"];

/// Whether a file is worth reading for a draft.
pub fn is_project_file(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    NAMES.contains(&name.as_str()) || ENDINGS.iter().any(|e| name.ends_with(e))
}

/// A component that project files tell of.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Guess {
    name: String,
    sources: BTreeSet<String>,
    binaries: BTreeSet<String>,
    clsids: BTreeSet<String>,
    /// The files that tell of it.
    from: BTreeSet<String>,
}

/// The text of a configuration for project files given as `(path relative to the new file, text)`.
pub fn draft(files: &[(String, String)]) -> String {
    let mut guesses: BTreeMap<String, Guess> = BTreeMap::new();
    for (path, text) in files {
        let (directory, name) = path.rsplit_once('/').unwrap_or((".", path));
        for built in builds(name, text) {
            let guess = guesses.entry(format!("{directory}/{}", built.to_ascii_lowercase())).or_default();
            guess.name = built.clone();
            guess.sources.insert(if name.eq_ignore_ascii_case("cargo.toml") { below(directory, "src") } else { directory.to_owned() });
            guess.binaries.insert(format!("**/{built}.dll"));
            guess.from.insert(path.clone());
        }
    }
    if guesses.is_empty() {
        let guess = Guess { name: "my-component".to_owned(), sources: BTreeSet::from([".".to_owned()]), ..Guess::default() };
        guesses.insert("./".to_owned(), guess);
    }
    for (path, text) in files {
        let directory = path.rsplit_once('/').map_or(".", |(directory, _)| directory);
        let clsids = classes(path, text);
        // the project in the nearest directory above
        let nearest = guesses.iter_mut().filter(|(key, _)| is_within(directory, key.rsplit_once('/').map_or(".", |(d, _)| d)));
        if let Some((_, guess)) = nearest.max_by_key(|(key, _)| key.len()).filter(|_| !clsids.is_empty()) {
            guess.clsids.extend(clsids);
            guess.from.insert(path.clone());
        }
    }
    written(guesses.into_values().collect())
}

fn below(directory: &str, name: &str) -> String {
    if directory == "." { name.to_owned() } else { format!("{directory}/{name}") }
}

fn is_within(directory: &str, above: &str) -> bool {
    above == "." || directory == above || directory.strip_prefix(above).is_some_and(|rest| rest.starts_with('/'))
}

/// The names of the DLLs that a project file builds.
fn builds(name: &str, text: &str) -> Vec<String> {
    let lower = name.to_ascii_lowercase();
    let stem = || name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned();
    if lower == "cmakelists.txt" {
        return cmake_libraries(text);
    }
    if lower == "cargo.toml" {
        return cargo_library(text).into_iter().collect();
    }
    let is_dll = match lower.rsplit('.').next() {
        Some("vcxproj") => text.contains("<ConfigurationType>DynamicLibrary<"),
        Some("def") => text.contains("DllGetClassObject"),
        _ => false,
    };
    let library = text.lines().filter_map(|l| l.trim().strip_prefix("LIBRARY")).map(|l| l.trim().trim_matches('"')).find(|l| !l.is_empty());
    let named = library.filter(|_| lower.ends_with(".def")).map(|l| l.trim_end_matches(".dll").trim_end_matches(".DLL").to_owned());
    if is_dll { vec![named.unwrap_or_else(stem)] } else { Vec::new() }
}

/// `add_library(name SHARED …)`
fn cmake_libraries(text: &str) -> Vec<String> {
    let calls = text.split("add_library").skip(1);
    let words = calls.filter_map(|rest| rest.trim_start().strip_prefix('(')?.split(')').next());
    let libraries = words.filter_map(|inside| {
        let mut words = inside.split_whitespace();
        let (name, kind) = (words.next()?, words.next()?);
        (matches!(kind, "SHARED" | "MODULE") && !name.contains(['$', '"'])).then(|| name.to_owned())
    });
    libraries.collect()
}

/// The name of a crate that becomes a DLL.
fn cargo_library(text: &str) -> Option<String> {
    let manifest: toml::Table = text.parse().ok()?;
    let library = manifest.get("lib")?;
    let kinds = library.get("crate-type")?.as_array()?;
    kinds.iter().any(|k| k.as_str() == Some("cdylib")).then_some(())?;
    let own = library.get("name").and_then(|n| n.as_str()).map(str::to_owned);
    let package = || manifest.get("package")?.get("name")?.as_str().map(|n| n.replace('-', "_"));
    own.or_else(package)
}

/// The CLSIDs that a type library's source or a registration script gives to classes.
fn classes(path: &str, text: &str) -> Vec<String> {
    let lower = path.to_ascii_lowercase();
    if lower.ends_with(".idl") {
        // a coclass follows its attributes: `[ uuid(…) ] coclass Name`
        let before: Vec<&str> = text.split("coclass").collect();
        let attributes = before.iter().take(before.len().saturating_sub(1)).filter_map(|part| part.rsplit_once("uuid("));
        attributes.filter_map(|(_, rest)| braced(rest.split(')').next()?)).collect()
    } else if lower.ends_with(".rgs") {
        let keys = text.lines().map(str::trim).filter_map(|l| l.strip_prefix("ForceRemove {").and_then(|r| r.split('}').next()));
        keys.filter_map(braced).collect()
    } else {
        Vec::new()
    }
}

fn written(guesses: Vec<Guess>) -> String {
    let mut out = HEAD.to_owned();
    for guess in guesses {
        let from: Vec<&str> = guess.from.iter().map(String::as_str).collect();
        let from = if from.is_empty() { "nothing: no project file was found; correct this entry".to_owned() } else { from.join(", ") };
        let _ = writeln!(out, "\n# From {}", from.replace(['\n', '\r'], " "));
        let _ = writeln!(out, "[[component]]\nname = {}", quoted(&guess.name));
        for (key, values) in [("sources", &guess.sources), ("binaries", &guess.binaries), ("clsids", &guess.clsids)] {
            let values: Vec<String> = values.iter().map(|v| quoted(v)).collect();
            if !values.is_empty() {
                let _ = writeln!(out, "{key} = [{}]", values.join(", "));
            }
        }
        out += DEPLOYMENT;
    }
    out += FINDINGS;
    out.replace("{identities}", &Identity::ALL.map(|i| format!("\"{}\"", i.name())).join(", "))
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

const HEAD: &str = "\
#:schema https://raw.githubusercontent.com/hivelint/hivelint/main/src/config/schema.json
# What is checked, what counts how, which components there are and how they are deployed. Paths are relative to this file.
# Everything can be left out: what hivelint is not told of a component, it takes to be as bad as it can be, and says so.

# What is not read. Where only the findings are too many, switch rules off below: what is read is understood.
# exclude = [\"third_party\", \"**/generated/*.c\"]
# Findings that are known and do not fail a check; `hivelint baseline` writes the file.
# baseline = \"hivelint-baseline.toml\"
# A directory with rules of your own and, in its folder `apis`, tables that say what functions do with keys.
# rules = \"hivelint-rules\"
";

const FINDINGS: &str = "
# What rules count as: \"off\", \"note\", \"warning\" or \"error\". `hivelint rules` lists them.
# [levels]
# leaked-machine-key = \"warning\"
# cached-user-root = \"note\"

# The same for some paths; of several entries that name a path the last one counts.
# [[path]]
# globs = [\"third_party\", \"**/samples/**\"]
# levels = { cached-user-root = \"off\", leaked-user-key = \"warning\" }

# What is allowed where no comment can be written. All that is given must apply; `reason` is required.
# [[allow]]
# rule = \"user-key-in-static\"
# path = \"out/legacy.dll\"
# function = \"Settings_Open\"
# fingerprint = \"0123456789abcdef\"
# reason = \"the vendor fixes it in version 3\"
# expires = 2027-06-30
";

const DEPLOYMENT: &str = "\
# The application's properties as COMAdmin shows them, exported as text (`Name = value`) or XML:
# catalogue = \"application.txt\"

[component.deployment]
# Component Services > the application > Properties > Identity; one of
# {identities}
# identity = \"specific-user\"
# Activation: \"server\" (in dllhost.exe) or \"library\" (in its client's process; then also `host`)
# activation = \"server\"
# host = \"w3wp.exe\"
# pooling = false             # the class > Properties > Activation > Enable object pooling
# jit = false                 # the class > Properties > Activation > Enable Just In Time Activation
# nt-service = false          # the application runs as an NT service
# load-user-profile = true    # IIS application pool > Advanced Settings > Load User Profile
# disable-force-unload = false # policy \"Do not forcefully unload the users registry at user logoff\"
# windows = \"server-2022\"
# roaming-profile = false
# run-forever = false         # the application > Properties > Advanced > Leave running when idle
";
