//! Everything by keyboard, and files by the system's own dialog.

use tvist_tests::{Desktop, until};

use crate::window::{BUYER, Papers, named, open_case, practise};

#[test]
fn the_way_to_the_sending_sheet_needs_no_mouse() {
    let desktop = Desktop::start();
    let data = tempfile::tempdir().expect("a temporary folder");
    let app = practise(&desktop, "keyboard", data.path());

    // Find a person by name, open the case from what was found.
    app.press("Control+k");
    app.wait("dialog input");
    for key in BUYER.chars() {
        app.press(&if key == ' ' {
            "Space".to_owned()
        } else {
            key.to_string()
        });
    }
    app.wait_text(BUYER);
    app.press("Enter");
    app.wait(&named("case-title"));
    app.wait_gone("dialog");
    assert!(app.text(&named("case")).contains(BUYER));

    // From there by Tab alone; the focus is always somewhere to be seen.
    let focused = || {
        app.run(
            "return document.activeElement?.dataset?.testid ?? null",
            &[],
        )
    };
    let mut steps = 0;
    while focused() != "review" {
        app.press("Tab");
        steps += 1;
        assert!(steps < 200, "Tab never reaches the button that reviews");
    }
    app.press("Enter");
    app.wait(&named("act-sheet"));
    app.press("Escape");
    app.wait_gone(&named("act-sheet"));
    assert_eq!(focused(), "review", "the focus comes back to where it was");
}

#[test]
fn files_come_by_the_dialog_too() {
    let desktop = Desktop::start();
    let data = tempfile::tempdir().expect("a temporary folder");
    let papers = Papers::lay_out();
    let app = practise(&desktop, "dialog", data.path());
    open_case(&app, BUYER);
    let title = "Open File|Add files";
    app.click(&named("add-files"));
    desktop.cancel_dialog(title);
    assert_eq!(app.count(&named("file")), 0);
    app.click(&named("add-files"));
    desktop.choose_in_dialog(title, &papers.all()[0]);
    until(
        std::time::Duration::from_secs(20),
        "the file in the draft",
        || (app.count(&named("file")) == 1).then_some(()),
    );

    // An unpacked archive may hold a link to anything of its owner's: it isn't followed without a word.
    let link = data.path().join("invoice.pdf");
    std::os::unix::fs::symlink(&papers.all()[0], &link).expect("it can be made");
    app.drop_files(&named("case-title"), &[&link]);
    app.wait(&named("refused"));
    let refused = app.text(&named("refused"));
    assert!(
        refused.contains("invoice.pdf") && refused.contains("link to another file"),
        "{refused}"
    );
    assert_eq!(app.count(&named("file")), 1);
}
