//! What both faces show: the contract's JSON, one shape for the window and for `tvist`.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use tvist_domain::check::{Meters, Problem};
use tvist_domain::clock::{Instant, text};
use tvist_domain::dispute::{Customer, Order, SpecialEvidence, Transaction};
use tvist_domain::evidence::{Form, Goods, Kind, Media, Weight};
use tvist_domain::id::{AccountId, DisputeId, ItemId, SubmissionId};
use tvist_domain::loss::LossReason;
use tvist_domain::provider::{Environment, Provider};
use tvist_domain::rules::{Capabilities, Silence};
use tvist_domain::status::Group;
use tvist_domain::submission::State;
use tvist_domain::timeline::{EntryKind, EntrySource};
use tvist_domain::{Act, Deadline, Money, NextStep, Reason, Stage, Status};

/// One account, without any secret.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct AccountView {
    pub id: AccountId,
    pub provider: Provider,
    pub label: String,
    pub environment: Environment,
    pub api_base: Option<String>,
    pub options: BTreeMap<String, String>,
    pub practice: bool,
    #[specta(type = String)]
    #[serde(with = "text")]
    pub added_at: Instant,
    /// When everything was last read completely.
    #[specta(type = Option<String>)]
    #[serde(with = "text::option")]
    pub synced_at: Option<Instant>,
    /// The code of the last failure, none after a success.
    pub last_error: Option<String>,
    /// The provider's clock less ours, in seconds.
    #[specta(type = Option<f64>)]
    pub skew_seconds: Option<i64>,
}

/// What a look at the connection found.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct CheckView {
    pub account: AccountId,
    pub ok: bool,
    pub missing: Vec<MissingView>,
    pub too_powerful: bool,
    pub live: Option<bool>,
    #[specta(type = Option<f64>)]
    pub skew_seconds: Option<i64>,
    pub account_name: Option<String>,
    /// Every host that this account's secrets may go to.
    pub hosts: Vec<String>,
}

/// A right that the credentials lack.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct MissingView {
    pub right: String,
    pub needed_for: String,
    pub required: bool,
}

/// How the synchronisation of one account went.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct SyncView {
    pub account: AccountId,
    pub ok: bool,
    pub new: u32,
    pub changed: u32,
    pub unchanged: u32,
    /// Cases that couldn't be read, with the provider's id where known.
    pub skipped: Vec<SkippedView>,
    pub requests: u32,
    pub seconds: f64,
    pub error: Option<ErrorView>,
}

/// A case that the provider listed and that couldn't be read.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct SkippedView {
    pub provider_id: Option<String>,
    pub why: String,
}

/// An error as both faces show it.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct ErrorView {
    /// A stable word; `error-<kind>` is its Fluent id.
    pub kind: String,
    /// English, for the headless face and the log.
    pub message: String,
    pub problems: Vec<Problem>,
    pub provider_error: Option<ProviderErrorView>,
}

/// The provider's own words of a refusal.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct ProviderErrorView {
    pub status: u16,
    pub code: Option<String>,
    pub message: String,
    pub request_id: Option<String>,
}

/// A page of the desk.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct DeskView {
    pub total: u32,
    pub disputes: Vec<CaseView>,
}

/// One case, as a list shows it.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct CaseView {
    pub id: DisputeId,
    pub provider: Provider,
    pub account: AccountId,
    pub provider_id: String,
    pub reference: Option<String>,
    pub stage: Stage,
    pub status: Status,
    pub provider_status: String,
    pub next_step: NextStep,
    /// The desk's group that the step puts it in.
    pub group: Group,
    pub allowed: Vec<Act>,
    pub if_nothing: Silence,
    pub amount: Money,
    pub fee: Option<Money>,
    pub at_risk: Money,
    pub reason: Reason,
    /// `card`, `klarna`, …, or the provider's own word.
    pub method: String,
    pub network: Option<String>,
    pub deadline: Option<Deadline>,
    #[specta(type = String)]
    #[serde(with = "text")]
    pub opened_at: Instant,
    pub live: bool,
    pub customer: Customer,
    pub order: Order,
    pub transaction: Transaction,
    pub loss_reason: Option<LossView>,
    /// Deciding pieces of evidence that are still missing.
    pub missing: Vec<Kind>,
    pub submissions: Vec<SubmissionView>,
    /// When the provider was last asked about it.
    #[specta(type = String)]
    #[serde(with = "text")]
    pub read_at: Instant,
    /// The provider no longer knows it.
    pub vanished: bool,
}

/// Why a case was lost.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct LossView {
    /// The provider's code, as it came.
    pub code: String,
    /// Our reading; `loss-<reason>` is its Fluent id.
    pub reason: LossReason,
    /// English, for the headless face.
    pub meaning: String,
}

/// One case, whole.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct DisputeView {
    #[serde(flatten)]
    pub case: CaseView,
    pub timeline: Vec<EntryView>,
    pub evidence: EvidenceView,
    pub capabilities: CapabilitiesView,
    /// `none`, `required` or `given`: consent to the fee of a compliance case.
    pub fee_consent: String,
    /// The provider's own setting for answering by itself, where the account has it.
    pub auto_answer: Option<String>,
    pub special_evidence: Vec<SpecialEvidence>,
    /// The case at the provider's own site.
    pub dashboard_url: Option<String>,
    /// The provider's object as last read.
    pub raw: serde_json::Value,
}

/// What the provider offers at all.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, specta::Type)]
pub struct CapabilitiesView {
    pub lists_documents: bool,
    pub comments: bool,
    pub single_document: bool,
}

impl From<&Capabilities> for CapabilitiesView {
    fn from(c: &Capabilities) -> Self {
        Self {
            lists_documents: c.lists_documents,
            comments: c.comments,
            single_document: c.single_document,
        }
    }
}

/// One entry of the timeline, past or expected.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct EntryView {
    #[specta(type = String)]
    #[serde(with = "text")]
    pub at: Instant,
    pub kind: EntryKind,
    /// English, for the headless face; the window words the kind.
    pub title: String,
    pub detail: Option<String>,
    pub money: Option<Money>,
    pub source: EntrySource,
    pub expected: bool,
}

/// The draft of a case, with its checklist.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct EvidenceView {
    #[specta(type = f64)]
    pub revision: u64,
    pub items: Vec<ItemView>,
    pub texts: BTreeMap<Kind, String>,
    pub facts: BTreeMap<String, String>,
    pub goods: Goods,
    pub slots: Vec<SlotView>,
    /// Whether the provider takes evidence in the present stage.
    pub takes_evidence: bool,
    #[specta(type = Option<String>)]
    #[serde(with = "text::option")]
    pub saved_at: Option<Instant>,
}

/// One line of the checklist.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct SlotView {
    pub slot: Kind,
    pub form: Form,
    pub weight: Weight,
    pub state: SlotState,
    /// Characters that a text may have here.
    pub limit: Option<u32>,
    /// What the provider states already and what goes out when the owner writes nothing.
    pub stated: Option<String>,
}

/// Whether a slot has what it wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum SlotState {
    Empty,
    Given,
    /// Filled by what the provider itself states.
    Stated,
}

/// One file of the draft.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct ItemView {
    pub id: ItemId,
    pub name: String,
    pub slot: Kind,
    #[specta(type = f64)]
    pub bytes: u64,
    pub pages: u32,
    pub media: Media,
    /// `ready`; more may be added.
    pub state: String,
}

/// What the look before sending found.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct CheckedView {
    pub ready: bool,
    pub problems: Vec<Problem>,
    pub meters: Meters,
}

/// One file of a pack.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct PackFileView {
    /// The file's name inside the pack.
    pub path: String,
    pub slot: String,
    pub sha256: String,
    #[specta(type = f64)]
    pub bytes: u64,
    pub pages: u32,
}

/// What a pack consists of.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct ManifestView {
    pub files: Vec<PackFileView>,
    pub fields: BTreeMap<String, String>,
}

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
    /// What is paid or given up.
    pub amount: Option<Money>,
    /// A fee that the act causes, in the provider's words of its rules.
    pub costs: Vec<Money>,
    /// The very revision that is confirmed: a hash over all that would leave.
    pub seal: String,
    /// Seconds in which the window lets the owner take it back before the first byte; 0 when the deadline is near.
    pub undo_seconds: u32,
}

/// One submission, as the contract lists it.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct SubmissionView {
    pub id: SubmissionId,
    pub kind: Act,
    pub state: State,
    #[specta(type = String)]
    #[serde(with = "text")]
    pub at: Instant,
    pub request_id: Option<String>,
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
    pub at: Instant,
    #[specta(type = Option<String>)]
    #[serde(with = "text::option")]
    pub settled_at: Option<Instant>,
    pub request_id: Option<String>,
    pub files: Vec<SentFileView>,
    pub fields: BTreeMap<String, String>,
    pub amount: Option<Money>,
    /// The provider's answer, or its refusal.
    pub answer: Option<serde_json::Value>,
    /// How the outcome was found where the answer itself was lost: `read`, `answered_elsewhere`, …
    pub note: Option<String>,
}

/// One file as it was sent.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct SentFileView {
    pub slot: String,
    pub name: String,
    pub sha256: String,
    #[specta(type = f64)]
    pub bytes: u64,
    pub pages: u32,
    pub remote_id: Option<String>,
}

/// What a reconciliation settled.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct ReconciledView {
    pub dispute: DisputeId,
    pub submission: SubmissionView,
    pub note: Option<String>,
}

/// One reminder.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct ReminderView {
    pub dispute: DisputeId,
    pub rung: tvist_domain::reminder::Rung,
    #[specta(type = String)]
    #[serde(with = "text")]
    pub at: Instant,
    #[specta(type = String)]
    #[serde(with = "text")]
    pub deadline: Instant,
    #[specta(type = String)]
    #[serde(with = "text")]
    pub safe_at: Instant,
    /// No personal data.
    pub title: String,
    pub body: String,
}

/// A document with the case, at the provider or here.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct DocumentView {
    pub id: String,
    pub name: String,
    /// `issuer`, `merchant`, `app` or `unknown`.
    pub origin: String,
    #[specta(type = Option<f64>)]
    pub bytes: Option<u64>,
}

/// A remark at the case.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct CommentView {
    #[specta(type = Option<String>)]
    #[serde(with = "text::option")]
    pub at: Option<Instant>,
    pub author: Option<String>,
    pub body: String,
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
    pub at: Instant,
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
}

/// Registering an address for calls.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct WebhookView {
    pub account: AccountId,
    pub url: String,
    /// Whether it is in force now.
    pub registered: bool,
    /// The address that this program registered before, which it replaces.
    pub replaces: Option<String>,
    pub events: Vec<String>,
    pub problems: Vec<Problem>,
}
