use crate::fixture::{Folder, day, one_case};
use tvist_domain::AccountId;

#[tokio::test]
async fn what_was_skipped_is_remembered_until_it_is_read() {
    let folder = Folder::new();
    let store = folder.open().await;
    let (account, _) = one_case(&store).await;
    store
        .skipped_note(&account.id, &["du_1", "du_2"], day(3))
        .await
        .unwrap();
    store
        .skipped_note(&account.id, &["du_1"], day(4))
        .await
        .unwrap();
    assert_eq!(
        store.skipped(&account.id, 9).await.unwrap(),
        ["du_2", "du_1"]
    );
    assert_eq!(store.skipped(&account.id, 1).await.unwrap(), ["du_2"]);
    store
        .skipped_forget(&account.id, &["du_2", "du_9"])
        .await
        .unwrap();
    assert_eq!(store.skipped(&account.id, 9).await.unwrap(), ["du_1"]);
    assert!(
        store
            .skipped_note(&AccountId::new(), &["du_1"], day(3))
            .await
            .is_err()
    );
}
