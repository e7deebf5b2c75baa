//! The line itself: mistakes, help, one document and nothing else, a reader that goes away.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use serde_json::Value;
use tvist_tests::{Tvist, binary};

use crate::support::shop::Shop;

#[test]
fn a_mistake_ends_with_2_in_the_form_that_was_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let tvist = Tvist::new(folder.path());
    for args in [
        &["dance"][..],
        &[],
        &["dispute"],
        &["disputes", "--stage", "nowhere"],
        &["account", "add", "paypal"],
    ] {
        let error = tvist.run(args).expect(2);
        assert_eq!(error["error"]["kind"], "usage", "{args:?}");
        assert_eq!(
            error["error"]["problems"],
            Value::Array(Vec::new()),
            "{args:?}"
        );
    }
    let plain = Command::new(binary("tvist")).arg("dance").output().unwrap();
    assert_eq!(plain.status.code(), Some(2));
    assert!(plain.stdout.is_empty());
    assert!(String::from_utf8_lossy(&plain.stderr).contains("dance"));
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        0,
        "nothing was opened"
    );
}

#[test]
fn help_and_version_end_well() {
    for word in ["--help", "--version"] {
        let output = Command::new(binary("tvist")).arg(word).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{word}");
        assert!(
            String::from_utf8_lossy(&output.stdout).contains("tvist"),
            "{word}"
        );
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let shop = Shop::ready();
    let mut child = Command::new(binary("tvist"))
        .args(["--json", "dispute", &shop.case("klarna-faulty-goods")])
        .env("TVIST_DATA_DIR", shop.folder().join("data"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let errors = BufReader::new(child.stderr.take().unwrap());
    let said: Vec<String> = errors.lines().map_while(Result::ok).collect();
    assert_eq!(child.wait().unwrap().code(), Some(0), "{said:?}");
    assert!(said.is_empty(), "{said:?}");
}
