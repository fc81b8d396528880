//! Profiles as data objects: one test for each documented row of the decision table
//! that objects of this class can prove.

use serde_json::{Value, json};

use crate::server::{Actor, EndUser, NO_PERMISSION, NOT_FOUND, Server};

const OBJECTS: &str = "/v1.1/instances/my-shop/classes/user_profile/objects/";

struct Shop {
    server: Server,
    owner: Actor,
    /// Of an API key without flags, with `allow_anonymous_read` and with `ignore_acl`.
    flagless: Actor,
    reader: Actor,
    ignorer: Actor,
    ada: EndUser,
    bob: EndUser,
}

impl Shop {
    async fn open() -> Self {
        let server = Server::start().await;
        let owner = server.account("owner").await.actor;
        let flagless = server.application(&owner, "my-shop", json!({})).await.actor;
        let fields = json!({"allow_anonymous_read": true, "allow_user_create": true});
        let reader = server.application(&owner, "my-shop", fields).await.actor;
        let fields = json!({"ignore_acl": true});
        let ignorer = server.application(&owner, "my-shop", fields).await.actor;
        let ada = server.user(&owner, "my-shop", "ada").await;
        let bob = server.user(&owner, "my-shop", "bob").await;
        Self {
            server,
            owner,
            flagless,
            reader,
            ignorer,
            ada,
            bob,
        }
    }

    /// Sets what others may do with Bob's profile.
    async fn share(&self, permissions: Value) {
        let reply = self.owner.patch(&bobs(self), permissions).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
    }
}

fn bobs(shop: &Shop) -> String {
    format!("{OBJECTS}{}/", shop.bob.id)
}

async fn listed(actor: &Actor) -> Vec<i64> {
    let reply = actor.get(OBJECTS).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    let page = reply.json();
    let objects = page["objects"].as_array().expect("objects");
    objects
        .iter()
        .map(|object| object["id"].as_i64().expect("an id"))
        .collect()
}

/// Statuses of a list, a read, a change and a removal.
async fn statuses(actor: &Actor, path: &str) -> [u16; 4] {
    [
        actor.get(OBJECTS).await.status,
        actor.get(path).await.status,
        actor
            .patch(path, json!({"channel_room": "hall"}))
            .await
            .status,
        actor.delete(path).await.status,
    ]
}

#[tokio::test]
async fn row_account_by_role() {
    let shop = Shop::open().await;
    let path = bobs(&shop);
    for (role, expected) in [
        ("read", [200, 200, 403, 403]),
        ("write", [200, 200, 200, 403]),
        ("full", [200, 200, 200, 403]),
    ] {
        let member = shop.server.account(role).await;
        shop.server.grant(&member, "my-shop", role).await;
        assert_eq!(statuses(&member.actor, &path).await, expected, "{role}");
    }
    let stranger = shop.server.account("stranger").await.actor;
    assert_eq!(statuses(&stranger, &path).await, [403; 4]);
}

#[tokio::test]
async fn row_api_key_ignore_acl_with_or_without_a_user() {
    let shop = Shop::open().await;
    shop.share(json!({"owner_permissions": "none"})).await;
    for actor in [shop.ignorer.clone(), shop.ignorer.and_user(&shop.ada.key)] {
        assert_eq!(listed(&actor).await, [shop.ada.id, shop.bob.id]);
        assert_eq!(statuses(&actor, &bobs(&shop)).await, [200, 200, 200, 403]);
    }
}

#[tokio::test]
async fn row_api_key_no_user_no_flags() {
    let shop = Shop::open().await;
    shop.share(json!({"other_permissions": "full"})).await;
    assert_eq!(statuses(&shop.flagless, &bobs(&shop)).await, [403; 4]);
}

#[tokio::test]
async fn row_api_key_no_user_allow_anonymous_read() {
    let shop = Shop::open().await;
    assert_eq!(
        statuses(&shop.reader, &bobs(&shop)).await,
        [200, 404, 403, 403]
    );
    assert_eq!(listed(&shop.reader).await, [0_i64; 0]);
    for permission in ["read", "write", "full"] {
        shop.share(json!({"other_permissions": permission})).await;
        assert_eq!(listed(&shop.reader).await, [shop.bob.id]);
        let found = statuses(&shop.reader, &bobs(&shop)).await;
        assert_eq!(found, [200, 200, 403, 403], "{permission}");
    }
}

#[tokio::test]
async fn row_api_key_and_user() {
    let shop = Shop::open().await;
    let path = bobs(&shop);
    for key in [&shop.flagless, &shop.reader] {
        let ada = key.and_user(&shop.ada.key);
        for (permission, objects, expected) in [
            ("none", vec![shop.ada.id], [200, 404, 404, 403]),
            ("read", vec![shop.ada.id, shop.bob.id], [200, 200, 403, 403]),
            (
                "write",
                vec![shop.ada.id, shop.bob.id],
                [200, 200, 200, 403],
            ),
        ] {
            shop.share(json!({"other_permissions": permission})).await;
            assert_eq!(listed(&ada).await, objects, "{permission}");
            assert_eq!(statuses(&ada, &path).await, expected, "{permission}");
        }
        shop.share(json!({"other_permissions": "none"})).await;
    }
    // The own profile, by the owner's level.
    shop.share(json!({"owner_permissions": "read"})).await;
    let bob = shop.flagless.and_user(&shop.bob.key);
    assert_eq!(statuses(&bob, &path).await, [200, 200, 403, 403]);
    shop.share(json!({"owner_permissions": "none"})).await;
    assert_eq!(listed(&bob).await, [0_i64; 0]);
    assert_eq!(bob.get(&path).await.outcome(), (404, NOT_FOUND));
}

#[tokio::test]
async fn a_group_counts_for_its_members_only() {
    let shop = Shop::open().await;
    let groups = "/v1.1/instances/my-shop/groups/";
    let group = shop.owner.post(groups, json!({})).await.json()["id"].clone();
    shop.share(json!({"group": group, "group_permissions": "write"}))
        .await;
    let ada = shop.flagless.and_user(&shop.ada.key);
    assert_eq!(ada.get(&bobs(&shop)).await.status, 404);
    let members = format!("{groups}{group}/users/");
    let reply = shop
        .owner
        .post(&members, json!({"user": shop.ada.id}))
        .await;
    assert_eq!(reply.status, 201);
    assert_eq!(listed(&ada).await, [shop.ada.id, shop.bob.id]);
    // Nobody hands out more than it has.
    let wish = json!({"other_permissions": "full"});
    let changed = ada.patch(&bobs(&shop), wish).await.json();
    assert_eq!(changed["other_permissions"], "write");
}

#[tokio::test]
async fn row_anonymous() {
    let shop = Shop::open().await;
    shop.share(json!({"other_permissions": "full"})).await;
    let anonymous = shop.server.anonymous();
    assert_eq!(statuses(&anonymous, &bobs(&shop)).await, [403; 4]);
}

#[tokio::test]
async fn profiles_come_and_go_with_their_users_only() {
    let shop = Shop::open().await;
    for actor in [&shop.owner, &shop.ignorer, &shop.flagless] {
        let reply = actor.post(OBJECTS, json!({})).await;
        assert_eq!(reply.outcome(), (403, NO_PERMISSION));
        let reply = actor.delete(&bobs(&shop)).await;
        assert_eq!(reply.outcome(), (403, NO_PERMISSION));
    }
}

#[tokio::test]
async fn a_profile_is_the_same_as_an_object_and_in_its_user() {
    let shop = Shop::open().await;
    let object = json!({"nick": "B", "card": {"owner": 1, "x": 2}});
    let changed = shop.owner.put(&bobs(&shop), object).await.json();
    let path = format!("/v1.1/instances/my-shop/users/{}/", shop.bob.id);
    let user = shop.owner.get(&path).await.json();
    assert_eq!(user["profile"], changed);
    let link = user["links"]["profile"].as_str().expect("a link");
    assert_eq!(shop.owner.get(link).await.json(), changed);
    // The members of a field are data, which a selection leaves alone.
    let chosen = shop.owner.get(&format!("{path}?fields=profile,card")).await;
    let card = json!({"profile": {"card": {"owner": 1, "x": 2}}});
    assert_eq!(chosen.json(), card);
}
