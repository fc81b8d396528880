//! `cargo xtask`: everything one does with this repository, with nothing but
//! Rust and Node installed before.

mod arguments;
mod commands;
mod counts;
mod digest;
mod package;
mod process;
mod report;
#[cfg(test)]
mod repository;
mod rust_tests;
mod server;
mod setup;
mod stages;
mod supply;
mod workspace;

use std::process::ExitCode;

use arguments::{Command, USAGE};
use workspace::Workspace;

/// What a shell expects of a program that Ctrl-C ended.
const INTERRUPTED: u8 = 130;

fn main() -> ExitCode {
    let command = match arguments::parse(std::env::args().skip(1)) {
        Ok(command) => command,
        Err(error) => {
            eprintln!("{error:#}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(&command) {
        Ok(code) => code,
        Err(_) if process::requested() => ExitCode::from(INTERRUPTED),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: &Command) -> anyhow::Result<ExitCode> {
    process::take_over()?;
    if *command == Command::Help {
        println!("{USAGE}");
        return Ok(ExitCode::SUCCESS);
    }
    let workspace = Workspace::find()?;
    match command {
        Command::Help => {}
        Command::Build => commands::build(&workspace)?,
        Command::Demo => commands::demo(&workspace)?,
        Command::Serve(options) => commands::serve(&workspace, options)?,
        Command::Soak(options) => return commands::soak(&workspace, options),
        Command::Test { only } => return commands::test(&workspace, only),
        Command::Docs => commands::docs(&workspace)?,
        Command::Audit => return commands::audit(&workspace),
        Command::Size { write } => commands::size(&workspace, *write)?,
        Command::Doctor => return Ok(commands::doctor(&workspace)),
    }
    Ok(ExitCode::SUCCESS)
}
