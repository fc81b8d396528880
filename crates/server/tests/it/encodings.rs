//! The ways in which a body can be written.

use serde_json::{Value, json};

use crate::reply::Reply;
use crate::server::{Actor, Server};

const FORM: &str = "application/x-www-form-urlencoded";
const USERS: &str = "/v1.1/instances/my-shop/users/";

async fn send(actor: &Actor, verb: &str, path: &str, kind: &str, body: &[u8]) -> Reply {
    let request = actor.request(verb, path).header("Content-Type", kind);
    actor.send(request.body(body.to_vec())).await
}

async fn shop() -> (Server, Actor) {
    let server = Server::start_compatible().await;
    let owner = server.account("owner").await.actor;
    server.application(&owner, "my-shop", json!({})).await;
    (server, owner)
}

#[tokio::test]
async fn bodies_are_read_in_the_charset_of_their_type() {
    let (_server, owner) = shop().await;
    let utf16: Vec<u8> =
        r#"{"first_name":"é"}"#.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (kind, body) in [
        (
            "application/json; charset=utf-8",
            "{\"first_name\":\"é\"}".as_bytes(),
        ),
        (
            "application/json; charset=iso-8859-1",
            b"{\"first_name\":\"\xe9\"}",
        ),
        ("text/plain; charset=latin1", b"{\"first_name\":\"\xe9\"}"),
        ("application/json; charset=utf-16", &utf16),
        (
            "application/json; charset=windows-1250",
            b"{\"first_name\":\"\xe9\"}",
        ),
        (
            "multipart/form-data; boundary=b; charset=latin-1",
            b"--b\r\nContent-Disposition: form-data; name=\"first_name\"\r\n\r\n\xe9\r\n--b--\r\n",
        ),
        (FORM, b"first_name=%C3%A9"),
        (FORM, b"first_name=\xe9"),
        (
            "application/x-www-form-urlencoded; charset=latin-1",
            b"first_name=%E9",
        ),
    ] {
        let reply = send(&owner, "PATCH", "/v1.1/account/", kind, body).await;
        assert_eq!(reply.json()["first_name"], "é", "{kind}: {}", reply.text);
        let cleared = owner
            .patch("/v1.1/account/", json!({"first_name": ""}))
            .await;
        assert_eq!(cleared.status, 200);
    }
    let kind = "application/json; charset=ascii";
    let reply = send(
        &owner,
        "PATCH",
        "/v1.1/account/",
        kind,
        b"{\"first_name\":\"\xe9\"}",
    )
    .await;
    let text = "JSON parse error - 'ascii' codec can't decode byte 0xe9 in position 15: \
                ordinal not in range(128)";
    assert_eq!((reply.status, reply.json()), (400, json!({"detail": text})));
}

#[tokio::test]
async fn semicolons_separate_the_fields_of_queries_and_forms_too() {
    let (_server, owner) = shop().await;
    let body = b"first_name=Ada;last_name=Lovelace";
    let reply = send(&owner, "PATCH", "/v1.1/account/", FORM, body).await;
    let names = json!([reply.json()["first_name"], reply.json()["last_name"]]);
    assert_eq!(names, json!(["Ada", "Lovelace"]));
    let reply = owner.get("/v1.1/account/?fields=id;fields=last_name").await;
    assert_eq!(reply.json(), json!({"last_name": "Lovelace"}));
}

#[tokio::test]
async fn forms_write_what_is_inside_an_object_into_the_names_of_their_fields() {
    let (_server, owner) = shop().await;
    let body = b"username=ada&password=x&profile.other_permissions=read&profile=ignored";
    let made = send(&owner, "POST", USERS, FORM, body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    assert_eq!(made.json()["profile"]["other_permissions"], "read");
    let path = format!("{USERS}{}/", made.json()["id"]);
    let body = b"profile.other_permissions=all";
    let reply = send(&owner, "PATCH", &path, FORM, body).await;
    let problem = json!({"profile": {"other_permissions": ["\"all\" is not a valid choice."]}});
    assert_eq!((reply.status, reply.json()), (400, problem));
}

#[tokio::test]
async fn forms_write_the_items_of_a_list_with_their_numbers() {
    let (_server, owner) = shop().await;
    let path = "/v1.1/instances/my-shop/batch/";
    let body = b"requests[1]method=GET&requests[1]path=/v1.1/instances/my-shop/nowhere/\
                 &requests[0]method=GET&requests[0]path=/v1.1/instances/my-shop/groups/";
    let reply = send(&owner, "POST", path, FORM, body).await;
    let empty = json!({"next": null, "prev": null, "objects": []});
    let expected: Value = json!([{"code": 200, "content": empty}, "code"]);
    assert_eq!((reply.status, reply.json()), (200, expected));
    let reply = send(&owner, "POST", path, FORM, b"requests=none").await;
    assert_eq!(reply.outcome(), (200, "[]"));
}

#[tokio::test]
async fn an_empty_field_of_a_form_is_null_where_null_is_a_value() {
    let (_server, owner) = shop().await;
    let groups = "/v1.1/instances/my-shop/groups/";
    let group = owner.post(groups, json!({"name": "one"})).await.json();
    let path = format!("{groups}{}/", group["id"]);
    let reply = send(&owner, "PATCH", &path, FORM, b"name=").await;
    assert_eq!((reply.status, &reply.json()["name"]), (200, &Value::Null));
    let reply = owner
        .post(&format!("{path}users/"), json!({"user": ""}))
        .await;
    let problem = json!({"user": ["This field may not be null."]});
    assert_eq!((reply.status, reply.json()), (400, problem));
}

#[tokio::test]
async fn a_name_that_is_too_long_and_no_slug_has_both_problems() {
    let (_server, owner) = shop().await;
    let groups = "/v1.1/instances/my-shop/groups/";
    let reply = owner.post(groups, json!({"name": "ż".repeat(65)})).await;
    let problems = json!({"name": [
        "Ensure this field has no more than 64 characters.",
        "Enter a valid \"slug\" consisting of letters, numbers, underscores or hyphens.",
    ]});
    assert_eq!((reply.status, reply.json()), (400, problems));
}

#[tokio::test]
async fn a_profile_is_changed_only_at_the_revision_that_the_caller_expects() {
    let (server, owner) = shop().await;
    let ada = server.user(&owner, "my-shop", "ada").await;
    let object = format!(
        "/v1.1/instances/my-shop/classes/user_profile/objects/{}/",
        ada.id
    );
    let change =
        |revision: Value, room: &str| json!({"expected_revision": revision, "channel_room": room});
    let reply = owner.patch(&object, change(json!(1), "one")).await;
    assert_eq!((reply.status, &reply.json()["revision"]), (200, &json!(2)));
    let reply = owner.patch(&object, change(json!("1"), "two")).await;
    let mismatch = json!({"expected_revision": "Revision mismatch. Expected 1, got 2."});
    assert_eq!((reply.status, reply.json()), (400, mismatch));
    assert_eq!(owner.get(&object).await.json()["channel_room"], "one");
    let reply = owner.patch(&object, change(json!("x"), "two")).await;
    let problem = json!({"expected_revision": ["A valid integer is required."]});
    assert_eq!((reply.status, reply.json()), (400, problem));
}

#[tokio::test]
async fn an_instance_is_not_renamed_to_nothing_by_a_form_either() {
    let (_server, owner) = shop().await;
    let path = "/v1.1/instances/my-shop/rename/";
    for (body, problem) in [
        (&b"new_name="[..], "This field may not be blank."),
        (b"other=x", "This field may not be null."),
    ] {
        let reply = send(&owner, "POST", path, FORM, body).await;
        let problem = json!({"new_name": [problem]});
        assert_eq!((reply.status, reply.json()), (400, problem));
    }
}
