//! Stripe's cards and Klarna in the window: an inquiry refunded, one that escalates, earlier payments as evidence, a fee
//! consented to, an answer taken back from the provider, and a reason that comes late. All in practice, by its own clock.

use std::path::Path;

use tvist_tests::{App, Desktop};

use crate::window::{Papers, is_accessible, named, practise};

/// The row of one of a person's cases: in this group of the desk, with this amount.
fn row(person: &str, group: &str, amount: &str) -> String {
    format!(
        "//button[@data-testid='dispute-row'][contains(., '{person}')][contains(., '{amount}')][@data-group='{group}']"
    )
}

#[track_caller]
fn open_row(app: &App, row: &str) {
    app.click(row);
    app.wait(&named("case-title"));
}

/// Drops a paper on a place of the checklist.
#[track_caller]
fn put(app: &App, papers: &Papers, slot: &str) {
    let paper = &papers.all()[0];
    let paper: &Path = paper.as_ref();
    app.drop_files(&named(&format!("slot-{slot}")), &[paper]);
    app.wait(&named("file"));
}

/// Goes on to a date field by the keyboard and types the date part by part, as the field wants it.
#[track_caller]
fn type_date(app: &App, field: &str, parts: [&str; 3]) {
    app.press("Tab");
    for part in parts {
        for digit in part.chars() {
            app.press(&digit.to_string());
        }
        app.press("ArrowRight");
    }
    app.press("Tab");
    let typed = app.property(&named(field), "value");
    assert_ne!(typed, "", "the date is whole");
}

/// Moves the practised day on, and waits until it is done.
#[track_caller]
fn move_on(app: &App, step: &str) {
    let button = format!("button[data-testid=practice-{step}]");
    app.click(&button);
    app.wait(&format!("{button}[aria-disabled=false]"));
}

/// Confirms what lies open for review and waits for the provider's yes.
#[track_caller]
fn confirm(app: &App, act: &str) {
    app.click(&named(&format!("confirm-{act}")));
    app.wait("[data-testid=outcome][data-state=accepted]");
    let _ = app.picture("9-done");
    app.click(&named("done"));
    app.wait_gone("dialog");
}

#[test]
fn a_klarna_inquiry_is_refunded() {
    let desktop = Desktop::start();
    let data = tempfile::tempdir().expect("a temporary folder");
    let app = practise(&desktop, "klarna-refund", data.path());
    open_row(&app, &row("Freja Lindqvist", "talk", "1,299.00"));
    app.wait(&named("ways"));
    app.wait(&named("return"));
    app.wait(&named("test-case"));
    assert!(!app.sees(&named("review")), "an inquiry takes no answer");
    is_accessible(&app, "inquiry");
    let _ = app.picture("1-inquiry");
    app.click(&named("refund"));
    app.wait(&named("consequence"));
    assert!(app.text(&named("costs")).contains("1,299.00"));
    let _ = app.picture("2-review");
    confirm(&app, "refund");
    app.wait(&row("Freja Lindqvist", "closed", "1,299.00"));
    app.wait_gone(&named("ways"));
    let _ = app.picture("3-closed");
}

#[test]
fn a_klarna_inquiry_escalates_and_is_answered() {
    let desktop = Desktop::start();
    let data = tempfile::tempdir().expect("a temporary folder");
    let app = practise(&desktop, "klarna-escalation", data.path());
    open_row(&app, &row("Signe Holmgaard", "talk", "600.00"));
    assert!(
        app.text(&named("way-refund")).contains("1,800.00"),
        "a part of a payment: what is disputed, and of how much"
    );
    let _ = app.picture("1-inquiry");
    // The window's own clock: three days on, the 21 days are over.
    for _ in 0..3 {
        move_on(&app, "day");
    }
    app.wait(&row("Signe Holmgaard", "answer_now", "600.00"));
    app.wait(&named("escalated"));
    assert!(app.text(&named("money")).contains("back if you win"));
    is_accessible(&app, "escalated");
    let _ = app.picture("2-escalated");

    put(&app, &Papers::lay_out(), "shipping_documentation");
    for (field, value) in [
        ("shipping_tracking_number", "370438101556221014"),
        ("shipping_carrier", "Bring"),
    ] {
        app.type_in(&named(&format!("text-{field}")), value);
    }
    type_date(&app, "text-shipping_date", ["11", "03", "2026"]);
    app.click(&named("review"));
    app.wait(&named("leaves"));
    let _ = app.picture("3-review");
    confirm(&app, "submit");
    app.wait(&row("Signe Holmgaard", "waiting", "600.00"));
    let _ = app.picture("4-waiting");
}

#[test]
fn earlier_payments_answer_a_fraud_case() {
    let desktop = Desktop::start();
    let data = tempfile::tempdir().expect("a temporary folder");
    let app = practise(&desktop, "earlier-payments", data.path());
    open_row(&app, &row("Jonas Keller", "answer_now", "129.90"));
    app.click("[data-testid=compelling] > summary");
    app.click(&named("ce3-find"));
    app.wait(&named("ce3-use-0"));
    let _ = app.picture("1-found");
    app.click("[data-testid=ce3-found] li:nth-child(1) [data-testid=ce3-use-0]");
    app.click("[data-testid=ce3-found] li:nth-child(2) [data-testid=ce3-use-1]");
    app.click(&named("ce3-take-disputed-product_description"));
    app.click(&named("ce3-take-same-customer_email_address"));
    app.type_in(&named("ce3-same-customer_purchase_ip"), "203.0.113.24");
    app.press("Tab");
    app.wait(&named("ce3-missing"));
    let _ = app.picture("2-one-missing");
    app.click("[data-testid=ce3-disputed-merchandise_or_services] option[value=merchandise]");
    app.wait_gone(&named("ce3-missing"));
    app.wait(&named("ce3-not-current"));
    is_accessible(&app, "form of earlier payments");
    app.click(&named("ce3-ask"));
    app.wait(&named("ce3-status"));
    assert!(app.text(&named("ce3-status")).contains("it qualifies"));
    let _ = app.picture("3-qualified");
    app.click(&named("review"));
    app.wait(&named("leaves"));
    let leaves = app.text(&named("leaves"));
    assert!(leaves.contains("First earlier payment"), "{leaves}");
    let _ = app.picture("4-review");
    confirm(&app, "submit");
    app.wait(&row("Jonas Keller", "waiting", "129.90"));
}

#[test]
fn a_compliance_case_waits_for_consent_to_its_fee() {
    let desktop = Desktop::start();
    let data = tempfile::tempdir().expect("a temporary folder");
    let app = practise(&desktop, "consent", data.path());
    open_row(&app, &row("Theresa Hofer", "answer_now", "412.00"));
    app.type_in(
        &named("text-product_description"),
        "Milk frother Skum, two units, as ordered.",
    );
    app.press("Tab");
    app.click(&named("review"));
    app.wait(&named("problems"));
    assert!(app.text(&named("problems")).contains("network fee"));
    assert_eq!(app.property(&named("confirm-submit"), "disabled"), true);
    let _ = app.picture("1-refused");
    app.click(&named("keep-editing"));
    app.wait_gone("dialog");
    assert!(app.text(&named("fee-consent")).contains("500.00"));
    app.click(&named("fact-fee_acknowledged"));
    is_accessible(&app, "consent");
    let _ = app.picture("2-consent");
    app.click(&named("review"));
    app.wait(&named("costs"));
    app.wait_gone(&named("problems"));
    assert!(app.text(&named("costs")).contains("500.00"));
    let _ = app.picture("3-review");
    confirm(&app, "submit");
    app.wait(&row("Theresa Hofer", "waiting", "412.00"));
}

#[test]
fn an_answer_of_the_providers_own_is_switched_off() {
    let desktop = Desktop::start();
    let data = tempfile::tempdir().expect("a temporary folder");
    let app = practise(&desktop, "own-answer", data.path());
    let case = row("Mariana Azevedo", "answer_now", "289.90");
    open_row(&app, &case);
    app.wait(&named("own-answer"));
    assert!(app.text(&named("own-answer")).contains("30"));
    is_accessible(&app, "the provider's own answer");
    let _ = app.picture("1-would-answer");
    app.click(&named("answer-manually"));
    app.wait(&named("own-answer-manual"));
    app.wait_gone(&named("own-answer"));
    assert!(app.text(&named("silence")).contains("the case is lost"));
    let _ = app.picture("2-manual");
    // Two weeks on nothing went out by itself: the case is lost for want of an answer.
    for _ in 0..2 {
        move_on(&app, "week");
    }
    app.wait(&row("Mariana Azevedo", "closed", "289.90"));
    let _ = app.picture("3-nothing-went-out");
}

#[test]
fn the_reason_of_a_loss_comes_days_later() {
    let desktop = Desktop::start();
    let data = tempfile::tempdir().expect("a temporary folder");
    let app = practise(&desktop, "late-reason", data.path());
    open_row(&app, &row("Signe Holmgaard", "closed", "320.00"));
    app.wait(&named("loss-reason-until"));
    is_accessible(&app, "lost, reason to come");
    let _ = app.picture("1-to-come");
    move_on(&app, "week");
    app.wait_gone(&named("loss-reason-until"));
    let lesson = app.text(&named("lost"));
    assert!(lesson.contains("There was no answer in time"), "{lesson}");
    let _ = app.picture("2-told");
}

/// What Klarna's guide (and Stripe's for cards) says about a case, seen on its page: which case, where, and the words.
type Seen = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

const GUIDE: [Seen; 9] = [
    // Klarna's reason stands beside Stripe's.
    ("Erik Nyqvist", "talk", "699.00", "facts", "Already paid"),
    // Fraud starts as a chargeback at once; its fee is withheld.
    (
        "Mads Overgaard",
        "answer_now",
        "2,450.00",
        "money",
        "back if you win",
    ),
    // Won: amount and fee come back.
    ("Lea Brandt", "closed", "189.00", "money", "given back"),
    // Came lost, with no way to answer, and the reason of the loss.
    (
        "Mads Overgaard",
        "closed",
        "500.00",
        "lost",
        "allowed no answer",
    ),
    (
        "Mads Overgaard",
        "closed",
        "500.00",
        "lost",
        "shipping policy",
    ),
    // Taken back by the customer: no fee.
    ("Elin Sandström", "closed", "399.00", "money", "none"),
    // A date of 0: no answer is possible.
    (
        "Jonas Keller",
        "answer_now",
        "100.00",
        "due-bar",
        "takes no answer",
    ),
    // An appeal: its own fields only.
    (
        "Amelia Thornbury",
        "answer_now",
        "224.00",
        "appeal",
        "The bank rejected the answer",
    ),
    (
        "Amelia Thornbury",
        "answer_now",
        "224.00",
        "evidence",
        "Why the decision is wrong",
    ),
];

#[test]
fn what_the_guides_say_is_seen_on_each_case() {
    let desktop = Desktop::start();
    let data = tempfile::tempdir().expect("a temporary folder");
    let app = practise(&desktop, "guide", data.path());
    for (n, (person, group, amount, place, part)) in GUIDE.iter().enumerate() {
        open_row(&app, &row(person, group, amount));
        let place = if *place == "facts" {
            "aside".to_owned()
        } else {
            named(place)
        };
        app.wait(&place);
        let _ = app.picture(&format!("{n}-{group}"));
        let seen = app.text(&place);
        assert!(
            seen.contains(part),
            "{person} {amount}: {part:?} in {seen:?}"
        );
        is_accessible(&app, person);
    }
}
