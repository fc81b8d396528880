//! A few threads, and a bounded number of callers that wait for them.

use std::num::NonZeroUsize;
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use tokio::sync::{Semaphore, oneshot};

use super::PasswordError;

/// How far password hashing steps back, from 0 (not at all) to 19.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 15;

type Job = Box<dyn FnOnce() + Send>;

/// Threads end when the pool is dropped and their job is done.
pub(super) struct Pool {
    jobs: Sender<Job>,
    /// Callers that run or wait.
    places: Arc<Semaphore>,
    /// Callers that run.
    threads: Arc<Semaphore>,
    /// Callers that may wait.
    queue: usize,
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
            queue: places.saturating_sub(threads.get()),
        })
    }

    /// Callers that wait for a thread, as of a moment ago.
    pub(super) fn waiting(&self) -> usize {
        let free = self.places.available_permits();
        (self.queue + self.threads.available_permits()).saturating_sub(free)
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
    yield_to_requests();
    loop {
        let job = waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .recv();
        match job {
            // A job that panics has freed its place and dropped its answer while
            // unwinding; the thread must live on for the next one.
            Ok(job) => drop(panic::catch_unwind(AssertUnwindSafe(job))),
            Err(_) => return,
        }
    }
}

/// Lets every other thread of the server have the processor first: checking a
/// key takes microseconds and must not wait behind somebody's login.
fn yield_to_requests() {
    // On Linux "this process" means the calling thread. Without the right to it
    // the server is slower under a flood of logins, not wrong.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::setpriority_process(None, NICENESS);
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::pin::pin;
    use std::task::Poll;

    use super::*;

    fn pool(threads: usize, queue: usize) -> Pool {
        Pool::new(NonZeroUsize::new(threads).unwrap(), queue).unwrap()
    }

    /// A job that says when it starts and ends when it is told to.
    fn gate() -> (impl FnOnce() + Send + 'static, Receiver<()>, Sender<()>) {
        let (start, started) = channel();
        let (open, opened) = channel();
        let job = move || {
            start.send(()).unwrap();
            opened.recv().unwrap();
        };
        (job, started, open)
    }

    /// Polls once and tells whether the future is ready.
    async fn is_ready<F: Future>(mut future: std::pin::Pin<&mut F>) -> bool {
        poll_fn(|context| Poll::Ready(future.as_mut().poll(context).is_ready())).await
    }

    #[tokio::test]
    async fn one_caller_more_than_threads_and_queue_is_told_busy() {
        let pool = pool(2, 1);
        let (first, first_started, open_first) = gate();
        let (second, second_started, open_second) = gate();
        let (mut first, mut second) = (pin!(pool.run(first)), pin!(pool.run(second)));
        assert!(!is_ready(first.as_mut()).await && !is_ready(second.as_mut()).await);
        first_started.recv().unwrap();
        second_started.recv().unwrap();
        let mut waiting = pin!(pool.run(|| 3));
        assert!(!is_ready(waiting.as_mut()).await);

        assert!(matches!(pool.run(|| 4).await, Err(PasswordError::Busy)));
        assert_eq!(pool.waiting(), 1);

        open_first.send(()).unwrap();
        first.await.unwrap();
        assert_eq!(waiting.await.unwrap(), 3);
        assert_eq!(pool.waiting(), 0);
        open_second.send(()).unwrap();
        second.await.unwrap();
        assert_eq!(pool.run(|| 5).await.unwrap(), 5);
    }

    #[tokio::test]
    async fn a_caller_that_leaves_the_queue_frees_its_place_and_its_job_never_runs() {
        let pool = pool(1, 1);
        let (running, started, open) = gate();
        let mut running = pin!(pool.run(running));
        assert!(!is_ready(running.as_mut()).await);
        started.recv().unwrap();
        let (ran, was_run) = channel();
        {
            let mut leaving = pin!(pool.run(move || ran.send(())));
            assert!(!is_ready(leaving.as_mut()).await);
        }
        let mut next = pin!(pool.run(|| 3));
        assert!(!is_ready(next.as_mut()).await, "there is a place again");
        open.send(()).unwrap();
        running.await.unwrap();
        assert_eq!(next.await.unwrap(), 3);
        assert!(was_run.try_recv().is_err());
    }

    #[tokio::test]
    async fn a_caller_that_leaves_while_its_job_runs_keeps_the_thread_until_the_end() {
        let pool = pool(1, 0);
        let (running, started, open) = gate();
        {
            let mut leaving = pin!(pool.run(running));
            assert!(!is_ready(leaving.as_mut()).await);
            started.recv().unwrap();
        }
        assert!(matches!(pool.run(|| 2).await, Err(PasswordError::Busy)));
        open.send(()).unwrap();
        assert_eq!(when_free(&pool, || 3).await.unwrap(), 3);
    }

    #[tokio::test]
    async fn a_job_that_panics_costs_its_caller_the_answer_and_nobody_else_anything() {
        let pool = pool(1, 0);
        for _ in 0..3 {
            let answer = when_free(&pool, || panic!("as a broken library might")).await;
            assert!(matches!(answer, Err::<(), _>(PasswordError::Threads)));
        }
        assert_eq!(when_free(&pool, || 3).await.unwrap(), 3);
    }

    /// Runs a job as soon as there is a place, which may be a moment after the
    /// one before it has answered.
    async fn when_free<T: Send + 'static>(
        pool: &Pool,
        job: impl FnOnce() -> T + Clone + Send + 'static,
    ) -> Result<T, PasswordError> {
        loop {
            match pool.run(job.clone()).await {
                Err(PasswordError::Busy) => tokio::task::yield_now().await,
                answer => return answer,
            }
        }
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn hashing_threads_and_no_others_run_at_lower_priority() {
        // The 19th field; the second one, in brackets, is a name without spaces here.
        let niceness = || {
            let stat = std::fs::read_to_string("/proc/thread-self/stat").unwrap();
            stat.split(' ').nth(18).unwrap().parse::<i32>().unwrap()
        };
        let before = niceness();
        assert_eq!(
            pool(1, 0).run(niceness).await.unwrap(),
            NICENESS.max(before)
        );
        assert_eq!(niceness(), before);
    }
}
