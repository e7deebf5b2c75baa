use crate::fixture::{Folder, day, one_case, reminder};
use tvist_domain::DisputeId;
use tvist_domain::ladder::Rung;
use tvist_domain::notice::Told;
use tvist_store::StoreError;

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
