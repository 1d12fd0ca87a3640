//! From text or machine code to flows: one front-end per language.

pub mod c;
pub mod pe;
pub mod rust;
pub mod script;

use crate::flow::Flow;
use crate::source::Notice;

/// A function as a flow, and what was not read on the way.
#[derive(Clone, Debug)]
pub struct Lowered {
    /// The flow.
    pub flow: Flow,
    /// What was not read, and why.
    pub notices: Vec<Notice>,
    /// How many pieces of its text were skipped.
    pub regions_skipped: u32,
    /// How many bytes they have.
    pub bytes_skipped: u32,
    /// How many bounds were met.
    pub limits_hit: u32,
}
