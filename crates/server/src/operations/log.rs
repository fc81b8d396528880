//! Where the log goes and how its lines look.

use std::io;

use clap::ValueEnum;
use tracing_subscriber::EnvFilter;

/// Which log lines are written unless something else is asked for.
pub const DEFAULT_LOG: &str = "warn,syncano_server=info";

/// How log lines look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// Begins to log to standard error: standard output is for what commands print.
pub fn init_log(filter: EnvFilter, format: LogFormat) {
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr);
    match format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().flatten_event(true).with_span_list(false).init(),
    }
}
