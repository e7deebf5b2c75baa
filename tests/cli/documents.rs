//! What lies beside a case, through whatever happens on the way: documents of attempts that did nothing, remarks whose
//! answer was lost, and where an analysis may be asked for.

use serde_json::{Value, json};
use tvist_sandbox::{Fault, FaultRule};

use crate::support::papers::pdf;
use crate::support::shop::{Shop, codes, list, word};

const CASE: &str = "not-provided";

fn clearhaus() -> (Shop, String) {
    let shop = Shop::open();
    let _ = shop.add_account_of("clearhaus");
    shop.ok(&["sync"]);
    let case = shop.case_of("clearhaus", CASE);
    (shop, case)
}

/// What lies with the case at Clearhaus itself, and is ours.
fn ours(shop: &Shop, case: &str) -> Vec<String> {
    let documents = shop.ok(&["documents", case]);
    let lying = |d: &&Value| d["origin"] == "app" && !word(d, "id").starts_with("sub_");
    list(&documents, "documents")
        .iter()
        .filter(lying)
        .map(|d| word(d, "id").to_owned())
        .collect()
}

fn spoil(shop: &Shop, method: &str, path: &str, fault: Fault) {
    let rule = FaultRule::next(method, path, fault).of("clearhaus");
    shop.control().add_fault(rule);
}

fn refused() -> Fault {
    Fault::ErrorBeforeApply {
        status: 422,
        cached: false,
    }
}

#[test]
fn a_document_of_an_attempt_that_did_nothing_doesnt_stay_beside_the_next_one() {
    for (fault, code) in [(Fault::ResetBeforeApply, 5), (refused(), 4)] {
        let (shop, case) = clearhaus();
        let first = shop.file("first.pdf", &pdf(&["With a mistake"]));
        shop.ok(&["evidence", "add", &case, &first]);
        let stamp = format!("/disputes/{case}/stamps/refuted");
        spoil(&shop, "PUT", &stamp, fault);
        shop.ends(code, &["submit", &case, "--confirm"]);
        shop.ok(&["reconcile"]);
        let before = ours(&shop, &case);
        assert_eq!(
            before.len(),
            1,
            "an upload is repeatable, so it may lie there"
        );

        assert_eq!(told(&shop, &case), 0, "the same is sent again");
        let second = shop.file("second.pdf", &pdf(&["Without it"]));
        shop.ok(&["evidence", "add", &case, &second]);
        assert_eq!(told(&shop, &case), 1);
        shop.ok(&["submit", &case, "--confirm"]);
        let after = ours(&shop, &case);
        assert_eq!(after.len(), 1, "Clearhaus takes one document");
        assert_ne!(before, after, "and it is the one that was reviewed last");
        assert_eq!(shop.control().effect("clearhaus", &case, "submit"), 1);
    }
}

/// How often the rehearsal tells of a document of an earlier try; it holds nothing up.
fn told(shop: &Shop, case: &str) -> usize {
    let rehearsal = shop.ok(&["submit", case]);
    assert_eq!(rehearsal["ready"], true, "{rehearsal}");
    let left = |p: &&Value| p["code"] == "document_left" && p["blocks"] == false;
    let told: Vec<&Value> = list(&rehearsal, "problems").iter().filter(left).collect();
    for problem in &told {
        assert!(
            word(problem, "message").contains("documents.pdf"),
            "{problem}"
        );
        assert!(shop.text(&["submit", case]).contains("earlier try"));
    }
    told.len()
}

#[test]
fn a_document_that_the_provider_keeps_is_told_before_the_answer_is_confirmed() {
    let (shop, case) = clearhaus();
    let first = shop.file("first.pdf", &pdf(&["With a mistake"]));
    shop.ok(&["evidence", "add", &case, &first]);
    assert_eq!(told(&shop, &case), 0);
    let stamp = format!("/disputes/{case}/stamps/refuted");
    spoil(&shop, "PUT", &stamp, refused());
    shop.ends(4, &["submit", &case, "--confirm"]);
    let kept = ours(&shop, &case);
    let second = shop.file("second.pdf", &pdf(&["Without it"]));
    shop.ok(&["evidence", "add", &case, &second]);

    // It is refused once, and the answer that was to follow is refused too: the next rehearsal still tells.
    spoil(&shop, "DELETE", &format!("/files/{}", kept[0]), refused());
    spoil(&shop, "PUT", &stamp, refused());
    shop.ends(4, &["submit", &case, "--confirm"]);
    assert_eq!(ours(&shop, &case).len(), 2);
    assert_eq!(told(&shop, &case), 1);
    spoil(&shop, "DELETE", &format!("/files/{}", kept[0]), refused());
    shop.ok(&["submit", &case, "--confirm"]);
    assert_eq!(ours(&shop, &case).len(), 2, "it stays, as was told");
}

/// The process dies when the file is there and its id isn't noted yet: nothing on this side knows of it.
#[test]
fn a_document_that_a_crash_left_unnoted_is_found_and_used() {
    let (shop, case) = clearhaus();
    let paper = shop.file("paper.pdf", &pdf(&["Once"]));
    shop.ok(&["evidence", "add", &case, &paper]);
    let dying = shop.tvist.clone().env("TVIST_FAULT", "unnoted");
    assert_eq!(dying.run(&["submit", &case, "--confirm"]).code, None);
    shop.ok(&["reconcile"]);
    assert_eq!(
        ours(&shop, &case),
        Vec::<String>::new(),
        "not known as ours"
    );
    shop.ok(&["submit", &case, "--confirm"]);
    assert_eq!(ours(&shop, &case).len(), 1);
    let documents = shop.ok(&["documents", &case]);
    let named = |d: &&Value| d["name"] == "documents.pdf" && !word(d, "id").starts_with("sub_");
    let count = list(&documents, "documents").iter().filter(named).count();
    assert_eq!(count, 1, "{documents}");
    assert_eq!(shop.control().effect("clearhaus", &case, "submit"), 1);
}

#[test]
fn the_same_document_is_put_there_once() {
    let (shop, case) = clearhaus();
    let paper = shop.file("paper.pdf", &pdf(&["The very same"]));
    shop.ok(&["evidence", "add", &case, &paper]);
    let stamp = format!("/disputes/{case}/stamps/refuted");
    spoil(&shop, "PUT", &stamp, Fault::ResetBeforeApply);
    shop.ends(5, &["submit", &case, "--confirm"]);
    shop.ok(&["reconcile"]);
    let before = ours(&shop, &case);
    shop.ok(&["submit", &case, "--confirm"]);
    assert_eq!(ours(&shop, &case), before);
}

#[test]
fn an_entry_whose_answer_was_lost_is_the_one_that_is_used() {
    let (shop, case) = clearhaus();
    let paper = shop.file("paper.pdf", &pdf(&["Once"]));
    shop.ok(&["evidence", "add", &case, &paper]);
    let files = format!("/disputes/{case}/files");
    spoil(&shop, "POST", &files, Fault::ResetAfterApply);
    shop.ok(&["submit", &case, "--confirm"]);
    let documents = shop.ok(&["documents", &case]);
    let named = |d: &&Value| d["name"] == "documents.pdf";
    let count = list(&documents, "documents").iter().filter(named).count();
    assert_eq!(count, 1, "{documents}");
}

#[test]
fn a_remark_is_never_written_twice_and_never_told_as_undone() {
    let body = "Proof on page 3.";
    for (fault, code, written) in [
        (Fault::ResetAfterApply, 0, 1),
        (Fault::ResetBeforeApply, 5, 0),
        (refused(), 1, 0),
    ] {
        let (shop, case) = clearhaus();
        let comments = format!("/disputes/{case}/comments");
        spoil(&shop, "POST", &comments, fault);
        shop.ends(code, &["comments", "add", &case, body]);
        let all = shop.ok(&["comments", &case]);
        let same = |c: &&Value| c["body"] == body;
        let count = list(&all, "comments").iter().filter(same).count();
        assert_eq!(count, written, "{all}");
    }
}

#[test]
fn a_remark_and_a_fact_come_by_standard_input_too() {
    let (shop, case) = clearhaus();
    let body = "Delivered to the neighbour.\nProof on page 3.";
    let args = ["comments", "add", &case, "-"];
    let _ = shop.tvist.run_with(&args, &format!("{body}\n")).expect(0);
    let all = shop.ok(&["comments", &case]);
    let same = |c: &Value| c["body"] == body;
    assert!(list(&all, "comments").iter().any(same), "{all}");
    let args = ["evidence", "fact", &case, "goods", "-"];
    let draft = shop.tvist.run_with(&args, "physical\n").expect(0);
    assert_eq!(draft["facts"]["goods"], "physical");
}

#[test]
fn where_no_remark_is_taken_it_is_refused_before_anything_is_sent() {
    let shop = Shop::open();
    let _ = shop.add_account_of("celcoin");
    shop.ok(&["sync"]);
    let case = shop.case_of("celcoin", "fraud-soon");
    let refused = shop.ends(3, &["comments", "add", &case, "Bom dia"]);
    assert_eq!(codes(&refused), ["not_allowed_now"]);
}

#[test]
fn a_document_that_isnt_there_is_named() {
    let (shop, case) = clearhaus();
    let out = shop.folder().join("out.pdf");
    let out = out.to_str().unwrap();
    let missing = shop.ends(1, &["documents", "get", &case, "no-such", "--out", out]);
    assert_eq!(missing["error"]["kind"], "not_found");
    assert!(!std::path::Path::new(out).exists());
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
fn an_analysis_is_offered_for_fraud_once_there_is_who_examines_it() {
    let (shop, case) = clearhaus();
    let all = shop.ok(&["disputes"]);
    let fraud = list(&all, "disputes")
        .iter()
        .find(|d| {
            d["reason"]["category"] == "fraudulent"
                && d["status"] == "needs_response"
                && d["stage"] == "chargeback"
        })
        .map(|d| word(d, "id").to_owned())
        .expect("the practice set has a case of fraud");
    let offered = |which: &str| {
        let dispute = shop.ok(&["dispute", which]);
        list(&dispute, "allowed").contains(&json!("request_analysis"))
    };
    assert!(!offered(&fraud), "nobody to ask");
    let _ = shop.add_account_of("unico");
    assert!(offered(&fraud));
    assert!(!offered(&case), "that one is about a parcel");
    let desk = shop.ok(&["disputes"]);
    let on_desk = list(&desk, "disputes")
        .iter()
        .find(|d| d["id"] == fraud.as_str());
    assert!(list(on_desk.unwrap(), "allowed").contains(&json!("request_analysis")));

    let approved = shop.at_unico("case", "approved");
    let transaction = word(&approved, "id");
    let notice = shop.file("notice.pdf", &pdf(&["The acquirer's notice"]));
    let created = shop.control().now() - chrono::TimeDelta::days(21);
    let created = created.date_naive().to_string();
    let mut args = vec!["analysis", "request", &fraud, "--transaction", transaction];
    args.extend(["--created", &created, "--requestor-cpf", "52998224725"]);
    args.extend([
        "--name",
        "Ana Exemplo",
        "--reason",
        "Fraude",
        "--file",
        &notice,
    ]);
    let rehearsal = shop.ok(&args);
    assert_eq!(rehearsal["files"][0]["pages"], 1);
    // The same with who asks, and why, by standard input: nothing of it is an argument.
    let mut quiet = vec!["analysis", "request", &fraud, "--transaction", transaction];
    quiet.extend(["--created", &created, "--file", &notice, "--stdin"]);
    let who = json!({"requestor_cpf": "52998224725", "name": "Ana Exemplo", "reason": "Fraude"});
    let piped = shop.tvist.run_with_json(&quiet, &who).expect(0);
    assert_eq!(piped, rehearsal);
    quiet.pop();
    shop.ends(2, &quiet);
    args.push("--confirm");
    assert_eq!(shop.ok(&["dispute", &fraud])["analyses"], json!([]));
    let asked = shop.ok(&args);
    assert!(!offered(&fraud), "there is only one");

    // The case names what hangs on it: id, state, result (contract, `analyses`).
    let dispute = shop.ok(&["dispute", &fraud]);
    let analyses = list(&dispute, "analyses");
    assert_eq!(analyses.len(), 1, "{dispute}");
    let analysis = &analyses[0];
    assert_eq!(analysis["id"], asked["id"]);
    assert_eq!(analysis["transaction"], transaction);
    assert_eq!(analysis["analysis"], asked["analysis"]);
    assert_eq!(analysis["state"], asked["provider_status"]);
    assert_eq!(analysis["result"], Value::Null);
    assert_eq!(
        shop.ok(&["dispute", &case])["analyses"],
        json!([]),
        "not on another"
    );
}

/// clearhaus.md §1.6, celcoin.md §2.4: nobody there publishes a limit, so what is large only warns. Nineteen pages are
/// Mastercard's.
#[test]
fn a_limit_that_nobody_published_never_blocks() {
    for (provider, case, warned) in [
        ("clearhaus", "not-provided", &[][..]),
        ("celcoin", "fraud", &[][..]),
        ("clearhaus", "fraud-due-tomorrow", &["pages_of_network"][..]),
    ] {
        let shop = Shop::open();
        let _ = shop.add_account_of(provider);
        shop.ok(&["sync"]);
        let case = shop.case_of(provider, case);
        let lines: Vec<String> = (1..=25).map(|n| format!("Page {n}")).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let file = shop.file("log.pdf", &pdf(&lines));
        shop.ok(&["evidence", "add", &case, &file, "--slot", "receipt"]);
        let checked = shop.ok(&["evidence", "check", &case]);
        assert_eq!(checked["ready"], true, "{provider}: {checked}");
        assert_eq!(checked["meters"]["pages"], 25, "{checked}");
        let found = codes(&checked);
        let pages: Vec<&String> = found.iter().filter(|code| code.contains("pages")).collect();
        assert_eq!(pages, warned, "{provider}: {checked}");
        shop.ok(&["submit", &case, "--confirm"]);
    }
}

#[test]
fn a_transaction_that_nobody_knows_is_refused_before_sending() {
    let shop = Shop::open();
    let _ = shop.add_account_of("unico");
    let notice = shop.file("notice.pdf", &pdf(&["The acquirer's notice"]));
    let broken = shop.file("broken.pdf", b"%PDF-1.7\nnothing else");
    let created = (shop.control().now() - chrono::TimeDelta::days(3)).date_naive();
    let created = created.to_string();
    let ask = |transaction: &str, file: &str| {
        let mut args = vec!["analysis", "request", "--transaction", transaction];
        args.extend(["--created", &created, "--requestor-cpf", "52998224725"]);
        args.extend([
            "--name",
            "Ana",
            "--reason",
            "Fraude",
            "--file",
            file,
            "--confirm",
        ]);
        codes(&shop.ends(3, &args))
    };
    let unknown = "00000000-0000-4000-8000-000000000000";
    for transaction in [unknown, "not-a-uuid"] {
        let told = ask(transaction, &notice);
        assert!(
            told.contains(&"analysis_transaction_unknown".to_owned()),
            "{told:?}"
        );
    }
    let told = ask(unknown, &broken);
    assert!(told.contains(&"broken_pdf".to_owned()), "{told:?}");
}
