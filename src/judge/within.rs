//! Of all findings those that are about some of the files only.

use super::Finding;
use crate::lifetime::{Crossing, Solution};

/// Keeps the findings that lie in the files, whose path leads through them, whose function calls into them, or whose root comes
/// from there.
pub fn within(mut findings: Vec<Finding>, solution: &Solution, crossing: &Crossing) -> Vec<Finding> {
    findings.retain(|finding| {
        let mut spans = finding.places();
        let life = finding.open.and_then(|i| solution.lifetimes.get(i));
        spans.any(|span| crossing.files.contains(&span.file))
            || crossing.callers.contains(&(finding.span.file, finding.function.clone()))
            || life.is_some_and(|l| l.callers.iter().any(|caller| crossing.functions.contains(caller)))
    });
    findings
}
