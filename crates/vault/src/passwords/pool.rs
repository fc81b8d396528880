//! A few threads, and a bounded number of callers that wait for them.

use std::num::NonZeroUsize;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use tokio::sync::{Semaphore, oneshot};

use super::PasswordError;

type Job = Box<dyn FnOnce() + Send>;

/// Threads end when the pool is dropped and their job is done.
pub(super) struct Pool {
    jobs: Sender<Job>,
    /// Callers that run or wait.
    places: Arc<Semaphore>,
    /// Callers that run.
    threads: Arc<Semaphore>,
}

impl Pool {
    pub(super) fn new(threads: NonZeroUsize, queue: usize) -> Result<Self, PasswordError> {
        let (jobs, waiting) = channel();
        let waiting = Arc::new(Mutex::new(waiting));
        for number in 0..threads.get() {
            let waiting = waiting.clone();
            thread::Builder::new()
                .name(format!("password-{number}"))
                .spawn(move || work(&waiting))
                .map_err(|_| PasswordError::Threads)?;
        }
        let places = threads
            .get()
            .saturating_add(queue)
            .min(Semaphore::MAX_PERMITS);
        Ok(Self {
            jobs,
            places: Arc::new(Semaphore::new(places)),
            threads: Arc::new(Semaphore::new(threads.get())),
        })
    }

    /// Runs `job` on one of the threads.
    ///
    /// A caller that goes away while it waits frees its place, and its job is
    /// never run.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, PasswordError> {
        let place = self
            .places
            .clone()
            .try_acquire_owned()
            .map_err(|_| PasswordError::Busy)?;
        let thread = self
            .threads
            .clone()
            .acquire_owned()
            .await
            .map_err(|_| PasswordError::Threads)?;
        let (answer, answered) = oneshot::channel();
        let job = Box::new(move || {
            let result = job();
            // Free before the answer, so that who has it can come back at once.
            drop((thread, place));
            // Nobody may be waiting any more.
            drop(answer.send(result));
        });
        self.jobs.send(job).map_err(|_| PasswordError::Threads)?;
        answered.await.map_err(|_| PasswordError::Threads)
    }
}

fn work(waiting: &Mutex<Receiver<Job>>) {
    loop {
        let job = waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .recv();
        match job {
            Ok(job) => job(),
            Err(_) => return,
        }
    }
}
