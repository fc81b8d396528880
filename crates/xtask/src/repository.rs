//! What must be true of the repository's files.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::digest::files_below;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn text(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn json(file: &str) -> Value {
    serde_json::from_str(&text(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// All files of this name that are part of the repository, as paths below it.
fn files(name: &str) -> Vec<String> {
    let root = root();
    let skip = [".git", ".tools", "node_modules", "target", "run", "dist"];
    let files = files_below(&root, &skip).expect("the repository can be read");
    let found: Vec<String> = files
        .iter()
        .filter(|file| file.file_name().is_some_and(|found| found == name))
        .filter_map(|file| Some(file.strip_prefix(&root).ok()?.to_str()?.to_owned()))
        .collect();
    assert!(found.len() > 1, "{name}");
    found
}

#[test]
fn the_npm_package_has_the_version_of_the_workspace() {
    assert_eq!(
        json("pkg/package.json")["version"],
        env!("CARGO_PKG_VERSION")
    );
}

#[test]
fn the_npm_package_installs_nothing_else_and_runs_nothing_when_installed() {
    let package = json("pkg/package.json");
    for field in [
        "dependencies",
        "optionalDependencies",
        "peerDependencies",
        "scripts",
    ] {
        assert!(package.get(field).is_none(), "{field}");
    }
}

#[test]
fn every_package_of_npm_is_pinned_to_its_bytes_and_to_no_host() {
    for file in files("package-lock.json") {
        let lock = json(&file);
        let packages = lock["packages"].as_object().expect("packages");
        let installed = packages.iter().filter(|(path, _)| !path.is_empty());
        for (path, package) in installed {
            // What comes inside another package is part of its bytes.
            assert!(
                package["integrity"].is_string() || package["inBundle"] == true,
                "{file}: {path} has no digest"
            );
            assert!(
                package.get("resolved").is_none(),
                "{file}: {path} names a host"
            );
        }
    }
}

#[test]
fn packages_that_want_to_run_a_script_are_known() {
    // No script runs, and what these need is in packages that they name.
    let known = ["@parcel/watcher", "bun", "deno", "esbuild", "workerd"];
    for file in files("package-lock.json") {
        let lock = json(&file);
        let packages = lock["packages"].as_object().expect("packages");
        for (path, package) in packages {
            let name = path.rsplit("node_modules/").next().unwrap_or(path);
            let runs = package["hasInstallScript"] == true;
            assert!(!runs || known.contains(&name), "{file}: {path}");
        }
    }
}

#[test]
fn every_lock_file_locks_what_its_package_json_asks_for() {
    for file in files("package-lock.json") {
        let lock = json(&file);
        let package = json(&file.replace("-lock", ""));
        for field in ["dependencies", "devDependencies", "optionalDependencies"] {
            assert_eq!(
                lock["packages"][""][field], package[field],
                "{file}: {field}"
            );
        }
    }
}

#[test]
fn what_package_json_asks_of_npm_is_an_exact_version() {
    for file in files("package.json") {
        let package = json(&file);
        let wanted = ["dependencies", "devDependencies", "optionalDependencies"];
        let wanted = wanted.iter().filter_map(|field| package[field].as_object());
        for (name, version) in wanted.flatten() {
            // An alias is `npm:` with a name before the version.
            let version = version.as_str().expect("a version");
            let version = version.rsplit('@').next().expect("a part");
            let exact = version.starts_with(|first: char| first.is_ascii_digit());
            assert!(
                exact && !version.contains(['x', '*', ' ']),
                "{file}: {name} {version}"
            );
        }
    }
}

#[test]
fn every_parser_under_test_has_a_program_for_cargo_fuzz() {
    let programs = text("fuzz/Cargo.toml");
    let whole = "name: \"server_request\"";
    let tables = ["fuzz/src/client.rs", "crates/server/src/fuzzing/mod.rs"];
    let tables = tables.map(text).join("\n") + whole;
    let names: Vec<&str> = tables
        .split("name: \"")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('"')?.0))
        .collect();
    assert!(names.len() > 20, "{names:?}");
    for name in &names {
        let program = text(&format!("fuzz/fuzz_targets/{name}.rs"));
        assert!(
            program.contains(&format!("run(\"{name}\", data)")),
            "{name}"
        );
        assert!(
            programs.contains(&format!("fuzz_targets/{name}.rs")),
            "{name}"
        );
    }
    assert_eq!(programs.matches("fuzz_targets/").count(), names.len());
}

#[test]
fn ci_runs_the_one_command() {
    assert!(text(".ci/run").contains("cargo xtask test"));
    let workflow = text(".github/workflows/ci.yml");
    assert!(workflow.contains("run: .ci/run"));
    assert!(workflow.contains("run: cargo xtask audit"));
}
