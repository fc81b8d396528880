//! One line for every request, with nothing of the request's own in it.

use std::fs;

use serde_json::{Value, json};

use crate::command::{Process, create_admin};

const CANARY: &str = "canary-1f7e";

#[tokio::test]
async fn each_request_is_one_line_of_json_by_route_and_id() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = create_admin(folder.path(), "canary-1f7e@example.com", "canary-1f7e\n");
    let key = String::from_utf8(made.stdout).expect("text");
    let key = key.trim();
    let log = folder.path().join("log");
    let options = ["--log-format", "json", "--log", "info"];
    let server = Process::serve(folder.path(), &log, &options);
    let client = reqwest::Client::new();
    let mut expected = Vec::new();
    for (method, path, status, route) in [
        ("GET", "/v1.1/account/", 200, "/v1.1/account/"),
        (
            "GET",
            "/v1.1/instances/canary-1f7e/",
            404,
            "/v1.1/instances/{instance}/",
        ),
        (
            "GET",
            "/v1.1/instances/canary-1f7e/api_keys/77777/?a=canary-1f7e",
            404,
            "/v1.1/instances/{instance}/api_keys/{id}/",
        ),
        ("GET", "/canary-1f7e", 404, "none"),
        ("GET", "/", 200, "/"),
        ("GET", "/livez", 200, "/livez"),
        ("GET", "/readyz", 200, "/readyz"),
        ("canary-1f7e", "/v2/", 405, "/v2/"),
    ] {
        let method = reqwest::Method::from_bytes(method.as_bytes()).expect("a method");
        let request = client.request(method.clone(), format!("{}{path}", server.url));
        let request = request
            .header("X-API-KEY", key)
            .header("X-Request-Id", CANARY)
            .header("User-Agent", CANARY);
        let answer = request.send().await.expect("an answer");
        let id = answer.headers().get("x-request-id").expect("an id");
        let id = id.to_str().expect("text").to_owned();
        assert_eq!(answer.status().as_u16(), status, "{path}");
        let method = if method.as_str() == "GET" {
            "GET"
        } else {
            "other"
        };
        expected.push(json!({"id": id, "method": method, "route": route, "status": status}));
    }
    assert!(server.terminate());
    let text = fs::read_to_string(&log).expect("a log");
    assert!(!text.contains("canary"), "{text}");
    assert!(!text.contains("77777"), "{text}");
    assert!(!text.contains(key));
    let lines: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let mut answered = Vec::new();
    for line in lines.iter().filter(|line| line["message"] == "answered") {
        assert!(line["ms"].is_u64(), "{line}");
        assert_eq!(line["level"], "INFO");
        assert!(line["timestamp"].is_string());
        answered.push(json!({
            "id": line["id"], "method": line["method"], "route": line["route"],
            "status": line["status"],
        }));
    }
    assert_eq!(answered, expected);
}

#[tokio::test]
async fn an_error_is_logged_under_the_id_of_its_request() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = create_admin(folder.path(), "ada@example.com", "x\n");
    let key = String::from_utf8(made.stdout).expect("text");
    let log = folder.path().join("log");
    let options = [
        "--log-format",
        "json",
        "--log",
        "error",
        "--database-pages-max",
        "1",
    ];
    let server = Process::serve(folder.path(), &log, &options);
    let client = reqwest::Client::new();
    let url = format!("{}/v1.1/instances/", server.url);
    let mut body = json!({"name": "my-shop"});
    let mut path = String::new();
    let mut refused = None;
    for _ in 0..1000 {
        let request = client.post(format!("{url}{path}"));
        let request = request.header("X-API-KEY", key.trim()).json(&body);
        let answer = request.send().await.expect("an answer");
        if answer.status().as_u16() == 503 {
            refused = answer.headers().get("x-request-id").cloned();
            break;
        }
        path = "my-shop/api_keys/".to_owned();
        body = json!({"description": "x".repeat(1000)});
    }
    let id = refused.expect("a database that is full");
    drop(server);
    let text = fs::read_to_string(&log).expect("a log");
    let line: Value = serde_json::from_str(text.trim()).expect("one line");
    assert_eq!(line["message"], "the database is not available");
    assert_eq!(line["span"]["id"], id.to_str().expect("text"));
}
