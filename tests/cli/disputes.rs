//! `disputes`, `dispute`, `refresh`: the desk, and one case whole.

use serde_json::{Value, json};

use crate::support::shop::{Shop, list, word};

fn ids(desk: &Value) -> Vec<String> {
    let disputes = list(desk, "disputes");
    disputes
        .iter()
        .map(|case| word(case, "id").to_owned())
        .collect()
}

#[test]
fn the_desk_shows_all_pages_and_filters() {
    let shop = Shop::ready();
    let all = shop.ok(&["disputes"]);
    let everything = ids(&all);
    assert_eq!(all["total"], everything.len());
    assert_eq!(everything.len(), shop.at_provider().len());

    let page = shop.ok(&["disputes", "--limit", "3", "--offset", "2"]);
    assert_eq!(page["total"], everything.len());
    assert_eq!(ids(&page), everything[2..5]);

    for (option, member, value) in [
        ("--stage", "stage", "inquiry"),
        ("--stage", "stage", "compliance"),
        ("--step", "next_step", "answer"),
        ("--step", "next_step", "wait"),
        ("--provider", "provider", "stripe"),
    ] {
        let desk = shop.ok(&["disputes", option, value]);
        let wanted = list(&all, "disputes")
            .iter()
            .filter(|case| case[member] == value);
        assert_eq!(
            list(&desk, "disputes").len(),
            wanted.count(),
            "{option} {value}"
        );
        assert!(
            list(&desk, "disputes")
                .iter()
                .all(|case| case[member] == value)
        );
        assert!(!ids(&desk).is_empty(), "{option} {value}");
    }
    let none = shop.ok(&["disputes", "--provider", "celcoin"]);
    assert_eq!(none["total"], 0);
    assert_eq!(none["disputes"], json!([]));
    assert_eq!(shop.control().requests(), [], "the desk is read from disk");
}

#[test]
fn the_most_urgent_stands_first() {
    let shop = Shop::ready();
    let desk = shop.ok(&["disputes", "--step", "answer"]);
    let deadlines: Vec<&str> = list(&desk, "disputes")
        .iter()
        .filter_map(|case| case["deadline"]["at"].as_str())
        .collect();
    assert!(deadlines.len() > 3);
    assert!(deadlines.is_sorted(), "{deadlines:?}");
}

#[test]
fn a_search_finds_by_what_people_know() {
    let shop = Shop::ready();
    let case = shop.case("card-not-received");
    let dispute = shop.ok(&["dispute", &case]);
    let name = word(&dispute["customer"], "name").to_owned();
    for text in [case.as_str(), "TM-10570", &name] {
        let desk = shop.ok(&["disputes", "--search", text]);
        let found = list(&desk, "disputes")
            .iter()
            .any(|one| one["provider_id"] == case);
        assert!(found, "{text}: {desk}");
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn a_case_has_every_member_of_the_contract() {
    let shop = Shop::ready();
    let case = shop.case("klarna-faulty-goods");
    let dispute = shop.ok(&["dispute", &case]);
    for member in [
        "id",
        "provider",
        "account",
        "provider_id",
        "reference",
        "stage",
        "status",
        "provider_status",
        "next_step",
        "allowed",
        "if_nothing",
        "amount",
        "fee",
        "at_risk",
        "costs",
        "moved",
        "refunds",
        "reason",
        "network",
        "deadline",
        "customer",
        "order",
        "transaction",
        "loss_reason",
        "timeline",
        "evidence",
        "submissions",
        "raw",
    ] {
        assert!(dispute.get(member).is_some(), "{member}");
    }
    assert_eq!(dispute["provider_id"], case);
    assert_eq!(dispute["stage"], "chargeback");
    assert_eq!(dispute["status"], "needs_response");
    assert_eq!(dispute["provider_status"], "needs_response");
    assert_eq!(dispute["next_step"], "answer");
    assert_eq!(
        dispute["amount"],
        json!({"minor": 18_900, "currency": "EUR"})
    );
    assert_eq!(dispute["network"], "klarna");
    assert_eq!(dispute["reason"]["category"], "product_unacceptable");
    assert_eq!(dispute["if_nothing"]["outcome"], "lost");
    assert_eq!(dispute["raw"]["id"], case);
    assert!(word(&dispute["deadline"], "at").ends_with('Z'));
    let allowed = list(&dispute, "allowed");
    assert!(allowed.contains(&json!("submit")) && allowed.contains(&json!("accept")));
    assert!(
        !allowed.contains(&json!("refund")),
        "an open chargeback can't be refunded"
    );

    let by_id = shop.ok(&["dispute", word(&dispute, "id")]);
    assert_eq!(by_id["provider_id"], case);
    if let Some(reference) = dispute["reference"].as_str() {
        let by_reference = shop.ok(&["dispute", reference]);
        assert_eq!(by_reference["id"], dispute["id"]);
    }
    let error = shop.ends(1, &["dispute", "du_nobody"]);
    assert_eq!(error["error"]["kind"], "not_found");
}

#[test]
fn a_refresh_reads_the_one_case() {
    let shop = Shop::ready();
    let case = shop.case("klarna-return-inquiry");
    shop.does(json!({"act": "escalate", "dispute": case}));
    let before = shop.ok(&["dispute", &case]);
    assert_eq!(before["stage"], "inquiry");
    let after = shop.ok(&["refresh", &case]);
    assert_eq!(after["stage"], "chargeback");
    let strangers: Vec<String> = shop
        .control()
        .requests()
        .into_iter()
        .map(|request| request.path)
        .filter(|path| path.contains("/disputes/") && !path.contains(&case))
        .collect();
    assert_eq!(strangers, Vec::<String>::new());
}

#[test]
fn people_read_amounts_in_their_own_decimals() {
    let shop = Shop::ready();
    let table = shop.text(&["disputes"]);
    for amount in [" 189.00 EUR ", " 14800 JPY ", " 37.500 KWD "] {
        assert!(table.contains(amount), "{amount}: {table}");
    }
    let text = shop.text(&["dispute", &shop.case("klarna-faulty-goods")]);
    for part in [
        "next step",
        "if you do nothing",
        "deadline",
        "189.00 EUR",
        "Timeline",
        "Evidence",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}
