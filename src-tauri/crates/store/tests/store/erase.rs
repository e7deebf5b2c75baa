//! Erasing cases: nothing of them is in any table, an ended one doesn't come in again, one that was opened again does.

use crate::fixture::{Folder, account, day, dispute, one_case, reading, reminder};
use serde_json::json;
use sqlx::{Row as _, SqliteConnection};
use tvist_domain::dispute::Customer;
use tvist_domain::evidence::Kind;
use tvist_domain::ladder::Rung;
use tvist_domain::timeline::{Entry, EntryKind, EntrySource};
use tvist_domain::{DisputeId, Status};
use tvist_store::{Account, Store, StoreError, StoredDispute, Upsert};

/// Stands in every place where something of the case is kept.
const PLANTED: &str = "Zacharias";

fn ended(id: &str, name: &str) -> Upsert {
    let mut dispute = dispute(id);
    dispute.status = Status::Lost;
    dispute.customer = Customer {
        name: Some(format!("{name} Qvist")),
        ..Customer::default()
    };
    dispute.raw = json!({"id": id, "name": name});
    Upsert {
        entries: vec![Entry {
            at: day(2),
            kind: EntryKind::Sent,
            detail: Some(name.to_owned()),
            money: None,
            source: EntrySource::App,
        }],
        ..reading(dispute)
    }
}

async fn stored(store: &Store, id: &DisputeId) -> StoredDispute {
    store.dispute(id).await.unwrap().unwrap()
}

/// Every value of every table, the search index's own included, as one text.
async fn dump(connection: &mut SqliteConnection) -> String {
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'dispute_search' AND name NOT LIKE 'sqlite%'",
    )
    .fetch_all(&mut *connection)
    .await
    .unwrap();
    assert!(tables.contains(&"dispute_search_data".to_owned()));
    let mut text = String::new();
    for table in tables {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!("SELECT * FROM {table}")))
            .fetch_all(&mut *connection)
            .await
            .unwrap();
        for row in &rows {
            for at in 0..row.len() {
                let bytes = row.try_get_unchecked::<Vec<u8>, _>(at).unwrap_or_default();
                text.push_str(&format!("{table} {}\n", String::from_utf8_lossy(&bytes)));
            }
        }
    }
    text
}

/// One case with the planted word everywhere, and another one.
async fn two_cases(store: &Store) -> (Account, Vec<DisputeId>) {
    let account = account();
    store.account_insert(&account).await.unwrap();
    let page = vec![ended("dp_1", PLANTED), ended("dp_2", "Kept")];
    let ids = store.apply_page(&account.id, page, day(2)).await.unwrap();
    let mut changed = ended("dp_1", PLANTED);
    changed.dispute.raw = json!({"id": "dp_1", "name": PLANTED, "more": 2});
    let page = vec![changed];
    store.apply_page(&account.id, page, day(3)).await.unwrap();
    for text in [PLANTED, "x", PLANTED] {
        store
            .draft_set_text(&ids[0], Kind::ProductDescription, Some(text), day(3))
            .await
            .unwrap();
    }
    assert!(store.draft_undo(&ids[0], day(3)).await.unwrap());
    store
        .reminders_tell(&[reminder(&ids[0], Rung::ONE_DAY, day(9))], day(8))
        .await
        .unwrap();
    store.setting_set("of_it", PLANTED).await.unwrap();
    store.setting_set("of_all", "Kept").await.unwrap();
    store
        .skipped_note(&account.id, &["dp_1", "dp_2"], day(3))
        .await
        .unwrap();
    crate::submission::settle_one(store, &account.id, &ids[0]).await;
    (account, ids)
}

#[tokio::test]
async fn erasing_takes_everything_that_hangs_on_a_case_and_its_words() {
    let folder = Folder::new();
    let store = folder.open().await;
    let (_, ids) = two_cases(&store).await;
    let mut raw = folder.raw().await;
    let before = dump(&mut raw).await;
    for table in [
        "dispute",
        "dispute_raw_past",
        "timeline",
        "draft_past",
        "draft_undone",
        "setting",
    ] {
        assert!(before.contains(&format!("{table} ")), "{table}");
    }
    assert!(before.to_lowercase().matches("zacharias").count() >= 6);

    let case = stored(&store, &ids[0]).await;
    let settings = ["of_it".to_owned()];
    store
        .erase(std::slice::from_ref(&case), &settings)
        .await
        .unwrap();
    assert!(matches!(
        store.erase(&[case], &settings).await,
        Err(StoreError::Missing("dispute"))
    ));
    assert_eq!(store.dispute(&ids[0]).await.unwrap(), None);
    let after = dump(&mut raw).await;
    for gone in ["zacharias", "dp_1", ids[0].as_str()] {
        assert!(!after.to_lowercase().contains(gone), "{gone}");
    }
    for kept in ["Kept", "dp_2", "kept"] {
        assert!(after.contains(kept), "{kept}");
    }
    assert!(store.check().await.unwrap().is_sound());
}

#[tokio::test]
async fn all_or_none_are_erased() {
    let folder = Folder::new();
    let store = folder.open().await;
    let (account, ids) = two_cases(&store).await;
    crate::submission::intend_one(&store, &account.id, &ids[1]).await;
    let both = [stored(&store, &ids[0]).await, stored(&store, &ids[1]).await];
    assert!(matches!(
        store.erase(&both, &[]).await,
        Err(StoreError::Conflict)
    ));
    // A reading since may have opened it again.
    let old = stored(&store, &ids[0]).await;
    let page = vec![ended("dp_1", PLANTED)];
    store.apply_page(&account.id, page, day(4)).await.unwrap();
    assert!(matches!(
        store.erase(&[old], &[]).await,
        Err(StoreError::Conflict)
    ));
    assert_eq!(store.disputes_all().await.unwrap().len(), 2);
}

#[tokio::test]
async fn an_ended_case_stays_away_and_one_that_was_opened_again_comes_back() {
    let folder = Folder::new();
    let store = folder.open().await;
    let (account, ids) = two_cases(&store).await;
    let case = stored(&store, &ids[0]).await;
    store.erase(&[case], &["of_it".to_owned()]).await.unwrap();
    let page = || vec![ended("dp_2", "Kept"), ended("dp_1", PLANTED)];
    let filed = store.file_page(&account.id, page(), day(5)).await.unwrap();
    assert_eq!(filed, [Some(ids[1].clone()), None]);
    assert!(matches!(
        store.apply_page(&account.id, page(), day(5)).await,
        Err(StoreError::Missing("dispute"))
    ));
    assert!(!dump(&mut folder.raw().await).await.contains(PLANTED));
    // Another account's case of the same name is another case.
    let other = crate::fixture::account();
    store.account_insert(&other).await.unwrap();
    let theirs = store.file_page(&other.id, page(), day(5)).await.unwrap();
    assert!(theirs.iter().all(Option::is_some));

    let again = vec![reading(dispute("dp_1"))];
    let filed = store.file_page(&account.id, again, day(6)).await.unwrap();
    let back = filed[0].clone().unwrap();
    assert_ne!(back, ids[0]);
    // It is an ordinary case from then on, also when it ends.
    let filed = store.file_page(&account.id, page(), day(7)).await.unwrap();
    assert_eq!(filed, [Some(ids[1].clone()), Some(back)]);
}

#[tokio::test]
async fn a_case_with_an_open_question_isnt_erased() {
    let folder = Folder::new();
    let store = folder.open().await;
    let (account, id) = one_case(&store).await;
    crate::submission::intend_one(&store, &account.id, &id).await;
    let case = stored(&store, &id).await;
    assert!(matches!(
        store.erase(&[case], &[]).await,
        Err(StoreError::Conflict)
    ));
    assert!(store.dispute(&id).await.unwrap().is_some());
}
