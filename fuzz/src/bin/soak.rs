//! Gives every parser a number of inputs (a million unless told otherwise), and the whole
//! server as many requests: `soak [INPUTS] [SEED] [NAME…]`.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::time::Instant;

use fastrand::Rng;
use syncano_fuzz::{Server, targets};

const INPUTS: u64 = 1_000_000;

fn main() -> ExitCode {
    let (mut numbers, mut names) = (Vec::new(), Vec::new());
    for word in std::env::args().skip(1) {
        match word.parse::<u64>() {
            Ok(number) => numbers.push(number),
            Err(_) => names.push(word),
        }
    }
    let mut numbers = numbers.into_iter();
    let soak = Soak {
        inputs: numbers.next().unwrap_or(INPUTS),
        seed: numbers.next().unwrap_or_else(|| fastrand::u64(..)),
    };
    let known = |name: &String| name == Server::NAME || targets().any(|target| target.name == name);
    if let Some(name) = names.iter().find(|name| !known(name)) {
        eprintln!("there is no parser `{name}`");
        return ExitCode::FAILURE;
    }
    println!("seed {}", soak.seed);
    let wanted = |name: &str| names.is_empty() || names.iter().any(|wanted| wanted == name);
    let mut passed = true;
    for target in targets().filter(|target| wanted(target.name)) {
        passed &= soak.run(
            target.name,
            |rng| pieces(rng, target.known),
            |bytes| target.give(bytes),
        );
    }
    if wanted(Server::NAME) {
        let server = Server::start();
        passed &= soak.run(Server::NAME, request, |bytes| server.give(bytes));
    }
    ExitCode::from(u8::from(!passed))
}

struct Soak {
    inputs: u64,
    seed: u64,
}

impl Soak {
    /// Whether every input went well. The first that doesn't is shown.
    fn run(&self, name: &str, input: impl Fn(&mut Rng) -> Vec<u8>, give: impl Fn(&[u8])) -> bool {
        let (mut rng, began) = (Rng::with_seed(self.seed), Instant::now());
        for count in 1..=self.inputs {
            let bytes = input(&mut rng);
            if catch_unwind(AssertUnwindSafe(|| give(&bytes))).is_err() {
                println!(
                    "{name}: failed on input {count}: b\"{}\"",
                    bytes.escape_ascii()
                );
                return false;
            }
        }
        let seconds = began.elapsed().as_secs_f64();
        println!("{name}: {} inputs, {seconds:.1} s, ok", self.inputs);
        true
    }
}

/// Pieces that the parser knows, mixed with anything; or choices, where it knows none.
fn pieces(rng: &mut Rng, known: &[&str]) -> Vec<u8> {
    if known.is_empty() {
        return choices(rng);
    }
    let mut input = Vec::new();
    for _ in 0..rng.usize(0..10) {
        let noise = match rng.u8(0..10) {
            0 => rng.char(' '..='~'),
            1 => rng.char(..),
            2 => rng.char('\0'..='\u{a0}'),
            3 => '\n',
            4 => {
                input.push(rng.u8(..));
                continue;
            }
            _ => {
                input.extend_from_slice(known[rng.usize(0..known.len())].as_bytes());
                continue;
            }
        };
        input.extend_from_slice(noise.encode_utf8(&mut [0; 4]).as_bytes());
    }
    match rng.u8(0..16) {
        // Cut, doubled or stretched.
        0 => input.truncate(rng.usize(0..4)),
        1 => input = input.repeat(2),
        2 => input = input.repeat(rng.usize(1..300)),
        _ => {}
    }
    input
}

/// Choices, of which the server's bench makes a request; now and then a text as it is.
fn request(rng: &mut Rng) -> Vec<u8> {
    if rng.u8(0..8) == 0 {
        return [b"0".to_vec(), pieces(rng, Server::KNOWN)].concat();
    }
    choices(rng)
}

fn choices(rng: &mut Rng) -> Vec<u8> {
    let mut choices = vec![0; rng.usize(0..200)];
    rng.fill(&mut choices);
    choices
}
