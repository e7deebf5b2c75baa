//! The reminders of a span, the very ones that the tray shows.

use crate::error::{Error, Result};
use crate::said::{self, Telling};
use crate::setting::Settings;
use crate::view::ReminderView;
use crate::words::Words;
use crate::{Engine, skew, watch};
use chrono_tz::Tz;
use std::sync::Arc;
use tvist_domain::clock::Instant;
use tvist_domain::deadline::{self, SafetyMargin};
use tvist_domain::ladder::{Ladder, Rung};
use tvist_domain::notice::{self, Look, Standing};
use tvist_domain::reminder::{self, QuietHours, Reminder, Watched};
use tvist_domain::{Deadline, DeadlineKind, Dispute, DisputeId, rules, spoken};
use tvist_store::Filed;

impl Engine {
    /// The reminders with `from ≤ at < to`, oldest first. Quiet hours are the given ones, else those that are set.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn reminders(
        &self,
        from: Instant,
        to: Instant,
        quiet: Option<QuietHours>,
    ) -> Result<Vec<ReminderView>> {
        let quiet = match quiet {
            Some(hours) => Some((hours, local_zone())),
            None => self.quiet_hours().await?,
        };
        let cases = self.watched_cases().await?;
        let settings = self.settings().await?;
        let watched = watched(&cases, &settings.ladder);
        let due = reminder::due_between(&watched, quiet, from, to);
        let find = |id: &DisputeId| {
            cases
                .iter()
                .map(|(filed, _)| filed)
                .find(|filed| &filed.id == id)
        };
        let words = self.spoken().await?;
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
    pub(crate) async fn quiet_hours(&self) -> Result<Option<(QuietHours, Tz)>> {
        let settings = self.settings().await?;
        let hours = settings
            .quiet_hours
            .as_deref()
            .map(str::parse::<QuietHours>)
            .transpose()
            .map_err(|e| Error::Usage(e.to_string()))?;
        Ok(hours.map(|hours| (hours, local_zone())))
    }

    /// The cases that wait for their owner by a date.
    pub(crate) async fn watched_cases(&self) -> Result<Vec<(Filed, Deadline)>> {
        let margin = self.settings().await?.margin;
        self.cases_within(margin).await
    }

    async fn cases_within(&self, margin: SafetyMargin) -> Result<Vec<(Filed, Deadline)>> {
        let mut cases = Vec::new();
        let watched = self.store.disputes_watched().await?;
        let ids: Vec<&DisputeId> = watched.iter().map(|f| &f.id).collect();
        let submissions = self.store.domain_submissions_of(&ids).await?;
        for filed in watched {
            // An answered case waits for nobody, whatever the list said when last read.
            let ours = submissions.get(&filed.id).map_or(&[][..], Vec::as_slice);
            if rules::turn_is_over(&filed.dispute, ours) {
                continue;
            }
            if let Some(deadline) = deadline::of(&filed.dispute, margin) {
                cases.push((filed, deadline));
            }
        }
        Ok(cases)
    }

    /// Before other settings come into force: what they would bring anew, although nothing has happened to the cases,
    /// counts as told. Done first, so that a watch that looks meanwhile repeats nothing.
    pub(crate) async fn carry_reminders(&self, old: &Settings, new: &Settings) -> Result<()> {
        let now = skew::corrected(self.now(), self.clock_skew().await?);
        if old.ladder != new.ladder {
            self.carry_to_ladder(old, &new.ladder, now).await?;
        }
        if old.margin != new.margin {
            self.carry_to_margin(old.margin, new, now).await?;
        }
        Ok(())
    }

    /// Its new rungs that lie in the past don't come at once.
    async fn carry_to_ladder(&self, old: &Settings, ladder: &Ladder, now: Instant) -> Result<()> {
        let cases = self.cases_within(old.margin).await?;
        let mut ledgers = Vec::new();
        for (filed, _) in &cases {
            ledgers.push(self.ledger(&filed.id).await?);
        }
        let watched = watched(&cases, &old.ladder).into_iter();
        let standing = watched.zip(&ledgers);
        let standing: Vec<Standing<'_>> = standing
            .map(|(watched, ledger)| Standing { watched, ledger })
            .collect();
        let look = Look {
            set_back_at: self.set_back_at().await?,
            ..watch::bare_look(now)
        };
        let past = notice::past_rungs(&standing, ladder, &look);
        Ok(self.store.reminders_tell(&past, now).await?)
    }

    /// What the owner was told of under the old margin isn't told again.
    async fn carry_to_margin(&self, old: SafetyMargin, new: &Settings, now: Instant) -> Result<()> {
        let before = self.cases_within(old).await?;
        let cases = self.cases_within(new.margin).await?;
        for new in watched(&cases, &new.ladder) {
            let Some((_, before)) = before.iter().find(|(filed, _)| &filed.id == new.dispute)
            else {
                continue;
            };
            if before.safe_at != new.deadline.safe_at {
                let ledger = self.ledger(new.dispute).await?;
                let carried = notice::carried(&ledger, before.safe_at, &new, now);
                self.store.reminders_tell(&carried, now).await?;
            }
        }
        Ok(())
    }

    /// The texts in the language that the owner chose, else in the one that the program was opened with.
    pub(crate) async fn spoken(&self) -> Result<Arc<Words>> {
        let chosen = self.settings().await?.language;
        Ok(match chosen {
            Some(language) => Arc::new(Words::new(Some(&language))),
            None => self.words.clone(),
        })
    }
}

/// A reminder in the owner's words.
pub(crate) fn reminder_view(
    words: &Words,
    reminder: &Reminder,
    filed: Option<&Filed>,
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
    let moment = |at: Instant| said::moment(words, at, now, zone);
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
        said::case_name(case, named),
        spoken::amount(&case.amount, words.language()),
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
pub(crate) fn watched<'a>(cases: &'a [(Filed, Deadline)], ladder: &'a Ladder) -> Vec<Watched<'a>> {
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

/// The zone of whoever asks: the one that `TZ` names, as everywhere on Unix, else this machine's; UTC where neither can
/// be told.
pub(crate) fn local_zone() -> Tz {
    stated_zone(std::env::var("TZ").ok().as_deref())
        .or_else(|| iana_time_zone::get_timezone().ok()?.parse().ok())
        .unwrap_or(Tz::UTC)
}

/// The zone that a value of `TZ` names (POSIX.1 §8.3): a name of the zone database, with or without the colon or the
/// folder of its file before it. An empty value is UTC. Rules spelt out (`CET-1CEST,…`) name no zone.
fn stated_zone(tz: Option<&str>) -> Option<Tz> {
    let text = tz?.trim_start_matches(':');
    let name = text
        .rsplit_once("/zoneinfo/")
        .map_or(text, |(_, name)| name);
    match name {
        "" | "UTC0" => Some(Tz::UTC),
        name => name.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_named_as_unix_names_it() {
        for (tz, expected) in [
            (None, None),
            (Some(""), Some(Tz::UTC)),
            (Some("UTC"), Some(Tz::UTC)),
            (Some("UTC0"), Some(Tz::UTC)),
            (Some("Europe/Stockholm"), Some(Tz::Europe__Stockholm)),
            (Some(":America/Sao_Paulo"), Some(Tz::America__Sao_Paulo)),
            (
                Some(":/usr/share/zoneinfo/Europe/Berlin"),
                Some(Tz::Europe__Berlin),
            ),
            (Some("CET-1CEST,M3.5.0,M10.5.0/3"), None),
            (Some("nowhere"), None),
        ] {
            assert_eq!(stated_zone(tz), expected, "{tz:?}");
        }
    }
}
