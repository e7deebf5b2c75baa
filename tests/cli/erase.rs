//! `erase`: a case goes for good, once it has ended; what was ended stays away, what is opened again comes back.

use std::fs;
use std::process::Command;

use aes::cipher::{BlockModeDecrypt as _, KeyIvInit as _};
use base64::Engine as _;
use serde_json::{Value, json};
use tvist_engine::clock::SystemClock;
use tvist_engine::domain::clock::Clock as _;
use tvist_tests::Tvist;

use crate::support::answer::gather;
use crate::support::papers::pdf;
use crate::support::shop::{Shop, codes, list, word};

/// Where SQLCipher 4 keeps what: zetetic.net/sqlcipher/design, with its default page size and a raw key.
const PAGE: usize = 4096;
const RESERVED: usize = 80;
const SALT: usize = 16;
const BLOCK: usize = 16;

/// Every page of the database in the clear, those that nothing uses any more too.
fn pages(shop: &Shop) -> Vec<u8> {
    let data = shop.folder().join("data");
    let profile = fs::read_to_string(data.join("profile")).unwrap();
    let entry = format!("database:{}", profile.trim());
    let found = Command::new("secret-tool")
        .args(["lookup", "service", "tvist", "username", &entry])
        .output()
        .unwrap();
    let key = base64::engine::general_purpose::STANDARD
        .decode(found.stdout.trim_ascii())
        .unwrap();
    let mut clear = Vec::new();
    for (at, page) in fs::read(data.join("tvist.db"))
        .unwrap()
        .chunks_exact_mut(PAGE)
        .enumerate()
    {
        let (body, reserved) = page.split_at_mut(PAGE - RESERVED);
        let body = &mut body[if at == 0 { SALT } else { 0 }..];
        let mut cipher =
            cbc::Decryptor::<aes::Aes256>::new_from_slices(&key, &reserved[..BLOCK]).unwrap();
        for block in body.chunks_exact_mut(BLOCK) {
            cipher.decrypt_block(block.try_into().unwrap());
        }
        clear.extend_from_slice(body);
    }
    clear
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|part| part.eq_ignore_ascii_case(text.as_bytes()))
}

/// Every file of the data folder that isn't the database.
fn beside(shop: &Shop) -> Vec<String> {
    let entries = fs::read_dir(shop.folder().join("data")).unwrap();
    let names = entries.map(|e| e.unwrap().file_name().into_string().unwrap());
    names.filter(|name| !name.starts_with("tvist.db")).collect()
}

fn total(shop: &Shop) -> u64 {
    shop.ok(&["disputes"])["total"].as_u64().unwrap()
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
fn an_erased_case_is_nowhere_and_stays_away() {
    let shop = Shop::ready();
    let case = shop.case("klarna-faulty-goods");
    gather(&shop, &case);
    let note = shop.file("note.txt", "Kvittblad Zyxqvist\n".repeat(20).as_bytes());
    shop.ok(&["evidence", "add", &case, &note]);
    let planted = ["Zyxqvist", "Brasamyra"];
    shop.ok(&[
        "evidence",
        "text",
        &case,
        "product_description",
        &"Brasamyra ".repeat(9),
    ]);
    shop.ok(&["evidence", "fact", &case, "fee_acknowledged", "yes"]);

    let rehearsal = shop.ok(&["erase", &case]);
    assert_eq!(rehearsal["ready"], false);
    assert!(codes(&rehearsal).contains(&"erase_open".to_owned()));
    let refused = shop.ends(3, &["erase", &case, "--confirm"]);
    assert_eq!(codes(&refused), ["erase_open"]);
    assert_eq!(shop.ok(&["dispute", &case])["erasable"], false);

    shop.ok(&["submit", &case, "--confirm"]);
    shop.does(json!({"act": "decide", "dispute": case, "won": false}));
    shop.ok(&["sync"]);
    let before = shop.ok(&["dispute", &case]);
    assert_eq!(
        (&before["status"], &before["erasable"]),
        (&json!("lost"), &json!(true))
    );
    let id = word(&before, "id").to_owned();
    let payment = word(&before["transaction"], "id").to_owned();
    let copy = shop.folder().join("data/tvist-before-schema-3-from-2.db");
    fs::write(&copy, "a copy that holds the case").unwrap();

    // A rehearsal changes nothing and asks nobody.
    shop.control().clear_requests();
    let rehearsal = shop.ok(&["erase", &case]);
    assert_eq!(
        (&rehearsal["rehearsal"], &rehearsal["ready"]),
        (&json!(true), &json!(true))
    );
    assert!(codes(&rehearsal).contains(&"erase_elsewhere".to_owned()));
    assert_eq!(rehearsal["submissions"], 1);
    assert_eq!(shop.ok(&["dispute", &case])["evidence"], before["evidence"]);
    let words = [&planted[..], &[&case, &id, &payment]].concat();
    let clear = pages(&shop);
    for planted in &words {
        assert!(holds(&clear, planted), "{planted} was to be found before");
    }
    let cases = total(&shop);

    let erased = shop.ok(&["erase", &case, "--confirm"]);
    assert_eq!(erased["rehearsal"], false);
    assert_eq!(shop.control().requests().len(), 0, "nobody was asked");
    for gone in [&case, &id] {
        let error = shop.ends(1, &["dispute", gone]);
        assert_eq!(error["error"]["kind"], "not_found");
        let _ = shop.ends(1, &["erase", gone, "--confirm"]);
    }
    assert!(!copy.exists());
    assert!(
        !beside(&shop).iter().any(|name| name.contains(&id)),
        "{:?}",
        beside(&shop)
    );

    // The provider still lists it.
    let synced = shop.ok(&["sync", "--full"]);
    assert_eq!(synced["accounts"][0]["new"], 0, "{synced}");
    assert_eq!(total(&shop), cases - 1);
    for text in planted
        .iter()
        .copied()
        .chain([payment.as_str(), case.as_str()])
    {
        assert_eq!(
            shop.ok(&["disputes", "--search", text])["total"],
            0,
            "{text}"
        );
    }
    let clear = pages(&shop);
    assert!(holds(&clear, "CREATE TABLE"), "the pages can be read");
    for planted in &words {
        assert!(!holds(&clear, planted), "{planted}");
    }
    let sound = shop.ok(&["integrity"]);
    assert_eq!(sound["sound"], true, "{sound}");
}

/// By what an account's reading goes on names the cases that were open then: of an erased one that goes too, at once.
#[test]
fn an_erased_case_is_nowhere_before_the_next_reading_either() {
    for (provider, name) in [("clearhaus", "not-provided"), ("celcoin", "not-received")] {
        let shop = Shop::open();
        let _ = shop.add_account_of(provider);
        shop.ok(&["sync"]);
        let case = shop.case_of(provider, name);
        shop.ok(&["accept", &case, "--confirm"]);
        let before = shop.ok(&["dispute", &case]);
        assert_eq!(before["erasable"], true, "{before}");
        let reference = before["reference"].as_str().unwrap_or(&case);
        assert!(holds(&pages(&shop), reference), "{provider}");
        shop.ok(&["erase", &case, "--confirm"]);
        let clear = pages(&shop);
        assert!(!holds(&clear, reference), "{provider}");
        // Celcoin's own ids are short numbers, which may stand anywhere.
        assert!(case.len() < 8 || !holds(&clear, &case), "{provider}");
        shop.ok(&["sync"]);
    }
}

/// What erasing doesn't reach is said (README, promise 8), and it is so.
#[test]
fn a_backup_made_earlier_keeps_what_was_erased() {
    let shop = Shop::ready();
    let case = shop.case("card-not-received");
    shop.ok(&["accept", &case, "--confirm"]);
    let out = shop.folder().join("tvist.backup");
    let out = out.to_str().unwrap();
    let phrase = json!({"passphrase": "blue bicycle"});
    let backup = ["backup", "--out", out];
    let _ = shop.tvist.run_with_json(&backup, &phrase).expect(0);
    shop.ok(&["erase", &case, "--confirm"]);
    let _ = shop.ends(1, &["dispute", &case]);
    let elsewhere = Tvist::new(&shop.folder().join("elsewhere"));
    let restore = ["restore", out];
    let _ = elsewhere.run_with_json(&restore, &phrase).expect(0);
    assert_eq!(
        elsewhere.run(&["dispute", &case]).expect(0)["status"],
        "lost"
    );
}

#[test]
fn what_the_provider_opens_again_comes_back() {
    let shop = Shop::open();
    let _ = shop.add_account_of("clearhaus");
    shop.ok(&["sync"]);
    let case = shop.case_of("clearhaus", "not-provided");
    let file = shop.file("first.txt", b"The parcel was sent on 4 November.");
    shop.ok(&["evidence", "add", &case, &file]);
    shop.ok(&["accept", &case, "--confirm"]);
    shop.ok(&["sync"]);
    let before = shop.ok(&["dispute", &case]);
    assert_eq!(before["erasable"], true, "{before}");
    shop.ok(&["erase", &case, "--confirm"]);
    shop.ok(&["sync", "--full"]);
    let _ = shop.ends(1, &["dispute", &case]);
    let returned = shop
        .control()
        .act("clearhaus", &json!({"act": "return", "dispute": case}));
    returned.expect("the staff sends it back");
    shop.ok(&["sync"]);
    let back = shop.ok(&["dispute", &case]);
    assert_eq!(back["next_step"], "answer");
    assert!(back["deadline"].is_object(), "its clock is in view");
    assert_ne!(back["id"], before["id"]);
    assert_eq!(list(&back["evidence"], "items"), &Vec::<Value>::new());
}

#[test]
fn an_analysis_goes_along_once_it_is_decided() {
    let shop = Shop::open();
    for provider in ["clearhaus", "unico"] {
        let _ = shop.add_account_of(provider);
    }
    shop.ok(&["sync"]);
    let desk = shop.ok(&["disputes"]);
    let fraud = list(&desk, "disputes").iter().find(|d| {
        list(d, "allowed").contains(&json!("request_analysis"))
            && list(d, "allowed").contains(&json!("accept"))
    });
    let fraud = word(fraud.unwrap(), "id").to_owned();
    let approved = shop.at_unico("case", "approved");
    let transaction = word(&approved, "id");
    let notice = shop.file("notice.pdf", &pdf(&["The acquirer's notice"]));
    let created = shop.control().now() - chrono::TimeDelta::days(21);
    let created = created.date_naive().to_string();
    let cpf = "52998224725";
    let mut args = vec!["analysis", "request", &fraud, "--transaction", transaction];
    args.extend(["--created", &created, "--requestor-cpf", cpf]);
    args.extend(["--name", "Ana Exemplo", "--reason", "Fraude"]);
    args.extend(["--file", &notice, "--confirm"]);
    shop.ok(&args);
    shop.ok(&["accept", &fraud, "--confirm"]);
    shop.ok(&["sync"]);

    let rehearsal = shop.ok(&["erase", &fraud]);
    assert_eq!(list(&rehearsal, "analyses").len(), 1);
    let refused = shop.ends(3, &["erase", &fraud, "--confirm"]);
    assert_eq!(codes(&refused), ["erase_analysis_open"]);
    let decided = json!({"act": "decide", "transaction": transaction, "status": "approved"});
    shop.control().act("unico", &decided).unwrap();
    shop.ok(&["sync"]);
    let clear = pages(&shop);
    assert!(holds(&clear, cpf) && holds(&clear, "Ana Exemplo"));
    shop.ok(&["erase", &fraud, "--confirm"]);
    assert_eq!(list(&shop.ok(&["analysis", "list"]), "analyses").len(), 0);
    shop.ok(&["sync", "--full"]);
    let clear = pages(&shop);
    for planted in [cpf, "Ana Exemplo", transaction, &fraud] {
        assert!(!holds(&clear, planted), "{planted}");
    }
}

#[test]
fn a_person_reads_what_would_go() {
    let shop = Shop::ready();
    let _ = shop.ends(1, &["erase", "nowhere"]);
    let _ = shop.ends(2, &["erase"]);
    let text = shop.text(&["erase", &shop.case("klarna-faulty-goods")]);
    assert!(text.contains("can't be as it is"), "{text}");
    assert!(text.contains("backups made earlier"), "{text}");
}

#[test]
fn copies_from_before_a_migration_stay_for_a_month_and_the_newest_only() {
    let shop = Shop::ready();
    let data = shop.folder().join("data");
    let copies = || {
        let mut names = beside(&shop);
        names.retain(|name| name.starts_with("tvist-before-schema"));
        names.sort();
        names
    };
    for name in [
        "tvist-before-schema-2-from-1.db",
        "tvist-before-schema-3-from-2.db",
        "tvist-before-schema-3-from-2.db.77.part",
    ] {
        fs::write(data.join(name), "a copy").unwrap();
    }
    shop.ok(&["disputes"]);
    assert_eq!(copies(), ["tvist-before-schema-3-from-2.db"]);
    let a_day = std::time::Duration::from_hours(24);
    for (days, left) in [(29, 1), (31, 0)] {
        let copy = fs::File::options()
            .write(true)
            .open(data.join("tvist-before-schema-3-from-2.db"))
            .unwrap();
        let made = SystemClock.now() - a_day * days;
        copy.set_modified(made.into()).unwrap();
        shop.ok(&["disputes"]);
        assert_eq!(copies().len(), left, "{days} days");
    }
}
