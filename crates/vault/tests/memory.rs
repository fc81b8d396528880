//! What is left of a secret in the memory of the process once it was dropped.
//!
//! The process reads all of its own writable memory, as whoever has a core dump
//! could.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::fs::{self, File};
use std::hint::black_box;
use std::os::unix::fs::FileExt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use syncano_vault::{
    Context, KeyUse, Password, PasswordPolicy, Passwords, PlainKey, RootKey, TokenPurpose,
    TokenSubject, Vault,
};
use syncano_wire::KeyKind;

/// Tests take turns: one that searches copies what another one still holds.
static TURN: Mutex<()> = Mutex::new(());

fn turn() -> MutexGuard<'static, ()> {
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Text to look for, kept in a form that the search itself does not find.
struct Needle(Vec<u8>);

impl Needle {
    fn new(secret: &str) -> Self {
        // The allocator keeps its own notes in the first bytes of what was freed,
        // so the end of the text is what would be found.
        let end = &secret[secret.len() - 20..];
        Self(end.bytes().map(|byte| !byte).collect())
    }

    fn is_at(&self, bytes: &[u8]) -> bool {
        self.0
            .iter()
            .zip(bytes)
            .all(|(needle, byte)| !needle == *byte)
    }

    /// Places in this process's writable memory that hold the text.
    fn count(&self) -> usize {
        let maps = fs::read_to_string("/proc/self/maps").unwrap();
        let memory = File::open("/proc/self/mem").unwrap();
        // Outside of the heap that is being searched: a mapping of its own, by its size.
        let mut window = vec![0; 1 << 22];
        let mut places = 0;
        for line in maps.lines().filter(|line| line.contains(" rw")) {
            let (start, end) = line.split_once(' ').unwrap().0.split_once('-').unwrap();
            let [mut at, end] = [start, end].map(|at| usize::from_str_radix(at, 16).unwrap());
            while at < end {
                let length = window.len().min(end - at);
                let own = window.as_ptr() as usize;
                if memory
                    .read_exact_at(&mut window[..length], at as u64)
                    .is_ok()
                {
                    places += window[..length]
                        .windows(self.0.len())
                        .enumerate()
                        .filter(|(offset, bytes)| {
                            let here = at + offset;
                            !(own..own + (1 << 22)).contains(&here) && self.is_at(bytes)
                        })
                        .count();
                }
                // Windows overlap, so that a text across two of them is found.
                at += if length < window.len() {
                    length
                } else {
                    length - self.0.len()
                };
            }
        }
        window.fill(0);
        places
    }
}

#[inline(never)]
fn with_a_stack_of_its_own<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| scope.spawn(work).join().unwrap())
}

fn kept(text: &str) -> (Needle, usize) {
    let needle = Needle::new(text);
    let alive = needle.count();
    (needle, alive)
}

#[test]
fn a_dropped_key_is_gone_from_memory() {
    let _turn = turn();
    let key = PlainKey::generate(KeyKind::Account).unwrap();
    let (needle, alive) = kept(key.expose());
    assert_eq!(alive, 1, "one copy while it lives");
    drop(black_box(key));
    assert_eq!(needle.count(), 0);
}

#[test]
fn a_key_that_was_hashed_sealed_and_opened_is_gone_from_memory() {
    let _turn = turn();
    let vault = Vault::new(&RootKey::generate().unwrap());
    let data_key = vault.new_data_key().unwrap();
    let context = Context {
        table: "api_keys",
        row_id: 7,
        owner_id: 42,
        kind: KeyUse::Api,
    };
    let key = PlainKey::generate(KeyKind::Api).unwrap();
    let needle = Needle::new(key.expose());
    let _ = black_box(vault.lookup(KeyUse::Api, &key));
    let sealed = vault.seal(&data_key, &context, &key).unwrap();
    let opened = vault.open(&data_key, &context, &sealed).unwrap();
    let again = PlainKey::parse(opened.expose()).unwrap();
    assert_eq!(needle.count(), 3, "one for each key that lives");
    drop((key, opened, again));
    assert_eq!(needle.count(), 0);
}

#[test]
fn a_password_that_was_hashed_and_verified_is_gone_from_memory() {
    let _turn = turn();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    // Little memory, as all of it is searched.
    let policy = PasswordPolicy {
        memory_kib: 256,
        ..PasswordPolicy::default()
    };
    let passwords = Passwords::new(&policy).unwrap();
    let (needle, password) = with_a_stack_of_its_own(|| {
        // More room than text, as a parser that grows its buffer leaves it.
        let mut text = String::with_capacity(100);
        text.extend((0..40).map(|place| char::from(b'!' + place)).rev());
        (Needle::new(&text), Password::new(text))
    });
    assert_eq!(needle.count(), 1, "one copy while it lives");
    let stored = runtime.block_on(passwords.hash(&password)).unwrap();
    assert!(
        runtime
            .block_on(passwords.verify(Some(&stored), &password))
            .unwrap()
            .matches
    );
    drop(password);
    assert_eq!(needle.count(), 0);
}

#[test]
fn a_token_that_was_minted_and_checked_is_gone_from_memory() {
    let _turn = turn();
    let vault = Vault::new(&RootKey::generate().unwrap());
    let subject = TokenSubject {
        account_id: 7,
        purpose: TokenPurpose::Activation,
        password_hash: None,
    };
    let token = vault.mint_token(&subject, 1_800_000_000, 60).unwrap();
    let (needle, alive) = kept(token.text.expose());
    assert_eq!(alive, 1, "one copy while it lives");
    let text = token.text.expose();
    assert!(vault.check_token(&subject, text, &token.stored, token.expires_at, 0));
    drop(token);
    assert_eq!(needle.count(), 0);
}

#[test]
fn a_root_key_from_a_file_is_gone_from_memory() {
    let _turn = turn();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("root.key");
    RootKey::load_or_create(&path).unwrap();
    let needle = with_a_stack_of_its_own(|| {
        let text = zeroize::Zeroizing::new(fs::read_to_string(&path).unwrap());
        Needle::new(text.lines().nth(1).unwrap())
    });
    let vault = Vault::new(&RootKey::load(&path).unwrap());
    assert_eq!(needle.count(), 0, "{:?}", vault.root_id());
}
