//! What of the files below a directory is checked.

use crate::component::Located;
use crate::walk::Choice;
use clap::Args;

#[derive(Args)]
pub(super) struct Choose {
    /// Check what Git ignores as well (.gitignore, .git/info/exclude); a path that is named is checked in any case
    #[arg(long)]
    no_ignore: bool,
    /// Leave out what `exclude` in hivelint.toml names even if it is named here; for hooks
    #[arg(long)]
    force_exclude: bool,
}

impl Choose {
    /// Lets `work` have what is chosen.
    pub(super) fn with<T>(&self, located: Option<&Located>, work: impl FnOnce(&Choice) -> T) -> T {
        let excluding = |path: &str, began: Option<&str>| Some(located?.excluding(path, began)?.as_str().to_owned());
        work(&Choice {
            excluded: &excluding,
            wanted: &|path| located.is_some_and(|l| l.is_binary_of_component(path)),
            respects_git: !self.no_ignore,
            excludes_named: self.force_exclude,
        })
    }
}
