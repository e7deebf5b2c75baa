//! What only some of Stripe's cases have: earlier payments as evidence, answers of its own, a fee's consent, Klarna's ways.

use chrono::TimeDelta;
use serde_json::{Value, json};
use tvist_tests::Tvist;

use crate::support::answer::gather;
use crate::support::shop::{Shop, codes, list, word};

const PATH: &str = "enhanced_evidence.visa_compelling_evidence_3";

/// States everything that qualifies, about two of these payments.
pub fn state_earlier(shop: &Shop, case: &str, payments: &[String]) {
    let fact = |name: &str, value: &str| {
        shop.ok(&["evidence", "fact", case, &format!("{PATH}.{name}"), value]);
    };
    fact(
        "disputed_transaction.product_description",
        "Hand grinder Brasa",
    );
    fact(
        "disputed_transaction.merchandise_or_services",
        "merchandise",
    );
    for (n, payment) in payments.iter().take(2).enumerate() {
        fact(
            &format!("prior_undisputed_transactions.{n}.charge"),
            payment,
        );
        fact(
            &format!("prior_undisputed_transactions.{n}.product_description"),
            "Filter papers",
        );
    }
    fact("every_transaction.customer_purchase_ip", "203.0.113.24");
    fact(
        "every_transaction.customer_email_address",
        "jonas.keller@example.com",
    );
}

pub fn earlier(shop: &Shop, case: &str) -> Vec<String> {
    let found = shop.ok(&["evidence", "earlier", case]);
    assert_eq!(found["complete"], true);
    list(&found, "payments")
        .iter()
        .map(|p| word(p, "id").to_owned())
        .collect()
}

fn ce3(dispute: &Value) -> &Value {
    &dispute["standing"]["compelling"]
}

#[test]
fn earlier_payments_of_the_same_card_are_found_stated_and_judged_unsent() {
    let shop = Shop::ready();
    let case = shop.case("card-fraud-ce3");
    let payments = earlier(&shop, &case);
    assert_eq!(payments.len(), 3, "a fourth is too young: {payments:?}");
    // Each says which count of its age it meets (stripe.md §11.1).
    let found = shop.ok(&["evidence", "earlier", &case]);
    for payment in list(&found, "payments") {
        assert_eq!(
            payment["meets"],
            json!(["before_payment", "before_dispute"]),
            "{payment}"
        );
    }
    assert_eq!(ce3(&shop.ok(&["dispute", &case]))["is_begun"], false);
    let refused = shop.ends(3, &["evidence", "eligibility", &case, "--confirm"]);
    assert_eq!(codes(&refused), ["ce3_nothing_stated"]);

    state_earlier(&shop, &case, &payments);
    let stated = shop.ok(&["dispute", &case]);
    assert_eq!(ce3(&stated)["problems"], json!([]));
    assert_eq!(ce3(&stated)["is_current"], false);
    assert_eq!(shop.writes(), [], "stating sends nothing");

    let rehearsal = shop.ok(&["evidence", "eligibility", &case]);
    assert_eq!(rehearsal["rehearsal"], true);
    assert_eq!(rehearsal["ready"], true, "{rehearsal}");
    let fields = rehearsal["fields"].as_object().expect("what would be put");
    assert!(
        fields.values().any(|v| v == payments[0].as_str()),
        "{fields:?}"
    );
    assert_eq!(
        shop.writes(),
        [],
        "without the confirmation nothing is put there"
    );

    let judged = shop.ok(&["evidence", "eligibility", &case, "--confirm"]);
    assert_eq!(ce3(&judged)["status"], "qualified", "{}", ce3(&judged));
    assert_eq!(ce3(&judged)["is_current"], true);
    let writes = shop.writes();
    assert_eq!(writes.len(), 1, "{writes:?}");
    assert_eq!(
        writes[0].submit.as_deref(),
        Some("false"),
        "put there, not sent"
    );
    assert_eq!(shop.effect(&case, "submit"), 0);
    assert_eq!(judged["status"], "needs_response");

    // What is changed afterwards isn't what Stripe spoke of.
    let other = format!("{PATH}.prior_undisputed_transactions.1.product_description");
    shop.ok(&["evidence", "fact", &case, &other, "Something else"]);
    assert_eq!(ce3(&shop.ok(&["dispute", &case]))["is_current"], false);
    let text = shop.text(&["evidence", "eligibility", &case, "--confirm"]);
    assert!(text.contains("qualified"), "{text}");
}

#[test]
fn a_payment_that_is_too_young_does_not_qualify() {
    let shop = Shop::ready();
    let case = shop.case("card-fraud-ce3");
    let payments = earlier(&shop, &case);
    state_earlier(&shop, &case, &[payments[0].clone(), "ch_nobody".to_owned()]);
    let judged = shop.ok(&["evidence", "eligibility", &case, "--confirm"]);
    assert_eq!(ce3(&judged)["status"], "not_qualified");
}

#[test]
fn only_cases_that_can_qualify_are_asked_about() {
    let shop = Shop::ready();
    let case = shop.case("card-not-received");
    assert_eq!(ce3(&shop.ok(&["dispute", &case])), &Value::Null);
    for command in [
        &["eligibility", &case, "--confirm"][..],
        &["earlier", &case],
    ] {
        let refused = shop.ends(3, &[&["evidence"][..], command].concat());
        assert_eq!(codes(&refused), ["ce3_not_offered"]);
    }
    assert_eq!(shop.writes(), []);
}

#[test]
fn what_lies_at_stripe_is_shown_before_it_goes_out() {
    let shop = Shop::ready();
    let case = shop.case("card-fraud-ce3");
    let payments = earlier(&shop, &case);
    state_earlier(&shop, &case, &payments);
    shop.ok(&["evidence", "eligibility", &case, "--confirm"]);
    // Another computer of the shop: the same case, and nothing stated there.
    let other = Tvist::new(&shop.folder().join("other computer"));
    let base = shop.api_base();
    let add = [
        "account",
        "add",
        "stripe",
        "--label",
        "Shop",
        "--api-base",
        base,
    ];
    let secrets = json!({"secret_key": shop.secret_key()});
    let _ = other.run_with_json(&add, &secrets).expect(0);
    let _ = other.run(&["sync"]).expect(0);
    let text = [
        "evidence",
        "text",
        &case,
        "product_description",
        "Hand grinder Brasa",
    ];
    let _ = other.run(&text).expect(0);
    let seen = other.run(&["dispute", &case]).expect(0);
    assert_eq!(ce3(&seen)["is_elsewhere"], true);
    let rehearsal = other.run(&["submit", &case]).expect(0);
    let first = format!("{PATH}.prior_undisputed_transactions.0.charge");
    assert_eq!(rehearsal["fields"][&first], payments[0], "{rehearsal}");

    // Once its owner states something, what isn't stated there is emptied and says so.
    let own = format!("{PATH}.disputed_transaction.customer_account_id");
    let _ = other
        .run(&["evidence", "fact", &case, &own, "kd-20417"])
        .expect(0);
    let rehearsal = other.run(&["submit", &case]).expect(0);
    let mail = format!("{PATH}.disputed_transaction.customer_email_address");
    assert_eq!(rehearsal["fields"][&mail], "");
    assert_eq!(rehearsal["fields"][&own], "kd-20417");
}

#[test]
fn a_case_that_stripe_would_answer_is_switched_to_manual_once() {
    let shop = Shop::ready();
    let case = shop.case("real-not-received");
    let before = shop.ok(&["dispute", &case]);
    let own = &before["standing"]["own_answer"];
    assert_eq!(own["setting"], "prefer_manual");
    assert_eq!(
        (&own["may_answer"], &own["share_percent"]),
        (&json!(true), &json!(30))
    );
    assert_eq!(own["on"], before["deadline"]["at"]);
    assert_eq!(before["if_nothing"]["outcome"], "provider_may_answer");

    let rehearsal = shop.ok(&["manual", &case]);
    assert_eq!(
        (&rehearsal["rehearsal"], &rehearsal["ready"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(shop.writes(), [], "without the confirmation nothing is set");
    let after = shop.ok(&["manual", &case, "--confirm"]);
    assert_eq!(after["standing"]["own_answer"]["may_answer"], false);
    assert_eq!(after["if_nothing"]["outcome"], "lost");
    shop.ok(&["manual", &case, "--confirm"]);
    let writes = shop.writes();
    assert_eq!(
        writes.len(),
        1,
        "what is manual already isn't set again: {writes:?}"
    );
    assert_eq!(writes[0].submit.as_deref(), Some("false"));
    // Past the deadline and its grace nothing of Stripe's own went out.
    shop.control().advance(TimeDelta::days(14));
    shop.ok(&["sync"]);
    let lost = shop.ok(&["dispute", &case]);
    assert_eq!(lost["status"], "lost");
    // By silence, and it says so.
    assert_eq!(lost["standing"]["lost"], "nothing_sent");
    assert_eq!(lost["standing"]["answered_by"], "not_submitted");
    assert_eq!(shop.effect(&case, "submit_by_other"), 0);
    shop.ends(3, &["manual", &case, "--confirm"]);
}

#[test]
fn a_case_without_that_setting_has_nothing_to_switch() {
    let shop = Shop::ready();
    let case = shop.case("card-not-received");
    let error = shop.ends(1, &["manual", &case, "--confirm"]);
    assert!(
        word(&error["error"], "kind").starts_with("provider_"),
        "{error}"
    );
    assert_eq!(shop.writes(), []);
}

#[test]
fn a_compliance_case_is_refused_until_the_fee_is_consented_to() {
    let shop = Shop::ready();
    for (name, programme) in [
        ("visa-compliance", "visa_compliance"),
        ("mastercard-compliance", "mastercard_compliance"),
    ] {
        let case = shop.case(name);
        gather(&shop, &case);
        let consent = |shop: &Shop| shop.ok(&["dispute", &case])["standing"]["consent"].clone();
        assert_eq!(
            consent(&shop)["fee"],
            json!({"minor": 50_000, "currency": "USD"})
        );
        assert_eq!(consent(&shop)["given"], false);
        let refused = shop.ends(3, &["submit", &case, "--confirm"]);
        assert_eq!(codes(&refused), ["fee_not_acknowledged"]);
        shop.ok(&["evidence", "fact", &case, "fee_acknowledged", "yes"]);
        assert_eq!(consent(&shop)["given"], true);
        let rehearsal = shop.ok(&["submit", &case]);
        let field = format!("enhanced_evidence.{programme}.fee_acknowledged");
        assert_eq!(rehearsal["fields"][&field], "true", "{rehearsal}");
        let costs: Vec<(&str, bool)> = list(&rehearsal, "costs")
            .iter()
            .map(|cost| (word(cost, "kind"), cost["returned_on_win"] == true))
            .collect();
        assert_eq!(costs, [("countered_fee", true), ("network_fee", true)]);
        assert_eq!(
            rehearsal["costs"][1]["amount"],
            json!({"minor": 50_000, "currency": "USD"})
        );
        shop.ok(&["submit", &case, "--confirm"]);
        assert_eq!(shop.effect(&case, "submit"), 1);
    }
}

#[test]
fn an_inquiry_says_its_ways_and_an_escalation_its_shorter_clock() {
    let shop = Shop::ready();
    let case = shop.case("partial-klarna-inquiry");
    let open = shop.ok(&["dispute", &case]);
    let standing = &open["standing"];
    assert_eq!(standing["test"], true);
    assert_eq!(standing["klarna_reason"], "goods_not_received");
    assert_eq!(
        standing["part_of"],
        json!({"minor": 180_000, "currency": "DKK"})
    );
    let part = json!({"minor": 60_000, "currency": "DKK"});
    assert_eq!(standing["inquiry"]["refund"], part);
    assert_eq!(standing["inquiry"]["return_under_way"], false);
    assert_eq!(standing["inquiry"]["escalates_at"], open["deadline"]["at"]);
    let returned = shop.ok(&["dispute", &shop.case("klarna-return-inquiry")]);
    assert_eq!(returned["standing"]["inquiry"]["return_under_way"], true);

    shop.control().advance(TimeDelta::days(3));
    shop.ok(&["sync"]);
    let now = shop.ok(&["dispute", &case]);
    assert_eq!(now["stage"], "chargeback");
    assert_eq!(now["standing"]["inquiry"], Value::Null);
    let days = now["standing"]["escalated"]["days"].as_u64();
    assert!(days.is_some_and(|days| (11..=12).contains(&days)), "{now}");
    assert_eq!(now["standing"]["fees"][0]["fate"], "withheld");
    let told = |entry: &&Value| entry["kind"] == "escalated";
    assert_eq!(list(&now, "timeline").iter().filter(told).count(), 1);
}

#[test]
fn a_lost_case_says_until_when_its_reason_may_come_and_then_the_reason() {
    let shop = Shop::ready();
    let late = shop.case("klarna-lost-code-late");
    let waiting = shop.ok(&["dispute", &late]);
    assert_eq!(waiting["loss_reason"], Value::Null);
    assert!(
        waiting["standing"]["loss_reason_until"].is_string(),
        "{waiting}"
    );
    assert_eq!(waiting["standing"]["fees"][0]["fate"], "kept");
    shop.control().advance(TimeDelta::days(4));
    shop.ok(&["sync"]);
    let told = shop.ok(&["dispute", &late]);
    assert_eq!(told["loss_reason"]["reason"], "not_countered", "{told}");
    assert_eq!(told["standing"]["loss_reason_until"], Value::Null);

    let at_once = shop.ok(&["dispute", &shop.case("klarna-lost-at-once")]);
    assert_eq!(at_once["standing"]["no_answer"], true);
    assert_eq!(at_once["loss_reason"]["reason"], "shipping_policy_violated");
    let won = shop.ok(&["dispute", &shop.case("klarna-won")]);
    assert_eq!(
        won["standing"]["fees"][0]["fate"], "given_back",
        "{}",
        won["standing"]
    );
}
