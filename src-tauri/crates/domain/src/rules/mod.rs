//! What each provider allows and what its silence means: one place for the questions, one file a provider for the data.
//!
//! A provider's rules are one value ([`ProviderRules`]) in the file that has its name; [`of`] is the one place that asks
//! for the name. The provider's live answer always wins; the data here only fills what it doesn't say.

mod capability;
pub mod celcoin;
pub mod clearhaus;
pub mod costs;
pub mod credential;
mod due;
pub mod fees;
mod limits;
mod lost;
pub mod network_code;
mod silence;
pub mod stripe;
pub mod unico;
mod value;

pub use capability::{Capabilities, Carrier};
pub use costs::{at_risk, costs, network_fee};
pub use due::deadline;
pub use limits::{Limit, LimitSource, PackLimits, TextLimits};
pub use lost::HowLost;
pub use silence::{Silence, SilenceOutcome};
pub use value::{Extras, Hosts, ProviderRules, Rhythm, Wallet};

use crate::clock::Timestamp;
use crate::dispute::{AutoAnswer, Dispute, DueDate};
use crate::submission::Submission;
use crate::{Act, Category, DeadlineKind, NextStep, Provider, Source, Stage, Status};

/// The rules of `provider`.
#[must_use]
pub fn of(provider: Provider) -> &'static ProviderRules {
    match provider {
        Provider::Stripe => &stripe::RULES,
        Provider::Clearhaus => &clearhaus::RULES,
        Provider::Celcoin => &celcoin::RULES,
        Provider::Unico => &unico::RULES,
    }
}

/// What only some providers have, for this case.
fn extras(dispute: &Dispute) -> &'static Extras {
    &of(dispute.provider).extras
}

/// How much fits into an answer to this case.
#[must_use]
pub fn pack_limits(dispute: &Dispute) -> PackLimits {
    (of(dispute.provider).pack_limits)(dispute)
}

/// What `provider` offers at all.
#[must_use]
pub fn capabilities(provider: Provider) -> &'static Capabilities {
    &of(provider).capabilities
}

/// The hosts that an account's secrets may go to, so that the owner can see them. The HTTP client holds the same list
/// and sends nothing to any other (stripe.md §2, clearhaus.md §1.1, celcoin.md §2.1, unico.md §3.2).
#[must_use]
pub fn hosts(
    provider: Provider,
    environment: crate::provider::Environment,
) -> &'static [&'static str] {
    of(provider).hosts.of(environment)
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
    (extras(dispute).guess)(dispute.reason.provider_code.as_deref()?)
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
    (extras(dispute).site)(dispute)
}

/// Whether a provider that examines other providers' cases may be asked about this one (unico.md §3.1: fraud only).
#[must_use]
pub fn examinable(dispute: &Dispute, category: Category) -> bool {
    let examines = |provider: &Provider| (of(*provider).extras.examines)(category);
    !capabilities(dispute.provider).analyses && Provider::ALL.iter().any(examines)
}

/// How long after the answer a decision usually comes; none where the provider documents nothing of the kind.
#[must_use]
pub fn usual_review(dispute: &Dispute) -> Option<chrono::Duration> {
    extras(dispute).usual_review
}

/// How certain the case's date is: the provider's own, one by a rule, or one that was read in a zone that isn't known.
#[must_use]
pub fn deadline_source(dispute: &Dispute) -> Source {
    match of(dispute.provider).date {
        Source::Provider if dispute.zone_assumed => Source::Assumed,
        source => source,
    }
}

/// Whether the provider takes evidence in the case's present stage.
#[must_use]
pub fn takes_evidence(dispute: &Dispute) -> bool {
    (of(dispute.provider).takes_evidence)(dispute)
}

/// Whether gathering evidence still makes sense: the owner's turn is now, or may come, as in a Klarna inquiry. Where the
/// provider decides or has decided, a file that is taken would look as if it had been sent.
#[must_use]
pub fn may_gather(dispute: &Dispute) -> bool {
    matches!(dispute.status, Status::NeedsResponse | Status::Unknown)
        && !capabilities(dispute.provider).analyses
}

/// Whether the answer's time is over by `now`.
#[must_use]
pub fn is_too_late(dispute: &Dispute, now: Timestamp) -> bool {
    matches!(dispute.due, DueDate::At(at) if at <= now)
}

/// The acts that the provider allows now, less those that were done already in this round.
#[must_use]
pub fn allowed(dispute: &Dispute, done: &[Submission], now: Timestamp) -> Vec<Act> {
    let offered = (of(dispute.provider).allowed)(dispute, now);
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
    (extras(dispute).refund_would_leave_open)(dispute)
}

/// Whether a submission ends its round: a refund that leaves something of a card's payment doesn't (stripe.md §8).
fn settles(dispute: &Dispute, submission: &Submission, round: &str) -> bool {
    let leaves = submission.kind == Act::Refund && (extras(dispute).refund_leaves_open)(dispute);
    submission.settles(round) && !leaves
}

/// What the owner does next.
#[must_use]
pub fn next_step(dispute: &Dispute, done: &[Submission], now: Timestamp) -> NextStep {
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
        Status::NeedsResponse => (of(dispute.provider).next_step)(dispute, now),
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
        Status::NeedsResponse => (of(dispute.provider).if_nothing)(dispute),
        Status::UnderReview => (extras(dispute).if_nothing_under_review)(dispute),
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
pub fn wants_reading(dispute: &Dispute, ended_at: Option<Timestamp>, now: Timestamp) -> bool {
    if !dispute.status.is_ended() {
        return true;
    }
    (extras(dispute).awaits_loss_reason)(dispute, ended_at, now)
}

/// Until when the reason of a loss may still come, while the case is read again for it (stripe.md §10 (5)).
#[must_use]
pub fn loss_reason_until(dispute: &Dispute, ended_at: Option<Timestamp>) -> Option<Timestamp> {
    (extras(dispute).loss_reason_until)(dispute, ended_at)
}

/// Whether the buyer is sending the goods back, proven to the provider.
#[must_use]
pub fn is_proven_return(dispute: &Dispute) -> bool {
    (extras(dispute).is_proven_return)(dispute)
}

/// Whether the provider may answer the case by itself, if it can.
#[must_use]
pub fn may_answer_by_itself(dispute: &Dispute) -> bool {
    (extras(dispute).may_answer_by_itself)(dispute)
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
    (extras(dispute).answer_if_withdrawn)(dispute)
}

/// Where a wallet's own case is talked about, answered and appealed; none for cards.
#[must_use]
pub fn wallet(dispute: &Dispute) -> Option<Wallet> {
    (extras(dispute).wallet)(dispute)
}

/// What the provider keeps of a case that its own answer wins, in percent; none where it gives none by itself.
#[must_use]
pub fn own_answer_share(dispute: &Dispute) -> Option<u8> {
    let offered = dispute.auto_answer != AutoAnswer::NotOffered;
    extras(dispute).own_answer_share.filter(|_| offered)
}

/// Whether the case is an appeal against a decision, whose answer takes fields of its own and no other (stripe.md §4,
/// "Appeals"). Elsewhere a second chargeback is answered like the first (clearhaus.md §1.5).
#[must_use]
pub fn is_in_appeal(dispute: &Dispute) -> bool {
    extras(dispute).appeals && dispute.stage == Stage::PreArbitration
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
    (extras(dispute).takes_no_fee)(dispute)
}

/// Whether there may be refunds and fees beside the case at all: none comes to be before it is answered or its payment
/// refunded (stripe.md §8, §9, §11.2).
#[must_use]
pub fn has_money_beside(dispute: &Dispute) -> bool {
    extras(dispute).books_beside && dispute.may_have_moved()
}

/// Whether they are worth reading now.
#[must_use]
pub fn wants_money(dispute: &Dispute, ended_at: Option<Timestamp>, now: Timestamp) -> bool {
    has_money_beside(dispute) && dispute.money_is_due(ended_at, now)
}

/// The providers that examine other providers' cases.
pub fn examiners() -> impl Iterator<Item = Provider> {
    Provider::ALL
        .into_iter()
        .filter(|p| capabilities(*p).analyses)
}
