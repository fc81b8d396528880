//! The configuration file.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::PathBuf;

use clap::builder::OsStringValueParser;
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, CommandFactory};
use toml::{Table, Value};

use super::effective::{Source, settings};
use crate::cli::Cli;

/// The command that the file is for.
pub(super) const COMMAND: &str = "serve";
const FILE_OPTION: &str = "config";
/// Ends the name of an option that takes a secret, which is always that of a file.
const SECRET_ENDINGS: [&str; 4] = ["password", "secret", "token", "root-key"];

/// Why a configuration file is no good. No text repeats a value: it may be one that has no
/// business there.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It cannot be read.
    #[error("the configuration file {path} cannot be read: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// It is no TOML.
    #[error("{path}, line {line}: {problem}")]
    Syntax {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What the parser says.
        problem: String,
    },
    /// It has names that no option has.
    #[error("{path}: there is no option {names}{hint}; `syncano-server serve --help` has them all")]
    Unknown {
        /// The file.
        path: PathBuf,
        /// The names.
        names: String,
        /// What to do about a secret.
        hint: &'static str,
    },
    /// A value is of the wrong kind.
    #[error("{path}: `{name}` takes {expected}")]
    Kind {
        /// The file.
        path: PathBuf,
        /// The option.
        name: String,
        /// What it takes.
        expected: &'static str,
    },
}

/// What the file says and nothing stronger contradicts, as arguments.
#[derive(Debug, Default)]
pub(super) struct ConfigFile {
    path: PathBuf,
    arguments: BTreeMap<String, Vec<String>>,
    /// What was written elsewhere.
    elsewhere: BTreeMap<String, Source>,
}

impl ConfigFile {
    /// Reads the file that the arguments or the environment name, if they do.
    pub(super) fn named_by(args: &[OsString]) -> Result<Self, FileError> {
        let command = lenient();
        // What cannot be understood at all is refused when it is read in earnest.
        let Ok(matches) = command.clone().try_get_matches_from(args) else {
            return Ok(Self::default());
        };
        let serve = command.find_subcommand(COMMAND);
        let (Some(matches), Some(serve)) = (matches.subcommand_matches(COMMAND), serve) else {
            return Ok(Self::default());
        };
        let mut file = Self::default();
        for (name, arg) in settings(serve) {
            if let Some(source) = source(arg, matches) {
                file.elsewhere.insert(name.to_owned(), source);
            }
        }
        let Some(path) = matches.get_raw(FILE_OPTION).and_then(|mut raw| raw.next()) else {
            return Ok(file);
        };
        file.path = path.into();
        let table = file.read()?;
        file.know_all(&table, serve)?;
        for (name, arg) in settings(serve) {
            if let Some(value) = table.get(name) {
                let arguments = file.as_arguments(name, arg, value)?;
                if !file.elsewhere.contains_key(name) {
                    file.arguments.insert(name.to_owned(), arguments);
                }
            }
        }
        Ok(file)
    }

    /// To be added to those of the command line.
    pub(super) fn arguments(&self) -> impl Iterator<Item = OsString> {
        self.arguments.values().flatten().map(OsString::from)
    }

    /// Where an option was written, if it was.
    pub(super) fn source_of(&self, name: &str) -> Option<Source> {
        if self.arguments.contains_key(name) {
            return Some(Source::File(self.path.clone()));
        }
        self.elsewhere.get(name).cloned()
    }

    fn read(&self) -> Result<Table, FileError> {
        let text = fs::read_to_string(&self.path).map_err(|source| FileError::Read {
            path: self.path.clone(),
            source,
        })?;
        text.parse().map_err(|error: toml::de::Error| {
            let start = error.span().map_or(0, |span| span.start);
            let before = text.as_bytes().get(..start).unwrap_or_default();
            FileError::Syntax {
                path: self.path.clone(),
                line: 1 + before.iter().filter(|byte| **byte == b'\n').count(),
                problem: error.message().to_owned(),
            }
        })
    }

    fn know_all(&self, table: &Table, serve: &clap::Command) -> Result<(), FileError> {
        let is_known = |name: &str| settings(serve).any(|(known, _)| known == name);
        let unknown = table.keys().filter(|name| !is_known(name));
        let names: Vec<String> = unknown.map(|name| format!("`{name}`")).collect();
        if names.is_empty() {
            return Ok(());
        }
        let is_secret = |name: &String| {
            let name = name.trim_end_matches('`');
            SECRET_ENDINGS.iter().any(|ending| name.ends_with(ending))
        };
        Err(FileError::Unknown {
            path: self.path.clone(),
            hint: if names.iter().any(is_secret) {
                " (a secret is kept in a file of its own, which the option named …-file names)"
            } else {
                ""
            },
            names: names.join(", "),
        })
    }

    fn as_arguments(&self, name: &str, arg: &Arg, value: &Value) -> Result<Vec<String>, FileError> {
        let wrong = |expected| FileError::Kind {
            path: self.path.clone(),
            name: name.to_owned(),
            expected,
        };
        let written = |value: &Value| match value {
            Value::String(text) => Some(format!("--{name}={text}")),
            Value::Integer(number) => Some(format!("--{name}={number}")),
            _ => None,
        };
        match (arg.get_action(), value) {
            (ArgAction::Append, Value::Array(values)) => values
                .iter()
                .map(|value| written(value).ok_or_else(|| wrong("a list of texts")))
                .collect(),
            (ArgAction::Append, value) => {
                let argument = written(value).ok_or_else(|| wrong("a list of texts"))?;
                Ok(vec![argument])
            }
            (action, Value::Boolean(is_on)) if !action.takes_values() => {
                Ok(is_on.then(|| format!("--{name}")).into_iter().collect())
            }
            (action, _) if !action.takes_values() => Err(wrong("true or false")),
            (_, value) => {
                let argument = written(value).ok_or_else(|| wrong("a text or a whole number"))?;
                Ok(vec![argument])
            }
        }
    }
}

/// The command line, with nothing required and every text good: enough to see what is
/// written where.
fn lenient() -> clap::Command {
    Cli::command()
        .ignore_errors(true)
        .mut_subcommand(COMMAND, |serve| {
            serve.mut_args(|arg| {
                if arg.get_action().takes_values() {
                    arg.value_parser(OsStringValueParser::new())
                } else {
                    arg
                }
            })
        })
}

fn source(arg: &Arg, matches: &ArgMatches) -> Option<Source> {
    match matches.value_source(arg.get_id().as_str())? {
        ValueSource::CommandLine => Some(Source::Flag),
        ValueSource::EnvVariable => {
            let name = arg.get_env()?.to_string_lossy().into_owned();
            Some(Source::Environment(name))
        }
        _ => None,
    }
}
