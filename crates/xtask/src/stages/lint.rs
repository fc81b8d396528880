//! Formatting and lints. Each tool is one case.

use anyhow::Result;

use super::{Context, Outcome, fuzz};
use crate::counts::Counts;
use crate::process::Call;
use crate::setup::WasmPack;
use crate::setup::wasm_compiler::TARGET;
use crate::workspace::cargo;

pub(super) fn format(context: &Context<'_>) -> Result<Outcome> {
    let root = context.workspace.root();
    let all = cargo().args(["fmt", "--all", "--check"]);
    let fuzz = cargo().args(["fmt", "--check"]).args(fuzz::MANIFEST);
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
    let fuzz = cargo()
        .args(["clippy", "--quiet", "--all-targets"])
        .args(fuzz::MANIFEST)
        .arg("--target-dir")
        .arg(context.workspace.target());
    let strictly = ["--", "--deny", "warnings"];
    let host = case(host.args(strictly).dir(root))?;
    let wasm = case(wasm.args(strictly).dir(root))?;
    let fuzz = case(fuzz.args(strictly).dir(root))?;
    Ok(Outcome::Ran(host.and(wasm).and(fuzz)))
}

fn case(call: Call) -> Result<Counts> {
    Ok(Counts::of(call.watch()?.status.success()))
}
