//! Files that no one would write: each has to be answered, and the good file beside it must lose nothing.

use serde_json::Value;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const GOOD: &str = r#"
LONG Leak(const wchar_t *name)
{
    HKEY key;
    LONG status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Contoso", 0, KEY_READ, &key);
    if (status != ERROR_SUCCESS)
        return status;
    if (name == NULL)
        return ERROR_INVALID_PARAMETER;
    return RegCloseKey(key);
}
"#;

/// Far above what any of these takes; here to end a hang, not to measure.
const GUARD: Duration = Duration::from_secs(30);

/// Checks a directory with the good file and the given ones; returns the report.
fn check(files: &[(&str, &[u8])]) -> Value {
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(dir.path().join(name), bytes).unwrap();
    }
    check_directory(dir.path())
}

/// Adds the good file, checks the directory, holds that the good file's finding is there, and returns the report.
fn check_directory(dir: &Path) -> Value {
    fs::write(dir.join("good.c"), GOOD).unwrap();
    let stdout = File::create(dir.join("report.json")).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_hivelint"))
        .args(["check", "--format", "json"])
        .current_dir(dir)
        .stdin(Stdio::null())
        .stdout(stdout)
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap();
    let begin = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if begin.elapsed() > GUARD {
            child.kill().unwrap();
            panic!("no answer within {GUARD:?} on {:?}", fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name()).collect::<Vec<_>>());
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    assert_eq!(status.code(), Some(1), "the good file has an error in it");
    let report: Value = serde_json::from_str(&fs::read_to_string(dir.join("report.json")).unwrap()).unwrap();
    let found = leaks_in(&report, "good.c");
    assert_eq!(found, [5], "the good file's finding is lost");
    report
}

/// The lines where a leak is reported.
fn leaks_in(report: &Value, path: &str) -> Vec<u64> {
    let findings = report["findings"].as_array().unwrap().iter();
    findings.filter(|f| f["rule"] == "leaked-user-key" && f["path"] == path).map(|f| f["line"].as_u64().unwrap()).collect()
}

fn has_notice(report: &Value, path: &str) -> bool {
    report["notices"].as_array().unwrap().iter().any(|n| n["path"] == path)
}

#[test]
fn binary_garbage() {
    let mut state = 0x2545_f491_4f6c_dd1du64;
    let mut random = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as u8
    };
    let noise: Vec<u8> = (0..300_000).map(|_| random()).collect();
    let mut text = b"RegOpenKeyExW(HKEY_CURRENT_USER ".to_vec();
    text.extend(noise.iter().map(|b| b.max(&1)));
    let punctuation: Vec<u8> =
        b"RegOpenKeyExW ".iter().copied().chain(noise.iter().map(|b| b"(){}[];,#\"'\\/*\n?:&=a0 "[usize::from(*b) % 22])).collect();
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(noise.iter().copied()).collect();
    let report = check(&[("noise.c", &noise), ("text.c", &text), ("punctuation.c", &punctuation), ("utf16.c", &utf16), ("empty.c", b"")]);
    assert!(has_notice(&report, "noise.c"), "a binary file was passed over in silence");
}

#[test]
fn a_condition_of_its_own_around_every_brace() {
    let mut text = "void f(void)\n{\n    HKEY key;\n".to_owned();
    for i in 0..20_000 {
        text.push_str(&format!("#ifdef X{i}\n    if (a) {{ RegOpenKeyExW(HKEY_CURRENT_USER, L\"x\", 0, KEY_READ, &key);\n#else\n    if (b) {{\n#endif\n    }}\n"));
    }
    text.push_str("}\n");
    assert!(has_notice(&check(&[("ifs.c", text.as_bytes())]), "ifs.c"));
}

#[test]
fn a_file_of_a_hundred_mebibytes_is_told_and_left_out() {
    let dir = tempfile::tempdir().unwrap();
    File::create(dir.path().join("big.c")).unwrap().set_len(100 << 20).unwrap();
    assert!(has_notice(&check_directory(dir.path()), "big.c"));
}

#[test]
fn one_long_line() {
    let mut text = "int x(void) { return 0; } ".repeat(20_000);
    text.push_str(&GOOD.replace('\n', " "));
    let report = check(&[("line.c", text.as_bytes())]);
    assert_eq!(leaks_in(&report, "line.c"), [1]);
}

#[test]
fn deep_nesting_of_everything() {
    let n = 100_000;
    let open = "RegOpenKeyExW(HKEY_CURRENT_USER, L\"x\", 0, KEY_READ, &key);";
    let inside = |text: String| format!("{GOOD}\nvoid Deep(void) {{ HKEY key; {text} }}\n{GOOD}");
    let files: Vec<(&str, String)> = vec![
        ("braces.c", inside("{".repeat(n) + open + &"}".repeat(n))),
        ("unclosed.c", format!("{GOOD}\nvoid Deep(void) {{ HKEY key; {open} {}", "{".repeat(n))),
        ("closing.c", inside("}".repeat(n))),
        ("parens.c", inside("(".repeat(n) + open + &")".repeat(n))),
        ("open-parens.c", inside("f(".repeat(n) + open)),
        ("brackets.c", inside("a[".repeat(n) + open)),
        ("unary.c", inside("x = ".to_owned() + &"!".repeat(n) + open)),
        ("casts.c", inside("x = ".to_owned() + &"(int)".repeat(n) + open)),
        ("pointers.c", inside("x = ".to_owned() + &"*".repeat(n) + open)),
        ("ternaries.c", inside("x = ".to_owned() + &"a ? b : ".repeat(n) + open)),
        ("sums.c", inside("x = ".to_owned() + &"a + ".repeat(n) + open)),
        ("ands.c", inside("if (".to_owned() + &"a && ".repeat(n) + "b) " + open)),
        ("assigns.c", inside("x = ".repeat(n) + open)),
        ("ifs.c", inside("if (a) ".repeat(n) + open)),
        ("else-ifs.c", inside(open.to_owned() + " if (a) b; " + &"else if (a) b; ".repeat(n))),
        ("loops.c", inside("while (a) for (;;) do ".repeat(n / 3) + open)),
        ("switches.c", inside("switch (a) case 1: ".repeat(n / 2) + open)),
        ("labels.c", inside("l: ".repeat(n) + open)),
        ("conditionals.c", inside("\n#if A\n".repeat(n) + open + &"\n#endif\n".repeat(n))),
        ("declarators.c", format!("{GOOD}\nint {}x{};\n{GOOD}", "(*".repeat(n), ")(void)".repeat(n))),
        ("initialiser.c", format!("{GOOD}\nint x[] = {}{};\n", "{".repeat(n), "}".repeat(n))),
    ];
    for (name, text) in &files {
        let report = check(&[(name, text.as_bytes())]);
        assert_eq!(leaks_in(&report, name).first(), Some(&5), "{name}: what stands before the nesting is lost");
    }
}

#[test]
fn macros_that_explode_or_never_end() {
    let doubling: String = (1..64).map(|i| format!("#define M{i} M{} M{}\n", i - 1, i - 1)).collect();
    let exponential = format!("#define M0 RegCloseKey(key);\n{doubling}{GOOD}\nvoid Bomb(HKEY key) {{ M63 }}\n");
    let arguments = format!("#define F(x) x x\n{GOOD}\nvoid Bomb(HKEY key) {{ {}RegCloseKey(key);{} }}\n", "F(".repeat(64), ")".repeat(64));
    let recursive = format!(
        "#define A(x) B(x)\n#define B(x) A(x) RegCloseKey(x)\n#define SELF SELF\n#define O() RegOpenKeyExW O\n{GOOD}\n\
         void Loop(HKEY key) {{ A(key); SELF; O()()()(); }}\n"
    );
    let wide =
        format!("#define W(x) {}\n{GOOD}\nvoid Wide(HKEY key) {{ {} }}\n", "x ".repeat(10_000), "W(RegCloseKey(key);) ".repeat(1000));
    let files = [("exponential.c", exponential), ("arguments.c", arguments), ("recursive.c", recursive), ("wide.c", wide)];
    for (name, text) in &files {
        let report = check(&[(name, text.as_bytes())]);
        let line = text.lines().position(|l| l.contains("LONG status")).unwrap() as u64 + 1;
        assert_eq!(leaks_in(&report, name), [line], "{name}");
    }
}

#[test]
fn functions_that_call_each_other_along_every_pointer() {
    let fields: Vec<String> = (0..60).map(|i| format!("f{i}")).collect();
    let members: String = fields.iter().map(|f| format!("struct Node *{f}; ")).collect();
    let visit = |name: &str, next: &str| -> String {
        let calls: String = fields.iter().map(|f| format!("    unseen(n->{f});\n    {next}(n->{f});\n")).collect();
        format!("void {name}(struct Node *n)\n{{\n    if (n->key) RegQueryValueW(n->key, 0, 0, 0);\n{calls}}}\n")
    };
    let text = format!("struct Node {{ {members}HKEY key; }};\nvoid B(struct Node *n);\n{}{}", visit("A", "B"), visit("B", "A"));
    check(&[("tree.c", text.as_bytes())]);
}

/// Where a key came from is asked of every place once, however many ways lead there.
#[test]
fn members_that_get_each_others_keys() {
    let mut text = String::from("struct node { HKEY key; };\n");
    for i in 0..40 {
        text += &format!(
            "void set{i}(struct node *a, HKEY key) {{ HKEY k; a->key = key; if (!RegOpenKeyW(key, L\"B\", &k)) RegCloseKey(k); }}\n"
        );
        text += &format!("void copy{i}(struct node *a, struct node *b) {{ set{i}(a, b->key); }}\n");
    }
    text += "void fill(struct node *a) { a->key = HKEY_CURRENT_USER; }\n";
    text += "void f(struct node *a) { HKEY key; RegOpenKeyExW(a->key, L\"A\", 0, KEY_READ, &key); }\n";
    let report = check(&[("a.c", text.as_bytes())]);
    assert_eq!(leaks_in(&report, "a.c"), [83]);
}

/// What callers give is asked of every place once, too.
#[test]
fn flags_that_wrappers_pass_on_along_two_ways() {
    let opens = "HKEY k; if (!RegOpenKeyW(HKEY_LOCAL_MACHINE, L\"B\", &k)) RegCloseKey(k);";
    let mut text = String::from(
        "static HCERTSTORE w0(DWORD flags, int a) { return CertOpenStore(CERT_STORE_PROV_SYSTEM_W, 0, 0, flags, L\"My\"); }\n",
    );
    for (i, below) in (1..40).zip(0..) {
        text += &format!(
            "static HCERTSTORE w{i}(DWORD flags, int a) {{ {opens} if (a) return w{below}(flags, a); return w{below}(flags | 0x8000, 1); }}\n"
        );
    }
    text += "void f(void) { HCERTSTORE store = w39(CERT_SYSTEM_STORE_CURRENT_USER, 1); LogLine(store ? \"open\" : \"not\"); }\n";
    let report = check(&[("a.c", text.as_bytes())]);
    assert_eq!(leaks_in(&report, "a.c"), [41]);
}

#[test]
fn what_never_ends() {
    let endings = [
        ("string.c", "const char *s = \"RegOpenKeyExW("),
        ("wide-string.c", "const wchar_t *s = L\"RegOpenKeyExW("),
        ("raw-string.cpp", "const char *s = R\"x(RegOpenKeyExW("),
        ("char.c", "int c = 'x"),
        ("comment.c", "/* RegOpenKeyExW("),
        ("line-comment.c", "// RegOpenKeyExW( \\"),
        ("directive.c", "#define RegOpenKeyExW( \\"),
        ("if.c", "#if 1 \nvoid f(void) { RegOpenKeyExW("),
        ("function.c", "void f(void) { HKEY key; RegOpenKeyExW(HKEY_CURRENT_USER, L\"x\", 0, KEY_READ, &key"),
        ("parameters.c", "void f(HKEY key, RegOpenKeyExW"),
    ];
    let texts: Vec<(&str, String)> = endings.iter().map(|(name, end)| (*name, format!("{GOOD}{end}"))).collect();
    let given: Vec<(&str, &[u8])> = texts.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let report = check(&given);
    for (name, _) in &texts {
        assert_eq!(leaks_in(&report, name).first(), Some(&5), "{name}: what stands before the end is lost");
    }
}

#[test]
#[cfg(unix)]
fn what_can_not_be_read() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let dir = tempfile::tempdir().unwrap();
    let below = dir.path().join("below");
    fs::create_dir(&below).unwrap();
    symlink("..", below.join("loop")).unwrap();
    symlink("self.c", below.join("self.c")).unwrap();
    symlink("nothing", dir.path().join("dangling.c")).unwrap();
    let secret = dir.path().join("secret.c");
    fs::write(&secret, "x").unwrap();
    fs::set_permissions(&secret, PermissionsExt::from_mode(0o000)).unwrap();
    let report = check_directory(dir.path());
    for path in ["below/loop", "below/self.c", "dangling.c"] {
        assert!(has_notice(&report, path), "{path}: {}", report["notices"]);
    }
    // Root may read everything.
    if File::open(&secret).is_err() {
        assert!(has_notice(&report, "secret.c"), "{}", report["notices"]);
    }
}
