//! A server that quotes: whatever it is asked it refuses, and repeats the whole call in every word of its refusal, a person
//! beside it.

use crate::heard::log;
use crate::http::testing::{Reaction, Seen, Server};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::fmt::Debug;

/// The token that it gives.
pub(crate) const TOKEN: &str = "CANARYtoken9903abcdef";
/// Whom it names beside what it quotes.
const PERSON: &str = "CANARYperson9903";

/// Each way to refuse, with whether a sign-in is let through.
pub(crate) const WAYS: [(u16, bool); 8] = [
    (400, true),
    (401, true),
    (403, true),
    (409, true),
    (422, true),
    (200, true),
    (400, false),
    (403, false),
];

/// Starts it.
pub(crate) async fn start(status: u16, signs_in: bool) -> Server {
    Server::start(move |seen| match seen.path() {
        "/" => Reaction::Json(200, root(seen)),
        path if path.ends_with("/token") && signs_in => {
            Reaction::Json(200, json!({"access_token": TOKEN, "expires_in": 3_600}))
        }
        _ => refusal(status, seen),
    })
    .await
}

/// What leads to the sign-in, for whoever begins at the root.
fn root(seen: &Seen) -> Value {
    let base = format!("http://{}", seen.header("host").unwrap_or_default());
    json!({"_links": {"oauth2-token": {"href": format!("{base}/oauth/token")},
        "ch:disputes": {"href": format!("{base}/disputes{{?query,page,per_page}}")}}})
}

fn refusal(status: u16, seen: &Seen) -> Reaction {
    let credential = seen.header("authorization").unwrap_or_default();
    let bare = credential.split(' ').next_back().unwrap_or_default();
    let basic = STANDARD.decode(bare).unwrap_or_default();
    let fields: Vec<String> = ["assertion", "client_secret"]
        .iter()
        .filter_map(|name| seen.form(name))
        .collect();
    let basic = String::from_utf8_lossy(&basic).into_owned();
    let all = format!(
        "{} {credential} {basic} {} {PERSON}",
        fields.join(" "),
        seen.body
    );
    let inner = json!({"code": all, "type": all, "message": all, "description": all, "param": all,
        "details": {"Chargeback.files": [all]}});
    let body = json!({"error": inner, "code": all, "message": all, "error_description": all, "type": false});
    let headers = vec![
        ("request-id", bare.to_owned()),
        ("x-request-id", bare.to_owned()),
    ];
    Reaction::With(status, headers, body.to_string().into_bytes())
}

/// What came back, as an owner or a developer may be shown it.
#[derive(Default)]
pub(crate) struct Shown(String);

impl Shown {
    /// Takes down what failed and how; gives what didn't.
    pub(crate) fn note<T, E: Debug>(&mut self, result: Result<T, E>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.0.push_str(&format!("{error:?}\n"));
                None
            }
        }
    }

    pub(crate) fn also(&mut self, value: &impl Debug) {
        self.0.push_str(&format!("{value:?}\n"));
    }

    /// The same with what another walk brought.
    pub(crate) fn and(&mut self, other: &Self) {
        self.0.push_str(&other.0);
    }

    /// None of the secrets is in what was shown, nor in what was logged, nor is the person there.
    #[track_caller]
    pub(crate) fn has_none_of(&self, secrets: &[&str]) {
        for secret in secrets {
            assert!(!self.0.contains(secret), "{secret} in: {}", self.0);
        }
        assert!(self.0.contains("[key]"), "nothing was quoted: {}", self.0);
        log().has_none_of(&[secrets, &[PERSON]].concat());
    }
}
