//! `cargo xtask doctor`: what this machine has of all that the work needs.

use std::process::ExitCode;

use crate::process::Call;
use crate::setup::browsers::Family;
use crate::setup::wasm_compiler::{TARGET, WasmCompiler};
use crate::setup::{Found, node, rust_tools, strace};
use crate::workspace::{Workspace, cargo};

/// One thing that is needed, for what, and whether it is there.
type Line = (&'static str, &'static str, Found);

/// Prints what was found and what is missing. Installs nothing.
pub(crate) fn doctor(workspace: &Workspace) -> ExitCode {
    let lines = look(workspace);
    let mut complete = true;
    for (name, used_by, found) in &lines {
        let (mark, words) = match found {
            Found::Yes(words) => ("found", words.clone()),
            Found::Later(words) => ("missing", format!("set-up installs it: {words}")),
            Found::No(words) => ("MISSING", words.clone()),
        };
        complete &= matches!(found, Found::Yes(_));
        println!("{mark:<8} {name:<24} {used_by:<18} {words}");
    }
    if complete {
        println!("\nNothing is missing.");
        return ExitCode::SUCCESS;
    }
    println!(
        "\n`cargo xtask test` installs what is marked `missing` when a stage needs it; \
         what is marked `MISSING` you have to install."
    );
    ExitCode::FAILURE
}

fn look(workspace: &Workspace) -> Vec<Line> {
    let everything = "everything";
    let package = "build, demo, test";
    let [(node, found_node), (npm, found_npm)] = node::look();
    let bindgen = match rust_tools::wasm_bindgen(workspace) {
        Ok(tool) => tool.look(workspace),
        Err(error) => Found::No(format!("{error:#}")),
    };
    vec![
        ("cargo", everything, version_of(cargo())),
        ("rustc", everything, version_of(Call::new("rustc"))),
        ("rustfmt", "test", component("fmt", "rustfmt")),
        ("clippy", "test", component("clippy", "clippy")),
        (node, package, found_node),
        (npm, package, found_npm),
        (TARGET, package, WasmCompiler::look(workspace)),
        (
            "wasm-pack",
            package,
            rust_tools::wasm_pack().look(workspace),
        ),
        ("wasm-bindgen", package, bindgen),
        (
            "esbuild, binaryen",
            package,
            packages(workspace, "crates/xtask/node"),
        ),
        (
            "packages of the tests",
            "test",
            packages(workspace, "tests"),
        ),
        (
            "cargo-deny",
            "test, audit",
            rust_tools::cargo_deny().look(workspace),
        ),
        ("strace", "test, soak", strace::look()),
        ("chromium", "test", Family::Chromium.look(workspace)),
        ("firefox", "test", Family::Firefox.look(workspace)),
    ]
}

fn packages(workspace: &Workspace, folder: &str) -> Found {
    node::look_at_packages(&workspace.path(folder))
}

fn version_of(call: Call) -> Found {
    match call.arg("--version").read() {
        Ok(version) => Found::Yes(version),
        Err(error) => Found::No(format!("{error:#}")),
    }
}

fn component(command: &str, name: &str) -> Found {
    match cargo().args([command, "--version"]).read() {
        Ok(version) => Found::Yes(version),
        Err(_) => Found::No(format!(
            "rustup component add {name}, or your system's package"
        )),
    }
}
