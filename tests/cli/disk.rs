//! A disk that is full, and one that can only be read: nothing is lost, and the owner hears why.
#![cfg(target_os = "linux")]

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;
use tvist_tests::{Tvist, not_run};

use crate::support::shop::{Shop, list, word};

/// A file system of its own; gone when it is dropped.
struct Disk(PathBuf);

impl Disk {
    /// None where nothing may be mounted, which it says.
    fn mount(at: &Path, size: &str) -> Option<Self> {
        fs::create_dir(at).unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", size, "tmpfs"])
            .arg(at)
            .output();
        if mounted.is_ok_and(|output| output.status.success()) {
            return Some(Self(at.to_owned()));
        }
        not_run("a small disk can't be mounted: that takes root");
        None
    }

    fn fill(&self) {
        let mut filler = File::create(self.0.join("filler")).unwrap();
        while filler.write_all(&[b'x'; 4096]).is_ok() {}
    }

    fn free(&self) {
        fs::remove_file(self.0.join("filler")).unwrap();
    }

    fn make_read_only(&self) {
        let status = Command::new("mount")
            .args(["-o", "remount,ro"])
            .arg(&self.0)
            .status();
        assert!(status.unwrap().success());
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

/// `tvist` with its data on the disk, and an account.
fn moved_in(shop: &Shop, disk: &Disk) -> Tvist {
    let tvist = Tvist::new(&disk.0.join("data"));
    let args = ["account", "add", "stripe", "--label", "Shop"];
    let args = [&args[..], &["--api-base", shop.api_base()]].concat();
    let secrets = json!({"secret_key": shop.secret_key()});
    let _ = tvist.run_with_json(&args, &secrets).expect(0);
    tvist
}

#[test]
fn what_a_full_disk_can_t_take_isn_t_told_as_done() {
    let shop = Shop::open();
    let Some(disk) = Disk::mount(&shop.folder().join("disk"), "size=6m") else {
        return;
    };
    let tvist = moved_in(&shop, &disk);
    disk.fill();
    let synced = tvist.run(&["sync"]).expect(6);
    let account = &list(&synced, "accounts")[0];
    assert_eq!(account["error"]["kind"], "store_full", "{account}");
    assert_eq!(account["new"], 0, "{account}");
    let error = tvist.run(&["sync", "--account", "nobody"]).expect(1);
    assert_eq!(error["error"]["kind"], "not_found");

    disk.free();
    let synced = tvist.run(&["sync"]).expect(0);
    assert!(synced["accounts"][0]["new"].as_u64() > Some(10), "{synced}");
}

#[test]
fn a_file_that_can_t_be_written_whole_leaves_the_former_one() {
    let shop = Shop::open();
    let Some(disk) = Disk::mount(&shop.folder().join("disk"), "size=12m") else {
        return;
    };
    let tvist = moved_in(&shop, &disk);
    let _ = tvist.run(&["sync"]).expect(0);
    let out = disk.path("cases.csv");
    let args = ["export", "--format", "csv", "--out", &out];
    let _ = tvist.run(&args).expect(0);
    let former = fs::read(&out).unwrap();
    disk.fill();
    assert_eq!(tvist.run(&args).expect(1)["error"]["kind"], "file");
    assert_eq!(fs::read(&out).unwrap(), former);
    let backup = disk.path("tvist.backup");
    let phrase = json!({"passphrase": "blue bicycle"});
    let error = tvist
        .run_with_json(&["backup", "--out", &backup], &phrase)
        .expect(1);
    assert_eq!(error["error"]["kind"], "store_full");
    let mut left: Vec<_> = fs::read_dir(&disk.0)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    left.sort();
    assert_eq!(left, ["cases.csv", "data", "filler"]);

    disk.free();
    let _ = tvist.run(&args).expect(0);
    let _ = tvist
        .run_with_json(&["backup", "--out", &backup], &phrase)
        .expect(0);
}

#[test]
fn a_disk_that_can_only_be_read_still_shows_the_cases() {
    let shop = Shop::open();
    let Some(disk) = Disk::mount(&shop.folder().join("disk"), "size=12m") else {
        return;
    };
    let tvist = moved_in(&shop, &disk);
    let _ = tvist.run(&["sync"]).expect(0);
    let before = tvist.run(&["disputes"]).expect(0);
    disk.make_read_only();
    assert_eq!(tvist.run(&["disputes"]).expect(0), before);
    let id = word(&list(&before, "disputes")[0], "id");
    let _ = tvist.run(&["dispute", id]).expect(0);
    let error = tvist
        .run(&["evidence", "fact", id, "goods", "physical"])
        .expect(1);
    assert_eq!(error["error"]["kind"], "store_read_only");
    let submit = tvist.run(&["submit", id, "--confirm"]);
    assert!(matches!(submit.code, Some(1 | 3)), "{}", submit.stdout);
    assert_eq!(shop.writes(), []);
}
