//! The index of a context: with it a check says what it says without, and reads only what has changed and what it looks into.

#[path = "support/program.rs"]
mod program;

use program::{code, command, stderr, stdout};
use std::fs::{self, File};
use std::path::PathBuf;
use std::process::Output;
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

const WRAPPER: &str = "#include <windows.h>\nLONG OpenSettings(HKEY *key)\n{\n    return RegOpenKeyExW(HKEY_CURRENT_USER, L\"Software\\\\A\", 0, KEY_READ, key);\n}\n";
const CALLER: &str = "#include <windows.h>\nLONG Load(void)\n{\n    HKEY key;\n    return OpenSettings(&key);\n}\n";
const BYSTANDER: &str = "#include <windows.h>\nLONG Other(void)\n{\n    HKEY key;\n    return StoreSettings(&key);\n}\n";

/// A wrapper with a caller and a file that does not concern it, all a day old.
struct Project(TempDir, SystemTime);

impl Project {
    fn new() -> Project {
        let project = Project(tempfile::tempdir().unwrap(), SystemTime::now() - Duration::from_secs(24 * 3600));
        fs::create_dir(project.path("src")).unwrap();
        for (name, text) in [("wrapper.c", WRAPPER), ("caller.c", CALLER), ("other.c", BYSTANDER)] {
            project.write(name, text, project.1);
        }
        project
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a source as if that had been done at this time.
    fn write(&self, name: &str, text: &str, time: SystemTime) {
        let path = self.path("src").join(name);
        fs::write(&path, text).unwrap();
        File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
    }

    fn check(&self, more: &[&str]) -> Output {
        let mut command = command(self.0.path(), &[&["check", "--context", "src"], more, &["src/wrapper.c"]].concat());
        command.env("XDG_CACHE_HOME", self.path("cache")).env("HOME", self.path("cache")).env("LOCALAPPDATA", self.path("cache"));
        command.output().unwrap()
    }

    /// The files with leaks.
    fn found(&self, more: &[&str]) -> Vec<String> {
        let output = self.check(&[more, &["--format", "concise"]].concat());
        assert_eq!(code(&output), 1, "{}", stderr(&output));
        let leaks = stdout(&output).lines().filter(|line| line.contains("leaked-user-key"));
        leaks.filter_map(|line| Some(line.split_once(".c:")?.0.to_owned())).collect()
    }
}

const INDEX: &str = "--index=context.index";

#[test]
fn what_has_not_changed_is_not_read_again() {
    let project = Project::new();
    assert_eq!(project.found(&[]), ["src/caller"]);
    assert_eq!(project.found(&[INDEX]), ["src/caller"], "it is made");
    let made = fs::read(project.path("context.index")).unwrap();
    assert_eq!(stdout(&project.check(&[INDEX])), stdout(&project.check(&[])), "it is used");

    // of the same length and, as it says, as old: only who reads it sees the call
    let calling = BYSTANDER.replace("StoreSettings(&key)", "OpenSettings(&key) ");
    project.write("other.c", &calling, project.1);
    assert_eq!(project.found(&[]), ["src/caller", "src/other"]);
    assert_eq!(project.found(&[INDEX]), ["src/caller"]);
    project.write("other.c", &calling, project.1 + Duration::from_secs(60));
    assert_eq!(project.found(&[INDEX]), ["src/caller", "src/other"], "it has changed");
    fs::rename(project.path("src/caller.c"), project.path("src/moved.c")).unwrap();
    assert_eq!(project.found(&[INDEX]), ["src/moved", "src/other"]);
    assert_eq!(fs::read(project.path("context.index")).unwrap(), made, "a few changed files are no reason to make it anew");
}

#[test]
fn what_was_written_as_the_index_was_made_is_not_trusted() {
    let project = Project::new();
    let now = SystemTime::now();
    project.write("other.c", BYSTANDER, now);
    assert_eq!(project.found(&[INDEX]), ["src/caller"]);
    // on a file system that counts whole seconds a change like this leaves the time as it was
    project.write("other.c", &BYSTANDER.replace("StoreSettings(&key)", "OpenSettings(&key) "), now);
    assert_eq!(project.found(&[INDEX]), ["src/caller", "src/other"]);
}

#[test]
fn a_damaged_index_is_made_anew_and_another_file_is_left_alone() {
    let project = Project::new();
    project.found(&[INDEX]);
    let index = project.path("context.index");
    let made = fs::read(&index).unwrap();
    for damaged in [&made[..made.len() - 1], &made[..20], &[&made[..made.len() / 2], b"?", &made[made.len() / 2 + 1..]].concat()] {
        fs::write(&index, damaged).unwrap();
        assert_eq!(project.found(&[INDEX]), ["src/caller"]);
        assert_eq!(fs::read(&index).unwrap().len(), made.len());
    }
    #[cfg(target_os = "linux")]
    assert_eq!(project.found(&["--index=/dev/zero"]), ["src/caller"], "it has no end");
    for (name, text) in [("notes.txt", "my notes"), ("empty.txt", "")] {
        fs::write(project.path(name), text).unwrap();
        let output = project.check(&[&format!("--index={name}")]);
        assert_eq!(code(&output), 2, "{}", stdout(&output));
        assert!(stderr(&output).contains(&format!("`{name}` is not an index of hivelint")), "{}", stderr(&output));
        assert_eq!(fs::read_to_string(project.path(name)).unwrap(), text);
    }
}

#[test]
fn an_index_that_cannot_be_kept_is_told_and_the_findings_stay() {
    let project = Project::new();
    for file in ["src", "no/such/context.index"] {
        let index = format!("--index={file}");
        assert_eq!(project.found(&[&index]), ["src/caller"]);
        let output = project.check(&[&index]);
        let told = format!("{}{}", stdout(&output), stderr(&output));
        assert!(told.contains(&format!("no index is kept in `{file}`")), "{told}");
    }
}

#[test]
fn without_a_name_the_index_is_in_the_users_cache() {
    let project = Project::new();
    assert_eq!(project.found(&["--index"]), ["src/caller"]);
    let below = |name: &str| fs::read_dir(project.path(name)).map(|all| all.count()).unwrap_or(0);
    let all: usize = ["cache/hivelint", "cache/Library/Caches/hivelint"].into_iter().map(below).sum();
    assert_eq!(all, 1);
    assert_eq!(project.found(&["--index"]), ["src/caller"]);
}
