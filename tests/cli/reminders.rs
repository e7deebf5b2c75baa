//! `reminders`: the ladder before each safe deadline, in a half-open span.

use serde_json::Value;
use tvist_engine::clock::SystemClock;
use tvist_engine::domain::clock::{Clock, Timestamp, rfc3339};

use crate::support::shop::{Shop, list, word};

fn at(reminder: &Value, member: &str) -> Timestamp {
    word(reminder, member).parse().expect("an instant")
}

fn between(shop: &Shop, from: &str, to: &str) -> Vec<Value> {
    let document = shop.ok(&["reminders", "--from", from, "--to", to]);
    list(&document, "reminders").clone()
}

#[test]
fn the_ladder_counts_back_from_the_safe_deadline() {
    let shop = Shop::ready();
    let now = SystemClock.now();
    let later = rfc3339(now + std::time::Duration::from_secs(60 * 86_400));
    let all = between(&shop, &rfc3339(now), &later);
    assert!(all.len() > 10, "{all:?}");
    assert!(all.is_sorted_by_key(|one| at(one, "at")));
    for one in &all {
        let hours = match word(one, "rung") {
            "7d" => 168,
            "3d" => 72,
            "1d" => 24,
            "4h" => 4,
            "safe" => 0,
            other => panic!("no rung {other}"),
        };
        assert_eq!(
            (at(one, "safe_at") - at(one, "at")).num_hours(),
            hours,
            "{one}"
        );
        let margin = (at(one, "deadline") - at(one, "safe_at")).num_hours();
        assert!(margin == 24 || margin == 6, "{one}");
        let dispute = shop.ok(&["dispute", word(one, "dispute")]);
        assert_eq!(dispute["deadline"]["at"], one["deadline"]);
        assert_eq!(dispute["deadline"]["safe_at"], one["safe_at"]);
        if let Some(name) = dispute["customer"]["name"].as_str() {
            assert!(!word(one, "title").contains(name), "{one}");
        }
    }
    let first = word(&all[0], "at").to_owned();
    let rest = between(&shop, &rfc3339(now), &first);
    assert_eq!(rest, Vec::<Value>::new(), "the end of a span is left out");
    let next = rfc3339(at(&all[0], "at") + std::time::Duration::from_secs(1));
    assert!(
        !between(&shop, &first, &next).is_empty(),
        "its beginning belongs to it"
    );
}

#[test]
fn a_date_is_its_first_moment_in_utc() {
    let shop = Shop::ready();
    let whole = between(&shop, "2026-01-01T00:00:00Z", "2099-01-01T00:00:00Z");
    assert_eq!(between(&shop, "2026-01-01", "2099-01-01"), whole);
    let error = shop.ends(2, &["reminders", "--from", "soon", "--to", "2099-01-01"]);
    assert_eq!(error["error"]["kind"], "usage");
}

#[test]
fn quiet_hours_move_all_but_the_last() {
    let shop = Shop::ready();
    let args = ["reminders", "--from", "2026-01-01", "--to", "2099-01-01"];
    let loud = shop.tvist.run(&args).expect(0);
    let quiet = shop
        .tvist
        .run(&[&args[..], &["--quiet", "00:00-23:59"]].concat())
        .expect(0);
    let rungs = |document: &Value, safe: bool| -> Vec<Value> {
        let all = list(document, "reminders").iter();
        all.filter(|one| (one["rung"] == "safe") == safe)
            .cloned()
            .collect()
    };
    assert_eq!(rungs(&loud, true), rungs(&quiet, true));
    assert_eq!(rungs(&loud, false).len(), rungs(&quiet, false).len());
    assert_ne!(rungs(&loud, false), rungs(&quiet, false));
    let error = shop
        .tvist
        .run(&[&args[..], &["--quiet", "22-7"]].concat())
        .expect(2);
    assert_eq!(error["error"]["kind"], "usage");
}

#[test]
fn quiet_hours_are_those_of_the_zone_that_is_set() {
    let shop = Shop::ready();
    let args = ["reminders", "--from", "2026-01-01", "--to", "2099-01-01"];
    let args = [&args[..], &["--quiet", "00:00-23:00"]].concat();
    // Without summer time: the quiet ends at the same moment in UTC all year.
    for (zone, end) in [
        ("America/Sao_Paulo", "T02:00:00Z"),
        (":Asia/Kolkata", "T17:30:00Z"),
        ("UTC", "T23:00:00Z"),
    ] {
        let told = shop.tvist.clone().env("TZ", zone).run(&args).expect(0);
        let all = list(&told, "reminders").iter();
        let moved = all.filter(|one| {
            let quiet = word(one, "rung") != "safe";
            quiet && word(one, "at").ends_with(end)
        });
        let count = moved.count();
        assert!(count > 5, "{zone}: {count} of {told}");
    }
}

#[test]
fn reminders_speak_the_language_of_the_tray() {
    let shop = Shop::ready();
    let args = ["reminders", "--from", "2026-01-01", "--to", "2099-01-01"];
    let english = shop.tvist.clone().env("LC_ALL", "C.UTF-8").run(&args);
    for one in list(&english.expect(0), "reminders") {
        let body = word(one, "body");
        // Read by a person: neither a date of a machine nor a bare currency's figure, and what to do.
        assert!(body.contains("The last moment is "), "{body}");
        assert!(!body.contains("2026-") && !body.contains("UTC"), "{body}");
    }
    let titles: Vec<String> = ["C.UTF-8", "sv_SE.UTF-8", "de_DE.UTF-8", "pt_BR.UTF-8"]
        .map(|language| {
            let told = shop.tvist.clone().env("LC_ALL", language).run(&args);
            word(&list(&told.expect(0), "reminders")[0], "title").to_owned()
        })
        .to_vec();
    let mut apart = titles.clone();
    apart.sort();
    apart.dedup();
    assert_eq!(apart.len(), 4, "{titles:?}");
}
