//! No secret and no personal data where it doesn't belong: output, log, data folder.

use std::fs;

use crate::support::answer::gather;
use crate::support::shop::{Shop, word};

#[test]
fn a_whole_journey_leaves_no_secret_anywhere() {
    let mut shop = Shop::open();
    shop.tvist = shop.tvist.clone().env("TVIST_LOG", "trace");
    let key = shop.secret_key().to_owned();
    let _ = shop.add_account("Shop");
    let case = shop.case("klarna-faulty-goods");
    let inquiry = shop.case("klarna-return-inquiry");
    let mut said = Vec::new();
    let mut note = |args: &[&str]| {
        let outcome = shop.tvist.run(args);
        assert_eq!(outcome.code, Some(0), "{args:?}: {}", outcome.stderr);
        said.push(outcome.stderr.clone());
        assert!(!outcome.stdout.contains(&key), "{args:?}");
        outcome.json
    };
    let _ = note(&["account", "check", "Shop"]);
    let _ = note(&["sync"]);
    gather(&shop, &case);
    let dispute = note(&["dispute", &case]);
    let _ = note(&["submit", &case, "--confirm"]);
    let _ = note(&["refund", &inquiry, "--confirm"]);
    let _ = note(&["receipts", &case]);
    let log = said.concat();
    assert!(log.contains("tvist"), "it was asked to log: {log}");
    let person = &dispute["customer"];
    let name = word(person, "name");
    let mail = word(person, "email");
    for private in [key.as_str(), name, mail, "We sent a new one"] {
        assert!(!log.contains(private), "{private} is in the log");
    }
    for library in ["sqlx", "hyper", "reqwest", "rustls"] {
        let logs = log
            .lines()
            .any(|line| line.contains(&format!(" {library}::")));
        assert!(!logs, "{library} logs");
    }

    let mut files = 0;
    for entry in fs::read_dir(shop.folder().join("data")).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        files += 1;
        assert!(!bytes.starts_with(b"SQLite format 3"), "{}", path.display());
        for private in [key.as_str(), name, mail, case.as_str(), "shipping_carrier"] {
            let found = bytes
                .windows(private.len())
                .any(|part| part == private.as_bytes());
            assert!(!found, "{private} is in {}", path.display());
        }
    }
    assert!(files > 0);
}

#[cfg(unix)]
#[test]
fn the_data_folder_is_the_owner_s_alone() {
    use std::os::unix::fs::PermissionsExt;
    let shop = Shop::open();
    let _ = shop.add_account("Shop");
    let mode = fs::metadata(shop.folder().join("data"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o700);
}
