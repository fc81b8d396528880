//! One call: attempts, and the waits between them.

use crate::retry::{Outcome, Policy, Repeat, wait_ms};

/// What a call needs of the world around it.
pub trait Pace {
    /// A number in `0.0..1.0`.
    fn random(&self) -> f64;
    /// Waits; `false` when the caller gave up meanwhile.
    fn sleep(&self, ms: f64) -> impl Future<Output = bool>;
}

/// How an attempt failed.
#[derive(Debug)]
pub struct Failed<E> {
    /// What to tell the caller.
    pub error: E,
    /// What happened on the wire; `None` when another attempt cannot help.
    pub outcome: Option<Outcome>,
    /// What the server asked for, in milliseconds.
    pub retry_after_ms: Option<f64>,
}

/// Makes attempts until one succeeds, or until another one is not allowed.
///
/// # Errors
///
/// The error of the last attempt, also when the caller gave up during a wait:
/// the next attempt is then made by nobody.
pub async fn with_retries<T, E>(
    policy: &Policy,
    repeat: Repeat,
    pace: &impl Pace,
    mut attempt: impl AsyncFnMut(u32) -> Result<T, Failed<E>>,
    given_up: impl FnOnce() -> E,
) -> Result<T, E> {
    let mut count = 0;
    loop {
        let failed = match attempt(count).await {
            Ok(value) => return Ok(value),
            Err(failed) => failed,
        };
        let wait = failed.outcome.and_then(|outcome| {
            wait_ms(
                policy,
                repeat,
                count,
                outcome,
                failed.retry_after_ms,
                pace.random(),
            )
        });
        let Some(ms) = wait else {
            return Err(failed.error);
        };
        if !pace.sleep(ms).await {
            return Err(given_up());
        }
        count += 1;
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use std::cell::RefCell;
    use std::task::{Context, Poll, Waker};

    use super::*;

    /// A clock that does not run: it notes how long it was asked to wait.
    #[derive(Default)]
    struct Clock {
        slept_ms: RefCell<Vec<f64>>,
        patience: Option<usize>,
    }

    impl Pace for Clock {
        fn random(&self) -> f64 {
            0.5
        }

        async fn sleep(&self, ms: f64) -> bool {
            self.slept_ms.borrow_mut().push(ms);
            self.patience
                .is_none_or(|most| self.slept_ms.borrow().len() < most)
        }
    }

    /// Nothing here ever waits for real, so one poll is enough.
    fn now<T>(future: impl Future<Output = T>) -> T {
        match std::pin::pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(value) => value,
            Poll::Pending => panic!("a virtual clock never waits"),
        }
    }

    /// Plays the answers in order; the last one stays.
    fn play(
        clock: &Clock,
        repeat: Repeat,
        script: &[(u16, Option<f64>)],
    ) -> (Result<usize, u16>, usize) {
        let mut sent = 0;
        let result = now(with_retries(
            &Policy::default(),
            repeat,
            clock,
            async |count| {
                sent += 1;
                let (status, retry_after_ms) = script[(count as usize).min(script.len() - 1)];
                if status < 300 {
                    return Ok(sent);
                }
                Err(Failed {
                    error: status,
                    outcome: Some(Outcome::Status(status)),
                    retry_after_ms,
                })
            },
            || 0,
        ));
        (result, sent)
    }

    #[test]
    fn a_throttled_call_waits_as_asked_and_then_succeeds() {
        let clock = Clock::default();
        let (result, sent) = play(
            &clock,
            Repeat::Acts,
            &[(429, Some(1_000.0)), (429, Some(2_000.0)), (201, None)],
        );
        assert_eq!((result, sent), (Ok(3), 3));
        assert_eq!(*clock.slept_ms.borrow(), [1_125.0, 2_125.0]);
    }

    #[test]
    fn an_endless_429_ends_after_a_bounded_number_of_attempts_with_pauses() {
        let clock = Clock::default();
        let (result, sent) = play(&clock, Repeat::Acts, &[(429, None)]);
        assert_eq!((result, sent), (Err(429), 6));
        assert!(clock.slept_ms.borrow().iter().all(|ms| *ms >= 50.0));
    }

    #[test]
    fn a_call_that_acts_is_sent_once_when_the_server_fails() {
        assert_eq!(
            play(&Clock::default(), Repeat::Acts, &[(503, Some(1.0))]),
            (Err(503), 1)
        );
        assert_eq!(
            play(
                &Clock::default(),
                Repeat::Harmless,
                &[(503, None), (200, None)]
            ),
            (Ok(2), 2)
        );
    }

    #[test]
    fn giving_up_during_a_wait_ends_the_call() {
        let clock = Clock {
            patience: Some(1),
            ..Clock::default()
        };
        assert_eq!(play(&clock, Repeat::Harmless, &[(503, None)]), (Err(0), 1));
    }
}
