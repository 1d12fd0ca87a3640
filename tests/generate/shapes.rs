//! The shapes: for each a way to write functions that show it, sound ones and careless ones.

use crate::program::{File, Function, Style, UNSEEN};
use crate::rust::{self, Flavour};
use crate::sources;
use crate::syntax::tokens;
use crate::words::{Build, Rng};
use std::collections::BTreeSet;

mod calls;
mod control;
mod cpp;
mod files;
mod places;
mod rust_kept;
mod rust_owned;
mod rust_raw;
mod several;
mod status;

/// One shape.
pub struct Shape {
    /// Its name.
    pub name: &'static str,
    /// What the file says that it is.
    pub title: &'static str,
    /// Adds a function, or a few that belong together.
    pub draw: fn(&mut Draft<'_>),
}

/// A file in the making.
pub struct Draft<'r> {
    pub rng: &'r mut Rng,
    pub file: File,
    names: BTreeSet<String>,
}

/// All shapes, in the order of the report.
pub const ALL: &[Shape] = &[
    Shape { name: "status_direct", title: "Reads values, tests the status where it is made.", draw: status::direct },
    Shape { name: "status_later", title: "Reads values, keeps the status in a variable.", draw: status::later },
    Shape { name: "status_hresult", title: "Reads values, speaks HRESULT.", draw: status::hresult },
    Shape { name: "status_not", title: "Reads values, tests with the not operator.", draw: status::negated },
    Shape { name: "status_chain", title: "Reads values in chained conditions.", draw: status::chain },
    Shape { name: "status_ternary", title: "Reads values with conditional expressions.", draw: status::ternary },
    Shape { name: "status_switch", title: "Reads values, switches on a status or a mode.", draw: status::switched },
    Shape { name: "status_accumulated", title: "Collects results of several calls.", draw: status::accumulated },
    Shape { name: "null_test", title: "Tells by the handle whether it is open.", draw: status::null_test },
    Shape { name: "flag", title: "Remembers in a flag whether a key is open.", draw: status::flag },
    Shape { name: "goto_cleanup", title: "Cleans up at labels.", draw: control::goto_cleanup },
    Shape { name: "goto_retry", title: "Jumps back to try again.", draw: control::goto_retry },
    Shape { name: "do_once", title: "Breaks out of do-while(0).", draw: control::do_once },
    Shape { name: "seh", title: "Cleans up in __finally.", draw: control::seh },
    Shape { name: "loop_reopen", title: "Opens keys in loops.", draw: control::loop_reopen },
    Shape { name: "overwrite", title: "Uses one variable for several keys.", draw: control::overwrite },
    Shape { name: "alias", title: "Gives keys a second name.", draw: places::alias },
    Shape { name: "struct_member", title: "Keeps keys in structures.", draw: places::in_struct },
    Shape { name: "array", title: "Keeps keys in arrays.", draw: places::array },
    Shape { name: "out_parameter", title: "Hands keys to the caller.", draw: places::out_parameter },
    Shape { name: "global", title: "Keeps keys in globals.", draw: places::global },
    Shape { name: "lazy_static", title: "Opens keys once.", draw: places::lazy_static },
    Shape { name: "helper_opens", title: "Opens keys by a function of its own.", draw: calls::helper_opens },
    Shape { name: "helper_closes", title: "Closes keys by a function of its own.", draw: calls::helper_closes },
    Shape { name: "helper_root", title: "Reads below a root that the caller names.", draw: calls::helper_root },
    Shape { name: "below_key", title: "Opens keys below other open keys.", draw: calls::below },
    Shape { name: "nested_calls", title: "Calls inside of conditions.", draw: calls::nested },
    Shape { name: "unseen_callee", title: "Hands keys to functions of other files.", draw: calls::unseen },
    Shape { name: "early_return", title: "Opens two keys, one after the other.", draw: several::early_return },
    Shape { name: "many_keys", title: "Opens several keys at once.", draw: several::many },
    Shape { name: "disposition", title: "Creates keys and fills in the new ones.", draw: several::disposition },
    Shape { name: "same_handle", title: "Opens keys with empty sub-keys.", draw: several::same_handle },
    Shape { name: "conditional", title: "Depends on how it is compiled.", draw: several::conditional },
    Shape { name: "wrong_closer", title: "Closes keys of different kinds.", draw: several::wrong_closer },
    Shape { name: "close_twice", title: "Closes keys on several paths.", draw: several::close_twice },
    Shape { name: "use_after_close", title: "Closes keys soon.", draw: several::use_after_close },
    Shape { name: "noise", title: "Does much else.", draw: several::noise },
    Shape { name: "macros", title: "Opens and closes by macros of its own.", draw: several::macros },
];

/// Shapes in C++ and of several files.
pub const PROGRAMS: &[sources::Shape] = &[
    sources::Shape { name: "cpp_local_owner", draw: cpp::local_owner },
    sources::Shape { name: "cpp_owner_places", draw: cpp::owner_places },
    sources::Shape { name: "cpp_detach", draw: cpp::detach },
    sources::Shape { name: "cpp_members", draw: cpp::members },
    sources::Shape { name: "cpp_throw", draw: cpp::throws },
    sources::Shape { name: "cpp_guard", draw: cpp::guards },
    sources::Shape { name: "cpp_own_guard", draw: cpp::own_guards },
    sources::Shape { name: "cpp_reference", draw: cpp::references },
    sources::Shape { name: "files_helpers", draw: files::helpers },
    sources::Shape { name: "files_static", draw: files::statics },
    sources::Shape { name: "files_macros", draw: files::macros },
    sources::Shape { name: "files_switches", draw: files::switches },
    sources::Shape { name: "files_switched_macros", draw: files::switched_macros },
];

const RAW: &[Flavour] = &[Flavour::Windows, Flavour::Sys];
const OWNED: &[Flavour] = &[Flavour::Winreg, Flavour::Registry];

/// Shapes in Rust.
pub const RUST: &[rust::Shape] = &[
    rust::Shape { name: "rust_question", title: "Hands errors on with `?`.", flavours: RAW, draw: rust_raw::question },
    rust::Shape { name: "rust_status", title: "Tests statuses.", flavours: RAW, draw: rust_raw::status },
    rust::Shape { name: "rust_patterns", title: "Matches statuses.", flavours: RAW, draw: rust_raw::patterns },
    rust::Shape { name: "rust_helpers", title: "Opens and closes by functions of its own.", flavours: RAW, draw: rust_raw::helpers },
    rust::Shape { name: "rust_closures", title: "Opens and closes in closures.", flavours: RAW, draw: rust_raw::closures },
    rust::Shape { name: "rust_scopeguard", title: "Closes by scopeguard.", flavours: RAW, draw: rust_raw::guards },
    rust::Shape { name: "rust_owned_handle", title: "Wraps raw handles.", flavours: &[Flavour::Windows], draw: rust_raw::owned },
    rust::Shape { name: "rust_several", title: "Opens several keys.", flavours: RAW, draw: rust_raw::several },
    rust::Shape { name: "rust_locals", title: "Keeps keys in variables.", flavours: OWNED, draw: rust_owned::locals },
    rust::Shape { name: "rust_options", title: "Keeps keys in options.", flavours: OWNED, draw: rust_owned::options },
    rust::Shape { name: "rust_boxes", title: "Keeps keys in boxes and vectors.", flavours: OWNED, draw: rust_owned::boxes },
    rust::Shape { name: "rust_tuples", title: "Keeps keys in tuples and enums.", flavours: OWNED, draw: rust_owned::tuples },
    rust::Shape { name: "rust_members", title: "Keeps keys in members.", flavours: OWNED, draw: rust_owned::members },
    rust::Shape { name: "rust_returned", title: "Hands keys on.", flavours: OWNED, draw: rust_owned::returned },
    rust::Shape { name: "rust_threads", title: "Gives keys to closures and threads.", flavours: OWNED, draw: rust_owned::threads },
    rust::Shape { name: "rust_async", title: "Waits while keys are open.", flavours: OWNED, draw: rust_kept::asynchronous },
    rust::Shape { name: "rust_thread_local", title: "Keeps keys for a thread.", flavours: OWNED, draw: rust_kept::thread_local },
    rust::Shape { name: "rust_statics", title: "Keeps keys in statics.", flavours: &[Flavour::Winreg], draw: rust_kept::statics },
    rust::Shape { name: "rust_numbers", title: "Keeps handles as numbers.", flavours: RAW, draw: rust_kept::numbers },
    rust::Shape { name: "rust_raw", title: "Turns keys into raw handles.", flavours: &[Flavour::Registry], draw: rust_kept::raw },
    rust::Shape { name: "rust_macros", title: "Opens and closes by macros.", flavours: RAW, draw: rust_kept::macros },
    rust::Shape { name: "rust_files", title: "Helpers of several files.", flavours: &[Flavour::Windows], draw: rust_kept::files },
];

/// Draws a file of a shape: functions until there are so many of them and at least so many opens.
pub fn draw(shape: &Shape, seed: u64, functions: usize) -> File {
    let mut rng = Rng::new(seed, shape.name);
    let style =
        Style { allman: rng.percent(60), indent: rng.pick(&["    ", "    ", "\t", "  "]), width: [90, 100, 110, 120][rng.below(4)] };
    let file = File { shape: shape.name, title: shape.title.into(), style, ..File::default() };
    let mut draft = Draft { rng: &mut rng, file, names: UNSEEN.iter().map(|(name, _)| name.to_string()).collect() };
    for _ in 0..functions {
        (shape.draw)(&mut draft);
    }
    draft.file
}

const VERBS: [&str; 20] = [
    "Load", "Read", "Get", "Query", "Refresh", "Check", "Find", "Fetch", "Init", "Update", "Import", "Apply", "Restore", "Detect", "Sync",
    "Migrate", "Reset", "Verify", "Prepare", "Collect",
];
const NOUNS: [&str; 30] = [
    "Settings",
    "Config",
    "UserOptions",
    "RecentFiles",
    "ProxyServer",
    "FontList",
    "Plugins",
    "WindowPos",
    "Theme",
    "Printers",
    "Language",
    "StartupItems",
    "ColorTable",
    "ServerList",
    "InstallDir",
    "CacheSize",
    "Policies",
    "Shortcuts",
    "Toolbars",
    "Favorites",
    "History",
    "LogLevel",
    "Profile",
    "Timeouts",
    "License",
    "Handlers",
    "Extensions",
    "Defaults",
    "Associations",
    "Environment",
];

impl Draft<'_> {
    /// A name that the file doesn't have yet.
    pub fn name(&mut self) -> String {
        let verb = self.rng.pick(&VERBS);
        self.named(verb)
    }

    /// A name with this verb that the file doesn't have yet.
    pub fn named(&mut self, verb: &str) -> String {
        for _ in 0..20 {
            let name = format!("{verb}{}", self.rng.pick(&NOUNS));
            if self.names.insert(name.clone()) {
                return name;
            }
        }
        let name = format!("{verb}{}{}", self.rng.pick(&NOUNS), self.names.len());
        self.names.insert(name.clone());
        name
    }

    /// Adds a function.
    pub fn add(&mut self, ret: &str, params: Vec<(String, String)>, body: String) -> &mut Function {
        let name = self.name();
        self.add_named(name, ret, params, body)
    }

    /// Adds a function that has a name already.
    pub fn add_named(&mut self, name: String, ret: &str, mut params: Vec<(String, String)>, body: String) -> &mut Function {
        let words = tokens(&body);
        params.retain(|(_, name)| words.iter().any(|t| t.text == *name));
        let storage = if self.rng.percent(40) { "static" } else { "" };
        let convention = if self.rng.percent(8) { "WINAPI" } else { "" };
        let comment = match self.rng.below(9) {
            0 => "/* Called once at start-up. */",
            1 => "// Not thread-safe.",
            2 => "/*\n * Values that are missing keep their defaults.\n */",
            _ => "",
        };
        let f = Function { storage, ret: ret.into(), convention, name, params, body, comment: comment.into(), ..Function::default() };
        self.file.functions.push(f);
        self.file.functions.last_mut().expect("just added")
    }

    /// Finishes a function of the builder's return type.
    pub fn finish(&mut self, parts: (&str, Vec<(String, String)>, String)) -> &mut Function {
        self.add(parts.0, parts.1, parts.2)
    }
}

/// A builder's parts: the return type, the parameters, the body.
pub fn parts(b: &Build<'_>, statements: &str) -> (&'static str, Vec<(String, String)>, String) {
    (b.ret(), b.params.clone(), b.body(statements))
}
