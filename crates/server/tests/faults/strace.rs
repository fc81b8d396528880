//! A debugger that shows what the server asks of the system, and makes it fail.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::process::Process;

const PATIENCE: Duration = Duration::from_secs(20);

/// `strace`, attached to a server until it is dropped.
pub(crate) struct Strace(Child);

/// Whether there is `strace` here. In CI there has to be.
pub(crate) fn is_here() -> bool {
    let found = Command::new("strace")
        .arg("-V")
        .stdout(Stdio::null())
        .status();
    if found.is_ok_and(|status| status.success()) {
        return true;
    }
    assert!(
        std::env::var_os("CI").is_none(),
        "there is no strace, and CI is set"
    );
    eprintln!("SKIPPED: there is no strace");
    false
}

impl Strace {
    /// Comes back once every thread of the server is watched.
    pub(crate) fn attach(server: &Process, options: &[&str], out: &Path) -> Self {
        let mut child = Command::new("strace")
            .args(["-f", "-qq", "-y", "-s", "40"])
            .args(options)
            .arg("-o")
            .arg(out)
            .args(["-p", &server.id().to_string()])
            .stdin(Stdio::null())
            .spawn()
            .expect("strace");
        let began = Instant::now();
        while !is_watched(server.id()) {
            if let Some(status) = child.try_wait().expect("strace") {
                panic!("strace ended with {status}");
            }
            assert!(began.elapsed() < PATIENCE, "strace did not attach");
            std::thread::sleep(Duration::from_millis(5));
        }
        Self(child)
    }
}

impl Drop for Strace {
    /// Lets go of the server, which goes on.
    fn drop(&mut self) {
        let id = self.0.id().to_string();
        let _ = Command::new("kill").args(["-INT", &id]).status();
        let _ = self.0.wait();
    }
}

fn is_watched(process: u32) -> bool {
    let threads = fs::read_dir(format!("/proc/{process}/task")).expect("threads");
    threads.into_iter().all(|thread| {
        let status = thread.expect("a thread").path().join("status");
        // A thread that has just ended is no thread to watch.
        fs::read_to_string(status).map_or(true, |status| !status.contains("TracerPid:\t0\n"))
    })
}
