use std::net::{IpAddr, Ipv4Addr};

/// Whom a request comes from, as far as that can be believed.
#[derive(Clone, Copy, Debug)]
pub struct Client {
    /// Its address; behind a trusted proxy not that of the connection.
    pub address: IpAddr,
    /// Whether it speaks TLS, to this server or to a trusted proxy.
    pub is_secure: bool,
}

impl Client {
    /// What the client's links begin with.
    pub(crate) fn scheme(self) -> &'static str {
        if self.is_secure { "https" } else { "http" }
    }
}

impl Default for Client {
    /// Somebody on this machine.
    fn default() -> Self {
        Self {
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            is_secure: false,
        }
    }
}
