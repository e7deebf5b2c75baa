//! How a case was lost: by silence, by conceding, or after an answer; whose answer that was.

use crate::dispute::Dispute;
use crate::loss::{self, LossReason};
use crate::status::words;
use crate::submission::{State, Submission};
use crate::{Act, Status};
use serde::{Deserialize, Serialize};

words!(
    /// How a case was lost.
    HowLost {
        /// The owner conceded, here or at the provider's own page.
        Conceded = "conceded",
        /// The provider takes no answer to it.
        NoAnswerTaken = "no_answer_taken",
        /// No answer was sent, as the provider itself shows.
        NothingSent = "nothing_sent",
        /// No answer was sent from here; whether one came from elsewhere, the provider doesn't show.
        NothingSentFromHere = "nothing_sent_from_here",
        /// An answer was sent, and wasn't enough.
        Answered = "answered",
        /// The provider's own answer was sent, and wasn't enough (stripe.md §11.3).
        AnsweredByProvider = "answered_by_provider",
    }
);

/// How the case was lost; none while it isn't, or while the outcome of an answer isn't known.
pub(super) fn how(dispute: &Dispute, done: &[Submission]) -> Option<HowLost> {
    if dispute.status != Status::Lost || done.iter().any(|s| s.state.is_open_question()) {
        return None;
    }
    let accepted = |kind: Act| {
        done.iter()
            .filter(move |s| s.kind == kind && s.state == State::Accepted)
    };
    let told = dispute.loss_code.as_deref().map(loss::reason);
    if accepted(Act::Accept).next().is_some() || told == Some(LossReason::AcceptedByMerchant) {
        return Some(HowLost::Conceded);
    }
    let round = dispute.round();
    let sent_here = accepted(Act::Submit).any(|s| s.round == round);
    (super::of(dispute.provider).how_lost)(dispute, sent_here)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Timestamp;
    use crate::dispute::DueDate;
    use crate::{DisputeId, Money, Provider, Stage, SubmissionId};

    fn lost(provider: Provider) -> Dispute {
        let amount = Money::new(1_000, "EUR");
        let (stage, status) = (Stage::Chargeback, Status::Lost);
        Dispute::bare(provider, "1", stage, status, amount, Timestamp::UNIX_EPOCH)
    }

    fn done(kind: Act, round: &str, state: State) -> Vec<Submission> {
        vec![Submission {
            id: SubmissionId::new(),
            subject: DisputeId::new().into(),
            kind,
            round: round.to_owned(),
            state,
            at: Timestamp::UNIX_EPOCH,
            request_id: None,
            on_a_word: false,
        }]
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "a table")]
    fn a_loss_by_silence_is_told_apart_from_one_after_an_answer() {
        let stripe = |word: Option<&str>, count: u32| Dispute {
            answered_by: word.map(str::to_owned),
            submission_count: count,
            ..lost(Provider::Stripe)
        };
        let coded = |code: &str, count: u32| Dispute {
            loss_code: Some(code.to_owned()),
            ..stripe(None, count)
        };
        let no_answer = Dispute {
            due: DueDate::NoAnswerPossible,
            ..stripe(None, 0)
        };
        let sent = || done(Act::Submit, "chargeback", State::Accepted);
        let nothing = Vec::new;
        for (name, case, done, expected) in [
            (
                "Stripe says so",
                stripe(Some("not_submitted"), 0),
                nothing(),
                HowLost::NothingSent,
            ),
            (
                "an older object",
                stripe(None, 0),
                nothing(),
                HowLost::NothingSent,
            ),
            (
                "the merchant's",
                stripe(Some("manual"), 1),
                nothing(),
                HowLost::Answered,
            ),
            (
                "Stripe's own",
                stripe(Some("smart_disputes"), 1),
                nothing(),
                HowLost::AnsweredByProvider,
            ),
            ("counted", stripe(None, 1), nothing(), HowLost::Answered),
            ("ours", stripe(None, 0), sent(), HowLost::Answered),
            (
                "only the inquiry was answered",
                coded("merchant_did_not_counter", 1),
                nothing(),
                HowLost::NothingSent,
            ),
            (
                "Klarna says accepted",
                coded("merchant_accepted_loss", 0),
                nothing(),
                HowLost::Conceded,
            ),
            (
                "accepted here",
                stripe(None, 0),
                done(Act::Accept, "chargeback", State::Accepted),
                HowLost::Conceded,
            ),
            (
                "refused here",
                stripe(None, 0),
                done(Act::Submit, "chargeback", State::Refused),
                HowLost::NothingSent,
            ),
            (
                "no answer was taken",
                no_answer,
                nothing(),
                HowLost::NoAnswerTaken,
            ),
            (
                "no documents",
                lost(Provider::Celcoin),
                nothing(),
                HowLost::NothingSent,
            ),
            (
                "documents",
                Dispute {
                    submission_count: 1,
                    ..lost(Provider::Celcoin)
                },
                nothing(),
                HowLost::Answered,
            ),
            (
                "Clearhaus tells nothing",
                lost(Provider::Clearhaus),
                nothing(),
                HowLost::NothingSentFromHere,
            ),
            (
                "Clearhaus, from here",
                lost(Provider::Clearhaus),
                sent(),
                HowLost::Answered,
            ),
        ] {
            assert_eq!(how(&case, &done), Some(expected), "{name}");
        }
        let open = done(Act::Submit, "chargeback", State::Unknown);
        assert_eq!(how(&stripe(None, 0), &open), None, "nobody knows yet");
        let won = Dispute {
            status: Status::Won,
            ..lost(Provider::Stripe)
        };
        assert_eq!(how(&won, &[]), None);
    }
}
