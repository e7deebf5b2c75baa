//! Celcoin: chargebacks of Brazilian cards through its BaaS "cash" interface, as `celcoin.md` describes it.
//!
//! | file | subject |
//! |---|---|
//! | `wire.rs` | objects as they come |
//! | `convert.rs` | from those to the common case: pure |
//! | `session.rs` | the token, and the calls that carry it |
//! | `filter.rs` | what the list can be narrowed to |
//! | `list.rs` | reading the list, with charges and transactions |
//! | `sync.rs` | what is new or changed, and one case again |
//! | `send.rs` | documents and giving up, and reading whether it landed |
//! | `webhook.rs` | registering the webhook, and reading what arrives |

mod convert;
mod filter;
#[cfg(test)]
mod hostile_tests;
mod list;
mod send;
mod session;
mod sync;
#[cfg(test)]
mod tests;
pub mod webhook;
mod wire;

pub use filter::{ListFilter, Span};

use crate::ProviderError;
use crate::adapter::{Adapter, Check, File, Missing, Pack, Prepared, Remote};
use crate::call::{Irreversible, Outcome};
use crate::http::{Hosts, Http, Limits, Signs};
use crate::reading::{Reading, StoredCases, SyncScope};
use crate::token::Tokens;
use async_trait::async_trait;
use secrecy::{ExposeSecret, SecretString};
use session::Session;
use std::sync::atomic::AtomicBool;
use tvist_domain::clock::{Timestamp, span};
use tvist_domain::provider::Environment;
use tvist_domain::rules::celcoin::rhythm;
use tvist_domain::submission::Verdict;
use tvist_domain::{Dispute, Money};
use url::Url;

/// The hosts (celcoin.md §2.1).
const LIVE: &str = "api.openfinance.celcoin.com.br";
const TEST: &str = "sandbox.openfinance.celcoin.dev";

const SIGNS: Signs = Signs {
    request_id: "x-request-id",
    should_retry: None,
    replayed: None,
    limit_reason: None,
};

/// What an account at Celcoin needs.
#[derive(Debug, Clone)]
pub struct CelcoinCredentials {
    pub client_id: String,
    pub client_secret: SecretString,
    /// The BaaS account's number, sent with the list where it is set.
    pub account: Option<String>,
    /// Issued by Celcoin, which production asks for; both in PEM.
    pub certificate: Option<ClientCertificate>,
}

/// A certificate and its private key, in PEM.
#[derive(Debug, Clone)]
pub struct ClientCertificate {
    pub certificate: SecretString,
    pub private_key: SecretString,
}

/// One Celcoin client.
pub struct Celcoin {
    session: Session,
    account: Option<String>,
    live: bool,
    local: bool,
    certified: bool,
    /// Switched off once charges and transactions prove not to be readable; cases come without the buyer then.
    siblings_readable: AtomicBool,
}

impl Celcoin {
    /// An adapter for these credentials. `api_base` replaces the host, for practice and tests.
    ///
    /// # Errors
    /// `Settings` when the base isn't on this machine, the certificate can't be read, or TLS can't be set up.
    pub fn new(
        credentials: CelcoinCredentials,
        api_base: Option<Url>,
        environment: Environment,
    ) -> Result<Self, ProviderError> {
        Self::with_limits(credentials, api_base, environment, limits())
    }

    fn with_limits(
        credentials: CelcoinCredentials,
        api_base: Option<Url>,
        environment: Environment,
        limits: Limits,
    ) -> Result<Self, ProviderError> {
        let (host, own): (_, &'static [&'static str]) = match environment {
            Environment::Live => (LIVE, &[LIVE]),
            Environment::Test => (TEST, &[TEST]),
        };
        let hosts = Hosts::new(own, api_base)?;
        let local = hosts.is_local();
        let identity = credentials.certificate.as_ref().map(identity).transpose()?;
        let certified = identity.is_some();
        Ok(Self {
            session: Session {
                http: Http::with_identity(hosts, SIGNS, limits, identity)?,
                host,
                client_id: credentials.client_id,
                client_secret: credentials.client_secret,
                tokens: Tokens::new(session::EARLY),
            },
            account: credentials
                .account
                .filter(|account| !account.trim().is_empty()),
            live: environment == Environment::Live,
            local,
            certified,
            siblings_readable: AtomicBool::new(true),
        })
    }

    /// What stands between this machine and production (§2.1): a certificate, and an address on the allow-list.
    fn missing(&self, error: &ProviderError) -> Option<Missing> {
        let right = match error {
            ProviderError::Forbidden { .. } if self.live && self.certified => "ip_allow_list",
            ProviderError::Forbidden { right: Some(right) } => right,
            ProviderError::Forbidden { right: None } if !self.live => "chargebacks",
            ProviderError::Forbidden { right: None }
            | ProviderError::Transport {
                what: "tls" | "cut",
            } if self.live && !self.certified => "client_certificate",
            _ => return None,
        };
        Some(Missing {
            right: right.to_owned(),
            needed_for: "disputes_read".to_owned(),
            required: true,
        })
    }
}

/// At most one request a second, one at a time: figures aren't published (§2.8).
fn limits() -> Limits {
    Limits {
        per_second: per_second(rhythm::PACE),
        in_flight: 1,
        ..Limits::default()
    }
}

/// Whole requests in a second at this pace.
fn per_second(pace: std::time::Duration) -> usize {
    usize::try_from(1_000_u128.checked_div(pace.as_millis().max(1)).unwrap_or(1))
        .unwrap_or(1)
        .max(1)
}

fn identity(pair: &ClientCertificate) -> Result<reqwest::Identity, ProviderError> {
    let certificate = pair.certificate.expose_secret();
    let both = SecretString::from(format!(
        "{certificate}\n{}",
        pair.private_key.expose_secret()
    ));
    reqwest::Identity::from_pem(both.expose_secret().as_bytes()).map_err(|_| {
        ProviderError::Settings {
            what: "the client certificate and its private key can't be read: both must be PEM"
                .to_owned(),
        }
    })
}

#[async_trait]
impl Adapter for Celcoin {
    async fn check(&self, now: Timestamp) -> Result<Check, ProviderError> {
        let started = tokio::time::Instant::now();
        let mut one = vec![("startAt", "0".to_owned()), ("limit", "1".to_owned())];
        one.extend(self.account.clone().map(|account| ("account", account)));
        let missing = match self.session.get("/chargebacks", &one).await {
            Ok(_) => Vec::new(),
            Err(error) => vec![self.missing(&error).ok_or(error)?],
        };
        let theirs = self.session.http.provider_time(started);
        Ok(Check {
            ok: missing.is_empty(),
            missing,
            too_powerful: false,
            live: Some(self.live),
            skew_seconds: theirs.map(|at| span(now, at).num_seconds()),
            account_name: self.account.clone(),
            country: None,
        })
    }

    fn reading<'a>(&'a self, scope: SyncScope, stored: &'a dyn StoredCases) -> Reading<'a> {
        Reading::of(move |pages| self.walk(scope, stored, pages))
    }

    async fn read(&self, known: &Dispute) -> Result<Dispute, ProviderError> {
        self.reread(known).await
    }

    fn uploads_files(&self) -> bool {
        false
    }

    async fn upload(&self, _: &Dispute, _: &File) -> Result<Remote, ProviderError> {
        Err(ProviderError::Unsupported)
    }

    fn answer(
        &self,
        dispute: &Dispute,
        _pack: &Pack,
        files: &[Prepared],
        _intent: &str,
    ) -> Result<Irreversible, ProviderError> {
        self.documents_call(dispute, files)
    }

    fn accept(&self, dispute: &Dispute, _intent: &str) -> Result<Irreversible, ProviderError> {
        self.lose_call(dispute)
    }

    fn refund(&self, _: &Dispute, _: &Money, _: &str) -> Result<Irreversible, ProviderError> {
        Err(ProviderError::Unsupported)
    }

    async fn send(&self, call: &Irreversible, dispute: &Dispute) -> Outcome {
        self.perform(call, dispute).await
    }

    async fn judge(
        &self,
        call: &Irreversible,
        before: &Dispute,
        _intent: &str,
    ) -> Result<(Verdict, Dispute), ProviderError> {
        self.look(call, before).await
    }

    fn requests(&self) -> u64 {
        self.session.http.requests()
    }

    fn provider_now(&self) -> Option<Timestamp> {
        self.session.http.provider_now()
    }

    fn forget_provider_clock(&self) {
        self.session.http.forget_provider_clock();
    }
}
