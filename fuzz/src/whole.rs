//! The whole server at the end of a connection in memory.

use std::path::PathBuf;

use syncano_server::fuzzing::Bench;
use tempfile::TempDir;

/// A server with a database of its own, which goes with it.
#[derive(Debug)]
pub struct Server {
    bench: Bench,
    _folder: TempDir,
}

impl Server {
    /// Its name among the parsers.
    pub const NAME: &str = "server_request";

    /// Pieces of requests.
    pub const KNOWN: &[&str] = &[
        "GET ",
        "POST ",
        "/v1.1/",
        "/v1.1/account/",
        "/v1.1/instances/{shop}/users/",
        "?page_size=1",
        " HTTP/1.1\r\nHost: a\r\n",
        " HTTP/1.0\r\n",
        "X-API-KEY: {admin}\r\n",
        "X-API-KEY: {app}\r\n",
        "Content-Length: 2\r\n",
        "Content-Length: 99999999999999999999\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Connection: close\r\n",
        "Expect: 100-continue\r\n",
        "Content-Type: application/json\r\n",
        "\r\n",
        "\r\n{}",
        "2\r\n{}\r\n0\r\n\r\n",
        ":",
    ];

    /// Starts one.
    ///
    /// # Panics
    /// When there is no place for its database.
    #[must_use]
    pub fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self {
            bench: Bench::open(folder.path()),
            _folder: folder,
        }
    }

    /// Sends it a request made of these bytes.
    ///
    /// # Panics
    /// When it answers with a server error, or not at all.
    pub fn give(&self, bytes: &[u8]) {
        self.bench.send(bytes);
    }
}

/// One server for all inputs of a process. It is never dropped, so its folder is one that
/// the build throws away.
pub(crate) fn shared(bytes: &[u8]) {
    thread_local! {
        static BENCH: Bench = {
            let process = std::process::id().to_string();
            let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
            let folder = root.join("target/requests").join(process);
            std::fs::create_dir_all(&folder).expect("a folder");
            Bench::open(&folder)
        };
    }
    BENCH.with(|bench| bench.send(bytes));
}
