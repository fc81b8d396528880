//! Hashing passwords on a bounded pool.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::num::NonZeroUsize;
use std::sync::Arc;

use proptest::prelude::*;
use syncano_vault::{Password, PasswordError, PasswordPolicy, Passwords, Verdict};
use tokio::task::JoinSet;

const RIGHT: Verdict = Verdict {
    matches: true,
    needs_rehash: false,
};
const WRONG: Verdict = Verdict {
    matches: false,
    needs_rehash: false,
};

/// As little work as argon2 allows, where the amount is not the point.
fn cheap() -> PasswordPolicy {
    PasswordPolicy {
        memory_kib: 8,
        passes: 1,
        parallelism: NonZeroUsize::MIN,
        ..PasswordPolicy::default()
    }
}

fn password(text: &str) -> Password {
    Password::new(text.to_owned())
}

#[tokio::test]
async fn a_stored_hash_names_argon2id_and_the_default_costs() {
    let passwords = Passwords::new(&PasswordPolicy::default()).unwrap();
    let stored = passwords.hash(&password("correct horse")).await.unwrap();
    assert!(
        stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
        "{stored}"
    );
    assert_eq!(
        passwords
            .verify(Some(&stored), &password("correct horse"))
            .await
            .unwrap(),
        RIGHT
    );
    assert_eq!(
        passwords
            .verify(Some(&stored), &password("correct hors"))
            .await
            .unwrap(),
        WRONG
    );
    assert_ne!(
        stored,
        passwords.hash(&password("correct horse")).await.unwrap()
    );
}

#[tokio::test]
async fn every_verification_is_exactly_one_run_whether_the_account_exists_or_not() {
    let passwords = Passwords::new(&cheap()).unwrap();
    let stored = passwords.hash(&password("secret")).await.unwrap();
    for (stored, text) in [
        (Some(stored.as_str()), "secret"),
        (Some(&stored), "wrong"),
        (None, "secret"),
        (None, ""),
    ] {
        let before = passwords.runs();
        passwords.verify(stored, &password(text)).await.unwrap();
        assert_eq!(passwords.runs(), before + 1, "{}", stored.is_some());
    }
}

#[tokio::test]
async fn an_unknown_account_never_matches() {
    let passwords = Passwords::new(&cheap()).unwrap();
    for text in ["", "secret", "\0"] {
        assert_eq!(
            passwords.verify(None, &password(text)).await.unwrap(),
            WRONG
        );
    }
}

#[tokio::test]
async fn a_hash_is_made_anew_when_any_parameter_grew_and_the_password_is_right() {
    let weak = Passwords::new(&cheap()).unwrap();
    let stored = weak.hash(&password("secret")).await.unwrap();
    for policy in [
        PasswordPolicy {
            memory_kib: 16,
            ..cheap()
        },
        PasswordPolicy {
            passes: 2,
            ..cheap()
        },
    ] {
        let strong = Passwords::new(&policy).unwrap();
        let outdated = Verdict {
            matches: true,
            needs_rehash: true,
        };
        assert_eq!(
            strong
                .verify(Some(&stored), &password("secret"))
                .await
                .unwrap(),
            outdated
        );
        assert_eq!(
            strong
                .verify(Some(&stored), &password("wrong"))
                .await
                .unwrap(),
            WRONG
        );
        let renewed = strong.hash(&password("secret")).await.unwrap();
        assert_eq!(
            strong
                .verify(Some(&renewed), &password("secret"))
                .await
                .unwrap(),
            RIGHT
        );
        assert_eq!(
            weak.verify(Some(&renewed), &password("secret"))
                .await
                .unwrap(),
            RIGHT
        );
    }
    let other_kind = stored.replace("argon2id", "argon2i");
    assert_eq!(
        weak.verify(Some(&other_kind), &password("secret"))
            .await
            .unwrap(),
        WRONG
    );
}

#[tokio::test]
async fn a_stored_text_that_is_no_hash_or_too_dear_is_an_error() {
    let passwords = Passwords::new(&cheap()).unwrap();
    let good = passwords.hash(&password("secret")).await.unwrap();
    let before = passwords.runs();
    for text in [
        "",
        "secret",
        "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHRzYWx0",
        "$argon2id$v=19$m=8,t=1,p=1",
        "$2b$12$abcdefghijklmnopqrstuuu",
        &good.replace("m=8,", "m=4194304,"),
        &good.replace("t=1,", "t=4000000,"),
        &good.replace("argon2id", "scrypt"),
        &good.replace("v=19", "v=99"),
    ] {
        let verdict = passwords.verify(Some(text), &password("secret")).await;
        assert!(
            matches!(verdict, Err(PasswordError::StoredHash)),
            "{text}: {verdict:?}"
        );
    }
    assert_eq!(passwords.runs(), before);
}

#[tokio::test]
async fn a_flood_is_answered_to_the_last_caller_and_refused_ones_cost_no_run() {
    let policy = PasswordPolicy {
        queue: 3,
        ..cheap()
    };
    let passwords = Arc::new(Passwords::new(&policy).unwrap());
    let mut callers = JoinSet::new();
    for _ in 0..200 {
        let passwords = passwords.clone();
        callers.spawn(async move { passwords.verify(None, &password("guess")).await });
    }
    let answers = callers.join_all().await;
    let busy = answers
        .iter()
        .filter(|answer| matches!(answer, Err(PasswordError::Busy)))
        .count();
    let served = answers
        .iter()
        .filter(|answer| matches!(answer, Ok(WRONG)))
        .count();
    assert_eq!(served + busy, 200);
    assert!(served >= 4, "one runs and three wait");
    assert_eq!(passwords.runs(), served as u64);
    passwords.verify(None, &password("later")).await.unwrap();
}

#[test]
fn impossible_parameters_are_an_error() {
    for policy in [
        PasswordPolicy {
            memory_kib: 0,
            ..cheap()
        },
        PasswordPolicy {
            passes: 0,
            ..cheap()
        },
    ] {
        assert!(matches!(
            Passwords::new(&policy),
            Err(PasswordError::Policy(_))
        ));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_password_matches_its_hash_and_no_other(
        right in "\\PC{0,200}|.{0,20}",
        wrong in "\\PC{0,200}|.{0,20}",
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let passwords = Passwords::new(&cheap()).unwrap();
            let stored = passwords.hash(&password(&right)).await.unwrap();
            let same = passwords.verify(Some(&stored), &password(&right)).await.unwrap();
            let other = passwords.verify(Some(&stored), &password(&wrong)).await.unwrap();
            assert_eq!((same.matches, other.matches), (true, right == wrong));
        });
    }

    #[test]
    fn verifying_takes_any_stored_text(stored in "\\PC{0,100}|[$]argon2id[$]v=19[$]\\PC{0,60}") {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let passwords = Passwords::new(&cheap()).unwrap();
        let verdict = runtime.block_on(passwords.verify(Some(&stored), &password("secret")));
        assert!(!verdict.is_ok_and(|verdict| verdict.matches));
    }
}
