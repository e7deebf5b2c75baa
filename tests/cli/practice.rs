//! `practice`: a server that is ready for `account add`.

use std::time::Duration;

use tvist_tests::{Tvist, binary, run};

use crate::support::shop::{list, word};

#[test]
fn practice_serves_an_account_until_it_is_ended() {
    let folder = tempfile::tempdir().unwrap();
    let tvist = Tvist::new(&folder.path().join("data"));
    let mut practice = tvist.spawn(&["practice", "--seed", "3", "--disputes", "7"]);
    let ready = practice.document();
    let base = word(&ready["stripe"], "api_base").to_owned();
    assert!(base.starts_with("http://127.0.0.1:"), "{base}");
    let args = [
        "account",
        "add",
        "stripe",
        "--label",
        "Practice",
        "--api-base",
        &base,
    ];
    let _ = tvist
        .run_with_json(&args, &ready["stripe"]["secrets"])
        .expect(0);
    let synced = tvist.run(&["sync"]).expect(0);
    assert_eq!(list(&synced, "accounts")[0]["new"], 7);

    let id = practice.id().to_string();
    run("kill", &["-TERM", &id], &[], Duration::from_secs(5)).unwrap();
    let status = practice
        .wait(Duration::from_secs(10))
        .expect("it ends when asked to");
    assert_eq!(status.code(), Some(0));
    let after = tvist.run(&["sync"]).expect(6);
    assert_eq!(after["accounts"][0]["ok"], false);
}

#[test]
fn the_same_seed_serves_the_same_cases() {
    let folder = tempfile::tempdir().unwrap();
    let tvist = Tvist::new(folder.path());
    let key = |seed: &str| {
        let mut practice = tvist.spawn(&["practice", "--seed", seed]);
        word(&practice.document()["stripe"]["secrets"], "secret_key").to_owned()
    };
    assert_eq!(key("5"), key("5"));
    assert_ne!(key("5"), key("6"));
}

#[test]
fn practice_is_served_on_this_machine_only() {
    let folder = tempfile::tempdir().unwrap();
    let error = Tvist::new(folder.path())
        .run(&["practice", "--listen", "0.0.0.0:0"])
        .expect(1);
    assert_eq!(error["error"]["kind"], "practice");
}

#[test]
fn practice_that_nobody_can_hear_of_ends() {
    let (nobody, output) = std::io::pipe().unwrap();
    drop(nobody);
    let mut child = std::process::Command::new(binary("tvist"))
        .args(["--json", "practice"])
        .stdout(output)
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let limit = std::time::Instant::now() + Duration::from_secs(20);
    let ended = loop {
        match child.try_wait().unwrap() {
            Some(status) => break Some(status),
            None if std::time::Instant::now() > limit => break None,
            None => std::thread::yield_now(),
        }
    };
    let _ = child.kill();
    let _ = child.wait();
    assert_eq!(ended.and_then(|status| status.code()), Some(1));
}
