//! Set-up is told: what is done, how long it may take and how long it took.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// Does one step of the set-up, or of a build that may take minutes the first
/// time, and says so before and after.
///
/// # Errors
/// The step's own, with its name.
pub(crate) fn step<T>(what: &str, expected: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("set-up: {what} ({expected})");
    let start = Instant::now();
    let done = work().with_context(|| format!("set-up: {what}"))?;
    eprintln!("set-up: {what}: done in {}", spoken(start.elapsed()));
    Ok(done)
}

/// A duration as people say it.
pub(crate) fn spoken(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 {
        format!("{:.1} s", time.as_secs_f64())
    } else {
        format!("{} min {} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_spoken_in_seconds_or_minutes() {
        assert_eq!(spoken(Duration::from_millis(1_240)), "1.2 s");
        assert_eq!(spoken(Duration::from_secs(166)), "2 min 46 s");
    }
}
