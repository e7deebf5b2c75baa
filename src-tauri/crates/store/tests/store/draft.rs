use std::collections::BTreeSet;

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
        held_as: None,
        vouched: BTreeSet::new(),
        unread: BTreeSet::new(),
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
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
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
    // Doing it again can bring the file back; after another change nothing can, so it is gone.
    assert!(store.document_bytes(&a.id).await.unwrap().is_some());
    store
        .draft_set_fact(&id, "goods", Some("digital"), day(6))
        .await
        .unwrap();
    assert_eq!(store.document_bytes(&a.id).await.unwrap(), None);
    assert!(!store.draft_redo(&id, day(6)).await.unwrap());
}

#[tokio::test]
async fn what_was_undone_can_be_done_again_step_by_step_and_after_a_restart() {
    let folder = Folder::new();
    let store = folder.open().await;
    let (_, id) = one_case(&store).await;
    let a = item("a", b"one");
    let added = vec![(a.clone(), b"one".to_vec())];
    store.draft_add_items(&id, added, day(3)).await.unwrap();
    for goods in ["digital", "service"] {
        let set = store.draft_set_fact(&id, "goods", Some(goods), day(3));
        set.await.unwrap();
    }
    assert_eq!(store.draft_ways(&id).await.unwrap(), (true, false));
    for _ in 0..3 {
        assert!(store.draft_undo(&id, day(4)).await.unwrap());
    }
    assert_eq!(store.draft_ways(&id).await.unwrap(), (false, true));
    drop(store);
    let store = folder.open().await;
    let goods = async || store.draft(&id).await.unwrap().facts.get("goods").cloned();
    for expected in [None, Some("digital"), Some("service")] {
        assert!(store.draft_redo(&id, day(5)).await.unwrap());
        assert_eq!(goods().await.as_deref(), expected);
        assert_eq!(names(&store, &id).await, ["a"]);
    }
    assert!(!store.draft_redo(&id, day(5)).await.unwrap());
    assert!(store.draft_undo(&id, day(5)).await.unwrap());
    assert_eq!(goods().await.as_deref(), Some("digital"));
    assert_eq!(store.draft(&id).await.unwrap().revision, 10);
}

#[tokio::test]
async fn other_bytes_take_the_place_of_a_file_s_and_undo_brings_them_back() {
    let folder = Folder::new();
    let store = folder.open().await;
    let (_, id) = one_case(&store).await;
    let a = item("a", b"one");
    let added = vec![
        (a.clone(), b"one".to_vec()),
        (item("b", b"two"), b"two".to_vec()),
    ];
    store.draft_add_items(&id, added, day(3)).await.unwrap();
    let vouch = store.draft_vouch(&id, &a.id, &a.sha256, 1, day(3));
    assert!(vouch.await.unwrap());
    let anew = Item {
        bytes: 4,
        sha256: "1".repeat(64),
        held_as: Some(ItemId::new()),
        ..a.clone()
    };
    let replace = async |sha256: &str| {
        let held_as = Some(ItemId::new());
        let anew = Item {
            held_as,
            ..anew.clone()
        };
        let done = store.draft_replace_item(&id, sha256, anew, b"dark".into(), day(4));
        done.await.unwrap()
    };
    assert!(!replace("another file's").await);
    assert!(replace(&a.sha256).await);
    let bytes = async || {
        let draft = store.draft(&id).await.unwrap();
        assert_eq!(draft.items[0].id, a.id);
        store
            .document_bytes(draft.items[0].held())
            .await
            .unwrap()
            .unwrap()
    };
    assert_eq!(bytes().await, b"dark");
    let draft = store.draft(&id).await.unwrap();
    assert_eq!(
        draft.items[0].vouched,
        BTreeSet::new(),
        "a word for other bytes"
    );
    assert!(
        !store
            .draft_vouch(&id, &a.id, &a.sha256, 1, day(4))
            .await
            .unwrap()
    );
    assert!(store.draft_undo(&id, day(5)).await.unwrap());
    assert_eq!(bytes().await, b"one");
    let draft = store.draft(&id).await.unwrap();
    assert_eq!(draft.items[0].vouched, BTreeSet::from([1]));
    assert!(store.draft_redo(&id, day(6)).await.unwrap());
    assert_eq!(bytes().await, b"dark");
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
