//! A year of the program on the owner's computer: what it knows, when it looks, what it shows, and where it dies.
//!
//! The decisions are the product's own (`schedule`, `notice`, `reminder`, `deadline`); what the engine does around them
//! (load, read again, show, write down) is repeated here in its order, and [`Seam`] lets a test break one rule of it.

use crate::chance::Chance;
use crate::oracle::{At, Delivery, Oracle};
use crate::world::{DAY, HOUR, MINUTE, Span, World};
use chrono::Duration;
use tvist_domain::clock::Timestamp;
use tvist_domain::deadline::SafetyMargin;
use tvist_domain::ladder::{Ladder, Rung};
use tvist_domain::notice::{self, Due, Ledger, Look, Standing};
use tvist_domain::reminder::{Reminder, Watched, ladder};
use tvist_domain::schedule::{self, Depth, Visits};
use tvist_domain::{Deadline, DeadlineKind, DisputeId, Provider, Source};

/// Between two looks at the clock.
const BEAT: i64 = 30;

/// When a showing is written down.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Writes {
    AfterShowing,
    BeforeShowing,
    Never,
}

/// The rules as they are, or with one of them broken.
#[derive(Clone, Copy)]
pub struct Seam {
    pub look: fn(&[Standing<'_>], &Look) -> Due,
    pub writes: Writes,
    /// Two programs never watch one folder at once.
    pub locked: bool,
    /// A case is read again before its reminder is shown.
    pub reads_first: bool,
    /// Quiet hours are those of the place where the owner is.
    pub travels: bool,
    /// What is remembered of a case's reminders.
    pub remembers: fn(&Ledger, &Deadline, Timestamp) -> Ledger,
    /// What counts as told when the ladder changes.
    pub past: fn(&[Standing<'_>], &Ladder, &Look) -> Vec<Reminder>,
    /// What was told stays so when the ladder changes.
    pub keeps: bool,
    /// When an account is visited next.
    pub visits: fn(&Visits, Timestamp, f64, Timestamp) -> Timestamp,
}

impl Seam {
    pub const fn whole() -> Self {
        Self {
            look: notice::due,
            writes: Writes::AfterShowing,
            locked: true,
            reads_first: true,
            travels: true,
            remembers: |ledger, _, _| ledger.clone(),
            past: notice::past_rungs,
            keeps: true,
            visits: schedule::next_visit,
        }
    }
}

/// A case as the program knows it.
pub struct Known {
    pub id: DisputeId,
    pub opened_at: Timestamp,
    pub known_at: Timestamp,
    /// None before it is known and when it waits for the owner no more.
    pub deadline: Option<Deadline>,
    pub ledger: Ledger,
    known: bool,
}

struct Account {
    provider: Provider,
    visits: Visits,
    /// True time of the last reading that got through.
    read: i64,
}

/// One running program.
struct Program {
    started_at: Timestamp,
    looked_at: Option<Timestamp>,
    /// Dead until then, after a crash.
    dead_until: i64,
}

pub struct Life<'a> {
    world: &'a World,
    seam: Seam,
    chance: Chance,
    pub known: Vec<Known>,
    accounts: Vec<Account>,
    margin: SafetyMargin,
    ladder: Ladder,
    /// How many of the world's ladders have been set.
    ladders: usize,
    programs: Vec<Program>,
    oracle: Oracle,
    spread: f64,
    /// Kept with the data.
    set_back_at: Option<Timestamp>,
}

/// What a year came to, so that nobody proves nothing.
#[derive(Debug, Default, Clone, Copy)]
pub struct Tally {
    pub notices: u64,
    pub reminders: u64,
    pub safe: u64,
    pub together: u64,
    pub crashes: u64,
    pub repeats: u64,
    pub snoozes: u64,
    pub in_quiet: u64,
    pub redated: u64,
    pub settled_first: u64,
    /// Other ladders for an open case, and rungs of theirs that were past.
    pub ladders: u64,
    pub past: u64,
}

impl<'a> Life<'a> {
    /// Lives through the year. The error is the first broken promise.
    pub fn live(world: &'a World, seam: Seam, chance: Chance) -> Result<Tally, String> {
        let mut life = Self::new(world, seam, chance);
        for (number, session) in world.awake.iter().enumerate() {
            let programs = if world.doubled[number] { 2 } else { 1 };
            life.session(*session, programs)?;
        }
        Ok(life.oracle.tally)
    }

    fn new(world: &'a World, seam: Seam, mut chance: Chance) -> Self {
        let known = world.cases.iter().enumerate();
        let known = known
            .map(|(n, case)| Known {
                id: DisputeId::from_text(format!("dsp_{n:02}")),
                opened_at: world.instant(case.opened),
                known_at: world.begin,
                deadline: None,
                ledger: Ledger::default(),
                known: false,
            })
            .collect::<Vec<_>>();
        let mut providers: Vec<Provider> = world.cases.iter().map(|c| c.provider).collect();
        providers.sort();
        providers.dedup();
        let accounts = providers.into_iter().map(Account::new).collect();
        let spread = chance.within(0, 100) as f64 / 100.0;
        Self {
            oracle: Oracle::new(known.len(), &world.ladders[0].1),
            world,
            seam,
            chance,
            known,
            accounts,
            margin: SafetyMargin::default(),
            ladder: world.ladders[0].1.clone(),
            ladders: 1,
            programs: Vec::new(),
            spread,
            set_back_at: None,
        }
    }

    fn session(&mut self, session: Span, programs: usize) -> Result<(), String> {
        let world = self.world;
        let mut at = session.from + self.chance.within(1, BEAT);
        self.programs = (0..programs)
            .map(|_| Program {
                started_at: world.wall(at),
                looked_at: None,
                dead_until: at,
            })
            .collect();
        self.oracle.awake_since = at;
        while at < session.to {
            self.beat(at)?;
            let next = self.next(at).unwrap_or(session.to);
            let beats = ((next - at) + BEAT - 1) / BEAT;
            // Now and then a beat of which nothing is expected.
            let beats = if self.chance.percent(20) {
                self.chance.within(1, beats.max(1) + 1)
            } else {
                beats.max(1)
            };
            at += beats * BEAT;
        }
        Ok(())
    }

    /// The next true moment at which something may have to happen.
    fn next(&self, at: i64) -> Option<i64> {
        let world = self.world;
        let now = world.wall(at);
        let quiet = self.quiet(at);
        let mut walls: Vec<Timestamp> = Vec::new();
        for known in &self.known {
            let Some(deadline) = &known.deadline else {
                continue;
            };
            walls.extend(
                ladder(&known.watched(deadline, &self.ladder), quiet)
                    .iter()
                    .map(|r| r.at),
            );
            walls.push(deadline.at);
            walls.extend(known.ledger.snoozed_until);
        }
        walls.extend(quiet.and_then(|(hours, zone)| hours.end_after(now, zone)));
        walls.extend(self.paused_until(at));
        let of_clock = walls
            .into_iter()
            .filter(|t| *t > now)
            .map(|t| at + (t - now).num_seconds().max(1));
        let visits = self
            .accounts
            .iter()
            .filter_map(|account| self.visit_that_matters(account, at));
        let restarts = self.programs.iter().map(|p| p.dead_until);
        of_clock
            .chain(visits)
            .chain(restarts)
            .chain(world.turn_after(at))
            .filter(|t| *t > at)
            .min()
    }

    /// The first visit that may bring something new; those before it are left out.
    fn visit_that_matters(&self, account: &Account, at: i64) -> Option<i64> {
        let cases = self.world.cases.iter();
        let change = cases
            .filter(|c| c.provider == account.provider)
            .filter_map(|c| c.changed_after(account.read))
            .min()?;
        if !self.world.online(at) {
            return None;
        }
        let now = self.world.wall(at);
        let started_at = self.programs[0].started_at;
        let due = (self.seam.visits)(&account.visits, started_at, self.spread, now);
        let mut due = at + (due - now).num_seconds().max(0);
        let every = account.every();
        if due < change {
            due += (change - due + every - 1) / every * every;
        }
        Some(due.max(at + 1))
    }

    fn beat(&mut self, at: i64) -> Result<(), String> {
        while let Some((from, ladder)) = self.world.ladders.get(self.ladders)
            && *from <= at
        {
            self.ladders += 1;
            self.set_ladder(at, ladder.clone());
        }
        self.change_margin(at);
        let alive: Vec<usize> = (0..self.programs.len())
            .filter(|p| self.programs[*p].dead_until <= at)
            .collect();
        // Who comes first has the lock, until it dies.
        let watching = if self.seam.locked { 1 } else { alive.len() };
        let watching: Vec<usize> = alive.into_iter().take(watching).collect();
        if watching.is_empty() {
            return Ok(());
        }
        self.visit(at, watching[0])?;
        let mut found = Vec::new();
        for program in &watching {
            let looked_at = self.programs[*program].looked_at;
            let mut due = self.look(at, looked_at);
            if self.seam.reads_first && self.world.online(at) && !due.show.is_empty() {
                let cases: Vec<DisputeId> = due.show.iter().map(|r| r.dispute.clone()).collect();
                for case in &cases {
                    self.read(self.number(case), at);
                }
                due = self.look(at, looked_at);
                self.oracle.tally.settled_first += (cases.len() - due.show.len()) as u64;
            }
            found.push((*program, due));
        }
        let mut crashed = false;
        for (program, due) in found {
            crashed |= self.show(at, program, due)?;
        }
        if !crashed {
            let stood = At {
                world: self.world,
                at,
                margin: self.margin,
            };
            let paused_until = self.paused_until(at);
            self.oracle
                .nothing_is_missing(stood, &self.known, paused_until)?;
        }
        Ok(())
    }

    /// Shows, writes down, perhaps dies in between. True when it died.
    #[expect(clippy::too_many_lines, reason = "one story, told in its order")]
    fn show(&mut self, at: i64, program: usize, due: Due) -> Result<bool, String> {
        let now = self.world.wall(at);
        for reminder in &due.redated {
            let number = self.number(&reminder.dispute);
            self.known[number].ledger.tell(reminder, now);
            self.oracle.tally.redated += 1;
        }
        self.set_back_at = due.set_back_at;
        self.programs[program].looked_at = Some(now);
        if due.show.is_empty() {
            return Ok(false);
        }
        let dies = if self.chance.percent(6) {
            self.chance.within(1, 3)
        } else {
            0
        };
        let (shows, writes) = match (dies, self.seam.writes) {
            (0, Writes::Never) => (true, false),
            (0, _) => (true, true),
            (1, _) => (false, false),
            (_, Writes::BeforeShowing) => (false, true),
            _ => (true, false),
        };
        if writes {
            self.write_down(&due, now);
        }
        if writes || self.seam.writes == Writes::Never {
            self.end_snoozes(&due);
        }
        if shows {
            self.oracle.tally.notices += 1;
            self.oracle.tally.together += u64::from(due.show.len() > 1);
            for reminder in &due.show {
                let number = self.number(&reminder.dispute);
                let delivery = Delivery::of(self.world, reminder, at, writes || dies == 0);
                self.oracle.delivered(
                    self.world,
                    &self.known[number],
                    number,
                    delivery,
                    self.paused_until(at),
                )?;
            }
        }
        if dies > 0 {
            self.oracle.tally.crashes += 1;
            let program = &mut self.programs[program];
            program.dead_until = at + self.chance.within(5, 20 * MINUTE);
            program.looked_at = None;
            program.started_at = self.world.wall(program.dead_until);
            self.oracle.awake_since = program.dead_until;
            return Ok(true);
        }
        if self.chance.percent(15) {
            let snoozed = self.snooze(&due, now);
            if self.world.takes_away && self.chance.percent(30) {
                let rungs = self.ladder.rungs().iter().copied();
                let fewer = Ladder::of(rungs.filter(|rung| *rung != snoozed)).unwrap();
                self.set_ladder(at, fewer);
            }
        }
        Ok(false)
    }

    fn write_down(&mut self, due: &Due, now: Timestamp) {
        for reminder in due.show.iter().chain(&due.passed) {
            let number = self.number(&reminder.dispute);
            self.known[number].ledger.tell(reminder, now);
        }
    }

    fn end_snoozes(&mut self, due: &Due) {
        for (case, until) in &due.over {
            let number = self.number(case);
            let ledger = &mut self.known[number].ledger;
            if ledger.snoozed_until == Some(*until) {
                ledger.snoozed_until = None;
            }
        }
    }

    fn snooze(&mut self, due: &Due, now: Timestamp) -> Rung {
        let reminder = &due.show[self.chance.within(0, due.show.len() as i64) as usize];
        let number = self.number(&reminder.dispute);
        let wished = now + Duration::seconds(self.chance.of(&[HOUR, 4 * HOUR, DAY, 9 * DAY]));
        let Some(deadline) = &self.known[number].deadline else {
            return reminder.rung;
        };
        let until = notice::snooze_until(wished, deadline, now);
        self.known[number].ledger.snoozed_until = until;
        if until.is_some() {
            self.oracle.snoozed(number);
        }
        reminder.rung
    }

    fn look(&self, at: i64, last: Option<Timestamp>) -> Due {
        let now = self.world.wall(at);
        let open: Vec<(&Known, &Deadline, Ledger)> = self
            .known
            .iter()
            .filter_map(|k| {
                let deadline = k.deadline.as_ref()?;
                Some((k, deadline, (self.seam.remembers)(&k.ledger, deadline, now)))
            })
            .collect();
        let standing: Vec<Standing<'_>> = open
            .iter()
            .map(|(known, deadline, ledger)| Standing {
                watched: known.watched(deadline, &self.ladder),
                ledger,
            })
            .collect();
        let look = Look {
            now,
            last,
            set_back_at: self.set_back_at,
            quiet: self.quiet(at),
            paused_until: self.paused_until(at),
        };
        (self.seam.look)(&standing, &look)
    }

    fn quiet(&self, at: i64) -> Option<(tvist_domain::reminder::QuietHours, chrono_tz::Tz)> {
        let zone = self.world.zone(if self.seam.travels { at } else { 0 });
        self.world.quiet.map(|hours| (hours, zone))
    }

    fn paused_until(&self, at: i64) -> Option<Timestamp> {
        let begun = self.world.pauses.iter().rev().find(|p| p.from <= at);
        begun.map(|p| self.world.instant(p.to))
    }

    /// Visits the accounts that are due.
    fn visit(&mut self, at: i64, program: usize) -> Result<(), String> {
        let now = self.world.wall(at);
        for number in 0..self.accounts.len() {
            let account = &mut self.accounts[number];
            let started_at = self.programs[program].started_at;
            if (self.seam.visits)(&account.visits, started_at, self.spread, now) > now {
                continue;
            }
            account.visits.tried_at = Some(now);
            if !self.world.online(at) {
                account.visits.failures += 1;
                continue;
            }
            let depth = schedule::depth(&account.visits, now);
            account.visits.done_at = Some(now);
            account.visits.failures = 0;
            if depth >= Depth::OpenCases {
                account.visits.open_read_at = Some(now);
            }
            if depth == Depth::Everything {
                account.visits.swept_at = Some(now);
            }
            account.read = at;
            let provider = account.provider;
            for case in 0..self.known.len() {
                if self.world.cases[case].provider == provider {
                    self.read(case, at);
                }
            }
        }
        self.oracle.read_is_recent(self.world, &self.known, at)
    }

    /// Reads one case at its provider.
    fn read(&mut self, number: usize, at: i64) {
        let case = &self.world.cases[number];
        if case.opened > at {
            return;
        }
        let known = &mut self.known[number];
        if !known.known {
            known.known = true;
            known.known_at = self.world.wall(at);
            self.oracle.known(number, at);
        }
        let due = case.due(at).map(|due| self.world.instant(due));
        if known.deadline.as_ref().map(|d| d.at) == due {
            return;
        }
        let margin = self.margin;
        let opened_at = known.opened_at;
        known.deadline = due.map(|at| Deadline {
            at,
            kind: DeadlineKind::Answer,
            source: Source::Provider,
            zone: "UTC".into(),
            safe_at: margin.before(opened_at, at),
        });
    }

    /// The owner sets another ladder while the program runs.
    fn set_ladder(&mut self, at: i64, ladder: Ladder) {
        let now = self.world.wall(at);
        let stood = At {
            world: self.world,
            at,
            margin: self.margin,
        };
        self.oracle.ladder_changed(stood, &self.known, &ladder);
        let open = self
            .known
            .iter()
            .filter_map(|k| Some((k, k.deadline.as_ref()?)));
        let standing: Vec<Standing<'_>> = open
            .map(|(known, deadline)| Standing {
                watched: known.watched(deadline, &self.ladder),
                ledger: &known.ledger,
            })
            .collect();
        let look = Look {
            now,
            last: None,
            set_back_at: self.set_back_at,
            quiet: None,
            paused_until: None,
        };
        for reminder in (self.seam.past)(&standing, &ladder, &look) {
            let number = self.number(&reminder.dispute);
            self.known[number].ledger.tell(&reminder, now);
        }
        if !self.seam.keeps {
            for known in &mut self.known {
                known.ledger.told.clear();
            }
        }
        self.ladder = ladder;
    }

    /// The owner sets another margin while the program runs.
    fn change_margin(&mut self, at: i64) {
        let Some((from, hours)) = self.world.margin else {
            return;
        };
        if from > at || self.margin.hours == hours {
            return;
        }
        let before = self.margin;
        self.margin.hours = hours;
        let now = self.world.wall(at);
        for known in &mut self.known {
            let Some(deadline) = &mut known.deadline else {
                continue;
            };
            let old = deadline.safe_at;
            deadline.safe_at = self.margin.before(known.opened_at, deadline.at);
            let new = Watched {
                dispute: &known.id,
                deadline,
                known_at: known.known_at,
                ladder: &self.ladder,
            };
            for reminder in notice::carried(&known.ledger, old, &new, now) {
                known.ledger.tell(&reminder, now);
            }
        }
        let stood = At {
            world: self.world,
            at,
            margin: before,
        };
        self.oracle.margin_changed(stood, &self.known, self.margin);
    }

    fn number(&self, id: &DisputeId) -> usize {
        id.as_str()[4..].parse().unwrap()
    }
}

impl Known {
    pub fn watched<'k>(&'k self, deadline: &'k Deadline, ladder: &'k Ladder) -> Watched<'k> {
        Watched {
            dispute: &self.id,
            deadline,
            known_at: self.known_at,
            ladder,
        }
    }
}

impl Account {
    fn new(provider: Provider) -> Self {
        Self {
            provider,
            visits: Visits {
                provider,
                tried_at: None,
                done_at: None,
                open_read_at: None,
                swept_at: None,
                failures: 0,
                refused: false,
                short_window_open: false,
            },
            read: -1,
        }
    }

    /// The rhythm of its provider, in seconds.
    fn every(&self) -> i64 {
        let now = Timestamp::UNIX_EPOCH;
        let visits = Visits {
            tried_at: Some(now),
            done_at: Some(now),
            failures: 0,
            ..self.visits.clone()
        };
        (schedule::next_visit(&visits, now, 0.0, now) - now).num_seconds()
    }
}

impl Tally {
    pub fn and(self, other: Self) -> Self {
        Self {
            notices: self.notices + other.notices,
            reminders: self.reminders + other.reminders,
            safe: self.safe + other.safe,
            together: self.together + other.together,
            crashes: self.crashes + other.crashes,
            repeats: self.repeats + other.repeats,
            snoozes: self.snoozes + other.snoozes,
            in_quiet: self.in_quiet + other.in_quiet,
            redated: self.redated + other.redated,
            settled_first: self.settled_first + other.settled_first,
            ladders: self.ladders + other.ladders,
            past: self.past + other.past,
        }
    }
}
