//! The page of deadlines and the calendar's folder: by keyboard, in every language and size, and as another program
//! would read the file.

use std::fs;
use std::time::Duration;

use serde_json::Value;
use tvist_tests::{App, Desktop, until};

use crate::window::{is_accessible, looks_well, named, practise};

/// Words that are cut off. Names in a day are shortened on purpose; the agenda has them whole.
const CLIPPED: &str = "return [...document.querySelectorAll('[data-testid=deadlines] :is(button:not(.name):not(.row), h1, h2, h3, .caption, .weekday)')]
    .filter((e) => e.offsetParent && e.clientWidth > 1 && e.scrollWidth > e.clientWidth + 1)
    .map((e) => e.textContent.trim().slice(0, 60));";
/// The day that has the focus, or the case in the agenda.
const FOCUSED: &str =
    "return document.activeElement.dataset.day ?? document.activeElement.dataset.row ?? null;";
/// Days with cases, by the names in them, and the month's first day in the Tab order.
const DAYS: &str = "return [...document.querySelectorAll('[role=gridcell]')]
    .filter((cell) => cell.querySelector('.names')).map((cell) => cell.dataset.day);";
const FOCUS_TODAY: &str =
    "document.querySelector('[role=gridcell][tabindex=\"0\"]').focus(); return null;";

fn focused(app: &App) -> String {
    app.settle();
    app.run(FOCUSED, &[])
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

fn to_deadlines(app: &App) {
    app.click(&named("place-deadlines"));
    app.wait(&named("month"));
    app.wait("[data-testid=agenda] [data-testid=dispute-row]");
}

#[test]
fn a_month_is_walked_through_by_keyboard() {
    let desktop = Desktop::start();
    let data = tempfile::tempdir().expect("a temporary folder");
    let app = practise(&desktop, "deadlines", data.path());
    to_deadlines(&app);
    looks_well(&app, CLIPPED, "month");
    let days = app.run(DAYS, &[]);
    let days: Vec<&str> = days
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    assert!(
        !days.is_empty(),
        "the practised cases have dates this month"
    );

    app.run(FOCUS_TODAY, &[]);
    let today = focused(&app);
    app.press("ArrowRight");
    let tomorrow = focused(&app);
    assert!(tomorrow > today, "{today} → {tomorrow}");
    app.press("ArrowDown");
    assert!(focused(&app) > tomorrow);
    app.press("PageDown");
    let later = focused(&app);
    assert_ne!(later[..7], today[..7], "the month has changed: {later}");
    app.press("PageUp");
    app.press("ArrowUp");
    app.press("ArrowLeft");
    assert_eq!(focused(&app), today);

    // To the first day that has a case: Enter leads to it, and again opens it.
    app.run(
        "document.querySelector(`[data-day=\"${arguments[0]}\"]`).click(); return null;",
        &[Value::from(days[0])],
    );
    let row = until(Duration::from_secs(10), "the focus on a case", || {
        Some(focused(&app)).filter(|row| row.starts_with("dsp_"))
    });
    app.press("Enter");
    app.wait(&named("case-title"));
    app.wait_gone(&named("month"));
    looks_well(&app, CLIPPED, "beside a case");
    app.press("Escape");
    app.wait(&named("month"));
    assert_eq!(focused(&app), row, "the focus is back where it was");
}

#[test]
fn every_language_theme_and_size() {
    let desktop = Desktop::start();
    let data = tempfile::tempdir().expect("a temporary folder");
    let app = practise(&desktop, "deadlines-looks", data.path());
    for language in ["en", "sv", "de", "pt-BR"] {
        for theme in ["light", "dark"] {
            app.click(&named("place-settings"));
            app.click(&format!(
                "[data-testid=language] option[value='{language}']"
            ));
            app.click(&format!("[data-testid=theme] option[value='{theme}']"));
            app.settle();
            to_deadlines(&app);
            looks_well(&app, CLIPPED, &format!("deadlines-{language}-{theme}"));
        }
    }
    for (width, height) in [(640, 720), (900, 720), (1430, 900)] {
        app.resize(width, height);
        looks_well(&app, CLIPPED, &format!("deadlines-{width}"));
    }
}

/// By keyboard: one reminder more, one that can't be, one fewer, the usual ones again. The calendar has the same.
fn their_own_ladder(app: &App, calendar: &dyn Fn() -> String) {
    let alarms = |what: &str, wanted: &dyn Fn(&str) -> bool| {
        until(Duration::from_secs(60), what, || {
            let text = calendar().replace("\r\n ", "");
            (wanted(&text) && text.ends_with("END:VCALENDAR\r\n")).then_some(())
        });
    };
    alarms("the usual alarms", &|text| {
        text.contains("-4h@tvist") && !text.contains("-5h@tvist")
    });
    app.click(&format!("{} option[value=h]", named("rung-unit")));
    app.fill(&named("rung-count"), "5");
    app.press("Enter");
    app.wait(&named("rung-5h"));
    alarms("an alarm five hours before", &|text| {
        text.contains("-5h@tvist") && text.contains("-4h@tvist")
    });

    app.fill(&named("rung-count"), "24");
    app.press("Enter");
    app.wait_text("This reminder is there already.");
    let typed = format!(
        "return document.querySelector('{}').value;",
        named("rung-count")
    );
    assert_eq!(app.run(&typed, &[]), "24", "what was typed stays");
    is_accessible(app, "ladder");
    let _ = app.picture("ladder");

    app.click(&named("rung-remove-4h"));
    app.wait_gone(&named("rung-4h"));
    alarms("none four hours before", &|text| {
        text.contains("-5h@tvist") && !text.contains("-4h@tvist")
    });
    app.click(&named("ladder-usual"));
    app.wait_gone(&named("rung-5h"));
    app.wait(&named("rung-4h"));
    app.wait_gone(&named("ladder-usual"));
}

/// Another program sees the file at once and whole; a settled case stays as a cancelled entry; off takes the file away.
#[test]
fn the_calendars_folder_is_kept_current() {
    let desktop = Desktop::start();
    let data = tempfile::tempdir().expect("a temporary folder");
    let folder = desktop.folder().join("Calendars");
    fs::create_dir(&folder).expect("a folder for the calendar");
    let file = folder.join("Tvist.ics");
    let app = practise(&desktop, "deadlines-folder", data.path());
    app.click(&named("place-settings"));
    app.click(&named("calendar-choose"));
    desktop.choose_folder_in_dialog("Calendar", &folder);
    app.wait(&named("calendar-path"));
    let first = fs::read_to_string(&file).expect("the calendar is there");
    assert!(first.contains("BEGIN:VEVENT") && first.ends_with("END:VCALENDAR\r\n"));
    assert!(first.contains("TRIGGER"), "with alarms");
    assert!(!first.contains("Lea Brandt"), "nobody is named");
    is_accessible(&app, "settings");
    let _ = app.picture("settings");
    their_own_ladder(&app, &|| fs::read_to_string(&file).unwrap_or_default());

    app.click(&named("calendar-names"));
    until(Duration::from_secs(20), "the names in the file", || {
        fs::read_to_string(&file)
            .ok()
            .filter(|text| text.contains("Lea Brandt"))
    });

    // The practised day moves on: what the watch reads changes the file by itself.
    app.click(&named("place-desk"));
    app.click(&named("practice-week"));
    let later = until(Duration::from_secs(60), "a cancelled entry", || {
        fs::read_to_string(&file)
            .ok()
            .filter(|text| text != &first && text.contains("STATUS:CANCELLED"))
    });
    assert!(later.ends_with("END:VCALENDAR\r\n"));

    app.click(&named("place-settings"));
    app.click(&named("calendar-off"));
    app.wait_gone(&named("calendar-path"));
    assert!(!file.exists(), "off takes the file away");
}
