//! The irreversible calls, to the byte.

use super::{card, charge, klarna, read, with};
use crate::ProviderError;
use crate::adapter::{File, Pack, Prepared, Remote};
use crate::call::Irreversible;
use crate::stripe::compose::{answer, close, decoded, derived_key, refund};
use serde_json::{Value, json};
use tvist_domain::{Act, Dispute, Money};

pub(super) fn pack(fields: &[(&str, &str)]) -> Pack {
    Pack {
        fields: fields
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect(),
    }
}

fn file(field: &str, id: &str) -> Prepared {
    Prepared {
        file: File {
            field: field.to_owned(),
            name: "evidence.pdf".to_owned(),
            media_type: "application/pdf",
            bytes: vec![1],
        },
        remote: Some(Remote {
            field: field.to_owned(),
            id: id.to_owned(),
            bytes: 1,
        }),
    }
}

fn readable(call: &Irreversible) -> Vec<(String, String)> {
    url::form_urlencoded::parse(call.body.as_bytes())
        .into_owned()
        .collect()
}

fn refused(result: Result<Irreversible, ProviderError>) -> bool {
    matches!(
        result,
        Err(ProviderError::Settings { .. } | ProviderError::Unsupported)
    )
}

fn appeal() -> Dispute {
    read(with(card(), "status", json!("appeal_needs_response")))
}

#[test]
fn an_answer_says_submit_and_carries_its_mark() {
    let fields = pack(&[
        ("shipping_carrier", "DHL"),
        ("product_description", "Hand grinder, \"steel\" & å"),
        (
            "enhanced_evidence.visa_compelling_evidence_3.prior_undisputed_transactions.0.charge",
            "ch_0",
        ),
    ]);
    let files = [
        file("shipping_documentation", "file_2"),
        file("receipt", "file_1"),
    ];
    let call = answer(&read(card()), &fields, &files, "sub_7").unwrap();
    assert_eq!(call.act, Act::Submit);
    assert_eq!(
        (call.method.as_str(), call.target.as_str()),
        ("POST", "/v1/disputes/du_1card")
    );
    assert_eq!(call.content_type, "application/x-www-form-urlencoded");
    let expected = [
        (
            "evidence[enhanced_evidence][visa_compelling_evidence_3][prior_undisputed_transactions][0][charge]",
            "ch_0",
        ),
        (
            "evidence[product_description]",
            "Hand grinder, \"steel\" & å",
        ),
        ("evidence[receipt]", "file_1"),
        ("evidence[shipping_carrier]", "DHL"),
        ("evidence[shipping_documentation]", "file_2"),
        ("metadata[tvist_intent]", "sub_7"),
        ("submit", "true"),
    ];
    let expected: Vec<(String, String)> = expected
        .iter()
        .map(|(k, v)| ((*k).into(), (*v).into()))
        .collect();
    assert_eq!(readable(&call), expected);
    assert_eq!(
        decoded(&call.body, "metadata[tvist_intent]").as_deref(),
        Some("sub_7")
    );
}

#[test]
fn the_same_answer_is_the_same_bytes_and_another_intention_another_key() {
    let case = read(card());
    let make = |intent: &str, files: &[Prepared]| {
        answer(&case, &pack(&[("receipt_", "x")]), files, intent)
    };
    assert!(refused(make("a", &[])), "a field that Stripe doesn't have");
    let make = |intent: &str, order: [usize; 2]| {
        let files = [file("receipt", "file_1"), file("refund_policy", "file_2")];
        let files = order.map(|i| files[i].clone());
        answer(&case, &pack(&[("customer_name", "I. P.")]), &files, intent).unwrap()
    };
    assert_eq!(make("a", [0, 1]), make("a", [1, 0]));
    assert_ne!(make("a", [0, 1]).key, make("b", [0, 1]).key);
    let key = make("a", [0, 1]).key.unwrap();
    assert_eq!(key.len(), 36);
    assert!(key.chars().all(|c| c.is_ascii_hexdigit() || c == '-'));
}

#[test]
fn keys_differ_wherever_their_parts_do() {
    let keys = [
        derived_key(&["a", "bc"]),
        derived_key(&["ab", "c"]),
        derived_key(&["abc"]),
        derived_key(&["a", "bc", ""]),
    ];
    for (index, key) in keys.iter().enumerate() {
        assert!(!keys[..index].contains(key));
    }
    // The same in every version: an upload that a crash cut off is known again by it.
    assert_eq!(keys[0], "3fafa1cf-2f19-a7c1-129b-eb20cf0983f7");
}

#[test]
fn an_account_where_stripe_may_answer_is_set_to_manual_in_the_same_call() {
    let told = |word: Value| {
        let case = read(with(card(), "intended_submission_method", word));
        let call = answer(&case, &pack(&[("customer_name", "x")]), &[], "i").unwrap();
        decoded(&call.body, "intended_submission_method")
    };
    assert_eq!(told(Value::Null), None);
    assert_eq!(told(json!("manual")), None);
    for word in [
        "prefer_manual",
        "prefer_smart_disputes",
        "smart_disputes",
        "of_2031",
    ] {
        assert_eq!(told(json!(word)).as_deref(), Some("manual"));
    }
}

#[test]
fn an_appeal_takes_its_reason_and_a_list_of_files() {
    let files = [file("appeal_files", "file_1"), file("receipt", "file_2")];
    let call = answer(
        &appeal(),
        &pack(&[("appeal.card.reason_for_filing", "Delivered")]),
        &files,
        "i",
    )
    .unwrap();
    let names: Vec<String> = readable(&call).into_iter().map(|(k, _)| k).collect();
    assert_eq!(
        names,
        [
            "evidence[appeal][card][reason_for_filing]",
            "evidence[appeal][card][supporting_files][0]",
            "evidence[appeal][card][supporting_files][1]",
            "metadata[tvist_intent]",
            "submit",
        ]
    );
    assert!(refused(answer(
        &appeal(),
        &pack(&[("customer_name", "x")]),
        &[],
        "i"
    )));
    let reason = pack(&[("appeal.card.reason_for_filing", "x")]);
    assert!(
        refused(answer(&read(card()), &reason, &[], "i")),
        "only in an appeal"
    );
}

#[test]
fn what_can_t_be_sent_is_not_built() {
    let case = read(card());
    assert!(refused(answer(&case, &pack(&[]), &[], "i")), "nothing");
    let twice = [file("receipt", "file_1"), file("receipt", "file_2")];
    assert!(refused(answer(&case, &pack(&[]), &twice, "i")));
    assert!(refused(answer(
        &case,
        &pack(&[]),
        &[file("documents", "file_1")],
        "i"
    )));
    let mut waiting = file("receipt", "file_1");
    waiting.remote = None;
    assert!(refused(answer(&case, &pack(&[]), &[waiting], "i")));
    for odd in [
        "enhanced_evidence.a]b",
        "enhanced_evidence..x",
        "enhanced_evidence.A",
        "metadata.tvist_intent",
        "submit",
    ] {
        assert!(
            refused(answer(&case, &pack(&[(odd, "x")]), &[], "i")),
            "{odd}"
        );
    }
    assert!(
        refused(answer(
            &read(klarna()),
            &pack(&[("customer_name", "x")]),
            &[],
            "i"
        )),
        "Klarna's inquiries take none"
    );
}

#[test]
fn conceding_is_closing_and_only_of_a_chargeback() {
    let call = close(&read(card()), "sub_1").unwrap();
    assert_eq!(
        (call.act, call.target.as_str(), call.body.as_str()),
        (Act::Accept, "/v1/disputes/du_1card/close", "")
    );
    assert!(call.key.is_some());
    assert_ne!(call.key, close(&read(card()), "sub_2").unwrap().key);
    assert!(close(&read(with(card(), "reason", json!("noncompliant"))), "i").is_ok());
    assert!(refused(close(&read(klarna()), "i")));
    assert!(refused(close(&appeal(), "i")));
    assert!(refused(close(
        &read(with(card(), "status", json!("new_word"))),
        "i"
    )));
}

#[test]
fn a_refund_names_charge_amount_and_mark() {
    let case = read(klarna());
    let call = refund(&case, &Money::new(5900, "EUR"), "sub_3").unwrap();
    assert_eq!(
        call.body,
        "amount=5900&charge=py_1&metadata%5Btvist_intent%5D=sub_3"
    );
    assert_eq!(
        (call.act, call.target.as_str()),
        (Act::Refund, "/v1/refunds")
    );
    let by_intent = read(with(klarna(), "charge", Value::Null));
    let call = refund(&by_intent, &case.amount, "i").unwrap();
    assert_eq!(
        decoded(&call.body, "payment_intent").as_deref(),
        Some("pi_2")
    );
    let nameless = read(with(
        with(klarna(), "charge", Value::Null),
        "payment_intent",
        Value::Null,
    ));
    assert!(refused(refund(&nameless, &case.amount, "i")));
    assert!(refused(refund(&case, &Money::new(0, "EUR"), "i")));
    assert!(refused(refund(&case, &Money::new(-5, "EUR"), "i")));
}

#[test]
fn a_refund_in_another_currency_than_the_charge_is_not_built() {
    let dollars = with(klarna(), "charge", with(charge(), "currency", json!("usd")));
    let case = read(dollars);
    assert!(refused(refund(&case, &case.amount, "i")));
    assert!(refund(&case, &Money::new(5900, "USD"), "i").is_ok());
    // What Stripe counts in another unit goes out in that one.
    let kronur = with(klarna(), "charge", with(charge(), "currency", json!("isk")));
    let call = refund(&read(kronur), &Money::new(5900, "ISK"), "i").unwrap();
    assert_eq!(decoded(&call.body, "amount").as_deref(), Some("590000"));
    let ariary = with(klarna(), "charge", with(charge(), "currency", json!("mga")));
    assert!(refused(refund(&read(ariary), &Money::new(150, "MGA"), "i")));
}
