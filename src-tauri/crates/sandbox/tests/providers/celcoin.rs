//! Celcoin, by the sections of celcoin.md.

use reqwest::multipart::Form;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tvist_sandbox::{Fault, FaultRule, Sandbox};

use crate::shop::{Shop, start};

struct Desk {
    shop: Shop,
    base: String,
    token: String,
}

impl Desk {
    async fn open() -> Self {
        Self::of(Shop::open().await).await
    }

    async fn of(shop: Shop) -> Self {
        let base = shop.running.celcoin().api_base.clone();
        let mut desk = Self {
            shop,
            base,
            token: String::new(),
        };
        desk.sign_in().await;
        desk
    }

    fn form(&self, secret: Option<&str>) -> Form {
        let secrets = &self.shop.running.celcoin().secrets;
        let own = |name: &str| secrets[name].as_str().unwrap().to_owned();
        Form::new()
            .text("client_id", own("client_id"))
            .text("grant_type", "client_credentials")
            .text(
                "client_secret",
                secret.map_or_else(|| own("client_secret"), ToOwned::to_owned),
            )
    }

    async fn sign_in(&mut self) {
        let url = format!("{}/v5/token", self.base);
        let sent = self.shop.http.post(url).multipart(self.form(None)).send();
        let body: Value = sent.await.unwrap().json().await.unwrap();
        assert_eq!(body["expires_in"], 2_400);
        self.token = body["access_token"].as_str().unwrap().to_owned();
    }

    fn url(&self, path: &str) -> String {
        format!("{}/baas/v1/cash{path}", self.base)
    }

    async fn get(&self, path: &str) -> (u16, Value) {
        let sent = self.shop.http.get(self.url(path)).bearer_auth(&self.token);
        let sent = sent.send().await.unwrap();
        (sent.status().as_u16(), sent.json().await.unwrap())
    }

    async fn list(&self, query: &str) -> Vec<Value> {
        let path = format!("/chargebacks?startAt=0&limit=100{query}");
        let (status, body) = self.get(&path).await;
        assert_eq!(status, 200, "{body}");
        let rows = body["Chargebacks"].as_array().unwrap().clone();
        assert_eq!(body["totalQtdFoundInPage"], rows.len());
        rows
    }

    async fn put(&self, path: &str, body: Value) -> (u16, Value) {
        let sent = self.shop.http.put(self.url(path)).bearer_auth(&self.token);
        let sent = sent.json(&body).send().await.unwrap();
        (sent.status().as_u16(), sent.json().await.unwrap())
    }

    fn act(&self, act: Value) -> Value {
        self.shop.control().act("celcoin", &act).unwrap()
    }

    fn case(&self, name: &str) -> String {
        let all = self.act(json!({"act": "disputes"}));
        let rows = all["disputes"].as_array().unwrap();
        let row = rows.iter().find(|row| row["case"] == name).unwrap();
        row["id"].as_str().unwrap().to_owned()
    }

    fn status(&self, id: &str) -> Value {
        self.act(json!({"act": "brief", "dispute": id}))["status"].clone()
    }

    fn effect(&self, id: &str, act: &str) -> u64 {
        self.shop.control().effect("celcoin", id, act)
    }
}

const FILE: &str = "JVBERi0xLjcKJWRlbW8=";

#[tokio::test]
async fn a_token_comes_for_a_multipart_form_and_lives_forty_minutes() {
    let desk = Desk::open().await;
    let url = format!("{}/v5/token", desk.base);
    let wrong = desk
        .shop
        .http
        .post(&url)
        .multipart(desk.form(Some("x")))
        .send();
    assert_eq!(wrong.await.unwrap().status(), 401);
    let plain = [("grant_type", "client_credentials")];
    let plain = desk.shop.http.post(&url).form(&plain).send();
    assert_eq!(plain.await.unwrap().status(), 400);
    assert_eq!(desk.get("/chargebacks").await.0, 200);
    desk.shop.seconds(2_400);
    assert_eq!(desk.get("/chargebacks").await.0, 401);
}

#[tokio::test]
async fn lists_are_paged_and_filtered() {
    let builder = Sandbox::builder(start())
        .seed(7)
        .disputes(130)
        .standing_clock();
    let desk = Desk::of(Shop::with(builder).await).await;
    let mut seen = std::collections::BTreeSet::new();
    for page in 0..4 {
        let path = format!("/chargebacks?startAt={}&limit=50", page * 50);
        let (_, body) = desk.get(&path).await;
        for row in body["Chargebacks"].as_array().unwrap() {
            seen.insert(row["galaxPayId"].as_u64().unwrap());
        }
    }
    assert_eq!(seen.len(), 130);
    let open = desk.list("&status=awaitingDocumentation,inAnalysis").await;
    assert!(!open.is_empty());
    for row in &open {
        let status = row["status"].as_str().unwrap();
        assert!(["awaitingDocumentation", "inAnalysis"].contains(&status));
    }
    let one = &open[0];
    let process = one["process"].as_str().unwrap();
    assert_eq!(
        desk.list(&format!("&process={process}")).await,
        std::slice::from_ref(one)
    );
    let transaction = &one["Transaction"]["galaxPayId"];
    let found = desk
        .list(&format!("&transactionGalaxPayIds={transaction}"))
        .await;
    assert!(found.contains(one));
    let recent = desk.list("&createdAtFrom=2026-11-20").await;
    for row in &recent {
        assert!(row["createdAt"].as_str().unwrap() >= "2026-11-20");
    }
    assert_eq!(
        desk.get("/chargebacks?createdAtFrom=yesterday").await.0,
        400
    );
    assert_eq!(desk.get("/chargebacks?limit=0").await.0, 400);
}

#[tokio::test]
async fn a_chargeback_is_told_in_local_time() {
    let desk = Desk::open().await;
    let rows = desk.list("").await;
    let id: u64 = desk.case("fraud").parse().unwrap();
    let row = rows.iter().find(|row| row["galaxPayId"] == id).unwrap();
    // 22 November 2026, 05:00 UTC is 02:00 in São Paulo; 20 hours before, the 21st at 06:00.
    assert_eq!(row["createdAt"], "2026-11-21 06:00:00");
    assert_eq!(row["expire"], "2026-11-25 00:00:00");
    assert!(row["DocumentsChargeback"].is_null());
    assert!(
        row["PaymentBill"]["myId"]
            .as_str()
            .unwrap()
            .starts_with("pedido-")
    );
    let id: u64 = desk.case("subscription").parse().unwrap();
    let row = rows.iter().find(|row| row["galaxPayId"] == id).unwrap();
    assert!(row.get("PaymentBill").is_none());
    let own = row["Transaction"]["myId"].as_str().unwrap();
    let (_, found) = desk
        .get(&format!("/transactions?startAt=0&limit=10&myIds={own}"))
        .await;
    assert_eq!(found["Transactions"][0]["status"], "chargeback");
    assert_eq!(desk.get("/charges?startAt=0&limit=100").await.0, 200);
}

#[tokio::test]
async fn documents_are_taken_once_in_time_and_well_formed() {
    let desk = Desk::open().await;
    let id = desk.case("fraud");
    let path = format!("/chargebacks/{id}");
    for body in [
        json!({}),
        json!({"files": []}),
        json!({"files": ["data:application/pdf;base64,JVBERi0="]}),
        json!({"files": ["JVBERi0"]}),
    ] {
        let (status, answer) = desk.put(&path, body).await;
        assert_eq!(status, 400);
        assert!(answer["error"]["details"]["Chargeback.files"].is_array());
    }
    assert_eq!(desk.effect(&id, "submit"), 0);
    let (status, answer) = desk.put(&path, json!({"files": [FILE]})).await;
    assert_eq!((status, &answer["type"]), (200, &json!(true)));
    assert_eq!(desk.status(&id), "inAnalysis");
    assert_eq!(desk.put(&path, json!({"files": [FILE]})).await.0, 400);
    assert_eq!(desk.effect(&id, "submit"), 1);
    desk.shop.days(13);
    assert_eq!(desk.status(&id), "winsDispute");
    let late = desk.case("fraud-soon");
    assert_eq!(desk.status(&late), "lostDispute");
}

#[tokio::test]
async fn giving_up_loses_and_nothing_can_be_sent_after() {
    let desk = Desk::open().await;
    let id = desk.case("not-received");
    let (status, answer) = desk
        .put(&format!("/chargebacks/lose/{id}"), json!({}))
        .await;
    assert_eq!((status, &answer["type"]), (200, &json!(true)));
    assert_eq!(desk.status(&id), "lostDispute");
    assert_eq!(desk.effect(&id, "accept"), 1);
    let sent = desk
        .put(&format!("/chargebacks/{id}"), json!({"files": [FILE]}))
        .await;
    assert_eq!(sent.0, 400);
    assert_eq!(desk.put("/chargebacks/lose/1", json!({})).await.0, 404);
}

#[tokio::test]
async fn a_soft_refusal_is_a_failure() {
    let desk = Desk::open().await;
    let id = desk.case("fraud");
    desk.act(json!({"act": "soft_refusal"}));
    let path = format!("/chargebacks/{id}");
    let (status, answer) = desk.put(&path, json!({"files": [FILE]})).await;
    assert_eq!((status, &answer["type"]), (200, &json!(false)));
    assert_eq!(desk.effect(&id, "submit"), 0);
}

#[tokio::test]
async fn faults_leave_their_effects() {
    let desk = Desk::open().await;
    let id = desk.case("fraud");
    let path = format!("/chargebacks/{id}");
    let rule = FaultRule::next("PUT", "/baas/v1/cash/chargebacks/*", Fault::DeadlinePasses);
    desk.shop.control().add_fault(rule);
    assert_eq!(desk.put(&path, json!({"files": [FILE]})).await.0, 400);
    assert_eq!(desk.status(&id), "lostDispute");
    let desk = Desk::open().await;
    let rule = FaultRule::next("PUT", "/baas/v1/cash/chargebacks/*", Fault::ResetAfterApply);
    desk.shop.control().add_fault(rule.of("celcoin"));
    let request = desk.shop.http.put(desk.url(&path)).bearer_auth(&desk.token);
    assert!(
        request
            .json(&json!({"files": [FILE]}))
            .send()
            .await
            .is_err()
    );
    assert_eq!(desk.effect(&id, "submit"), 1);
    assert_eq!(desk.status(&id), "inAnalysis");
}

#[tokio::test]
async fn the_one_webhook_is_replaced_and_hears_of_every_change() {
    let desk = Desk::open().await;
    let ear = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", ear.local_addr().unwrap());
    let first = json!({"url": "https://hooks.example.com/old", "events": ["chargeback.update"]});
    assert_eq!(desk.put("/webhooks", first).await.0, 200);
    let wish = json!({"url": url, "events": ["chargeback.update"]});
    let (_, answer) = desk.put("/webhooks", wish).await;
    let hash = answer["confirmHash"].as_str().unwrap().to_owned();
    assert_eq!(hash.len(), 32);
    assert_eq!(desk.effect("webhook", "register"), 2);
    assert_eq!(desk.act(json!({"act": "webhook"}))["url"], url);
    let bad = json!({"url": url, "events": ["nothing"]});
    assert_eq!(desk.put("/webhooks", bad).await.0, 400);
    let id = desk.case("fraud");
    desk.act(json!({"act": "cancel", "dispute": id}));
    let heard = async {
        let (mut stream, _) = ear.accept().await.unwrap();
        let mut text = String::new();
        let mut part = [0u8; 4096];
        while !text.ends_with('}') {
            let read = stream.read(&mut part).await.unwrap();
            assert!(read > 0, "{text}");
            text.push_str(&String::from_utf8_lossy(&part[..read]));
        }
        stream
            .write_all(b"HTTP/1.1 204 No Content\r\n\r\n")
            .await
            .unwrap();
        text
    };
    let limit = std::time::Duration::from_secs(5);
    let text = tokio::time::timeout(limit, heard).await.unwrap();
    let body: Value = serde_json::from_str(text.split("\r\n\r\n").nth(1).unwrap()).unwrap();
    assert_eq!(body["event"], "chargeback.update");
    assert_eq!(body["confirmHash"], hash);
    assert_eq!(body["Chargeback"]["status"], "canceledDispute");
    assert!(body["Transaction"]["galaxPayId"].is_number());
}

#[tokio::test]
async fn the_simulator_makes_a_chargeback() {
    let desk = Desk::open().await;
    let before = desk.list("").await.len();
    let sent = desk
        .shop
        .http
        .post(desk.url("/chargeback/simulate?account=1"))
        .bearer_auth(&desk.token)
        .json(&json!({"chargebackvalue": 25_990, "tid": "tid-demo-1"}))
        .send()
        .await
        .unwrap();
    assert_eq!(sent.status(), 200);
    let rows = desk.list("").await;
    assert_eq!(rows.len(), before + 1);
    assert_eq!(
        (&rows[0]["value"], &rows[0]["status"]),
        (&json!(25_990), &json!("awaitingDocumentation"))
    );
}
