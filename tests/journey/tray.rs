//! The tray, a second start, and the packaged program's own proof that it starts.

use std::time::Duration;

use serde_json::Value;
use tvist_tests::{Desktop, binary, run, until};

use crate::window::{named, open, practise};

/// The cases of the desk's first group. Counted in the document: what is scrolled out of view has no rendered text.
const WAITING: &str =
    "return document.querySelectorAll('[data-testid=dispute-row][data-group=answer_now]').length";

fn labels(tray: &Value) -> Vec<String> {
    let entries = tray["menu"].as_array().into_iter().flatten();
    entries
        .filter_map(|entry| entry["label"].as_str().map(str::to_owned))
        .collect()
}

#[test]
fn the_tray_counts_and_ends_the_program() {
    let desktop = Desktop::start();
    let data = tempfile::tempdir().expect("a temporary folder");
    let app = practise(&desktop, "tray", data.path());
    let due = app.run(WAITING, &[]);
    let says = until(Duration::from_secs(20), "a count in the tray", || {
        let labels = labels(&desktop.tray());
        labels
            .into_iter()
            .find(|label| label.contains("for an answer"))
    });
    assert_eq!(says, format!("{due} cases wait for an answer"));
    desktop.tray_click("Quit");
    app.wait_exit();
}

#[test]
fn a_second_start_shows_the_first_window() {
    let desktop = Desktop::start();
    let data = tempfile::tempdir().expect("a temporary folder");
    let app = open(&desktop, "second", data.path());
    app.wait(&named("welcome"));
    let first = app.process();
    let mut env = desktop.env().to_vec();
    env.push((
        "TVIST_DATA_DIR".into(),
        data.path().to_string_lossy().into_owned(),
    ));
    run(binary("tvist-desktop"), &[], &env, Duration::from_secs(20))
        .expect("the second start ends well by itself");
    assert_eq!(app.process(), first);
    assert!(app.window().is_some());
    app.wait(&named("welcome"));
}

#[test]
fn the_program_proves_that_it_starts() {
    let desktop = Desktop::start();
    let data = tempfile::tempdir().expect("a temporary folder");
    let mut env = desktop.env().to_vec();
    env.push((
        "TVIST_DATA_DIR".into(),
        data.path().to_string_lossy().into_owned(),
    ));
    let started = run(
        binary("tvist-desktop"),
        &["--smoke-test"],
        &env,
        Duration::from_secs(60),
    );
    assert!(started.is_ok(), "{started:?}");
}
