//! Bookkeeping for Swedish programs: SIE type 4I, verifications that are to be imported.
//!
//! The format: "SIE filformat", SIE-gruppen, edition 4B/4C: text in PC8 (code page 437), one record a line, amounts with
//! a decimal point, debit positive, the lines of a verification adding up to nothing.
//!
//! Accounts of the BAS plan, which can be changed at import or afterwards:
//! - 1580 *Fordringar för kontokort och kuponger*: what the provider owes the shop until it pays out;
//! - 1515 *Osäkra kundfordringar*: what is in dispute, until the case is won or written off;
//! - 6570 *Bankkostnader*: the provider's fees for disputes, without VAT, as financial services are exempt.

use super::ledger::{Booking, Role, What, within};
use super::spelling::Spelling;
use super::{LeftOut, Made, left_out};
use chrono::NaiveDate;
use chrono_tz::Tz;
use oem_cp::code_table::ENCODING_TABLE_CP437;
use std::collections::BTreeMap;
use tvist_domain::clock::Timestamp;

/// Swedish books have Swedish days.
const ZONE: Tz = Tz::Europe__Stockholm;
/// What Swedish books are kept in unless the company chose the euro.
const HOME: &str = "SEK";

/// The accounts: role, number, name.
const ACCOUNTS: [(Role, &str, &str); 3] = [
    (Role::Disputed, "1515", "Osäkra kundfordringar"),
    (
        Role::Clearing,
        "1580",
        "Fordringar för kontokort och kuponger",
    ),
    (Role::Fees, "6570", "Bankkostnader"),
];

/// Makes the file.
///
/// A SIE file has one currency, that of the books. It is the one that was asked for; else kronor where anything was
/// booked in them; else the one with most bookings. The rest is left out and told, since a rate would be a guess.
pub(crate) fn file(
    bookings: Vec<Booking>,
    span: (Option<NaiveDate>, Option<NaiveDate>),
    currency: Option<&str>,
    company: &str,
    now: Timestamp,
) -> Made {
    let bookings: Vec<Booking> = bookings
        .into_iter()
        .filter(|b| within(b.day(ZONE), span))
        .collect();
    let currency = currency.map_or_else(|| usual(&bookings), str::to_ascii_uppercase);
    let (kept, foreign): (Vec<Booking>, Vec<Booking>) = bookings
        .into_iter()
        .partition(|b| b.amount.currency == currency);
    let mut missing: Vec<LeftOut> =
        left_out("currency", foreign.into_iter().map(|b| b.amount.currency));
    let (mut kept, fine): (Vec<Booking>, Vec<Booking>) =
        kept.into_iter().partition(|b| b.hundredths().is_some());
    missing.extend(left_out(
        "decimals",
        fine.into_iter().map(|b| b.amount.currency),
    ));

    let mut spelling = Spelling::new(in_pc8);
    let company = spelling.spell(company);
    for booking in &mut kept {
        booking.case = spelling.spell(&booking.case);
        booking.movement = spelling.spell(&booking.movement);
    }
    missing.extend(spelling.left_out());
    let mut text = head(&currency, &company, now);
    for (_, number, name) in ACCOUNTS {
        line(&mut text, &format!("#KONTO {number} {}", quoted(name)));
    }
    let mut rest = kept.as_slice();
    while let Some(first) = rest.first() {
        let size = rest
            .iter()
            .take_while(|b| b.movement == first.movement && b.case == first.case)
            .count();
        verification(&mut text, &rest[..size]);
        rest = &rest[size..];
    }
    Made {
        bytes: pc8(&text),
        entries: kept.len(),
        left_out: missing,
    }
}

/// Kronor, or what most bookings are in.
fn usual(bookings: &[Booking]) -> String {
    let mut counts = BTreeMap::<&str, usize>::new();
    for booking in bookings {
        *counts.entry(&booking.amount.currency).or_default() += 1;
    }
    if counts.is_empty() || counts.contains_key(HOME) {
        return HOME.to_owned();
    }
    let most = counts
        .iter()
        .max_by_key(|(code, n)| (**n, std::cmp::Reverse(**code)));
    most.map_or(HOME, |(code, _)| code).to_owned()
}

fn head(currency: &str, company: &str, now: Timestamp) -> String {
    let mut text = String::new();
    line(&mut text, "#FLAGGA 0");
    line(
        &mut text,
        &format!("#PROGRAM \"Tvist\" {}", env!("CARGO_PKG_VERSION")),
    );
    line(&mut text, "#FORMAT PC8");
    let today = now.with_timezone(&ZONE).format("%Y%m%d");
    line(&mut text, &format!("#GEN {today}"));
    line(&mut text, "#SIETYP 4");
    line(&mut text, &format!("#FNAMN {}", quoted(company)));
    line(&mut text, "#KPTYP EUBAS97");
    line(&mut text, &format!("#VALUTA {}", atom(currency)));
    text
}

/// One verification for one movement. Series and number are left to the program that imports.
fn verification(text: &mut String, bookings: &[Booking]) {
    let Some(first) = bookings.first() else {
        return;
    };
    let day = first.day(ZONE).format("%Y%m%d");
    let title = format!("Tvist {} {} {}", first.provider, first.case, first.movement);
    line(text, &format!("#VER \"\" \"\" {day} {}", quoted(&title)));
    line(text, "{");
    for booking in bookings {
        let Some(amount) = booking.hundredths() else {
            continue;
        };
        let (debit, credit) = booking.what.accounts();
        for (role, sign) in [(debit, ""), (credit, "-")] {
            line(
                text,
                &format!(
                    "\t#TRANS {} {{}} {sign}{}.{:02} {day} {}",
                    number(role),
                    amount / 100,
                    amount % 100,
                    quoted(words(booking.what))
                ),
            );
        }
    }
    line(text, "}");
}

fn number(role: Role) -> &'static str {
    ACCOUNTS
        .iter()
        .find(|(of, ..)| *of == role)
        .map_or("", |(_, number, _)| number)
}

fn words(what: What) -> &'static str {
    match what {
        What::Taken => "Tvist: belopp draget",
        What::Returned => "Tvist: belopp återfört",
        What::FeeCharged => "Tvist: avgift",
        What::FeeReturned => "Tvist: avgift återförd",
    }
}

fn line(text: &mut String, content: &str) {
    text.push_str(content);
    text.push_str("\r\n");
}

/// A field in quotes; control characters may not stand in a field at all.
fn quoted(field: &str) -> String {
    let clean: String = field
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    format!("\"{}\"", clean.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A field without quotes: letters and digits only.
fn atom(field: &str) -> String {
    field.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// Whether code page 437 has a character.
fn in_pc8(c: char) -> bool {
    oem_cp::encode_char_checked(c, &ENCODING_TABLE_CP437).is_some()
}

/// The text in PC8. Every field was spelt for it before.
fn pc8(text: &str) -> Vec<u8> {
    oem_cp::encode_string_lossy(text, &ENCODING_TABLE_CP437)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::ledger::bookings;
    use crate::sample::{at, dispute, movement};
    use oem_cp::code_table::DECODING_TABLE_CP437;
    use proptest::prelude::*;
    use tvist_domain::dispute::Movement;

    fn unpc8(bytes: &[u8]) -> String {
        oem_cp::decode_string_complete_table(bytes, &DECODING_TABLE_CP437)
    }

    fn made(movements: Vec<Movement>, currency: Option<&str>) -> Made {
        let mut case = dispute("du_1");
        case.movements = movements;
        let now = at("2026-11-22T06:00:00Z");
        let booked = bookings([&case].into_iter());
        file(booked, (None, None), currency, "Åsas \"butik\"\n", now)
    }

    /// Account and hundredths of every line, by verification.
    fn read(text: &str) -> Vec<Vec<(String, i64)>> {
        let mut verifications = Vec::new();
        for line in text.lines() {
            if line.starts_with("#VER") {
                verifications.push(Vec::new());
            }
            if let Some(rest) = line.trim_start().strip_prefix("#TRANS ") {
                let mut parts = rest.split(' ');
                let account = parts.next().unwrap().to_owned();
                assert_eq!(parts.next(), Some("{}"));
                let amount = parts.next().unwrap();
                assert_eq!(amount.split_once('.').unwrap().1.len(), 2, "{amount}");
                let amount = amount.replace('.', "").parse().unwrap();
                verifications.last_mut().unwrap().push((account, amount));
            }
        }
        verifications
    }

    #[test]
    fn the_file_reads_as_a_swedish_program_wants_it() {
        let made = made(vec![movement("txn_1", -12_990, 2_000, "SEK")], None);
        let expected = "#FLAGGA 0\r\n#PROGRAM \"Tvist\" 0.1.0\r\n#FORMAT PC8\r\n#GEN 20261122\r\n#SIETYP 4\r\n\
            #FNAMN \"Åsas \\\"butik\\\" \"\r\n#KPTYP EUBAS97\r\n#VALUTA SEK\r\n\
            #KONTO 1515 \"Osäkra kundfordringar\"\r\n#KONTO 1580 \"Fordringar för kontokort och kuponger\"\r\n\
            #KONTO 6570 \"Bankkostnader\"\r\n\
            #VER \"\" \"\" 20261104 \"Tvist stripe du_1 txn_1\"\r\n{\r\n\
            \t#TRANS 1515 {} 129.90 20261104 \"Tvist: belopp draget\"\r\n\
            \t#TRANS 1580 {} -129.90 20261104 \"Tvist: belopp draget\"\r\n\
            \t#TRANS 6570 {} 20.00 20261104 \"Tvist: avgift\"\r\n\
            \t#TRANS 1580 {} -20.00 20261104 \"Tvist: avgift\"\r\n}\r\n";
        assert_eq!(
            unpc8(&made.bytes),
            expected.replace("0.1.0", env!("CARGO_PKG_VERSION"))
        );
        assert_eq!((made.entries, made.left_out.len()), (2, 0));
    }

    #[test]
    fn swedish_letters_are_those_of_pc8_and_strangers_are_spelt_or_told() {
        assert_eq!(
            pc8("åäöÅÄÖéü\u{a0}"),
            [0x86, 0x84, 0x94, 0x8f, 0x8e, 0x99, 0x82, 0x81, 0xff]
        );
        let mut case = dispute("Ø 5 € ł\u{e000}");
        case.movements = vec![movement("txn_1", -100, 0, "SEK")];
        let booked = bookings([&case].into_iter());
        let made = file(
            booked,
            (None, None),
            None,
            "Bjørn",
            at("2026-11-22T06:00:00Z"),
        );
        let text = unpc8(&made.bytes);
        assert!(text.contains("#FNAMN \"Bjoern\""), "{text}");
        assert!(text.contains("Tvist stripe OE 5 EUR l? txn_1"), "{text}");
        assert_eq!(
            (made.left_out.len(), made.left_out[0].why.as_str()),
            (1, "character")
        );
    }

    #[test]
    fn one_currency_is_in_the_file_and_the_rest_is_told() {
        let movements = || {
            vec![
                movement("txn_1", -100, 0, "EUR"),
                movement("txn_2", -200, 10, "EUR"),
                movement("txn_3", -300, 0, "SEK"),
            ]
        };
        for (asked, currency, entries, missing) in [
            (None, "SEK", 1, "EUR"),
            (Some("eur"), "EUR", 3, "SEK"),
            (Some("EUR"), "EUR", 3, "SEK"),
        ] {
            let made = made(movements(), asked);
            let text = unpc8(&made.bytes);
            assert!(text.contains(&format!("#VALUTA {currency}\r\n")), "{text}");
            assert_eq!(made.entries, entries);
            assert_eq!(made.left_out[0].what, missing);
        }
        let euro = made(movements()[..2].to_vec(), None);
        assert!(unpc8(&euro.bytes).contains("#VALUTA EUR\r\n"));
        assert!(euro.left_out.is_empty());
        let dinar = made(vec![movement("txn_1", -1_005, 0, "KWD")], None);
        assert_eq!(dinar.left_out[0].why, "decimals");
    }

    proptest! {
        #[test]
        fn every_verification_balances_and_the_provider_s_account_moves_as_its_balance_did(
            sums in prop::collection::vec((-1_000_000_000_i64..1_000_000_000, -100_000_i64..100_000), 0..20),
        ) {
            let movements = sums
                .iter()
                .enumerate()
                .map(|(n, (amount, fee))| movement(&format!("txn_{n}"), *amount, *fee, "SEK"))
                .collect();
            let verifications = read(&unpc8(&made(movements, None).bytes));
            for verification in &verifications {
                prop_assert_eq!(verification.iter().map(|(_, amount)| amount).sum::<i64>(), 0);
                prop_assert!(verification.iter().all(|(_, amount)| *amount != 0));
            }
            let clearing: i64 = verifications
                .iter()
                .flatten()
                .filter(|(account, _)| account == "1580")
                .map(|(_, amount)| amount)
                .sum();
            prop_assert_eq!(clearing, sums.iter().map(|(amount, fee)| amount - fee).sum::<i64>());
        }
    }
}
