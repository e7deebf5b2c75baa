//! What each act costs, as a table over method, stage, country and day, each row with the place in `stripe.md` that says so.
#![expect(clippy::unwrap_used, reason = "a test that can't go on says where")]

use tvist_domain::balance::Booked;
use tvist_domain::clock::Timestamp;
use tvist_domain::dispute::{AutoAnswer, Method, Movement};
use tvist_domain::rules::costs::{CostKind, comes_back, expected_fee};
use tvist_domain::rules::{self, fees};
use tvist_domain::submission::{State, Subject, Submission};
use tvist_domain::{
    Act, Dispute, DisputeId, Money, NextStep, Provider, Source, Stage, Status, SubmissionId,
};

fn day(text: &str) -> Timestamp {
    format!("{text}T12:00:00Z").parse().unwrap()
}

fn case(method: &Method, stage: Stage, currency: &str, opened: &str) -> Dispute {
    Dispute {
        method: method.clone(),
        ..Dispute::bare(
            Provider::Stripe,
            "du_1",
            stage,
            Status::NeedsResponse,
            Money::new(12_990, currency),
            day(opened),
        )
    }
}

/// What sending is said to cost: nothing at all (with a page), or kind and amount (`None`: nobody says how much).
type Said = &'static [(CostKind, Option<(i64, &'static str)>, bool, Source)];

/// Method, stage, the account's country, currency, day of opening, what is said, and where it stands.
type Row<'a> = (
    &'a Method,
    Stage,
    Option<&'a str>,
    &'a str,
    &'a str,
    Said,
    &'a str,
);

const COUNTERED: CostKind = CostKind::CounteredFee;
const NETWORK: CostKind = CostKind::NetworkFee;
const ASSUMED: Source = Source::Assumed;
const NOTHING: Said = &[];
const US: Said = &[(COUNTERED, Some((1_500, "USD")), true, ASSUMED)];
const EUROPE: Said = &[(COUNTERED, Some((2_000, "EUR")), true, ASSUMED)];
const UNKNOWN: Said = &[(COUNTERED, None, false, ASSUMED)];

#[test]
fn what_sending_costs_by_method_stage_country_and_day() {
    let card = Method::Card;
    let chargeback = Stage::Chargeback;
    let now = "2026-11-20";
    #[rustfmt::skip]
    let table: &[Row] = &[
        // §9: countered fee for card chargebacks opened from 2025-06-17; amounts from third parties.
        (&card, chargeback, Some("US"), "USD", now, US, "§9 US 15 + 15 USD (T)"),
        (&card, chargeback, Some("FR"), "EUR", now, EUROPE, "§9 France 20 EUR, quoted"),
        (&card, chargeback, Some("SE"), "EUR", now, EUROPE, "§9 most of Europe 20 + 20 EUR (T)"),
        (&card, chargeback, Some("SE"), "SEK", now, EUROPE, "§9, by the account's country"),
        (&card, chargeback, Some("AU"), "AUD", now, &[(COUNTERED, Some((2_500, "AUD")), true, ASSUMED)], "§9 Australia 25 AUD (T)"),
        (&card, chargeback, None, "USD", now, US, "§9, country assumed by the currency"),
        (&card, chargeback, None, "EUR", now, EUROPE, "§9, country assumed by the currency"),
        (&card, chargeback, Some("GB"), "GBP", now, &[(COUNTERED, None, true, ASSUMED)], "§9: a fee, nobody says how much"),
        (&card, chargeback, None, "CHF", now, &[(COUNTERED, None, true, ASSUMED)], "§9: a fee, nobody says how much"),
        (&card, chargeback, Some("FR"), "EUR", "2025-06-17", EUROPE, "§9 from 2025-06-17"),
        (&card, chargeback, Some("FR"), "EUR", "2025-06-16", NOTHING, "§9 before 2025-06-17"),
        (&card, chargeback, Some("MX"), "MXN", now, NOTHING, "§9 not in Mexico"),
        (&card, chargeback, Some("JP"), "JPY", now, NOTHING, "§9 not in Japan"),
        (&card, chargeback, None, "JPY", now, &[(COUNTERED, Some((0, "JPY")), true, ASSUMED)], "§9, country assumed"),
        // §9: none for inquiries, Klarna, PayPal.
        (&card, Stage::Inquiry, Some("US"), "USD", now, NOTHING, "§9 inquiries"),
        (&Method::Klarna, Stage::Inquiry, Some("SE"), "SEK", now, NOTHING, "§12.1"),
        (&Method::Klarna, chargeback, Some("SE"), "SEK", now, NOTHING, "§9 Klarna, §12.4 one fee"),
        (&Method::Paypal, chargeback, Some("DE"), "EUR", now, NOTHING, "§9 PayPal"),
        // Nobody says.
        (&Method::AmazonPay, chargeback, Some("DE"), "EUR", now, UNKNOWN, "no page"),
        // §11.2: 500 USD or local equivalent on top of the dispute fees.
        (&card, Stage::Compliance, Some("US"), "USD", now,
            &[(COUNTERED, Some((1_500, "USD")), true, ASSUMED), (NETWORK, Some((50_000, "USD")), true, Source::Rule)], "§11.2"),
        (&card, Stage::Compliance, Some("DE"), "EUR", now,
            &[(COUNTERED, Some((2_000, "EUR")), true, ASSUMED), (NETWORK, Some((50_000, "USD")), true, Source::Rule)], "§11.2"),
        // §4: high network fees are announced, without an amount.
        (&card, Stage::PreArbitration, Some("DE"), "EUR", now, &[(NETWORK, None, false, ASSUMED)], "§4 appeals"),
    ];
    for (method, stage, country, currency, opened, said, place) in table {
        let name = format!("{method:?} {stage:?} {country:?} {currency} {opened}: {place}");
        let costs = rules::costs(&case(method, *stage, currency, opened), *country);
        let found: Vec<_> = costs
            .submit
            .list
            .iter()
            .map(|cost| {
                let amount = cost.amount.as_ref().map(|m| (m.minor, m.currency.as_str()));
                (cost.kind, amount, cost.returned_on_win, cost.source)
            })
            .collect();
        assert_eq!(found, *said, "{name}");
        // Nothing is said to cost nothing without somebody who says so.
        assert!(!found.is_empty() || costs.submit.origin.is_some(), "{name}");
        assert!(
            costs
                .submit
                .origin
                .is_none_or(|url| url.starts_with("https://")),
            "{name}"
        );
        for cost in &costs.submit.list {
            assert!(cost.as_of <= fees::PAGE_AS_OF, "{name}");
        }
    }
}

#[test]
fn what_the_account_paid_for_receiving_is_nearer_than_any_table() {
    let mut dispute = case(&Method::Card, Stage::Chargeback, "SEK", "2026-11-20");
    dispute.movements = vec![Movement {
        id: "txn_1".into(),
        at: day("2026-11-20"),
        amount: Money::new(-12_990, "SEK"),
        fee: Money::new(20_000, "SEK"),
        kind: Booked::Dispute,
    }];
    for country in [None, Some("SE"), Some("DE"), Some("GB")] {
        let costs = rules::costs(&dispute, country);
        let cost = &costs.submit.list[0];
        assert_eq!(cost.amount, Some(Money::new(20_000, "SEK")), "{country:?}");
        assert_eq!(cost.source, Source::Assumed);
    }
    // An inquiry of before that became a chargeback after the day has the fee.
    let mut turned = dispute;
    turned.opened_at = day("2025-06-01");
    assert_eq!(rules::costs(&turned, None).submit.list.len(), 1);
}

#[test]
fn conceding_and_refunding_cost_what_a_page_says() {
    for (method, stage) in [
        (Method::Card, Stage::Chargeback),
        (Method::Klarna, Stage::Chargeback),
        (Method::Paypal, Stage::Chargeback),
        (Method::Card, Stage::Compliance),
    ] {
        let costs = rules::costs(&case(&method, stage, "EUR", "2026-11-20"), None);
        assert!(
            costs.accept.list.is_empty() && costs.accept.origin.is_some(),
            "{method:?} {stage:?}"
        );
    }
    let inquiry = rules::costs(
        &case(&Method::Card, Stage::Inquiry, "EUR", "2026-11-20"),
        None,
    );
    assert!(inquiry.refund.list.is_empty() && inquiry.refund.origin.is_some());
    for provider in [Provider::Clearhaus, Provider::Celcoin] {
        let mut dispute = case(&Method::Card, Stage::Chargeback, "EUR", "2026-11-20");
        dispute.provider = provider;
        let costs = rules::costs(&dispute, None);
        for list in [&costs.submit, &costs.accept] {
            assert_eq!(
                list.list.len(),
                1,
                "{provider:?}: nobody says, so it isn't nothing"
            );
            assert_eq!(list.list[0].amount, None);
            assert_eq!(list.origin, None);
        }
    }
}

#[test]
fn the_provider_s_own_answer_takes_a_share_and_only_for_cards() {
    let mut dispute = case(&Method::Card, Stage::Chargeback, "EUR", "2026-11-20");
    dispute.auto_answer = AutoAnswer::Provider("prefer_manual".into());
    let own = rules::costs(&dispute, None).own_answer;
    assert_eq!(
        (own.list[0].kind, own.list[0].percent),
        (CostKind::SuccessShare, Some(30))
    );
    // Answering by hand takes no share.
    assert!(
        rules::costs(&dispute, None)
            .submit
            .list
            .iter()
            .all(|c| c.percent.is_none())
    );
    dispute.method = Method::Klarna;
    assert!(rules::costs(&dispute, None).own_answer.list.is_empty());
}

#[test]
fn the_fate_of_a_fee_goes_by_method_and_country() {
    let card = case(&Method::Card, Stage::Chargeback, "EUR", "2026-11-20");
    let klarna = case(&Method::Klarna, Stage::Chargeback, "EUR", "2026-11-20");
    for (dispute, kind, country, back) in [
        (&card, Booked::Dispute, Some("FR"), Some(false)),
        (&card, Booked::Dispute, None, Some(false)),
        (&card, Booked::Dispute, Some("MX"), Some(true)),
        (&card, Booked::CounteredFee, None, Some(true)),
        (&card, Booked::NetworkFee, None, Some(true)),
        (&klarna, Booked::Dispute, None, Some(true)),
    ] {
        assert_eq!(
            comes_back(dispute, kind, country),
            back,
            "{kind:?} {country:?}"
        );
    }
    let mut acquirer = card;
    acquirer.provider = Provider::Clearhaus;
    assert_eq!(comes_back(&acquirer, Booked::Dispute, None), None);
}

#[test]
fn what_silence_costs_has_the_fees_in_it() {
    // Klarna's own list (§12.4); a card's amount is from third parties.
    let klarna = case(&Method::Klarna, Stage::Inquiry, "SEK", "2026-11-20");
    let expected = expected_fee(&klarna, None).unwrap();
    assert_eq!(
        (expected.amount, expected.source),
        (Some(Money::new(20_000, "SEK")), Source::Rule)
    );
    assert_eq!(rules::at_risk(&klarna, None), Money::new(32_990, "SEK"));
    let card = case(&Method::Card, Stage::Inquiry, "USD", "2026-11-20");
    let expected = expected_fee(&card, Some("US")).unwrap();
    assert_eq!(
        (expected.amount, expected.source),
        (Some(Money::new(1_500, "USD")), Source::Assumed)
    );
    assert_eq!(rules::at_risk(&card, Some("US")), Money::new(14_490, "USD"));
    // A fee in another currency isn't added.
    assert_eq!(rules::at_risk(&card, Some("DE")), Money::new(12_990, "USD"));
    let mut taken = case(&Method::Card, Stage::Chargeback, "EUR", "2026-11-20");
    taken.movements = vec![Movement {
        id: "txn_1".into(),
        at: day("2026-11-20"),
        amount: Money::new(-12_990, "EUR"),
        fee: Money::new(2_000, "EUR"),
        kind: Booked::Dispute,
    }];
    assert_eq!(rules::at_risk(&taken, None), Money::new(14_990, "EUR"));
    taken.status = Status::Lost;
    assert_eq!(rules::at_risk(&taken, None), Money::new(0, "EUR"));
}

#[test]
fn a_card_inquiry_that_was_partly_refunded_stays_open_and_klarna_s_ends_with_what_is_disputed() {
    let refund = [Submission {
        id: SubmissionId::new(),
        subject: Subject::Case(DisputeId::new()),
        kind: Act::Refund,
        round: "inquiry".into(),
        state: State::Accepted,
        at: day("2026-11-21"),
        request_id: None,
        on_a_word: false,
    }];
    let now = day("2026-11-22");
    for (method, paid, back, open) in [
        (Method::Card, 12_990, 5_000, true),
        (Method::Card, 12_990, 12_990, false),
        (Method::Card, 12_990, 0, false),
        (Method::Card, 20_000, 0, true),
        (Method::Klarna, 20_000, 12_990, false),
        (Method::Klarna, 20_000, 0, false),
    ] {
        let mut inquiry = case(&method, Stage::Inquiry, "EUR", "2026-11-20");
        inquiry.refundable = true;
        inquiry.transaction.amount = Some(Money::new(paid, "EUR"));
        inquiry.transaction.refunded = Some(Money::new(back, "EUR"));
        let name = format!("{method:?} {paid} {back}");
        assert_eq!(rules::turn_is_over(&inquiry, &refund), !open, "{name}");
        let step = rules::next_step(&inquiry, &refund, now);
        assert_eq!(step == NextStep::Wait, !open, "{name}");
        let allowed = rules::allowed(&inquiry, &refund, now);
        assert_eq!(allowed.contains(&Act::Submit), open, "{name}");
        assert!(!allowed.contains(&Act::Refund), "one was accepted: {name}");
    }
}
