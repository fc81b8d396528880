//! `cargo xtask demo`: the chapter, on a real server, through the real package.

use std::fs;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::package::{self, Installed};
use crate::server::{Binary, Profile, Server};
use crate::setup::{node, spoken};
use crate::workspace::Workspace;

const CHAPTER: &str = "examples/chapter/chapter.cjs";
const LIMIT: Duration = Duration::from_secs(5 * 60);

/// Runs the chapter's JavaScript against a server that lives as long as it does.
///
/// # Errors
/// When anything that must be there can't be set up, or a call goes wrong.
pub(crate) fn demo(workspace: &Workspace) -> Result<()> {
    let start = Instant::now();
    eprintln!("demo: the package");
    package::ensure(workspace)?;
    eprintln!("demo: the server (minutes the first time)");
    let binary = Binary::build(workspace, Profile::Dev)?;
    let built = start.elapsed();
    let server = Server::start(&binary, &[])?;
    eprintln!("demo: the server listens on {}", server.url());
    let installed = Installed::new(workspace)?;
    eprintln!("demo: the tarball is installed in an empty folder");
    let result = chapter(workspace, &installed, &server);
    if result.is_err() {
        eprintln!("the server's last words:\n{}", server.last_words());
    }
    result?;
    drop((server, installed));
    let all = start.elapsed();
    eprintln!(
        "demo: done in {} (of which {} to set up and build); all that ran has ended",
        spoken(all),
        spoken(built)
    );
    Ok(())
}

fn chapter(workspace: &Workspace, installed: &Installed, server: &Server) -> Result<()> {
    // It must find the package as an application does: in its own folder.
    let script = installed.folder().join("chapter.cjs");
    fs::copy(workspace.path(CHAPTER), &script).with_context(|| format!("cannot copy {CHAPTER}"))?;
    node::node()?
        .arg(&script)
        .dir(installed.folder())
        .env("SYNCANO_BASE_URL", server.url())
        .limit(LIMIT)
        .run()
}
