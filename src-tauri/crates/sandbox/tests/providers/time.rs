//! What time brings about next is told before it comes, and what an earlier life had accepted can be told again.

use chrono::TimeDelta;
use serde_json::{Value, json};
use tvist_sandbox::{Control, Sandbox};

use crate::shop::start;

/// Everything that time can change, at all providers.
fn standing(control: &Control) -> Vec<Value> {
    [
        ("stripe", "disputes"),
        ("clearhaus", "disputes"),
        ("celcoin", "disputes"),
        ("unico", "transactions"),
    ]
    .map(|(provider, act)| control.act(provider, &json!({"act": act})).unwrap())
    .to_vec()
}

#[tokio::test]
async fn the_next_change_is_told_before_it_comes() {
    let running = Sandbox::builder(start()).standing_clock();
    let running = running.start().await.unwrap();
    let control = running.control();
    for _ in 0..6 {
        let before = standing(&control);
        let at = control.next_change().expect("something is to come");
        control.advance_to(at - TimeDelta::seconds(1));
        assert_eq!(standing(&control), before, "nothing changes before {at}");
        control.advance_to(at);
        assert_ne!(standing(&control), before, "something changes at {at}");
    }
}

#[tokio::test]
async fn what_was_accepted_is_told_again_in_every_providers_form() {
    let running = Sandbox::builder(start()).standing_clock();
    let running = running.start().await.unwrap();
    let control = running.control();
    let case = |provider: &str, list: &str, name: &str| {
        let all = control.act(provider, &json!({"act": list})).unwrap();
        let rows = all[list].as_array().unwrap().clone();
        let found = rows.iter().find(|row| row["case"] == name).unwrap();
        found["id"].as_str().unwrap().to_owned()
    };
    let clearhaus = case("clearhaus", "disputes", "not-provided");
    let celcoin = case("celcoin", "disputes", "fraud");
    let unico = case("unico", "transactions", "approved");
    for (provider, id, deed) in [
        ("clearhaus", &clearhaus, "submit"),
        ("celcoin", &celcoin, "accept"),
        ("unico", &unico, "request_analysis"),
    ] {
        let files = json!([{"id": "8e4e8a1b", "name": "answer.pdf"}]);
        let again =
            json!({"act": "again", "deed": deed, "dispute": id, "id": "6f3c2b1a", "files": files});
        control.act(provider, &again).unwrap();
        assert_eq!(control.effects(provider, id).values().sum::<u64>(), 1);
    }
    // The documents lie there again, so Clearhaus's staff has nothing to send back.
    control.advance(TimeDelta::days(1));
    let brief = json!({"act": "brief", "dispute": clearhaus});
    let brief = control.act("clearhaus", &brief).unwrap();
    assert_eq!(brief["status"], "refuted", "{brief}");
}
