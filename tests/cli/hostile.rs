//! Values that nobody means: dates at the ends of the calendar, pauses of an age, numbers beyond all numbers. They end no
//! command otherwise than the contract says, and don't come back at the next start.

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use tvist_tests::Tvist;

use crate::support::loopback::{FAR, Says, serve, stripe_case};
use crate::support::shop::{list, word};

/// A Stripe that lists these cases, and gives any of them by its id.
fn stripe(cases: Vec<Value>, headers: Vec<(&'static str, &'static str)>) -> String {
    serve(move |path, _| {
        let page = |data: &[Value]| json!({"object": "list", "data": data, "has_more": false});
        let body = match path {
            "/v1/disputes" => page(&cases),
            "/v1/events" | "/v1/radar/early_fraud_warnings" => page(&[]),
            _ => cases
                .iter()
                .find(|c| path.ends_with(c["id"].as_str().unwrap()))
                .cloned()
                .unwrap_or_default(),
        };
        let mut says = Says::json(&body);
        // Numbers that JSON can write and no program can hold.
        says.body = says.body.replace("\"ENDLESS\"", "1e400");
        says.headers.clone_from(&headers);
        says
    })
}

fn celcoin(expire: &'static str, created: &'static str) -> String {
    serve(move |path, _| {
        let row = json!({"galaxPayId": 7, "createdAt": created, "expire": expire, "process": "77-7", "value": 25990,
            "status": "awaitingDocumentation", "description": "Titular nao reconhece",
            "Transaction": {"galaxPayId": 1007}, "PaymentBill": null, "DocumentsChargeback": null});
        Says::json(&match path {
            "/v5/token" => json!({"access_token": "t", "expires_in": i64::MAX}),
            path if path.ends_with("/chargebacks") => {
                json!({"totalQtdFoundInPage": i64::MAX, "Chargebacks": [row]})
            }
            path if path.ends_with("/later") => {
                json!({"totalQtdFoundInPage": i64::MIN, "Chargebacks": []})
            }
            _ => json!({}),
        })
    })
}

fn clearhaus(due_at: &'static str) -> String {
    serve(move |path, base| {
        let case = json!({"id": "d1", "amount": 24900, "currency": "SEK", "opened_at": due_at, "due_at": due_at,
            "status": "open", "reason": "fraud", "type": "1st_chargeback",
            "_links": {"self": {"href": format!("{base}/disputes/d1")}}});
        Says::json(&match path {
            "/oauth/token" => json!({"access_token": "t", "expires_in": i64::MIN}),
            "/" => json!({"_links": {"oauth2-token": {"href": format!("{base}/oauth/token")},
                "ch:disputes": {"href": format!("{base}/disputes{{?query,page,per_page}}")}}}),
            "/disputes" => json!({"_links": {}, "_embedded": {"ch:disputes": [case]}}),
            _ => case,
        })
    })
}

/// An owner with one account at this server.
fn owner(folder: &Path, provider: &str, base: &str) -> Tvist {
    let tvist = Tvist::new(&folder.join("data"));
    let secrets = match provider {
        "stripe" => json!({"secret_key": "sk_test_inventedKey00"}),
        _ => json!({"client_id": "id", "client_secret": "secret"}),
    };
    let args = [
        "account",
        "add",
        provider,
        "--label",
        "Shop",
        "--api-base",
        base,
    ];
    let _ = tvist.run_with_json(&args, &secrets).expect(0);
    tvist
}

/// Everything that shows what is stored, each a start of its own.
fn starts(tvist: &Tvist, folder: &Path) -> Value {
    let desk = tvist.run(&["disputes"]).expect(0);
    for case in list(&desk, "disputes") {
        let whole = tvist.run(&["dispute", word(case, "id")]).expect(0);
        assert!(whole["timeline"].is_array(), "{whole}");
    }
    for format in ["csv", "ics", "json", "sie", "datev"] {
        let out = folder.join(format!("out.{format}"));
        let out = out.to_str().unwrap();
        let code = tvist
            .run(&["export", "--format", format, "--out", out])
            .code;
        assert!(matches!(code, Some(0..=6)), "{format}: {code:?}");
        let _ = std::fs::remove_file(out);
    }
    let span = ["reminders", "--from", "2020-01-01", "--to", "9999-12-31"];
    assert!(tvist.run(&span).expect(0)["reminders"].is_array());
    let _ = tvist.run(&["insights"]).expect(0);
    let _ = tvist.run(&["account", "list"]).expect(0);
    desk
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
fn no_date_or_number_of_a_provider_ends_a_command_or_comes_back_at_the_next_start() {
    let good = stripe_case("du_1good", &json!(1_794_556_019), &json!(1_795_305_599));
    for (provider, base, cases, skipped) in [
        (
            "stripe",
            stripe(
                vec![good.clone(), stripe_case("du_2", &json!(FAR), &json!(FAR))],
                vec![],
            ),
            1,
            1,
        ),
        (
            "stripe",
            stripe(
                vec![
                    good.clone(),
                    stripe_case("du_2", &json!(1_794_556_020), &json!(FAR)),
                ],
                vec![],
            ),
            2,
            0,
        ),
        (
            "stripe",
            stripe(
                vec![
                    good.clone(),
                    stripe_case("du_2", &json!("ENDLESS"), &json!("ENDLESS")),
                ],
                vec![],
            ),
            1,
            1,
        ),
        (
            "stripe",
            stripe(
                vec![
                    good.clone(),
                    stripe_case("du_2", &json!(i64::MIN), &json!(i64::MIN)),
                ],
                vec![],
            ),
            1,
            1,
        ),
        (
            "celcoin",
            celcoin("+262142-12-31 23:59:59", "+262142-12-31 23:59:59"),
            1,
            0,
        ),
        (
            "celcoin",
            celcoin("-262143-01-01 00:00:00", "2025-06-02 10:14:09"),
            1,
            0,
        ),
        (
            "celcoin",
            celcoin("9999-12-31 23:59:59", "0001-01-01 00:00:00"),
            1,
            0,
        ),
        ("clearhaus", clearhaus("9999-12-31"), 1, 0),
        ("clearhaus", clearhaus("0000-01-01"), 1, 0),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let tvist = owner(folder.path(), provider, &base);
        for _ in 0..2 {
            let told = tvist.run(&["sync"]).expect(0)["accounts"][0].clone();
            assert_eq!(told["ok"], json!(true), "{provider}: {told}");
            assert_eq!(list(&told, "skipped").len(), skipped, "{provider}: {told}");
            if skipped > 0 {
                assert_eq!(told["skipped"][0]["provider_id"], json!("du_2"));
            }
            let desk = starts(&tvist, folder.path());
            assert_eq!(list(&desk, "disputes").len(), cases, "{provider}: {desk}");
            for case in list(&desk, "disputes") {
                let good = case["provider_id"] == json!("du_1good");
                assert_eq!(case["deadline"].is_null(), !good, "{provider}: {case}");
            }
        }
        let id = match provider {
            "stripe" => "du_1good",
            "celcoin" => "7",
            _ => "d1",
        };
        let _ = tvist.run(&["refresh", id]).expect(0);
    }
}

#[test]
fn no_header_of_a_provider_ends_a_command_or_moves_the_clock() {
    let case = stripe_case("du_1good", &json!(1_794_556_019), &json!(1_795_305_599));
    let headers = vec![
        ("Date", "31 Dec 262142 23:59:59 +0000"),
        ("Retry-After", "18446744073709551615"),
    ];
    let folder = tempfile::tempdir().unwrap();
    let tvist = owner(folder.path(), "stripe", &stripe(vec![case], headers));
    for _ in 0..2 {
        let told = tvist.run(&["sync"]).expect(0);
        assert_eq!(told["accounts"][0]["ok"], json!(true), "{told}");
        let desk = starts(&tvist, folder.path());
        assert!(!desk["disputes"][0]["deadline"].is_null());
    }
    let check = tvist.run(&["account", "check", "Shop"]).expect(0);
    assert!(check["skew_seconds"].is_null(), "{check}");
}

#[test]
fn a_pause_of_an_age_after_a_slow_answer_is_a_failure_like_any_other() {
    let base = serve(|_, _| Says {
        status: 429,
        headers: vec![("Retry-After", "18446744073709551615")],
        after: Duration::from_millis(1_300),
        ..Says::json(&json!({"error": {"message": "slow down"}}))
    });
    let folder = tempfile::tempdir().unwrap();
    let tvist = owner(folder.path(), "stripe", &base);
    let told = tvist.run(&["sync"]).expect(6);
    assert_eq!(
        told["accounts"][0]["error"]["kind"], "provider_rate_limited",
        "{told}"
    );
    let _ = starts(&tvist, folder.path());
}
