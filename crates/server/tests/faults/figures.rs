//! What the tests counted. With `SAFETY_FIGURES=write` a run notes it for the table in
//! the documents; any other run leaves the table alone.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{Read, Seek, Write};
use std::path::PathBuf;

/// Figures by the names under which rows of the table ask for them.
pub(crate) type Figures = BTreeMap<String, String>;

pub(crate) fn is_noted() -> bool {
    std::env::var_os("SAFETY_FIGURES").is_some_and(|value| value == "write")
}

fn file() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/faults/figures.json")
}

#[allow(dead_code)]
pub(crate) fn figures() -> Figures {
    let text = fs::read_to_string(file()).expect("the figures");
    serde_json::from_str(&text).expect("an object of texts")
}

/// Notes what the row `id` of the table shows.
pub(crate) fn figure(id: &str, text: &str) {
    println!("{id}: {text}");
    if !is_noted() {
        return;
    }
    let open = OpenOptions::new().read(true).write(true).open(file());
    let mut file = open.expect("the figures");
    // Tests are processes of their own, and several of them at a time.
    file.lock().expect("its lock");
    let mut all = String::new();
    file.read_to_string(&mut all).expect("the figures");
    let mut all: Figures = serde_json::from_str(&all).expect("an object of texts");
    all.insert(id.to_owned(), text.to_owned());
    let mut text = serde_json::to_string_pretty(&all).expect("JSON");
    text.push('\n');
    file.set_len(0).expect("an empty file");
    file.rewind().expect("its beginning");
    file.write_all(text.as_bytes()).expect("the figures");
}
