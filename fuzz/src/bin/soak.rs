//! Gives every parser a number of inputs (a million unless told otherwise): `soak [inputs] [seed]`.

use std::time::Instant;

use fastrand::Rng;
use syncano_fuzz::TARGETS;

const INPUTS: u64 = 1_000_000;

fn main() {
    let mut numbers = std::env::args().skip(1).map(|text| text.parse::<u64>());
    let inputs = numbers.next().and_then(Result::ok).unwrap_or(INPUTS);
    let seed = numbers
        .next()
        .and_then(Result::ok)
        .unwrap_or_else(|| fastrand::u64(..));
    println!("seed {seed}");
    for (name, target, known) in TARGETS {
        let (mut rng, began) = (Rng::with_seed(seed), Instant::now());
        let mut bytes = 0;
        for _ in 0..inputs {
            let text = input(&mut rng, known);
            bytes += text.len();
            target(&text);
        }
        println!(
            "{name}: {inputs} inputs, {bytes} bytes, {:.1} s",
            began.elapsed().as_secs_f64()
        );
    }
}

/// Pieces that the parser knows, mixed with anything: noise alone would never get far into it.
fn input(rng: &mut Rng, known: &[&str]) -> String {
    let mut text = String::new();
    for _ in 0..rng.usize(0..8) {
        match rng.u8(0..8) {
            0..=3 => text.push_str(known[rng.usize(0..known.len())]),
            4 => text.push(rng.char(' '..='~')),
            5 => text.push(rng.char(..)),
            6 => text.push(rng.char('\0'..='\u{a0}')),
            _ => text.push('\n'),
        }
    }
    match rng.u8(0..16) {
        // Cut, doubled or stretched.
        0 => text.chars().take(rng.usize(0..4)).collect(),
        1 => text.repeat(2),
        2 => text.repeat(rng.usize(1..300)),
        _ => text,
    }
}
