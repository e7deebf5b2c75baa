//! What goes over the wire and what comes back: calls, answers, and how long either may take.

use crate::ProviderError;
use reqwest::header::HeaderName;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use std::time::Duration;
use tvist_domain::clock::Timestamp;
use tvist_domain::submission::AGREEING_READS_APART;
use url::Url;

pub use reqwest::Method;

/// How long, how often and how much.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Until a connection stands.
    pub connect: Duration,
    /// Until a read's answer begins, and between its parts.
    pub answer: Duration,
    /// For an irreversible call, whole.
    pub once: Duration,
    /// For sending a file, whole.
    pub upload: Duration,
    /// Requests in any second; the lowest limit of a provider is Stripe's 25 (stripe.md §2).
    pub per_second: usize,
    pub in_flight: usize,
    /// Tries of one repeatable call, the first included.
    pub tries: u32,
    /// For all tries of one call together, the pauses included.
    pub patience: Duration,
    /// The first pause; each further one is twice as long, up to `longest_pause`.
    pub first_pause: Duration,
    pub longest_pause: Duration,
    /// Bytes of an answer after decompression.
    pub answer_bytes: usize,
    /// Bytes of a file that was asked for as it is, after decompression.
    pub file_bytes: usize,
    /// Between two readings that have to agree.
    pub apart: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            answer: Duration::from_secs(30),
            once: Duration::from_secs(60),
            upload: Duration::from_secs(300),
            per_second: 20,
            in_flight: 4,
            tries: 4,
            patience: Duration::from_secs(30),
            first_pause: Duration::from_millis(500),
            longest_pause: Duration::from_secs(5),
            answer_bytes: 8 << 20,
            file_bytes: 64 << 20,
            apart: AGREEING_READS_APART.to_std().unwrap_or(Duration::MAX),
        }
    }
}

/// The headers in which a provider tells about its answer.
#[derive(Debug, Clone, Copy)]
pub struct Signs {
    pub request_id: &'static str,
    /// Whether the provider says itself that another try makes sense.
    pub should_retry: Option<&'static str>,
    /// Set when an answer is the stored one of an earlier try.
    pub replayed: Option<&'static str>,
    /// Why the provider asks to slow down.
    pub limit_reason: Option<&'static str>,
}

/// A header that proves who we are.
#[derive(Debug, Clone)]
pub struct Credential {
    pub(super) header: HeaderName,
    pub(super) value: SecretString,
    /// What of it no answer may bring back.
    pub(super) private: Vec<SecretString>,
}

impl Credential {
    /// `Authorization: Bearer …`.
    #[must_use]
    pub fn bearer(token: &SecretString) -> Self {
        Self {
            header: reqwest::header::AUTHORIZATION,
            value: SecretString::from(format!("Bearer {}", token.expose_secret())),
            private: vec![token.clone()],
        }
    }

    /// `Authorization: Basic …`, as token endpoints take it.
    #[must_use]
    pub fn basic(user: &str, secret: &SecretString) -> Self {
        use base64::Engine as _;
        let pair = format!("{user}:{}", secret.expose_secret());
        let encoded = base64::engine::general_purpose::STANDARD.encode(pair);
        Self {
            header: reqwest::header::AUTHORIZATION,
            value: SecretString::from(format!("Basic {encoded}")),
            private: vec![SecretString::from(encoded), secret.clone()],
        }
    }
}

/// What a call carries.
#[derive(Clone)]
pub enum Body {
    Empty,
    Text {
        content_type: String,
        text: String,
    },
    /// `multipart/form-data`: fields, then a file where there is one.
    Form {
        fields: Vec<(&'static str, String)>,
        file: Option<FormFile>,
    },
}

/// A file in a form.
#[derive(Clone)]
pub struct FormFile {
    pub field: &'static str,
    pub name: String,
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

/// One request, complete but for the credential.
pub struct Call<'a> {
    pub method: Method,
    pub url: Url,
    /// The path with ids replaced by a word: what a log may hold.
    pub template: &'static str,
    pub headers: Vec<(&'static str, String)>,
    pub credential: Option<&'a Credential>,
    pub body: Body,
    /// A success's body is a file, whatever it looks like: it is kept as bytes, and needn't be JSON.
    pub raw: bool,
}

impl Call<'_> {
    /// The same call with this credential.
    #[must_use]
    pub fn carrying<'c>(&self, credential: &'c Credential) -> Call<'c> {
        Call {
            method: self.method.clone(),
            url: self.url.clone(),
            template: self.template,
            headers: self.headers.clone(),
            credential: Some(credential),
            body: self.body.clone(),
            raw: self.raw,
        }
    }
}

/// An answer that arrived whole.
pub struct Answer {
    pub status: u16,
    pub request_id: Option<String>,
    pub should_retry: Option<bool>,
    /// The provider replayed the stored answer of an earlier try.
    pub replayed: bool,
    pub retry_after: Option<Duration>,
    pub limited: bool,
    /// The provider's clock when it answered.
    pub date: Option<Timestamp>,
    /// Where a redirect leads; it is never followed.
    pub location: Option<String>,
    /// The body, if it is JSON.
    pub json: Option<Value>,
    /// The body, if it isn't JSON, or is a file that was asked for as it is.
    pub bytes: Vec<u8>,
}

/// A call without a whole answer.
#[derive(Debug, Clone)]
pub struct Broken {
    /// Whether a byte of the request may have left: false only when name, connection or TLS failed.
    pub sent: bool,
    pub error: ProviderError,
    /// The provider's name for the call, if its headers arrived.
    pub request_id: Option<String>,
    /// HTTP status, if it arrived.
    pub status: Option<u16>,
}

impl Broken {
    pub(crate) fn unsent(error: ProviderError) -> Self {
        Self {
            sent: false,
            error,
            request_id: None,
            status: None,
        }
    }

    pub(crate) fn cut(what: &'static str) -> Self {
        Self {
            sent: true,
            ..Self::unsent(ProviderError::Transport { what })
        }
    }
}
