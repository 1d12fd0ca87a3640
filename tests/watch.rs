//! `hivelint check --watch`: what it prints when files come, change and go.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

const LEAK: &str = "void Leak(void) { HKEY key; RegOpenKeyExW(HKEY_CURRENT_USER, L\"Software\", 0, KEY_READ, &key); }\n";
const CLOSED: &str =
    "void Leak(void) { HKEY key; if (!RegOpenKeyExW(HKEY_CURRENT_USER, L\"Software\", 0, KEY_READ, &key)) RegCloseKey(key); }\n";

/// Far more than it takes; a test that waits for so long has failed.
const PATIENCE: Duration = Duration::from_secs(60);

/// A run that is ended when the test is.
struct Watch {
    child: Child,
    printed: Receiver<String>,
    said: Receiver<String>,
}

impl Watch {
    fn start(dir: &Path, args: &[&str]) -> Watch {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hivelint"));
        command.args(["check", "--watch", "--format", "concise"]).args(args).current_dir(dir);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (printed, said) = (lines(child.stdout.take().unwrap()), lines(child.stderr.take().unwrap()));
        Watch { child, printed, said }
    }

    /// What is printed until the next round is over.
    fn round(&self) -> Vec<String> {
        let said = self.said.recv_timeout(PATIENCE).expect("it says that it waits");
        assert!(said.contains("Ctrl-C ends it"), "{said}");
        // what was printed before it said so has long been written
        std::thread::sleep(Duration::from_millis(100));
        self.printed.try_iter().collect()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn lines(pipe: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, lines) = mpsc::channel();
    std::thread::spawn(move || BufReader::new(pipe).lines().map_while(Result::ok).all(|line| sender.send(line).is_ok()));
    lines
}

fn leaks(round: &[String]) -> usize {
    round.iter().filter(|line| line.contains("[leaked-user-key]")).count()
}

#[test]
fn it_checks_again_when_files_change_come_and_go() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(dir.path().join(name), text).unwrap();
    write("a.c", LEAK);
    let watch = Watch::start(dir.path(), &["-o", "json=report.json", "."]);
    assert_eq!(leaks(&watch.round()), 1);
    write("a.c", CLOSED);
    assert_eq!(leaks(&watch.round()), 0);
    assert!(!fs::read_to_string(dir.path().join("report.json")).unwrap().contains("leaked-user-key"), "the report is an old one");
    write("b.c", LEAK);
    assert_eq!(leaks(&watch.round()), 1);
    fs::remove_file(dir.path().join("b.c")).unwrap();
    assert_eq!(leaks(&watch.round()), 0);
    write("notes.txt", LEAK);
    assert!(watch.said.recv_timeout(Duration::from_millis(1500)).is_err(), "nothing changed that is read");
}

#[test]
fn what_goes_wrong_is_told_and_it_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.c"), LEAK).unwrap();
    let config = dir.path().join("hivelint.toml");
    fs::write(&config, "[[component]]\nname = \"A\"\n").unwrap();
    let watch = Watch::start(dir.path(), &["a.c"]);
    let said = watch.said.recv_timeout(PATIENCE).unwrap();
    assert!(said.starts_with("hivelint: the configuration can't be used"), "{said}");
    while !watch.said.recv_timeout(PATIENCE).unwrap().contains("Ctrl-C") {}
    fs::write(&config, "[[component]]\nname = \"A\"\nsources = [\".\"]\n").unwrap();
    assert_eq!(leaks(&watch.round()), 1);
}

#[test]
fn it_ends_when_nobody_reads_any_more() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.c"), LEAK).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_hivelint"));
    command.args(["check", "--watch", "--quiet", "a.c"]).current_dir(dir.path()).stdin(Stdio::null());
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    let mut reader = BufReader::new(child.stdout.take().unwrap());
    reader.read_line(&mut first).unwrap();
    assert!(first.contains("leaked-user-key"), "{first}");
    drop(reader);
    let began = Instant::now();
    let mut length = 0;
    while child.try_wait().unwrap().is_none() {
        if began.elapsed() > PATIENCE {
            child.kill().unwrap();
            panic!("it still runs");
        }
        length += 1;
        fs::write(dir.path().join("a.c"), format!("{LEAK}{}", "\n".repeat(length))).unwrap();
        std::thread::sleep(Duration::from_millis(1000));
    }
}
