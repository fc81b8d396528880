//! The client's parsers, given anything: the short form of what `fuzz/` does at length.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    dead_code,
    missing_docs,
    unreachable_pub
)]

#[path = "../fuzz/src/client.rs"]
mod client;
#[path = "../fuzz/src/target.rs"]
mod target;

use client::TARGETS;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

const INPUTS: u32 = 20_000;

fn input(known: &'static [&'static str]) -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        6 => prop::sample::select(known).prop_map(|text| text.as_bytes().to_vec()),
        1 => any::<String>().prop_map(String::into_bytes),
        1 => any::<char>().prop_map(|c| c.to_string().into_bytes()),
        1 => Just(b"\n".to_vec()),
    ];
    vec(piece, 0..10).prop_map(|pieces| pieces.concat())
}

#[test]
fn every_parser_keeps_its_promises() {
    for target in TARGETS {
        println!("{}", target.name);
        let config = Config {
            cases: INPUTS,
            failure_persistence: None,
            ..Config::default()
        };
        // The same inputs every time: the search for others is the soak's.
        let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        let outcome = TestRunner::new_with_rng(config, rng).run(&input(target.known), |bytes| {
            target.give(&bytes);
            Ok(())
        });
        if let Err(error) = outcome {
            panic!("{}: {error}", target.name);
        }
    }
}
