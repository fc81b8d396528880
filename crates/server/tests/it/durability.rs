//! Full disks, second processes, copies and root keys.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Output;

use serde_json::json;
use sqlx::migrate::Migrator;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, SqliteConnection};

use crate::command::{Process, account, command, create_admin};
use crate::figures::figure;
use crate::server::{PASSWORD, Server};

fn run(folder: &Path, name: &str, options: &[&str]) -> Output {
    let mut command = command(folder, name);
    command.args(options).output().expect("the binary")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("text")
}

fn admin(folder: &Path, email: &str) -> String {
    let made = create_admin(folder, email, "a password\n");
    assert!(made.status.success(), "{}", text(&made.stderr));
    text(&made.stdout).trim().to_owned()
}

#[tokio::test]
async fn a_full_database_refuses_changes_only_and_recovers_without_a_restart() {
    let server = Server::start_with(|settings| settings.database_pages_max = Some(80)).await;
    let ada = server.account("ada").await.actor;
    let made = ada
        .post("/v1.1/instances/", json!({"name": "my-shop"}))
        .await;
    assert_eq!(made.status, 201);
    let keys = "/v1.1/instances/my-shop/api_keys/";
    let body = json!({"description": "x".repeat(1000)});
    let mut last = None;
    for _ in 0..1000 {
        let reply = ada.post(keys, body.clone()).await;
        if reply.status == 503 {
            last = Some(reply);
            break;
        }
        assert_eq!(reply.status, 201, "{}", reply.text);
    }
    let refused = last.expect("a database that is full");
    let wait = refused.header("retry-after").expect("a wait");
    assert!(wait.parse::<u64>().expect("seconds") >= 1);
    assert_eq!(ada.get(keys).await.status, 200);
    assert_eq!(ada.get("/v1.1/account/").await.status, 200);
    assert_eq!(ada.delete("/v1.1/instances/my-shop/").await.status, 204);
    let again = ada
        .post("/v1.1/instances/", json!({"name": "my-other-shop"}))
        .await;
    assert_eq!(again.status, 201);
    figure(
        "full",
        "`max_page_count` reached: 503 with a wait, 2 of 2 reads 200, 0 restarts to recover",
    );
}

#[tokio::test]
async fn a_second_server_is_refused_and_a_killed_one_leaves_no_lock() {
    let folder = tempfile::tempdir().expect("a folder");
    let key = admin(folder.path(), "ada@example.com");
    let first = Process::serve(folder.path(), &folder.path().join("log"), &[]);
    let second = run(folder.path(), "serve", &["--listen", "127.0.0.1:0"]);
    assert_eq!(second.status.code(), Some(1));
    assert!(text(&second.stderr).contains("is in use by another syncano-server"));
    let rotation = run(
        folder.path(),
        "rotate-root",
        &["--new-root-key-file", "new"],
    );
    assert_eq!(rotation.status.code(), Some(1));
    assert_eq!(account(&first.url, &key).await.status, 200);
    drop(first);
    let third = Process::serve(folder.path(), &folder.path().join("log"), &[]);
    assert_eq!(account(&third.url, &key).await.status, 200);
    figure(
        "second-server",
        "a second server and a rotation: 2 of 2 refused; 0 locks left by SIGKILL",
    );
}

#[tokio::test]
async fn a_copy_of_a_server_at_work_is_private_sound_and_can_be_served() {
    let folder = tempfile::tempdir().expect("a folder");
    let root_key = folder.path().join("db.sqlite.root-key");
    let root_key = root_key.to_str().expect("text");
    let key = admin(folder.path(), "ada@example.com");
    let server = Process::serve(folder.path(), &folder.path().join("log"), &[]);
    let copied = run(folder.path(), "backup", &["--to", "copy"]);
    assert!(copied.status.success(), "{}", text(&copied.stderr));
    drop(server);
    let copy = folder.path().join("copy");
    let mode = fs::metadata(&copy).expect("a copy").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let bytes = fs::read(&copy).expect("a copy");
    assert!(!bytes.windows(40).any(|found| found == key.as_bytes()));
    let twice = run(folder.path(), "backup", &["--to", "copy"]);
    assert!(text(&twice.stderr).contains("nothing was overwritten"));

    let other = tempfile::tempdir().expect("a folder");
    let copy = copy.to_str().expect("text");
    let checked = run(
        other.path(),
        "restore",
        &["--check", copy, "--root-key-file", root_key],
    );
    assert!(text(&checked.stdout).contains("1 accounts, and all of 1 keys open"));
    assert!(!other.path().join("db.sqlite").exists());
    let restored = run(
        other.path(),
        "restore",
        &[copy, "--root-key-file", root_key],
    );
    assert!(restored.status.success(), "{}", text(&restored.stderr));
    let options = ["--root-key-file", root_key];
    let server = Process::serve(other.path(), &other.path().join("log"), &options);
    assert_eq!(account(&server.url, &key).await.status, 200);
    figure(
        "backup",
        "copied at work, checked, restored elsewhere, served: the key works; mode 0600",
    );
}

#[test]
fn a_copy_that_is_damaged_or_has_another_root_key_is_not_sound() {
    let folder = tempfile::tempdir().expect("a folder");
    admin(folder.path(), "ada@example.com");
    let other = tempfile::tempdir().expect("a folder");
    admin(other.path(), "eve@example.com");
    assert!(
        run(folder.path(), "backup", &["--to", "copy"])
            .status
            .success()
    );
    let check = |root_key: &Path| {
        let root_key = root_key.to_str().expect("text");
        run(
            folder.path(),
            "restore",
            &["--check", "copy", "--root-key-file", root_key],
        )
    };
    assert!(
        check(&folder.path().join("db.sqlite.root-key"))
            .status
            .success()
    );
    assert_eq!(
        check(&other.path().join("db.sqlite.root-key"))
            .status
            .code(),
        Some(1)
    );
    let path = folder.path().join("copy");
    let mut bytes = fs::read(&path).expect("a copy");
    let half = bytes.len() / 2;
    bytes.truncate(half);
    fs::write(&path, bytes).expect("damage");
    assert_eq!(
        check(&folder.path().join("db.sqlite.root-key"))
            .status
            .code(),
        Some(1)
    );
}

#[tokio::test]
async fn a_new_root_key_opens_all_that_the_old_one_did_and_the_old_one_nothing() {
    let server = Server::start().await;
    let ada = server.account("ada").await;
    let shop = server.application(&ada.actor, "my-shop", json!({})).await;
    let bob = server.user(&ada.actor, "my-shop", "bob").await;
    let (database, folder) = (server.database(), server.stop().await);
    let renamed = folder.path().join("db.sqlite");
    let old = folder.path().join("server.sqlite.root-key");
    fs::rename(&database, &renamed).expect("renamed");
    let new = folder.path().join("new");
    let (old, new) = (old.to_str().expect("text"), new.to_str().expect("text"));
    let options = ["--root-key-file", old, "--new-root-key-file", new];
    let first = run(folder.path(), "rotate-root", &options);
    assert!(first.status.success(), "{}", text(&first.stderr));
    assert!(text(&first.stdout).starts_with("1 data keys and 3 keys are under the new root key"));
    let again = run(folder.path(), "rotate-root", &options);
    assert!(text(&again.stdout).contains("under this root key already"));
    let refused = run(
        folder.path(),
        "serve",
        &["--root-key-file", old, "--listen", "127.0.0.1:0"],
    );
    assert_eq!(refused.status.code(), Some(1));

    let path = format!("sqlite:{}", renamed.display());
    let (database, root_key) = (path, new.into());
    let server = Server::start_with(|settings| {
        settings.database = database;
        settings.root_key_file = Some(root_key);
    })
    .await;
    let body = json!({"email": ada.email, "password": PASSWORD});
    let reply = server.anonymous().post("/v1.1/account/auth/", body).await;
    assert_eq!(reply.member("account_key"), ada.actor.key());
    let user = server.with_key(shop.actor.key()).and_user(&bob.key);
    assert_eq!(user.get("/v1.1/instances/my-shop/user/").await.status, 200);
    figure(
        "rotation",
        "3 of 3 keys work under the new root key; a start with the old one is refused",
    );
}

#[test]
fn a_rotation_that_meets_something_damaged_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    admin(folder.path(), "ada@example.com");
    let other = tempfile::tempdir().expect("a folder");
    admin(other.path(), "eve@example.com");
    let wrong = other.path().join("db.sqlite.root-key");
    let wrong = wrong.to_str().expect("text");
    let options = ["--root-key-file", wrong, "--new-root-key-file", "new"];
    assert_eq!(
        run(folder.path(), "rotate-root", &options).status.code(),
        Some(1)
    );
    admin(folder.path(), "still@example.com");
}

/// The migrations of a server that knew only the first of them.
fn earlier_migrations(count: usize) -> tempfile::TempDir {
    let all = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let files = fs::read_dir(all).expect("the migrations");
    let mut files: Vec<_> = files.map(|file| file.expect("a file").path()).collect();
    files.sort();
    let folder = tempfile::tempdir().expect("a folder");
    for file in files.iter().take(count) {
        let name = file.file_name().expect("a name");
        fs::copy(file, folder.path().join(name)).expect("copied");
    }
    folder
}

#[tokio::test]
async fn a_database_of_every_earlier_schema_is_brought_up_to_date() {
    let newest = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations"));
    let newest = newest.expect("the migrations").count();
    for count in 1..newest {
        let migrations = earlier_migrations(count);
        let folder = tempfile::tempdir().expect("a folder");
        let options = SqliteConnectOptions::new()
            .filename(folder.path().join("old.sqlite"))
            .create_if_missing(true);
        let mut connection = SqliteConnection::connect_with(&options)
            .await
            .expect("a database");
        let migrator = Migrator::new(migrations.path()).await.expect("migrations");
        migrator
            .run(&mut connection)
            .await
            .expect("an earlier schema");
        sqlx::query(
            "INSERT INTO accounts (email, data_key, key_lookup, key_sealed, key_hint, created_at) \
             VALUES ('old@example.com', x'00', x'00', x'00', '0000', 0)",
        )
        .execute(&mut connection)
        .await
        .expect("an account");
        connection.close().await.expect("closed");
        let database = format!("sqlite:{}", folder.path().join("old.sqlite").display());
        let server = Server::start_with(|settings| settings.database = database).await;
        let ada = server.account("ada").await;
        server.application(&ada.actor, "my-shop", json!({})).await;
        let taken = json!({"email": "old@example.com", "password": PASSWORD});
        let refused = server
            .anonymous()
            .post("/v1.1/account/register/", taken)
            .await;
        assert_eq!(
            refused.status, 400,
            "the account of migration {count} is gone"
        );
    }
    figure(
        "migrations",
        &format!(
            "{} earlier schemas: {} brought up to date, rows kept",
            newest - 1,
            newest - 1
        ),
    );
}
