//! Where code runs decides how bad a finding is.

use hivelint::judge::{Level, Rules, judge};
use hivelint::lifetime::Runs;
use hivelint::models;
use hivelint::pipeline::analyse;

/// A function that leaks a key of the user's hive; `%` is its name.
const LEAK: &str = "void %(void)\n{\n    HKEY key;\n    RegOpenKeyExW(HKEY_CURRENT_USER, L\"Software\", 0, KEY_READ, &key);\n}\n";

fn leak(name: &str) -> String {
    LEAK.replace('%', name)
}

/// Where each leaking function runs and the level of what is said about it, by name.
fn found(files: &[(&str, String)]) -> Vec<(String, Runs, Level)> {
    let models = &models::builtin().unwrap();
    let given = files.iter().map(|(path, text)| ((*path).to_owned(), text.clone().into_bytes())).collect();
    let analysis = analyse(given, models);
    let findings = judge(&analysis.solution, &analysis.sources, &Rules::builtin().unwrap(), models);
    let leaks = findings.iter().filter(|f| &*f.rule == "leaked-user-key");
    let mut all: Vec<_> = leaks.map(|f| (f.function.to_string(), analysis.solution.lifetimes[f.open.unwrap()].runs, f.level)).collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

fn one(name: &str, runs: Runs, level: Level) -> (String, Runs, Level) {
    (name.to_owned(), runs, level)
}

#[test]
fn what_only_a_main_leads_to_is_a_program() {
    let text = format!(
        "static void step(void);\nint main(void) {{ step(); return 0; }}\n{}{}",
        leak("inner"),
        "static void step(void) { inner(); }\n"
    );
    assert_eq!(found(&[("tool.c", text)]), [one("inner", Runs::Program, Level::Warning)]);
}

#[test]
fn what_only_registration_leads_to_is_registration() {
    let text = format!("{}STDAPI DllRegisterServer(void) {{ write_keys(); return S_OK; }}\n", leak("write_keys"));
    assert_eq!(found(&[("dll.c", text)]), [one("write_keys", Runs::Registration, Level::Warning)]);
}

#[test]
fn what_others_call_too_is_as_bad_as_ever() {
    let shared = format!(
        "{}STDAPI DllRegisterServer(void) {{ shared(); return S_OK; }}\nHRESULT Load(void) {{ shared(); return S_OK; }}\n",
        leak("shared")
    );
    assert_eq!(found(&[("dll.c", shared)]), [one("shared", Runs::Unreached, Level::Error)]);
    let served =
        format!("{}STDAPI DllRegisterServer(void) {{ served(); }}\nSTDAPI DllGetClassObject(void) {{ served(); }}\n", leak("served"));
    assert_eq!(found(&[("dll.c", served)]), [one("served", Runs::Server, Level::Error)]);
    // The other caller stands in a file that names nothing of the registry.
    let main = format!("{}int main(void) {{ outer(); return 0; }}\n", leak("outer"));
    let elsewhere = "void Method(void) { outer(); }\n".to_owned();
    assert_eq!(found(&[("tool.c", main), ("method.c", elsewhere)]), [one("outer", Runs::Unreached, Level::Error)]);
}

#[test]
fn methods_are_called_by_whom_one_does_not_see() {
    let text = "class Orders { public: void Load(); };\nvoid Orders::Load()\n{\n    HKEY key;\n    RegOpenKeyExW(HKEY_CURRENT_USER, L\"Software\", 0, KEY_READ, &key);\n}\n\
        int main() { Orders o; o.Load(); }\n";
    assert_eq!(found(&[("orders.cpp", text.to_owned())]), [one("Orders::Load", Runs::Unreached, Level::Error)]);
}

#[test]
fn a_path_that_names_a_test_makes_it_one() {
    let files = [("src/a.c", leak("shipped")), ("tests/a.c", leak("tested"))];
    assert_eq!(found(&files), [one("shipped", Runs::Unreached, Level::Error), one("tested", Runs::Test, Level::Note)]);
    // If all of it lies there, the folder says where the checkout is.
    assert_eq!(found(&[("tests/a.c", leak("all"))]), [one("all", Runs::Unreached, Level::Error)]);
}

/// The same in Rust.
fn rust_leak(name: &str) -> String {
    format!(
        "fn {name}() {{\n    let mut key = HKEY::default();\n    unsafe {{ let _ = RegOpenKeyExW(HKEY_CURRENT_USER, w!(\"Software\"), None, KEY_READ, &mut key); }}\n}}\n"
    )
}

#[test]
fn rust_runs_where_its_entries_lead() {
    let main = format!("fn main() {{ outer(); }}\nfn outer() {{ inner(); }}\n{}", rust_leak("inner"));
    assert_eq!(found(&[("main.rs", main)]), [one("inner", Runs::Program, Level::Warning)]);
    let register = format!(
        "#[no_mangle]\npub extern \"system\" fn DllRegisterServer() -> HRESULT {{ write_keys(); S_OK }}\n{}",
        rust_leak("write_keys")
    );
    assert_eq!(found(&[("lib.rs", register)]), [one("write_keys", Runs::Registration, Level::Warning)]);
    let served = format!("pub extern \"system\" fn DllGetClassObject() -> HRESULT {{ serve(); S_OK }}\n{}", rust_leak("serve"));
    assert_eq!(found(&[("lib.rs", served)]), [one("serve", Runs::Server, Level::Error)]);
}

#[test]
fn rust_that_others_can_run_is_as_bad_as_ever() {
    let method =
        format!("fn main() {{ outer(); }}\nimpl IOrders_Impl for Orders_Impl {{ fn Load(&self) {{ outer(); }} }}\n{}", rust_leak("outer"));
    assert_eq!(found(&[("main.rs", method)]), [one("outer", Runs::Unreached, Level::Error)]);
    let by_macro = format!("macro_rules! load {{ () => {{ outer() }} }}\nfn main() {{ outer(); }}\n{}", rust_leak("outer"));
    assert_eq!(found(&[("main.rs", by_macro)]), [one("outer", Runs::Unreached, Level::Error)]);
    let main = format!("fn main() {{ outer(); }}\npub {}", rust_leak("outer"));
    let elsewhere = "pub fn method() { outer(); }\n".to_owned();
    assert_eq!(found(&[("main.rs", main), ("method.rs", elsewhere)]), [one("outer", Runs::Unreached, Level::Error)]);
}
