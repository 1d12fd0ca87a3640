//! The rules as data, and what they make of lifetimes and misuses.

use hivelint::judge::{self, AllowFault, Finding, Level, Rules, Subject, explain, judge, list};
use hivelint::lifetime::{Class, EndKind, Holder, LeakExit, Lifetime, Misuse, MisuseKind, PredefinedUse, Runs, Seen, Solution, Step};
use hivelint::models::{self, Kind, Root};
use hivelint::source::{FileId, Source, Span};
use std::collections::BTreeSet;

fn rules() -> Rules {
    Rules::builtin().unwrap_or_else(|e| panic!("{e}"))
}

/// Where the n-th occurrence of some words is.
fn at(text: &str, words: &str, nth: usize) -> Span {
    let (start, _) = text.match_indices(words).nth(nth).unwrap_or_else(|| panic!("{words} is not in the text"));
    Span { file: FileId(0), start: start as u32, end: (start + words.len()) as u32 }
}

fn life(text: &str, class: Class) -> Lifetime {
    let name = at(text, "RegOpenKeyExW", 0);
    Lifetime {
        function: "Load".into(),
        api: "RegOpenKeyExW".into(),
        via: None,
        span: name,
        name,
        kind: Kind::Key,
        roots: vec![Root::Hkcu],
        per_user: Some(true),
        subkey: Some("Software\\Contoso".into()),
        handle: Some("key".into()),
        class,
        in_wrapper: false,
        doubt: None,
        holder: None,
        held_across: Vec::new(),
        touched: Vec::new(),
        exits: Vec::new(),
        callers: Vec::new(),
        runs: Runs::default(),
        seen: Seen::Call,
        library: None,
        unread_handlers: false,
    }
}

fn exit(text: &str, words: &str, kind: EndKind) -> LeakExit {
    LeakExit { span: at(text, words, 0), kind, steps: Vec::new() }
}

fn solution(lifetimes: Vec<Lifetime>) -> Solution {
    Solution { lifetimes, ..Solution::default() }
}

fn judged(text: &str, solution: &Solution) -> Vec<Finding> {
    let models = models::builtin().expect("tables");
    judge(solution, &[Source::new("src/load.c", text)], &rules(), &models)
}

fn ids(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|f| &*f.rule).collect()
}

const CODE: &str = "void Load(void)\n{\n    RegOpenKeyExW(HKEY_CURRENT_USER, k, 0, KEY_READ, &key);\n    return;\n}\n";

#[test]
fn every_rule_file_is_compiled_in_and_complete() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/rules");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .expect(folder)
        .map(|e| e.expect("entry").file_name().into_string().expect("name"))
        .filter(|n| n.ends_with(".toml"))
        .collect();
    files.sort();
    assert_eq!(judge::builtin_files().collect::<Vec<_>>(), files);
    for rule in rules().all() {
        let id = &rule.id;
        assert!(rule.title.len() <= 90 && !rule.title.ends_with('.'), "{id}: the title is one short line");
        for text in [&rule.message, &rule.finds, &rule.why, &rule.fix.advice, &rule.fix.before, &rule.fix.after] {
            assert!(!text.trim().is_empty(), "{id}: something is empty");
        }
        assert!(!rule.message.trim().ends_with('.'), "{id}: a message has no full stop");
        // what is about binaries has its examples in tests/pe_unread.rs
        // and what is about the configuration in tests/gate.rs
        let elsewhere = rule.select.subject == Subject::UnreadOpen || rule.select.allow == Some(AllowFault::Expired);
        let has = |flags: bool| elsewhere || rule.example.iter().any(|e| e.flags == flags);
        assert!(has(true), "{id}: an example that flags is missing");
        assert!(has(false), "{id}: an example that does not flag is missing");
        if rule.select.subject != Subject::Allow {
            assert!(!rule.false_alarms.is_empty() && !rule.misses.is_empty(), "{id}: say when it is wrong");
            assert!(!rule.references.is_empty(), "{id}: say where it is written");
            for example in &rule.example {
                assert_eq!(example.flags, example.code.lines().any(|l| l.ends_with("//~")), "{id}: mark the line that is reported");
            }
        }
        for reference in &rule.references {
            assert!(reference.url.starts_with("https://"), "{id}: {}", reference.url);
        }
    }
}

#[test]
fn one_leak_is_one_finding_that_says_what_when_and_what_to_do() {
    let leaked = Lifetime { exits: vec![exit(CODE, "return;", EndKind::Return)], ..life(CODE, Class::Leaked) };
    let findings = judged(CODE, &solution(vec![leaked]));
    assert_eq!(ids(&findings), ["leaked-user-key"]);
    let f = &findings[0];
    assert_eq!((f.level, f.open, f.lifetime), (Level::Error, Some(0), Some(Class::Leaked)));
    assert!(f.message.starts_with(r"`key` (HKCU\Software\Contoso) is still open when `Load` returns in line 4,"), "{}", f.message);
    assert!(f.message.contains("ERROR_KEY_DELETED (1018)"), "{}", f.message);
    assert!(f.fix.starts_with("Close `key` with RegCloseKey on every path"), "{}", f.fix);
    assert_eq!(f.span, at(CODE, "RegOpenKeyExW", 0));
    assert_eq!(f.steps.iter().map(|s| s.span).collect::<Vec<_>>(), [at(CODE, "RegOpenKeyExW", 0), at(CODE, "return;", 0)]);
    assert_eq!((f.confidence.name(), f.assumptions.len()), ("high", 0));
}

#[test]
fn class_root_and_way_out_decide_the_rule() {
    let leaked = |per_user, kind| Lifetime { per_user, exits: vec![exit(CODE, "return;", kind)], ..life(CODE, Class::Leaked) };
    let kept = |class, per_user| Lifetime { per_user, ..life(CODE, class) };
    let next = |class| Lifetime { exits: vec![exit(CODE, "return;", EndKind::OverwriteNextCall)], ..life(CODE, class) };
    let both = vec![exit(CODE, "return;", EndKind::Return), exit(CODE, "void", EndKind::Overwrite)];
    for (life, expected) in [
        (leaked(Some(true), EndKind::Goto), vec!["leaked-user-key"]),
        (leaked(Some(false), EndKind::Return), vec!["leaked-machine-key"]),
        (leaked(Some(false), EndKind::Overwrite), vec!["leaked-machine-key"]),
        (leaked(None, EndKind::End), vec!["leaked-key-of-unknown-root"]),
        (leaked(None, EndKind::Overwrite), vec!["leaked-key-of-unknown-root"]),
        (leaked(Some(true), EndKind::Overwrite), vec!["reopened-before-close"]),
        (Lifetime { exits: both, ..life(CODE, Class::Leaked) }, vec!["leaked-user-key"]),
        (next(Class::Process), vec!["reopened-before-close", "user-key-in-static"]),
        (next(Class::Object), vec!["user-key-in-object"]),
        (kept(Class::Process, Some(true)), vec!["user-key-in-static"]),
        (kept(Class::Process, Some(false)), vec![]),
        (kept(Class::Process, None), vec![]),
        (kept(Class::Object, Some(true)), vec!["user-key-in-object"]),
        (kept(Class::Object, Some(false)), vec![]),
        (kept(Class::Caller, Some(true)), vec![]),
        (kept(Class::Scoped, Some(true)), vec![]),
        (kept(Class::Unknown, Some(true)), vec![]),
    ] {
        let told = format!("{:?} {:?} {:?}", life.class, life.per_user, life.exits);
        assert_eq!(ids(&judged(CODE, &solution(vec![life]))), expected, "{told}");
    }
}

#[test]
fn advice_speaks_the_style_of_the_file() {
    for (head, words) in [
        ("", "Close `key` with RegCloseKey"),
        ("#include <wil/resource.h>\n", "wil::unique_hkey"),
        ("#include <atlbase.h>\n", "CRegKey"),
        ("#include <atlbase.h>\nusing wil::unique_hkey;\n", "wil::unique_hkey"),
    ] {
        let code = format!("{head}{CODE}");
        let life = Lifetime { exits: vec![exit(&code, "return;", EndKind::Return)], ..life(&code, Class::Leaked) };
        let found = judged(&code, &solution(vec![life]));
        assert!(found[0].fix.contains(words), "{head}: {}", found[0].fix);
    }
}

#[test]
fn a_wait_without_end_is_told_with_its_line() {
    let waits = vec![Step { span: at(CODE, "return;", 0), text: "waits here".to_owned() }];
    let held = |class, per_user| Lifetime { per_user, held_across: waits.clone(), ..life(CODE, class) };
    assert_eq!(ids(&judged(CODE, &solution(vec![held(Class::Scoped, Some(false))]))), Vec::<&str>::new());
    let found = judged(CODE, &solution(vec![held(Class::Scoped, Some(true))]));
    assert_eq!(ids(&found), ["user-key-held-while-waiting"]);
    assert!(found[0].message.contains("waits in line 4, without end"), "{}", found[0].message);
}

#[test]
fn words_follow_the_kind_the_holder_and_the_opener() {
    let holder = Holder {
        kind: "member",
        ty: Some("Orders".into()),
        member: Some("m_key".into()),
        closed_by: vec!["Orders::Close".into()],
        ..Holder::default()
    };
    let kept = Lifetime { holder: Some(holder), ..life(CODE, Class::Object) };
    let f = &judged(CODE, &solution(vec![kept]))[0];
    assert!(f.message.starts_with("the member `m_key` of `Orders` keeps a key"), "{}", f.message);
    assert!(f.message.contains("(only `Orders::Close` closes it)"), "{}", f.message);
    assert_eq!((f.level, f.confidence.name()), (Level::Warning, "medium"));

    let huskey = Lifetime { kind: Kind::Huskey, api: "SHRegOpenUSKeyW".into(), ..life(CODE, Class::Process) };
    let f = &judged(CODE, &solution(vec![huskey]))[0];
    assert!(f.message.contains("keeps an HUSKEY"), "{}", f.message);
    assert!(f.fix.contains("SHRegCloseUSKey"), "{}", f.fix);

    let native = Lifetime { api: "NtOpenKey".into(), exits: vec![exit(CODE, "return;", EndKind::Return)], ..life(CODE, Class::Leaked) };
    assert!(judged(CODE, &solution(vec![native]))[0].fix.contains("with NtClose"));
}

#[test]
fn a_root_that_callers_pass_is_an_assumption() {
    let exits = vec![exit(CODE, "return;", EndKind::Return)];
    let passed = Lifetime { callers: vec!["A".into(), "B".into()], exits: exits.clone(), ..life(CODE, Class::Leaked) };
    let f = &judged(CODE, &solution(vec![passed]))[0];
    assert_eq!(
        (f.confidence.name(), f.assumptions.as_slice()),
        ("medium", ["the root is the one that `A` and 1 more passes".to_owned()].as_slice())
    );
    let param = Lifetime { roots: vec![Root::Param], per_user: None, exits, ..life(CODE, Class::Leaked) };
    let f = &judged(CODE, &solution(vec![param]))[0];
    assert_eq!((f.confidence.name(), f.level), ("low", Level::Warning));
    assert!(f.message.contains(r"(Software\Contoso below a root that a caller passes)"), "{}", f.message);
}

fn misuse(kind: MisuseKind, open: Option<usize>) -> Misuse {
    Misuse {
        kind,
        function: "Load".into(),
        span: at(CODE, "return;", 0),
        open,
        api: Some("CloseHandle".into()),
        roots: vec![Root::Hkcu],
        per_user: Some(true),
        steps: vec![Step { span: at(CODE, "return;", 0), text: "here".into() }],
        runs: Runs::default(),
        library: None,
    }
}

#[test]
fn misuses_are_reported_where_they_happen_and_an_overwrite_only_once() {
    let open = |misuses| Solution { misuses, ..solution(vec![life(CODE, Class::Scoped)]) };
    for (kind, id, level) in [
        (MisuseKind::DoubleClose, "closed-twice", Level::Error),
        (MisuseKind::UseAfterClose, "used-after-close", Level::Error),
        (MisuseKind::WrongCloser, "wrong-closer", Level::Error),
        (MisuseKind::ClosePredefined, "predefined-key-closed", Level::Warning),
    ] {
        let findings = judged(CODE, &open(vec![misuse(kind, Some(0))]));
        assert_eq!(ids(&findings), [id]);
        assert_eq!((findings[0].level, findings[0].span, findings[0].lifetime), (level, at(CODE, "return;", 0), Some(Class::Scoped)));
        assert_eq!(findings[0].steps.len(), 1);
        assert!(!findings[0].message.contains("  "), "{}", findings[0].message);
        assert_eq!(judged(CODE, &open(vec![misuse(kind, None)])).len(), 1, "{id} without an open");
    }
    let wrong = &judged(CODE, &open(vec![misuse(MisuseKind::WrongCloser, Some(0))]))[0];
    assert!(wrong.message.starts_with("CloseHandle is not the function that closes `key`"), "{}", wrong.message);
    assert_eq!(wrong.fix, "Close `key` with RegCloseKey.");
    let predefined = &judged(CODE, &open(vec![misuse(MisuseKind::ClosePredefined, None)]))[0];
    assert!(predefined.message.starts_with("CloseHandle closes the predefined key HKCU here"), "{}", predefined.message);
    let overwritten = Lifetime { exits: vec![exit(CODE, "return;", EndKind::Overwrite)], ..life(CODE, Class::Leaked) };
    let twice = Solution { misuses: vec![misuse(MisuseKind::Overwrite, Some(0))], ..solution(vec![overwritten]) };
    assert_eq!(ids(&judged(CODE, &twice)), ["reopened-before-close"]);
}

fn uses(text: &str) -> Vec<PredefinedUse> {
    let name = |i: usize, root| PredefinedUse {
        span: at(text, "Get(", i),
        function: "Load".into(),
        api: "RegGetValueW".into(),
        root,
        runs: Runs::default(),
        library: None,
    };
    vec![name(0, Root::Hkcu), name(1, Root::Hkcr)]
}

#[test]
fn uses_of_predefined_roots_are_one_finding_for_a_directory() {
    let text = "Get(1);\nGet(2);\n";
    let mut all = uses(text);
    let here = |file: u32| all.iter().map(move |u| PredefinedUse { span: Span { file: FileId(file), ..u.span }, ..u.clone() });
    all = here(0).chain(here(1)).chain(here(2)).collect();
    let sources = ["a/one.c", "a/two.c", "b/three.c"].map(|path| Source::new(path, text));
    let models = models::builtin().expect("tables");
    let findings = judge(&Solution { predefined_uses: all, ..Solution::default() }, &sources, &rules(), &models);
    assert_eq!(ids(&findings), ["cached-user-root", "cached-user-root"]);
    assert_eq!(
        findings.iter().map(|f| (f.span.file.0, f.steps.len(), f.level)).collect::<Vec<_>>(),
        [(0, 4, Level::Warning), (2, 2, Level::Warning)]
    );
    assert!(findings[0].message.starts_with("this component uses HKCU or HKCR at 4 places;"), "{}", findings[0].message);
    assert_ne!(findings[0].fingerprint, findings[1].fingerprint);
}

#[test]
fn at_one_place_the_worst_comes_first() {
    let text = "RegOpenKeyExW(key);\nreturn;\n";
    let leaked = Lifetime { exits: vec![exit(text, "return;", EndKind::Return)], ..life(text, Class::Leaked) };
    let used = PredefinedUse {
        span: at(text, "RegOpenKey", 0),
        function: "Load".into(),
        api: "RegOpenKeyExW".into(),
        root: Root::Hkcu,
        runs: Runs::default(),
        library: None,
    };
    let findings = judged(text, &Solution { predefined_uses: vec![used], ..solution(vec![leaked]) });
    assert_eq!(ids(&findings), ["leaked-user-key", "cached-user-root"]);
}

fn reason(finding: &Finding) -> Option<&str> {
    finding.suppressed.as_ref().map(|s| s.reason.as_str())
}

#[test]
fn an_allowed_use_leaves_the_others_to_be_reported() {
    let text = "Get(1); // hivelint: allow(cached-user-root) a tool\nGet(2);\n";
    let findings = judged(text, &Solution { predefined_uses: uses(text), ..Solution::default() });
    assert_eq!(ids(&findings), ["cached-user-root"]);
    assert_eq!((findings[0].span, reason(&findings[0]), findings[0].steps.len()), (at(text, "Get(", 1), None, 1));
    let text = "Get(1); // hivelint: allow(cached-user-root) a tool\nGet(2); /* hivelint: allow(cached-user-root) it too */\n";
    let findings = judged(text, &Solution { predefined_uses: uses(text), ..Solution::default() });
    assert_eq!((findings.len(), reason(&findings[0])), (1, Some("a tool")));
}

/// A leak in the line with `RegOpenKeyExW`; what the comment around it does.
fn with_comment(before: &str, after: &str) -> Vec<(String, Option<String>)> {
    let text = format!("{before}\n    RegOpenKeyExW(key);{after}\n    return;\n");
    let leaked = Lifetime { exits: vec![exit(&text, "return;", EndKind::Return)], ..life(&text, Class::Leaked) };
    judged(&text, &solution(vec![leaked])).into_iter().map(|f| (f.rule.to_string(), f.suppressed.map(|s| s.reason))).collect()
}

#[test]
fn a_comment_allows_on_its_line_or_alone_above_and_needs_a_reason() {
    let leak = |reason: Option<&str>| ("leaked-user-key".to_owned(), reason.map(str::to_owned));
    let other = |rule: &str| (rule.to_owned(), None);
    assert_eq!(with_comment("", ""), [leak(None)]);
    assert_eq!(with_comment("", " // hivelint: allow(leaked-user-key) ends at once"), [leak(Some("ends at once"))]);
    assert_eq!(with_comment("  /* hivelint: allow(leaked-user-key) ends at once */", ""), [leak(Some("ends at once"))]);
    assert_eq!(with_comment("// hivelint:allow(x-y, leaked-user-key) both\r", ""), [other("allow-nothing"), leak(Some("both"))]);
    let stacked = "// hivelint: allow(leaked-user-key) one\n// hivelint: allow(closed-twice) two";
    assert_eq!(with_comment(stacked, ""), [other("allow-nothing"), leak(Some("one"))]);

    assert_eq!(with_comment("", " // hivelint: allow(leaked-user-key)"), [leak(None), other("allow-without-reason")]);
    assert_eq!(with_comment("", " /* hivelint: allow(leaked-user-key) */"), [leak(None), other("allow-without-reason")]);
    assert_eq!(with_comment("", "\n// hivelint: allow(leaked-user-key) below"), [leak(None), other("allow-nothing")]);
    assert_eq!(with_comment("x(); // hivelint: allow(leaked-user-key) the line above", ""), [other("allow-nothing"), leak(None)]);
    assert_eq!(with_comment("", " // hivelint: allow(closed-twice) another rule"), [leak(None), other("allow-nothing")]);
    assert_eq!(with_comment("", " s = \"hivelint: allow(leaked-user-key) no comment\";"), [leak(None)]);
    assert_eq!(with_comment("", " // hivelint: allow(leaked-user-key"), [leak(None)]);
}

#[test]
fn an_allow_for_a_rule_that_there_is_not_says_so() {
    let text = "// hivelint: allow(leaked-key) typo\n";
    let findings = judged(text, &Solution::default());
    assert_eq!(
        findings[0].message,
        "this comment allows `leaked-key`, but there is nothing to allow (there is no rule of that name; `hivelint rules` lists them)"
    );
    assert_eq!(&text[findings[0].span.start as usize..findings[0].span.end as usize], "hivelint: allow(leaked-key) typo");
}

#[test]
fn fingerprints_hold_when_lines_move_and_differ_for_twins() {
    let of = |text: &str, count| {
        let leaked = Lifetime { exits: vec![exit(text, "return;", EndKind::Return)], ..life(text, Class::Leaked) };
        judged(text, &solution(vec![leaked; count])).into_iter().map(|f| f.fingerprint).collect::<Vec<_>>()
    };
    let moved = format!("\n\n// more\n{CODE}");
    let twins = of(CODE, 2);
    assert_eq!(of(CODE, 1), of(&moved, 1));
    assert_eq!(twins[0], of(CODE, 1)[0]);
    assert_ne!(twins[0], twins[1]);
}

#[test]
fn text_from_code_can_not_break_a_message() {
    let odd = Lifetime {
        subkey: Some("a\r\n\u{1b}[31mb {handle}".into()),
        exits: vec![exit(CODE, "return;", EndKind::Return)],
        ..life(CODE, Class::Leaked)
    };
    let message = &judged(CODE, &solution(vec![odd]))[0].message;
    assert!(!message.chars().any(char::is_control), "{message:?}");
    assert!(message.contains("{handle})"), "a field's value is not a template: {message}");
}

#[test]
fn a_rule_of_ones_own_is_added_or_takes_the_place_of_a_known_one() {
    let text = "id = \"leaked-user-key\"\ntitle = \"T\"\nlevel = \"note\"\nsince = \"1\"\nmessage = \"own {handle}\"\nfinds = \"f\"\nwhy = \"w\"\nselect = { subject = \"lifetime\", classes = [\"leaked\"] }\nfix = { advice = \"a\" }\n";
    let models = models::builtin().expect("tables");
    let count = rules().all().len();
    let own = rules().with(&[("mine/leaked-user-key.toml", text)]).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(own.all().len(), count);
    let findings = judge(&solution(vec![life(CODE, Class::Leaked)]), &[Source::new("a.c", CODE)], &own, &models);
    assert_eq!((findings[0].message.as_str(), findings[0].level), ("own `key`", Level::Note));
    let added = rules().with(&[("mine/any-leak.toml", &text.replace("leaked-user-key", "any-leak"))]).expect("a rule");
    assert_eq!(added.all().len(), count + 1);
    let sorted: Vec<&str> = added.all().iter().map(|r| &*r.id).collect();
    assert!(sorted.is_sorted(), "{sorted:?}");

    for (wrong, line, words, help) in [
        (text.replace("title", "titel"), 2, "titel", "did you mean `title`?"),
        (text.replace("\"note\"", "\"notice\""), 3, "\"notice\"", "did you mean `note`?"),
        (text.replace("{handle}", "{hnadle}"), 5, "{hnadle}", "known fields: a_kind, allow, api,"),
        (text.replace("[\"leaked\"]", "[\"leakd\"]"), 8, "\"leakd\"", "did you mean `leaked`?"),
        (text.replace("leaked-user-key", "other"), 1, "other", "give the file the name of the rule"),
    ] {
        let error = rules().with(&[("mine/leaked-user-key.toml", &wrong)]).expect_err("a mistake");
        assert_eq!((error.file.as_str(), error.line), ("mine/leaked-user-key.toml", line), "{error}");
        assert_eq!(&wrong[error.span.clone()], words, "{error}");
        assert!(error.help.starts_with(help), "{error}");
    }
}

#[test]
fn explanations_have_every_part_in_order_and_fit_the_page() {
    for rule in rules().all() {
        let text = explain(rule);
        let mut from = 0;
        let sections = ["What it finds", "Why it matters", "What to write instead", "Before:", "After:"];
        for part in [rule.id.as_str(), &rule.title].into_iter().chain(sections) {
            from += text[from..].find(part).unwrap_or_else(|| panic!("{}: {part} is missing or out of order", rule.id));
        }
        let is_code = |l: &str| l.starts_with("    ");
        let is_url = |l: &str| l.trim_start().starts_with("https://");
        for line in text.lines().filter(|l| !is_url(l)) {
            assert!(line.chars().count() <= if is_code(line) { 130 } else { 100 }, "{}: {line}", rule.id);
            assert!(is_code(line) || !line.contains('{'), "{}: a field is left in {line}", rule.id);
        }
        assert_eq!(rule.help, text);
    }
    let listed = list(&rules());
    assert_eq!(listed.lines().count(), rules().all().len());
    let titles: BTreeSet<usize> = listed.lines().zip(rules().all()).map(|(line, rule)| line.find(&rule.title).expect("title")).collect();
    assert_eq!(titles.len(), 1, "titles stand below each other:\n{listed}");
}
