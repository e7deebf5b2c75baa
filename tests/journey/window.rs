//! The window with its data folder, and the steps that several journeys take.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;
use tvist_tests::{App, Desktop, Launch, binary, run, until};

use crate::papers;

/// A person at a Klarna chargeback of the practice set for faulty goods: the mock of the design, in small.
pub const BUYER: &str = "Lea Brandt";

/// A locator by the name that the page gives a thing for tests and for nothing else.
pub fn named(name: &str) -> String {
    format!("[data-testid=\"{name}\"]")
}

/// Opens the window.
pub fn open<'d>(desktop: &'d Desktop, journey: &str, data: &Path) -> App<'d> {
    let launch = Launch::new(&format!("journey-{journey}"), binary("tvist-desktop"));
    App::launch(desktop, launch.data_dir(data))
}

/// Opens the window and begins to practise.
#[track_caller]
pub fn practise<'d>(desktop: &'d Desktop, journey: &str, data: &Path) -> App<'d> {
    let app = open(desktop, journey, data);
    app.click(&named("practice"));
    app.wait(&named("dispute-row"));
    app
}

/// The row of a person's case on the desk.
pub fn row_of(person: &str) -> String {
    format!("//button[@data-testid='dispute-row'][contains(., '{person}')]")
}

/// Opens a person's case.
#[track_caller]
pub fn open_case(app: &App, person: &str) {
    // Rows move while accounts are read, and what moves between press and release of the mouse isn't chosen.
    until(Duration::from_secs(60), "a desk that is read", || {
        (app.count("[data-testid=sync-now][disabled]") == 0).then_some(())
    });
    app.click(&row_of(person));
    app.wait(&named("case-title"));
}

/// Two PDFs and a photo, as a shop has them.
pub struct Papers {
    folder: TempDir,
}

impl Papers {
    pub fn lay_out() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let papers = Self { folder };
        let conversation = [
            "Mara at Nordlys Shop: we are sorry to hear that.",
            "We offered a repair on 3 November.",
        ];
        fs::write(
            papers.path("customer messages.pdf"),
            papers::pdf(&conversation),
        )
        .expect("it can be written");
        let report = ["Inspection before dispatch: no fault was found."];
        fs::write(papers.path("inspection report.pdf"), papers::pdf(&report))
            .expect("it can be written");
        let photo = papers.path("dispatch photo.jpg");
        let photo = photo.to_str().expect("the paths of tests are UTF-8");
        let made = run(
            "convert",
            &[
                "-size",
                "1600x1200",
                "-seed",
                "7",
                "plasma:ivory-sienna",
                "-quality",
                "90",
                photo,
            ],
            &[],
            Duration::from_secs(60),
        );
        made.unwrap_or_else(|problem| panic!("{problem}"));
        papers
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn all(&self) -> [PathBuf; 3] {
        [
            "customer messages.pdf",
            "inspection report.pdf",
            "dispatch photo.jpg",
        ]
        .map(|name| self.path(name))
    }
}

/// Nothing that a machine can see stands between the page and a person with a disability.
#[track_caller]
pub fn is_accessible(app: &App, where_: &str) {
    let violations = app.violations();
    assert!(violations.is_empty(), "{where_}: {violations:#?}");
}

/// Anything that makes the page itself scroll sideways.
const SIDEWAYS: &str =
    "return document.documentElement.scrollWidth - document.documentElement.clientWidth;";

/// Takes a picture of a page that is accessible, and in which nothing is cut off: `clipped` is the script that lists what
/// is.
#[track_caller]
pub fn looks_well(app: &App, clipped: &str, name: &str) {
    is_accessible(app, name);
    assert_eq!(
        app.run(clipped, &[]),
        Value::Array(Vec::new()),
        "{name}: cut off"
    );
    let over = app.run(SIDEWAYS, &[]).as_i64().unwrap_or_default();
    assert!(over <= 1, "{name}: {over} px wider than the window");
    let _ = app.picture(name);
}
