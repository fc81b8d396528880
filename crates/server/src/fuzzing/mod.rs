//! Every parser of what strangers send, with what must hold of it.
//!
//! A target takes any bytes and panics when a promise is broken. The property tests here
//! and the programs in `fuzz/` call the same targets.

mod choices;
mod requests;

use crate::{domain, http, json, routes};

pub(crate) use choices::Choices;
pub use requests::Bench;

/// A parser under test.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// What it reads.
    pub name: &'static str,
    /// Gives it these bytes.
    pub run: fn(&[u8]),
    /// Pieces that it knows: noise alone would never get far into it. None, where bytes
    /// are choices, and noise is as good as any.
    pub known: &'static [&'static str],
}

/// Every parser but that of whole requests, which is [`Bench`].
pub const TARGETS: &[Target] = &[
    Target {
        name: "server_credential",
        run: http::fuzzing::credential,
        known: &[
            "aa11bb22cc33dd44ee55ff6600771188229933a0",
            "AA11BB22CC33DD44EE55FF6600771188229933AB",
            "aa11bb22cc33dd44ee55",
            "1",
            "f",
            "g",
            " ",
            "%61",
            "+",
        ],
    },
    Target {
        name: "server_authorization",
        run: http::fuzzing::authorization,
        known: &[
            "Token",
            "Basic",
            " ",
            " ",
            "\t",
            ",",
            "aa11bb22cc33dd44ee55ff6600771188229933a0",
            "aa11bb22cc33dd44ee55ff6600771188229933a1",
        ],
    },
    Target {
        name: "server_query",
        run: http::fuzzing::query,
        known: &[
            "a", "=", "&", "+", "%", "%20", "%ff", "%00", ";", "fields", "é",
        ],
    },
    Target {
        name: "server_page",
        run: http::fuzzing::page,
        known: &[
            "page_size=",
            "&page_size=",
            "&direction=",
            "&last_pk=",
            "&ordering=",
            "0",
            "1",
            "100",
            "2147483647",
            "9223372036854775808",
            "-",
            "+1",
            "desc",
            "DESC",
            "&",
        ],
    },
    Target {
        name: "server_selection",
        run: http::fuzzing::selection,
        known: &[
            "fields=",
            "&excluded_fields=",
            "id",
            "owner",
            "email",
            "metadata",
            "name",
            ",",
            "%2C",
            "&",
        ],
    },
    Target {
        name: "server_json",
        run: json::fuzzing::json,
        known: JSON,
    },
    Target {
        name: "server_json_object",
        run: json::fuzzing::json_object,
        known: &[],
    },
    Target {
        name: "server_body",
        run: http::fuzzing::body,
        known: &[
            "application/json",
            "application/json\n",
            "text/plain\n",
            "application/x-www-form-urlencoded\n",
            "multipart/form-data; boundary=b\n",
            ";charset=",
            "latin-1",
            "utf-8",
            "\"",
            "{\"a\":",
            "é",
            "[]",
            "}",
            "--b\r\n",
            "a=b&",
        ],
    },
    Target {
        name: "server_urlencoded",
        run: http::fuzzing::urlencoded,
        known: &[
            "a",
            "b",
            "=",
            "&",
            "+",
            "%",
            "%3D",
            "%ff",
            "%f0%9f%98%80",
            "a=1&",
        ],
    },
    Target {
        name: "server_multipart",
        run: http::fuzzing::multipart,
        known: &[
            "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n",
            "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n1\r\n",
            "--b\r\n",
            "--b--\r\n",
            "--b--\r\n",
            "\r\n--b--\r\n",
            "\r\n--b\r\n",
            "Content-Disposition: form-data; name=\"a\"\r\n\r\n",
            "Content-Disposition: form-data; name=\"a\"; filename=\"f\"\r\n\r\n",
            "Content-Disposition: form-data; name*=utf-8''%e2%82%ac\r\n",
            "Content-Type: text/plain; charset=latin-1\r\n",
            "\r\n",
            ";",
            "\"",
        ],
    },
    Target {
        name: "server_path",
        run: http::fuzzing::path,
        known: &[
            "/v1.1/",
            "/v2/instances/my-shop/",
            "/v1.1/instances/my-shop/users/",
            "/v1.1/account/",
            "/",
            "instances/",
            "my-shop/",
            "api_keys/",
            "users/",
            "groups/",
            "account/",
            "3/",
            ".json",
            "..",
            "%2F",
            "%00",
            "%ff",
            "batch/",
        ],
    },
    Target {
        name: "server_accept",
        run: http::fuzzing::accept,
        known: &[
            "json\n",
            "\n",
            "application/json",
            "*/*",
            "text/html",
            ";q=0.8",
            "; indent=",
            "4",
            "99999999999999999999",
            ",",
            ";",
            "=",
            "\"",
        ],
    },
    Target {
        name: "server_batch_path",
        run: routes::fuzzing::batch_path,
        known: &[
            "/v1.1/instances/my-shop/",
            "/v1.1/instances/other/",
            "users/",
            "api_keys/",
            "batch/",
            "1/",
            "?",
            "..",
            "/",
            "%2e",
            "#",
            "İ",
            "page_size=1",
        ],
    },
    Target {
        name: "server_instance_name",
        run: domain::fuzzing::instance,
        known: &[
            "a", "shop", "Z", "9", "-", "_", "admin", "İ", "Σ", "ß", "signup",
        ],
    },
    Target {
        name: "server_email",
        run: domain::fuzzing::email,
        known: &[
            "a",
            "@",
            "a@",
            "@b.co",
            "b.co",
            ".",
            "@localhost",
            "\"q\"@",
            "\"",
            "\\",
            "@[127.0.0.1]",
            "@[::1]",
            "[",
            "]",
            "-",
            "é",
            "\r\n",
            "+",
            "<",
            "k",
        ],
    },
    Target {
        name: "server_form",
        run: domain::fuzzing::form,
        known: &[],
    },
];

const JSON: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "[[[[[[[[",
    "]]]]]]]]",
    ",",
    ":",
    "\"",
    "\"a\"",
    "\"a\":",
    "\\u0000",
    "\\ud83d",
    "\\ude00",
    "\\\"",
    "\\",
    "1",
    "-",
    ".5",
    "e",
    "e308",
    "null",
    "true",
    "false",
    "NaN",
    "Infinity",
    "170141183460469231731687303715884105728",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

    use super::*;

    const INPUTS: u32 = 20_000;

    fn input(known: &'static [&'static str]) -> BoxedStrategy<Vec<u8>> {
        if known.is_empty() {
            return vec(any::<u8>(), 0..200).boxed();
        }
        let piece = prop_oneof![
            6 => prop::sample::select(known).prop_map(|text| text.as_bytes().to_vec()),
            1 => vec(any::<u8>(), 1..4),
            1 => any::<String>().prop_map(String::into_bytes),
            1 => Just(b"\n".to_vec()),
        ];
        vec(piece, 0..12).prop_map(|pieces| pieces.concat()).boxed()
    }

    /// Checks the same inputs every time: the search for others is the soak's.
    fn holds(cases: u32, strategy: &BoxedStrategy<Vec<u8>>, mut check: impl FnMut(&[u8])) {
        let config = Config {
            cases,
            failure_persistence: None,
            ..Config::default()
        };
        let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        let check = std::cell::RefCell::new(&mut check);
        let outcome = TestRunner::new_with_rng(config, rng).run(strategy, |bytes| {
            (check.borrow_mut())(&bytes);
            Ok(())
        });
        if let Err(error) = outcome {
            panic!("{error}");
        }
    }

    #[test]
    fn every_parser_keeps_its_promises() {
        for target in TARGETS {
            println!("{}", target.name);
            holds(INPUTS, &input(target.known), target.run);
        }
    }

    #[test]
    fn every_request_is_answered_and_none_by_a_server_error() {
        let folder = tempfile::tempdir().expect("a folder");
        let bench = Bench::open(folder.path());
        let mut seen = BTreeMap::new();
        holds(INPUTS, &input(&[]), |bytes| {
            for status in bench.send(bytes) {
                *seen.entry(status).or_insert(0_u32) += 1;
            }
        });
        println!("{seen:?}");
        // They get far: into handlers, and into each of the checks before them.
        for status in [200, 201, 204, 400, 403, 404, 405, 406, 415] {
            assert!(seen.contains_key(&status), "{status}: {seen:?}");
        }
    }
}
