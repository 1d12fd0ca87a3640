//! When text is coloured: `--color` first, then what the environment asks for, then what the terminal can.

use anstyle_query as ask;
use clap::ValueEnum;
use std::io::{self, IsTerminal};

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum When {
    Auto,
    Always,
    Never,
}

impl When {
    /// Whether standard output is coloured. `auto` keeps to <https://bixense.com/clicolors> and <https://no-color.org>.
    pub(super) fn is_colored(self) -> bool {
        // asked in any case: a console of Windows shows colours only once it is told to
        let can_color = ask::windows::enable_ansi_colors().unwrap_or(true);
        match self {
            When::Always => true,
            When::Never => false,
            When::Auto if ask::no_color() => false,
            When::Auto if is_forced() => true,
            When::Auto => io::stdout().is_terminal() && ask::clicolor().unwrap_or_else(ask::term_supports_color) && can_color,
        }
    }
}

/// An earlier form of the specification says `CLICOLOR_FORCE != 0`, and so does who writes `CLICOLOR_FORCE=0`.
fn is_forced() -> bool {
    ask::clicolor_force() && std::env::var_os("CLICOLOR_FORCE").is_some_and(|value| value != "0")
}
