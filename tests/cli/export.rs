//! `insights`, `export`: what came of the cases, and files that other programs read.

use std::collections::BTreeMap;
use std::fs;

use serde_json::{Value, json};
use tvist_engine::clock::SystemClock;
use tvist_engine::domain::clock::{Clock, rfc3339};

use crate::support::answer::gather;
use crate::support::shop::{Shop, list, word};

/// Counts and sums by currency of the cases that `which` picks.
fn tally(cases: &[Value], which: impl Fn(&Value) -> bool) -> (u64, BTreeMap<String, i64>) {
    let mut sums = BTreeMap::new();
    let mut count = 0;
    for case in cases.iter().filter(|case| which(case)) {
        count += 1;
        *sums
            .entry(word(&case["amount"], "currency").to_owned())
            .or_default() += case["amount"]["minor"].as_i64().unwrap();
    }
    (count, sums)
}

fn told(tally: &Value) -> (u64, BTreeMap<String, i64>) {
    let sums = list(tally, "money").iter().map(|money| {
        let minor = money["minor"].as_i64().unwrap();
        (word(money, "currency").to_owned(), minor)
    });
    (tally["count"].as_u64().unwrap(), sums.collect())
}

fn place(case: &Value) -> &'static str {
    match word(case, "status") {
        "won" => "won",
        "lost" => "lost",
        "closed" | "cancelled" | "prevented" => "closed",
        _ => "open",
    }
}

fn opened(case: &Value) -> &str {
    &word(case, "opened_at")[..10]
}

#[test]
fn insights_count_what_the_desk_shows() {
    let shop = Shop::ready();
    let desk = shop.ok(&["disputes"]);
    let cases = list(&desk, "disputes");
    let insights = shop.ok(&["insights"]);
    for bucket in ["won", "lost", "open", "closed"] {
        let expected = tally(cases, |case| place(case) == bucket);
        assert_eq!(told(&insights[bucket]), expected, "{bucket}");
        for part in ["provider", "reason", "month"] {
            let parts = insights["by"][part].as_object().unwrap();
            let sum: u64 = parts.values().map(|one| told(&one[bucket]).0).sum();
            assert_eq!(sum, expected.0, "{bucket} by {part}");
        }
    }
    assert!(
        insights["won"]["count"].as_u64() > Some(0) && insights["lost"]["count"].as_u64() > Some(0)
    );
    let fraud = tally(cases, |case| {
        case["reason"]["category"] == "fraudulent" && place(case) == "open"
    });
    assert_eq!(told(&insights["by"]["reason"]["fraudulent"]["open"]), fraud);
    let table = shop.text(&["insights"]);
    assert!(
        table.contains("WON") && table.contains("provider: stripe"),
        "{table}"
    );
}

#[test]
fn a_span_of_insights_is_half_open() {
    let shop = Shop::ready();
    let desk = shop.ok(&["disputes"]);
    let cases = list(&desk, "disputes");
    let mut days: Vec<&str> = cases.iter().map(opened).collect();
    days.sort_unstable();
    days.dedup();
    let (from, to) = (days[days.len() / 3], days[2 * days.len() / 3]);
    let insights = shop.ok(&["insights", "--from", from, "--to", to]);
    let count: u64 = ["won", "lost", "open", "closed"]
        .iter()
        .map(|bucket| told(&insights[*bucket]).0)
        .sum();
    let expected = tally(cases, |case| from <= opened(case) && opened(case) < to).0;
    assert_eq!(count, expected);
    assert!(expected > 0 && expected < cases.len() as u64);
    for wrong in [
        &["insights", "--from", "soon"][..],
        &["insights", "--from", "2026-02-01", "--to", "2026-01-01"],
    ] {
        assert_eq!(shop.ends(2, wrong)["error"]["kind"], "usage");
    }
}

/// Writes an export; gives its bytes and the answer.
fn export(shop: &Shop, format: &str, more: &[&str]) -> (Vec<u8>, Value) {
    let out = shop.folder().join(format!("out.{format}"));
    let path = out.to_str().unwrap();
    let args = ["export", "--format", format, "--out", path];
    let answer = shop.ok(&[&args[..], more].concat());
    let bytes = fs::read(&out).unwrap();
    assert_eq!(answer["bytes"], bytes.len());
    (bytes, answer)
}

#[test]
fn the_table_has_a_line_a_case() {
    let shop = Shop::ready();
    let (bytes, answer) = export(&shop, "csv", &[]);
    let text = String::from_utf8(bytes).unwrap();
    let lines: Vec<&str> = text.split_terminator("\r\n").collect();
    assert!(lines[0].starts_with("id,provider,account,"), "{}", lines[0]);
    let desk = shop.ok(&["disputes"]);
    assert_eq!(desk["total"], answer["cases"]);
    for case in list(&desk, "disputes") {
        let id = word(case, "id");
        assert!(
            lines
                .iter()
                .any(|line| line.starts_with(&format!("\"{id}\",\"stripe\","))),
            "{id}"
        );
    }
    for amount in [",189.00,\"EUR\",", ",14800,\"JPY\",", ",37.500,\"KWD\","] {
        assert!(text.contains(amount), "{amount}");
    }
    let case = shop.case("klarna-faulty-goods");
    let (bytes, _) = export(&shop, "csv", &["--dispute", &case]);
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(text.split_terminator("\r\n").count(), 2, "{text}");
    assert_eq!(
        shop.control().requests(),
        [],
        "it is made from what is stored"
    );
}

/// The events of a calendar, each as its unfolded lines.
fn events(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = std::str::from_utf8(bytes).unwrap();
    assert!(
        text.split_terminator("\r\n")
            .all(|line| line.len() <= 75 && !line.contains('\n'))
    );
    let text = text.replace("\r\n ", "");
    let mut events = Vec::new();
    for line in text.split_terminator("\r\n") {
        if line == "BEGIN:VEVENT" {
            events.push(Vec::new());
        } else if let Some(event) = events.last_mut() {
            event.push(line.to_owned());
        }
    }
    events
}

fn property<'a>(event: &'a [String], name: &str) -> &'a str {
    let start = format!("{name}:");
    let line = event.iter().find_map(|line| line.strip_prefix(&start));
    line.unwrap_or_else(|| panic!("no {name} in {event:?}"))
}

#[test]
fn the_calendar_has_the_dates_and_the_ladder() {
    let shop = Shop::ready();
    let (bytes, _) = export(&shop, "ics", &[]);
    let desk = shop.ok(&["disputes"]);
    let all = events(&bytes);
    let waiting: Vec<&Value> = list(&desk, "disputes")
        .iter()
        .filter(|case| !case["deadline"].is_null())
        .collect();
    assert!(waiting.len() > 3);
    let ladder = shop.ok(&["reminders", "--from", "2020-01-01", "--to", "2099-01-01"]);
    let desk_read = rfc3339(SystemClock.now());
    let desk_read = desk_read.as_str();
    let mut with_alarms = 0;
    for case in waiting {
        let uid = format!("{}@tvist", word(case, "id"));
        let event = all
            .iter()
            .find(|event| property(event, "UID") == uid)
            .unwrap();
        let at = word(&case["deadline"], "at").replace(['-', ':'], "");
        assert_eq!(property(event, "DTSTART"), at);
        assert_eq!(property(event, "STATUS"), "CONFIRMED");
        let rungs = list(&ladder, "reminders").iter();
        let rungs = rungs.filter(|one| one["dispute"] == case["id"]).count();
        let over = word(&case["deadline"], "at") <= desk_read;
        let expected = if rungs == 0 && !over { 1 } else { rungs };
        let alarms = event.iter().filter(|line| *line == "BEGIN:VALARM");
        assert_eq!(alarms.count(), expected, "{event:?}");
        with_alarms += usize::from(rungs > 0);
    }
    assert!(with_alarms > 3);
    let text = String::from_utf8(bytes).unwrap();
    for case in list(&desk, "disputes") {
        if let Some(name) = case["customer"]["name"].as_str() {
            assert!(!text.contains(name), "{name}");
        }
    }
}

/// A date that the provider takes away is cancelled where a calendar may have it, and isn't just missing.
#[test]
fn a_date_that_was_taken_away_leaves_the_calendar() {
    let shop = Shop::ready();
    let case = shop.case("card-not-received");
    let only = ["--dispute", case.as_str()];
    let (before, _) = export(&shop, "ics", &only);
    let before = events(&before);
    for gone in [json!(0), Value::Null] {
        let members = json!({"due_by": gone});
        shop.does(json!({"act": "set", "dispute": case, "members": members}));
        shop.ok(&["refresh", &case]);
        let (after, _) = export(&shop, "ics", &only);
        let after = events(&after);
        assert_eq!(after.len(), 1, "{gone}");
        assert_eq!(property(&after[0], "STATUS"), "CANCELLED", "{gone}");
        for same in ["UID", "DTSTART"] {
            assert_eq!(property(&after[0], same), property(&before[0], same));
        }
        assert!(!after[0].iter().any(|line| line == "BEGIN:VALARM"));
    }
}

#[test]
fn an_answered_case_leaves_the_calendar() {
    let shop = Shop::ready();
    let case = shop.case("klarna-faulty-goods");
    let only = ["--dispute", case.as_str()];
    let (before, _) = export(&shop, "ics", &only);
    gather(&shop, &case);
    shop.ok(&["submit", &case, "--confirm"]);
    let (after, _) = export(&shop, "ics", &only);
    let (before, after) = (events(&before), events(&after));
    assert_eq!((before.len(), after.len()), (1, 1));
    assert_eq!(property(&before[0], "UID"), property(&after[0], "UID"));
    assert_eq!(property(&after[0], "STATUS"), "CANCELLED");
    let sequence = |event: &[String]| property(event, "SEQUENCE").parse::<u32>().unwrap();
    assert!(sequence(&after[0]) > sequence(&before[0]));
    assert!(!after[0].iter().any(|line| line == "BEGIN:VALARM"));
}

#[test]
fn the_whole_record_has_everything_but_secrets() {
    let shop = Shop::ready();
    let case = shop.case("klarna-faulty-goods");
    gather(&shop, &case);
    shop.ok(&["submit", &case, "--confirm"]);
    let (bytes, answer) = export(&shop, "json", &[]);
    let text = String::from_utf8(bytes).unwrap();
    assert!(!text.contains(shop.secret_key()));
    let record: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(record["format"], "tvist");
    assert_eq!(list(&record, "accounts").len(), 1);
    let disputes = list(&record, "disputes");
    assert_eq!(answer["entries"], disputes.len());
    let whole = disputes
        .iter()
        .find(|one| one["provider_id"] == case)
        .unwrap();
    assert_eq!(whole["receipts"][0]["state"], "accepted");
    assert!(list(whole, "timeline").len() > 2);
    assert_eq!(whole["raw"]["id"], case);
    let (bytes, _) = export(&shop, "json", &["--dispute", &case]);
    let record: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(list(&record, "disputes").len(), 1);
    assert!(record.get("accounts").is_none());
}

/// What the provider's balance moved by for all cases, by currency: amounts less fees, in minor units.
fn balance(shop: &Shop) -> BTreeMap<String, i64> {
    let mut sums = BTreeMap::new();
    let mut seen = Vec::new();
    for case in list(&shop.ok(&["disputes"]), "disputes") {
        let dispute = shop.ok(&["dispute", word(case, "id")]);
        // Fees that are lines of their own in the balance.
        for moved in list(&dispute, "moved") {
            if matches!(word(moved, "kind"), "countered_fee" | "network_fee") {
                *sums
                    .entry(word(&moved["amount"], "currency").to_owned())
                    .or_default() += moved["amount"]["minor"].as_i64().unwrap();
            }
        }
        let raw = dispute["raw"].clone();
        for line in raw["balance_transactions"]
            .as_array()
            .cloned()
            .unwrap_or_default()
        {
            let id = word(&line, "id").to_owned();
            if !seen.contains(&id) {
                seen.push(id);
                *sums
                    .entry(word(&line, "currency").to_uppercase())
                    .or_default() +=
                    line["amount"].as_i64().unwrap() - line["fee"].as_i64().unwrap();
            }
        }
    }
    sums
}

#[test]
fn the_swedish_books_balance() {
    let shop = Shop::ready();
    let balance = balance(&shop);
    for currency in ["SEK", "EUR"] {
        let (bytes, _) = export(&shop, "sie", &["--currency", currency]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(text.starts_with("#FLAGGA 0\r\n#PROGRAM "), "{text}");
        assert!(text.contains("#SIETYP 4\r\n") && text.contains("#FORMAT PC8\r\n"));
        assert!(text.contains(&format!("#VALUTA {currency}\r\n")));
        let (mut open, mut clearing, mut verifications) = (0_i64, 0_i64, 0);
        for line in text.split_terminator("\r\n").map(str::trim_start) {
            if line.starts_with("#VER ") {
                assert_eq!(open, 0);
                verifications += 1;
            }
            if let Some(rest) = line.strip_prefix("#TRANS ") {
                let parts: Vec<&str> = rest.split(' ').collect();
                let amount: i64 = parts[2].replace('.', "").parse().unwrap();
                open += amount;
                if parts[0] == "1580" {
                    clearing += amount;
                }
            }
        }
        assert_eq!(open, 0);
        assert!(verifications > 0, "{currency}");
        assert_eq!(Some(&clearing), balance.get(currency), "{currency}");
    }
    let (bytes, answer) = export(&shop, "sie", &[]);
    assert!(String::from_utf8_lossy(&bytes).contains("#VALUTA SEK\r\n"));
    let foreign = list(&answer, "left_out");
    assert!(
        foreign
            .iter()
            .any(|one| one["why"] == "currency" && one["what"] == "EUR")
    );
    // "Osäkra" in code page 437.
    assert!(bytes.windows(6).any(|part| part == b"Os\x84kra"));
}

#[test]
fn the_german_books_balance() {
    let shop = Shop::ready();
    let balance = balance(&shop);
    let (bytes, answer) = export(&shop, "datev", &[]);
    // Only what the format can't hold may be missing; every case of the practice set is recent.
    let other_years = list(&answer, "left_out")
        .iter()
        .any(|one| one["why"] == "year");
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let lines: Vec<&str> = text.split_terminator("\r\n").collect();
    assert!(
        lines[0].starts_with("\"EXTF\";700;21;\"Buchungsstapel\";13;"),
        "{}",
        lines[0]
    );
    assert!(lines[1].starts_with("Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;"));
    assert!(lines[1].contains("Gegenkonto (ohne BU-Schl\u{fc}ssel)"));
    assert_eq!(answer["entries"], lines.len() - 2);
    let mut clearing = BTreeMap::<String, i64>::new();
    for line in &lines[2..] {
        let fields: Vec<&str> = line.split(';').collect();
        assert_eq!(fields.len(), 14, "{line}");
        let amount: i64 = fields[0].replace(',', "").parse().unwrap();
        assert!(
            amount > 0 && fields[6] == "1360" && fields[7] != fields[6],
            "{line}"
        );
        let sign = if fields[1] == "\"S\"" { 1 } else { -1 };
        *clearing
            .entry(fields[2].trim_matches('"').to_owned())
            .or_default() += sign * amount;
    }
    if !other_years {
        assert_eq!(clearing.get("EUR"), balance.get("EUR"));
    }
    // Without a rate a line in another currency couldn't be imported.
    assert_eq!(clearing.keys().collect::<Vec<_>>(), ["EUR"]);
    let foreign = list(&answer, "left_out");
    let told = |what: &str| {
        foreign
            .iter()
            .any(|one| one["why"] == "currency" && one["what"] == what)
    };
    assert!(told("SEK"), "{answer}");
}

#[test]
fn what_a_format_hasn_t_is_a_mistake() {
    let shop = Shop::open();
    for args in [
        &["--format", "pdf"][..],
        &["--format", "csv", "--from", "2026-01-01"],
        &["--format", "datev", "--currency", "SEK"],
        &["--format", "sie", "--currency", "kronor"],
        &["--format", "sie", "--currency", ""],
        &[
            "--format",
            "datev",
            "--from",
            "2025-06-01",
            "--to",
            "2026-06-01",
        ],
        &[
            "--format",
            "sie",
            "--from",
            "2026-02-01",
            "--to",
            "2026-01-01",
        ],
    ] {
        let args = [&["export", "--out", "/nowhere/at/all"], args].concat();
        assert_eq!(shop.ends(2, &args)["error"]["kind"], "usage", "{args:?}");
    }
    let args = ["export", "--format", "csv", "--out", "/nowhere/at/all"];
    assert_eq!(shop.ends(1, &args)["error"]["kind"], "file");
    let args = [
        "export",
        "--format",
        "csv",
        "--out",
        "x",
        "--dispute",
        "du_nobody",
    ];
    assert_eq!(shop.ends(1, &args)["error"]["kind"], "not_found");
}
