//! Makes `docs/server-safety.md` from the threats and from what the tests counted.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::figures::{Figures, figures};
use super::threats::{PARTS, Threat};

/// Set to write the document instead of comparing it.
const WRITE_VARIABLE: &str = "SYNCANO_WRITE_DOCS";

const BEFORE: &str = "\
# Safety of the server

What can happen to the keys that the server holds for others, what it does about it, and
the test that shows it. Every test runs with `cargo xtask test`, which fails when one that
is named here did not pass. The figures are those of a measuring run (`cargo xtask soak
--figures` takes new ones, in half an hour); the test run repeats the crash rounds, the floods
and the timing in short. Times under an attack are compared with times in quiet of the same
run: rounds of both alternate, the 99th percentile of each attacked one is held against that of
the quiet one before it, and the figure is the median of these.
";

const AFTER: &str = "
## Shown elsewhere

- What a hostile server can do to a client, links and redirects among it: [client-safety.md](client-safety.md).
- Every caller on every route: [permissions.md](permissions.md).
- Dependencies, their licences and their faults, and what the parsers are given: the section *Checks* of
  [SECURITY.md](../SECURITY.md).

## What is not done

- **The root key is in the server's memory,** or what is derived from it, as long as it runs.
  Who may read the memory of the process has what they need to open every key. Turn core
  dumps off (`LimitCORE=0` for systemd), and swap off or encrypted.
- **A request under way is in memory in clear.** So is a kept connection's last one, until the
  next request or the end of the connection takes its place.
- **A file that is removed within a change is not noticed by that change.** The server looks
  right before each one; the next one is refused.
- **A clock that jumps forward forgives.** Failed logins of more than 24 hours ago do not count,
  and tokens that expired by such a clock have to be asked for again.
- **No `Idempotency-Key`.** The documented API has none. A `POST` that was answered with a cut
  connection may have been done; lists show whether it was.
- **No expiry, no time of last use, no overlap of an old and a new key, no prefix.** Keys are
  those of the documented API: 40 hex digits of 159 random bits that are good until they are
  reset or deleted.
- **The server does not notice a key that was published elsewhere.** `reset_key` ends it at once.
- **One node.** Revocation is immediate because there is one database, and one server uses it.
";

pub(crate) fn document(counted: &Figures) -> String {
    let mut text = BEFORE.to_owned();
    for (heading, threats) in PARTS {
        text.push_str(&format!(
            "\n## {heading}\n\n| Fault or threat | What is done | Test | Figure |\n| --- | --- | --- | --- |\n"
        ));
        for threat in threats {
            text.push_str(&line(threat, counted));
        }
    }
    text.push_str(AFTER);
    text
}

fn line(row: &Threat, counted: &Figures) -> String {
    let [file, name] = row.test;
    let shown: Vec<&str> = row.figures.iter().map(|id| counted[*id].as_str()).collect();
    let shown = if shown.is_empty() {
        "in Chromium and Firefox".to_owned()
    } else {
        shown.join("<br>")
    };
    let cells = [row.threat, row.done, &format!("`{file}`: {name}"), &shown];
    let cells = cells.map(|cell| cell.replace('|', "\\|"));
    format!("| {} |\n", cells.join(" | "))
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn rows() -> impl Iterator<Item = &'static Threat> {
    PARTS.into_iter().flat_map(|(_, threats)| threats)
}

#[test]
fn every_row_names_a_test_that_there_is() {
    assert!(rows().count() >= 30);
    for row in rows() {
        let [file, name] = row.test;
        let source = fs::read_to_string(repository().join(file)).expect(file);
        let is_there = if file.ends_with(".rs") {
            let (before, _) = source.split_once(&format!("fn {name}()")).expect(name);
            let attribute = before.trim_end().trim_end_matches("async").trim_end();
            attribute.ends_with("]")
                && attribute
                    .rsplit('\n')
                    .next()
                    .is_some_and(|line| line.contains("test"))
        } else {
            source.contains(name)
        };
        assert!(is_there, "{file}: {name}");
    }
}

#[test]
fn every_figure_is_counted_by_a_test_and_stands_in_a_row() {
    let counted: BTreeSet<String> = figures().into_keys().collect();
    let wanted: BTreeSet<String> = rows()
        .flat_map(|row| row.figures)
        .map(|id| (*id).to_owned())
        .collect();
    assert_eq!(counted, wanted);
    for row in rows() {
        let source = fs::read_to_string(repository().join(row.test[0])).expect(row.test[0]);
        let source: String = source.split_whitespace().collect();
        for id in row.figures {
            assert!(
                source.contains(&format!("figure(\"{id}\"")),
                "nobody counts {id}"
            );
        }
    }
}

#[test]
fn the_document_is_what_the_threats_and_the_figures_make_of_it() {
    let path = repository().join("docs/server-safety.md");
    let current = document(&figures());
    if std::env::var_os(WRITE_VARIABLE).is_some() {
        fs::write(&path, &current).expect("the document");
    }
    let written = fs::read_to_string(&path).expect("the document");
    assert!(
        written == current,
        "docs/server-safety.md is not what the tests say; set {WRITE_VARIABLE}=1 to write it"
    );
}
