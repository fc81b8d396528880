use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};

use super::{PasswordError, PasswordPolicy, Verdict};
use crate::password::Password;
use crate::random;

/// Lanes of every hash this server makes; more would need more threads.
const LANES: u32 = 1;
/// Costs above these are damage, or an attempt to exhaust the machine.
const MEMORY_KIB_MAX: u32 = 1024 * 1024;
const PASSES_MAX: u32 = 64;
const LANES_MAX: u32 = 16;

/// Today's parameters, and a hash that no password has.
#[derive(Clone)]
pub(super) struct Hasher {
    params: Params,
    dummy: PasswordHash,
}

/// One comparison, ready to be run on a thread.
pub(super) struct Check {
    stored: PasswordHash,
    is_dummy: bool,
    is_outdated: bool,
}

impl Hasher {
    pub(super) fn new(policy: &PasswordPolicy) -> Result<Self, PasswordError> {
        let params = Params::new(policy.memory_kib, policy.passes, LANES, None)
            .map_err(PasswordError::Policy)?;
        let unknown = random::bytes::<32>().map_err(|_| PasswordError::Threads)?;
        let dummy = argon2(params.clone())
            .hash_password(unknown.as_slice())
            .map_err(PasswordError::Hash)?;
        Ok(Self { params, dummy })
    }

    pub(super) fn hash(&self, password: &Password) -> Result<String, PasswordError> {
        argon2(self.params.clone())
            .hash_password(password.expose_bytes())
            .map(|hash| hash.to_string())
            .map_err(PasswordError::Hash)
    }

    pub(super) fn prepare(&self, stored: Option<&str>) -> Result<Check, PasswordError> {
        let Some(text) = stored else {
            return Ok(Check {
                stored: self.dummy.clone(),
                is_dummy: true,
                is_outdated: false,
            });
        };
        let hash = PasswordHash::new(text).map_err(|_| PasswordError::StoredHash)?;
        let params = Params::try_from(&hash).map_err(|_| PasswordError::StoredHash)?;
        if hash.hash.is_none()
            || hash.salt.is_none()
            || params.m_cost() > MEMORY_KIB_MAX
            || params.t_cost() > PASSES_MAX
            || params.p_cost() > LANES_MAX
        {
            return Err(PasswordError::StoredHash);
        }
        let is_outdated = hash.algorithm.as_str() != Algorithm::Argon2id.as_str()
            || hash.version != Some(Version::V0x13.into())
            || params.m_cost() < self.params.m_cost()
            || params.t_cost() < self.params.t_cost();
        Ok(Check {
            stored: hash,
            is_dummy: false,
            is_outdated,
        })
    }
}

impl Check {
    pub(super) fn run(&self, password: &Password) -> Result<Verdict, PasswordError> {
        // The stored text names algorithm, version and costs; these are only defaults.
        match Argon2::default().verify_password(password.expose_bytes(), &self.stored) {
            Ok(()) => Ok(Verdict {
                matches: !self.is_dummy,
                needs_rehash: self.is_outdated,
            }),
            Err(argon2::password_hash::Error::PasswordInvalid) => Ok(Verdict {
                matches: false,
                needs_rehash: false,
            }),
            Err(error) => Err(PasswordError::Hash(error)),
        }
    }
}

fn argon2(params: Params) -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}
