//! The command line.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::stages::Stage;

pub(crate) const USAGE: &str = "\
cargo xtask COMMAND

  demo                   see the whole work: package, server, and Node using both
  serve [--data FOLDER] [--release] [-- FLAGS]
                         run the server here; FLAGS go to `syncano-server serve`
  test [--only STAGE]…   every test, or those of some stages
  soak [--rounds N] [--inputs N] [--figures]
                         hours of bad luck in minutes: N times killed at work (500),
                         floods, slow clients, N inputs a parser (1000000); `--figures`
                         writes what was measured into the documents
  size [--write]         what a browser downloads, where its bytes are, and whether
                         it grew; --write records it as decided
  build                  build the npm package; then `npm pack ./pkg` packs it
  docs                   build the guide and the reference of the package as a site
  audit                  known faults of all that is depended on; asks the network
  doctor                 what was found on this machine, what is missing";

/// A command with its options.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Help,
    Build,
    Demo,
    Serve(ServeOptions),
    Soak(SoakOptions),
    Test { only: Vec<Stage> },
    Docs,
    Audit,
    Size { write: bool },
    Doctor,
}

/// How much of everything.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct SoakOptions {
    /// Times that the server is killed at work.
    pub(crate) rounds: u64,
    /// Inputs for each parser.
    pub(crate) inputs: u64,
    /// What is measured goes into the documents.
    pub(crate) figures: bool,
}

impl Default for SoakOptions {
    fn default() -> Self {
        Self {
            rounds: 500,
            inputs: 1_000_000,
            figures: false,
        }
    }
}

/// How to serve.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct ServeOptions {
    /// Where the database lives.
    pub(crate) data: Option<PathBuf>,
    /// Takes longer to build and runs faster.
    pub(crate) release: bool,
    /// For the server.
    pub(crate) flags: Vec<String>,
}

/// Reads the arguments that follow `cargo xtask`.
///
/// # Errors
/// When one isn't known; the text names it.
pub(crate) fn parse(args: impl Iterator<Item = String>) -> Result<Command> {
    let mut args = args.peekable();
    let Some(name) = args.next() else {
        bail!("which command?");
    };
    let command = match name.as_str() {
        "help" | "--help" | "-h" => return Ok(Command::Help),
        "build" => Command::Build,
        "audit" => Command::Audit,
        "demo" => Command::Demo,
        "docs" => Command::Docs,
        "doctor" => Command::Doctor,
        "serve" => return serve(args).map(Command::Serve),
        "soak" => return soak(args).map(Command::Soak),
        "test" => return test(args),
        "size" => {
            let write = args.next_if_eq("--write").is_some();
            Command::Size { write }
        }
        _ => bail!("there is no command `{name}`"),
    };
    match args.next() {
        None => Ok(command),
        Some(extra) => bail!("`{name}` knows no `{extra}`"),
    }
}

fn serve(mut args: impl Iterator<Item = String>) -> Result<ServeOptions> {
    let mut options = ServeOptions::default();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--data" => {
                let folder = args.next().context("`--data` needs a folder")?;
                options.data = Some(folder.into());
            }
            "--release" => options.release = true,
            "--" => options.flags = args.by_ref().collect(),
            _ => bail!("`serve` knows no `{arg}`; flags of the server go after `--`"),
        }
    }
    Ok(options)
}

fn soak(mut args: impl Iterator<Item = String>) -> Result<SoakOptions> {
    let mut options = SoakOptions::default();
    while let Some(arg) = args.next() {
        let number = match arg.as_str() {
            "--figures" => {
                options.figures = true;
                continue;
            }
            "--rounds" => &mut options.rounds,
            "--inputs" => &mut options.inputs,
            _ => bail!("`soak` knows no `{arg}`"),
        };
        let text = args.next();
        let text = text.with_context(|| format!("`{arg}` needs a number"))?;
        *number = text
            .parse()
            .with_context(|| format!("`{text}` is no number"))?;
        if *number == 0 {
            bail!("`{arg} 0` would show nothing");
        }
    }
    Ok(options)
}

fn test(mut args: impl Iterator<Item = String>) -> Result<Command> {
    let mut only = Vec::new();
    while let Some(arg) = args.next() {
        if arg != "--only" {
            bail!("`test` knows no `{arg}`");
        }
        let name = args.next().context("`--only` needs a stage")?;
        only.push(Stage::by_name(&name).with_context(|| {
            let names: Vec<&str> = Stage::ALL.iter().map(|stage| stage.name()).collect();
            format!("there is no stage `{name}`; there are {}", names.join(", "))
        })?);
    }
    Ok(Command::Test { only })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Command> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn every_command_of_the_usage_is_known() {
        for name in [
            "demo", "serve", "test", "soak", "size", "build", "docs", "audit", "doctor",
        ] {
            assert!(parsed(name).is_ok(), "{name}");
            assert!(USAGE.contains(&format!("\n  {name} ")), "{name}");
        }
    }

    #[test]
    fn what_follows_the_two_dashes_goes_to_the_server() {
        let options = ServeOptions {
            data: Some("d".into()),
            release: true,
            flags: vec!["--listen".to_owned(), "[::1]:0".to_owned()],
        };
        let line = "serve --data d --release -- --listen [::1]:0";
        assert_eq!(parsed(line).expect("known"), Command::Serve(options));
    }

    #[test]
    fn a_soak_is_as_long_as_asked_for_and_never_nothing() {
        let options = SoakOptions {
            rounds: 3,
            inputs: 9,
            figures: true,
        };
        let line = "soak --rounds 3 --figures --inputs 9";
        assert_eq!(parsed(line).expect("known"), Command::Soak(options));
        for line in [
            "soak --rounds",
            "soak --rounds x",
            "soak --inputs 0",
            "soak 5",
        ] {
            assert!(parsed(line).is_err(), "{line}");
        }
    }

    #[test]
    fn stages_are_chosen_by_name_and_an_unknown_one_lists_the_known() {
        let only = vec![Stage::WasmNode, Stage::Npm];
        let line = "test --only wasm-node --only npm";
        assert_eq!(parsed(line).expect("known"), Command::Test { only });
        let error = parsed("test --only nothing").expect_err("unknown");
        assert!(error.to_string().contains("wasm-chromium"));
    }

    #[test]
    fn what_is_not_known_is_refused_by_name() {
        for line in [
            "",
            "tset",
            "demo now",
            "serve --port 1",
            "test wasm",
            "serve --data",
        ] {
            assert!(parsed(line).is_err(), "{line}");
        }
    }
}
