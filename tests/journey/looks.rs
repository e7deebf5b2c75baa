//! How it looks: themes, languages, sizes. Pictures are kept of each; what a machine can judge is judged.

use tvist_tests::{App, Desktop};

use crate::window::{BUYER, looks_well, named, open_case, practise};

/// Words that are cut off: what is wider than its box without a way to see the rest. What is for the ear alone is in a
/// box of one pixel.
const CLIPPED: &str = "return [...document.querySelectorAll('button, h1, h2, h3, dt, label, summary, legend, th')]
    .filter((e) => e.offsetParent && e.clientWidth > 1 && getComputedStyle(e).overflowX !== 'visible' && e.scrollWidth > e.clientWidth + 1)
    .map((e) => e.textContent.trim().slice(0, 60));";

fn choose(app: &App, setting: &str, value: &str) {
    app.click("[data-testid=place-settings]");
    app.click(&format!("[data-testid={setting}] option[value='{value}']"));
    app.settle();
}

#[test]
fn both_themes_in_four_languages() {
    let desktop = Desktop::start();
    let data = tempfile::tempdir().expect("a temporary folder");
    let app = practise(&desktop, "looks", data.path());
    for language in ["en", "sv", "de", "pt-BR"] {
        choose(&app, "language", language);
        for theme in ["light", "dark"] {
            choose(&app, "theme", theme);
            looks_well(&app, CLIPPED, &format!("settings-{language}-{theme}"));
            app.click("[data-testid=place-desk]");
            open_case(&app, BUYER);
            looks_well(&app, CLIPPED, &format!("case-{language}-{theme}"));
        }
    }
}

#[test]
fn every_size_from_narrow_to_wide() {
    let desktop = Desktop::start();
    let data = tempfile::tempdir().expect("a temporary folder");
    let app = practise(&desktop, "sizes", data.path());
    for (width, height) in [(640, 700), (900, 700), (1280, 820), (1430, 940)] {
        app.resize(width, height);
        looks_well(&app, CLIPPED, &format!("desk-{width}"));
        open_case(&app, BUYER);
        looks_well(&app, CLIPPED, &format!("case-{width}"));
        app.press("Escape");
    }
    app.wait(&named("dispute-row"));
}
