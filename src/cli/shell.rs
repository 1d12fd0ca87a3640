//! What shells and `man` know of hivelint: made from the description of the command line, so that it can't fall behind.

use super::{Cli, Trouble, When, faulty, print, write_file};
use crate::judge::Rules;
use crate::walk::printed;
use clap::builder::PossibleValuesParser;
use clap::{Args, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

pub(super) const WHERE: &str = "\
Where to put it:
  bash        hivelint completions bash > ~/.local/share/bash-completion/completions/hivelint
  zsh         hivelint completions zsh > DIR/_hivelint, where DIR is in $fpath
  fish        hivelint completions fish > ~/.config/fish/completions/hivelint.fish
  powershell  hivelint completions powershell | Out-String | Invoke-Expression, in $PROFILE
  elvish      eval (hivelint completions elvish | slurp), in rc.elv";

#[derive(Args)]
pub(super) struct Completions {
    /// For which shell
    shell: Shell,
}

#[derive(Args)]
pub(super) struct Manual {
    /// The page of this command; without it, the page that lists the commands
    #[arg(value_name = "COMMAND", conflicts_with = "directory")]
    command: Option<String>,
    /// Write all pages to this directory, which must exist: hivelint.1, hivelint-check.1 …
    #[arg(short = 'o', long = "output", value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    directory: Option<PathBuf>,
    /// Replace pages that exist
    #[arg(long, requires = "directory")]
    force: bool,
}

pub(super) fn print_completions(completions: &Completions) -> Result<ExitCode, Trouble> {
    let rules = Rules::builtin().map_err(faulty)?;
    let ids: Vec<String> = rules.all().iter().map(|rule| rule.id.clone()).collect();
    let mut cli = Cli::command()
        .mut_subcommand("explain", |explain| explain.mut_arg("rule", |rule| rule.value_parser(PossibleValuesParser::new(ids))));
    let mut script = Vec::new();
    clap_complete::generate(completions.shell, &mut cli, "hivelint", &mut script);
    print(When::Never, |out| out.write_all(&script))?;
    Ok(ExitCode::SUCCESS)
}

pub(super) fn print_manual(manual: &Manual) -> Result<ExitCode, Trouble> {
    let pages = pages()?;
    if let Some(directory) = &manual.directory {
        write_pages(&pages, directory, manual.force)?;
        return Ok(ExitCode::SUCCESS);
    }
    let wanted = manual.command.as_ref().map_or("hivelint.1".to_owned(), |command| format!("hivelint-{command}.1"));
    let Some((_, page)) = pages.iter().find(|(name, _)| *name == wanted) else {
        let command = manual.command.as_deref().unwrap_or_default();
        return Err(Trouble(format!("there is no command `{command}`; `hivelint --help` lists them")));
    };
    print(When::Never, |out| out.write_all(page))?;
    Ok(ExitCode::SUCCESS)
}

/// File names and contents: hivelint's page and one for each command.
fn pages() -> Result<Vec<(String, Vec<u8>)>, Trouble> {
    let mut cli = Cli::command().disable_help_subcommand(true);
    cli.build();
    let commands: Vec<_> = cli.get_subcommands().cloned().collect();
    let page = |command| {
        let man = Man::new(command).source(concat!("hivelint ", env!("CARGO_PKG_VERSION"))).manual("hivelint");
        let mut text = Vec::new();
        man.render(&mut text)?;
        Ok((man.get_filename(), text))
    };
    std::iter::once(cli).chain(commands).map(page).collect()
}

fn write_pages(pages: &[(String, Vec<u8>)], directory: &Path, force: bool) -> Result<(), Trouble> {
    if !directory.is_dir() {
        return Err(Trouble(format!("`{}` is not a directory; name one that exists, e.g. ~/.local/share/man/man1", printed(directory))));
    }
    let file = |name: &str| directory.join(name);
    if let Some((name, _)) = pages.iter().find(|(name, _)| !force && file(name).exists()) {
        return Err(Trouble(format!("`{}` exists; give --force to replace it", printed(&file(name)))));
    }
    for (name, text) in pages {
        write_file(&file(name), text, force).map_err(|error| format!("can't write `{}`: {error}", printed(&file(name))))?;
    }
    Ok(())
}
