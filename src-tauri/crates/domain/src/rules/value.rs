//! All that holds for one provider and differs from the others, as one value: its file defines it, [`super::of`] selects it.

use super::capability::Capabilities;
use super::costs::{Cost, Costs};
use super::credential::AccountForm;
use super::limits::{PackLimits, TextLimits};
use super::lost::HowLost;
use super::silence::Silence;
use crate::balance::Booked;
use crate::clock::Timestamp;
use crate::dispute::Dispute;
use crate::evidence::Kind;
use crate::provider::Environment;
use crate::{Act, Category, Money, NextStep, Source};
use chrono::Duration;

/// The rules of one provider.
#[derive(Debug)]
pub struct ProviderRules {
    /// What it offers at all.
    pub capabilities: Capabilities,
    /// What an account is set up with.
    pub form: AccountForm,
    /// The hosts that an account's secrets may go to.
    pub hosts: Hosts,
    /// How often an account is visited.
    pub rhythm: Rhythm,
    /// How old the last reading may be while readings fail: a fraction of the shortest window that could begin and end
    /// unseen.
    pub stale_after: Duration,
    /// Whose word the date of a case is.
    pub date: Source,
    /// What fits into an answer to a case.
    pub pack_limits: fn(&Dispute) -> PackLimits,
    /// What fits into the text fields of an answer; none where nobody publishes that.
    pub texts: Option<TextLimits>,
    /// The field for files of a kind; none where there is no place for it.
    pub file_field: fn(Kind) -> Option<&'static str>,
    /// Whether evidence is taken in the case's present stage.
    pub takes_evidence: fn(&Dispute) -> bool,
    /// The acts that are allowed at an instant.
    pub allowed: fn(&Dispute, Timestamp) -> Vec<Act>,
    /// What the owner does next with a case that waits for them.
    pub next_step: fn(&Dispute, Timestamp) -> NextStep,
    /// What becomes of a case that waits for its owner in vain.
    pub if_nothing: fn(&Dispute) -> Silence,
    /// How a lost case was lost that nobody conceded; the second tells whether an answer was sent from here in this round.
    pub how_lost: fn(&Dispute, bool) -> Option<HowLost>,
    /// What each act costs, for an account in this country (ISO 3166), if it is known.
    pub costs: fn(&Dispute, Option<&str>) -> Costs,
    /// What most providers have nothing of.
    pub extras: Extras,
}

/// Hosts by environment.
#[derive(Debug)]
pub struct Hosts {
    pub live: &'static [&'static str],
    pub test: &'static [&'static str],
}

impl Hosts {
    /// Those of one environment.
    #[must_use]
    pub fn of(&self, environment: Environment) -> &'static [&'static str] {
        match environment {
            Environment::Live => self.live,
            Environment::Test => self.test,
        }
    }
}

/// How often an account is visited, and how much is read then.
#[derive(Debug)]
pub struct Rhythm {
    pub every: Duration,
    /// Between two visits while a case waits for documents that are due within a few days.
    pub every_in_short_window: Duration,
    /// Between two readings of all open cases; none where each visit reads them.
    pub open_cases_every: Option<Duration>,
    /// After so long without a complete visit everything is read.
    pub everything_after: Duration,
    /// Everything is read again after that time whatever came between, since no list tells what changed.
    pub sweeps: bool,
}

/// What a provider may have beyond the rest. [`Extras::NONE`] has nothing of it.
#[derive(Debug)]
pub struct Extras {
    /// The case at the provider's own site.
    pub site: fn(&Dispute) -> Option<String>,
    /// How long after the answer a decision usually comes.
    pub usual_review: Option<Duration>,
    /// What the provider's free text of a reason may mean.
    pub guess: fn(&str) -> Option<Category>,
    /// Whether it examines other providers' cases of this category.
    pub examines: fn(Category) -> bool,
    /// What becomes of a case under review without its owner.
    pub if_nothing_under_review: fn(&Dispute) -> Silence,
    /// Whether the case goes on after the refund that was made.
    pub refund_leaves_open: fn(&Dispute) -> bool,
    /// Whether the case would go on after a refund of what is disputed.
    pub refund_would_leave_open: fn(&Dispute) -> bool,
    /// Until when the reason of a loss may still come, by when the case ended.
    pub loss_reason_until: fn(&Dispute, Option<Timestamp>) -> Option<Timestamp>,
    /// Whether the reason of a loss is still waited for, by when the case ended and what time it is.
    pub awaits_loss_reason: fn(&Dispute, Option<Timestamp>, Timestamp) -> bool,
    /// Whether the buyer is proven to send the goods back.
    pub is_proven_return: fn(&Dispute) -> bool,
    /// Whether the provider may answer the case by itself.
    pub may_answer_by_itself: fn(&Dispute) -> bool,
    /// Whether an answer is to be sent although the buyer withdrew.
    pub answer_if_withdrawn: fn(&Dispute) -> bool,
    /// Where a wallet's own case is handled.
    pub wallet: fn(&Dispute) -> Option<Wallet>,
    /// What the provider keeps of a case that its own answer wins, in percent.
    pub own_answer_share: Option<u8>,
    /// A pre-arbitration is an appeal, whose answer takes fields of its own and no other.
    pub appeals: bool,
    /// Text fields that lie with the case, or that the provider fills by what it knows, travel with an answer.
    pub keeps_texts: bool,
    /// Refunds and fees are read beside the case.
    pub books_beside: bool,
    /// Whether no fee is taken for the case.
    pub takes_no_fee: fn(&Dispute) -> bool,
    /// The card network's fee that answering causes.
    pub network_fee: fn(&Dispute) -> Option<Money>,
    /// Whether a fee that was taken comes back with a win, for an account in this country.
    pub fee_comes_back: fn(&Dispute, Booked, Option<&str>) -> Option<bool>,
    /// The fee that a chargeback would bring, for an account in this country.
    pub expected_fee: fn(&Dispute, Option<&str>) -> Option<Cost>,
}

impl Extras {
    /// Nothing beyond what every provider has.
    pub(super) const NONE: Self = Self {
        site: |_| None,
        usual_review: None,
        guess: |_| None,
        examines: |_| false,
        if_nothing_under_review: |_| Silence::nothing(),
        refund_leaves_open: |_| false,
        refund_would_leave_open: |_| false,
        loss_reason_until: |_, _| None,
        awaits_loss_reason: |_, _, _| false,
        is_proven_return: |_| false,
        may_answer_by_itself: |_| false,
        answer_if_withdrawn: |_| false,
        wallet: |_| None,
        own_answer_share: None,
        appeals: false,
        keeps_texts: false,
        books_beside: false,
        takes_no_fee: |_| false,
        network_fee: |_| None,
        fee_comes_back: |_, _, _| None,
        expected_fee: |_, _| None,
    };
}

/// A way of paying that handles its cases itself: where they are talked about, answered and appealed (stripe.md §8).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wallet {
    /// Its own place for cases; none where we know none.
    pub site: Option<&'static str>,
}
