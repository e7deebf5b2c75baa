use crate::fixture::{Folder, day, one_case, raw};
use tvist_domain::evidence::Kind;
use tvist_store::{DATABASE_FILE, DatabaseKey, Store, StoreError};

#[tokio::test]
async fn a_backup_holds_everything_under_its_own_key_and_opens_as_a_database() {
    let folder = Folder::new();
    let store = folder.open().await;
    let (account, id) = one_case(&store).await;
    store
        .draft_set_text(&id, Kind::ProductDescription, Some("A lamp"), day(3))
        .await
        .unwrap();
    crate::submission::settle_one(&store, &account.id, &id).await;

    let elsewhere = Folder::new();
    let out = elsewhere.dir.path().join(DATABASE_FILE);
    std::fs::write(&out, b"what was there before").unwrap();
    store.backup_to(&out, &elsewhere.key).await.unwrap();
    // The original goes on, and the copy doesn't follow.
    store
        .draft_set_text(&id, Kind::ProductDescription, Some("Two lamps"), day(4))
        .await
        .unwrap();
    let files: Vec<_> = std::fs::read_dir(elsewhere.dir.path())
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert_eq!(files, [DATABASE_FILE], "nothing unfinished stays behind");

    let result = Store::open(elsewhere.dir.path(), &folder.key).await;
    assert!(matches!(result, Err(StoreError::WrongKey)));
    let copy = elsewhere.open().await;
    assert_eq!(
        copy.accounts().await.unwrap(),
        store.accounts().await.unwrap()
    );
    assert_eq!(
        copy.disputes_all().await.unwrap(),
        store.disputes_all().await.unwrap()
    );
    assert_eq!(
        copy.submissions_of(&id).await.unwrap(),
        store.submissions_of(&id).await.unwrap()
    );
    assert_eq!(
        copy.draft(&id).await.unwrap().texts[&Kind::ProductDescription],
        "A lamp"
    );
    let query = tvist_store::Query {
        search: Some("dp_1".into()),
        limit: 5,
        ..Default::default()
    };
    assert_eq!(copy.disputes_page(&query).await.unwrap().0, 1);
    assert!(copy.check().await.unwrap().is_sound());
    // The schema's guards came along.
    copy.close().await;
    let mut raw = raw(&out, &elsewhere.key).await;
    assert!(
        sqlx::raw_sql("DELETE FROM submission")
            .execute(&mut raw)
            .await
            .is_err()
    );
}

#[tokio::test]
async fn a_backup_that_fails_leaves_what_was_there() {
    let folder = Folder::new();
    let store = folder.open().await;
    one_case(&store).await;
    let nowhere = folder.dir.path().join("no such folder").join("copy.db");
    assert!(
        store
            .backup_to(&nowhere, &DatabaseKey::random())
            .await
            .is_err()
    );
    // A folder in the place of the file can't be replaced; the copy beside it is tidied away.
    let taken = folder.dir.path().join("taken");
    std::fs::create_dir(&taken).unwrap();
    std::fs::write(taken.join("x"), b"x").unwrap();
    assert!(
        store
            .backup_to(&taken, &DatabaseKey::random())
            .await
            .is_err()
    );
    let parts = std::fs::read_dir(folder.dir.path()).unwrap().filter(|e| {
        e.as_ref()
            .unwrap()
            .file_name()
            .to_string_lossy()
            .ends_with(".part")
    });
    assert_eq!(parts.count(), 0);
    assert_eq!(store.disputes_all().await.unwrap().len(), 1);
}

#[tokio::test]
async fn damage_is_found() {
    let folder = Folder::new();
    let store = folder.open().await;
    let (_, id) = one_case(&store).await;
    let long = "lamp ".repeat(20_000);
    store
        .draft_set_text(&id, Kind::ProductDescription, Some(&long), day(3))
        .await
        .unwrap();
    assert!(store.check().await.unwrap().is_sound());
    store.close().await;
    let file = folder.dir.path().join(DATABASE_FILE);
    let mut bytes = std::fs::read(&file).unwrap();
    // The last pages hold the long text.
    let place = bytes.len() - 3 * 4096 + 100;
    bytes[place] ^= 0xff;
    std::fs::write(&file, bytes).unwrap();
    let store = folder.open().await;
    let findings = store.check().await.unwrap().findings;
    assert!(!findings.is_empty());
    let error = store.draft(&id).await.unwrap_err();
    assert!(matches!(error, StoreError::Corrupt), "{error:?}");
}
