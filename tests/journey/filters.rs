//! All disputes narrowed: by choices, ids and days, together, cleared in one click, and read aloud.

use std::time::Duration;

use tvist_tests::{App, Desktop, until};

use crate::window::{is_accessible, named, practise};

const ROWS: &str = "[data-testid=dispute-row]";

fn choose(app: &App, filter: &str, value: &str) {
    app.click(&format!(
        "{} option[value={value}]",
        named(&format!("filter-{filter}"))
    ));
}

/// How many rows are there once the window says that it found so many.
fn found(app: &App, what: &str, is: impl Fn(usize) -> bool) -> usize {
    until(Duration::from_secs(20), what, || {
        let said = app.texts(&named("filter-found"));
        let said = said.first()?.split(' ').next()?.parse().ok()?;
        (app.count(ROWS) == said && is(said)).then_some(said)
    })
}

/// How many rows there are with nothing left out.
fn everything(app: &App) -> usize {
    until(Duration::from_secs(20), "all cases", || {
        let whole = !app.sees(&named("filter-found"));
        Some(app.count(ROWS)).filter(|rows| whole && *rows > 0)
    })
}

#[test]
fn all_disputes_are_narrowed_together_and_widened_again() {
    let desktop = Desktop::start();
    let data = tempfile::tempdir().expect("a temporary folder");
    let app = practise(&desktop, "filters", data.path());
    app.click(&named("place-all"));
    until(Duration::from_secs(60), "a desk that is read", || {
        (app.count("[data-testid=sync-now][disabled]") == 0).then_some(())
    });
    let all = everything(&app);
    app.click(&format!("{} > summary", named("filter")));
    choose(&app, "provider", "celcoin");
    let of_celcoin = found(&app, "the cases of one provider", |rows| rows < all);
    assert!(of_celcoin > 0);
    for row in app.texts(ROWS) {
        assert!(row.contains("Celcoin"), "{row}");
    }
    choose(&app, "status", "lost");
    let lost = found(&app, "its lost cases", |rows| rows < of_celcoin);
    assert!(lost > 0);
    is_accessible(&app, "filters");
    let _ = app.picture("1-narrowed");

    // An id that no case has: nothing is left, and it is said.
    app.type_in(&named("filter-orders"), "no-such-order");
    app.press("Tab");
    assert_eq!(found(&app, "no case", |rows| rows == 0), 0);
    let _ = app.picture("2-none");

    app.click(&named("filter-clear"));
    assert_eq!(everything(&app), all);
    assert_eq!(app.property(&named("filter-orders"), "value"), "");

    // What is narrowed stays so while the window is open.
    choose(&app, "stage", "inquiry");
    let inquiries = found(&app, "inquiries", |rows| rows < all);
    app.click(&named("place-desk"));
    app.click(&named("place-all"));
    assert_eq!(found(&app, "inquiries", |rows| rows < all), inquiries);
    app.resize(640, 720);
    app.wait(&named("filter-clear"));
    let _ = app.picture("3-narrow");
    app.click(&named("filter-clear"));
    assert_eq!(everything(&app), all);
}
