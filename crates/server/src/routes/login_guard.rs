//! Slowing down whoever guesses passwords.

use std::sync::atomic::Ordering;

use crate::domain::differences::Switch;
use crate::domain::login_limit::network;
use crate::http::{ApiError, Call};
use crate::store::LoginScopes;

/// A login that may go on to the password.
pub(super) struct LoginGuard<'a> {
    call: &'a Call,
    scopes: Option<LoginScopes>,
}

impl<'a> LoginGuard<'a> {
    /// Counts an attempt to log in as `name`.
    ///
    /// # Errors
    /// 429 when there were too many; 503 when they cannot be counted, since uncounted
    /// guesses would be free.
    pub(super) async fn enter(call: &'a Call, realm: &str, name: &str) -> Result<Self, ApiError> {
        let guard = Self::count(call, realm, name).await;
        let logins = &call.app.logins;
        match &guard {
            Ok(_) => logins.attempted.fetch_add(1, Ordering::Relaxed),
            Err(ApiError::Throttled(_)) => logins.refused.fetch_add(1, Ordering::Relaxed),
            Err(_) => 0,
        };
        guard
    }

    async fn count(call: &'a Call, realm: &str, name: &str) -> Result<Self, ApiError> {
        if call.app.settings.is_original(Switch::FreeGuesses) {
            return Ok(Self { call, scopes: None });
        }
        let store = &call.app.store;
        let scopes = store.login_scopes(realm, name, &network(call.client.address).to_string());
        match store.begin_login(&scopes).await? {
            Some(wait_s) => Err(ApiError::Throttled(wait_s)),
            None => Ok(Self {
                call,
                scopes: Some(scopes),
            }),
        }
    }

    /// The password was right.
    pub(super) async fn succeed(self) -> Result<(), ApiError> {
        let logins = &self.call.app.logins;
        logins.succeeded.fetch_add(1, Ordering::Relaxed);
        match &self.scopes {
            Some(scopes) => Ok(self.call.app.store.login_succeeded(scopes).await?),
            None => Ok(()),
        }
    }
}
