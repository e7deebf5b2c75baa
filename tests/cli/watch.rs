//! Reminders on the real engine and its store, with a clock that is moved and a program that dies: what the simulation of
//! the rules promises holds where they are stored. Nothing happens at the provider meanwhile.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;
use tokio::time::timeout;
use tvist_engine::domain::clock::{Clock as _, Timestamp, from_unix};
use tvist_engine::domain::ladder::Ladder;
use tvist_engine::setting::Settings;
use tvist_engine::{CalendarProblem, Engine, Notice, Watch};
use tvist_sandbox::Running;
use tvist_tests::{Tvist, until};

use crate::support::moved::{self, Hand};

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// A data folder with read cases, a program that comes and goes, and the clock of both.
struct Owner {
    clock: Arc<Hand>,
    engine: Engine,
    watch: Option<Watch>,
    began: i64,
    _sandbox: Running,
    folder: TempDir,
}

/// One rung of a case: case, when it comes.
type Rung = (String, Timestamp);

impl Owner {
    async fn new(cases: usize) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        // Its provider's clock stands still, and is no measure of ours.
        let (clock, sandbox, engine) = moved::shop(cases, folder.path(), true).await;
        let began = clock.now().timestamp();
        let synced = engine.sync(None, true).await.expect("an account");
        assert!(synced.iter().all(|one| one.ok), "{synced:?}");
        Self {
            clock,
            engine,
            watch: None,
            began,
            _sandbox: sandbox,
            folder,
        }
    }

    fn set(&self, to: i64) {
        self.clock.0.store(to, Ordering::SeqCst);
    }

    fn now(&self) -> i64 {
        self.clock.0.load(Ordering::SeqCst)
    }

    /// The program starts anew, as after a crash.
    fn restart(&mut self) {
        self.watch = None;
        // Another test may start a program just now: until that runs it holds whatever this process had open.
        let watch = until(
            Duration::from_secs(10),
            "the lock of a dead program",
            || self.engine.watch().expect("the folder can be locked"),
        );
        self.watch = Some(watch);
    }

    /// One look; a notice about the account that can't be read isn't what this is about.
    async fn look(&mut self) -> Option<Notice> {
        for _ in 0..3 {
            let watch = self.watch.as_mut().expect("the program runs");
            let notice = watch.tick(false).await.expect("the database is there")?;
            if !notice.cases.is_empty() {
                return Some(notice);
            }
            self.note(&notice).await;
        }
        None
    }

    /// The owner sets these rungs, at this moment.
    async fn climbs(&self, rungs: &[&str]) {
        let rungs = rungs.iter().map(|rung| rung.parse().expect("a rung"));
        let settings = Settings {
            ladder: Ladder::of(rungs).expect("a ladder"),
            ..self.engine.settings().await.expect("settings")
        };
        let set = self.engine.set_settings(&settings).await;
        set.expect("the database is there");
    }

    async fn note(&mut self, notice: &Notice) {
        let watch = self.watch.as_mut().expect("the program runs");
        watch.shown(notice).await.expect("the database is there");
    }

    /// Every rung from the beginning until `to`, as `tvist reminders` has them.
    async fn rungs(&self, to: i64) -> Vec<Rung> {
        let (from, to) = (from_unix(self.began), from_unix(to));
        let all = self.engine.reminders(from.unwrap(), to.unwrap(), None);
        let all = all.await.expect("the database is there");
        let rung = |r: tvist_engine::view::ReminderView| (r.dispute.to_string(), r.at);
        all.into_iter().map(rung).collect()
    }
}

fn cases(notice: &Notice) -> BTreeSet<String> {
    notice.cases.iter().map(ToString::to_string).collect()
}

/// Row "App closed" of the table of time: closed over several thresholds, one digest names every case once; opened again,
/// none.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closed_over_thresholds_gives_one_digest() {
    let mut owner = Owner::new(60).await;
    let later = owner.began + 9 * DAY;
    let missed: BTreeSet<String> = owner
        .rungs(later + 1)
        .await
        .into_iter()
        .map(|(case, _)| case)
        .collect();
    owner.set(later);
    let still: BTreeSet<String> = owner
        .engine
        .deadlines()
        .await
        .expect("the database is there")
        .dated
        .into_iter()
        .filter(|one| !one.overdue)
        .map(|one| one.case.id.to_string())
        .collect();
    let expected: BTreeSet<String> = missed.intersection(&still).cloned().collect();
    assert!(expected.len() > 3, "several cases: {expected:?}");
    owner.restart();
    let digest = owner.look().await.expect("what was missed");
    assert_eq!(cases(&digest), expected);
    assert_eq!(digest.cases.len(), expected.len(), "each once");
    owner.note(&digest).await;
    assert!(owner.look().await.is_none());
    owner.restart();
    assert!(owner.look().await.is_none(), "opened again: none");
}

/// Others may write to the calendar's folder, and a network's may never answer: reminders come all the same. What they say
/// is for a person: the most urgent first, the rest counted, practice called so.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_calendar_that_is_held_up_keeps_no_reminder_back() {
    let mut owner = Owner::new(60).await;
    let calendar = owner.folder.path().join("calendar");
    std::fs::create_dir(&calendar).expect("it can be made");
    let pipe = calendar.join("Tvist.ics");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("it can be run").success());
    let patience = Duration::from_secs(30);
    let chosen = owner.engine.set_calendar(Some(calendar.clone()), false);
    let chosen = timeout(patience, chosen)
        .await
        .expect("no pipe is waited for");
    let problem = chosen.expect("the database is there").problem;
    assert_eq!(problem, Some(CalendarProblem::NotOurs));
    // Another program of ours hangs in the folder, with the calendar's turn in its hands.
    let turn = owner.folder.path().join("data/calendar.lock");
    let turn = std::fs::File::create(turn).expect("it can be opened");
    turn.lock().expect("it is free");
    owner.set(owner.began + 9 * DAY);
    owner.restart();
    let looked = timeout(Duration::from_secs(8), owner.look()).await;
    let notice = looked.expect("nobody waits").expect("what was missed");
    assert!(notice.title.starts_with("Practice: "), "{notice:?}");
    assert!(!notice.urgent, "practice never is");
    let mut deadlines = Vec::new();
    for case in &notice.cases {
        let case = owner.engine.dispute(case.as_str()).await;
        deadlines.push(
            case.expect("it is there")
                .case
                .deadline
                .expect("it waits")
                .at,
        );
    }
    assert!(
        deadlines.is_sorted() && deadlines.len() > 5,
        "{deadlines:?}"
    );
    let more = format!("and {} more", deadlines.len() - 5);
    let lines: Vec<&str> = notice.body.lines().collect();
    assert_eq!(lines.len(), 6, "{notice:?}");
    assert_eq!(lines[5], more);
}

/// The tray's menu stands where others can see it, as a notice does.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_tray_names_buyers_only_with_their_owners_leave() {
    let owner = Owner::new(30).await;
    for named in [false, true] {
        let settings = Settings {
            names_in_notices: named,
            ..owner.engine.settings().await.expect("settings")
        };
        let set = owner.engine.set_settings(&settings).await;
        set.expect("the database is there");
        let summary = owner
            .engine
            .desk_summary()
            .await
            .expect("the database is there");
        assert!(summary.practice && !summary.first.is_empty(), "{summary:?}");
        let mut buyers = 0;
        for shown in &summary.first {
            let case = owner.engine.dispute(shown.id.as_str()).await;
            let case = case.expect("it is there").case;
            let Some(buyer) = case.customer.name else {
                continue;
            };
            buyers += 1;
            assert_eq!(shown.who == buyer, named, "{shown:?}");
        }
        assert!(buyers > 0, "{summary:?}");
    }
}

/// Row "Notice twice / never": hundreds of starts around thresholds, killed before the notice is shown, between showing and
/// writing, or not at all.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_around_thresholds_each_is_shown_and_repeats_only_for_a_death_in_between() {
    let mut owner = Owner::new(80).await;
    let mut times: Vec<(i64, BTreeSet<String>)> = Vec::new();
    for (case, at) in owner.rungs(owner.began + 60 * DAY).await {
        let at = at.timestamp();
        match times.last_mut().filter(|(time, _)| *time == at) {
            Some((_, at_once)) => {
                at_once.insert(case);
            }
            None => times.push((at, BTreeSet::from([case]))),
        }
    }
    let mut starts = 0;
    let mut kinds = BTreeMap::<&str, u32>::new();
    let mut number = 0_usize;
    for (at, due) in &times {
        owner.set(at - 1);
        owner.restart();
        starts += 1;
        if let Some(early) = owner.look().await {
            panic!("{early:?} before {due:?}");
        }
        owner.set(*at);
        number += 1;
        let (kind, deaths) = [("before", 9), ("between", 7), ("none", 0)][number % 3];
        *kinds.entry(kind).or_default() += 1;
        let mut shown = 0;
        for death in 0..=deaths {
            owner.restart();
            starts += 1;
            let notice = owner.look().await.expect("what is due");
            assert_eq!(&cases(&notice), due, "{kind}");
            // Shown, but the program dies before it can write that down; or it dies before showing.
            if death < deaths {
                shown += u32::from(kind == "between");
                continue;
            }
            shown += 1;
            owner.note(&notice).await;
        }
        assert_eq!(shown, if kind == "between" { 1 + deaths } else { 1 });
        owner.restart();
        starts += 1;
        assert!(
            owner.look().await.is_none(),
            "once it is written, never again"
        );
    }
    assert!(
        starts >= 200,
        "{starts} starts are too few: {} times",
        times.len()
    );
    assert!(kinds.values().all(|count| *count > 8), "{kinds:?}");
}

/// Chance that can be repeated.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: i64) -> i64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((self.0 >> 33) % limit.unsigned_abs().max(1)).unwrap_or(0)
    }
}

/// Weeks of random owners on the real engine and store: asleep, off, dying, paused, snoozed, quiet. Of each case that came
/// to its safe deadline while the program looked, its owner was told since; nothing came without a rung of its own.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
async fn random_owners_on_the_real_store() {
    for seed in 1..=6 {
        let mut chance = Chance(seed);
        let mut owner = Owner::new(25).await;
        let quiet = [None, Some("22:00-07:00"), Some("09:00-17:00")][chance.below(3) as usize];
        let settings = Settings {
            quiet_hours: quiet.map(str::to_owned),
            ..Settings::default()
        };
        owner
            .engine
            .set_settings(&settings)
            .await
            .expect("settings");
        let rungs = owner.rungs(owner.began + 70 * DAY).await;
        // When a case was told of, and whether its next notice may come without a rung: after a snooze, or a death
        // between showing and writing.
        let mut told: BTreeMap<String, (i64, bool)> = BTreeMap::new();
        owner.restart();
        while owner.now() < owner.began + 40 * DAY {
            let step = [30, 600, 2 * HOUR, 9 * HOUR, 3 * DAY][chance.below(5) as usize];
            owner.set(owner.now() + step + chance.below(600));
            if chance.below(8) == 0 {
                owner.restart();
            }
            if chance.below(30) == 0 {
                let until = from_unix(owner.now() + chance.below(2 * DAY)).unwrap();
                owner.engine.pause_reminders(until).await.expect("a pause");
            }
            let now = owner.now();
            let mut dead = false;
            if let Some(notice) = owner.look().await {
                dead = chance.below(10) == 0;
                for case in cases(&notice) {
                    let (last, free) = told.get(&case).copied().unwrap_or((owner.began, true));
                    let fresh = rungs
                        .iter()
                        .any(|(of, at)| *of == case && (last..=now).contains(&at.timestamp()));
                    assert!(
                        fresh || free,
                        "seed {seed}: {case} at {now} without a rung since {last}"
                    );
                    told.insert(case, (now, dead));
                }
                if dead {
                    owner.restart();
                } else {
                    owner.note(&notice).await;
                    if chance.below(4) == 0 {
                        let case = notice.cases[0].to_string();
                        let wished = from_unix(now + chance.below(2 * DAY)).unwrap();
                        let _ = owner
                            .engine
                            .snooze(&case, Some(wished))
                            .await
                            .expect("a snooze");
                        told.insert(case, (now, true));
                    }
                }
            }
            if dead {
                continue;
            }
            for one in owner.engine.deadlines().await.expect("the desk").dated {
                let deadline = one.case.deadline.expect("it is dated");
                let come = deadline.safe_at.timestamp() <= now && !one.overdue;
                let since = told.get(one.case.id.as_str()).map_or(0, |(at, _)| *at);
                let known = rungs
                    .iter()
                    .any(|(of, at)| of == one.case.id.as_str() && *at <= deadline.safe_at);
                assert!(
                    !come || !known || since >= deadline.safe_at.timestamp(),
                    "seed {seed}: {} passed its safe deadline untold",
                    one.case.id
                );
            }
        }
        assert!(
            told.len() > 5,
            "seed {seed}: {} cases were told of",
            told.len()
        );
        owner.watch = None;
        owner.engine.clone().close().await;
    }
}

/// The owner's own ladder: `tvist reminders` and the notices have its rungs and no others; another one repeats nothing that
/// was told, brings nothing of the past, and goes on where it is.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_ladder_goes_on_where_the_cases_stand() {
    let mut owner = Owner::new(40).await;
    owner.restart();
    owner.set(owner.began + 5 * DAY);
    let told = owner.look().await.expect("some have come within five days");
    owner.note(&told).await;

    // Many of these have passed for many cases, told and untold ones.
    owner
        .climbs(&["20d", "13d", "9d", "5d", "50h", "13h", "1h"])
        .await;
    assert!(owner.look().await.is_none(), "nothing has happened");
    owner.restart();
    assert!(owner.look().await.is_none(), "nor is it told after a start");
    let (from, to) = (owner.now(), owner.now() + 30 * DAY);
    let all = owner
        .engine
        .reminders(from_unix(from).unwrap(), from_unix(to).unwrap(), None);
    let all = all.await.expect("the database is there");
    let words: BTreeSet<String> = all.iter().map(|one| one.rung.to_string()).collect();
    let own = ["20d", "13d", "9d", "5d", "50h", "13h", "1h", "safe"];
    assert!(
        words.len() > 4 && words.iter().all(|w| own.contains(&w.as_str())),
        "{words:?}"
    );
    for one in &all {
        assert_eq!(one.safe_at - one.at, one.rung.before());
    }

    // Each comes in its time, as the first ones show.
    let mut looked = owner.now();
    for at in all.iter().map(|one| one.at.timestamp()).take(8) {
        owner.set(at + 1);
        let due = |one: &&tvist_engine::view::ReminderView| {
            (looked..=at + 1).contains(&one.at.timestamp()) && one.at.timestamp() > from
        };
        let due: BTreeSet<String> = all
            .iter()
            .filter(due)
            .map(|one| one.dispute.to_string())
            .collect();
        if due.is_empty() {
            continue;
        }
        let notice = owner.look().await.expect("a rung of their own");
        assert_eq!(cases(&notice), due);
        owner.note(&notice).await;
        looked = at + 2;
    }

    // Fewer, the same again, and the usual ones: nothing comes by that alone.
    for rungs in [
        &["1h"][..],
        &["20d", "13d", "50h"],
        &["7d", "3d", "1d", "4h"],
    ] {
        owner.climbs(rungs).await;
        assert!(owner.look().await.is_none(), "{rungs:?}");
    }
    let settings = owner.engine.settings().await.expect("settings");
    assert_eq!(settings, Settings::default());
}

/// Row "Zone changed while travelling": quiet hours are those of the place, the instants stay.
#[test]
fn quiet_hours_follow_the_journey_and_no_instant_moves() {
    let mut shop = crate::support::shop::Shop::ready();
    let mut at = |zone: &str| -> Vec<Value> {
        let here = std::mem::replace(&mut shop.tvist, Tvist::new(Path::new("nowhere")));
        shop.tvist = here.env("TZ", zone);
        let args = ["reminders", "--from", "2026-01-01", "--to", "2099-01-01"];
        let quiet = ["--quiet", "22:00-07:00"];
        let document = shop.tvist.run(&[&args[..], &quiet[..]].concat()).expect(0);
        document["reminders"].as_array().expect("reminders").clone()
    };
    let (home, away) = (at("Europe/Stockholm"), at("America/Sao_Paulo"));
    let sorted = |all: &[Value], members: &[&str]| {
        let mut rows: Vec<String> = all
            .iter()
            .map(|one| members.iter().map(|m| one[*m].to_string()).collect())
            .collect();
        rows.sort();
        rows
    };
    let instants = ["dispute", "rung", "deadline", "safe_at"];
    assert_eq!(sorted(&home, &instants), sorted(&away, &instants));
    assert_ne!(
        sorted(&home, &["dispute", "rung", "at"]),
        sorted(&away, &["dispute", "rung", "at"])
    );
    for (all, tz) in [(&home, "Europe/Stockholm"), (&away, "America/Sao_Paulo")] {
        let tz: chrono_tz::Tz = tz.parse().unwrap();
        for one in all.iter().filter(|one| one["rung"] != "safe") {
            let at: Timestamp = one["at"].as_str().unwrap().parse().unwrap();
            let hour = at.with_timezone(&tz).format("%H").to_string();
            assert!(("07".."22").contains(&hour.as_str()), "{one} in {tz}");
        }
    }
}
