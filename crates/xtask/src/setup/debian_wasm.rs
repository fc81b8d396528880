//! Debian's compiler with a standard library for wasm built from Debian's own
//! sources. The library stays in the repository's own folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::debian;
use super::std_sources::StandardLibrary;
use super::step::step;
use super::version::Version;
use super::wasm_compiler::{TARGET, has_core};
use crate::process::Call;
use crate::workspace::Workspace;

/// The compiler that Debian builds its browsers with is the newest it has.
const PACKAGES: [&str; 5] = [
    "rustc-web",
    "cargo-web",
    "rust-web-src",
    "rust-web-clippy",
    "lld-19",
];
pub(super) const BIN: &str = "/usr/bin";
const RUSTC: &str = "/usr/bin/rustc";
const CARGO: &str = "/usr/bin/cargo";
const LINKER: &str = "wasm-ld-19";
const LOWEST: Version = Version(1, 95, 0);

/// A ready compiler.
#[derive(Debug)]
pub(crate) struct DebianWasm {
    sysroot: PathBuf,
    target_dir: PathBuf,
    version: String,
}

impl DebianWasm {
    /// A library that is built anew comes from the compiler's own folder.
    pub(super) fn flags(&self, library: StandardLibrary) -> Vec<String> {
        let sysroot = match library {
            StandardLibrary::Plain => Some(self.sysroot_flag()),
            StandardLibrary::Small => None,
        };
        sysroot
            .into_iter()
            .chain([format!("-Clinker={LINKER}")])
            .collect()
    }

    fn sysroot_flag(&self) -> String {
        format!("--sysroot={}", self.sysroot.display())
    }

    /// Its output stays apart from that of the compiler for the host, whose
    /// choice of toolchain it must not inherit.
    pub(super) fn apply(&self, call: Call) -> Call {
        // The tests in the documentation need the library, too.
        compiler_env(call)
            .env("CARGO_TARGET_DIR", &self.target_dir)
            .env("CARGO_ENCODED_RUSTDOCFLAGS", self.sysroot_flag())
    }

    pub(super) fn version(&self) -> &str {
        &self.version
    }

    pub(super) fn words(&self) -> String {
        let first = self.version.lines().next().unwrap_or_default();
        format!("Debian's {first}")
    }
}

fn compiler_env(call: Call) -> Call {
    call.env("RUSTC", RUSTC)
        .env("CARGO", CARGO)
        .env("RUSTDOC", "/usr/bin/rustdoc")
        .without_env("RUSTUP_TOOLCHAIN")
        .without_env("LD_LIBRARY_PATH")
        .without_env("RUSTFLAGS")
}

fn folder(workspace: &Workspace) -> PathBuf {
    workspace.tools().join("debian-wasm")
}

fn libraries(sysroot: &Path) -> PathBuf {
    sysroot.join("lib/rustlib").join(TARGET).join("lib")
}

/// The compiler, if its library has been built and is of its version.
pub(super) fn find(workspace: &Workspace) -> Option<DebianWasm> {
    let version = version().ok()?;
    let folder = folder(workspace);
    let sysroot = folder.join("sysroot");
    let noted = fs::read_to_string(folder.join("version")).ok()?;
    let ready = noted == version && has_core(&libraries(&sysroot));
    ready.then(|| DebianWasm {
        sysroot,
        target_dir: workspace.target().join("debian-wasm"),
        version,
    })
}

/// Installs the compiler and builds the library.
///
/// # Errors
/// When Debian doesn't have the packages, or the build fails.
pub(super) fn prepare(workspace: &Workspace) -> Result<DebianWasm> {
    let what = format!("Debian's {}", PACKAGES.join(", "));
    step(&what, "about a minute", || debian::install(&PACKAGES))?;
    let version = version()?;
    if Version::find(&version).is_none_or(|found| found < LOWEST) {
        bail!("Debian's rustc is older than {LOWEST}: {version}");
    }
    let folder = folder(workspace);
    step("the standard library for wasm", "about a minute", || {
        build_library(&folder)?;
        fs::write(folder.join("version"), &version).context("cannot note the version")
    })?;
    find(workspace).context("the library that was built isn't complete")
}

pub(super) fn rustc() -> Call {
    compiler_env(Call::new(RUSTC))
}

fn version() -> Result<String> {
    rustc().arg("-vV").read()
}

/// Builds `std` as a dependency of an empty crate and collects its libraries.
fn build_library(folder: &Path) -> Result<()> {
    let empty = folder.join("empty");
    fs::create_dir_all(empty.join("src"))?;
    fs::write(empty.join("src/lib.rs"), "#![no_std]\n")?;
    fs::write(
        empty.join("Cargo.toml"),
        "[package]\nname = \"empty\"\nedition = \"2021\"\n\n[workspace]\n",
    )?;
    let target = folder.join("build");
    compiler_env(Call::new(CARGO))
        .args(["build", "--quiet", "--release", "--target", TARGET])
        .arg("-Zbuild-std=std,panic_abort,proc_macro,test")
        .arg("--target-dir")
        .arg(&target)
        // Build-std is unstable, and Debian's compiler is a stable one.
        .env("RUSTC_BOOTSTRAP", "1")
        // Without bitcode in it, the library can't take part in fat LTO.
        .env("CARGO_ENCODED_RUSTFLAGS", "-Cembed-bitcode=yes")
        .dir(&empty)
        .limit(Duration::from_secs(20 * 60))
        .run_quietly()?;
    collect(
        &target.join(TARGET).join("release/deps"),
        &libraries(&folder.join("sysroot")),
    )
}

fn collect(built: &Path, libraries: &Path) -> Result<()> {
    if libraries.exists() {
        fs::remove_dir_all(libraries)?;
    }
    fs::create_dir_all(libraries)?;
    for entry in fs::read_dir(built)? {
        let name = entry?.file_name();
        let words = name.to_string_lossy();
        if words.ends_with(".rlib") && !words.starts_with("libempty-") {
            fs::copy(built.join(&name), libraries.join(&name))?;
        }
    }
    Ok(())
}
