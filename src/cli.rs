//! The command line: reads the arguments, hands files to the pipeline and reports to paper, terminal or files.

use crate::change;
use crate::component::Components;
use crate::judge::{self, Level, Rules};
use crate::models::{self, DataError, Models};
use crate::pipeline::{self, Analysis, PathMap};
use crate::predict::{self, Evidence};
use crate::report::{self, Report, json, terminal};
use crate::walk::{self, Missing, Walked};
use crate::windows::{self, Facts};
use clap::{Args, Parser, Subcommand, ValueEnum};
use codespan_reporting::term::termcolor::Buffer;
use narrow::Narrow;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

mod configuration;
mod event;
mod narrow;

const EXIT_CODES: &str = "\
Exit codes:
  0  nothing found at or above --fail-on (or --exit-zero was given)
  1  something found, or more not followed than --fail-on-unanalysed allows
  2  hivelint could not do its work; the reason is on standard error";

/// Finds COM+ component code that keeps per-user registry keys open past the user's log-off.
#[derive(Parser)]
#[command(version, after_help = EXIT_CODES, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Colours in text on standard output; `auto` means: on a terminal, unless NO_COLOR is set
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: When,
}

#[derive(Clone, Copy, ValueEnum)]
enum When {
    Auto,
    Always,
    Never,
}

#[derive(Subcommand)]
enum Command {
    /// Report keys that are kept open, with the path that shows it
    #[command(after_help = EXIT_CODES)]
    Check(Check),
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
    },
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
    /// The lowest level that makes the exit code 1
    #[arg(long, value_name = "LEVEL", default_value = "error")]
    fail_on: FailOn,
    /// Exit with 1 as well if more than so many percent of a binary's functions of interest could not be followed; a file whose
    /// code is not read counts as 100 percent
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    fail_on_unanalysed: Option<u8>,
    /// Exit with 0 even if something was found
    #[arg(long)]
    exit_zero: bool,
    #[command(flatten)]
    narrow: Narrow,
    #[command(flatten)]
    own: OwnRules,
    #[command(flatten)]
    configured: Configured,
    /// Print findings only: no verdicts, no notices, no summary
    #[arg(short, long)]
    quiet: bool,
}

#[derive(Args)]
struct Verdict {
    #[command(flatten)]
    input: Paths,
    #[command(flatten)]
    own: OwnRules,
    #[command(flatten)]
    configured: Configured,
}

#[derive(Args)]
struct Configured {
    /// Which components there are and how they are deployed; without it, the first hivelint.toml from the paths upwards
    #[arg(long = "config", value_name = "FILE")]
    file: Option<PathBuf>,
}

#[derive(Args)]
struct Inventory {
    #[command(flatten)]
    input: Paths,
    #[command(flatten)]
    listing: Listing,
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
    fn deliver(&self, color: When, render: impl Fn(ListFormat, &mut Buffer) -> io::Result<()>) -> Result<(), Trouble> {
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

#[derive(Args)]
struct OwnRules {
    /// Rules of your own: every `.toml` file in this directory, besides those that come with hivelint
    #[arg(long = "rules", value_name = "DIR")]
    directory: Option<PathBuf>,
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
    fn write(self, out: &mut Buffer, report: &Report, check: &Check) -> io::Result<()> {
        let text = match self {
            CheckFormat::Text => return terminal::check(out, report, check.quiet),
            CheckFormat::Concise => report::concise::check(report, check.quiet),
            CheckFormat::Json => json::check(report),
            CheckFormat::Sarif => report::sarif::check(report),
            CheckFormat::Github => report::github::check(report),
            CheckFormat::Gitlab => report::gitlab::check(report),
            CheckFormat::Junit => report::junit::check(report, check.fail_on.level()),
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

#[derive(Clone, Copy, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Note,
}

impl FailOn {
    fn level(self) -> Level {
        match self {
            FailOn::Error => Level::Error,
            FailOn::Warning => Level::Warning,
            FailOn::Note => Level::Note,
        }
    }
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
        Command::Check(check) => run_check(&check, cli.color),
        Command::Verdict(verdict) => run_verdict(&verdict, cli.color),
        Command::Init { directory, force } => run_init(&directory, force),
        Command::Inventory(inventory) => run_inventory(&inventory, cli.color),
        Command::Match(matching) => event::run(&matching, cli.color),
        Command::Explain { rule, own } => run_explain(&rule, &own),
        Command::Rules(own) => run_rules(&own),
        Command::Dump { file, pdbs } => run_dump(file, &pdbs),
    };
    outcome.unwrap_or_else(|Trouble(reason)| {
        eprintln!("hivelint: {reason}");
        ExitCode::from(2)
    })
}

fn run_check(check: &Check, color: When) -> Result<ExitCode, Trouble> {
    refuse_to_overwrite(&check.outputs, check.force)?;
    let judged = Judged::of(&check.input, &check.narrow, &check.own, &check.configured)?;
    let verdicts = judged.verdicts();
    let report = Report { verdicts: &verdicts, ..judged.report() };
    let render = |format: CheckFormat, out: &mut Buffer| format.write(out, &report, check);
    deliver((check.format, &check.outputs, check.force), color, render)?;
    let unanalysed = check.fail_on_unanalysed.is_some_and(|percent| name_unanalysed(&judged.analysis, percent));
    let fails = (report.failures(check.fail_on.level()) > 0 || unanalysed) && !check.exit_zero;
    Ok(ExitCode::from(u8::from(fails)))
}

/// What was found, what the rules make of it, and in which components.
struct Judged {
    analysis: Analysis,
    components: Components,
    findings: Vec<judge::Finding>,
    rules: Rules,
    models: Models,
    facts: &'static Facts,
}

impl Judged {
    fn of(input: &Paths, narrow: &Narrow, own: &OwnRules, configured: &Configured) -> Result<Judged, Trouble> {
        let facts = windows::facts().map_err(|error| faulty(error.clone()))?;
        let rules = all_rules(own)?;
        let located = configuration::read(configured.file.as_deref(), &input.paths, facts)?;
        let models = models::builtin().map_err(faulty)?;
        let mut analysis = analyse(input, narrow, &models)?;
        let components = Components::of(&analysis.sources, &analysis.seen, located.as_ref());
        analysis.notices.extend(components.notices.iter().cloned());
        analysis.notices.sort();
        let findings = judge::judge_deployed(&analysis.solution, &analysis.sources, &rules, &models, &components);
        let mut findings = narrow.keep(findings, &analysis);
        change::propose(&mut findings, &analysis, &rules, &models);
        Ok(Judged { analysis, components, findings, rules, models, facts })
    }

    /// None where only some of a component's files are checked: they don't tell.
    fn verdicts(&self) -> Vec<predict::Verdict<'_>> {
        if self.analysis.crossing.is_some() {
            return Vec::new();
        }
        predict::predict(Evidence {
            sources: &self.analysis.sources,
            solution: &self.analysis.solution,
            findings: &self.findings,
            components: &self.components,
            facts: self.facts,
        })
    }

    fn report(&self) -> Report<'_> {
        Report {
            findings: &self.findings,
            rules: self.rules.all(),
            components: &self.components,
            facts: Some(self.facts),
            binaries: &self.analysis.binaries,
            ..Report::of(&self.analysis.sources, &self.analysis.solution, self.analysis.stats, &self.analysis.notices)
        }
    }
}

fn run_verdict(verdict: &Verdict, color: When) -> Result<ExitCode, Trouble> {
    let judged = Judged::of(&verdict.input, &Narrow::default(), &verdict.own, &verdict.configured)?;
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

/// Names the binaries of which more was not followed than was allowed, on standard error. Says whether there are any.
fn name_unanalysed(analysis: &Analysis, percent: u8) -> bool {
    let over: Vec<(&str, String)> = analysis.binaries.iter().filter_map(|b| Some((b.path.as_str(), b.excess(percent)?))).collect();
    for (path, figures) in &over {
        eprintln!("hivelint: `{path}`: {figures}; --fail-on-unanalysed allows {percent} %");
    }
    !over.is_empty()
}

fn run_inventory(inventory: &Inventory, color: When) -> Result<ExitCode, Trouble> {
    refuse_to_overwrite(&inventory.listing.outputs, inventory.listing.force)?;
    let analysis = analyse(&inventory.input, &Narrow::default(), &models::builtin().map_err(faulty)?)?;
    let report = Report::of(&analysis.sources, &analysis.solution, analysis.stats, &analysis.notices);
    let report = Report { binaries: &analysis.binaries, ..report };
    inventory.listing.deliver(color, |format, out| match format {
        ListFormat::Text => terminal::inventory(out, &report, inventory.quiet),
        ListFormat::Json => out.write_all(json::inventory(&report).as_bytes()),
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Reads what the paths name, and the PDBs of the DLLs among it.
fn read(paths: &[PathBuf], pdbs: &Pdbs) -> Result<Walked, Trouble> {
    let missing = |Missing(path)| format!("`{}` does not exist; check the spelling, or where you are", walk::printed(&path));
    let mut walked = walk::walk(paths).map_err(missing)?;
    let recorded = pipeline::recorded_pdbs(&walked.files);
    let named = |pdb: &str| recorded.iter().any(|(dll, path)| pipeline::goes_by_name(dll, Some(path), pdb));
    walked.add_pdbs(&recorded, &pdbs.given, named).map_err(missing)?;
    Ok(walked)
}

fn analyse(input: &Paths, narrow: &Narrow, models: &Models) -> Result<Analysis, Trouble> {
    let mut walked = read(&input.paths, &input.pdbs)?;
    let named = narrow.add_context(&mut walked)?;
    let mut analysis = pipeline::analyse_named(walked.files, named.as_ref(), &input.maps, models);
    analysis.notices.extend(walked.notices);
    if let Some(named) = &named {
        analysis.notices.retain(|n| n.path.is_empty() || named.paths.contains(&n.path));
    }
    analysis.notices.sort();
    Ok(analysis)
}

/// Prints to standard output, in one piece. A reader that has seen enough (`| head`) is no trouble.
fn print(color: When, render: impl FnOnce(&mut Buffer) -> io::Result<()>) -> Result<(), Trouble> {
    let mut buffer = if is_colored(color) { Buffer::ansi() } else { Buffer::no_color() };
    render(&mut buffer)?;
    let mut stdout = io::stdout().lock();
    match stdout.write_all(buffer.as_slice()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Trouble(format!("can't write to standard output: {error}"))),
        _ => Ok(()),
    }
}

fn is_colored(color: When) -> bool {
    match color {
        When::Always => true,
        When::Never => false,
        When::Auto => {
            let is_set = |name| std::env::var_os(name).is_some_and(|v| !v.is_empty());
            let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
            io::stdout().is_terminal() && !is_set("NO_COLOR") && !is_dumb
        }
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
) -> Result<(), Trouble> {
    let written = write_outputs(outputs, force, &render);
    print(color, |out| render(format, out))?;
    written
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
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(directory)?;
    file.write_all(bytes)?;
    if force { file.persist(&target) } else { file.persist_noclobber(&target) }.map_err(|e| e.error)?;
    Ok(())
}

/// The rules that come with hivelint, and those of the user's own directory.
fn all_rules(own: &OwnRules) -> Result<Rules, Trouble> {
    let builtin = Rules::builtin().map_err(faulty)?;
    let Some(directory) = &own.directory else { return Ok(builtin) };
    let name = walk::printed(directory);
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).map_err(|error| format!("can't read the rules in `{name}`: {error}"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "toml") {
            let text = fs::read_to_string(&path).map_err(|error| format!("can't read `{}`: {error}", walk::printed(&path)))?;
            files.push((walk::printed(&path), text));
        }
    }
    if files.is_empty() {
        return Err(Trouble(format!("there is no `.toml` file in `{name}`; --rules names a directory with one file for each rule")));
    }
    files.sort();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    builtin.with(&files).map_err(faulty)
}

fn faulty(error: DataError) -> Trouble {
    Trouble(format!("a rule can't be used\n{}", terminal::data_error(&error).trim_end()))
}

fn run_explain(id: &str, own: &OwnRules) -> Result<ExitCode, Trouble> {
    let rules = all_rules(own)?;
    let Some(rule) = rules.get(id) else {
        return Err(Trouble(format!("there is no rule `{id}`; `hivelint rules` lists them")));
    };
    print(When::Never, |out| out.write_all(judge::explain(rule).as_bytes()))?;
    Ok(ExitCode::SUCCESS)
}

fn run_rules(own: &OwnRules) -> Result<ExitCode, Trouble> {
    let rules = all_rules(own)?;
    print(When::Never, |out| out.write_all(judge::list(&rules).as_bytes()))?;
    Ok(ExitCode::SUCCESS)
}

fn run_dump(file: PathBuf, pdbs: &Pdbs) -> Result<ExitCode, Trouble> {
    let walked = read(&[file], pdbs)?;
    let models = models::builtin().map_err(faulty)?;
    print(When::Never, |out| out.write_all(pipeline::dump(walked.files, &models).as_bytes()))?;
    Ok(ExitCode::SUCCESS)
}
