//! Secrets and people at all four providers, through `tvist` and the watch at their most talkative: what is private is in
//! no log, no error, no name of a file and no file of the data (README, promise 5).

mod owner;
mod private;

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::json;
use tvist_sandbox::Fault;
use tvist_tests::{binary, results, until};

use crate::support::papers::pdf;
use crate::support::shop::{list, word};
use owner::{Owner, Talking};

const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn nothing_private_is_in_a_log_an_error_a_name_or_a_file_of_the_data() {
    let mut owner = Owner::new();
    owner.moves_in();
    for provider in ["stripe", "clearhaus", "celcoin", "unico"] {
        owner.does(&["account", "check", provider]);
    }
    owner.does(&["sync"]);
    owner.knows_people();
    answers(&mut owner);
    asks_unico(&mut owner);
    is_called(&mut owner);
    makes_mistakes(&mut owner);
    meets_trouble(&mut owner);

    let log = String::from_utf8_lossy(&owner.log).into_owned();
    for place in [
        "/v1/disputes",
        "/disputes",
        "/chargebacks",
        "/oauth/token",
        "/oauth2/token",
    ] {
        assert!(
            log.contains(&format!("path=\"{place}")),
            "nothing was logged of {place}"
        );
    }
    assert!(log.contains("not answered"), "every call was answered");
    owner.has_kept_it();
}

/// Gathers and sends an answer at each provider that takes one, with words of the owner's own everywhere.
fn answers(owner: &mut Owner) {
    let inputs = tempfile::tempdir().unwrap();
    for (provider, name) in [
        ("stripe", "klarna-faulty-goods"),
        ("clearhaus", "not-provided"),
        ("celcoin", "fraud-soon"),
    ] {
        let case = owner.shop.case_of(provider, name);
        let text = format!("Zanzibarkrokan-{provider} was written by hand");
        let said = format!("Qvarnholmsvagen-{provider} stands in the file");
        let file_name = format!("Ullabritta-{provider}.pdf");
        let fact = format!("Faktotum-{provider}");
        owner.writes("the owner's text", &text);
        owner.writes("the name of a file", &file_name);
        owner.writes("the owner's fact", &fact);
        owner.people.add("what a file says", &said);
        owner.met.push_str(&said);
        let file = inputs.path().join(&file_name);
        fs::write(&file, pdf(&[&said])).unwrap();
        let file = file.to_str().unwrap();
        owner.does(&["evidence", "add", &case, file, "--slot", "receipt"]);
        owner.does(&["evidence", "text", &case, "product_description", &text]);
        let _ = owner.says(&["evidence", "fact", &case, "goods", &fact]);
        owner.does(&["evidence", "check", &case]);
        let pack = owner.shop.folder().join(format!("pack-{provider}"));
        owner.does(&["evidence", "pack", &case, "--out", pack.to_str().unwrap()]);
        owner.does(&["submit", &case]);
        owner.does(&["submit", &case, "--confirm"]);
        owner.does(&["receipts", &case]);
        owner.does(&["documents", &case]);
        owner.does(&["disputes", "--search", &text]);
    }
    let case = owner.shop.case_of("clearhaus", "not-provided");
    let remark = "Ragnhildur was remarked upon";
    owner.writes("a remark", remark);
    owner.does(&["comments", "add", &case, remark]);
    owner.does(&["comments", &case]);
    let warning = owner.shop.warning("warned-stolen");
    owner.does(&["warnings", "refund", &warning, "--confirm"]);
    let inquiry = owner.shop.case("klarna-return-inquiry");
    owner.does(&["refund", &inquiry, "--confirm"]);
    for format in ["csv", "ics", "json"] {
        let out = owner.shop.folder().join(format!("all.{format}"));
        owner.does(&["export", "--format", format, "--out", out.to_str().unwrap()]);
    }
}

fn asks_unico(owner: &mut Owner) {
    let inputs = tempfile::tempdir().unwrap();
    let transaction = owner.shop.at_unico("case", "approved")["id"].clone();
    let transaction = transaction.as_str().unwrap();
    let notice = inputs.path().join("Aviso-Iracema.pdf");
    fs::write(&notice, pdf(&["Jaboticabal foi avisada"])).unwrap();
    owner
        .people
        .add("what a notice says", "Jaboticabal foi avisada");
    owner.met.push_str("Jaboticabal foi avisada");
    owner.writes("the name of a notice", "Aviso-Iracema.pdf");
    let created = owner.shop.control().now() - chrono::TimeDelta::days(21);
    let created = created.date_naive().to_string();
    let mut args = vec!["analysis", "request", "--transaction", transaction];
    args.extend(["--created", &created, "--requestor-cpf", "52998224725"]);
    args.extend(["--name", "Iracema Exemplo", "--reason", "Motivo-Tocantins"]);
    args.extend(["--observation", "Observacao-Araguaia"]);
    args.extend(["--file", notice.to_str().unwrap()]);
    for text in [
        "52998224725",
        "Iracema Exemplo",
        "Motivo-Tocantins",
        "Observacao-Araguaia",
    ] {
        owner.writes("what an analysis is asked with", text);
    }
    owner.does(&args);
    args.push("--confirm");
    owner.does(&args);
    owner.does(&["analysis", "list"]);
    owner.does(&["analysis", "refresh"]);
    // The signed statements that bought tokens.
    for body in owner.shop.control().bodies() {
        let body = String::from_utf8_lossy(&body).into_owned();
        if let Some((_, statement)) = body.split_once("assertion=") {
            let statement = statement.split('&').next().unwrap_or_default();
            owner.met.push_str(statement);
            owner.secrets.add("a signed statement", statement);
        }
    }
}

/// Calls that are received, with the right hash and a wrong one.
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
fn is_called(owner: &mut Owner) {
    let url = "https://hooks.example.test/celcoin";
    owner.does(&["webhook", "register", "celcoin", "--url", url, "--confirm"]);
    let accounts = owner.does(&["account", "list"]);
    let account = list(&accounts, "accounts")
        .iter()
        .find(|one| one["label"] == "celcoin");
    let id = word(account.unwrap(), "id").to_owned();
    let profile = fs::read_to_string(owner.data().join("profile")).unwrap();
    let entry = format!("webhook:{}:{id}", profile.trim());
    let hash = owner.desktop.secret("tvist", &entry).unwrap();
    owner.met.push_str(&hash);
    owner.secrets.add("the calls' hash", &hash);
    let wrong = "5afe0f1e2d3c4b5a69788796a5b4c3d2";
    owner.met.push_str(wrong);
    owner.secrets.add("a stranger's hash", wrong);

    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let log = owner.shop.folder().join("serve.log");
    let serving = Command::new(binary("tvist"))
        .args(["webhook", "serve", "--listen", &address.to_string()])
        .envs(
            owner
                .desktop
                .env()
                .iter()
                .map(|(name, value)| (name, value)),
        )
        .env("TVIST_DATA_DIR", owner.data())
        .env("TVIST_LOG", "trace")
        .stdout(Stdio::null())
        .stderr(File::create(&log).unwrap())
        .spawn()
        .unwrap();
    let serving = Talking(serving);
    until(PATIENCE, "the receiver", || {
        TcpStream::connect(address).ok()
    });
    owner.shop.control().clear_requests();
    let person = "Honorina Chamada";
    owner.people.add("whom a call names", person);
    owner.met.push_str(person);
    let case: u64 = owner.shop.case_of("celcoin", "fraud").parse().unwrap();
    for hash in [wrong, &hash] {
        let named = json!({"galaxPayId": case, "Customer": {"name": person}});
        let body = json!({"event": "chargeback.update", "confirmHash": hash, "Chargeback": named});
        for body in [body.to_string(), format!("{{\"{person}\": \"{hash}\"")] {
            let mut stream = TcpStream::connect(address).unwrap();
            let head = format!(
                "POST /celcoin HTTP/1.1\r\nHost: {address}\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            );
            stream.set_read_timeout(Some(PATIENCE)).unwrap();
            stream.write_all(head.as_bytes()).unwrap();
            let mut answer = String::new();
            let _ = stream.read_to_string(&mut answer);
            assert!(answer.starts_with("HTTP/1.1 "), "{answer}");
        }
    }
    until(PATIENCE, "the case read again", || {
        let requests = owner.shop.control().requests();
        requests
            .iter()
            .any(|one| one.path.contains("chargeback"))
            .then_some(())
    });
    drop(serving);
    let log = fs::read(log).unwrap();
    assert!(!log.is_empty());
    owner.log.extend(log);
}

/// Secrets at the wrong place, misspelt, too short, of another account.
fn makes_mistakes(owner: &mut Owner) {
    let misplaced = "sk_test_misplacedMisplaced01";
    let broken = "sk_test_brokenBrokenBroken02";
    let unknown = "sk_test_unknownUnknownUnkn03";
    let strange = "sk_test_strangeStrangeStra04";
    for (secret, args, input) in [
        (
            misplaced,
            &[
                "account", "add", "stripe", "--label", "x", "--option", misplaced,
            ][..],
            "",
        ),
        (
            broken,
            &["account", "add", "stripe", "--label", "x"],
            &format!("{{\"secret_key\": \"{broken}\""),
        ),
        (
            unknown,
            &["account", "add", "stripe", "--label", "x"],
            &format!("{{\"secret\": \"{unknown}\"}}"),
        ),
        (
            strange,
            &["account", "renew", "stripe"],
            &format!("{{\"secret_key\": \"{strange}\"}}"),
        ),
    ] {
        owner.secrets.add("a secret at the wrong place", secret);
        let (code, _) = owner.says_with(args, input);
        assert_ne!(code, 0, "{args:?}");
    }
    let phrase = "bla cykel i regn";
    owner.secrets.add("a backup's passphrase", phrase);
    let out = owner.shop.folder().join("tvist.backup");
    let out = out.to_str().unwrap();
    let (code, _) = owner.says_with(
        &["backup", "--out", out],
        &json!({"passphrase": phrase}).to_string(),
    );
    assert_eq!(code, 0);
    let wrong = "gron cykel i sno";
    owner.secrets.add("a wrong passphrase", wrong);
    let (code, _) = owner.says_with(&["restore", out], &json!({"passphrase": wrong}).to_string());
    assert_eq!(code, 1);
    let number = "4111 1111 1111 1111";
    owner.people.add("a card number", number);
    let case = owner.shop.case("card-not-received");
    let _ = owner.says(&["evidence", "text", &case, "product_description", number]);
    let _ = owner.says(&["submit", &case, "--confirm"]);
    let (code, _) = owner.says(&["dispute", "nowhere"]);
    assert_eq!(code, 1);
}

/// Each provider refuses, breaks and speaks nonsense.
fn meets_trouble(owner: &mut Owner) {
    let status = |status| Fault::ErrorBeforeApply {
        status,
        cached: false,
    };
    for (provider, name) in [
        ("stripe", "card-fraud-ce3"),
        ("clearhaus", "credit-partial"),
        ("celcoin", "not-received"),
    ] {
        let case = owner.shop.case_of(provider, name);
        for fault in [status(400), status(401), Fault::BrokenJson] {
            let is_tried_again = matches!(fault, Fault::BrokenJson);
            owner.spoil(provider, "GET", "*", fault);
            let _ = owner.says(&["refresh", &case]);
            if !is_tried_again {
                let _ = owner.says(&["sync", "--account", provider]);
            }
            owner.shop.control().clear_faults();
        }
        // The answer to what can't be taken back is lost.
        let method = if provider == "stripe" { "POST" } else { "PUT" };
        owner.spoil(provider, method, "*", Fault::ResetAfterApply);
        let _ = owner.says(&["accept", &case, "--confirm"]);
        owner.shop.control().clear_faults();
        let _ = owner.says(&["reconcile"]);
    }
    owner.spoil("unico", "*", "*", status(401));
    let _ = owner.says(&["analysis", "refresh"]);
    let _ = owner.says(&["account", "check", "unico"]);
    owner.shop.control().clear_faults();
}

/// The watch reads all four, meets faults of providers and of its own, and reminds.
#[test]
fn the_watch_logs_nothing_private_whatever_breaks() {
    let mut owner = Owner::new();
    owner.moves_in();
    let unauthorised = Fault::ErrorBeforeApply {
        status: 401,
        cached: false,
    };
    owner.spoil("clearhaus", "GET", "/disputes*", unauthorised);
    owner.spoil("celcoin", "GET", "*", Fault::BrokenJson);
    owner.shop.control().clear_requests();
    let read = ["/v1/disputes", "/chargebacks", "/oauth/token"];
    for (planted, lines) in [
        (
            "panic-tick-once",
            &["planted: tick", read[0], read[1], read[2]][..],
        ),
        ("panic-visit", &["planted: visit"]),
    ] {
        let log = results("cli-canaries").join(format!("{planted}.log"));
        let watching = owner.watches(planted, &log);
        until(PATIENCE, "all that breaks in the watch", || {
            let log = fs::read_to_string(&log).unwrap();
            lines.iter().all(|line| log.contains(line)).then_some(())
        });
        drop(watching);
        owner.log.extend(fs::read(log).unwrap());
        // What was read isn't read again before its time: an account that is new is.
        let _ = owner.shop.add_to(&owner.tvist, "stripe");
    }
    // Whom it may have met.
    owner.shop.control().clear_faults();
    owner.does(&["sync"]);
    owner.knows_people();
    owner.has_kept_it();
}
