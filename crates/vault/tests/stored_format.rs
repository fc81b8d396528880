//! Bytes that an independent implementation (HMAC and HKDF of Python, `XChaCha20`
//! of libsodium) made from the root key 00 01 … 1f. What is stored in anybody's
//! database has this form: a change here is a migration.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::fs;
use std::path::PathBuf;

use syncano_vault::{
    Context, KeyUse, PlainKey, RootKey, TokenPurpose, TokenSubject, Vault, WrappedDataKey,
};

const FILE: &str = "# syncano root key v1, id b392879f346c6d2c
000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
";
const KEY: &str = "0123456789abcdef0123456789abcdef01234567";

fn folder_with_key() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("root.key");
    fs::write(&path, FILE).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    }
    (folder, path)
}

fn vault() -> Vault {
    let (_folder, path) = folder_with_key();
    Vault::new(&RootKey::load(&path).unwrap())
}

fn hex(digits: &str) -> Vec<u8> {
    base16ct::lower::decode_vec(digits).unwrap()
}

#[test]
fn a_root_key_file_is_written_as_it_is_read() {
    let (folder, path) = folder_with_key();
    let copy = folder.path().join("copy.key");
    RootKey::load(&path).unwrap().create(&copy).unwrap();
    assert_eq!(fs::read_to_string(copy).unwrap(), FILE);
}

#[test]
fn look_up_hashes_are_the_recorded_ones() {
    let vault = vault();
    let key = PlainKey::parse(KEY).unwrap();
    for (key_use, hash) in [
        (
            KeyUse::Account,
            "802c41b89abfb8f229ca62010f1d40ede7161dc289c835fc14e8b46e44334bd7",
        ),
        (
            KeyUse::Api,
            "24fe2d776f8524e6ad887cbeea9ea2505b2a685be1c8ff251ed1e5b05903f067",
        ),
        (
            KeyUse::User,
            "f80924ad5b37ae40b693d2fb4b3e4aa38c741322976215938c262d30d0971732",
        ),
        (
            KeyUse::Invitation,
            "27a4f2781dd8eacf76a82e9ec1983b8d7c62f1f31defb8cb5195c8e2ffdedbc7",
        ),
    ] {
        assert_eq!(
            vault.lookup(key_use, &key).as_slice(),
            hex(hash),
            "{key_use:?}"
        );
    }
}

#[test]
fn the_recorded_sealed_key_opens() {
    let data_key = WrappedDataKey::from_bytes(&hex(
        "b392879f346c6d2c01000102030405060708090a0b0c0d0e0f10111213141516173af1a59214749126434f04\
         bdc506f63739eea2f3d1da26bd7b149ed6bf5afe47cd5909199100e8b2bba878c2e22c36ff",
    ))
    .unwrap();
    let sealed = hex(
        "0132333435363738393a3b3c3d3e3f40414243444546474849adbbd9a168ec3cc2a1fd7ce5344e50e28e3dd6\
         b4c128d18c0c6c275e4416aab64f7b405cf1328fee413b6307922c6fd7903ace13ba8aeea5",
    );
    let context = Context {
        table: "api_keys",
        row_id: 7,
        owner_id: 42,
        kind: KeyUse::Api,
    };
    assert_eq!(
        vault().open(&data_key, &context, &sealed).unwrap().expose(),
        KEY
    );
}

#[test]
fn the_recorded_canary_is_accepted() {
    let canary = hex(
        "b392879f346c6d2c01505152535455565758595a5b5c5d5e5f6061626364656667874c79a2c119565fad25f6\
         cfe698649ecd96c8e5349e489c98d559f40fad7ae830",
    );
    vault().check_canary(&canary).unwrap();
}

#[test]
fn the_recorded_token_is_accepted() {
    let subject = TokenSubject {
        account_id: 7,
        purpose: TokenPurpose::PasswordReset,
        password_hash: Some("$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$AAAA"),
    };
    let stored = hex("5c3e7863f69f339c785d4bb7d324a5d936bdbce52953f6067236caa4a7fe3776");
    let token = "7c6-00112233445566778899";
    assert!(vault().check_token(&subject, token, &stored, 1_800_000_000, 1_799_999_999));
}

#[test]
fn the_recorded_cursor_tag_is_given() {
    let tag = hex("c5d3e0806c157e7344a71b9e4c5a6b869b64f056f83c32396f94b9ad22106f99");
    assert_eq!(vault().cursor_tag(b"after=9").as_slice(), tag);
}
