//! The memory of another process, as a core dump would have it.

use std::fs::{self, File};
use std::os::unix::fs::FileExt;

use crate::needles::Needles;

const WINDOW: usize = 1 << 20;

/// What was found in memory.
pub(crate) struct Residue {
    pub(crate) searched: usize,
    pub(crate) found: Vec<(usize, &'static str)>,
}

/// Searches everything that the process has written to memory.
pub(crate) fn search(process: u32, needles: &Needles) -> Residue {
    let maps = fs::read_to_string(format!("/proc/{process}/maps")).expect("its memory");
    let memory = File::open(format!("/proc/{process}/mem")).expect("its memory");
    let mut residue = Residue {
        searched: 0,
        found: Vec::new(),
    };
    let mut window = vec![0; WINDOW];
    for line in maps.lines().filter(|line| line.contains(" rw")) {
        let range = line.split(' ').next().expect("a range");
        let (start, end) = range.split_once('-').expect("a range");
        let [mut at, end] = [start, end].map(|at| u64::from_str_radix(at, 16).expect("hex"));
        while at < end {
            let length = WINDOW.min(usize::try_from(end - at).expect("a length"));
            // What is not there, such as a guard page, cannot hold anything.
            if memory.read_exact_at(&mut window[..length], at).is_ok() {
                residue.searched += length;
                residue.found.extend(needles.find(&window[..length]));
            }
            // Windows overlap, so that a text across two of them is found.
            let step = if length < WINDOW {
                length
            } else {
                length - needles.longest()
            };
            at += step as u64;
        }
    }
    residue
}
