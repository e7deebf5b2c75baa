use crate::fixture::{Folder, day, one_case, reminder};
use serde::{Deserialize, Serialize};
use tvist_domain::DisputeId;
use tvist_domain::ladder::Rung;
use tvist_domain::notice::Told;
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
async fn a_reminder_is_taken_down_once_whoever_does_it() {
    let folder = Folder::new();
    let (one, two) = (folder.open().await, folder.open().await);
    let (_, id) = one_case(&one).await;
    let told = |rung, safe_at, at| Told { rung, safe_at, at };
    let first = [reminder(&id, Rung::ONE_DAY, day(9))];
    let (a, b) = tokio::join!(
        one.reminders_tell(&first, day(8)),
        two.reminders_tell(&first, day(8)),
    );
    a.unwrap();
    b.unwrap();
    // A later date is by a clock that ran ahead; an earlier one sets it right.
    one.reminders_tell(&first, day(20)).await.unwrap();
    one.reminders_tell(&first, day(7)).await.unwrap();
    // The deadline moved: the ladder begins anew.
    let moved = [
        reminder(&id, Rung::ONE_DAY, day(12)),
        reminder(&id, Rung::SAFE, day(12)),
    ];
    one.reminders_tell(&moved, day(12)).await.unwrap();
    let all = [
        told(Rung::ONE_DAY, day(9), day(7)),
        told(Rung::ONE_DAY, day(12), day(12)),
        told(Rung::SAFE, day(12), day(12)),
    ];
    assert_eq!(two.reminders_told(&id).await.unwrap(), all);
    // All or none.
    let mixed = [
        reminder(&id, Rung::SEVEN_DAYS, day(12)),
        reminder(&DisputeId::new(), Rung::SAFE, day(9)),
    ];
    let result = one.reminders_tell(&mixed, day(8)).await;
    assert!(matches!(result, Err(StoreError::Missing("dispute"))));
    assert_eq!(two.reminders_told(&id).await.unwrap(), all);
}
