//! Which hosts may see an account's credentials: the provider's own, or one on this machine for practice and tests.

use crate::ProviderError;
use url::{Host, Url};

/// The exact hosts of one provider.
#[derive(Debug, Clone)]
pub struct Hosts {
    official: &'static [&'static str],
    base: Option<Url>,
}

/// Whether the address leads to this machine: 127.0.0.0/8, ::1 or `localhost`.
#[must_use]
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

impl Hosts {
    /// The `official` hosts, or `api_base` instead of each of them.
    ///
    /// # Errors
    /// `Settings` when the base is more than scheme, loopback host and port.
    pub fn new(
        official: &'static [&'static str],
        api_base: Option<Url>,
    ) -> Result<Self, ProviderError> {
        if let Some(base) = &api_base {
            let bare = matches!(base.scheme(), "http" | "https")
                && base.path() == "/"
                && base.query().is_none()
                && base.fragment().is_none()
                && base.username().is_empty()
                && base.password().is_none();
            if !bare || !is_loopback(base) {
                return Err(ProviderError::Settings {
                    what: "an API base is scheme, loopback host and port, nothing more".to_owned(),
                });
            }
        }
        Ok(Self {
            official,
            base: api_base,
        })
    }

    /// Whether a server on this machine stands in for the provider.
    #[must_use]
    pub fn is_local(&self) -> bool {
        self.base.is_some()
    }

    /// The address of `path` (with its query, if any) at `host`.
    ///
    /// # Errors
    /// `ForeignHost` when the host isn't in the table.
    pub fn address(&self, host: &str, path: &str) -> Result<Url, ProviderError> {
        let mut url = match &self.base {
            Some(base) => base.clone(),
            None => {
                Url::parse(&format!("https://{host}/")).map_err(|_| ProviderError::ForeignHost)?
            }
        };
        let (path, query) = match path.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (path, None),
        };
        url.set_path(path);
        url.set_query(query);
        self.check(&url)?;
        Ok(url)
    }

    /// Looks whether a credential may go to `url`.
    ///
    /// # Errors
    /// `ForeignHost` when it may not.
    pub fn check(&self, url: &Url) -> Result<(), ProviderError> {
        let bare = url.username().is_empty() && url.password().is_none();
        let known = match &self.base {
            Some(base) => {
                url.scheme() == base.scheme()
                    && url.host() == base.host()
                    && url.port_or_known_default() == base.port_or_known_default()
            }
            None => {
                url.scheme() == "https"
                    && url.port().is_none()
                    && url
                        .host_str()
                        .is_some_and(|host| self.official.contains(&host))
            }
        };
        if bare && known {
            Ok(())
        } else {
            Err(ProviderError::ForeignHost)
        }
    }
}
