//! From the arguments to findings: reads, analyses, and applies the rules.

use super::choose::Choose;
use super::narrow::Narrow;
use super::{Configured, OwnRules, Paths, Pdbs, Trouble, configuration, faulty, today};
use crate::change;
use crate::component::{Components, Located};
use crate::config::Known;
use crate::judge::{self, Changes, Checked, Rules, Settings};
use crate::models::Models;
use crate::pipeline::{self, Analysis};
use crate::predict::{self, Evidence};
use crate::report::Report;
use crate::source::{FileId, Source};
use crate::walk::{self, Choice, Missing, Walked};
use crate::windows::{self, Facts};
use std::path::{Path, PathBuf};

/// What is to be judged, and how.
pub(super) struct Request<'a> {
    pub(super) input: &'a Paths,
    /// Without it, everything is read.
    pub(super) choose: Option<&'a Choose>,
    pub(super) narrow: &'a Narrow,
    pub(super) own: &'a OwnRules,
    pub(super) configured: &'a Configured,
}

/// What was found, what the rules make of it, and in which components.
pub(super) struct Judged {
    pub(super) analysis: Analysis,
    pub(super) components: Components,
    pub(super) findings: Vec<judge::Finding>,
    pub(super) rules: Rules,
    pub(super) models: Models,
    /// The configuration, if there is one.
    pub(super) located: Option<Located>,
    facts: &'static Facts,
}

impl Judged {
    pub(super) fn of(request: &Request) -> Result<Judged, Trouble> {
        let facts = windows::facts().map_err(|error| faulty(error.clone()))?;
        let file = configuration::File::find(request.configured.file.as_deref(), &request.input.paths)?;
        let own = request.own.read(file.as_ref())?;
        let rules = own.rules()?;
        let ids: Vec<&str> = rules.all().iter().map(|r| r.id.as_str()).collect();
        let known = Known { windows: &facts.versions(), rules: &ids };
        let located = file.as_ref().map(|file| file.read(known)).transpose()?;
        let models = own.models()?;
        let read = |choice: &Choice| analyse(request.input, (request.narrow, located.as_ref()), choice, &models);
        let mut analysis = match request.choose {
            Some(choose) => choose.with(located.as_ref(), read)?,
            None => read(&Choice::ALL)?,
        };
        let components = Components::of(&analysis.sources, &analysis.seen, located.as_ref());
        analysis.notices.extend(components.notices.iter().cloned());
        analysis.notices.sort();
        let mut settings = Settings { located: located.as_ref(), today: Some(today::today()?), ..Settings::default() };
        if let Some((located, file)) = located.as_ref().zip(file).filter(|(l, _)| !l.config.allows.is_empty()) {
            settings.file = Some(FileId(analysis.sources.len() as u32));
            settings.extent = extent(located, request, &analysis);
            analysis.sources.push(Source::new(located.path.as_str(), file.text));
        }
        let findings = judge::judge_deployed(&analysis.solution, &analysis.sources, &rules, &models, &components, &settings);
        let findings = request.narrow.keep(findings, &analysis);
        Ok(Judged { analysis, components, findings, rules, models, located, facts })
    }

    /// Gives the findings their changes; with `since`, those that it touches, with a context, those in the files that are checked.
    pub(super) fn propose_changes(&mut self, since: Option<&Changes>) {
        let is_named = |f: &judge::Finding| self.analysis.crossing.as_ref().is_none_or(|c| c.files.contains(&f.span.file));
        let is_wanted = |f: &judge::Finding| is_named(f) && since.is_none_or(|changes| changes.touch(f, &self.analysis.sources));
        let notice = change::propose(&mut self.findings, &is_wanted, &self.analysis, &self.rules, &self.models);
        self.analysis.notices.extend(notice);
        self.analysis.notices.sort();
    }

    /// None where only some of a component's files are checked: they don't tell.
    pub(super) fn verdicts(&self) -> Vec<predict::Verdict<'_>> {
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

    pub(super) fn report(&self) -> Report<'_> {
        Report {
            findings: &self.findings,
            rules: self.rules.all(),
            components: &self.components,
            facts: Some(self.facts),
            binaries: &self.analysis.binaries,
            crossing: self.analysis.crossing.as_ref(),
            ..Report::of(&self.analysis.sources, &self.analysis.solution, self.analysis.stats, &self.analysis.notices)
        }
    }
}

/// How much of what the configuration is about is checked.
fn extent(located: &Located, request: &Request, analysis: &Analysis) -> Checked {
    let base = Path::new(&located.base);
    let is_whole = |path: &PathBuf| path.is_dir() && base.starts_with(configuration::absolute(path));
    match analysis.crossing {
        Some(_) => Checked::Part,
        None if request.input.paths.iter().any(is_whole) => Checked::All,
        None => Checked::Files,
    }
}

/// Reads what the paths name, and the PDBs of the DLLs among it.
pub(super) fn read(paths: &[PathBuf], pdbs: &Pdbs, choice: &Choice) -> Result<Walked, Trouble> {
    let missing = |missing: Missing| missing.to_string();
    let mut walked = walk::walk(&walk::expanded(paths), choice).map_err(missing)?;
    let recorded = pipeline::recorded_pdbs(&walked.files);
    let named = |pdb: &str| recorded.iter().any(|(dll, path)| pipeline::goes_by_name(dll, Some(path), pdb));
    walked.add_pdbs(&recorded, &pdbs.given, named).map_err(missing)?;
    Ok(walked)
}

pub(super) fn analyse(
    input: &Paths,
    (narrow, located): (&Narrow, Option<&Located>),
    choice: &Choice,
    models: &Models,
) -> Result<Analysis, Trouble> {
    let mut walked = read(&input.paths, &input.pdbs, choice)?;
    let named = narrow.add_context(&mut walked, choice, located)?;
    let mut analysis = pipeline::analyse_named(walked.files, named.as_ref(), &input.maps, models);
    (analysis.stats.files_excluded, analysis.stats.files_ignored) = (walked.excluded, walked.ignored);
    if let Some(named) = &named {
        analysis.notices.retain(|n| n.path.is_empty() || named.paths.contains(&n.path));
    }
    analysis.notices.extend(walked.notices);
    analysis.notices.append(&mut analysis.gone);
    analysis.notices.sort();
    Ok(analysis)
}
