//! Stripe: card and Klarna disputes, as `stripe.md` describes them for API version `2026-10-28.endive`.
//!
//! | file | subject |
//! |---|---|
//! | `wire.rs` | a lenient look into Stripe's JSON |
//! | `convert.rs`, `facts.rs` | from Stripe's object to the common case: pure |
//! | `ledger.rs` | refunds of the payment, and fees that are lines of their own in the balance |
//! | `money.rs` | amounts as Stripe counts them, and as their currencies do |
//! | `call.rs` | making calls and reading errors |
//! | `sync.rs`, `events.rs`, `windows.rs` | what is new or changed; long lists |
//! | `check.rs` | whether the key works and what it lacks |
//! | `file.rs`, `documents.rs` | putting evidence files; those that lie there |
//! | `compose.rs` | building irreversible calls |
//! | `send.rs` | making them, and what their answers prove |
//! | `judge.rs` | reading whether one has landed |
//! | `warnings.rs` | early fraud warnings, and the refund that answers one |
//! | `stage.rs` | what is written without being sent: eligibility, and who answers at the deadline |

mod call;
mod check;
mod compose;
mod convert;
mod documents;
mod earlier;
mod events;
mod facts;
mod fields;
mod file;
mod judge;
mod ledger;
mod money;
mod send;
mod stage;
mod staging;
mod sync;
#[cfg(test)]
mod tests;
mod warnings;
mod windows;
mod wire;

use crate::ProviderError;
use crate::adapter::{
    Adapter, Beside, Check, EarlierPayments, File, Pack, Prepared, Remote, RemoteDocument,
};
use crate::call::{Irreversible, Outcome};
use crate::http::{Credential, Hosts, Http, Limits, Signs};
use crate::reading::{Reading, StoredCases, SyncScope};
use crate::warning::Warns;
use async_trait::async_trait;
use secrecy::{ExposeSecret, SecretString};
use std::sync::atomic::AtomicBool;
use tvist_domain::clock::Timestamp;
use tvist_domain::submission::Verdict;
use tvist_domain::{Dispute, Money};
use url::Url;

/// The host of everything but files (stripe.md §2).
const API: &str = "api.stripe.com";
/// The host of uploads and file bytes (stripe.md §2).
const FILES: &str = "files.stripe.com";

const SIGNS: Signs = Signs {
    request_id: "request-id",
    should_retry: Some("stripe-should-retry"),
    replayed: Some("idempotent-replayed"),
    limit_reason: Some("stripe-rate-limited-reason"),
};

/// The key of the mark that an irreversible call leaves at Stripe, in `metadata` (rule R7).
pub const MARKER: &str = "tvist_intent";

/// What an account at Stripe needs.
#[derive(Debug, Clone)]
pub struct StripeCredentials {
    /// A restricted key (`rk_…`), or a secret one (`sk_…`), which may do more than needed.
    pub secret_key: SecretString,
    /// Acts on this connected account (`acct_…`) where given.
    pub connected_account: Option<String>,
}

/// One Stripe account.
pub struct Stripe {
    http: Http,
    credential: Credential,
    credentials: StripeCredentials,
    /// Switched off once the key proves to lack the right to read charges; cases come without the buyer then.
    expand: AtomicBool,
}

impl Stripe {
    /// An adapter for these credentials. `api_base` replaces every host, for practice and tests.
    ///
    /// # Errors
    /// `Settings` when the key or the base can't be one.
    pub fn new(
        credentials: StripeCredentials,
        api_base: Option<Url>,
    ) -> Result<Self, ProviderError> {
        Self::with_limits(credentials, api_base, Limits::default())
    }

    /// The same with other limits of time and pace.
    ///
    /// # Errors
    /// As [`Stripe::new`].
    pub fn with_limits(
        credentials: StripeCredentials,
        api_base: Option<Url>,
        limits: Limits,
    ) -> Result<Self, ProviderError> {
        let key = credentials.secret_key.expose_secret().trim().to_owned();
        let sendable = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_graphic());
        let account = credentials.connected_account.as_deref();
        let (true, true) = (sendable(&key), account.is_none_or(sendable)) else {
            return Err(ProviderError::Settings {
                what: "the key or the connected account holds characters that none has".to_owned(),
            });
        };
        if key.starts_with("pk_") {
            return Err(ProviderError::Settings {
                what: "this is a publishable key; a restricted key (rk_…) is needed".to_owned(),
            });
        }
        let credentials = StripeCredentials {
            secret_key: SecretString::from(key),
            ..credentials
        };
        Ok(Self {
            http: Http::new(Hosts::new(&[API, FILES], api_base)?, SIGNS, limits)?,
            credential: Credential::bearer(&credentials.secret_key),
            credentials,
            expand: AtomicBool::new(true),
        })
    }
}

#[async_trait]
impl Adapter for Stripe {
    async fn check(&self, now: Timestamp) -> Result<Check, ProviderError> {
        self.look(now).await
    }

    fn reading<'a>(&'a self, scope: SyncScope, stored: &'a dyn StoredCases) -> Reading<'a> {
        Reading::of(move |pages| self.synchronise(scope, stored, pages))
    }

    async fn read(&self, known: &Dispute) -> Result<Dispute, ProviderError> {
        self.dispute(&known.provider_id).await
    }

    async fn upload(&self, dispute: &Dispute, file: &File) -> Result<Remote, ProviderError> {
        self.put(dispute, file).await
    }

    fn answer(
        &self,
        dispute: &Dispute,
        pack: &Pack,
        files: &[Prepared],
        intent: &str,
    ) -> Result<Irreversible, ProviderError> {
        compose::answer(dispute, pack, files, intent)
    }

    fn accept(&self, dispute: &Dispute, intent: &str) -> Result<Irreversible, ProviderError> {
        compose::close(dispute, intent)
    }

    fn refund(
        &self,
        dispute: &Dispute,
        amount: &Money,
        intent: &str,
    ) -> Result<Irreversible, ProviderError> {
        compose::refund(dispute, amount, intent)
    }

    async fn send(&self, call: &Irreversible, dispute: &Dispute) -> Outcome {
        self.perform(call, Some(dispute)).await
    }

    async fn judge(
        &self,
        call: &Irreversible,
        before: &Dispute,
        intent: &str,
    ) -> Result<(Verdict, Dispute), ProviderError> {
        self.verdict(call, before, intent).await
    }

    async fn documents(&self, dispute: &Dispute) -> Result<Vec<RemoteDocument>, ProviderError> {
        self.files_of(dispute).await
    }

    async fn document_bytes(&self, dispute: &Dispute, id: &str) -> Result<Vec<u8>, ProviderError> {
        self.contents(dispute, id).await
    }

    async fn answer_manually(&self, dispute: &Dispute) -> Result<(), ProviderError> {
        self.set_manual(dispute).await.map(|_| ())
    }

    async fn stage_special(&self, dispute: &Dispute, pack: &Pack) -> Result<(), ProviderError> {
        self.stage_for_eligibility(dispute, pack).await.map(|_| ())
    }

    async fn earlier_payments(&self, dispute: &Dispute) -> Result<EarlierPayments, ProviderError> {
        self.payments_before(dispute).await
    }

    async fn beside(&self, dispute: &Dispute) -> Result<Beside, ProviderError> {
        self.beside_case(dispute).await
    }

    fn warns(&self) -> Option<&dyn Warns> {
        Some(self)
    }

    fn requests(&self) -> u64 {
        self.http.requests()
    }

    fn provider_now(&self) -> Option<Timestamp> {
        self.http.provider_now()
    }

    fn forget_provider_clock(&self) {
        self.http.forget_provider_clock();
    }
}
