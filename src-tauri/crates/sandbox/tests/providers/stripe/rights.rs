//! §2 transport, §2.1 rights, §2.2 errors.

use serde_json::json;

use crate::shop::Shop;

#[tokio::test]
async fn keys_come_by_bearer_or_basic_and_bad_ones_are_refused() {
    let shop = Shop::open().await;
    assert_eq!(shop.get("/v1/disputes?limit=1").await.status, 200);
    let url = shop.url("/v1/disputes?limit=1");
    let basic = shop.http.get(&url).basic_auth(&shop.key, Some("")).send();
    assert_eq!(basic.await.unwrap().status(), 200);
    let bad = shop.get_as("sk_test_wrong", "/v1/disputes").await;
    assert_eq!(
        (bad.status, bad.error("type")),
        (401, "invalid_request_error")
    );
    assert!(!bad.body.to_string().contains("sk_test_wrong"));
    assert_eq!(shop.http.get(&url).send().await.unwrap().status(), 401);
    assert!(bad.header("request-id").unwrap().starts_with("req_"));
}

#[tokio::test]
async fn an_expired_key_says_so() {
    let shop = Shop::open().await;
    let key = shop.act(json!({"act": "key"}))["key"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(shop.get_as(&key, "/v1/account").await.status, 200);
    shop.act(json!({"act": "expire_key", "key": key}));
    let gone = shop.get_as(&key, "/v1/account").await;
    assert_eq!((gone.status, gone.error("code")), (401, "api_key_expired"));
}

#[tokio::test]
async fn a_missing_right_is_named() {
    let shop = Shop::open().await;
    let made = shop.act(json!({"act": "key", "rights": ["dispute_write", "charge_read"]}));
    let key = made["key"].as_str().unwrap();
    assert!(key.starts_with("rk_test_"));
    assert_eq!(
        shop.get_as(key, "/v1/disputes?expand[]=data.charge")
            .await
            .status,
        200
    );
    for (path, right) in [
        ("/v1/events", "rak_event_read"),
        ("/v1/balance_transactions", "rak_balance_read"),
        ("/v1/files", "rak_file_read"),
        (
            "/v1/disputes?expand[]=data.payment_intent",
            "rak_payment_intent_read",
        ),
    ] {
        let refused = shop.get_as(key, path).await;
        assert_eq!(refused.status, 403, "{path}");
        assert!(refused.error("message").contains(right), "{path}");
    }
    let id = shop.case("klarna-return-inquiry");
    let charge = shop.dispute(&id).await["charge"]
        .as_str()
        .unwrap()
        .to_owned();
    let refund = shop
        .http
        .post(shop.url("/v1/refunds"))
        .bearer_auth(key)
        .form(&[("charge", charge.as_str())])
        .send()
        .await
        .unwrap();
    assert_eq!(refund.status(), 403);
    assert_eq!(shop.effect(&id, "refund"), 0);
}

#[tokio::test]
async fn accounts_are_kept_apart() {
    let shop = Shop::open().await;
    let other = shop.running.stripe().connected_account.clone().unwrap();
    let ask = |account: String| {
        shop.http
            .get(shop.url("/v1/disputes?limit=100"))
            .bearer_auth(&shop.key)
            .header("Stripe-Account", account)
            .send()
    };
    let list: serde_json::Value = ask(other).await.unwrap().json().await.unwrap();
    assert_eq!(list["data"].as_array().unwrap().len(), 2);
    let id = list["data"][0]["id"].as_str().unwrap();
    assert_eq!(shop.get(&format!("/v1/disputes/{id}")).await.status, 404);
    let refused = ask("acct_nobody".into()).await.unwrap();
    assert_eq!(refused.status(), 403);
    assert!(refused.text().await.unwrap().contains("account_invalid"));
}

#[tokio::test]
async fn errors_have_the_documented_form() {
    let shop = Shop::open().await;
    let none = shop.get("/v1/disputes/du_nope").await;
    assert_eq!(none.status, 404);
    assert_eq!(
        (
            none.error("code"),
            none.error("param"),
            none.error("message")
        ),
        ("resource_missing", "dispute", "No such dispute: 'du_nope'")
    );
    assert_eq!(
        none.error("doc_url"),
        "https://docs.stripe.com/error-codes#resource-missing"
    );
    assert!(
        none.error("request_log_url")
            .ends_with(none.header("request-id").unwrap())
    );
    let unknown = shop.get("/v1/disputes?status=open").await;
    assert_eq!(
        (
            unknown.status,
            unknown.error("code"),
            unknown.error("param")
        ),
        (400, "parameter_unknown", "status")
    );
    let number = shop.get("/v1/disputes?limit=many").await;
    assert_eq!(number.error("code"), "parameter_invalid_integer");
    assert_eq!(shop.get("/v1/nothing").await.status, 404);
    let version = shop
        .post_with("/v1/refunds", &[], &[("Stripe-Version", "newest")])
        .await;
    assert_eq!(version.status, 400);
    let missing = shop.post("/v1/refunds", &[]).await;
    assert_eq!(missing.error("code"), "parameter_missing");
}
