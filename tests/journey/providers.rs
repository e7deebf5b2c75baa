//! One journey for each provider beside Stripe, in practice: see the case, add documents, send, read the result.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use tvist_tests::{App, Desktop, until};

use crate::papers;
use crate::window::{is_accessible, named, practise};

const OPEN_FILES: &str = "Open File|Add files";
const SAVE_FILE: &str = "Save File|Save the document";

/// The row of the case over an amount, as the desk writes it.
fn row(amount: &str) -> String {
    format!("//button[@data-testid='dispute-row'][contains(., '{amount}')]")
}

#[track_caller]
fn open_row(app: &App, amount: &str) {
    app.click(&row(amount));
    app.wait(&named("case-title"));
}

/// What banks and providers would do, told to the servers of the practice in this folder.
fn happens(data: &Path, provider: &str, act: &Value) -> Value {
    let plan = fs::read(data.join("practice/practice.json")).expect("a practice is under way");
    let plan: Value = serde_json::from_slice(&plan).expect("its plan is JSON");
    let url = format!("http://127.0.0.1:{}/_sandbox/act", plan["port"]);
    let mut act = act.clone();
    act["provider"] = json!(provider);
    let answer = ureq::post(&url).send_json(act);
    let mut answer = answer.unwrap_or_else(|problem| panic!("{provider}: {problem}"));
    answer.body_mut().read_json().expect("it answers in JSON")
}

/// The provider's id of a practice case by its name there.
fn id_of(data: &Path, provider: &str, case: &str) -> String {
    let all = happens(data, provider, &json!({"act": "disputes"}));
    let rows = all["disputes"].as_array().cloned().unwrap_or_default();
    let found = rows.iter().find(|row| row["case"] == case);
    let id = found.and_then(|row| row["id"].as_str());
    id.unwrap_or_else(|| panic!("{provider} has no {case}: {all}"))
        .to_owned()
}

/// Drops a PDF on the case; its name says where it belongs.
#[track_caller]
fn drop_pdf(app: &App, folder: &Path, name: &str, lines: &[&str]) {
    let path = folder.join(name);
    fs::write(&path, papers::pdf(lines)).expect("it can be written");
    let before = app.count(&named("file"));
    app.drop_files(&named("case-title"), &[&path]);
    until(
        Duration::from_secs(30),
        "one more file in the draft",
        || (app.count(&named("file")) > before).then_some(()),
    );
}

/// Sends the answer, after its rehearsal was looked at.
#[track_caller]
fn send(app: &App, pictures: &str) {
    app.click(&named("review"));
    app.wait(&named("confirm-submit"));
    let _ = app.picture(&format!("{pictures}-review"));
    is_accessible(app, "sending sheet");
    app.click(&named("confirm-submit"));
    app.wait("[data-testid=outcome][data-state=accepted]");
    let _ = app.picture(&format!("{pictures}-sent"));
    app.click(&named("done"));
    app.wait_gone("dialog");
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
fn clearhaus_from_the_issuers_letter_to_a_case_that_comes_back() {
    let desktop = Desktop::start();
    let data = tempfile::tempdir().expect("a temporary folder");
    let files = tempfile::tempdir().expect("a temporary folder");
    let app = practise(&desktop, "clearhaus", data.path());
    let id = id_of(data.path(), "clearhaus", "not-provided");
    happens(
        data.path(),
        "clearhaus",
        &json!({"act": "plan", "dispute": id, "returns": true}),
    );

    let _ = app.picture("1-desk");
    open_row(&app, "1,299.00");
    app.wait(&named("document"));
    let _ = app.picture("2-case");
    is_accessible(&app, "Clearhaus case");

    // The issuer's letter, byte for byte where the owner wants it.
    let letter = files.path().join("from the bank.pdf");
    app.click("//li[contains(., 'issuer-1.pdf')]//button[@data-testid='save-document']");
    desktop.choose_in_dialog(SAVE_FILE, &letter);
    app.wait_text("Saved");
    let saved = fs::read(&letter).expect("the letter was saved");
    let text = String::from_utf8_lossy(&saved);
    assert!(saved.starts_with(b"%PDF-") && text.contains("the parcel never arrived"));

    // A word to Clearhaus's people, which the bank never sees.
    assert!(app.text(&named("comments")).contains("never sees"));
    app.type_in(&named("comment-text"), "The proof is on page one.");
    app.click(&named("comment-send"));
    app.wait(&named("comment"));
    assert!(
        app.text(&named("comment"))
            .contains("The proof is on page one.")
    );
    let _ = app.picture("3-beside");

    let proof = ["Delivered on 4 November 2026, signed by the buyer."];
    drop_pdf(&app, files.path(), "delivery proof.pdf", &proof);
    state_delivery(&app);
    send(&app, "4");
    app.wait(&format!("{}[@data-group='waiting']", row("1,299.00")));

    // In the evening Clearhaus sends it back: an entry of its own, and the clock runs again.
    app.click(&named("practice-day"));
    app.wait(&format!("{}[@data-group='answer_now']", row("1,299.00")));
    app.wait_text("sent your answer back");
    app.wait(&named("review"));
    until(
        Duration::from_secs(20),
        "the word of Clearhaus's people",
        || (app.count(&named("comment")) == 2).then_some(()),
    );
    let _ = app.picture("5-returned");
    is_accessible(&app, "a case that came back");
    let day = app.text(&named("practice-now"));
    app.quit();

    // The practised day and all that happened are there after a new start.
    let app = crate::window::open(&desktop, "clearhaus", data.path());
    app.wait(&named("practice-mark"));
    let date = |text: &str| text.split(", ").take(2).collect::<Vec<_>>().join(", ");
    assert_eq!(date(&app.text(&named("practice-now"))), date(&day));
    open_row(&app, "1,299.00");
    app.wait_text("sent your answer back");
    assert_eq!(
        happens(
            data.path(),
            "clearhaus",
            &json!({"act": "brief", "dispute": id})
        )["effects"]
            .as_object()
            .map(serde_json::Map::len),
        Some(1),
        "one answer, as before the new start"
    );
}

/// What a claim about a delivery has to say.
#[track_caller]
fn state_delivery(app: &App) {
    app.fill(&named("text-shipping_carrier"), "PostNord");
    app.fill(&named("text-shipping_tracking_number"), "SE123456785SE");
    app.run(
        "const field = document.querySelector('[data-testid=text-shipping_date]'); \
         field.value = '2026-11-02'; \
         field.dispatchEvent(new Event('input', {bubbles: true})); \
         field.dispatchEvent(new Event('change', {bubbles: true})); return true",
        &[],
    );
    app.press("Tab");
    app.wait_text("draft saved");
}

#[test]
fn celcoin_from_a_guessed_reason_to_a_call_that_tells_the_result() {
    let desktop = Desktop::start();
    let data = tempfile::tempdir().expect("a temporary folder");
    let files = tempfile::tempdir().expect("a temporary folder");
    let app = practise(&desktop, "celcoin", data.path());
    let id = id_of(data.path(), "celcoin", "not-received");

    // Celcoin gives no reason: what Tvist guesses is marked as a guess until the owner says so.
    open_row(&app, "645.00");
    app.wait(&named("guessed-reason"));
    assert!(app.text(&named("guessed-reason")).contains("Perhaps"));
    assert!(app.text(&named("case-title")).contains("Reason not known"));
    let _ = app.picture("1-guess");
    is_accessible(&app, "a guessed reason");
    app.click(&named("guess-confirm"));
    app.wait_text("You said: Not received");
    app.wait(&named("slot-shipping_documentation"));
    assert!(app.text(&named("case-title")).contains("Not received"));

    let proof = ["Entregue em 4 de novembro de 2026."];
    drop_pdf(&app, files.path(), "delivery proof.pdf", &proof);
    state_delivery(&app);
    let _ = app.picture("2-papers");
    send(&app, "3");
    app.wait(&format!("{}[@data-group='waiting']", row("645.00")));

    // Calls are off until switched on; registering says what it replaces.
    let address = free_address();
    app.click(&named("place-accounts"));
    app.click(&format!("{} summary", named("webhook")));
    app.wait(&named("webhook-state"));
    assert_eq!(app.text(&named("webhook-state")), "Off");
    app.fill(&named("webhook-listen"), &address);
    app.click(&named("webhook-switch"));
    app.wait_text(&format!("Receiving at {address}"));
    app.fill(&named("webhook-url"), &format!("http://{address}/celcoin"));
    app.click("[data-testid=webhook-others] input[value='transaction.updateStatus']");
    app.click(&named("webhook-ask"));
    app.wait(&named("webhook-warning"));
    let then = app.text(&named("webhook-events"));
    assert!(
        then.contains("chargeback.update, transaction.updateStatus"),
        "{then}"
    );
    let _ = app.picture("4-replaces");
    is_accessible(&app, "registering an address");
    app.click(&named("webhook-register"));
    app.wait(&named("webhook-registered"));

    // The analysis ends; nobody asks for it: Celcoin calls.
    app.click(&named("place-desk"));
    app.wait(&format!("{}[@data-group='waiting']", row("645.00")));
    happens(
        data.path(),
        "celcoin",
        &json!({"act": "decide", "dispute": id, "won": true}),
    );
    // What the owner told stays told after the decision.
    let closed = "[@data-group='closed'][contains(., 'Not received')]";
    app.wait(&format!("{}{closed}", row("645.00")));
    open_row(&app, "645.00");
    app.wait_text("Won");
    let _ = app.picture("5-won");
    is_accessible(&app, "a Celcoin case that was won");
}

#[test]
fn unico_from_a_fraud_case_to_the_result_of_its_analysis() {
    let desktop = Desktop::start();
    let data = tempfile::tempdir().expect("a temporary folder");
    let files = tempfile::tempdir().expect("a temporary folder");
    let app = practise(&desktop, "unico", data.path());
    open_row(&app, "259.90");
    app.wait(&named("analysis-ask"));
    app.click(&named("analysis-ask"));
    app.wait(&named("analysis-conditions"));

    // The first payment to practise with is one that IDPay approved wrongly.
    app.run(
        "const choice = document.querySelector('[data-testid=analysis-example]'); \
         choice.selectedIndex = 1; choice.dispatchEvent(new Event('change', {bubbles: true})); return true",
        &[],
    );
    app.fill(&named("analysis-name"), "Ana Exemplo");
    app.fill(&named("analysis-cpf"), "529.982.247-24");
    app.click(&named("analysis-credit"));
    let notice = files.path().join("aviso do adquirente.pdf");
    fs::write(&notice, papers::pdf(&["Aviso de chargeback"])).expect("it can be written");
    app.click(&named("analysis-add-file"));
    desktop.choose_in_dialog(OPEN_FILES, &notice);
    app.wait(&named("analysis-file"));
    let _ = app.picture("1-form");
    is_accessible(&app, "asking for an analysis");

    // A CPF that can't be one is told before anything leaves.
    app.click(&named("analysis-review-button"));
    app.wait(&named("analysis-problem"));
    assert!(app.text(&named("analysis-review")).contains("CPF"));
    app.click("//dialog//button[normalize-space(.)='Back']");
    app.fill(&named("analysis-cpf"), "529.982.247-25");
    app.click(&named("analysis-review-button"));
    app.wait(&named("analysis-review"));
    let _ = app.picture("2-review");
    is_accessible(&app, "an analysis before it is sent");
    app.click(&named("analysis-confirm"));
    app.wait("[data-testid=analysis-outcome][data-state=accepted]");
    let _ = app.picture("3-asked");
    app.click(&named("analysis-done"));
    app.wait_gone("dialog");
    app.wait(&named("analysis-state"));

    // What IDPay knows of the buyer, as evidence for the bank: only when the owner wants it.
    let before = app.count(&named("file"));
    app.click(&format!("{} summary", named("analysis")));
    app.click(&named("probative-add"));
    app.wait(&named("probative-added"));
    until(
        Duration::from_secs(20),
        "the probative set in the draft",
        || (app.count(&named("file")) > before).then_some(()),
    );
    let _ = app.picture("4-beside");

    // A week later Unico has decided.
    app.click(&named("practice-week"));
    app.wait_text("Granted");
    let _ = app.picture("5-granted");
    is_accessible(&app, "an analysis that was granted");
}

/// An address on this machine where nobody listens now.
pub fn free_address() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
    listener.local_addr().expect("it is known").to_string()
}
