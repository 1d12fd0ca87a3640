//! The tool on generated C, C++ and Rust whose truth is known, because every function was run (see `tests/generate`).
//!
//! `HIVELINT_GENERATED=DIR` scores another directory, for instance one of a fresh seed.

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// A row of `truth.jsonl`.
#[derive(Clone, Deserialize)]
struct Truth {
    row: String,
    path: String,
    line: u32,
    #[serde(default)]
    column: u32,
    #[serde(default)]
    function: String,
    shape: String,
    #[serde(default)]
    api: String,
    /// Of a misuse: which.
    #[serde(default)]
    kind: String,
    #[serde(default)]
    root: String,
    #[serde(default)]
    lifetime: String,
    #[serde(default)]
    optional: bool,
    #[serde(default)]
    exits: Vec<Exit>,
    /// Lifetimes that are right too, where the definitions leave it open.
    #[serde(default)]
    also: Vec<String>,
}

#[derive(Clone, Deserialize, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Exit {
    line: u32,
    kind: String,
}

/// What is read of `inventory --format json`.
#[derive(Clone, Deserialize)]
struct Inventory {
    opens: Vec<Open>,
}

#[derive(Clone, Deserialize)]
struct Open {
    path: String,
    line: u32,
    column: u32,
    root: String,
    lifetime: String,
    leak_exits: Vec<Exit>,
}

/// How one shape fares.
#[derive(Clone, Default, PartialEq, Debug)]
struct Figures {
    sites: u32,
    listed: u32,
    lifetime: u32,
    root: u32,
    leaks: u32,
    leaks_found: u32,
    leaks_claimed: u32,
    exits: u32,
    unknown: u32,
    extra: u32,
}

impl Figures {
    fn add(&mut self, other: &Figures) {
        self.sites += other.sites;
        self.listed += other.listed;
        self.lifetime += other.lifetime;
        self.root += other.root;
        self.leaks += other.leaks;
        self.leaks_found += other.leaks_found;
        self.leaks_claimed += other.leaks_claimed;
        self.exits += other.exits;
        self.unknown += other.unknown;
        self.extra += other.extra;
    }

    fn listed_share(&self) -> f64 {
        share(self.listed, self.sites)
    }
    fn lifetime_share(&self) -> f64 {
        share(self.lifetime, self.sites)
    }
    fn root_share(&self) -> f64 {
        share(self.root, self.sites)
    }
    fn recall(&self) -> f64 {
        share(self.leaks_found, self.leaks)
    }
    fn precision(&self) -> f64 {
        share(self.leaks_found, self.leaks_claimed)
    }
    fn exits_share(&self) -> f64 {
        share(self.exits, self.leaks_found)
    }
    fn unknown_share(&self) -> f64 {
        100.0 - share(self.sites - self.unknown, self.sites)
    }

    /// What is not good enough, in words.
    fn shortfalls(&self) -> Vec<String> {
        let at_least = [
            ("listed", self.listed_share(), 100.0),
            ("lifetime", self.lifetime_share(), 99.5),
            ("root", self.root_share(), 99.0),
            ("leak recall", self.recall(), 99.0),
            ("leak precision", self.precision(), 99.0),
            ("leaking exits", self.exits_share(), 99.0),
        ];
        let mut all: Vec<String> =
            at_least.iter().filter(|(_, got, want)| got < want).map(|(what, got, want)| format!("{what} {got:.2} % < {want} %")).collect();
        if self.unknown_share() > 0.5 {
            all.push(format!("unknown {:.2} % > 0.5 %", self.unknown_share()));
        }
        if self.extra > 0 {
            all.push(format!("{} opens that are none", self.extra));
        }
        all
    }
}

/// Percent; of nothing all is right.
fn share(part: u32, whole: u32) -> f64 {
    if whole == 0 { 100.0 } else { 100.0 * f64::from(part) / f64::from(whole) }
}

/// Every shape's figures, and what is wrong, a line each.
struct Score {
    shapes: BTreeMap<String, Figures>,
    wrong: Vec<String>,
}

impl Score {
    fn total(&self) -> Figures {
        let mut total = Figures::default();
        self.shapes.values().for_each(|f| total.add(f));
        total
    }

    fn table(&self) -> String {
        let head = format!(
            "{:22} {:>5} {:>7} {:>8} {:>7} {:>6} {:>7} {:>9} {:>7} {:>7} {:>5}\n",
            "shape", "sites", "listed", "lifetime", "root", "leaks", "recall", "precision", "exits", "unknown", "extra"
        );
        let mut text = head;
        for (name, f) in self.shapes.iter().map(|(n, f)| (n.as_str(), f.clone())).chain([("all", self.total())]) {
            text += &format!(
                "{name:22} {:5} {:7.1} {:8.2} {:7.2} {:6} {:7.2} {:9.2} {:7.2} {:7.2} {:5}\n",
                f.sites,
                f.listed_share(),
                f.lifetime_share(),
                f.root_share(),
                f.leaks,
                f.recall(),
                f.precision(),
                f.exits_share(),
                f.unknown_share(),
                f.extra
            );
        }
        text
    }
}

fn score(truth: &[Truth], inventory: &Inventory) -> Score {
    let mut listed: BTreeMap<(String, u32, u32), &Open> = BTreeMap::new();
    let mut result = Score { shapes: BTreeMap::new(), wrong: Vec::new() };
    for open in &inventory.opens {
        let file = below(&open.path, truth);
        if listed.insert((file.clone(), open.line, open.column), open).is_some() {
            result.shapes.entry(shape_of(&file)).or_default().extra += 1;
            result.wrong.push(format!("{file}:{}:{}: listed twice", open.line, open.column));
        }
    }
    for row in truth.iter().filter(|r| r.row == "open") {
        let open = listed.remove(&(row.path.clone(), row.line, row.column));
        let figures = result.shapes.entry(row.shape.clone()).or_default();
        if let Some(complaint) = score_site(row, open, figures) {
            result.wrong.push(format!("{}:{}:{}: {}: {complaint}", row.path, row.line, row.column, row.function));
        }
    }
    for ((file, line, column), open) in listed {
        result.shapes.entry(shape_of(&file)).or_default().extra += 1;
        result.wrong.push(format!("{file}:{line}:{column}: no open is here, yet one is listed as {}", open.lifetime));
    }
    result
}

/// Counts one site and says what is wrong with it.
fn score_site(row: &Truth, open: Option<&Open>, figures: &mut Figures) -> Option<String> {
    if row.optional {
        let claimed = open.filter(|o| o.lifetime == "leaked")?;
        figures.leaks_claimed += 1;
        return Some(format!("owes no close, listed as {}", claimed.lifetime));
    }
    figures.sites += 1;
    let decided = row.also.is_empty();
    figures.leaks += u32::from(decided && row.lifetime == "leaked");
    let Some(open) = open else { return Some(format!("not listed, {} in truth", row.lifetime)) };
    figures.listed += 1;
    figures.root += u32::from(open.root == row.root);
    figures.unknown += u32::from(open.lifetime == "unknown" && row.lifetime != "unknown");
    let right = open.lifetime == row.lifetime || row.also.contains(&open.lifetime);
    figures.lifetime += u32::from(right);
    figures.leaks_claimed += u32::from(decided && open.lifetime == "leaked");
    if !right {
        return Some(format!("{} in truth, listed as {}", row.lifetime, open.lifetime));
    }
    if decided && open.lifetime == "leaked" {
        figures.leaks_found += 1;
        // of Rust it is not recorded where a key was left
        if row.path.ends_with(".rs") {
            figures.exits += 1;
            return (open.root != row.root).then(|| format!("root {} in truth, listed as {}", row.root, open.root));
        }
        let want: BTreeSet<&Exit> = row.exits.iter().collect();
        let got: BTreeSet<&Exit> = open.leak_exits.iter().filter(|e| e.kind != "overwrite-next-call").collect();
        if want != got {
            return Some(format!("leaves at {}, listed {}", places(&want), places(&got)));
        }
        figures.exits += 1;
    }
    (open.root != row.root).then(|| format!("root {} in truth, listed as {}", row.root, open.root))
}

/// The path as the truth has it: a file, or a file in the directory of a shape of several files.
fn below(path: &str, truth: &[Truth]) -> String {
    let parts: Vec<&str> = path.split('/').collect();
    let two = parts[parts.len().saturating_sub(2)..].join("/");
    let known = truth.iter().any(|row| row.path.contains('/') && shape_of(&row.path) == shape_of(&two));
    if known { two } else { parts.last().copied().unwrap_or_default().into() }
}

/// A shape's file or directory is called after it.
fn shape_of(path: &str) -> String {
    let first = path.split('/').next().unwrap_or_default();
    first.split('.').next().unwrap_or_default().into()
}

fn places(exits: &BTreeSet<&Exit>) -> String {
    if exits.is_empty() { "no place".into() } else { exits.iter().map(|e| format!("{} {}", e.line, e.kind)).collect::<Vec<_>>().join(", ") }
}

fn directory() -> PathBuf {
    std::env::var_os("HIVELINT_GENERATED").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/generated"), PathBuf::from)
}

fn read_truth(directory: &Path) -> Vec<Truth> {
    let text = std::fs::read_to_string(directory.join("truth.jsonl")).expect("truth.jsonl is there");
    text.lines().map(|line| serde_json::from_str(line).expect("a row of truth")).collect()
}

/// What hivelint prints about the directory; it gets two minutes.
fn run_hivelint(arguments: &[&str], directory: &Path) -> Vec<u8> {
    let mut printed = tempfile::tempfile().expect("a temporary file");
    let output = printed.try_clone().expect("a second handle");
    let mut child =
        Command::new(env!("CARGO_BIN_EXE_hivelint")).args(arguments).arg(directory).stdout(output).spawn().expect("hivelint starts");
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("hivelint can be waited for") {
            break status;
        }
        if start.elapsed() > Duration::from_secs(120) {
            child.kill().expect("hivelint can be ended");
            panic!("hivelint {arguments:?} {} takes longer than two minutes", directory.display());
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    assert!(status.success(), "hivelint ended with {status}");
    let mut text = Vec::new();
    printed.rewind().and_then(|()| printed.read_to_end(&mut text)).expect("what was printed can be read");
    text
}

/// Prints what is wrong: ten rows, or all if `HIVELINT_GENERATED_ALL` is set.
fn show(wrong: &[String]) {
    let shown = if std::env::var_os("HIVELINT_GENERATED_ALL").is_some() { usize::MAX } else { 10 };
    for line in wrong.iter().take(shown) {
        println!("{line}");
    }
    println!("{} rows wrong", wrong.len());
}

#[test]
fn generated_functions_are_judged_right() {
    let directory = directory();
    let text = run_hivelint(&["inventory", "--format", "json"], &directory);
    let inventory: Inventory = serde_json::from_slice(&text).expect("the inventory is JSON as agreed");
    let score = score(&read_truth(&directory), &inventory);
    println!("{}", score.table());
    show(&score.wrong);
    let shortfalls = score.total().shortfalls();
    assert!(shortfalls.is_empty(), "{}", shortfalls.join("; "));
}

/// The rule that a misuse must be found by.
const RULES: [(&str, &str); 4] = [
    ("double-close", "closed-twice"),
    ("use-after-close", "used-after-close"),
    ("wrong-closer", "wrong-closer"),
    ("close-predefined", "predefined-key-closed"),
];

#[derive(Deserialize)]
struct Check {
    findings: Vec<Finding>,
}

#[derive(Deserialize)]
struct Finding {
    rule: String,
    path: String,
    line: u32,
}

#[test]
fn generated_misuses_are_found() {
    let directory = directory();
    let text = run_hivelint(&["check", "--format", "json", "--exit-zero"], &directory);
    let check: Check = serde_json::from_slice(&text).expect("the findings are JSON as agreed");
    let rule = |kind: &str| RULES.iter().find(|(k, _)| *k == kind).map(|(_, rule)| *rule).expect("a known misuse");
    let truth = read_truth(&directory);
    let want: BTreeSet<(String, u32, &str)> =
        truth.iter().filter(|r| r.row == "misuse").map(|r| (r.path.clone(), r.line, rule(&r.kind))).collect();
    let found = check.findings.iter().filter_map(|f| {
        let (_, rule) = RULES.iter().find(|(_, rule)| *rule == f.rule)?;
        Some((below(&f.path, &truth), f.line, *rule))
    });
    let got: BTreeSet<(String, u32, &str)> = found.collect();
    let wrong: Vec<String> = want
        .symmetric_difference(&got)
        .map(|row| {
            format!("{}:{}: {} {}", row.0, row.1, row.2, if want.contains(row) { "is not found" } else { "is found where it is not" })
        })
        .collect();
    show(&wrong);
    let right = want.intersection(&got).count() as u32;
    let (recall, precision) = (share(right, want.len() as u32), share(right, got.len() as u32));
    assert!(recall >= 99.0 && precision >= 99.0, "misuses: recall {recall:.2} %, precision {precision:.2} %");
}

/// The truth was not left behind when the programs were generated again.
#[test]
fn committed_truth_points_at_names() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/generated");
    for row in read_truth(&directory).iter().filter(|r| r.row == "open") {
        let text = std::fs::read_to_string(directory.join(&row.path)).expect("the file of a row");
        let line = text.lines().nth(row.line as usize - 1).expect("the line of a row");
        let rest: String = line.chars().skip(row.column as usize - 1).collect();
        // a constructor's call may have no parentheses
        let paren = if row.path.ends_with(".cpp") { "" } else { "(" };
        assert!(rest.starts_with(&format!("{}{paren}", row.api)), "{}:{}:{}: {} is not here", row.path, row.line, row.column, row.api);
    }
}

/// Every shape has sites enough, and most of them are sound.
#[test]
fn committed_truth_is_balanced() {
    let truth = read_truth(&Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/generated"));
    let mut shapes: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for row in truth.iter().filter(|r| r.row == "open" && !r.optional) {
        let counts = shapes.entry(&row.shape).or_default();
        counts.0 += 1;
        counts.1 += usize::from(row.lifetime == "leaked");
    }
    assert!(!shapes.is_empty());
    for (shape, (sites, leaks)) in shapes {
        assert!(sites >= 30, "{shape} has {sites} sites only");
        assert!(leaks * 2 <= sites, "{shape}: {leaks} of {sites} leak");
    }
}

/// What a tool without fault would list.
fn perfect(truth: &[Truth]) -> Inventory {
    let open = |row: &Truth| Open {
        path: format!("some/where/{}", row.path),
        line: row.line,
        column: row.column,
        root: row.root.clone(),
        lifetime: row.lifetime.clone(),
        leak_exits: row.exits.clone(),
    };
    Inventory { opens: truth.iter().filter(|r| r.row == "open").map(open).collect() }
}

fn committed() -> Vec<Truth> {
    read_truth(&Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/generated"))
}

#[test]
fn a_tool_without_fault_scores_full_marks() {
    let truth = committed();
    let score = score(&truth, &perfect(&truth));
    assert_eq!(score.wrong, Vec::<String>::new());
    assert_eq!(score.total().shortfalls(), Vec::<String>::new());
    assert_eq!(score.total().precision(), 100.0);
}

/// Scores the perfect inventory after `spoil`.
fn spoiled(spoil: impl Fn(&mut Vec<Open>)) -> Figures {
    let truth = committed();
    let mut inventory = perfect(&truth);
    spoil(&mut inventory.opens);
    score(&truth, &inventory).total()
}

#[test]
fn each_fault_lowers_its_own_figure() {
    let whole = spoiled(|_| {});
    let first_leak = |opens: &mut Vec<Open>| opens.iter().position(|o| o.lifetime == "leaked").expect("a leak");
    let missed = spoiled(|opens| {
        let i = first_leak(opens);
        opens[i].lifetime = "scoped".into();
    });
    assert_eq!(
        (missed.leaks_found, missed.lifetime, missed.leaks_claimed),
        (whole.leaks_found - 1, whole.lifetime - 1, whole.leaks_claimed - 1)
    );
    let alarmed = spoiled(|opens| opens.iter_mut().find(|o| o.lifetime == "scoped").expect("a sound open").lifetime = "leaked".into());
    assert_eq!((alarmed.leaks_claimed, alarmed.leaks_found), (whole.leaks_claimed + 1, whole.leaks_found));
    assert!(alarmed.precision() < 100.0);
    let doubtful = spoiled(|opens| opens.iter_mut().find(|o| o.lifetime == "scoped").expect("a sound open").lifetime = "unknown".into());
    assert_eq!(doubtful.unknown, 1);
    let moved = spoiled(|opens| {
        let i = first_leak(opens);
        opens[i].leak_exits[0].line += 1;
    });
    assert_eq!((moved.exits, moved.leaks_found), (whole.exits - 1, whole.leaks_found));
    let rooted = spoiled(|opens| opens[0].root = "HKCC".into());
    assert_eq!(rooted.root, whole.root - 1);
    let dropped = spoiled(|opens| drop(opens.remove(0)));
    assert_eq!((dropped.listed, dropped.extra), (whole.listed - 1, 0));
    let shifted = spoiled(|opens| opens[0].column += 1);
    assert_eq!((shifted.listed, shifted.extra), (whole.listed - 1, 1));
    for figures in [dropped, shifted] {
        assert_ne!(figures.shortfalls(), Vec::<String>::new());
    }
}

#[test]
fn one_class_taken_for_another_fails_the_test() {
    for class in ["leaked", "scoped"] {
        let figures = spoiled(|opens| opens.iter_mut().filter(|o| o.lifetime == class).for_each(|o| o.lifetime = "caller".into()));
        assert_ne!(figures.shortfalls(), Vec::<String>::new(), "{class}");
    }
}
