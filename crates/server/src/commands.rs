//! What each command does.

use std::io::{self, Write};

use syncano_mail::SettingsError;
use syncano_vault::{Password, PasswordError, PasswordPolicy, Passwords};

use crate::App;
use crate::cli::{Backup, Command, CreateAdmin, Database, Openapi, Restore, RotateRoot, Serve};
use crate::configuration::{EffectiveOption, Invocation, check as check_serve};
use crate::domain::differences::DIFFERENCES;
use crate::domain::email::is_email;
use crate::http::date::date;
use crate::json::Json;
use crate::openapi::openapi;
use crate::serve::{ServeError, Signals, check_clear_text, serve};
use crate::store::{
    AuditEntry, BackupError, NewAccount, OpenError, Store, StoreError, back_up, check, restore,
    rotate_root,
};

/// Why a command failed. The text says what to do.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// The database could not be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// A copy could not be made or relied on.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// The password threads could not be started, or failed.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The server could not listen or announce itself.
    #[error(transparent)]
    Serve(#[from] ServeError),
    /// Standard input or output failed.
    #[error("standard input or output failed: {0}")]
    Io(#[from] io::Error),
    /// A setting of outgoing mail is no good.
    #[error(transparent)]
    Mail(#[from] SettingsError),
    /// The password of the SMTP server cannot be read.
    #[error("the file of the SMTP password cannot be read: {0}")]
    SmtpPassword(#[source] io::Error),
    /// What was given is no e-mail address.
    #[error("`{0}` is no e-mail address")]
    Email(String),
    /// Standard input held no password.
    #[error("the first line of standard input holds no password")]
    NoPassword,
    /// There is an account with this e-mail.
    #[error("there is an account with this e-mail already")]
    Taken,
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(String),
    /// The server could not start with the settings that were checked. They have been told.
    #[error("{0} of the settings would keep the server from starting")]
    Unusable(usize),
}

/// Runs a command to its end.
///
/// # Errors
/// See [`CommandError`].
pub async fn run(invocation: Invocation) -> Result<(), CommandError> {
    match invocation.command {
        Command::Serve(options) if options.check => {
            check_settings(&options, &invocation.options).await
        }
        Command::Serve(options) => serve_until_stopped(&options).await,
        Command::CreateAdmin(options) => create_admin(options).await,
        Command::Backup(options) => back_up_database(&options).await,
        Command::Restore(options) => restore_database(&options).await,
        Command::RotateRoot(options) => replace_root_key(&options).await,
        Command::Audit(database) => print_audit(&database).await,
        Command::Openapi(options) => Ok(print_openapi(&options)?),
        Command::Differences => Ok(io::stdout().write_all(differences().as_bytes())?),
    }
}

async fn serve_until_stopped(options: &Serve) -> Result<(), CommandError> {
    let settings = options.settings().map_err(CommandError::SmtpPassword)?;
    check_clear_text(&settings, options.listen.listen).map_err(ServeError::from)?;
    let signals = Signals::catch(settings.listening.tls.is_some())?;
    let app = App::open(settings).await?;
    let running = serve(app, options.listen.listen).await?;
    running.announce()?;
    signals.stop(&running).await;
    running.stop().await;
    Ok(())
}

async fn check_settings(options: &Serve, settings: &[EffectiveOption]) -> Result<(), CommandError> {
    let mut out = io::stdout().lock();
    for setting in settings {
        writeln!(out, "{setting}")?;
    }
    out.flush()?;
    let problems = check_serve(options, settings).await;
    for problem in &problems {
        writeln!(io::stderr(), "{problem}")?;
    }
    match problems.len() {
        0 => Ok(()),
        some => Err(CommandError::Unusable(some)),
    }
}

async fn back_up_database(options: &Backup) -> Result<(), CommandError> {
    back_up(&options.database, &options.to).await?;
    Ok(writeln!(
        io::stdout(),
        "copied to {}",
        options.to.display()
    )?)
}

async fn restore_database(options: &Restore) -> Result<(), CommandError> {
    let (file, root_key_file) = (&options.file, &options.root_key_file);
    let report = match options.database.as_deref().filter(|_| !options.check) {
        Some(database) => restore(file, root_key_file, database).await?,
        None => check(file, root_key_file).await?,
    };
    let (accounts, keys) = (report.data_keys, report.keys);
    Ok(writeln!(
        io::stdout(),
        "{}: sound; {accounts} accounts, and all of {keys} keys open",
        file.display()
    )?)
}

/// Lines of the audit log that are read at a time.
const AUDIT_LINES: i64 = 1000;

async fn print_audit(options: &Database) -> Result<(), CommandError> {
    let store = Store::open(&options.database, options.root_key_file.as_deref(), None).await?;
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "at\tactor\tid\trequest\taction\tobject\tid\thint\tinstance\tuser"
    )?;
    let mut after = 0;
    loop {
        let read = store.audit(after, AUDIT_LINES).await;
        let lines = read.map_err(|error| CommandError::Database(error.to_string()))?;
        for line in &lines {
            writeln!(out, "{}", audit_line(line))?;
            after = line.id;
        }
        if lines.is_empty() {
            break;
        }
    }
    store.close().await;
    Ok(())
}

/// Fields between tabs; `-` for what there is none of.
fn audit_line(entry: &AuditEntry) -> String {
    let number = |id: Option<i64>| id.map_or_else(|| "-".to_owned(), |id| id.to_string());
    let text = |text: &str| if text.is_empty() { "-" } else { text }.to_owned();
    let at = match date(entry.at) {
        Json::String(text) => text,
        _ => entry.at.to_string(),
    };
    let fields = [
        at,
        entry.actor.clone(),
        number(entry.actor_id),
        text(&entry.request_id),
        entry.action.clone(),
        entry.object.clone(),
        entry.object_id.to_string(),
        text(&entry.hint),
        number(entry.instance_id),
        number(entry.actor_user_id),
    ];
    fields.join("\t")
}

async fn replace_root_key(options: &RotateRoot) -> Result<(), CommandError> {
    let Database {
        database,
        root_key_file,
    } = &options.database;
    let new = &options.new_root_key_file;
    let outcome = rotate_root(database, root_key_file.as_deref(), new).await?;
    let done = match outcome {
        Some(report) => format!(
            "{} data keys and {} keys are under the new root key",
            report.data_keys, report.keys
        ),
        None => "the database is under this root key already".to_owned(),
    };
    let start = format!("start the server with --root-key-file {}", new.display());
    Ok(writeln!(io::stdout(), "{done}; {start}")?)
}

async fn create_admin(options: CreateAdmin) -> Result<(), CommandError> {
    let email = options.email.trim().to_lowercase();
    if !is_email(&email) {
        return Err(CommandError::Email(options.email));
    }
    let mut line = String::new();
    io::stdin().read_line(&mut line)?;
    // White space around a password does not count at login either.
    let text = line.trim().to_owned();
    drop(Password::new(line));
    if text.is_empty() {
        return Err(CommandError::NoPassword);
    }
    let Database {
        database,
        root_key_file,
    } = options.database;
    let store = Store::open(&database, root_key_file.as_deref(), None).await?;
    let passwords = Passwords::new(&PasswordPolicy::default())?;
    let new = NewAccount {
        email,
        first_name: String::new(),
        last_name: String::new(),
        is_active: true,
        password: passwords.hash(&Password::new(text)).await?,
    };
    let made = store.create_account(new, None).await;
    store.close().await;
    match made {
        Ok((_, key)) => Ok(writeln!(io::stdout(), "{}", key.expose())?),
        Err(StoreError::Taken) => Err(CommandError::Taken),
        Err(error) => Err(CommandError::Database(error.to_string())),
    }
}

fn print_openapi(options: &Openapi) -> io::Result<()> {
    let text = openapi(options.api)?;
    io::stdout().write_all(text.as_bytes())
}

fn differences() -> String {
    let mut table =
        "| name | here | original | why | undo |\n| --- | --- | --- | --- | --- |\n".to_owned();
    for entry in DIFFERENCES {
        let undo = match entry.switch {
            Some(_) => format!("`--original {}`", entry.id),
            None => "–".to_owned(),
        };
        let row = [entry.id, entry.ours, entry.original, entry.reason, &undo].join(" | ");
        table.push_str(&format!("| {row} |\n"));
    }
    table
}
