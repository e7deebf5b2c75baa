//! A page of the desk, one case, and its timeline.

use super::{CaseDetailsView, CostsView, EvidenceView, MovedView, RefundView, SubmissionView};
use serde::{Deserialize, Serialize};
use tvist_domain::clock::{Timestamp, text};
use tvist_domain::dispute::{Customer, Order, Transaction};
use tvist_domain::evidence::Kind;
use tvist_domain::id::{AccountId, DisputeId};
use tvist_domain::loss::LossReason;
use tvist_domain::provider::Provider;
use tvist_domain::rules::{Capabilities, Carrier, Silence};
use tvist_domain::status::Group;
use tvist_domain::timeline::{EntryKind, EntrySource};
use tvist_domain::{Act, Category, Deadline, Money, NextStep, Reason, Stage, Status};

/// A page of the desk.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct DeskView {
    pub total: u32,
    /// How many cases of the whole desk wait for their owner to answer or to look, whatever was asked for.
    pub waiting: u32,
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
    /// From when on the last date is near; none without one.
    pub urgency: Option<UrgencyView>,
    #[specta(type = String)]
    #[serde(with = "text")]
    pub opened_at: Timestamp,
    /// When documents were sent, where the provider dates that.
    #[specta(type = Option<String>)]
    #[serde(with = "text::option")]
    pub documents_sent_at: Option<Timestamp>,
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
    pub read_at: Timestamp,
    /// The provider no longer knows it.
    pub vanished: bool,
}

/// From when on a last date is near. Instants, since what counts from now goes on while a face shows it.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct UrgencyView {
    #[specta(type = String)]
    #[serde(with = "text")]
    pub soon_from: Timestamp,
    /// At the safe date at the latest.
    #[specta(type = String)]
    #[serde(with = "text")]
    pub urgent_from: Timestamp,
}

impl From<&Deadline> for UrgencyView {
    fn from(deadline: &Deadline) -> Self {
        Self {
            soon_from: deadline.soon_from(),
            urgent_from: deadline.urgent_from(),
        }
    }
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
    /// What the case may be about where the provider only has free text; to be shown as a guess.
    pub reason_guess: Option<Category>,
    /// The day that the provider named without an hour; the deadline is its beginning.
    pub deadline_day: Option<String>,
    /// Another provider may be asked to examine it.
    pub examinable: bool,
    /// What the owner told it to be about.
    pub reason_stated: Option<Category>,
    /// It may be erased for good: nothing is to come of it any more.
    pub erasable: bool,
    pub standing: CaseDetailsView,
    /// The analyses of another provider that hang on it.
    pub analyses: Vec<HangingAnalysisView>,
    /// What each act costs, before it is done.
    pub costs: CostsView,
    /// What really moved, oldest first.
    pub moved: Vec<MovedView>,
    /// Refunds of the payment, before the case was opened and after.
    pub refunds: Vec<RefundView>,
    /// The case at the provider's own site.
    pub dashboard_url: Option<String>,
    /// The provider's object as last read.
    pub raw: serde_json::Value,
}

/// An analysis that hangs on a case (contract, `analyses`).
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct HangingAnalysisView {
    /// Our id; it is a case of its own.
    pub id: DisputeId,
    pub provider: Provider,
    /// The provider's id of the transaction that it is about.
    pub transaction: String,
    /// The provider's id of the analysis; none while it isn't known.
    pub analysis: Option<String>,
    /// The provider's word for where it stands, or ours where it has none yet.
    pub state: String,
    pub status: Status,
    /// `approved` or `refused` once it has ended (unico.md §3.5); none before.
    pub result: Option<String>,
}

/// What the provider offers at all.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, specta::Type)]
pub struct CapabilitiesView {
    pub lists_documents: bool,
    pub comments: bool,
    pub carried_as: Carrier,
    pub webhook: bool,
    pub comes_back: bool,
    pub analyses: bool,
    /// Which documents it wants stands at its own site only.
    pub requirements_elsewhere: bool,
}

impl From<&Capabilities> for CapabilitiesView {
    fn from(c: &Capabilities) -> Self {
        Self {
            lists_documents: c.lists_documents,
            comments: c.comments,
            carried_as: c.carried_as,
            webhook: c.webhook,
            comes_back: c.comes_back,
            analyses: c.analyses,
            requirements_elsewhere: c.requirements_elsewhere,
        }
    }
}

/// One entry of the timeline, past or expected.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct EntryView {
    #[specta(type = String)]
    #[serde(with = "text")]
    pub at: Timestamp,
    pub kind: EntryKind,
    /// English, for the headless face; the window words the kind.
    pub title: String,
    pub detail: Option<String>,
    pub money: Option<Money>,
    pub source: EntrySource,
    pub expected: bool,
}
