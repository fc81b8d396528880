//! What a key in clear text promises.

use proptest::prelude::*;
use syncano_vault::{Password, PlainKey, RootKey, Vault, uid_decode, uid_encode};
use syncano_wire::{KEY_LENGTH, KeyKind};

#[test]
fn a_new_key_is_of_the_kind_that_was_asked_for_and_written_in_lower_case() {
    for kind in [KeyKind::Account, KeyKind::Api] {
        for _ in 0..200 {
            let key = PlainKey::generate(kind).unwrap();
            assert_eq!(KeyKind::of(key.expose()), Some(kind));
            assert_eq!(key.expose(), key.expose().to_ascii_lowercase());
        }
    }
}

#[test]
fn every_bit_of_a_key_but_the_kind_is_random() {
    // A digit that never changed in 400 keys would be one of 16^399 accidents.
    let keys: Vec<_> = (0..400)
        .map(|_| PlainKey::generate_invitation().unwrap())
        .collect();
    for position in 0..KEY_LENGTH {
        let mut seen: Vec<_> = keys
            .iter()
            .map(|key| key.expose().as_bytes()[position])
            .collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 16, "digit {position}");
    }
}

#[test]
fn a_key_is_read_in_either_case() {
    let key = PlainKey::generate(KeyKind::Api).unwrap();
    let again = PlainKey::parse(&key.expose().to_ascii_uppercase()).unwrap();
    assert_eq!(again.expose(), key.expose());
    assert_eq!(again.hint(), &key.expose()[KEY_LENGTH - 4..]);
}

#[test]
fn an_account_id_survives_the_mailed_form() {
    assert_eq!(uid_encode(7), "Nw");
    assert_eq!(uid_decode("MTAwMA"), Some(1000));
    // "007", "+7", "-7", "0", "7 " and padding: well-formed base64, but no link carries them.
    for uid in [
        "MDA3", "Kzc", "LTc", "MA", "NyA", "Nw==", "", "N", "!!", "w7w",
    ] {
        assert_eq!(uid_decode(uid), None, "{uid}");
    }
}

#[test]
fn secrets_show_nothing_but_a_hint_in_debug_output() {
    let key = PlainKey::generate(KeyKind::Account).unwrap();
    assert_eq!(format!("{key:?}"), format!("PlainKey(***{})", key.hint()));
    assert_eq!(
        format!("{:#?}", Password::new("correct horse".into())),
        "Password(***)"
    );
    let root = RootKey::generate().unwrap();
    assert_eq!(format!("{root:?}"), format!("RootKey({}, ***)", root.id()));
    assert_eq!(
        format!("{:?}", Vault::new(&root)),
        format!("Vault({}, ***)", root.id())
    );
}

proptest! {
    #[test]
    fn reading_a_key_takes_any_text_and_accepts_what_the_wire_calls_a_key(text in "\\PC{0,45}") {
        prop_assert_eq!(PlainKey::parse(&text).is_some(), KeyKind::of(&text).is_some());
    }

    #[test]
    fn reading_a_key_accepts_every_key(text in "[0-9a-fA-F]{40}") {
        let key = PlainKey::parse(&text).unwrap();
        prop_assert_eq!(key.expose(), text.to_ascii_lowercase());
        let debug = format!("{key:?}");
        prop_assert!(!debug.contains(&key.expose()[..KEY_LENGTH - 4]));
    }

    #[test]
    fn every_account_id_survives_the_mailed_form(id in 1..i64::MAX) {
        prop_assert_eq!(uid_decode(&uid_encode(id)), Some(id));
    }

    #[test]
    fn reading_a_uid_takes_any_text(text in "\\PC{0,30}") {
        if let Some(id) = uid_decode(&text) {
            prop_assert_eq!(uid_encode(id), text);
        }
    }
}
