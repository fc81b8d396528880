//! From Rust to `pkg/dist`, and nothing when nothing has changed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::stamp::Stamp;
use crate::digest;
use crate::process::Call;
use crate::setup::{WasmPack, node, step};
use crate::workspace::Workspace;

/// What the engines of all supported runtimes take. `--all-features` would
/// let the optimiser use proposals that no engine has.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Whether there was anything to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Built {
    Now,
    Before,
}

/// Builds the package unless what is there was built from the same inputs.
///
/// # Errors
/// When a tool is missing or fails.
pub(crate) fn ensure(workspace: &Workspace) -> Result<Built> {
    let wasm_pack = WasmPack::ensure(workspace)?;
    node::packages(&tools_folder(workspace))?;
    let file = workspace.notes()?.join("package.stamp");
    let inputs = inputs(workspace, wasm_pack.versions())?;
    let now = || outputs(workspace).map(|outputs| Stamp::new(&inputs, &outputs));
    if Stamp::read(&file) == Some(now()?) {
        return Ok(Built::Before);
    }
    step("build the npm package", "a minute the first time", || {
        compile(workspace, &wasm_pack)?;
        optimise(workspace)?;
        bundle(workspace)
    })?;
    now()?.write(&file)?;
    Ok(Built::Now)
}

pub(super) fn tools_folder(workspace: &Workspace) -> PathBuf {
    workspace.path("crates/xtask/node")
}

fn wasm_folder(workspace: &Workspace) -> PathBuf {
    workspace.path("pkg/wasm")
}

/// One digest of all that decides the bytes of the package.
fn inputs(workspace: &Workspace, versions: &[String]) -> Result<String> {
    let mut files = Vec::new();
    for (folder, skip) in [
        ("src", &[][..]),
        ("crates/wire", &[]),
        ("crates/xtask/src/package", &[]),
        ("crates/xtask/node", &["node_modules"]),
        ("pkg", &["dist", "wasm", "node_modules"]),
    ] {
        files.extend(digest::files_below(&workspace.path(folder), skip)?);
    }
    files.extend(["Cargo.toml", "Cargo.lock"].map(|name| workspace.path(name)));
    files.retain(|file| file.extension().is_none_or(|ending| ending != "tgz"));
    let sources = digest::of_files(workspace.root(), &files)?;
    Ok(digest::of_words(&[&[sources], versions].concat()))
}

fn outputs(workspace: &Workspace) -> Result<String> {
    let mut files = digest::files_below(&wasm_folder(workspace), &[])?;
    files.extend(digest::files_below(&workspace.path("pkg/dist"), &[])?);
    digest::of_files(workspace.root(), &files)
}

/// The glue and the module, straight from wasm-pack. The module keeps the
/// names of its functions, for those who look where its bytes are.
fn compile(workspace: &Workspace, wasm_pack: &WasmPack) -> Result<()> {
    let out = wasm_folder(workspace);
    remove(&out)?;
    let folder = out.display().to_string();
    let arguments = [
        "--release",
        "--target",
        "bundler",
        "--no-pack",
        "--no-typescript",
        "--no-gitignore",
        "--out-dir",
        &folder,
    ];
    wasm_pack
        .build(workspace, &arguments, &neutral_paths(workspace))?
        .run_quietly()
        .map(drop)
}

/// Panic messages name source files. With these flags they name them alike on
/// every machine and with every mirror of the registry, and tell nothing about
/// the one that built the package.
fn neutral_paths(workspace: &Workspace) -> Vec<String> {
    let cargo_home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    let mut pairs = vec![(workspace.root().to_owned(), "/syncano")];
    if let Some(home) = cargo_home {
        let registries = fs::read_dir(home.join("registry/src"));
        pairs.push((home, "/cargo"));
        // Of several prefixes that fit, the compiler takes the last.
        pairs.extend(
            registries
                .into_iter()
                .flatten()
                .flatten()
                .map(|entry| (entry.path(), "/crates")),
        );
    }
    pairs
        .iter()
        .map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display()))
        .collect()
}

fn optimise(workspace: &Workspace) -> Result<()> {
    let module = wasm_folder(workspace).join("syncano_bg.wasm");
    let smaller = module.with_extension("wasm.smaller");
    wasm_opt(workspace)?
        .arg("-Oz")
        .args(["--converge", "--strip-producers", "--strip-target-features"])
        .args(WASM_FEATURES)
        .arg(&module)
        .arg("--output")
        .arg(&smaller)
        .run_quietly()?;
    let named = wasm_folder(workspace).join("syncano_named.wasm");
    fs::rename(&module, named).context("cannot keep the module with its names")?;
    fs::rename(&smaller, &module).context("cannot keep the optimised module")
}

fn wasm_opt(workspace: &Workspace) -> Result<Call> {
    let program = tools_folder(workspace).join("node_modules/binaryen/bin/wasm-opt");
    Ok(node::node()?.arg(program))
}

fn bundle(workspace: &Workspace) -> Result<()> {
    remove(&workspace.path("pkg/dist"))?;
    node::node()?
        .arg(tools_folder(workspace).join("bundle.mjs"))
        .dir(workspace.root())
        .run_quietly()
        .map(drop)
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    Ok(())
}
