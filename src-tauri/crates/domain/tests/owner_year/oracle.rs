//! The promises, said again without the product's own rules, and held against what was shown.

use crate::life::{Known, Tally};
use crate::world::{HOUR, MINUTE, World};
use chrono::Duration;
use chrono_tz::Tz;
use tvist_domain::Provider;
use tvist_domain::clock::{Instant, rfc3339};
use tvist_domain::deadline::SafetyMargin;
use tvist_domain::reminder::{QuietHours, Reminder, Rung};

/// A clock that differs by no more than this is right.
const RIGHT: i64 = 5 * MINUTE;
/// Hours before the safe deadline, by rung.
const HOURS: [(Rung, i64); 5] = [
    (Rung::Safe, 0),
    (Rung::FourHours, 4),
    (Rung::OneDay, 24),
    (Rung::ThreeDays, 72),
    (Rung::SevenDays, 168),
];

/// A reminder as its owner saw it.
#[derive(Debug, Clone)]
pub struct Delivery {
    reminder: Reminder,
    wall: Instant,
    /// By how far the clock was wrong.
    ahead: i64,
    /// The program lived to write it down.
    written: bool,
    /// The clock was set back since, to this moment before the rung.
    early: Option<Instant>,
    /// The owner snoozed the case since.
    snoozed: bool,
}

impl Delivery {
    pub fn of(world: &World, reminder: &Reminder, at: i64, written: bool) -> Self {
        Self {
            reminder: reminder.clone(),
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
}

pub struct Oracle {
    pub tally: Tally,
    pub awake_since: i64,
    cases: Vec<Case>,
}

#[derive(Default, Clone)]
struct Case {
    deliveries: Vec<Delivery>,
    /// True time at which the program first read of it.
    known: i64,
    /// Safe deadlines of the same date under earlier margins.
    before_margin: Vec<Instant>,
}

impl Oracle {
    pub fn new(cases: usize) -> Self {
        Self {
            tally: Tally::default(),
            awake_since: 0,
            cases: vec![Case::default(); cases],
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

    pub fn margin_changed(&mut self, known: &[Known]) {
        for (case, known) in self.cases.iter_mut().zip(known) {
            let Some(deadline) = &known.deadline else {
                continue;
            };
            let same = case
                .deliveries
                .iter()
                .filter(|d| d.reminder.deadline == deadline.at)
                .map(|d| d.reminder.safe_at)
                .collect();
            case.before_margin = same;
        }
    }

    /// A reminder was shown: it may be, and it is no second one.
    pub fn delivered(
        &mut self,
        world: &World,
        known: &Known,
        number: usize,
        delivery: Delivery,
        paused_until: Option<Instant>,
    ) -> Result<(), String> {
        let now = delivery.wall;
        let reminder = &delivery.reminder;
        let at = (now - world.begin).num_seconds() - delivery.ahead;
        let tell = |what: &str, before: Option<&Delivery>| {
            Err(format!(
                "{what}: {} {} at {} (clock ahead by {} s), safe {}, deadline {}; before: {before:?}",
                known.id,
                reminder.rung.as_str(),
                rfc3339(now),
                delivery.ahead,
                rfc3339(reminder.safe_at),
                rfc3339(reminder.deadline),
            ))
        };
        self.tally.reminders += 1;
        self.tally.safe += u64::from(reminder.rung == Rung::Safe);
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
        if reminder.rung == Rung::Safe {
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
        if let Some(before) = earlier.clone().find(|d| d.reminder.rung == reminder.rung) {
            // It died before it could write: once more rather than never.
            if before.written && !before.snoozed {
                return tell("a second time", Some(before));
            }
            self.tally.repeats += u64::from(!before.written);
        }
        let quiet_at_all = world.quiet.is_some();
        let later = earlier.find(|d| {
            let moved_past = d.reminder.rung == Rung::Safe && quiet_at_all;
            d.reminder.rung > reminder.rung && d.written && !moved_past
        });
        if let Some(later) = later {
            return tell("an earlier rung after a later one", Some(later));
        }
        case.deliveries.push(delivery);
        Ok(())
    }

    /// After a look nothing is owed: of each known case that is open, the last rung that has come was told, unless quiet
    /// hours, a pause or a snooze hold it back; the safe one always was.
    pub fn nothing_is_missing(
        &mut self,
        world: &World,
        known: &[Known],
        at: i64,
        margin: SafetyMargin,
        paused_until: Option<Instant>,
    ) -> Result<(), String> {
        let now = world.wall(at);
        let quiet = world
            .quiet
            .is_some_and(|q| is_quiet(q, now, world.zone(at)));
        for (case, known) in self.cases.iter_mut().zip(known) {
            let Some(deadline) = known.deadline.as_ref().map(|d| d.at) else {
                continue;
            };
            if deadline <= now {
                continue;
            }
            let safe_at = margin.before(known.opened_at, deadline);
            let rung_at = |hours: i64| safe_at - Duration::hours(hours);
            for delivery in &mut case.deliveries {
                let hours = HOURS.iter().find(|(r, _)| *r == delivery.reminder.rung);
                let hours = hours.map_or(0, |(_, hours)| *hours);
                let due = delivery.reminder.safe_at - Duration::hours(hours);
                if due > now + Duration::seconds(RIGHT) {
                    delivery.early = Some(delivery.early.map_or(now, |before| before.max(now)));
                }
            }
            // By the clock of that time, unless that ran ahead.
            let known_since = Some(known.known_at)
                .filter(|at| *at <= now)
                .unwrap_or(world.instant(case.known));
            let come = HOURS
                .iter()
                .filter(|(rung, _)| *rung == Rung::Safe || !world.without.contains(rung))
                .filter(|(_, hours)| rung_at(*hours) >= known_since && rung_at(*hours) <= now)
                .map(|(rung, _)| *rung)
                .max();
            let late = safe_at < known_since && known_since <= now;
            let owed = match come {
                None if late => Rung::Safe,
                None => continue,
                Some(rung) => rung,
            };
            let owed_at = HOURS.iter().find(|(r, _)| *r == owed);
            let owed_at = owed_at.map_or(safe_at, |(_, hours)| rung_at(*hours));
            let held = [known.ledger.snoozed_until, paused_until]
                .into_iter()
                .flatten()
                .any(|until| now < until);
            if (quiet && (late || owed != Rung::Safe)) || (held && owed != Rung::Safe) {
                continue;
            }
            let told = case.deliveries.iter().any(|d| {
                let mine = d.reminder.safe_at == safe_at
                    || case.before_margin.contains(&d.reminder.safe_at);
                // A clock that is back where it was makes good what it showed then.
                // What had come when the clock was set right had been told by then.
                let in_time = d.early.is_none_or(|early| {
                    d.wall <= now + Duration::seconds(RIGHT) || owed_at <= early
                });
                mine && d.reminder.rung >= owed && in_time
            });
            let back = known.ledger.snoozed_until.is_some_and(|until| until <= now);
            if told && back && !held && !quiet {
                return Err(format!(
                    "a snooze without an end: {} {}",
                    known.id,
                    rfc3339(now)
                ));
            }
            if !told {
                return Err(format!(
                    "never told: {} {} by {} (clock ahead by {} s), safe {}, deadline {}, known {}: {:?}",
                    known.id,
                    owed.as_str(),
                    rfc3339(now),
                    world.ahead(at),
                    rfc3339(safe_at),
                    rfc3339(deadline),
                    rfc3339(known_since),
                    case.deliveries
                        .iter()
                        .map(|d| (
                            d.reminder.rung,
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
fn is_quiet(hours: QuietHours, at: Instant, zone: Tz) -> bool {
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
