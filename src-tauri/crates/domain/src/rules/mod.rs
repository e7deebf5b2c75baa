//! What each provider allows and what its silence means: one place for the questions, one file a provider for the data.
//!
//! The provider's live answer always wins; the data here only fills what it doesn't say.

pub mod celcoin;
pub mod clearhaus;
pub mod costs;
pub mod credential;
pub mod fees;
mod lost;
pub mod network_code;
pub mod stripe;
pub mod unico;

pub use costs::{at_risk, costs, network_fee};

use crate::clock::Instant;
use crate::dispute::{AutoAnswer, Dispute, DueDate, Method};
use crate::submission::Submission;
use crate::{Act, Category, DeadlineKind, NextStep, Provider, Source, Stage, Status};
use serde::{Deserialize, Serialize};

pub use lost::HowLost;
pub use stripe::Wallet;

/// What becomes of a case when its owner does nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Silence {
    pub outcome: SilenceOutcome,
    #[specta(type = Option<String>)]
    #[serde(with = "crate::clock::text::option")]
    pub on: Option<Instant>,
    pub source: Source,
}

crate::status::words!(
    /// How silence ends.
    SilenceOutcome {
        Lost = "lost",
        /// An inquiry becomes a chargeback.
        Escalates = "escalates",
        /// An inquiry may become a chargeback, and silence before it speaks against its owner.
        MayEscalate = "may_escalate",
        /// An inquiry that was answered or refunded ends without a chargeback.
        Closes = "closes",
        /// The provider answers by itself if it can; else the case is lost.
        ProviderMayAnswer = "provider_may_answer",
        /// Nothing depends on the owner any more.
        None = "none",
        Unknown = "unknown",
    }
);

/// What a provider offers at all; the faces read this instead of asking for names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
pub struct Capabilities {
    /// An idempotency key is documented, so that the same call with the same bytes may be repeated.
    pub idempotency_keys: bool,
    /// Documents that others put there can be listed and fetched.
    pub lists_documents: bool,
    pub comments: bool,
    /// Answers are given by uploading to the case and then setting a mark, not in one call.
    pub uploads_before_answer: bool,
    /// The evidence travels in one call as this.
    pub carried_as: Carrier,
    pub webhook: bool,
    /// A case that was answered can come back for another answer in the same stage.
    pub comes_back: bool,
    /// Answers are due within a few days, so an account with a case to answer is visited more often.
    pub short_windows: bool,
    /// Deadlines are days, or texts at midnight that may mean the day: which of the two isn't documented.
    pub names_days: bool,
    /// Examines fraud cases of other providers on their payments; has none of its own.
    pub analyses: bool,
    /// Any case can be asked for by its id alone.
    pub reads_by_id: bool,
    /// A call carries a mark of ours that reading shows later, so that it proves whose it was.
    pub marks_calls: bool,
    /// Which documents it wants stands at its own site only (clearhaus.md, "Added 2026-11-30").
    pub requirements_elsewhere: bool,
    /// A case whose last date is over is a matter for its telephone (clearhaus.md §1.5).
    pub late_by_telephone: bool,
    /// It counts chargebacks and has no pre-arbitration: the second one is read as that (overview §4.1, our reading).
    pub counts_chargebacks: bool,
}

/// How the evidence of an answer travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Carrier {
    /// Files and texts in fields of their own.
    Fields,
    /// One single PDF, opened by the texts.
    OneDocument,
    /// A PDF for each file, in the owner's order, after one with the texts. Their names don't travel.
    Documents,
}

impl Carrier {
    /// Whether texts have no fields of their own, but stand in the documents.
    #[must_use]
    pub fn holds_texts(self) -> bool {
        self != Self::Fields
    }
}

/// How much fits into an answer, and who says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PackLimits {
    /// Bytes of all files together.
    pub bytes: Limit<u64>,
    /// Bytes of one file.
    pub file_bytes: Limit<u64>,
    /// Pages of all files together; texts count where they travel in fields. None where nobody is known to count them.
    pub pages: Option<Limit<u32>>,
    /// None where nobody published how many there may be.
    pub files: Option<Limit<u32>>,
}

/// The most that is taken, with whose word that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit<T> {
    pub most: T,
    pub source: LimitSource,
}

impl<T> Limit<T> {
    pub(crate) const fn published(most: T) -> Self {
        Self {
            most,
            source: LimitSource::Provider,
        }
    }

    pub(crate) const fn of_network(most: T) -> Self {
        Self {
            most,
            source: LimitSource::Network,
        }
    }

    pub(crate) const fn assumed(most: T) -> Self {
        Self {
            most,
            source: LimitSource::Assumed,
        }
    }
}

crate::status::words!(
    /// Whose word a limit is.
    LimitSource {
        /// The provider publishes it: more is turned away, so more is never sent.
        Provider = "provider",
        /// The card network's, which the provider doesn't repeat: more may be turned away.
        Network = "network",
        /// A careful target of ours where nobody publishes one.
        Assumed = "assumed",
    }
);

impl LimitSource {
    /// Whether more than the limit forbids sending; else it is advice.
    #[must_use]
    pub fn binds(self) -> bool {
        self == Self::Provider
    }
}

/// How much fits into an answer to this case.
#[must_use]
pub fn pack_limits(dispute: &Dispute) -> PackLimits {
    match dispute.provider {
        Provider::Stripe => stripe::pack_limits(dispute),
        Provider::Clearhaus => clearhaus::pack_limits(dispute),
        Provider::Celcoin => celcoin::PACK_LIMITS,
        Provider::Unico => unico::PACK_LIMITS,
    }
}

/// What `provider` offers at all.
#[must_use]
pub fn capabilities(provider: Provider) -> &'static Capabilities {
    match provider {
        Provider::Stripe => &stripe::CAPABILITIES,
        Provider::Clearhaus => &clearhaus::CAPABILITIES,
        Provider::Celcoin => &celcoin::CAPABILITIES,
        Provider::Unico => &unico::CAPABILITIES,
    }
}

/// The hosts that an account's secrets may go to, so that the owner can see them. The HTTP client holds the same list
/// and sends nothing to any other (stripe.md §2, clearhaus.md §1.1, celcoin.md §2.1, unico.md §3.2).
#[must_use]
pub fn hosts(
    provider: Provider,
    environment: crate::provider::Environment,
) -> &'static [&'static str] {
    use crate::provider::Environment::{Live, Test};
    match (provider, environment) {
        (Provider::Stripe, _) => &["api.stripe.com", "files.stripe.com"],
        (Provider::Clearhaus, Live) => &["merchant.clearhaus.com"],
        (Provider::Clearhaus, Test) => &["merchant.test.clearhaus.com"],
        (Provider::Celcoin, Live) => &["api.openfinance.celcoin.com.br"],
        (Provider::Celcoin, Test) => &["sandbox.openfinance.celcoin.dev"],
        (Provider::Unico, Live) => &["transactions.transactional.unico.app", "identity.acesso.io"],
        (Provider::Unico, Test) => &[
            "transactions.transactional.uat.unico.app",
            "identityhomolog.acesso.io",
        ],
    }
}

/// What happens at the case's date while it waits for the owner; none when it doesn't.
#[must_use]
pub fn deadline_kind(dispute: &Dispute) -> Option<DeadlineKind> {
    match dispute.status {
        // Nothing answers an analysis; what ends is the window in which it can be asked for (unico.md §3.3).
        Status::NeedsResponse | Status::Unknown if dispute.stage == Stage::Analysis => {
            Some(DeadlineKind::AnalysisWindow)
        }
        Status::NeedsResponse if dispute.stage == Stage::Inquiry && !takes_evidence(dispute) => {
            Some(DeadlineKind::Escalation)
        }
        // A status that we don't know keeps its deadline in view.
        Status::NeedsResponse | Status::Unknown => Some(DeadlineKind::Answer),
        Status::UnderReview
        | Status::Won
        | Status::Lost
        | Status::Closed
        | Status::Cancelled
        | Status::Prevented => None,
    }
}

/// What the case may be about where the provider has no word for it: only ever shown as a guess that the owner confirms.
#[must_use]
pub fn guessed_reason(dispute: &Dispute) -> Option<Category> {
    if dispute.reason.category != Category::Unknown {
        return None;
    }
    match dispute.provider {
        Provider::Celcoin => celcoin::guess(dispute.reason.provider_code.as_deref()?),
        Provider::Stripe | Provider::Clearhaus | Provider::Unico => None,
    }
}

/// The day that the provider named, where its date may be a whole day; the deadline itself is that day's beginning, to
/// be safe (clearhaus.md §1.5, celcoin.md §2.3).
#[must_use]
pub fn deadline_day(dispute: &Dispute) -> Option<chrono::NaiveDate> {
    let zone: chrono_tz::Tz = dispute.zone.parse().ok()?;
    let local = crate::zone::place(dispute.due.instant()?, zone);
    let whole_day = capabilities(dispute.provider).names_days
        && local.time == chrono::NaiveTime::MIN
        && dispute.status == Status::NeedsResponse;
    whole_day.then_some(local.date)
}

/// The case at the provider's own site; none where it has none that a link leads to.
#[must_use]
pub fn site(dispute: &Dispute) -> Option<String> {
    match dispute.provider {
        Provider::Stripe => Some(stripe::site(dispute)),
        Provider::Clearhaus => Some(clearhaus::SITE.to_owned()),
        Provider::Celcoin | Provider::Unico => None,
    }
}

/// Whether a provider that examines other providers' cases may be asked about this one (unico.md §3.1: fraud only).
#[must_use]
pub fn examinable(dispute: &Dispute, category: Category) -> bool {
    !capabilities(dispute.provider).analyses && unico::may_concern(category)
}

/// How long after the answer a decision usually comes; none where the provider documents nothing of the kind.
#[must_use]
pub fn usual_review(dispute: &Dispute) -> Option<chrono::Duration> {
    match dispute.provider {
        Provider::Stripe => Some(stripe::USUAL_REVIEW),
        Provider::Clearhaus | Provider::Celcoin | Provider::Unico => None,
    }
}

/// How certain the case's date is: the provider's own, one by a rule, or one that was read in a zone that isn't known.
#[must_use]
pub fn deadline_source(dispute: &Dispute) -> Source {
    match dispute.provider {
        Provider::Unico => Source::Rule,
        _ if dispute.zone_assumed => Source::Assumed,
        Provider::Stripe | Provider::Clearhaus | Provider::Celcoin => Source::Provider,
    }
}

/// Whether the provider takes evidence in the case's present stage.
#[must_use]
pub fn takes_evidence(dispute: &Dispute) -> bool {
    match dispute.provider {
        Provider::Stripe => stripe::takes_evidence(dispute),
        Provider::Clearhaus | Provider::Celcoin => true,
        Provider::Unico => false,
    }
}

/// Whether gathering evidence still makes sense: the owner's turn is now, or may come, as in a Klarna inquiry. Where the
/// provider decides or has decided, a file that is taken would look as if it had been sent.
#[must_use]
pub fn may_gather(dispute: &Dispute) -> bool {
    matches!(dispute.status, Status::NeedsResponse | Status::Unknown)
        && dispute.provider != Provider::Unico
}

/// Whether the answer's time is over by `now`.
#[must_use]
pub fn is_too_late(dispute: &Dispute, now: Instant) -> bool {
    matches!(dispute.due, DueDate::At(at) if at <= now)
}

/// The acts that the provider allows now, less those that were done already in this round.
#[must_use]
pub fn allowed(dispute: &Dispute, done: &[Submission], now: Instant) -> Vec<Act> {
    let offered = match dispute.provider {
        Provider::Stripe => stripe::allowed(dispute, now),
        Provider::Clearhaus => clearhaus::allowed(dispute),
        Provider::Celcoin => celcoin::allowed(dispute, now),
        Provider::Unico => unico::allowed(dispute),
    };
    let round = dispute.round();
    // Until a reading shows the move, whatever the list said when last read.
    let settled = dispute.status == Status::NeedsResponse
        && done
            .iter()
            .any(|s| s.kind.is_irreversible() && settles(dispute, s, &round));
    offered
        .into_iter()
        .filter(|act| !done.iter().any(|s| s.kind == *act && s.blocks(&round)))
        // An accepted answer, acceptance or refund ends the owner's turn.
        .filter(|act| !(settled && act.is_irreversible()))
        .collect()
}

/// Whether an act of the owner's was taken in this round, as the provider itself showed. Until then the case waits for its
/// owner: on the desk, in the tray, among the deadlines and in the reminders.
#[must_use]
pub fn turn_is_over(dispute: &Dispute, done: &[Submission]) -> bool {
    let round = dispute.round();
    done.iter()
        .any(|s| s.ends_turn(&round) && settles(dispute, s, &round))
}

/// Whether a refund of what is disputed would leave the inquiry open: of a card's payment all has to go back (stripe.md §8).
#[must_use]
pub fn refund_would_leave_open(dispute: &Dispute) -> bool {
    dispute.provider == Provider::Stripe && stripe::refund_would_leave_open(dispute)
}

/// Whether a submission ends its round: a refund that leaves something of a card's payment doesn't (stripe.md §8).
fn settles(dispute: &Dispute, submission: &Submission, round: &str) -> bool {
    let leaves = submission.kind == Act::Refund
        && dispute.provider == Provider::Stripe
        && stripe::refund_leaves_open(dispute);
    submission.settles(round) && !leaves
}

/// What the owner does next.
#[must_use]
pub fn next_step(dispute: &Dispute, done: &[Submission], now: Instant) -> NextStep {
    if done.iter().any(|s| s.state.is_open_question()) {
        return NextStep::Look;
    }
    if dispute.status == Status::NeedsResponse {
        let round = dispute.round();
        if turn_is_over(dispute, done) {
            return NextStep::Wait;
        }
        // The owner's word alone: nothing is sent again, and nothing is over.
        if done.iter().any(|s| settles(dispute, s, &round)) {
            return NextStep::Look;
        }
    }
    match dispute.status {
        Status::NeedsResponse => match dispute.provider {
            Provider::Stripe => stripe::next_step(dispute, now),
            Provider::Clearhaus => clearhaus::next_step(dispute),
            Provider::Celcoin => celcoin::next_step(dispute, now),
            Provider::Unico => NextStep::Look,
        },
        Status::UnderReview => NextStep::Wait,
        Status::Unknown => NextStep::Look,
        Status::Won | Status::Lost | Status::Closed | Status::Cancelled | Status::Prevented => {
            NextStep::None
        }
    }
}

/// What becomes of the case when the owner does nothing.
#[must_use]
pub fn if_nothing(dispute: &Dispute, done: &[Submission]) -> Silence {
    match dispute.status {
        Status::NeedsResponse if turn_is_over(dispute, done) => Silence::nothing(),
        Status::NeedsResponse => match dispute.provider {
            Provider::Stripe => stripe::if_nothing(dispute),
            Provider::Clearhaus => clearhaus::if_nothing(dispute),
            Provider::Celcoin => celcoin::if_nothing(dispute),
            Provider::Unico => Silence::unknown(),
        },
        Status::UnderReview => match dispute.provider {
            Provider::Stripe => stripe::if_nothing_under_review(dispute),
            Provider::Clearhaus | Provider::Celcoin | Provider::Unico => Silence::nothing(),
        },
        Status::Unknown => Silence::unknown(),
        Status::Won | Status::Lost | Status::Closed | Status::Cancelled | Status::Prevented => {
            Silence::nothing()
        }
    }
}

/// Whether the case is worth a read of its own at the next visit, though no event named it.
///
/// Open cases are; so is a lost Klarna case whose loss code may still arrive (stripe.md §10 (5): for two weeks).
#[must_use]
pub fn wants_reading(dispute: &Dispute, ended_at: Option<Instant>, now: Instant) -> bool {
    if !dispute.status.is_ended() {
        return true;
    }
    dispute.provider == Provider::Stripe && stripe::awaits_loss_code(dispute, ended_at, now)
}

/// Until when the reason of a loss may still come, while the case is read again for it (stripe.md §10 (5)).
#[must_use]
pub fn loss_reason_until(dispute: &Dispute, ended_at: Option<Instant>) -> Option<Instant> {
    match dispute.provider {
        Provider::Stripe => stripe::loss_code_until(dispute, ended_at),
        Provider::Clearhaus | Provider::Celcoin | Provider::Unico => None,
    }
}

/// Whether the buyer is sending the goods back, proven to the provider.
#[must_use]
pub fn is_proven_return(dispute: &Dispute) -> bool {
    dispute.provider == Provider::Stripe && stripe::is_proven_return(dispute)
}

/// Whether the provider may answer the case by itself, if it can.
#[must_use]
pub fn may_answer_by_itself(dispute: &Dispute) -> bool {
    dispute.provider == Provider::Stripe && stripe::may_answer_by_itself(dispute)
}

/// How a lost case was lost, as far as it shows.
#[must_use]
pub fn how_lost(dispute: &Dispute, done: &[Submission]) -> Option<HowLost> {
    lost::how(dispute, done)
}

/// Whether an answer is to be sent although the buyer says that they withdrew (stripe.md §4, §8: withdrawn disputes still
/// need evidence).
#[must_use]
pub fn answer_if_withdrawn(dispute: &Dispute) -> bool {
    dispute.provider == Provider::Stripe && dispute.method == Method::Card
}

/// Where a wallet's own case is talked about, answered and appealed; none for cards.
#[must_use]
pub fn wallet(dispute: &Dispute) -> Option<Wallet> {
    match dispute.provider {
        Provider::Stripe => stripe::wallet(dispute),
        Provider::Clearhaus | Provider::Celcoin | Provider::Unico => None,
    }
}

/// What the provider keeps of a case that its own answer wins, in percent; none where it gives none by itself.
#[must_use]
pub fn own_answer_share(dispute: &Dispute) -> Option<u8> {
    let offered = dispute.auto_answer != AutoAnswer::NotOffered;
    (dispute.provider == Provider::Stripe && offered).then_some(fees::SMART_SHARE)
}

/// Whether the case is an appeal against a decision, whose answer takes fields of its own and no other (stripe.md §4,
/// "Appeals"). Elsewhere a second chargeback is answered like the first (clearhaus.md §1.5).
#[must_use]
pub fn is_in_appeal(dispute: &Dispute) -> bool {
    dispute.provider == Provider::Stripe && dispute.stage == Stage::PreArbitration
}

/// Whether the answer that is waited for is an appeal.
#[must_use]
pub fn is_appeal(dispute: &Dispute) -> bool {
    is_in_appeal(dispute) && dispute.status == Status::NeedsResponse
}

/// Whether no fee is taken for a case of this kind, as for an inquiry at Stripe or a payment by PayPal (stripe.md §8, §9,
/// §12.4).
#[must_use]
pub fn takes_no_fee(dispute: &Dispute) -> bool {
    dispute.provider == Provider::Stripe
        && (dispute.stage == Stage::Inquiry || dispute.method == Method::Paypal)
}

impl Silence {
    pub(crate) fn nothing() -> Self {
        Self {
            outcome: SilenceOutcome::None,
            on: None,
            source: Source::Rule,
        }
    }

    pub(crate) fn unknown() -> Self {
        Self {
            outcome: SilenceOutcome::Unknown,
            on: None,
            source: Source::Assumed,
        }
    }

    /// The same where no document says that silence ends so.
    pub(crate) fn assumed(self) -> Self {
        Self {
            source: Source::Assumed,
            ..self
        }
    }

    /// `outcome` at the provider's date, or on our assumption when it names none.
    pub(crate) fn at_due(dispute: &Dispute, outcome: SilenceOutcome) -> Self {
        match dispute.due {
            DueDate::At(at) => Self {
                outcome,
                on: Some(at),
                source: deadline_source(dispute),
            },
            DueDate::NoAnswerPossible | DueDate::NotGiven => Self {
                outcome,
                on: None,
                source: Source::Assumed,
            },
        }
    }
}
