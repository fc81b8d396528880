//! The permission matrix: every caller, every route, every verb.

mod document;
mod table;
mod world;

use std::collections::BTreeSet;

use futures_util::future::join_all;
use syncano_server::{RouteEntry, routes};

use self::document::document;
use self::table::{CALLERS, Row, SECTIONS, meaning};
use self::world::{Caller, World};
use crate::document::assert_current;
use crate::figures::figure;
use crate::reply::Reply;
use crate::server::Server;

fn rows() -> impl Iterator<Item = &'static Row> {
    SECTIONS.into_iter().flat_map(|(_, rows)| rows)
}

/// Whether what a call does makes the next one impossible.
fn is_spent(row: &Row) -> bool {
    let last = ["reset_key/", "rename/", "accept/", "password/"];
    row.verb == "DELETE"
        || last.iter().any(|end| row.path.ends_with(end))
        || (row.verb == "POST" && row.path.contains("{group}"))
        || (row.verb == "POST" && row.path.contains("{user}"))
        // A user that is replaced is called something else afterwards.
        || (row.verb == "PUT" && row.body.contains("username"))
}

/// The first segments under which a row's route lies.
fn versions(row: &Row) -> Vec<&'static str> {
    let own = routes().into_iter().filter(|route| route.path == row.path);
    own.flat_map(|route| route.versions).collect()
}

async fn ask(world: &World, caller: &Caller, row: &Row, version: &str) -> Reply {
    let path = world.path(caller, row.path, row.with);
    let body = world.body(caller, row.body);
    let reply = caller
        .send(row.verb, &format!("/{version}/{path}"), &body)
        .await;
    if row.verb == "GET" {
        let head = caller.send("HEAD", &format!("/{version}/{path}"), "").await;
        assert_eq!(head.status, reply.status, "HEAD {}", row.path);
    }
    reply
}

/// Asks for every cell of these rows, on a server of their own, as far as the version has
/// them. Returns how many there were.
async fn check_rows(rows: &'static [Row], version: &'static str) -> usize {
    let server = Server::start_with(|settings| settings.instances_per_account = Some(10_000)).await;
    let mut world = World::new(&server).await;
    let mut checked = 0;
    for row in rows.iter().filter(|row| versions(row).contains(&version)) {
        let cells: Vec<char> = row.cells.chars().filter(|cell| *cell != ' ').collect();
        assert_eq!(cells.len(), CALLERS.len(), "{} {}", row.verb, row.path);
        for (index, (name, cell)) in CALLERS.iter().zip(cells).enumerate() {
            let reply = ask(&world, &world.callers[index], row, version).await;
            let (expected, _) = meaning(cell);
            assert!(
                expected.contains(&reply.status),
                "{} /{version}/{} {:?} by {name}: {} {}, not {expected:?}",
                row.verb,
                row.path,
                row.with,
                reply.status,
                reply.text
            );
            checked += 1;
            if cell == '+' && is_spent(row) {
                world = World::new(&server).await;
            }
        }
    }
    checked
}

/// Checks all sections side by side: each waits for its own disk most of the time.
async fn check(version: &'static str) -> usize {
    let sections = SECTIONS.map(|(_, rows)| check_rows(rows, version));
    join_all(sections).await.into_iter().sum()
}

#[tokio::test]
async fn every_caller_gets_from_every_route_of_the_first_version_what_the_table_says() {
    assert!(check("v1").await > 1_000);
}

#[tokio::test]
async fn every_caller_gets_from_every_route_what_the_table_says() {
    let cells = check("v1.1").await;
    assert!(cells > 1_000);
    figure(
        "matrix",
        &format!("{cells} cells of /v1.1/, each as the table says"),
    );
}

#[tokio::test]
async fn every_caller_gets_from_every_route_of_the_second_version_what_the_table_says() {
    assert!(check("v2").await > 1_000);
}

#[test]
fn the_table_has_every_verb_of_every_route_and_no_other() {
    let mut listed = BTreeSet::new();
    for row in rows() {
        listed.insert((row.path, row.verb));
        if row.verb == "GET" {
            listed.insert((row.path, "HEAD"));
        }
    }
    let served: BTreeSet<_> = routes()
        .into_iter()
        .flat_map(|route| route.verbs.into_iter().map(move |verb| (route.path, verb)))
        .collect();
    let missing: Vec<_> = served.difference(&listed).collect();
    assert!(missing.is_empty(), "not in the table: {missing:?}");
    let invented: Vec<_> = listed.difference(&served).collect();
    assert!(invented.is_empty(), "not on the server: {invented:?}");
}

/// What stands for the parameters of a route in the table.
fn parameters(route: &RouteEntry) -> &'static [&'static str] {
    let row = rows().find(|row| row.path == route.path);
    row.expect("a row").with
}

#[tokio::test]
async fn a_verb_that_a_route_does_not_have_is_refused_to_everybody() {
    let server = Server::start().await;
    let world = World::new(&server).await;
    for route in routes() {
        let Some(version) = route.versions.first() else {
            continue;
        };
        for verb in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
            if route.verbs.contains(&verb) {
                continue;
            }
            for (caller, name) in world.callers.iter().zip(CALLERS) {
                let path = world.path(caller, route.path, parameters(&route));
                let reply = caller.send(verb, &format!("/{version}/{path}"), "").await;
                assert!(
                    matches!(reply.status, 403 | 405),
                    "{verb} {path} by {name}: {} {}",
                    reply.status,
                    reply.text
                );
            }
        }
    }
}

#[test]
fn the_document_of_the_permissions_is_current() {
    assert_current("permissions.md", &document());
}
