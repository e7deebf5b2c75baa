//! Bookkeeping for German programs: a DATEV Buchungsstapel.
//!
//! The format: developer.datev.de, "DATEV-Format", EXTF version 700, category 21, format version 13: CP1252, semicolons,
//! texts in quotes, decimal comma, a booking as one line from account to contra account.
//!
//! Accounts of the SKR03, which can be changed at import or afterwards:
//! - 1360 *Geldtransit*: what the provider owes the shop until it pays out;
//! - 1460 *Zweifelhafte Forderungen*: what is in dispute, until the case is won or written off;
//! - 4970 *Nebenkosten des Geldverkehrs*: the provider's fees for disputes, without input tax.
//!
//! Consultant and client number stand at the smallest that DATEV takes (1001 and 1); the tax adviser sets them at import.

use super::ledger::{Booking, Role, What, within};
use super::spelling::Spelling;
use super::{Made, left_out};
use crate::error::{Error, Result};
use chrono::{Datelike, Days, NaiveDate};
use chrono_tz::Tz;
use encoding_rs::WINDOWS_1252;
use tvist_domain::clock::Timestamp;

/// German books have German days.
const ZONE: Tz = Tz::Europe__Berlin;

/// The columns that are filled; those behind them may be missing.
const COLUMNS: &str = "Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;WKZ Umsatz;Kurs;Basis-Umsatz;\
    WKZ Basis-Umsatz;Konto;Gegenkonto (ohne BU-Schlüssel);BU-Schlüssel;Belegdatum;Belegfeld 1;Belegfeld 2;Skonto;\
    Buchungstext";

/// The currency of the books, as the head names it.
const HOME: &str = "EUR";

/// Longest voucher number and text, in characters.
const VOUCHER: usize = 36;
const TEXT: usize = 60;

/// Makes the file.
///
/// A day in it has no year: all bookings lie in the one of the head. It is the year of the span, else of the newest
/// booking; other years are left out and told, and so is what isn't in euro: without a rate it couldn't be imported.
///
/// # Errors
/// [`Error::Usage`] when the span lies in two years.
pub(crate) fn file(
    bookings: Vec<Booking>,
    span: (Option<NaiveDate>, Option<NaiveDate>),
    now: Timestamp,
) -> Result<Made> {
    let bookings: Vec<Booking> = bookings
        .into_iter()
        .filter(|b| within(b.day(ZONE), span))
        .collect();
    let newest = bookings.iter().map(|b| b.day(ZONE)).max();
    let year = match span_year(span)? {
        Some(year) => year,
        None => newest
            .unwrap_or_else(|| now.with_timezone(&ZONE).date_naive())
            .year(),
    };
    let (kept, other): (Vec<Booking>, Vec<Booking>) = bookings
        .into_iter()
        .partition(|b| b.day(ZONE).year() == year);
    let mut missing = left_out(
        "year",
        other.into_iter().map(|b| b.day(ZONE).year().to_string()),
    );
    // A line in another currency needs its rate and its amount in euro, and a balance's line has neither.
    let (kept, foreign): (Vec<Booking>, Vec<Booking>) =
        kept.into_iter().partition(|b| b.amount.currency == HOME);
    missing.extend(left_out(
        "currency",
        foreign.into_iter().map(|b| b.amount.currency),
    ));
    let (mut kept, fine): (Vec<Booking>, Vec<Booking>) =
        kept.into_iter().partition(|b| b.hundredths().is_some());
    missing.extend(left_out(
        "decimals",
        fine.into_iter().map(|b| b.amount.currency),
    ));
    let mut spelling = Spelling::new(in_cp1252);
    for booking in &mut kept {
        booking.case = spelling.spell(&booking.case);
    }
    missing.extend(spelling.left_out());
    let mut text = head(&kept, year, now);
    text.push_str(COLUMNS);
    text.push_str("\r\n");
    for booking in &kept {
        row(&mut text, booking);
    }
    Ok(Made {
        bytes: cp1252(&text),
        entries: kept.len(),
        left_out: missing,
    })
}

/// The one year that a span with both bounds lies in; none without both.
fn span_year(span: (Option<NaiveDate>, Option<NaiveDate>)) -> Result<Option<i32>> {
    let (Some(from), Some(to)) = span else {
        return Ok(None);
    };
    let last = to.checked_sub_days(Days::new(1)).unwrap_or(to).max(from);
    if from.year() == last.year() {
        Ok(Some(from.year()))
    } else {
        Err(Error::Usage(
            "a DATEV file holds one year: give a span within one".into(),
        ))
    }
}

/// The head's 31 fields.
fn head(bookings: &[Booking], year: i32, now: Timestamp) -> String {
    let days = || bookings.iter().map(|b| b.day(ZONE));
    let day = |day: Option<NaiveDate>, otherwise: &str| {
        day.map_or_else(
            || format!("{year:04}{otherwise}"),
            |day| day.format("%Y%m%d").to_string(),
        )
    };
    let made_at = now.with_timezone(&ZONE).format("%Y%m%d%H%M%S000");
    let (from, to) = (day(days().min(), "0101"), day(days().max(), "1231"));
    format!(
        "\"EXTF\";700;21;\"Buchungsstapel\";13;{made_at};;\"TV\";\"\";\"\";1001;1;{year:04}0101;4;{from};{to};\
         \"Tvist {year:04}\";\"\";1;0;0;\"EUR\";;\"\";;;\"03\";;;\"\";\"\"\r\n"
    )
}

/// One line: the amount, which side of the first account it is on, and the accounts.
fn row(text: &mut String, booking: &Booking) {
    let Some(amount) = booking.hundredths() else {
        return;
    };
    // All lines are written from the provider's account, so that its movement reads off one column.
    let (debit, credit) = booking.what.accounts();
    let (side, contra) = if debit == Role::Clearing {
        ('S', credit)
    } else {
        ('H', debit)
    };
    let day = booking.day(ZONE).format("%d%m");
    let title = format!(
        "{} {} {}",
        words(booking.what),
        booking.provider,
        booking.case
    );
    text.push_str(&format!(
        "{},{:02};\"{side}\";{};;;\"\";{};{};\"\";{day};{};\"\";;{}\r\n",
        amount / 100,
        amount % 100,
        quoted(&booking.amount.currency, 3),
        number(Role::Clearing),
        number(contra),
        quoted(&voucher(&booking.movement), VOUCHER),
        quoted(&title, TEXT),
    ));
}

fn number(role: Role) -> &'static str {
    match role {
        Role::Clearing => "1360",
        Role::Disputed => "1460",
        Role::Fees => "4970",
    }
}

fn words(what: What) -> &'static str {
    match what {
        What::Taken => "Rückbelastung",
        What::Returned => "Rückbelastung erstattet",
        What::FeeCharged => "Gebühr Rückbelastung",
        What::FeeReturned => "Gebühr erstattet",
    }
}

/// A voucher number in the characters that DATEV takes; of a long one the end, which tells them apart.
fn voucher(id: &str) -> String {
    let clean: Vec<char> = id
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || "$&%*+-/".contains(c) {
                c
            } else {
                '-'
            }
        })
        .collect();
    clean[clean.len().saturating_sub(VOUCHER)..]
        .iter()
        .collect()
}

/// A text of at most `limit` characters.
fn quoted(field: &str, limit: usize) -> String {
    let clean: String = field
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(limit)
        .collect();
    format!("\"{}\"", clean.replace('"', "\"\""))
}

/// Whether CP1252 has a character.
fn in_cp1252(c: char) -> bool {
    let mut one = [0; 4];
    let (_, _, lacking) = WINDOWS_1252.encode(c.encode_utf8(&mut one));
    !lacking
}

/// The text in CP1252. Every field was spelt for it before.
fn cp1252(text: &str) -> Vec<u8> {
    WINDOWS_1252.encode(text).0.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::ledger::bookings;
    use crate::sample::{at, dispute, movement};
    use proptest::prelude::*;
    use std::collections::BTreeMap;
    use tvist_domain::dispute::Movement;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn made(movements: Vec<Movement>) -> Made {
        let mut case = dispute("du_1;\"x\"\n€ł");
        case.movements = movements;
        file(
            bookings([&case].into_iter()),
            (None, None),
            at("2026-11-22T06:00:00Z"),
        )
        .unwrap()
    }

    fn text(made: &Made) -> String {
        let (text, _, broken) = WINDOWS_1252.decode(&made.bytes);
        assert!(!broken);
        text.into_owned()
    }

    /// Hundredths by currency and account: debit less credit.
    fn balances(text: &str) -> BTreeMap<(String, String), i64> {
        let mut balances = BTreeMap::new();
        for line in text.split_terminator("\r\n").skip(2) {
            let fields: Vec<&str> = line.splitn(9, ';').collect();
            let amount: i64 = fields[0].replace(',', "").parse().unwrap();
            assert!(amount > 0, "{line}");
            let sign = match fields[1] {
                "\"S\"" => 1,
                "\"H\"" => -1,
                other => panic!("{other}"),
            };
            for (account, sign) in [(fields[6], sign), (fields[7], -sign)] {
                *balances
                    .entry((fields[2].to_owned(), account.to_owned()))
                    .or_default() += sign * amount;
            }
        }
        balances
    }

    #[test]
    fn the_file_reads_as_a_german_program_wants_it() {
        let made = made(vec![movement("txn_1", -12_990, 2_000, "EUR")]);
        let expected = "\"EXTF\";700;21;\"Buchungsstapel\";13;20261122070000000;;\"TV\";\"\";\"\";1001;1;20260101;4;\
            20261104;20261104;\"Tvist 2026\";\"\";1;0;0;\"EUR\";;\"\";;;\"03\";;;\"\";\"\"";
        let text = text(&made);
        let lines: Vec<&str> = text.split_terminator("\r\n").collect();
        assert_eq!(lines[0], expected);
        assert_eq!(lines[0].split(';').count(), 31);
        assert_eq!(lines[1].split(';').count(), 14);
        assert_eq!(
            lines[2],
            "129,90;\"H\";\"EUR\";;;\"\";1360;1460;\"\";0411;\"txn-1\";\"\";;\"Rückbelastung stripe du_1;\"\"x\"\" €l\""
        );
        assert_eq!(
            lines[3],
            "20,00;\"H\";\"EUR\";;;\"\";1360;4970;\"\";0411;\"txn-1\";\"\";;\"Gebühr Rückbelastung stripe du_1;\"\"x\"\" €l\""
        );
        assert!(made.bytes.contains(&0xfc) && made.bytes.contains(&0x80));
    }

    #[test]
    fn a_file_holds_one_year() {
        let mut old = movement("txn_0", -100, 0, "EUR");
        old.at = at("2025-12-31T22:59:00Z");
        let mut new = movement("txn_1", -100, 0, "EUR");
        // New Year's Day in Berlin already.
        new.at = at("2025-12-31T23:00:00Z");
        let made = made(vec![old, new]);
        assert_eq!(made.entries, 1);
        assert_eq!(
            (
                made.left_out[0].why.as_str(),
                made.left_out[0].what.as_str()
            ),
            ("year", "2025")
        );
        assert!(text(&made).contains(";20260101;4;20260101;20260101;"));
        let whole = (Some(day("2026-01-01")), Some(day("2027-01-01")));
        assert_eq!(span_year(whole).unwrap(), Some(2026));
        assert!(span_year((Some(day("2025-12-01")), Some(day("2026-02-01")))).is_err());
    }

    #[test]
    fn a_long_voucher_keeps_its_end() {
        let id = format!("txn_{}", "x1".repeat(30));
        assert_eq!(voucher(&id).len(), VOUCHER);
        assert!(id.ends_with(&voucher(&id)));
        assert_eq!(voucher("ä_b/1"), "--b/1");
    }

    #[test]
    fn what_is_not_in_euro_is_left_out_and_told() {
        let made = made(vec![
            movement("txn_1", -12_990, 2_000, "EUR"),
            movement("txn_2", -50_000, 20_000, "SEK"),
            movement("txn_3", -7_000, 0, "CHF"),
        ]);
        assert_eq!(made.entries, 2);
        let told: Vec<(&str, &str, u32)> = made
            .left_out
            .iter()
            .map(|one| (one.why.as_str(), one.what.as_str(), one.count))
            .collect();
        assert_eq!(told, [("currency", "CHF", 1), ("currency", "SEK", 2)]);
        assert!(!text(&made).contains("SEK"));
    }

    proptest! {
        #[test]
        fn debit_and_credit_are_equal_and_the_provider_s_account_moves_as_its_balance_did(
            sums in prop::collection::vec(
                (-1_000_000_000_i64..1_000_000_000, -100_000_i64..100_000, prop::bool::ANY), 0..20),
        ) {
            let code = |euro: bool| if euro { "EUR" } else { "SEK" };
            let movements = sums
                .iter()
                .enumerate()
                .map(|(n, (amount, fee, euro))| movement(&format!("txn_{n}"), *amount, *fee, code(*euro)))
                .collect();
            let balances = balances(&text(&made(movements)));
            let all: i64 = balances.values().sum();
            prop_assert_eq!(all, 0);
            let clearing = balances.get(&("\"EUR\"".to_owned(), "1360".to_owned())).copied().unwrap_or(0);
            let moved: i64 = sums.iter().filter(|(.., e)| *e).map(|(amount, fee, _)| amount - fee).sum();
            prop_assert_eq!(clearing, moved);
        }
    }
}
