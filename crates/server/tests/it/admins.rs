use serde_json::{Value, json};
use syncano_server::Switch;

use crate::server::{Account, NO_PERMISSION, NOT_FOUND, Server};

const ADMINS: &str = "/v1.1/instances/my-shop/admins/";

/// The owner of `my-shop`, and one administrator of each role.
struct Shop {
    server: Server,
    owner: Account,
    full: Account,
    write: Account,
    read: Account,
}

impl Shop {
    async fn open(original: &[Switch]) -> Self {
        let server = Server::start_with(|settings| settings.original = original.to_vec()).await;
        let owner = server.account("owner").await;
        server.application(&owner.actor, "my-shop", json!({})).await;
        let full = server.account("full").await;
        let write = server.account("write").await;
        let read = server.account("read").await;
        for (account, role) in [(&full, "full"), (&write, "write"), (&read, "read")] {
            server.grant(account, "my-shop", role).await;
        }
        Self {
            server,
            owner,
            full,
            write,
            read,
        }
    }
}

fn path(account: &Account) -> String {
    format!("{ADMINS}{}/", account.id)
}

#[tokio::test]
async fn every_administrator_sees_all_of_them_with_the_owner_as_full() {
    let shop = Shop::open(&[]).await;
    for reader in [&shop.owner, &shop.full, &shop.write, &shop.read] {
        let list = reader.actor.get(ADMINS).await.json();
        let objects = list["objects"].as_array().expect("a list");
        let roles: Vec<&Value> = objects.iter().map(|admin| &admin["role"]).collect();
        assert_eq!(roles, ["full", "full", "write", "read"]);
        let expected = json!({
            "id": shop.read.id, "role": "read", "email": "read@example.com", "first_name": "",
            "last_name": "", "links": {"self": path(&shop.read)},
        });
        assert_eq!(objects[3], expected);
        assert_eq!(reader.actor.get(&path(&shop.read)).await.json(), expected);
    }
}

#[tokio::test]
async fn the_list_of_administrators_goes_by_pages() {
    let shop = Shop::open(&[]).await;
    let mut found = Vec::new();
    let mut next = Some(format!("{ADMINS}?page_size=3"));
    while let Some(path) = next {
        let page = shop.owner.actor.get(&path).await.json();
        let objects = page["objects"].as_array().expect("a list");
        found.extend(objects.iter().filter_map(|admin| admin["id"].as_i64()));
        next = page["next"].as_str().map(str::to_owned);
    }
    let ids = [&shop.owner, &shop.full, &shop.write, &shop.read].map(|account| account.id);
    assert_eq!(found, ids);
}

#[tokio::test]
async fn a_changed_role_counts_from_the_next_request_on() {
    let shop = Shop::open(&[]).await;
    let keys = "/v1.1/instances/my-shop/api_keys/";
    assert_eq!(shop.read.actor.get(keys).await.status, 403);
    let raised = shop
        .full
        .actor
        .patch(&path(&shop.read), json!({"role": "full"}))
        .await;
    assert_eq!(
        (raised.status, raised.member("role")),
        (200, "full".to_owned())
    );
    assert_eq!(shop.read.actor.get(keys).await.status, 200);
    let lowered = shop
        .owner
        .actor
        .patch(&path(&shop.full), json!({"role": 2}))
        .await;
    assert_eq!(lowered.member("role"), "write");
    assert_eq!(shop.full.actor.get(keys).await.status, 403);
    let kept = shop
        .owner
        .actor
        .patch(&path(&shop.full), json!({"email": "x"}))
        .await;
    assert_eq!(kept.member("role"), "write");
    let whole = shop.owner.actor.put(&path(&shop.full), json!({})).await;
    assert_eq!(whole.member("role"), "full");
    let wrong = shop
        .owner
        .actor
        .put(&path(&shop.full), json!({"role": "owner"}))
        .await;
    assert_eq!(
        wrong.outcome(),
        (400, r#"{"role":["\"owner\" is not a valid choice."]}"#)
    );
}

#[tokio::test]
async fn nobody_touches_the_owner_not_even_the_owner() {
    let shop = Shop::open(&[]).await;
    for account in [&shop.owner, &shop.full, &shop.write, &shop.read] {
        let path = path(&shop.owner);
        let replies = [
            account.actor.put(&path, json!({"role": "read"})).await,
            account.actor.patch(&path, json!({"role": "x"})).await,
            account.actor.delete(&path).await,
        ];
        for reply in replies {
            assert_eq!(reply.outcome(), (403, NO_PERMISSION), "{}", account.email);
        }
        let told = account.actor.call("OPTIONS", &path).await.json();
        assert_eq!(told.get("actions"), None);
    }
    assert_eq!(
        shop.owner
            .actor
            .delete("/v1.1/instances/my-shop/")
            .await
            .status,
        204
    );
}

#[tokio::test]
async fn everybody_but_the_owner_may_leave_and_is_out_at_once() {
    let shop = Shop::open(&[]).await;
    for account in [&shop.full, &shop.write, &shop.read] {
        let left = account.actor.delete(&path(account)).await;
        assert_eq!(left.outcome(), (204, ""));
        let shown = account.actor.get("/v1.1/instances/my-shop/").await;
        assert_eq!(shown.outcome(), (404, NOT_FOUND));
        assert_eq!(
            account.actor.get(ADMINS).await.outcome(),
            (403, NO_PERMISSION)
        );
        let gone = shop.owner.actor.get(&path(account)).await;
        assert_eq!(gone.outcome(), (404, NOT_FOUND));
    }
}

#[tokio::test]
async fn only_the_highest_remove_others() {
    let shop = Shop::open(&[]).await;
    for account in [&shop.write, &shop.read] {
        for other in [&shop.full, &shop.write, &shop.read] {
            if account.id == other.id {
                continue;
            }
            let reply = account.actor.delete(&path(other)).await;
            assert_eq!(reply.outcome(), (403, NO_PERMISSION));
        }
    }
    assert_eq!(shop.full.actor.delete(&path(&shop.write)).await.status, 204);
    assert_eq!(shop.owner.actor.delete(&path(&shop.full)).await.status, 204);
    let unknown = format!("{ADMINS}999999/");
    assert_eq!(
        shop.owner.actor.delete(&unknown).await.outcome(),
        (404, NOT_FOUND)
    );
}

#[tokio::test]
async fn administrators_join_by_invitation_only() {
    let shop = Shop::open(&[]).await;
    let stranger = shop.server.account("stranger").await;
    let body = json!({"id": stranger.id, "role": "full"});
    let reply = shop.owner.actor.post(ADMINS, body).await;
    assert_eq!(
        reply.outcome(),
        (405, r#"{"detail":"Method \"POST\" not allowed."}"#)
    );
    let unknown = shop.owner.actor.put(&path(&stranger), json!({})).await;
    assert_eq!(unknown.outcome(), (404, NOT_FOUND));
}

#[tokio::test]
async fn public_admins() {
    for (original, status) in [(vec![], 403), (vec![Switch::PublicAdmins], 200)] {
        let shop = Shop::open(&original).await;
        let key = json!({"ignore_acl": true});
        let application = shop
            .server
            .application(&shop.owner.actor, "my-shop", key)
            .await;
        let stranger = shop.server.account("stranger").await;
        for actor in [shop.server.anonymous(), application.actor, stranger.actor] {
            assert_eq!(actor.get(ADMINS).await.status, status);
            // One administrator was never shown to them.
            let one = actor.get(&path(&shop.owner)).await;
            assert_eq!(one.outcome(), (403, NO_PERMISSION));
        }
    }
}

#[tokio::test]
async fn options_name_the_roles_to_choose_from() {
    let shop = Shop::open(&[]).await;
    let told = shop
        .owner
        .actor
        .call("OPTIONS", &path(&shop.read))
        .await
        .json();
    let choices = &told["actions"]["PUT"]["role"]["choices"];
    assert_eq!(
        choices,
        &json!([
            {"value": "full", "display_name": "full"},
            {"value": "write", "display_name": "write"},
            {"value": "read", "display_name": "read"},
        ])
    );
}

#[tokio::test]
async fn a_role_is_changed_and_taken_away_in_one_instance_only() {
    let shop = Shop::open(&[]).await;
    let owner = &shop.owner.actor;
    for name in ["another-shop", "third-shop"] {
        shop.server.application(owner, name, json!({})).await;
        shop.server.grant(&shop.read, name, "read").await;
    }
    let there = |name: &str| format!("/v1.1/instances/{name}/admins/{}/", shop.read.id);
    let raised = owner
        .patch(&there("another-shop"), json!({"role": "full"}))
        .await;
    assert_eq!(raised.status, 200);
    for name in ["my-shop", "third-shop"] {
        assert_eq!(
            owner.get(&there(name)).await.member("role"),
            "read",
            "{name}"
        );
    }
    assert_eq!(owner.delete(&there("another-shop")).await.status, 204);
    for name in ["my-shop", "third-shop"] {
        assert_eq!(owner.get(&there(name)).await.status, 200, "{name}");
    }
}
