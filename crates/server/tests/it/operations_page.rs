//! The page about running a server, and that its table has every option.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use clap::{Arg, CommandFactory};
use syncano_server::Cli;

const BEGIN: &str = "<!-- options -->";
const END: &str = "<!-- /options -->";

fn table() -> String {
    let command = Cli::command();
    let serve = command.find_subcommand("serve").expect("serve");
    let mut table = "| option | environment | default | what it does |\n\
                     | --- | --- | --- | --- |\n"
        .to_owned();
    for arg in serve.get_arguments() {
        if let Some(name) = arg.get_long().filter(|name| *name != "help") {
            let _ = writeln!(table, "{}", row(name, arg));
        }
    }
    table
}

fn row(name: &str, arg: &Arg) -> String {
    let value = arg
        .get_value_names()
        .filter(|_| arg.get_action().takes_values());
    let value = value.and_then(|names| names.first());
    let option = match value {
        Some(value) => format!("`--{name} {value}`"),
        None => format!("`--{name}`"),
    };
    let environment = arg.get_env().map_or_else(
        || "–".to_owned(),
        |name| format!("`{}`", name.to_string_lossy()),
    );
    let help = arg.get_help().expect("a help").to_string();
    let (help, told) = match help.split_once(" [default: ") {
        Some((help, default)) => (help, Some(default.trim_end_matches(']').to_owned())),
        None => (help.as_str(), None),
    };
    let defaults = arg.get_default_values().first();
    let default = match (told, defaults) {
        (Some(told), _) => told,
        _ if arg.is_required_set() => "required".to_owned(),
        (None, Some(default)) if arg.get_action().takes_values() => {
            format!("`{}`", default.to_string_lossy())
        }
        _ if !arg.get_action().takes_values() => "off".to_owned(),
        _ => "none".to_owned(),
    };
    let choices: Vec<String> = if arg.get_action().takes_values() {
        let possible = arg.get_possible_values();
        possible
            .iter()
            .map(|value| format!("`{}`", value.get_name()))
            .collect()
    } else {
        Vec::new()
    };
    let choices = if choices.is_empty() {
        String::new()
    } else {
        format!(": {}", choices.join(", "))
    };
    format!("| {option} | {environment} | {default} | {help}{choices} |")
}

#[test]
fn the_page_has_every_option_as_it_is() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/operations.md");
    let page = fs::read_to_string(&path).expect("the page");
    let (before, rest) = page.split_once(BEGIN).expect("a place for the table");
    let (_, after) = rest.split_once(END).expect("its end");
    let expected = format!("{before}{BEGIN}\n\n{}\n{END}{after}", table());
    if std::env::var_os("SYNCANO_WRITE_DOCS").is_some() {
        fs::write(&path, expected).expect("written");
        return;
    }
    assert_eq!(
        page, expected,
        "docs/operations.md is renewed with SYNCANO_WRITE_DOCS=1"
    );
}
