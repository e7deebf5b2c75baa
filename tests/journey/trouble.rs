//! Starts that don't go well: no keychain, a locked one, a crash in the middle of work.

use tvist_tests::{Desktop, Keyring, until};

use crate::window::{BUYER, is_accessible, named, open, open_case, practise};

#[test]
fn without_a_keychain_it_says_so_and_stores_nothing() {
    for (keyring, title) in [
        (Keyring::None, "Tvist needs a keychain"),
        (Keyring::Locked, "Your keychain is locked"),
    ] {
        let desktop = Desktop::with_keyring(keyring);
        let data = tempfile::tempdir().expect("a temporary folder");
        let app = open(
            &desktop,
            &format!("keychain-{keyring:?}").to_lowercase(),
            data.path(),
        );
        app.wait_text(title);
        is_accessible(&app, title);
        let _ = app.picture("trouble");
        assert!(
            !data.path().join("tvist.db").exists(),
            "nothing is stored without a key"
        );
    }
}

#[test]
fn what_was_typed_survives_a_crash() {
    let desktop = Desktop::start();
    let data = tempfile::tempdir().expect("a temporary folder");
    let text = "A walnut table lamp, 42 cm, as shown in the shop.";
    let field = named("text-product_description");
    let app = practise(&desktop, "crash", data.path());
    open_case(&app, BUYER);
    app.type_in(&field, text);
    // Saved at once, but not within the same instant: the foot says when.
    until(
        std::time::Duration::from_secs(5),
        "the draft to be saved",
        || {
            app.text(&named("draft-state"))
                .contains("draft saved")
                .then_some(())
        },
    );
    app.kill();

    let app = open(&desktop, "crash", data.path());
    app.wait(&named("dispute-row"));
    open_case(&app, BUYER);
    assert_eq!(app.property(&field, "value"), text);
}
