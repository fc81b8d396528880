//! Where a user key is looked for, and when it counts.

use serde_json::json;

use crate::server::{Actor, EndUser, NO_PERMISSION, Server};

const ME: &str = "/v1.1/instances/my-shop/user/";

/// An application of `my-shop` and two of its users.
async fn shop(server: &Server) -> (Actor, Actor, [EndUser; 2]) {
    let owner = server.account("owner").await.actor;
    let application = server.application(&owner, "my-shop", json!({})).await;
    let ada = server.user(&owner, "my-shop", "ada").await;
    let bob = server.user(&owner, "my-shop", "bob").await;
    (owner, application.actor, [ada, bob])
}

#[tokio::test]
async fn the_first_place_of_a_user_key_that_is_not_empty_counts() {
    let server = Server::start_compatible().await;
    let (_, application, [ada, bob]) = shop(&server).await;
    let (ada, bob) = (ada.key, bob.key);
    let nobody = "a".repeat(40);
    for (header, query, body, expected) in [
        (ada.as_str(), format!("user_key={bob}"), "", Some("ada")),
        ("", format!("user_key={bob}"), ada.as_str(), Some("bob")),
        ("", format!("userkey={bob}&user_key={ada}"), "", Some("ada")),
        ("", format!("userkey={bob}"), ada.as_str(), Some("bob")),
        ("", "user_key=".to_owned(), ada.as_str(), Some("ada")),
        // What is found first and is no good is not followed by another place.
        (nobody.as_str(), format!("user_key={ada}"), "", None),
        ("", "user_key=nonsense".to_owned(), ada.as_str(), None),
    ] {
        let actor = application.and_user(header);
        let path = format!("{ME}?{query}");
        let reply = actor.patch(&path, json!({"_user_key": body})).await;
        match expected {
            Some(name) => assert_eq!(reply.member("username"), name, "{query}"),
            None => assert_eq!(reply.outcome(), (403, NO_PERMISSION), "{query}"),
        }
    }
    // Only the name with the underscore is a credential.
    let reply = application.patch(ME, json!({"user_key": ada})).await;
    assert_eq!(reply.outcome(), (403, NO_PERMISSION));
}

#[tokio::test]
async fn a_user_key_counts_in_its_header_only_unless_the_original_is_asked_for() {
    let server = Server::start().await;
    let (_, application, [ada, _]) = shop(&server).await;
    let key = &ada.key;
    let by_header = application.and_user(&key.to_uppercase()).get(ME).await;
    assert_eq!(by_header.member("username"), "ada");
    for path in [
        format!("{ME}?user_key={key}"),
        format!("{ME}?userkey={key}"),
    ] {
        assert_eq!(application.get(&path).await.outcome(), (403, NO_PERMISSION));
    }
    let reply = application.patch(ME, json!({"_user_key": key})).await;
    assert_eq!(reply.outcome(), (403, NO_PERMISSION));
}

#[tokio::test]
async fn a_user_key_that_opens_nothing_is_as_good_as_none() {
    let server = Server::start().await;
    let (owner, application, [ada, _]) = shop(&server).await;
    server.application(&owner, "my-other", json!({})).await;
    let stranger = server.user(&owner, "my-other", "ada").await;
    let groups = "/v1.1/instances/my-shop/groups/";
    for key in [
        stranger.key.as_str(),
        &"a".repeat(40),
        "nonsense",
        application.key(),
        "",
    ] {
        let actor = application.and_user(key);
        assert_eq!(actor.get(groups).await.status, 200, "{key}");
        assert_eq!(actor.get(ME).await.outcome(), (403, NO_PERMISSION), "{key}");
    }
    // With an account key nobody looks at it, and alone it is nobody.
    assert_eq!(
        owner.and_user(&ada.key).get(ME).await.outcome(),
        (403, NO_PERMISSION)
    );
    assert_eq!(
        server
            .anonymous()
            .and_user(&ada.key)
            .get(ME)
            .await
            .outcome(),
        (403, NO_PERMISSION)
    );
}

#[tokio::test]
async fn a_user_key_in_the_place_of_an_api_key_is_no_key() {
    let server = Server::start().await;
    let (_, _, [ada, _]) = shop(&server).await;
    let reply = server.with_key(&ada.key).get(ME).await;
    assert_eq!(reply.outcome(), (403, crate::server::NO_SUCH_KEY));
}

#[tokio::test]
async fn a_key_searched_for_in_a_text_lets_the_text_name_a_verb_only_then() {
    let server = Server::start_compatible().await;
    let (_, application, [ada, _]) = shop(&server).await;
    let text = json!({"_user_key": ada.key, "_method": "GET"}).to_string();
    let send = |actor: Actor, text: String| async move {
        let request = actor.request("POST", ME);
        let request = request.header("Content-Type", "text/plain").body(text);
        actor.send(request).await.status
    };
    assert_eq!(send(application.clone(), text.clone()).await, 200);
    assert_eq!(send(application.and_user(&ada.key), text).await, 405);
}

#[tokio::test]
async fn a_user_manages_the_own_record_by_the_user_endpoint() {
    let server = Server::start().await;
    let (_, application, [ada, _]) = shop(&server).await;
    let actor = application.and_user(&ada.key);
    let body = json!({"username": "Lovelace", "profile": {"nick": "al"}});
    let changed = actor.patch(ME, body).await;
    assert_eq!(changed.member("username"), "Lovelace");
    let shown = actor.get(ME).await.json();
    assert_eq!(shown["username"], "lovelace");
    assert_eq!(shown["profile"]["nick"], "al");
    let reply = actor.put(ME, json!({})).await;
    let missing = json!({"username": ["This field is required."],
                         "password": ["This field is required."]});
    assert_eq!((reply.status, reply.json()), (400, missing));
    for method in ["POST", "DELETE"] {
        assert_eq!(actor.call(method, ME).await.status, 405, "{method}");
    }
}

#[tokio::test]
async fn a_user_cannot_hand_out_more_of_the_profile_than_it_has() {
    let server = Server::start().await;
    let (owner, application, [ada, _]) = shop(&server).await;
    let path = format!("/v1.1/instances/my-shop/users/{}/", ada.id);
    let body = json!({"profile": {"owner_permissions": "write"}});
    assert_eq!(owner.patch(&path, body).await.status, 200);
    let body = json!({"profile": {"owner_permissions": "full", "other_permissions": "full"}});
    let clamped = application
        .and_user(&ada.key)
        .patch(ME, body.clone())
        .await
        .json();
    assert_eq!(clamped["profile"]["owner_permissions"], "write");
    assert_eq!(clamped["profile"]["other_permissions"], "write");
    let given = owner.patch(&path, body).await.json();
    assert_eq!(given["profile"]["owner_permissions"], "full");
}
