//! The hooks in the real pre-commit, on a repository made for it: a commit with a leak is refused, one without goes through.
//!
//! The hooks have `language: rust`, by which pre-commit would build hivelint anew. The copy of the manifest that is tested says
//! `language: system` and names the hivelint that this build made; nothing else is changed.

#[path = "support/skip.rs"]
mod skip;

use skip::skip;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const OPEN: &str = "LONG Open(HKEY *key)\n{\n    return RegOpenKeyExW(HKEY_CURRENT_USER, L\"Software\", 0, KEY_READ, key);\n}\n";
const LOAD: &str = "LONG Load(void)\n{\n    HKEY key;\n    if (Open(&key) == 0)\n        RegCloseKey(key);\n    return 0;\n}\n";

/// A repository in which pre-commit is installed, and beside it the one that the hooks come from.
struct Project(TempDir);

impl Project {
    fn new() -> Project {
        let project = Project(tempfile::tempdir().unwrap());
        let (hooks, work) = (project.path("hooks"), project.path("work"));
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let manifest = fs::read_to_string(root.join(".pre-commit-hooks.yaml")).unwrap();
        assert_eq!(manifest.matches("language: rust").count(), manifest.matches("- id: ").count());
        let entry = format!("entry: {} check", env!("CARGO_BIN_EXE_hivelint"));
        let manifest = manifest.replace("language: rust", "language: system").replace("entry: hivelint check", &entry);
        for directory in [&hooks, &work] {
            fs::create_dir(directory).unwrap();
            project.git(directory, &["init", "--quiet"]);
        }
        fs::write(hooks.join(".pre-commit-hooks.yaml"), manifest).unwrap();
        project.git(&hooks, &["add", "."]);
        project.git(&hooks, &["commit", "--quiet", "--message", "hooks"]);
        let revision = String::from_utf8(project.git(&hooks, &["rev-parse", "HEAD"]).stdout).unwrap();
        let repository = format!("repos:\n  - repo: {}\n    rev: {}\n", hooks.display(), revision.trim());
        let config = format!("{repository}    hooks:\n      - id: hivelint\n      - id: hivelint-dll\n");
        fs::write(work.join(".pre-commit-config.yaml"), config).unwrap();
        let installed = project.run(&work, "pre-commit", &["install"]);
        assert!(installed.status.success(), "{}", told(&installed));
        project
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, directory: &Path, program: &str, args: &[&str]) -> Output {
        let mut command = Command::new(program);
        command.args(args).current_dir(directory).stdin(Stdio::null());
        // neither the user's settings nor a hook that these tests themselves run in
        ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"].iter().for_each(|name| _ = command.env_remove(name));
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").env("PRE_COMMIT_HOME", self.path("home"));
        command.env("XDG_CACHE_HOME", self.path("cache"));
        for role in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{role}_NAME"), "Contoso").env(format!("GIT_{role}_EMAIL"), "dev@contoso.example");
        }
        command.output().unwrap()
    }

    fn git(&self, directory: &Path, args: &[&str]) -> Output {
        let output = self.run(directory, "git", args);
        assert!(output.status.success(), "git {args:?}: {}", told(&output));
        output
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path("work").join(name), bytes).unwrap();
    }

    /// Commits everything: whether that went through, and what was said.
    fn commit(&self) -> (bool, String) {
        let work = self.path("work");
        self.git(&work, &["add", "--all"]);
        let output = self.run(&work, "git", &["commit", "--message", "change"]);
        (output.status.success(), told(&output))
    }
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn is_here() -> bool {
    let found = Command::new("pre-commit").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    let is_here = found.is_ok_and(|status| status.success());
    if !is_here {
        skip("there is no pre-commit here");
    }
    is_here
}

#[test]
fn the_manifest_is_one_for_pre_commit() {
    if is_here() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(".pre-commit-hooks.yaml");
        let output = Command::new("pre-commit").arg("validate-manifest").arg(path).output().unwrap();
        assert!(output.status.success(), "{}", told(&output));
    }
}

#[test]
fn a_commit_with_a_leak_is_refused_until_it_is_fixed() {
    if !is_here() {
        return;
    }
    let project = Project::new();
    let accepted = |what: &str| {
        let (is_done, told) = project.commit();
        assert!(is_done, "{what}: {told}");
    };
    let refused = |place: &str| {
        let (is_done, told) = project.commit();
        assert!(!is_done && told.contains("leaked-user-key") && told.contains(place), "{told}");
    };
    project.write("open.c", OPEN);
    project.write("load.c", LOAD);
    project.write("notes.txt", "RegOpenKeyExW");
    accepted("what is closed in another file");

    project.write("load.c", LOAD.replace("RegCloseKey(key)", "return 1"));
    refused("load.c:4:");
    project.write("load.c", LOAD.replace("return 0", "return 7"));
    accepted("the fixed file, judged with the one that did not change");

    let dll = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/pe/bin/keys-gcc-x64-O2.dll");
    project.write("keys.dll", fs::read(dll).unwrap());
    refused("keys.dll");
    fs::remove_file(project.path("work").join("keys.dll")).unwrap();
    project.write("notes.txt", "");
    accepted("a file that is no code");
}
