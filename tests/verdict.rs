//! Verdicts, table by table: every file below `testdata/verdict` is one row, and says itself what has to come of it.
//!
//! At the beginning of a file, `//# key = value` is a line of its deployment in `hivelint.toml` (none: no such file), and
//! `//= …` is what is expected: `verdict: ID`, `says: WORDS` (anywhere in the verdict), `not: WORDS`, `event: WORDS` (in an
//! event's text), `no event`, `fails: FUNCTION CALL`, `10006: FUNCTION`, `remedy: ID`, `no remedy: ID`. In the code, `//~ LEVEL
//! RULE LIFETIME` is a finding of that line; all of them but `cached-user-root` are there.

use hivelint::component::{Components, Located};
use hivelint::config::{Config, Known};
use hivelint::judge::{Rules, Settings, judge_deployed};
use hivelint::predict::{Evidence, Outcome, Verdict, predict};
use hivelint::{models, pipeline, windows};
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/verdict")
}

/// What came of one file.
struct Judged {
    verdict: Option<String>,
    /// Condition, assumptions and reasoning.
    words: String,
    events: Vec<(u32, String)>,
    failing: Vec<String>,
    remedies: Vec<String>,
    /// `LINE LEVEL RULE LIFETIME`
    findings: Vec<String>,
}

fn located(files: &[&str], deployment: &str) -> Located {
    let files: Vec<String> = files.iter().map(|f| format!("{f:?}")).collect();
    let (binaries, sources): (Vec<String>, Vec<String>) = files.into_iter().partition(|f| f.ends_with(".dll\""));
    let text = format!(
        "[[component]]\nname = \"Contoso\"\nsources = [{}]\nbinaries = [{}]\n[component.deployment]\n{deployment}",
        sources.join(", "),
        binaries.join(", ")
    );
    let versions = windows::facts().unwrap().versions();
    let known = Known { windows: &versions, rules: &[] };
    let config = Config::read("hivelint.toml", &text, known, &|_| Err("nothing".to_owned())).unwrap_or_else(|e| panic!("{e}"));
    Located { config, path: "hivelint.toml".to_owned(), base: "/work".to_owned(), here: "/work".to_owned() }
}

fn judged(files: Vec<(String, Vec<u8>)>, deployment: Option<&str>) -> Judged {
    let models = models::builtin().unwrap_or_else(|e| panic!("{e}"));
    let rules = Rules::builtin().unwrap_or_else(|e| panic!("{e}"));
    let facts = windows::facts().unwrap_or_else(|e| panic!("{e}"));
    let located = deployment.map(|d| located(&files.iter().map(|f| f.0.as_str()).collect::<Vec<_>>(), d));
    let analysis = pipeline::analyse(files, &models);
    let components = Components::of(&analysis.sources, &analysis.seen, located.as_ref());
    let findings = judge_deployed(&analysis.solution, &analysis.sources, &rules, &models, &components, &Settings::default());
    let (sources, solution) = (&analysis.sources, &analysis.solution);
    let verdicts = predict(Evidence { sources, solution, findings: &findings, components: &components, facts });
    assert!(verdicts.len() <= 1, "{verdicts:?}");
    let shown = findings.iter().filter(|f| &*f.rule != "cached-user-root" && f.suppressed.is_none());
    let findings = shown.map(|f| {
        let line = analysis.sources[f.span.file.0 as usize].position(f.span.start).line;
        let stays = f.stays.as_ref().map_or("", |s| s.id.as_str());
        format!("{line} {} {} {stays}", f.level.name(), f.rule).trim_end().to_owned()
    });
    let mut findings: Vec<String> = findings.collect();
    findings.sort();
    let Some(v) = verdicts.first() else {
        return Judged { verdict: None, words: String::new(), events: Vec::new(), failing: Vec::new(), remedies: Vec::new(), findings };
    };
    Judged {
        verdict: Some(v.outcome.id().to_owned()),
        words: words(v),
        events: v.events.iter().map(|e| (e.id, format!("{}\n{}", e.text, e.remark))).collect(),
        failing: v.failing.iter().map(|c| format!("{} {}", c.function, c.api)).collect(),
        remedies: v.remedies.iter().map(|r| r.id.clone()).collect(),
        findings,
    }
}

fn words(verdict: &Verdict<'_>) -> String {
    let steps: Vec<&str> = verdict.steps.iter().map(|s| s.text.as_str()).collect();
    format!("{}\n{}\n{}", verdict.condition, verdict.assumed.join("\n"), steps.join("\n"))
}

/// What is wrong with a file's verdict.
fn wrong(name: &str, text: &str) -> Vec<String> {
    let deployment: String = text.lines().filter_map(|l| l.strip_prefix("//# ")).map(|l| format!("{l}\n")).collect();
    let deployment = (!deployment.is_empty()).then_some(deployment);
    let it = judged(vec![(name.to_owned(), text.as_bytes().to_vec())], deployment.as_deref());
    let mut wrong = Vec::new();
    let expected: Vec<&str> = text.lines().filter_map(|l| l.strip_prefix("//= ")).collect();
    assert!(expected.iter().any(|e| e.starts_with("verdict: ")), "{name} expects no verdict");
    for line in expected {
        let (what, words) = line.split_once(": ").unwrap_or((line, ""));
        let holds = match what {
            "verdict" => it.verdict.as_deref() == Some(words),
            "says" => it.words.contains(words),
            "not" => !it.words.contains(words),
            "event" => it.events.iter().any(|(_, text)| text.contains(words)),
            "no event" => it.events.is_empty(),
            "fails" => it.failing.iter().any(|c| c == words),
            "10006" => it.events.iter().any(|(id, text)| *id == 10006 && text.contains(&format!("`{words}`"))),
            "remedy" => it.remedies.iter().any(|r| r == words),
            "no remedy" => it.remedies.iter().all(|r| r != words),
            _ => panic!("{name}: `{what}` is nothing that can be expected"),
        };
        if !holds {
            wrong.push(format!(
                "{name}: `{line}` does not hold; the verdict is {:?}\n{}\n{:?}\n{:?}",
                it.verdict, it.words, it.events, it.failing
            ));
        }
    }
    let marked = (1..)
        .zip(text.lines())
        .flat_map(|(n, l): (u32, &str)| l.split("//~ ").skip(1).map(move |finding| format!("{n} {}", finding.trim())));
    let mut marked: Vec<String> = marked.collect();
    marked.sort();
    if marked != it.findings {
        wrong.push(format!("{name}: expected {marked:?}\n      found {:?}", it.findings));
    }
    wrong
}

fn rows(table: &str) -> usize {
    let mut files: Vec<PathBuf> = fs::read_dir(folder().join(table)).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    let mut faults = Vec::new();
    for file in &files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        faults.extend(wrong(&name, &fs::read_to_string(file).unwrap()));
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
    files.len()
}

#[test]
fn who_the_process_runs_as_decides_what_becomes_of_the_hive() {
    assert!(rows("identity") >= 15);
}

#[test]
fn where_a_key_is_kept_decides_how_long_it_is_open() {
    assert!(rows("lifetimes") >= 18);
}

#[test]
fn whose_keys_they_are_decides_what_is_said() {
    assert!(rows("kinds") >= 8);
}

#[test]
fn policy_windows_profile_and_service_decide_whether_it_is_unloaded() {
    let code = fs::read_to_string(folder().join("identity/nothing-said.c")).unwrap();
    let table = fs::read_to_string(folder().join("policy.txt")).unwrap();
    let mut verdicts = Vec::new();
    for line in table.lines().filter(|l| !l.starts_with('#')) {
        let row: Vec<&str> = line.split_whitespace().collect();
        let [policy, version, profile, service, verdict] = row[..] else { panic!("not five columns: {line}") };
        let mut deployment = format!(
            "identity = \"specific-user\"\nwindows = {version:?}\ndisable-force-unload = {}\nnt-service = {service}\n",
            policy == "on"
        );
        if profile != "-" {
            deployment += &format!("activation = \"library\"\nhost = \"w3wp.exe\"\nload-user-profile = {profile}\n");
        }
        let it = judged(vec![("a.c".to_owned(), code.as_bytes().to_vec())], Some(&deployment));
        assert_eq!(it.verdict.as_deref(), Some(verdict), "{line}");
        // with the policy nothing breaks, and the event is logged nevertheless
        let is_logged =
            verdict == "breaks-at-log-off" || policy == "on" && version != "server-2003" && profile != "true" && service == "false";
        assert_eq!(it.events.iter().any(|(id, _)| *id == 1530), is_logged, "{line}");
        verdicts.push(verdict.to_owned());
    }
    assert!(verdicts.len() >= 32 && verdicts.iter().any(|v| v == "breaks-at-log-off"));
}

/// Words that a developer who never heard of the User Profile Service does not know have no place in what is said first.
#[test]
fn nothing_is_called_safe_and_every_verdict_has_words_of_its_own() {
    let all = [Outcome::Breaks, Outcome::MayBreak, Outcome::NotAnalysable, Outcome::NotAsDeployed, Outcome::NoOwnHandle];
    for table in ["identity", "lifetimes", "kinds"] {
        for file in fs::read_dir(folder().join(table)).unwrap() {
            let file = file.unwrap().path();
            let text = fs::read_to_string(&file).unwrap();
            let deployment: String = text.lines().filter_map(|l| l.strip_prefix("//# ")).map(|l| format!("{l}\n")).collect();
            let it = judged(vec![(file.file_name().unwrap().to_string_lossy().into_owned(), text.into_bytes())], Some(&deployment));
            for unwanted in ["safe", "profsvc", "ProfSvc", "NtUnloadKey", "{", "}"] {
                assert!(!it.words.contains(unwanted), "{}: `{unwanted}` in\n{}", file.display(), it.words);
            }
        }
    }
    let titles: std::collections::BTreeSet<&str> = all.iter().map(|o| o.title()).collect();
    assert_eq!(titles.len(), all.len());
}

/// The situation of Microsoft's article: one component, its source and its DLL, under an account of its own.
#[test]
fn the_articles_event_has_the_articles_form() {
    let source = "#include <windows.h>\n\nDWORD Viewer(BYTE *name, DWORD size)\n{\n    return RegGetValueW(HKEY_CLASSES_ROOT, L\".contoso\", NULL, RRF_RT_REG_SZ, NULL, name, &size);\n}\n";
    let it = judged(vec![("viewer.c".to_owned(), source.as_bytes().to_vec())], Some("identity = \"specific-user\"\n"));
    let expected = "Windows detected your registry file is still in use by other applications or services. The file will be unloaded now. \
                    The applications or services that hold your registry file may not function properly afterwards.\n\nDETAIL -\n\
                    1 user registry handles leaked from \\Registry\\User\\<SID>_Classes:\n\
                    Process <process id> (\\Device\\HarddiskVolume<n>\\Windows\\System32\\dllhost.exe) has opened key \\REGISTRY\\USER\\<SID>_CLASSES\n\
                    The line without a path is the process's own predefined key, not one of the component's.";
    assert_eq!(it.events, [(1530, expected.to_owned())]);
    // the component is not blamed
    assert_eq!(it.verdict.as_deref(), Some("may-break"));
    assert!(it.words.contains("not an unclosed key of the component"), "{}", it.words);
}

#[test]
fn what_can_not_be_read_is_said_to_be_not_analysable() {
    let dll = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/pe/bin/managed.dll")).unwrap();
    let it = judged(vec![("managed.dll".to_owned(), dll)], None);
    assert_eq!(it.verdict.as_deref(), Some("not-analysable-here"));
    assert!(it.words.contains("managed code (.NET v4.0.30319) is not read"), "{}", it.words);
    assert_eq!((it.events.len(), it.failing.len(), it.remedies.len()), (0, 0, 0));
}

/// No managed component is analysed here, and each is told so; helpers are not components, unless somebody says that they are.
#[test]
fn managed_components_are_said_to_be_not_analysable() {
    let assembly = |name: &str| {
        let path = format!("{}/testdata/managed/{name}.dll", env!("CARGO_MANIFEST_DIR"));
        vec![(format!("{name}.dll"), fs::read(path).unwrap())]
    };
    for name in ["serviced", "visible", "named"] {
        let it = judged(assembly(name), None);
        assert_eq!(it.verdict.as_deref(), Some("not-analysable-here"), "{name}");
    }
    assert_eq!(judged(assembly("helper"), None).verdict, None);
    let declared = judged(assembly("helper"), Some("identity = \"specific-user\"\n"));
    assert_eq!(declared.verdict.as_deref(), Some("not-analysable-here"));
}

/// The same, end to end: one component, its source and its DLL, found by what it is made of.
#[test]
fn source_and_dll_of_one_component_have_one_verdict() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/pe");
    let files = ["source/component.c", "bin/component-gcc-x64-O2.dll"];
    let files = files.map(|f| (f.rsplit('/').next().unwrap().to_owned(), fs::read(root.join(f)).unwrap()));
    let it = judged(files.to_vec(), Some("identity = \"specific-user\"\nactivation = \"server\"\n"));
    assert_eq!(it.verdict.as_deref(), Some("may-break"));
    let (id, text) = &it.events[0];
    assert!(*id == 1530 && text.contains("leaked from \\Registry\\User\\<SID>:\nProcess <process id> (\\Device\\"), "{text}");
    assert!(text.contains("dllhost.exe) has opened key \\REGISTRY\\USER\\<SID>\n"), "{text}");
    // making an object opens a key, in the source and in the DLL
    assert_eq!(it.events.last().unwrap().0, 10006);
    assert!(it.failing.iter().all(|call| call == "DllGetClassObject RegOpenKeyExW"), "{:?}", it.failing);
}
