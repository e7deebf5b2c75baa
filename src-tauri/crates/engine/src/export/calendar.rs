//! The calendar as a folder that calendar programs watch: one file in it, kept current and always replaced whole.
//!
//! Off until the owner chooses a folder. Nobody is named in it unless they allow that: calendars are shared, and shown on
//! locked screens. What is practised with never gets there.

mod place;

use place::Pending;
use tvist_store::Store;

use crate::error::{Error, Result};
use crate::export::ics;
use crate::export::insights::genuine;
use crate::host::Host;
use chrono::Duration;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// The file's name in the folder.
const FILE: &str = "Tvist.ics";
/// How long an ended case stays as a cancelled entry, for calendars that seldom look.
const KEPT: Duration = Duration::days(90);
pub(crate) const SETTING: &str = "calendar";

/// One that writes the calendar, one that waits for its turn.
struct Turns(Arc<Semaphore>);

impl Default for Turns {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(2)))
    }
}

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

/// What is chosen.
pub(crate) async fn calendar(store: &Store) -> Result<CalendarView> {
    let chosen = calendar_chosen(store).await?;
    Ok(CalendarView {
        folder: chosen.folder.map(|f| f.to_string_lossy().into_owned()),
        file: FILE.to_owned(),
        names: chosen.names,
        problem: chosen.problem,
    })
}

/// Chooses the folder, or none, and whether buyers may be named; the file is written at once, and one that lies where
/// it isn't wanted any more is taken away.
pub(crate) async fn set_calendar(
    host: &Host,
    folder: Option<PathBuf>,
    names: bool,
) -> Result<CalendarView> {
    let before = calendar_chosen(&host.store).await?.folder;
    if let Some(old) = before.filter(|old| folder.as_ref() != Some(old)) {
        let at = old.clone();
        let pending = host.memory.of::<Pending>();
        let removed = pending.within(place::LIMIT, &old, move |_| {
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
    host.store.setting_set(SETTING, &chosen).await?;
    refresh_calendar(host).await?;
    calendar(&host.store).await
}

/// Brings the file up to date, where there is one. It is written only when something in it is different.
pub(crate) async fn refresh_calendar(host: &Host) -> Result<()> {
    if calendar_chosen(&host.store).await?.folder.is_none() {
        return Ok(());
    }
    // Two programs may be at it: whoever comes later reads later, and so writes what is newer.
    let lock = host.data_dir.join("calendar.lock");
    let lock = match crate::host::lock::within(&lock, place::LIMIT).await {
        Err(Error::Opening) => return calendar_has(&host.store, CalendarProblem::Slow).await,
        other => other?,
    };
    let chosen = calendar_chosen(&host.store).await?;
    let Some(folder) = chosen.folder.clone() else {
        return Ok(());
    };
    let bytes = calendar_file(host, chosen.names).await?;
    let at = folder.clone();
    let pending = host.memory.of::<Pending>();
    let put = pending.within(place::LIMIT, &folder, move |late| {
        place::replace(&at, &bytes, late)
    });
    let problem = put.await.err();
    drop(lock);
    calendar_has(&host.store, problem).await
}

/// The same beside everything else: a folder that doesn't answer keeps no reminder back. One that is asked for while
/// another one waits for its turn is that one.
pub(crate) fn refresh_calendar_beside(host: &Host) {
    let Ok(turn) = host.memory.of::<Turns>().0.clone().try_acquire_owned() else {
        return;
    };
    let host = host.clone();
    tokio::spawn(async move {
        if let Err(e) = refresh_calendar(&host).await {
            tracing::warn!(error = %e.kind(), "the calendar's folder isn't up to date");
        }
        drop(turn);
    });
}

/// Notes how it went.
async fn calendar_has(store: &Store, problem: impl Into<Option<CalendarProblem>>) -> Result<()> {
    let mut chosen = calendar_chosen(store).await?;
    let problem = problem.into();
    if chosen.folder.is_some() && chosen.problem != problem {
        chosen.problem = problem;
        store.setting_set(SETTING, &chosen).await?;
    }
    Ok(())
}

async fn calendar_chosen(store: &Store) -> Result<Chosen> {
    Ok(store.setting_get(SETTING).await?.unwrap_or_default())
}

async fn calendar_file(host: &Host, names: bool) -> Result<Vec<u8>> {
    let accounts = host.store.accounts().await?;
    let (mut cases, _) = genuine(host.store.disputes_all().await?, &accounts);
    let now = host.now();
    cases.retain(|case| case.ended_at.is_none_or(|ended| now - ended < KEPT));
    Ok(ics::ics(host, &cases, names).await?.bytes)
}
