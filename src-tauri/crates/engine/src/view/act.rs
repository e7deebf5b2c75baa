//! Irreversible acts: what they would do, what became of them, what was sent.

use super::{CostView, PackFileView, ProviderErrorView};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use tvist_domain::check::{Meters, Problem};
use tvist_domain::clock::{Timestamp, text};
use tvist_domain::evidence::scan::ScanSummary;
use tvist_domain::id::{AccountId, DisputeId, SubmissionId, WarningId};
use tvist_domain::submission::{State, Statement, Submission};
use tvist_domain::{Act, Money, Status};
use tvist_store::SubmissionRecord;

/// What an irreversible act would do: every byte and field, and what it means.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct RehearsalView {
    /// Always true: nothing was sent.
    pub rehearsal: bool,
    pub act: Act,
    pub dispute: DisputeId,
    pub ready: bool,
    pub problems: Vec<Problem>,
    pub files: Vec<PackFileView>,
    pub fields: BTreeMap<String, String>,
    pub meters: Option<Meters>,
    /// The search for card numbers in what would leave; none where nothing leaves, or nothing could be packed.
    pub scan: Option<ScanSummary>,
    /// What is paid or given up.
    pub amount: Option<Money>,
    /// What the act costs, as the case's own `costs` tell.
    pub costs: Vec<CostView>,
    /// The page that says so; none where nobody says anything.
    pub costs_said_by: Option<String>,
    /// A refund that would leave something of the payment: the inquiry stays open and may still become a chargeback.
    pub leaves_open: bool,
    /// The very revision that is confirmed: a hash over all that would leave.
    pub seal: String,
    /// Seconds in which the window lets the owner take it back before the first byte; 0 when the deadline is near.
    pub undo_seconds: u32,
}

/// What erasing a case would take, or took.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct ErasureView {
    /// True: nothing was erased.
    pub rehearsal: bool,
    pub dispute: DisputeId,
    pub provider_id: String,
    pub ready: bool,
    /// What stands in the way, and what the owner should know.
    pub problems: Vec<Problem>,
    /// Files in the evidence draft.
    pub files: u32,
    /// What was sent, with its receipts.
    pub submissions: u32,
    /// Analyses that were asked for this case; they go along.
    pub analyses: Vec<DisputeId>,
}

/// One submission, as the contract lists it.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct SubmissionView {
    pub id: SubmissionId,
    pub kind: Act,
    pub state: State,
    #[specta(type = String)]
    #[serde(with = "text")]
    pub at: Timestamp,
    pub request_id: Option<String>,
    /// Its outcome rests on the owner's word alone.
    pub on_a_word: bool,
}

impl From<&Submission> for SubmissionView {
    fn from(submission: &Submission) -> Self {
        Self {
            id: submission.id.clone(),
            kind: submission.kind,
            state: submission.state,
            at: submission.at,
            request_id: submission.request_id.clone(),
            on_a_word: submission.on_a_word,
        }
    }
}

/// What became of an irreversible act.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct OutcomeView {
    pub submission: SubmissionView,
    pub receipt: ReceiptView,
}

/// What was sent, and what came back.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct ReceiptView {
    pub submission: SubmissionId,
    pub kind: Act,
    pub state: State,
    #[specta(type = String)]
    #[serde(with = "text")]
    pub at: Timestamp,
    #[specta(type = Option<String>)]
    #[serde(with = "text::option")]
    pub settled_at: Option<Timestamp>,
    pub request_id: Option<String>,
    pub files: Vec<SentFileView>,
    pub fields: BTreeMap<String, String>,
    pub amount: Option<Money>,
    /// The provider's answer, or its refusal.
    pub answer: Option<serde_json::Value>,
    /// What the provider said when it refused; with an unknown outcome no reading agrees with it yet.
    pub refusal: Option<ProviderErrorView>,
    /// How the outcome was found where the answer itself was lost: `read`, `answered_elsewhere`, `owner`, …
    pub note: Option<String>,
    /// What the owner said of it after looking at the provider's own page.
    pub statement: Option<Statement>,
}

/// One file as it was sent.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct SentFileView {
    pub slot: String,
    pub name: String,
    pub sha256: String,
    pub bytes: u64,
    pub pages: u32,
    pub remote_id: Option<String>,
}

/// What a reconciliation settled.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct ReconciledView {
    /// The case that it is about; none where it is about a warning.
    pub dispute: Option<DisputeId>,
    /// The warning that it is about.
    pub warning: Option<WarningId>,
    pub submission: SubmissionView,
    pub note: Option<String>,
}

impl From<SubmissionRecord> for ReconciledView {
    fn from(record: SubmissionRecord) -> Self {
        Self {
            dispute: record.submission.subject.case().cloned(),
            warning: record.submission.subject.warning().cloned(),
            submission: SubmissionView::from(&record.submission),
            note: record.note,
        }
    }
}

/// One analysis at Unico IDPay.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct AnalysisView {
    /// Our id; it is a case of its own.
    pub id: DisputeId,
    pub account: AccountId,
    /// Unico's id of the transaction.
    pub transaction: String,
    /// Unico's id of the analysis; none while it isn't known.
    pub analysis: Option<String>,
    /// The case of another provider that it belongs to.
    pub dispute: Option<DisputeId>,
    pub status: Status,
    pub provider_status: String,
    /// The day of the transaction, as the owner told.
    pub created: Option<String>,
    #[specta(type = String)]
    #[serde(with = "text")]
    pub at: Timestamp,
}

/// What a request for an analysis would send.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct AnalysisRehearsalView {
    /// Always true: nothing was sent.
    pub rehearsal: bool,
    pub transaction: String,
    pub ready: bool,
    pub problems: Vec<Problem>,
    pub files: Vec<PackFileView>,
    /// Seconds in which the window lets the owner take it back before the first byte.
    pub undo_seconds: u32,
}
