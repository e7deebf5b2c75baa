//! Stripe's rules, cell by cell: stage × status × method × what the provider says, against `stripe.md`.

use chrono::{Duration, TimeZone, Utc};
use tvist_domain::clock::Timestamp;
use tvist_domain::dispute::{Dispute, DueDate, Method};
use tvist_domain::evidence::preflight;
use tvist_domain::rules::{self, SilenceOutcome};
use tvist_domain::submission::{State, Submission};
use tvist_domain::{
    Act, Category, DeadlineKind, DisputeId, Money, NextStep, Provider, Reason, Source, Stage,
    Status, SubmissionId, deadline,
};

fn now() -> Timestamp {
    Utc.with_ymd_and_hms(2026, 11, 22, 12, 0, 0).unwrap()
}

fn case(stage: Stage, status: Status, method: Method) -> Dispute {
    Dispute {
        provider_status: "word".into(),
        method,
        reason: Reason {
            category: Category::ProductNotReceived,
            provider_code: None,
            network_code: None,
        },
        due: DueDate::At(now() + Duration::days(6)),
        refundable: stage == Stage::Inquiry,
        live: false,
        ..Dispute::bare(
            Provider::Stripe,
            "du_1",
            stage,
            status,
            Money::new(24_900, "EUR"),
            now() - Duration::days(3),
        )
    }
}

type Cell = (
    Stage,
    Status,
    Method,
    NextStep,
    Vec<Act>,
    SilenceOutcome,
    Option<DeadlineKind>,
);

/// Stage, status, method → next step, acts, silence, deadline. The comment names the source in stripe.md.
#[rustfmt::skip]
fn cells() -> Vec<Cell> {
    use Act::{Accept, Refund, Submit};
    use Method::{Card, Klarna};
    use SilenceOutcome as S;
    let answer = Some(DeadlineKind::Answer);
    vec![
        // §4 warning_needs_response: cards answer with evidence or refund; silence can be read as acceptance.
        (Stage::Inquiry, Status::NeedsResponse, Card, NextStep::Answer, vec![Submit, Refund], S::MayEscalate, answer),
        // §12.1: no evidence; talk, refund or wait; escalates.
        (Stage::Inquiry, Status::NeedsResponse, Klarna, NextStep::TalkToCustomer, vec![Refund], S::Escalates, Some(DeadlineKind::Escalation)),
        // §4 warning_under_review: wait, refund.
        (Stage::Inquiry, Status::UnderReview, Card, NextStep::Wait, vec![Refund], S::Closes, None),
        // §4 warning_closed: nothing.
        (Stage::Inquiry, Status::Closed, Card, NextStep::None, vec![], S::None, None),
        (Stage::Inquiry, Status::Closed, Klarna, NextStep::None, vec![], S::None, None),
        // §4 needs_response: evidence or accept; §8: no refund, it would pay twice.
        (Stage::Chargeback, Status::NeedsResponse, Card, NextStep::Answer, vec![Submit, Accept], S::Lost, answer),
        (Stage::Chargeback, Status::NeedsResponse, Klarna, NextStep::Answer, vec![Submit, Accept], S::Lost, answer),
        // §4 under_review: wait.
        (Stage::Chargeback, Status::UnderReview, Card, NextStep::Wait, vec![], S::None, None),
        (Stage::Chargeback, Status::UnderReview, Klarna, NextStep::Wait, vec![], S::None, None),
        // §4 appeals: evidence; that it can be accepted is not confirmed.
        (Stage::PreArbitration, Status::NeedsResponse, Card, NextStep::Answer, vec![Submit], S::Lost, answer),
        (Stage::PreArbitration, Status::UnderReview, Card, NextStep::Wait, vec![], S::None, None),
        // §11.2 compliance: fight with consent, or close.
        (Stage::Compliance, Status::NeedsResponse, Card, NextStep::Answer, vec![Submit, Accept], S::Lost, answer),
        (Stage::Compliance, Status::UnderReview, Card, NextStep::Wait, vec![], S::None, None),
        // §4 won, lost, prevented: nothing.
        (Stage::Chargeback, Status::Won, Card, NextStep::None, vec![], S::None, None),
        (Stage::Chargeback, Status::Lost, Card, NextStep::None, vec![], S::None, None),
        (Stage::Chargeback, Status::Won, Klarna, NextStep::None, vec![], S::None, None),
        (Stage::Chargeback, Status::Lost, Klarna, NextStep::None, vec![], S::None, None),
        (Stage::Prevented, Status::Prevented, Card, NextStep::None, vec![], S::None, None),
        // §1 rule 6: a kind of case that no page names: nothing is offered by itself, its date stays in view.
        (Stage::Unknown, Status::NeedsResponse, Card, NextStep::Look, vec![], S::Unknown, answer),
        // §1 rule 6: an unknown word breaks nothing and keeps its date in view.
        (Stage::Unknown, Status::Unknown, Card, NextStep::Look, vec![], S::Unknown, answer),
        (Stage::Unknown, Status::Unknown, Klarna, NextStep::Look, vec![], S::Unknown, answer),
    ]
}

#[test]
fn every_cell_has_its_step_acts_silence_and_deadline() {
    for (stage, status, method, step, acts, silence, kind) in cells() {
        let dispute = case(stage, status, method.clone());
        let name = format!("{stage:?} {status:?} {method:?}");
        assert_eq!(rules::next_step(&dispute, &[], now()), step, "{name}");
        assert_eq!(rules::allowed(&dispute, &[], now()), acts, "{name}");
        assert_eq!(rules::if_nothing(&dispute, &[]).outcome, silence, "{name}");
        let found = rules::deadline(&dispute, deadline::SafetyMargin::default());
        assert_eq!(found.map(|d| d.kind), kind, "{name}");
    }
}

#[test]
fn a_due_date_of_zero_takes_no_answer_and_asks_for_a_look() {
    for method in [Method::Card, Method::Klarna] {
        let dispute = Dispute {
            due: DueDate::NoAnswerPossible,
            ..case(Stage::Chargeback, Status::NeedsResponse, method)
        };
        assert_eq!(rules::next_step(&dispute, &[], now()), NextStep::Look);
        assert!(!rules::allowed(&dispute, &[], now()).contains(&Act::Submit));
        assert_eq!(
            rules::deadline(&dispute, deadline::SafetyMargin::default()),
            None
        );
        assert_eq!(rules::if_nothing(&dispute, &[]).on, None);
    }
}

#[test]
fn a_missing_due_date_is_never_made_up() {
    let dispute = Dispute {
        due: DueDate::NotGiven,
        ..case(Stage::Chargeback, Status::NeedsResponse, Method::Card)
    };
    assert_eq!(rules::next_step(&dispute, &[], now()), NextStep::Answer);
    assert_eq!(
        rules::deadline(&dispute, deadline::SafetyMargin::default()),
        None
    );
    let silence = rules::if_nothing(&dispute, &[]);
    assert_eq!(
        (silence.outcome, silence.on, silence.source),
        (SilenceOutcome::Lost, None, Source::Assumed)
    );
}

#[test]
fn a_past_due_date_takes_no_answer_but_stays_in_view() {
    let past = now() - Duration::hours(1);
    let dispute = Dispute {
        due: DueDate::At(past),
        ..case(Stage::Chargeback, Status::NeedsResponse, Method::Card)
    };
    assert_eq!(rules::next_step(&dispute, &[], now()), NextStep::Look);
    assert_eq!(rules::allowed(&dispute, &[], now()), vec![Act::Accept]);
    assert_eq!(
        rules::deadline(&dispute, deadline::SafetyMargin::default()).map(|d| d.at),
        Some(past)
    );
}

#[test]
fn a_klarna_return_asks_to_refund_or_wait() {
    let mut dispute = case(Stage::Inquiry, Status::NeedsResponse, Method::Klarna);
    dispute.reason.network_code = Some("Return".into());
    assert_eq!(
        rules::next_step(&dispute, &[], now()),
        NextStep::RefundOrWait
    );
}

#[test]
fn a_submission_takes_its_act_away_at_once_and_gives_it_back_for_the_next_round() {
    let submission = |round: &str, state| Submission {
        id: SubmissionId::new(),
        subject: DisputeId::new().into(),
        kind: Act::Submit,
        round: round.into(),
        state,
        at: now(),
        request_id: None,
        on_a_word: false,
    };
    let dispute = case(Stage::Chargeback, Status::NeedsResponse, Method::Card);
    let accepted = [submission("chargeback", State::Accepted)];
    assert_eq!(rules::allowed(&dispute, &accepted, now()), vec![]);
    assert_eq!(rules::next_step(&dispute, &accepted, now()), NextStep::Wait);
    assert_eq!(
        rules::if_nothing(&dispute, &accepted).outcome,
        SilenceOutcome::None
    );
    // The owner's word that it arrived isn't proof: nothing is sent again, and nothing is over.
    let said = [Submission {
        on_a_word: true,
        ..submission("chargeback", State::Accepted)
    }];
    assert_eq!(rules::allowed(&dispute, &said, now()), vec![]);
    assert_eq!(rules::next_step(&dispute, &said, now()), NextStep::Look);
    assert!(!rules::turn_is_over(&dispute, &said));
    assert_eq!(
        rules::if_nothing(&dispute, &said).outcome,
        SilenceOutcome::Lost
    );
    let under_review = case(Stage::Chargeback, Status::UnderReview, Method::Card);
    assert_eq!(
        rules::next_step(&under_review, &said, now()),
        NextStep::Wait
    );
    for state in [State::Intended, State::Sending, State::Unknown] {
        let open = [submission("chargeback", state)];
        assert!(
            !rules::allowed(&dispute, &open, now()).contains(&Act::Submit),
            "{state:?}"
        );
        assert_eq!(
            rules::next_step(&dispute, &open, now()),
            NextStep::Look,
            "{state:?}"
        );
    }
    for state in [State::Refused, State::NotArrived] {
        let ended = [submission("chargeback", state)];
        assert!(
            rules::allowed(&dispute, &ended, now()).contains(&Act::Submit),
            "{state:?}"
        );
    }
    let of_inquiry = [submission("inquiry", State::Accepted)];
    assert!(rules::allowed(&dispute, &of_inquiry, now()).contains(&Act::Submit));
}

/// What must hold in every combination there is, in the table or not.
#[test]
fn no_combination_allows_what_would_lose_money() {
    let dues = [
        DueDate::At(now() + Duration::days(6)),
        DueDate::At(now() - Duration::days(1)),
        DueDate::NoAnswerPossible,
        DueDate::NotGiven,
    ];
    for stage in Stage::ALL {
        for status in Status::ALL {
            for method in [
                Method::Card,
                Method::Klarna,
                Method::Paypal,
                Method::Other("x".into()),
            ] {
                for due in dues {
                    for (refundable, submission_count) in [(false, 0), (true, 0), (true, 1)] {
                        let dispute = Dispute {
                            due,
                            refundable,
                            submission_count,
                            ..case(*stage, *status, method.clone())
                        };
                        holds_everywhere(&dispute);
                    }
                }
            }
        }
    }
}

fn holds_everywhere(dispute: &Dispute) {
    let acts = rules::allowed(dispute, &[], now());
    let name = format!(
        "{:?} {:?} {:?} {:?}",
        dispute.stage, dispute.status, dispute.method, dispute.due
    );
    if acts.contains(&Act::Refund) {
        assert_eq!(
            dispute.stage,
            Stage::Inquiry,
            "a refund of an open chargeback pays twice: {name}"
        );
        assert!(dispute.refundable, "{name}");
    }
    if acts.contains(&Act::Submit) {
        assert!(rules::takes_evidence(dispute), "{name}");
        assert!(!rules::is_too_late(dispute, now()), "{name}");
        assert_ne!(dispute.due, DueDate::NoAnswerPossible, "{name}");
    }
    if dispute.status.is_ended() {
        assert!(acts.is_empty(), "{name}");
        assert_eq!(
            rules::next_step(dispute, &[], now()),
            NextStep::None,
            "{name}"
        );
        assert_eq!(dispute.at_risk().minor, 0, "{name}");
    } else {
        assert_ne!(
            rules::next_step(dispute, &[], now()),
            NextStep::None,
            "an open case is never hidden: {name}"
        );
    }
    if dispute.status == Status::Unknown {
        assert!(acts.is_empty(), "{name}");
    }
}

#[test]
fn a_refund_needs_a_payment_of_known_and_same_currency() {
    let codes = |paid: Option<Money>| -> Vec<String> {
        let mut inquiry = case(Stage::Inquiry, Status::NeedsResponse, Method::Klarna);
        inquiry.transaction.amount = paid;
        let problems = preflight::act(&inquiry, Act::Refund, &[], now());
        assert!(problems.iter().all(|p| p.blocks));
        problems.into_iter().map(|p| p.code).collect()
    };
    assert_eq!(codes(Some(Money::new(24_900, "EUR"))), Vec::<String>::new());
    assert_eq!(codes(Some(Money::new(24_900, "SEK"))), ["currency_differs"]);
    assert_eq!(codes(None), ["currency_unknown"]);
}
