//! Copies of the file from before its schema changed: the newest stays for a while, for going back to the older version
//! of the program; the others go.

use crate::Result;
use crate::copy::{BEGINNING, schemas};
use crate::open::Store;
use chrono::Duration;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use tvist_domain::clock::Timestamp;

/// How long the newest copy stays after it was made.
const KEPT: Duration = Duration::days(30);
impl Store {
    /// Takes away copies in `dir` that nobody goes back to: older ones than the newest, unfinished ones that a crash
    /// left, and the newest itself once it is 30 days old by the date of its file, if this database is sound. Called
    /// while nobody else opens the folder.
    ///
    /// # Errors
    /// When the folder can't be read, a copy can't be removed, or this database can't be read.
    pub async fn tidy_former(&self, dir: &Path, now: Timestamp) -> Result<()> {
        let mut whole = Vec::new();
        for (name, path) in all(dir)? {
            match schemas(&name) {
                Some(schemas) => whole.push((schemas, path)),
                None => remove(&path)?,
            }
        }
        whole.sort();
        let Some((_, newest)) = whole.pop() else {
            return Ok(());
        };
        for (_, older) in whole {
            remove(&older)?;
        }
        let made: Timestamp = std::fs::metadata(&newest)?.modified()?.into();
        if now - made >= KEPT && self.check().await?.is_sound() {
            remove(&newest)?;
        }
        Ok(())
    }

    /// Takes away all copies in `dir`, since they hold what is to be erased. Gives how many there were.
    ///
    /// # Errors
    /// When the folder can't be read or a copy can't be removed.
    pub fn forget_former(dir: &Path) -> Result<usize> {
        let copies = all(dir)?;
        for (_, path) in &copies {
            remove(path)?;
        }
        Ok(copies.len())
    }
}

/// Copies and what was to become one.
fn all(dir: &Path) -> Result<Vec<(String, PathBuf)>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let unfinished = name.starts_with(BEGINNING) && name.ends_with(".part");
        if unfinished || schemas(&name).is_some() {
            found.push((name, entry.path()));
        }
    }
    Ok(found)
}

fn remove(file: &Path) -> Result<()> {
    match std::fs::remove_file(file) {
        Err(e) if e.kind() != ErrorKind::NotFound => Err(e.into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::DatabaseKey;
    use std::time::SystemTime;

    /// When the copies were made.
    const WRITTEN: SystemTime = SystemTime::UNIX_EPOCH;

    fn names(dir: &Path) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(dir)
            .unwrap()
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .filter(|name| name != "tvist.db" && name != "tvist.db-journal")
            .collect();
        names.sort();
        names
    }

    async fn folder(files: &[&str]) -> (tempfile::TempDir, Store) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path(), &DatabaseKey::random())
            .await
            .unwrap();
        for file in files {
            let file = std::fs::File::create(dir.path().join(file)).unwrap();
            file.set_modified(WRITTEN).unwrap();
        }
        (dir, store)
    }

    fn in_days(days: i64) -> Timestamp {
        Timestamp::from(WRITTEN) + Duration::days(days)
    }

    #[tokio::test]
    async fn only_the_newest_copy_stays_and_for_thirty_days() {
        let (dir, store) = folder(&[
            "tvist-before-schema-9-from-2.db",
            "tvist-before-schema-10-from-9.db",
            "tvist-before-schema-3-from-2.db",
            "tvist-before-schema-10-from-9.db.4711.part",
            "tvist-before-schema-mine.txt",
            "my tvist-before-schema-1-from-0.db",
        ])
        .await;
        let mine = [
            "my tvist-before-schema-1-from-0.db",
            "tvist-before-schema-mine.txt",
        ];
        let with_newest = [mine[0], "tvist-before-schema-10-from-9.db", mine[1]];
        // A clock that was set back makes nothing old.
        for days in [0, -400, 29] {
            store.tidy_former(dir.path(), in_days(days)).await.unwrap();
            assert_eq!(names(dir.path()), with_newest, "{days} days");
        }
        store.tidy_former(dir.path(), in_days(30)).await.unwrap();
        assert_eq!(names(dir.path()), mine);
        store.tidy_former(dir.path(), in_days(60)).await.unwrap();
    }

    #[tokio::test]
    async fn a_damaged_database_keeps_its_copy() {
        let copy = "tvist-before-schema-3-from-2.db";
        let (dir, store) = folder(&[copy]).await;
        store
            .setting_set("large", &"x".repeat(50_000))
            .await
            .unwrap();
        let file = dir.path().join("tvist.db");
        let mut bytes = std::fs::read(&file).unwrap();
        let middle = bytes.len() - 9_000;
        bytes[middle] ^= 1;
        std::fs::write(&file, bytes).unwrap();
        // Whether it is told as a finding or as an error: the copy stays.
        let _ = store.tidy_former(dir.path(), in_days(60)).await;
        assert_eq!(names(dir.path()), [copy]);
    }

    #[tokio::test]
    async fn what_is_erased_is_in_no_copy() {
        let (dir, _store) = folder(&[
            "tvist-before-schema-3-from-2.db",
            "tvist-before-schema-3-from-2.db.1.part",
            "else",
        ])
        .await;
        assert_eq!(Store::forget_former(dir.path()).unwrap(), 2);
        assert_eq!(names(dir.path()), ["else"]);
    }
}
