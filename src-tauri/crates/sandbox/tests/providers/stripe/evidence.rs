//! §1, §3, §4, §11: staging, sending, limits of text, consent, CE 3.0, Smart Disputes, appeals.

use serde_json::json;
use tvist_sandbox::Sandbox;

use crate::shop::{Shop, pdf, start};

fn path(id: &str) -> String {
    format!("/v1/disputes/{id}")
}

#[tokio::test]
async fn submit_is_true_when_left_out() {
    let shop = Shop::open().await;
    let id = shop.case("card-not-received");
    let staged = shop
        .post(
            &path(&id),
            &[("evidence[shipping_carrier]", "DHL"), ("submit", "false")],
        )
        .await
        .ok();
    assert_eq!(staged["status"], "needs_response");
    assert_eq!(staged["evidence_details"]["has_evidence"], true);
    assert_eq!(staged["evidence_details"]["submission_count"], 0);
    assert_eq!(shop.effect(&id, "submit"), 0);
    let sent = shop
        .post(
            &path(&id),
            &[("evidence[shipping_date]", "12 October 2026")],
        )
        .await
        .ok();
    assert_eq!(sent["status"], "under_review");
    assert_eq!(sent["evidence"]["shipping_carrier"], "DHL");
    assert_eq!(sent["evidence_details"]["submission_count"], 1);
    assert_eq!(sent["evidence_details"]["submission_method"], "manual");
    assert_eq!(shop.effect(&id, "submit"), 1);
    assert_eq!(
        shop.events_of(&id).await,
        ["charge.dispute.updated", "charge.dispute.updated"]
    );
    let again = shop.post(&path(&id), &[("evidence[receipt]", "")]).await;
    assert_eq!(again.status, 400);
    assert_eq!(shop.effect(&id, "submit"), 1);
}

#[tokio::test]
async fn metadata_alone_sends_what_is_staged_unless_told_otherwise() {
    let shop = Shop::open().await;
    let id = shop.case("card-credit-not-processed");
    let marked = shop
        .post(
            &path(&id),
            &[("metadata[app_case]", "2026-0117"), ("submit", "false")],
        )
        .await
        .ok();
    assert_eq!(marked["metadata"]["app_case"], "2026-0117");
    assert_eq!(marked["status"], "needs_response");
    let sent = shop
        .post(&path(&id), &[("metadata[app_case]", "")])
        .await
        .ok();
    assert_eq!(sent["metadata"], json!({}));
    assert_eq!(sent["status"], "under_review");
}

#[tokio::test]
async fn prefilled_fields_are_no_evidence_and_empty_values_clear() {
    let shop = Shop::open().await;
    let id = shop.case("card-not-received");
    let fresh = shop.dispute(&id).await;
    assert!(fresh["evidence"]["customer_name"].is_string());
    assert_eq!(fresh["evidence_details"]["has_evidence"], false);
    let fields = [("evidence[shipping_carrier]", "DHL"), ("submit", "false")];
    shop.post(&path(&id), &fields).await.ok();
    let fields = [("evidence[shipping_carrier]", ""), ("submit", "false")];
    let cleared = shop.post(&path(&id), &fields).await.ok();
    assert!(cleared["evidence"]["shipping_carrier"].is_null());
    assert_eq!(cleared["evidence_details"]["has_evidence"], false);
}

#[tokio::test]
async fn texts_have_limits_and_unknown_fields_are_refused() {
    let shop = Shop::open().await;
    let id = shop.case("card-not-received");
    let (long, short) = ("x".repeat(20_001), "y".repeat(5_001));
    for (field, text) in [
        ("evidence[product_description]", long.as_str()),
        ("evidence[shipping_carrier]", short.as_str()),
    ] {
        let refused = shop
            .post(&path(&id), &[(field, text), ("submit", "false")])
            .await;
        assert_eq!((refused.status, refused.error("param")), (400, field));
    }
    let full = "z".repeat(20_000);
    let sum: Vec<(&str, &str)> = [
        "evidence[access_activity_log]",
        "evidence[cancellation_policy_disclosure]",
        "evidence[cancellation_rebuttal]",
        "evidence[duplicate_charge_explanation]",
        "evidence[product_description]",
        "evidence[refund_policy_disclosure]",
        "evidence[refund_refusal_explanation]",
        "evidence[uncategorized_text]",
    ]
    .into_iter()
    .map(|name| (name, full.as_str()))
    .chain([("submit", "false")])
    .collect();
    assert_eq!(shop.post(&path(&id), &sum).await.status, 400);
    let odd = shop.post(&path(&id), &[("evidence[mood]", "good")]).await;
    assert_eq!(
        (odd.error("code"), odd.error("param")),
        ("parameter_unknown", "evidence[mood]")
    );
    assert_eq!(
        shop.dispute(&id).await["evidence_details"]["has_evidence"],
        false
    );
    assert_eq!(shop.effect(&id, "submit"), 0);
}

#[tokio::test]
async fn pages_are_counted_also_when_staging() {
    let shop = Shop::open().await;
    let visa = shop.case("card-not-received");
    let mastercard = shop.case("mastercard-unacceptable");
    let code = "dispute_evidence_page_limit_exceeded";
    for (id, pages, text, status) in [
        (&visa, 49, "", 200),
        (&visa, 50, "", 400),
        (&visa, 49, "one more page", 400),
        (&mastercard, 19, "", 200),
        (&mastercard, 20, "", 400),
    ] {
        let file = shop.upload("proof.pdf", pdf(pages, 10)).await.ok();
        let file = file["id"].as_str().unwrap();
        let fields = [
            ("evidence[uncategorized_file]", file),
            ("evidence[uncategorized_text]", text),
            ("submit", "false"),
        ];
        let reply = shop.post(&path(id), &fields).await;
        assert_eq!(reply.status, status, "{pages} pages {text}: {}", reply.body);
        if status == 400 {
            assert_eq!(reply.error("code"), code);
        }
    }
    let file = shop.upload("proof.pdf", pdf(20, 10)).await.ok();
    let fields = [
        ("evidence[uncategorized_file]", file["id"].as_str().unwrap()),
        ("submit", "false"),
    ];
    let old = [("Stripe-Version", "2026-08-26.dahlia")];
    assert_eq!(
        shop.post_with(&path(&mastercard), &fields, &old)
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn klarna_hears_nothing_during_the_inquiry_and_listens_once_after() {
    let shop = Shop::open().await;
    let inquiry = shop.case("klarna-return-inquiry");
    let fields = [
        ("evidence[uncategorized_text]", "sent back"),
        ("submit", "true"),
    ];
    let ignored = shop.post(&path(&inquiry), &fields).await.ok();
    assert_eq!(ignored["status"], "warning_needs_response");
    assert!(ignored["evidence"]["uncategorized_text"].is_null());
    assert_eq!(shop.effect(&inquiry, "submit"), 0);
    let case = shop.case("klarna-faulty-goods");
    let sent = shop.post(&path(&case), &fields).await.ok();
    assert_eq!(sent["status"], "under_review");
    assert_eq!(shop.post(&path(&case), &fields).await.status, 400);
    assert_eq!(shop.effect(&case, "submit"), 1);
}

#[tokio::test]
async fn no_answer_where_none_is_possible() {
    let shop = Shop::open().await;
    let id = shop.case("no-answer-possible");
    assert_eq!(shop.dispute(&id).await["evidence_details"]["due_by"], 0);
    let refused = shop
        .post(&path(&id), &[("evidence[shipping_carrier]", "DHL")])
        .await;
    assert_eq!(refused.status, 400);
    let none = shop.dispute(&shop.case("no-date")).await;
    assert!(none["evidence_details"]["due_by"].is_null());
}

#[tokio::test]
async fn a_late_card_answer_is_marked() {
    let shop = Shop::open().await;
    let id = shop.case("past-due");
    let sent = shop
        .post(&path(&id), &[("evidence[shipping_carrier]", "USPS")])
        .await
        .ok();
    assert_eq!(sent["evidence_details"]["past_due"], true);
}

#[tokio::test]
async fn compliance_needs_consent() {
    let shop = Shop::open().await;
    for (case, kind) in [
        ("visa-compliance", "visa_compliance"),
        ("mastercard-compliance", "mastercard_compliance"),
    ] {
        let id = shop.case(case);
        let text = ("evidence[uncategorized_text]", "within the rules");
        let refused = shop.post(&path(&id), &[text]).await;
        assert_eq!(refused.status, 400);
        let fresh = shop.dispute(&id).await;
        assert!(
            fresh["evidence"]["uncategorized_text"].is_null(),
            "nothing saved"
        );
        let status = &fresh["evidence_details"]["enhanced_eligibility"][kind]["status"];
        assert_eq!(status, "requires_fee_acknowledgement");
        let consent = format!("evidence[enhanced_evidence][{kind}][fee_acknowledged]");
        let sent = shop
            .post(&path(&id), &[text, (&consent, "true")])
            .await
            .ok();
        assert_eq!(sent["status"], "under_review");
        let status = &sent["evidence_details"]["enhanced_eligibility"][kind]["status"];
        assert_eq!(status, "fee_acknowledged");
    }
    shop.days(2);
    let fees = shop
        .get("/v1/balance_transactions?type=stripe_fee&currency=usd")
        .await
        .ok();
    assert_eq!(fees["data"][0]["amount"], -50_000);
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
async fn compelling_evidence_is_judged_while_staging() {
    let shop = Shop::open().await;
    let id = shop.case("card-fraud-ce3");
    let status = |dispute: &serde_json::Value| {
        dispute["evidence_details"]["enhanced_eligibility"]["visa_compelling_evidence_3"].clone()
    };
    assert_eq!(
        status(&shop.dispute(&id).await)["status"],
        "requires_action"
    );
    let charge = shop.dispute(&id).await["charge"]
        .as_str()
        .unwrap()
        .to_owned();
    let customer = shop.get(&format!("/v1/charges/{charge}")).await.ok()["customer"].clone();
    assert!(customer.is_string());
    let lines = shop
        .get("/v1/balance_transactions?type=charge&limit=100")
        .await
        .ok();
    let mut earlier = Vec::new();
    for line in lines["data"].as_array().unwrap() {
        let source = line["source"].as_str().unwrap();
        let found = shop.get(&format!("/v1/charges/{source}")).await.ok();
        if found["customer"] == customer && found["disputed"] == false {
            let age = (shop.dispute(&id).await["created"].as_i64().unwrap()
                - found["created"].as_i64().unwrap())
                / 86_400;
            earlier.push((source.to_owned(), age));
        }
    }
    let good: Vec<&String> = earlier
        .iter()
        .filter(|(_, age)| (120..=364).contains(age))
        .map(|(id, _)| id)
        .collect();
    let young = &earlier.iter().find(|(_, age)| *age < 120).unwrap().0;
    let base = "evidence[enhanced_evidence][visa_compelling_evidence_3]";
    let stage = |first: String, second: String| {
        let mut form = vec![("submit".to_owned(), "false".to_owned())];
        let disputed = format!("{base}[disputed_transaction]");
        for (name, value) in [
            ("product_description", "Hand grinder"),
            ("merchandise_or_services", "merchandise"),
            ("customer_purchase_ip", "203.0.113.24"),
            ("customer_account_id", "tm-20434"),
        ] {
            form.push((format!("{disputed}[{name}]"), value.to_owned()));
        }
        for (at, charge) in [first, second].into_iter().enumerate() {
            let prior = format!("{base}[prior_undisputed_transactions][{at}]");
            form.push((format!("{prior}[charge]"), charge));
            form.push((
                format!("{prior}[product_description]"),
                "Filters".to_owned(),
            ));
            form.push((
                format!("{prior}[customer_purchase_ip]"),
                "203.0.113.24".to_owned(),
            ));
            form.push((
                format!("{prior}[customer_account_id]"),
                "tm-20434".to_owned(),
            ));
        }
        form
    };
    let send = async |form: Vec<(String, String)>| {
        let form: Vec<(&str, &str)> = form.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        shop.post(&path(&id), &form).await.ok()
    };
    let whole = send(stage(good[0].clone(), good[1].clone())).await;
    assert_eq!(status(&whole)["status"], "qualified", "{}", status(&whole));
    let bad = send(stage(good[0].clone(), young.clone())).await;
    assert_eq!(status(&bad)["status"], "not_qualified");
    let mut half = stage(good[0].clone(), good[1].clone());
    half.retain(|(name, _)| !name.contains("[1]") && !name.ends_with("merchandise_or_services]"));
    let half = send(half).await;
    let missing = status(&half)["required_actions"].to_string();
    assert!(missing.contains("missing_prior_undisputed_transactions"));
    assert!(missing.contains("missing_merchandise_or_services"));
    assert!(!missing.contains("missing_customer_identifiers"));
    let short = format!("{base}[disputed_transaction][customer_device_id]");
    let refused = shop
        .post(&path(&id), &[(&short, "abc"), ("submit", "false")])
        .await;
    assert_eq!(
        (refused.status, refused.error("param")),
        (400, short.as_str())
    );
}

#[tokio::test]
async fn smart_disputes_answers_by_itself_unless_set_to_manual() {
    let shop = Shop::open().await;
    let left = shop.case("subscription-canceled");
    let kept = shop.case("real-not-received");
    assert_eq!(
        shop.dispute(&left).await["intended_submission_method"],
        "prefer_manual"
    );
    let manual = [
        ("intended_submission_method", "manual"),
        ("submit", "false"),
    ];
    shop.post(&path(&kept), &manual).await.ok();
    let staged = [
        ("evidence[cancellation_rebuttal]", "x"),
        ("submit", "false"),
    ];
    shop.post(&path(&left), &staged).await.ok();
    let not = shop.case("card-not-received");
    assert_eq!(shop.post(&path(&not), &manual).await.status, 400);
    shop.days(13);
    let dispute = shop.dispute(&left).await;
    assert_eq!(
        dispute["status"], "under_review",
        "the staged draft went out by itself"
    );
    assert_eq!(shop.effect(&left, "submit_by_other"), 1);
    assert_eq!(shop.effect(&left, "submit"), 0);
    assert_eq!(shop.effect(&kept, "submit_by_other"), 0);
}

/// §11.3: cards only, and not every card case: where there is neither a packet nor a draft, nothing goes out.
#[tokio::test]
async fn smart_disputes_answers_cards_only_and_not_always() {
    let shop = Shop::open().await;
    let klarna = shop.case("klarna-faulty-goods");
    let without = shop.case("subscription-canceled");
    let with = shop.case("real-not-received");
    for id in [&klarna, &without, &with] {
        let members = json!({"intended_submission_method": "smart_disputes"});
        shop.act(json!({"act": "set", "dispute": id, "members": members}));
    }
    shop.days(30);
    for (id, answers, status) in [
        (&klarna, 0, "lost"),
        (&without, 0, "lost"),
        (&with, 1, "under_review"),
    ] {
        assert_eq!(shop.effect(id, "submit_by_other"), answers, "{id}");
        let dispute = shop.dispute(id).await;
        assert_eq!(dispute["status"], status, "{id}");
        let method = if answers == 0 {
            "not_submitted"
        } else {
            "smart_disputes"
        };
        assert_eq!(
            dispute["evidence_details"]["submission_method"], method,
            "{id}"
        );
    }
}

#[tokio::test]
async fn a_missing_smart_packet_saves_nothing() {
    let shop = Shop::open().await;
    let id = shop.case("real-not-received");
    shop.act(json!({"act": "plan", "dispute": id, "smart_packet": false}));
    let fields = [
        ("intended_submission_method", "smart_disputes"),
        ("evidence[shipping_carrier]", "Correios"),
    ];
    let refused = shop.post(&path(&id), &fields).await;
    assert_eq!(
        (refused.status, refused.error("code")),
        (400, "smart_disputes_not_available")
    );
    let dispute = shop.dispute(&id).await;
    assert_eq!(dispute["intended_submission_method"], "prefer_manual");
    assert!(dispute["evidence"]["shipping_carrier"].is_null());
}

#[tokio::test]
async fn an_appeal_takes_only_an_appeal() {
    let shop = Shop::open().await;
    let id = shop.case("card-appeal");
    assert_eq!(shop.dispute(&id).await["status"], "appeal_needs_response");
    let wrong = shop
        .post(&path(&id), &[("evidence[shipping_carrier]", "Evri")])
        .await;
    assert_eq!(wrong.status, 400);
    let file = shop.upload("appeal.pdf", pdf(2, 10)).await.ok();
    let fields = [
        (
            "evidence[appeal][card][reason_for_filing]",
            "The bank overlooked page 2.",
        ),
        (
            "evidence[appeal][card][supporting_files][0]",
            file["id"].as_str().unwrap(),
        ),
    ];
    let sent = shop.post(&path(&id), &fields).await.ok();
    assert_eq!(sent["status"], "appeal_under_review");
    assert_eq!(
        sent["evidence"]["appeal"]["card"]["supporting_files"][0],
        file["id"]
    );
    assert_eq!(sent["evidence_details"]["submission_method"], "manual");
    let early = shop.case("card-not-received");
    assert_eq!(shop.post(&path(&early), &fields[..1]).await.status, 400);
    let off = Sandbox::builder(start())
        .seed(7)
        .standing_clock()
        .appeals(false);
    let off = Shop::with(off).await;
    assert_eq!(
        off.dispute(&off.case("card-appeal")).await["status"],
        "lost"
    );
}
