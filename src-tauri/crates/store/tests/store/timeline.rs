use crate::fixture::{Folder, day, one_case};
use tvist_domain::timeline::{Entry, EntryKind, EntrySource};
use tvist_domain::{DisputeId, Money};
use tvist_store::StoreError;

fn entry(n: i64, detail: &str) -> Entry {
    Entry {
        at: day(n),
        kind: EntryKind::StatusChanged,
        detail: Some(detail.into()),
        money: Some(Money::new(-5, "JPY")),
        source: EntrySource::Observed,
    }
}

#[tokio::test]
async fn entries_come_back_by_time_and_then_in_the_order_in_which_they_were_told() {
    let folder = Folder::new();
    let store = folder.open().await;
    let (_, id) = one_case(&store).await;
    store
        .timeline_append(&id, &[entry(5, "late"), entry(3, "a")])
        .await
        .unwrap();
    store
        .timeline_append(&id, &[entry(3, "b"), entry(1, "early")])
        .await
        .unwrap();
    let told = store.timeline(&id).await.unwrap();
    assert_eq!(
        told,
        [
            entry(1, "early"),
            entry(3, "a"),
            entry(3, "b"),
            entry(5, "late")
        ]
    );
    store.timeline_append(&id, &[]).await.unwrap();
    assert!(matches!(
        store
            .timeline_append(&DisputeId::new(), &[entry(1, "x")])
            .await,
        Err(StoreError::Missing("dispute"))
    ));
}

#[tokio::test]
async fn what_was_told_can_neither_be_changed_nor_taken_back() {
    let folder = Folder::new();
    let store = folder.open().await;
    let (_, id) = one_case(&store).await;
    store
        .timeline_append(&id, &[entry(5, "told")])
        .await
        .unwrap();
    let mut raw = folder.raw().await;
    for attempt in [
        "UPDATE timeline SET detail = 'else'",
        "DELETE FROM timeline",
        "REPLACE INTO timeline (seq, dispute, at, kind, source) SELECT seq, dispute, 0, 'won', 'app' FROM timeline",
    ] {
        let result = sqlx::raw_sql(attempt).execute(&mut raw).await;
        assert!(result.is_err(), "{attempt}");
        assert_eq!(
            store.timeline(&id).await.unwrap(),
            [entry(5, "told")],
            "{attempt}"
        );
    }
}
