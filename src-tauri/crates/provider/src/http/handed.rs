//! Addresses that a provider hands out for one file: fetched and filled without any credential.
//!
//! Such an address may lie anywhere on the public network, so it never sees more than the file itself.

use super::client::{broken, client};
use super::{Broken, Limits, is_loopback};
use crate::ProviderError;
use reqwest::header::CONTENT_TYPE;
use url::{Host, Url};

/// How many redirects of a download are followed; those of an upload never are.
const REDIRECTS: usize = 3;

/// A client that has no credential to lose.
pub struct Handed {
    client: reqwest::Client,
    limits: Limits,
    local: bool,
}

impl Handed {
    /// `local` says that the account's provider is a server on this machine, whose addresses are too.
    ///
    /// # Errors
    /// `Settings` when TLS can't be set up on this machine.
    pub fn new(local: bool, limits: Limits) -> Result<Self, ProviderError> {
        Ok(Self {
            client: client(!local, &limits, true, None)?,
            limits,
            local,
        })
    }

    /// Puts a file to a signed address, once, and follows no redirect. Gives the HTTP status. Whether the signature
    /// covers the content type differs, so it can be left out.
    ///
    /// # Errors
    /// What broke, and whether anything may have left.
    pub async fn put(
        &self,
        url: &Url,
        content_type: Option<&str>,
        bytes: Vec<u8>,
    ) -> Result<u16, Broken> {
        self.admit(url).map_err(Broken::unsent)?;
        let mut request = self.client.put(url.clone()).body(bytes);
        if let Some(content_type) = content_type {
            request = request.header(CONTENT_TYPE, content_type);
        }
        let response = tokio::time::timeout(self.limits.upload, request.send())
            .await
            .map_err(|_| Broken::cut("timeout"))?
            .map_err(|error| broken(&error))?;
        Ok(response.status().as_u16())
    }

    /// Fetches a file of at most `limit` bytes.
    ///
    /// # Errors
    /// `ForeignHost` when the address, or one that it redirects to, may not be used; otherwise what broke.
    pub async fn get(&self, url: &Url, limit: usize) -> Result<Vec<u8>, ProviderError> {
        let fetched = self.follow(url.clone(), limit);
        tokio::time::timeout(self.limits.upload, fetched)
            .await
            .unwrap_or(Err(ProviderError::Transport { what: "timeout" }))
    }

    async fn follow(&self, mut url: Url, limit: usize) -> Result<Vec<u8>, ProviderError> {
        for _ in 0..=REDIRECTS {
            self.admit(&url)?;
            let request = self.client.get(url.clone()).send();
            let response = request.await.map_err(|e| broken(&e).error)?;
            let status = response.status().as_u16();
            match status {
                200..=299 => return read(response, limit).await,
                300..=399 => {
                    let target = response.headers().get("location");
                    url = target
                        .and_then(|v| v.to_str().ok())
                        .and_then(|v| url.join(v).ok())
                        .ok_or(ProviderError::ForeignHost)?;
                }
                404 | 410 => return Err(ProviderError::NotFound),
                500.. => return Err(ProviderError::Unavailable { status }),
                _ => return Err(ProviderError::Forbidden { right: None }),
            }
        }
        Err(ProviderError::Protocol {
            what: "too many redirects".to_owned(),
        })
    }

    /// https and a public host, or this machine where the provider is this machine.
    fn admit(&self, url: &Url) -> Result<(), ProviderError> {
        let bare = url.username().is_empty() && url.password().is_none();
        let local = self.local && is_loopback(url) && matches!(url.scheme(), "http" | "https");
        let public = url.scheme() == "https" && is_public(url);
        if bare && (local || public) {
            Ok(())
        } else {
            Err(ProviderError::ForeignHost)
        }
    }
}

/// Whether the host is a name of the public network; signed addresses have names, never bare numbers.
fn is_public(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => {
            let last = name.rsplit('.').next().unwrap_or_default();
            name.contains('.') && !matches!(last, "" | "localhost" | "local" | "internal")
        }
        Some(Host::Ipv4(_) | Host::Ipv6(_)) | None => false,
    }
}

async fn read(mut response: reqwest::Response, limit: usize) -> Result<Vec<u8>, ProviderError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|e| broken(&e).error)? {
        if bytes.len().saturating_add(chunk.len()) > limit {
            return Err(ProviderError::Protocol {
                what: "the file is too large".to_owned(),
            });
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}
