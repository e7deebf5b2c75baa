use super::*;
use serde_json::json;

fn sample() -> Value {
    json!({
        "id": "3b0f6d54-9a41-4a0e-8f5c-1f2f6f7c1a10", "reference": "74987654321098765432109",
        "amount": 129900, "currency": "SEK", "partial": false,
        "opened_at": "2025-03-03", "due_at": "2025-03-17", "expires_at": "2025-04-14",
        "status": "open", "reason_code": "13.1", "reason": "product_not_provided", "type": "1st_chargeback",
        "_links": {
            "self": {"href": "https://merchant.test.clearhaus.com/disputes/3b0f"},
            "ch:files": {"href": "https://merchant.test.clearhaus.com/disputes/3b0f/files{?page,per_page}"},
            "ch:comments": {"href": "https://merchant.test.clearhaus.com/disputes/3b0f/comments{?page,per_page}"},
            "ch:stamps": [
                {"name": "refuted", "href": "https://merchant.test.clearhaus.com/disputes/3b0f/stamps/refuted"},
                {"name": "accepted", "href": "https://merchant.test.clearhaus.com/disputes/3b0f/stamps/accepted"}
            ]
        }
    })
}

fn transaction() -> Value {
    json!({
        "id": "5d1c3a52", "type": "capture", "processed_at": "2025-01-19T14:03:27Z",
        "amount": 129900, "currency": "SEK", "reference": "SE-1042", "text_on_statement": "NORDBUTIK",
        "rrn": "501914000123", "region": "domestic", "recurring": false, "payment_method": "applepay",
        "fraud": {"type": "stolen", "date": "2025-02-20"},
        "arn": "74987654321098765432109", "threed_secure": "full", "3dsecure": {"status": "Y", "version": "2.2.0"},
        "card": {"scheme": "visa", "last4": "0004", "bin": "411111", "country": "SE"}
    })
}

fn facts() -> Facts {
    Facts::read(
        Some(wire::Transaction::read(&transaction())),
        Zone::told(Tz::Europe__Stockholm),
    )
}

fn seen() -> Timestamp {
    "2025-03-05T10:00:00Z".parse().unwrap()
}

fn with(changes: Value) -> Dispute {
    let mut raw = sample();
    for (key, value) in changes.as_object().unwrap() {
        raw[key] = value.clone();
    }
    dispute(&raw, &facts(), false, seen()).unwrap()
}

#[test]
fn the_page_s_sample_is_read_whole() {
    let case = with(json!({}));
    assert_eq!(case.provider_id, "3b0f6d54-9a41-4a0e-8f5c-1f2f6f7c1a10");
    assert_eq!(case.stage, Stage::Chargeback);
    assert_eq!(case.status, Status::NeedsResponse);
    assert_eq!(case.amount, Money::new(129_900, "SEK"));
    assert_eq!(case.reason.category, Category::ProductNotReceived);
    assert_eq!(case.reason.network_code.as_deref(), Some("13.1"));
    assert_eq!(case.network.as_deref(), Some("visa"));
    assert_eq!(case.zone, "Europe/Stockholm");
    // 17 March begins at 23:00 UTC of the 16th.
    assert_eq!(
        case.due,
        DueDate::At("2025-03-16T23:00:00Z".parse().unwrap())
    );
    assert_eq!(case.order.reference.as_deref(), Some("SE-1042"));
    assert_eq!(
        case.transaction.authentication.as_deref(),
        Some("3-D Secure full, status Y, version 2.2.0")
    );
    assert_eq!(
        case.transaction.at,
        Some("2025-01-19T14:03:27Z".parse().unwrap())
    );
    assert_eq!(
        case.offered,
        [Act::Submit, Act::Upload, Act::Accept, Act::Comment]
    );
    assert!(!case.live);
    // What speaks about fraud, and the two members that are only shown.
    let payment = &case.transaction;
    let told = [
        &payment.retrieval_reference,
        &payment.region,
        &payment.presented_by,
        &payment.fraud_type,
        &payment.fraud_date,
        &payment.card_bin,
        &payment.card_country,
    ]
    .map(|text| text.as_deref().unwrap_or_default());
    assert_eq!(
        told,
        [
            "501914000123",
            "domestic",
            "applepay",
            "stolen",
            "2025-02-20",
            "411111",
            "SE"
        ]
    );
    assert_eq!(payment.recurring, Some(false));
    assert_eq!(case.expires_on, "2025-04-14".parse().ok());
    assert_eq!(case.partial, Some(false));
    assert!(!case.zone_assumed);
}

#[test]
fn words_have_their_meaning_and_unknown_ones_are_kept() {
    for (word, expected) in [
        ("open", Status::NeedsResponse),
        ("under_review", Status::UnderReview),
        ("refuted", Status::UnderReview),
        ("won", Status::Won),
        ("lost", Status::Lost),
        ("escalated", Status::Unknown),
    ] {
        let case = with(json!({"status": word}));
        assert_eq!(
            (case.status, case.provider_status.as_str()),
            (expected, word)
        );
    }
    for (word, expected) in [
        ("retrieval_request", Stage::Inquiry),
        ("1st_chargeback", Stage::Chargeback),
        ("2nd_chargeback", Stage::PreArbitration),
        ("3rd_chargeback", Stage::Unknown),
    ] {
        assert_eq!(with(json!({"type": word})).stage, expected);
    }
    for (word, expected) in [
        ("fraud", Category::Fraudulent),
        ("unrecognised", Category::Unrecognized),
        ("product_not_provided", Category::ProductNotReceived),
        ("credit_not_processed", Category::CreditNotProcessed),
        ("duplicate", Category::Duplicate),
        ("subscription_cancelled", Category::SubscriptionCanceled),
        ("incorrect_amount_or_currency", Category::IncorrectAmount),
        ("general", Category::General),
        ("product_unacceptable", Category::ProductUnacceptable),
        ("weather", Category::Unknown),
    ] {
        let case = with(json!({"reason": word}));
        assert_eq!(
            (case.reason.category, case.reason.provider_code.as_deref()),
            (expected, Some(word))
        );
    }
}

#[test]
fn nulls_and_missing_members_don_t_hide_a_case() {
    let case = with(json!({
        "reference": null, "opened_at": null, "due_at": null, "expires_at": null, "status": null,
        "reason_code": null, "reason": null, "type": null, "_links": null, "something_new": {"a": 1}
    }));
    assert_eq!(case.status, Status::Unknown);
    assert_eq!(case.stage, Stage::Unknown);
    assert_eq!(case.due, DueDate::NotGiven);
    assert_eq!(case.opened_at, seen());
    assert!(case.offered.is_empty());
    assert_eq!(case.raw["something_new"]["a"], 1);
    for missing in ["id", "amount", "currency"] {
        let mut raw = sample();
        raw[missing] = Value::Null;
        assert!(dispute(&raw, &facts(), false, seen()).is_err(), "{missing}");
    }
    assert!(dispute(&json!("text"), &facts(), false, seen()).is_err());
}

#[test]
fn without_a_transaction_the_code_names_the_network() {
    let bare = Facts::read(None, Zone::told(Tz::Europe__Copenhagen));
    for (code, expected) in [
        ("13.1", Some("visa")),
        ("12.6.1", Some("visa")),
        ("4837", Some("mastercard")),
        ("75", None),
        ("C08", None),
    ] {
        let mut raw = sample();
        raw["reason_code"] = json!(code);
        let case = dispute(&raw, &bare, true, seen()).unwrap();
        assert_eq!(case.network.as_deref(), expected, "{code}");
        assert_eq!(
            case.transaction.acquirer_reference.as_deref(),
            Some("74987654321098765432109")
        );
    }
}

#[test]
fn acts_are_offered_by_links_alone() {
    let mut raw = sample();
    raw["_links"]["ch:stamps"] = json!({"name": "accepted", "href": "https://merchant.test.clearhaus.com/d/stamps/accepted"});
    assert_eq!(
        dispute(&raw, &facts(), false, seen()).unwrap().offered,
        [Act::Accept, Act::Comment]
    );
    raw["_links"].as_object_mut().unwrap().remove("ch:stamps");
    assert_eq!(
        dispute(&raw, &facts(), false, seen()).unwrap().offered,
        [Act::Comment]
    );
}
