//! Whether a case may be forgotten for good: not while anything is to come of it.

use crate::check::Problem;
use crate::submission::Submission;
use crate::{Dispute, Stage, Status};

/// What stands in the way of erasing a case; `vanished` says that the provider doesn't know it any more.
#[must_use]
pub fn problems(dispute: &Dispute, vanished: bool, done: &[Submission]) -> Vec<Problem> {
    let mut problems = Vec::new();
    if done.iter().any(|s| s.state.is_open_question()) {
        problems.push(Problem::blocking(
            "outcome_unknown",
            None,
            "the outcome of a submission isn't known yet: reconcile first",
        ));
    }
    if something_is_to_come(dispute, vanished) {
        problems.push(Problem::blocking(
            "erase_open",
            None,
            "the case hasn't ended: only what has ended, or is gone at the provider, can be erased",
        ));
    }
    problems
}

/// What the owner should know before a case is erased.
#[must_use]
pub fn warnings() -> Vec<Problem> {
    vec![
        Problem::warning(
            "erase_elsewhere",
            None,
            "backups made earlier, and files that were exported or saved, keep it; so does the provider",
        ),
        Problem::warning(
            "erase_numbers",
            None,
            "it falls out of insights and exports: export first what your books have to keep",
        ),
        Problem::warning(
            "erase_returns",
            None,
            "a fingerprint that tells nothing of the case stays, so that it isn't read in again; should the provider \
             open it again, it comes back as a new case",
        ),
    ]
}

/// An unknown status is none that has ended. An analysis is in no list of its provider (unico.md §3.5), so one without an
/// id, of which nothing can be heard any more, counts as ended.
fn something_is_to_come(dispute: &Dispute, vanished: bool) -> bool {
    if vanished || dispute.status.is_ended() {
        return false;
    }
    dispute.stage != Stage::Analysis
        || dispute.reference.is_some()
        || dispute.status == Status::UnderReview
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::submission::State;
    use crate::{Act, DisputeId, Money, Provider, SubmissionId};

    fn case(stage: Stage, status: Status) -> Dispute {
        let at = "2026-11-22T12:00:00Z".parse().unwrap();
        let money = Money::new(100, "EUR");
        Dispute::bare(Provider::Stripe, "du_1", stage, status, money, at)
    }

    fn submission(state: State) -> Submission {
        Submission {
            id: SubmissionId::new(),
            subject: DisputeId::new().into(),
            kind: Act::Submit,
            round: "chargeback".into(),
            state,
            at: "2026-11-22T12:00:00Z".parse().unwrap(),
            request_id: None,
            on_a_word: false,
        }
    }

    fn codes(problems: &[Problem]) -> Vec<&str> {
        problems.iter().map(|p| p.code.as_str()).collect()
    }

    #[test]
    fn only_what_has_ended_or_is_gone_can_be_erased() {
        for status in Status::ALL {
            for stage in Stage::ALL {
                let dispute = case(*stage, *status);
                let lost_analysis = *stage == Stage::Analysis
                    && matches!(status, Status::Unknown | Status::NeedsResponse);
                let found = problems(&dispute, false, &[]);
                let free = status.is_ended() || lost_analysis;
                assert_eq!(found.is_empty(), free, "{stage:?} {status:?}: {found:?}");
                assert!(problems(&dispute, true, &[]).is_empty());
            }
        }
        let mut followed = case(Stage::Analysis, Status::Unknown);
        followed.reference = Some("an_1".into());
        assert_eq!(codes(&problems(&followed, false, &[])), ["erase_open"]);
    }

    #[test]
    fn an_open_question_keeps_even_what_has_ended() {
        let dispute = case(Stage::Chargeback, Status::Lost);
        for (state, blocks) in [
            (State::Intended, true),
            (State::Sending, true),
            (State::Unknown, true),
            (State::Accepted, false),
            (State::Refused, false),
            (State::NotArrived, false),
        ] {
            let found = problems(&dispute, true, &[submission(state)]);
            let expected: &[&str] = if blocks { &["outcome_unknown"] } else { &[] };
            assert_eq!(codes(&found), expected, "{state:?}");
        }
    }

    #[test]
    fn warnings_never_stand_in_the_way() {
        assert!(warnings().iter().all(|w| !w.blocks));
    }
}
