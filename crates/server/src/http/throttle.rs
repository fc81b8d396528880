//! Limits per second of the wall clock.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

/// Seconds that a refused caller waits: until the next one begins.
const WAIT_S: u64 = 1;
/// Bits of an IPv6 address that one subscriber chooses freely.
const V6_HOST_BITS: u32 = 64;

/// Requests of one second; 0 means no limit.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Callers without a valid key, for each address.
    pub anonymous: u32,
    /// Account keys outside instances, for each account.
    pub account: u32,
    /// All keys inside an instance together, for each instance.
    pub instance: u32,
}

impl Default for Limits {
    /// The documented limits.
    fn default() -> Self {
        Self {
            anonymous: 10,
            account: 60,
            instance: 60,
        }
    }
}

/// Who shares a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Scope {
    Address(IpAddr),
    Account(i64),
    Instance(i64),
}

impl Scope {
    /// The scope of an address; all of one IPv6 subscriber's addresses share one.
    pub(crate) fn address(address: IpAddr) -> Self {
        Self::Address(match address.to_canonical() {
            IpAddr::V6(v6) => {
                Ipv6Addr::from_bits(v6.to_bits() >> V6_HOST_BITS << V6_HOST_BITS).into()
            }
            v4 => v4,
        })
    }
}

/// Counters of the current second.
#[derive(Debug)]
pub(crate) struct Throttle {
    limits: Limits,
    counters: Mutex<Counters>,
    refused: AtomicU64,
}

#[derive(Debug, Default)]
struct Counters {
    second: u64,
    requests: HashMap<Scope, u32>,
}

impl Throttle {
    pub(crate) fn new(limits: Limits) -> Self {
        Self {
            limits,
            counters: Mutex::default(),
            refused: AtomicU64::new(0),
        }
    }

    /// Requests refused so far.
    pub(crate) fn refused(&self) -> u64 {
        self.refused.load(Ordering::Relaxed)
    }

    /// Counts a request in every scope.
    ///
    /// # Errors
    /// The seconds to wait when one of them is used up.
    pub(crate) fn count(&self, scopes: &[Scope]) -> Result<(), u64> {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        self.count_at(since.as_secs(), scopes)
    }

    fn count_at(&self, second: u64, scopes: &[Scope]) -> Result<(), u64> {
        let mut counters = self.counters.lock().unwrap_or_else(PoisonError::into_inner);
        if counters.second != second {
            // All windows end together, so nothing of the old ones is needed.
            counters.second = second;
            counters.requests.clear();
        }
        let mut outcome = Ok(());
        for scope in scopes {
            let limit = match scope {
                Scope::Address(_) => self.limits.anonymous,
                Scope::Account(_) => self.limits.account,
                Scope::Instance(_) => self.limits.instance,
            };
            let requests = counters.requests.entry(*scope).or_default();
            *requests = requests.saturating_add(1);
            if limit > 0 && *requests > limit {
                outcome = Err(WAIT_S);
            }
        }
        if outcome.is_err() {
            self.refused.fetch_add(1, Ordering::Relaxed);
        }
        outcome
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits {
        anonymous: 2,
        account: 0,
        instance: 1,
    };

    #[test]
    fn a_scope_is_used_up_until_the_next_second() {
        let throttle = Throttle::new(LIMITS);
        let here = [Scope::address("127.0.0.1".parse().expect("an address"))];
        let there = [Scope::address("127.0.0.2".parse().expect("an address"))];
        assert_eq!(throttle.count_at(7, &here), Ok(()));
        assert_eq!(throttle.count_at(7, &here), Ok(()));
        assert_eq!(throttle.count_at(7, &here), Err(1));
        assert_eq!(throttle.count_at(7, &there), Ok(()));
        assert_eq!(throttle.count_at(8, &here), Ok(()));
    }

    #[test]
    fn zero_is_no_limit() {
        let throttle = Throttle::new(LIMITS);
        for _ in 0..1000 {
            assert_eq!(throttle.count_at(7, &[Scope::Account(1)]), Ok(()));
        }
    }

    #[test]
    fn addresses_of_one_ipv6_subscriber_share_a_scope() {
        let scope = |text: &str| Scope::address(text.parse().expect("an address"));
        assert_eq!(scope("2001:db8::1"), scope("2001:db8::ffff:1"));
        assert_ne!(scope("2001:db8::1"), scope("2001:db8:0:1::1"));
        assert_eq!(scope("::ffff:10.0.0.1"), scope("10.0.0.1"));
    }
}
