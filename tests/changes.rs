//! The changes that findings propose: each is put into the text, which is analysed again. The finding must be gone and nothing
//! new be there. And what they look like.

use hivelint::change;
use hivelint::judge::{self, Change, Finding, Rules};
use hivelint::models::{self, Models};
use hivelint::pipeline::{self, Analysis};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

type Files = Vec<(String, Vec<u8>)>;

struct Bench {
    rules: Rules,
    models: Models,
}

impl Bench {
    fn new() -> Bench {
        Bench { rules: Rules::builtin().unwrap_or_else(|e| panic!("{e}")), models: models::builtin().expect("tables") }
    }

    fn judged(&self, files: &Files) -> (Analysis, Vec<Finding>) {
        let analysis = pipeline::analyse(files.clone(), &self.models);
        let findings = judge::judge(&analysis.solution, &analysis.sources, &self.rules, &self.models);
        (analysis, findings)
    }

    fn changed(&self, files: &Files) -> (Analysis, Vec<Finding>) {
        let (analysis, mut findings) = self.judged(files);
        change::propose(&mut findings, &|_| true, &analysis, &self.rules, &self.models);
        (analysis, findings)
    }

    /// The only file with the change of its only finding of a rule, if there is one.
    fn after(&self, path: &str, text: &str, rule: &str) -> Option<String> {
        let files = vec![(path.to_owned(), text.as_bytes().to_vec())];
        let (analysis, findings) = self.changed(&files);
        let of: Vec<&Finding> = findings.iter().filter(|f| &*f.rule == rule).collect();
        let [finding] = of.as_slice() else { panic!("{rule} reports {} times in\n{text}", of.len()) };
        let change = finding.change.as_ref()?;
        Some(Change::applied(&change.edits, finding.span.file, &analysis.sources[0].text))
    }
}

/// Findings by file, rule and function.
fn tally(analysis: &Analysis, findings: &[Finding]) -> BTreeMap<(String, String, String), usize> {
    let mut counts = BTreeMap::new();
    for f in findings.iter().filter(|f| f.suppressed.is_none()) {
        let path = analysis.sources[f.span.file.0 as usize].path.to_string();
        *counts.entry((path, f.rule.to_string(), f.function.to_string())).or_default() += 1;
    }
    counts
}

#[derive(Default, Debug)]
struct Score {
    leaks: usize,
    leaks_changed: usize,
    misuses_changed: usize,
    examples: usize,
    failures: Vec<String>,
}

/// Puts the changes in one after the other, each into the code as it was.
fn hold(bench: &Bench, files: &Files, score: &mut Score) {
    let (analysis, findings) = bench.changed(files);
    let before = tally(&analysis, &findings);
    for finding in findings.iter().filter(|f| f.suppressed.is_none()) {
        let is_leak = finding.lifetime == Some(hivelint::lifetime::Class::Leaked) && finding.rule.contains("leaked");
        score.leaks += usize::from(is_leak);
        let Some(change) = &finding.change else { continue };
        assert!(!change.edits.is_empty() && change.edits.is_sorted(), "{}: edits are there, and in order", finding.message);
        if !change.tried {
            score.examples += 1;
            continue;
        }
        score.leaks_changed += usize::from(is_leak);
        score.misuses_changed += usize::from(!is_leak);
        let place = finding.span.file;
        let path = analysis.sources[place.0 as usize].path.to_string();
        let text = Change::applied(&change.edits, place, &analysis.sources[place.0 as usize].text);
        let changed = files.iter().map(|(p, b)| (p.clone(), if *p == path { text.clone().into_bytes() } else { b.clone() })).collect();
        let (new_analysis, new_findings) = bench.judged(&changed);
        let after = tally(&new_analysis, &new_findings);
        let count = |all: &BTreeMap<_, usize>, key| all.get(key).copied().unwrap_or(0);
        let key = (path.clone(), finding.rule.to_string(), finding.function.to_string());
        let gone = count(&after, &key) < count(&before, &key);
        let new: Vec<_> = after.iter().filter(|(key, n)| **n > count(&before, *key)).map(|(key, _)| key).collect();
        let read = new_analysis.stats.regions_skipped <= analysis.stats.regions_skipped;
        if !gone || !new.is_empty() || !read {
            score.failures.push(format!("{path}: {}: gone {gone}, new {new:?}, all read {read}\n{text}", finding.message));
        }
    }
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(name)
}

/// The files of a folder, each by itself; what is in a folder below belongs together.
fn units(folder: &Path) -> Vec<Files> {
    let mut units = Vec::new();
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).expect("testdata").map(|e| e.expect("entry").path()).collect();
    entries.sort();
    for path in entries {
        let paths: Vec<PathBuf> =
            if path.is_dir() { fs::read_dir(&path).expect("folder").map(|e| e.expect("entry").path()).collect() } else { vec![path] };
        let mut files: Files = paths
            .iter()
            .filter(|p| p.extension().is_some_and(|e| ["c", "h", "cpp", "rs"].iter().any(|known| e == *known)))
            .map(|p| (p.file_name().expect("name").to_string_lossy().into_owned(), fs::read(p).expect("readable")))
            .collect();
        files.sort();
        units.push(files);
    }
    units.retain(|files| !files.is_empty());
    units
}

#[test]
fn every_change_in_the_test_data_removes_its_finding_and_adds_none() {
    let bench = Bench::new();
    let mut score = Score::default();
    for name in ["c", "cpp", "rust", "apis"] {
        units(&folder(name)).iter().for_each(|files| hold(&bench, files, &mut score));
    }
    let demo: Files = units(&folder("demo")).into_iter().flatten().collect();
    hold(&bench, &demo, &mut score);
    assert!(score.failures.is_empty(), "{}", score.failures.join("\n\n"));
    // the rest: owners that are given away, throwing callees, exits in macros, keys in arrays
    assert!(score.leaks >= 100 && score.leaks_changed * 100 >= score.leaks * 58, "too few leaks get a change: {score:?}");
    assert!(score.misuses_changed >= 8 && score.examples >= 5, "{score:?}");
}

#[test]
fn every_change_in_the_rules_examples_removes_its_finding_and_adds_none() {
    let bench = Bench::new();
    let mut score = Score::default();
    for rule in bench.rules.all() {
        let c = rule.example.iter().map(|e| ("example.c", e.code.as_str())).chain([("before.c", rule.fix.before.as_str())]);
        let rust = rule.fix.rust.iter().map(|r| ("before.rs", r.before.as_str()));
        for (path, code) in c.chain(rust) {
            hold(&bench, &vec![(path.to_owned(), code.as_bytes().to_vec())], &mut score);
        }
    }
    assert!(score.failures.is_empty(), "{}", score.failures.join("\n\n"));
    assert!(score.leaks_changed * 10 >= score.leaks * 8 && score.misuses_changed >= 5, "{score:?}");
}

const OPEN: &str = "RegOpenKeyExW(HKEY_CURRENT_USER, L\"Software\\\\Contoso\", 0, KEY_READ, &key)";

/// A function body with `OPEN` for the open, as C, and what it becomes.
#[track_caller]
fn becomes(path: &str, before: &str, after: &str) {
    let (before, after) = (before.replace("OPEN", OPEN), after.replace("OPEN", OPEN));
    let got = Bench::new().after(path, &before, "leaked-user-key").unwrap_or_default();
    assert_eq!(got, after);
}

#[test]
fn a_close_comes_before_an_early_return_in_the_style_of_the_file() {
    becomes(
        "a.c",
        "int f(void)\n{\n    HKEY key;\n    if (OPEN)\n        return 1;\n    if (!g())\n        return 2; // no luck\n    RegCloseKey(key);\n    return 0;\n}\n",
        "int f(void)\n{\n    HKEY key;\n    if (OPEN)\n        return 1;\n    if (!g()) {\n        RegCloseKey(key);\n        return 2; // no luck\n    }\n    RegCloseKey(key);\n    return 0;\n}\n",
    );
    becomes(
        "a.c",
        "int f(void)\r\n{\r\n\tHKEY key;\r\n\tif (OPEN)\r\n\t{\r\n\t\treturn 1;\r\n\t}\r\n\tif (!g())\r\n\t\treturn 2;\r\n\tRegCloseKey(key);\r\n\treturn 0;\r\n}\r\n",
        "int f(void)\r\n{\r\n\tHKEY key;\r\n\tif (OPEN)\r\n\t{\r\n\t\treturn 1;\r\n\t}\r\n\tif (!g())\r\n\t{\r\n\t\tRegCloseKey(key);\r\n\t\treturn 2;\r\n\t}\r\n\tRegCloseKey(key);\r\n\treturn 0;\r\n}\r\n",
    );
    becomes(
        "a.c",
        "int f(void) { HKEY key; if (OPEN) return 1; if (!g()) return 2; RegCloseKey(key); return 0; }",
        "int f(void) { HKEY key; if (OPEN) return 1; if (!g()) { RegCloseKey(key); return 2; } RegCloseKey(key); return 0; }",
    );
}

#[test]
fn what_a_return_needs_of_the_key_is_worked_out_before_the_close() {
    becomes(
        "a.c",
        "static LSTATUS WINAPI f(void)\n{\n    HKEY key;\n    LSTATUS s = OPEN;\n    if (s) return s;\n    return RegDeleteValueW(key, L\"V\");\n}\n",
        "static LSTATUS WINAPI f(void)\n{\n    HKEY key;\n    LSTATUS s = OPEN;\n    if (s) return s;\n    {\n        LSTATUS result = RegDeleteValueW(key, L\"V\");\n        RegCloseKey(key);\n        return result;\n    }\n}\n",
    );
    becomes(
        "a.cpp",
        "bool f()\n{\n    HKEY key;\n    if (OPEN != ERROR_SUCCESS)\n        return false;\n    return RegDeleteValueW(key, L\"V\") == 0;\n}\n",
        "bool f()\n{\n    HKEY key;\n    if (OPEN != ERROR_SUCCESS)\n        return false;\n    const auto result = RegDeleteValueW(key, L\"V\") == 0;\n    RegCloseKey(key);\n    return result;\n}\n",
    );
}

#[test]
fn an_exit_that_is_reached_with_and_without_the_key_gets_a_test() {
    becomes(
        "a.c",
        "long f(void)\n{\n    HKEY key;\n    long s = 5;\n    s = OPEN;\n    g();\n    return s;\n}\n",
        "long f(void)\n{\n    HKEY key;\n    long s = 5;\n    s = OPEN;\n    if (s == ERROR_SUCCESS) RegCloseKey(key);\n    g();\n    return s;\n}\n",
    );
}

#[test]
fn files_that_use_wil_or_atl_get_an_owner() {
    becomes(
        "a.cpp",
        "#include <wil/resource.h>\nbool f()\n{\n    HKEY key = nullptr;\n    if (OPEN != ERROR_SUCCESS)\n        return false;\n    if (RegDeleteValueW(key, L\"V\"))\n        return false;\n    RegCloseKey(key);\n    return true;\n}\n",
        "#include <wil/resource.h>\nbool f()\n{\n    wil::unique_hkey key;\n    if (RegOpenKeyExW(HKEY_CURRENT_USER, L\"Software\\\\Contoso\", 0, KEY_READ, key.put()) != ERROR_SUCCESS)\n        return false;\n    if (RegDeleteValueW(key.get(), L\"V\"))\n        return false;\n    key.reset();\n    return true;\n}\n",
    );
    becomes(
        "a.cpp",
        "#include <atlbase.h>\nbool f()\n{\n    HKEY key;\n    if (OPEN != ERROR_SUCCESS)\n        return false;\n    return RegDeleteValueW(key, L\"V\") == 0;\n}\n",
        "#include <atlbase.h>\nbool f()\n{\n    CRegKey key;\n    if (RegOpenKeyExW(HKEY_CURRENT_USER, L\"Software\\\\Contoso\", 0, KEY_READ, &key.m_hKey) != ERROR_SUCCESS)\n        return false;\n    return RegDeleteValueW(key.m_hKey, L\"V\") == 0;\n}\n",
    );
}

#[test]
fn a_raw_key_in_rust_gets_a_guard_behind_its_open() {
    let before = "use windows::Win32::System::Registry::*;\nuse windows::core::w;\n\nfn timeout() -> windows::core::Result<u32> {\n    let mut key = HKEY::default();\n    unsafe {\n        RegOpenKeyExW(HKEY_CURRENT_USER, w!(\"Software\\\\Contoso\"), None, KEY_READ, &mut key).ok()?;\n        let mut value = 0u32;\n        let mut size = 4u32;\n        RegQueryValueExW(key, w!(\"T\"), None, None, Some((&raw mut value).cast()), Some(&mut size)).ok()?;\n        RegCloseKey(key).ok()?;\n        Ok(value)\n    }\n}\n";
    let after = before
        .replace("&mut key).ok()?;\n", "&mut key).ok()?;\n        let _close = windows::core::Owned::new(key);\n")
        .replace("        RegCloseKey(key).ok()?;\n", "");
    assert_eq!(Bench::new().after("a.rs", before, "leaked-user-key").unwrap_or_default(), after);
}

#[test]
fn what_can_not_be_made_right_is_left_alone() {
    let bench = Bench::new();
    // a close before the return would also close what `all` keeps
    let kept = format!(
        "struct All {{ HKEY key; }};\nstruct All *f(void)\n{{\n    struct All *all;\n    HKEY key;\n    if ({OPEN})\n        return NULL;\n    all = maybe();\n    if (all)\n        all->key = key;\n    return all;\n}}\n"
    );
    assert!(bench.after("a.c", &kept, "leaked-user-key").is_none_or(|t| !t.contains("RegCloseKey(key);\n    return all;")));
    // the exit is in a macro
    let hidden = format!(
        "#define CHECK(x) do {{ if (x) return 1; }} while (0)\nint f(void)\n{{\n    HKEY key;\n    if ({OPEN})\n        return 1;\n    CHECK(g(key));\n    RegCloseKey(key);\n    return 0;\n}}\n"
    );
    assert_eq!(bench.after("a.c", &hidden, "leaked-user-key"), None);
}

#[test]
fn wrong_uses_are_put_right() {
    let bench = Bench::new();
    let code = |body: &str| format!("void f(void)\n{{\n    HKEY key;\n    if ({OPEN})\n        return;\n{body}}}\n");
    let wrong = bench.after("a.c", &code("    CloseHandle(key);\n"), "wrong-closer");
    assert_eq!(wrong, Some(code("    RegCloseKey(key);\n")));
    let twice = bench.after("a.c", &code("    RegCloseKey(key);\n    RegCloseKey(key);\n"), "closed-twice");
    assert_eq!(twice, Some(code("    RegCloseKey(key);\n")));
    let late = bench.after("a.c", &code("    RegCloseKey(key);\n    RegDeleteValueW(key, L\"V\");\n"), "used-after-close");
    assert_eq!(late, Some(code("    RegDeleteValueW(key, L\"V\");\n    RegCloseKey(key);\n")));
}

#[test]
fn examples_name_this_root_and_this_sub_key_and_say_that_they_are_examples() {
    let bench = Bench::new();
    let text = format!(
        "static HKEY key;\nlong f(BYTE *data, DWORD *size)\n{{\n    if (!key)\n        {OPEN};\n    return RegQueryValueExW(key, L\"T\", NULL, NULL, data, size);\n}}\n"
    );
    let after = bench.after("a.c", &text, "user-key-in-static").expect("an example");
    assert!(after.contains("RegGetValueW(HKEY_CURRENT_USER, L\"Software\\\\Contoso\", L\"T\", RRF_RT_ANY, NULL, data, size)"), "{after}");
    let files = vec![("a.c".to_owned(), text.into_bytes())];
    let (_, findings) = bench.changed(&files);
    let change = findings.iter().find(|f| &*f.rule == "user-key-in-static").and_then(|f| f.change.clone()).expect("an example");
    assert!(!change.tried && change.unless.contains("keep the value"));
    let classes = "void f(void)\n{\n    RegDeleteKeyW(HKEY_CLASSES_ROOT, L\"CLSID\\\\{0}\");\n}\n";
    let after = bench.after("a.c", classes, "cached-user-root").expect("an example");
    assert!(after.contains("RegDeleteKeyW(HKEY_LOCAL_MACHINE, L\"Software\\\\Classes\\\\CLSID\\\\{0}\")"), "{after}");
    // what Windows keeps for each user is nowhere else
    let system = "void f(void)\n{\n    RegDeleteKeyW(HKEY_CURRENT_USER, L\"Control Panel\\\\Desktop\");\n}\n";
    assert_eq!(bench.after("a.c", system, "cached-user-root"), None);
}
