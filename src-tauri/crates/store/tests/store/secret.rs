use crate::fixture::{Folder, account};
use tvist_domain::AccountId;
use tvist_store::StoreError;

#[tokio::test]
async fn secrets_are_replaced_and_go_with_their_account() {
    let folder = Folder::new();
    let store = folder.open().await;
    let account = account();
    store.account_insert(&account).await.unwrap();
    let long = vec![7; 4096];
    store.secret_put(&account.id, "pem", b"old").await.unwrap();
    store.secret_put(&account.id, "pem", &long).await.unwrap();
    assert_eq!(
        store.secret_get(&account.id, "pem").await.unwrap(),
        Some(long)
    );
    assert_eq!(store.secret_get(&account.id, "other").await.unwrap(), None);
    assert!(matches!(
        store.secret_put(&AccountId::new(), "pem", b"x").await,
        Err(StoreError::Missing("account"))
    ));
    store.account_remove(&account.id, &[]).await.unwrap();
    assert_eq!(store.secret_get(&account.id, "pem").await.unwrap(), None);
}
