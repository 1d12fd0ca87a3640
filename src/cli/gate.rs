//! What makes a check fail.

use crate::judge::Level;
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
    pub(super) fn level(&self) -> Level {
        match self.fail_on {
            FailOn::Error => Level::Error,
            FailOn::Warning => Level::Warning,
            FailOn::Note => Level::Note,
        }
    }

    /// Whether the check fails. Standard error says why where the findings do not.
    pub(super) fn fails(&self, report: &Report, analysis: &Analysis) -> bool {
        let levels = [(Level::Error, self.max_errors), (Level::Warning, self.max_warnings), (Level::Note, None)];
        let mut fails = false;
        for (level, most) in levels {
            let found = report.told_at(level);
            match most {
                Some(most) if found > most => {
                    let name = level.name();
                    eprintln!("hivelint: {} found; --max-{name}s allows {most}", amount(found, name));
                    fails = true;
                }
                Some(_) => {}
                None => fails |= found > 0 && level >= self.level(),
            }
        }
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
