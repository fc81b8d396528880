//! Whom a request comes from, when a proxy may stand in between.
//!
//! `Forwarded` is not read: proxies set one kind of header and pass on the other as the
//! client sent it, so whoever reads both believes the client.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::http::{HeaderMap, HeaderName};
use ipnet::IpNet;

use crate::http::Client;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// The proxies that are believed.
#[derive(Clone, Debug)]
pub(super) struct Proxies(Arc<[IpNet]>);

impl Proxies {
    pub(super) fn new(trusted: &[IpNet]) -> Self {
        Self(trusted.into())
    }

    /// The client of a request that came from `peer`.
    pub(super) fn client(&self, peer: IpAddr, is_tls: bool, headers: &HeaderMap) -> Client {
        let peer = peer.to_canonical();
        if !self.trust(peer) {
            return Client {
                address: peer,
                is_secure: is_tls,
            };
        }
        Client {
            address: self.nearest_stranger(peer, headers),
            is_secure: is_tls || was_secure(headers),
        }
    }

    fn trust(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }

    /// Each proxy adds at the end whom it was called by, so the list is read from there,
    /// and ends for us at the first one that is no proxy of ours: whatever is before it,
    /// the client may have made up.
    fn nearest_stranger(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut nearest = peer;
        for hop in items(headers, &FORWARDED_FOR).rev() {
            let Some(address) = hop.and_then(address) else {
                return nearest;
            };
            nearest = address;
            if !self.trust(address) {
                return nearest;
            }
        }
        nearest
    }
}

/// Whether the last proxy says that TLS was spoken.
fn was_secure(headers: &HeaderMap) -> bool {
    let last = items(headers, &FORWARDED_PROTO).next_back().flatten();
    last.is_some_and(|scheme| scheme.eq_ignore_ascii_case("https"))
}

/// The parts of a list that may be spread over several lines; `None` for what is no text.
fn items<'a>(
    headers: &'a HeaderMap,
    name: &HeaderName,
) -> impl DoubleEndedIterator<Item = Option<&'a str>> {
    let lines: Vec<_> = headers.get_all(name).iter().collect();
    lines.into_iter().flat_map(|line| {
        let text = line.to_str().ok();
        let parts: Vec<_> = match text {
            Some(text) => text.split(',').map(|part| Some(part.trim())).collect(),
            None => vec![None],
        };
        parts.into_iter()
    })
}

/// An address with or without a port.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'));
    let address = bare.unwrap_or(text).parse().ok();
    address
        .or_else(|| text.parse().ok().map(|address: SocketAddr| address.ip()))
        .map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROXY: &str = "10.0.0.1";

    fn client(peer: &str, headers: &[(HeaderName, &str)]) -> (String, bool) {
        let proxies = Proxies::new(&[
            "10.0.0.0/8".parse().expect("a network"),
            "2001:db8::/32".parse().expect("a network"),
        ]);
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(name, value.parse().expect("a value"));
        }
        let client = proxies.client(peer.parse().expect("an address"), false, &map);
        (client.address.to_string(), client.is_secure)
    }

    fn address_for(list: &str) -> String {
        client(PROXY, &[(FORWARDED_FOR, list)]).0
    }

    #[test]
    fn a_stranger_is_never_believed() {
        let headers = [(FORWARDED_FOR, "192.0.2.1"), (FORWARDED_PROTO, "https")];
        let found = client("198.51.100.7", &headers);
        assert_eq!(found, ("198.51.100.7".to_owned(), false));
    }

    #[test]
    fn the_client_is_the_last_address_that_is_no_proxy_of_ours() {
        for (list, expected) in [
            ("192.0.2.1", "192.0.2.1"),
            ("6.6.6.6, 192.0.2.1", "192.0.2.1"),
            ("6.6.6.6, 192.0.2.1, 10.1.2.3,10.9.9.9", "192.0.2.1"),
            ("10.1.2.3, 10.9.9.9", "10.1.2.3"),
            ("2001:db8:1::1", "2001:db8:1::1"),
            ("192.0.2.1:4711, 2001:db8::1", "192.0.2.1"),
            ("[2001:db9::1]:443", "2001:db9::1"),
            ("[2001:db9::1]", "2001:db9::1"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
            // What cannot be read ends the list.
            ("192.0.2.1, unknown", PROXY),
            ("192.0.2.1, ,10.1.2.3", "10.1.2.3"),
            ("", PROXY),
        ] {
            assert_eq!(address_for(list), expected, "{list}");
        }
        assert_eq!(client(PROXY, &[]).0, PROXY);
    }

    #[test]
    fn several_lines_are_one_list() {
        let lines = [(FORWARDED_FOR, "6.6.6.6"), (FORWARDED_FOR, "192.0.2.1")];
        assert_eq!(client(PROXY, &lines).0, "192.0.2.1");
        let through_v6 = client("::ffff:10.0.0.9", &lines);
        assert_eq!(through_v6.0, "192.0.2.1");
    }

    #[test]
    fn only_the_last_proxy_says_whether_it_was_tls() {
        for (schemes, expected) in [
            ("https", true),
            ("HTTPS", true),
            ("http, https", true),
            ("https, http", false),
            ("", false),
        ] {
            let found = client(PROXY, &[(FORWARDED_PROTO, schemes)]);
            assert_eq!(found.1, expected, "{schemes}");
        }
    }
}
