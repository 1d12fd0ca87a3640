//! A check that is about part of what is read: a few files of a tree.

use super::Trouble;
use crate::component::Located;
use crate::judge::{self, Finding};
use crate::pipeline::{Analysis, Extent, Named};
use crate::walk::{Choice, Missing, Walked, printed};
use clap::Args;
use std::path::PathBuf;

#[derive(Args, Default)]
pub(super) struct Narrow {
    /// Where the rest of the code lies: sources below it are read as far as they are needed to understand the PATHs, and findings
    /// are those that concern the PATHs. For hooks, which are given the changed files
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub(super) context: Option<PathBuf>,
}

impl Narrow {
    /// Reads the rest of the code, and says what was named.
    pub(super) fn add_context(&self, walked: &mut Walked, choice: &Choice, located: Option<&Located>) -> Result<Option<Named>, Trouble> {
        let Some(directory) = &self.context else { return Ok(None) };
        if directory.is_file() {
            return Err(Trouble(format!("`{}` is a file; --context names a directory", printed(directory))));
        }
        let missing = |missing: Missing| format!("the context {missing}");
        let paths = walked.add_context(directory, choice).map_err(missing)?;
        let all = walked.files.iter().map(|(path, _)| path.as_str());
        let kin = located.map(|l| l.kin(&paths, all)).unwrap_or_default();
        Ok(Some(Named { paths, kin, extent: Extent::Needed }))
    }

    /// The findings that the check is about.
    pub(super) fn keep(&self, findings: Vec<Finding>, analysis: &Analysis) -> Vec<Finding> {
        match &analysis.crossing {
            Some(crossing) => judge::within(findings, &analysis.solution, crossing),
            None => findings,
        }
    }
}
