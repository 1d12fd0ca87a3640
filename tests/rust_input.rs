//! Rust files that no one would write: the good function in each must be judged, at the right place and in time.

use hivelint::lifetime::Class;
use hivelint::models;
use hivelint::pipeline::{self, Analysis};
use std::time::{Duration, Instant};

const GOOD: &str = "
fn leak() -> u32 {
    let mut key = 0 as HKEY;
    unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!(\"Software\"), 0, KEY_READ, &mut key) }
}
";

/// Far above what any of these takes in a release build; tests run without optimisation.
const GUARD: Duration = Duration::from_secs(20);

fn analyse(bytes: &[u8]) -> Analysis {
    let models = models::builtin().expect("the built-in tables are sound");
    let begin = Instant::now();
    let analysis = pipeline::analyse(vec![("src/lib.rs".to_owned(), bytes.to_vec())], &models);
    assert!(begin.elapsed() < GUARD, "{:?}", begin.elapsed());
    analysis
}

/// Lines of the leaks that were found.
fn leaks(analysis: &Analysis) -> Vec<u32> {
    let leaked = analysis.solution.lifetimes.iter().filter(|l| l.class == Class::Leaked);
    leaked.map(|l| analysis.sources[0].position(l.name.start).line).collect()
}

/// The good function after this text is judged, and a notice tells where something was not read.
fn is_skipped(bad: &str, notice_line: Option<u32>) {
    let analysis = analyse(format!("{bad}\n{GOOD}").as_bytes());
    let line = bad.lines().count() as u32 + 4;
    let shown: String = bad.chars().take(40).collect();
    assert_eq!(leaks(&analysis), [line], "{shown}: {:?}", analysis.notices);
    assert_eq!(analysis.notices.first().and_then(|n| n.line), notice_line, "{shown}: {:?}", analysis.notices);
}

const DEEP: usize = 100_000;

#[test]
fn deep_brackets() {
    for (open, close) in [("(", ")"), ("{", "}"), ("[", "]")] {
        is_skipped(&format!("fn f() {{ {}1{} }}", open.repeat(DEEP), close.repeat(DEEP)), Some(1));
        is_skipped(&format!("fn f() {{ {} }}", open.repeat(DEEP)), Some(1));
    }
    is_skipped(&format!("use {}b{};", "a::{".repeat(DEEP), "}".repeat(DEEP)), Some(1));
}

#[test]
fn deep_operators() {
    for (before, after) in [("!", "1"), ("- ", "1"), ("1 + ", "1"), ("&", "x"), ("|a| ", "1"), ("return ", "1"), ("a = ", "1")] {
        is_skipped(&format!("fn f() {{ let x = {}{after}; }}", before.repeat(DEEP)), Some(1));
    }
    for after in [".a()", "?", " as u8", "()"] {
        is_skipped(&format!("fn f() {{ x{}; }}", after.repeat(DEEP)), Some(1));
    }
    is_skipped(&format!("fn f() {{ if a {{}} {} }}", "else if a {}".repeat(DEEP)), Some(1));
    is_skipped(&format!("fn f(x: {}u8{}) {{}}", "Vec<".repeat(DEEP), ">".repeat(DEEP)), Some(1));
}

#[test]
fn just_below_the_bounds() {
    is_skipped(&format!("fn f() {{ {}1{} }}", "(".repeat(150), ")".repeat(150)), None);
    is_skipped(&format!("fn f() {{ let x = {}1; }}", "1 + ".repeat(1000)), None);
    is_skipped(&format!("fn f() {{ match x {{ {} }} }}", "1 => {} ".repeat(DEEP / 10)), None);
}

#[test]
fn a_broken_item_among_good_ones() {
    is_skipped("fn f() { let = 3; }", Some(1));
    is_skipped("fn f( { ]", Some(1));
    is_skipped("struct X { ;", Some(1));
    is_skipped("fn f() { let x = \"never closed; }", Some(1));
    is_skipped("fn {{name}}() { {% if windows %} }", Some(1));
    let analysis =
        analyse(format!("impl Orders {{\n    fn bad() {{ let = ; }}\n{GOOD}}}\nmod m {{ fn bad() {{ = }}\n{GOOD}}}\n").as_bytes());
    assert_eq!(leaks(&analysis), [6, 13]);
    assert_eq!(analysis.notices.iter().filter_map(|n| n.line).collect::<Vec<_>>(), [2, 9]);
    assert!(analysis.stats.bytes_skipped > 0 && analysis.stats.regions_skipped == 2);
}

#[test]
fn bytes_that_are_no_text() {
    let mut state = 0x2545_f491_4f6c_dd1du64;
    let mut noise = b"RegOpenKeyExW\n".to_vec();
    for _ in 0..20_000 {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        noise.extend(state.to_le_bytes());
    }
    analyse(&noise);
    noise.iter_mut().for_each(|b| *b = *b % 95 + 32);
    analyse(&noise);
    analyse(b"RegOpenKeyExW");
}

#[test]
fn macros_and_closures_that_multiply() {
    is_skipped("macro_rules! m { ($x:expr) => { m!(m!($x) + m!($x)) }; }\nfn f() { m!(1); }", None);
    let calls: String = (0..60).map(|i| format!("let a{} = || a{i}() + a{i}(); ", i + 1)).collect();
    is_skipped(&format!("fn f() {{ let a0 = || 1; {calls} a60(); }}"), None);
}

#[test]
fn repetitions_that_nest_or_multiply() {
    let all = "macro_rules! all { ($($x:expr),* $(,)?) => { $(log($x);)* }; }";
    is_skipped(&format!("{all}\nfn f() {{ RegCloseKey(0); all!({}); }}", "1,".repeat(DEEP)), None);
    is_skipped("macro_rules! m { ($($x:tt)*) => { m!($($x)* $($x)*) }; }\nfn f() { RegCloseKey(0); m!(1); }", None);
    let (open, close) = ("$(".repeat(DEEP), ")*".repeat(DEEP));
    is_skipped(&format!("macro_rules! m {{ ({open}$x:tt{close}) => {{ 1 }}; }} fn f() {{ m!(1 2 3) }}"), Some(1));
    let (open, close) = ("$(".repeat(100), ")*".repeat(100));
    is_skipped(&format!("macro_rules! m {{ ($($x:tt)*) => {{ {open}$x{close} }}; }} fn f() {{ RegCloseKey(0); m!(1 2 3); }}"), Some(1));
}

#[test]
fn what_a_long_function_does_at_its_end_is_not_judged() {
    let open = "let mut key = 0 as HKEY; if unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!(\"A\"), 0, KEY_READ, &mut key) } != 0 { return; }";
    let steps: String = (0..9000).map(|i| format!("let a{} = f({i}, g(a{i})); log(&a{i});", i + 1)).collect();
    let text = format!("fn long() {{ let a0 = 1; {open} {steps} unsafe {{ RegCloseKey(key); }} }}\n{GOOD}");
    let analysis = analyse(text.as_bytes());
    assert_eq!(leaks(&analysis), [5], "{:?}", analysis.notices);
    assert!(analysis.notices.iter().any(|n| n.message.contains("too long")), "{:?}", analysis.notices);
}

#[test]
fn places_are_exact() {
    let line = "\tlet ß = unsafe { RegOpenKeyExW(HKEY_CURRENT_USER, w!(\"Ä\"), 0, KEY_READ, &mut key) };";
    let text =
        format!("#!/usr/bin/env run\n#![allow(unused)]\n// größer\nfn f() -> u32 {{\n    let mut key = 0 as HKEY;\n{line}\n    ß\n}}\n");
    for text in [text.clone(), format!("\u{feff}{text}"), text.replace('\n', "\r\n")] {
        let analysis = analyse(text.as_bytes());
        let [open] = analysis.solution.lifetimes.as_slice() else { panic!("{:?}", analysis.solution.lifetimes) };
        let source = &analysis.sources[0];
        assert_eq!(&source.text[open.name.start as usize..open.name.end as usize], "RegOpenKeyExW");
        let call = &source.text[open.span.start as usize..open.span.end as usize];
        assert!(call.starts_with("RegOpenKeyExW(") && call.ends_with("&mut key)"), "{call}");
        let at = source.position(open.name.start);
        assert_eq!((at.line, at.column), (6, 19));
        let exit = source.position(open.exits[0].span.start);
        assert_eq!((exit.line, exit.column), (8, 1));
    }
}

#[test]
fn languages_mix_in_one_run() {
    let models = models::builtin().expect("the built-in tables are sound");
    let c = "LONG f(void) { HKEY k; return RegOpenKeyExW(HKEY_CURRENT_USER, L\"A\", 0, KEY_READ, &k); }";
    let files = vec![("a.c".to_owned(), c.as_bytes().to_vec()), ("b.rs".to_owned(), GOOD.as_bytes().to_vec())];
    let analysis = pipeline::analyse(files, &models);
    let found: Vec<_> = analysis.solution.lifetimes.iter().map(|l| (l.name.file.0, l.class)).collect();
    assert_eq!(found, [(0, Class::Leaked), (1, Class::Leaked)]);
}

#[test]
fn wrappers_are_followed_across_files() {
    let models = models::builtin().expect("the built-in tables are sound");
    let wrapper = "
        use winreg::{enums::*, RegKey};
        pub struct Settings { inner: RegKey }
        impl Settings {
            pub fn open(name: &str) -> std::io::Result<Settings> {
                Ok(Settings { inner: RegKey::predef(HKEY_CURRENT_USER).open_subkey(name)? })
            }
        }
        pub fn plain() -> std::io::Result<RegKey> { RegKey::predef(HKEY_CURRENT_USER).open_subkey(\"A\") }";
    let user = "
        static KEPT: std::sync::Mutex<Option<Settings>> = std::sync::Mutex::new(None);
        fn keep() { *KEPT.lock().unwrap() = Settings::open(\"Software\").ok(); }
        fn briefly() { let key = crate::wrapper::plain().unwrap(); key.flush(); }";
    let files = [("src/wrapper.rs", wrapper), ("src/user.rs", user)].map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
    let analysis = pipeline::analyse(files.to_vec(), &models);
    let of_user = analysis.solution.lifetimes.iter().filter(|l| l.name.file.0 == 1);
    let found: Vec<_> = of_user.map(|l| (l.function.to_string(), l.class)).collect();
    assert_eq!(found, [("keep".to_owned(), Class::Process), ("briefly".to_owned(), Class::Scoped)]);
}
