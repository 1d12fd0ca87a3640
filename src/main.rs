//! The `hivelint` command.

fn main() -> std::process::ExitCode {
    hivelint::cli::run()
}
