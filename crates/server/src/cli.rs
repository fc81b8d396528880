//! The command line. Every option has an environment variable as well, and those of
//! `serve` can be written into a file.

use std::io;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use syncano_vault::PasswordPolicy;
use tracing_subscriber::EnvFilter;

use crate::config::Settings;
use crate::domain::differences::{DIFFERENCES, Switch};
use crate::http::Limits;
use crate::listen_options::ListenOptions;
use crate::mail_options::MailOptions;
use crate::openapi::DescribedVersion;
use crate::operations::{DEFAULT_LOG, LogFormat};

/// Server of the Syncano API.
#[derive(Debug, Parser)]
#[command(name = "syncano-server", version, about)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the server can be asked to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the API until SIGINT or SIGTERM
    Serve(Box<Serve>),
    /// Make an account and print its account key
    CreateAdmin(CreateAdmin),
    /// Copy the database to a new file; a server may go on using it
    Backup(Backup),
    /// Put a copy in the place of a database, or only check that it could be
    Restore(Restore),
    /// Replace the root key; the server must be stopped, and started with the new file
    RotateRoot(RotateRoot),
    /// Print who did what to which key, one line each
    Audit(Database),
    /// Print what the API is like, in OpenAPI 3.1
    Openapi(Openapi),
    /// Print the deliberate differences from the original as a Markdown table
    Differences,
}

/// Which database to open.
#[derive(Debug, Args)]
pub struct Database {
    /// Database, as sqlite:PATH
    #[arg(long, env = "SYNCANO_DATABASE", value_name = "sqlite:PATH")]
    pub database: String,
    /// File of the root key, made at first start [default: next to the database]
    #[arg(long, env = "SYNCANO_ROOT_KEY_FILE", value_name = "PATH")]
    pub root_key_file: Option<PathBuf>,
}

/// Who may make an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Registration {
    /// Anybody.
    Open,
    /// Nobody; `create-admin` still can.
    Closed,
}

/// Options of `serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// File (TOML) with any of the options below by their names; the environment and the
    /// command line go before it
    #[arg(long, env = "SYNCANO_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Only say whether the server could start with these settings, and print them
    #[arg(long)]
    pub check: bool,
    /// Where requests come in, and what they may cost.
    #[command(flatten)]
    pub listen: ListenOptions,
    /// Which database to open.
    #[command(flatten)]
    pub database: Database,
    /// Behave like the original in everything that can be switched
    #[arg(long, env = "SYNCANO_COMPATIBLE")]
    pub compatible: bool,
    /// Differences to undo one by one, by their names in the list of differences
    #[arg(long, env = "SYNCANO_ORIGINAL", value_name = "NAME", value_delimiter = ',', value_parser = switch)]
    pub original: Vec<Switch>,
    /// Whether anybody may make an account
    #[arg(long, env = "SYNCANO_REGISTRATION", value_enum, default_value = "open")]
    pub registration: Registration,
    /// Requests a second from one address without a valid key; 0 for no limit
    #[arg(long, env = "SYNCANO_LIMIT_ANONYMOUS", value_name = "N", default_value_t = Limits::default().anonymous)]
    pub limit_anonymous: u32,
    /// Requests a second with one account key outside instances; 0 for no limit
    #[arg(long, env = "SYNCANO_LIMIT_ACCOUNT", value_name = "N", default_value_t = Limits::default().account)]
    pub limit_account: u32,
    /// Requests a second in one instance; 0 for no limit
    #[arg(long, env = "SYNCANO_LIMIT_INSTANCE", value_name = "N", default_value_t = Limits::default().instance)]
    pub limit_instance: u32,
    /// Instances that one account may own [default: 16]
    #[arg(long, env = "SYNCANO_INSTANCES_PER_ACCOUNT", value_name = "N")]
    pub instances_per_account: Option<u32>,
    /// Bytes of a request's body [default: 262144]
    #[arg(long, env = "SYNCANO_BODY_BYTES_MAX", value_name = "N")]
    pub body_bytes_max: Option<u64>,
    /// Pages of 4 KiB that the database may grow to [default: as the disk allows]
    #[arg(long, env = "SYNCANO_DATABASE_PAGES_MAX", value_name = "N")]
    pub database_pages_max: Option<u32>,
    /// Scheme and host in the links of `/`, as clients reach the server
    #[arg(long, env = "SYNCANO_PUBLIC_ORIGIN", value_name = "URL")]
    pub public_origin: Option<String>,
    /// What instances show as their location
    #[arg(
        long,
        env = "SYNCANO_LOCATION",
        value_name = "NAME",
        default_value = "eu1"
    )]
    pub location: String,
    /// Outgoing mail.
    #[command(flatten)]
    pub mail: MailOptions,
    /// Folder to serve under /dashboard/
    #[arg(long, env = "SYNCANO_DASHBOARD", value_name = "DIR")]
    pub dashboard: Option<PathBuf>,
    /// Folder of the built package to serve under /dashboard/pkg/
    #[arg(long, env = "SYNCANO_DASHBOARD_PACKAGE", value_name = "DIR")]
    pub dashboard_package: Option<PathBuf>,
    /// Which log lines to write to standard error: levels, by target
    #[arg(long, env = "SYNCANO_LOG", value_name = "FILTER", default_value = DEFAULT_LOG, value_parser = log_filter)]
    pub log: String,
    /// How log lines look
    #[arg(
        long,
        env = "SYNCANO_LOG_FORMAT",
        value_name = "FORMAT",
        value_enum,
        default_value_t
    )]
    pub log_format: LogFormat,
}

/// Options of `create-admin`.
#[derive(Debug, Args)]
pub struct CreateAdmin {
    /// E-mail of the account
    #[arg(long, value_name = "EMAIL")]
    pub email: String,
    /// Read the password from the first line of standard input
    #[arg(long, required = true)]
    pub password_stdin: bool,
    /// Which database to open.
    #[command(flatten)]
    pub database: Database,
}

/// Options of `backup`.
#[derive(Debug, Args)]
pub struct Backup {
    /// Database, as sqlite:PATH
    #[arg(long, env = "SYNCANO_DATABASE", value_name = "sqlite:PATH")]
    pub database: String,
    /// File to make
    #[arg(long, value_name = "FILE")]
    pub to: PathBuf,
}

/// Options of `restore`.
#[derive(Debug, Args)]
pub struct Restore {
    /// The copy
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Only look whether a server could go on with the copy
    #[arg(long)]
    pub check: bool,
    /// Database to make, as sqlite:PATH
    #[arg(
        long,
        env = "SYNCANO_DATABASE",
        value_name = "sqlite:PATH",
        required_unless_present = "check"
    )]
    pub database: Option<String>,
    /// File of the root key that the database had when it was copied
    #[arg(long, env = "SYNCANO_ROOT_KEY_FILE", value_name = "PATH")]
    pub root_key_file: PathBuf,
}

/// Options of `rotate-root`.
#[derive(Debug, Args)]
pub struct RotateRoot {
    /// Which database to seal anew.
    #[command(flatten)]
    pub database: Database,
    /// File of the new root key; made when it is not there
    #[arg(long, value_name = "PATH")]
    pub new_root_key_file: PathBuf,
}

/// Options of `openapi`.
#[derive(Debug, Args)]
pub struct Openapi {
    /// Version of the API: v1, v1.1 or v2
    #[arg(long, value_name = "NAME", default_value = "v1.1", value_parser = described_version)]
    pub api: DescribedVersion,
}

impl Serve {
    /// The settings that the options ask for.
    ///
    /// # Errors
    /// When the password of the SMTP server cannot be read.
    pub fn settings(&self) -> io::Result<Settings> {
        let public_origin = self
            .public_origin
            .as_ref()
            .map(|url| url.trim_end_matches('/').to_owned());
        let origin = public_origin.clone();
        let origin = origin.unwrap_or_else(|| self.listen.origin());
        Ok(Settings {
            database: self.database.database.clone(),
            root_key_file: self.database.root_key_file.clone(),
            original: if self.compatible {
                Switch::ALL.to_vec()
            } else {
                self.original.clone()
            },
            limits: Limits {
                anonymous: self.limit_anonymous,
                account: self.limit_account,
                instance: self.limit_instance,
            },
            instances_per_account: self.instances_per_account,
            body_bytes_max: self.body_bytes_max,
            database_pages_max: self.database_pages_max,
            connections_max: self.listen.connections_max,
            header_bytes_max: self.listen.header_bytes_max,
            listening: self.listen.listening(),
            metrics_listen: self.listen.metrics_listen,
            timeouts: self.listen.timeouts(),
            registration_open: self.registration == Registration::Open,
            public_origin,
            location: self.location.clone(),
            mail: self.mail.settings(&origin)?,
            passwords: PasswordPolicy::default(),
            dashboard: self.dashboard.clone(),
            dashboard_package: self.dashboard_package.clone(),
        })
    }
}

fn log_filter(text: &str) -> Result<String, String> {
    match EnvFilter::try_new(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

fn switch(name: &str) -> Result<Switch, String> {
    Switch::from_id(name).ok_or_else(|| {
        let names: Vec<&str> = DIFFERENCES
            .iter()
            .filter(|entry| entry.switch.is_some())
            .map(|entry| entry.id)
            .collect();
        format!(
            "there is no such difference; there are {}",
            names.join(", ")
        )
    })
}

fn described_version(name: &str) -> Result<DescribedVersion, String> {
    let names = || {
        DescribedVersion::all()
            .map(DescribedVersion::name)
            .join(", ")
    };
    DescribedVersion::from_name(name)
        .ok_or_else(|| format!("there is no such version; there are {}", names()))
}
