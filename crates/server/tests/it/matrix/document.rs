use std::fmt::Write;

use super::table::{CALLERS, Row, SECTIONS, meaning};

const INTRODUCTION: &str = "\
# Who may do what

The tests write this page, and ask a real server for every cell of it: \
`SYNCANO_WRITE_DOCS=1 cargo test -p syncano-server --test it the_document` renews it, and a \
route or verb that is missing here fails them.

| caller | who that is |
| --- | --- |
| nobody | no key at all |
| key | an API key of the instance without any flag |
| a flag | an API key with that flag only |
| all flags | an API key with all four flags |
| …, user | the same with the user key of one of the instance's users |
| stranger | an account key without a role in the instance |
| `read`, `write`, `full` | an account key with that role |
| owner | the account key of the one who made the instance |

✔ passes. – is 403, `You do not have permission to perform this action.` Numbers are other \
statuses: 404 hides what the caller may not know of, 400 and 401 say that the caller may ask and \
that there is nothing to be had (wrong tokens, no social login, a password that is set already). \
`HEAD` is as `GET`. A verb that a route does not have is 403 or 405 for everybody. The rows are \
the same in `/v1/`, `/v1.1/` and `/v2/`, as far as the version has the route.
";

/// The whole document.
pub(super) fn document() -> String {
    let mut text = INTRODUCTION.to_owned();
    for (heading, rows) in SECTIONS {
        let _ = write!(
            text,
            "\n## {heading}\n\n| route | {} |\n",
            CALLERS.join(" | ")
        );
        let _ = writeln!(text, "|{}", " --- |".repeat(CALLERS.len() + 1));
        for row in rows {
            let cells = row.cells.chars().filter(|cell| *cell != ' ');
            let signs: Vec<&str> = cells.map(|cell| meaning(cell).1).collect();
            let _ = writeln!(text, "| {} | {} |", title(row), signs.join(" | "));
        }
    }
    text
}

/// The route, and what its last parameter stands for where that matters.
fn title(row: &Row) -> String {
    let route = format!("`{} /{}`", row.verb, row.path);
    let named: Vec<&str> = row
        .with
        .iter()
        .copied()
        .filter(|name| !matches!(*name, "shop" | "github"))
        .collect();
    let is_foreign = row.body.contains("$other");
    match (named.is_empty(), is_foreign) {
        (true, false) => route,
        (true, true) => format!("{route} with somebody else's key"),
        (false, _) => format!("{route}: {}", named.join(", ")),
    }
}
