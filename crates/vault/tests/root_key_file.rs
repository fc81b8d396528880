//! The file that everything hangs on.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::collections::HashSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::thread;

use syncano_vault::{RootKey, RootKeyError};

struct Place {
    folder: tempfile::TempDir,
    path: PathBuf,
}

fn place() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("root.key");
    Place { folder, path }
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn files(place: &Place) -> Vec<PathBuf> {
    fs::read_dir(place.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect()
}

#[test]
fn the_first_start_makes_a_file_for_the_owner_only_and_the_next_one_reads_it() {
    let place = place();
    let made = RootKey::load_or_create(&place.path).unwrap();
    assert_eq!(
        fs::metadata(&place.path).unwrap().permissions().mode() & 0o7777,
        0o600
    );
    assert_eq!(files(&place), std::slice::from_ref(&place.path));
    assert_eq!(RootKey::load(&place.path).unwrap().id(), made.id());
    assert_eq!(
        RootKey::load_or_create(&place.path).unwrap().id(),
        made.id()
    );
}

#[test]
fn starts_at_the_same_time_agree_on_one_key() {
    let place = place();
    let ids: HashSet<_> = thread::scope(|scope| {
        let starts: Vec<_> = (0..16)
            .map(|_| scope.spawn(|| RootKey::load_or_create(&place.path).unwrap().id()))
            .collect();
        starts
            .into_iter()
            .map(|start| start.join().unwrap())
            .collect()
    });
    assert_eq!(ids.len(), 1);
    assert_eq!(files(&place), std::slice::from_ref(&place.path));
}

#[test]
fn a_file_that_others_can_read_is_refused_with_advice() {
    let place = place();
    RootKey::load_or_create(&place.path).unwrap();
    for mode in [0o640, 0o604, 0o610, 0o602, 0o644, 0o666] {
        set_mode(&place.path, mode);
        let error = RootKey::load_or_create(&place.path).unwrap_err();
        assert!(
            matches!(error, RootKeyError::Permissions { .. }),
            "{mode:o}"
        );
        let text = error.to_string();
        assert!(
            text.contains(&format!("{mode:04o}")) && text.contains("chmod 600"),
            "{text}"
        );
    }
    for mode in [0o400, 0o600, 0o700] {
        set_mode(&place.path, mode);
        RootKey::load(&place.path).unwrap();
    }
}

#[test]
fn an_existing_file_is_never_written_over() {
    let place = place();
    let first = RootKey::load_or_create(&place.path).unwrap();
    let error = RootKey::generate()
        .unwrap()
        .create(&place.path)
        .unwrap_err();
    assert!(matches!(error, RootKeyError::Io { .. }), "{error}");
    assert_eq!(RootKey::load(&place.path).unwrap().id(), first.id());
    assert_eq!(files(&place), std::slice::from_ref(&place.path));
}

#[test]
fn a_damaged_file_is_refused_without_showing_what_is_in_it() {
    let place = place();
    RootKey::load_or_create(&place.path).unwrap();
    let whole = fs::read_to_string(&place.path).unwrap();
    let digits = whole.lines().nth(1).unwrap();
    let other = if digits.starts_with('0') { "1" } else { "0" };
    let damaged = [
        String::new(),
        "\n\n".to_owned(),
        digits.to_owned(),
        whole[..whole.len() - 2].to_owned(),
        whole.replace(digits, &[other, &digits[1..]].concat()),
        whole.replace(
            digits,
            &digits.to_ascii_uppercase().replace(char::is_numeric, "A"),
        ),
        whole.replace(digits, &[digits, "00"].concat()),
        whole.replace("v1", "v2"),
        [whole.as_str(), "\n", digits].concat(),
        "x".repeat(100_000),
    ];
    for text in damaged {
        fs::write(&place.path, &text).unwrap();
        let error = RootKey::load_or_create(&place.path).unwrap_err();
        assert!(
            matches!(error, RootKeyError::Format { .. }),
            "{text}: {error}"
        );
        assert!(!format!("{error} {error:?}").contains(&digits[..16]));
        assert_eq!(
            fs::read_to_string(&place.path).unwrap(),
            text,
            "left as it was"
        );
    }
    fs::write(&place.path, [0xff, 0xfe]).unwrap();
    assert!(matches!(
        RootKey::load(&place.path),
        Err(RootKeyError::Format { .. })
    ));
}

#[test]
fn a_missing_file_is_told_apart_from_an_unreadable_one() {
    let place = place();
    let error = RootKey::load(&place.path).unwrap_err();
    assert!(matches!(error, RootKeyError::Missing { .. }), "{error}");
    let nowhere = place.folder.path().join("no/such/folder/root.key");
    let error = RootKey::load_or_create(&nowhere).unwrap_err();
    assert!(matches!(error, RootKeyError::Io { .. }), "{error}");
    assert!(
        error.to_string().contains("could not be created"),
        "{error}"
    );
}
