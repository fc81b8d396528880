use std::fmt;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::password::Password;

mod hasher;
mod pool;

use hasher::Hasher;
use pool::Pool;

/// How passwords are hashed and how much of the machine that may take.
#[derive(Clone, Debug)]
pub struct PasswordPolicy {
    /// Memory of one hash in KiB.
    pub memory_kib: u32,
    /// Passes over that memory.
    pub passes: u32,
    /// Hashes that run at once, each on a thread of its own.
    pub parallelism: NonZeroUsize,
    /// Callers that may wait for a free thread; one more is told
    /// [`PasswordError::Busy`].
    pub queue: usize,
}

impl Default for PasswordPolicy {
    /// 19 MiB and two passes; half of the processors, so that the other half
    /// goes on answering; 32 callers waiting for each of them.
    fn default() -> Self {
        let processors = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let parallelism = NonZeroUsize::new(processors / 2).unwrap_or(NonZeroUsize::MIN);
        Self {
            memory_kib: 19 * 1024,
            passes: 2,
            parallelism,
            queue: parallelism.get().saturating_mul(32),
        }
    }
}

/// What came of comparing a password with a stored hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it is the right password.
    pub matches: bool,
    /// Whether it is, and the hash should be made anew with today's parameters.
    pub needs_rehash: bool,
}

/// Why no answer could be had.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// Too many callers wait already. Ask the client to try again later.
    #[error("too many passwords are waiting to be checked")]
    Busy,
    /// The policy asks for parameters that argon2 does not have.
    #[error("these parameters are not possible for argon2id: {0}")]
    Policy(argon2::Error),
    /// What is stored is no argon2 hash of an acceptable cost.
    #[error("the stored password hash cannot be read")]
    StoredHash,
    /// Hashing failed, for want of memory or randomness.
    #[error("hashing a password failed: {0}")]
    Hash(argon2::password_hash::Error),
    /// The threads could not be started, or are gone.
    #[error("the password hashing threads are not running")]
    Threads,
}

/// Hashes and checks passwords with argon2id on a few threads of their own.
pub struct Passwords {
    hasher: Hasher,
    pool: Pool,
    runs: std::sync::Arc<AtomicU64>,
}

impl Passwords {
    /// Starts the threads and makes the hash that unknown accounts are compared
    /// with.
    ///
    /// # Errors
    /// [`PasswordError::Policy`] for impossible parameters,
    /// [`PasswordError::Threads`] when no thread can be started.
    pub fn new(policy: &PasswordPolicy) -> Result<Self, PasswordError> {
        Ok(Self {
            hasher: Hasher::new(policy)?,
            pool: Pool::new(policy.parallelism, policy.queue)?,
            runs: std::sync::Arc::default(),
        })
    }

    /// The text to store for a new password: a PHC string with its own salt.
    ///
    /// # Errors
    /// [`PasswordError::Busy`] when too many wait already, and other variants
    /// when the machine fails.
    pub async fn hash(&self, password: &Password) -> Result<String, PasswordError> {
        let (hasher, runs, password) = (self.hasher.clone(), self.runs.clone(), password.share());
        let job = move || {
            runs.fetch_add(1, Ordering::Relaxed);
            hasher.hash(&password)
        };
        self.pool.run(job).await?
    }

    /// Compares a password with the stored hash of an account.
    ///
    /// `None`, for an account that is unknown or has no password, costs the
    /// same one run of argon2 and never matches.
    ///
    /// # Errors
    /// [`PasswordError::Busy`] when too many wait already,
    /// [`PasswordError::StoredHash`] when the stored text cannot be read.
    pub async fn verify(
        &self,
        stored: Option<&str>,
        password: &Password,
    ) -> Result<Verdict, PasswordError> {
        let check = self.hasher.prepare(stored)?;
        let (runs, password) = (self.runs.clone(), password.share());
        let job = move || {
            runs.fetch_add(1, Ordering::Relaxed);
            check.run(&password)
        };
        self.pool.run(job).await?
    }

    /// Callers that wait for a thread now, for metrics.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.pool.waiting()
    }

    /// Runs of argon2 so far, for metrics.
    #[must_use]
    pub fn runs(&self) -> u64 {
        self.runs.load(Ordering::Relaxed)
    }
}

impl fmt::Debug for Passwords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Passwords")
            .field("runs", &self.runs())
            .finish_non_exhaustive()
    }
}
