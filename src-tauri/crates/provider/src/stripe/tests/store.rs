//! Files, and what is written without being sent.

use super::compose::pack;
use super::{card, read, stripe, with};
use crate::ProviderError;
use crate::adapter::{Adapter as _, File, Origin};
use crate::http::testing::{Reaction, Server, json as good};
use serde_json::{Value, json};
use std::collections::HashSet;

fn file(bytes: &[u8]) -> File {
    File {
        field: "receipt".into(),
        name: "receipt.pdf".into(),
        media_type: "application/pdf",
        bytes: bytes.to_vec(),
    }
}

fn stored(size: usize) -> Value {
    json!({"id": "file_1", "object": "file", "purpose": "dispute_evidence", "size": size, "type": "pdf", "filename": "receipt.pdf"})
}

#[tokio::test]
async fn a_file_is_put_unattached_and_its_size_is_checked() {
    let server = Server::start(|_| good(stored(8))).await;
    let stripe = stripe(&server);
    let case = read(card());
    let remote = stripe.upload(&case, &file(b"%PDF-1.7")).await.unwrap();
    assert_eq!(
        (remote.field.as_str(), remote.id.as_str(), remote.bytes),
        ("receipt", "file_1", 8)
    );
    stripe.upload(&case, &file(b"%PDF-1.7")).await.unwrap();
    let seen = server.seen();
    assert_eq!(
        (seen[0].method.as_str(), seen[0].target.as_str()),
        ("POST", "/v1/files")
    );
    assert!(
        seen[0]
            .header("content-type")
            .unwrap()
            .starts_with("multipart/form-data")
    );
    assert!(
        seen[0]
            .body
            .contains("name=\"purpose\"\r\n\r\ndispute_evidence")
    );
    assert!(seen[0].body.contains(
        "name=\"file\"; filename=\"receipt.pdf\"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7"
    ));
    assert_eq!(
        seen[0].header("idempotency-key"),
        seen[1].header("idempotency-key"),
        "the same file has the same key"
    );
    assert!(
        !seen[0].body.contains("du_1card"),
        "it isn't tied to the case"
    );
}

#[tokio::test]
async fn keys_of_files_differ_by_case_field_and_content() {
    let server = Server::start(|_| good(stored(1))).await;
    let stripe = stripe(&server);
    let case = read(card());
    let other = read(with(card(), "id", json!("du_2")));
    let field = File {
        field: "refund_policy".into(),
        ..file(b"a")
    };
    for (case, file) in [
        (&case, &file(b"a")),
        (&other, &file(b"a")),
        (&case, &field),
        (&case, &file(b"b")),
    ] {
        stripe.upload(case, file).await.unwrap();
    }
    let keys: HashSet<String> = server
        .seen()
        .iter()
        .map(|s| s.header("idempotency-key").unwrap().to_owned())
        .collect();
    assert_eq!(keys.len(), 4);
}

#[tokio::test]
async fn a_file_that_arrived_with_another_size_is_not_used() {
    for odd in [
        stored(7),
        with(stored(8), "size", Value::Null),
        with(stored(8), "purpose", json!("logo")),
        with(stored(8), "id", json!("../x")),
    ] {
        let server = Server::start(move |_| good(odd.clone())).await;
        let result = stripe(&server)
            .upload(&read(card()), &file(b"%PDF-1.7"))
            .await;
        assert!(matches!(result, Err(ProviderError::Protocol { .. })));
    }
}

#[tokio::test]
async fn a_stored_server_error_is_not_asked_for_again_under_its_key() {
    let server = Server::start(|_| {
        Reaction::With(
            500,
            vec![("idempotent-replayed", "true".into())],
            b"{}".to_vec(),
        )
    })
    .await;
    let result = stripe(&server).upload(&read(card()), &file(b"x")).await;
    assert!(matches!(result, Err(ProviderError::Unavailable { .. })));
    let keys: HashSet<String> = server
        .seen()
        .iter()
        .map(|s| s.header("idempotency-key").unwrap().to_owned())
        .collect();
    assert_eq!(keys.len(), 3);
}

#[tokio::test]
async fn the_setting_to_manual_never_sends() {
    let server =
        Server::start(|_| good(with(card(), "intended_submission_method", json!("manual")))).await;
    let case = read(with(
        card(),
        "intended_submission_method",
        json!("prefer_manual"),
    ));
    let now = stripe(&server).set_manual(&case).await.unwrap();
    assert_eq!(now.auto_answer, tvist_domain::dispute::AutoAnswer::Manual);
    let seen = server.seen();
    assert_eq!(seen[0].target, "/v1/disputes/du_1card");
    assert_eq!(
        seen[0].body,
        "intended_submission_method=manual&submit=false"
    );
    let without = stripe(&server).set_manual(&read(card())).await;
    assert!(matches!(without, Err(ProviderError::Unsupported)));
}

#[tokio::test]
async fn staging_for_eligibility_never_sends_and_takes_nothing_else() {
    let path = "evidence_details.enhanced_eligibility.visa_compelling_evidence_3";
    let server = Server::start(move |_| {
        good(with(
            card(),
            path,
            json!({"status": "qualified", "required_actions": []}),
        ))
    })
    .await;
    let stripe = stripe(&server);
    let ce3 =
        "enhanced_evidence.visa_compelling_evidence_3.disputed_transaction.merchandise_or_services";
    let now = stripe
        .stage_for_eligibility(&read(card()), &pack(&[(ce3, "merchandise")]))
        .await
        .unwrap();
    assert_eq!(now.special_evidence[0].status.as_deref(), Some("qualified"));
    let seen = server.seen();
    assert_eq!(seen[0].form("submit").as_deref(), Some("false"));
    assert_eq!(
        seen[0].form("metadata[tvist_intent]"),
        None,
        "only a sent answer is marked"
    );
    let other = stripe
        .stage_for_eligibility(&read(card()), &pack(&[("customer_name", "x")]))
        .await;
    assert!(matches!(other, Err(ProviderError::Settings { .. })));
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn files_that_lie_with_the_case_are_listed_and_fetched() {
    let server = Server::start(|seen| match seen.path() {
        "/v1/files/file_1" => good(stored(18)),
        "/v1/files/file_1/contents" => {
            Reaction::With(200, vec![], b"{\"not\":\"parsed\"}  ".to_vec())
        }
        _ => Reaction::Json(404, json!({"error": {"code": "resource_missing"}})),
    })
    .await;
    let stripe = stripe(&server);
    let value = with(card(), "evidence.receipt", json!("file_1"));
    let value = with(value, "evidence.refund_policy", json!({"id": "file_gone"}));
    let case = read(with(value, "evidence.customer_signature", json!("../x")));
    let documents = stripe.documents(&case).await.unwrap();
    assert_eq!(documents.len(), 2);
    assert_eq!(
        (
            documents[0].id.as_str(),
            documents[0].name.as_str(),
            documents[0].bytes
        ),
        ("file_1", "receipt.pdf", Some(18))
    );
    assert_eq!(documents[0].media_type.as_deref(), Some("application/pdf"));
    assert_eq!(
        (documents[1].name.as_str(), documents[1].bytes),
        ("refund_policy", None)
    );
    assert!(documents.iter().all(|d| d.origin == Origin::Merchant));
    assert_eq!(
        stripe.document_bytes(&case, "file_1").await.unwrap(),
        b"{\"not\":\"parsed\"}  "
    );
    assert!(matches!(
        stripe.document_bytes(&case, "file_9").await,
        Err(ProviderError::NotFound)
    ));
}
