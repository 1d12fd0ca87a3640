//! `[[allow]]` in hivelint.toml.

use super::*;

fn project(config: &str) -> TempDir {
    tree(&[("src/a.c", &leak("A")), ("lib/b.c", &leak("B")), ("hivelint.toml", config)])
}

#[test]
fn a_finding_is_allowed_by_rule_path_function_or_fingerprint() {
    let print = |function: &str| {
        let findings = json(&project(""), &["."])["findings"].clone();
        let mut of = findings.as_array().unwrap().iter().filter(|f| f["rule"] == "leaked-user-key" && f["function"] == function);
        of.next().unwrap()["fingerprint"].as_str().unwrap().to_owned()
    };
    for (what, allowed) in [
        ("rule = \"leaked-user-key\"".to_owned(), "AB"),
        ("path = \"src\"".to_owned(), "A"),
        ("path = 'lib\\*.c'".to_owned(), "B"),
        ("function = \"A\"".to_owned(), "A"),
        ("function = \"A\"\npath = \"lib\"".to_owned(), ""),
        ("rule = \"leaked-machine-key\"\npath = \"src\"".to_owned(), ""),
        (format!("fingerprint = \"{}\"", print("B")), "B"),
        (format!("fingerprint = \"{}\"\nrule = \"leaked-user-key\"", print("B").to_uppercase()), "B"),
    ] {
        let dir = project(&format!("[[allow]]\nreason = \"by design\"\n{what}\n"));
        let document = json(&dir, &["."]);
        let allowed: Vec<String> = allowed.chars().map(|c| c.to_string()).collect();
        let found = document["findings"].as_array().unwrap().iter().filter(|f| f["rule"] == "leaked-user-key");
        let found: Vec<&Value> = found.filter(|f| f["suppressed"] == "by design" && f["suppressed_by"] == "configuration").collect();
        let mut names: Vec<&str> = found.iter().map(|f| f["function"].as_str().unwrap()).collect();
        names.sort_unstable();
        assert_eq!(names, allowed, "{what}");
        assert_eq!(places(&document, "allow-nothing").len(), usize::from(allowed.is_empty()), "{what}");
    }
}

#[test]
fn what_is_allowed_is_counted_and_stays_in_the_reports_with_its_reason() {
    let dir = project("[[allow]]\nrule = \"leaked-user-key\"\nreason = \"by design\"\n");
    let text = hivelint(&dir, &["check"]);
    assert_eq!(code(&text), 0, "{}", stdout(&text));
    assert!(stdout(&text).contains("; 2 more allowed by hivelint.toml.\n"), "{}", stdout(&text));
    assert!(!stdout(&text).contains("error[leaked-user-key]"));
    let sarif: Value = serde_json::from_str(stdout(&hivelint(&dir, &["check", "--format", "sarif"]))).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let suppressed: Vec<&Value> = results.iter().filter(|r| r["ruleId"] == "leaked-user-key").map(|r| &r["suppressions"][0]).collect();
    let expected = serde_json::json!({"kind": "external", "status": "accepted", "justification": "by design"});
    assert_eq!(suppressed, [&expected, &expected]);
    let junit = hivelint(&dir, &["check", "--format", "junit"]);
    assert!(stdout(&junit).contains("allowed by hivelint.toml: by design"), "{}", stdout(&junit));
    let html = hivelint(&dir, &["check", "--format", "html"]);
    assert!(stdout(&html).contains("Allowed by hivelint.toml: by design."));
    // what is allowed is left out of the verdict, with its reason
    let verdict = hivelint(&dir, &["verdict"]);
    assert!(stdout(&verdict).contains("allowed by hivelint.toml: by design"), "{}", stdout(&verdict));
}

#[test]
fn an_entry_that_allows_nothing_is_reported_where_all_that_it_is_about_was_checked() {
    let config = "[[allow]]\nfunction = \"Gone\"\nreason = \"r\"\n\n[[allow]]\npath = \"src\"\nfunction = \"Gone\"\nreason = \"r\"\n\n\
                  [[allow]]\npath = \"moved\"\nreason = \"r\"\n";
    let dir = project(config);
    let found = |args: &[&str]| places(&json(&dir, args), "allow-nothing");
    assert_eq!(found(&["."]), ["hivelint.toml:1", "hivelint.toml:5", "hivelint.toml:10"]);
    assert_eq!(found(&["src"]), ["hivelint.toml:5"]);
    assert_eq!(found(&["lib"]), [""; 0]);
    assert_eq!(found(&["--context", ".", "src/a.c"]), [""; 0]);
    let text = hivelint(&dir, &["check"]);
    let message = "warning[allow-nothing]: this entry allows what is found in the function `Gone` in `src`, but there is nothing to allow";
    assert!(stdout(&text).contains(message), "{}", stdout(&text));
    write(&dir, "hivelint.toml", &format!("[levels]\nallow-nothing = \"off\"\n{config}"));
    assert_eq!(found(&["."]), [""; 0]);
}

#[test]
fn an_entry_allows_until_its_last_day_is_over() {
    let dir = project("[[allow]]\npath = \"src\"\nreason = \"r\"\nexpires = 2027-06-30\n");
    let on = |seconds: &str| {
        let output = command(dir.path(), &["check", "--format", "json"]).env("SOURCE_DATE_EPOCH", seconds).output().unwrap();
        let document: Value = serde_json::from_str(stdout(&output)).unwrap_or_else(|e| panic!("{e}: {}", stderr(&output)));
        (leaks(&document).contains(&"src/a.c A error configuration".to_owned()), places(&document, "allow-expired"))
    };
    // the last second of 2027-06-30, and the next one
    assert_eq!(on("1814399999"), (true, Vec::new()));
    assert_eq!(on("1814400000"), (false, vec!["hivelint.toml:1".to_owned()]));
    let output = command(dir.path(), &["check"]).env("SOURCE_DATE_EPOCH", "today").output().unwrap();
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("SOURCE_DATE_EPOCH is `today`; it must be a number of seconds"), "{}", stderr(&output));
    // an entry that is over and about nothing is of no use either
    write(&dir, "src/a.c", "\n");
    let output = command(dir.path(), &["check"]).env("SOURCE_DATE_EPOCH", "1814400000").output().unwrap();
    assert!(stdout(&output).contains("[allow-nothing]") && !stdout(&output).contains("[allow-expired]"), "{}", stdout(&output));
}
