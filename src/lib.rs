//! hivelint finds COM+ component code that keeps per-user registry keys open past the user's log-off.
//!
//! ```text
//! paths ─► walk ─► index ─► lower (C) ─► solve ─► judge ─► report
//! ```
//!
//! Front-ends know syntax. Models know the API. The solver knows time. Rules know taste. Reporters know paper.

pub mod cli;
pub mod flow;
pub mod frontend;
pub mod index;
pub mod judge;
pub mod lifetime;
pub mod models;
pub mod pipeline;
pub mod report;
pub mod solve;
pub mod source;
pub mod token;
pub mod walk;
