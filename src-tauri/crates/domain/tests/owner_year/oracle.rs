//! The promises, said again without the product's own rules, and held against what was shown.

use crate::life::{Known, Tally};
use crate::world::{HOUR, MINUTE, World};
use chrono::Duration;
use chrono_tz::Tz;
use tvist_domain::Provider;
use tvist_domain::clock::{Timestamp, rfc3339};
use tvist_domain::deadline::SafetyMargin;
use tvist_domain::ladder::{Ladder, Rung};
use tvist_domain::reminder::{QuietHours, Reminder};

/// A clock that differs by no more than this is right.
const RIGHT: i64 = 5 * MINUTE;
/// Hours before the safe deadline, by the word of the rung.
fn hours(rung: Rung) -> i64 {
    let word = rung.to_string();
    match word.split_at(word.len() - 1) {
        ("saf", "e") => 0,
        (days, "d") => days.parse::<i64>().unwrap() * 24,
        (hours, _) => hours.parse().unwrap(),
    }
}

/// When the promises are looked at, and the margin then.
#[derive(Clone, Copy)]
pub struct At<'a> {
    pub world: &'a World,
    pub at: i64,
    pub margin: SafetyMargin,
}

/// A reminder as its owner saw it.
#[derive(Debug, Clone)]
pub struct Delivery {
    reminder: Reminder,
    hours: i64,
    /// It wasn't shown: when the owner set another ladder or margin it counted as told.
    past: bool,
    wall: Timestamp,
    /// By how far the clock was wrong.
    ahead: i64,
    /// The program lived to write it down.
    written: bool,
    /// The clock was set back since, to this moment before the rung.
    early: Option<Timestamp>,
    /// The owner snoozed the case since.
    snoozed: bool,
}

impl Delivery {
    pub fn of(world: &World, reminder: &Reminder, at: i64, written: bool) -> Self {
        Self {
            reminder: reminder.clone(),
            hours: hours(reminder.rung),
            past: false,
            wall: world.wall(at),
            ahead: world.ahead(at),
            written,
            early: None,
            snoozed: false,
        }
    }

    fn clock_was_right(&self) -> bool {
        self.ahead.abs() <= RIGHT
    }

    /// A clock that is back where it was makes good what it showed then. What had come when the clock was set right had
    /// been told by then.
    fn in_time(&self, owed_at: Timestamp, now: Timestamp) -> bool {
        self.early
            .is_none_or(|early| self.wall <= now + Duration::seconds(RIGHT) || owed_at <= early)
    }
}

pub struct Oracle {
    pub tally: Tally,
    pub awake_since: i64,
    cases: Vec<Case>,
    /// The rungs of the ladder in force, in hours.
    ladder: Vec<i64>,
}

#[derive(Default, Clone)]
struct Case {
    deliveries: Vec<Delivery>,
    /// True time at which the program first read of it.
    known: i64,
}

/// An open case at a moment.
struct Open {
    now: Timestamp,
    deadline: Timestamp,
    safe_at: Timestamp,
    known_since: Timestamp,
}

/// The last rung of a case that has come.
struct Owed {
    hours: i64,
    at: Timestamp,
    /// The case became known after its safe deadline.
    late: bool,
}

impl Open {
    fn rung_at(&self, hours: i64) -> Timestamp {
        self.safe_at - Duration::hours(hours)
    }

    fn has_come(&self, hours: i64) -> bool {
        let at = self.rung_at(hours);
        at >= self.known_since && at <= self.now
    }

    fn owed(&self, ladder: &[i64]) -> Option<Owed> {
        let late = self.safe_at < self.known_since && self.known_since <= self.now;
        let come = ladder.iter().copied().filter(|hours| self.has_come(*hours));
        let hours = come.min().or(late.then_some(0))?;
        Some(Owed {
            hours,
            at: self.rung_at(hours),
            late,
        })
    }
}

impl Case {
    /// None when the case waits for nobody any more.
    fn open(&self, stood: At<'_>, known: &Known) -> Option<Open> {
        let now = stood.world.wall(stood.at);
        let deadline = known.deadline.as_ref()?.at;
        (deadline > now).then(|| Open {
            now,
            deadline,
            safe_at: stood.margin.before(known.opened_at, deadline),
            // By the clock of that time, unless that ran ahead.
            known_since: Some(known.known_at)
                .filter(|at| *at <= now)
                .unwrap_or(stood.world.instant(self.known)),
        })
    }

    /// Takes down which rungs turn out to have been told before their time.
    fn look_at_clock(&mut self, now: Timestamp) {
        for delivery in &mut self.deliveries {
            let due = delivery.reminder.safe_at - Duration::hours(delivery.hours);
            if due > now + Duration::seconds(RIGHT) {
                delivery.early = Some(delivery.early.map_or(now, |before| before.max(now)));
            }
        }
    }

    fn of(&self, safe_at: Timestamp) -> impl Iterator<Item = &Delivery> {
        let mine = move |d: &&Delivery| d.reminder.safe_at == safe_at;
        self.deliveries.iter().filter(mine)
    }

    /// These rungs count as told.
    fn pass(&mut self, stood: At<'_>, known: &Known, open: &Open, rungs: &[i64]) {
        for rung in rungs {
            self.deliveries.push(Delivery {
                reminder: Reminder {
                    dispute: known.id.clone(),
                    rung: Rung::hours(*rung as u16).unwrap_or(Rung::SAFE),
                    at: open.rung_at(*rung),
                    deadline: open.deadline,
                    safe_at: open.safe_at,
                },
                hours: *rung,
                past: true,
                wall: open.now,
                ahead: stood.world.ahead(stood.at),
                written: true,
                early: None,
                snoozed: known.ledger.snoozed_until.is_some(),
            });
        }
    }
}

impl Oracle {
    pub fn new(cases: usize, ladder: &Ladder) -> Self {
        Self {
            tally: Tally::default(),
            awake_since: 0,
            cases: vec![Case::default(); cases],
            ladder: ladder.rungs().iter().copied().map(hours).collect(),
        }
    }

    pub fn known(&mut self, number: usize, at: i64) {
        self.cases[number].known = at;
    }

    pub fn snoozed(&mut self, number: usize) {
        self.tally.snoozes += 1;
        for delivery in &mut self.cases[number].deliveries {
            delivery.snoozed = true;
        }
    }

    /// Another ladder: its new rungs that are past don't come any more, unless the case owes a reminder anyway. `stood` has
    /// what held before.
    pub fn ladder_changed(&mut self, stood: At<'_>, known: &[Known], ladder: &Ladder) {
        let anew = ladder.rungs().iter().copied().map(hours).collect();
        let old = std::mem::replace(&mut self.ladder, anew);
        for (case, known) in self.cases.iter_mut().zip(known) {
            let Some(open) = case.open(stood, known) else {
                continue;
            };
            self.tally.ladders += 1;
            case.look_at_clock(open.now);
            let owes = open.owed(&old).is_some_and(|owed| {
                let known = |d: &Delivery| d.written && d.in_time(owed.at, open.now);
                !case
                    .of(open.safe_at)
                    .any(|d| d.hours <= owed.hours && known(d))
            });
            if owes {
                continue;
            }
            let anew = self.ladder.iter().copied();
            let past: Vec<i64> = anew
                .filter(|hours| !old.contains(hours) && open.has_come(*hours))
                .collect();
            self.tally.past += past.len() as u64;
            case.pass(stood, known, &open, &past);
        }
    }

    /// Another margin: the rungs up to the last that was told don't come once more. `stood` has the margin before.
    pub fn margin_changed(&mut self, stood: At<'_>, known: &[Known], margin: SafetyMargin) {
        for (case, known) in self.cases.iter_mut().zip(known) {
            let Some(before) = case.open(stood, known) else {
                continue;
            };
            let told = case.of(before.safe_at).filter(|d| d.written);
            let Some(last) = told.map(|d| d.hours).min() else {
                continue;
            };
            let stood = At { margin, ..stood };
            let Some(open) = case.open(stood, known) else {
                continue;
            };
            let ladder = self.ladder.iter().copied();
            let past: Vec<i64> = ladder
                .filter(|hours| *hours >= last && open.has_come(*hours))
                .collect();
            if open.safe_at != before.safe_at {
                case.pass(stood, known, &open, &past);
            }
        }
    }

    /// A reminder was shown: it may be, and it is no second one.
    #[expect(clippy::too_many_lines, reason = "one story, told in its order")]
    pub fn delivered(
        &mut self,
        world: &World,
        known: &Known,
        number: usize,
        delivery: Delivery,
        paused_until: Option<Timestamp>,
    ) -> Result<(), String> {
        let now = delivery.wall;
        let reminder = &delivery.reminder;
        let at = (now - world.begin).num_seconds() - delivery.ahead;
        let tell = |what: &str, before: Option<&Delivery>| {
            Err(format!(
                "{what}: {} {} at {} (clock ahead by {} s), safe {}, deadline {}; before: {before:?}",
                known.id,
                reminder.rung,
                rfc3339(now),
                delivery.ahead,
                rfc3339(reminder.safe_at),
                rfc3339(reminder.deadline),
            ))
        };
        self.tally.reminders += 1;
        self.tally.safe += u64::from(reminder.rung == Rung::SAFE);
        if known.deadline.as_ref().map(|d| d.at) != Some(reminder.deadline) {
            return tell("a reminder of a date that isn't known", None);
        }
        if world.online(at)
            && world.cases[number].due(at).map(|d| world.instant(d)) != Some(reminder.deadline)
        {
            return tell(
                "a reminder of a case that was settled or moved, though it could be read",
                None,
            );
        }
        if reminder.deadline <= now {
            return tell("a reminder after the deadline", None);
        }
        let quiet = world
            .quiet
            .is_some_and(|q| is_quiet(q, now, world.zone(at)));
        let held = [known.ledger.snoozed_until, paused_until]
            .into_iter()
            .flatten()
            .any(|until| now < until);
        if reminder.rung == Rung::SAFE {
            self.tally.in_quiet += u64::from(quiet);
        } else if quiet {
            return tell("a reminder in quiet hours", None);
        } else if held {
            return tell("a reminder in a pause or snooze", None);
        }
        let case = &mut self.cases[number];
        let same_ladder = |d: &&Delivery| {
            d.reminder.safe_at == reminder.safe_at
                && d.clock_was_right()
                && delivery.clock_was_right()
        };
        let mut earlier = case.deliveries.iter().filter(same_ladder).rev();
        if let Some(before) = earlier.clone().find(|d| d.hours == delivery.hours) {
            // It died before it could write: once more rather than never.
            if before.written && !before.snoozed {
                let what = if before.past {
                    "a rung of the past"
                } else {
                    "a second time"
                };
                return tell(what, Some(before));
            }
            self.tally.repeats += u64::from(!before.written);
        }
        let quiet_at_all = world.quiet.is_some();
        let later = earlier.find(|d| {
            let moved_past = d.reminder.rung == Rung::SAFE && quiet_at_all;
            d.hours < delivery.hours && d.written && !moved_past
        });
        if let Some(later) = later {
            return tell("an earlier rung after a later one", Some(later));
        }
        case.deliveries.push(delivery);
        Ok(())
    }

    /// After a look nothing is owed: of each known case that is open, the last rung that has come was told, unless quiet
    /// hours, a pause or a snooze hold it back; the safe one always was.
    #[expect(clippy::too_many_lines, reason = "one story, told in its order")]
    pub fn nothing_is_missing(
        &mut self,
        stood: At<'_>,
        known: &[Known],
        paused_until: Option<Timestamp>,
    ) -> Result<(), String> {
        let At { world, at, .. } = stood;
        let now = world.wall(at);
        let quiet = world
            .quiet
            .is_some_and(|q| is_quiet(q, now, world.zone(at)));
        for (case, known) in self.cases.iter_mut().zip(known) {
            let Some(open) = case.open(stood, known) else {
                continue;
            };
            case.look_at_clock(now);
            let snooze = known.ledger.snoozed_until;
            let held = [snooze, paused_until]
                .into_iter()
                .flatten()
                .any(|until| now < until);
            let back = !held && !quiet && snooze.is_some_and(|until| until <= now);
            let owed = open.owed(&self.ladder);
            let told = match &owed {
                Some(owed) => {
                    let last = owed.hours == 0;
                    if (quiet && (owed.late || !last)) || (held && !last) {
                        continue;
                    }
                    case.of(open.safe_at)
                        .any(|d| d.hours <= owed.hours && d.in_time(owed.at, now))
                }
                // The rung that was put off may have been taken away since.
                None => case.of(open.safe_at).any(|d| {
                    let past = now + Duration::seconds(RIGHT);
                    d.written && d.early.is_none() && d.wall <= past
                }),
            };
            if told && back {
                return Err(format!(
                    "a snooze without an end: {} {}",
                    known.id,
                    rfc3339(now)
                ));
            }
            if let Some(owed) = owed.filter(|_| !told) {
                return Err(format!(
                    "never told: {} {} h before by {} (clock ahead by {} s), safe {}, deadline {}, known {}: {:?}",
                    known.id,
                    owed.hours,
                    rfc3339(now),
                    world.ahead(at),
                    rfc3339(open.safe_at),
                    rfc3339(open.deadline),
                    rfc3339(open.known_since),
                    case.deliveries
                        .iter()
                        .map(|d| (
                            d.hours,
                            d.past,
                            rfc3339(d.wall),
                            rfc3339(d.reminder.safe_at),
                            d.early
                        ))
                        .collect::<Vec<_>>(),
                ));
            }
        }
        Ok(())
    }
}

/// Said again: the local time of day lies in the span, which may go over midnight.
fn is_quiet(hours: QuietHours, at: Timestamp, zone: Tz) -> bool {
    let time = at.with_timezone(&zone).time();
    if hours.from <= hours.to {
        hours.from <= time && time < hours.to
    } else {
        time >= hours.from || time < hours.to
    }
}

impl Oracle {
    /// Two hours awake and connected bring what happened before at a provider that is asked that often.
    pub fn read_is_recent(&self, world: &World, known: &[Known], at: i64) -> Result<(), String> {
        let since = at - 2 * HOUR - 10 * MINUTE;
        let turned = world.turn_after(since).is_some_and(|turn| turn <= at);
        if self.awake_since > since || turned || !world.online(since) {
            return Ok(());
        }
        for (case, known) in world.cases.iter().zip(known) {
            let often = matches!(case.provider, Provider::Stripe | Provider::Celcoin);
            let unchanged = case.changed_after(since).is_none_or(|change| change > at);
            if !often || !unchanged || case.opened > since {
                continue;
            }
            let due = case.due(at).map(|due| world.instant(due));
            if known.deadline.as_ref().map(|d| d.at) != due {
                return Err(format!(
                    "not read for two hours: {} at {} (clock ahead by {} s), awake for {} s, clock {:?}, history {:?} at {at}",
                    known.id,
                    rfc3339(world.wall(at)),
                    world.ahead(at),
                    at - self.awake_since,
                    world.clock,
                    case.history,
                ));
            }
        }
        Ok(())
    }
}
