use crate::fixture::{Folder, account, day, one_case};
use serde_json::json;
use tvist_domain::AccountId;
use tvist_domain::evidence::Kind;
use tvist_store::{Account, StoreError};

#[tokio::test]
async fn an_account_comes_back_as_it_went_in_also_after_reopening() {
    let folder = Folder::new();
    let store = folder.open().await;
    let whole = Account {
        cursor: Some(json!({"after": "evt_1"})),
        synced_at: Some(day(2)),
        swept_at: Some(day(1)),
        attempt_at: Some(day(3)),
        last_error: Some("unavailable".into()),
        skew_seconds: Some(-3),
        practice: true,
        api_base: None,
        ..account()
    };
    store.account_insert(&whole).await.unwrap();
    let plain = Account {
        added_at: day(2),
        ..account()
    };
    store.account_insert(&plain).await.unwrap();
    assert!(matches!(
        store.account_insert(&plain).await,
        Err(StoreError::Conflict)
    ));
    store.close().await;

    let store = folder.open().await;
    assert_eq!(store.accounts().await.unwrap(), [whole.clone(), plain]);
    assert_eq!(store.account(&whole.id).await.unwrap(), Some(whole));
    assert_eq!(store.account(&AccountId::new()).await.unwrap(), None);
}

#[tokio::test]
async fn readings_leave_their_marks() {
    let folder = Folder::new();
    let store = folder.open().await;
    let id = account();
    store.account_insert(&id).await.unwrap();
    let id = id.id;

    store
        .account_set_error(&id, day(2), "unavailable")
        .await
        .unwrap();
    store.account_set_skew(&id, 7).await.unwrap();
    let known = store.account(&id).await.unwrap().unwrap();
    assert_eq!((known.attempt_at, known.synced_at), (Some(day(2)), None));
    assert_eq!(
        (known.last_error.as_deref(), known.skew_seconds),
        (Some("unavailable"), Some(7))
    );

    let cursor = json!({"to": 5});
    store
        .account_set_synced(&id, Some(&cursor), day(3), true)
        .await
        .unwrap();
    store
        .account_set_synced(&id, None, day(4), false)
        .await
        .unwrap();
    let known = store.account(&id).await.unwrap().unwrap();
    assert_eq!(
        (known.synced_at, known.swept_at, known.attempt_at),
        (Some(day(4)), Some(day(3)), Some(day(4)))
    );
    assert_eq!((known.cursor, known.last_error), (None, None));

    let nobody = AccountId::new();
    assert!(matches!(
        store.account_set_skew(&nobody, 1).await,
        Err(StoreError::Missing("account"))
    ));
    assert!(matches!(
        store.account_set_error(&nobody, day(1), "x").await,
        Err(StoreError::Missing("account"))
    ));
    assert!(matches!(
        store.account_set_synced(&nobody, None, day(1), true).await,
        Err(StoreError::Missing("account"))
    ));
}

#[tokio::test]
async fn removing_an_account_takes_all_of_it() {
    let folder = Folder::new();
    let store = folder.open().await;
    let (gone, case) = one_case(&store).await;
    let (kept, _) = one_case(&store).await;
    store
        .draft_set_text(&case, Kind::ProductDescription, Some("A lamp"), day(3))
        .await
        .unwrap();
    crate::submission::settle_one(&store, &gone.id, &case).await;

    store.account_remove(&gone.id, &[]).await.unwrap();
    assert!(matches!(
        store.account_remove(&gone.id, &[]).await,
        Err(StoreError::Missing("account"))
    ));
    assert_eq!(store.accounts().await.unwrap().len(), 1);
    assert_eq!(store.disputes_all().await.unwrap().len(), 1);
    assert_eq!(store.disputes_all().await.unwrap()[0].account, kept.id);
    let mut raw = folder.raw().await;
    for table in [
        "draft",
        "draft_past",
        "draft_undone",
        "submission",
        "submission_file",
    ] {
        let rows: i64 =
            sqlx::query_scalar(sqlx::AssertSqlSafe(format!("SELECT count(*) FROM {table}")))
                .fetch_one(&mut raw)
                .await
                .unwrap();
        assert_eq!(rows, 0, "{table}");
    }
}
