//! Formatting and lints. Each tool is one case.

use anyhow::Result;

use super::{Context, Outcome};
use crate::counts::Counts;
use crate::process::Call;
use crate::setup::WasmPack;
use crate::setup::wasm_compiler::TARGET;
use crate::workspace::cargo;

pub(super) fn format(context: &Context<'_>) -> Result<Outcome> {
    let root = context.workspace.root();
    let all = cargo().args(["fmt", "--all", "--check"]);
    let fuzz = cargo()
        .args(["fmt", "--check"])
        .args(["--manifest-path", "fuzz/Cargo.toml"]);
    let all = case(all.dir(root))?;
    Ok(Outcome::Ran(all.and(case(fuzz.dir(root))?)))
}

/// The host's lints see no code for wasm and the other way round.
pub(super) fn lint(context: &Context<'_>) -> Result<Outcome> {
    let root = context.workspace.root();
    let host = cargo().args(["clippy", "--quiet", "--workspace", "--all-targets"]);
    let wasm = WasmPack::ensure(context.workspace)?
        .cargo()?
        .args(["clippy", "--quiet", "--package", "syncano", "--all-targets"])
        .args(["--target", TARGET]);
    let strictly = ["--", "--deny", "warnings"];
    let host = case(host.args(strictly).dir(root))?;
    let wasm = case(wasm.args(strictly).dir(root))?;
    Ok(Outcome::Ran(host.and(wasm)))
}

fn case(call: Call) -> Result<Counts> {
    Ok(Counts::of(call.watch()?.status.success()))
}
