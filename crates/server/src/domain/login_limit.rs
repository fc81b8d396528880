//! How long somebody who guesses passwords has to wait.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Bits of an IPv4 address that neighbours share.
const V4_NETWORK_BITS: u32 = 24;
/// Bits of an IPv6 address that one subscriber cannot choose.
const V6_NETWORK_BITS: u32 = 64;
/// The longest wait.
const WAIT_MAX_S: i64 = 15 * 60;

/// What attempts are counted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counted {
    /// One name from one network. A name alone is never counted: whoever guesses
    /// elsewhere must not keep its owner out.
    NameFromNetwork,
    /// All names from one network.
    Network,
}

impl Counted {
    /// Attempts that need not wait.
    fn free(self) -> i64 {
        match self {
            Self::NameFromNetwork => 5,
            Self::Network => 50,
        }
    }

    /// Seconds to wait after so many attempts that came to nothing.
    pub(crate) fn wait_s(self, failures: i64) -> i64 {
        let beyond = failures.saturating_sub(self.free());
        if beyond < 0 {
            return 0;
        }
        u32::try_from(beyond)
            .ok()
            .and_then(|beyond| 1_i64.checked_shl(beyond))
            .filter(|wait| (1..WAIT_MAX_S).contains(wait))
            .unwrap_or(WAIT_MAX_S)
    }
}

/// The network that a client is in.
pub(crate) fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            let host_bits = Ipv4Addr::BITS - V4_NETWORK_BITS;
            Ipv4Addr::from_bits(v4.to_bits() >> host_bits << host_bits).into()
        }
        IpAddr::V6(v6) => {
            let host_bits = Ipv6Addr::BITS - V6_NETWORK_BITS;
            Ipv6Addr::from_bits(v6.to_bits() >> host_bits << host_bits).into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_guesses_are_free_and_then_waits_double_up_to_a_quarter_of_an_hour() {
        let wait = |failures| Counted::NameFromNetwork.wait_s(failures);
        let waits: Vec<i64> = (0..18).map(wait).collect();
        assert_eq!(
            waits,
            [
                0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900
            ]
        );
        assert_eq!(wait(i64::MAX), WAIT_MAX_S);
        assert_eq!(Counted::Network.wait_s(49), 0);
        assert_eq!(Counted::Network.wait_s(50), 1);
    }

    #[test]
    fn neighbours_share_a_network() {
        let of = |text: &str| network(text.parse().expect("an address"));
        assert_eq!(of("192.0.2.1"), of("192.0.2.250"));
        assert_eq!(of("192.0.2.1"), of("::ffff:192.0.2.9"));
        assert_ne!(of("192.0.2.1"), of("192.0.3.1"));
        assert_eq!(of("2001:db8::1"), of("2001:db8::ffff:1"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
    }
}
