//! The reporters on hand-built findings; what they must show stands in the expectations.

use super::*;
use crate::judge::{Confidence, Level, Rules, SuppressedBy, Suppression};
use crate::lifetime::{EndKind, Holder, LeakExit, Runs, Seen, Step};
use crate::models::DataError;
use crate::models::{Kind, Root};
use crate::source::FileId;
use codespan_reporting::term::termcolor::Buffer;
use serde_json::Value;

const TEXT: &str = "\
LONG Load(void)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L\"ß\", 0, KEY_READ,
                      &key) != 0)
        return 1;
    if (!name)
        return 2;
    return RegCloseKey(key);
}
";

/// A file, and one leak in it from the place of `open` to the place of `exit`.
struct Case {
    sources: Vec<Source>,
    solution: Solution,
    findings: Vec<Finding>,
    rules: Rules,
    notices: Vec<Notice>,
}

fn span(text: &str, part: &str) -> Span {
    let start = text.find(part).unwrap_or_else(|| panic!("`{part}` is not in the text"));
    Span { file: FileId(0), start: start as u32, end: (start + part.len()) as u32 }
}

fn case(path: &str, text: &str, open: &str, steps: &[(&str, &str)]) -> Case {
    let steps: Vec<Step> = steps.iter().map(|(part, what)| Step { span: span(text, part), text: (*what).to_owned() }).collect();
    let exit = LeakExit { span: steps.last().expect("a path").span, kind: EndKind::Return, steps: steps.clone() };
    let lifetime = Lifetime {
        function: "Load".into(),
        api: "RegOpenKeyExW".into(),
        via: None,
        span: span(text, open),
        name: span(text, "RegOpenKeyExW"),
        kind: Kind::Key,
        roots: vec![Root::Hkcu, Root::Hklm],
        per_user: Some(true),
        subkey: Some("Software\\Classes\\x".to_owned()),
        handle: Some("key".to_owned()),
        class: Class::Leaked,
        in_wrapper: false,
        doubt: None,
        holder: Some(Holder { kind: "local", closed_by: vec!["Load".to_owned()], ..Holder::default() }),
        held_across: Vec::new(),
        touched: Vec::new(),
        exits: vec![exit],
        callers: Vec::new(),
        runs: Runs::default(),
        seen: Seen::Call,
        library: None,
        unread_handlers: false,
    };
    let finding = Finding {
        rule: "leaked-user-key".into(),
        level: Level::Error,
        confidence: Confidence::High,
        assumptions: vec!["the status is tested".to_owned()],
        message: "`key` stays open; it fails later".to_owned(),
        span: span(text, open),
        function: "Load".into(),
        open: Some(0),
        lifetime: Some(Class::Leaked),
        fingerprint: "f00d".to_owned(),
        also: Vec::new(),
        steps,
        stays: None,
        fix: "close it".to_owned(),
        change: None,
        suppressed: None,
        known: None,
    };
    let by_design = Finding { suppressed: allowed("by design"), ..finding.clone() };
    let rules = Rules::builtin().expect("the built-in rules are sound");
    Case {
        sources: vec![Source::new(path, text)],
        solution: Solution { lifetimes: vec![lifetime], ..Solution::default() },
        findings: vec![finding, by_design],
        rules,
        notices: vec![Notice { path: "b.c".to_owned(), line: Some(3), message: "not read".to_owned() }],
    }
}

fn allowed(reason: &str) -> Option<Suppression> {
    Some(Suppression { by: SuppressedBy::Comment, reason: reason.to_owned() })
}

fn load() -> Case {
    let open = "RegOpenKeyExW(HKEY_CURRENT_USER, L\"ß\", 0, KEY_READ,\n                      &key)";
    case("src/a b.c", TEXT, open, &[(open, "opened here"), ("!name", "`!name` is true here"), ("return 2;", "left open here")])
}

impl Case {
    fn report(&self) -> Report<'_> {
        let stats = Stats { files: 1, bytes: 9, functions: 1, opens: 1, ..Stats::default() };
        let report = Report::of(&self.sources, &self.solution, stats, &self.notices);
        Report { findings: &self.findings, rules: self.rules.all(), ..report }
    }

    fn text(&self, quiet: bool) -> String {
        let mut buffer = Buffer::no_color();
        terminal::check(&mut buffer, &self.report(), quiet).unwrap();
        String::from_utf8(buffer.into_inner()).unwrap()
    }
}

#[test]
fn the_terminal_shows_the_open_the_branch_and_the_exit_and_what_it_could_not_see() {
    let expected = "\
error[leaked-user-key]: `key` stays open
  ┌─ src/a b.c:4:9
  │
4 │     if (RegOpenKeyExW(HKEY_CURRENT_USER, L\"ß\", 0, KEY_READ,
  │         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ opened here
  ·
7 │     if (!name)
  │         ----- `!name` is true here
8 │         return 2;
  │         --------- left open here
  │
  = it fails later
  = assumed: the status is tested
  = fix: close it
  = more: hivelint explain leaked-user-key

notice: b.c:3: not read

Checked 1 file, 1 function, 1 open: 1 leaked on some path, 0 unknown.
Found 1 error, 0 warnings and 0 notes; 1 more allowed by comments.
Not seen here: what the system keeps open for the process (its cache of predefined keys, the COM runtime's own handles),
and code that was not given. No finding does not mean that the component survives a log-off.
";
    assert_eq!(load().text(false), expected);
}

#[test]
fn quiet_prints_findings_alone() {
    let text = load().text(true);
    assert!(text.contains("left open here") && !text.contains("notice:") && !text.contains("Checked"), "{text}");
}

#[test]
fn long_lines_are_cut_around_the_code_and_keep_their_true_columns() {
    let text = format!("{}RegOpenKeyExW(k); return 2;{}", "ö ".repeat(5000), " ä".repeat(5000));
    let shown = case("a.c", &text, "RegOpenKeyExW(k)", &[("RegOpenKeyExW(k)", "opened"), ("return 2;", "left open")]).text(true);
    assert!(shown.contains("a.c:1:10001\n"), "{shown}");
    assert!(shown.contains("RegOpenKeyExW(k); return 2;"), "{shown}");
    assert!(shown.lines().all(|line| line.chars().count() < 200), "{shown}");
}

#[test]
fn nothing_in_a_source_or_its_name_steers_the_terminal() {
    let text = "RegOpenKeyExW(\u{1b}[2J\u{202E}k\u{9b}); return\u{7};\r\n";
    let mut case = case("a\u{1b}.c", text, "RegOpenKeyExW", &[("RegOpenKeyExW", "opened \u{1b}[1m"), ("return\u{7}", "left")]);
    case.notices[0].message.push('\u{1b}');
    let shown = case.text(false);
    assert!(!shown.chars().any(|c| c.is_control() && c != '\n' || c == '\u{202E}'), "{shown:?}");
}

#[test]
fn a_long_path_shows_its_beginning_and_its_end() {
    let text: String = (0..40).map(|i| format!("branch_{i:02};\n")).collect::<String>() + "RegOpenKeyExW;";
    let names: Vec<String> = (0..40).map(|i| format!("branch_{i:02}")).collect();
    let steps: Vec<(&str, &str)> = names.iter().map(|n| (n.as_str(), "step")).collect();
    let shown = case("a.c", &text, "RegOpenKeyExW", &steps).text(true);
    assert!(shown.contains("branch_00") && shown.contains("branch_39") && !shown.contains("branch_20"), "{shown}");
    assert!(shown.contains("28 steps in the middle of the path are not drawn"), "{shown}");
}

/// The names of an object's fields, in order.
fn fields(value: &Value) -> Vec<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

fn sorted<'a>(names: &[&'a str]) -> Vec<&'a str> {
    let mut names = names.to_vec();
    names.sort_unstable();
    names
}

#[test]
fn the_inventory_has_the_fields_of_its_contract() {
    let document: Value = serde_json::from_str(&json::inventory(&load().report())).unwrap();
    assert_eq!(document["schema"], "hivelint-inventory/1");
    let open = &document["opens"][0];
    let contract = [
        "id",
        "path",
        "artifact",
        "source",
        "line",
        "column",
        "end_line",
        "end_column",
        "rva",
        "function",
        "api",
        "resource",
        "via",
        "root",
        "roots",
        "runs",
        "per_user",
        "hive",
        "subkey",
        "handle",
        "lifetime",
        "holder",
        "held_across",
        "leak_exits",
    ];
    let added = ["doubt", "callers", "seen", "library"];
    assert_eq!(fields(open), sorted(&[&contract[..], &added].concat()));
    assert_eq!(fields(&open["holder"]), ["closed_by", "kind", "member", "type"]);
    assert_eq!(open["root"], "HKCU");
    assert_eq!(open["hive"], "user-classes");
    let place = ["line", "column", "end_line", "end_column"].map(|f| open[f].as_u64().unwrap());
    assert_eq!(place, [4, 9, 5, 28]);
    assert_eq!(open["leak_exits"][0], serde_json::json!({"line": 8, "column": 9, "kind": "return"}));
    assert_eq!(fields(&document["notices"][0]), ["line", "message", "path"]);
}

#[test]
fn the_findings_have_the_fields_of_their_contract() {
    let document: Value = serde_json::from_str(&json::check(&load().report())).unwrap();
    assert_eq!(document["schema"], "hivelint-check/1");
    assert_eq!(fields(&document), ["findings", "notices", "schema", "stats", "verdicts"]);
    let finding = &document["findings"][0];
    let contract = [
        "rule",
        "level",
        "confidence",
        "assumptions",
        "message",
        "path",
        "source",
        "line",
        "column",
        "end_line",
        "end_column",
        "rva",
        "function",
        "open",
        "lifetime",
        "fingerprint",
        "steps",
        "fix",
        "suppressed",
        // not of the contract
        "also",
    ];
    assert_eq!(fields(finding), sorted(&[&contract[..], &["change", "com_lifetime", "known", "suppressed_by"]].concat()));
    let inventory: Value = serde_json::from_str(&json::inventory(&load().report())).unwrap();
    assert_eq!(finding["open"], inventory["opens"][0]["id"]);
    assert_eq!(fields(&finding["steps"][0]), ["column", "line", "message", "path"]);
    assert_eq!(document["findings"][1]["suppressed"], "by design");
}

#[test]
fn ids_stay_when_lines_move_and_never_repeat() {
    let ids = |text: &str| {
        let mut case = case("a.c", text, "RegOpenKeyExW", &[("RegOpenKeyExW", "opened")]);
        let twin = case.solution.lifetimes[0].clone();
        case.solution.lifetimes.push(twin);
        case.report().open_ids()
    };
    assert_eq!(ids("RegOpenKeyExW"), ids("\n\n int x; RegOpenKeyExW"));
    assert_ne!(ids("RegOpenKeyExW")[0], ids("RegOpenKeyExW")[1]);
}

#[test]
fn sarif_counts_from_one_and_carries_path_rule_and_suppression() {
    let document: Value = serde_json::from_str(&sarif::check(&load().report())).unwrap();
    let run = &document["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let result = &run["results"][0];
    let physical = &result["locations"][0]["physicalLocation"];
    assert_eq!(physical["artifactLocation"]["uri"], "src/a%20b.c");
    let code = "RegOpenKeyExW(HKEY_CURRENT_USER, L\"ß\", 0, KEY_READ,\n                      &key)";
    let region = serde_json::json!({"startLine": 4, "startColumn": 9, "endLine": 5, "endColumn": 28, "snippet": {"text": code}});
    assert_eq!(physical["region"], region);
    assert_eq!(run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize]["id"], "leaked-user-key");
    let steps = result["codeFlows"][0]["threadFlows"][0]["locations"].as_array().unwrap();
    assert_eq!(steps.len(), 3);
    assert_eq!(steps[2]["location"]["physicalLocation"]["region"]["startLine"], 8);
    assert_eq!(result["suppressions"], serde_json::json!([]));
    assert_eq!(run["results"][1]["suppressions"][0]["justification"], "by design");
    let notification = &run["invocations"][0]["toolExecutionNotifications"][0];
    assert_eq!(notification["locations"][0]["physicalLocation"]["region"], serde_json::json!({"startLine": 3}));
}

#[test]
fn of_too_many_results_the_worst_stay_in_their_order() {
    let of = |level, reason: Option<&str>| Finding { level, suppressed: reason.and_then(allowed), ..load().findings[0].clone() };
    let findings =
        [of(Level::Note, None), of(Level::Error, Some("why")), of(Level::Warning, None), of(Level::Note, None), of(Level::Error, None)];
    let kept: Vec<Level> = sarif::worst(&findings, 3).iter().map(|f| f.level).collect();
    assert_eq!(kept, [Level::Note, Level::Warning, Level::Error]);
    assert_eq!(sarif::worst(&findings, 9).len(), 5);
}

#[test]
fn of_a_path_that_is_too_long_for_github_both_ends_stay() {
    let mut case = load();
    let step = case.findings[0].steps[0].clone();
    case.findings[0].steps = (0..1500).map(|i| Step { text: format!("step {i}"), ..step.clone() }).collect();
    let document: Value = serde_json::from_str(&sarif::check(&case.report())).unwrap();
    let steps = document["runs"][0]["results"][0]["codeFlows"][0]["threadFlows"][0]["locations"].as_array().unwrap();
    let text = |i: usize| steps[i]["location"]["message"]["text"].as_str().unwrap();
    assert_eq!((steps.len(), text(0), text(499), text(500), text(999)), (1000, "step 0", "step 499", "step 1000", "step 1499"));
}

#[test]
fn paths_become_uris() {
    assert_eq!(sarif::uri("/tmp/a#b.c"), "file:///tmp/a%23b.c");
    assert_eq!(sarif::uri("C:/x/ä.c"), "file:///C:/x/%C3%A4.c");
    assert_eq!(sarif::uri("//server/share/a.c"), "file://server/share/a.c");
    assert_eq!(sarif::uri("odd:name.c"), "odd%3Aname.c");
}

#[test]
fn a_faulty_rule_is_shown_like_a_finding() {
    let error = DataError::new("own.toml", "id = \"x\"\nlevel = \"eror\"\n", 17..23, "no such level", "did you mean `error`?");
    let expected = "\
error: no such level
  ┌─ own.toml:2:9
  │
2 │ level = \"eror\"
  │         ^^^^^^
  │
  = did you mean `error`?

";
    assert_eq!(terminal::data_error(&error), expected);
}

#[test]
fn remarks_are_broken_between_words() {
    let mut case = load();
    case.findings[0].fix = "word ".repeat(60);
    let text = case.text(true);
    let lines: Vec<&str> = text.lines().skip_while(|l| !l.contains("fix:")).take_while(|l| !l.contains("more:")).collect();
    assert_eq!(lines.len(), 3, "{text}");
    assert!(lines.iter().all(|l| l.chars().count() <= 115 && l.trim_start().len() > 20), "{text}");
}

#[test]
fn any_place_of_any_text_can_be_drawn() {
    let text = format!("ä\t\u{1b}x\r\n\n{}𝄞\r\u{85}\n日本{}\n\n", "ö".repeat(500), "語 ".repeat(300));
    let mut case = case("a.c", "RegOpenKeyExW", "RegOpenKeyExW", &[("RegOpenKeyExW", "opened")]);
    case.sources = vec![Source::new("a.c", text.as_str())];
    let offsets: Vec<u32> = (0..=text.len() as u32 + 2).filter(|i| *i < 40 || i % 97 == 0 || *i > text.len() as u32 - 20).collect();
    for &start in &offsets {
        for &end in offsets.iter().filter(|end| **end >= start) {
            case.findings[0].span = Span { file: FileId(0), start, end };
            case.findings[0].steps[0].span = Span { file: FileId(0), start: end, end };
            assert!(case.text(true).contains("opened"), "{start}..{end}");
        }
    }
}

#[test]
fn a_page_of_thousands_of_findings_shows_the_worst_whole_and_every_one_in_short() {
    let mut load = load();
    let one = load.findings[0].clone();
    let numbered =
        |i: u32| Finding { fingerprint: format!("{i:016x}"), message: format!("`<{i}>` stays open; it fails later"), ..one.clone() };
    load.findings = (0..500).map(numbered).collect();
    let pages = [html::check(&load.report()), {
        load.findings = (0..10_000).map(numbered).collect();
        html::check(&load.report())
    }];
    let of =
        |page: &str| ["class=\"finding\"", "class=\"life\"", "class=\"code\"", "others in short"].map(|part| page.matches(part).count());
    assert_eq!(of(&pages[0]), [500, 500, 500, 0]);
    assert_eq!(of(&pages[1]), [10_000, 500, 500, 1]);
    assert!(pages[1].contains("&#60;9999&#62;") && !pages[1].contains("<9999>"), "what comes from sources is escaped");
    assert!(pages[1].len() < 15 << 20, "{} bytes", pages[1].len());
}
