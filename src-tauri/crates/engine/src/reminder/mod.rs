//! The reminders of a span, the very ones that the tray shows.

pub(crate) mod carry;
pub(crate) mod deadlines;
pub(crate) mod notice;
pub(crate) mod snooze;
pub(crate) mod summary;
pub(crate) mod wording;

use crate::error::{Error, Result};
use crate::host::words::Words;
use crate::host::zone::local_zone;
use crate::host::{Host, setting, waiting};
use crate::reminder::wording::Telling;
use crate::view::ReminderView;
use chrono_tz::Tz;
use std::sync::Arc;
use tvist_domain::clock::Timestamp;
use tvist_domain::ladder::{Ladder, Rung};
use tvist_domain::notice::Look;
use tvist_domain::reminder::{self, QuietHours, Reminder, Watched};
use tvist_domain::{Deadline, DeadlineKind, Dispute, DisputeId, formatting, rules};
use tvist_store::{Store, StoredDispute};

/// The reminders with `from ≤ at < to`, oldest first. Quiet hours are the given ones, else those that are set.
pub(crate) async fn reminders(
    host: &Host,
    from: Timestamp,
    to: Timestamp,
    quiet: Option<QuietHours>,
) -> Result<Vec<ReminderView>> {
    let quiet = match quiet {
        Some(hours) => Some((hours, local_zone())),
        None => quiet_hours(&host.store).await?,
    };
    let cases = waiting::watched_cases(&host.store).await?;
    let settings = setting::settings(&host.store).await?;
    let watched = watched(&cases, &settings.ladder);
    let due = reminder::due_between(&watched, quiet, from, to);
    let find = |id: &DisputeId| {
        cases
            .iter()
            .map(|(filed, _)| filed)
            .find(|filed| &filed.id == id)
    };
    let words = words_for_owner(host).await?;
    let telling = |now| Telling {
        named: settings.names_in_notices,
        now,
        zone: local_zone(),
    };
    Ok(due
        .into_iter()
        // As it is said when it comes.
        .map(|r| reminder_view(&words, &r, find(&r.dispute), telling(r.at)))
        .collect())
}

/// The quiet hours that are set, in this machine's zone.
pub(crate) async fn quiet_hours(store: &Store) -> Result<Option<(QuietHours, Tz)>> {
    let settings = setting::settings(store).await?;
    let hours = settings
        .quiet_hours
        .as_deref()
        .map(str::parse::<QuietHours>)
        .transpose()
        .map_err(|e| Error::Usage(e.to_string()))?;
    Ok(hours.map(|hours| (hours, local_zone())))
}

/// The texts in the language that the owner chose, else in the one that the program was opened with.
pub(crate) async fn words_for_owner(host: &Host) -> Result<Arc<Words>> {
    let chosen = setting::settings(&host.store).await?.language;
    Ok(match chosen {
        Some(language) => Arc::new(Words::new(Some(&language))),
        None => host.words.clone(),
    })
}

/// A reminder in the owner's words.
pub(crate) fn reminder_view(
    words: &Words,
    reminder: &Reminder,
    filed: Option<&StoredDispute>,
    telling: Telling,
) -> ReminderView {
    let title = if reminder.rung == Rung::SAFE {
        "reminder-title-safe"
    } else {
        "reminder-title"
    };
    ReminderView {
        dispute: reminder.dispute.clone(),
        rung: reminder.rung,
        at: reminder.at,
        deadline: reminder.deadline,
        safe_at: reminder.safe_at,
        title: words.say(title, &[]),
        body: filed.map_or_else(String::new, |filed| {
            line(words, reminder, &filed.dispute, telling)
        }),
    }
}

/// One case of a notice: which, how much, where, what to do and until when.
fn line(words: &Words, reminder: &Reminder, case: &Dispute, telling: Telling) -> String {
    let Telling { named, now, zone } = telling;
    let moment = |at: Timestamp| wording::moment(words, at, now, zone);
    let body = if reminder.deadline <= now {
        "reminder-body-over"
    } else if reminder.safe_at <= now {
        "reminder-body-late"
    } else {
        "reminder-body"
    };
    // An answer is one way out of a case; an inquiry may be settled with its buyer as well.
    let act = match rules::deadline_kind(case) {
        Some(DeadlineKind::Answer) => "answer",
        _ => "settle",
    };
    let (deadline, safe) = (moment(reminder.deadline), moment(reminder.safe_at));
    let (name, amount) = (
        wording::case_name(case, named),
        formatting::amount(&case.amount, words.language()),
    );
    let args = [
        ("case", name.as_str()),
        ("amount", amount.as_str()),
        ("provider", case.provider.name()),
        ("act", act),
        ("deadline", deadline.as_str()),
        ("safe", safe.as_str()),
    ];
    words.say(body, &args)
}

/// The same, as the ladder wants it.
pub(crate) fn watched<'a>(
    cases: &'a [(StoredDispute, Deadline)],
    ladder: &'a Ladder,
) -> Vec<Watched<'a>> {
    cases
        .iter()
        .map(|(filed, deadline)| Watched {
            dispute: &filed.id,
            deadline,
            known_at: filed.known_at,
            ladder,
        })
        .collect()
}

/// What [`notice::Due::set_back_at`] was, over a restart.
pub(crate) const SET_BACK_AT: &str = "clock_set_back_at";

/// The moment to which the clock was set back, while that matters.
pub(crate) async fn set_back_at(store: &Store) -> Result<Option<Timestamp>> {
    let at: Option<Option<Timestamp>> = store.setting_get(SET_BACK_AT).await?;
    Ok(at.flatten())
}

/// A look at this moment that knows nothing else.
pub(crate) fn bare_look(now: Timestamp) -> Look {
    Look {
        now,
        last: None,
        set_back_at: None,
        quiet: None,
        paused_until: None,
    }
}
