//! `account renew`: credentials given again, only those of the same provider account.

use serde_json::{Value, json};
use tvist_sandbox::{Fault, FaultRule};
use tvist_tests::{Desktop, Outcome, Tvist};

use crate::support::shop::{Shop, codes, word};

fn renew(tvist: &Tvist, key: &str) -> Outcome {
    let outcome = tvist.run_with_json(&["account", "renew", "Shop"], &json!({"secret_key": key}));
    assert!(!outcome.stdout.contains(key) && !outcome.stderr.contains(key));
    outcome
}

fn synced(tvist: &Tvist) -> Value {
    let synced = tvist.run(&["sync"]);
    synced.json["accounts"][0].clone()
}

#[test]
fn a_restored_account_gets_its_key_again() {
    let shop = Shop::ready();
    let out = shop.folder().join("tvist.backup");
    let passphrase = json!({"passphrase": "hemligt nog"});
    let args = ["backup", "--out", out.to_str().unwrap()];
    let _ = shop.tvist.run_with_json(&args, &passphrase).expect(0);

    // Another machine: another keychain.
    let desktop = Desktop::start();
    let other = Tvist::new(&shop.folder().join("elsewhere")).on(&desktop);
    let restored = other
        .run_with_json(&["restore", out.to_str().unwrap()], &passphrase)
        .expect(0);
    let account = restored["without_credentials"][0].clone();
    assert!(account.is_string(), "{restored}");
    assert_eq!(synced(&other)["error"]["kind"], "credentials_missing");

    let checked = renew(&other, shop.secret_key()).expect(0);
    assert_eq!(checked["account"], account);
    assert_eq!(checked["ok"], true);
    assert_eq!(synced(&other)["ok"], true);
    assert!(desktop.secrets("tvist").contains(shop.secret_key()));
}

#[test]
fn a_key_that_doesnt_know_the_cases_or_isnt_one_changes_nothing() {
    let shop = Shop::ready();
    let good = shop.secret_key().to_owned();
    // Another shop's key is a good key that knows none of these cases.
    let gone = Fault::ErrorBeforeApply {
        status: 404,
        cached: false,
    };
    for case in shop.at_provider() {
        let path = format!("/v1/disputes/{}", word(&case, "id"));
        shop.control()
            .add_fault(FaultRule::next("GET", &path, gone.clone()).times(0));
    }
    let refused = renew(&shop.tvist, &good).expect(3);
    assert_eq!(codes(&refused), ["another_account"]);
    shop.control().clear_faults();

    let blind = shop.key_with(&["file_write", "event_read"]);
    let refused = renew(&shop.tvist, &blind).expect(3);
    assert!(
        codes(&refused).contains(&"right_missing".to_owned()),
        "{refused}"
    );
    let _ = renew(&shop.tvist, "sk_test_thisIsNobodysKey0000").expect(1);
    let _ = renew(&shop.tvist, "sk_live_thisIsNobodysKey0000").expect(2);
    assert_eq!(
        synced(&shop.tvist)["ok"],
        true,
        "the key from before is still there"
    );
    assert_eq!(shop.writes(), []);

    let narrow = shop.key_with(&[
        "dispute_write",
        "dispute_read",
        "file_write",
        "charge_read",
        "payment_intent_read",
        "event_read",
    ]);
    let _ = renew(&shop.tvist, &narrow).expect(0);
    assert_eq!(synced(&shop.tvist)["ok"], true);
}
