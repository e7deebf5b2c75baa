//! What other settings would bring anew, although nothing has happened to the cases, counts as told.

use crate::account::skew;
use crate::error::Result;
use crate::host::setting::Settings;
use crate::host::{setting, waiting};
use crate::reminder::{bare_look, set_back_at, snooze, watched as as_watched};
use tvist_domain::clock::Timestamp;
use tvist_domain::deadline::SafetyMargin;
use tvist_domain::ladder::Ladder;
use tvist_domain::notice::{self, Look, Standing};
use tvist_store::Store;

/// Before other settings come into force: what they would bring anew, although nothing has happened to the cases,
/// counts as told. Done first, so that a watch that looks meanwhile repeats nothing.
pub(crate) async fn carry_reminders(
    store: &Store,
    now: Timestamp,
    old: &Settings,
    new: &Settings,
) -> Result<()> {
    let now = skew::corrected(now, skew::clock_skew(store).await?);
    if old.ladder != new.ladder {
        carry_to_ladder(store, old, &new.ladder, now).await?;
    }
    if old.margin != new.margin {
        carry_to_margin(store, old.margin, new, now).await?;
    }
    Ok(())
}

/// Its new rungs that lie in the past don't come at once.
pub(crate) async fn carry_to_ladder(
    store: &Store,
    old: &Settings,
    ladder: &Ladder,
    now: Timestamp,
) -> Result<()> {
    let cases = waiting::cases_within(store, old.margin).await?;
    let mut ledgers = Vec::new();
    for (filed, _) in &cases {
        ledgers.push(snooze::ledger(store, &filed.id).await?);
    }
    let watched = as_watched(&cases, &old.ladder).into_iter();
    let standing = watched.zip(&ledgers);
    let standing: Vec<Standing<'_>> = standing
        .map(|(watched, ledger)| Standing { watched, ledger })
        .collect();
    let look = Look {
        set_back_at: set_back_at(store).await?,
        ..bare_look(now)
    };
    let past = notice::past_rungs(&standing, ladder, &look);
    Ok(store.reminders_tell(&past, now).await?)
}

/// What the owner was told of under the old margin isn't told again.
pub(crate) async fn carry_to_margin(
    store: &Store,
    old: SafetyMargin,
    new: &Settings,
    now: Timestamp,
) -> Result<()> {
    let before = waiting::cases_within(store, old).await?;
    let cases = waiting::cases_within(store, new.margin).await?;
    for new in as_watched(&cases, &new.ladder) {
        let Some((_, before)) = before.iter().find(|(filed, _)| &filed.id == new.dispute) else {
            continue;
        };
        if before.safe_at != new.deadline.safe_at {
            let ledger = snooze::ledger(store, new.dispute).await?;
            let carried = notice::carried(&ledger, before.safe_at, &new, now);
            store.reminders_tell(&carried, now).await?;
        }
    }
    Ok(())
}

/// Stores settings; what they would bring anew counts as told before.
pub(crate) async fn set_settings(store: &Store, now: Timestamp, settings: &Settings) -> Result<()> {
    settings.check()?;
    let old = setting::settings(store).await?;
    carry_reminders(store, now, &old, settings).await?;
    setting::put(store, settings).await
}
