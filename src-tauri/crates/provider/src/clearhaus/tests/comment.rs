//! Remarks: read, and written once.

use super::*;

#[tokio::test]
async fn comments_are_read_and_written() {
    let (server, shared, adapter) = world().await;
    let case = one_case(&server, &shared, &adapter).await;
    let comments = adapter.comments(&case).await.unwrap();
    assert_eq!(comments.len(), 1);
    assert_eq!(comments[0].author.as_deref(), Some("Dispute team"));
    let made = adapter.comment(&case, "Proof on page 3.").await.unwrap();
    assert_eq!(made.body, "Proof on page 3.");
    assert!(made.at.is_some());
}

#[tokio::test]
async fn a_remark_is_written_once_and_a_lost_answer_settled_by_reading() {
    for (how, written, sent) in [
        (Stamp::Good, true, false),
        (Stamp::CutAfter, true, false),
        (Stamp::ErrorAfter, true, false),
        (Stamp::CutBefore, false, true),
        (Stamp::Refused, false, false),
    ] {
        let (server, shared, adapter) = world().await;
        let case = one_case(&server, &shared, &adapter).await;
        shared.lock().unwrap().comment = how;
        // The same words were there already: only one more of them counts.
        shared.lock().unwrap().written = vec![json!({"id": "c0", "body": "On page 3."})];
        let made = adapter.comment(&case, "On page 3.").await;
        assert_eq!(made.is_ok(), written);
        assert_eq!(made.is_err_and(|broken| broken.sent), sent);
        assert_eq!(server.count("POST /disputes/d1/comments"), 1);
    }
}
