//! The deadlines of each provider: what ends, when, how certain that is, and the owner's safe deadline before it.
#![expect(clippy::unwrap_used, reason = "a test that can't go on says where")]

use chrono::{Duration, NaiveDate};
use tvist_domain::clock::{Timestamp, rfc3339};
use tvist_domain::deadline::SafetyMargin;
use tvist_domain::dispute::{Dispute, DueDate, Method};
use tvist_domain::plan::{self, Change};
use tvist_domain::rules::{self, SilenceOutcome, unico};
use tvist_domain::timeline::EntryKind;
use tvist_domain::{Category, DeadlineKind, Money, Provider, Reason, Source, Stage, Status, zone};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn case(provider: Provider, stage: Stage, method: Method, due: DueDate) -> Dispute {
    let amount = Money::new(24_900, "EUR");
    let opened_at = at("2026-11-01T09:00:00Z");
    let status = Status::NeedsResponse;
    Dispute {
        provider_status: "word".into(),
        method,
        reason: Reason {
            category: Category::Fraudulent,
            provider_code: None,
            network_code: None,
        },
        due,
        ..Dispute::bare(provider, "one", stage, status, amount, opened_at)
    }
}

type Row = (
    Dispute,
    Option<(
        &'static str,
        DeadlineKind,
        Source,
        &'static str,
        &'static str,
    )>,
);

/// Case → instant, kind, source, zone, safe deadline.
#[rustfmt::skip]
fn rows() -> Vec<Row> {
    use DeadlineKind::{AnalysisWindow, Answer, Escalation};
    let due = |text| DueDate::At(at(text));
    let in_zone = |mut case: Dispute, zone: &str| { case.zone = zone.into(); case };
    let day = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap();
    let copenhagen = chrono_tz::Europe::Copenhagen;
    let sao_paulo = chrono_tz::America::Sao_Paulo;
    let stripe = |stage, method, due| case(Provider::Stripe, stage, method, due);
    let unanswered = |due| {
        let mut case = case(Provider::Unico, Stage::Analysis, Method::Card, due);
        (case.status, case.zone) = (Status::Unknown, "America/Sao_Paulo".into());
        case
    };
    vec![
        // stripe.md §1 rule 5, §3: `due_by`, the end of a UTC day.
        (stripe(Stage::Chargeback, Method::Card, due("2026-11-20T23:59:59Z")),
            Some(("2026-11-20T23:59:59Z", Answer, Source::Provider, "UTC", "2026-11-19T23:59:59Z"))),
        (stripe(Stage::Inquiry, Method::Card, due("2026-11-20T23:59:59Z")),
            Some(("2026-11-20T23:59:59Z", Answer, Source::Provider, "UTC", "2026-11-19T23:59:59Z"))),
        // stripe.md §12.1: Klarna's inquiry takes no answer, its date is when money moves.
        (stripe(Stage::Inquiry, Method::Klarna, due("2026-11-22T23:59:59Z")),
            Some(("2026-11-22T23:59:59Z", Escalation, Source::Provider, "UTC", "2026-11-21T23:59:59Z"))),
        (stripe(Stage::Chargeback, Method::Klarna, due("2026-11-06T08:59:59Z")),
            Some(("2026-11-06T08:59:59Z", Answer, Source::Provider, "UTC", "2026-11-05T08:59:59Z"))),
        // A window of less than four days has the short margin (contract, `reminders`).
        (stripe(Stage::Chargeback, Method::Klarna, due("2026-11-05T08:59:59Z")),
            Some(("2026-11-05T08:59:59Z", Answer, Source::Provider, "UTC", "2026-11-05T02:59:59Z"))),
        // stripe.md §1 rule 5: 0 and null make no date, and none is made up.
        (stripe(Stage::Chargeback, Method::Card, DueDate::NoAnswerPossible), None),
        (stripe(Stage::Chargeback, Method::Card, DueDate::NotGiven), None),
        // clearhaus.md §1.5: a date, read as its first moment in the account's zone.
        (in_zone(case(Provider::Clearhaus, Stage::Chargeback, Method::Card,
            DueDate::At(zone::start_of_day(day("2026-11-17"), copenhagen))), "Europe/Copenhagen"),
            Some(("2026-11-16T23:00:00Z", Answer, Source::Provider, "Europe/Copenhagen", "2026-11-15T23:00:00Z"))),
        (in_zone(case(Provider::Clearhaus, Stage::Inquiry, Method::Card,
            DueDate::At(zone::start_of_day(day("2026-11-17"), copenhagen))), "Europe/Copenhagen"),
            Some(("2026-11-16T23:00:00Z", Answer, Source::Provider, "Europe/Copenhagen", "2026-11-15T23:00:00Z"))),
        // celcoin.md §2.3: `expire` taken literally, São Paulo; short windows.
        (in_zone(case(Provider::Celcoin, Stage::Chargeback, Method::Card,
            DueDate::At(zone::instant("2026-11-05T00:00:00".parse().unwrap(), sao_paulo))), "America/Sao_Paulo"),
            Some(("2026-11-05T03:00:00Z", Answer, Source::Provider, "America/Sao_Paulo", "2026-11-04T21:00:00Z"))),
        // unico.md §3.3: younger than 90 days, counted in UTC, by a rule.
        (unanswered(DueDate::At(unico::window_end(day("2026-08-31")))),
            Some(("2026-11-29T00:00:00Z", AnalysisWindow, Source::Rule, "UTC", "2026-11-28T00:00:00Z"))),
        (unanswered(DueDate::NotGiven), None),
    ]
}

#[test]
fn each_deadline_has_its_kind_its_source_and_a_safe_one_before() {
    for (case, expected) in rows() {
        let found = rules::deadline(&case, SafetyMargin::default());
        let found = found.map(|d| (rfc3339(d.at), d.kind, d.source, d.zone, rfc3339(d.safe_at)));
        let expected = expected.map(|(at, kind, source, zone, safe)| {
            (
                at.to_owned(),
                kind,
                source,
                zone.to_owned(),
                safe.to_owned(),
            )
        });
        assert_eq!(
            found, expected,
            "{:?} {:?} {:?}",
            case.provider, case.stage, case.method
        );
    }
}

/// An unknown word keeps its deadline in view; an ended case and one under review have none.
#[test]
fn only_a_case_that_may_wait_for_its_owner_has_a_deadline() {
    for (mut case, expected) in rows() {
        for status in Status::ALL {
            case.status = *status;
            let found = rules::deadline(&case, SafetyMargin::default());
            let waits = matches!(status, Status::NeedsResponse | Status::Unknown);
            assert_eq!(found.is_some(), waits && expected.is_some(), "{case:?}");
        }
    }
}

/// stripe.md §4: an inquiry that was answered, and isn't escalated, ends by itself after 120 days, by a rule. One that
/// wasn't answered never does.
#[test]
fn the_end_of_an_answered_inquiry_is_told_as_a_rule() {
    let mut case = case(
        Provider::Stripe,
        Stage::Inquiry,
        Method::Card,
        DueDate::At(at("2026-11-20T23:59:59Z")),
    );
    case.status = Status::UnderReview;
    let silence = rules::if_nothing(&case, &[]);
    assert_eq!(silence.outcome, SilenceOutcome::Closes);
    assert_eq!(silence.on, Some(case.opened_at + Duration::days(120)));
    assert_eq!(silence.source, Source::Rule);
    case.status = Status::NeedsResponse;
    assert_ne!(
        rules::if_nothing(&case, &[]).outcome,
        SilenceOutcome::Closes
    );
}

/// clearhaus.md §1.5 leaves the zone open: a date that was read in one that nobody told is a careful assumption.
#[test]
fn a_date_in_a_zone_that_nobody_told_is_assumed() {
    let mut case = case(
        Provider::Clearhaus,
        Stage::Chargeback,
        Method::Card,
        DueDate::At(at("2026-11-16T22:00:00Z")),
    );
    for (assumed, source) in [(false, Source::Provider), (true, Source::Assumed)] {
        case.zone_assumed = assumed;
        let found = rules::deadline(&case, SafetyMargin::default());
        assert_eq!(found.map(|d| d.source), Some(source));
        assert_eq!(rules::if_nothing(&case, &[]).source, source);
    }
}

/// Row "deadline moved by provider": Klarna's inquiry becomes a chargeback with a new date, and a case comes back from
/// Clearhaus's review; each is an entry of its own, and the difference is told.
#[test]
fn a_moved_deadline_is_an_entry_of_its_own() {
    let now = at("2026-11-22T12:00:00Z");
    let kinds =
        |before: &Dispute, after: &Dispute| match plan::plan(Some(before), after, false, now) {
            Change::Changed(entries) => entries
                .into_iter()
                .map(|e| (e.kind, e.detail.unwrap_or_default()))
                .collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
    let inquiry = case(
        Provider::Stripe,
        Stage::Inquiry,
        Method::Klarna,
        DueDate::At(at("2026-11-22T23:59:59Z")),
    );
    let mut chargeback = inquiry.clone();
    chargeback.stage = Stage::Chargeback;
    chargeback.provider_status = "needs_response".into();
    chargeback.due = DueDate::At(at("2026-12-04T23:59:59Z"));
    let told = kinds(&inquiry, &chargeback);
    assert!(
        told.iter().any(|(kind, _)| *kind == EntryKind::Escalated),
        "{told:?}"
    );
    let moved = "2026-11-22T23:59:59Z → 2026-12-04T23:59:59Z".to_owned();
    assert!(
        told.contains(&(EntryKind::DeadlineChanged, moved)),
        "{told:?}"
    );
    let old = rules::deadline(&inquiry, SafetyMargin::default()).unwrap();
    let new = rules::deadline(&chargeback, SafetyMargin::default()).unwrap();
    assert_eq!(
        (old.kind, new.kind),
        (DeadlineKind::Escalation, DeadlineKind::Answer)
    );
    assert_ne!(old.safe_at, new.safe_at, "the ladder is armed anew");

    let mut review = case(
        Provider::Clearhaus,
        Stage::Chargeback,
        Method::Card,
        DueDate::At(at("2026-11-16T23:00:00Z")),
    );
    review.status = Status::UnderReview;
    let mut returned = review.clone();
    returned.status = Status::NeedsResponse;
    returned.provider_status = "open".into();
    returned.due = DueDate::At(at("2026-11-26T23:00:00Z"));
    let told = kinds(&review, &returned);
    assert!(
        told.iter().any(|(kind, _)| *kind == EntryKind::Returned),
        "{told:?}"
    );
    let moved = "2026-11-16T23:00:00Z → 2026-11-26T23:00:00Z".to_owned();
    assert!(
        told.contains(&(EntryKind::DeadlineChanged, moved)),
        "{told:?}"
    );
    assert!(rules::deadline(&review, SafetyMargin::default()).is_none());
    assert!(rules::deadline(&returned, SafetyMargin::default()).is_some());
}
