//! What must be true of the repository's files.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn text(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn json(file: &str) -> Value {
    serde_json::from_str(&text(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

const LOCK_FILES: [&str; 2] = [
    "crates/xtask/node/package-lock.json",
    "tests/package-lock.json",
];

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
    for file in LOCK_FILES {
        let lock = json(file);
        let packages = lock["packages"].as_object().expect("packages");
        let installed = packages.iter().filter(|(path, _)| !path.is_empty());
        for (path, package) in installed {
            assert!(
                package["integrity"].is_string(),
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
fn what_package_json_asks_of_npm_is_an_exact_version() {
    for file in ["crates/xtask/node/package.json", "tests/package.json"] {
        let wanted = json(file)["devDependencies"].clone();
        for (name, version) in wanted.as_object().expect("dependencies") {
            let version = version.as_str().expect("a version");
            let exact = version.starts_with(|first: char| first.is_ascii_digit());
            assert!(
                exact && !version.contains(['x', '*', ' ']),
                "{file}: {name} {version}"
            );
        }
    }
}

#[test]
fn ci_runs_the_one_command() {
    assert!(text(".ci/run").contains("cargo xtask test"));
    assert!(text(".github/workflows/ci.yml").contains("run: .ci/run"));
}
