//! Weeks in which nobody looked, and a month of polling: what happened meanwhile is all known afterwards, and the reads
//! stay within what Stripe grants. One clock for the program and the provider, which is moved, never waited for.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::broadcast::Receiver;
use tvist_engine::domain::clock::Clock as _;
use tvist_engine::{DeskQuery, Engine, Event, Watch};
use tvist_sandbox::{Control, LoggedRequest, Running};

use crate::support::moved::{self, Hand};

const DAY: i64 = 86_400;
/// Stripe grants at least so many reads a month (stripe.md §1 rule 10).
const READ_FLOOR: usize = 10_000;

/// A provider, a program that watches it, and their common clock.
struct World {
    clock: Arc<Hand>,
    engine: Engine,
    watch: Watch,
    events: Receiver<Event>,
    sandbox: Running,
    _folder: TempDir,
}

/// A folder in memory where there is one: thousands of visits write thousands of times, and no power is cut here.
fn fleeting() -> TempDir {
    let memory = tempfile::tempdir_in("/dev/shm");
    memory
        .or_else(|_| tempfile::tempdir())
        .expect("a temporary folder")
}

impl World {
    /// With so many cases, all of them read.
    async fn new(cases: usize) -> Self {
        let folder = fleeting();
        let (clock, sandbox, engine) = moved::shop(cases, folder.path(), false).await;
        let watch = engine
            .watch()
            .expect("a lock")
            .expect("nobody else watches");
        let events = engine.events();
        let mut world = Self {
            clock,
            engine,
            watch,
            events,
            sandbox,
            _folder: folder,
        };
        world.beat().await;
        world.agrees("at the beginning").await;
        world
    }

    fn control(&self) -> Control {
        self.sandbox.control()
    }

    fn does(&self, act: Value) -> Value {
        let done = self.control().act("stripe", &act);
        done.unwrap_or_else(|problem| panic!("{act}: {problem}"))
    }

    /// Time goes by at the provider; the program doesn't notice yet.
    fn passes(&self, seconds: i64) {
        let now = self.clock.0.load(Ordering::SeqCst) + seconds;
        self.clock.0.store(now, Ordering::SeqCst);
        self.control().advance_to(self.clock.now());
    }

    /// The program looks at its clock, and a visit that is due is made.
    async fn beat(&mut self) {
        while self.events.try_recv().is_ok() {}
        let notice = self.watch.tick(false).await.expect("the database is there");
        if let Some(notice) = notice {
            self.watch
                .shown(&notice)
                .await
                .expect("the database is there");
        }
        // A visit that has begun and not ended is still due.
        if self.is_due() {
            self.visit_ends().await;
        }
    }

    fn is_due(&self) -> bool {
        let now = self.clock.now();
        self.watch.next_visit().is_none_or(|at| at <= now)
    }

    async fn visit_ends(&mut self) {
        let ended = async {
            loop {
                match self.events.recv().await {
                    Ok(Event::SyncEnded { ok, .. }) => return ok,
                    Ok(_) => {}
                    Err(error) => panic!("{error}"),
                }
            }
        };
        let ok = tokio::time::timeout(Duration::from_secs(30), ended).await;
        assert_eq!(ok, Ok(true), "a visit that was due went well");
    }

    /// What the provider has, as it says itself: status, reason and deadline by id.
    fn truth(&self) -> BTreeMap<String, (String, String)> {
        let all = self.does(json!({"act": "disputes"}));
        let all = all["disputes"].as_array().cloned().unwrap_or_default();
        let word = |case: &Value, name: &str| case[name].as_str().unwrap_or_default().to_owned();
        all.iter()
            .map(|case| {
                (
                    word(case, "id"),
                    (word(case, "status"), word(case, "reason")),
                )
            })
            .collect()
    }

    /// The same as the program knows it.
    async fn known(&self) -> BTreeMap<String, (String, String)> {
        let query = DeskQuery::default();
        let desk = self.engine.desk(&query).await.expect("the desk");
        let cases = desk.disputes.into_iter().map(|case| {
            let reason = case.reason.provider_code.unwrap_or_default();
            (case.provider_id, (case.provider_status, reason))
        });
        cases.collect()
    }

    /// The program knows what the provider has, case by case.
    async fn agrees(&self, when: &str) {
        let (truth, known) = (self.truth(), self.known().await);
        let wrong: Vec<_> = truth
            .iter()
            .filter(|(id, is)| known.get(*id) != Some(is))
            .map(|(id, is)| format!("{id} is {is:?}, known as {:?}", known.get(id)))
            .collect();
        assert_eq!(wrong, Vec::<String>::new(), "{when}");
        assert_eq!(known.len(), truth.len(), "{when}");
    }

    /// One of the cases with this status; another one at another `place`.
    fn one_that(&self, place: usize, is: impl Fn(&str) -> bool) -> Option<String> {
        let truth = self.truth();
        let fit: Vec<&String> = truth
            .iter()
            .filter(|(_, (status, _))| is(status))
            .map(|(id, _)| id)
            .collect();
        (!fit.is_empty()).then(|| fit[place % fit.len()].clone())
    }

    /// Something happens at the bank, at Klarna or at the shop's other desk.
    fn something_happens(&self, number: usize) {
        let decided = |won: bool, status: &'static str| {
            self.one_that(number * 7, |s| s == status)
                .map(|id| json!({"act": "decide", "dispute": id, "won": won}))
        };
        let act = match number % 6 {
            0 => Some(json!({"act": "new_dispute", "count": 1})),
            1 => decided(number % 4 == 1, "under_review"),
            2 => self
                .one_that(number, |s| s == "needs_response")
                .map(|id| json!({"act": "other_submit", "dispute": id})),
            3 => self
                .one_that(number, |s| s == "warning_needs_response")
                .map(|id| json!({"act": "withdraw", "dispute": id})),
            // A lost case can still be won, late (stripe.md §4): only its event tells.
            4 => decided(true, "lost"),
            _ => self
                .one_that(number * 3, |s| s != "prevented")
                .map(|id| json!({"act": "set", "dispute": id, "members": {"reason": "general"}})),
        };
        if let Some(act) = act {
            let _ = self.does(act);
        }
    }

    fn reads(&self) -> Vec<LoggedRequest> {
        let all = self.control().requests();
        assert!(all.iter().all(|r| r.method == "GET"), "watching only reads");
        all
    }
}

/// stripe.md §10: events reach back 30 days; older than 25 days, the whole list is read again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn however_long_it_slept_nothing_is_missed_at_the_first_look() {
    for (days, by_events) in [
        (1, true),
        (12, true),
        (24, true),
        (26, false),
        (29, false),
        (40, false),
        (130, false),
    ] {
        let mut world = World::new(130).await;
        world.control().clear_requests();
        for day in 0..days {
            let number = usize::try_from(day).unwrap_or(0);
            world.passes(DAY / 2);
            world.something_happens(number);
            world.passes(DAY / 2);
            world.something_happens(number + 3);
        }
        world.beat().await;
        world.agrees(&format!("after {days} days")).await;
        let reads = world.reads();
        let asked_events = reads.iter().any(|read| read.path == "/v1/events");
        assert_eq!(asked_events, by_events, "after {days} days");
        // What was booked for cases beside their own lines is asked for once a day, for forty of them at most.
        assert!(
            reads.len() < 60 + 40,
            "{} reads after {days} days",
            reads.len()
        );
        world.engine.clone().close().await;
    }
}

/// stripe.md §10: every 30 minutes, with a case or two a day; a month long on wish (`TVIST_SWEEP=all`), else its first days.
/// The days after the first stand for the rest of the month; the first one also reads once what was booked for each case.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_month_of_polling_stays_far_below_the_floor_of_reads() {
    // As long as two looks may lie apart without the program thinking that it slept.
    const BEAT: i64 = 80;
    const HALF_AN_HOUR: i64 = 1_800;
    const HALF_A_DAY: i64 = 43_200;
    let days = if std::env::var_os("TVIST_SWEEP").is_some() {
        30
    } else {
        6
    };
    let mut world = World::new(40).await;
    world.control().clear_requests();
    let mut late = Vec::new();
    let mut on_the_first_day = 0;
    for beat in 0..days * DAY / BEAT {
        let now = beat * BEAT;
        if now == DAY {
            on_the_first_day = world.reads().len();
        }
        let into = now % HALF_A_DAY;
        let number = usize::try_from(now / HALF_A_DAY).unwrap_or(0);
        world.clock.0.fetch_add(BEAT, Ordering::SeqCst);
        if (6_000..6_000 + BEAT).contains(&into) {
            world.passes(0);
            world.something_happens(number);
        } else if world.is_due() {
            world.passes(0);
        }
        world.beat().await;
        // Half an hour and two beats after it happened, at the latest, it is known.
        let known_by = 6_000 + HALF_AN_HOUR + 2 * BEAT;
        if (known_by..known_by + BEAT).contains(&into) {
            let truth = world.truth();
            let known = world.known().await;
            late.extend(
                truth
                    .into_iter()
                    .filter(|(id, is)| known.get(id) != Some(is)),
            );
        }
    }
    world.agrees("after the month").await;
    assert_eq!(late, Vec::new());
    let reads = world.reads().len();
    let polls = usize::try_from(days * DAY / HALF_AN_HOUR).unwrap_or(0);
    assert!(
        reads + 30 >= polls,
        "{reads} reads: it did poll every half hour"
    );
    let later = usize::try_from(days - 1).unwrap_or(1);
    let in_a_month = on_the_first_day + (reads - on_the_first_day) * 29 / later;
    let told = format!("{reads} reads in {days} days, so {in_a_month} in a month");
    // Of each hundred that Stripe grants sixty at the most: disputes and warnings of fraud have a list of events each, and
    // what was booked beside a case is looked after once a day.
    assert!(in_a_month < READ_FLOOR * 6 / 10, "{told}");
    println!("{told}");
}
