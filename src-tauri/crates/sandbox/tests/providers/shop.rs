//! A running sandbox with a plain client, for the tests beside this file.

use std::sync::Once;

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use tvist_sandbox::{Builder, Control, Running, Sandbox};

/// A status, the headers and the JSON body.
pub struct Reply {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub body: Value,
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    pub fn error(&self, member: &str) -> &str {
        self.body["error"][member].as_str().unwrap_or("")
    }

    pub fn ok(self) -> Value {
        assert_eq!(self.status, 200, "{}", self.body);
        self.body
    }
}

pub struct Shop {
    pub running: Running,
    pub http: reqwest::Client,
    pub key: String,
}

static PROVIDER: Once = Once::new();

/// 22 November 2026, 05:00 UTC.
pub fn start() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_323_600, 0).unwrap()
}

#[expect(
    clippy::disallowed_methods,
    reason = "the tests call their own server on loopback"
)]
pub fn client() -> reqwest::Client {
    PROVIDER.call_once(|| {
        rustls::crypto::ring::default_provider()
            .install_default()
            .unwrap();
    });
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap()
}

impl Shop {
    pub async fn open() -> Self {
        Self::with(Sandbox::builder(start()).seed(7).standing_clock()).await
    }

    pub async fn with(builder: Builder) -> Self {
        let http = client();
        let running = builder.start().await.unwrap();
        let key = running.stripe().secrets["secret_key"]
            .as_str()
            .unwrap()
            .to_owned();
        Self { running, http, key }
    }

    pub fn control(&self) -> Control {
        self.running.control()
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.running.stripe().api_base)
    }

    pub fn act(&self, act: Value) -> Value {
        self.control().act("stripe", &act).unwrap()
    }

    /// The dispute of a named practice case.
    pub fn case(&self, name: &str) -> String {
        let all = self.act(json!({"act": "disputes"}));
        all["disputes"]
            .as_array()
            .unwrap()
            .iter()
            .find(|row| row["case"] == name)
            .unwrap_or_else(|| panic!("no case {name}"))["id"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    pub fn days(&self, days: i64) {
        self.control().advance(TimeDelta::days(days));
    }

    pub fn seconds(&self, seconds: i64) {
        self.control().advance(TimeDelta::seconds(seconds));
    }

    /// Waits until a call to this path is under way.
    pub async fn is_asked(&self, path: &str) {
        let asked = async {
            let is_it = |one: &tvist_sandbox::LoggedRequest| one.path == path;
            while !self.control().requests().iter().any(is_it) {
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
        };
        let limit = std::time::Duration::from_secs(60);
        tokio::time::timeout(limit, asked).await.expect("a call");
    }

    pub fn effect(&self, id: &str, act: &str) -> u64 {
        self.control().effect("stripe", id, act)
    }

    async fn reply(response: reqwest::Response) -> Reply {
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let text = response.text().await.unwrap();
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        Reply {
            status,
            headers,
            body,
        }
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.get_as(&self.key, path).await
    }

    pub async fn get_as(&self, key: &str, path: &str) -> Reply {
        let sent = self.http.get(self.url(path)).bearer_auth(key).send().await;
        Self::reply(sent.unwrap()).await
    }

    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> Reply {
        Self::reply(self.try_post(path, form, &[]).await.unwrap()).await
    }

    pub async fn post_with(
        &self,
        path: &str,
        form: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Reply {
        Self::reply(self.try_post(path, form, headers).await.unwrap()).await
    }

    pub async fn try_post(
        &self,
        path: &str,
        form: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Result<reqwest::Response, reqwest::Error> {
        let mut request = self
            .http
            .post(self.url(path))
            .bearer_auth(&self.key)
            .form(form);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send().await
    }

    pub async fn upload(&self, name: &str, bytes: Vec<u8>) -> Reply {
        let form = Form::new()
            .text("purpose", "dispute_evidence")
            .part("file", Part::bytes(bytes).file_name(name.to_owned()));
        let sent = self
            .http
            .post(self.url("/v1/files"))
            .bearer_auth(&self.key)
            .multipart(form)
            .send()
            .await;
        Self::reply(sent.unwrap()).await
    }

    pub async fn dispute(&self, id: &str) -> Value {
        self.get(&format!("/v1/disputes/{id}")).await.ok()
    }

    /// Types of the events about one object since the start, oldest first.
    pub async fn events_of(&self, id: &str) -> Vec<String> {
        let since = start().timestamp();
        let path = format!("/v1/events?limit=100&created[gte]={since}");
        let list = self.get(&path).await.ok();
        let mut kinds: Vec<String> = list["data"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|event| event["data"]["object"]["id"] == id)
            .map(|event| event["type"].as_str().unwrap().to_owned())
            .collect();
        kinds.reverse();
        kinds
    }
}

/// A PDF with so many empty pages and at least so many bytes.
pub fn pdf(pages: usize, bytes: usize) -> Vec<u8> {
    use lopdf::{Document, Object, Stream, dictionary};
    let mut document = Document::with_version("1.5");
    let parent = document.new_object_id();
    let filler = vec![b' '; bytes];
    let content = document.add_object(Stream::new(dictionary! {}, filler));
    let kids: Vec<Object> = (0..pages)
        .map(|_| {
            document
                .add_object(dictionary! {
                    "Type" => "Page", "Parent" => parent, "Contents" => content,
                    "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
                })
                .into()
        })
        .collect();
    let count = i64::try_from(pages).unwrap();
    document.objects.insert(
        parent,
        Object::Dictionary(dictionary! {"Type" => "Pages", "Kids" => kids, "Count" => count}),
    );
    let root = document.add_object(dictionary! {"Type" => "Catalog", "Pages" => parent});
    document.trailer.set("Root", root);
    let mut out = Vec::new();
    document.save_to(&mut out).unwrap();
    out
}
