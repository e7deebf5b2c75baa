//! A server that means no good: it begins each answer as a real one and spoils status, headers, bytes and body.

use super::Hostile;
use crate::http::Limits;
use crate::http::testing::{Reaction, Seen, Server, quick};
use serde_json::Value;
use std::sync::Mutex;
use std::time::Duration;

/// Servers an adapter; each answers some twenty requests.
pub(crate) const SEEDS: u64 = 40;

const STATUSES: [u16; 20] = [
    200, 200, 200, 200, 200, 200, 200, 201, 202, 204, 206, 302, 400, 401, 403, 404, 409, 422, 429,
    503,
];

const HEADERS: &[(&str, &[&str])] = &[
    (
        "retry-after",
        &[
            "0",
            "18446744073709551615",
            "18446744073709551616",
            "-1",
            "soon",
        ],
    ),
    (
        "date",
        &[
            "31 Dec 262142 23:59:59 +0000",
            "01 Jan 0000 00:00:00 +2359",
            "Sun, 22 Nov 2026 05:00:00 GMT",
            "Wed, 31 Dec 2200 23:59:59 GMT",
            "Sat, 01 Jan 2000 00:00:00 GMT",
            "\u{1}",
        ],
    ),
    ("stripe-should-retry", &["true", "false", "x"]),
    ("idempotent-replayed", &["true"]),
    ("stripe-rate-limited-reason", &["x"]),
    ("request-id", &["", "../../x", "req_1"]),
    (
        "location",
        &["//", "https://elsewhere.test/", "/", "http://127.0.0.1:1/"],
    ),
    (
        "content-type",
        &["text/html", "application/json; charset=utf-16", ""],
    ),
    ("content-encoding", &["gzip", "br", "x"]),
];

/// Limits by which a test of many answers ends soon; nothing is tried again.
pub(crate) fn impatient() -> Limits {
    Limits {
        tries: 1,
        patience: Duration::from_millis(50),
        apart: Duration::from_millis(1),
        ..quick()
    }
}

/// Starts it. `whole` gives the honest answer to a request and whether it may be spoilt: a sign-in that is always refused
/// would leave nothing else to be tried.
pub(crate) async fn start(
    seed: u64,
    whole: impl Fn(&Seen) -> (Value, bool) + Send + Sync + 'static,
) -> Server {
    let hostile = Mutex::new(Hostile::new(seed));
    Server::start(move |seen| {
        let mut hostile = hostile.lock().unwrap();
        let (answer, may_spoil) = whole(seen);
        if !may_spoil && !hostile.once_in(20) {
            return Reaction::Json(200, answer);
        }
        react(&mut hostile, &answer)
    })
    .await
}

fn react(hostile: &mut Hostile, answer: &Value) -> Reaction {
    let mut headers = Vec::new();
    for (name, values) in HEADERS {
        if hostile.once_in(6) {
            headers.push((*name, hostile.one_of(values).to_owned()));
        }
    }
    let body = if hostile.once_in(3) {
        answer.clone()
    } else {
        hostile.body(std::slice::from_ref(answer))
    };
    let mut bytes = body.to_string().into_bytes();
    match hostile.below(30) {
        0 => return Reaction::Reset,
        1 => {
            return Reaction::Raw(
                b"HTTP/1.1 999 \r\nretry-after: 99999999999999999999\r\n\r\n".to_vec(),
            );
        }
        2 => bytes.truncate(hostile.below(bytes.len() + 1)),
        3 => bytes = b"<html>\xff\xfe</html>".to_vec(),
        4 => bytes = br#"{"a":1e400,"b":"\ud83d"}"#.to_vec(),
        _ => {}
    }
    Reaction::With(hostile.one_of(&STATUSES), headers, bytes)
}
