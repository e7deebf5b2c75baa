//! Processes that die, disks that fill up, files that others hold.

use crate::fixture::{Folder, account, day, dispute, one_case, raw, reading};
use serde_json::json;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::Command;
use tvist_domain::submission::State;
use tvist_store::{DATABASE_FILE, DatabaseKey, Store, StoreError};

const DIR: &str = "TVIST_STORE_TEST_DIR";
const KEY: &str = "TVIST_STORE_TEST_KEY";
const HOW: &str = "TVIST_STORE_TEST_HOW";

/// Not a test of its own: what the tests below run in a process of its own.
#[tokio::test]
#[ignore = "a part of the tests below"]
async fn the_one_that_dies() {
    let told = |name| std::env::var(name).expect("the tests below tell it");
    let (dir, key, how) = (PathBuf::from(told(DIR)), told(KEY), told(HOW));
    let key = DatabaseKey::from_base64(&key).unwrap();
    if how == "after the commit" {
        let store = Store::open(&dir, &key).await.unwrap();
        let case = store.disputes_all().await.unwrap().remove(0);
        let id = crate::submission::intend_one(&store, &case.account, &case.id).await;
        store
            .submission_sending(&id, &json!({"path": "/x"}), day(4))
            .await
            .unwrap();
        std::process::abort();
    }
    if how == "race" {
        let store = Store::open(&dir, &key).await.unwrap();
        for case in store.disputes_all().await.unwrap() {
            match crate::submission::try_intend(&store, &case.account, &case.id).await {
                Ok(()) | Err(StoreError::Conflict) => {}
                Err(e) => panic!("{e:?}"),
            }
        }
        return;
    }
    // In the middle of a commit: pages of the file are overwritten already, the journal holds what they were.
    let mut raw = raw(&dir.join(DATABASE_FILE), &key).await;
    sqlx::raw_sql(
        "PRAGMA journal_mode = TRUNCATE; PRAGMA cache_size = 5; BEGIN IMMEDIATE; UPDATE dispute SET raw = upper(raw) || body; \
         UPDATE setting SET value = '\"half\"'",
    )
    .execute(&mut raw)
    .await
    .unwrap();
    std::process::abort();
}

fn process(folder: &Folder, how: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "crash::the_one_that_dies"])
        .args(["--ignored", "--nocapture"])
        .env(DIR, folder.dir.path())
        .env(KEY, folder.key.to_base64().as_str())
        .env(HOW, how);
    command
}

fn die(folder: &Folder, how: &str) {
    let status = process(folder, how).output().unwrap().status;
    assert!(!status.success(), "it was to die");
}

#[tokio::test]
async fn of_three_processes_that_race_one_intends() {
    let folder = Folder::new();
    let store = folder.open().await;
    let account = account();
    store.account_insert(&account).await.unwrap();
    let page = (0..30)
        .map(|n| reading(dispute(&format!("dp_{n}"))))
        .collect();
    let ids = store.apply_page(&account.id, page, day(2)).await.unwrap();
    let racing: Vec<_> = (0..3)
        .map(|_| {
            process(&folder, "race")
                .stdout(std::process::Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut process in racing {
        assert!(process.wait().unwrap().success());
    }
    assert_eq!(store.submissions_open().await.unwrap().len(), ids.len());
    for id in ids {
        assert_eq!(store.submissions_of(&id).await.unwrap().len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn reading_and_writing_at_once_never_fails() {
    let folder = Folder::new();
    let (one, two) = (folder.open().await, folder.open().await);
    let account = account();
    one.account_insert(&account).await.unwrap();
    let mut tasks = tokio::task::JoinSet::new();
    for (who, store) in [("one", one.clone()), ("two", two.clone())] {
        let id = account.id.clone();
        tasks.spawn(async move {
            for turn in 0..15 {
                let page = (0..40)
                    .map(|n| reading(dispute(&format!("{who} {turn} {n}"))))
                    .collect();
                store.apply_page(&id, page, day(2)).await.unwrap();
            }
        });
    }
    for store in [one.clone(), two, one.clone(), one.clone()] {
        tasks.spawn(async move {
            let mut last = 0;
            while last < 1_200 {
                let (total, page) = store
                    .disputes_page(&tvist_store::Query {
                        limit: 5,
                        ..Default::default()
                    })
                    .await
                    .unwrap();
                assert!(total >= last && total % 40 == 0, "{last}, then {total}");
                assert_eq!(page.len(), total.min(5) as usize);
                last = total;
            }
        });
    }
    while let Some(result) = tasks.join_next().await {
        result.unwrap();
    }
    assert!(one.check().await.unwrap().is_sound());
}

#[tokio::test]
async fn a_process_that_dies_while_writing_leaves_the_state_before() {
    let folder = Folder::new();
    let store = folder.open().await;
    let account = account();
    store.account_insert(&account).await.unwrap();
    let page = (0..400)
        .map(|n| reading(dispute(&format!("dp_{n}"))))
        .collect();
    store.apply_page(&account.id, page, day(2)).await.unwrap();
    store.setting_set("state", "whole").await.unwrap();
    let before = store.disputes_all().await.unwrap();

    die(&folder, "while writing");
    let journal = folder.dir.path().join("tvist.db-journal");
    assert!(
        std::fs::metadata(&journal).unwrap().len() > 4096,
        "the journal is hot"
    );
    // A handle that was open all the while rolls it back, and so does a new one.
    assert_eq!(store.disputes_all().await.unwrap(), before);
    let again = folder.open().await;
    assert_eq!(again.disputes_all().await.unwrap(), before);
    assert_eq!(
        again
            .setting_get::<String>("state")
            .await
            .unwrap()
            .as_deref(),
        Some("whole")
    );
    assert!(again.check().await.unwrap().is_sound());
}

#[tokio::test]
async fn a_process_that_dies_after_the_commit_has_committed() {
    let folder = Folder::new();
    let store = folder.open().await;
    one_case(&store).await;
    die(&folder, "after the commit");
    let open = store.submissions_open().await.unwrap();
    assert_eq!(open.len(), 1);
    assert_eq!(open[0].submission.state, State::Sending);
    assert!(store.check().await.unwrap().is_sound());
}

#[tokio::test]
async fn dropping_a_handle_without_closing_loses_nothing() {
    let folder = Folder::new();
    for n in 0..5 {
        let store = folder.open().await;
        store.setting_set("n", &n).await.unwrap();
        drop(store);
        assert_eq!(
            folder.open().await.setting_get::<i32>("n").await.unwrap(),
            Some(n)
        );
    }
}

#[tokio::test]
async fn a_call_that_is_given_up_stores_nothing_and_holds_nothing() {
    let folder = Folder::new();
    let store = folder.open().await;
    let account = account();
    store.account_insert(&account).await.unwrap();
    for wait in [0, 200, 1_000, 5_000, 20_000] {
        let page: Vec<_> = (0..300)
            .map(|n| reading(dispute(&format!("dp_{wait}_{n}"))))
            .collect();
        let call = store.apply_page(&account.id, page, day(2));
        let given_up = tokio::time::timeout(std::time::Duration::from_micros(wait), call)
            .await
            .is_err();
        let stored = store
            .disputes_all()
            .await
            .unwrap()
            .iter()
            .filter(|f| f.dispute.provider_id.starts_with(&format!("dp_{wait}_")))
            .count();
        assert!(
            stored == 0 || stored == 300,
            "half a page: {stored}, given up: {given_up}"
        );
        assert!(given_up || stored == 300);
        store.setting_set("free", &wait).await.unwrap();
    }
}

#[tokio::test]
async fn a_file_that_another_holds_is_locked_after_a_while_and_free_again() {
    let folder = Folder::new();
    let store = folder.open().await;
    store.setting_set("n", &1).await.unwrap();
    let mut raw = folder.raw().await;
    sqlx::raw_sql("BEGIN EXCLUSIVE")
        .execute(&mut raw)
        .await
        .unwrap();
    let (write, read) = tokio::join!(store.setting_set("n", &2), store.setting_get::<i32>("n"));
    assert!(matches!(write, Err(StoreError::Locked)), "{write:?}");
    assert!(matches!(read, Err(StoreError::Locked)), "{read:?}");
    sqlx::raw_sql("ROLLBACK").execute(&mut raw).await.unwrap();
    store.setting_set("n", &3).await.unwrap();
    assert_eq!(store.setting_get::<i32>("n").await.unwrap(), Some(3));
}

/// A file system of one megabyte; gone when it is dropped.
#[cfg(target_os = "linux")]
struct SmallDisk(PathBuf);

#[cfg(target_os = "linux")]
impl SmallDisk {
    /// None where nothing may be mounted.
    fn mount(at: PathBuf) -> Option<Self> {
        std::fs::create_dir(&at).unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=1m", "tmpfs"])
            .arg(&at)
            .output();
        mounted
            .is_ok_and(|output| output.status.success())
            .then_some(Self(at))
    }

    fn make_read_only(&self) {
        let status = Command::new("mount")
            .args(["-o", "remount,ro"])
            .arg(&self.0)
            .status();
        assert!(status.unwrap().success());
    }
}

#[cfg(target_os = "linux")]
impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily, since connections may still be open when a test fails.
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

/// A full disk for real, where one may be mounted; the limit on pages in `open.rs` is tested anywhere.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_full_disk_is_said_and_loses_nothing() {
    let folder = Folder::new();
    let Some(disk) = SmallDisk::mount(folder.dir.path().join("small")) else {
        // Past the runner, which keeps what passing tests print to itself; `tests/all.mjs` counts it.
        let line = "\nNOT RUN crash::a_full_disk_is_said_and_loses_nothing: a small disk can't be mounted: that takes root\n";
        std::io::stderr().write_all(line.as_bytes()).unwrap();
        return;
    };
    let store = Store::open(&disk.0, &folder.key).await.unwrap();
    let (account, id) = one_case(&store).await;
    let filler = "x".repeat(50_000);
    let mut full = None;
    for n in 0..60 {
        if let Err(e) = store.setting_set(&format!("filler {n}"), &filler).await {
            full = Some((n, e));
            break;
        }
    }
    let (stored, error) = full.expect("the disk is full at some time");
    assert!(matches!(error, StoreError::Full), "{error:?}");
    let page = (0..500)
        .map(|n| reading(dispute(&format!("dp_{n}"))))
        .collect();
    let page = store.apply_page(&account.id, page, day(3)).await;
    assert!(matches!(page, Err(StoreError::Full)), "{page:?}");
    let copy = store.backup_to(&disk.0.join("copy.db"), &folder.key).await;
    assert!(matches!(copy, Err(StoreError::Full)), "{copy:?}");
    // To the last byte.
    let rest = disk.0.join("rest");
    let mut file = std::fs::File::create(&rest).unwrap();
    while file.write_all(&[b'x'; 512]).is_ok() {}
    let copy = store.backup_to(&disk.0.join("copy.db"), &folder.key).await;
    assert!(matches!(copy, Err(StoreError::Full)), "{copy:?}");
    std::fs::remove_file(&rest).unwrap();
    drop(file);
    let left: Vec<_> = std::fs::read_dir(&disk.0)
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert_eq!(left.len(), 2, "no unfinished copy stays: {left:?}");
    let last = store
        .setting_get::<String>(&format!("filler {}", stored - 1))
        .await
        .unwrap();
    assert_eq!(last.as_deref(), Some(filler.as_str()));
    assert!(store.check().await.unwrap().is_sound());
    store.close().await;

    // What can't be written can still be read.
    disk.make_read_only();
    let store = Store::open(&disk.0, &folder.key).await.unwrap();
    let disputes = store.disputes_all().await.unwrap();
    assert_eq!(disputes.iter().map(|f| &f.id).collect::<Vec<_>>(), [&id]);
    let write = store.setting_set("n", &1).await;
    assert!(matches!(write, Err(StoreError::ReadOnly)), "{write:?}");
    store.close().await;
}
