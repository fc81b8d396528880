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
        let unknown = random::bytes::<32>().map_err(|error| PasswordError::Hash(error.into()))?;
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
        let algorithm =
            Algorithm::try_from(hash.algorithm.as_str()).map_err(|_| PasswordError::StoredHash)?;
        let version = hash.version.map_or(Ok(Version::V0x10), Version::try_from);
        let version = version.map_err(|_| PasswordError::StoredHash)?;
        if hash.hash.is_none()
            || hash.salt.is_none()
            || params.m_cost() > MEMORY_KIB_MAX
            || params.t_cost() > PASSES_MAX
            || params.p_cost() > LANES_MAX
        {
            return Err(PasswordError::StoredHash);
        }
        let is_outdated = algorithm != Algorithm::Argon2id
            || version != Version::V0x13
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
                needs_rehash: self.is_outdated && !self.is_dummy,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_account_is_compared_with_a_hash_like_every_other() {
        let policy = PasswordPolicy {
            memory_kib: 24,
            passes: 3,
            ..PasswordPolicy::default()
        };
        let hasher = Hasher::new(&policy).unwrap();
        let stored = hasher.hash(&Password::new("secret".into())).unwrap();
        let known = hasher.prepare(Some(&stored)).unwrap().stored;
        let unknown = hasher.prepare(None).unwrap().stored;
        assert_eq!(unknown.algorithm, known.algorithm);
        assert_eq!(unknown.version, known.version);
        assert_eq!(unknown.params, known.params);
        let sizes = |hash: &PasswordHash| (hash.salt.unwrap().len(), hash.hash.unwrap().len());
        assert_eq!(sizes(&unknown), sizes(&known));
    }

    #[test]
    fn each_start_compares_unknown_accounts_with_another_hash() {
        let policy = PasswordPolicy {
            memory_kib: 8,
            passes: 1,
            ..PasswordPolicy::default()
        };
        let dummies = [
            Hasher::new(&policy).unwrap().dummy,
            Hasher::new(&policy).unwrap().dummy,
        ];
        assert_ne!(dummies[0].to_string(), dummies[1].to_string());
    }

    #[test]
    fn an_unknown_account_does_not_match_even_where_the_password_does() {
        let policy = PasswordPolicy {
            memory_kib: 8,
            passes: 1,
            ..PasswordPolicy::default()
        };
        let hasher = Hasher::new(&policy).unwrap();
        let stored = PasswordHash::new(&hasher.hash(&Password::new("secret".into())).unwrap());
        let check = Check {
            stored: stored.unwrap(),
            is_dummy: true,
            is_outdated: true,
        };
        let verdict = check.run(&Password::new("secret".into())).unwrap();
        assert_eq!((verdict.matches, verdict.needs_rehash), (false, false));
    }
}
