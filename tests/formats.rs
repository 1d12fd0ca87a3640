//! Every format of `check` against its reader's rules, with sources and file names that try to break out of it.

#[path = "support/skip.rs"]
mod skip;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::Value;
use skip::skip;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const FORMATS: &[&str] = &["text", "concise", "json", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson", "markdown", "html"];

/// A path that tries HTML, XML, Markdown and workflow commands, as far as a file name can.
const HOSTILE_NAME: &str = "::error file=x,line=1::<img src=x onerror=alert(1)>&`@octocat` ]]>%0A.c";

/// A leak whose sub-key, condition and comment hold what a format could trip over.
const HOSTILE: &str = "\
LONG Leak(const wchar_t *name)
{
    HKEY key;
    LONG status = RegOpenKeyExW(HKEY_CURRENT_USER, L\"</script><script>alert(1)</script>]]>&amp;'|*_#12 @octocat\", 0, KEY_READ, &key);
    if (status != ERROR_SUCCESS)
        return status;
    if (name == L\"\u{1b}[31m\u{202e}\u{7}::set-env name=A::b ##[set-env name=A]b --> \u{fffe}\")
        return ERROR_INVALID_PARAMETER;
    return RegCloseKey(key);
}

// hivelint: allow(user-key-in-static) ]]></skipped><script>alert(2)</script> -->
static HKEY kept;

void Keep(void)
{
    // hivelint: allow(user-key-in-static) ]]></skipped><script>alert(2)</script> -->
    RegOpenKeyExW(HKEY_CURRENT_USER, L\"Software\", 0, KEY_READ, &kept);
}
";

/// A directory with the hostile file, one in an old encoding and one that can't be read.
fn hostile() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join(HOSTILE_NAME), HOSTILE).unwrap();
    let old: Vec<u8> = HOSTILE.replace("name ==", "na\u{0}me ==").bytes().map(|b| if b == 0 { 0xE9 } else { b }).collect();
    fs::write(dir.path().join("old.c"), old).unwrap();
    fs::write(dir.path().join("unread.c"), b"\x00\x01\x02\x00").unwrap();
    dir
}

fn command(dir: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hivelint"));
    command.args(args).current_dir(dir).stdin(Stdio::null());
    command
}

fn run(dir: &Path, args: &[&str]) -> Output {
    command(dir, args).output().unwrap()
}

fn printed(dir: &Path, format: &str, path: &str) -> String {
    let output = run(dir, &["check", "--exit-zero", "--format", format, path]);
    assert!(output.status.success(), "{format}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What is printed for the hostile tree, for the demo, and where nothing is found.
fn documents(format: &str) -> Vec<String> {
    let (hostile, empty) = (hostile(), tempfile::tempdir().unwrap());
    vec![printed(hostile.path(), format, "."), printed(root(), format, "testdata/demo"), printed(empty.path(), format, ".")]
}

fn findings(dir: &Path, path: &str) -> Vec<Value> {
    let document: Value = serde_json::from_str(&printed(dir, "json", path)).unwrap();
    document["findings"].as_array().unwrap().clone()
}

fn validate(schema: &str, document: &str) -> Value {
    let schema = fs::read_to_string(root().join(schema)).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let document: Value = serde_json::from_str(document).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let faults: Vec<String> = validator.iter_errors(&document).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    document
}

#[test]
fn nothing_that_steers_a_terminal_or_reorders_text_is_in_any_format_for_people() {
    let dir = hostile();
    for format in FORMATS.iter().filter(|f| !["json", "sarif", "rdjson"].contains(f)) {
        let text = printed(dir.path(), format, ".");
        let odd = text.chars().find(|c| c.is_control() && *c != '\n' || ('\u{202A}'..='\u{202E}').contains(c));
        assert_eq!(odd, None, "{format}");
        assert!(text.contains("user-key"), "{format} says nothing");
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let pe = "testdata/pe/bin/keys-gcc-x64-O2.dll";
    for format in FORMATS {
        let print = |threads: &str, args: &[&str]| {
            let mut command = command(root(), &["check"]);
            command.args(args).env("RAYON_NUM_THREADS", threads).output().unwrap().stdout
        };
        let first = print("1", &["--exit-zero", "--format", format, "testdata/demo", "testdata/c", pe]);
        assert!(!first.is_empty(), "{format} is empty");
        let other = print("4", &[pe, "testdata/c", "testdata/demo", "--format", format, "--exit-zero"]);
        assert!(first == other, "{format} depends on the number of threads or the order of arguments");
    }
    of_a_part_of_the_tree();
    for command_line in [&["inventory", "--format", "json"][..], &["inventory"], &["verdict"]] {
        let print = |threads: &str, paths: &[&str]| {
            command(root(), command_line).args(paths).env("RAYON_NUM_THREADS", threads).output().unwrap().stdout
        };
        assert!(print("1", &["testdata/demo", "testdata/c", pe]) == print("3", &[pe, "testdata/c", "testdata/demo"]), "{command_line:?}");
    }
}

/// The same with a baseline, since a revision, and in a context.
fn of_a_part_of_the_tree() {
    let dir = tempfile::tempdir().unwrap();
    let git = |args: &[&str]| {
        let names = ["-c", "user.name=n", "-c", "user.email=e@example.com"];
        assert!(Command::new("git").current_dir(dir.path()).args(names).args(args).output().unwrap().status.success(), "{args:?}");
    };
    let open = "LONG Open(HKEY *key)\n{\n    return RegOpenKeyExW(HKEY_CURRENT_USER, L\"A\", 0, KEY_READ, key);\n}\n";
    let load = |name: &str| format!("LONG {name}(void)\n{{\n    HKEY key;\n    return Open(&key);\n}}\n");
    fs::create_dir(dir.path().join("a")).unwrap();
    fs::create_dir(dir.path().join("b")).unwrap();
    fs::write(dir.path().join("a/open.c"), open).unwrap();
    for i in 0..6 {
        fs::write(dir.path().join(format!("b/load{i}.c")), load(&format!("Load{i}"))).unwrap();
    }
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "first"]);
    assert!(run(dir.path(), &["baseline", "-o", "known.toml", "a", "b/load1.c", "b/load2.c"]).status.success());
    for i in 2..5 {
        fs::write(dir.path().join(format!("b/load{i}.c")), load(&format!("Load{i}")) + &load(&format!("More{i}"))).unwrap();
    }
    let parts: [(&[&str], [&str; 2]); 3] = [
        (&["--baseline", "known.toml"], ["a", "b"]),
        (&["--since", "HEAD", "--baseline", "known.toml"], ["a", "b"]),
        (&["--context", ".", "--baseline", "known.toml"], ["a/open.c", "b/load3.c"]),
    ];
    for (part, paths) in parts {
        for format in FORMATS {
            let print = |threads: &str, paths: [&str; 2]| {
                let mut command = command(dir.path(), &["check", "--exit-zero", "--format", format]);
                command.args(part).args(paths).env("RAYON_NUM_THREADS", threads).output().unwrap().stdout
            };
            let first = print("1", paths);
            assert!(String::from_utf8_lossy(&first).contains("More3") || part.len() < 4 && *format == "github", "{part:?} {format}");
            assert!(
                first == print("4", [paths[1], paths[0]]),
                "{part:?}: {format} depends on the number of threads or the order of arguments"
            );
        }
    }
}

#[test]
fn sarif_keeps_to_its_schema_and_to_githubs_limits() {
    let mut fixes = 0;
    for document in documents("sarif") {
        let document = validate("tests/schemas/sarif-2.1.0.json", &document);
        let run = &document["runs"][0];
        assert!(run["originalUriBaseIds"]["%SRCROOT%"].is_object());
        for result in run["results"].as_array().unwrap() {
            let place = &result["locations"][0]["physicalLocation"];
            assert_eq!(place["artifactLocation"]["uriBaseId"], "%SRCROOT%");
            assert!(!place["artifactLocation"]["uri"].as_str().unwrap().contains([':', '<', ' ']));
            for change in result["fixes"].as_array().into_iter().flatten().flat_map(|fix| fix["artifactChanges"].as_array().unwrap()) {
                let edits = change["replacements"].as_array().unwrap();
                assert!(!edits.is_empty() && edits.iter().all(|e| e["deletedRegion"]["startColumn"].is_number()), "{change}");
                fixes += 1;
            }
        }
        for rule in run["tool"]["driver"]["rules"].as_array().unwrap() {
            assert!(rule["help"]["markdown"].as_str().unwrap().contains("## Why it matters"));
            assert!(rule["helpUri"].as_str().is_some_and(|uri| uri.starts_with("https://")), "{}: say where more is written", rule["id"]);
        }
    }
    assert!(fixes > 0, "no finding of the demo has a change");
    let dir = hostile();
    let document: Value = serde_json::from_str(&printed(dir.path(), "sarif", ".")).unwrap();
    let results = document["runs"][0]["results"].as_array().unwrap();
    let snippets: Vec<&Value> = results.iter().map(|r| &r["locations"][0]["physicalLocation"]["region"]["snippet"]["text"]).collect();
    assert!(snippets.iter().all(|s| s.is_string()) && snippets.iter().any(|s| s.as_str().unwrap().starts_with("RegOpenKeyExW(")));
    let suppressed = results.iter().filter(|r| r["suppressions"][0]["kind"] == "inSource").count();
    assert_eq!(suppressed, findings(dir.path(), ".").iter().filter(|f| !f["suppressed"].is_null()).count());
    assert!(suppressed > 0);
}

#[test]
fn a_schema_that_is_not_kept_to_is_noticed() {
    let text = printed(root(), "sarif", "testdata/demo").replacen("\"ruleId\"", "\"ruleID\"", 1);
    assert!(std::panic::catch_unwind(|| validate("tests/schemas/sarif-2.1.0.json", &text)).is_err());
}

#[test]
fn gitlab_and_reviewdog_can_read_their_formats() {
    for document in documents("gitlab") {
        let document = validate("tests/schemas/gitlab.json", &document);
        let prints: Vec<&str> = document.as_array().unwrap().iter().map(|i| i["fingerprint"].as_str().unwrap()).collect();
        assert_eq!(prints.len(), prints.iter().collect::<BTreeSet<_>>().len(), "GitLab drops what has a fingerprint twice");
    }
    for document in documents("rdjson") {
        validate("tests/schemas/rdjson.json", &document);
    }
}

#[test]
fn what_programs_read_keeps_to_its_schema() {
    for document in documents("json") {
        validate("src/report/json/check.schema.json", &document);
    }
    let of = |args: &[&str]| String::from_utf8(command(root(), args).args(["--format", "json"]).output().unwrap().stdout).unwrap();
    let dll = "testdata/pe/bin/keys-gcc-x64-O2.dll";
    validate("src/report/json/check.schema.json", &of(&["check", dll]));
    for paths in [&["testdata/demo"][..], &[dll], &["testdata/rust", "testdata/cpp"]] {
        validate("src/report/json/inventory.schema.json", &of(&[&["inventory"], paths].concat()));
    }
    let found = of(&["match", "--event", "testdata/events/french.txt", "testdata/demo"]);
    validate("src/report/json/match.schema.json", &found);
    let renamed = found.replacen("\"subkey\"", "\"sub_key\"", 1);
    assert!(std::panic::catch_unwind(|| validate("src/report/json/match.schema.json", &renamed)).is_err(), "a field is renamed");
}

#[test]
fn reviewdog_is_given_columns_in_bytes() {
    let dir = tempfile::tempdir().unwrap();
    let line = "    /* ßß𝄞 */ LONG status = RegOpenKeyExW(HKEY_CURRENT_USER, L\"a\", 0, KEY_READ, &key);";
    fs::write(dir.path().join("a.c"), format!("LONG Load(void)\n{{\n    HKEY key;\n{line}\n    return status;\n}}\n")).unwrap();
    let document: Value = serde_json::from_str(&printed(dir.path(), "rdjson", "a.c")).unwrap();
    let leak = document["diagnostics"].as_array().unwrap().iter().find(|d| d["code"]["value"] == "leaked-user-key").unwrap();
    let range = &leak["location"]["range"];
    assert_eq!(range["start"], serde_json::json!({"line": 4, "column": line.find("RegOpen").unwrap() + 1}));
    assert_eq!(range["end"], serde_json::json!({"line": 4, "column": line.len()}));
}

/// An element by the names of those above it and its own, and its attributes.
type Element = (String, BTreeMap<String, String>);

/// Attributes of every element by the names of the elements above it; panics on what is no XML.
fn elements(xml: &str) -> Vec<Element> {
    let mut reader = Reader::from_str(xml);
    let (mut above, mut found): (Vec<usize>, Vec<Element>) = (Vec::new(), Vec::new());
    let attributes = |start: &BytesStart| {
        let pair = |a: quick_xml::events::attributes::Attribute| {
            let value = quick_xml::escape::unescape(&a.value).unwrap().into_owned();
            (a.key.as_ref().to_owned(), value)
        };
        start.attributes().map(|a| pair(a.unwrap())).collect::<BTreeMap<_, _>>()
    };
    let name = |start: &BytesStart| start.name().as_ref().to_owned();
    loop {
        let path = above.last().map(|i| format!("{}/", found[*i].0)).unwrap_or_default();
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                found.push((path + &name(&start), attributes(&start)));
                above.push(found.len() - 1);
            }
            Event::Empty(start) => found.push((path + &name(&start), attributes(&start))),
            Event::End(_) => drop(above.pop().unwrap()),
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(above.is_empty(), "an element is not closed");
    assert!(xml.chars().all(|c| c == '\n' || c >= ' ' && !('\u{7F}'..='\u{9F}').contains(&c) && !['\u{FFFE}', '\u{FFFF}'].contains(&c)));
    found
}

#[test]
fn junit_has_the_form_that_jenkins_reads() {
    let known = [
        ("testsuites", vec!["errors", "failures", "name", "tests"]),
        ("testsuites/testsuite", vec!["errors", "failures", "name", "skipped", "tests"]),
        ("testsuites/testsuite/testcase", vec!["classname", "name"]),
        ("testsuites/testsuite/testcase/failure", vec!["message", "type"]),
        ("testsuites/testsuite/testcase/skipped", vec!["message"]),
        ("testsuites/testsuite/testcase/system-out", vec![]),
        ("testsuites/testsuite/system-out", vec![]),
    ];
    for document in documents("junit") {
        let elements = elements(&document);
        for (path, attributes) in &elements {
            let expected = known.iter().find(|(p, _)| p == path).unwrap_or_else(|| panic!("Jenkins does not know `{path}`"));
            assert_eq!(attributes.keys().collect::<Vec<_>>(), expected.1.iter().collect::<Vec<_>>(), "{path}");
        }
        let count = |end: &str| elements.iter().filter(|e| e.0.ends_with(end)).count().to_string();
        let suite = &elements[1].1;
        assert_eq!((&suite["tests"], &suite["failures"]), (&count("/testcase"), &count("/failure")));
        assert_eq!(suite["skipped"], count("/skipped"));
        let names: BTreeSet<_> =
            elements.iter().filter(|e| e.0.ends_with("/testcase")).map(|e| (&e.1["classname"], &e.1["name"])).collect();
        assert_eq!(names.len().to_string(), count("/testcase"), "Jenkins takes cases of one name for one");
    }
}

#[test]
fn what_fails_in_junit_is_what_fails_the_run() {
    for (level, at_least) in [("error", 1), ("warning", 2), ("note", 2)] {
        let output = run(root(), &["check", "--exit-zero", "--fail-on", level, "--format", "junit", "testdata/demo"]);
        let all = ["note", "warning", "error"];
        let counted = findings(root(), "testdata/demo");
        let floor = all.iter().position(|l| l == &level).unwrap();
        let expected = counted.iter().filter(|f| f["suppressed"].is_null() && all[floor..].contains(&f["level"].as_str().unwrap())).count();
        let failures = elements(std::str::from_utf8(&output.stdout).unwrap()).iter().filter(|e| e.0.ends_with("/failure")).count();
        assert_eq!(failures, expected, "{level}");
        assert!(failures >= at_least);
    }
}

#[test]
fn what_is_allowed_by_number_fails_in_junit_only_if_there_is_more() {
    let counts =
        |level: &str| findings(root(), "testdata/demo").iter().filter(|f| f["level"] == level && f["suppressed"].is_null()).count();
    let (errors, warnings) = (counts("error"), counts("warning"));
    assert!(errors > 1 && warnings > 0);
    let (all, one_less) = (errors.to_string(), (errors - 1).to_string());
    for (args, expected) in [
        (vec!["--max-errors", &all], 0),
        (vec!["--max-errors", &one_less], errors),
        (vec!["--max-errors", &all, "--max-warnings", "0"], warnings),
        (vec!["--max-errors", &all, "--fail-on", "warning"], warnings),
        (vec!["--max-warnings", "0", "--exit-zero"], errors + warnings),
    ] {
        let output = command(root(), &["check", "--format", "junit", "testdata/demo"]).args(&args).output().unwrap();
        let failures = elements(std::str::from_utf8(&output.stdout).unwrap()).iter().filter(|e| e.0.ends_with("/failure")).count();
        assert_eq!(failures, expected, "{args:?}");
        let fails = expected > 0 && !args.contains(&"--exit-zero");
        assert_eq!(output.status.code(), Some(i32::from(fails)), "{args:?}");
    }
}

/// `-` for standard input.
fn given(program: &str, args: &[&str], input: &str) -> Option<Output> {
    let mut child = Command::new(program).args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().ok()?;
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    Some(child.wait_with_output().unwrap())
}

#[test]
fn junit_keeps_to_the_schema_of_jenkins() {
    let validate = |document: &str| given("xmllint", &["--noout", "--schema", "tests/schemas/junit-10.xsd", "-"], document);
    for document in documents("junit") {
        let Some(output) = validate(&document) else { return skip("there is no xmllint here") };
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let wrong = printed(root(), "junit", "testdata/demo").replacen("<failure", "<failed", 1).replacen("</failure", "</failed", 1);
    assert!(!validate(&wrong).unwrap().status.success(), "the schema takes anything");
}

/// What Microsoft's validator says of a document: rules, with `error` or `warning`.
fn multitool(document: &str) -> Option<BTreeSet<String>> {
    let dir = tempfile::tempdir().unwrap();
    let (file, out) = (dir.path().join("a.sarif"), dir.path().join("said.sarif"));
    fs::write(&file, document).unwrap();
    let output = Command::new("sarif-multitool").arg("validate").arg(&file).arg("--output").arg(&out).stdin(Stdio::null()).output().ok()?;
    let said = fs::read_to_string(&out).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stdout)));
    let said: Value = serde_json::from_str(said.trim_start_matches('\u{feff}')).unwrap();
    let all = said["runs"][0]["results"].as_array().unwrap().iter();
    let words = |r: &Value| format!("{} {}", r["level"].as_str().unwrap_or("warning"), r["ruleId"].as_str().unwrap());
    Some(all.map(words).filter(|words| !words.starts_with("note")).collect())
}

#[test]
fn microsofts_validator_has_nothing_against_the_sarif() {
    for document in documents("sarif") {
        let Some(said) = multitool(&document) else { return skip("there is no sarif-multitool here") };
        assert!(said.is_empty(), "{said:?}");
    }
    // it wants lines or bytes of a file, but a place in a binary is an address
    let dll = printed(root(), "sarif", "testdata/pe/bin/keys-gcc-x64-O2.dll");
    assert_eq!(multitool(&dll).unwrap(), BTreeSet::from(["warning SARIF2017".to_owned()]));
    let wrong = dll.replacen("\"ruleId\"", "\"ruleID\"", 1);
    assert!(multitool(&wrong).unwrap().iter().any(|said| said.starts_with("error")), "it takes anything");
}

#[test]
fn checkstyle_has_its_form() {
    for document in documents("checkstyle") {
        for (path, attributes) in elements(&document) {
            let names: Vec<&str> = attributes.keys().map(String::as_str).collect();
            match path.as_str() {
                "checkstyle" => assert_eq!(names, ["version"]),
                "checkstyle/file" => assert_eq!(names, ["name"]),
                "checkstyle/file/error" => {
                    assert_eq!(names, ["column", "line", "message", "severity", "source"]);
                    assert!(["error", "warning", "info"].contains(&attributes["severity"].as_str()));
                    assert!(attributes["line"].parse::<u32>().unwrap() > 0);
                }
                other => panic!("Checkstyle does not know `{other}`"),
            }
        }
    }
    let dir = hostile();
    let names: Vec<String> =
        elements(&printed(dir.path(), "checkstyle", ".")).into_iter().filter_map(|e| e.1.get("name").cloned()).collect();
    assert!(names.contains(&HOSTILE_NAME.to_owned()), "{names:?}");
}

#[test]
fn no_line_of_a_workflow_log_is_a_command_but_ours() {
    let dir = hostile();
    let text = printed(dir.path(), "github", ".");
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("::") {
            let (command, rest) = rest.split_once(' ').unwrap();
            assert!(["error", "warning", "notice"].contains(&command), "{line}");
            let (properties, _) = rest.split_once("::").unwrap();
            let names: Vec<&str> = properties.split(',').map(|p| p.split_once('=').unwrap().0).collect();
            let known = ["file", "line", "endLine", "col", "endColumn", "title"];
            assert!(names.iter().all(|n| known.contains(n)), "{line}");
            assert_eq!(names.len(), names.iter().collect::<BTreeSet<_>>().len(), "{line}");
        } else {
            assert!(line.starts_with("hivelint: ") && !line.contains("##["), "{line}");
        }
    }
    assert!(text.contains("file=%3A%3Aerror file=x%2Cline=1%3A%3A<img"), "{text}");
    assert!(text.contains("%250A.c"), "{text}");
}

#[test]
fn github_is_given_as_many_annotations_as_it_shows() {
    let dir = tempfile::tempdir().unwrap();
    let leak = |i: usize| format!("void Leak{i}(void) {{ HKEY key; RegOpenKeyExW(HKEY_CURRENT_USER, L\"a\", 0, KEY_READ, &key); }}\n");
    fs::write(dir.path().join("a.c"), (0..15).map(leak).collect::<String>()).unwrap();
    let text = printed(dir.path(), "github", ".");
    assert_eq!(text.lines().filter(|l| l.starts_with("::error ")).count(), 10);
    assert!(text.contains("hivelint: not annotated, because GitHub shows 10 of a level: 5 of level error"), "{text}");
    assert!(text.lines().next().unwrap().starts_with("::error file=a.c,line=1,endLine=1,col="), "{text}");
}

#[test]
fn a_line_for_each_finding() {
    let dir = hostile();
    let text = printed(dir.path(), "concise", ".");
    let (notices, lines): (Vec<&str>, Vec<&str>) = text.lines().partition(|l| l.contains(": notice "));
    assert_eq!(lines.len(), findings(dir.path(), ".").iter().filter(|f| f["suppressed"].is_null()).count());
    assert!(notices.iter().any(|n| n.starts_with("unread.c")), "{text}");
    assert!(lines.iter().any(|l| l.starts_with("old.c:4:19: error[leaked-user-key] ")), "{text}");
}

/// Tags that are in the HTML of a document.
fn tags(html: &str) -> BTreeSet<&str> {
    let name = |part: &&str| part.starts_with(|c: char| c.is_ascii_alphabetic());
    html.split('<')
        .skip(1)
        .filter(name)
        .map(|part| &part[..part.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(part.len())])
        .collect()
}

#[test]
fn a_comment_has_no_mark_up_but_its_own_and_fits() {
    let dir = hostile();
    let text = printed(dir.path(), "markdown", ".");
    assert_eq!(tags(&text).into_iter().collect::<Vec<_>>(), ["b", "code", "details", "pre", "summary"]);
    assert!(!text.contains("@octocat") && !text.contains("#12 ") && !text.contains('`'), "{text}");
    assert_eq!(text.matches("-->").count(), text.matches("<!--").count(), "{text}");
    let demo = printed(root(), "markdown", "testdata/demo");
    assert!(demo.find("| component | verdict |").unwrap() < demo.find("<details>").unwrap(), "verdicts come first");

    let leak = |i: usize| format!("void Leak{i}(void) {{ HKEY key; RegOpenKeyExW(HKEY_CURRENT_USER, L\"a\", 0, KEY_READ, &key); }}\n");
    fs::write(dir.path().join("many.c"), (0..400).map(leak).collect::<String>()).unwrap();
    let many = printed(dir.path(), "markdown", "many.c");
    assert!(many.chars().count() < 65_536);
    assert!(many.contains("left out: a comment has no room for more"));
    assert_eq!(many.matches("<details>").count(), many.matches("</details>").count());
}

#[test]
fn the_page_has_no_mark_up_but_its_own() {
    let (hostile, empty) = (hostile(), tempfile::tempdir().unwrap());
    let sound = printed(root(), "html", "testdata/demo");
    let page = printed(hostile.path(), "html", ".");
    let strange: Vec<_> = tags(&page).difference(&tags(&sound)).copied().collect();
    assert!(strange.is_empty(), "{strange:?}");
    assert_eq!(page.matches("<script").count(), 1);
    assert_eq!(page.matches("</script").count(), 1);
    assert!(page.contains("&#60;script&#62;alert(1)"), "the sub-key is not shown");
    for page in [&page, &sound, &printed(empty.path(), "html", ".")] {
        assert!(page.contains("default-src 'none'"));
        assert!(!page.contains("src=\"http") && !page.contains("@import") && !page.contains("url(http"));
        for pair in ["article", "section", "details", "figure", "svg", "pre", "ol", "ul", "div", "p"] {
            let count = |start: &str| page.matches(&format!("<{start}{pair}>")).count() + page.matches(&format!("<{start}{pair} ")).count();
            assert_eq!(count(""), count("/"), "<{pair}>");
        }
    }
}

#[test]
fn the_page_has_verdicts_first_and_a_picture_for_each_life() {
    let page = printed(root(), "html", "testdata/demo");
    assert!(page.find("id=\"verdicts\"").unwrap() < page.find("id=\"findings\"").unwrap());
    for finding in findings(root(), "testdata/demo") {
        let print = finding["fingerprint"].as_str().unwrap();
        assert_eq!(page.matches(&format!("id=\"{print}\"")).count(), 1, "{print} is no address");
        let article = page.split("<article").find(|a| a.contains(&format!("id=\"{print}\""))).unwrap();
        let has_life = ["leaked", "process", "object"].contains(&finding["lifetime"].as_str().unwrap_or(""));
        let is_machine = finding["rule"].as_str().unwrap().contains("machine");
        assert!(!has_life || is_machine || article.contains("class=\"life\""), "{print} has no picture");
        let line = format!("line {}", finding["line"]);
        assert!(!has_life || article.contains(&line), "the picture of {print} does not say `{line}`");
    }
}

#[test]
fn a_report_that_can_t_be_written_costs_nobody_the_findings() {
    let dir = hostile();
    fs::create_dir(dir.path().join("taken")).unwrap();
    let output = run(dir.path(), &["check", "-o", "html=taken", "-o", "json=no/such/folder.json", "-o", "sarif=good.sarif", "old.c"]);
    assert_eq!(output.status.code(), Some(2));
    let errors = String::from_utf8(output.stderr).unwrap();
    let lines: Vec<&str> = errors.lines().collect();
    assert_eq!(lines.len(), 2, "{errors}");
    assert_eq!(lines[0], "hivelint: can't write `taken`: it is a directory; name a file in it");
    assert_eq!(lines[1], "hivelint: can't write `no/such/folder.json`: there is no directory `no/such`; make it first");
    assert!(String::from_utf8(output.stdout).unwrap().contains("error[leaked-user-key]"));
    assert!(fs::read_to_string(dir.path().join("good.sarif")).unwrap().contains("leaked-user-key"), "the good report is missing");
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_costs_nobody_the_findings() {
    let dir = hostile();
    let output = run(dir.path(), &["check", "-o", "junit=/dev/full", "old.c"]);
    assert_eq!(output.status.code(), Some(2));
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.starts_with("hivelint: can't write `/dev/full`: No space left on device") && errors.lines().count() == 1, "{errors}");
    assert!(String::from_utf8(output.stdout).unwrap().contains("error[leaked-user-key]"));
}

/// Root may write everywhere but where the system takes no files at all.
#[test]
#[cfg(target_os = "linux")]
fn a_folder_that_takes_no_files_costs_nobody_the_findings() {
    let dir = hostile();
    for args in [&["check"][..], &["inventory"]] {
        let output = command(dir.path(), args).args(["-o", "json=/sys/hivelint.json", "old.c"]).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        let errors = String::from_utf8(output.stderr).unwrap();
        assert!(errors.starts_with("hivelint: can't write `/sys/hivelint.json`: ") && errors.lines().count() == 1, "{errors}");
        assert!(String::from_utf8(output.stdout).unwrap().contains("old.c:4:19"), "{args:?}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn standard_output_that_takes_nothing_is_told_in_one_line() {
    let dir = hostile();
    for format in FORMATS {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output =
            command(dir.path(), &["check", "--format", format, "-o", "json=a.json", "--force", "old.c"]).stdout(full).output().unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        assert!(errors.starts_with("hivelint: can't write to standard output: No space left") && errors.lines().count() == 1, "{errors}");
        assert_eq!(output.status.code(), Some(2), "{format}");
        assert!(dir.path().join("a.json").is_file(), "the file was not written");
    }
}

#[test]
fn every_format_is_tested_and_has_its_row_in_the_readme() {
    let output = run(root(), &["check", "-o", "xml=a"]);
    let errors = String::from_utf8(output.stderr).unwrap();
    let known = errors.split_once("known are ").unwrap().1.lines().next().unwrap();
    assert_eq!(known.split(", ").collect::<BTreeSet<_>>(), FORMATS.iter().copied().collect());
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let table = readme.split_once("| format of `check` | for |").unwrap().1.split_once("\n\n").unwrap().0;
    let rows: BTreeSet<&str> = table.lines().filter_map(|l| l.strip_prefix("| `")?.split('`').next()).collect();
    assert_eq!(rows, FORMATS.iter().copied().collect());
}

/// A large report stays one that a browser can show; a small one leaves nothing out.
#[test]
fn a_verdict_in_a_large_report_says_how_much_it_does_not_list() {
    let page_on = |opens: usize| {
        let dir = tempfile::tempdir().unwrap();
        let open = |i| {
            format!("HKEY key{i};\nvoid Open{i}(void)\n{{\n    RegOpenKeyExW(HKEY_CURRENT_USER, L\"Part{i}\", 0, KEY_READ, &key{i});\n}}\n")
        };
        let text: String = (0..opens).map(open).collect();
        fs::write(dir.path().join("many.cpp"), format!("class A : public IObjectControl {{}};\n{text}")).unwrap();
        printed(dir.path(), "html", "many.cpp")
    };
    let (small, large) = (page_on(40), page_on(600));
    let keys = |page: &str| page.matches("\\Part").count();
    assert!(!small.contains("a report on this component alone") && keys(&small) > 80, "{}", keys(&small));
    for left in ["588 more keys", "588 more calls"] {
        assert!(large.contains(&format!("And {left}:")), "{left}");
    }
    assert!(large.contains("from then on (600)"), "the heading counts all calls");
}
