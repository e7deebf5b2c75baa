//! `webhook register`: what is in force stays written down until another address is confirmed; secrets go with the account.

use tvist_sandbox::{Fault, FaultRule};
use tvist_tests::{Desktop, Tvist};

use crate::shop::{Shop, codes, word};

const PATH: &str = "/baas/v1/cash/webhooks";

fn celcoin() -> (Shop, String) {
    let shop = Shop::open();
    let account = word(&shop.add_account_of("celcoin"), "id").to_owned();
    (shop, account)
}

#[test]
fn a_lost_answer_overwrites_nothing() {
    let (shop, account) = celcoin();
    let register = |url: &str, more: &[&str]| {
        let args = ["webhook", "register", &account, "--url", url];
        shop.tvist.run(&[&args[..], more].concat())
    };
    let [first, second, third] =
        ["one", "two", "three"].map(|name| format!("https://hooks.example.test/{name}"));
    let _ = register(&first, &["--confirm"]).expect(0);
    shop.control()
        .add_fault(FaultRule::next("PUT", PATH, Fault::ResetAfterApply).of("celcoin"));
    let _ = register(&second, &["--confirm"]).expect(5);

    let rehearsal = register(&third, &[]).expect(0);
    assert_eq!(rehearsal["replaces"], first.as_str(), "{rehearsal}");
    assert!(
        codes(&rehearsal).contains(&"webhook_unsure".to_owned()),
        "{rehearsal}"
    );

    let again = register(&second, &["--confirm"]).expect(0);
    assert_eq!(again["replaces"], first.as_str());
    let rehearsal = register(&third, &[]).expect(0);
    assert_eq!(rehearsal["replaces"], second.as_str());
    assert!(!codes(&rehearsal).contains(&"webhook_unsure".to_owned()));
}

#[test]
fn the_hash_leaves_the_keychain_with_its_account() {
    let (shop, _) = celcoin();
    let desktop = Desktop::start();
    let tvist = Tvist::new(&shop.folder().join("elsewhere")).on(&desktop);
    let account = shop.add_to(&tvist, "celcoin");
    let id = word(&account, "id");
    let url = "https://hooks.example.test/celcoin";
    let _ = tvist
        .run(&["webhook", "register", id, "--url", url, "--confirm"])
        .expect(0);
    let entry = |folder: &str| {
        let profile = shop.folder().join(folder).join("profile");
        let profile = std::fs::read_to_string(profile).unwrap();
        format!("webhook:{}:{id}", profile.trim())
    };
    assert!(desktop.secrets("tvist").contains(&entry("elsewhere")));

    // A folder made from its backup hears calls, and each keeps its own hash.
    let phrase = serde_json::json!({"passphrase": "blue bicycle"});
    let backup = shop.folder().join("tvist.backup");
    let backup = backup.to_str().unwrap();
    let _ = tvist
        .run_with_json(&["backup", "--out", backup], &phrase)
        .expect(0);
    let second = Tvist::new(&shop.folder().join("second")).on(&desktop);
    let _ = second
        .run_with_json(&["restore", backup], &phrase)
        .expect(0);
    let _ = tvist.run(&["account", "remove", id]).expect(0);
    let left = desktop.secrets("tvist");
    assert!(!left.contains(&entry("elsewhere")) && left.contains(&entry("second")));
    let _ = second.run(&["account", "remove", id]).expect(0);
    let left = desktop.secrets("tvist");
    assert!(!left.contains(id), "{left}");
}
