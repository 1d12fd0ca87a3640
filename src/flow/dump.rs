//! Prints a flow for people (`hivelint dump`).

use super::Flow;

/// The flow as text, one event a line.
pub fn dump(_flow: &Flow) -> String {
    String::new()
}
