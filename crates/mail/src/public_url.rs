use url::Url;

use crate::SettingsError;

/// The address under which people reach the server: what links start with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(Url);

impl PublicUrl {
    /// Reads an address such as `https://keys.example.com/`.
    ///
    /// # Errors
    /// [`SettingsError::PublicUrl`] when it is no http or https address, or
    /// holds a user, a query or a fragment.
    pub fn parse(text: &str) -> Result<Self, SettingsError> {
        let url = Url::parse(text).map_err(|_| SettingsError::PublicUrl)?;
        let usable = matches!(url.scheme(), "http" | "https")
            && url.has_host()
            && url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none();
        if usable {
            Ok(Self(url))
        } else {
            Err(SettingsError::PublicUrl)
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Host name or address, in brackets where mail wants it so.
    pub(crate) fn mail_domain(&self) -> String {
        match self.0.host() {
            Some(url::Host::Domain(name)) => name.to_owned(),
            Some(url::Host::Ipv4(address)) => format!("[{address}]"),
            Some(url::Host::Ipv6(address)) => format!("[IPv6:{address}]"),
            None => "localhost".to_owned(),
        }
    }
}
