//! The calendar as a folder that calendar programs watch: one file in it, kept current and always replaced whole.
//!
//! Off until the owner chooses a folder. Nobody is named in it unless they allow that: calendars are shared, and shown on
//! locked screens. What is practised with never gets there.

mod place;

pub(crate) use place::Pending;

use crate::error::{Error, Result};
use crate::insights::genuine;
use crate::{Engine, open};
use chrono::Duration;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// The file's name in the folder.
const FILE: &str = "Tvist.ics";
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
    /// Something of that name is there that isn't a file which this program wrote for its owner: another program's or
    /// another person's file, a link, a pipe.
    NotOurs,
    /// The folder doesn't answer in time, as that of a network that is gone.
    Slow,
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
            let at = old.clone();
            let removed = self.calendar_pending.within(place::LIMIT, &old, move |_| {
                place::remove(&at);
                Ok(())
            });
            if let Err(problem) = removed.await {
                tracing::info!(?problem, "the former folder keeps its calendar");
            }
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
        let lock = self.data_dir.join("calendar.lock");
        let lock = match open::lock_within(&lock, place::LIMIT).await {
            Err(Error::Opening) => return self.calendar_has(CalendarProblem::Slow).await,
            other => other?,
        };
        let chosen = self.calendar_chosen().await?;
        let Some(folder) = chosen.folder.clone() else {
            return Ok(());
        };
        let bytes = self.calendar_file(chosen.names).await?;
        let at = folder.clone();
        let put = self
            .calendar_pending
            .within(place::LIMIT, &folder, move |late| {
                place::replace(&at, &bytes, late)
            });
        let problem = put.await.err();
        drop(lock);
        self.calendar_has(problem).await
    }

    /// The same beside everything else: a folder that doesn't answer keeps no reminder back. One that is asked for while
    /// another one waits for its turn is that one.
    pub(crate) fn refresh_calendar_beside(&self) {
        let Ok(turn) = self.calendar_turns.clone().try_acquire_owned() else {
            return;
        };
        let engine = self.clone();
        tokio::spawn(async move {
            if let Err(e) = engine.refresh_calendar().await {
                tracing::warn!(error = %e.kind(), "the calendar's folder isn't up to date");
            }
            drop(turn);
        });
    }

    /// Notes how it went.
    async fn calendar_has(&self, problem: impl Into<Option<CalendarProblem>>) -> Result<()> {
        let mut chosen = self.calendar_chosen().await?;
        let problem = problem.into();
        if chosen.folder.is_some() && chosen.problem != problem {
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
