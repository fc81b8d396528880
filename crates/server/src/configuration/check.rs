//! Whether a server could start, without starting one.

use std::fmt;
use std::path::Path;

use super::effective::{EffectiveOption, Source};
use crate::cli::Serve;
use crate::config::Settings;
use crate::listen::{ClearText, Tls};
use crate::outbox::Outbox;
use crate::store;

/// What is wrong with some options.
#[derive(Debug)]
pub(crate) struct Problem {
    /// The options, with where their values were written.
    options: Vec<(String, Source)>,
    text: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (name, source)) in self.options.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            write!(f, "{comma}{name} ({source})")?;
        }
        write!(f, ": {}", self.text)
    }
}

/// Looks at everything that a start would need, and changes nothing: no listener, no
/// folder, no file and no row is made.
pub(crate) async fn check(serve: &Serve, options: &[EffectiveOption]) -> Vec<Problem> {
    let mut found = Found {
        options,
        problems: Vec::new(),
    };
    let settings = match serve.settings() {
        Ok(settings) => settings,
        Err(error) => {
            found.note(&["smtp-password-file"], Err::<(), _>(error));
            return found.problems;
        }
    };
    listeners(serve, &settings, &mut found);
    let mail = [
        "mail-sender",
        "mail-link-url",
        "smtp-host",
        "smtp-certificates",
    ];
    found.note(&mail, Outbox::check(&settings.mail));
    for (name, folder) in [
        ("dashboard", &settings.dashboard),
        ("dashboard-package", &settings.dashboard_package),
    ] {
        found.note(&[name], folder.as_deref().map_or(Ok(()), is_folder));
    }
    let started = store::check_start(&settings.database, settings.root_key_file.as_deref()).await;
    found.note(&["database", "root-key-file"], started);
    found.problems
}

fn listeners(serve: &Serve, settings: &Settings, found: &mut Found<'_>) {
    let listening = &settings.listening;
    let public = ClearText::check(serve.listen.listen, listening);
    found.note(&["listen"], public);
    if let Some(address) = settings.metrics_listen {
        found.note(&["metrics-listen"], ClearText::check(address, listening));
    }
    if let Some(files) = &listening.tls {
        found.note(&["tls-certificate", "tls-key"], Tls::open(files));
    }
}

fn is_folder(path: &Path) -> Result<(), String> {
    if path.is_dir() {
        Ok(())
    } else {
        Err(format!("{} is no folder", path.display()))
    }
}

struct Found<'a> {
    options: &'a [EffectiveOption],
    problems: Vec<Problem>,
}

impl Found<'_> {
    /// Takes down what went wrong, and puts it to the options that were written at all.
    fn note<T, E: fmt::Display>(&mut self, names: &[&str], outcome: Result<T, E>) {
        let Err(error) = outcome else {
            return;
        };
        let named = |option: &&EffectiveOption| names.contains(&option.name.as_str());
        let all: Vec<_> = self.options.iter().filter(named).collect();
        let written = |option: &&&EffectiveOption| option.source != Source::Default;
        let some: Vec<_> = all
            .iter()
            .copied()
            .filter(|option| written(&option))
            .collect();
        let blamed = if some.is_empty() { all } else { some };
        self.problems.push(Problem {
            options: blamed
                .into_iter()
                .map(|option| (option.name.clone(), option.source.clone()))
                .collect(),
            text: error.to_string(),
        });
    }
}
