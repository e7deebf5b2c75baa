//! Without any network everything works but what needs one: the whole way up to *send* (README, promise 7).

use std::process::Command;

use serde_json::json;
use tvist_tests::not_run;

use crate::support::answer::gather;
use crate::support::shop::{Shop, list, word};

/// Starts a program in a network of its own, which has no routes and not even a loopback that is up.
const CUTS: [&[&str]; 2] = [
    &["unshare", "--net", "--"],
    &["unshare", "--user", "--map-current-user", "--net", "--"],
];

/// The way to cut a program off that works here.
pub fn cut() -> Option<&'static [&'static str]> {
    CUTS.into_iter().find(|cut| {
        let tried = Command::new(cut[0]).args(&cut[1..]).arg("true").status();
        tried.is_ok_and(|status| status.success())
    })
}

#[test]
fn everything_up_to_sending_works_without_a_network() {
    let Some(cut) = cut() else {
        not_run("this machine gives no program a network of its own");
        return;
    };
    let shop = Shop::ready();
    let case = shop.case("klarna-faulty-goods");
    let mut shop = shop;
    let connected = shop.tvist.clone();
    shop.tvist = shop.tvist.under(cut);
    // It is cut off: what needs the network says so, and sends nothing.
    let synced = shop.ends(6, &["sync"]);
    assert_eq!(synced["accounts"][0]["ok"], false, "{synced}");

    let desk = shop.ok(&["disputes"]);
    assert!(desk["total"].as_u64() > Some(10), "{desk}");
    for listed in list(&desk, "disputes") {
        let id = word(listed, "id");
        shop.ok(&["dispute", id]);
        shop.ok(&["evidence", "list", id]);
        shop.ok(&["receipts", id]);
    }
    gather(&shop, &case);
    let check = shop.ok(&["evidence", "check", &case]);
    assert_eq!(check["ready"], true, "{check}");
    let pack = shop.folder().join("pack");
    let manifest = shop.ok(&["evidence", "pack", &case, "--out", pack.to_str().unwrap()]);
    assert_eq!(list(&manifest, "files").len(), 1, "{manifest}");
    // The rehearsal shows what would leave: the last step before sending.
    let rehearsal = shop.ok(&["submit", &case]);
    assert_eq!(rehearsal["rehearsal"], true, "{rehearsal}");
    assert_eq!(rehearsal["fields"]["shipping_carrier"], "DHL");
    shop.ok(&["accept", &case]);

    let whole = ["--from", "2026-01-01", "--to", "2028-01-01"];
    shop.ok(&[&["reminders"][..], &whole].concat());
    shop.ok(&["insights"]);
    for format in ["csv", "ics", "json"] {
        let out = shop.folder().join(format);
        shop.ok(&["export", "--format", format, "--out", out.to_str().unwrap()]);
    }
    let out = shop.folder().join("tvist.backup");
    let out = out.to_str().unwrap();
    let phrase = json!({"passphrase": "blue bicycle"});
    let _ = shop
        .tvist
        .run_with_json(&["backup", "--out", out], &phrase)
        .expect(0);
    shop.ok(&["integrity"]);
    let health = shop.ok(&["health"]);
    assert_eq!(health["worker"]["network"], true, "{health}");

    // Sending needs the network. Nothing has left, and with it the very same answer goes out once.
    let failed = shop.tvist.run(&["submit", &case, "--confirm"]);
    assert_eq!(failed.code, Some(1), "{}", failed.stdout);
    assert_eq!(shop.writes(), []);
    shop.tvist = connected;
    let sent = shop.ok(&["submit", &case, "--confirm"]);
    assert_eq!(sent["submission"]["state"], "accepted", "{sent}");
    assert_eq!(shop.effect(&case, "submit"), 1);
}
