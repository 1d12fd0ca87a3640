//! The HTML report in a real browser. Without one, the tests say that they were skipped.

#[path = "support/skip.rs"]
mod skip;

use skip::skip;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn browser() -> Option<&'static str> {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let found = names.into_iter().find(|name| {
        Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
    });
    if found.is_none() {
        skip("there is no Chromium here");
    }
    found
}

fn report() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let args = ["check", "--exit-zero", "--format", "html", "testdata/demo"];
    let output = Command::new(env!("CARGO_BIN_EXE_hivelint")).args(args).current_dir(root).stdin(Stdio::null()).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// The document as it is once its script has run; panics if the browser complains about anything.
fn loaded(browser: &str, page: &str, hash: &str) -> String {
    let dir = tempfile::tempdir().unwrap();
    let file: PathBuf = dir.path().join("report.html");
    fs::write(&file, page).unwrap();
    let profile = format!("--user-data-dir={}", dir.path().join("profile").display());
    let url = format!("file://{}{hash}", file.display());
    let flags = ["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--virtual-time-budget=5000", "--dump-dom"];
    let output = Command::new(browser).args(flags).args([&profile, &url]).stdin(Stdio::null()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!said.contains("CONSOLE"), "{said}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_page_runs_under_its_own_policy_and_follows_a_deep_link() {
    let Some(browser) = browser() else { return };
    let page = report();
    let id = page.split("class=\"finding\" id=\"").nth(2).and_then(|rest| rest.split('"').next()).expect("there are findings").to_owned();
    let count = page.matches("class=\"finding\"").count();
    let shown = loaded(browser, &page, &format!("#{id}"));
    assert!(shown.contains(&format!("{count} of {count} shown</output>")), "the script did not run");
    assert!(!shown.contains("<form id=\"filters\" hidden"), "the filters are hidden");
    let opened: Vec<&str> = shown.split("<article class=\"finding\"").skip(1).filter(|a| a.contains("<details open")).collect();
    assert_eq!(opened.len(), 1);
    assert!(opened[0].contains(&format!("id=\"{id}\"")), "the deep link opened another finding");
}

#[test]
fn a_script_that_is_not_the_pages_own_does_not_run() {
    let Some(browser) = browser() else { return };
    let foreign = "<script>document.title = 'foreign'</script><img src=x onerror=\"document.title = 'foreign'\">";
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("report.html");
    fs::write(&file, report().replace("<main>", &format!("{foreign}<main>"))).unwrap();
    let profile = format!("--user-data-dir={}", dir.path().join("profile").display());
    let flags = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=5000", "--dump-dom"];
    let url = format!("file://{}", file.display());
    let output = Command::new(browser).args(flags).args([&profile, &url]).stdin(Stdio::null()).stderr(Stdio::null()).output().unwrap();
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(shown.contains("shown</output>") && !shown.contains("<title>foreign"), "{}", &shown[..500]);
}

/// Works the filters as a user would. The page's own policy would refuse this script, so it is taken out.
#[test]
fn filters_hide_what_they_say() {
    let Some(browser) = browser() else { return };
    let page = report();
    let start = page.find("<meta http-equiv").expect("a policy");
    let end = start + page[start..].find('>').unwrap() + 1;
    let script = "<script>
        const form = document.getElementById('filters');
        const shown = () => document.querySelectorAll('article.finding:not([hidden])').length;
        const all = [];
        const set = (name, value) => { form.elements[name].value = value; form.dispatchEvent(new Event('input')); all.push(shown()); };
        set('rule', 'leaked-user-key'); set('rule', '');
        set('file', 'LOCALE'); set('file', 'no such file'); set('file', '');
        set('component', '0'); set('component', '');
        document.querySelector('input[value=error]').click(); all.push(shown());
        document.title = 'shown: ' + all.join(' ');
        </script></body>";
    let page = format!("{}{}", &page[..start], &page[end..]).replace("</body>", script);
    let of = |part: &str| page.matches(part).count();
    let all = of("class=\"finding\"");
    let [leaks, locale, errors] = ["data-rule=\"leaked-user-key\"", "data-file=\"testdata/demo/locale.c\"", "data-level=\"error\""].map(of);
    let expected = [leaks, all, locale, 0, all, all, all, all - errors].map(|n| n.to_string()).join(" ");
    assert!(leaks > 0 && locale > 0 && errors > 0 && errors < all);
    let shown = loaded(browser, &page, "");
    assert!(shown.contains(&format!("<title>shown: {expected}</title>")), "{expected}: {}", &shown[..600]);
}
