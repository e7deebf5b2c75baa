//! Tasks of the watch that broke by a fault of this program: each begins again, and what happened is kept to be told.

use crate::error::Result;
use futures::FutureExt as _;
use serde::{Deserialize, Serialize};
use std::panic::AssertUnwindSafe;
use tvist_domain::clock::{Timestamp, span};
use tvist_store::Store;

/// A task that broke.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Breakdown {
    /// Which one: `visit`, `visits`, `settle`, `drive`, `listen`, `receive`.
    pub task: String,
    /// How often since it first broke, without a month of peace in between.
    pub times: u32,
    #[specta(type = String)]
    #[serde(with = "tvist_domain::clock::text")]
    pub last_at: Timestamp,
}

const NAME: &str = "breakdowns";
/// What broke longer ago isn't told any more.
const TOLD_FOR: chrono::Duration = chrono::Duration::days(30);

/// The tasks that broke in the last month, as they first did.
pub(crate) async fn breakdowns(store: &Store, now: Timestamp) -> Result<Vec<Breakdown>> {
    let kept: Option<Vec<Breakdown>> = store.setting_get(NAME).await?;
    let recent = |one: &Breakdown| span(one.last_at, now) < TOLD_FOR;
    Ok(kept
        .unwrap_or_default()
        .into_iter()
        .filter(recent)
        .collect())
}

/// Notes that a task broke.
pub(crate) async fn note_breakdown(store: &Store, now: Timestamp, task: &str) -> Result<()> {
    let mut all = breakdowns(store, now).await?;
    let last_at = now;
    match all.iter_mut().find(|one| one.task == task) {
        Some(known) => {
            known.times = known.times.saturating_add(1);
            known.last_at = last_at;
        }
        None => all.push(Breakdown {
            task: task.to_owned(),
            times: 1,
            last_at,
        }),
    }
    Ok(store.setting_set(NAME, &all).await?)
}

/// Does a part of the watch's work; none where that broke, which is noted. What it had begun in the database is undone.
pub(crate) async fn sheltered<T>(
    store: &Store,
    now: Timestamp,
    task: &'static str,
    work: impl Future<Output = T>,
) -> Option<T> {
    if let Ok(done) = AssertUnwindSafe(work).catch_unwind().await {
        return Some(done);
    }
    tracing::error!(task, "a task of the watch broke");
    if let Err(error) = note_breakdown(store, now, task).await {
        tracing::warn!(code = error.kind(), "that it broke can't be noted");
    }
    None
}
