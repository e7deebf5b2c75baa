//! Clearhaus, by the sections of clearhaus.md.

use serde_json::{Value, json};
use tvist_sandbox::{Fault, FaultRule, Sandbox};

use crate::shop::{Shop, start};

/// A shop with a token.
struct Desk {
    shop: Shop,
    base: String,
    token: String,
}

/// A href without its template tail.
fn plain(href: &Value) -> String {
    let href = href.as_str().unwrap();
    href.split('{').next().unwrap().to_owned()
}

impl Desk {
    async fn open() -> Self {
        Self::of(Shop::open().await).await
    }

    async fn of(shop: Shop) -> Self {
        let base = shop.running.clearhaus().api_base.clone();
        let mut desk = Self {
            shop,
            base,
            token: String::new(),
        };
        desk.sign_in().await;
        desk
    }

    async fn sign_in(&mut self) {
        let (status, body) = self.ask_token(&self.base.clone(), None).await;
        assert_eq!(status, 200, "{body}");
        assert_eq!(body["expires_in"], 86_400);
        self.token = body["access_token"].as_str().unwrap().to_owned();
    }

    async fn ask_token(&self, audience: &str, secret: Option<&str>) -> (u16, Value) {
        let secrets = &self.shop.running.clearhaus().secrets;
        let sent = self
            .shop
            .http
            .post(format!("{}/oauth/token", self.base))
            .basic_auth(
                secrets["client_id"].as_str().unwrap(),
                Some(secret.unwrap_or(secrets["client_secret"].as_str().unwrap())),
            )
            .form(&[("grant_type", "client_credentials"), ("audience", audience)])
            .send()
            .await
            .unwrap();
        (sent.status().as_u16(), sent.json().await.unwrap())
    }

    async fn get(&self, url: &str) -> (u16, Value) {
        let sent = self.shop.http.get(url).bearer_auth(&self.token).send();
        let sent = sent.await.unwrap();
        let status = sent.status().as_u16();
        (status, sent.json().await.unwrap_or(Value::Null))
    }

    async fn ok(&self, url: &str) -> Value {
        let (status, body) = self.get(url).await;
        assert_eq!(status, 200, "{url}: {body}");
        body
    }

    fn act(&self, act: Value) -> Value {
        self.shop.control().act("clearhaus", &act).unwrap()
    }

    fn case(&self, name: &str) -> String {
        let all = self.act(json!({"act": "disputes"}));
        let rows = all["disputes"].as_array().unwrap();
        let row = rows.iter().find(|row| row["case"] == name).unwrap();
        row["id"].as_str().unwrap().to_owned()
    }

    async fn dispute(&self, id: &str) -> Value {
        self.ok(&format!("{}/disputes/{id}", self.base)).await
    }

    async fn status(&self, id: &str) -> String {
        self.dispute(id).await["status"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// The href of a stamp, if it is shown.
    async fn stamp(&self, id: &str, name: &str) -> Option<String> {
        let stamps = self.dispute(id).await["_links"]["ch:stamps"].clone();
        let list = match stamps {
            Value::Array(list) => list,
            Value::Null => return None,
            one => vec![one],
        };
        let found = list.iter().find(|stamp| stamp["name"] == name)?;
        Some(plain(&found["href"]))
    }

    async fn put(&self, url: &str) -> u16 {
        let sent = self.shop.http.put(url).bearer_auth(&self.token).send();
        sent.await.unwrap().status().as_u16()
    }

    /// Creates a file and returns it.
    async fn file(&self, id: &str, size: usize) -> Value {
        let url = format!("{}/disputes/{id}/files", self.base);
        let body = json!({
            "label": "merchant documentation", "name": "defence.pdf",
            "content_type": "application/pdf", "size": size,
        });
        let sent = self
            .shop
            .http
            .post(url)
            .bearer_auth(&self.token)
            .json(&body);
        let sent = sent.send().await.unwrap();
        assert_eq!(sent.status(), 201);
        sent.json().await.unwrap()
    }

    fn data(file: &Value, name: &str) -> Option<String> {
        let links = file["_links"]["ch:data"].as_array().unwrap();
        let found = links.iter().find(|link| link["name"] == name)?;
        Some(plain(&found["href"]))
    }

    async fn upload(&self, file: &Value, bytes: &[u8], bearer: bool) -> u16 {
        let url = Self::data(file, "upload").unwrap();
        let mut request = self
            .shop
            .http
            .put(url)
            .header("content-type", "application/pdf")
            .body(bytes.to_vec());
        if bearer {
            request = request.bearer_auth(&self.token);
        }
        request.send().await.unwrap().status().as_u16()
    }

    fn effect(&self, id: &str, act: &str) -> u64 {
        self.shop.control().effect("clearhaus", id, act)
    }
}

#[tokio::test]
async fn a_token_takes_the_right_secret_and_audience_and_lives_a_day() {
    let desk = Desk::open().await;
    let (status, body) = desk.ask_token(&desk.base, Some("wrong")).await;
    assert_eq!((status, &body["error"]), (401, &json!("invalid_client")));
    let (status, _) = desk.ask_token(&format!("{}/", desk.base), None).await;
    assert_eq!(status, 400);
    let url = format!("{}/disputes", desk.base);
    assert_eq!(desk.get(&url).await.0, 200);
    desk.shop.seconds(86_401);
    assert_eq!(desk.get(&url).await.0, 401);
}

#[tokio::test]
async fn the_root_shows_what_the_client_may_use() {
    let desk = Desk::open().await;
    let root = desk.ok(&desk.base).await;
    for rel in [
        "ch:accounts",
        "ch:disputes",
        "ch:transactions",
        "oauth2-token",
    ] {
        assert!(root["_links"][rel]["href"].is_string(), "{rel}");
    }
    let bare: Value = desk
        .shop
        .http
        .get(&desk.base)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert!(bare["_links"]["ch:disputes"].is_null());
    assert!(bare["_links"]["oauth2-token"].is_object());
    desk.act(json!({"act": "allow_disputes", "allowed": false}));
    assert!(desk.ok(&desk.base).await["_links"]["ch:disputes"].is_null());
    assert_eq!(desk.get(&format!("{}/disputes", desk.base)).await.0, 403);
    let accounts = desk
        .ok(&plain(&root["_links"]["ch:accounts"]["href"]))
        .await;
    let first = &accounts["_embedded"]["ch:accounts"][0];
    assert_eq!(first["timezone"], "Europe/Stockholm");
}

#[tokio::test]
async fn lists_are_paged_by_next_and_filtered_by_the_query_language() {
    let builder = Sandbox::builder(start())
        .seed(7)
        .disputes(70)
        .standing_clock();
    let desk = Desk::of(Shop::with(builder).await).await;
    let (mut url, mut seen) = (format!("{}/disputes", desk.base), 0);
    for _ in 0..10 {
        let page = desk.ok(&url).await;
        let rows = page["_embedded"]["ch:disputes"].as_array().unwrap();
        assert!(rows.len() <= 20);
        seen += rows.len();
        match page["_links"]["next"]["href"].as_str() {
            Some(next) => url = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(seen, 70);
    for status in ["open", "under_review", "refuted", "won", "lost"] {
        let list = desk
            .ok(&format!("{}/disputes?query=status:{status}", desk.base))
            .await;
        let rows = list["_embedded"]["ch:disputes"].as_array().unwrap();
        assert!(!rows.is_empty(), "{status}");
        assert!(rows.iter().all(|row| row["status"] == status));
    }
    let recent = format!(
        "{}/disputes?query=opened:%3E%3D2026-11-15+reason:fraud",
        desk.base
    );
    let list = desk.ok(&recent).await;
    let rows = list["_embedded"]["ch:disputes"].as_array().unwrap();
    assert!(rows.iter().all(|row| row["reason"] == "fraud"));
    let bad = format!("{}/disputes?query=status:open,won", desk.base);
    assert_eq!(desk.get(&bad).await.0, 400);
}

#[tokio::test]
async fn a_dispute_links_to_its_account_and_payment() {
    let desk = Desk::open().await;
    let dispute = desk.dispute(&desk.case("fraud-secure")).await;
    assert_eq!(dispute["type"], "1st_chargeback");
    assert!(dispute["due_at"].as_str().unwrap().len() == 10);
    let payment = desk
        .ok(&plain(&dispute["_links"]["ch:transaction"]["href"]))
        .await;
    assert_eq!(payment["threed_secure"], "full");
    assert_eq!(payment["arn"], dispute["reference"]);
    let account = desk
        .ok(&plain(&dispute["_links"]["ch:account"]["href"]))
        .await;
    assert_eq!(account["currency"], "SEK");
    let url = plain(&dispute["_links"]["self"]["href"]);
    let sent = desk
        .shop
        .http
        .delete(&url)
        .bearer_auth(&desk.token)
        .send()
        .await
        .unwrap();
    assert_eq!(sent.status(), 405);
    let one = desk.dispute(&desk.case("request")).await;
    assert!(
        one["_links"]["ch:stamps"].is_object(),
        "a single stamp is no array"
    );
}

#[tokio::test]
async fn files_go_to_a_foreign_host_without_the_token() {
    let desk = Desk::open().await;
    let id = desk.case("not-provided");
    let issuer = desk.ok(&format!("{}/disputes/{id}/files", desk.base)).await;
    let listed = issuer["_embedded"]["ch:files"].as_array().unwrap();
    assert_eq!(listed.len(), 1);
    assert!(listed[0].get("id").is_none());
    let bytes = b"%PDF-1.7 defence".to_vec();
    let file = desk.file(&id, bytes.len()).await;
    let upload = Desk::data(&file, "upload").unwrap();
    assert!(!upload.starts_with(&desk.base), "another host");
    assert_eq!(desk.upload(&file, &bytes, true).await, 400);
    assert_eq!(desk.upload(&file, &bytes, false).await, 200);
    let own = plain(&file["_links"]["self"]["href"]);
    let again = desk.ok(&own).await;
    assert_eq!(again["size"], bytes.len());
    let download = Desk::data(&again, "download").unwrap();
    let got = desk
        .shop
        .http
        .get(&download)
        .bearer_auth(&desk.token)
        .send()
        .await
        .unwrap();
    assert_eq!(got.bytes().await.unwrap(), bytes);
    let stale = desk.file(&id, 3).await;
    desk.shop.seconds(901);
    assert_eq!(desk.upload(&stale, b"abc", false).await, 403);
    let gone = desk
        .shop
        .http
        .delete(&own)
        .bearer_auth(&desk.token)
        .send()
        .await
        .unwrap();
    assert_eq!(gone.status(), 204);
    assert_eq!(desk.get(&own).await.0, 404);
}

#[tokio::test]
async fn comments_are_kept_and_need_a_body() {
    let desk = Desk::open().await;
    let id = desk.case("returned");
    let url = format!("{}/disputes/{id}/comments", desk.base);
    let list = desk.ok(&url).await;
    let first = &list["_embedded"]["ch:comments"][0];
    assert_eq!(first["_embedded"]["author"]["name"], "Dispute team");
    let say = |body: Value| {
        desk.shop
            .http
            .post(&url)
            .bearer_auth(&desk.token)
            .json(&body)
            .send()
    };
    assert_eq!(say(json!({})).await.unwrap().status(), 422);
    assert_eq!(
        say(json!({"body": "See page 3."})).await.unwrap().status(),
        201
    );
    let list = desk.ok(&url).await;
    assert_eq!(list["_embedded"]["ch:comments"][1]["body"], "See page 3.");
}

#[tokio::test]
async fn refuting_goes_through_review_to_the_issuer() {
    let desk = Desk::open().await;
    let id = desk.case("not-provided");
    let file = desk.file(&id, 4).await;
    desk.upload(&file, b"%PDF", false).await;
    let stamp = desk.stamp(&id, "refuted").await.unwrap();
    assert_eq!(desk.put(&stamp).await, 204);
    assert_eq!(desk.status(&id).await, "under_review");
    assert!(desk.stamp(&id, "refuted").await.is_none());
    assert_eq!(desk.put(&stamp).await, 404, "not a second time");
    assert_eq!(desk.effect(&id, "submit"), 1);
    desk.shop.days(1);
    let mut desk = desk;
    desk.sign_in().await;
    assert_eq!(desk.status(&id).await, "refuted");
    desk.shop.days(31);
    desk.sign_in().await;
    assert_eq!(desk.status(&id).await, "won");
}

#[tokio::test]
async fn an_answer_without_documents_comes_back() {
    let mut desk = Desk::open().await;
    let id = desk.case("duplicate");
    let stamp = desk.stamp(&id, "refuted").await.unwrap();
    desk.put(&stamp).await;
    desk.shop.days(1);
    desk.sign_in().await;
    assert_eq!(desk.status(&id).await, "open");
    assert!(desk.stamp(&id, "refuted").await.is_some());
    let comments = desk
        .ok(&format!("{}/disputes/{id}/comments", desk.base))
        .await;
    assert_eq!(comments["count"], 1);
    let other = desk.case("will-return");
    assert_eq!(desk.status(&other).await, "open");
}

#[tokio::test]
async fn accepting_and_silence_lose() {
    let mut desk = Desk::open().await;
    let id = desk.case("credit-partial");
    let stamp = desk.stamp(&id, "accepted").await.unwrap();
    assert_eq!(desk.put(&stamp).await, 204);
    assert_eq!(desk.status(&id).await, "lost");
    assert_eq!(desk.effect(&id, "accept"), 1);
    let silent = desk.case("fraud-due-tomorrow");
    desk.shop.days(3);
    desk.sign_in().await;
    assert_eq!(desk.status(&silent).await, "lost");
}

#[tokio::test]
async fn faults_reach_stamps_and_tokens_too() {
    let desk = Desk::open().await;
    let id = desk.case("fraud-secure");
    let stamp = desk.stamp(&id, "refuted").await.unwrap();
    desk.shop.control().add_fault(FaultRule::next(
        "PUT",
        "/disputes/*/stamps/*",
        Fault::ResetAfterApply,
    ));
    let sent = desk
        .shop
        .http
        .put(&stamp)
        .bearer_auth(&desk.token)
        .send()
        .await;
    assert!(sent.is_err());
    assert_eq!(desk.effect(&id, "submit"), 1);
    assert_eq!(desk.status(&id).await, "under_review");
    let other = desk.case("subscription");
    let stamp = desk.stamp(&other, "accepted").await.unwrap();
    desk.shop.control().add_fault(FaultRule::next(
        "PUT",
        "/disputes/*/stamps/*",
        Fault::SecondWriter,
    ));
    assert_eq!(desk.put(&stamp).await, 404);
    assert_eq!(desk.effect(&other, "accept_by_other"), 1);
    desk.shop
        .control()
        .add_fault(FaultRule::next("GET", "/disputes", Fault::TokenExpired));
    assert_eq!(desk.get(&format!("{}/disputes", desk.base)).await.0, 401);
    assert_eq!(
        desk.get(&format!("{}/disputes", desk.base)).await.0,
        401,
        "for good"
    );
}
