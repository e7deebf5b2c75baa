//! Erasing a closed case in the window: found in its page, named, confirmed once, and gone also after the next reading.

use tvist_tests::Desktop;

use crate::window::{is_accessible, named, practise};

const CLOSED: &str = "//button[@data-testid='dispute-row'][@data-group='closed'][contains(., 'Signe Holmgaard')][contains(., '320.00')]";

#[test]
fn a_closed_case_is_erased_for_good() {
    let desktop = Desktop::start();
    let data = tempfile::tempdir().expect("a temporary folder");
    let app = practise(&desktop, "erasing", data.path());
    app.click("//button[@data-testid='dispute-row'][@data-group='answer_now']");
    app.wait(&named("case-title"));
    assert!(!app.sees(&named("erase")), "an open case can't be erased");

    app.click(CLOSED);
    app.wait(&named("erase"));
    app.click(&named("erase"));
    app.wait(&named("erase-known"));
    let said = app.text(&named("erase-sheet"));
    for words in ["Signe Holmgaard", "320.00", "can’t be undone", "Backups"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    is_accessible(&app, "erasing sheet");
    let _ = app.picture("1-asked");
    app.click(&named("cancel"));
    app.wait_gone("dialog");
    app.wait(CLOSED);

    app.click(&named("erase"));
    app.wait(&named("erase-known"));
    app.click(&named("confirm-erase"));
    app.wait_gone("dialog");
    app.wait_gone(CLOSED);
    app.wait_gone(&named("case-title"));
    let _ = app.picture("2-gone");
    // Time moves on, and everything is read again.
    let button = "button[data-testid=practice-day]";
    app.click(button);
    app.wait(&format!("{button}[aria-disabled=false]"));
    assert!(!app.sees(CLOSED), "it stays away");
    let _ = app.picture("3-stays-away");
}
