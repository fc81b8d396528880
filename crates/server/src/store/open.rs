use std::fs::OpenOptions;
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, SqliteConnection, SqlitePool};
use syncano_vault::{RootKey, RootKeyError, Vault, VaultError};

use super::identity::Identity;
use super::{Store, audit};

/// Every step from the first released schema to the present one.
pub(super) static MIGRATIONS: Migrator = sqlx::migrate!();

/// Connections that read while the writer writes.
const READERS: u32 = 8;
/// How long a connection waits for another process to let go of the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a request waits for a free connection.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);
/// What `PRAGMA synchronous` says when every commit reaches the disk.
const SYNCHRONOUS_FULL: i64 = 2;

/// Why the database could not be opened. The text says what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The address names no `SQLite` file.
    #[error("`{0}` names no database; write sqlite:PATH")]
    Address(String),
    /// The file could not be made.
    #[error("the database file {path} could not be made: {source}")]
    Create {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The database could not be opened or brought up to date.
    #[error("the database could not be opened: {0}")]
    Database(#[from] sqlx::Error),
    /// A migration failed, or the file was made by a newer server.
    #[error("the database could not be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The file system cannot keep what it is told.
    #[error(
        "the database would not keep acknowledged changes (journal_mode={journal}, \
         synchronous={synchronous}); put the file on a local disk"
    )]
    NotDurable {
        /// What `PRAGMA journal_mode` says.
        journal: String,
        /// What `PRAGMA synchronous` says.
        synchronous: i64,
    },
    /// A server or a command that needs the database for itself is running.
    #[error("{0} is in use by another syncano-server; stop that one first")]
    InUse(PathBuf),
    /// A sealed value could not be opened or sealed anew; nothing was changed.
    #[error("the root key could not be replaced: {0}; nothing was changed")]
    Reseal(String),
    /// The root key could not be had.
    #[error(transparent)]
    RootKey(#[from] RootKeyError),
    /// The root key is not the one this database was made with.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

impl Store {
    /// Opens the database at `address` (`sqlite:PATH`), making or migrating it.
    ///
    /// The root key is read from `root_key_file`, by default `PATH.root-key`; it is
    /// made there when the database has never sealed anything.
    pub(crate) async fn open(
        address: &str,
        root_key_file: Option<&Path>,
        pages_max: Option<u32>,
    ) -> Result<Self, OpenError> {
        let options = options(address)?;
        let (mut connection, _) = migrate_and_connect(address).await?;
        let path = root_key_file.map_or_else(
            || default_root_key_file(options.get_filename()),
            Path::to_owned,
        );
        let vault = open_vault(&mut connection, &path).await?;
        connection.close().await?;
        let options = options.create_if_missing(false);
        let file = options.get_filename().to_owned();
        let writer = writer(&with_pages_max(&options, pages_max)).await?;
        check_durable(&mut *writer.acquire().await?).await?;
        let readers = readers(options.read_only(true)).await?;
        let identity = Identity::of(&file);
        Ok(Self {
            file,
            identity,
            writer,
            readers,
            vault,
        })
    }

    /// The database file.
    pub(crate) fn file(&self) -> &Path {
        &self.file
    }

    /// Waits for running statements and closes the file.
    pub(crate) async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

pub(super) fn options(address: &str) -> Result<SqliteConnectOptions, OpenError> {
    let malformed = || OpenError::Address(address.to_owned());
    let path = address
        .strip_prefix("sqlite:")
        .filter(|path| !path.is_empty() && !path.contains(":memory:"));
    if path.is_none() {
        return Err(malformed());
    }
    Ok(SqliteConnectOptions::from_str(address)
        .map_err(|_| malformed())?
        .create_if_missing(true)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full))
}

/// Makes the database file readable by its owner only; the files that `SQLite` puts beside
/// it take over its mode.
fn create_private(path: &Path) -> Result<(), OpenError> {
    let made = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    match made {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(OpenError::Create {
            path: path.to_owned(),
            source: error,
        }),
        _ => Ok(()),
    }
}

fn with_pages_max(options: &SqliteConnectOptions, pages: Option<u32>) -> SqliteConnectOptions {
    match pages {
        Some(pages) => options.clone().pragma("max_page_count", pages.to_string()),
        None => options.clone(),
    }
}

/// The one connection that changes anything, and keeps the audit log while it does.
async fn writer(options: &SqliteConnectOptions) -> Result<SqlitePool, sqlx::Error> {
    SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .idle_timeout(None)
        .max_lifetime(None)
        .after_connect(|connection, _| Box::pin(audit::prepare(connection)))
        .before_acquire(|connection, _| {
            Box::pin(async {
                audit::name_actor(connection).await?;
                // A full disk ends a transaction behind the back of its connection, which
                // can then begin no other one: it is given up for a new one.
                Ok(!connection.is_in_transaction())
            })
        })
        .connect_with(options.clone())
        .await
}

/// Connections that are there from the beginning and stay: a file that is moved away can
/// still be read, and none of another one is taken for it.
async fn readers(options: SqliteConnectOptions) -> Result<SqlitePool, sqlx::Error> {
    SqlitePoolOptions::new()
        .min_connections(READERS)
        .max_connections(READERS)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(options)
        .await
}

/// A power cut must not undo a revocation that was answered, so what was asked for
/// is read back.
async fn check_durable(connection: &mut SqliteConnection) -> Result<(), OpenError> {
    let journal: String = sqlx::query_scalar("PRAGMA journal_mode")
        .fetch_one(&mut *connection)
        .await?;
    let synchronous: i64 = sqlx::query_scalar("PRAGMA synchronous")
        .fetch_one(&mut *connection)
        .await?;
    if journal == "wal" && synchronous == SYNCHRONOUS_FULL {
        return Ok(());
    }
    Err(OpenError::NotDurable {
        journal,
        synchronous,
    })
}

pub(crate) fn default_root_key_file(database: &Path) -> PathBuf {
    beside(database, ".root-key")
}

/// The file whose name is that of `path` and `ending`.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Makes the database or brings it up to date, and comes with its file.
pub(super) async fn migrate_and_connect(
    address: &str,
) -> Result<(SqliteConnection, PathBuf), OpenError> {
    let options = options(address)?;
    create_private(options.get_filename())?;
    let mut connection = SqliteConnection::connect_with(&options).await?;
    MIGRATIONS.run(&mut connection).await?;
    check_durable(&mut connection).await?;
    Ok((connection, options.get_filename().to_owned()))
}

/// A new root key is only made for a database that holds nothing sealed yet.
async fn open_vault(connection: &mut SqliteConnection, path: &Path) -> Result<Vault, OpenError> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let canary: Option<Vec<u8>> = sqlx::query_scalar("SELECT canary FROM vault WHERE id = 1")
        .fetch_optional(&mut *transaction)
        .await?;
    let vault = match canary {
        Some(canary) => {
            let vault = Vault::new(&RootKey::load(path)?);
            vault.check_canary(&canary)?;
            vault
        }
        None => {
            let vault = Vault::new(&RootKey::load_or_create(path)?);
            sqlx::query("INSERT INTO vault (id, canary) VALUES (1, ?)")
                .bind(vault.canary()?)
                .execute(&mut *transaction)
                .await?;
            vault
        }
    };
    transaction.commit().await?;
    Ok(vault)
}
