//! The file a root key lives in.
//!
//! Two lines of text: a comment with the key's public id, then the key as 64
//! hexadecimal characters. The id is checked against the key, so that a file
//! with a wrong digit is refused instead of taken for another key.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecretMut, SecretBox};
use zeroize::Zeroizing;

use super::{ROOT_KEY_BYTES, RootKey};
use crate::{VaultError, random};

/// What the first line starts with; the id follows.
const HEADER: &str = "# syncano root key v1, id ";
/// Far above the size of a real file: what is larger is some other file.
const FILE_BYTES_MAX: u16 = 1024;

/// Why a root key could not be had from its file. Never holds contents.
#[derive(Debug, thiserror::Error)]
pub enum RootKeyError {
    /// There is no such file.
    #[error(
        "there is no root key at {path}; if the database already exists, put the file it was \
         made with there"
    )]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// Other users of the machine can read the file.
    #[error(
        "the root key file {path} has mode {mode:04o}, so that others can read it; run \
         `chmod 600` on it, and rotate the key if anybody may have done so"
    )]
    Permissions {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The file is not a whole root key.
    #[error(
        "the file {path} is not a root key, or is damaged; restore it from your copy, or name \
         another file"
    )]
    Format {
        /// The file.
        path: PathBuf,
    },
    /// The file could not be read or written.
    #[error("the root key file {path} could not be {action}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What was tried, as a past participle.
        action: &'static str,
        /// What the operating system said.
        source: io::Error,
    },
    /// A new key could not be made.
    #[error(transparent)]
    Generate(#[from] VaultError),
}

impl RootKey {
    /// Reads the root key in `path`.
    ///
    /// # Errors
    /// [`RootKeyError`], which says what to do; the server should stop.
    pub fn load(path: &Path) -> Result<Self, RootKeyError> {
        let file = File::open(path).map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => RootKeyError::Missing {
                path: path.to_owned(),
            },
            _ => io_error(path, "opened", source),
        })?;
        check_permissions(path, &file)?;
        let mut text = Zeroizing::new(String::with_capacity(FILE_BYTES_MAX.into()));
        match file.take(FILE_BYTES_MAX.into()).read_to_string(&mut text) {
            Ok(_) => {}
            Err(source) if source.kind() == io::ErrorKind::InvalidData => {
                return Err(RootKeyError::Format {
                    path: path.to_owned(),
                });
            }
            Err(source) => return Err(io_error(path, "read", source)),
        }
        parse(&text).ok_or_else(|| RootKeyError::Format {
            path: path.to_owned(),
        })
    }

    /// Reads the root key in `path`, or makes one there when there is no file.
    ///
    /// Of several processes that start at once, one makes the key and all get
    /// it. Call this only while there is no sealed data yet: a new key cannot
    /// open what another one sealed.
    ///
    /// # Errors
    /// [`RootKeyError`], which says what to do.
    pub fn load_or_create(path: &Path) -> Result<Self, RootKeyError> {
        match Self::load(path) {
            Err(RootKeyError::Missing { .. }) => {
                let key = Self::generate()?;
                match key.create(path) {
                    Err(RootKeyError::Io { source, .. })
                        if source.kind() == io::ErrorKind::AlreadyExists =>
                    {
                        Self::load(path)
                    }
                    created => created.map(|()| key),
                }
            }
            loaded => loaded,
        }
    }

    /// Writes the key to a new file that only its owner can read, and waits
    /// until file and folder are on the disk.
    ///
    /// # Errors
    /// [`RootKeyError::Io`] with [`io::ErrorKind::AlreadyExists`] when there is
    /// a file already, which is left as it is; with other kinds when the folder
    /// cannot be written to.
    pub fn create(&self, path: &Path) -> Result<(), RootKeyError> {
        let folder = match path.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        // The file appears under its name only when it is whole: a crash on the
        // way leaves no half key behind for the next start to trip over.
        let suffix = u64::from_le_bytes(random::bytes().map_err(VaultError::from)?);
        let part = folder.join(format!(".root-key-{suffix:016x}.part"));
        let written = self.write(&part).and_then(|()| fs::hard_link(&part, path));
        let removed = fs::remove_file(&part);
        written
            .and(removed)
            .and_then(|()| File::open(folder)?.sync_all())
            .map_err(|source| io_error(path, "created", source))
    }

    fn write(&self, path: &Path) -> io::Result<()> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        let digits = Zeroizing::new(base16ct::lower::encode_string(self.expose()));
        let text = Zeroizing::new([HEADER, &self.id().to_string(), "\n", &digits, "\n"].concat());
        file.write_all(text.as_bytes())?;
        file.sync_all()
    }
}

fn parse(text: &str) -> Option<RootKey> {
    let (header, rest) = text.split_once('\n')?;
    let id = header.trim_end().strip_prefix(HEADER)?;
    let mut bytes = SecretBox::<[u8; ROOT_KEY_BYTES]>::default();
    let decoded = base16ct::lower::decode(rest.trim_end(), bytes.expose_secret_mut()).ok()?;
    if decoded.len() != ROOT_KEY_BYTES {
        return None;
    }
    let key = RootKey(bytes);
    (key.id().to_string() == id).then_some(key)
}

#[cfg(unix)]
fn check_permissions(path: &Path, file: &File) -> Result<(), RootKeyError> {
    use std::os::unix::fs::PermissionsExt;

    let metadata = file
        .metadata()
        .map_err(|source| io_error(path, "read", source))?;
    let mode = metadata.permissions().mode() & 0o7777;
    if mode & 0o077 == 0 {
        return Ok(());
    }
    Err(RootKeyError::Permissions {
        path: path.to_owned(),
        mode,
    })
}

#[cfg(not(unix))]
fn check_permissions(_: &Path, _: &File) -> Result<(), RootKeyError> {
    Ok(())
}

fn io_error(path: &Path, action: &'static str, source: io::Error) -> RootKeyError {
    RootKeyError::Io {
        path: path.to_owned(),
        action,
        source,
    }
}
