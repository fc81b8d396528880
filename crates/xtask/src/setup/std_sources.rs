//! The sources of the standard library: with them the package's module is
//! built with a library made small, whose panics only abort.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Result, bail};

use super::step::step;
use super::tool::is_set;
use super::wasm_compiler::WasmCompiler;
use crate::process::Call;

/// Set to anything, it builds the package with the library as it is installed:
/// the way to see that the package works with that one, too.
const PLAIN: &str = "XTASK_PLAIN_STD";

/// How the package's module gets its standard library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StandardLibrary {
    /// Built anew, for size.
    Small,
    /// As the compiler brings it: a third more to download.
    Plain,
}

impl StandardLibrary {
    /// Finds the sources or fetches them; without them the package is larger.
    pub(super) fn ensure(compiler: &WasmCompiler) -> Self {
        if is_set(PLAIN) {
            return Self::Plain;
        }
        match find_or_fetch(compiler) {
            Ok(()) => Self::Small,
            Err(error) => {
                eprintln!(
                    "no sources of the standard library ({error:#}): the package will be larger"
                );
                Self::Plain
            }
        }
    }

    /// For digests.
    pub(super) fn words(self) -> String {
        format!("{self:?}")
    }

    /// What cargo is asked for besides.
    pub(super) fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Small => &[
                ".",
                "--",
                "-Zbuild-std=std,panic_abort",
                "-Zbuild-std-features=optimize_for_size",
            ],
            Self::Plain => &[],
        }
    }

    /// What the compiler is asked for besides.
    pub(super) fn flags(self) -> &'static [&'static str] {
        match self {
            Self::Small => &["-Zunstable-options", "-Cpanic=immediate-abort"],
            Self::Plain => &[],
        }
    }

    /// Both are unstable, and the compiler is a stable one.
    pub(super) fn apply(self, call: Call) -> Call {
        match self {
            Self::Small => call.env("RUSTC_BOOTSTRAP", "1"),
            Self::Plain => call,
        }
    }
}

fn find_or_fetch(compiler: &WasmCompiler) -> Result<()> {
    if are_there(compiler)? {
        return Ok(());
    }
    let rustup = which::which("rustup")?;
    step("rustup component add rust-src", "seconds", || {
        Call::new(&rustup)
            .args(["component", "add", "rust-src"])
            .limit(Duration::from_secs(5 * 60))
            .run_quietly()
    })?;
    if are_there(compiler)? {
        return Ok(());
    }
    bail!("rustup added them, but not to the rustc on PATH")
}

fn are_there(compiler: &WasmCompiler) -> Result<bool> {
    let sysroot = PathBuf::from(compiler.rustc().args(["--print", "sysroot"]).read()?);
    Ok(sysroot
        .join("lib/rustlib/src/rust/library/Cargo.lock")
        .is_file())
}
