//! A connection's handle: where its calls go, and its credentials.

use syncano_wire::KeyKind;
use wasm_bindgen::prelude::*;

use super::{failure, offline};
use crate::base_url::{BaseUrl, Parts};
use crate::endpoint::Route;
use crate::message::{self, Used};
use crate::secret::Credential;

const SLOTS: usize = 4;

/// The wasm side of a connection. Credentials have numbers: 0 is the account key, 1 the API key,
/// 2 the user key, 3 the social token.
///
/// Methods may change it: the module calls nothing, so that no call meets another one.
#[wasm_bindgen]
#[derive(Default)]
#[expect(
    missing_debug_implementations,
    reason = "a handle shows nothing of what it holds"
)]
pub struct Connection {
    base: BaseUrl,
    keys: [Option<Credential>; SLOTS],
}

#[wasm_bindgen]
impl Connection {
    /// Makes a connection without credentials that leads nowhere.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the base URL: its text, and its parts as the host's parser took them apart, a line
    /// each, or nothing. Gives what is wrong with it, and nothing when it was taken.
    #[wasm_bindgen(js_name = setBaseUrl)]
    pub fn set_base_url(&mut self, text: &str, parts: &str, allow_insecure_http: bool) -> String {
        match BaseUrl::new(text, Parts::read(parts).as_ref(), allow_insecure_http) {
            Ok(base) => {
                self.base = base;
                String::new()
            }
            Err(error) => failure("baseUrl", error.message()),
        }
    }

    /// Sets a credential; an empty text clears it. Gives the kind that its last digit tells, as
    /// `keyKind` does, or -1 when no header can carry it.
    #[wasm_bindgen(js_name = setCredential)]
    pub fn set_credential(&mut self, slot: usize, text: String) -> i32 {
        let Ok(credential) = Credential::parse(text) else {
            return -1;
        };
        let kind = credential.as_ref().and_then(kind_of);
        if let Some(kept) = self.keys.get_mut(slot) {
            *kept = credential;
        }
        offline::kind_code(kind)
    }

    /// Where in the module's memory a credential stands: the host reads it from there, so that
    /// there is one copy of it. 0 when there is none.
    #[wasm_bindgen(js_name = credentialAt)]
    #[must_use]
    pub fn credential_at(&self, slot: usize) -> usize {
        self.exposed(slot).map_or(0, |text| text.as_ptr().addr())
    }

    /// How many bytes of ASCII a credential has.
    #[wasm_bindgen(js_name = credentialLength)]
    #[must_use]
    pub fn credential_length(&self, slot: usize) -> usize {
        self.exposed(slot).map_or(0, str::len)
    }

    /// The address of a path that begins with a slash, or of nothing: the base URL.
    #[must_use]
    pub fn join(&self, path: &str) -> String {
        self.base.join(path)
    }

    /// The text to parse for a link or a path that a server or a caller gave; empty when it must
    /// not be followed.
    #[must_use]
    pub fn candidate(&self, link: &str) -> String {
        self.base.candidate(link).unwrap_or_default()
    }

    /// Whether a link with these parts stays under the base URL, so that keys may go there.
    #[must_use]
    pub fn contains(&self, parts: &str) -> bool {
        Parts::read(parts).is_some_and(|parts| self.base.contains(&parts))
    }

    /// What a refusal by a route leaves unsaid: the key that the call needs and the one that was
    /// used. Nothing for a link.
    #[must_use]
    pub fn hint(&self, route: usize, reads: bool) -> String {
        let Some(route) = Route::at(route) else {
            return String::new();
        };
        let [account, api, user, _] = &self.keys;
        let used = match (api, account) {
            (Some(api), _) => Used::Api(kind_of(api), user.is_some()),
            (None, Some(account)) => Used::Account(kind_of(account)),
            (None, None) => Used::Nothing,
        };
        message::key_hint(route.needs, reads, used)
    }

    /// Wipes the credentials.
    pub fn dispose(&mut self) {
        self.keys = Default::default();
    }
}

impl Connection {
    fn exposed(&self, slot: usize) -> Option<&str> {
        Some(self.keys.get(slot)?.as_ref()?.expose())
    }
}

fn kind_of(key: &Credential) -> Option<KeyKind> {
    KeyKind::of(key.expose())
}
