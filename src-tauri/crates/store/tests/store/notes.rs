use crate::fixture::{Folder, day, one_case};
use serde::{Deserialize, Serialize};
use tvist_domain::DisputeId;
use tvist_domain::reminder::Rung;
use tvist_store::StoreError;

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

#[tokio::test]
async fn a_reminder_is_claimed_once_whoever_asks() {
    let folder = Folder::new();
    let (one, two) = (folder.open().await, folder.open().await);
    let (_, id) = one_case(&one).await;
    let (a, b) = tokio::join!(
        one.reminder_claim(&id, Rung::OneDay, day(9), day(8)),
        two.reminder_claim(&id, Rung::OneDay, day(9), day(8)),
    );
    assert_ne!(a.unwrap(), b.unwrap());
    assert!(
        !one.reminder_claim(&id, Rung::OneDay, day(9), day(20))
            .await
            .unwrap()
    );
    // The deadline moved: the ladder begins anew.
    assert!(
        one.reminder_claim(&id, Rung::OneDay, day(12), day(11))
            .await
            .unwrap()
    );
    assert!(
        one.reminder_claim(&id, Rung::Safe, day(12), day(12))
            .await
            .unwrap()
    );
    assert_eq!(
        two.reminder_shown(&id).await.unwrap(),
        [
            (Rung::OneDay, day(9)),
            (Rung::OneDay, day(12)),
            (Rung::Safe, day(12))
        ]
    );
    let result = one
        .reminder_claim(&DisputeId::new(), Rung::Safe, day(9), day(8))
        .await;
    assert!(matches!(result, Err(StoreError::Missing("dispute"))));
}
