//! The Rust front-end: a function's text becomes its flow. No crate is built and nothing is resolved by a compiler.
//!
//! [`parse`] makes items of a file's text, [`index`] keeps what other functions must know of them, [`types`] says what a type
//! or a path means in its file, [`mod@expand`] puts in what the tree's own macros stand for, [`mod@lower`] makes flows.
//!
//! How values lie in places: a `Result` or `Option` is 0 (`Ok`, `Some`) or not 0 (`Err`, `None`), as the status codes of Windows
//! are, with what it carries at `[1]` (an error at `[2]`). The first element of a tuple, and what a newtype wraps, is the place
//! itself; the others follow at `[101]`. Boxes, locks and cells are what they hold. References are pointers. A move is a copy:
//! an owning key is closed when its last name dies, which the solver knows, so that nothing depends on who moved what.

mod expand;
mod index;
mod lower;
mod parse;
mod types;

pub use index::{RustIndex, Scanned, scan};
pub use lower::lower;

use std::sync::OnceLock;

/// The parser and the lowering recurse as deep as their input nests; their threads get this much stack.
const STACK: usize = 256 << 20;

/// The threads that [`scan`] and [`lower()`] must run on.
pub fn threads() -> &'static rayon::ThreadPool {
    static THREADS: OnceLock<rayon::ThreadPool> = OnceLock::new();
    THREADS.get_or_init(|| rayon::ThreadPoolBuilder::new().stack_size(STACK).build().expect("the system gives a process its threads"))
}
