//! A check that is about part of what is read: a few files of a tree.

use super::Trouble;
use super::kept::Kept;
use crate::component::Located;
use crate::judge::{self, Finding};
use crate::pipeline::{Analysis, Extent, Known, Named};
use crate::source::Notice;
use crate::walk::{Choice, Missing, Walked, printed};
use clap::Args;
use std::path::PathBuf;

#[derive(Args, Default)]
pub(super) struct Narrow {
    /// Where the rest of the code lies: sources below it are read as far as they are needed to understand the PATHs, and findings
    /// are those that concern the PATHs. For hooks, which are given the changed files
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub(super) context: Option<PathBuf>,
    /// Keep an index of the context, so that the next run reads only what has changed and what it looks into; without FILE, in the
    /// user's directory for caches
    #[arg(long, value_name = "FILE", requires = "context", require_equals = true, value_hint = clap::ValueHint::FilePath)]
    pub(super) index: Option<Option<PathBuf>>,
}

impl Narrow {
    /// Reads the rest of the code, and says what was named.
    pub(super) fn add_context(&self, walked: &mut Walked, choice: &Choice, located: Option<&Located>) -> Result<Option<Named>, Trouble> {
        let Some(directory) = &self.context else { return Ok(None) };
        if directory.is_file() {
            return Err(Trouble(format!("`{}` is a file; --context names a directory", printed(directory))));
        }
        let missing = |missing: Missing| format!("the context {missing}");
        let paths = walked.files.iter().map(|file| file.path.clone()).collect();
        let around = walked.around(directory, choice).map_err(missing)?;
        let known = match self.index.as_ref().map(|file| Kept::of(file.as_deref(), directory)) {
            Some(Ok(kept)) => kept.add(walked, around)?,
            none => {
                let message = none.and_then(Result::err);
                walked.notices.extend(message.map(|message| Notice { path: String::new(), line: None, message }));
                walked.add(around.into_iter().map(|file| (file, None)).collect());
                Known::default()
            }
        };
        let all = walked.files.iter().map(|file| file.path.as_str());
        let kin = located.map(|l| l.kin(&paths, all)).unwrap_or_default();
        Ok(Some(Named { paths, kin, extent: Extent::Needed, known }))
    }

    /// The findings that the check is about.
    pub(super) fn keep(&self, findings: Vec<Finding>, analysis: &Analysis) -> Vec<Finding> {
        match &analysis.crossing {
            Some(crossing) => judge::within(findings, &analysis.solution, crossing),
            None => findings,
        }
    }
}
