//! From Stripe's words to ours.

use super::{at, card, charge, klarna, read, with};
use crate::stripe::convert;
use serde_json::{Value, json};
use tvist_domain::deadline::SafetyMargin;
use tvist_domain::dispute::{AutoAnswer, DueDate, FeeConsent, Method, SpecialEvidence};
use tvist_domain::{Category, Money, NextStep, Stage, Status, rules};

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
fn a_card_chargeback_is_read_whole() {
    let case = read(card());
    assert_eq!(case.provider_id, "du_1card");
    assert_eq!(case.reference.as_deref(), Some("A-2291"));
    assert_eq!(
        (case.stage, case.status),
        (Stage::Chargeback, Status::NeedsResponse)
    );
    assert_eq!(case.provider_status, "needs_response");
    assert_eq!(
        (case.method.clone(), case.network.as_deref()),
        (Method::Card, Some("visa"))
    );
    assert_eq!(case.reason.category, Category::Fraudulent);
    assert_eq!(case.reason.provider_code.as_deref(), Some("fraudulent"));
    assert_eq!(case.reason.network_code.as_deref(), Some("10.4"));
    assert_eq!(case.amount, Money::new(12990, "EUR"));
    assert_eq!(case.opened_at, at("2026-11-13T07:46:59Z"));
    assert_eq!(case.due, DueDate::At(at("2026-11-21T23:59:59Z")));
    assert!(!case.refundable && !case.past_due && !case.live);
    assert_eq!(case.submission_count, 0);
    assert_eq!(case.customer.name.as_deref(), Some("Ida Probst"));
    assert_eq!(case.customer.phone.as_deref(), Some("+49 761 5550"));
    assert_eq!(
        case.customer.billing_address.as_deref(),
        Some("Birkenweg 9, 79100 Freiburg, DE")
    );
    assert_eq!(
        case.order.tracking_number.as_deref(),
        Some("00340434161094000000")
    );
    assert_eq!(
        case.order.description.as_deref(),
        Some("Hand grinder, steel")
    );
    assert_eq!(case.transaction.id.as_deref(), Some("ch_1"));
    assert_eq!(case.transaction.parent_id.as_deref(), Some("pi_1"));
    assert_eq!(case.transaction.amount, Some(Money::new(12990, "EUR")));
    assert_eq!(case.transaction.card_last4.as_deref(), Some("4242"));
    assert_eq!(
        case.transaction.statement_text.as_deref(),
        Some("KAFFEEHAUS")
    );
    assert_eq!(
        case.transaction.authentication.as_deref(),
        Some("authenticated (3-D Secure 2.2.0)")
    );
    assert_eq!(case.movements.len(), 1);
    assert_eq!(case.movements[0].amount, Money::new(-12990, "EUR"));
    assert_eq!(case.fee(), Some(Money::new(2000, "EUR")));
    assert_eq!(case.fee_consent, FeeConsent::NotNeeded);
    assert_eq!(case.auto_answer, AutoAnswer::NotOffered);
    assert_eq!(case.marker, None);
    let texts: Vec<&str> = case
        .staged_texts
        .iter()
        .map(|(field, _)| field.as_str())
        .collect();
    assert_eq!(
        texts,
        [
            "billing_address",
            "customer_email_address",
            "customer_name",
            "customer_purchase_ip"
        ]
    );
    assert!(case.staged_files.is_empty());
    assert_eq!(
        case.special_evidence,
        [SpecialEvidence {
            kind: "visa_compelling_evidence_3".into(),
            status: Some("requires_action".into()),
            required_actions: vec!["missing_prior_undisputed_transactions".into()],
        }]
    );
    assert_eq!(case.zone, "UTC");
    assert_eq!(case.raw, card());
}

#[test]
fn a_klarna_inquiry_is_read_without_its_charge() {
    let case = read(klarna());
    assert_eq!(
        (case.stage, case.status),
        (Stage::Inquiry, Status::NeedsResponse)
    );
    assert_eq!(
        (case.method.clone(), case.network.as_deref()),
        (Method::Klarna, Some("klarna"))
    );
    assert_eq!(case.reason.network_code.as_deref(), Some("return"));
    assert!(case.refundable);
    assert_eq!(case.transaction.id.as_deref(), Some("py_1"));
    assert_eq!(case.transaction.amount, None);
    assert_eq!(case.customer.name, None);
    assert_eq!(case.reference, None);
    assert!(case.movements.is_empty());
}

#[test]
fn a_lost_klarna_case_tells_its_loss_code() {
    let code = "payment_method_details.klarna.chargeback_loss_reason_code";
    let lost = with(
        with(klarna(), "status", json!("lost")),
        code,
        json!("reason_unspecified"),
    );
    let case = read(lost);
    assert_eq!((case.stage, case.status), (Stage::Chargeback, Status::Lost));
    assert_eq!(case.loss_code.as_deref(), Some("reason_unspecified"));
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn every_status_has_its_stage_whatever_the_method() {
    let expected = [
        (
            "warning_needs_response",
            Stage::Inquiry,
            Status::NeedsResponse,
        ),
        ("warning_under_review", Stage::Inquiry, Status::UnderReview),
        ("warning_closed", Stage::Inquiry, Status::Closed),
        ("needs_response", Stage::Chargeback, Status::NeedsResponse),
        ("under_review", Stage::Chargeback, Status::UnderReview),
        (
            "appeal_needs_response",
            Stage::PreArbitration,
            Status::NeedsResponse,
        ),
        (
            "appeal_under_review",
            Stage::PreArbitration,
            Status::UnderReview,
        ),
        ("won", Stage::Chargeback, Status::Won),
        ("lost", Stage::Chargeback, Status::Lost),
        ("prevented", Stage::Prevented, Status::Prevented),
        ("something_new", Stage::Unknown, Status::Unknown),
        ("", Stage::Unknown, Status::Unknown),
    ];
    let details = [
        (
            json!({"type": "card", "card": {"brand": "mastercard"}}),
            Method::Card,
            Some("mastercard"),
        ),
        (
            json!({"type": "klarna", "klarna": {}}),
            Method::Klarna,
            Some("klarna"),
        ),
        (
            json!({"type": "paypal", "paypal": {"case_id": null, "reason_code": "X1"}}),
            Method::Paypal,
            Some("paypal"),
        ),
        (
            json!({"type": "amazon_pay", "amazon_pay": {"dispute_type": "claim"}}),
            Method::AmazonPay,
            Some("amazon_pay"),
        ),
        (
            json!({"type": "shiny", "shiny": {}}),
            Method::Other("shiny".into()),
            None,
        ),
    ];
    for (word, stage, status) in expected {
        for (detail, method, network) in &details {
            let value = with(klarna(), "status", json!(word));
            let case = read(with(value, "payment_method_details", detail.clone()));
            assert_eq!(
                (case.stage, case.status),
                (stage, status),
                "{word} {method:?}"
            );
            assert_eq!((&case.method, case.network.as_deref()), (method, *network));
            assert_eq!(case.provider_status, word);
        }
    }
}

#[test]
fn compliance_and_prevention_come_from_the_case_type() {
    let kind = |word: &str, status: &str| {
        let value = with(card(), "payment_method_details.card.case_type", json!(word));
        let case = read(with(value, "status", json!(status)));
        (case.stage, case.status)
    };
    assert_eq!(
        kind("compliance", "needs_response"),
        (Stage::Compliance, Status::NeedsResponse)
    );
    assert_eq!(
        kind("compliance", "lost"),
        (Stage::Compliance, Status::Lost)
    );
    assert_eq!(
        kind("resolution", "prevented"),
        (Stage::Prevented, Status::Prevented)
    );
    assert_eq!(kind("resolution", "lost"), (Stage::Prevented, Status::Lost));
    assert_eq!(kind("block", "won"), (Stage::Prevented, Status::Won));
    // A case that waits for an answer keeps its deadline in view.
    assert_eq!(
        kind("block", "needs_response"),
        (Stage::Chargeback, Status::NeedsResponse)
    );
    let reason = read(with(card(), "reason", json!("noncompliant")));
    assert_eq!(reason.stage, Stage::Compliance);
    assert_eq!(reason.reason.category, Category::Noncompliant);
}

#[test]
fn reasons_keep_their_own_word() {
    for (word, category) in [
        ("credit_not_processed", Category::CreditNotProcessed),
        ("duplicate", Category::Duplicate),
        ("fraudulent", Category::Fraudulent),
        ("general", Category::General),
        ("noncompliant", Category::Noncompliant),
        ("product_not_received", Category::ProductNotReceived),
        ("product_unacceptable", Category::ProductUnacceptable),
        ("subscription_canceled", Category::SubscriptionCanceled),
        ("unrecognized", Category::Unrecognized),
        ("bank_cannot_process", Category::General),
        ("check_returned", Category::General),
        ("customer_initiated", Category::General),
        ("debit_not_authorized", Category::General),
        ("incorrect_account_details", Category::General),
        ("insufficient_funds", Category::General),
        ("of_2031", Category::Unknown),
    ] {
        let case = read(with(card(), "reason", json!(word)));
        assert_eq!(case.reason.category, category, "{word}");
        assert_eq!(case.reason.provider_code.as_deref(), Some(word));
    }
    let none = read(with(card(), "reason", Value::Null));
    assert_eq!(
        (none.reason.category, none.reason.provider_code),
        (Category::Unknown, None)
    );
}

#[test]
fn the_old_place_of_the_network_code_serves_too() {
    let value = with(
        card(),
        "payment_method_details.card.network_reason_code",
        Value::Null,
    );
    let case = read(with(value, "network_reason_code", json!("13.1")));
    assert_eq!(case.reason.network_code.as_deref(), Some("13.1"));
}

#[test]
fn deadlines_are_taken_as_they_are() {
    let due = |value: Value| read(with(card(), "evidence_details.due_by", value)).due;
    assert_eq!(due(json!(0)), DueDate::NoAnswerPossible);
    assert_eq!(due(Value::Null), DueDate::NotGiven);
    assert_eq!(
        due(json!("1795305599")),
        DueDate::At(at("2026-11-21T23:59:59Z"))
    );
    assert_eq!(
        due(json!(1_795_305_599.0)),
        DueDate::At(at("2026-11-21T23:59:59Z"))
    );
    assert_eq!(due(json!(-1)), DueDate::NotGiven);
    assert_eq!(due(json!(i64::MAX)), DueDate::NotGiven);
    assert_eq!(due(json!("soon")), DueDate::NotGiven);
    assert_eq!(due(json!({"at": 1})), DueDate::NotGiven);
    assert_eq!(
        read(with(card(), "evidence_details", Value::Null)).due,
        DueDate::NotGiven
    );
}

#[test]
fn amounts_are_minor_units_of_their_currency() {
    for (minor, currency, text) in [
        (1500, "jpy", "1500 JPY"),
        (500_000, "isk", "5000 ISK"),
        (5_000, "mga", "5000.00 MGA"),
        (12_345, "kwd", "12.345 KWD"),
        (5, "usd", "0.05 USD"),
        (0, "brl", "0.00 BRL"),
    ] {
        let value = with(
            with(card(), "amount", json!(minor)),
            "currency",
            json!(currency),
        );
        assert_eq!(read(value).amount.to_string(), text);
    }
}

#[test]
fn every_amount_of_a_case_is_in_the_currencys_own_unit() {
    let mut value = with(klarna(), "charge", charge());
    value["amount"] = json!(590_000);
    value["currency"] = json!("isk");
    value["charge"]["amount"] = json!(900_000);
    value["charge"]["amount_refunded"] = json!(10_000);
    value["charge"]["currency"] = json!("isk");
    value["balance_transactions"] = json!([{"id": "txn_3", "amount": -590_000, "currency": "isk", "created": 1, "fee": 200_000}]);
    let case = read(value);
    let isk = |minor| Money::new(minor, "ISK");
    assert_eq!(case.amount, isk(5900));
    assert_eq!(case.transaction.amount, Some(isk(9000)));
    assert_eq!(case.transaction.refunded, Some(isk(100)));
    assert_eq!(case.movements[0].amount, isk(-5900));
    assert_eq!(case.movements[0].fee, isk(2000));
}

#[test]
fn a_fee_has_its_own_currency_and_is_not_mixed() {
    let mut value = card();
    value["balance_transactions"] = json!([
        {"id": "txn_2", "amount": 12990, "currency": "eur", "created": 1_794_600_000, "fee": 0, "fee_details": []},
        {"id": "txn_1", "amount": -12990, "currency": "eur", "created": 1_794_556_021, "fee": 1500,
         "fee_details": [{"amount": 1500, "currency": "usd"}]},
        {"id": "txn_1", "amount": -12990, "currency": "eur", "created": 1_794_556_021, "fee": 1500},
        "txn_unexpanded",
        {"amount": 1},
        null
    ]);
    let case = read(value);
    let ids: Vec<&str> = case.movements.iter().map(|m| m.id.as_str()).collect();
    assert_eq!(ids, ["txn_1", "txn_2"], "oldest first, each once");
    assert_eq!(case.movements[0].fee, Money::new(1500, "USD"));
    assert_eq!(case.movements[1].amount, Money::new(12990, "EUR"));
    let mut value = klarna();
    value["balance_transactions"] =
        json!([{"id": "txn_3", "amount": 5900, "currency": "eur", "created": 1, "fee": -2000}]);
    assert_eq!(
        read(value).movements[0].fee,
        Money::new(-2000, "EUR"),
        "given back"
    );
}

#[test]
fn consent_to_the_compliance_fee_is_asked_for_unless_it_was_given() {
    let case = |types: Value, standing: Value, kind: &str| {
        let value = with(card(), "payment_method_details.card.case_type", json!(kind));
        let value = with(value, "enhanced_eligibility_types", types);
        read(with(
            value,
            "evidence_details.enhanced_eligibility",
            standing,
        ))
        .fee_consent
    };
    let stands = |word: &str| json!({"visa_compliance": {"status": word}});
    let visa = json!(["visa_compliance"]);
    assert_eq!(
        case(
            visa.clone(),
            stands("requires_fee_acknowledgement"),
            "compliance"
        ),
        FeeConsent::Required
    );
    assert_eq!(
        case(visa.clone(), stands("fee_acknowledged"), "compliance"),
        FeeConsent::Given
    );
    assert_eq!(
        case(json!([]), json!({}), "compliance"),
        FeeConsent::Required
    );
    assert_eq!(
        case(Value::Null, Value::Null, "compliance"),
        FeeConsent::Required
    );
    assert_eq!(
        case(json!([]), json!({}), "chargeback"),
        FeeConsent::NotNeeded
    );
    let mastercard = json!({"mastercard_compliance": {"status": "requires_fee_acknowledgement"}});
    assert_eq!(
        case(json!([]), mastercard, "compliance"),
        FeeConsent::Required
    );
}

#[test]
fn who_answers_at_the_deadline() {
    let told = |word: Value, count: i64| {
        let value = with(card(), "intended_submission_method", word);
        read(with(
            value,
            "evidence_details.submission_count",
            json!(count),
        ))
        .auto_answer
    };
    let provider = |word: &str| AutoAnswer::Provider(word.to_owned());
    assert_eq!(told(Value::Null, 0), AutoAnswer::NotOffered);
    assert_eq!(told(json!("manual"), 0), AutoAnswer::Manual);
    assert_eq!(told(json!("prefer_manual"), 0), provider("prefer_manual"));
    assert_eq!(told(json!("prefer_manual"), 1), AutoAnswer::Manual);
    assert_eq!(
        told(json!("prefer_smart_disputes"), 1),
        provider("prefer_smart_disputes")
    );
    assert_eq!(told(json!("smart_disputes"), 0), provider("smart_disputes"));
    assert_eq!(told(json!("of_2031"), 0), provider("of_2031"));
    // §11.3: cards only.
    for details in [
        json!({"type": "klarna", "klarna": {}}),
        json!({"type": "paypal", "paypal": {}}),
        json!({"type": "amazon_pay", "amazon_pay": {}}),
    ] {
        let value = with(
            card(),
            "intended_submission_method",
            json!("smart_disputes"),
        );
        let case = read(with(value, "payment_method_details", details.clone()));
        assert_eq!(case.auto_answer, AutoAnswer::NotOffered, "{details}");
    }
}

#[test]
fn who_answered_and_whether_there_is_a_packet_are_kept() {
    let value = with(
        card(),
        "evidence_details.submission_method",
        json!("smart_disputes"),
    );
    assert_eq!(read(value).answered_by.as_deref(), Some("smart_disputes"));
    assert_eq!(read(card()).own_packet, None);
    let value = with(card(), "smart_disputes", json!({"status": "unavailable"}));
    assert_eq!(read(value).own_packet.as_deref(), Some("unavailable"));
}

/// §3, §8: a wallet's case has a name of its own there.
#[test]
fn a_wallet_s_own_case_is_read() {
    let of = |details: Value| read(with(klarna(), "payment_method_details", details));
    let paypal =
        of(json!({"type": "paypal", "paypal": {"case_id": "PP-D-1042", "reason_code": "INR"}}));
    let wallet = paypal.wallet.unwrap_or_default();
    assert_eq!(
        (wallet.id.as_deref(), wallet.kind),
        (Some("PP-D-1042"), None)
    );
    assert_eq!(paypal.reason.network_code.as_deref(), Some("INR"));
    let amazon = of(json!({"type": "amazon_pay", "amazon_pay": {"dispute_type": "claim"}}));
    let wallet = amazon.wallet.unwrap_or_default();
    assert_eq!((wallet.id, wallet.kind.as_deref()), (None, Some("claim")));
    assert_eq!(read(card()).wallet, None);
    // By the member that is filled, where the type isn't told.
    let untold = of(json!({"paypal": {"case_id": "PP-D-7"}}));
    assert_eq!(untold.method, Method::Paypal);
}

/// §1 rule 6: a kind of case that no page describes has no rules that we know.
#[test]
fn an_undescribed_kind_of_case_is_kept_as_unknown() {
    for (status, expected) in [
        ("needs_response", Status::NeedsResponse),
        ("warning_needs_response", Status::NeedsResponse),
        ("under_review", Status::UnderReview),
        ("lost", Status::Lost),
    ] {
        let value = with(
            card(),
            "payment_method_details.card.case_type",
            json!("mediation"),
        );
        let case = read(with(value, "status", json!(status)));
        assert_eq!(
            (case.stage, case.status),
            (Stage::Unknown, expected),
            "{status}"
        );
        let now = case.opened_at;
        let step = rules::next_step(&case, &[], now);
        if expected == Status::NeedsResponse {
            assert_eq!(step, NextStep::Look);
            assert!(rules::deadline(&case, SafetyMargin::default()).is_some());
        }
        assert_eq!(rules::allowed(&case, &[], now), [], "{status}");
    }
    for described in ["chargeback", "inquiry"] {
        let value = with(
            card(),
            "payment_method_details.card.case_type",
            json!(described),
        );
        assert_eq!(
            read(value).stage,
            Stage::Chargeback,
            "{described}: its status says so"
        );
    }
}

#[test]
fn what_lies_at_stripe_already_is_seen() {
    let value = with(card(), "evidence.receipt", json!("file_1"));
    let value = with(
        value,
        "evidence.shipping_documentation",
        json!({"id": "file_2", "object": "file"}),
    );
    let value = with(value, "evidence.uncategorized_text", json!("Hello"));
    let value = with(
        value,
        "evidence.appeal",
        json!({"card": {"supporting_files": ["file_3"]}}),
    );
    let case = read(with(value, "metadata.tvist_intent", json!("sub_1")));
    assert_eq!(
        case.staged_files,
        [
            "receipt",
            "shipping_documentation",
            "appeal.card.supporting_files"
        ]
    );
    assert!(
        case.staged_texts
            .contains(&("uncategorized_text".to_owned(), "Hello".to_owned()))
    );
    assert_eq!(case.marker.as_deref(), Some("sub_1"));
}

#[test]
fn special_evidence_that_lies_there_is_told_field_by_field() {
    let value = with(
        card(),
        "evidence.enhanced_evidence",
        json!({
            "visa_compelling_evidence_3": {
                "disputed_transaction": {
                    "customer_account_id": "kd-20417", "customer_device_id": null,
                    "shipping_address": {"city": "Freiburg", "line2": null}, "something_new": "x",
                },
                "prior_undisputed_transactions": [{"charge": "ch_3RwA", "product_description": "Beans"}],
            },
            "visa_compliance": {"fee_acknowledged": true},
            "mastercard_compliance": {"fee_acknowledged": false},
        }),
    );
    let case = read(value);
    let special: Vec<(&str, &str)> = case
        .staged_texts
        .iter()
        .filter_map(|(name, value)| {
            Some((name.strip_prefix("enhanced_evidence.")?, value.as_str()))
        })
        .collect();
    assert_eq!(
        special,
        [
            (
                "visa_compelling_evidence_3.disputed_transaction.customer_account_id",
                "kd-20417"
            ),
            (
                "visa_compelling_evidence_3.disputed_transaction.shipping_address.city",
                "Freiburg"
            ),
            (
                "visa_compelling_evidence_3.prior_undisputed_transactions.0.charge",
                "ch_3RwA"
            ),
            (
                "visa_compelling_evidence_3.prior_undisputed_transactions.0.product_description",
                "Beans"
            ),
            ("visa_compliance.fee_acknowledged", "true"),
        ]
    );
}

#[test]
fn order_numbers_are_found_however_the_shop_writes_them() {
    for (key, place) in [
        ("order_id", "charge"),
        ("Order ID", "charge"),
        ("orderId", "charge"),
        ("order-number", "charge"),
        ("order", "dispute"),
    ] {
        let metadata = json!({"a": "b", key: "N-7"});
        let value = with(card(), "charge.metadata", json!({}));
        let value = match place {
            "charge" => with(value, "charge.metadata", metadata),
            _ => with(value, "metadata", metadata),
        };
        assert_eq!(read(value).order.reference.as_deref(), Some("N-7"), "{key}");
    }
    assert_eq!(
        read(with(card(), "charge.metadata", json!("odd"))).reference,
        None
    );
}

#[test]
fn a_receipt_address_is_kept_only_if_it_can_be_opened_safely() {
    let url = |url: &str| {
        read(with(card(), "charge.receipt_url", json!(url)))
            .order
            .receipt_url
    };
    assert!(url("https://pay.stripe.com/receipts/1").is_some());
    for bad in ["javascript:alert(1)", "file:///etc/passwd", "http://x"] {
        assert_eq!(url(bad), None);
    }
}

#[test]
fn what_can_t_be_a_case_is_told_by_its_member() {
    for (path, member, why) in [
        ("id", Value::Null, "id"),
        ("id", json!("../x"), "id"),
        ("amount", json!("much"), "amount"),
        ("amount", json!(12.5), "amount"),
        ("currency", Value::Null, "currency"),
        ("created", json!("yesterday"), "created"),
    ] {
        let unreadable = convert::dispute(with(card(), path, member)).unwrap_err();
        assert_eq!(unreadable.why, why);
        assert_eq!(unreadable.provider_id.is_none(), why == "id");
    }
    for odd in [json!(null), json!([]), json!("x"), json!(7), json!({})] {
        assert!(convert::dispute(odd).is_err());
    }
}

#[test]
fn any_member_of_any_type_is_a_case_or_skipped() {
    let odd = [
        Value::Null,
        json!(true),
        json!(-3),
        json!(1.5),
        json!(u64::MAX),
        json!(""),
        json!("ö".repeat(9)),
        json!([]),
        json!([[null]]),
        json!({}),
        json!({"id": 5}),
    ];
    for sample in [card(), klarna(), with(card(), "charge", charge())] {
        let mut paths = Vec::new();
        walk(&sample, String::new(), &mut paths);
        assert!(paths.len() > 20);
        for path in &paths {
            for value in &odd {
                let mut changed = sample.clone();
                *changed.pointer_mut(path).unwrap() = value.clone();
                match convert::dispute(changed) {
                    Ok(case) => assert!(path == "/id" || sample["id"] == case.provider_id.as_str()),
                    Err(unreadable) => assert!(
                        ["id", "amount", "currency", "created"].contains(&unreadable.why),
                        "{path}"
                    ),
                }
            }
        }
    }
}

fn walk(value: &Value, path: String, paths: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let path = format!("{path}/{name}");
                paths.push(path.clone());
                walk(member, path, paths);
            }
        }
        Value::Array(entries) => {
            for (index, entry) in entries.iter().enumerate() {
                let path = format!("{path}/{index}");
                paths.push(path.clone());
                walk(entry, path, paths);
            }
        }
        _ => {}
    }
}
