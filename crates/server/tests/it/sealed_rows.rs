//! Sealed values in real rows, damaged one byte at a time and read over the API.

use serde_json::json;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};
use syncano_server::Switch;

use crate::figures::figure;
use crate::reply::Reply;
use crate::server::{PASSWORD, Server};

/// Where sealed values are, and how each is read: the column, and the member of the
/// answer that has the key.
const PLACES: [(&str, &str, &str); 6] = [
    ("accounts", "key_sealed", "account_key"),
    ("accounts", "data_key", "account_key"),
    ("api_keys", "key_sealed", "api_key"),
    ("accounts", "data_key", "api_key"),
    ("users", "key_sealed", "user_key"),
    ("invitations", "key_sealed", "key"),
];

const SHOP: &str = "/v1.1/instances/my-shop";

async fn read(server: &Server, key: &str, member: &str) -> Reply {
    let ada = server.with_key(key);
    match member {
        "account_key" => {
            let body = json!({"email": "ada@example.com", "password": PASSWORD});
            server.anonymous().post("/v1.1/account/auth/", body).await
        }
        "api_key" => ada.get(&format!("{SHOP}/api_keys/1/")).await,
        "user_key" => ada.get(&format!("{SHOP}/users/1/")).await,
        _ => ada.get(&format!("{SHOP}/invitations/1/")).await,
    }
}

/// Behind the server's back, and without waiting for the disk.
async fn connect(server: &Server) -> SqliteConnection {
    let options = SqliteConnectOptions::new()
        .filename(server.database())
        .pragma("synchronous", "OFF");
    SqliteConnection::connect_with(&options)
        .await
        .expect("the database")
}

async fn put(connection: &mut SqliteConnection, table: &str, column: &str, id: i64, value: &[u8]) {
    // The names are this file's own.
    let sql = AssertSqlSafe(format!("UPDATE {table} SET {column} = ? WHERE id = ?"));
    let done = sqlx::query(sql)
        .bind(value)
        .bind(id)
        .execute(connection)
        .await;
    assert_eq!(done.expect("a change").rows_affected(), 1);
}

async fn value(connection: &mut SqliteConnection, table: &str, column: &str, id: i64) -> Vec<u8> {
    let sql = AssertSqlSafe(format!("SELECT {column} FROM {table} WHERE id = ?"));
    let found = sqlx::query_scalar(sql).bind(id).fetch_one(connection).await;
    found.expect("a value")
}

/// An account, an instance, two API keys, two users and two invitations.
async fn shop() -> (Server, String) {
    let server = Server::start_with(|settings| settings.original = vec![Switch::FreeGuesses]).await;
    let ada = server.account("ada").await;
    for number in 0..2 {
        server.application(&ada.actor, "my-shop", json!({})).await;
        server
            .user(&ada.actor, "my-shop", &format!("user{number}"))
            .await;
        let body = json!({"email": format!("b{number}@example.com"), "role": "read"});
        let invited = ada.actor.post(&format!("{SHOP}/invitations/"), body).await;
        assert_eq!(invited.status, 201, "{}", invited.text);
    }
    let key = ada.actor.key().to_owned();
    (server, key)
}

#[tokio::test]
async fn a_sealed_value_with_any_byte_changed_is_an_error_and_never_another_text() {
    let (server, key) = shop().await;
    let mut connection = connect(&server).await;
    let mut flipped = 0;
    for (table, column, member) in PLACES {
        let right = read(&server, &key, member).await;
        assert_eq!(right.status, 200, "{}", right.text);
        let stored = value(&mut connection, table, column, 1).await;
        for position in 0..stored.len() {
            let mut damaged = stored.clone();
            // Another bit of each byte; the vault's own tests flip every one.
            damaged[position] ^= 1 << (position % 8);
            put(&mut connection, table, column, 1, &damaged).await;
            let refused = read(&server, &key, member).await;
            let text = r#"{"detail":"The server failed. The cause is in its log."}"#;
            assert_eq!(
                refused.outcome(),
                (500, text),
                "{table}.{column} byte {position}"
            );
            flipped += 1;
        }
        put(&mut connection, table, column, 1, &stored).await;
        assert_eq!(
            read(&server, &key, member).await.member(member),
            right.member(member)
        );
    }
    figure(
        "sealed-bytes",
        &format!("{flipped} bytes of 5 kinds of sealed values: {flipped} errors, 0 other texts"),
    );
}

#[tokio::test]
async fn a_sealed_value_in_the_place_of_another_one_is_an_error() {
    let (server, key) = shop().await;
    let mut connection = connect(&server).await;
    let rows = [
        ("api_keys", "api_key"),
        ("users", "user_key"),
        ("invitations", "key"),
    ];
    let mut swapped = 0;
    for (table, member) in rows {
        let own = value(&mut connection, table, "key_sealed", 1).await;
        for (from, id) in [(table, 2), ("accounts", 1), ("api_keys", 2), ("users", 2)] {
            let other = value(&mut connection, from, "key_sealed", id).await;
            put(&mut connection, table, "key_sealed", 1, &other).await;
            assert_eq!(
                read(&server, &key, member).await.status,
                500,
                "{table} from {from}"
            );
            swapped += 1;
        }
        put(&mut connection, table, "key_sealed", 1, &own).await;
        assert_eq!(read(&server, &key, member).await.status, 200);
    }
    figure(
        "sealed-swaps",
        &format!("{swapped} values of other rows, tables and kinds: {swapped} errors"),
    );
}
