//! Faults on demand, the effects they leave, and the control routes.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tvist_sandbox::{Fault, FaultRule, RateReason};

use crate::shop::Shop;

const KEY: &[(&str, &str)] = &[("Idempotency-Key", "one-decision")];
const TEXT: (&str, &str) = ("evidence[shipping_carrier]", "DHL");

async fn with(fault: Fault) -> (Shop, String, String) {
    let shop = Shop::open().await;
    let id = shop.case("card-not-received");
    let path = format!("/v1/disputes/{id}");
    shop.control()
        .add_fault(FaultRule::next("POST", "/v1/disputes/*", fault));
    (shop, id, path)
}

#[tokio::test]
async fn resets_come_before_or_after_the_effect() {
    for (fault, submits) in [(Fault::ResetBeforeApply, 0), (Fault::ResetAfterApply, 1)] {
        let (shop, id, path) = with(fault.clone()).await;
        let broken = shop.try_post(&path, &[TEXT], KEY).await;
        assert!(broken.is_err(), "{fault:?}");
        assert_eq!(shop.effect(&id, "submit"), submits, "{fault:?}");
        let again = shop.post_with(&path, &[TEXT], KEY).await;
        assert_eq!(again.status, 200);
        assert_eq!(again.header("idempotent-replayed").is_some(), submits == 1);
        assert_eq!(shop.effect(&id, "submit"), 1);
    }
}

#[tokio::test]
async fn errors_before_and_after_the_effect_kept_or_not() {
    for (applied, cached, status, submits) in [
        (false, false, 200, 1),
        (false, true, 500, 0),
        (true, false, 200, 1),
        (true, true, 500, 1),
    ] {
        let fault = if applied {
            Fault::ErrorAfterApply {
                status: 500,
                cached,
            }
        } else {
            Fault::ErrorBeforeApply {
                status: 500,
                cached,
            }
        };
        let (shop, id, path) = with(fault).await;
        let first = shop.post_with(&path, &[TEXT], KEY).await;
        assert_eq!((first.status, first.error("type")), (500, "api_error"));
        assert_eq!(shop.effect(&id, "submit"), u64::from(applied));
        let again = shop.post_with(&path, &[TEXT], KEY).await;
        assert_eq!(again.status, status, "applied {applied}, cached {cached}");
        assert_eq!(
            again.header("idempotent-replayed").is_some(),
            applied || cached
        );
        assert_eq!(shop.effect(&id, "submit"), submits);
    }
}

#[tokio::test]
async fn bodies_break_in_many_ways() {
    for fault in [
        Fault::CutBody { keep: None },
        Fault::WrongLength { by: 10 },
        Fault::WrongLength { by: -10 },
        Fault::BrokenJson,
        Fault::EmptyBody,
    ] {
        let (shop, id, path) = with(fault.clone()).await;
        let sent = shop.try_post(&path, &[TEXT], KEY).await.unwrap();
        assert_eq!(sent.status(), 200);
        let whole = sent.bytes().await;
        let readable = whole.is_ok_and(|bytes| serde_json::from_slice::<Value>(&bytes).is_ok());
        assert!(!readable, "{fault:?}");
        assert_eq!(shop.effect(&id, "submit"), 1, "{fault:?}");
    }
}

#[tokio::test]
async fn silence_ends_in_a_reset() {
    let fault = Fault::Silence {
        ms: 300,
        applied: true,
    };
    let (shop, id, path) = with(fault).await;
    let begun = Instant::now();
    assert!(shop.try_post(&path, &[TEXT], &[]).await.is_err());
    assert!(begun.elapsed() >= Duration::from_millis(280));
    assert_eq!(shop.effect(&id, "submit"), 1);
}

#[tokio::test]
async fn a_caller_who_hangs_up_does_not_undo_what_was_under_way() {
    let (shop, id, path) = with(Fault::Slow { ms: 2_000 }).await;
    tokio::select! {
        answered = shop.try_post(&path, &[TEXT], KEY) => panic!("{:?}", answered.is_ok()),
        () = shop.is_asked(&path) => {}
    }
    assert_eq!(shop.effect(&id, "submit"), 0);
    let done = async {
        while shop.effect(&id, "submit") == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), done)
        .await
        .expect("it is done all the same");
    assert_eq!(shop.effect(&id, "submit"), 1);
}

#[tokio::test]
async fn refusals_that_may_be_tried_again() {
    let limited = Fault::RateLimited {
        reason: RateReason::EndpointRate,
        should_retry: Some(true),
        retry_after: Some(2),
    };
    let (shop, id, path) = with(limited).await;
    let reply = shop.post_with(&path, &[TEXT], KEY).await;
    assert_eq!(reply.status, 429);
    assert_eq!(
        reply.header("stripe-rate-limited-reason"),
        Some("endpoint-rate")
    );
    assert_eq!(reply.header("stripe-should-retry"), Some("true"));
    assert_eq!(reply.header("retry-after"), Some("2"));
    assert_eq!(shop.effect(&id, "submit"), 0);
    let again = shop.post_with(&path, &[TEXT], KEY).await;
    assert_eq!(
        (again.status, again.header("idempotent-replayed")),
        (200, None)
    );
    let (shop, _, path) = with(Fault::LockTimeout).await;
    let reply = shop.post(&path, &[TEXT]).await;
    assert_eq!((reply.status, reply.error("code")), (429, "lock_timeout"));
    let (shop, _, path) = with(Fault::Conflict).await;
    let reply = shop.post(&path, &[TEXT]).await;
    assert_eq!(
        (reply.status, reply.error("code")),
        (409, "idempotency_key_in_use")
    );
}

#[tokio::test]
async fn redirects_and_proxies() {
    let to = "http://127.0.0.1:9/elsewhere".to_owned();
    let fault = Fault::Redirect {
        to,
        status: 307,
        applied: false,
    };
    let (shop, id, path) = with(fault).await;
    let reply = shop.post(&path, &[TEXT]).await;
    assert_eq!(reply.status, 307);
    assert_eq!(
        reply.header("location"),
        Some("http://127.0.0.1:9/elsewhere")
    );
    assert_eq!(shop.effect(&id, "submit"), 0);
    let (shop, id, path) = with(Fault::ProxyPage {
        status: 502,
        applied: true,
    })
    .await;
    let reply = shop.post(&path, &[TEXT]).await;
    assert_eq!((reply.status, reply.body.is_string()), (502, true));
    assert_eq!(shop.effect(&id, "submit"), 1);
}

#[tokio::test]
async fn a_duplicate_delivery_counts_what_it_does() {
    let shop = Shop::open().await;
    let id = shop.case("card-inquiry");
    let charge = shop.dispute(&id).await["charge"]
        .as_str()
        .unwrap()
        .to_owned();
    let form = [("charge", charge.as_str()), ("amount", "100")];
    let twice = || FaultRule::next("POST", "/v1/refunds", Fault::Duplicate);
    shop.control().add_fault(twice());
    shop.post_with("/v1/refunds", &form, KEY).await.ok();
    assert_eq!(shop.effect(&id, "refund"), 1, "the key protects");
    shop.control().add_fault(twice());
    shop.post("/v1/refunds", &form).await.ok();
    assert_eq!(shop.effect(&id, "refund"), 3, "without a key nothing does");
}

#[tokio::test]
async fn reads_can_be_stale_for_a_while() {
    let (shop, id, path) = with(Fault::StaleReads { seconds: 30 }).await;
    assert_eq!(
        shop.post(&path, &[TEXT]).await.ok()["status"],
        "under_review"
    );
    assert_eq!(shop.dispute(&id).await["status"], "needs_response");
    shop.seconds(31);
    assert_eq!(shop.dispute(&id).await["status"], "under_review");
}

#[tokio::test]
async fn a_forgotten_key_runs_afresh() {
    let shop = Shop::open().await;
    let id = shop.case("card-inquiry");
    let charge = shop.dispute(&id).await["charge"]
        .as_str()
        .unwrap()
        .to_owned();
    let form = [("charge", charge.as_str()), ("amount", "100")];
    shop.control()
        .add_fault(FaultRule::next("POST", "/v1/refunds", Fault::ForgetKey));
    shop.post_with("/v1/refunds", &form, KEY).await.ok();
    shop.post_with("/v1/refunds", &form, KEY).await.ok();
    assert_eq!(shop.effect(&id, "refund"), 2);
}

#[tokio::test]
async fn somebody_else_can_be_quicker() {
    let (shop, id, path) = with(Fault::SecondWriter).await;
    let reply = shop
        .post(&path, &[TEXT, ("metadata[app_case]", "mine")])
        .await;
    assert_eq!(reply.status, 400);
    assert_eq!(shop.effect(&id, "submit"), 0);
    assert_eq!(shop.effect(&id, "submit_by_other"), 1);
    let dispute = shop.dispute(&id).await;
    assert_eq!(dispute["status"], "under_review");
    assert_eq!(
        dispute["metadata"],
        json!({}),
        "the marker tells whose it was"
    );
}

#[tokio::test]
async fn the_deadline_can_pass_on_the_way() {
    let shop = Shop::open().await;
    let id = shop.case("klarna-faulty-goods");
    let path = format!("/v1/disputes/{id}");
    shop.control()
        .add_fault(FaultRule::next("POST", &path, Fault::DeadlinePasses));
    let reply = shop.post(&path, &[TEXT]).await;
    assert_eq!(
        (reply.status, reply.error("message")),
        (400, "This dispute is already closed")
    );
    assert_eq!(shop.effect(&id, "submit"), 0);
    let shop = Shop::open().await;
    let id = shop.case("klarna-return-inquiry");
    let charge = shop.dispute(&id).await["charge"]
        .as_str()
        .unwrap()
        .to_owned();
    shop.control().add_fault(FaultRule::next(
        "POST",
        "/v1/refunds",
        Fault::DeadlinePasses,
    ));
    let reply = shop.post("/v1/refunds", &[("charge", &charge)]).await;
    assert_eq!(reply.error("code"), "charge_disputed");
}

#[tokio::test]
async fn unknown_members_and_words_appear() {
    let shop = Shop::open().await;
    let fault = Fault::UnknownFields { words: true };
    shop.control()
        .add_fault(FaultRule::next("GET", "/v1/disputes", fault));
    let list = shop.get("/v1/disputes").await.ok();
    assert_eq!(list["data"][0]["status"], "status_from_the_future");
    assert!(list["data"][0]["member_from_the_future"].is_object());
}

#[tokio::test]
async fn a_rule_strikes_the_nth_call_and_so_many() {
    let shop = Shop::open().await;
    let fault = Fault::ErrorBeforeApply {
        status: 503,
        cached: false,
    };
    let rule = FaultRule::next("GET", "/v1/events", fault)
        .nth(2)
        .times(2)
        .with_header("Stripe-Should-Retry", "false");
    shop.control().add_fault(rule);
    let mut seen = Vec::new();
    for _ in 0..5 {
        let reply = shop.get("/v1/events?limit=1").await;
        let told = reply.header("stripe-should-retry").is_some();
        seen.push((reply.status, told));
    }
    let (good, bad) = ((200, false), (503, true));
    assert_eq!(seen, [good, bad, bad, good, good]);
}

#[tokio::test]
async fn the_control_routes_do_the_same_from_outside() {
    let shop = Shop::open().await;
    let id = shop.case("klarna-return-inquiry");
    let rule =
        json!({"method": "POST", "path": "/v1/refunds", "fault": {"kind": "reset_after_apply"}});
    let send = async |path: &str, body: Value| {
        let sent = shop
            .http
            .post(shop.url(path))
            .json(&body)
            .send()
            .await
            .unwrap();
        (sent.status().as_u16(), sent.json::<Value>().await.unwrap())
    };
    assert_eq!(send("/_sandbox/faults", rule).await.0, 200);
    let charge = shop.dispute(&id).await["charge"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(
        shop.try_post("/v1/refunds", &[("charge", &charge)], &[])
            .await
            .is_err()
    );
    let ask = async |path: &str| {
        let sent = shop.http.get(shop.url(path)).send().await.unwrap();
        sent.json::<Value>().await.unwrap()
    };
    let effects = ask("/_sandbox/effects").await;
    assert_eq!(effects["stripe"][&id]["refund"], 1);
    let (status, state) = send("/_sandbox/clock", json!({"days": 3})).await;
    assert_eq!(
        (status, &state["now"]),
        (200, &json!("2026-11-25T05:00:00.000Z"))
    );
    let (status, brief) = send("/_sandbox/act", json!({"act": "brief", "dispute": id})).await;
    assert_eq!((status, &brief["status"]), (200, &json!("warning_closed")));
    assert_eq!(
        send("/_sandbox/act", json!({"act": "dance", "dispute": id}))
            .await
            .0,
        400
    );
    assert_eq!(
        send(
            "/_sandbox/faults",
            json!({"path": "x", "fault": {"kind": "no"}})
        )
        .await
        .0,
        400
    );
}

#[tokio::test]
async fn the_log_tells_everything_but_secrets() {
    let shop = Shop::open().await;
    let id = shop.case("card-not-received");
    let path = format!("/v1/disputes/{id}");
    shop.post_with(&path, &[TEXT, ("submit", "false")], KEY)
        .await
        .ok();
    shop.post(&path, &[("evidence[shipping_date]", "today")])
        .await
        .ok();
    let log = shop.control().requests();
    let (first, second) = (&log[0], &log[1]);
    assert_eq!(
        (first.method.as_str(), first.path.as_str()),
        ("POST", path.as_str())
    );
    assert_eq!(first.submit.as_deref(), Some("false"));
    assert_eq!(second.submit, None);
    assert!(first.keyed && !second.keyed);
    assert!(first.headers.contains(&"authorization".to_owned()));
    assert_eq!(first.status, Some(200));
    assert!(first.request_id.is_some());
    let text = serde_json::to_string(&log).unwrap();
    assert!(!text.contains(&shop.key) && !text.contains("one-decision") && !text.contains("DHL"));
}

#[tokio::test]
async fn it_stops_at_once_and_refuses_foreign_addresses() {
    let shop = Shop::open().await;
    let url = shop.url("/v1/disputes");
    shop.running.stop().await;
    assert!(shop.http.get(url).bearer_auth("x").send().await.is_err());
    let everywhere = "0.0.0.0:0".parse().unwrap();
    let refused = tvist_sandbox::Sandbox::builder(crate::shop::start())
        .listen(everywhere)
        .start()
        .await;
    assert!(refused.is_err());
}
