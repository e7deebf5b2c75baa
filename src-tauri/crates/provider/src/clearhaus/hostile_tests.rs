//! Whatever Clearhaus, or somebody in its place, answers: a case, an entry that is skipped, or an error; never an end.

use super::convert::{self, Facts, Zone};
use super::link::{Links, expand, last_segment, takes};
use super::tests::record;
use super::{Clearhaus, wire};
use crate::adapter::{Adapter as _, File};
use crate::hostile::quoting::{self, Shown};
use crate::hostile::{self, CASES, Hostile, derived, server};
use crate::http::testing::Server;
use chrono_tz::Tz;
use proptest::prelude::*;
use secrecy::SecretString;
use serde_json::{Value, json};
use tvist_domain::clock::Timestamp;
use tvist_domain::provider::Environment;
use tvist_domain::rules;

const BASE: &str = "https://merchant.test";

fn seen() -> Timestamp {
    "2025-03-05T12:00:00Z".parse().unwrap()
}

fn transaction() -> Value {
    json!({"id": "t-1", "amount": 1999, "currency": "DKK", "processed_at": "2025-01-19T14:03:27Z", "reference": "SE-1042",
           "threed_secure": "full", "3dsecure": {"status": "Y", "version": "2.2.0"}, "arn": "7".repeat(23),
           "card": {"scheme": "mastercard", "last4": "0004"}})
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(CASES))]

    #[test]
    fn any_entry_is_a_case_or_is_skipped(seed in any::<u64>()) {
        let mut hostile = Hostile::new(seed);
        let body = hostile.body(&[record(BASE, "d1", "open"), record(BASE, "d2", "lost")]);
        let other = hostile.body(&[transaction()]);
        let named = other.get("reference").and_then(Value::as_str);
        let zone = Zone::told(rules::clearhaus::zone(named).unwrap_or(Tz::UTC));
        let facts = Facts::read(Some(wire::Transaction::read(&other)), zone);
        if let Ok(case) = convert::dispute(&body, &facts, true, seen()) {
            derived::look_at(&case, seen());
        }
        let _ = (wire::File::read(&other).size, wire::Comment::read(&other).body);
        let _ = wire::items(&json!({"_embedded": {"ch:disputes": other}}), "ch:disputes");
        for link in Links::of(&body).all("ch:stamps") {
            let _ = (expand(link.href, &[("query", "å &")]), takes(link.href, "query"));
            let _ = last_segment(link.href);
        }
    }

    #[test]
    fn any_link_is_filled_in_or_left(href in "[{}?&/,:*a-cåé]{0,24}") {
        let filled = expand(&href, &[("a", "å b"), ("b", "{c}")]);
        prop_assert!(!filled.contains('{'), "{}", filled);
        let _ = (takes(&href, "a"), last_segment(&href));
    }
}

fn honest(path: &str, base: &str) -> (Value, bool) {
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    match parts.as_slice() {
        ["oauth", "token"] => (json!({"access_token": "t", "expires_in": 86_400}), false),
        [""] => {
            let links = json!({
                "oauth2-token": {"href": format!("{base}/oauth/token")},
                "ch:accounts": {"href": format!("{base}/accounts{{?query,page,per_page}}")},
                "ch:transactions": {"href": format!("{base}/transactions{{?query,per_page}}")},
                "ch:disputes": {"href": format!("{base}/disputes{{?query,page,per_page}}")}
            });
            (json!({"_links": links}), false)
        }
        ["disputes"] => {
            let items = [
                record(base, "d1", "open"),
                record(base, "d2", "under_review"),
            ];
            (
                json!({"count": 2, "_links": {}, "_embedded": {"ch:disputes": items}}),
                true,
            )
        }
        ["disputes", id] => (record(base, id, "open"), true),
        ["disputes", _, "files"] => {
            let file = json!({"label": "a", "name": "a.pdf", "size": 4, "_links": {"self": {"href": format!("{base}/files/1")},
                "ch:content": {"href": format!("{base}/files/1/content")}, "ch:upload": {"href": format!("{base}/up")}}});
            (
                json!({"_links": {}, "_embedded": {"ch:files": [file]}}),
                true,
            )
        }
        ["disputes", _, "comments"] => {
            let comment = json!({"body": "x", "created_at": "2025-03-05T09:12:44.120Z"});
            (
                json!({"_links": {}, "_embedded": {"ch:comments": [comment]}}),
                true,
            )
        }
        ["accounts", _] => (json!({"timezone": "Europe/Helsinki"}), true),
        ["accounts"] => (
            json!({"_links": {}, "_embedded": {"ch:accounts": [{"name": "Nordbutik"}]}}),
            true,
        ),
        _ => (transaction(), true),
    }
}

/// Asks for everything that there is to ask for.
async fn everything(server: &Server, secret: &str) -> Shown {
    let mut shown = Shown::default();
    let base = server.base.as_str().trim_end_matches('/').to_owned();
    let clearhaus = Clearhaus::with_limits(
        "id".to_owned(),
        SecretString::from(secret),
        Some(server.base.clone()),
        Environment::Test,
        server::impatient(),
    )
    .unwrap();
    let facts = Facts::read(None, Zone::told(Tz::UTC));
    let case = convert::dispute(&record(&base, "d1", "open"), &facts, false, seen()).unwrap();
    shown.note(clearhaus.check(seen()).await);
    hostile::syncs_twice(&clearhaus, &mut shown, ["d1", "d7"], seen()).await;
    let file = File {
        field: "documents".into(),
        name: "a.pdf".into(),
        media_type: "application/pdf",
        bytes: b"%PDF".to_vec(),
    };
    shown.note(clearhaus.read(&case).await);
    shown.note(clearhaus.upload(&case, &file).await);
    if let Some(documents) = shown.note(clearhaus.documents(&case).await) {
        for document in documents.iter().take(2) {
            shown.note(clearhaus.document_bytes(&case, &document.id).await);
        }
    }
    shown.note(clearhaus.comments(&case).await);
    shown.note(clearhaus.comment(&case, "x").await);
    let call = clearhaus.accept(&case, "intent").unwrap();
    shown.also(&clearhaus.send(&call, &case).await);
    shown.note(clearhaus.judge(&call, &case, "intent").await);
    shown
}

#[tokio::test]
async fn any_answer_of_a_server_is_an_outcome() {
    for seed in 0..server::SEEDS {
        let server = server::start(seed, |seen| {
            let host = seen.header("host").unwrap_or_default();
            honest(seen.path(), &format!("http://{host}"))
        })
        .await;
        everything(&server, "secret").await;
        assert!(!server.seen().is_empty());
    }
}

#[tokio::test]
async fn a_call_that_is_quoted_back_brings_nothing_private_along() {
    const SECRET: &str = "CANARYsecret9903clearhaus";
    let _ = crate::heard::log();
    let mut shown = Shown::default();
    for (status, signs_in) in quoting::WAYS {
        let server = quoting::start(status, signs_in).await;
        shown.and(&everything(&server, SECRET).await);
    }
    shown.has_none_of(&[SECRET, quoting::TOKEN]);
}
