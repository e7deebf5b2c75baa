//! What there is to know about a case beyond its status: what its round asks for, costs and still brings.

use super::CostView;
use serde::{Deserialize, Serialize};
use tvist_domain::balance::MovedKind;
use tvist_domain::check::Problem;
use tvist_domain::clock::{Timestamp, text};
use tvist_domain::evidence::compelling::{Count, Part};
use tvist_domain::rules::HowLost;
use tvist_domain::{KlarnaReason, Money};

/// The particulars of one case; what doesn't concern it is none.
#[derive(Debug, Clone, Default, Serialize, Deserialize, specta::Type)]
pub struct CaseDetailsView {
    /// The provider's own test data: no real money moves.
    pub test: bool,
    /// Klarna's own reason, beside the provider's; none where there is none or it can't be read.
    pub klarna_reason: Option<KlarnaReason>,
    /// The whole payment, where only a part of it is disputed.
    pub part_of: Option<Money>,
    /// The provider says that no answer is possible.
    pub no_answer: bool,
    /// What is waited for is an appeal, with fields of its own.
    pub appeal: bool,
    pub inquiry: Option<InquiryView>,
    pub escalated: Option<EscalatedView>,
    /// The fees that were taken, by their kind, and what becomes of each; empty until anything is known.
    pub fees: Vec<FeeView>,
    /// The fee that a chargeback would bring; none where nobody says, or it is there already.
    pub expected_fee: Option<CostView>,
    /// The payment was refunded, wholly or in part.
    pub refunded: Option<RefundedView>,
    /// What a lost case took, or a won one brought, by the money that moved.
    pub outcome: Option<Money>,
    /// What came back of a case that was lost all the same.
    pub given_back: Option<Money>,
    pub consent: Option<ConsentView>,
    pub own_answer: Option<OwnAnswerView>,
    pub compelling: Option<CompellingView>,
    /// How a lost case was lost: by silence, by conceding, or after an answer.
    pub lost: Option<HowLost>,
    /// Who answered, in the provider's word: `manual`, `smart_disputes`, `not_submitted`; none where it doesn't say.
    pub answered_by: Option<String>,
    /// The case of a wallet that handles its cases itself.
    pub wallet: Option<WalletView>,
    /// The zone of the dates isn't known: they are read in the earliest that it may be.
    pub zone_assumed: bool,
    /// The last date is over, and the provider takes late cases by telephone.
    pub late_by_telephone: bool,
    /// An answer is sent all the same when the buyer says that they withdrew.
    pub answer_if_withdrawn: bool,
    /// The second chargeback, in the provider's count.
    pub second_chargeback: bool,
    /// A later day that the provider names; what it means isn't documented.
    pub expires_on: Option<String>,
    /// Until when the reason of the loss may still come.
    #[specta(type = Option<String>)]
    #[serde(with = "text::option")]
    pub loss_reason_until: Option<Timestamp>,
}

/// What an open inquiry that takes no evidence leaves to its owner.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct InquiryView {
    /// What a refund would pay: what is disputed, and never more than is left of the payment; none while the provider doesn't allow one.
    pub refund: Option<Money>,
    /// The buyer sends the goods back and has proven it.
    pub return_under_way: bool,
    /// When it becomes a chargeback by itself.
    #[specta(type = Option<String>)]
    #[serde(with = "text::option")]
    pub escalates_at: Option<Timestamp>,
}

/// An inquiry that became a chargeback.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct EscalatedView {
    #[specta(type = String)]
    #[serde(with = "text")]
    pub at: Timestamp,
    /// Whole days from then to the last date; none once it no longer waits for an answer.
    pub days: Option<u32>,
}

/// What becomes of the fee that was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum FeeFate {
    /// Taken, and given back when the case is won.
    Withheld,
    /// Taken, and stays taken.
    Kept,
    GivenBack,
    /// None is taken for a case of this kind.
    None,
    /// Taken; nobody says whether it comes back.
    Unknown,
}

/// A fee that the provider booked for the case.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct FeeView {
    /// `received_fee`, `countered_fee` or `network_fee`.
    pub kind: MovedKind,
    /// None where nothing was taken.
    pub taken: Option<Money>,
    pub fate: FeeFate,
}

/// What was refunded of the payment.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct RefundedView {
    pub amount: Money,
    /// Nothing of the payment is left.
    pub whole: bool,
}

/// Consent to the network fee that answering costs.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct ConsentView {
    pub fee: Money,
    /// The owner consented, here.
    pub given: bool,
    /// Somebody consented at the provider already.
    pub given_there: bool,
}

/// A case that the wallet itself handles: talked about there, and appealed there only.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct WalletView {
    /// Its own id of the case.
    pub case_id: Option<String>,
    /// Its own word for what it is.
    pub kind: Option<String>,
    /// Where its cases are; none where no address is known.
    pub url: Option<String>,
}

/// The provider's setting for answering by itself.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct OwnAnswerView {
    /// The provider's word for it.
    pub setting: String,
    /// Something may go out at the deadline without a click, if the case qualifies.
    pub may_answer: bool,
    /// The setting lets the provider answer, and it says that it can't here.
    pub unavailable: bool,
    /// The deadline, near which it would answer.
    #[specta(type = Option<String>)]
    #[serde(with = "text::option")]
    pub on: Option<Timestamp>,
    /// What it keeps of a case that its own answer wins.
    pub share_percent: u8,
}

/// Visa Compelling Evidence 3.0: what the owner states, and what the provider thinks of it.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct CompellingView {
    /// The provider's word for where it stands.
    pub status: Option<String>,
    /// What the provider still misses, in its words.
    pub required_actions: Vec<String>,
    /// The provider's word is about what is stated here now.
    pub is_current: bool,
    /// Something is stated here.
    pub is_begun: bool,
    /// Something lies at the provider that isn't stated here.
    pub is_elsewhere: bool,
    /// What this program sees missing.
    pub problems: Vec<Problem>,
    /// Why the provider can't be asked now; empty when it can.
    pub in_the_way: Vec<Problem>,
    /// The owner's form, in its order.
    pub lines: Vec<CompellingFieldView>,
}

/// One field of that form.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct CompellingFieldView {
    pub part: Part,
    pub name: String,
    /// The fact that is written.
    pub fact: String,
    pub value: String,
    /// What the disputed payment itself tells.
    pub known: Option<String>,
    /// The three payments hold different values; writing here makes them the same.
    pub varies: bool,
    /// The fewest characters that the provider takes; 0 where it doesn't say.
    pub least: u32,
    /// The only values that it may have; empty where it is free text.
    pub choices: Vec<String>,
}

/// A payment that the buyer made before with the same card.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct EarlierPaymentView {
    pub id: String,
    #[specta(type = String)]
    #[serde(with = "text")]
    pub at: Timestamp,
    pub amount: Money,
    pub description: Option<String>,
    pub email: Option<String>,
    /// The counts of its age that it meets; what the provider answers decides.
    pub meets: Vec<Count>,
}

/// Those that special evidence could name.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct EarlierPaymentsView {
    pub payments: Vec<EarlierPaymentView>,
    /// Everything of the span was looked through.
    pub complete: bool,
}
