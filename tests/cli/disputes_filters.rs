//! `disputes` with every filter of the contract, held against what the cases themselves show.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate};
use serde_json::Value;

use crate::support::shop::{Shop, list, word};

/// A desk with cases of three providers.
fn shop() -> Shop {
    let shop = Shop::open();
    for provider in ["stripe", "clearhaus", "celcoin"] {
        let _ = shop.add_account_of(provider);
    }
    shop.ok(&["sync"]);
    shop
}

fn rows(shop: &Shop, filters: &[&str]) -> Vec<Value> {
    let args: Vec<&str> = ["disputes"].iter().chain(filters).copied().collect();
    let desk = shop.ok(&args);
    let rows = list(&desk, "disputes").to_vec();
    assert_eq!(desk["total"], rows.len(), "{filters:?}");
    rows
}

fn ids<'a>(rows: impl IntoIterator<Item = &'a Value>) -> BTreeSet<String> {
    rows.into_iter()
        .map(|row| word(row, "id").to_owned())
        .collect()
}

/// What a filter by words compares, as the case shows it.
fn shown<'a>(case: &'a Value, option: &str) -> Option<&'a str> {
    match option {
        "--status" => case["status"].as_str(),
        "--provider-status" => case["provider_status"].as_str(),
        "--reason" => case["reason"]["category"].as_str(),
        "--method" => case["method"].as_str(),
        "--reference" => case["reference"].as_str(),
        "--transaction" => case["transaction"]["id"].as_str(),
        "--charge" if case["provider"] == "celcoin" => case["transaction"]["parent_id"].as_str(),
        "--charge" => case["transaction"]["id"].as_str(),
        "--order" => case["order"]["reference"].as_str(),
        other => panic!("{other} is no filter by words"),
    }
}

#[test]
fn words_and_references_narrow_to_the_cases_that_show_them() {
    let shop = shop();
    let all = rows(&shop, &[]);
    for option in [
        "--status",
        "--provider-status",
        "--reason",
        "--method",
        "--reference",
        "--transaction",
        "--charge",
        "--order",
    ] {
        let values: BTreeSet<&str> = all.iter().filter_map(|case| shown(case, option)).collect();
        // Commas divide a list, so a word with one can't be named.
        let values: Vec<&str> = values.into_iter().filter(|v| !v.contains(',')).collect();
        assert!(values.len() > 1, "{option}: {values:?}");
        let several: &[&str] = if option == "--method" {
            &values[..1]
        } else {
            &values[..2]
        };
        for wanted in [&values[values.len() - 1..], several] {
            let named = wanted.join(",");
            let expected = all
                .iter()
                .filter(|case| shown(case, option).is_some_and(|v| wanted.contains(&v)));
            assert_eq!(
                ids(&rows(&shop, &[option, &named])),
                ids(expected),
                "{option} {named}"
            );
        }
    }
    assert!(rows(&shop, &["--order", "no such order"]).is_empty());
    assert!(rows(&shop, &["--provider-status", "neverHeardOf"]).is_empty());
}

#[test]
fn filters_narrow_together() {
    let shop = shop();
    let all = rows(&shop, &[]);
    let wanted = |case: &&Value| {
        case["provider"] == "celcoin"
            && ["awaitingDocumentation", "inAnalysis"].contains(&word(case, "provider_status"))
            && case["stage"] == "chargeback"
    };
    let expected = ids(all.iter().filter(wanted));
    assert!(!expected.is_empty());
    let filters = [
        "--provider",
        "celcoin",
        "--account",
        "celcoin",
        "--stage",
        "chargeback",
        "--provider-status",
        "awaitingDocumentation,inAnalysis",
    ];
    assert_eq!(ids(&rows(&shop, &filters)), expected);
    let mut none = filters.to_vec();
    none.extend(["--status", "won"]);
    assert!(rows(&shop, &none).is_empty());
}

/// The day of an instant in São Paulo, which has no summer time in these years.
fn local_day(at: &str) -> NaiveDate {
    let at: DateTime<chrono_tz::Tz> = at
        .parse::<DateTime<chrono::Utc>>()
        .expect("an instant")
        .with_timezone(&chrono_tz::America::Sao_Paulo);
    at.date_naive()
}

#[test]
fn spans_of_days_are_half_open_and_of_the_accounts_zone() {
    let shop = shop();
    let celcoin = |filters: &[&str]| {
        let mut all = vec!["--provider", "celcoin"];
        all.extend(filters);
        rows(&shop, &all)
    };
    let all = celcoin(&[]);
    let told = |option: &str, case: &Value| {
        let at = match option {
            "--created" => case["opened_at"].as_str(),
            "--deadline" => case["deadline"]["at"].as_str(),
            _ => case["documents_sent_at"].as_str(),
        };
        at.map(local_day)
    };
    for option in ["--created", "--deadline", "--sent"] {
        let days: BTreeSet<NaiveDate> = all.iter().filter_map(|case| told(option, case)).collect();
        let first = *days.first().unwrap_or_else(|| panic!("{option}: no date"));
        let next = first.succ_opt().expect("a next day");
        for (text, fits) in [
            (
                format!("{first}..{next}"),
                Box::new(move |day| day == first) as Box<dyn Fn(NaiveDate) -> bool>,
            ),
            (format!("{next}.."), Box::new(move |day| day >= next)),
            (format!("..{next}"), Box::new(move |day| day < next)),
            (format!("{first}..{first}"), Box::new(|_| false)),
        ] {
            let expected = all
                .iter()
                .filter(|case| told(option, case).is_some_and(&fits));
            assert_eq!(
                ids(&celcoin(&[option, &text])),
                ids(expected),
                "{option} {text}"
            );
        }
    }
}

#[test]
fn what_is_no_filter_is_a_usage_error() {
    let shop = Shop::open();
    for filters in [
        ["--status", "open-ish"],
        ["--reason", "because"],
        ["--created", "2026-11-01"],
        ["--created", "2026-11-31.."],
        ["--deadline", "2026-11-03..2026-11-01"],
        ["--sent", ".."],
        ["--account", "nobody"],
    ] {
        let args: Vec<&str> = ["disputes"].iter().chain(&filters).copied().collect();
        let code = if filters[0] == "--account" { 1 } else { 2 };
        let _ = shop.tvist.run(&args).expect(code);
    }
}
