//! Where settings come from: options, the environment and a file, in this order.
//!
//! There is one parser for all three, the one of the command line: what the file says and
//! nothing stronger contradicts is added to the arguments. So a value is checked, refused
//! and in conflict in the same way wherever it was written.

mod check;
mod effective;
mod file;

pub(crate) use check::check;
pub(crate) use effective::EffectiveOption;

use std::ffi::OsString;
use std::io::{self, Write};

use clap::error::{ContextKind, ContextValue};
use clap::{CommandFactory, FromArgMatches};
use tracing_subscriber::EnvFilter;

use crate::cli::{Cli, Command};
use crate::operations::{DEFAULT_LOG, LogFormat};
use effective::Source;
use file::ConfigFile;
pub use file::FileError;

/// Exit status when a command cannot be understood, as for any wrong option.
const USAGE_STATUS: u8 = 2;

/// A command with everything it was given.
#[derive(Debug)]
pub struct Invocation {
    /// What to do.
    pub command: Command,
    /// The options of `serve`, with where each comes from.
    pub(crate) options: Vec<EffectiveOption>,
}

/// Why a command was not understood, or that only help was asked for.
#[derive(Debug)]
pub enum Refused {
    /// The configuration file is no good.
    File(FileError),
    /// The options are no good, wherever they were written.
    Usage {
        /// What the parser says.
        error: clap::Error,
        /// Where the values that it speaks of were written.
        notes: Vec<String>,
    },
}

impl Invocation {
    /// Reads the command from its arguments, the environment, and the file that either
    /// names.
    ///
    /// # Errors
    /// When it cannot be understood.
    pub fn read(args: impl IntoIterator<Item = OsString>) -> Result<Self, Refused> {
        let mut args: Vec<OsString> = args.into_iter().collect();
        let file = ConfigFile::named_by(&args).map_err(Refused::File)?;
        args.extend(file.arguments());
        let command = Cli::command();
        let refused = |error: clap::Error| Refused::Usage {
            notes: notes(&error, &file),
            error,
        };
        let matches = command.try_get_matches_from(args).map_err(refused)?;
        let cli = Cli::from_arg_matches(&matches).map_err(refused)?;
        let options = effective::options(&matches, &file);
        Ok(Self {
            command: cli.command,
            options,
        })
    }

    /// What to log, and how.
    #[must_use]
    pub fn log(&self) -> (EnvFilter, LogFormat) {
        match &self.command {
            Command::Serve(options) => (EnvFilter::new(&options.log), options.log_format),
            _ => {
                let filter = EnvFilter::try_from_env("SYNCANO_LOG");
                let filter = filter.unwrap_or_else(|_| EnvFilter::new(DEFAULT_LOG));
                (filter, LogFormat::Text)
            }
        }
    }
}

impl Refused {
    /// Says what is wrong, and returns the exit status.
    #[must_use]
    pub fn tell(&self) -> u8 {
        match self {
            Self::File(error) => {
                let _ = writeln!(io::stderr(), "syncano-server: {error}");
                USAGE_STATUS
            }
            Self::Usage { error, notes } => {
                let _ = error.print();
                for note in notes {
                    let _ = writeln!(io::stderr(), "{note}");
                }
                u8::try_from(error.exit_code()).unwrap_or(USAGE_STATUS)
            }
        }
    }
}

/// For the options that an error names, where their values were written.
fn notes(error: &clap::Error, file: &ConfigFile) -> Vec<String> {
    let about = [ContextKind::InvalidArg, ContextKind::PriorArg];
    let named = about.iter().filter_map(|kind| error.get(*kind));
    let mut notes = Vec::new();
    for value in named {
        let texts = match value {
            ContextValue::String(text) => std::slice::from_ref(text),
            ContextValue::Strings(texts) => texts.as_slice(),
            _ => &[],
        };
        for text in texts {
            let name = text.trim_start_matches('-');
            let name = name.split([' ', '=']).next().unwrap_or(name);
            if let Some(source) = file
                .source_of(name)
                .filter(|source| *source != Source::Flag)
            {
                notes.push(format!("note: `{name}` is set by {source}"));
            }
        }
    }
    notes
}
