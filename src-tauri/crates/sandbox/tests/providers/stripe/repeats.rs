//! §2 idempotency.

use tvist_sandbox::{Fault, FaultRule};

use crate::shop::Shop;

const KEY: &[(&str, &str)] = &[("Idempotency-Key", "one-decision")];
const TEXT: (&str, &str) = ("evidence[shipping_carrier]", "DHL");

#[tokio::test]
async fn a_repeat_gets_the_first_answer() {
    let shop = Shop::open().await;
    let id = shop.case("card-not-received");
    let path = format!("/v1/disputes/{id}");
    let first = shop.post_with(&path, &[TEXT], KEY).await;
    assert_eq!(first.header("idempotent-replayed"), None);
    let second = shop.post_with(&path, &[TEXT], KEY).await;
    assert_eq!(second.header("idempotent-replayed"), Some("true"));
    assert_eq!(
        second.header("original-request"),
        first.header("request-id")
    );
    assert_eq!(first.ok(), second.ok());
    assert_eq!(shop.effect(&id, "submit"), 1);
    let other = shop.post_with(&path, &[("submit", "true")], KEY).await;
    assert_eq!(
        (other.status, other.error("type")),
        (400, "idempotency_error")
    );
}

#[tokio::test]
async fn keys_are_forgotten_after_a_day() {
    let shop = Shop::open().await;
    let id = shop.case("card-inquiry");
    let charge = shop.dispute(&id).await["charge"]
        .as_str()
        .unwrap()
        .to_owned();
    let form = [("charge", charge.as_str()), ("amount", "100")];
    shop.post_with("/v1/refunds", &form, KEY).await.ok();
    shop.seconds(23 * 3_600);
    shop.post_with("/v1/refunds", &form, KEY).await.ok();
    assert_eq!(shop.effect(&id, "refund"), 1);
    shop.seconds(3_601);
    shop.post_with("/v1/refunds", &form, KEY).await.ok();
    assert_eq!(shop.effect(&id, "refund"), 2);
}

#[tokio::test]
async fn refused_parameters_are_not_kept_but_refused_acts_are() {
    let shop = Shop::open().await;
    let id = shop.case("card-not-received");
    let path = format!("/v1/disputes/{id}");
    let wrong = shop.post_with(&path, &[("evidence[mood]", "x")], KEY).await;
    assert_eq!(wrong.status, 400);
    let right = shop
        .post_with(&path, &[TEXT, ("submit", "false")], KEY)
        .await;
    assert_eq!(
        (right.status, right.header("idempotent-replayed")),
        (200, None)
    );
    let charge = shop.dispute(&id).await["charge"]
        .as_str()
        .unwrap()
        .to_owned();
    let form = [("charge", charge.as_str())];
    let other = [("Idempotency-Key", "another")];
    let first = shop.post_with("/v1/refunds", &form, &other).await;
    assert_eq!(first.error("code"), "charge_disputed");
    let again = shop.post_with("/v1/refunds", &form, &other).await;
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
}

#[tokio::test]
async fn a_key_longer_than_255_is_refused() {
    let shop = Shop::open().await;
    let id = shop.case("card-not-received");
    let long = "k".repeat(256);
    let headers = [("Idempotency-Key", long.as_str())];
    let refused = shop
        .post_with(&format!("/v1/disputes/{id}"), &[TEXT], &headers)
        .await;
    assert_eq!(refused.status, 400);
    assert_eq!(shop.effect(&id, "submit"), 0);
}

#[tokio::test]
async fn a_key_under_way_is_a_conflict() {
    let shop = Shop::open().await;
    let id = shop.case("card-not-received");
    let path = format!("/v1/disputes/{id}");
    shop.control()
        .add_fault(FaultRule::next("POST", &path, Fault::Slow { ms: 2_000 }));
    let (form, early) = ([TEXT], async {
        shop.is_asked(&path).await;
        shop.post_with(&path, &[TEXT], KEY).await
    });
    let (slow, early) = tokio::join!(shop.post_with(&path, &form, KEY), early);
    assert_eq!(
        (early.status, early.error("code")),
        (409, "idempotency_key_in_use")
    );
    assert_eq!(slow.status, 200);
    let late = shop.post_with(&path, &[TEXT], KEY).await;
    assert_eq!(late.header("idempotent-replayed"), Some("true"));
    assert_eq!(shop.effect(&id, "submit"), 1);
}

#[tokio::test]
async fn uploads_repeat_whatever_their_separator() {
    let shop = Shop::open().await;
    let body = |mark: &str| {
        format!(
            "--{mark}\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\n\
             dispute_evidence\r\n--{mark}\r\nContent-Disposition: form-data; name=\"file\"; \
             filename=\"a.pdf\"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7 demo\r\n--{mark}--\r\n"
        )
    };
    let mut ids = Vec::new();
    for mark in ["first-mark", "second-mark"] {
        let sent = shop
            .http
            .post(shop.url("/v1/files"))
            .bearer_auth(&shop.key)
            .header("Idempotency-Key", "upload")
            .header(
                "content-type",
                format!("multipart/form-data; boundary={mark}"),
            )
            .body(body(mark))
            .send()
            .await
            .unwrap();
        let file: serde_json::Value = sent.json().await.unwrap();
        ids.push(file["id"].as_str().unwrap().to_owned());
    }
    assert_eq!(ids[0], ids[1]);
}
