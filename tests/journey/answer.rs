//! The main job: from first start to a sent answer and its receipt, in practice.

use std::path::Path;

use tvist_tests::{App, Desktop, until};

use crate::background::PATIENCE;
use crate::window::{BUYER, Papers, is_accessible, named, open, open_case, practise, row_of};

/// Drops the papers on the open case and waits until all of them are in the draft.
#[track_caller]
fn drop_papers(app: &App, papers: &Papers) {
    let files = papers.all();
    let files: Vec<&Path> = files.iter().map(AsRef::as_ref).collect();
    let drag = app.drag_files(&named("case-title"), &files);
    app.wait("main.dragging");
    let _ = app.screen_picture("3-dragging");
    drag.release();
    until(
        std::time::Duration::from_secs(30),
        "three files in the draft",
        || (app.count(&named("file")) == files.len()).then_some(()),
    );
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
fn a_dispute_goes_from_first_start_to_a_sent_answer() {
    let desktop = Desktop::start();
    let data = tempfile::tempdir().expect("a temporary folder");
    let app = open(&desktop, "answer", data.path());

    app.wait(&named("welcome"));
    is_accessible(&app, "welcome");
    let _ = app.picture("1-welcome");
    app.click(&named("practice"));
    app.wait(&named("dispute-row"));
    app.wait_text("Answer now");
    is_accessible(&app, "desk");
    let _ = app.picture("2-desk");

    open_case(&app, BUYER);
    is_accessible(&app, "case, nothing gathered");
    drop_papers(&app, &Papers::lay_out());
    app.wait(&named("meters"));
    is_accessible(&app, "case, papers gathered");
    app.click(&format!("{} button", named("news")));
    app.wait_gone(&named("news"));
    let _ = app.picture("4-case");
    app.click(&named("preview"));
    // The pages of what was packed, not of what was put in; each is really drawn.
    app.wait("dialog img[src*='/pack-0/0']");
    let drawn = "return [...document.querySelectorAll('dialog img')].every((one) => one.complete && one.naturalWidth > 0);";
    app.run(
        "document.querySelectorAll('dialog img').forEach((one) => { one.loading = 'eager'; }); return null;",
        &[],
    );
    tvist_tests::until(
        std::time::Duration::from_secs(20),
        "pages that are drawn",
        || (app.run(drawn, &[]) == true).then_some(()),
    );
    assert!(!app.sees(&named("preview-unpacked")));
    is_accessible(&app, "preview");
    let _ = app.picture("5-preview");
    app.click(&named("close"));

    app.click(&named("review"));
    app.wait(&named("leaves"));
    app.wait(&named("consequence"));
    is_accessible(&app, "sending sheet");
    let _ = app.picture("6-review");
    // Enter right now must not send: the button that can't be taken back never has the focus by itself.
    assert_ne!(
        app.run(
            "return document.activeElement?.dataset?.testid ?? null",
            &[]
        ),
        "confirm-submit"
    );
    app.click(&named("confirm-submit"));
    app.wait(&named("countdown"));
    let _ = app.picture("7-countdown");
    app.wait("[data-testid=outcome][data-state=accepted]");
    is_accessible(&app, "outcome");
    let _ = app.picture("8-sent");

    app.click(&named("show-receipt"));
    app.wait("[data-testid=receipt][data-state=accepted]");
    assert!(app.text(&named("receipt")).contains("SHA-256"));
    is_accessible(&app, "receipt");
    let _ = app.picture("9-receipt");
    app.click(&named("close"));
    app.wait(&format!("{}[@data-group='waiting']", row_of(BUYER)));
    app.wait_gone(&named("review"));
    let _ = app.picture("10-waiting");
    app.quit();

    // What was done is there after a new start.
    let app = open(&desktop, "answer", data.path());
    app.wait(&format!("{}[@data-group='waiting']", row_of(BUYER)));
    open_case(&app, BUYER);
    app.click(&named("receipts"));
    app.wait("[data-testid=receipt][data-state=accepted]");
}

#[test]
fn a_confirmation_can_be_taken_back_before_the_first_byte() {
    let desktop = Desktop::start();
    let data = tempfile::tempdir().expect("a temporary folder");
    let app = practise(&desktop, "take-back", data.path());
    open_case(&app, BUYER);
    drop_papers(&app, &Papers::lay_out());
    app.click(&named("review"));
    app.click(&named("confirm-submit"));
    app.click(&named("undo-send"));
    app.wait(&named("confirm-submit"));
    app.click(&named("keep-editing"));
    app.wait_gone("dialog");
    assert!(
        !app.sees(&named("receipts")),
        "nothing was sent, so there is no receipt"
    );
    assert!(app.sees(&named("review")));
}

/// Whoever confirms and closes the window at once means both.
#[test]
fn the_window_stays_until_what_is_confirmed_has_left() {
    let desktop = Desktop::start();
    let data = tempfile::tempdir().expect("a temporary folder");
    let app = practise(&desktop, "closed-while-sending", data.path());
    app.click(&named("place-settings"));
    app.click(&named("on-closing-keep"));
    app.click(&named("place-desk"));
    open_case(&app, BUYER);
    drop_papers(&app, &Papers::lay_out());
    app.click(&named("review"));
    app.click(&named("confirm-submit"));
    app.wait(&named("countdown"));
    desktop.keys(&["alt+F4"]);
    app.wait_text("The window stays until this is sent");
    let _ = app.picture("stays");
    app.wait("[data-testid=outcome][data-state=accepted]");
    desktop.keys(&["alt+F4"]);
    until(PATIENCE, "the end of the window", || {
        // By its title: what was dropped has left an invisible one of the tool kit.
        let window = desktop.visible_window("--name", "^Tvist$");
        window.is_none().then_some(())
    });
    desktop.tray_click("Quit");
    app.wait_exit();
}
