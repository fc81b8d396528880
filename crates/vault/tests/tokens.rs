//! Tokens that travel by mail.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use proptest::prelude::*;
use syncano_vault::{MintedToken, RootKey, TokenPurpose, TokenSubject, Vault};

/// 2027-01-15T08:00:00Z.
const NOW: i64 = 1_800_000_000;
const LIFE: i64 = 3_600;
const SUBJECT: TokenSubject<'static> = TokenSubject {
    account_id: 7,
    purpose: TokenPurpose::PasswordReset,
    password_hash: Some("$argon2id$old"),
};

fn vault() -> Vault {
    Vault::new(&RootKey::generate().unwrap())
}

fn mint(vault: &Vault) -> MintedToken {
    vault.mint_token(&SUBJECT, NOW, LIFE).unwrap()
}

fn accepts(vault: &Vault, subject: &TokenSubject<'_>, token: &MintedToken, now: i64) -> bool {
    vault.check_token(
        subject,
        token.text.expose(),
        &token.stored,
        token.expires_at,
        now,
    )
}

#[test]
fn a_token_has_the_form_of_the_documented_api() {
    let token = mint(&vault());
    let (day, random) = token.text.expose().split_once('-').unwrap();
    // 9510 days after the first of January 2001, in base 36.
    assert_eq!(day, "7c6");
    assert_eq!(random.len(), 20);
    assert!(
        random
            .bytes()
            .all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
    );
}

#[test]
fn a_clock_before_the_first_day_still_gives_a_working_token() {
    let vault = vault();
    let token = vault.mint_token(&SUBJECT, 0, LIFE).unwrap();
    assert!(token.text.expose().starts_with("0-"));
    assert!(accepts(&vault, &SUBJECT, &token, LIFE - 1));
    assert!(vault.mint_token(&SUBJECT, i64::MAX, LIFE).is_ok());
    assert!(vault.mint_token(&SUBJECT, i64::MIN, LIFE).is_ok());
}

#[test]
fn a_token_works_until_it_expires() {
    let vault = vault();
    let token = mint(&vault);
    assert_eq!(token.expires_at, NOW + LIFE);
    assert!(accepts(&vault, &SUBJECT, &token, NOW));
    assert!(accepts(&vault, &SUBJECT, &token, NOW + LIFE - 1));
    assert!(!accepts(&vault, &SUBJECT, &token, NOW + LIFE));
}

#[test]
fn an_expiry_that_was_put_off_in_the_database_does_not_help() {
    let vault = vault();
    let token = mint(&vault);
    let later = token.expires_at + LIFE;
    let text = token.text.expose();
    assert!(!vault.check_token(&SUBJECT, text, &token.stored, later, NOW));
}

#[test]
fn a_token_is_bound_to_account_purpose_password_and_root_key() {
    let vault = vault();
    let token = mint(&vault);
    for other in [
        TokenSubject {
            account_id: 8,
            ..SUBJECT
        },
        TokenSubject {
            purpose: TokenPurpose::Activation,
            ..SUBJECT
        },
        TokenSubject {
            password_hash: Some("$argon2id$new"),
            ..SUBJECT
        },
        TokenSubject {
            password_hash: Some(""),
            ..SUBJECT
        },
        TokenSubject {
            password_hash: None,
            ..SUBJECT
        },
    ] {
        assert!(!accepts(&vault, &other, &token, NOW), "{other:?}");
    }
    assert!(!accepts(&self::vault(), &SUBJECT, &token, NOW));
}

#[test]
fn no_password_and_an_empty_hash_are_two_things() {
    let vault = vault();
    let without = TokenSubject {
        password_hash: None,
        ..SUBJECT
    };
    let token = vault.mint_token(&without, NOW, LIFE).unwrap();
    assert!(accepts(&vault, &without, &token, NOW));
    assert!(!accepts(
        &vault,
        &TokenSubject {
            password_hash: Some(""),
            ..SUBJECT
        },
        &token,
        NOW
    ));
}

#[test]
fn a_token_shows_in_neither_its_stored_form_nor_its_debug_output() {
    let token = mint(&vault());
    let debug = format!("{token:?} {SUBJECT:?}");
    assert!(!debug.contains(token.text.expose()));
    assert!(!debug.contains("$argon2id"));
    assert_ne!(token.text.expose().as_bytes(), token.stored);
}

#[test]
fn two_tokens_of_one_second_differ() {
    let vault = vault();
    assert_ne!(mint(&vault).text.expose(), mint(&vault).text.expose());
}

proptest! {
    #[test]
    fn no_other_text_and_no_other_hash_is_accepted(
        text in "\\PC{0,40}",
        stored: Vec<u8>,
        position in 0..24usize,
    ) {
        let vault = vault();
        let token = mint(&vault);
        prop_assert!(!vault.check_token(&SUBJECT, &text, &token.stored, token.expires_at, NOW));
        let right = token.text.expose();
        prop_assert!(!vault.check_token(&SUBJECT, right, &stored, token.expires_at, NOW));
        let mut damaged = right.as_bytes().to_vec();
        damaged[position] ^= 1;
        let damaged = String::from_utf8(damaged).unwrap();
        prop_assert!(!vault.check_token(&SUBJECT, &damaged, &token.stored, token.expires_at, NOW));
    }
}
