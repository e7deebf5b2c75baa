//! What every provider's adapter can do, in terms that hold for all of them.

mod redaction;

use crate::ProviderError;
use crate::call::{Irreversible, Outcome};
use crate::http::Broken;
use crate::reading::{Reading, StoredCases, SyncScope};
use crate::warning::Warns;
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use tvist_domain::balance::Refund;
use tvist_domain::clock::Timestamp;
use tvist_domain::dispute::Movement;
use tvist_domain::submission::Verdict;
use tvist_domain::{Dispute, Money};

/// A right that the credentials lack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// The provider's name for it, such as `rak_dispute_read`.
    pub right: String,
    /// What doesn't work without it: a stable word such as `disputes_read`.
    pub needed_for: String,
    /// Whether the program can't work at all without it.
    pub required: bool,
}

/// What a look at the connection found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    pub ok: bool,
    pub missing: Vec<Missing>,
    /// The key may do more than the program needs (a secret key instead of a restricted one).
    pub too_powerful: bool,
    pub live: Option<bool>,
    /// The provider's clock less ours, in seconds.
    pub skew_seconds: Option<i64>,
    /// The provider's own name of the account, if it tells.
    pub account_name: Option<String>,
    /// Where the account is (ISO 3166), if the provider tells: what it charges goes by it.
    pub country: Option<String>,
}

/// A file that is to be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct File {
    /// The provider's field, or `documents`.
    pub field: String,
    /// A name made by the program: file names of the owner don't travel.
    pub name: String,
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

/// A file that lies at the provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remote {
    pub field: String,
    pub id: String,
    pub bytes: u64,
}

/// A file of an answer, with its place at the provider where the provider takes files one by one beforehand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    pub file: File,
    /// None where the file travels inside the answering call itself ([`Adapter::uploads_files`]).
    pub remote: Option<Remote>,
}

/// Money that moved for a case and doesn't stand in the case itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beside {
    /// Refunds of its payment, oldest first.
    pub refunds: Vec<Refund>,
    /// Fees that are lines of their own.
    pub fees: Vec<Movement>,
}

/// A payment that the buyer made before with the same card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierPayment {
    pub id: String,
    pub at: Timestamp,
    pub amount: Money,
    pub description: Option<String>,
    pub email: Option<String>,
    /// The counts of its age that it meets, by which it may be named.
    pub meets: Vec<tvist_domain::evidence::compelling::Count>,
}

/// The earlier payments that were found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierPayments {
    pub payments: Vec<EarlierPayment>,
    /// Everything of the span was looked through.
    pub complete: bool,
}

/// A document that lies with the case at the provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoteDocument {
    /// The provider's id or address of it, opaque to others.
    pub id: String,
    pub name: String,
    pub origin: Origin,
    pub bytes: Option<u64>,
    pub media_type: Option<String>,
}

/// Who put a document there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    Issuer,
    Merchant,
    Unknown,
}

/// A remark at the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    pub at: Option<Timestamp>,
    pub author: Option<String>,
    pub body: String,
}

/// What an answer consists of, beside the files.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pack {
    /// Text fields; nested ones by dotted paths (`enhanced_evidence.visa_compliance.fee_acknowledged`).
    pub fields: BTreeMap<String, String>,
}

/// One provider with one account's credentials.
#[async_trait]
pub trait Adapter: Send + Sync {
    /// Looks whether the credentials work and what they lack. Changes nothing.
    ///
    /// # Errors
    /// When the provider can't be reached or refuses the credentials altogether.
    async fn check(&self, now: Timestamp) -> Result<Check, ProviderError>;

    /// A reading of what is new or changed. It begins when it is asked for its first step.
    fn reading<'a>(&'a self, scope: SyncScope, stored: &'a dyn StoredCases) -> Reading<'a>;

    /// Reads one case again.
    ///
    /// # Errors
    /// `NotFound` when the provider doesn't know it any more; otherwise what went wrong.
    async fn read(&self, known: &Dispute) -> Result<Dispute, ProviderError>;

    /// Whether files are put at the provider one by one before the answering call, instead of inside it.
    fn uploads_files(&self) -> bool {
        true
    }

    /// Puts a file at the provider, without effect on the case, and checks what arrived by its size. Harmless to repeat.
    ///
    /// # Errors
    /// What went wrong; nothing irreversible has happened.
    async fn upload(&self, dispute: &Dispute, file: &File) -> Result<Remote, ProviderError>;

    /// Takes a file away again that was put there for an answer that never came to be, by its [`Remote::id`]. Harmless to
    /// repeat; one that isn't there any more is as good.
    ///
    /// # Errors
    /// `Unsupported` where files don't lie with the case; otherwise what went wrong.
    async fn withdraw(&self, _dispute: &Dispute, _id: &str) -> Result<(), ProviderError> {
        Err(ProviderError::Unsupported)
    }

    /// Builds the one call that answers the case. Deterministic. `intent` travels as the mark.
    ///
    /// # Errors
    /// When the provider has no such call for the case.
    fn answer(
        &self,
        dispute: &Dispute,
        pack: &Pack,
        files: &[Prepared],
        intent: &str,
    ) -> Result<Irreversible, ProviderError>;

    /// Builds the one call that concedes.
    ///
    /// # Errors
    /// When the provider has no such call for the case.
    fn accept(&self, dispute: &Dispute, intent: &str) -> Result<Irreversible, ProviderError>;

    /// Builds the one call that pays back `amount`.
    ///
    /// # Errors
    /// When the provider has no such call for the case.
    fn refund(
        &self,
        dispute: &Dispute,
        amount: &Money,
        intent: &str,
    ) -> Result<Irreversible, ProviderError>;

    /// Makes the call, once. Never repeats it by itself, whatever happens.
    async fn send(&self, call: &Irreversible, dispute: &Dispute) -> Outcome;

    /// Reads whether a call whose outcome is unknown has landed. `before` is the case as it was when the call was made.
    /// Gives the verdict and the case as read.
    ///
    /// # Errors
    /// When nothing could be read; the question stays open then.
    async fn judge(
        &self,
        call: &Irreversible,
        before: &Dispute,
        intent: &str,
    ) -> Result<(Verdict, Dispute), ProviderError>;

    /// The documents that lie with the case at the provider.
    ///
    /// # Errors
    /// `Unsupported` where the provider lists none; otherwise what went wrong.
    async fn documents(&self, _dispute: &Dispute) -> Result<Vec<RemoteDocument>, ProviderError> {
        Err(ProviderError::Unsupported)
    }

    /// The bytes of one document, as the provider gives them.
    ///
    /// # Errors
    /// `Unsupported` where the provider lists none; otherwise what went wrong.
    async fn document_bytes(
        &self,
        _dispute: &Dispute,
        _id: &str,
    ) -> Result<Vec<u8>, ProviderError> {
        Err(ProviderError::Unsupported)
    }

    /// The remarks at the case.
    ///
    /// # Errors
    /// `Unsupported` where the provider has none; otherwise what went wrong.
    async fn comments(&self, _dispute: &Dispute) -> Result<Vec<Comment>, ProviderError> {
        Err(ProviderError::Unsupported)
    }

    /// Adds a remark, once. It can't be edited afterwards, but it has no effect on the case.
    ///
    /// # Errors
    /// `Unsupported` where the provider has none; otherwise what went wrong, and whether the remark may have arrived.
    async fn comment(&self, _dispute: &Dispute, _text: &str) -> Result<Comment, Broken> {
        Err(Broken::unsent(ProviderError::Unsupported))
    }

    /// Tells the provider to send only what the merchant sends, where it could answer by itself. Can be taken back at
    /// the provider, and has no effect on what was sent.
    ///
    /// # Errors
    /// `Unsupported` where the provider never answers by itself; otherwise what went wrong.
    async fn answer_manually(&self, _dispute: &Dispute) -> Result<(), ProviderError> {
        Err(ProviderError::Unsupported)
    }

    /// Puts special evidence at the provider without sending it, so that the provider tells whether it qualifies.
    ///
    /// # Errors
    /// `Unsupported` where there is none; otherwise what went wrong.
    async fn stage_special(&self, _dispute: &Dispute, _pack: &Pack) -> Result<(), ProviderError> {
        Err(ProviderError::Unsupported)
    }

    /// Earlier payments of the same card that special evidence could name, the newest first.
    ///
    /// # Errors
    /// `Unsupported` where there is no such evidence; otherwise what went wrong.
    async fn earlier_payments(&self, _dispute: &Dispute) -> Result<EarlierPayments, ProviderError> {
        Err(ProviderError::Unsupported)
    }

    /// Refunds of the case's payment, and fees that the balance has as lines of their own. Reads only.
    ///
    /// # Errors
    /// `Unsupported` where the provider tells neither; otherwise what went wrong.
    async fn beside(&self, _dispute: &Dispute) -> Result<Beside, ProviderError> {
        Err(ProviderError::Unsupported)
    }

    /// Its warnings of fraud before there is a dispute; none where the provider has none.
    fn warns(&self) -> Option<&dyn Warns> {
        None
    }

    /// How many requests this adapter has made so far.
    fn requests(&self) -> u64;

    /// What the provider's clock shows now, by the median of its last answers; none before the first.
    fn provider_now(&self) -> Option<Timestamp>;

    /// Forgets what earlier answers told of the provider's clock: the machine slept meanwhile, and its clocks stood still.
    fn forget_provider_clock(&self);
}
