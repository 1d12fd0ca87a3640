//! The examples inside the rules, through the whole pipeline: each is flagged where it says so, and nowhere else.

use hivelint::judge::{Rules, Subject, judge};
use hivelint::{models, pipeline};

/// The lines at which a rule reports in a file, from 1; what a comment allows is not reported.
fn reported(rules: &Rules, rule: &str, file: &str, code: &str) -> Vec<u32> {
    let models = models::builtin().unwrap_or_else(|e| panic!("{e}"));
    let analysis = pipeline::analyse(vec![(file.to_owned(), code.as_bytes().to_vec())], &models);
    let findings = judge(&analysis.solution, &analysis.sources, rules, &models);
    let own = findings.iter().filter(|f| &*f.rule == rule && f.suppressed.is_none());
    own.map(|f| analysis.sources[0].position(f.span.start).line).collect()
}

#[test]
fn every_example_is_flagged_where_it_says_so() {
    let rules = Rules::builtin().unwrap_or_else(|e| panic!("{e}"));
    let mut wrong = Vec::new();
    for rule in rules.all() {
        for example in &rule.example {
            let code = example.code.trim_start_matches('\n');
            let mut expected: Vec<u32> = (1..).zip(code.lines()).filter(|(_, l)| l.ends_with("//~")).map(|(n, _)| n).collect();
            if rule.select.subject == Subject::Allow && example.flags {
                // The comment itself is what is reported.
                expected = (1..).zip(code.lines()).filter(|(_, l)| l.contains("hivelint:")).map(|(n, _)| n).collect();
            }
            let found = reported(&rules, &rule.id, example.file.as_deref().unwrap_or("example.c"), code);
            if found != expected {
                wrong.push(format!("{}: reported at {found:?}, expected {expected:?} in\n{code}", rule.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn rust_code_is_flagged_before_the_fix_and_not_after() {
    let rules = Rules::builtin().unwrap_or_else(|e| panic!("{e}"));
    let mut fixes = 0;
    for rule in rules.all() {
        let Some(fix) = &rule.fix.rust else { continue };
        fixes += 1;
        assert_eq!(reported(&rules, &rule.id, "example.rs", &fix.before).len(), 1, "{}: before the fix\n{}", rule.id, fix.before);
        for other in rules.all().iter().filter(|r| r.id != "cached-user-root") {
            let found = reported(&rules, &other.id, "example.rs", &fix.after);
            assert!(found.is_empty(), "{}: after the fix, {} reports at {found:?}\n{}", rule.id, other.id, fix.after);
        }
    }
    assert!(fixes >= 5, "only {fixes} rules have a fix in Rust");
}
