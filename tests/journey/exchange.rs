//! The exchange between the program with the window and the one without: whenever it is closed or wanted, somebody watches,
//! and nothing is told twice.

use std::net::TcpStream;
use std::time::Duration;

use chrono::TimeDelta;
use tvist_tests::{App, Desktop, Hand, Hidden, binary, run, until};

use crate::background::{BEATS, PATIENCE, Watched, at, case_line, close, reminders};
use crate::providers::free_address;
use crate::window::named;

#[track_caller]
fn without_a_window(app: &App) {
    until(PATIENCE, "the watch without a window", || {
        app.makes_room().then_some(())
    });
}

/// What a process has open of the system's own: a web view reads much of it, the watch nothing.
fn strangers(process: &str) -> Vec<String> {
    let open = std::fs::read_dir(format!("/proc/{process}/fd")).expect("it is ours");
    let targets = open.filter_map(|one| std::fs::read_link(one.ok()?.path()).ok());
    let names = targets.map(|target| target.to_string_lossy().into_owned());
    names
        .filter(|name| {
            ["/proc/", "/sys/", "/dev/urandom"]
                .iter()
                .any(|s| name.starts_with(s))
        })
        .collect()
}

#[test]
fn closed_twice_or_before_its_page_is_there_the_window_leaves_the_watch() {
    let desktop = Desktop::start();
    let watched = Watched::new(&desktop);
    let mut app = watched.launch("exchange");
    app.resize(777, 555);
    close(&desktop);
    app.click(&named("closing-keep"));
    without_a_window(&app);
    let process = app.process().expect("it watches on");
    until(PATIENCE, "an end of what the web view had open", || {
        strangers(&process).is_empty().then_some(())
    });
    let line = case_line(&desktop);

    desktop.tray_click("Open Tvist");
    until(PATIENCE, "the window", || app.window());
    close(&desktop);
    until(PATIENCE, "the end of the window", || {
        app.window().is_none().then_some(())
    });
    without_a_window(&app);
    assert_eq!(case_line(&desktop), line);

    desktop.tray_click("Open Tvist");
    app.follow();
    app.wait(&named("dispute-row"));
    let size = app.run("return [innerWidth, innerHeight]", &[]);
    assert_eq!(
        size,
        serde_json::json!([777, 555]),
        "it is as large as it was"
    );
    desktop.keys(&["alt+F4", "alt+F4"]);
    until(PATIENCE, "the end of the window", || {
        app.window().is_none().then_some(())
    });
    without_a_window(&app);
    assert_eq!(app.process(), Some(process), "all in one process");
    assert_eq!(case_line(&desktop), line);
    desktop.tray_click("Quit");
    app.wait_exit();
}

#[test]
fn a_start_that_can_show_nothing_or_means_other_data_leaves_the_watch() {
    let desktop = Desktop::start();
    let watched = Watched::new(&desktop);
    let hidden = Hidden::start(&desktop, "exchange-second", &watched.data, None);
    let line = case_line(&desktop);
    let start = |name: &str, value: &str| {
        let mut env = desktop.env().to_vec();
        env.push((
            "TVIST_DATA_DIR".into(),
            watched.data.to_string_lossy().into(),
        ));
        env.push((name.into(), value.into()));
        run(binary("tvist-desktop"), &[], &env, PATIENCE)
    };
    // A screen that isn't there any more.
    assert!(start("DISPLAY", ":987").is_err());
    assert_eq!(case_line(&desktop), line);
    assert_eq!(desktop.visible_window("--class", "tvist-desktop"), None);

    // One program in a session, whatever the folder: the window that opens is that of the data that is watched.
    let other = watched.shop.folder().join("other");
    start("TVIST_DATA_DIR", &other.to_string_lossy()).expect("it leaves the window to the other");
    until(PATIENCE, "the window", || {
        desktop.visible_window("--class", "tvist-desktop")
    });
    assert!(!other.exists());
    assert_eq!(case_line(&desktop), line);
    desktop.tray_click("Quit");
    assert!(hidden.ends_well());
}

/// The service of the desktop takes its time, and meanwhile another program takes the place of the one that waits for it.
#[test]
fn a_notice_that_is_just_being_shown_is_not_shown_again_by_the_next_program() {
    let desktop = Desktop::start();
    let watched = Watched::new(&desktop);
    let real = watched.shop.control().now();
    let hand = Hand::new(watched.shop.folder());
    let first = at(&watched.ladder()[0]);
    let hidden = Hidden::start(&desktop, "exchange-notice", &watched.data, Some(&hand));
    let _ = case_line(&desktop);
    let before = reminders(&desktop).len();
    desktop.notices_take(Duration::from_secs(3));
    watched.passes(&hand, first + TimeDelta::seconds(5), real);
    until(BEATS, "a notice", || {
        (reminders(&desktop).len() > before).then_some(())
    });
    let mut tomorrow = hand.env();
    tomorrow.push(("XDG_SESSION_ID".into(), "of-tomorrow".into()));
    let next = Hidden::start_with(&desktop, "exchange-notice", &watched.data, &tomorrow);
    assert!(hidden.ends_well(), "the next one watches");
    let _ = case_line(&desktop);
    tvist_tests::pause(Duration::from_secs(5));
    assert_eq!(reminders(&desktop).len(), before + 1, "it came once");
    next.kill();
}

/// Whoever clicks the icon twice means one window.
#[test]
fn two_starts_at_once_make_one_window_in_the_place_of_the_watch() {
    let desktop = Desktop::start();
    let watched = Watched::new(&desktop);
    let hidden = Hidden::start(&desktop, "exchange-two", &watched.data, None);
    let _ = case_line(&desktop);
    let mut env = desktop.env().to_vec();
    env.push((
        "TVIST_DATA_DIR".into(),
        watched.data.to_string_lossy().into(),
    ));
    std::thread::scope(|scope| {
        let start = || run(binary("tvist-desktop"), &[], &env, 2 * PATIENCE);
        let starts = [scope.spawn(start), scope.spawn(start)];
        assert!(hidden.ends_well(), "it has made room, for one of them");
        until(PATIENCE, "one start", || {
            starts.iter().any(|one| one.is_finished()).then_some(())
        });
        let search = ["search", "--onlyvisible", "--class", "tvist-desktop"];
        let windows = until(PATIENCE, "the window", || {
            run("xdotool", &search, &env, PATIENCE).ok()
        });
        assert_eq!(windows.lines().count(), 1, "{windows}");
        desktop.tray_click("Quit");
        for start in starts {
            let ended = start.join().expect("it is a start");
            assert!(ended.is_ok(), "{ended:?}");
        }
    });
}

/// Whoever watches receives the provider's calls: the port goes over with the watch.
#[test]
fn calls_are_received_by_whoever_watches() {
    let desktop = Desktop::start();
    let watched = Watched::new(&desktop);
    let _ = watched.shop.add_to(&watched.tvist, "celcoin");
    let app = watched.launch("exchange-calls");
    let address = free_address();
    app.click(&named("place-accounts"));
    app.click(&format!("{} summary", named("webhook")));
    app.fill(&named("webhook-listen"), &address);
    app.click(&named("webhook-switch"));
    app.wait_text(&format!("Receiving at {address}"));
    let is_heard = |by: &str| {
        until(PATIENCE, by, || TcpStream::connect(&address).ok().map(drop));
    };

    app.click(&named("place-desk"));
    close(&desktop);
    app.click(&named("closing-keep"));
    without_a_window(&app);
    is_heard("the watch without a window");
    let next = watched.launch("exchange-calls-next");
    assert_eq!(app.process(), None, "another process watches");
    is_heard("the window that came in its place");
    next.click(&named("place-accounts"));
    next.click(&format!("{} summary", named("webhook")));
    next.wait_text(&format!("Receiving at {address}"));
    desktop.tray_click("Quit");
    next.wait_exit();
}
