//! §6 lists, filters and expansion; §9 balance transactions; §10 events.

use std::collections::BTreeSet;

use serde_json::Value;
use tvist_sandbox::Sandbox;

use crate::shop::{Shop, start};

fn ids(list: &Value) -> Vec<String> {
    list["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["id"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn pages_hold_every_dispute_once_newest_first() {
    let shop = Shop::open().await;
    let (mut seen, mut last, mut newest) = (BTreeSet::new(), String::new(), i64::MAX);
    loop {
        let cursor = if last.is_empty() {
            String::new()
        } else {
            format!("&starting_after={last}")
        };
        let page = shop
            .get(&format!("/v1/disputes?limit=7{cursor}"))
            .await
            .ok();
        assert_eq!(page["object"], "list");
        for row in page["data"].as_array().unwrap() {
            let created = row["created"].as_i64().unwrap();
            assert!(created <= newest);
            newest = created;
            assert!(seen.insert(row["id"].as_str().unwrap().to_owned()));
        }
        last = ids(&page).pop().unwrap();
        if page["has_more"] == false {
            break;
        }
    }
    let whole = shop.get("/v1/disputes?limit=100").await.ok();
    assert_eq!(whole["data"].as_array().unwrap().len(), seen.len());
    assert!(seen.len() >= 24);
    assert_eq!(ids(&shop.get("/v1/disputes").await.ok()).len(), 10);
    let back = shop
        .get(&format!("/v1/disputes?limit=3&ending_before={last}"))
        .await
        .ok();
    assert_eq!(
        (ids(&back).len(), &back["has_more"]),
        (3, &Value::Bool(true))
    );
}

#[tokio::test]
async fn filters_by_time_charge_and_intent() {
    let shop = Shop::open().await;
    let week = start().timestamp() - 7 * 86_400;
    let recent = shop
        .get(&format!("/v1/disputes?limit=100&created[gte]={week}"))
        .await
        .ok();
    let old = shop
        .get(&format!("/v1/disputes?limit=100&created[lt]={week}"))
        .await
        .ok();
    let all = shop.get("/v1/disputes?limit=100").await.ok();
    assert!(!ids(&recent).is_empty() && !ids(&old).is_empty());
    assert_eq!(ids(&recent).len() + ids(&old).len(), ids(&all).len());
    let one = &all["data"][4];
    for name in ["charge", "payment_intent"] {
        let value = one[name].as_str().unwrap();
        let found = shop.get(&format!("/v1/disputes?{name}={value}")).await.ok();
        assert_eq!(ids(&found), [one["id"].as_str().unwrap()]);
    }
}

#[tokio::test]
async fn one_payment_can_have_several_disputes() {
    let shop = Shop::open().await;
    let first = shop.case("several-first");
    let second = shop.case("several-second");
    let charge = shop.dispute(&first).await["charge"]
        .as_str()
        .unwrap()
        .to_owned();
    let list = shop
        .get(&format!("/v1/disputes?charge={charge}"))
        .await
        .ok();
    assert_eq!(ids(&list), [second, first]);
    let old = shop.case("card-lost");
    assert!(old.starts_with("dp_"));
    assert_eq!(shop.dispute(&old).await["status"], "lost");
}

#[tokio::test]
async fn an_event_keeps_the_version_of_its_day() {
    let shop = Shop::open().await;
    let list = shop
        .get("/v1/events?limit=100&type=charge.dispute.*")
        .await
        .ok();
    let rows = list["data"].as_array().unwrap();
    let (newest, oldest) = (&rows[0], &rows[rows.len() - 1]);
    assert_eq!(newest["api_version"], "2026-10-28.endive");
    assert_eq!(oldest["api_version"], "2026-09-30.endive");
    let has = |event: &Value| {
        let object = event["data"]["object"].as_object().unwrap();
        object.contains_key("intended_submission_method")
    };
    assert!(has(newest) && !has(oldest));
}

#[tokio::test]
async fn expands_charges_intents_files_and_nested_customers() {
    let shop = Shop::open().await;
    let list = shop
        .get("/v1/disputes?limit=100&expand[]=data.charge.customer&expand[]=data.payment_intent")
        .await
        .ok();
    for row in list["data"].as_array().unwrap() {
        assert_eq!(row["charge"]["object"], "charge");
        assert_eq!(row["charge"]["customer"]["object"], "customer");
        assert_eq!(row["payment_intent"]["latest_charge"], row["charge"]["id"]);
        let mail = row["charge"]["billing_details"]["email"].as_str().unwrap();
        assert!(mail.ends_with("@example.com"));
        assert!(row["charge"]["metadata"]["order_id"].is_string());
    }
    let id = shop.case("card-fraud-ce3");
    let wrong = shop
        .get(&format!("/v1/disputes/{id}?expand[]=nothing"))
        .await;
    assert_eq!((wrong.status, wrong.error("param")), (400, "expand"));
    let deep = format!("/v1/disputes/{id}?expand[]=charge.payment_intent.latest_charge.customer.x");
    assert_eq!(shop.get(&deep).await.status, 400);
}

#[tokio::test]
async fn balance_transactions_are_found_by_charge_and_not_by_dispute() {
    let shop = Shop::open().await;
    let id = shop.case("klarna-won");
    let dispute = shop.dispute(&id).await;
    let lines = dispute["balance_transactions"].as_array().unwrap();
    assert_eq!(lines.len(), 2);
    assert_eq!(
        (&lines[0]["amount"], &lines[0]["fee"]),
        (&(-18_900).into(), &2_000.into())
    );
    assert_eq!(lines[0]["net"], -20_900);
    assert_eq!(lines[1]["reporting_category"], "dispute_reversal");
    assert_eq!(lines[1]["net"], 20_900);
    let by_dispute = shop
        .get(&format!("/v1/balance_transactions?source={id}"))
        .await
        .ok();
    assert!(ids(&by_dispute).is_empty());
    let charge = dispute["charge"].as_str().unwrap();
    let path = format!("/v1/balance_transactions?source={charge}&type=adjustment");
    assert_eq!(ids(&shop.get(&path).await.ok()).len(), 2);
    let card = shop.dispute(&shop.case("card-won")).await;
    assert_eq!(card["balance_transactions"][1]["fee"], 0);
}

#[tokio::test]
async fn events_reach_back_thirty_days_and_take_wildcards() {
    let shop = Shop::open().await;
    let list = shop
        .get("/v1/events?limit=100&type=charge.dispute.*")
        .await
        .ok();
    let rows = list["data"].as_array().unwrap();
    assert!(rows.len() > 30);
    let horizon = start().timestamp() - 30 * 86_400;
    for event in rows {
        assert!(event["created"].as_i64().unwrap() >= horizon);
        assert!(
            event["type"]
                .as_str()
                .unwrap()
                .starts_with("charge.dispute.")
        );
        assert_eq!(event["data"]["object"]["object"], "dispute");
    }
    let two = shop
        .get("/v1/events?limit=100&types[]=charge.dispute.closed&types[]=refund.created")
        .await
        .ok();
    assert!(!ids(&two).is_empty() && ids(&two).len() < rows.len());
    assert_eq!(shop.get("/v1/events?type=a&types[]=b").await.status, 400);
    // The last dispute comes of a warning, some days from the start.
    shop.days(40);
    let later = shop
        .get("/v1/events?limit=100&type=charge.dispute.created")
        .await
        .ok();
    assert!(ids(&later).is_empty());
    let first = rows[0]["id"].as_str().unwrap();
    assert_eq!(shop.get(&format!("/v1/events/{first}")).await.status, 404);
}

#[tokio::test]
async fn ids_and_dates_follow_from_seed_and_start() {
    let shop = Shop::open().await;
    let same = Shop::open().await;
    let other = Shop::with(Sandbox::builder(start()).seed(8).standing_clock()).await;
    let list = shop.get("/v1/disputes?limit=100").await.ok();
    assert_eq!(list, same.get("/v1/disputes?limit=100").await.ok());
    assert_eq!(shop.key, same.key);
    assert_ne!(shop.key, other.key);
    let others = other.get("/v1/disputes?limit=100").await.ok();
    assert_ne!(ids(&list), ids(&others));
}

#[tokio::test]
async fn any_number_of_disputes() {
    let many = Shop::with(Sandbox::builder(start()).disputes(1_000).standing_clock()).await;
    let (mut count, mut after) = (0, String::new());
    for _ in 0..20 {
        let path = format!("/v1/disputes?limit=100{after}");
        let page = many.get(&path).await.ok();
        count += ids(&page).len();
        after = format!("&starting_after={}", ids(&page).pop().unwrap());
        if page["has_more"] == false {
            break;
        }
    }
    assert_eq!(count, 1_000);
    let few = Shop::with(Sandbox::builder(start()).disputes(5).standing_clock()).await;
    assert_eq!(ids(&few.get("/v1/disputes").await.ok()).len(), 5);
}
