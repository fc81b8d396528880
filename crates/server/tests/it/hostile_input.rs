use serde_json::json;

use crate::figures::figure;
use crate::server::{Actor, Server};

const ROUTES: [(&str, &str); 23] = [
    ("POST", "/v1.1/account/auth/"),
    ("POST", "/v1.1/account/auth/github/"),
    ("POST", "/v1.1/account/register/"),
    ("PUT", "/v1.1/account/"),
    ("PATCH", "/v1.1/account/"),
    ("POST", "/v1.1/account/password/"),
    ("POST", "/v1.1/account/invitations/accept/"),
    ("POST", "/v1.1/instances/"),
    ("PUT", "/v1.1/instances/my-shop/"),
    ("PATCH", "/v1.1/instances/my-shop/"),
    ("POST", "/v1.1/instances/my-shop/rename/"),
    ("POST", "/v1.1/instances/my-shop/api_keys/"),
    ("PATCH", "/v1.1/instances/my-shop/api_keys/1/"),
    ("POST", "/v1.1/instances/my-shop/users/"),
    ("PUT", "/v1.1/instances/my-shop/users/1/"),
    ("PATCH", "/v1.1/instances/my-shop/users/1/"),
    ("POST", "/v1.1/instances/my-shop/user/auth/"),
    ("POST", "/v1.1/instances/my-shop/groups/"),
    ("PATCH", "/v1.1/instances/my-shop/groups/1/"),
    ("POST", "/v1.1/instances/my-shop/groups/1/users/"),
    ("POST", "/v1.1/instances/my-shop/users/1/groups/"),
    (
        "PATCH",
        "/v1.1/instances/my-shop/classes/user_profile/objects/1/",
    ),
    ("POST", "/v1.1/instances/my-shop/batch/"),
];

const FIELDS: [&str; 19] = [
    "email",
    "password",
    "first_name",
    "name",
    "new_name",
    "new_password",
    "current_password",
    "description",
    "metadata",
    "ignore_acl",
    "invitation_key",
    "access_token",
    "username",
    "profile",
    "label",
    "group",
    "user",
    "nick",
    "requests",
];

const VALUES: [&str; 20] = [
    "null",
    "true",
    "NaN",
    "-Infinity",
    "1e308",
    "-1",
    "99999999999999999999999999999999999999999",
    "\"\"",
    "\"\\u0000\"",
    "\"a\\u0000b\"",
    "\"\\ud800\"",
    "\"\\udc00\\ud800\"",
    "[]",
    "{}",
    "[[[[]]]]",
    "{\"\":{\"\":\"\"}}",
    "\"' OR 1=1 --\"",
    "\"../../../etc/passwd\"",
    "\"\\u202e\"",
    "\"{\\\"a\\\": \\\"\\\\u0000\\\"}\"",
];

async fn send(actor: &Actor, method: &str, path: &str, kind: &str, body: Vec<u8>) -> u16 {
    let request = actor
        .request(method, path)
        .header("Content-Type", kind)
        .body(body);
    let reply = actor.send(request).await;
    if reply.status >= 400 {
        assert_eq!(
            reply.header("content-type"),
            Some("application/json; charset=utf-8")
        );
        reply.json();
    }
    reply.status
}

/// The instance, key, user and group that the routes name.
async fn prepare(server: &Server, owner: &Actor) {
    server.application(owner, "my-shop", json!({})).await;
    server.user(owner, "my-shop", "ada").await;
    let groups = "/v1.1/instances/my-shop/groups/";
    assert_eq!(owner.post(groups, json!({})).await.status, 201);
}

#[tokio::test]
async fn no_value_of_any_field_is_a_server_error() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    prepare(&server, &ada.actor).await;
    for (method, path) in ROUTES {
        for value in VALUES {
            let members: Vec<String> = FIELDS
                .iter()
                .map(|field| format!("\"{field}\":{value}"))
                .collect();
            let body = format!("{{{}}}", members.join(","));
            let status = send(&ada.actor, method, path, "application/json", body.into()).await;
            assert!(status < 500, "{method} {path} {value}: {status}");
        }
    }
    assert_eq!(ada.actor.get("/v1.1/account/").await.status, 200);
    figure(
        "field-values",
        &format!(
            "{} values in {} fields of {} routes: 0 server errors",
            VALUES.len(),
            FIELDS.len(),
            ROUTES.len()
        ),
    );
}

#[tokio::test]
async fn no_value_inside_a_profile_or_a_batch_is_a_server_error() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    prepare(&server, &ada.actor).await;
    for value in VALUES {
        let fields = [
            "owner_permissions",
            "group",
            "channel",
            "channel_room",
            "nick",
        ];
        let members: Vec<String> = fields
            .iter()
            .map(|field| format!("\"{field}\":{value}"))
            .collect();
        for (path, body) in [
            (
                "users/1/",
                format!("{{\"profile\":{{{}}}}}", members.join(",")),
            ),
            ("users/1/", format!("{{\"profile\":{{\"nick\":{value}}}}}")),
        ] {
            let path = format!("/v1.1/instances/my-shop/{path}");
            let status = send(&ada.actor, "PATCH", &path, "application/json", body.into()).await;
            assert!(status < 500, "{path} {value}: {status}");
            // What was stored can be read.
            assert_eq!(ada.actor.get(&path).await.status, 200, "{value}");
        }
        let batch = "/v1.1/instances/my-shop/batch/";
        let groups = "\"/v1.1/instances/my-shop/groups/\"";
        for (method, path, inner) in [
            ("\"POST\"", groups, value),
            (value, groups, "{}"),
            ("\"POST\"", value, "{}"),
        ] {
            let part = format!("{{\"method\":{method},\"path\":{path},\"body\":{inner}}}");
            for body in [
                format!("{{\"requests\":[{part}]}}"),
                format!("{{\"requests\":[{value}]}}"),
            ] {
                let kind = "application/json";
                let status = send(&ada.actor, "POST", batch, kind, body.into()).await;
                assert!(status < 500, "{value}: {status}");
            }
        }
    }
}

#[tokio::test]
async fn a_batch_nested_as_deep_as_json_goes_is_answered() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    prepare(&server, &ada.actor).await;
    let path = "/v1.1/instances/my-shop/batch/";
    let mut body = json!({"requests": []});
    let mut depth = 0;
    loop {
        let next = json!({"requests": [{"method": "POST", "path": path, "body": body}]});
        if send(
            &ada.actor,
            "POST",
            path,
            "application/json",
            next.to_string().into(),
        )
        .await
            != 200
        {
            break;
        }
        body = next;
        depth += 1;
    }
    assert!(depth > 30, "{depth}");
    assert_eq!(ada.actor.get("/v1.1/account/").await.status, 200);
}

#[tokio::test]
async fn no_body_of_any_type_is_a_server_error() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    prepare(&server, &ada.actor).await;
    let deep = "[".repeat(100_000);
    let bodies: [&[u8]; 12] = [
        b"",
        b" ",
        b"{",
        b"\"",
        b"\xff\xfe",
        b"\xef\xbb\xbf{}",
        b"\0",
        b"--b\r\n\r\n",
        b"--b--",
        b"%ff=%00",
        b"a=b&a",
        deep.as_bytes(),
    ];
    let kinds = [
        "application/json",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=b",
        "multipart/form-data",
        "application/json; charset=latin-1",
        "application/json; charset=nonsense",
        "image/png",
        "/",
        ";;;",
    ];
    for (method, path) in ROUTES {
        for kind in kinds {
            for body in bodies {
                let status = send(&ada.actor, method, path, kind, body.to_vec()).await;
                assert!(status < 500, "{method} {path} {kind} {body:?}: {status}");
            }
        }
    }
    let sent = ROUTES.len() * kinds.len() * bodies.len();
    figure(
        "bodies",
        &format!("{sent} bodies of {} types: 0 server errors", kinds.len()),
    );
}

#[tokio::test]
async fn no_path_query_or_key_is_a_server_error() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    prepare(&server, &ada.actor).await;
    let odd = [
        "%00",
        "%ff",
        "%2f",
        "..%2f",
        "%F0%9F%98%80",
        "a'b",
        "-1",
        "0",
        "99999999999999999999",
        "1.5",
        "a".repeat(5000).as_str(),
        "%25",
        "{id}",
        "*",
    ]
    .map(str::to_owned);
    for text in odd {
        for path in [
            format!("/v1.1/instances/{text}/"),
            format!("/v1.1/instances/{text}/api_keys/"),
            format!("/v1.1/instances/my-shop/api_keys/{text}/"),
            format!("/v1.1/instances/my-shop/users/{text}/"),
            format!("/v1.1/instances/my-shop/users/{text}/groups/{text}/"),
            format!("/v1.1/instances/my-shop/groups/{text}/users/{text}/"),
            format!("/v1.1/instances/my-shop/users/?username__startswith={text}"),
            format!("/v1.1/instances/my-shop/api_keys/?page_size={text}&last_pk={text}"),
            format!(
                "/v1.1/instances/my-shop/api_keys/?fields={text}&ordering={text}&format={text}"
            ),
            format!("/v1.1/instances/?name__startswith={text}"),
            format!("/{text}"),
        ] {
            for actor in [&ada.actor, &server.anonymous()] {
                let reply = actor.get(&path).await;
                assert!(reply.status < 500, "{path}: {}", reply.status);
            }
        }
    }
    for key in [
        "",
        " ",
        "é",
        "1:2:3",
        &"f".repeat(41),
        &"g".repeat(40),
        "\u{7f}",
    ] {
        let Ok(key) = reqwest::header::HeaderValue::from_bytes(key.as_bytes()) else {
            continue;
        };
        let anonymous = server.anonymous();
        let request = anonymous
            .request("GET", "/v1.1/account/")
            .header("X-API-KEY", key);
        assert_eq!(anonymous.send(request).await.status, 403);
    }
    figure(
        "paths",
        "14 odd texts in 11 places, 7 odd keys: 0 server errors",
    );
}

#[tokio::test]
async fn a_body_that_cannot_be_parsed_is_reported_before_anything_else() {
    let server = Server::start().await;
    let path = "/v1.1/instances/no-such/api_keys/";
    for actor in [server.anonymous(), server.with_key("abc")] {
        assert_eq!(
            send(&actor, "POST", path, "application/json", b"{".to_vec()).await,
            400
        );
        assert_eq!(
            send(&actor, "GET", path, "application/xml", b"<a/>".to_vec()).await,
            415
        );
        assert_eq!(
            send(&actor, "POST", path, "application/json", b"{}".to_vec()).await,
            403
        );
    }
}

#[tokio::test]
async fn links_are_paths_whatever_the_headers_say_about_the_host() {
    let server = Server::start().await;
    let ada = server.account("ada").await.actor;
    prepare(&server, &ada).await;
    server.application(&ada, "my-shop", json!({})).await;
    let names = [
        "Host",
        "X-Forwarded-Host",
        "Forwarded",
        "X-Original-URL",
        "X-Forwarded-Prefix",
    ];
    let paths = [
        "/v1.1/instances/",
        "/v1.1/instances/my-shop/",
        "/v1.1/instances/my-shop/api_keys/?page_size=1",
        "/v1.1/instances/my-shop/users/1/",
    ];
    let mut links = 0;
    for (name, path) in names.iter().flat_map(|name| paths.map(|path| (name, path))) {
        let request = ada.request("GET", path).header(*name, "host=evil.example");
        let reply = ada.send(request).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        assert!(
            !reply.text.contains("evil.example"),
            "{name} {path}: {}",
            reply.text
        );
        let found = links_in(&reply.json());
        assert!(!found.is_empty(), "{path}");
        for link in &found {
            assert!(link.starts_with("/v1.1/"), "{link}");
        }
        links += found.len();
    }
    figure(
        "links",
        &format!("5 headers that name another host, {links} links: {links} paths"),
    );
}

/// Every text of an answer that is a link by its place.
fn links_in(value: &serde_json::Value) -> Vec<String> {
    let Some(members) = value.as_object() else {
        return Vec::new();
    };
    let own = members
        .iter()
        .flat_map(|(name, value)| match name.as_str() {
            "links" => value
                .as_object()
                .into_iter()
                .flat_map(|links| links.values())
                .collect(),
            "next" | "prev" => vec![value],
            _ => Vec::new(),
        });
    let own = own.filter_map(|link| link.as_str()).map(str::to_owned);
    let inner = members
        .get("objects")
        .and_then(|rows| rows.as_array())
        .into_iter()
        .flatten();
    own.chain(inner.flat_map(links_in)).collect()
}
