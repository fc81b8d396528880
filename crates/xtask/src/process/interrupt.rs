//! Ctrl-C and SIGTERM: the first asks every child to end, the second ends it.

use std::collections::BTreeSet;
use std::process::{Child, Command};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::{group, strays};

/// How long a child that was asked to end may take.
pub(crate) const GRACE: Duration = Duration::from_secs(10);

struct Running {
    signals: u32,
    leaders: BTreeSet<u32>,
}

static RUNNING: Mutex<Running> = Mutex::new(Running {
    signals: 0,
    leaders: BTreeSet::new(),
});

fn running() -> MutexGuard<'static, Running> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes over the signals that ask this process to end, and all orphans of
/// what it starts.
///
/// # Errors
/// When the operating system refuses.
pub(crate) fn take_over() -> Result<()> {
    strays::adopt()?;
    ctrlc::set_handler(on_signal).context("cannot handle Ctrl-C")
}

/// Whether a signal has asked this process to end.
pub(crate) fn requested() -> bool {
    running().signals > 0
}

/// Starts the child and remembers it. Nothing starts once a signal has come:
/// the lock is what makes that sure.
pub(super) fn start(command: &mut Command) -> Result<Child> {
    let mut running = running();
    if running.signals > 0 {
        bail!("interrupted");
    }
    let program = command.get_program().to_string_lossy().into_owned();
    let child = command
        .spawn()
        .with_context(|| format!("cannot start {program}"))?;
    running.leaders.insert(child.id());
    Ok(child)
}

/// Forgets a child that has been collected, and ends what it left behind.
/// Nothing can start meanwhile and be taken for that: the lock is held.
pub(super) fn forget(leader: u32) {
    let mut running = running();
    running.leaders.remove(&leader);
    strays::end(&running.leaders);
}

fn on_signal() {
    let mut running = running();
    running.signals += 1;
    if running.signals > 1 {
        running.leaders.iter().copied().for_each(group::kill);
        return;
    }
    running.leaders.iter().copied().for_each(group::terminate);
    drop(running);
    thread::spawn(|| {
        thread::sleep(GRACE);
        let running = self::running();
        running.leaders.iter().copied().for_each(group::kill);
    });
}
