//! What doesn't go well: no keychain, a locked one, a crash in the middle of work, a provider that answers what nobody means.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tvist_tests::{App, Desktop, Keyring, Tvist, until};

use crate::loopback::{FAR, Says, serve, stripe_case};
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

/// What a server in Stripe's place says from now on, and how often it was asked since.
struct Mood {
    says: Says,
    asked: u32,
}

/// A page of a list with these cases.
fn page(cases: &[Value]) -> Says {
    Says::json(&json!({"object": "list", "data": cases, "has_more": false}))
}

fn good(id: &str, created: i64) -> Value {
    stripe_case(id, &json!(created), &json!(1_795_305_599))
}

fn held(mood: &Mutex<Mood>) -> MutexGuard<'_, Mood> {
    mood.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Asks for news by the button, and waits until that is over.
#[track_caller]
fn ask(app: &App, mood: &Mutex<Mood>, says: Says) {
    *held(mood) = Mood { says, asked: 0 };
    app.click(&named("sync-now"));
    until(Duration::from_secs(60), "an answer that was read", || {
        let is_over = app.count("[data-testid=sync-now][disabled]") == 0;
        (is_over && held(mood).asked > 0).then_some(())
    });
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
fn whatever_a_provider_answers_the_window_stays_and_shows_its_cases() {
    let desktop = Desktop::start();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = folder.path().join("data");
    let first = good("du_1good", 1_794_556_019);
    let mood = Arc::new(Mutex::new(Mood {
        says: page(std::slice::from_ref(&first)),
        asked: 0,
    }));
    let answers = Arc::clone(&mood);
    let base = serve(move |path, _| {
        let mut mood = held(&answers);
        mood.asked += 1;
        match path {
            "/v1/disputes" => mood.says.clone(),
            "/v1/events" | "/v1/radar/early_fraud_warnings" => page(&[]),
            _ => Says::json(&json!({})),
        }
    });
    let tvist = Tvist::new(&data).on(&desktop);
    let add = ["account", "add", "stripe", "--label", "Shop", "--api-base"];
    let key = json!({"secret_key": "sk_test_inventedKey00"});
    let _ = tvist
        .run_with_json(&[&add[..], &[&base]].concat(), &key)
        .expect(0);
    let _ = tvist.run(&["sync"]).expect(0);
    let app = open(&desktop, "hostile", &data);
    app.wait(&named("dispute-row"));

    let odd = |body: &str| Says {
        body: body.to_owned(),
        ..page(&[])
    };
    let far = stripe_case("du_2far", &json!(FAR), &json!(FAR));
    for (name, says) in [
        ("dates of no calendar", page(&[first.clone(), far])),
        (
            "headers of an age",
            Says {
                headers: vec![
                    ("Date", "31 Dec 262142 23:59:59 +0000"),
                    ("Retry-After", "18446744073709551615"),
                ],
                ..page(std::slice::from_ref(&first))
            },
        ),
        (
            "numbers beyond all numbers",
            odd(r#"{"object":"list","data":[{"id":1e400,"amount":-1e999}],"has_more":1e400}"#),
        ),
        ("a page of a proxy", odd("<html>\u{0}\u{202e}</html>")),
        ("a hundred thousand brackets", odd(&"[".repeat(100_000))),
        ("nine million bytes", odd(&"[0]".repeat(3 << 20))),
        ("nothing", odd("")),
        (
            "a refusal with a pause of an age",
            Says {
                status: 429,
                headers: vec![("Retry-After", "18446744073709551615")],
                ..odd("{}")
            },
        ),
    ] {
        ask(&app, &mood, says);
        assert_eq!(app.count(&named("dispute-row")), 1, "{name}");
        assert!(app.window().is_some(), "{name}");
    }
    is_accessible(&app, "after hostile answers");
    let _ = app.picture("after");

    // And it takes the next good one.
    let second = good("du_3new", 1_794_556_919);
    ask(&app, &mood, page(&[second, first]));
    until(Duration::from_secs(20), "both cases", || {
        (app.count(&named("dispute-row")) == 2).then_some(())
    });
    app.click(&named("dispute-row"));
    app.wait(&named("case-title"));
    app.quit();
}
