//! The life of an irreversible call: which states there are and which one may follow which.

use crate::Act;
use crate::clock::Timestamp;
use crate::id::{DisputeId, SubmissionId, WarningId};
use crate::status::words;
use serde::{Deserialize, Serialize};

words!(
    /// Where a submission stands. `draft` and `sealed` come before and are kept with the draft.
    State {
        /// On disk; nothing irreversible was sent.
        Intended = "intended",
        /// The irreversible call may be on its way.
        Sending = "sending",
        /// The provider's answer, or a reading, proves that it took it.
        Accepted = "accepted",
        /// The provider's answer proves that it didn't.
        Refused = "refused",
        /// Reading proved that the provider never got it: the act may be done again.
        NotArrived = "not_arrived",
        /// We don't know yet.
        Unknown = "unknown",
    }
);

impl State {
    /// Whether the outcome still has to be found out.
    #[must_use]
    pub fn is_open_question(self) -> bool {
        matches!(self, Self::Intended | Self::Sending | Self::Unknown)
    }

    /// Whether an outcome that was certain may be corrected to `next`: by proof that it arrived after all, or by the owner
    /// taking the owner's own word back.
    #[must_use]
    pub fn may_be_corrected_to(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::NotArrived, Self::Accepted) | (Self::Accepted, Self::NotArrived)
        )
    }

    /// Whether `next` may follow.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        match self {
            Self::Intended => matches!(next, Self::Sending | Self::NotArrived),
            Self::Sending => matches!(
                next,
                Self::Accepted | Self::Refused | Self::NotArrived | Self::Unknown
            ),
            Self::Unknown => matches!(next, Self::Accepted | Self::Refused | Self::NotArrived),
            Self::Accepted | Self::Refused | Self::NotArrived => false,
        }
    }
}

words!(
    /// What the owner saw of a submission at the provider's own page.
    OutcomeReport {
        Arrived = "arrived",
        NotArrived = "not_arrived",
    }
);

impl OutcomeReport {
    /// The outcome that it means.
    #[must_use]
    pub fn state(self) -> State {
        match self {
            Self::Arrived => State::Accepted,
            Self::NotArrived => State::NotArrived,
        }
    }
}

/// The owner's word on an outcome that reading can't tell. It settles the question; it never sends anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Statement {
    pub said: OutcomeReport,
    /// The user of this machine who said it, as the system names them.
    pub by: String,
    #[specta(type = String)]
    #[serde(with = "crate::clock::text")]
    pub at: Timestamp,
}

/// What a submission is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    Case(DisputeId),
    /// The payment that a warning of fraud is about, before there is a case.
    Warning(WarningId),
}

impl Subject {
    /// The case, if it is one.
    #[must_use]
    pub fn case(&self) -> Option<&DisputeId> {
        match self {
            Self::Case(id) => Some(id),
            Self::Warning(_) => None,
        }
    }

    /// The warning, if it is one.
    #[must_use]
    pub fn warning(&self) -> Option<&WarningId> {
        match self {
            Self::Warning(id) => Some(id),
            Self::Case(_) => None,
        }
    }
}

impl std::fmt::Display for Subject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Case(id) => id.fmt(f),
            Self::Warning(id) => id.fmt(f),
        }
    }
}

impl From<DisputeId> for Subject {
    fn from(id: DisputeId) -> Self {
        Self::Case(id)
    }
}

impl From<WarningId> for Subject {
    fn from(id: WarningId) -> Self {
        Self::Warning(id)
    }
}

/// One submission, as the rules need it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    pub id: SubmissionId,
    pub subject: Subject,
    pub kind: Act,
    /// The round of the case that it was made in ([`crate::Dispute::round`]).
    pub round: String,
    pub state: State,
    pub at: Timestamp,
    /// The provider's name for the call.
    pub request_id: Option<String>,
    /// The outcome rests on the owner's word alone ([`Statement`]).
    pub on_a_word: bool,
}

impl Submission {
    /// Whether another act of this kind is out of the question in `round`: it was accepted, or may have been. What was
    /// given back for a warning was the whole payment, so it stands in every round of the case that came of it.
    #[must_use]
    pub fn blocks(&self, round: &str) -> bool {
        let whole_payment = self.state == State::Accepted && self.subject.warning().is_some();
        self.state.is_open_question() || self.settles(round) || whole_payment
    }

    /// Whether it counts as done in `round`: the same isn't done again.
    #[must_use]
    pub fn settles(&self, round: &str) -> bool {
        self.state == State::Accepted && self.round == round
    }

    /// Whether it ended the owner's turn in `round`. That the owner saw it arrive isn't proof: while the provider still
    /// waits, so does the clock.
    #[must_use]
    pub fn ends_turn(&self, round: &str) -> bool {
        self.settles(round) && !self.on_a_word
    }
}

/// What a reading of the case tells about a submission whose outcome is unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It landed.
    Landed,
    /// It arrived, and was turned down later, as a refund that failed.
    TurnedDown,
    /// Somebody else did it: the case moved and the mark isn't ours.
    SomebodyElse,
    /// Nothing happened, as far as this reading shows.
    Nothing,
    /// The reading can't tell; a person has to look.
    CannotTell,
}

/// How long apart two readings must be before "nothing happened" is believed, because a provider's copies lag
/// (rule R8).
pub const AGREEING_READS_APART: chrono::Duration = chrono::Duration::seconds(10);

/// How long the same call with the same key may be repeated: keys may be dropped at 24 h (stripe.md §2; rule R5).
pub const KEY_LIFE: chrono::Duration = chrono::Duration::hours(20);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_an_end() {
        for state in State::ALL {
            let ended = !state.is_open_question();
            assert_eq!(
                ended,
                State::ALL.iter().all(|next| !state.may_become(*next)),
                "{state:?}"
            );
        }
    }

    #[test]
    fn an_unknown_outcome_blocks_every_round_and_an_accepted_one_its_own() {
        let make = |state| Submission {
            id: SubmissionId::new(),
            subject: DisputeId::new().into(),
            kind: Act::Submit,
            round: "inquiry".into(),
            state,
            at: chrono::DateTime::UNIX_EPOCH,
            request_id: None,
            on_a_word: false,
        };
        assert!(make(State::Unknown).blocks("chargeback"));
        assert!(make(State::Accepted).blocks("inquiry"));
        assert!(!make(State::Accepted).blocks("chargeback"));
        assert!(!make(State::Refused).blocks("inquiry"));
        assert!(!make(State::NotArrived).blocks("inquiry"));
        assert!(make(State::Accepted).ends_turn("inquiry"));
        let said = Submission {
            on_a_word: true,
            ..make(State::Accepted)
        };
        assert!(said.blocks("inquiry") && !said.ends_turn("inquiry"));
        let warned = Submission {
            subject: WarningId::new().into(),
            ..make(State::Accepted)
        };
        assert!(warned.blocks("chargeback") && !warned.ends_turn("chargeback"));
    }
}
