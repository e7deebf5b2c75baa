//! The calendar's file in a folder that others may write to: nothing that lies there is followed or overwritten, and a
//! folder that never answers keeps nobody.

use super::{CalendarProblem, FILE};
use crate::host::intake::{self, Links, Unfit};
use crate::host::owner_file::{self, Part};
use std::collections::HashSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long a folder may take. A disk that has to wake up takes some seconds.
pub(super) const LIMIT: Duration = Duration::from_secs(10);
/// Ours are far smaller: some hundred bytes a case.
const MOST_BYTES: u64 = 64_000_000;
/// By this a file is known as ours.
const OURS: &str = "PRODID:-//Tvist//";

/// The folders in which a piece of work hasn't come back yet.
#[derive(Clone, Default)]
pub(crate) struct Pending {
    folders: Arc<Mutex<HashSet<PathBuf>>>,
}

impl Pending {
    /// Works in a folder, if it answers within `limit`. The thread is one of the program's own: whoever hangs in the system
    /// can't be ended, and must neither keep the program from ending nor be joined by another one at each reading. `work` is
    /// told by the flag that nobody waits for it any more.
    pub(super) async fn within<T: Send + 'static>(
        &self,
        limit: Duration,
        folder: &Path,
        work: impl FnOnce(&AtomicBool) -> Result<T, CalendarProblem> + Send + 'static,
    ) -> Result<T, CalendarProblem> {
        if !self.folders().insert(folder.to_owned()) {
            return Err(CalendarProblem::Slow);
        }
        let late = Arc::new(AtomicBool::new(false));
        let (done, answer) = tokio::sync::oneshot::channel();
        let (told, pending, at) = (late.clone(), self.clone(), folder.to_owned());
        let begun = std::thread::Builder::new()
            .name("calendar".into())
            .spawn(move || {
                let worked = work(&told);
                pending.folders().remove(&at);
                // Nobody may wait any more.
                let _ = done.send(worked);
            });
        if begun.is_err() {
            self.folders().remove(folder);
            return Err(CalendarProblem::Slow);
        }
        match tokio::time::timeout(limit, answer).await {
            Ok(Ok(worked)) => worked,
            Ok(Err(_)) => {
                // It broke, and can't say so itself.
                self.folders().remove(folder);
                Err(CalendarProblem::Folder)
            }
            Err(_) => {
                late.store(true, Ordering::Release);
                Err(CalendarProblem::Slow)
            }
        }
    }

    fn folders(&self) -> std::sync::MutexGuard<'_, HashSet<PathBuf>> {
        self.folders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Puts the new file in the old one's place, so that no program ever reads half of it.
pub(super) fn replace(
    folder: &Path,
    bytes: &[u8],
    late: &AtomicBool,
) -> Result<(), CalendarProblem> {
    let path = folder.join(FILE);
    match ours(&path)? {
        Some(there) if undated(&there) == undated(bytes) => return Ok(()),
        _ => {}
    }
    let mut part = Part::beside(&path).map_err(unwritable)?;
    part.fill(bytes).map_err(unwritable)?;
    if late.load(Ordering::Acquire) {
        // What is known may be newer by now.
        return Err(CalendarProblem::Slow);
    }
    part.place().map_err(unwritable)
}

/// Takes our file away, if it is ours.
pub(super) fn remove(folder: &Path) {
    let path = folder.join(FILE);
    if matches!(ours(&path), Ok(Some(_))) {
        let _ = std::fs::remove_file(path);
    }
}

fn unwritable(_: std::io::Error) -> CalendarProblem {
    CalendarProblem::Folder
}

/// The file that we wrote there, none where there is none, an error where something else has its name.
fn ours(path: &Path) -> Result<Option<Vec<u8>>, CalendarProblem> {
    let file = match intake::open(path, Links::Refused) {
        Ok(file) => file,
        Err(Unfit::NotFound) => return Ok(None),
        Err(Unfit::NotReadable) => return Err(CalendarProblem::Folder),
        Err(_) => return Err(CalendarProblem::NotOurs),
    };
    if !is_owners(&file, path)? {
        return Err(CalendarProblem::NotOurs);
    }
    match intake::read_opened(file, MOST_BYTES) {
        Ok(there) if is_ours(&there) => Ok(Some(there)),
        Ok(_) | Err(Unfit::TooLarge { .. }) => Err(CalendarProblem::NotOurs),
        Err(_) => Err(CalendarProblem::Folder),
    }
}

/// Whether a file belongs to whoever runs this. A disk of the network may give all that is written there to one owner: what
/// counts is whose a file of ours is there.
#[cfg(unix)]
fn is_owners(file: &File, path: &Path) -> Result<bool, CalendarProblem> {
    use std::os::unix::fs::MetadataExt;
    let about = file.metadata().map_err(unwritable)?;
    if owner_file::is_own(&about) {
        return Ok(true);
    }
    let probe = Part::beside(path).map_err(unwritable)?;
    Ok(probe.about().map_err(unwritable)?.uid() == about.uid())
}

#[cfg(not(unix))]
fn is_owners(file: &File, _: &Path) -> Result<bool, CalendarProblem> {
    Ok(owner_file::is_own(&file.metadata().map_err(unwritable)?))
}

fn is_ours(file: &[u8]) -> bool {
    file.windows(OURS.len()).any(|part| part == OURS.as_bytes())
}

/// Without the moment at which it was made: that alone is no change.
fn undated(file: &[u8]) -> Vec<&[u8]> {
    file.split_inclusive(|byte| *byte == b'\n')
        .filter(|line| !line.starts_with(b"DTSTAMP"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(stamp: &str, title: &str) -> Vec<u8> {
        format!("BEGIN:VCALENDAR\r\nPRODID:-//Tvist//Tvist//EN\r\nDTSTAMP:{stamp}\r\nSUMMARY:{title}\r\n")
            .into_bytes()
    }

    fn put(folder: &Path, bytes: &[u8]) -> Result<(), CalendarProblem> {
        replace(folder, bytes, &AtomicBool::new(false))
    }

    fn names(folder: &Path) -> usize {
        std::fs::read_dir(folder).unwrap().count()
    }

    #[test]
    fn the_file_is_replaced_whole_and_only_when_something_changed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        put(folder.path(), &file("1", "a")).unwrap();
        let first = std::fs::metadata(&path).unwrap().modified().unwrap();
        put(folder.path(), &file("2", "a")).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), file("1", "a"));
        assert_eq!(std::fs::metadata(&path).unwrap().modified().unwrap(), first);
        // A program that reads meanwhile has the old file to its end.
        let mut reading = File::open(&path).unwrap();
        put(folder.path(), &file("3", "b")).unwrap();
        let mut old = Vec::new();
        std::io::Read::read_to_end(&mut reading, &mut old).unwrap();
        assert_eq!(old, file("1", "a"));
        assert_eq!(std::fs::read(&path).unwrap(), file("3", "b"));
        assert_eq!(names(folder.path()), 1, "nothing unfinished is left");
    }

    #[test]
    fn nobody_elses_file_is_touched() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        std::fs::write(&path, "BEGIN:VCALENDAR\r\nPRODID:-//Other//EN\r\n").unwrap();
        let problem = put(folder.path(), &file("1", "a"));
        assert_eq!(problem, Err(CalendarProblem::NotOurs));
        remove(folder.path());
        assert!(path.exists());
        let missing = folder.path().join("gone");
        assert_eq!(put(&missing, &file("1", "a")), Err(CalendarProblem::Folder));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_somebody_planted_destroys_nothing() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let home = tempfile::tempdir().unwrap();
        let precious = home.path().join("tvist.db");
        // One that even looks like a file of ours.
        std::fs::write(&precious, file("1", "precious")).unwrap();
        let before = std::fs::read(&precious).unwrap();
        // Under the name that was written to before it was renamed, in earlier versions.
        symlink(&precious, folder.path().join(".Tvist.ics.part")).unwrap();
        put(folder.path(), &file("2", "a")).unwrap();
        assert_eq!(std::fs::read(&precious).unwrap(), before);
        let path = folder.path().join(FILE);
        assert!(path.symlink_metadata().unwrap().is_file());
        std::fs::remove_file(&path).unwrap();
        symlink(&precious, &path).unwrap();
        let refused = put(folder.path(), &file("3", "b"));
        assert_eq!(refused, Err(CalendarProblem::NotOurs));
        remove(folder.path());
        assert_eq!(std::fs::read(&precious).unwrap(), before);
        assert!(path.symlink_metadata().unwrap().is_symlink());
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_pipe_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        rustix::fs::mkfifoat(rustix::fs::CWD, &path, rustix::fs::Mode::RWXU).unwrap();
        let at = folder.path().to_owned();
        let pending = Pending::default();
        let tried = pending.within(Duration::from_secs(5), folder.path(), move |late| {
            remove(&at);
            replace(&at, &file("1", "a"), late)
        });
        assert_eq!(tried.await, Err(CalendarProblem::NotOurs));
        assert_eq!(names(folder.path()), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_strangers_file_is_left_alone() {
        if !rustix::process::geteuid().is_root() {
            eprintln!("NOT RUN: only root can give a file to somebody else");
            return;
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        put(folder.path(), &file("1", "a")).unwrap();
        std::os::unix::fs::chown(&path, Some(4242), None).unwrap();
        let refused = put(folder.path(), &file("2", "b"));
        assert_eq!(refused, Err(CalendarProblem::NotOurs));
        remove(folder.path());
        assert_eq!(std::fs::read(&path).unwrap(), file("1", "a"));
        assert_eq!(names(folder.path()), 1);
    }

    #[tokio::test]
    async fn a_folder_that_never_answers_keeps_nobody_and_is_asked_once() {
        let pending = Pending::default();
        let (dead, good) = (Path::new("/dead"), Path::new("/good"));
        let (free, held) = std::sync::mpsc::channel::<()>();
        let short = Duration::from_millis(50);
        let hangs = pending.within(short, dead, move |late| {
            let _ = held.recv();
            Ok(late.load(Ordering::Acquire))
        });
        assert_eq!(hangs.await, Err(CalendarProblem::Slow));
        // No second thread hangs there; another folder is worked in.
        let again = pending.within(LIMIT, dead, |_| Ok(true));
        assert_eq!(again.await, Err(CalendarProblem::Slow));
        assert_eq!(pending.within(LIMIT, good, |_| Ok(7)).await, Ok(7));
        drop(free);
        // Once it answers, it is worked in again.
        let until = tokio::time::Instant::now() + LIMIT;
        while pending.within(LIMIT, dead, |_| Ok(())).await.is_err() {
            assert!(tokio::time::Instant::now() < until);
            tokio::time::sleep(short).await;
        }
    }

    #[test]
    fn what_comes_too_late_is_not_put_there() {
        let folder = tempfile::tempdir().unwrap();
        let late = AtomicBool::new(true);
        let tried = replace(folder.path(), &file("1", "a"), &late);
        assert_eq!(tried, Err(CalendarProblem::Slow));
        assert_eq!(names(folder.path()), 0);
    }
}
