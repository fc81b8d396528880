//! What the package was last built from, and what came out.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// Digests of the inputs and of the outputs. An output that somebody changed
/// or removed makes the package as stale as a changed input does.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stamp(String);

impl Stamp {
    pub(super) fn new(inputs: &str, outputs: &str) -> Self {
        Self(format!("inputs {inputs}\noutputs {outputs}\n"))
    }

    pub(super) fn read(file: &Path) -> Option<Self> {
        fs::read_to_string(file).ok().map(Self)
    }

    pub(super) fn write(&self, file: &Path) -> Result<()> {
        fs::write(file, &self.0).with_context(|| format!("cannot write {}", file.display()))
    }
}
