//! Mail as files, for servers without an SMTP server.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::letter::Letter;
use crate::{MailError, SettingsError};

/// A folder of `.eml` files, which mail programs can open.
#[derive(Clone, Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn open(path: &Path) -> Result<Self, SettingsError> {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder
            .create(path)
            .map_err(|source| SettingsError::Folder {
                path: path.to_owned(),
                source,
            })?;
        Ok(Self(path.to_owned()))
    }

    pub(crate) async fn put(&self, letter: Letter) -> Result<(), MailError> {
        let name = file_name()?;
        let folder = self.0.clone();
        let written =
            tokio::task::spawn_blocking(move || write(&folder, &name, &letter.bytes)).await;
        written
            .unwrap_or_else(|error| Err(io::Error::other(error)))
            .map_err(|source| MailError::Folder {
                path: self.0.clone(),
                source,
            })
    }
}

/// A file appears under its name only when it is whole and on the disk.
fn write(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let part = folder.join(format!(".{name}.part"));
    let written = write_part(&part, bytes)
        .and_then(|()| fs::rename(&part, folder.join(format!("{name}.eml"))));
    if written.is_err() {
        // The first error is the one to tell.
        let _ = fs::remove_file(&part);
    }
    written.and_then(|()| File::open(folder)?.sync_all())
}

fn write_part(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// The time in milliseconds, so that a listing is in order, and something that
/// nobody can guess.
fn file_name() -> Result<String, MailError> {
    let mut random = [0; 8];
    getrandom::fill(&mut random)?;
    let time = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .as_millis();
    Ok(format!("{time:013}-{:016x}", u64::from_le_bytes(random)))
}
