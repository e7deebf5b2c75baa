//! Unico IDPay: analyses of fraud chargebacks on payments that it had approved, as `unico.md` describes them.
//!
//! It has no list of cases: an analysis stands beside another provider's dispute, or alone, and is asked for and
//! followed by [`Unico`]'s own methods.
//!
//! | file | subject |
//! |---|---|
//! | `token.rs` | the signed statement that a token is given for |
//! | `session.rs` | the token, the calls that carry it, both forms of errors |
//! | `analysis.rs` | asking for an analysis, following it, the probative set |

mod analysis;
#[cfg(test)]
mod hostile_tests;
mod session;
#[cfg(test)]
mod tests;
mod token;

pub use analysis::{Analysis, AnalysisDocument, AnalysisRequest, analysis_id};

use crate::ProviderError;
use crate::adapter::{Adapter, Check, File, Missing, Pack, Prepared, Remote};
use crate::call::{Irreversible, Outcome};
use crate::http::handed::Handed;
use crate::http::{Hosts, Http, Limits, Signs};
use crate::reading::{Cursor, Reading, StoredCases, SyncScope};
use crate::token::Tokens;
use async_trait::async_trait;
use secrecy::SecretString;
use session::Session;
use std::sync::Arc;
use token::Signer;
use tvist_domain::clock::{Clock, Timestamp, span};
use tvist_domain::provider::Environment;
use tvist_domain::rules::unico::{Meaning, meaning};
use tvist_domain::submission::Verdict;
use tvist_domain::{Dispute, Money};
use url::Url;

/// The hosts of transactions and of identity (unico.md §3.2).
const LIVE: &[&str] = &["transactions.transactional.unico.app", "identity.acesso.io"];
const TEST: &[&str] = &[
    "transactions.transactional.uat.unico.app",
    "identityhomolog.acesso.io",
];

const SIGNS: Signs = Signs {
    request_id: "x-request-id",
    should_retry: None,
    replayed: None,
    limit_reason: None,
};

/// A transaction that doesn't exist: that it isn't found shows that reading is allowed.
const NOBODY: &str = "00000000-0000-0000-0000-000000000000";

/// What an account at Unico needs.
#[derive(Debug, Clone)]
pub struct UnicoCredentials {
    /// The service account's RSA key, PEM.
    pub private_key: SecretString,
    pub service_account: String,
    pub tenant_id: String,
}

/// One service account at Unico.
pub struct Unico {
    session: Session,
    handed: Handed,
    live: bool,
}

impl Unico {
    /// An adapter for these credentials. `api_base` replaces both hosts, for practice and tests. `clock` dates the
    /// statements that tokens are given for.
    ///
    /// # Errors
    /// `Settings` when the key can't be read, the base isn't on this machine, or TLS can't be set up.
    pub fn new(
        credentials: &UnicoCredentials,
        api_base: Option<Url>,
        environment: Environment,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, ProviderError> {
        let limits = Limits {
            // Figures aren't published (§3.6).
            per_second: 5,
            in_flight: 2,
            ..Limits::default()
        };
        Self::with_limits(credentials, api_base, environment, clock, limits)
    }

    fn with_limits(
        credentials: &UnicoCredentials,
        api_base: Option<Url>,
        environment: Environment,
        clock: Arc<dyn Clock>,
        limits: Limits,
    ) -> Result<Self, ProviderError> {
        let own = match environment {
            Environment::Live => LIVE,
            Environment::Test => TEST,
        };
        let (api, identity) = (own[0], own[1]);
        let hosts = Hosts::new(own, api_base)?;
        let audience = hosts.address(identity, "/")?;
        let signer = Signer::new(
            &credentials.private_key,
            &credentials.service_account,
            &credentials.tenant_id,
            audience.as_str(),
        )?;
        Ok(Self {
            handed: Handed::new(hosts.is_local(), limits.clone())?,
            session: Session {
                http: Http::new(hosts, SIGNS, limits)?,
                api,
                identity,
                signer,
                clock,
                tokens: Tokens::new(session::EARLY),
            },
            live: environment == Environment::Live,
        })
    }

    /// What stands between these credentials and reading; the error itself where it is something else.
    fn missing(error: ProviderError) -> Result<Missing, ProviderError> {
        let right = match &error {
            ProviderError::Forbidden { .. } => "transactions_read",
            // The likeliest cause by far is the computer's clock (§3.2); the skew tells.
            ProviderError::Unauthorized { code: Some(code) }
                if meaning(401, code) == Meaning::ClockOrExpired =>
            {
                "clock"
            }
            _ => return Err(error),
        };
        Ok(Missing {
            right: right.to_owned(),
            needed_for: "analysis".to_owned(),
            required: true,
        })
    }
}

#[async_trait]
impl Adapter for Unico {
    async fn check(&self, now: Timestamp) -> Result<Check, ProviderError> {
        let started = tokio::time::Instant::now();
        let missing = match self.transaction_status(NOBODY).await {
            // Whatever is wrong with that id, it was looked for.
            Ok(_) | Err(ProviderError::NotFound | ProviderError::Rejected(_)) => Vec::new(),
            Err(error) => vec![Self::missing(error)?],
        };
        let theirs = self.session.http.provider_time(started);
        Ok(Check {
            ok: missing.is_empty(),
            missing,
            too_powerful: false,
            live: Some(self.live),
            skew_seconds: theirs.map(|at| span(now, at).num_seconds()),
            account_name: None,
            country: None,
        })
    }

    /// There is no list (§3.5): analyses are followed one by one.
    fn reading<'a>(&'a self, _: SyncScope, _: &'a dyn StoredCases) -> Reading<'a> {
        Reading::of(|_| async { Ok(Cursor::Null) })
    }

    async fn read(&self, _: &Dispute) -> Result<Dispute, ProviderError> {
        Err(ProviderError::Unsupported)
    }

    fn uploads_files(&self) -> bool {
        false
    }

    async fn upload(&self, _: &Dispute, _: &File) -> Result<Remote, ProviderError> {
        Err(ProviderError::Unsupported)
    }

    fn answer(
        &self,
        _: &Dispute,
        _: &Pack,
        _: &[Prepared],
        _: &str,
    ) -> Result<Irreversible, ProviderError> {
        Err(ProviderError::Unsupported)
    }

    fn accept(&self, _: &Dispute, _: &str) -> Result<Irreversible, ProviderError> {
        Err(ProviderError::Unsupported)
    }

    fn refund(&self, _: &Dispute, _: &Money, _: &str) -> Result<Irreversible, ProviderError> {
        Err(ProviderError::Unsupported)
    }

    async fn send(&self, call: &Irreversible, _: &Dispute) -> Outcome {
        self.send_request(call).await
    }

    /// Nothing can be read that tells (§3.5): the owner has to look.
    async fn judge(
        &self,
        _: &Irreversible,
        before: &Dispute,
        _: &str,
    ) -> Result<(Verdict, Dispute), ProviderError> {
        Ok((Verdict::CannotTell, before.clone()))
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
