//! What a look at the clock brings: the reminders that are shown now, together as one notice, and what that leaves behind.
//!
//! The watch loads the ledgers, looks, shows, and writes down what was shown; whatever was missed asleep, off, offline or
//! after a jump of the clock comes once, and of each case only its last rung.

use crate::clock::{Timestamp, later, span};
use crate::ladder::{Ladder, Rung};
use crate::reminder::{QuietHours, Reminder, Watched, ladder};
use crate::{Deadline, DisputeId};
use chrono::Duration;
use chrono_tz::Tz;

/// A clock that goes back by no more than this was set right, not wrong.
pub const TOLERANCE: Duration = Duration::minutes(5);

/// A rung that was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    pub rung: Rung,
    /// The safe deadline that it was for: a deadline that moved has a ladder of its own.
    pub safe_at: Timestamp,
    /// When it was shown, by the clock of that time.
    pub at: Timestamp,
}

/// What became of the reminders of one case so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    pub told: Vec<Told>,
    /// The owner's snooze, until a reminder of the case was shown again.
    pub snoozed_until: Option<Timestamp>,
}

/// One case at a look.
#[derive(Debug, Clone)]
pub struct Standing<'a> {
    pub watched: Watched<'a>,
    pub ledger: &'a Ledger,
}

/// The moment of a look, and what holds for all cases then.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    pub now: Timestamp,
    /// The look before, since the program started.
    pub last: Option<Timestamp>,
    /// What the look before left as [`Due::set_back_at`], also over a restart.
    pub set_back_at: Option<Timestamp>,
    /// Quiet hours, in the zone in which the owner is now.
    pub quiet: Option<(QuietHours, Tz)>,
    pub paused_until: Option<Timestamp>,
}

/// What a look brings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Due {
    /// To be shown now, together as one notice: one reminder a case, the newest first.
    pub show: Vec<Reminder>,
    /// Rungs that have come and are told by a later one of the same case; never shown by themselves.
    pub passed: Vec<Reminder>,
    /// Snoozes that end with this notice: the case, and until when it was snoozed.
    pub over: Vec<(DisputeId, Timestamp)>,
    /// Rungs that were shown rightly, but under a clock that has been set back since: they are dated now.
    pub redated: Vec<Reminder>,
    /// The moment to which the clock was set back, while there are rungs that were shown later than now.
    pub set_back_at: Option<Timestamp>,
}

/// The reminders that are due at a look.
///
/// A rung that was shown under a clock that ran ahead, and isn't due yet by the present one, comes again in its time: to
/// be reminded twice is better than never. A clock that was set back by mistake and is right again repeats nothing.
#[must_use]
pub fn due(cases: &[Standing<'_>], look: &Look) -> Due {
    let mut due = Due {
        set_back_at: set_back_at(cases, look),
        ..Due::default()
    };
    for case in cases {
        // After the deadline a reminder helps nobody.
        if case.watched.deadline.at > look.now {
            look_at(case, look, &mut due);
        }
    }
    due.show
        .sort_by(|a, b| (b.at, a.dispute.as_str()).cmp(&(a.at, b.dispute.as_str())));
    due
}

/// The rungs that had come by then were shown rightly, those after it too early.
fn set_back_at(cases: &[Standing<'_>], look: &Look) -> Option<Timestamp> {
    let now = look.now;
    let mut told = cases.iter().flat_map(|case| &case.ledger.told);
    if !told.any(|told| told.at > later(now, TOLERANCE)) {
        return None;
    }
    let again = look.last.is_some_and(|last| later(now, TOLERANCE) < last);
    match look.set_back_at {
        Some(before) if before <= now && !again => Some(before),
        _ => Some(now),
    }
}

/// The rungs of a case that have come.
#[derive(Default)]
struct Come {
    told: Vec<Reminder>,
    /// Those of `told` that were shown under a clock that has been set back since.
    redated: Vec<Reminder>,
    fresh: Vec<Reminder>,
}

impl Come {
    /// By the moment of the look. What was told stays so when its rung is taken out of the ladder.
    fn by(case: &Standing<'_>, look: &Look, set_back_at: Option<Timestamp>) -> Self {
        let mut come = Self::default();
        let watched = known_by(&case.watched, look.now);
        let ladder = rungs(&watched, look.quiet);
        let mine = |told: &&Told| told.safe_at == watched.deadline.safe_at;
        let gone = case.ledger.told.iter().filter(mine).map(|told| told.rung);
        let gone = gone.filter(|rung| !ladder.iter().any(|r| r.rung == *rung));
        let gone: Vec<Rung> = gone.collect();
        let all = ladder.into_iter().map(|r| (r, true));
        let all = all.chain(
            gone.iter()
                .map(|r| (watched.reminder(*r, look.quiet), false)),
        );
        for (reminder, wanted) in all.filter(|(r, _)| r.at <= look.now) {
            match case.ledger.of(&reminder) {
                Some(at) if at <= later(look.now, TOLERANCE) => come.told.push(reminder),
                Some(_) if set_back_at.is_some_and(|to| reminder.at <= to) => {
                    come.redated.push(reminder.clone());
                    come.told.push(reminder);
                }
                _ if wanted => come.fresh.push(reminder),
                _ => {}
            }
        }
        come
    }

    /// What a later rung has told already isn't told again.
    fn owes(&self, fresh: &Reminder) -> bool {
        let later = |t: &Reminder| t.rung > fresh.rung && t.at >= fresh.at;
        !self.told.iter().any(later)
    }
}

/// A case can't have become known in the future: that was a clock that ran ahead, and nothing falls away by it.
fn known_by<'a>(watched: &Watched<'a>, now: Timestamp) -> Watched<'a> {
    Watched {
        known_at: Some(watched.known_at)
            .filter(|known| *known <= later(now, TOLERANCE))
            .unwrap_or(Timestamp::MIN_UTC),
        ..watched.clone()
    }
}

fn look_at(case: &Standing<'_>, look: &Look, due: &mut Due) {
    let now = look.now;
    let come = Come::by(case, look, due.set_back_at);
    due.redated.extend(come.redated.iter().cloned());
    let mut fresh: Vec<Reminder> = come.fresh.clone();
    fresh.retain(|reminder| come.owes(reminder));
    let snooze = case.ledger.snoozed_until;
    let back = snooze.is_some_and(|until| until <= now);
    let last = match fresh.iter().map(|r| r.rung).max() {
        Some(rung) => fresh.iter().position(|r| r.rung == rung),
        None => None,
    };
    let shown = match last {
        Some(at) => fresh.remove(at),
        // A snooze that is over brings back what it put off.
        None if back => match come.told.into_iter().max_by_key(|r| r.rung) {
            Some(reminder) => reminder,
            None => return,
        },
        None => return,
    };
    let held = [snooze, look.paused_until]
        .into_iter()
        .flatten()
        .any(|until| now < until);
    let quiet = look
        .quiet
        .is_some_and(|(hours, zone)| hours.end_after(now, zone).is_some());
    if shown.rung != Rung::SAFE && (held || quiet) {
        return;
    }
    if let Some(until) = snooze {
        due.over.push((shown.dispute.clone(), until));
    }
    due.passed.extend(fresh);
    due.show.push(shown);
}

/// The ladder; or, for a case that became known after its safe deadline and so has none, one call at once. In quiet hours
/// that waits for their end, as long as there is still time then.
fn rungs(watched: &Watched<'_>, quiet: Option<(QuietHours, Tz)>) -> Vec<Reminder> {
    let ladder = ladder(watched, quiet);
    if !ladder.is_empty() {
        return ladder;
    }
    let deadline = watched.deadline;
    let at = quiet
        .and_then(|(hours, zone)| hours.end_after(watched.known_at, zone))
        .filter(|end| *end < deadline.at)
        .unwrap_or(watched.known_at);
    vec![Reminder {
        dispute: watched.dispute.clone(),
        rung: Rung::SAFE,
        at,
        deadline: deadline.at,
        safe_at: deadline.safe_at,
    }]
}

impl Ledger {
    /// When this very rung was shown.
    fn of(&self, reminder: &Reminder) -> Option<Timestamp> {
        let mine = self
            .told
            .iter()
            .find(|t| t.rung == reminder.rung && t.safe_at == reminder.safe_at);
        mine.map(|t| t.at)
    }

    /// Takes down that `reminder` was shown at `now`; a later date of the same rung was under a clock that ran ahead.
    pub fn tell(&mut self, reminder: &Reminder, now: Timestamp) {
        let mine = self
            .told
            .iter_mut()
            .find(|t| t.rung == reminder.rung && t.safe_at == reminder.safe_at);
        match mine {
            Some(told) => told.at = told.at.min(now),
            None => self.told.push(Told {
                rung: reminder.rung,
                safe_at: reminder.safe_at,
                at: now,
            }),
        }
    }
}

/// How long a snooze lasts: to its wished end, but never past the safe deadline; none when that leaves no time.
#[must_use]
pub fn snooze_until(wished: Timestamp, deadline: &Deadline, now: Timestamp) -> Option<Timestamp> {
    Some(wished.min(deadline.safe_at)).filter(|until| *until > now)
}

/// How long a snooze is wished without saying: shorter when the safe deadline is nearer.
#[must_use]
pub fn a_while(deadline: &Deadline, now: Timestamp) -> Timestamp {
    let left = span(now, deadline.safe_at);
    let hours = if left > Duration::days(2) {
        24
    } else if left > Duration::hours(8) {
        4
    } else {
        1
    };
    later(now, Duration::hours(hours))
}

/// The rungs that the owner was told of under another margin: with it the safe deadline has moved, but nothing has happened
/// to the case.
#[must_use]
pub fn carried(
    ledger: &Ledger,
    old_safe_at: Timestamp,
    new: &Watched<'_>,
    now: Timestamp,
) -> Vec<Reminder> {
    let told = ledger.told.iter().filter(|t| t.safe_at == old_safe_at);
    let Some(highest) = told.map(|t| t.rung).max() else {
        return Vec::new();
    };
    let come = rungs(&known_by(new, now), None).into_iter();
    come.filter(|r| r.rung <= highest && r.at <= now).collect()
}

/// What counts as told when the owner sets another ladder: its new rungs that lie in the past already, since nothing has
/// happened to the cases. Of a case that still owes a reminder, because something holds it back or no look has come since
/// it fell due, they come with that one instead. `cases` have the ladder as it was.
#[must_use]
pub fn past_rungs(cases: &[Standing<'_>], ladder: &Ladder, look: &Look) -> Vec<Reminder> {
    // What quiet hours have moved is owed as well.
    let look = Look {
        quiet: None,
        ..*look
    };
    let set_back_at = set_back_at(cases, &look);
    let mut past = Vec::new();
    for case in cases.iter().filter(|c| c.watched.deadline.at > look.now) {
        let come = Come::by(case, &look, set_back_at);
        if come.fresh.iter().any(|reminder| come.owes(reminder)) {
            continue;
        }
        let watched = Watched {
            ladder,
            ..case.watched.clone()
        };
        let anew = Standing {
            watched,
            ledger: case.ledger,
        };
        let mut fresh = Come::by(&anew, &look, set_back_at).fresh;
        fresh.retain(|reminder| !case.watched.ladder.contains(reminder.rung));
        past.append(&mut fresh);
    }
    past
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DeadlineKind, Source};

    const KNOWN: &str = "2026-11-01T00:00:00Z";

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    /// A case whose safe deadline is a day before `deadline`.
    struct Case {
        id: DisputeId,
        deadline: Deadline,
        known_at: Timestamp,
        ladder: Ladder,
        ledger: Ledger,
        set_back_at: Option<Timestamp>,
    }

    impl Case {
        fn due(deadline: &str) -> Self {
            Self {
                id: DisputeId::from_text("dsp_1"),
                deadline: Deadline {
                    at: at(deadline),
                    kind: DeadlineKind::Answer,
                    source: Source::Provider,
                    zone: "UTC".into(),
                    safe_at: at(deadline) - Duration::hours(24),
                },
                known_at: at(KNOWN),
                ladder: Ladder::default(),
                ledger: Ledger::default(),
                set_back_at: None,
            }
        }

        fn watched(&self) -> Watched<'_> {
            Watched {
                dispute: &self.id,
                deadline: &self.deadline,
                known_at: self.known_at,
                ladder: &self.ladder,
            }
        }

        /// The owner sets another ladder.
        fn climbs(&mut self, rungs: &[&str], look: &Look) {
            let rungs = rungs.iter().map(|rung| rung.parse().unwrap());
            let ladder = Ladder::of(rungs).unwrap();
            let standing = Standing {
                watched: self.watched(),
                ledger: &self.ledger,
            };
            for reminder in past_rungs(&[standing], &ladder, look) {
                self.ledger.tell(&reminder, look.now);
            }
            self.ladder = ladder;
        }

        /// Looks, and takes down what was shown.
        fn look(&mut self, look: &Look) -> Vec<Rung> {
            let due = due(
                &[Standing {
                    watched: self.watched(),
                    ledger: &self.ledger,
                }],
                &Look {
                    set_back_at: self.set_back_at,
                    ..*look
                },
            );
            self.set_back_at = due.set_back_at;
            for reminder in due.show.iter().chain(&due.passed) {
                self.ledger.tell(reminder, look.now);
            }
            for reminder in &due.redated {
                self.ledger.tell(reminder, look.now);
            }
            if !due.over.is_empty() {
                self.ledger.snoozed_until = None;
            }
            due.show.iter().map(|r| r.rung).collect()
        }

        fn at(&mut self, now: &str) -> Vec<Rung> {
            self.look(&look(now))
        }
    }

    fn look(now: &str) -> Look {
        Look {
            now: at(now),
            last: Some(at(now) - Duration::seconds(30)),
            set_back_at: None,
            quiet: None,
            paused_until: None,
        }
    }

    fn quiet(hours: &str) -> Option<(QuietHours, Tz)> {
        Some((hours.parse().unwrap(), Tz::UTC))
    }

    #[test]
    fn what_was_missed_comes_once_and_only_its_last_rung() {
        let mut case = Case::due("2026-11-28T23:59:59Z");
        // Off from before the first rung until the day before the safe one.
        assert_eq!(case.at("2026-11-27T03:00:00Z"), [Rung::ONE_DAY]);
        assert_eq!(case.ledger.told.len(), 3);
        assert_eq!(case.at("2026-11-27T03:00:30Z"), []);
        assert_eq!(case.at("2026-11-27T19:59:59Z"), [Rung::FOUR_HOURS]);
    }

    #[test]
    fn a_pause_holds_back_everything_but_the_safe_rung() {
        let mut case = Case::due("2026-11-28T23:59:59Z");
        let paused = |now| Look {
            paused_until: Some(at("2026-12-24T00:00:00Z")),
            ..look(now)
        };
        assert_eq!(case.look(&paused("2026-11-27T12:00:00Z")), []);
        assert_eq!(case.look(&paused("2026-11-28T00:00:00Z")), [Rung::SAFE]);
    }

    #[test]
    fn a_snooze_brings_back_what_it_put_off_and_never_passes_the_safe_deadline() {
        let mut case = Case::due("2026-11-28T23:59:59Z");
        assert_eq!(case.at("2026-11-27T00:00:00Z"), [Rung::ONE_DAY]);
        let deadline = case.deadline.clone();
        let snooze = |wished, now| snooze_until(at(wished), &deadline, at(now));
        let night = "2026-11-27T00:01:00Z";
        assert_eq!(
            snooze("2026-12-24T00:00:00Z", night),
            Some(case.deadline.safe_at)
        );
        assert_eq!(snooze("2026-12-24T00:00:00Z", "2026-11-28T00:00:00Z"), None);
        case.ledger.snoozed_until = snooze("2026-11-27T02:01:00Z", night);
        assert_eq!(case.at("2026-11-27T02:00:30Z"), []);
        assert_eq!(case.at("2026-11-27T02:01:00Z"), [Rung::ONE_DAY]);
        assert_eq!(case.at("2026-11-27T02:01:30Z"), []);
        // Put off to the end: the safe rung comes all the same, once.
        case.ledger.snoozed_until = snooze("2026-12-24T00:00:00Z", night);
        assert_eq!(case.at("2026-11-27T20:00:00Z"), []);
        assert_eq!(case.at("2026-11-27T23:59:59Z"), [Rung::SAFE]);
        assert_eq!(case.at("2026-11-28T00:00:30Z"), []);
    }

    #[test]
    fn a_rung_that_quiet_hours_moved_past_the_safe_one_never_stands_for_it() {
        // Safe at 05:00; the rung four hours before it is moved to 07:00.
        let mut case = Case::due("2026-11-28T05:00:00Z");
        let quiet = |now| Look {
            quiet: quiet("22:00-07:00"),
            ..look(now)
        };
        assert_eq!(case.look(&quiet("2026-11-26T12:00:00Z")), [Rung::ONE_DAY]);
        // Asleep until the next evening, when it is quiet again: only the safe rung may speak, and it must.
        assert_eq!(case.look(&quiet("2026-11-27T22:30:00Z")), [Rung::SAFE]);
        assert_eq!(case.look(&quiet("2026-11-27T22:30:30Z")), []);
    }

    #[test]
    fn a_case_that_became_known_after_its_safe_deadline_is_told_once() {
        let mut case = Case::due("2026-11-28T23:59:59Z");
        case.known_at = at("2026-11-28T03:00:00Z");
        assert_eq!(ladder(&case.watched(), None), []);
        let quiet = |now| Look {
            quiet: quiet("22:00-07:00"),
            ..look(now)
        };
        assert_eq!(case.look(&quiet("2026-11-28T03:00:30Z")), []);
        assert_eq!(case.look(&quiet("2026-11-28T07:00:00Z")), [Rung::SAFE]);
        assert_eq!(case.look(&quiet("2026-11-28T07:00:30Z")), []);
        // No time is left to wait for the morning.
        let mut late = Case::due("2026-11-28T05:00:00Z");
        late.known_at = at("2026-11-28T03:00:00Z");
        assert_eq!(late.look(&quiet("2026-11-28T03:00:30Z")), [Rung::SAFE]);
    }

    #[test]
    fn what_was_shown_under_a_clock_that_ran_ahead_comes_again_in_its_time() {
        let mut case = Case::due("2026-11-28T23:59:59Z");
        assert_eq!(case.at("2026-11-28T02:00:00Z"), [Rung::SAFE]);
        // The clock was two days ahead, and is set right; the program starts anew more than once.
        let corrected = Look {
            last: Some(at("2026-11-28T02:00:30Z")),
            ..look("2026-11-26T02:00:30Z")
        };
        assert_eq!(case.look(&corrected), []);
        let anew = |now| Look {
            last: None,
            ..look(now)
        };
        assert_eq!(case.look(&anew("2026-11-27T00:00:29Z")), [Rung::ONE_DAY]);
        assert_eq!(case.look(&anew("2026-11-28T00:00:00Z")), [Rung::SAFE]);
        assert_eq!(case.at("2026-11-28T00:00:30Z"), []);
    }

    #[test]
    fn a_clock_that_was_set_back_by_mistake_repeats_nothing() {
        let mut case = Case::due("2026-11-28T23:59:59Z");
        // Shown late, by three hours.
        assert_eq!(case.at("2026-11-27T03:00:00Z"), [Rung::ONE_DAY]);
        for wrong in ["2026-11-27T01:00:30Z", "2026-11-26T20:00:00Z"] {
            let mut case = Case {
                ledger: case.ledger.clone(),
                ..Case::due("2026-11-28T23:59:59Z")
            };
            let set_back = Look {
                last: Some(at("2026-11-27T03:00:30Z")),
                ..look(wrong)
            };
            assert_eq!(case.look(&set_back), [], "{wrong}");
            assert_eq!(case.at("2026-11-27T03:05:00Z"), [], "{wrong}");
        }
    }

    #[test]
    fn another_margin_repeats_nothing_that_was_told() {
        let mut case = Case::due("2026-11-28T23:59:59Z");
        assert_eq!(case.at("2026-11-24T23:59:59Z"), [Rung::THREE_DAYS]);
        let old = case.deadline.safe_at;
        case.deadline.safe_at = old - Duration::hours(6);
        let now = at("2026-11-25T12:00:00Z");
        for reminder in carried(&case.ledger, old, &case.watched(), now) {
            case.ledger.tell(&reminder, now);
        }
        assert_eq!(case.at("2026-11-25T12:00:00Z"), []);
        assert_eq!(case.at("2026-11-26T17:59:59Z"), [Rung::ONE_DAY]);
        // A margin that brings a later rung at once is told.
        let old = case.deadline.safe_at;
        case.deadline.safe_at = old - Duration::hours(24);
        let now = at("2026-11-26T18:30:00Z");
        for reminder in carried(&case.ledger, old, &case.watched(), now) {
            case.ledger.tell(&reminder, now);
        }
        assert_eq!(case.at("2026-11-26T18:30:00Z"), [Rung::SAFE]);
    }

    #[test]
    fn another_margin_repeats_nothing_of_a_case_that_became_known_after_its_safe_deadline() {
        let mut case = Case::due("2026-11-28T23:59:59Z");
        case.known_at = at("2026-11-28T09:00:00Z");
        assert_eq!(case.at("2026-11-28T09:00:00Z"), [Rung::SAFE]);
        let old = case.deadline.safe_at;
        case.deadline.safe_at = old - Duration::hours(1);
        let now = at("2026-11-28T10:00:00Z");
        for reminder in carried(&case.ledger, old, &case.watched(), now) {
            case.ledger.tell(&reminder, now);
        }
        assert_eq!(case.at("2026-11-28T10:00:00Z"), []);
    }

    #[test]
    fn another_ladder_repeats_nothing_and_brings_nothing_of_the_past() {
        let mut case = Case::due("2026-11-28T23:59:59Z");
        assert_eq!(case.at("2026-11-20T23:59:59Z"), [Rung::SEVEN_DAYS]);
        // Added: some that are past, before and after the one that was told, and one to come.
        let now = "2026-11-22T12:00:00Z";
        case.climbs(&["20d", "14d", "7d", "6d", "2d"], &look(now));
        assert_eq!(case.at(now), []);
        assert_eq!(case.at("2026-11-22T12:00:30Z"), []);
        assert_eq!(
            case.at("2026-11-25T23:59:59Z"),
            ["2d".parse::<Rung>().unwrap()]
        );
        // Taken away and given back; the usual one again.
        let now = "2026-11-26T00:10:00Z";
        case.climbs(&["1d"], &look(now));
        assert_eq!(case.at(now), []);
        case.climbs(&["7d", "3d", "2d", "1d", "4h"], &look(now));
        assert_eq!(case.at(now), []);
        assert_eq!(case.at("2026-11-26T23:59:59Z"), [Rung::ONE_DAY]);
        case.climbs(&[], &look("2026-11-27T00:01:00Z"));
        assert_eq!(case.at("2026-11-27T23:00:00Z"), []);
        assert_eq!(case.at("2026-11-27T23:59:59Z"), [Rung::SAFE]);
    }

    #[test]
    fn a_case_of_which_nothing_was_told_begins_with_the_next_rung_of_another_ladder() {
        let mut case = Case::due("2026-11-28T23:59:59Z");
        let now = "2026-11-15T12:00:00Z";
        assert_eq!(case.at(now), []);
        case.climbs(&["14d", "13d", "10d", "1d"], &look(now));
        assert_eq!(case.at(now), []);
        let ten: Rung = "10d".parse().unwrap();
        assert_eq!(case.at("2026-11-17T23:59:59Z"), [ten]);
    }

    #[test]
    fn what_is_owed_when_the_ladder_changes_still_comes_once() {
        // Three days before, in quiet hours; then a rung is added that lies after it, and is past too.
        let quiet = |now| Look {
            quiet: quiet("22:00-07:00"),
            ..look(now)
        };
        let owing = || {
            let mut case = Case::due("2026-11-28T23:59:59Z");
            assert_eq!(case.at("2026-11-21T12:00:00Z"), [Rung::SEVEN_DAYS]);
            assert_eq!(case.look(&quiet("2026-11-25T00:30:00Z")), []);
            case
        };
        let mut case = owing();
        let night = quiet("2026-11-25T02:30:00Z");
        case.climbs(&["7d", "3d", "70h", "1d"], &night);
        assert_eq!(case.look(&night), []);
        let later: Rung = "70h".parse().unwrap();
        assert_eq!(case.look(&quiet("2026-11-25T07:00:00Z")), [later]);
        assert_eq!(case.look(&quiet("2026-11-25T07:00:30Z")), []);
        assert_eq!(case.look(&quiet("2026-11-26T23:59:59Z")), []);
        assert_eq!(case.look(&quiet("2026-11-27T07:00:00Z")), [Rung::ONE_DAY]);
        // The very rung that is owed is taken away: the owner doesn't want it.
        let mut case = owing();
        case.climbs(&["7d", "1d"], &night);
        assert_eq!(case.look(&quiet("2026-11-25T07:00:00Z")), []);
    }

    #[test]
    fn a_snooze_brings_its_reminder_back_although_the_rung_is_gone() {
        let mut case = Case::due("2026-11-28T23:59:59Z");
        assert_eq!(case.at("2026-11-20T23:59:59Z"), [Rung::SEVEN_DAYS]);
        let end = "2026-11-22T12:00:00Z";
        case.ledger.snoozed_until = Some(at(end));
        case.climbs(&["1d"], &look("2026-11-21T12:00:00Z"));
        assert_eq!(case.at("2026-11-22T11:59:30Z"), []);
        assert_eq!(case.at(end), [Rung::SEVEN_DAYS]);
        assert_eq!(case.at("2026-11-22T12:00:30Z"), []);
    }

    #[test]
    fn a_ladder_that_was_set_under_a_wrong_clock_loses_nothing() {
        let mut case = Case::due("2026-11-28T23:59:59Z");
        assert_eq!(case.at("2026-11-20T23:59:59Z"), [Rung::SEVEN_DAYS]);
        // The clock is four days ahead when two rungs are added, and is set right.
        case.climbs(&["7d", "5d", "2d"], &look("2026-11-25T12:00:00Z"));
        let corrected = Look {
            last: Some(at("2026-11-25T12:00:30Z")),
            ..look("2026-11-21T12:00:30Z")
        };
        assert_eq!(case.look(&corrected), []);
        let five: Rung = "5d".parse().unwrap();
        assert_eq!(case.at("2026-11-22T23:59:59Z"), [five]);
        assert_eq!(case.at("2026-11-23T00:00:30Z"), []);
    }
}
