//! A compiler for `wasm32-unknown-unknown`: the one in use, or Debian's.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Result, bail};

use super::debian_wasm::DebianWasm;
use super::std_sources::StandardLibrary;
use super::step::step;
use super::tool::{Found, is_set};
use super::{debian, debian_wasm};
use crate::process::Call;
use crate::workspace::Workspace;

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Set to anything, it makes Debian's compiler the one for wasm even where
/// rustup could do it: the way to try that path on any Debian machine.
const FORCE_DEBIAN: &str = "XTASK_DEBIAN_WASM";

/// What compiles the client.
#[derive(Debug)]
pub(crate) enum WasmCompiler {
    /// The compiler that cargo uses anyway has the target.
    Own,
    Debian(DebianWasm),
}

impl WasmCompiler {
    /// Finds a compiler for wasm or sets one up.
    ///
    /// # Errors
    /// When neither rustup nor Debian can give one: what to do.
    pub(crate) fn ensure(workspace: &Workspace) -> Result<Self> {
        if let Some(found) = Self::find(workspace) {
            return Ok(found);
        }
        let mut tried = Vec::new();
        if !is_set(FORCE_DEBIAN) {
            match add_with_rustup() {
                Ok(()) => return Ok(Self::Own),
                Err(error) => tried.push(format!("rustup: {error:#}")),
            }
        }
        if debian::is_ours() {
            match debian_wasm::prepare(workspace) {
                Ok(debian) => return Ok(Self::Debian(debian)),
                Err(error) => tried.push(format!("Debian's packages: {error:#}")),
            }
        } else {
            tried.push("Debian's packages: this isn't Debian, or we aren't root".to_owned());
        }
        bail!(
            "no compiler for {TARGET}\n{}\n{}",
            tried.join("\n"),
            how_to_get_it()
        )
    }

    pub(crate) fn find(workspace: &Workspace) -> Option<Self> {
        if !is_set(FORCE_DEBIAN) && own_has_target() {
            return Some(Self::Own);
        }
        debian_wasm::find(workspace).map(Self::Debian)
    }

    pub(crate) fn look(workspace: &Workspace) -> Found {
        match Self::find(workspace) {
            Some(Self::Own) => Found::Yes("the Rust in use has it".to_owned()),
            Some(Self::Debian(debian)) => Found::Yes(debian.words()),
            None if which::which("rustup").is_ok() => {
                Found::Later("rustup target add, seconds".to_owned())
            }
            None if debian::is_ours() => {
                Found::Later("Debian's compiler, a few minutes".to_owned())
            }
            None => Found::No(how_to_get_it()),
        }
    }

    /// Makes the call compile wasm with this compiler. `flags` go to the
    /// client and its dependencies only, never to what runs at build time.
    pub(crate) fn apply(
        &self,
        call: Call,
        path: &[PathBuf],
        flags: &[String],
        library: StandardLibrary,
    ) -> Result<Call> {
        let (mut path, mut flags) = (path.to_vec(), flags.to_vec());
        flags.extend(library.flags().iter().map(|flag| (*flag).to_owned()));
        let mut call = library.apply(call);
        if let Self::Debian(debian) = self {
            path.push(PathBuf::from(debian_wasm::BIN));
            flags.extend(debian.flags(library));
            call = debian.apply(call);
        }
        if !flags.is_empty() {
            call = call.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"));
        }
        call.path_first(&path)
    }

    pub(super) fn rustc(&self) -> Call {
        match self {
            Self::Own => Call::new("rustc"),
            Self::Debian(_) => debian_wasm::rustc(),
        }
    }

    /// The compiler's own words on its version, for digests.
    ///
    /// # Errors
    /// When it doesn't run.
    pub(crate) fn version(&self) -> Result<String> {
        match self {
            Self::Own => self.rustc().arg("-vV").read(),
            Self::Debian(debian) => Ok(debian.version().to_owned()),
        }
    }
}

fn own_has_target() -> bool {
    Call::new("rustc")
        .args(["--print", "target-libdir", "--target", TARGET])
        .read()
        .is_ok_and(|folder| has_core(Path::new(&folder)))
}

/// Whether the folder holds a standard library.
pub(super) fn has_core(folder: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return false;
    };
    entries.flatten().any(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        name.starts_with("libcore-") && name.ends_with(".rlib")
    })
}

fn add_with_rustup() -> Result<()> {
    let rustup = which::which("rustup")?;
    step(&format!("rustup target add {TARGET}"), "seconds", || {
        Call::new(&rustup)
            .args(["target", "add", TARGET])
            .limit(Duration::from_secs(5 * 60))
            .run_quietly()
    })?;
    if own_has_target() {
        return Ok(());
    }
    bail!("it added the target, but not to the rustc on PATH")
}

fn how_to_get_it() -> String {
    format!(
        "Install Rust from https://rustup.rs and run `rustup target add {TARGET}`, \
         or run this as root on Debian."
    )
}
