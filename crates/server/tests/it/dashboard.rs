use std::fs;

use crate::figures::figure;
use crate::server::Server;

#[tokio::test]
async fn the_dashboard_may_run_its_own_scripts_and_nothing_else() {
    let files = tempfile::tempdir().expect("a folder");
    let package = tempfile::tempdir().expect("a folder");
    fs::write(files.path().join("index.html"), "<title>x</title>").expect("a file");
    fs::write(package.path().join("web.mjs"), "export {}").expect("a file");
    fs::write(package.path().join("core.wasm"), b"\0asm").expect("a file");
    let server = Server::start_with(|settings| {
        settings.dashboard = Some(files.path().to_owned());
        settings.dashboard_package = Some(package.path().to_owned());
    })
    .await;
    let anonymous = server.anonymous();
    for (path, kind) in [
        ("/dashboard/", "text/html"),
        ("/dashboard/index.html", "text/html"),
        ("/dashboard/pkg/web.mjs", "text/javascript"),
        ("/dashboard/pkg/core.wasm", "application/wasm"),
    ] {
        let reply = anonymous.get(path).await;
        assert_eq!(
            (reply.status, reply.header("content-type")),
            (200, Some(kind)),
            "{path}"
        );
        let policy = reply.header("content-security-policy").expect("a policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';"));
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
    }
    for path in ["/dashboard/missing.js", "/dashboard/..%2f..%2fetc%2fpasswd"] {
        assert_eq!(anonymous.get(path).await.status, 404, "{path}");
    }
    assert_eq!(
        anonymous
            .get("/v1.1/")
            .await
            .header("content-security-policy"),
        None
    );
    figure(
        "dashboard",
        "4 of 4 kinds of files have the policy; 0 files outside of the folder",
    );
}

#[tokio::test]
async fn the_address_without_its_slash_leads_to_the_dashboard() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("index.html"), "<p>here</p>").expect("a page");
    let path = folder.path().to_owned();
    let server = Server::start_with(|settings| settings.dashboard = Some(path)).await;
    let reply = server.anonymous().get("/dashboard").await;
    assert_eq!(reply.outcome(), (200, "<p>here</p>"));
    let policy = reply.header("content-security-policy").expect("a policy");
    assert!(policy.ends_with("; require-trusted-types-for 'script'; trusted-types 'none'"));
}

#[tokio::test]
async fn without_a_folder_there_is_no_dashboard() {
    let server = Server::start().await;
    assert_eq!(server.anonymous().get("/dashboard/").await.status, 404);
}
