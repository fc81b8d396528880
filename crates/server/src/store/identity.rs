use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::open::beside;

/// Which files a database was opened as.
///
/// Somebody may move, delete or replace them under the running server. `SQLite` would go
/// on writing to what it has open, which nobody would ever find again.
#[derive(Debug)]
pub(super) struct Identity([(PathBuf, Option<Id>); 2]);

type Id = (u64, u64);

impl Identity {
    /// The database and its log of changes, as they are now.
    pub(super) fn of(database: &Path) -> Self {
        let files = [database.to_owned(), beside(database, "-wal")];
        Self(files.map(|file| {
            let id = id(&file).ok();
            (file, id)
        }))
    }

    /// # Errors
    /// When a file is not there any more, or another one is in its place.
    pub(super) fn check(&self) -> io::Result<()> {
        for (file, opened) in &self.0 {
            let Some(opened) = opened else {
                continue;
            };
            if id(file)? != *opened {
                let text = format!("{} is not the file that was opened", file.display());
                return Err(io::Error::new(io::ErrorKind::NotFound, text));
            }
        }
        Ok(())
    }
}

fn id(file: &Path) -> io::Result<Id> {
    let found = fs::metadata(file)?;
    Ok((found.dev(), found.ino()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_was_moved_or_replaced_is_not_the_same() {
        let folder = tempfile::tempdir().expect("a folder");
        let (file, aside) = (folder.path().join("db"), folder.path().join("aside"));
        fs::write(&file, "a").expect("a file");
        let identity = Identity::of(&file);
        fs::write(&file, "b").expect("a change");
        assert!(identity.check().is_ok());
        fs::rename(&file, &aside).expect("moved");
        assert!(identity.check().is_err());
        fs::write(&file, "a").expect("another file");
        assert!(identity.check().is_err());
        fs::rename(&aside, &file).expect("moved back");
        assert!(identity.check().is_ok());
    }
}
