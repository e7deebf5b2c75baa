//! The program without its window: tray, notices, sleep, crashes, starting at login.

use std::path::PathBuf;
use std::time::Duration;

use chrono::TimeDelta;
use serde_json::Value;
use tvist_engine::domain::clock::{Timestamp, rfc3339};
use tvist_sandbox::{Fault, FaultRule};
use tvist_tests::{App, Desktop, Hand, Hidden, Launch, Notification, Tvist, binary, run, until};

use crate::shop::{Shop, list, word};
use crate::window::named;

pub const PATIENCE: Duration = Duration::from_secs(20);
/// A beat, and what a busy machine adds.
pub const BEATS: Duration = Duration::from_secs(75);

/// A shop whose account is known to a data folder on a desktop.
pub struct Watched<'d> {
    desktop: &'d Desktop,
    pub shop: Shop,
    pub tvist: Tvist,
    pub data: PathBuf,
}

impl<'d> Watched<'d> {
    pub fn new(desktop: &'d Desktop) -> Self {
        Self::of(desktop, Shop::open())
    }

    fn of(desktop: &'d Desktop, shop: Shop) -> Self {
        let data = shop.folder().join("owner");
        let tvist = Tvist::new(&data).on(desktop);
        let _ = shop.add_to(&tvist, "stripe");
        let _ = tvist.run(&["sync"]).expect(0);
        Self {
            desktop,
            shop,
            tvist,
            data,
        }
    }

    pub fn launch(&self, journey: &str) -> App<'d> {
        let launch = Launch::new(&format!("journey-{journey}"), binary("tvist-desktop"));
        let app = App::launch(self.desktop, launch.data_dir(&self.data));
        app.wait(&named("dispute-row"));
        app
    }

    /// The reminders that come from now on, the next first.
    pub fn ladder(&self) -> Vec<Value> {
        let now = self.shop.control().now();
        let from = rfc3339(now);
        let to = rfc3339(now + TimeDelta::days(60));
        let document = self.tvist.run(&["reminders", "--from", &from, "--to", &to]);
        list(&document.expect(0), "reminders").clone()
    }

    /// Time goes by, here and at the provider.
    pub fn passes(&self, hand: &Hand, to: Timestamp, real: Timestamp) {
        hand.ahead((to - real).num_seconds());
        self.shop.control().advance_to(to);
    }
}

pub fn at(reminder: &Value) -> Timestamp {
    word(reminder, "at").parse().expect("an instant")
}

pub fn reminders(desktop: &Desktop) -> Vec<Notification> {
    let all = desktop.notifications().into_iter();
    all.filter(|one| one.title.contains("dispute")).collect()
}

fn labels(desktop: &Desktop) -> Vec<String> {
    let tray = desktop.tray();
    let entries = tray["menu"].as_array().into_iter().flatten();
    entries
        .filter_map(|entry| entry["label"].as_str().map(str::to_owned))
        .collect()
}

/// The line of a case in the tray's menu.
pub fn case_line(desktop: &Desktop) -> String {
    until(PATIENCE, "a case in the tray's menu", || {
        labels(desktop).into_iter().find(|l| l.ends_with(" left"))
    })
}

/// Closes the window as a person does, by the window manager.
pub fn close(desktop: &Desktop) {
    desktop.keys(&["alt+F4"]);
}

/// Processes that the program has started and that are still there, ended or not.
fn children(of: &str) -> usize {
    let found = run("pgrep", &["-P", of], &[], PATIENCE);
    found.map_or(0, |ids| ids.lines().count())
}

#[test]
fn closing_keeps_the_watch_and_the_tray_opens_a_case_in_a_new_window() {
    let desktop = Desktop::start();
    let watched = Watched::new(&desktop);
    let mut app = watched.launch("closing");
    let process = app.process().expect("the app runs");

    close(&desktop);
    app.wait(&named("closing"));
    app.picture("asked");
    assert_eq!(app.violations(), []);
    app.press("Escape");
    app.wait_gone(&named("closing"));
    assert!(app.window().is_some(), "the owner stays");

    close(&desktop);
    app.click(&named("closing-login"));
    app.click(&named("closing-keep"));
    until(PATIENCE, "the end of the window", || {
        app.window().is_none().then_some(())
    });
    assert_eq!(
        app.process().as_deref(),
        Some(process.as_str()),
        "it watches on"
    );
    until(PATIENCE, "the web view's memory back", || {
        (app.makes_room() && children(&process) == 0).then_some(())
    });
    let entry = desktop
        .folder()
        .join("home/.config/autostart/app.tvist.desktop");
    let text = std::fs::read_to_string(&entry).expect("it starts at login");
    assert!(text.contains("tvist-desktop\" --hidden\n"), "{text}");

    let line = case_line(&desktop);
    let who = line.split(" · ").next().expect("a name").to_owned();
    desktop.tray_click(&line);
    until(PATIENCE, "the window", || app.window());
    app.follow();
    app.wait(&named("case-title"));
    assert!(app.text(&named("case")).contains(&who), "{line}");
    app.picture("opened-from-the-tray");

    // The choice is kept and can be changed; so can starting at login.
    app.click(&named("place-settings"));
    assert_eq!(app.property(&named("on-closing-keep"), "checked"), true);
    app.click(&named("login"));
    until(PATIENCE, "no start at login", || {
        (!entry.exists()).then_some(())
    });
    close(&desktop);
    until(PATIENCE, "the end of the window", || {
        app.window().is_none().then_some(())
    });
    until(PATIENCE, "the watch without a window", || {
        app.makes_room().then_some(())
    });
    // It is opened again where it was.
    desktop.tray_click("Open Tvist");
    app.follow();
    app.wait(&named("settings"));
    desktop.tray_click("Quit");
    app.wait_exit();
}

#[test]
fn a_second_start_takes_the_place_of_a_hidden_one_and_a_hidden_one_does_not() {
    let desktop = Desktop::start();
    let watched = Watched::new(&desktop);
    let hidden = Hidden::start(&desktop, "background-second", &watched.data, None);
    let _ = case_line(&desktop);
    let again = Hidden::start(&desktop, "background-second", &watched.data, None);
    assert!(again.ends_well(), "one is enough");
    assert_eq!(desktop.visible_window("--class", "tvist-desktop"), None);
    // One that can show no window leaves the watch alone.
    let mut blind = desktop.env().to_vec();
    blind.push(("DISPLAY".into(), String::new()));
    let failed = run(binary("tvist-desktop"), &[], &blind, PATIENCE);
    assert!(failed.is_err(), "{failed:?}");
    let _ = case_line(&desktop);

    let app = watched.launch("second-start");
    assert!(hidden.ends_well(), "it has made room");
    assert!(app.window().is_some());
    desktop.tray_click("Quit");
    app.wait_exit();
}

/// A program that outlives its session can show nothing any more: it must not keep the watch from the next one.
#[test]
fn the_watch_moves_to_the_session_where_its_owner_is() {
    let desktop = Desktop::start();
    let watched = Watched::new(&desktop);
    let first = Hidden::start(&desktop, "background-session", &watched.data, None);
    let line = case_line(&desktop);
    let next = Hidden::start_with(
        &desktop,
        "background-session",
        &watched.data,
        &[("XDG_SESSION_ID".into(), "of-tomorrow".into())],
    );
    assert!(first.ends_well(), "the next one watches");
    assert_eq!(case_line(&desktop), line);
    desktop.end_bus();
    assert!(next.ends_well(), "nobody can be told any more");
}

#[test]
fn the_tray_lives_through_the_end_of_its_host() {
    let desktop = Desktop::start();
    let watched = Watched::new(&desktop);
    let hidden = Hidden::start(&desktop, "background-host", &watched.data, None);
    let line = case_line(&desktop);
    for _ in 0..2 {
        desktop.tray_host(false);
        until(PATIENCE, "no tray", || desktop.has_no_tray().then_some(()));
        desktop.tray_host(true);
        assert_eq!(case_line(&desktop), line, "it is there again with its menu");
    }
    desktop.tray_click(&line);
    until(PATIENCE, "the window", || {
        desktop.visible_window("--class", "tvist-desktop")
    });
    desktop.tray_click("Quit");
    assert!(hidden.ends_well());
}

#[test]
fn without_a_tray_host_notices_and_a_second_start_reach_it() {
    let desktop = Desktop::start();
    desktop.tray_host(false);
    let watched = Watched::new(&desktop);
    let real = watched.shop.control().now();
    let hand = Hand::new(watched.shop.folder());
    let first = at(&watched.ladder()[0]);
    let hidden = Hidden::start(&desktop, "background-no-tray", &watched.data, Some(&hand));
    watched.passes(&hand, first + TimeDelta::seconds(5), real);
    let notice = until(BEATS, "a notice", || reminders(&desktop).pop());
    desktop.choose(notice.id, "default");
    until(PATIENCE, "the window", || {
        desktop.visible_window("--class", "tvist-desktop")
    });
    hidden.kill();
}

#[test]
fn a_notice_opens_its_case_in_the_window() {
    let desktop = Desktop::start();
    let watched = Watched::new(&desktop);
    let app = watched.launch("notice");
    // With so wide a margin the safe dates of many cases have come.
    app.click(&named("place-settings"));
    let field = named("margin");
    app.fill(&field, "336");
    app.press("Tab");
    let notice = until(PATIENCE, "a notice", || {
        let mut all = reminders(&desktop).into_iter();
        all.rfind(|one| one.body.lines().count() > 1)
    });
    assert!(notice.title.ends_with("disputes need you"), "{notice:?}");
    let names = watched.tvist.run(&["disputes"]).expect(0);
    for case in list(&names, "disputes") {
        if let Some(name) = case["customer"]["name"].as_str() {
            assert!(!notice.title.contains(name), "{notice:?}");
        }
    }
    let keys: Vec<&str> = notice
        .actions
        .iter()
        .step_by(2)
        .map(String::as_str)
        .collect();
    assert_eq!(keys.first(), Some(&"default"), "{notice:?}");
    app.click(&named("place-accounts"));
    desktop.choose(notice.id, "default");
    app.wait(&named("case-title"));
    app.picture("opened-by-the-notice");
    app.quit();
}

/// The notice was shown by the window's program, and is answered when another one watches in its place.
#[test]
fn a_notice_from_before_the_window_was_closed_still_opens_its_case() {
    let desktop = Desktop::start();
    let watched = Watched::new(&desktop);
    let mut app = watched.launch("notice-later");
    app.click(&named("place-settings"));
    let field = named("margin");
    app.fill(&field, "336");
    app.press("Tab");
    let notice = until(PATIENCE, "a notice", || reminders(&desktop).pop());
    close(&desktop);
    app.click(&named("closing-keep"));
    until(PATIENCE, "the watch without a window", || {
        app.makes_room().then_some(())
    });
    desktop.choose(notice.id, "default");
    app.follow();
    app.wait(&named("case-title"));
    desktop.tray_click("Quit");
    app.wait_exit();
}

/// Whoever practises is still warned of their own cases.
#[test]
fn practice_leaves_tray_and_notices_to_the_owners_own_cases() {
    let desktop = Desktop::start();
    let watched = Watched::new(&desktop);
    let app = watched.launch("practice-aside");
    let line = case_line(&desktop);
    let who = line.split(" · ").next().expect("a name").to_owned();
    app.click(&named("place-accounts"));
    app.click(&named("practice"));
    app.wait(&named("practice-mark"));
    app.wait(&named("dispute-row"));
    assert_eq!(case_line(&desktop), line, "the tray is of the owner's own");

    // What is told now is of their own account too: the practised ones are not asked for in vain.
    let fault = Fault::ErrorBeforeApply {
        status: 401,
        cached: false,
    };
    let refuses = FaultRule::next("GET", "*", fault).times(0);
    watched.shop.control().add_fault(refuses);
    desktop.tray_click("Sync now");
    until(BEATS, "a notice", || {
        let mut all = desktop.notifications().into_iter();
        all.rfind(|one| one.title == "An account needs a new key")
    });

    desktop.tray_click(&case_line(&desktop));
    app.wait_gone(&named("practice-mark"));
    app.wait(&named("case-title"));
    assert!(app.text(&named("case")).contains(&who), "{line}");
    app.picture("back-at-the-own-case");
    app.quit();
}

#[test]
fn a_snoozed_reminder_comes_back_in_its_time() {
    let desktop = Desktop::start();
    // Few cases, so that rungs stand apart.
    let watched = Watched::of(&desktop, Shop::open_with(|builder| builder.disputes(4)));
    let real = watched.shop.control().now();
    let hand = Hand::new(watched.shop.folder());
    let ladder = watched.ladder();
    let alone = ladder.windows(3).find(|three| {
        at(&three[1]) - at(&three[0]) > TimeDelta::hours(2)
            && at(&three[2]) - at(&three[1]) > TimeDelta::hours(8)
            && word(&three[1], "rung") == "1d"
    });
    let rung = at(&alone.expect("a rung that comes alone")[1]);
    // Everything before is told, so that the next notice is of this one.
    watched.passes(&hand, rung - TimeDelta::minutes(30), real);
    let hidden = Hidden::start(&desktop, "background-snooze", &watched.data, Some(&hand));
    until(BEATS, "what was missed", || reminders(&desktop).pop());
    let before = reminders(&desktop).len();
    watched.passes(&hand, rung + TimeDelta::seconds(5), real);
    let first = until(BEATS, "the rung", || {
        reminders(&desktop).get(before).cloned()
    });
    assert_eq!(first.title, "A dispute needs you");
    assert_eq!(
        first.actions,
        ["default", "Open", "later", "Remind me later"]
    );
    desktop.choose(first.id, "later");
    // It is heard by the clock of that moment.
    tvist_tests::pause(Duration::from_secs(3));
    watched.passes(&hand, rung + TimeDelta::hours(3), real);
    tvist_tests::pause(Duration::from_secs(40));
    assert_eq!(reminders(&desktop).len(), before + 1, "it is put off");
    watched.passes(&hand, rung + TimeDelta::minutes(4 * 60 + 3), real);
    let again = until(BEATS, "the same again", || {
        reminders(&desktop).get(before + 1).cloned()
    });
    assert_eq!(again.body, first.body, "{:#?}", reminders(&desktop));
    hidden.kill();
}

/// The machine sleeps for a day: the program is held, its clock goes on, its connections are dead.
#[test]
fn after_sleep_there_is_one_reading_and_one_notice() {
    let desktop = Desktop::start();
    let watched = Watched::new(&desktop);
    let real = watched.shop.control().now();
    let hand = Hand::new(watched.shop.folder());
    let hidden = Hidden::start(&desktop, "background-sleep", &watched.data, Some(&hand));
    let _ = case_line(&desktop);
    // Whatever the start brings is over.
    until(BEATS, "a reading at the start", || {
        (!watched.shop.control().requests().is_empty()).then_some(())
    });
    tvist_tests::pause(Duration::from_secs(5));
    let before = reminders(&desktop).len();
    let ladder = watched.ladder();
    let wake = at(&ladder[0]) + TimeDelta::days(3);
    let missed = ladder.iter().filter(|one| at(one) < wake).count();
    assert!(missed > 1, "{ladder:?}");

    hidden.signal("STOP");
    watched.shop.control().clear_requests();
    watched.passes(&hand, wake, real);
    tvist_tests::pause(Duration::from_secs(2));
    hidden.signal("CONT");
    let notice = until(Duration::from_secs(60), "the catch-up", || {
        reminders(&desktop).get(before).cloned()
    });
    assert!(
        notice.body.lines().count() > 1,
        "all of it in one: {notice:?}"
    );
    // Two more beats bring nothing more.
    tvist_tests::pause(BEATS);
    assert_eq!(reminders(&desktop).len(), before + 1);
    let requests = watched.shop.control().requests();
    let lists = requests
        .iter()
        .filter(|r| r.method == "GET" && r.path == "/v1/disputes");
    assert_eq!(lists.count(), 1, "one reading: {requests:?}");
    hidden.kill();
}

/// Every visit to the account breaks by a fault of the program, and the first look at the clock too: the watch begins
/// again, the tray stays, the reminder comes, and what broke is told.
#[test]
fn what_breaks_ends_neither_the_watch_nor_its_reminders() {
    let desktop = Desktop::start();
    let watched = Watched::new(&desktop);
    let real = watched.shop.control().now();
    let hand = Hand::new(watched.shop.folder());
    let first = at(&watched.ladder()[0]);
    let mut env = hand.env();
    let planted = "panic-tick-once,panic-visit";
    env.push(("TVIST_FAULT".into(), planted.into()));
    let hidden = Hidden::start_with(&desktop, "background-breaks", &watched.data, &env);
    let _ = case_line(&desktop);
    desktop.tray_click("Sync now");
    let told = || {
        let accounts = watched.tvist.run(&["account", "list"]).expect(0);
        accounts["accounts"][0]["last_error"].clone()
    };
    until(BEATS, "a visit that broke", || {
        (told() == "stopped").then_some(())
    });
    let before = reminders(&desktop).len();
    watched.passes(&hand, first + TimeDelta::seconds(5), real);
    until(BEATS, "the reminder", || {
        reminders(&desktop).get(before).cloned()
    });
    let _ = case_line(&desktop);
    let log = tvist_tests::results("background-breaks").join("app.log");
    let log = std::fs::read_to_string(log).expect("its log");
    for task in ["planted: tick", "planted: visit"] {
        assert!(log.contains(task), "{task} broke: {log}");
    }
    hidden.kill();
}

/// Killed again and again around the moment of a rung: it is told, and told at most once more. CI starts it 60 times,
/// `TVIST_SWEEP=all` 500 times.
#[test]
fn crashes_around_a_rung_lose_no_reminder_and_repeat_at_most_one() {
    let desktop = Desktop::start();
    let watched = Watched::new(&desktop);
    let real = watched.shop.control().now();
    let hand = Hand::new(watched.shop.folder());
    let moments: Vec<Timestamp> = {
        let mut all: Vec<Timestamp> = watched.ladder().iter().map(at).collect();
        all.dedup();
        all
    };
    let all = std::env::var("TVIST_SWEEP").is_ok_and(|wish| wish == "all");
    let (enough, kills) = if all { (500, 17) } else { (60, 4) };
    let mut told = reminders(&desktop).len();
    let mut repeats = 0;
    let mut loops = 0;
    for (number, moment) in moments.iter().enumerate() {
        watched.passes(&hand, *moment + TimeDelta::seconds(2), real);
        // Killed at another instant each time: before, around and after the notice goes out.
        for attempt in 0..kills {
            loops += 1;
            let hidden = Hidden::start(&desktop, "background-crash", &watched.data, Some(&hand));
            let hold = 20 + 60 * u64::try_from((3 * number + 5 * attempt) % 17).unwrap_or(0);
            tvist_tests::pause(Duration::from_millis(hold));
            hidden.kill();
        }
        let hidden = Hidden::start(&desktop, "background-crash", &watched.data, Some(&hand));
        loops += 1;
        let now = until(BEATS, "the reminder in spite of all", || {
            Some(reminders(&desktop).len()).filter(|now| *now > told)
        });
        tvist_tests::pause(Duration::from_millis(700));
        let now = reminders(&desktop).len().max(now);
        assert!(now - told <= 2, "told {} times", now - told);
        repeats += now - told - 1;
        told = now;
        hidden.kill();
        if loops >= enough {
            break;
        }
    }
    assert!(loops >= enough, "{loops} starts only");
    println!("{loops} starts, {repeats} repeats");
}

/// A key that the provider refuses is the owner's task: told once, and shown where the owner looks.
#[test]
fn an_account_whose_key_is_refused_is_told_in_notice_tray_and_window() {
    let desktop = Desktop::start();
    let watched = Watched::new(&desktop);
    let fault = Fault::ErrorBeforeApply {
        status: 401,
        cached: false,
    };
    let refuses = FaultRule::next("GET", "*", fault).times(0);
    watched.shop.control().add_fault(refuses);
    let _ = watched.tvist.run(&["sync"]).code;
    let app = watched.launch("refused");
    let notice = until(BEATS, "a notice", || {
        let mut all = desktop.notifications().into_iter();
        all.rfind(|one| one.title == "An account needs a new key")
    });
    app.wait(&named("account-warning"));
    app.picture("refused");
    let line = until(PATIENCE, "a line in the tray", || {
        labels(&desktop)
            .into_iter()
            .find(|l| l.ends_with("needs a new key"))
    });
    assert!(line.starts_with("Stripe — "), "{line}");
    desktop.choose(notice.id, "default");
    app.wait(&named("account"));
    app.quit();
}

/// Three hours wrong: said, and what is left until a date is counted by the provider's clock.
#[test]
fn a_wrong_clock_is_said_and_corrected() {
    let desktop = Desktop::start();
    let watched = Watched::new(&desktop);
    watched.shop.control().advance(TimeDelta::hours(3));
    let _ = watched.tvist.run(&["sync"]).expect(0);
    let app = watched.launch("clock");
    app.wait(&named("clock-warning"));
    assert!(app.text(&named("clock-warning")).contains("3 hours"));
    app.picture("behind");
    app.quit();
}
