//! The configuration file, what goes before it, and `--check`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use clap::CommandFactory;
use syncano_server::Cli;
use toml::Table;

use crate::command::{Process, command, create_admin};

const EXAMPLE: &str = include_str!("../../syncano-server.example.toml");
const BINARY: &str = env!("CARGO_BIN_EXE_syncano-server");
/// Options that are no settings.
const NO_SETTINGS: [&str; 4] = ["config", "check", "help", "version"];

/// `serve --check` in a folder, without the database that [`command`] names.
fn check(folder: &Path) -> Command {
    let mut check = Command::new(BINARY);
    check
        .env_clear()
        .args(["serve", "--check"])
        .current_dir(folder);
    check
}

fn check_file(folder: &Path, text: &str) -> Output {
    fs::write(folder.join("server.toml"), text).expect("written");
    let mut check = check(folder);
    check
        .args(["--config", "server.toml"])
        .output()
        .expect("the binary")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("text")
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("text")
}

fn settings() -> BTreeSet<String> {
    let command = Cli::command();
    let serve = command.find_subcommand("serve").expect("serve");
    let names = serve.get_arguments().filter_map(clap::Arg::get_long);
    let names = names.filter(|name| !NO_SETTINGS.contains(name));
    names.map(str::to_owned).collect()
}

/// The example with everything in it that is commented out.
fn whole_example() -> Table {
    let known = settings();
    let lines = EXAMPLE.lines().map(|line| {
        let setting = line
            .strip_prefix("# ")
            .and_then(|line| line.split_once(" = "));
        match setting {
            Some((name, value)) if known.contains(name) => format!("{name} = {value}\n"),
            _ => format!("{line}\n"),
        }
    });
    lines.collect::<String>().parse().expect("TOML")
}

#[test]
fn the_example_has_every_option_and_nothing_else() {
    let named: BTreeSet<String> = whole_example().keys().cloned().collect();
    assert_eq!(named, settings());
}

#[test]
fn the_example_says_what_the_defaults_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let checked = check_file(folder.path(), EXAMPLE);
    assert!(checked.status.success(), "{}", err(&checked));
    let with: Table = out(&checked).parse().expect("TOML");
    let mut without = check(folder.path());
    let without = without
        .args(["--database", "sqlite:syncano.sqlite"])
        .output();
    let without: Table = out(&without.expect("the binary")).parse().expect("TOML");
    assert_eq!(with, without);
}

#[test]
fn every_option_of_the_example_is_understood() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut table = whole_example();
    table.remove("mail-folder");
    let checked = check_file(folder.path(), &table.to_string());
    // The files are not there; that is another matter.
    assert_eq!(checked.status.code(), Some(1), "{}", err(&checked));
    let text = out(&checked);
    let read: Table = text.parse().expect("TOML");
    let expected: BTreeSet<&String> = table.keys().collect();
    assert_eq!(read.keys().collect::<BTreeSet<_>>(), expected);
    for (name, value) in &table {
        assert_eq!(read.get(name), Some(value), "{name}");
    }
}

#[test]
fn flags_go_before_the_environment_and_that_before_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = "database = \"sqlite:a.sqlite\"\nlimit-account = 1\nlimit-anonymous = 1\n\
                limit-instance = 1\ncompatible = true\noriginal = [\"no-store\"]\n";
    let file = file.replace("no-store", "bare-batch-code");
    fs::write(folder.path().join("server.toml"), file).expect("written");
    let checked = check(folder.path())
        .env("SYNCANO_CONFIG", "server.toml")
        .env("SYNCANO_LIMIT_ACCOUNT", "2")
        .env("SYNCANO_LIMIT_INSTANCE", "2")
        .env("SYNCANO_COMPATIBLE", "false")
        .args(["--limit-instance", "3"])
        .output()
        .expect("the binary");
    assert!(checked.status.success(), "{}", err(&checked));
    let text = out(&checked);
    for line in [
        "database = \"sqlite:a.sqlite\"  # server.toml",
        "limit-anonymous = 1  # server.toml",
        "limit-account = 2  # environment variable SYNCANO_LIMIT_ACCOUNT",
        "limit-instance = 3  # command line",
        "compatible = false  # environment variable SYNCANO_COMPATIBLE",
        "original = [\"bare-batch-code\"]  # server.toml",
        "location = \"eu1\"  # default",
        "# smtp-host is not set",
    ] {
        assert!(text.lines().any(|found| found == line), "{line} in {text}");
    }
    assert_eq!(
        fs::read_dir(folder.path()).expect("a folder").count(),
        1,
        "nothing was made"
    );
}

#[test]
fn what_check_prints_is_a_configuration_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = check(folder.path())
        .args([
            "--database",
            "sqlite:a.sqlite",
            "--trusted-proxy",
            "10.0.0.0/8,192.0.2.1",
        ])
        .args([
            "--trusted-proxy",
            "2001:db8::/32",
            "--compatible",
            "--smtp-host",
            "mail.example.com",
        ])
        .args(["--location", "it's \"here\" # \\"])
        .output()
        .expect("the binary");
    assert!(first.status.success(), "{}", err(&first));
    let second = check_file(folder.path(), &out(&first));
    assert!(second.status.success(), "{}", err(&second));
    let parse = |output| -> Table { out(output).parse().expect("TOML") };
    assert_eq!(parse(&first), parse(&second));
    assert!(out(&second).contains("location = ") && out(&second).contains("# server.toml"));
}

#[test]
fn a_file_that_cannot_be_understood_is_refused_by_name_and_never_repeated() {
    let folder = tempfile::tempdir().expect("a folder");
    for (text, expected) in [
        (
            "lisden = \"canary\"\nsmtp = {canary = 1}\n",
            "there is no option `lisden`, `smtp`",
        ),
        ("config = \"canary\"", "there is no option `config`"),
        ("check = true", "there is no option `check`"),
        (
            "smtp-password = \"canary\"",
            "a secret is kept in a file of its own",
        ),
        (
            "root-key = \"canary\"",
            "a secret is kept in a file of its own",
        ),
        (
            "location = \"eu1\"\nlisten = canary\n",
            "server.toml, line 2: ",
        ),
        ("smtp-password = canary\n", "server.toml, line 1: "),
        (
            "compatible = \"canary\"",
            "`compatible` takes true or false",
        ),
        (
            "location = [\"canary\"]",
            "`location` takes a text or a whole number",
        ),
        (
            "location = true",
            "`location` takes a text or a whole number",
        ),
        (
            "original = [[\"canary\"]]",
            "`original` takes a list of texts",
        ),
        ("original = 1.5", "`original` takes a list of texts"),
    ] {
        let refused = check_file(folder.path(), text);
        let error = err(&refused);
        assert_eq!(refused.status.code(), Some(2), "{text}: {error}");
        assert!(error.contains("server.toml"), "{error}");
        assert!(error.contains(expected), "{expected} in {error}");
        assert!(!error.contains("canary"), "{error}");
        assert!(refused.stdout.is_empty());
    }
    let mut missing = check(folder.path());
    let missing = missing
        .args(["--config", "nowhere.toml"])
        .output()
        .expect("the binary");
    assert_eq!(missing.status.code(), Some(2));
    assert!(err(&missing).contains("the configuration file nowhere.toml cannot be read"));
}

#[test]
fn a_wrong_value_is_refused_with_the_place_where_it_was_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = "database = \"sqlite:a.sqlite\"\n";
    for (text, error, note) in [
        (
            format!("{database}limit-account = \"many\""),
            "invalid value 'many' for '--limit-account <N>'",
            "note: `limit-account` is set by server.toml",
        ),
        (
            format!("{database}header-seconds-max = 0"),
            "invalid value '0' for '--header-seconds-max <N>'",
            "note: `header-seconds-max` is set by server.toml",
        ),
        (
            format!("{database}smtp-host = \"a\"\nmail-folder = \"b\""),
            "cannot be used with",
            "note: `mail-folder` is set by server.toml",
        ),
        (
            format!("{database}tls-key = \"a\""),
            "--tls-certificate",
            "",
        ),
        ("location = \"eu1\"".to_owned(), "--database", ""),
    ] {
        let refused = check_file(folder.path(), &text);
        let told = err(&refused);
        assert_eq!(refused.status.code(), Some(2), "{text}: {told}");
        assert!(told.contains(error), "{error} in {told}");
        assert!(told.contains(note), "{note} in {told}");
    }
    let mut refused = check(folder.path());
    let refused = refused.env("SYNCANO_TRUSTED_PROXY", "10.0.0.0/33").output();
    let told = err(&refused.expect("the binary"));
    let note = "note: `trusted-proxy` is set by environment variable SYNCANO_TRUSTED_PROXY";
    assert!(told.contains(note), "{told}");
}

#[test]
fn check_says_everything_that_would_keep_the_server_from_starting() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("key.pem"), "canary").expect("written");
    let refused = check_file(
        folder.path(),
        "database = \"sqlite:nowhere/a.sqlite\"\nlisten = \"0.0.0.0:0\"\n\
         metrics-listen = \"0.0.0.0:0\"\ndashboard = \"nowhere\"\nmail-sender = \"nobody\"\n",
    );
    assert_eq!(refused.status.code(), Some(1));
    let told = err(&refused);
    for line in [
        "listen (server.toml): 0.0.0.0:0 can be reached from other machines",
        "metrics-listen (server.toml): 0.0.0.0:0 can be reached",
        "dashboard (server.toml): nowhere is no folder",
        "mail-sender (server.toml): ",
        "database (server.toml): nowhere: ",
        "5 of the settings would keep the server from starting",
    ] {
        assert!(told.contains(line), "{line} in {told}");
    }
    for (options, expected) in [
        (
            &["--tls-certificate", "nowhere.pem", "--tls-key", "key.pem"][..],
            "tls-certificate (command line), tls-key (command line): nowhere.pem: ",
        ),
        (
            &[
                "--smtp-host",
                "a",
                "--smtp-user",
                "b",
                "--smtp-password-file",
                "nowhere",
            ],
            "smtp-password-file (command line): ",
        ),
        (
            &["--mail-link-url", "no address"],
            "mail-link-url (command line): ",
        ),
    ] {
        let mut check = check(folder.path());
        check.args(["--database", "sqlite:a.sqlite"]).args(options);
        let refused = check.output().expect("the binary");
        let told = err(&refused);
        assert_eq!(refused.status.code(), Some(1), "{told}");
        assert!(told.contains(expected), "{expected} in {told}");
        assert!(
            !told.contains("canary") && !out(&refused).contains("canary"),
            "{told}"
        );
    }
}

#[test]
fn check_looks_into_the_database_and_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(
        create_admin(folder.path(), "a@example.com", "x\n")
            .status
            .success()
    );
    let with = |options: &[&str]| {
        let mut check = command(folder.path(), "serve");
        check
            .arg("--check")
            .args(options)
            .output()
            .expect("the binary")
    };
    let good = with(&[]);
    assert!(good.status.success(), "{}", err(&good));
    // Also while a server is at work, whose settings are to be changed.
    let server = Process::serve(folder.path(), &folder.path().join("log"), &[]);
    let good = with(&["--insecure-http", "--listen", "0.0.0.0:80"]);
    assert!(good.status.success(), "{}", err(&good));
    drop(server);
    let other = tempfile::tempdir().expect("a folder");
    assert!(
        create_admin(other.path(), "b@example.com", "x\n")
            .status
            .success()
    );
    let key = other.path().join("db.sqlite.root-key");
    let wrong = with(&["--root-key-file", key.to_str().expect("text")]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(
        err(&wrong).contains("root-key-file (command line): "),
        "{}",
        err(&wrong)
    );
    let missing = with(&["--root-key-file", "nowhere"]);
    assert!(
        err(&missing).contains("there is no root key at"),
        "{}",
        err(&missing)
    );
    assert!(!folder.path().join("nowhere").exists());
}

#[tokio::test]
async fn a_server_is_what_its_file_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("server.toml");
    fs::write(
        &file,
        "registration = \"closed\"\nheader-bytes-max = 8192\n",
    )
    .expect("written");
    let options = ["--config", file.to_str().expect("text")];
    let server = Process::serve(folder.path(), &folder.path().join("log"), &options);
    let client = reqwest::Client::new();
    let url = format!("{}/v1.1/account/register/", server.url);
    let request = client.post(url).body("email=a@example.com&password=x");
    let request = request.header("Content-Type", "application/x-www-form-urlencoded");
    let answer = request.send().await.expect("an answer");
    let text = answer.text().await.expect("a text");
    assert!(text.contains("Registration disabled."), "{text}");
    let request = client.get(&server.url).header("X-A", "a".repeat(9000));
    assert_eq!(
        request.send().await.expect("an answer").status().as_u16(),
        431
    );
}
