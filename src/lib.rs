//! hivelint finds COM+ component code that keeps per-user registry keys open past the user's log-off.
//!
//! ```text
//! paths ─► walk ─► index ─► lower (C, C++, Rust, PE) ─► solve ─► judge ─► change ─► predict ─► report
//! ```
//!
//! Front-ends know syntax. Models know the API. The solver knows time. Rules know taste. The verdict knows Windows. Reporters know
//! paper. Data flows one way: a module uses those to its left and the vocabulary ([`source`], [`flow`], [`lifetime`], [`models`],
//! [`windows`], [`component`]), never those to its right; `tests/arrows.rs` holds that.
//!
//! # From a file to a finding
//!
//! 1. [`walk`] reads the files that the paths name. Nothing is left out silently: what can't be read is a [`source::Notice`], what is
//!    excluded or ignored is counted.
//! 2. [`pipeline`] decides which files are worth reading: those that mention a name of the tables in `rules/apis`. Whoever
//!    calls a function that hands out a key, or is told what to open, comes in the next round, until a round finds nothing new.
//!    Behind a leak it also looks for callees that never return or allocations that never fail. A check of a few files in their
//!    context ([`pipeline::Named`]) asks an index that the command line keeps ([`pipeline::Known`]) who mentions a name, and leaves
//!    the other files unread.
//! 3. [`index`] makes one cheap pass over a file's tokens ([`token`]): functions, macros, variables, structs, includes, and the
//!    words every function uses. Without a build a name can mean several things; the nearest definition wins.
//!    DLLs and programs ([`frontend::pe`]) have rounds of their own: functions that refer to an imported name of the tables, then
//!    their callers and callees, in whichever of the given files (`frontend::pe::link`); only these are decoded. Source paths that a
//!    build recorded are mapped to the sources of the run.
//! 4. [`frontend`] lowers one function to a [`flow::Flow`]: blocks of assignments and calls on places (`*p`, `s->key`, globals).
//!    Conditions of `#if` that the build decides stay open as branches; macros are expanded; what can't be read is a notice.
//! 5. [`solve`] explores each flow with a small set of disjuncts: who holds which handle, and what is known of the values that
//!    tell whether it is open. What a function does for its callers is its summary; roots and sub-keys that come from parameters
//!    are filled in from the callers at the end. The answer is a [`lifetime::Solution`]. [`pipeline`] adds where the code runs:
//!    what only registration, a program or a test leads to is reported more quietly.
//! 6. [`component`] says which files make up a component: those that [`config`] (`hivelint.toml`) names, DLLs, directories that show
//!    marks of COM. [`windows`] has facts about Windows as data.
//! 7. [`judge`] holds the rules of `rules/*.toml` against lifetimes, misuses and uses, and what is allowed – by comments and by
//!    `hivelint.toml`, which also sets levels – against the findings.
//!    What source and DLL both show becomes one finding with one fingerprint.
//! 8. [`change`] makes edits for the findings' own code, puts each into the text and runs steps 2 to 7 on that: only what removes
//!    its finding and adds none is shown.
//! 9. [`predict`] says for each component what will happen at a log-off, with the reasoning in steps.
//! 10. [`event`] goes the other way: from the keys that an event of Windows' log names to the opens that can have left them.
//! 11. [`report`] writes findings, verdicts and inventory, one module a format.
//!
//! # Where to change what
//!
//! | to … | change |
//! |---|---|
//! | teach an API | a table in `rules/apis`, an example in `testdata/apis` |
//! | add or reword a rule | `rules/<rule-id>.toml`, its examples included |
//! | correct what Windows does, or what helps | `rules/windows`, with a row in `testdata/verdict` |
//! | tell more components | `rules/marks` |
//! | understand more syntax | [`frontend`], with annotated code in `testdata/c`, `cpp` or `rust` |
//! | understand more machine code | [`frontend::pe`], with annotated code in `testdata/pe/source`, built by `testdata/pe/build.sh` |
//! | describe an owning type | `rules/types` (C++, as short C++), `rules/apis/rust.toml` (Rust) |
//! | tell programs more | [`report::json`], whose types make the schemas beside it |
//! | propose another edit | a proposal in [`change`]; the trial judges it; what it becomes in `tests/changes.rs` |
//! | judge a new pattern | [`solve`], with a shape in `tests/generate` and annotated code in `testdata/c` |
//!
//! # How it is measured
//!
//! `tests/generated.rs` compares with programs whose truth was found by running them (`tests/generate` writes new ones);
//! `tests/measure/binaries.py` compiles these programs to DLLs at ten settings and scores what is found in the machine code;
//! `tests/measure/wine.py` compares what is said of Wine's DLLs with what is said of their source, line by line;
//! `tests/measure/mutants.py` takes closing calls out of sound real code, `tests/measure/rust_mutants.py` puts faults into sound
//! real Rust; `tests/measure/changes.py` puts the proposed changes into real code and checks it again;
//! `tests/measure/features_off.py` switches solver features off and shows that the figures fall.

pub mod change;
pub mod cli;
pub mod component;
pub mod config;
pub mod event;
pub mod flow;
pub mod frontend;
pub mod index;
pub mod judge;
pub mod lifetime;
pub mod models;
pub mod pipeline;
pub mod predict;
pub mod report;
pub mod solve;
pub mod source;
pub mod token;
pub mod walk;
pub mod windows;
