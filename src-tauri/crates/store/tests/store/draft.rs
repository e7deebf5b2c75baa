use crate::fixture::{Folder, day, one_case};
use tvist_domain::evidence::{Draft, Item, Kind, Media, Placing};
use tvist_domain::{DisputeId, ItemId};
use tvist_store::{Store, StoreError};

fn item(name: &str, bytes: &[u8]) -> Item {
    Item {
        id: ItemId::new(),
        name: name.into(),
        slot: Kind::Receipt,
        placing: Placing::Guessed,
        media: Media::Pdf,
        bytes: bytes.len() as u64,
        pages: 1,
        sha256: "0".repeat(64),
    }
}

async fn names(store: &Store, id: &DisputeId) -> Vec<String> {
    store
        .draft(id)
        .await
        .unwrap()
        .items
        .into_iter()
        .map(|i| i.name)
        .collect()
}

#[tokio::test]
async fn a_draft_grows_change_by_change() {
    let folder = Folder::new();
    let store = folder.open().await;
    let (_, id) = one_case(&store).await;
    assert_eq!(store.draft(&id).await.unwrap(), Draft::default());
    assert_eq!(store.draft_saved_at(&id).await.unwrap(), None);

    let (a, b) = (item("a", b"one"), item("b", b"two"));
    assert_eq!(
        store
            .draft_add_item(&id, a.clone(), b"one".into(), day(3))
            .await
            .unwrap(),
        1
    );
    assert_eq!(
        store
            .draft_add_item(&id, b.clone(), b"two".into(), day(4))
            .await
            .unwrap(),
        2
    );
    assert_eq!(
        store
            .draft_set_text(&id, Kind::ShippingDate, Some("2026-11-03"), day(5))
            .await
            .unwrap(),
        3
    );
    assert_eq!(
        store
            .draft_set_fact(&id, "goods", Some("digital"), day(6))
            .await
            .unwrap(),
        4
    );
    // What changes nothing costs no revision.
    assert_eq!(
        store
            .draft_set_fact(&id, "goods", Some("digital"), day(7))
            .await
            .unwrap(),
        4
    );
    assert_eq!(
        store
            .draft_set_fact(&id, "never", None, day(7))
            .await
            .unwrap(),
        4
    );
    assert_eq!(store.draft_saved_at(&id).await.unwrap(), Some(day(6)));

    let draft = store.draft(&id).await.unwrap();
    assert_eq!(draft.items, [a.clone(), b.clone()]);
    assert_eq!(
        draft.texts.get(&Kind::ShippingDate).map(String::as_str),
        Some("2026-11-03")
    );
    assert_eq!(
        draft.facts.get("goods").map(String::as_str),
        Some("digital")
    );
    assert_eq!(
        store.document_bytes(&b.id).await.unwrap().as_deref(),
        Some(&b"two"[..])
    );

    assert!(
        store
            .draft_move_item(&id, &b.id, Kind::RefundPolicy, Some(&a.id), day(8))
            .await
            .unwrap()
    );
    assert_eq!(names(&store, &id).await, ["b", "a"]);
    let moved = store.draft(&id).await.unwrap().items.remove(0);
    assert_eq!(moved.slot, Kind::RefundPolicy);
    assert_eq!(moved.placing, Placing::Stated, "who moves a file says so");
    assert!(
        store
            .draft_move_item(&id, &b.id, Kind::RefundPolicy, Some(&b.id), day(8))
            .await
            .unwrap()
    );
    assert_eq!(names(&store, &id).await, ["b", "a"]);
    assert!(
        store
            .draft_move_item(&id, &b.id, Kind::RefundPolicy, None, day(8))
            .await
            .unwrap()
    );
    assert_eq!(names(&store, &id).await, ["a", "b"]);
    assert!(
        !store
            .draft_move_item(&id, &ItemId::new(), Kind::Receipt, None, day(8))
            .await
            .unwrap()
    );
    assert!(
        !store
            .draft_remove_item(&id, &ItemId::new(), day(8))
            .await
            .unwrap()
    );
    store
        .draft_set_text(&id, Kind::ShippingDate, None, day(9))
        .await
        .unwrap();
    assert!(store.draft(&id).await.unwrap().texts.is_empty());
    let before = store.draft(&id).await.unwrap();
    store.close().await;
    assert_eq!(folder.open().await.draft(&id).await.unwrap(), before);
}

#[tokio::test]
async fn undo_goes_back_step_by_step_and_brings_files_back() {
    let folder = Folder::new();
    let store = folder.open().await;
    let (_, id) = one_case(&store).await;
    let a = item("a", b"one");
    store
        .draft_add_item(&id, a.clone(), b"one".into(), day(3))
        .await
        .unwrap();
    store
        .draft_set_fact(&id, "goods", Some("service"), day(3))
        .await
        .unwrap();
    assert!(store.draft_remove_item(&id, &a.id, day(4)).await.unwrap());
    assert_eq!(
        store.document_bytes(&a.id).await.unwrap().as_deref(),
        Some(&b"one"[..])
    );

    assert!(store.draft_undo(&id, day(5)).await.unwrap());
    let draft = store.draft(&id).await.unwrap();
    assert_eq!(
        (draft.revision, draft.items.as_slice()),
        (4, std::slice::from_ref(&a))
    );
    assert!(store.draft_undo(&id, day(5)).await.unwrap());
    assert!(store.draft(&id).await.unwrap().facts.is_empty());
    assert!(store.draft_undo(&id, day(5)).await.unwrap());
    let empty = store.draft(&id).await.unwrap();
    assert_eq!(
        empty,
        Draft {
            revision: 6,
            ..Draft::default()
        }
    );
    assert!(!store.draft_undo(&id, day(5)).await.unwrap());
    // Nothing can bring the file back now, so it is gone.
    assert_eq!(store.document_bytes(&a.id).await.unwrap(), None);
}

#[tokio::test]
async fn the_last_twenty_states_can_be_undone_and_older_files_go() {
    let folder = Folder::new();
    let store = folder.open().await;
    let (_, id) = one_case(&store).await;
    let a = item("a", b"one");
    store
        .draft_add_item(&id, a.clone(), b"one".into(), day(3))
        .await
        .unwrap();
    store.draft_remove_item(&id, &a.id, day(3)).await.unwrap();
    for n in 0..19 {
        store
            .draft_set_text(&id, Kind::UncategorizedText, Some(&n.to_string()), day(4))
            .await
            .unwrap();
    }
    assert!(store.document_bytes(&a.id).await.unwrap().is_some());
    store
        .draft_set_text(&id, Kind::UncategorizedText, Some("more"), day(4))
        .await
        .unwrap();
    assert_eq!(store.document_bytes(&a.id).await.unwrap(), None);
    let mut undone = 0;
    while store.draft_undo(&id, day(5)).await.unwrap() {
        undone += 1;
        assert!(undone <= 20);
    }
    assert_eq!(undone, 20);
    let draft = store.draft(&id).await.unwrap();
    assert!(
        draft.items.is_empty() && draft.texts.is_empty(),
        "{draft:?}"
    );
    assert_eq!(draft.revision, 42);
}

#[tokio::test]
async fn two_handles_lose_no_change() {
    let folder = Folder::new();
    let (one, two) = (folder.open().await, folder.open().await);
    let (_, id) = one_case(&one).await;
    let change = async |store: &Store, who: &str| {
        for n in 0..10 {
            store
                .draft_set_fact(&id, &format!("{who}{n}"), Some("x"), day(3))
                .await
                .unwrap();
        }
    };
    tokio::join!(change(&one, "one"), change(&two, "two"));
    let draft = one.draft(&id).await.unwrap();
    assert_eq!((draft.revision, draft.facts.len()), (20, 20));
}

#[tokio::test]
async fn a_draft_needs_its_case_and_a_file_its_size() {
    let folder = Folder::new();
    let store = folder.open().await;
    let (_, id) = one_case(&store).await;
    let nobody = DisputeId::new();
    assert_eq!(store.draft(&nobody).await.unwrap(), Draft::default());
    let result = store.draft_set_fact(&nobody, "a", Some("b"), day(3)).await;
    assert!(matches!(result, Err(StoreError::Missing("dispute"))));
    let result = store
        .draft_add_item(&nobody, item("a", b"1"), b"1".into(), day(3))
        .await;
    assert!(matches!(result, Err(StoreError::Missing("dispute"))));
    let result = store
        .draft_add_item(&id, item("a", b"1"), b"12".into(), day(3))
        .await;
    assert_eq!(result.unwrap_err().code(), "other");
    let a = item("a", b"1");
    store
        .draft_add_item(&id, a.clone(), b"1".into(), day(3))
        .await
        .unwrap();
    assert!(matches!(
        store.draft_add_item(&id, a, b"1".into(), day(3)).await,
        Err(StoreError::Conflict)
    ));
    assert_eq!(store.draft(&id).await.unwrap().revision, 1);
}

#[tokio::test]
async fn files_that_come_together_are_one_change_all_or_none() {
    let folder = Folder::new();
    let store = folder.open().await;
    let (_, id) = one_case(&store).await;
    let (a, b) = (item("a", b"one"), item("b", b"two"));
    let twice = vec![(a.clone(), b"one".into()), (a.clone(), b"one".into())];
    let taken = store.draft_add_items(&id, twice, day(3)).await;
    assert!(matches!(taken, Err(StoreError::Conflict)), "{taken:?}");
    assert_eq!(store.draft(&id).await.unwrap(), Draft::default());
    assert_eq!(store.document_bytes(&a.id).await.unwrap(), None);

    let both = vec![(a.clone(), b"one".into()), (b, b"two".into())];
    assert_eq!(store.draft_add_items(&id, both, day(3)).await.unwrap(), 1);
    assert_eq!(names(&store, &id).await, ["a", "b"]);
    assert!(store.draft_undo(&id, day(4)).await.unwrap());
    assert_eq!(names(&store, &id).await, [""; 0]);
    assert_eq!(store.draft_add_items(&id, vec![], day(5)).await.unwrap(), 2);
}
