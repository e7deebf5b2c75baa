//! A database that was lost behind the program's back: said, and never replaced by an empty desk.

use std::fs;

use serde_json::json;

use crate::support::shop::Shop;

#[test]
fn a_lost_database_is_no_empty_desk() {
    let shop = Shop::ready();
    let phrase = json!({"passphrase": "blue bicycle"});
    let backup = shop.folder().join("tvist.backup");
    let backup = backup.to_str().unwrap();
    let saved = shop
        .tvist
        .run_with_json(&["backup", "--out", backup], &phrase)
        .expect(0);
    let database = shop.folder().join("data/tvist.db");

    for gone in [true, false] {
        if gone {
            fs::remove_file(&database).unwrap();
        } else {
            fs::File::create(&database).unwrap();
        }
        for args in [&["disputes"][..], &["account", "list"], &["insights"]] {
            let error = shop.ends(1, args);
            let kind = if gone {
                "database_missing"
            } else {
                "store_corrupt"
            };
            assert_eq!(error["error"]["kind"], kind, "{args:?}");
        }
        assert_eq!(database.exists(), !gone, "nothing was made in its place");
    }
    // Neither that nor an empty journal keeps the backup out.
    fs::File::create(shop.folder().join("data/tvist.db-journal")).unwrap();
    let restored = shop
        .tvist
        .run_with_json(&["restore", backup], &phrase)
        .expect(0);
    assert_eq!(restored["disputes"], saved["disputes"]);
    assert_eq!(shop.ok(&["disputes"])["total"], saved["disputes"]);
}
