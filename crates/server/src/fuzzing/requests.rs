//! Whole requests: bytes on a connection to the whole server, over a database of its own.

// Without a server nothing can be found out.
#![allow(clippy::expect_used)]

mod compose;

use std::cell::{Cell, RefCell};
use std::convert::Infallible;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, Request, Response};
use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};
use tokio::runtime::Runtime;
use tower::ServiceExt;

use self::compose::Recipe;
use crate::{App, Limits, Settings, app};

const PASSWORD: &str = "correct horse";
/// Longer than any answer takes, and shorter than the patience of whoever runs this.
const PATIENCE: Duration = Duration::from_secs(20);
/// Requests after which it is made sure that the keys still open something.
const ROUND: u32 = 256;
const BUFFER: usize = 64 * 1024;

/// What requests are about. Their texts name it by `{admin}`, `{app}`, `{user}` and `{shop}`.
#[derive(Debug, Default)]
struct World {
    admin: String,
    app: String,
    user: String,
    shop: String,
}

/// An answer of the server.
#[derive(Debug)]
struct Seen {
    status: u16,
    is_json: bool,
    body: Bytes,
}

/// A server with something in it, at the end of a connection in memory.
#[derive(Debug)]
pub struct Bench {
    runtime: Runtime,
    app: Arc<App>,
    world: RefCell<World>,
    worlds: Cell<u32>,
    sent: Cell<u32>,
}

impl Bench {
    /// Starts over a new database in `folder`.
    ///
    /// # Panics
    /// When there is no place for one.
    #[must_use]
    pub fn open(folder: &Path) -> Self {
        let mut settings =
            Settings::new(format!("sqlite:{}", folder.join("fuzz.sqlite").display()));
        settings.limits = Limits {
            anonymous: 0,
            account: 0,
            instance: 0,
        };
        settings.passwords.memory_kib = 64;
        settings.passwords.passes = 1;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        let app = runtime.block_on(App::open(settings)).expect("a database");
        let bench = Self {
            runtime,
            app,
            world: RefCell::default(),
            worlds: Cell::new(0),
            sent: Cell::new(0),
        };
        bench.populate();
        bench
    }

    /// Makes a request of the bytes and sends it; bytes that begin with `0` are sent as
    /// they are. Says the statuses of the answers.
    ///
    /// # Panics
    /// When an answer is none, or a server error.
    pub fn send(&self, bytes: &[u8]) -> Vec<u16> {
        let sent = self.sent.get().wrapping_add(1);
        self.sent.set(sent);
        if sent.is_multiple_of(ROUND) && !self.is_open() {
            self.populate();
        }
        let request = match bytes.strip_prefix(b"0") {
            Some(raw) => self.filled(raw),
            None => self.finished(&compose::request(bytes)),
        };
        let answers = self.exchange(&request);
        for seen in &answers {
            let text = String::from_utf8_lossy(&seen.body);
            assert!(seen.status < 500, "{} {text}", seen.status);
            if seen.is_json {
                assert!(crate::json::parse(&text).is_ok(), "{text}");
            }
        }
        answers.iter().map(|seen| seen.status).collect()
    }

    fn finished(&self, recipe: &Recipe) -> Vec<u8> {
        let (mut request, body) = (self.filled(&recipe.head), self.filled(&recipe.body));
        let length = body.len();
        if recipe.is_chunked {
            let chunk = format!("Transfer-Encoding: chunked\r\n\r\n{length:x}\r\n");
            request.extend_from_slice(chunk.as_bytes());
            request.extend(body);
            request.extend_from_slice(if length == 0 {
                b"\r\n"
            } else {
                b"\r\n0\r\n\r\n"
            });
        } else {
            let line = format!("Content-Length: {length}\r\n\r\n");
            request.extend_from_slice(line.as_bytes());
            request.extend(body);
        }
        request
    }

    /// Puts what there is in the place of its names.
    fn filled(&self, request: &[u8]) -> Vec<u8> {
        let world = self.world.borrow();
        let names = [
            (&b"{admin}"[..], &world.admin),
            (b"{app}", &world.app),
            (b"{user}", &world.user),
            (b"{shop}", &world.shop),
        ];
        let mut filled = Vec::with_capacity(request.len());
        let mut rest = request;
        while let Some((first, after)) = rest.split_first() {
            let named = names.iter().find(|(name, _)| rest.starts_with(name));
            if let Some((name, value)) = named {
                filled.extend_from_slice(value.as_bytes());
                rest = rest.get(name.len()..).unwrap_or_default();
            } else {
                filled.push(*first);
                rest = after;
            }
        }
        filled
    }

    /// Sends bytes over a connection, which then ends, and collects what the server says.
    fn exchange(&self, bytes: &[u8]) -> Vec<Seen> {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let service = service_fn(|request: Request<Incoming>| {
            let (router, seen) = (app(self.app.clone()), seen.clone());
            // Its answer is described, and not there.
            let has_body = request.method() != Method::HEAD;
            async move {
                let answered = router.oneshot(request.map(Body::new)).await;
                let (head, body) = answered.unwrap_or_else(|never| match never {}).into_parts();
                let body = body.collect().await.expect("a body in memory").to_bytes();
                let content_type = head.headers.get(CONTENT_TYPE);
                seen.lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push(Seen {
                        status: head.status.as_u16(),
                        is_json: has_body
                            && content_type.is_some_and(|value| {
                                value.as_bytes().starts_with(b"application/json")
                            }),
                        body: body.clone(),
                    });
                Ok::<_, Infallible>(Response::from_parts(head, Body::from(body)))
            }
        });
        let (client, server) = duplex(BUFFER);
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(PATIENCE)
            // The client is done before the server is.
            .half_close(true)
            .serve_connection(TokioIo::new(server), service);
        let (mut incoming, mut outgoing) = tokio::io::split(client);
        let ask = async {
            // A server that has heard enough closes.
            let _ = outgoing.write_all(bytes).await;
            let _ = outgoing.shutdown().await;
        };
        let mut wire = Vec::new();
        let listen = incoming.read_to_end(&mut wire);
        let all = async { tokio::join!(connection, ask, listen) };
        let ended = self
            .runtime
            .block_on(async { tokio::time::timeout(PATIENCE, all).await });
        assert!(ended.is_ok(), "a request is not answered");
        // What never became a request is refused by the connection itself.
        let line = wire
            .get(9..12)
            .and_then(|code| std::str::from_utf8(code).ok());
        let status = line.and_then(|code| code.parse::<u16>().ok());
        assert!(status.is_none_or(|status| status < 500), "{line:?}");
        std::mem::take(&mut *seen.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn is_open(&self) -> bool {
        let path = "/v1.1/instances/{shop}/users/?page_size=1";
        ["{admin}", "{app}"]
            .iter()
            .all(|key| self.call("GET", path, key, "").0 == 200)
    }

    /// A call whose answer counts, with a member of it.
    fn call(
        &self,
        method: &str,
        path: &str,
        key: &str,
        body: &str,
    ) -> (u16, Option<crate::json::Object>) {
        let length = body.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: a\r\nX-API-KEY: {key}\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        let answers = self.exchange(&self.filled(request.as_bytes()));
        let Some(seen) = answers.first() else {
            return (0, None);
        };
        let members = match crate::json::parse(&String::from_utf8_lossy(&seen.body)) {
            Ok(crate::json::Json::Object(members)) => Some(members),
            _ => None,
        };
        (seen.status, members)
    }

    /// A new account with an instance, an application and a user in it.
    fn populate(&self) {
        let number = self.worlds.get() + 1;
        self.worlds.set(number);
        let made = |path: &str, key: &str, body: &str, member: &str| {
            let (status, members) = self.call("POST", path, key, body);
            assert_eq!(status, 201, "{path} {members:?}");
            match members.and_then(|mut members| members.swap_remove(member)) {
                Some(crate::json::Json::String(text)) => text,
                other => unreachable!("{path}: {other:?}"),
            }
        };
        let body = format!(r#"{{"email":"ada{number}@example.com","password":"{PASSWORD}"}}"#);
        let admin = made("/v1.1/account/register/", "", &body, "account_key");
        self.world.borrow_mut().admin = admin;
        let name = format!("my-shop-{number}");
        let shop = made(
            "/v1.1/instances/",
            "{admin}",
            &format!(r#"{{"name":"{name}"}}"#),
            "name",
        );
        self.world.borrow_mut().shop = shop;
        let flags = r#"{"ignore_acl":true,"allow_user_create":true,"allow_group_create":true}"#;
        let app = made(
            "/v1.1/instances/{shop}/api_keys/",
            "{admin}",
            flags,
            "api_key",
        );
        self.world.borrow_mut().app = app;
        let body = format!(r#"{{"username":"ada","password":"{PASSWORD}"}}"#);
        let user = made("/v1.1/instances/{shop}/users/", "{app}", &body, "user_key");
        self.world.borrow_mut().user = user;
        let (status, _) = self.call("POST", "/v1.1/instances/{shop}/groups/", "{admin}", "{}");
        assert_eq!(status, 201);
    }
}
