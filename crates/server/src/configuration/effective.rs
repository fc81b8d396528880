//! What the options of `serve` are in the end.

use std::fmt;
use std::path::PathBuf;

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, CommandFactory};

use super::file::{COMMAND, ConfigFile};
use crate::cli::Cli;

/// Options that say where settings come from and are none themselves.
pub(super) const NO_SETTINGS: [&str; 4] = ["config", "check", "help", "version"];

/// Where a value was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// Nowhere.
    Default,
    /// In the configuration file.
    File(PathBuf),
    /// In the environment, under this name.
    Environment(String),
    /// On the command line.
    Flag,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Environment(name) => write!(f, "environment variable {name}"),
            Self::Flag => f.write_str("command line"),
        }
    }
}

/// The values of an option.
#[derive(Clone, Debug)]
enum Values {
    Switch(bool),
    Single(Option<String>),
    List(Vec<String>),
}

/// An option of `serve`, its value, and where it comes from.
#[derive(Clone, Debug)]
pub(crate) struct EffectiveOption {
    pub(crate) name: String,
    values: Values,
    pub(crate) source: Source,
}

/// The settings among the options of `serve`.
pub(super) fn settings(serve: &clap::Command) -> impl Iterator<Item = (&str, &Arg)> {
    serve
        .get_arguments()
        .filter_map(|arg| Some((arg.get_long()?, arg)))
        .filter(|(name, _)| !NO_SETTINGS.contains(name))
}

/// Reads them off what was parsed.
pub(super) fn options(matches: &ArgMatches, file: &ConfigFile) -> Vec<EffectiveOption> {
    let command = Cli::command();
    let Some(matches) = matches.subcommand_matches(COMMAND) else {
        return Vec::new();
    };
    let Some(serve) = command.find_subcommand(COMMAND) else {
        return Vec::new();
    };
    let option = |(name, arg): (&str, &Arg)| EffectiveOption {
        name: name.to_owned(),
        values: values(arg, matches),
        source: source(name, arg, matches, file),
    };
    settings(serve).map(option).collect()
}

fn values(arg: &Arg, matches: &ArgMatches) -> Values {
    let id = arg.get_id().as_str();
    if !arg.get_action().takes_values() {
        return Values::Switch(matches.get_flag(id));
    }
    let raw = matches.get_raw(id).into_iter().flatten();
    let mut texts = raw.map(|text| text.to_string_lossy().into_owned());
    match arg.get_action() {
        ArgAction::Append => Values::List(texts.collect()),
        _ => Values::Single(texts.next()),
    }
}

fn source(name: &str, arg: &Arg, matches: &ArgMatches, file: &ConfigFile) -> Source {
    if let Some(source) = file.source_of(name) {
        return source;
    }
    let environment = || {
        let name = arg.get_env().unwrap_or_default();
        Source::Environment(name.to_string_lossy().into_owned())
    };
    match matches.value_source(arg.get_id().as_str()) {
        Some(ValueSource::CommandLine) => Source::Flag,
        Some(ValueSource::EnvVariable) => environment(),
        _ => Source::Default,
    }
}

/// A line of a configuration file, or a comment where there is nothing to set.
impl fmt::Display for EffectiveOption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = match &self.values {
            Values::Switch(is_on) => toml::Value::Boolean(*is_on),
            Values::Single(Some(text)) => scalar(text),
            Values::Single(None) => return write!(f, "# {} is not set", self.name),
            Values::List(texts) => texts
                .iter()
                .map(|text| scalar(text))
                .collect::<Vec<_>>()
                .into(),
        };
        write!(f, "{} = {value}  # {}", self.name, self.source)
    }
}

fn scalar(text: &str) -> toml::Value {
    let number = text.parse::<i64>().ok();
    // What has been written otherwise, such as `007`, is a text.
    match number.filter(|number| number.to_string() == text) {
        Some(number) => toml::Value::Integer(number),
        None => toml::Value::String(text.to_owned()),
    }
}
