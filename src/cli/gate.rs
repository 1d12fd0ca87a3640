//! What makes a check fail.

use crate::judge::{Finding, Level};
use crate::pipeline::Analysis;
use crate::report::{Report, amount};
use clap::{Args, ValueEnum};

#[derive(Args)]
pub(super) struct Gate {
    /// The lowest level that makes the exit code 1
    #[arg(long, value_name = "LEVEL", default_value = "error")]
    fail_on: FailOn,
    /// So many errors do not make the exit code 1
    #[arg(long, value_name = "N")]
    max_errors: Option<usize>,
    /// So many warnings do not make the exit code 1, and more do, whatever --fail-on says
    #[arg(long, value_name = "N")]
    max_warnings: Option<usize>,
    /// Exit with 1 as well if more than so many percent of a binary's functions of interest could not be followed; a file whose
    /// code is not read counts as 100 percent
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    fail_on_unanalysed: Option<u8>,
    /// Exit with 0 even if something was found
    #[arg(long)]
    exit_zero: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Note,
}

impl Gate {
    /// The lowest level of which nothing may be found.
    fn level(&self) -> Level {
        match self.fail_on {
            FailOn::Error => Level::Error,
            FailOn::Warning => Level::Warning,
            FailOn::Note => Level::Note,
        }
    }

    /// How many findings of a level there may be; `None` for a level that does not count.
    fn most(&self, level: Level) -> Option<usize> {
        let most = match level {
            Level::Error => self.max_errors,
            Level::Warning => self.max_warnings,
            _ => None,
        };
        most.or_else(|| (level >= self.level()).then_some(0))
    }

    /// The levels of which more was found than there may be.
    fn levels_over(&self, report: &Report) -> Vec<Level> {
        let over = |level: &Level| self.most(*level).is_some_and(|most| report.told_at(*level) > most);
        [Level::Error, Level::Warning, Level::Note].into_iter().filter(over).collect()
    }

    /// Tells which findings make the check fail, or would if it could (`--exit-zero`).
    pub(super) fn failing(&self, report: &Report) -> impl Fn(&Finding) -> bool {
        let over = self.levels_over(report);
        move |finding| finding.suppressed.is_none() && over.contains(&finding.level)
    }

    /// Whether the check fails. Standard error says why where the findings do not.
    pub(super) fn fails(&self, report: &Report, analysis: &Analysis) -> bool {
        let over = self.levels_over(report);
        for (level, most) in [(Level::Error, self.max_errors), (Level::Warning, self.max_warnings)] {
            if let Some(most) = most.filter(|_| over.contains(&level)) {
                let name = level.name();
                eprintln!("hivelint: {} found; --max-{name}s allows {most}", amount(report.told_at(level), name));
            }
        }
        let fails = !over.is_empty();
        let unanalysed = self.fail_on_unanalysed.is_some_and(|percent| name_unanalysed(analysis, percent));
        (fails || unanalysed) && !self.exit_zero
    }
}

/// Names the binaries of which more was not followed than was allowed, on standard error. Says whether there are any.
fn name_unanalysed(analysis: &Analysis, percent: u8) -> bool {
    let over: Vec<(&str, String)> = analysis.binaries.iter().filter_map(|b| Some((b.path.as_str(), b.excess(percent)?))).collect();
    for (path, figures) in &over {
        eprintln!("hivelint: `{path}`: {figures}; --fail-on-unanalysed allows {percent} %");
    }
    !over.is_empty()
}
