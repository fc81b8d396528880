use reqwest::RequestBuilder;
use serde_json::{Value, json};
use syncano_server::Settings;

use super::description::Operation;
use crate::reply::Reply;
use crate::server::{Account, Actor, PASSWORD, Server};

/// A server with what the examples of the description name, under the numbers that they
/// name it by.
pub(super) struct World {
    pub(super) server: Server,
    pub(super) owner: Account,
    /// An application for which a user is logged in.
    pub(super) application: Actor,
    invitation_key: String,
}

/// Posts what must succeed.
async fn make(actor: &Actor, path: &str, body: Value) -> Value {
    let reply = actor.post(path, body).await;
    assert_eq!(reply.status, 201, "{path}: {}", reply.text);
    reply.json()
}

impl World {
    pub(super) async fn new(version: &str) -> Self {
        Self::with(version, |_| {}).await
    }

    pub(super) async fn with(version: &str, change: impl FnOnce(&mut Settings)) -> Self {
        let server = Server::start_with(change).await;
        let owner = server.account("ada").await;
        let member = server.account("member").await;
        let host = server.account("host").await;
        let shop = format!("/{version}/instances/my-shop/");
        let key = server.application(&owner.actor, "my-shop", json!({})).await;
        server.grant(&member, "my-shop", "write").await;
        let user = server.user(&owner.actor, "my-shop", "alice").await;
        server.user(&owner.actor, "my-shop", "ben").await;
        let groups = format!("{shop}groups/");
        for name in ["customers", "suppliers"] {
            make(&owner.actor, &groups, json!({"name": name})).await;
        }
        make(
            &owner.actor,
            &format!("{groups}1/users/"),
            json!({"user": 1}),
        )
        .await;
        let invitations = format!("{shop}invitations/");
        make(
            &owner.actor,
            &invitations,
            json!({"email": "eve@example.com"}),
        )
        .await;
        server
            .application(&host.actor, "elsewhere", json!({}))
            .await;
        let path = "/v1.1/instances/elsewhere/invitations/";
        let received = make(&host.actor, path, json!({"email": owner.email})).await;
        Self {
            application: key.actor.and_user(&user.key),
            server,
            owner,
            invitation_key: received["key"].as_str().expect("a key").to_owned(),
        }
    }

    /// The example of a request with the secrets that no document can hold, when all is
    /// prepared for it.
    pub(super) async fn fill_in(&self, operation: &str, mut example: Value) -> Value {
        let mailbox = self.server.mailbox();
        let email = &self.owner.email;
        match operation {
            "post_account_activate" => {
                let mail = mailbox.activation(email, 1).await;
                example["token"] = mail.credentials()["token"].clone();
            }
            "post_account_password_reset_confirm" => {
                let path = "/v1.1/account/password/reset/";
                let anonymous = self.server.anonymous();
                let asked = anonymous.post(path, json!({"email": email})).await;
                assert_eq!(asked.status, 204);
                let mail = mailbox.password_reset(email, 1).await;
                example["token"] = mail.credentials()["token"].clone();
            }
            "post_account_invitations_accept" => {
                example["invitation_key"] = json!(self.invitation_key);
            }
            "post_account_password_set" => {
                self.server
                    .execute("UPDATE accounts SET password = NULL")
                    .await;
            }
            _ => {}
        }
        let text = example.to_string();
        assert!(operation != "post_account_auth" || text.contains(PASSWORD));
        example
    }

    /// Sends a request of an operation, with the keys that it asks for.
    pub(super) async fn send(&self, operation: &Operation, body: Option<&Value>) -> Reply {
        let anonymous = self.server.anonymous();
        let actor = if operation.is_open() {
            &anonymous
        } else if operation.is_for_users() {
            &self.application
        } else {
            &self.owner.actor
        };
        let mut request: RequestBuilder = actor.request(&operation.verb, &operation.example_path());
        if let Some(body) = body {
            request = request.json(body);
        }
        actor.send(request).await
    }
}
