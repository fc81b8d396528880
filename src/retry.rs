//! When a call is sent again, and after what wait.
//!
//! Nothing here sleeps or sends: the decision is a function of what happened,
//! so it is tested on a clock that does not run.

/// How often and how long a connection tries. Milliseconds throughout.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Policy {
    /// Retries after a failure; 0 turns every retry off, those after a 429 too.
    pub max_retries: u32,
    /// Retries after a 429, where the server asked for patience and did nothing.
    pub max_throttle_retries: u32,
    /// First back-off; each further one doubles.
    pub backoff_ms: f64,
    /// No back-off is longer.
    pub backoff_max_ms: f64,
    /// A `Retry-After` above this is the caller's to decide on.
    pub retry_after_max_ms: f64,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            max_retries: 2,
            max_throttle_retries: 5,
            backoff_ms: 500.0,
            backoff_max_ms: 8_000.0,
            retry_after_max_ms: 60_000.0,
        }
    }
}

impl Policy {
    /// The defaults, but for what the caller set: NaN is nothing.
    #[must_use]
    pub fn new(max_retries: f64, retry_after_max_ms: f64) -> Self {
        let defaults = Self::default();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to a handful"
        )]
        Self {
            max_retries: if max_retries.is_nan() {
                defaults.max_retries
            } else {
                max_retries.min(100.0) as u32
            },
            retry_after_max_ms: if retry_after_max_ms.is_nan() {
                defaults.retry_after_max_ms
            } else {
                retry_after_max_ms
            },
            ..defaults
        }
    }
}

/// What came of one attempt, as far as a retry depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// No answer: the network failed or the time ran out.
    Unanswered,
    /// An answer with this status.
    Status(u16),
}

/// Whether repeating a call is harmless.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// Doing it twice is doing it once.
    Harmless,
    /// It may act a second time, so only a refusal that did nothing allows it.
    Acts,
}

/// Shortest wait: two attempts never follow each other at once.
const WAIT_MIN_MS: f64 = 50.0;
/// Spread on top of a wait that the server asked for.
const SPREAD_MS: f64 = 250.0;

/// The wait before the next attempt in milliseconds, or `None` when the outcome stands.
///
/// `attempt` counts from 0; `retry_after_ms` is what the server asked for;
/// `random` is in `0.0..1.0`.
#[must_use]
pub fn wait_ms(
    policy: &Policy,
    repeat: Repeat,
    attempt: u32,
    outcome: Outcome,
    retry_after_ms: Option<f64>,
    random: f64,
) -> Option<f64> {
    let limit = match outcome {
        Outcome::Status(429) => policy.max_throttle_retries,
        Outcome::Status(408 | 500..=599) | Outcome::Unanswered if repeat == Repeat::Harmless => {
            policy.max_retries
        }
        Outcome::Status(_) | Outcome::Unanswered => return None,
    };
    if policy.max_retries == 0 || attempt >= limit {
        return None;
    }
    if let Some(asked) = retry_after_ms {
        if asked > policy.retry_after_max_ms {
            return None;
        }
        if asked > 0.0 {
            return Some(asked + random * SPREAD_MS);
        }
    }
    let ceiling =
        (policy.backoff_ms * f64::from(1_u32 << attempt.min(16))).min(policy.backoff_max_ms);
    Some((ceiling * random).max(WAIT_MIN_MS))
}

/// Reads a `Retry-After` header: seconds, or a date that `date_ms` reads, as milliseconds from `now_ms` (Unix time).
///
/// A negative or past value is 0; anything else that is unreadable is `None`.
#[must_use]
pub fn retry_after_ms(
    header: &str,
    now_ms: f64,
    date_ms: impl FnOnce(&str) -> Option<f64>,
) -> Option<f64> {
    let text = header.trim_ascii();
    let digits = text.strip_prefix('-');
    if let Some(seconds) = seconds(digits.unwrap_or(text)) {
        let is_past = digits.is_some();
        return Some(if is_past { 0.0 } else { seconds * 1_000.0 });
    }
    // Every form of an HTTP date begins with the name of a day and ends with a time zone or a year.
    if !text.bytes().next()?.is_ascii_alphabetic() {
        return None;
    }
    date_ms(text)
        .filter(|at| at.is_finite())
        .map(|at| (at - now_ms).max(0.0))
}

/// A decimal number of seconds. A fraction is rounded up: waiting a little longer is never
/// refused. More digits than any wait has are as good as for ever.
fn seconds(text: &str) -> Option<f64> {
    let (mut whole, mut up, mut is_number) = (0_u32, 0.0, false);
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' => {
                is_number = true;
                if up == 0.0 {
                    whole = whole
                        .saturating_mul(10)
                        .saturating_add(u32::from(byte - b'0'));
                }
            }
            b'.' if is_number && up == 0.0 => {
                is_number = false;
                up = 1.0;
            }
            _ => return None,
        }
    }
    is_number.then_some(f64::from(whole) + up)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    /// The host's reader of dates, played by a library.
    fn date_ms(text: &str) -> Option<f64> {
        let date = httpdate::parse_http_date(text).ok()?;
        let at = date.duration_since(std::time::UNIX_EPOCH).ok()?;
        Some(at.as_secs_f64() * 1_000.0)
    }

    fn decide(repeat: Repeat, attempt: u32, outcome: Outcome, after: Option<f64>) -> Option<f64> {
        wait_ms(&Policy::default(), repeat, attempt, outcome, after, 0.5)
    }

    #[test]
    fn harmless_calls_are_repeated_after_failures_twice() {
        for outcome in [
            Outcome::Unanswered,
            Outcome::Status(408),
            Outcome::Status(500),
            Outcome::Status(503),
        ] {
            assert_eq!(
                decide(Repeat::Harmless, 0, outcome, None),
                Some(250.0),
                "{outcome:?}"
            );
            assert_eq!(
                decide(Repeat::Harmless, 1, outcome, None),
                Some(500.0),
                "{outcome:?}"
            );
            assert_eq!(
                decide(Repeat::Harmless, 2, outcome, None),
                None,
                "{outcome:?}"
            );
        }
        for status in [200, 301, 400, 401, 403, 404, 409] {
            assert_eq!(
                decide(Repeat::Harmless, 0, Outcome::Status(status), None),
                None,
                "{status}"
            );
        }
    }

    #[test]
    fn a_call_that_acts_is_repeated_after_a_429_only() {
        assert_eq!(decide(Repeat::Acts, 0, Outcome::Unanswered, None), None);
        assert_eq!(
            decide(Repeat::Acts, 0, Outcome::Status(503), Some(1_000.0)),
            None
        );
        assert_eq!(
            decide(Repeat::Acts, 0, Outcome::Status(429), Some(1_000.0)),
            Some(1_125.0)
        );
        assert_eq!(
            decide(Repeat::Acts, 5, Outcome::Status(429), Some(1_000.0)),
            None
        );
    }

    #[test]
    fn a_wait_is_never_nothing_and_never_above_its_ceiling() {
        let policy = Policy {
            max_throttle_retries: 40,
            ..Policy::default()
        };
        for attempt in 0..40 {
            for random in [0.0, 0.999_999] {
                let wait = wait_ms(
                    &policy,
                    Repeat::Acts,
                    attempt,
                    Outcome::Status(429),
                    Some(0.0),
                    random,
                )
                .unwrap();
                assert!(
                    (WAIT_MIN_MS..=policy.backoff_max_ms).contains(&wait),
                    "{attempt} {random} {wait}"
                );
            }
        }
    }

    #[test]
    fn a_longer_wait_than_allowed_is_left_to_the_caller() {
        assert!(decide(Repeat::Harmless, 0, Outcome::Status(429), Some(60_000.0)).is_some());
        assert_eq!(
            decide(Repeat::Harmless, 0, Outcome::Status(429), Some(61_000.0)),
            None
        );
    }

    #[test]
    fn no_retries_means_none_at_all() {
        let off = Policy {
            max_retries: 0,
            ..Policy::default()
        };
        for outcome in [
            Outcome::Unanswered,
            Outcome::Status(429),
            Outcome::Status(503),
        ] {
            assert_eq!(
                wait_ms(&off, Repeat::Harmless, 0, outcome, Some(1.0), 0.5),
                None
            );
        }
    }

    #[test]
    fn retry_after_is_read_in_both_forms() {
        let now = 1_445_412_480_000.0; // Wed, 21 Oct 2015 07:28:00 GMT
        let cases = [
            ("1", Some(1_000.0)),
            (" 120 ", Some(120_000.0)),
            ("0", Some(0.0)),
            ("-5", Some(0.0)),
            ("0.2", Some(1_000.0)),
            ("Wed, 21 Oct 2015 07:28:30 GMT", Some(30_000.0)),
            ("Wed, 21 Oct 2015 07:27:00 GMT", Some(0.0)),
            ("soon", None),
            ("", None),
            ("1,2", None),
        ];
        for (text, expected) in cases {
            assert_eq!(retry_after_ms(text, now, date_ms), expected, "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_retry_after_text_gives_a_finite_wait_or_none(text in ".*") {
            if let Some(wait) = retry_after_ms(&text, 0.0, date_ms) {
                proptest::prop_assert!(wait.is_finite() && wait >= 0.0);
            }
        }
    }
}
