//! Files that go in and out: what is written is for its owner alone, what is taken in is an ordinary file.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::time::{Duration, Instant};

use tvist_tests::Tvist;

use crate::support::papers::pdf;
use crate::support::shop::{Shop, codes};

fn mode(path: &Path) -> u32 {
    fs::metadata(path)
        .expect("it is there")
        .permissions()
        .mode()
        & 0o777
}

#[test]
fn what_is_written_is_for_its_owner_alone() {
    let shop = Shop::ready();
    let case = shop.case("klarna-faulty-goods");
    let paper = shop.file("paper.pdf", &pdf(&["The goods were sound"]));
    shop.ok(&["evidence", "add", &case, &paper]);
    let at = |name: &str| shop.folder().join(name);
    let out = |name: &str| at(name).to_str().expect("a path of ours").to_owned();
    for format in ["csv", "ics", "json", "sie", "datev"] {
        let file = format!("all.{format}");
        shop.ok(&["export", "--format", format, "--out", &out(&file)]);
        assert_eq!(mode(&at(&file)), 0o600, "{file}");
    }
    let manifest = shop.ok(&["evidence", "pack", &case, "--out", &out("the/pack")]);
    assert_eq!(mode(&at("the")), 0o700);
    assert_eq!(mode(&at("the/pack")), 0o700);
    let files = manifest["files"].as_array().expect("its files");
    assert!(!files.is_empty());
    for file in files {
        let name = file["path"].as_str().expect("a name");
        assert_eq!(mode(&at("the/pack").join(name)), 0o600, "{name}");
    }
    assert_eq!(mode(&at("the/pack/manifest.json")), 0o600);
    let args = ["backup", "--out", &out("all.tvist")];
    let passphrase = serde_json::json!({"passphrase": "eight words are better than one"});
    let _ = shop.tvist.run_with_json(&args, &passphrase).expect(0);
    assert_eq!(mode(&at("all.tvist")), 0o600);
}

/// A folder that was there before may hold links under the names that a pack has.
#[test]
fn a_pack_writes_through_no_link() {
    let shop = Shop::ready();
    let case = shop.case("klarna-faulty-goods");
    let precious = shop.file("precious", b"mine");
    let folder = shop.folder().join("pack");
    fs::create_dir(&folder).expect("it can be made");
    symlink(&precious, folder.join("manifest.json")).expect("it can be made");
    let out = folder.to_str().expect("a path of ours");
    shop.ok(&["evidence", "pack", &case, "--out", out]);
    assert_eq!(fs::read(&precious).expect("it is there"), b"mine");
    let manifest = folder.join("manifest.json").symlink_metadata();
    assert!(manifest.expect("it is there").is_file());
}

#[test]
fn links_pipes_and_devices_are_no_evidence_and_hold_nothing_up() {
    let shop = Shop::ready();
    let case = shop.case("klarna-faulty-goods");
    let key = shop.file("id_ed25519", b"PRIVATE KEY");
    let link = shop.folder().join("invoice.txt");
    symlink(&key, &link).expect("it can be made");
    let pipe = shop.folder().join("invoice.pdf");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("it can be run").success());
    let begun = Instant::now();
    for (path, code) in [
        (link.to_str().expect("a path of ours"), "file_is_link"),
        (pipe.to_str().expect("a path of ours"), "file_is_no_file"),
        ("/dev/zero", "file_is_no_file"),
    ] {
        let refused = shop.ends(3, &["evidence", "add", &case, path]);
        assert_eq!(codes(&refused), [code], "{refused}");
    }
    let fresh = shop.folder().join("fresh");
    let fresh = Tvist::new(&fresh);
    let args = ["restore", pipe.to_str().expect("a path of ours")];
    let passphrase = serde_json::json!({"passphrase": "eight words are better than one"});
    let _ = fresh.run_with_json(&args, &passphrase).expect(1);
    assert!(begun.elapsed() < Duration::from_secs(20));
    let draft = shop.ok(&["evidence", "list", &case]);
    assert_eq!(draft["items"], serde_json::json!([]));
}
