//! The reminders before a safe deadline: which rungs of the ladder fall due when, quiet hours included.

use crate::clock::{Timestamp, earlier, held, later, span};
use crate::ladder::{Ladder, Rung};
use crate::{Deadline, DisputeId};
use chrono::{Duration, NaiveTime, TimeZone};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// Hours of the day, in a zone, in which no reminder comes but the last safe one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietHours {
    pub from: NaiveTime,
    pub to: NaiveTime,
}

/// The text is no span of the form `22:00-07:00`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("quiet hours are written like 22:00-07:00")]
pub struct NotQuietHours;

impl std::str::FromStr for QuietHours {
    type Err = NotQuietHours;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (from, to) = text.split_once('-').ok_or(NotQuietHours)?;
        let time =
            |t: &str| NaiveTime::parse_from_str(t.trim(), "%H:%M").map_err(|_| NotQuietHours);
        Ok(Self {
            from: time(from)?,
            to: time(to)?,
        })
    }
}

impl QuietHours {
    /// The end of the quiet span that holds `at` in `zone`, if one does.
    #[must_use]
    pub fn end_after(&self, at: Timestamp, zone: Tz) -> Option<Timestamp> {
        if self.from == self.to {
            return None;
        }
        let local = held(at).with_timezone(&zone);
        let time = local.time();
        let over_midnight = self.from > self.to;
        let inside = if over_midnight {
            time >= self.from || time < self.to
        } else {
            time >= self.from && time < self.to
        };
        if !inside {
            return None;
        }
        let day = if over_midnight && time >= self.from {
            local.date_naive().succ_opt()?
        } else {
            local.date_naive()
        };
        // Where the end falls into the hour that summer time skips, the first moment after the gap ends the quiet.
        let mut end = day.and_time(self.to);
        for _ in 0..4 {
            if let Some(found) = zone.from_local_datetime(&end).earliest() {
                // In the hour that autumn repeats, the earlier reading may lie before `at`: take the later one then.
                let found = if found <= local {
                    zone.from_local_datetime(&end).latest().unwrap_or(found)
                } else {
                    found
                };
                return Some(found.with_timezone(&chrono::Utc));
            }
            end = end.checked_add_signed(Duration::minutes(30))?;
        }
        None
    }
}

/// The hour at which a morning begins for whoever wanted no reminder until then.
const MORNING_HOUR: u32 = 8;
/// A morning that is nearer than this isn't the one that was meant.
const MORNING_AHEAD: Duration = Duration::hours(5);

/// The next morning in `zone`: that of the same day for whoever asks at night.
#[must_use]
pub fn next_morning(now: Timestamp, zone: Tz) -> Timestamp {
    let today = held(now).with_timezone(&zone).date_naive();
    today
        .iter_days()
        .take(3)
        .filter_map(|day| {
            let morning = day.and_hms_opt(MORNING_HOUR, 0, 0)?;
            let found = zone.from_local_datetime(&morning).earliest()?;
            Some(found.with_timezone(&chrono::Utc))
        })
        .find(|morning| span(now, *morning) >= MORNING_AHEAD)
        .unwrap_or(later(now, Duration::hours(12)))
}

/// One reminder of one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    pub dispute: DisputeId,
    pub rung: Rung,
    /// When it is shown.
    pub at: Timestamp,
    pub deadline: Timestamp,
    pub safe_at: Timestamp,
}

/// A case, as far as reminders care.
#[derive(Debug, Clone)]
pub struct Watched<'a> {
    pub dispute: &'a DisputeId,
    pub deadline: &'a Deadline,
    /// Rungs from before the case was known fall away.
    pub known_at: Timestamp,
    /// The ladder that the owner wants.
    pub ladder: &'a Ladder,
}

impl Watched<'_> {
    /// The reminder of this rung, whether the ladder has it or not: quiet hours move it to their end, unless it is the safe
    /// one.
    #[must_use]
    pub fn reminder(&self, rung: Rung, quiet: Option<(QuietHours, Tz)>) -> Reminder {
        let safe_at = self.deadline.safe_at;
        let due = earlier(safe_at, rung.before());
        let moved = quiet
            .filter(|_| rung != Rung::SAFE)
            .and_then(|(hours, zone)| hours.end_after(due, zone));
        Reminder {
            dispute: self.dispute.clone(),
            rung,
            at: moved.unwrap_or(due),
            deadline: self.deadline.at,
            safe_at,
        }
    }
}

/// All reminders of one case, in the order of the ladder.
#[must_use]
pub fn ladder(watched: &Watched<'_>, quiet: Option<(QuietHours, Tz)>) -> Vec<Reminder> {
    let safe_at = watched.deadline.safe_at;
    let rungs = watched.ladder.rungs().iter();
    rungs
        .filter(|rung| earlier(safe_at, rung.before()) >= watched.known_at)
        .map(|rung| watched.reminder(*rung, quiet))
        .collect()
}

/// The reminders that fall due in `from ≤ at < to`, oldest first.
#[must_use]
pub fn due_between(
    watched: &[Watched<'_>],
    quiet: Option<(QuietHours, Tz)>,
    from: Timestamp,
    to: Timestamp,
) -> Vec<Reminder> {
    let mut due: Vec<Reminder> = watched
        .iter()
        .flat_map(|w| ladder(w, quiet))
        .filter(|r| from <= r.at && r.at < to)
        .collect();
    due.sort_by(|a, b| (a.at, a.rung, a.dispute.as_str()).cmp(&(b.at, b.rung, b.dispute.as_str())));
    due
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DeadlineKind, Source};
    use chrono::{TimeZone, Utc};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn deadline(at: Timestamp) -> Deadline {
        Deadline {
            at,
            kind: DeadlineKind::Answer,
            source: Source::Provider,
            zone: "UTC".into(),
            safe_at: at - Duration::hours(24),
        }
    }

    #[test]
    fn the_ladder_counts_back_from_the_safe_deadline_in_elapsed_hours() {
        let id = DisputeId::from_text("dsp_1");
        // Over the end of summer time in Stockholm: hours are hours.
        let deadline = deadline(at("2026-10-28T23:59:59Z"));
        let watched = Watched {
            dispute: &id,
            deadline: &deadline,
            known_at: at("2026-10-01T00:00:00Z"),
            ladder: &Ladder::default(),
        };
        let times: Vec<String> = ladder(&watched, None)
            .iter()
            .map(|r| crate::clock::rfc3339(r.at))
            .collect();
        assert_eq!(
            times,
            [
                "2026-10-20T23:59:59Z",
                "2026-10-24T23:59:59Z",
                "2026-10-26T23:59:59Z",
                "2026-10-27T19:59:59Z",
                "2026-10-27T23:59:59Z"
            ]
        );
    }

    #[test]
    fn rungs_from_before_the_case_was_known_fall_away() {
        let id = DisputeId::from_text("dsp_1");
        let deadline = deadline(at("2026-11-28T23:59:59Z"));
        let watched = Watched {
            dispute: &id,
            deadline: &deadline,
            known_at: at("2026-11-25T12:00:00Z"),
            ladder: &Ladder::default(),
        };
        let rungs = |w: &Watched<'_>| ladder(w, None).iter().map(|r| r.rung).collect::<Vec<_>>();
        assert_eq!(
            rungs(&watched),
            [Rung::ONE_DAY, Rung::FOUR_HOURS, Rung::SAFE]
        );
        let own = Ladder::of(["14d", "36h", "12h"].map(|rung| rung.parse().unwrap())).unwrap();
        let own = Watched {
            ladder: &own,
            ..watched
        };
        let words: Vec<String> = rungs(&own).iter().map(Rung::to_string).collect();
        assert_eq!(words, ["36h", "12h", "safe"]);
    }

    #[test]
    fn quiet_hours_move_a_rung_to_their_end_but_never_the_safe_one() {
        let id = DisputeId::from_text("dsp_1");
        let deadline = deadline(at("2026-11-28T02:00:00Z"));
        let watched = Watched {
            dispute: &id,
            deadline: &deadline,
            known_at: at("2026-11-01T00:00:00Z"),
            ladder: &Ladder::default(),
        };
        let quiet = ("22:00-07:00".parse().unwrap(), chrono_tz::Europe::Stockholm);
        let ladder = ladder(&watched, Some(quiet));
        let shown: Vec<(Rung, String)> = ladder
            .iter()
            .map(|r| (r.rung, crate::clock::rfc3339(r.at)))
            .collect();
        assert_eq!(shown.len(), 5, "{shown:?}");
        assert!(shown.contains(&(Rung::ONE_DAY, "2026-11-26T06:00:00Z".into())));
        assert!(shown.contains(&(Rung::SAFE, "2026-11-27T02:00:00Z".into())));
    }

    #[test]
    fn quiet_hours_know_summer_time() {
        let quiet: QuietHours = "22:00-02:30".parse().unwrap();
        let zone = chrono_tz::Europe::Stockholm;
        // 02:30 doesn't exist on 2027-03-28: the quiet ends at 03:00, which is 01:00 UTC.
        let end = quiet
            .end_after(Utc.with_ymd_and_hms(2027, 3, 27, 23, 0, 0).unwrap(), zone)
            .unwrap();
        assert_eq!(crate::clock::rfc3339(end), "2027-03-28T01:00:00Z");
        assert_eq!("22-7".parse::<QuietHours>(), Err(NotQuietHours));
    }

    #[test]
    fn tomorrow_morning_is_what_people_mean_by_it() {
        let zone = chrono_tz::Europe::Stockholm;
        for (now, morning) in [
            ("2026-11-22T16:00:00Z", "2026-11-23T07:00:00Z"),
            ("2026-11-22T06:30:00Z", "2026-11-23T07:00:00Z"),
            // One in the morning.
            ("2026-11-22T00:00:00Z", "2026-11-22T07:00:00Z"),
            // The night in which summer time ends.
            ("2026-10-24T20:00:00Z", "2026-10-25T07:00:00Z"),
        ] {
            assert_eq!(next_morning(at(now), zone), at(morning), "{now}");
        }
    }
}
