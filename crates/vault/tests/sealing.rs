//! What is sealed opens in its own place and nowhere else.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use proptest::prelude::*;
use syncano_vault::{Context, KeyUse, PlainKey, RootKey, Vault, VaultError, WrappedDataKey};

const USES: [KeyUse; 4] = [
    KeyUse::Account,
    KeyUse::Api,
    KeyUse::User,
    KeyUse::Invitation,
];

fn vault() -> Vault {
    Vault::new(&RootKey::generate().unwrap())
}

fn key() -> PlainKey {
    PlainKey::generate_invitation().unwrap()
}

fn any_use() -> impl Strategy<Value = KeyUse> {
    prop::sample::select(USES.to_vec())
}

#[test]
fn flipping_any_bit_of_a_sealed_key_is_an_error() {
    let vault = vault();
    let data_key = vault.new_data_key().unwrap();
    let context = Context {
        table: "api_keys",
        row_id: 7,
        owner_id: 42,
        kind: KeyUse::Api,
    };
    let sealed = vault.seal(&data_key, &context, &key()).unwrap();
    for (position, bit) in (0..sealed.len()).flat_map(|at| (0..8).map(move |bit| (at, bit))) {
        let mut damaged = sealed.clone();
        damaged[position] ^= 1 << bit;
        let opened = vault.open(&data_key, &context, &damaged);
        assert!(
            matches!(opened, Err(VaultError::Tampered)),
            "byte {position}, bit {bit}"
        );
    }
}

#[test]
fn flipping_any_bit_of_a_wrapped_data_key_is_an_error() {
    let vault = vault();
    let data_key = vault.new_data_key().unwrap();
    let context = Context {
        table: "users",
        row_id: 1,
        owner_id: 1,
        kind: KeyUse::User,
    };
    let sealed = vault.seal(&data_key, &context, &key()).unwrap();
    let bytes = data_key.as_bytes();
    for (position, bit) in (0..bytes.len()).flat_map(|at| (0..8).map(move |bit| (at, bit))) {
        let mut damaged = bytes.to_vec();
        damaged[position] ^= 1 << bit;
        let damaged = WrappedDataKey::from_bytes(&damaged).unwrap();
        assert!(
            vault.open(&damaged, &context, &sealed).is_err(),
            "byte {position}, bit {bit}"
        );
    }
}

#[test]
fn a_value_that_lost_its_end_is_an_error() {
    let vault = vault();
    let data_key = vault.new_data_key().unwrap();
    let context = Context {
        table: "api_keys",
        row_id: 7,
        owner_id: 42,
        kind: KeyUse::Api,
    };
    let sealed = vault.seal(&data_key, &context, &key()).unwrap();
    for length in 0..sealed.len() {
        let opened = vault.open(&data_key, &context, &sealed[..length]);
        assert!(
            matches!(opened, Err(VaultError::Tampered)),
            "{length} bytes"
        );
    }
    for length in 0..data_key.as_bytes().len() {
        assert!(WrappedDataKey::from_bytes(&data_key.as_bytes()[..length]).is_err());
    }
    let longer = [data_key.as_bytes(), b"x"].concat();
    assert!(WrappedDataKey::from_bytes(&longer).is_err());
}

#[test]
fn sealing_the_same_key_twice_gives_different_bytes() {
    let vault = vault();
    let data_key = vault.new_data_key().unwrap();
    let context = Context {
        table: "api_keys",
        row_id: 7,
        owner_id: 42,
        kind: KeyUse::Api,
    };
    let key = key();
    let first = vault.seal(&data_key, &context, &key).unwrap();
    assert_ne!(first, vault.seal(&data_key, &context, &key).unwrap());
    assert_ne!(
        data_key.as_bytes(),
        vault.new_data_key().unwrap().as_bytes()
    );
}

#[test]
fn another_root_key_is_named_by_canary_and_data_key() {
    let (right, wrong) = (vault(), vault());
    let canary = right.canary().unwrap();
    right.check_canary(&canary).unwrap();

    let text = wrong.check_canary(&canary).unwrap_err().to_string();
    assert!(text.contains(&right.root_id().to_string()), "{text}");
    assert!(text.contains(&wrong.root_id().to_string()), "{text}");
    assert!(
        text.contains("start it with the file of root key"),
        "{text}"
    );

    let data_key = right.new_data_key().unwrap();
    let context = Context {
        table: "api_keys",
        row_id: 7,
        owner_id: 42,
        kind: KeyUse::Api,
    };
    let refused = wrong.seal(&data_key, &context, &key());
    assert!(matches!(refused, Err(VaultError::WrongRootKey { .. })));
}

#[test]
fn a_damaged_canary_is_an_error() {
    let vault = vault();
    let canary = vault.canary().unwrap();
    for position in 0..canary.len() {
        let mut damaged = canary.clone();
        damaged[position] ^= 1;
        assert!(vault.check_canary(&damaged).is_err(), "byte {position}");
    }
    for length in 0..canary.len() {
        assert!(
            vault.check_canary(&canary[..length]).is_err(),
            "{length} bytes"
        );
    }
}

#[test]
fn rotation_leaves_sealed_values_as_they_are_and_can_be_run_again() {
    let (old, new) = (vault(), vault());
    let context = Context {
        table: "accounts",
        row_id: 3,
        owner_id: 3,
        kind: KeyUse::Account,
    };
    let key = key();
    let data_key = old.new_data_key().unwrap();
    let sealed = old.seal(&data_key, &context, &key).unwrap();

    let rewrapped = old.rewrap(&new, &data_key).unwrap();
    assert_eq!(rewrapped.root_id(), new.root_id());
    assert_eq!(
        new.open(&rewrapped, &context, &sealed).unwrap().expose(),
        key.expose()
    );
    assert!(matches!(
        old.open(&rewrapped, &context, &sealed),
        Err(VaultError::WrongRootKey { .. })
    ));

    let again = old.rewrap(&new, &rewrapped).unwrap();
    assert_eq!(again.as_bytes(), rewrapped.as_bytes());
    assert!(vault().rewrap(&new, &data_key).is_err());
    for data_key in [data_key, rewrapped] {
        let mut damaged = data_key.as_bytes().to_vec();
        *damaged.last_mut().unwrap() ^= 1;
        let damaged = WrappedDataKey::from_bytes(&damaged).unwrap();
        assert!(matches!(
            old.rewrap(&new, &damaged),
            Err(VaultError::Tampered)
        ));
    }
}

#[test]
fn a_key_has_another_look_up_hash_for_every_use_and_root_key() {
    let vaults = [vault(), vault()];
    let key = key();
    let mut hashes: Vec<_> = vaults
        .iter()
        .flat_map(|vault| USES.map(|key_use| vault.lookup(key_use, &key)))
        .collect();
    hashes.sort_unstable();
    hashes.dedup();
    assert_eq!(hashes.len(), vaults.len() * USES.len());
}

#[test]
fn a_cursor_tag_fits_its_cursor_only() {
    let vault = vault();
    let tag = vault.cursor_tag(b"after=9");
    assert!(vault.check_cursor(b"after=9", &tag));
    assert!(!vault.check_cursor(b"after=8", &tag));
    assert!(!vault.check_cursor(b"after=9", &tag[1..]));
    assert!(!vault.check_cursor(b"after=9", b""));
}

proptest! {
    #[test]
    fn a_key_opens_where_it_was_sealed(
        table in "\\PC{0,20}",
        row_id: i64,
        owner_id: i64,
        kind in any_use(),
        text in "[0-9a-f]{40}",
    ) {
        let vault = vault();
        let data_key = vault.new_data_key().unwrap();
        let context = Context { table: &table, row_id, owner_id, kind };
        let sealed = vault.seal(&data_key, &context, &PlainKey::parse(&text).unwrap()).unwrap();
        let stored = WrappedDataKey::from_bytes(data_key.as_bytes()).unwrap();
        let opened = vault.open(&stored, &context, &sealed).unwrap();
        prop_assert_eq!(opened.expose(), text);
    }

    #[test]
    fn a_key_opens_in_no_other_place(
        here in ("[a-z]{0,3}", 0..3i64, 0..3i64, any_use()),
        there in ("[a-z]{0,3}", 0..3i64, 0..3i64, any_use()),
    ) {
        let place = |(table, row_id, owner_id, kind)| Context { table, row_id, owner_id, kind };
        let vault = vault();
        let data_key = vault.new_data_key().unwrap();
        let (sealed_in, opened_in) =
            (place((&here.0, here.1, here.2, here.3)), place((&there.0, there.1, there.2, there.3)));
        let sealed = vault.seal(&data_key, &sealed_in, &key()).unwrap();
        prop_assert_eq!(vault.open(&data_key, &opened_in, &sealed).is_ok(), here == there);
        let other = vault.new_data_key().unwrap();
        prop_assert!(vault.open(&other, &sealed_in, &sealed).is_err());
    }

    #[test]
    fn opening_takes_any_bytes(data_key: Vec<u8>, sealed: Vec<u8>, envelope: [u8; 81]) {
        let vault = vault();
        let context = Context { table: "t", row_id: 1, owner_id: 1, kind: KeyUse::Api };
        prop_assert!(vault.check_canary(&sealed).is_err());
        let own = vault.new_data_key().unwrap();
        prop_assert!(vault.open(&own, &context, &sealed).is_err());
        if let Ok(data_key) = WrappedDataKey::from_bytes(&data_key) {
            prop_assert!(vault.open(&data_key, &context, &sealed).is_err());
        }
        let forged = WrappedDataKey::from_bytes(&envelope).unwrap();
        prop_assert!(vault.open(&forged, &context, &sealed).is_err());
    }
}
