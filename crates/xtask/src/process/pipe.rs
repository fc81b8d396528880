//! Reads what a child prints, line by line, while it runs.

use std::io::{BufRead, BufReader, Read, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How long to wait for the rest after the child has ended: a process that
/// left its group may hold the pipe open for ever.
const REST: Duration = Duration::from_secs(2);

/// Where a line goes besides memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Echo {
    No,
    Out,
    Err,
}

/// The text of one pipe, growing while the child runs.
#[derive(Debug)]
pub(crate) struct Pipe {
    text: Arc<Mutex<String>>,
    reader: JoinHandle<()>,
}

impl Pipe {
    /// Reads the source on a thread of its own until it ends.
    pub(crate) fn read(source: impl Read + Send + 'static, echo: Echo) -> Self {
        Self::read_with(source, echo, |_| {})
    }

    /// As `read`, and calls `each` with every line as it comes.
    pub(crate) fn read_with(
        source: impl Read + Send + 'static,
        echo: Echo,
        mut each: impl FnMut(&str) + Send + 'static,
    ) -> Self {
        let text = Arc::new(Mutex::new(String::new()));
        let copy = Arc::clone(&text);
        let reader = thread::spawn(move || {
            let mut source = BufReader::new(source);
            let mut line = Vec::new();
            while matches!(source.read_until(b'\n', &mut line), Ok(count) if count > 0) {
                let words = String::from_utf8_lossy(&line);
                repeat(&words, echo);
                each(&words);
                copy.lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push_str(&words);
                line.clear();
            }
        });
        Self { text, reader }
    }

    /// What has come so far.
    pub(crate) fn so_far(&self) -> String {
        self.text
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// All of it, once the child has ended.
    pub(crate) fn rest(self) -> String {
        let start = Instant::now();
        while !self.reader.is_finished() && start.elapsed() < REST {
            thread::sleep(Duration::from_millis(1));
        }
        self.so_far()
    }
}

fn repeat(words: &str, echo: Echo) {
    // A closed terminal must not stop the work.
    let _ = match echo {
        Echo::No => Ok(()),
        Echo::Out => std::io::stdout().lock().write_all(words.as_bytes()),
        Echo::Err => std::io::stderr().lock().write_all(words.as_bytes()),
    };
}
