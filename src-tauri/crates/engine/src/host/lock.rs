//! Locks between processes: a case, a warning, an account's reading, the data folder. Each falls with its file handle, also
//! when the process dies.

use crate::error::{Error, Result};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tvist_domain::submission::Subject;
use tvist_domain::{DisputeId, WarningId};

const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// One process at a time works on a warning; the lock falls with the process.
pub(crate) fn lock_warning(data_dir: &Path, id: &WarningId) -> Result<Option<File>> {
    attempt(&data_dir.join(format!("warning-{id}.lock")))
}

/// One process at a time works on a case or a warning; the lock falls with the process.
pub(crate) fn lock_subject(data_dir: &Path, subject: &Subject) -> Result<Option<File>> {
    match subject {
        Subject::Case(id) => lock_case(data_dir, id),
        Subject::Warning(id) => lock_warning(data_dir, id),
    }
}

/// One process at a time works on a case; the lock falls with the process.
pub(crate) fn lock_case(data_dir: &Path, id: &DisputeId) -> Result<Option<File>> {
    attempt(&case_lock(data_dir, id))
}

pub(crate) fn case_lock(data_dir: &Path, id: &DisputeId) -> PathBuf {
    data_dir.join(format!("case-{id}.lock"))
}

/// Waits for a lock between processes; it falls with the file handle, also when the process dies.
pub(crate) fn wait_for(path: &Path) -> Result<File> {
    let file = lock_file(path)?;
    file.lock().map_err(|e| Error::file("locking", e))?;
    Ok(file)
}

/// Waits for a lock between processes, but not for ever: whoever holds it may wait for its owner, at a prompt of the
/// keychain.
pub(crate) async fn within(path: &Path, limit: Duration) -> Result<File> {
    let until = tokio::time::Instant::now() + limit;
    loop {
        if let Some(lock) = attempt(path)? {
            return Ok(lock);
        }
        if tokio::time::Instant::now() >= until {
            return Err(Error::Opening);
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

/// Takes a lock between processes if nobody holds it.
pub(crate) fn attempt(path: &Path) -> Result<Option<File>> {
    let file = lock_file(path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(std::fs::TryLockError::WouldBlock) => Ok(None),
        Err(std::fs::TryLockError::Error(e)) => Err(Error::file("locking", e)),
    }
}

fn lock_file(path: &Path) -> Result<File> {
    let opened = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path);
    match opened {
        // On a disk that can only be read, the lock that is there locks as well.
        Err(e) if e.kind() == std::io::ErrorKind::ReadOnlyFilesystem => File::open(path),
        other => other,
    }
    .map_err(|e| Error::file("opening a lock", e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_waits_for_another_face_is_told_after_a_while() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("open.lock");
        let held = wait_for(&path).unwrap();
        let begun = std::time::Instant::now();
        let waited = within(&path, Duration::from_millis(200)).await;
        assert!(matches!(waited, Err(Error::Opening)), "{waited:?}");
        assert!(begun.elapsed() >= Duration::from_millis(200));
        drop(held);
        assert!(within(&path, Duration::ZERO).await.is_ok());
    }
}
