//! A clock that is off against the provider's: measured with every reading, and beyond a day nothing is sent.

use chrono::TimeDelta;
use serde_json::Value;

use crate::support::shop::{Shop, codes, list};

fn skew(shop: &Shop) -> i64 {
    let accounts = shop.ok(&["account", "list"]);
    let accounts = accounts
        .as_array()
        .cloned()
        .unwrap_or_else(|| list(&accounts, "accounts").clone());
    accounts[0]["skew_seconds"].as_i64().expect("a skew")
}

/// A shop whose provider is so far ahead of this machine.
fn ahead(by: TimeDelta) -> Shop {
    use tvist_engine::clock::SystemClock;
    use tvist_engine::domain::clock::Clock;
    let shop = Shop::open_with(|_| tvist_sandbox::Sandbox::builder(SystemClock.now() + by));
    let _ = shop.add_account("Shop");
    shop.ok(&["sync"]);
    shop
}

#[test]
fn every_reading_measures_it_to_two_seconds() {
    for minutes in [5, -5, 180, -180, 2_880, -2_880] {
        let by = TimeDelta::minutes(minutes);
        let shop = ahead(by);
        let error = (skew(&shop) - by.num_seconds()).abs();
        assert!(error <= 2, "{minutes} min: {} s", skew(&shop));
    }
}

#[test]
fn up_to_a_day_sends_and_beyond_a_day_does_not() {
    for (hours, sends) in [(3, true), (-3, true), (48, false), (-48, false)] {
        let shop = ahead(TimeDelta::hours(hours));
        let case = shop.case("card-not-received");
        let rehearsed = shop.tvist.run(&["accept", &case]);
        let confirmed = shop.tvist.run(&["accept", &case, "--confirm"]);
        if sends {
            assert_eq!(confirmed.code, Some(0), "{hours} h: {confirmed:?}");
            assert_eq!(shop.effect(&case, "close"), 1);
        } else {
            let rehearsed: Value = rehearsed.json;
            assert!(
                codes(&rehearsed).contains(&"clock_wrong".to_owned()),
                "{rehearsed}"
            );
            assert_eq!(codes(&confirmed.expect(3)), ["clock_wrong"], "{hours} h");
            assert_eq!(shop.effect(&case, "close"), 0);
        }
    }
}
