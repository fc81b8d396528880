//! `wasm-pack test`: the same tests in Node and in headless browsers, against
//! one running server.

use anyhow::Result;

use super::context::WasmBench;
use super::{Context, Outcome, honest};
use crate::counts::of_cargo_test;
use crate::process::Call;
use crate::setup::browsers::{Browser, Family};
use crate::workspace::Workspace;

/// Compiled into the tests: a page has no environment to read.
const URL: &str = "SYNCANO_TEST_URL";

/// Slow machines start browsers slowly. Seconds.
const DRIVER_START: &str = "60";
const ALL_TESTS: &str = "300";

pub(super) fn node(context: &mut Context<'_>) -> Result<Outcome> {
    let workspace = context.workspace;
    let bench = context.wasm()?;
    run(bench, test(bench, workspace)?.arg("--node"))
}

pub(super) fn browser(context: &mut Context<'_>, family: Family) -> Result<Outcome> {
    let workspace = context.workspace;
    let browser = match family.ensure(workspace) {
        Ok(browser) => browser,
        Err(error) => return Ok(Outcome::Skipped(format!("{error:#}"))),
    };
    let capabilities = browser.capabilities(workspace)?;
    let bench = context.wasm()?;
    let call = test(bench, workspace)?
        .args(headless(&browser))
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", capabilities)
        .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", DRIVER_START)
        .env("WASM_BINDGEN_TEST_TIMEOUT", ALL_TESTS);
    run(bench, call)
}

fn headless(browser: &Browser) -> Vec<std::ffi::OsString> {
    let (browser_flag, driver_flag) = match browser.family {
        Family::Chromium => ("--chrome", "--chromedriver"),
        Family::Firefox => ("--firefox", "--geckodriver"),
    };
    vec![
        "--headless".into(),
        browser_flag.into(),
        driver_flag.into(),
        browser.driver.path.clone().into(),
    ]
}

fn test(bench: &WasmBench, workspace: &Workspace) -> Result<Call> {
    let call = bench.wasm_pack.call("test", workspace)?;
    Ok(call.env(URL, bench.server.url()))
}

fn run(bench: &WasmBench, call: Call) -> Result<Outcome> {
    let seen = call.watch()?;
    let counts = honest(of_cargo_test(&seen.out), seen.status.success());
    if counts.failed > 0 {
        eprintln!("the server's last words:\n{}", bench.server.last_words());
    }
    Ok(Outcome::Ran(counts))
}
