//! The command line: reads the arguments, hands files to the pipeline and reports to paper, terminal or files.

use crate::judge::{self, Finding};
use crate::models::DataError;
use crate::pipeline::{self, PathMap};
use crate::report::{self, Report, json, terminal};
use crate::walk::Choice;
use choose::Choose;
use clap::{Args, Parser, Subcommand, ValueEnum};
use codespan_reporting::term::termcolor::Buffer;
use color::When;
use gate::Gate;
use judged::{Judged, Request, analyse, read};
use narrow::Narrow;
use own::OwnRules;
use progress::Progress;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

mod baseline;
mod choose;
mod color;
mod configuration;
mod event;
mod gate;
mod judged;
mod kept;
mod narrow;
mod own;
mod progress;
mod shell;
mod since;
mod today;
mod watch;

const EXIT_CODES: &str = "\
Exit codes:
  0  nothing found at or above --fail-on, or no more than --max-… allows (or --exit-zero was given)
  1  something found, or more not followed than --fail-on-unanalysed allows
  2  hivelint could not do its work; the reason is on standard error";

/// Finds COM+ component code that keeps per-user registry keys open past the user's log-off.
#[derive(Parser)]
#[command(version, after_help = EXIT_CODES, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Colours in text on standard output; `auto` means: on a terminal, unless NO_COLOR, CLICOLOR=0 or CLICOLOR_FORCE=1 say otherwise
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: When,
}

#[derive(Subcommand)]
enum Command {
    /// Report keys that are kept open, with the path that shows it
    #[command(after_help = EXIT_CODES)]
    Check(Check),
    /// Write the findings that are known to a file, so that only others fail a check
    Baseline(baseline::Baselining),
    /// Say for each component what will happen at a log-off, why, what the event log will show, and what helps
    Verdict(Verdict),
    /// Write a commented hivelint.toml from the project files found: which components there are and how they are deployed
    Init {
        /// Where to write it, and below which to look
        #[arg(value_name = "DIRECTORY", default_value = ".")]
        directory: PathBuf,
        /// Replace a hivelint.toml that exists
        #[arg(long)]
        force: bool,
    },
    /// List every place that opens a key and what becomes of the handle
    Inventory(Inventory),
    /// Say which code can have left the keys open that event 1530 names
    #[command(name = "match", after_help = event::EXIT_CODES)]
    Match(event::Match),
    /// Say what a rule finds, why that matters and what to write instead
    Explain {
        /// The rule's id, as printed in brackets with a finding
        rule: String,
        #[command(flatten)]
        own: OwnRules,
    },
    /// List the rules
    Rules(OwnRules),
    /// Print the control-flow graph that hivelint sees, function by function
    Dump {
        /// A C, C++ or Rust file, or a DLL
        file: PathBuf,
        #[command(flatten)]
        pdbs: Pdbs,
        #[command(flatten)]
        own: OwnRules,
    },
    /// Print what a shell needs to complete hivelint's arguments
    #[command(after_help = shell::WHERE)]
    Completions(shell::Completions),
    /// Print or write the manual as man pages
    Man(shell::Manual),
}

#[derive(Args)]
struct Check {
    #[command(flatten)]
    input: Paths,
    /// What to print on standard output
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: CheckFormat,
    /// Write a report to a file as well; may be given several times
    #[arg(short, long = "output", value_name = "FORMAT=FILE", value_parser = output_file::<CheckFormat>)]
    outputs: Vec<Output<CheckFormat>>,
    /// Replace files that --output names if they exist
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    gate: Gate,
    /// Do not report what is in this file, which `hivelint baseline` wrote; without it, what `baseline` in hivelint.toml names
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Report only what lies on lines that are changed since this revision, or whose path crosses them (asks `git diff`)
    #[arg(long, value_name = "REV", conflicts_with = "context")]
    since: Option<String>,
    #[command(flatten)]
    choose: Choose,
    #[command(flatten)]
    narrow: Narrow,
    #[command(flatten)]
    own: OwnRules,
    #[command(flatten)]
    configured: Configured,
    /// Print findings only: no verdicts, no notices, no summary
    #[arg(short, long)]
    quiet: bool,
    /// Check again whenever a file changes that is read, until Ctrl-C
    #[arg(long)]
    watch: bool,
}

#[derive(Args)]
struct Verdict {
    #[command(flatten)]
    input: Paths,
    #[command(flatten)]
    choose: Choose,
    #[command(flatten)]
    own: OwnRules,
    #[command(flatten)]
    configured: Configured,
}

#[derive(Args)]
struct Configured {
    /// What is checked, what counts how, which components there are and how they are deployed; without it, the first
    /// hivelint.toml from the paths upwards
    #[arg(long = "config", value_name = "FILE")]
    file: Option<PathBuf>,
}

#[derive(Args)]
struct Inventory {
    #[command(flatten)]
    input: Paths,
    #[command(flatten)]
    listing: Listing,
    #[command(flatten)]
    own: OwnRules,
    /// Print the list only: no notices, no summary
    #[arg(short, long)]
    quiet: bool,
}

/// How a list is printed, and to which files it is written.
#[derive(Args)]
struct Listing {
    /// What to print on standard output
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: ListFormat,
    /// Write it to a file as well; may be given several times
    #[arg(short, long = "output", value_name = "FORMAT=FILE", value_parser = output_file::<ListFormat>)]
    outputs: Vec<Output<ListFormat>>,
    /// Replace files that --output names if they exist
    #[arg(long)]
    force: bool,
}

impl Listing {
    fn deliver(&self, color: When, render: impl Fn(ListFormat, &mut Buffer) -> io::Result<()>) -> Result<bool, Trouble> {
        deliver((self.format, &self.outputs, self.force), color, render)
    }
}

#[derive(Args)]
struct Paths {
    /// Files and directories; of a directory, every C, C++ and Rust file and every DLL and program below it
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    pdbs: Pdbs,
    /// Where the sources of a DLL are that its build had elsewhere, e.g. C:\agent\_work\1\s=src; may be given several times.
    /// Without it a file is found by the end of its path
    #[arg(long = "path-map", value_name = "FROM=TO", value_parser = PathMap::parse)]
    maps: Vec<PathMap>,
}

#[derive(Args)]
struct Pdbs {
    /// Debug information of a DLL: a PDB, or a directory with PDBs in it or below; may be given several times. One that lies
    /// beside the DLL, or where the DLL says, is found without it
    #[arg(long = "pdb", value_name = "PATH")]
    given: Vec<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum CheckFormat {
    /// For people: the code underlined, verdicts, a summary
    Text,
    /// One line a finding
    Concise,
    /// For programs
    Json,
    /// SARIF 2.1.0, for code-scanning services and Visual Studio
    Sarif,
    /// Annotations of a GitHub workflow
    Github,
    /// GitLab's code quality report
    Gitlab,
    /// JUnit's XML, as Jenkins reads it
    Junit,
    /// Checkstyle's XML
    Checkstyle,
    /// Reviewdog's JSON
    Rdjson,
    /// A comment for a pull request
    Markdown,
    /// A page for reviewers, with pictures, in one file
    Html,
}

impl CheckFormat {
    /// Whether it shows what to write instead in the code that was found.
    fn shows_changes(self) -> bool {
        matches!(self, CheckFormat::Text | CheckFormat::Json | CheckFormat::Sarif | CheckFormat::Markdown | CheckFormat::Html)
    }

    fn write(self, out: &mut Buffer, report: &Report, check: &Check) -> io::Result<()> {
        let text = match self {
            CheckFormat::Text => return terminal::check(out, report, check.quiet),
            CheckFormat::Concise => report::concise::check(report, check.quiet),
            CheckFormat::Json => json::check(report),
            CheckFormat::Sarif => report::sarif::check(report),
            CheckFormat::Github => report::github::check(report),
            CheckFormat::Gitlab => report::gitlab::check(report),
            CheckFormat::Junit => report::junit::check(report, &check.gate.failing(report)),
            CheckFormat::Checkstyle => report::checkstyle::check(report),
            CheckFormat::Rdjson => report::rdjson::check(report),
            CheckFormat::Markdown => report::markdown::check(report),
            CheckFormat::Html => report::html::check(report),
        };
        out.write_all(text.as_bytes())
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum ListFormat {
    Text,
    Json,
}

#[derive(Clone)]
struct Output<F> {
    format: F,
    file: PathBuf,
}

/// Reads `FORMAT=FILE`.
fn output_file<F: ValueEnum>(argument: &str) -> Result<Output<F>, String> {
    let formats = || F::value_variants().iter().filter_map(|f| f.to_possible_value()).map(|f| f.get_name().to_owned());
    let known = || formats().collect::<Vec<_>>().join(", ");
    match argument.split_once('=') {
        Some((_, "")) => Err("a file name is missing after `=`".to_owned()),
        Some((format, file)) => {
            let format = F::from_str(format, false).map_err(|_| format!("`{format}` is not a format; known are {}", known()))?;
            Ok(Output { format, file: file.into() })
        }
        None => Err(format!("write it as FORMAT=FILE, where FORMAT is one of {}", known())),
    }
}

/// Why hivelint could not do its work, in words for the user.
struct Trouble(String);

impl<T: std::fmt::Display> From<T> for Trouble {
    fn from(reason: T) -> Trouble {
        Trouble(reason.to_string())
    }
}

/// Runs the command that the arguments ask for.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match cli.command {
        Command::Check(check) => run_check(check, cli.color),
        Command::Baseline(baselining) => baseline::run(&baselining),
        Command::Verdict(verdict) => run_verdict(&verdict, cli.color),
        Command::Init { directory, force } => run_init(&directory, force),
        Command::Inventory(inventory) => run_inventory(&inventory, cli.color),
        Command::Match(matching) => event::run(&matching, cli.color),
        Command::Explain { rule, own } => run_explain(&rule, &own),
        Command::Rules(own) => run_rules(&own),
        Command::Dump { file, pdbs, own } => run_dump(file, &pdbs, &own),
        Command::Completions(completions) => shell::print_completions(&completions),
        Command::Man(manual) => shell::print_manual(&manual),
    };
    outcome.unwrap_or_else(|Trouble(reason)| {
        eprintln!("hivelint: {reason}");
        ExitCode::from(2)
    })
}

fn run_check(mut check: Check, color: When) -> Result<ExitCode, Trouble> {
    refuse_to_overwrite(&check.outputs, check.force)?;
    if check.watch {
        return watch::watch(&mut check, color);
    }
    Ok(check_once(&check, color)?.0)
}

/// Also says whether somebody still reads standard output.
fn check_once(check: &Check, color: When) -> Result<(ExitCode, bool), Trouble> {
    let progress = Progress::show(check.quiet);
    let Check { input, choose, narrow, own, configured, .. } = check;
    let mut judged = Judged::of(&Request { input, choose: Some(choose), narrow, own, configured })?;
    baseline::apply(check.baseline.as_deref(), input, &mut judged)?;
    let since = check.since.as_ref().map(|since| since::changes(since, &input.paths, &judged.analysis.sources)).transpose()?;
    if check.format.shows_changes() || check.outputs.iter().any(|output| output.format.shows_changes()) {
        judged.propose_changes(since.as_ref());
    }
    drop(progress);
    let verdicts = judged.verdicts();
    let mut report = Report { verdicts: &verdicts, ..judged.report() };
    let touched: Vec<Finding>;
    if let Some(changes) = &since {
        touched = report.findings.iter().filter(|f| changes.touch(f, report.sources)).cloned().collect();
        report.stats.findings_elsewhere = report.findings.len() - touched.len();
        report.findings = &touched;
    }
    let render = |format: CheckFormat, out: &mut Buffer| format.write(out, &report, check);
    let is_read = deliver((check.format, &check.outputs, check.force), color, render)?;
    Ok((ExitCode::from(u8::from(check.gate.fails(&report, &judged.analysis))), is_read))
}

fn run_verdict(verdict: &Verdict, color: When) -> Result<ExitCode, Trouble> {
    let Verdict { input, choose, own, configured } = verdict;
    let progress = Progress::show(false);
    let judged = Judged::of(&Request { input, choose: Some(choose), narrow: &Narrow::default(), own, configured })?;
    drop(progress);
    let verdicts = judged.verdicts();
    let report = Report { verdicts: &verdicts, ..judged.report() };
    print(color, |out| terminal::verdict(out, &report))?;
    Ok(ExitCode::SUCCESS)
}

fn run_init(directory: &Path, force: bool) -> Result<ExitCode, Trouble> {
    let done = configuration::init(directory, force)?;
    print(When::Never, |out| out.write_all(done.as_bytes()))?;
    Ok(ExitCode::SUCCESS)
}

fn run_inventory(inventory: &Inventory, color: When) -> Result<ExitCode, Trouble> {
    refuse_to_overwrite(&inventory.listing.outputs, inventory.listing.force)?;
    let progress = Progress::show(inventory.quiet);
    let analysis =
        analyse(&inventory.input, (&Narrow::default(), None), &Choice::ALL, &inventory.own.found(&inventory.input.paths)?.models()?)?;
    drop(progress);
    let report = Report::of(&analysis.sources, &analysis.solution, analysis.stats, &analysis.notices);
    let report = Report { binaries: &analysis.binaries, ..report };
    inventory.listing.deliver(color, |format, out| match format {
        ListFormat::Text => terminal::inventory(out, &report, inventory.quiet),
        ListFormat::Json => out.write_all(json::inventory(&report).as_bytes()),
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Prints to standard output, in one piece. A reader that has seen enough (`| head`) is no trouble: the answer is whether there is
/// one yet.
fn print(color: When, render: impl FnOnce(&mut Buffer) -> io::Result<()>) -> Result<bool, Trouble> {
    let mut buffer = if color.is_colored() { Buffer::ansi() } else { Buffer::no_color() };
    render(&mut buffer)?;
    let mut stdout = io::stdout().lock();
    match stdout.write_all(buffer.as_slice()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Trouble(format!("can't write to standard output: {error}"))),
        outcome => Ok(outcome.is_ok()),
    }
}

/// Looked at before the work starts, so that no work is lost.
fn refuse_to_overwrite<F>(outputs: &[Output<F>], force: bool) -> Result<(), Trouble> {
    for (i, output) in outputs.iter().enumerate() {
        let name = output.file.display();
        if outputs[..i].iter().any(|earlier| earlier.file == output.file) {
            return Err(Trouble(format!("`{name}` is named twice; give every report a file of its own")));
        }
        if !force && output.file.is_file() {
            return Err(Trouble(format!("`{name}` exists; give --force to replace it")));
        }
    }
    Ok(())
}

/// Writes the files and prints. The findings are printed whatever goes wrong with the files.
fn deliver<F: Copy>(
    (format, outputs, force): (F, &[Output<F>], bool),
    color: When,
    render: impl Fn(F, &mut Buffer) -> io::Result<()>,
) -> Result<bool, Trouble> {
    let written = write_outputs(outputs, force, &render);
    let is_read = print(color, |out| render(format, out))?;
    written.map(|()| is_read)
}

/// Writes every file that can be written; what goes wrong with the others is told once the findings are printed.
fn write_outputs<F: Copy>(outputs: &[Output<F>], force: bool, render: impl Fn(F, &mut Buffer) -> io::Result<()>) -> Result<(), Trouble> {
    let mut troubles = Vec::new();
    for output in outputs {
        let mut buffer = Buffer::no_color();
        render(output.format, &mut buffer)?;
        if let Err(error) = write_file(&output.file, buffer.as_slice(), force) {
            let name = output.file.display();
            troubles.push(match output.file.is_dir() {
                true => format!("can't write `{name}`: it is a directory; name a file in it"),
                false => format!("can't write `{name}`: {error}"),
            });
        }
    }
    if troubles.is_empty() { Ok(()) } else { Err(Trouble(troubles.join("\nhivelint: "))) }
}

/// Writes a file so that it is there whole or not at all. What is not a regular file (`/dev/stdout`, a pipe) is written to.
fn write_file(path: &Path, bytes: &[u8], force: bool) -> io::Result<()> {
    if path.exists() && !path.is_file() {
        return fs::OpenOptions::new().write(true).open(path)?.write_all(bytes);
    }
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let directory = target.parent().filter(|d| !d.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !directory.is_dir() {
        let message = format!("there is no directory `{}`; make it first", directory.display());
        return Err(io::Error::new(io::ErrorKind::NotFound, message));
    }
    #[cfg_attr(not(unix), expect(unused_mut, reason = "permissions are set on Unix only"))]
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    // in its own words the crate names a file that nobody asked for
    let mut file =
        builder.tempfile_in(directory).map_err(|e| io::Error::new(e.kind(), format!("its directory takes no file: {}", e.kind())))?;
    file.write_all(bytes)?;
    if force { file.persist(&target) } else { file.persist_noclobber(&target) }.map_err(|e| e.error)?;
    Ok(())
}

fn faulty(error: DataError) -> Trouble {
    Trouble(format!("a file of rules can't be used\n{}", terminal::data_error(&error).trim_end()))
}

fn run_explain(id: &str, own: &OwnRules) -> Result<ExitCode, Trouble> {
    let rules = own.found(&[PathBuf::from(".")])?.rules()?;
    let Some(rule) = rules.get(id) else {
        return Err(Trouble(format!("there is no rule `{id}`; `hivelint rules` lists them")));
    };
    print(When::Never, |out| out.write_all(judge::explain(rule).as_bytes()))?;
    Ok(ExitCode::SUCCESS)
}

fn run_rules(own: &OwnRules) -> Result<ExitCode, Trouble> {
    let rules = own.found(&[PathBuf::from(".")])?.rules()?;
    print(When::Never, |out| out.write_all(judge::list(&rules).as_bytes()))?;
    Ok(ExitCode::SUCCESS)
}

fn run_dump(file: PathBuf, pdbs: &Pdbs, own: &OwnRules) -> Result<ExitCode, Trouble> {
    let models = own.found(std::slice::from_ref(&file))?.models()?;
    let walked = read(&[file], pdbs, &Choice::ALL)?;
    print(When::Never, |out| out.write_all(pipeline::dump(walked.files, &models).as_bytes()))?;
    Ok(ExitCode::SUCCESS)
}
