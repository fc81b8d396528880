//! The OpenAPI description: current, complete, and true of the real server.

mod description;
mod fuzz;
mod world;

use std::collections::BTreeSet;
use std::process::Command;

use futures_util::future::join_all;
use serde_json::Value;
use syncano_server::{DescribedVersion, openapi, routes};

use self::description::{Description, Operation};
use self::world::World;
use crate::document::assert_current;

fn version(name: &str) -> DescribedVersion {
    DescribedVersion::from_name(name).expect("a version")
}

#[test]
fn the_document_of_the_api_is_current() {
    assert_current(
        "openapi.json",
        &openapi(version("v1.1")).expect("a description"),
    );
}

#[test]
fn the_command_prints_each_version() {
    for described in DescribedVersion::all() {
        let out = Command::new(env!("CARGO_BIN_EXE_syncano-server"))
            .env_clear()
            .args(["openapi", "--api", described.name()])
            .output()
            .expect("the binary");
        assert!(out.status.success());
        let printed = String::from_utf8(out.stdout).expect("text");
        assert_eq!(printed, openapi(described).expect("a description"));
    }
}

#[test]
fn every_verb_of_every_route_is_described_and_no_other() {
    for described in DescribedVersion::all() {
        let mut served = BTreeSet::new();
        for route in routes() {
            let path = match route.versions.as_slice() {
                [] => "/".to_owned(),
                versions if versions.contains(&described.name()) => {
                    format!("/{}/{}", described.name(), route.path)
                }
                _ => continue,
            };
            let verbs = route.verbs.into_iter();
            // Nobody may make or delete a profile by itself, so there is nothing to describe.
            let is_refused =
                |verb: &str| matches!(verb, "POST" | "DELETE") && path.contains("/user_profile/");
            let verbs = verbs
                .filter(|verb| !matches!(*verb, "HEAD" | "OPTIONS"))
                .filter(|verb| !is_refused(verb));
            served.extend(verbs.map(|verb| (path.clone(), verb.to_owned())));
        }
        let description = Description::of(described);
        let told: BTreeSet<_> = description
            .operations()
            .into_iter()
            .map(|operation| (operation.path, operation.verb))
            .collect();
        assert_eq!(told, served, "{}", described.name());
    }
}

#[test]
fn every_body_has_an_example_that_fits_its_schema() {
    for described in DescribedVersion::all() {
        let description = Description::of(described);
        for operation in description.operations() {
            let Some(schema) = operation.request_schema() else {
                continue;
            };
            let example = operation.request_example();
            let example = example.unwrap_or_else(|| panic!("{} has no example", operation.id()));
            description.assert_fits(&schema, &example, &operation.id());
        }
    }
}

#[test]
fn the_examples_of_answers_fit_their_schemas() {
    for described in DescribedVersion::all() {
        let description = Description::of(described);
        let mut checked = 0;
        for (name, schema) in description.schemas() {
            for example in schema["examples"].as_array().into_iter().flatten() {
                description.assert_fits(schema, example, name);
                checked += 1;
            }
        }
        assert!(checked > 15, "{checked}");
    }
}

/// Whether what an operation does makes the examples of others impossible.
fn is_spent(operation: &Operation) -> bool {
    let path = &operation.path;
    let last = ["reset_key/", "rename/", "accept/", "activate/", "confirm/"];
    operation.verb == "DELETE"
        || last.iter().any(|end| path.ends_with(end))
        || path.contains("account/password/")
        // Users who are replaced get another password.
        || (operation.verb == "PUT" && path.contains("/user"))
}

/// Sends the example of an operation, and checks what comes back against the description.
async fn replay(description: &Description, world: &World, operation: &Operation) {
    let id = operation.id();
    let body = match operation.request_example() {
        Some(example) => Some(world.fill_in(&id, example).await),
        None => None,
    };
    let reply = world.send(operation, body.as_ref()).await;
    let expected = operation.status_of_success();
    assert_eq!(reply.status, expected, "{id}: {}", reply.text);
    match operation.answer_schema(description, expected) {
        Some(schema) => {
            assert_eq!(
                reply.header("content-type"),
                Some("application/json; charset=utf-8")
            );
            description.assert_fits(&schema, &reply.json(), &id);
        }
        None => assert_eq!(reply.text, "", "{id}"),
    }
}

async fn replay_all(described: DescribedVersion) {
    let description = Description::of(described);
    let (spent, harmless): (Vec<Operation>, Vec<Operation>) =
        description.operations().into_iter().partition(is_spent);
    assert!(harmless.len() > 40, "{}", harmless.len());
    let shared = World::new(described.name()).await;
    // Reading first: what is made afterwards is not what the examples name.
    let (reading, writing): (Vec<_>, Vec<_>) = harmless
        .into_iter()
        .partition(|operation| operation.verb == "GET");
    for operation in reading.iter().chain(&writing) {
        replay(&description, &shared, operation).await;
    }
    let alone = spent.iter().map(|operation| async {
        let world = World::new(described.name()).await;
        replay(&description, &world, operation).await;
    });
    join_all(alone).await;
}

#[tokio::test]
async fn every_example_of_the_first_version_is_answered_as_described() {
    replay_all(version("v1")).await;
}

#[tokio::test]
async fn every_example_is_answered_as_described() {
    replay_all(version("v1.1")).await;
}

#[tokio::test]
async fn every_example_of_the_second_version_is_answered_as_described() {
    replay_all(version("v2")).await;
}

#[tokio::test]
async fn refusals_are_as_described() {
    let description = Description::of(version("v1.1"));
    let world = World::new("v1.1").await;
    let anonymous = world.server.anonymous();
    let mut refused = 0;
    for operation in description.operations() {
        if operation.is_open() {
            continue;
        }
        let path = operation.example_path();
        let reply = anonymous.call(&operation.verb, &path).await;
        assert_eq!(reply.status, 403, "{}", operation.id());
        let schema = operation.answer_schema(&description, 403);
        let id = operation.id();
        description.assert_fits(&schema.expect("a schema"), &reply.json(), &id);
        refused += 1;
    }
    assert!(refused > 60, "{refused}");
    let fields = Value::Object(serde_json::Map::new());
    for operation in description.operations() {
        let required = operation.request_schema();
        let required = required.is_some_and(|schema| schema.get("required").is_some());
        let is_social = operation.path.contains("{backend}");
        if !required || is_social {
            continue;
        }
        let reply = world.send(&operation, Some(&fields)).await;
        let id = operation.id();
        assert_eq!(reply.status, 400, "{id}: {}", reply.text);
        let schema = operation.answer_schema(&description, 400);
        description.assert_fits(&schema.expect("a schema"), &reply.json(), &id);
    }
}
