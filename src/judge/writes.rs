//! Keys that are made and values that are set.

use super::message::Fields;
use super::{Confidence, Finding, Judge, Level, Rule};
use crate::lifetime::{Runs, Step, Write};
use crate::models::Root;
use std::collections::BTreeMap;

impl Judge<'_> {
    /// One finding for every value that the rule names; without values, one for each function or script.
    pub(super) fn writes(&mut self, rule: &Rule) {
        let taken = self.solution.writes.iter().filter(|w| rule.select.takes_write(w));
        let mut groups: BTreeMap<_, Vec<&Write>> = BTreeMap::new();
        for write in taken {
            let apart = (!rule.select.values.is_empty()).then_some(write.span);
            groups.entry((write.span.file, &write.function, apart)).or_default().push(write);
        }
        for writes in groups.into_values() {
            let first = writes[0];
            let key = rule.select.key_of(first);
            let fields = Fields::of_writes(&writes, key, self.sources);
            let is_test = writes.iter().all(|w| w.runs == Runs::Test);
            let told = |write: &&Write| {
                let key = rule.select.key_of(write);
                let path = key.1.as_deref().unwrap_or_default();
                Step { span: write.span, text: format!("writes to {}\\{path} here", key.0.name()) }
            };
            let steps = if rule.select.values.is_empty() { writes.iter().map(told).collect() } else { Vec::new() };
            let is_known = key.1.is_some() && !matches!(key.0, Root::Param | Root::Unknown);
            self.findings.push(Finding {
                // what is written stays, whoever writes it
                level: if is_test { Level::Note } else { rule.level },
                confidence: if is_known { Confidence::High } else { Confidence::Medium },
                assumptions: if is_test { vec!["the code is part of a test, which is not deployed".to_owned()] } else { Vec::new() },
                steps,
                ..fields.finding(rule, first.span, first.function.clone())
            });
        }
    }
}
