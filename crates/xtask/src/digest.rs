//! Digests of files, by which unchanged work is known.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest as _, Sha256};

/// SHA-256 over the files' names below `root` and their bytes, as hex.
/// The order given doesn't matter.
///
/// # Errors
/// When a file can't be read.
pub(crate) fn of_files(root: &Path, files: &[PathBuf]) -> Result<String> {
    let mut files = files.to_vec();
    files.sort();
    let mut all = Sha256::new();
    for file in &files {
        let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        let name = file.strip_prefix(root).unwrap_or(file);
        // Lengths keep one file's end from passing as the next one's start.
        let name = name.to_string_lossy().replace('\\', "/");
        all.update(name.len().to_le_bytes());
        all.update(name.as_bytes());
        all.update(bytes.len().to_le_bytes());
        all.update(&bytes);
    }
    Ok(hex(&all.finalize()))
}

/// SHA-256 of some words, as hex.
pub(crate) fn of_words(words: &[String]) -> String {
    let mut all = Sha256::new();
    for word in words {
        all.update(word.len().to_le_bytes());
        all.update(word.as_bytes());
    }
    hex(&all.finalize())
}

/// Every file below the folder, but for those in folders that `skip` names.
/// A folder that isn't there has no files.
///
/// # Errors
/// When a folder can't be read.
pub(crate) fn files_below(folder: &Path, skip: &[&str]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        if !folder.is_dir() {
            continue;
        }
        let entries =
            fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            let skipped = path
                .file_name()
                .is_some_and(|name| skip.iter().any(|skip| name == *skip));
            match (skipped, path.is_dir()) {
                (true, _) => {}
                (false, true) => folders.push(path),
                (false, false) => files.push(path),
            }
        }
    }
    files.sort();
    Ok(files)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        folder
    }

    fn digest(files: &[(&str, &str)]) -> String {
        let folder = folder(files);
        let found = files_below(folder.path(), &[]).expect("readable");
        of_files(folder.path(), &found).expect("readable")
    }

    #[test]
    fn the_digest_changes_with_names_bytes_and_borders_only() {
        let one = digest(&[("a", "xy"), ("b", "z")]);
        assert_eq!(one, digest(&[("a", "xy"), ("b", "z")]));
        assert_ne!(one, digest(&[("a", "x"), ("b", "yz")]));
        assert_ne!(one, digest(&[("a", "xy"), ("c", "z")]));
        assert_ne!(one, digest(&[("a", "xy")]));
    }

    #[test]
    fn named_folders_are_skipped_at_any_depth() {
        let folder = folder(&[("a/keep", ""), ("a/dist/not", ""), ("dist/not", "")]);
        let found = files_below(folder.path(), &["dist"]).expect("readable");
        assert_eq!(found, [folder.path().join("a/keep")]);
    }

    #[test]
    fn a_missing_folder_has_no_files_but_a_missing_file_is_an_error() {
        let folder = folder(&[]);
        let gone = folder.path().join("gone");
        assert!(files_below(&gone, &[]).expect("no error").is_empty());
        assert!(of_files(folder.path(), &[gone]).is_err());
    }
}
