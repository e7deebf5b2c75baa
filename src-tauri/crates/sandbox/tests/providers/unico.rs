//! Unico, by the sections of unico.md.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use serde_json::{Value, json};
use tvist_sandbox::{Fault, FaultRule};

use crate::shop::{Shop, start};

struct Desk {
    shop: Shop,
    base: String,
    token: String,
}

/// Signs claims with the practice key.
fn sign(pem: &str, claims: &Value) -> String {
    let der: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let pair = RsaKeyPair::from_pkcs8(&STANDARD.decode(der).unwrap()).unwrap();
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!(
        "{}.{}",
        part(&json!({"alg": "RS256", "typ": "JWT"})),
        part(claims)
    );
    let mut signature = vec![0; pair.public().modulus_len()];
    pair.sign(
        &RSA_PKCS1_SHA256,
        &SystemRandom::new(),
        signed.as_bytes(),
        &mut signature,
    )
    .unwrap();
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}

impl Desk {
    async fn open() -> Self {
        let shop = Shop::open().await;
        let base = shop.running.unico().api_base.clone();
        let mut desk = Self {
            shop,
            base,
            token: String::new(),
        };
        let claims = desk.claims();
        let (status, body) = desk.ask(&claims).await;
        assert_eq!(status, 200, "{body}");
        desk.token = body["access_token"].as_str().unwrap().to_owned();
        desk
    }

    fn claims(&self) -> Value {
        let options = &self.shop.running.unico().options;
        let issuer = format!(
            "{}@{}.iam.acesso.io",
            options["service_account"].as_str().unwrap(),
            options["tenant_id"].as_str().unwrap()
        );
        let now = start().timestamp();
        json!({"iss": issuer, "aud": self.base, "scope": "*", "iat": now - 30, "exp": now + 2_970})
    }

    async fn ask(&self, claims: &Value) -> (u16, Value) {
        let pem = self.shop.running.unico().secrets["private_key"]
            .as_str()
            .unwrap();
        let assertion = sign(pem, claims);
        self.exchange(&assertion).await
    }

    async fn exchange(&self, assertion: &str) -> (u16, Value) {
        let sent = self
            .shop
            .http
            .post(format!("{}/oauth2/token", self.base))
            .form(&[
                ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
                ("assertion", assertion),
            ])
            .send()
            .await
            .unwrap();
        (sent.status().as_u16(), sent.json().await.unwrap())
    }

    fn url(&self, path: &str) -> String {
        format!("{}/api/public/v1/credit/transactions{path}", self.base)
    }

    async fn get(&self, path: &str) -> (u16, Value) {
        let sent = self.shop.http.get(self.url(path)).bearer_auth(&self.token);
        let sent = sent.send().await.unwrap();
        (sent.status().as_u16(), sent.json().await.unwrap())
    }

    async fn request(&self, id: &str, body: &Value) -> (u16, Value) {
        let url = self.url(&format!("/{id}/chargeback"));
        let sent = self.shop.http.post(url).bearer_auth(&self.token).json(body);
        let sent = sent.send().await.unwrap();
        (sent.status().as_u16(), sent.json().await.unwrap())
    }

    fn case(&self, name: &str) -> String {
        let rows = self.shop.running.unico().examples.clone();
        let rows = rows.as_array().unwrap();
        let row = rows.iter().find(|row| row["case"] == name).unwrap();
        row["transaction"].as_str().unwrap().to_owned()
    }

    fn effect(&self, id: &str) -> u64 {
        self.shop.control().effect("unico", id, "analysis")
    }
}

fn body() -> Value {
    json!({
        "datetime": "2026-11-21T03:00:00.000Z",
        "requestor": {"key": "cpf", "value": "52998224725"}, "name": "Ana Exemplo",
        "reason": "Chargeback por fraude: titular nao reconhece a compra",
        "documents": [{"label": "aviso.pdf", "data": "JVBERi0xLjcKJWRlbW8="}],
    })
}

#[tokio::test]
async fn a_token_wants_exactly_the_five_claims() {
    let desk = Desk::open().await;
    let good = desk.claims();
    let now = start().timestamp();
    for (name, value, code) in [
        ("iss", json!("tallgren@elsewhere.iam.acesso.io"), "1.0.1"),
        ("aud", json!(format!("{}/", desk.base)), "1.2.3"),
        ("scope", Value::Null, "1.1.1"),
        ("exp", json!(now - 1), "1.2.4"),
        ("iat", json!(now + 600), "1.2.4"),
        ("jti", json!("x"), "1.2.22"),
        ("iat", json!(now - 4_000), "1.2.1"),
    ] {
        let mut claims = good.clone();
        claims[name] = value;
        let (status, answer) = desk.ask(&claims).await;
        assert_eq!(
            (status, &answer["error"]["code"]),
            (400, &json!(code)),
            "{name}"
        );
    }
    let (status, _) = desk.exchange("a.b.c").await;
    assert_eq!(status, 400);
    desk.shop
        .control()
        .act("unico", &json!({"act": "active", "active": false}))
        .unwrap();
    assert_eq!(desk.ask(&good).await.1["error"]["code"], "1.0.14");
    let id = desk.case("approved");
    assert_eq!(desk.get(&format!("/{id}")).await.0, 200);
    desk.shop.seconds(3_601);
    assert_eq!(desk.get(&format!("/{id}")).await.0, 401);
}

#[tokio::test]
async fn a_transaction_tells_only_its_status() {
    let desk = Desk::open().await;
    let (_, body) = desk.get(&format!("/{}", desk.case("skipped"))).await;
    assert_eq!(body, json!({"status": "skiped"}));
    let unknown = "/6f3c2b1a-0e9d-4c8b-a7f6-5e4d3c2b1a09";
    let (status, body) = desk.get(unknown).await;
    assert_eq!((status, &body["error"]["code"]), (404, &json!("40401")));
    let (status, body) = desk.get("/nonsense").await;
    assert_eq!((status, &body["code"]), (400, &json!("40004")));
}

#[tokio::test]
async fn the_probative_set_is_elsewhere_and_short_lived() {
    let desk = Desk::open().await;
    let (_, body) = desk
        .get(&format!("/{}/probative", desk.case("approved")))
        .await;
    let link = body["link"].as_str().unwrap();
    assert!(!link.starts_with(&desk.base));
    let with = desk
        .shop
        .http
        .get(link)
        .bearer_auth(&desk.token)
        .send()
        .await
        .unwrap();
    assert_eq!(with.status(), 400);
    let got = desk
        .shop
        .http
        .get(link)
        .send()
        .await
        .unwrap()
        .bytes()
        .await
        .unwrap();
    assert!(got.starts_with(b"%PDF-"));
    desk.shop.seconds(301);
    assert_eq!(desk.shop.http.get(link).send().await.unwrap().status(), 403);
    let (status, body) = desk
        .get(&format!("/{}/probative", desk.case("inconclusive")))
        .await;
    assert_eq!((status, &body["error"]["code"]), (400, &json!("40009")));
}

#[tokio::test]
async fn an_analysis_is_asked_for_once_and_runs_its_course() {
    let desk = Desk::open().await;
    for (case, result) in [("approved", "approved"), ("approved-other", "refused")] {
        let desk = Desk::open().await;
        let id = desk.case(case);
        let (status, answer) = desk.request(&id, &body()).await;
        assert_eq!(status, 200, "{answer}");
        let path = format!("/{id}/chargeback/{}", answer["id"].as_str().unwrap());
        assert_eq!(desk.get(&path).await.1["status"], "waiting");
        let (status, again) = desk.request(&id, &body()).await;
        assert_eq!((status, &again["code"]), (400, &json!("40033")));
        assert!(again.get("id").is_none());
        assert_eq!(desk.effect(&id), 1);
        desk.shop.seconds(3_500);
        assert_eq!(desk.get(&path).await.1["status"], "waiting");
        let overview = |desk: &Desk| {
            let all = desk
                .shop
                .control()
                .act("unico", &json!({"act": "transactions"}))
                .unwrap();
            let rows = all["transactions"].as_array().unwrap().clone();
            rows.iter().find(|row| row["id"] == *id).unwrap()["analysis"]["status"].clone()
        };
        desk.shop.seconds(200);
        assert_eq!(overview(&desk), "analyzing");
        desk.shop.days(3);
        assert_eq!(overview(&desk), result);
    }
    let id = desk.case("approved");
    let (status, _) = desk.get(&format!("/{id}/chargeback/{id}")).await;
    assert_eq!(status, 404);
}

#[tokio::test]
async fn prerequisites_and_contract_are_checked() {
    let desk = Desk::open().await;
    for case in ["too-old", "not-credit", "inconclusive", "waiting"] {
        let id = desk.case(case);
        let (status, answer) = desk.request(&id, &body()).await;
        assert_eq!((status, &answer["code"]), (400, &json!("40032")), "{case}");
        assert_eq!(desk.effect(&id), 0);
    }
    let id = desk.case("approved");
    let document = body()["documents"][0].clone();
    for (name, value, code) in [
        ("extra", json!(1), "40001"),
        ("name", json!(""), "40002"),
        ("datetime", json!("yesterday"), "40002"),
        (
            "requestor",
            json!({"key": "cpf", "value": "52998224724"}),
            "40002",
        ),
        (
            "requestor",
            json!({"key": "cnpj", "value": "52998224725"}),
            "40002",
        ),
        ("documents", json!([]), "40002"),
        (
            "documents",
            json!([document, document, document, document]),
            "40002",
        ),
        (
            "documents",
            json!([{"label": "a", "data": "aGVsbG8="}]),
            "40002",
        ),
    ] {
        let mut wrong = body();
        wrong[name] = value;
        let (status, answer) = desk.request(&id, &wrong).await;
        assert_eq!((status, &answer["code"]), (400, &json!(code)), "{name}");
    }
    let control = desk.shop.control();
    control
        .act("unico", &json!({"act": "allow", "allowed": false}))
        .unwrap();
    let (status, answer) = desk.request(&id, &body()).await;
    assert_eq!((status, &answer["code"]), (403, &json!("40301")));
    control
        .act("unico", &json!({"act": "allow", "allowed": true}))
        .unwrap();
    assert_eq!(
        desk.request(&desk.case("nearly-too-old"), &body()).await.0,
        200
    );
}

#[tokio::test]
async fn a_lost_answer_leaves_an_analysis_without_a_known_id() {
    let desk = Desk::open().await;
    let id = desk.case("approved");
    let path = "/api/public/v1/credit/transactions/*/chargeback";
    let control = desk.shop.control();
    control.add_fault(FaultRule::next("POST", path, Fault::ResetAfterApply));
    let url = desk.url(&format!("/{id}/chargeback"));
    let sent = desk
        .shop
        .http
        .post(url)
        .bearer_auth(&desk.token)
        .json(&body());
    assert!(sent.send().await.is_err());
    assert_eq!(desk.effect(&id), 1);
    assert_eq!(desk.request(&id, &body()).await.1["code"], "40033");
    let other = desk.case("nearly-too-old");
    control.add_fault(FaultRule::next("POST", path, Fault::DeadlinePasses));
    assert_eq!(desk.request(&other, &body()).await.1["code"], "40032");
    control.add_fault(FaultRule::next(
        "GET",
        "/api/public/v1/credit/transactions/*",
        Fault::RateLimited {
            reason: tvist_sandbox::RateReason::GlobalRate,
            should_retry: None,
            retry_after: None,
        },
    ));
    let (status, answer) = desk.get(&format!("/{id}")).await;
    assert_eq!((status, &answer["code"]), (429, &json!("40001")));
}
