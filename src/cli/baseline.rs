//! `hivelint baseline`, and the baseline of a check.

use super::choose::Choose;
use super::judged::{Judged, Request};
use super::narrow::Narrow;
use super::{Configured, OwnRules, Paths, Trouble, configuration, print, today};
use crate::component::relative;
use crate::judge::{Baseline, Entry};
use crate::report::{amount, terminal};
use crate::walk::printed;
use clap::Args;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Where a baseline is written if nothing says where.
const FILE_NAME: &str = "hivelint-baseline.toml";

#[derive(Args)]
pub(super) struct Baselining {
    #[command(flatten)]
    input: Paths,
    /// Where to write it; without it, where `baseline` in hivelint.toml says, else hivelint-baseline.toml
    #[arg(short, long = "output", value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace a baseline that exists. Entries of files that are not checked now stay, and so do `reason` and `expires`
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    choose: Choose,
    #[command(flatten)]
    own: OwnRules,
    #[command(flatten)]
    configured: Configured,
}

/// A baseline's file, and what its paths are relative to.
struct Place {
    path: PathBuf,
    base: String,
    here: String,
}

impl Place {
    fn of(path: PathBuf) -> Result<Place, Trouble> {
        let base = configuration::absolute(&path).parent().map(printed).unwrap_or_default();
        Ok(Place { path, base, here: configuration::here()? })
    }

    /// The one that was named, or that the configuration names.
    fn named(given: Option<&Path>, judged: &Judged) -> Result<Option<Place>, Trouble> {
        let configured = || {
            let located = judged.located.as_ref()?;
            let name = located.config.baseline.as_ref()?.replace('\\', "/");
            Some(configuration::as_written(configuration::absolute(&Path::new(&located.base).join(name))))
        };
        given.map(Path::to_owned).or_else(configured).map(Place::of).transpose()
    }

    fn read(&self) -> Result<Baseline, Trouble> {
        let name = printed(&self.path);
        let text = configuration::read_text(&self.path)
            .map_err(|why| format!("can't read the baseline `{name}`: {why}; `hivelint baseline -o {name} PATH…` writes one"))?;
        let baseline = Baseline::read(&name, &text)
            .map_err(|error| format!("the baseline can't be used\n{}", terminal::data_error(&error).trim_end()))?;
        Ok(baseline)
    }

    /// A path of the run as the baseline has it.
    fn relative(&self, path: &str) -> String {
        relative(path, &self.here, &self.base).unwrap_or_else(|| path.to_owned())
    }

    /// Tells whether what an entry is about was checked: its file was read, or is gone from what was given.
    fn checked<'a>(&'a self, input: &'a Paths, judged: &Judged) -> impl Fn(&Entry) -> bool + use<'a> {
        let read: BTreeSet<String> = judged.analysis.sources.iter().map(|s| self.relative(&s.path)).collect();
        let given: Vec<PathBuf> = input.paths.iter().map(|p| configuration::absolute(p)).collect();
        let is_part = judged.analysis.crossing.is_some();
        move |entry| {
            let whole = configuration::absolute(&Path::new(&self.base).join(&entry.path));
            !is_part && (read.contains(&entry.path) || given.iter().any(|g| whole.starts_with(g)) && !whole.exists())
        }
    }
}

/// Marks what the baseline knows, and tells what is wrong with it.
pub(super) fn apply(given: Option<&Path>, input: &Paths, judged: &mut Judged) -> Result<(), Trouble> {
    let Some(place) = Place::named(given, judged)? else { return Ok(()) };
    let baseline = place.read()?;
    let outcome = baseline.apply(&mut judged.findings, today::today()?);
    let checked = place.checked(input, judged);
    judged.analysis.notices.extend(baseline.notices(&printed(&place.path), &outcome, &checked));
    judged.analysis.notices.sort();
    Ok(())
}

pub(super) fn run(command: &Baselining) -> Result<ExitCode, Trouble> {
    let Baselining { input, output, force, choose, own, configured } = command;
    let judged = Judged::of(&Request { input, choose: Some(choose), narrow: &Narrow::default(), own, configured })?;
    let place = match Place::named(output.as_deref(), &judged)? {
        Some(place) => place,
        None => Place::of(FILE_NAME.into())?,
    };
    let name = printed(&place.path);
    let before = match place.path.exists() {
        true if !force => {
            return Err(Trouble(format!("`{name}` exists; give --force to write it anew, which keeps `reason` and `expires`")));
        }
        true => place.read()?,
        false => Baseline::default(),
    };
    let path_of = |span: crate::source::Span| place.relative(&judged.analysis.sources[span.file.0 as usize].path);
    let baseline = Baseline::of(&judged.findings, &path_of, &before, &place.checked(input, &judged));
    super::write_file(&place.path, baseline.text().as_bytes(), *force).map_err(|error| format!("can't write `{name}`: {error}"))?;
    let (findings, earlier) = (baseline.entries.len(), before.entries.len());
    let kept = before.entries.iter().filter(|b| baseline.entries.iter().any(|e| e.fingerprint == b.fingerprint)).count();
    let change = match earlier {
        0 => String::new(),
        _ => format!(", {} of them new; {} taken out", findings - kept.min(findings), earlier - kept),
    };
    let done =
        format!("Wrote {name} with {}{change}. `hivelint check --baseline {name}` fails for others only.\n", amount(findings, "finding"));
    print(super::When::Never, |out| out.write_all(done.as_bytes()))?;
    Ok(ExitCode::SUCCESS)
}
