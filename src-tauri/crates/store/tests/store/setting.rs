use crate::fixture::Folder;
use serde::{Deserialize, Serialize};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Shape {
    hours: u32,
}

#[tokio::test]
async fn settings_keep_their_shape_and_say_when_it_is_another() {
    let folder = Folder::new();
    let store = folder.open().await;
    assert_eq!(store.setting_get::<Shape>("margin").await.unwrap(), None);
    store
        .setting_set("margin", &Shape { hours: 24 })
        .await
        .unwrap();
    store
        .setting_set("margin", &Shape { hours: 6 })
        .await
        .unwrap();
    store.setting_set("language", "sv").await.unwrap();
    assert_eq!(
        store.setting_get::<Shape>("margin").await.unwrap(),
        Some(Shape { hours: 6 })
    );
    assert_eq!(
        store
            .setting_get::<String>("language")
            .await
            .unwrap()
            .as_deref(),
        Some("sv")
    );
    assert!(store.setting_get::<Shape>("language").await.is_err());
}

#[tokio::test]
async fn a_write_is_seen_by_every_read_that_follows() {
    let folder = Folder::new();
    let (one, two) = (folder.open().await, folder.open().await);
    for n in 0..200_u32 {
        one.setting_set("n", &n).await.unwrap();
        assert_eq!(one.setting_get::<u32>("n").await.unwrap(), Some(n));
        assert_eq!(two.setting_get::<u32>("n").await.unwrap(), Some(n));
    }
}
