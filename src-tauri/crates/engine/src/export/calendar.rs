//! The calendar as a folder that calendar programs watch: one file in it, kept current and always replaced whole.
//!
//! Off until the owner chooses a folder. Nobody is named in it unless they allow that: calendars are shared, and shown on
//! locked screens. What is practised with never gets there.

use crate::error::{Error, Result};
use crate::insights::genuine;
use crate::{Engine, open};
use chrono::Duration;
use serde::{Deserialize, Serialize};
use std::io::Write;
use std::path::{Path, PathBuf};

/// The file's name in the folder.
const FILE: &str = "Tvist.ics";
/// While it is written. Calendar programs look for `.ics` only.
const UNFINISHED: &str = ".Tvist.ics.part";
/// By this a file is known as ours.
const OURS: &str = "PRODID:-//Tvist//";
/// So long an ended case stays as a cancelled entry, for calendars that seldom look.
const KEPT: Duration = Duration::days(90);
pub(crate) const SETTING: &str = "calendar";

/// What the owner chose, and how it goes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Chosen {
    folder: Option<PathBuf>,
    #[serde(default)]
    names: bool,
    #[serde(default)]
    problem: Option<CalendarProblem>,
}

/// Why the file isn't current.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum CalendarProblem {
    /// The folder isn't there or can't be written.
    Folder,
    /// A file of that name is there that this program didn't write.
    NotOurs,
}

/// The calendar folder as the settings show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct CalendarView {
    /// None while it is off.
    pub folder: Option<String>,
    /// The file in it.
    pub file: String,
    /// Buyers may be named in it.
    pub names: bool,
    pub problem: Option<CalendarProblem>,
}

impl Engine {
    /// What is chosen.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn calendar(&self) -> Result<CalendarView> {
        let chosen = self.calendar_chosen().await?;
        Ok(CalendarView {
            folder: chosen.folder.map(|f| f.to_string_lossy().into_owned()),
            file: FILE.to_owned(),
            names: chosen.names,
            problem: chosen.problem,
        })
    }

    /// Chooses the folder, or none, and whether buyers may be named; the file is written at once, and one that lies where
    /// it isn't wanted any more is taken away.
    ///
    /// # Errors
    /// When the database can't be used. That the file can't be written is told in what comes back.
    pub async fn set_calendar(&self, folder: Option<PathBuf>, names: bool) -> Result<CalendarView> {
        let before = self.calendar_chosen().await?.folder;
        if let Some(old) = before.filter(|old| folder.as_ref() != Some(old)) {
            blocking(move || remove(&old.join(FILE))).await?;
        }
        let chosen = Chosen {
            folder,
            names,
            problem: None,
        };
        self.store.setting_set(SETTING, &chosen).await?;
        self.refresh_calendar().await?;
        self.calendar().await
    }

    /// Brings the file up to date, where there is one. It is written only when something in it is different.
    ///
    /// # Errors
    /// When the database can't be used.
    pub async fn refresh_calendar(&self) -> Result<()> {
        if self.calendar_chosen().await?.folder.is_none() {
            return Ok(());
        }
        // Two programs may be at it: whoever comes later reads later, and so writes what is newer.
        let path = self.data_dir.join("calendar.lock");
        let _lock = blocking(move || open::lock(&path)).await??;
        let mut chosen = self.calendar_chosen().await?;
        let Some(folder) = chosen.folder.clone() else {
            return Ok(());
        };
        let bytes = self.calendar_file(chosen.names).await?;
        let problem = blocking(move || replace(&folder, &bytes)).await?.err();
        if chosen.problem != problem {
            chosen.problem = problem;
            self.store.setting_set(SETTING, &chosen).await?;
        }
        Ok(())
    }

    async fn calendar_chosen(&self) -> Result<Chosen> {
        Ok(self.store.setting_get(SETTING).await?.unwrap_or_default())
    }

    async fn calendar_file(&self, names: bool) -> Result<Vec<u8>> {
        let accounts = self.store.accounts().await?;
        let (mut cases, _) = genuine(self.store.disputes_all().await?, &accounts);
        let now = self.now();
        cases.retain(|case| case.ended_at.is_none_or(|ended| now - ended < KEPT));
        Ok(self.ics(&cases, names).await?.bytes)
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|e| Error::Stopped(e.to_string()))
}

/// Puts the new file in the old one's place, so that no program ever reads half of it.
fn replace(folder: &Path, bytes: &[u8]) -> std::result::Result<(), CalendarProblem> {
    let path = folder.join(FILE);
    match std::fs::read(&path) {
        Ok(there) if !is_ours(&there) => return Err(CalendarProblem::NotOurs),
        Ok(there) if undated(&there) == undated(bytes) => return Ok(()),
        Ok(_) => {}
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {}
        Err(_) => return Err(CalendarProblem::Folder),
    }
    let part = folder.join(UNFINISHED);
    let written = write(&part, bytes).and_then(|()| std::fs::rename(&part, &path));
    written.map_err(|_| {
        let _ = std::fs::remove_file(&part);
        CalendarProblem::Folder
    })
}

fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = std::fs::File::options();
    options.create(true).truncate(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn remove(path: &Path) {
    if std::fs::read(path).is_ok_and(|there| is_ours(&there)) {
        let _ = std::fs::remove_file(path);
    }
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

    #[test]
    fn the_file_is_replaced_whole_and_only_when_something_changed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        replace(folder.path(), &file("1", "a")).unwrap();
        let first = std::fs::metadata(&path).unwrap().modified().unwrap();
        replace(folder.path(), &file("2", "a")).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), file("1", "a"));
        assert_eq!(std::fs::metadata(&path).unwrap().modified().unwrap(), first);
        // A program that reads meanwhile has the old file to its end.
        let mut reading = std::fs::File::open(&path).unwrap();
        replace(folder.path(), &file("3", "b")).unwrap();
        let mut old = Vec::new();
        std::io::Read::read_to_end(&mut reading, &mut old).unwrap();
        assert_eq!(old, file("1", "a"));
        assert_eq!(std::fs::read(&path).unwrap(), file("3", "b"));
        let names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(names.len(), 1, "nothing unfinished is left: {names:?}");
    }

    #[test]
    fn nobody_elses_file_is_touched() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        std::fs::write(&path, "BEGIN:VCALENDAR\r\nPRODID:-//Other//EN\r\n").unwrap();
        let problem = replace(folder.path(), &file("1", "a"));
        assert_eq!(problem, Err(CalendarProblem::NotOurs));
        remove(&path);
        assert!(path.exists());
        let missing = folder.path().join("gone");
        assert_eq!(
            replace(&missing, &file("1", "a")),
            Err(CalendarProblem::Folder)
        );
    }
}
