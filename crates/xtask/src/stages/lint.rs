//! Formatting and lints. Each tool is one case.

use anyhow::Result;

use super::{Context, Outcome};
use crate::counts::Counts;
use crate::process::Call;
use crate::setup::WasmPack;
use crate::setup::wasm_compiler::TARGET;
use crate::workspace::cargo;

pub(super) fn format(context: &Context<'_>) -> Result<Outcome> {
    let call = cargo()
        .args(["fmt", "--all", "--check"])
        .dir(context.workspace.root());
    Ok(Outcome::Ran(case(call)?))
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
    let passed = call.watch()?.status.success();
    Ok(Counts {
        passed: u64::from(passed),
        failed: u64::from(!passed),
    })
}
