//! Runs hivelint on `testdata/c`, `testdata/cpp`, `testdata/rust`, `testdata/pe/source` and `testdata/apis` and holds the result against the comments in
//! those files.
//!
//! A file is analysed alone, a directory as one component. The comments:
//!
//! | comment | says about its line |
//! |---|---|
//! | `//~ rule-id` | this rule reports here, and no other (several ids: all of them) |
//! | `//~? rule-id` | a known miss: it should report here and does not yet |
//! | `//~! rule-id` | a known false alarm: it reports here and should not |
//! | `//= scoped` | the lifetime of the open here (several opens: in order of their columns) |
//! | `//=? scoped` | what it should be; hivelint gets it wrong today |
//!
//! `//~^`, `//=^^` and so on speak of the line one or two above. A line without a comment has no finding. `cached-user-root`,
//! which reports once for every component, is compared only in files that name it.

use hivelint::judge::{self, Rules};
use hivelint::lifetime::Class;
use hivelint::models::{self, Models};
use hivelint::pipeline;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const CLASSES: [Class; 6] = [Class::Scoped, Class::Unknown, Class::Caller, Class::Object, Class::Process, Class::Leaked];
const ONCE_A_COMPONENT: &str = "cached-user-root";

#[derive(Clone, Copy, PartialEq, Debug)]
enum Known {
    Right,
    Miss,
    FalseAlarm,
}

/// What the comments of one line say, or what hivelint found there.
#[derive(Default, Debug)]
struct Line {
    rules: Vec<(String, Known)>,
    classes: Vec<(String, Known)>,
}

type Lines = BTreeMap<(String, u32), Line>;

#[derive(Default)]
struct Outcome {
    failures: Vec<String>,
    annotations: usize,
    misses: usize,
    false_alarms: usize,
    wrong_lifetimes: usize,
}

/// Adds what the comments in one file say.
fn annotations(path: &str, text: &str, lines: &mut Lines) {
    for (number, line) in (1..).zip(text.lines()) {
        for (mark, is_rule) in [("//~", true), ("//=", false)] {
            for part in line.split(mark).skip(1) {
                let part = part.split("//").next().unwrap_or_default();
                let signs: String = part.chars().take_while(|c| "^?!".contains(*c)).collect();
                let known = if signs.contains('?') {
                    Known::Miss
                } else if signs.contains('!') {
                    Known::FalseAlarm
                } else {
                    Known::Right
                };
                let above = signs.matches('^').count() as u32;
                let words = part[signs.len()..].trim_end_matches("*/").split_whitespace().map(|w| (w.to_owned(), known));
                let entry = lines.entry((path.to_owned(), number - above)).or_default();
                if is_rule { &mut entry.rules } else { &mut entry.classes }.extend(words);
            }
        }
    }
}

/// What hivelint finds in the files, by line.
fn found(files: &[(String, Vec<u8>)], rules: &Rules, models: &Models, with_cache_rule: bool) -> Lines {
    let analysis = pipeline::analyse(files.to_vec(), models);
    let mut lines = Lines::new();
    let place = |span: hivelint::source::Span| {
        let source = &analysis.sources[span.file.0 as usize];
        (source.path.to_string(), source.position(span.start).line)
    };
    let mut opens: Vec<_> = analysis.solution.lifetimes.iter().collect();
    opens.sort_by_key(|open| open.name);
    for open in opens {
        lines.entry(place(open.name)).or_default().classes.push((open.class.name().to_owned(), Known::Right));
    }
    let findings = judge::judge(&analysis.solution, &analysis.sources, rules, models);
    for finding in findings.iter().filter(|f| f.suppressed.is_none() && (with_cache_rule || &*f.rule != ONCE_A_COMPONENT)) {
        lines.entry(place(finding.span)).or_default().rules.push((finding.rule.to_string(), Known::Right));
    }
    lines
}

/// Holds what was found against what the comments say.
fn compare(expected: &Lines, found: &Lines, outcome: &mut Outcome) {
    let nothing = Line::default();
    let places: BTreeSet<_> = expected.keys().chain(found.keys()).collect();
    for place @ (path, line) in places {
        let (expected, found) = (expected.get(place).unwrap_or(&nothing), found.get(place).unwrap_or(&nothing));
        outcome.annotations += expected.rules.len() + expected.classes.len();
        let mut left: Vec<&str> = found.rules.iter().map(|(rule, _)| rule.as_str()).collect();
        for (rule, known) in &expected.rules {
            let at = left.iter().position(|r| r == rule);
            at.map(|i| left.remove(i));
            match (known, at.is_some()) {
                (Known::Right, true) => {}
                (Known::Miss, false) => outcome.misses += 1,
                (Known::FalseAlarm, true) => outcome.false_alarms += 1,
                (Known::Right, false) => outcome.failures.push(format!("{path}:{line}: `{rule}` should report here and does not")),
                (Known::Miss, true) => {
                    outcome.failures.push(format!("{path}:{line}: the known miss of `{rule}` is found now: promote it to `//~`"))
                }
                (Known::FalseAlarm, false) => {
                    outcome.failures.push(format!("{path}:{line}: the known false alarm of `{rule}` is gone: take `//~!` away"));
                }
            }
        }
        outcome.failures.extend(left.into_iter().map(|rule| format!("{path}:{line}: `{rule}` reports here and should not")));
        compare_classes(path, *line, expected, found, outcome);
    }
}

fn compare_classes(path: &str, line: u32, expected: &Line, found: &Line, outcome: &mut Outcome) {
    let words = |line: &Line| line.classes.iter().map(|(class, _)| class.as_str()).collect::<Vec<_>>().join(" ");
    let (expected_words, found_words) = (words(expected), words(found));
    if expected.classes.is_empty() {
        return;
    }
    let is_known = expected.classes.iter().any(|(_, known)| *known != Known::Right);
    match (expected_words == found_words, is_known) {
        (true, false) => {}
        (false, true) => outcome.wrong_lifetimes += 1,
        (true, true) => outcome.failures.push(format!("{path}:{line}: the lifetime is right now: promote it to `//=`")),
        (false, false) => outcome.failures.push(format!("{path}:{line}: the lifetime should be `{expected_words}` and is `{found_words}`")),
    }
}

/// Rules and classes that there are not.
fn typos(lines: &Lines, rules: &Rules) -> Vec<String> {
    let mut typos = Vec::new();
    for ((path, number), line) in lines {
        let rules = line.rules.iter().filter(|(rule, _)| rules.get(rule).is_none()).map(|(rule, _)| format!("there is no rule `{rule}`"));
        let is_class = |word: &str| CLASSES.iter().any(|class| class.name() == word);
        let classes = line.classes.iter().filter(|(class, _)| !is_class(class)).map(|(class, _)| format!("`{class}` is no lifetime"));
        typos.extend(rules.chain(classes).map(|what| format!("{path}:{number}: {what}")));
    }
    typos
}

/// One component: checks it and adds to the outcome.
fn check(files: &[(String, Vec<u8>)], rules: &Rules, models: &Models, outcome: &mut Outcome) {
    let mut expected = Lines::new();
    let mut names_cache_rule = false;
    for (path, bytes) in files {
        let text = hivelint::source::decode(bytes).unwrap_or_default();
        names_cache_rule |= text.contains(ONCE_A_COMPONENT);
        annotations(path, &text, &mut expected);
    }
    outcome.failures.extend(typos(&expected, rules));
    if expected.is_empty() {
        outcome.failures.push(format!("{}: no comment says what to expect", files[0].0));
    }
    compare(&expected, &found(files, rules, models, names_cache_rule), outcome);
}

fn children(directory: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(directory).into_iter().flatten().map(|entry| entry.expect("a readable entry").path()).collect();
    // assembler is only there for the DLLs that are made of it
    paths.retain(|path| path.extension().is_none_or(|e| e != "s"));
    paths.sort();
    paths
}

fn read(path: &Path) -> (String, Vec<u8>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shown = path.strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/");
    (shown, fs::read(path).expect("a readable file"))
}

fn run(folder: &str) {
    let rules = Rules::builtin().expect("the built-in rules are sound");
    let models = models::builtin().expect("the built-in tables are sound");
    let mut outcome = Outcome::default();
    let components = children(&Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(folder));
    assert!(!components.is_empty(), "testdata/{folder} is empty");
    for component in components {
        let files: Vec<_> =
            if component.is_dir() { children(&component).iter().map(|f| read(f)).collect() } else { vec![read(&component)] };
        check(&files, &rules, &models, &mut outcome);
    }
    let Outcome { failures, annotations, misses, false_alarms, wrong_lifetimes } = outcome;
    println!(
        "testdata/{folder}: {annotations} expectations, {misses} known misses, {false_alarms} known false alarms, \
         {wrong_lifetimes} lifetimes known to be wrong"
    );
    assert!(failures.is_empty(), "\n{}\n{} differences\n", failures.join("\n"), failures.len());
}

#[test]
fn c() {
    run("c");
}

#[test]
fn cpp() {
    run("cpp");
}

#[test]
fn rust() {
    run("rust");
}

/// The sources of the DLLs in `testdata/pe`, read as C and C++.
#[test]
fn scripts() {
    run("scripts");
}

#[test]
fn pe() {
    run("pe/source");
}

#[test]
fn apis() {
    run("apis");
}

/// The differences between comments and findings, each given as `line: words`.
fn differences(text: &str, found_rules: &[(u32, &str)], found_classes: &[(u32, &str)]) -> Vec<String> {
    let (mut expected, mut found, mut outcome) = (Lines::new(), Lines::new(), Outcome::default());
    annotations("a.c", text, &mut expected);
    for (line, rule) in found_rules {
        found.entry(("a.c".to_owned(), *line)).or_default().rules.push(((*rule).to_owned(), Known::Right));
    }
    for (line, class) in found_classes {
        found.entry(("a.c".to_owned(), *line)).or_default().classes.push(((*class).to_owned(), Known::Right));
    }
    compare(&expected, &found, &mut outcome);
    outcome.failures
}

#[test]
fn the_comparison_sees_every_difference() {
    assert!(differences("x; //~ a b\n", &[(1, "b"), (1, "a")], &[]).is_empty());
    assert!(differences("x;\n//~^ a\n//~^^ b\n", &[(1, "b"), (1, "a")], &[]).is_empty());
    assert!(differences("x; //= leaked //~ a\n", &[(1, "a")], &[(1, "leaked")]).is_empty());
    assert!(differences("x; //~? a //~! b\n", &[(1, "b")], &[]).is_empty());
    assert!(differences("x; //=? leaked\n", &[], &[(1, "scoped")]).is_empty());
    assert!(differences("x;\n", &[], &[(1, "scoped")]).is_empty());

    assert_eq!(differences("x; //~ a\n", &[], &[]), ["a.c:1: `a` should report here and does not"]);
    assert_eq!(differences("x;\n", &[(1, "a")], &[]), ["a.c:1: `a` reports here and should not"]);
    assert_eq!(differences("x; //~ a\n", &[(1, "a"), (1, "a")], &[]), ["a.c:1: `a` reports here and should not"]);
    assert_eq!(differences("x; //~? a\n", &[(1, "a")], &[]), ["a.c:1: the known miss of `a` is found now: promote it to `//~`"]);
    assert_eq!(differences("x; //~! a\n", &[], &[]), ["a.c:1: the known false alarm of `a` is gone: take `//~!` away"]);
    assert_eq!(differences("x; //= leaked\n", &[], &[(1, "scoped")]), ["a.c:1: the lifetime should be `leaked` and is `scoped`"]);
    assert_eq!(differences("x; //= leaked\n", &[], &[]), ["a.c:1: the lifetime should be `leaked` and is ``"]);
    assert_eq!(differences("x; //=? leaked\n", &[], &[(1, "leaked")]), ["a.c:1: the lifetime is right now: promote it to `//=`"]);
}

#[test]
fn a_typo_in_a_comment_is_no_expectation() {
    let rules = Rules::builtin().expect("the built-in rules are sound");
    let mut lines = Lines::new();
    annotations("a.c", "x; //~ leaked-user-key no-such-rule\ny; //= scoped sloped\n", &mut lines);
    assert_eq!(typos(&lines, &rules), ["a.c:1: there is no rule `no-such-rule`", "a.c:2: `sloped` is no lifetime"]);
}
