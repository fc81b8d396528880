//! Copies of the database, made while it is used, and whether one can be relied on.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, SqliteConnection};
use syncano_vault::{RootKey, RootKeyError, Vault};

use super::open::{MIGRATIONS, beside, default_root_key_file, options};
use super::reseal::{Reseal, reseal};
use super::{OpenError, StoreError};

/// Why a copy could not be made or relied on. The text says what to do.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The database could not be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// A file could not be written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// There is something in the way.
    #[error("{0} exists already; nothing was overwritten")]
    Exists(PathBuf),
    /// The pages of the file do not hold together.
    #[error("the file is damaged: {0}")]
    Damaged(String),
    /// Rows refer to rows that are not there.
    #[error("the file is damaged: {0} rows refer to rows that are not there")]
    Dangling(usize),
    /// A newer server made the file.
    #[error("the file was made by a newer server: it has migration {0}")]
    Newer(i64),
    /// The file holds no database of this server.
    #[error("the file holds no database of this server")]
    Foreign,
    /// The root key could not be read.
    #[error(transparent)]
    RootKey(#[from] RootKeyError),
    /// A key in the file does not open.
    #[error("a sealed value does not open: {0}")]
    Sealed(String),
}

impl From<StoreError> for BackupError {
    fn from(error: StoreError) -> Self {
        Self::Sealed(error.to_string())
    }
}

/// Copies the database at `address` to the new file `to`, as it is at one moment, while
/// it may be in use. The copy is complete and on the disk before it has that name.
///
/// # Errors
/// When `to` exists, or something cannot be read or written.
pub(crate) async fn back_up(address: &str, to: &Path) -> Result<(), BackupError> {
    if to.exists() {
        return Err(BackupError::Exists(to.to_owned()));
    }
    let partial = beside(to, ".partial");
    create_private(&partial)?;
    let copied = copy(address, &partial).await;
    let finished = copied.and_then(|()| settle(&partial, to));
    if finished.is_err() {
        let _ = fs::remove_file(&partial);
    }
    finished
}

/// Puts a copy where a server expects its database.
///
/// # Errors
/// When the copy cannot be relied on, or there is a database already.
pub(crate) async fn restore(
    from: &Path,
    root_key_file: &Path,
    address: &str,
) -> Result<Reseal, BackupError> {
    let report = check(from, root_key_file).await?;
    back_up_file(from, options(address)?.get_filename()).await?;
    Ok(report)
}

async fn back_up_file(from: &Path, to: &Path) -> Result<(), BackupError> {
    back_up(&format!("sqlite:{}", from.display()), to).await
}

/// Whether the server could go on with the copy `file`: pages, references, migrations,
/// root key, and every sealed key opened once. Changes nothing.
///
/// # Errors
/// What is wrong with the file.
pub(crate) async fn check(file: &Path, root_key_file: &Path) -> Result<Reseal, BackupError> {
    let mut connection = read_only(file).await?;
    let health: String = sqlx::query_scalar("PRAGMA integrity_check(1)")
        .fetch_one(&mut connection)
        .await?;
    if health != "ok" {
        return Err(BackupError::Damaged(health));
    }
    let dangling = sqlx::query("PRAGMA foreign_key_check")
        .fetch_all(&mut connection)
        .await?;
    if !dangling.is_empty() {
        return Err(BackupError::Dangling(dangling.len()));
    }
    check_migrations(&mut connection).await?;
    let vault = Vault::new(&RootKey::load(root_key_file)?);
    let canary = canary(&mut connection).await?;
    vault.check_canary(&canary).map_err(StoreError::from)?;
    let report = reseal(&mut connection, &vault, None).await?;
    connection.close().await?;
    Ok(report)
}

/// Whether a server could start with the database at `address` and this root key, which
/// may both be made yet. Changes nothing.
///
/// # Errors
/// Why it could not.
pub(crate) async fn check_start(
    address: &str,
    root_key_file: Option<&Path>,
) -> Result<(), BackupError> {
    let source = options(address)?;
    let file = source.get_filename();
    let default = default_root_key_file(file);
    let root_key_file = root_key_file.unwrap_or(&default);
    if !file.exists() {
        for path in [file, root_key_file] {
            fs::metadata(folder(path)).map_err(|source| failed(folder(path), source))?;
        }
        return match RootKey::load(root_key_file) {
            Err(RootKeyError::Missing { .. }) => Ok(()),
            loaded => Ok(loaded.map(drop)?),
        };
    }
    let mut connection = read_only(file).await?;
    check_migrations(&mut connection).await?;
    let canary = canary(&mut connection).await;
    if !matches!(canary, Err(BackupError::Foreign)) {
        let vault = Vault::new(&RootKey::load(root_key_file)?);
        vault.check_canary(&canary?).map_err(StoreError::from)?;
    }
    Ok(connection.close().await?)
}

async fn canary(connection: &mut SqliteConnection) -> Result<Vec<u8>, BackupError> {
    sqlx::query_scalar("SELECT canary FROM vault WHERE id = 1")
        .fetch_optional(connection)
        .await?
        .ok_or(BackupError::Foreign)
}

async fn check_migrations(connection: &mut SqliteConnection) -> Result<(), BackupError> {
    let newest: Option<i64> = sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations")
        .fetch_one(connection)
        .await
        .map_err(|_| BackupError::Foreign)?;
    let newest = newest.ok_or(BackupError::Foreign)?;
    let known = MIGRATIONS.iter().any(|known| known.version == newest);
    if known {
        Ok(())
    } else {
        Err(BackupError::Newer(newest))
    }
}

async fn copy(address: &str, to: &Path) -> Result<(), BackupError> {
    let source = options(address)?;
    let mut connection = read_only(source.get_filename()).await?;
    sqlx::query("VACUUM INTO ?")
        .bind(to.to_string_lossy().into_owned())
        .execute(&mut connection)
        .await?;
    Ok(connection.close().await?)
}

async fn read_only(path: &Path) -> Result<SqliteConnection, BackupError> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .read_only(true);
    Ok(SqliteConnection::connect_with(&options).await?)
}

/// `SQLite` copies into a file that is there and empty, and leaves its mode alone.
fn create_private(path: &Path) -> Result<(), BackupError> {
    let made = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path);
    made.map(drop).map_err(|source| failed(path, source))
}

fn settle(partial: &Path, to: &Path) -> Result<(), BackupError> {
    let synced = File::open(partial).and_then(|file| file.sync_all());
    synced.map_err(|source| failed(partial, source))?;
    fs::rename(partial, to).map_err(|source| failed(to, source))?;
    let folder = folder(to);
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(|source| failed(folder, source))
}

fn folder(path: &Path) -> &Path {
    let folder = path.parent();
    let folder = folder.filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

fn failed(path: &Path, source: io::Error) -> BackupError {
    BackupError::File {
        path: path.to_owned(),
        source,
    }
}
