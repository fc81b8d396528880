//! Thousands of requests, good and bad, made up from the description.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use syncano_server::{DescribedVersion, openapi};

use super::world::World;
use crate::figures::figure;
use crate::server::Actor;

/// What makes the requests up; `crates/xtask/python/requirements.txt` names its version.
const TOOL: &str = "schemathesis";
/// Requests for each operation beyond those that cover its parameters one by one.
const EXAMPLES_VARIABLE: &str = "SYNCANO_FUZZ_EXAMPLES";
const EXAMPLES: &str = "5";
const SEED_VARIABLE: &str = "SYNCANO_FUZZ_SEED";
const SEED: &str = "1";
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
                      response_headers_conformance,response_schema_conformance";
/// What ends the account's key, the instance or its name.
const ENDING: &str = "(/account/reset_key/|/rename/|/user/)$";

fn is_at_hand() -> bool {
    let seen = Command::new(TOOL).arg("--version").output();
    let is_at_hand = seen.is_ok_and(|seen| seen.status.success());
    if !is_at_hand {
        let why = format!("{TOOL} is not on PATH; `cargo xtask test --only server` installs it");
        assert!(std::env::var_os("CI").is_none(), "{why}");
        eprintln!("SKIPPED: {why}");
    }
    is_at_hand
}

/// Runs the tool against a server with everything in it. `which` says which operations.
/// Returns the requests made.
async fn fuzz(version: &str, which: &[&str], caller: fn(&World) -> &Actor) -> usize {
    let world = World::with(version, |settings| {
        settings.instances_per_account = Some(1_000_000);
    })
    .await;
    let folder = world.server.folder.path();
    let description = DescribedVersion::from_name(version).map(openapi);
    let description = description.expect("a version").expect("a description");
    fs::write(folder.join("openapi.json"), description).expect("the description");
    // A made-up name would not get past the first check of any route in an instance.
    let names = "[parameters]\n\"path.instance\" = \"my-shop\"\n\"path.backend\" = \"github\"\n";
    fs::write(folder.join("names.toml"), names).expect("the names");
    let caller = caller(&world);
    let mut headers = vec![format!("X-API-KEY:{}", caller.key())];
    headers.extend(
        caller
            .user_key
            .iter()
            .map(|key| format!("X-USER-KEY:{key}")),
    );
    let command = command(folder, &world.server.url(""), &headers, which);
    let output = tokio::task::spawn_blocking(move || run(command));
    let (succeeded, report) = output.await.expect("a thread");
    assert!(succeeded, "{report}");
    requests(&report).unwrap_or_else(|| panic!("no number of requests in {report}"))
}

fn command(folder: &Path, url: &str, headers: &[String], which: &[&str]) -> Command {
    let setting = |name, default: &str| std::env::var(name).unwrap_or_else(|_| default.to_owned());
    let mut command = Command::new(TOOL);
    command
        .current_dir(folder)
        .stdin(Stdio::null())
        .args(["--config-file", "names.toml", "run", "openapi.json"])
        .args(["--url", url, "--checks", CHECKS, "--no-color"])
        .args(["--phases", "examples,coverage,fuzzing"])
        .args(["--seed", &setting(SEED_VARIABLE, SEED)])
        .args(["--max-examples", &setting(EXAMPLES_VARIABLE, EXAMPLES)])
        .args(["--generation-database", "none", "--continue-on-failure"])
        .args(which);
    for header in headers {
        command.args(["--header", header]);
    }
    command
}

fn run(mut command: Command) -> (bool, String) {
    let output = command.output().expect(TOOL);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    (output.status.success(), text + &errors)
}

/// The number in `4104 generated, 4104 passed`.
fn requests(report: &str) -> Option<usize> {
    let line = report.lines().find(|line| line.contains(" generated, "))?;
    line.split_whitespace().next()?.parse().ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_made_up_request_breaks_the_server_or_the_description() {
    if !is_at_hand() {
        return;
    }
    let which = ["--exclude-method", "DELETE", "--exclude-path-regex", ENDING];
    let made = fuzz("v1.1", &which, |world| &world.owner.actor).await;
    assert!(made > 1_000, "{made}");
    figure(
        "made-up",
        &format!("{made} requests: 0 of them 5xx, 0 answers that are not described"),
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn no_made_up_request_of_a_user_does() {
    if !is_at_hand() {
        return;
    }
    let which = ["--include-path-regex", "/user/$"];
    let made = fuzz("v1.1", &which, |world| &world.application).await;
    assert!(made > 50, "{made}");
    println!("{made} requests");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_made_up_request_to_end_something_does() {
    if !is_at_hand() {
        return;
    }
    let expression = ["--include-method", "DELETE"];
    let made = fuzz("v1.1", &expression, |world| &world.owner.actor).await;
    assert!(made > 50, "{made}");
    let renaming = ["--include-path-regex", "(/account/reset_key/|/rename/)$"];
    let made = fuzz("v1.1", &renaming, |world| &world.owner.actor).await;
    assert!(made > 20, "{made}");
}
