//! §4, §8, §9, §12, §13: what opens, escalates, is refunded, decided and closed.

use chrono::TimeDelta;
use serde_json::json;
use tvist_sandbox::Sandbox;

use crate::shop::Shop;

async fn refund(shop: &Shop, id: &str, more: &[(&str, &str)]) -> crate::shop::Reply {
    let charge = shop.dispute(id).await["charge"]
        .as_str()
        .unwrap()
        .to_owned();
    let mut form = vec![("charge", charge.as_str())];
    form.extend(more);
    shop.post("/v1/refunds", &form).await
}

#[tokio::test]
async fn a_full_refund_settles_an_inquiry() {
    let shop = Shop::open().await;
    let id = shop.case("klarna-return-inquiry");
    let made = refund(&shop, &id, &[("metadata[app_case]", "9")])
        .await
        .ok();
    assert_eq!(
        (&made["status"], &made["amount"]),
        (&json!("succeeded"), &json!(129_900))
    );
    let dispute = shop.dispute(&id).await;
    assert_eq!(dispute["status"], "warning_closed");
    assert_eq!(dispute["is_charge_refundable"], false);
    assert!(
        dispute["balance_transactions"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    assert_eq!(shop.effect(&id, "refund"), 1);
    assert_eq!(shop.events_of(&id).await, ["charge.dispute.closed"]);
    let again = refund(&shop, &id, &[]).await;
    assert_eq!(
        (again.status, again.error("code")),
        (400, "charge_already_refunded")
    );
    let list = shop
        .get(&format!(
            "/v1/refunds?charge={}",
            dispute["charge"].as_str().unwrap()
        ))
        .await
        .ok();
    assert_eq!(list["data"][0]["metadata"]["app_case"], "9");
    shop.days(30);
    assert_eq!(shop.dispute(&id).await["status"], "warning_closed");
}

#[tokio::test]
async fn a_partial_dispute_wants_exactly_its_part() {
    let shop = Shop::open().await;
    let id = shop.case("partial-klarna-inquiry");
    refund(&shop, &id, &[("amount", "20000")]).await.ok();
    assert_eq!(shop.dispute(&id).await["status"], "warning_needs_response");
    let much = refund(&shop, &id, &[("amount", "999999")]).await;
    assert_eq!((much.status, much.error("param")), (400, "amount"));
    refund(&shop, &id, &[("amount", "40000")]).await.ok();
    let dispute = shop.dispute(&id).await;
    assert_eq!(dispute["status"], "warning_closed");
    assert_eq!(
        dispute["is_charge_refundable"], true,
        "the rest can still be refunded"
    );
}

#[tokio::test]
async fn an_open_chargeback_cannot_be_refunded_and_a_won_one_can() {
    let shop = Shop::open().await;
    let id = shop.case("card-not-received");
    let refused = refund(&shop, &id, &[]).await;
    assert_eq!(
        (refused.status, refused.error("code")),
        (400, "charge_disputed")
    );
    assert_eq!(shop.effect(&id, "refund"), 0);
    let won = shop.case("card-won");
    assert_eq!(shop.dispute(&won).await["is_charge_refundable"], true);
    refund(&shop, &won, &[]).await.ok();
    let prevented = shop.case("prevented");
    let refused = refund(&shop, &prevented, &[]).await;
    assert_eq!(refused.error("code"), "charge_already_refunded");
}

#[tokio::test]
async fn refunds_can_fail_later() {
    let shop = Shop::open().await;
    let id = shop.case("card-inquiry");
    let made = refund(&shop, &id, &[("amount", "100")]).await.ok();
    let failed = shop.act(json!({"act": "fail_refund", "refund": made["id"]}));
    assert_eq!(
        failed["failure_reason"],
        "charge_for_pending_refund_disputed"
    );
    let charge = shop.dispute(&id).await["charge"]
        .as_str()
        .unwrap()
        .to_owned();
    let charge = shop.get(&format!("/v1/charges/{charge}")).await.ok();
    assert_eq!(charge["amount_refunded"], 0);
}

#[tokio::test]
async fn closing_loses_a_chargeback_and_leaves_an_inquiry_as_it_is() {
    let shop = Shop::open().await;
    let id = shop.case("klarna-faulty-goods");
    let lost = shop
        .post(&format!("/v1/disputes/{id}/close"), &[])
        .await
        .ok();
    assert_eq!(lost["status"], "lost");
    let code = |dispute: &serde_json::Value| {
        dispute["payment_method_details"]["klarna"]
            .get("chargeback_loss_reason_code")
            .cloned()
    };
    assert_eq!(code(&lost), None);
    let again = shop.post(&format!("/v1/disputes/{id}/close"), &[]).await;
    assert_eq!(
        (again.status, again.error("message"), again.error("code")),
        (400, "This dispute is already closed", "")
    );
    assert_eq!(shop.effect(&id, "close"), 1);
    shop.days(4);
    assert_eq!(
        code(&shop.dispute(&id).await),
        Some(json!("merchant_accepted_loss"))
    );
    let inquiry = shop.case("klarna-return-inquiry");
    let still = shop
        .post(&format!("/v1/disputes/{inquiry}/close"), &[])
        .await
        .ok();
    assert_eq!(still["status"], "warning_needs_response");
    assert_eq!(shop.effect(&inquiry, "close"), 0);
}

#[tokio::test]
async fn klarna_escalates_with_a_new_deadline_and_silence_loses() {
    let shop = Shop::open().await;
    let id = shop.case("klarna-return-inquiry");
    let due = shop.dispute(&id).await["evidence_details"]["due_by"]
        .as_i64()
        .unwrap();
    shop.days(16);
    let open = shop.dispute(&id).await;
    assert_eq!(open["status"], "needs_response");
    let next = open["evidence_details"]["due_by"].as_i64().unwrap();
    assert_eq!(
        (next - due) / 86_400,
        13,
        "12 days after the day on which it escalated"
    );
    assert_eq!((next + 1) % 86_400, 0, "end of a UTC day");
    assert_eq!(open["balance_transactions"][0]["fee"], 20_000);
    assert_eq!(open["is_charge_refundable"], false);
    assert_eq!(
        shop.events_of(&id).await,
        ["charge.dispute.updated", "charge.dispute.funds_withdrawn"]
    );
    shop.days(14);
    assert_eq!(shop.dispute(&id).await["status"], "lost");
    shop.days(4);
    assert_eq!(
        shop.dispute(&id).await["payment_method_details"]["klarna"]["chargeback_loss_reason_code"],
        "merchant_did_not_counter"
    );
    let fraud = shop.case("klarna-unauthorized");
    let fraud = shop.dispute(&fraud).await;
    let window =
        fraud["evidence_details"]["due_by"].as_i64().unwrap() - fraud["created"].as_i64().unwrap();
    assert_eq!(window / 86_400, 5);
}

#[tokio::test]
async fn loss_codes_can_come_late() {
    let shop = Shop::open().await;
    let id = shop.case("klarna-lost-code-late");
    let klarna = |dispute: serde_json::Value| dispute["payment_method_details"]["klarna"].clone();
    assert!(klarna(shop.dispute(&id).await)["chargeback_loss_reason_code"].is_null());
    let before = shop.events_of(&id).await;
    shop.days(3);
    let code = klarna(shop.dispute(&id).await)["chargeback_loss_reason_code"].clone();
    assert_eq!(code, "merchant_did_not_counter");
    assert_eq!(shop.events_of(&id).await, before, "no event tells of it");
    let known = shop.dispute(&shop.case("klarna-lost")).await;
    assert_eq!(
        klarna(known)["chargeback_loss_reason_code"],
        "evidence_missing_proof_of_delivery"
    );
}

#[tokio::test]
async fn card_inquiries_close_after_120_days_or_escalate() {
    let shop = Shop::open().await;
    let id = shop.case("card-inquiry");
    shop.act(json!({"act": "plan", "dispute": id, "escalates": false}));
    shop.days(100);
    assert_eq!(shop.dispute(&id).await["status"], "warning_needs_response");
    shop.days(21);
    assert_eq!(shop.dispute(&id).await["status"], "warning_closed");
    let shop = Shop::open().await;
    let id = shop.case("card-inquiry");
    shop.days(12);
    let open = shop.dispute(&id).await;
    assert_eq!(open["status"], "needs_response");
    assert_eq!(
        open["payment_method_details"]["card"]["case_type"],
        "chargeback"
    );
}

#[tokio::test]
async fn silence_loses_a_card_case_after_its_grace() {
    let shop = Shop::open().await;
    let id = shop.case("past-due");
    assert_eq!(shop.dispute(&id).await["status"], "needs_response");
    shop.days(3);
    assert_eq!(shop.dispute(&id).await["status"], "lost");
}

#[tokio::test]
async fn magic_texts_decide_within_seconds() {
    let shop = Shop::open().await;
    for (case, text, status) in [
        ("card-not-received", "winning_evidence", "won"),
        ("card-duplicate", "losing_evidence", "lost"),
        ("card-inquiry", "losing_evidence", "warning_closed"),
    ] {
        let id = shop.case(case);
        let path = format!("/v1/disputes/{id}");
        shop.post(&path, &[("evidence[uncategorized_text]", text)])
            .await
            .ok();
        shop.seconds(4);
        assert!(
            shop.dispute(&id).await["status"]
                .as_str()
                .unwrap()
                .ends_with("under_review")
        );
        shop.seconds(2);
        assert_eq!(shop.dispute(&id).await["status"], status);
    }
    let won = shop.case("card-not-received");
    let kinds = shop.events_of(&won).await;
    assert_eq!(
        kinds,
        [
            "charge.dispute.updated",
            "charge.dispute.funds_reinstated",
            "charge.dispute.closed"
        ]
    );
    let shop = Shop::open().await;
    let id = shop.case("card-inquiry");
    let path = format!("/v1/disputes/{id}");
    let text = [("evidence[uncategorized_text]", "escalate_inquiry_evidence")];
    assert_eq!(
        shop.post(&path, &text).await.ok()["status"],
        "warning_under_review"
    );
    shop.seconds(6);
    let open = shop.dispute(&id).await;
    assert_eq!(open["status"], "needs_response");
    assert_eq!(
        open["evidence_details"]["submission_count"], 0,
        "a new answer is needed"
    );
    assert!(open["evidence"]["uncategorized_text"].is_null());
}

#[tokio::test]
async fn reviews_end_and_the_counter_fee_comes_back_on_a_win() {
    let shop = Shop::open().await;
    let id = shop.case("card-under-review");
    shop.days(50);
    assert_eq!(shop.dispute(&id).await["status"], "won");
    let klarna = shop.case("klarna-under-review");
    assert_eq!(shop.dispute(&klarna).await["status"], "lost");
    let charge = shop.dispute(&id).await["charge"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = format!("/v1/balance_transactions?type=stripe_fee&source={charge}");
    let fees = shop.get(&path).await.ok();
    let amounts: Vec<i64> = fees["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["amount"].as_i64().unwrap())
        .collect();
    assert_eq!(amounts, [20_000, -20_000]);
}

#[tokio::test]
async fn a_lost_case_can_still_turn() {
    let shop = Shop::open().await;
    let id = shop.case("card-lost");
    shop.act(json!({"act": "decide", "dispute": id, "won": true}));
    let dispute = shop.dispute(&id).await;
    assert_eq!(dispute["status"], "won");
    assert_eq!(dispute["balance_transactions"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn money_keeps_its_minor_units_and_strange_words_stay() {
    let shop = Shop::open().await;
    let yen = shop.dispute(&shop.case("yen-not-received")).await;
    assert_eq!(
        (&yen["amount"], &yen["currency"]),
        (&json!(14_800), &json!("jpy"))
    );
    let dinar = shop.dispute(&shop.case("dinar-general")).await;
    assert_eq!(
        (&dinar["amount"], &dinar["currency"]),
        (&json!(37_500), &json!("kwd"))
    );
    let strange = shop.dispute(&shop.case("unheard-of")).await;
    assert_eq!(strange["status"], "network_hold");
    let other = shop.dispute(&shop.case("other-method")).await;
    assert_eq!(other["payment_method_details"]["type"], "paypal");
}

#[tokio::test]
async fn new_disputes_can_come_in() {
    let shop = Shop::open().await;
    let before = shop.get("/v1/disputes?limit=100").await.ok();
    let made = shop.act(json!({"act": "new_dispute", "like": "card-fraud-ce3", "count": 3}));
    let after = shop.get("/v1/disputes?limit=100").await.ok();
    let count = |list: &serde_json::Value| list["data"].as_array().unwrap().len();
    assert_eq!(count(&after), count(&before) + 3);
    let newest = after["data"][0]["id"].as_str().unwrap();
    assert_eq!(made["ids"][2], newest);
    assert_eq!(
        shop.events_of(newest).await,
        ["charge.dispute.created", "charge.dispute.funds_withdrawn"]
    );
}

/// Practice starts at any hour, and the guides count in days: what they tell holds at each of them.
#[tokio::test]
async fn what_a_story_tells_in_days_holds_at_every_hour_of_the_start() {
    for hour in 0..24 {
        let begins = crate::shop::start() + TimeDelta::hours(hour);
        let shop = Shop::with(Sandbox::builder(begins).seed(7).standing_clock()).await;
        let status = async |name: &str| shop.dispute(&shop.case(name)).await["status"].clone();
        assert_eq!(
            status("partial-klarna-inquiry").await,
            "warning_needs_response"
        );
        assert_eq!(
            status("klarna-return-inquiry").await,
            "warning_needs_response"
        );
        shop.days(1);
        assert_eq!(
            status("partial-klarna-inquiry").await,
            "warning_needs_response",
            "{begins}"
        );
        shop.days(2);
        assert_eq!(
            status("partial-klarna-inquiry").await,
            "needs_response",
            "{begins}"
        );
        shop.days(1);
        let late = shop.dispute(&shop.case("klarna-lost-code-late")).await;
        let code = &late["payment_method_details"]["klarna"]["chargeback_loss_reason_code"];
        assert!(code.is_string(), "{begins}: {late}");
    }
}
