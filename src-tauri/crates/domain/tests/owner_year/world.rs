//! What really happens in one random year of an owner: when the computer is awake and connected, what its clock says,
//! where the owner is, and what becomes of the cases at their providers. Times are true seconds since the year began.

use crate::chance::Chance;
use chrono::{Duration, NaiveTime};
use chrono_tz::Tz;
use tvist_domain::Provider;
use tvist_domain::clock::Timestamp;
use tvist_domain::ladder::{Ladder, Rung};
use tvist_domain::reminder::QuietHours;

pub const MINUTE: i64 = 60;
pub const HOUR: i64 = 3_600;
pub const DAY: i64 = 86_400;
pub const YEAR: i64 = 365 * DAY;

const ZONES: [Tz; 4] = [
    Tz::Europe__Stockholm,
    Tz::Europe__Berlin,
    Tz::America__Sao_Paulo,
    Tz::America__New_York,
];

/// From `from` up to, not including, `to`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    pub from: i64,
    pub to: i64,
}

/// A case at its provider: what holds from when on. A date, or none once it is settled.
#[derive(Debug)]
pub struct Case {
    pub provider: Provider,
    pub opened: i64,
    /// Ascending; the first is the opening.
    pub history: Vec<(i64, Option<i64>)>,
}

impl Case {
    /// The date by which it is to be answered; none before it opened and after it was settled.
    pub fn due(&self, at: i64) -> Option<i64> {
        self.history
            .iter()
            .rev()
            .find(|(from, _)| *from <= at)
            .and_then(|(_, due)| *due)
    }

    pub fn changed_after(&self, at: i64) -> Option<i64> {
        self.history.iter().map(|(t, _)| *t).find(|t| *t > at)
    }
}

pub struct World {
    pub begin: Timestamp,
    pub awake: Vec<Span>,
    pub offline: Vec<Span>,
    /// By how many seconds the computer's clock is ahead, from when on.
    pub clock: Vec<(i64, i64)>,
    pub places: Vec<(i64, Tz)>,
    pub quiet: Option<QuietHours>,
    pub pauses: Vec<Span>,
    /// Another margin, in hours, from when on.
    pub margin: Option<(i64, u32)>,
    /// The ladder that the owner wants, from when on.
    pub ladders: Vec<(i64, Ladder)>,
    /// Whoever snoozes may take that rung out of the ladder as well.
    pub takes_away: bool,
    pub cases: Vec<Case>,
    /// A second program runs in the sessions with these numbers.
    pub doubled: Vec<bool>,
}

impl World {
    pub fn new(chance: &mut Chance) -> Self {
        let begin: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        let awake = awake(chance);
        let doubled = awake.iter().map(|_| chance.percent(20)).collect();
        Self {
            begin: begin + Duration::seconds(chance.within(0, 3 * YEAR)),
            awake,
            offline: spans(chance, 40, 20 * MINUTE, 3 * DAY),
            clock: clock(chance),
            places: places(chance),
            quiet: chance.percent(70).then(|| quiet(chance)),
            pauses: spans(chance, 6, HOUR, 3 * DAY),
            margin: chance
                .percent(20)
                .then(|| (chance.within(0, YEAR), chance.of(&[6, 12, 36, 72]))),
            ladders: vec![(0, usual(chance))],
            takes_away: false,
            cases: (0..chance.within(1, 15)).map(|_| case(chance)).collect(),
            doubled,
        }
    }

    /// The same year of an owner with a ladder of their own, who changes it now and then.
    pub fn with_own_ladders(self, chance: &mut Chance) -> Self {
        let (_, usual) = self.ladders[0].clone();
        let first = if chance.percent(70) {
            own(chance)
        } else {
            usual
        };
        let mut ladders = vec![(0, first)];
        let mut at = 0;
        for _ in 0..chance.of(&[0, 2, 8, 40]) {
            // Some change it again within minutes.
            at += match chance.within(0, 4) {
                0 => chance.within(MINUTE, HOUR),
                _ => chance.within(HOUR, 30 * DAY),
            };
            let next = changed(&ladders[ladders.len() - 1].1, chance);
            ladders.push((at, next));
        }
        Self {
            ladders,
            takes_away: true,
            ..self
        }
    }

    pub fn instant(&self, at: i64) -> Timestamp {
        self.begin + Duration::seconds(at)
    }

    /// How far the computer's clock is ahead.
    pub fn ahead(&self, at: i64) -> i64 {
        last(&self.clock, at).unwrap_or(0)
    }

    pub fn wall(&self, at: i64) -> Timestamp {
        self.instant(at + self.ahead(at))
    }

    pub fn zone(&self, at: i64) -> Tz {
        last(&self.places, at).unwrap_or(Tz::UTC)
    }

    pub fn online(&self, at: i64) -> bool {
        !self.offline.iter().any(|s| s.from <= at && at < s.to)
    }

    /// The next moment at which the clock jumps, the owner arrives elsewhere, or the connection comes or goes.
    pub fn turn_after(&self, at: i64) -> Option<i64> {
        let jumps = self.clock.iter().map(|(t, _)| *t);
        let moves = self.places.iter().map(|(t, _)| *t);
        let lines = self.offline.iter().flat_map(|s| [s.from, s.to]);
        let margin = self.margin.iter().map(|(t, _)| *t);
        let ladders = self.ladders.iter().map(|(t, _)| *t);
        jumps
            .chain(moves)
            .chain(lines)
            .chain(margin)
            .chain(ladders)
            .filter(|t| *t > at)
            .min()
    }
}

/// The usual ladder, from which some have taken a rung or two.
fn usual(chance: &mut Chance) -> Ladder {
    let usual = Ladder::default();
    let rungs = usual.rungs().iter().copied();
    Ladder::of(rungs.filter(|_| !chance.percent(8))).unwrap()
}

/// Up to seven rungs wherever they may lie, mostly where the windows are.
fn own(chance: &mut Chance) -> Ladder {
    let rungs: Vec<Rung> = (0..chance.within(0, 8)).map(|_| rung(chance)).collect();
    Ladder::of(rungs).unwrap()
}

fn rung(chance: &mut Chance) -> Rung {
    let hours = match chance.within(0, 4) {
        0 => chance.of(&[1, 2, 12, 24, 48, 72, 168, 336, 720]),
        1 => chance.within(1, 24),
        2 => chance.within(1, 21 * 24),
        _ => chance.within(1, 721),
    };
    Rung::hours(hours as u16).unwrap()
}

/// One rung more, one fewer, the usual ones again, or all others.
fn changed(ladder: &Ladder, chance: &mut Chance) -> Ladder {
    match chance.within(0, 6) {
        0 => Ladder::default(),
        1 => own(chance),
        2 | 3 => {
            let gone = chance.of(ladder.rungs());
            let rungs = ladder.rungs().iter().copied();
            Ladder::of(rungs.filter(|rung| *rung != gone)).unwrap()
        }
        _ => {
            let more = ladder.with(rung(chance));
            more.unwrap_or_else(|_| ladder.clone())
        }
    }
}

fn last<T: Copy>(list: &[(i64, T)], at: i64) -> Option<T> {
    list.iter()
        .rev()
        .find(|(from, _)| *from <= at)
        .map(|(_, value)| *value)
}

/// Some days at work, some at night, weeks off, weeks without a break.
fn awake(chance: &mut Chance) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut day = 0;
    while day < 365 {
        if chance.percent(3) {
            day += chance.within(3, 25);
            continue;
        }
        if chance.percent(3) {
            let days = chance.within(2, 20);
            spans.push(Span {
                from: day * DAY,
                to: (day + days) * DAY,
            });
            day += days;
            continue;
        }
        let mut at = day * DAY + chance.within(0, 14 * HOUR);
        while chance.percent(65) {
            let to = at + chance.of(&[5 * MINUTE, 25 * MINUTE, 2 * HOUR, 8 * HOUR]);
            let to = (to + chance.within(0, HOUR)).min((day + 1) * DAY);
            if to > at {
                spans.push(Span { from: at, to });
            }
            at = to + chance.within(MINUTE, 6 * HOUR);
            if at >= (day + 1) * DAY {
                break;
            }
        }
        day += 1;
    }
    spans
}

/// Up to so many spans, apart from each other.
fn spans(chance: &mut Chance, most: i64, shortest: i64, longest: i64) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut at = 0;
    for _ in 0..chance.within(0, most) {
        at += chance.within(HOUR, 2 * YEAR / most);
        let to = at + chance.within(shortest, longest);
        spans.push(Span { from: at, to });
        at = to;
    }
    spans
}

/// Mostly right; set right by seconds now and then, and wrong by hours or days for a while.
fn clock(chance: &mut Chance) -> Vec<(i64, i64)> {
    let mut clock = vec![(0, chance.within(-20, 20))];
    let most = chance.within(0, 10);
    for wrong in spans(chance, most.max(1), MINUTE, 4 * DAY) {
        let by = match chance.within(0, 4) {
            0 => chance.within(-4 * MINUTE, 4 * MINUTE),
            1 => chance.of(&[-3, -2, -1, 1, 2, 3]) * HOUR,
            2 => chance.within(-DAY, DAY),
            _ => chance.within(-6 * DAY, 6 * DAY),
        };
        clock.push((wrong.from, by));
        clock.push((wrong.to, chance.within(-20, 20)));
    }
    clock
}

fn places(chance: &mut Chance) -> Vec<(i64, Tz)> {
    let home = chance.of(&ZONES);
    let mut places = vec![(0, home)];
    for journey in spans(chance, 4, DAY, 20 * DAY) {
        places.push((journey.from, chance.of(&ZONES)));
        places.push((journey.to, home));
    }
    places
}

fn quiet(chance: &mut Chance) -> QuietHours {
    let time = |quarters: i64| {
        NaiveTime::from_hms_opt((quarters / 4) as u32 % 24, (quarters % 4) as u32 * 15, 0).unwrap()
    };
    // Mostly at night; some owners sleep by day, and some spans end where summer time skips an hour.
    let (from, to) = if chance.percent(80) {
        (chance.within(80, 96), chance.within(24, 40))
    } else {
        (chance.within(0, 96), chance.of(&[10, 11, 12, 60, 95]))
    };
    QuietHours {
        from: time(from),
        to: time(to),
    }
}

fn case(chance: &mut Chance) -> Case {
    let provider = chance.of(&[
        Provider::Stripe,
        Provider::Stripe,
        Provider::Clearhaus,
        Provider::Celcoin,
    ]);
    let opened = chance.within(0, YEAR - 40 * DAY);
    let window = match provider {
        Provider::Celcoin => chance.within(DAY, 4 * DAY),
        _ => chance.within(2 * DAY, 22 * DAY),
    };
    let mut due = opened + window;
    let mut history = vec![(opened, Some(due))];
    let mut at = opened;
    // Moved by the provider, sooner or later; an inquiry that becomes a chargeback at its very end is one of them.
    while chance.percent(25) {
        at = if chance.percent(40) {
            due
        } else {
            chance.within(at + 1, (at + 2).max(due))
        };
        due = (due + chance.within(-3 * DAY, 13 * DAY)).max(at + HOUR);
        history.push((at, Some(due)));
    }
    if chance.percent(60) {
        at = chance.within(at + 1, due + DAY);
        history.push((at, None));
        // Given back for another answer.
        if chance.percent(15) {
            at += chance.within(HOUR, 5 * DAY);
            let due = at + chance.within(HOUR, 14 * DAY);
            history.push((at, Some(due)));
        }
    }
    Case {
        provider,
        opened,
        history,
    }
}
