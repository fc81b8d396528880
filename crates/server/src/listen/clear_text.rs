//! Where clear text may be spoken.

use std::net::{IpAddr, SocketAddr};

use crate::config::Listening;

/// Why clear text is not spoken.
#[derive(Debug, thiserror::Error)]
#[error(
    "{address} can be reached from other machines, and clear text there shows every key to \
     whoever is on the way. Give --tls-certificate and --tls-key; or --trusted-proxy when a \
     proxy in front does TLS; or --insecure-http if you must"
)]
pub struct ClearText {
    address: SocketAddr,
}

impl ClearText {
    /// Whether a listener at `address` may do without TLS.
    pub(crate) fn check(address: SocketAddr, listening: &Listening) -> Result<(), Self> {
        let told_so = listening.insecure_http || !listening.trusted_proxies.is_empty();
        if listening.tls.is_some() || told_so || !is_public(address.ip()) {
            Ok(())
        } else {
            Err(Self { address })
        }
    }
}

/// Whether other machines may get here. An address that stands for all of them counts.
pub(crate) fn is_public(address: IpAddr) -> bool {
    !address.to_canonical().is_loopback()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::config::TlsFiles;

    #[test]
    fn clear_text_leaves_the_machine_only_when_told_so() {
        let nothing = Listening::default;
        let refused = |address: &str, listening: &Listening| {
            let address = address.parse().expect("an address");
            ClearText::check(address, listening).is_err()
        };
        for address in [
            "127.0.0.1:0",
            "127.8.9.1:80",
            "[::1]:80",
            "[::ffff:127.0.0.1]:80",
        ] {
            assert!(!refused(address, &nothing()), "{address}");
        }
        let told = [
            Listening {
                insecure_http: true,
                ..nothing()
            },
            Listening {
                trusted_proxies: vec!["10.0.0.0/8".parse().expect("a network")],
                ..nothing()
            },
            Listening {
                tls: Some(TlsFiles {
                    certificate: PathBuf::new(),
                    key: PathBuf::new(),
                }),
                ..nothing()
            },
        ];
        for address in [
            "0.0.0.0:80",
            "[::]:80",
            "10.0.0.1:80",
            "192.168.0.1:80",
            "[fe80::1]:80",
            "[::ffff:0.0.0.0]:80",
            "[::ffff:10.0.0.1]:80",
        ] {
            assert!(refused(address, &nothing()), "{address}");
            for listening in &told {
                assert!(!refused(address, listening), "{address} {listening:?}");
            }
        }
    }
}
