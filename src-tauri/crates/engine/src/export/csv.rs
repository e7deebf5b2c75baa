//! One line a case, for spreadsheets: RFC 4180, and no cell that a spreadsheet would take for a formula.

use super::Made;
use crate::error::{Error, Result};
use crate::export::insights::is_genuine;
use crate::host::setting;
use std::collections::HashMap;
use tvist_domain::clock::rfc3339;
use tvist_domain::deadline::SafetyMargin;
use tvist_domain::evidence::Draft;
use tvist_domain::{Category, Deadline, Dispute, DisputeId, Money, rules};
use tvist_store::{Account, Store, StoredDispute};

/// The columns. Money has its currency in the next column; `taken` … `net` are what the provider booked for the case,
/// in the currency of its balance.
const COLUMNS: [&str; 37] = [
    "id",
    "provider",
    "account",
    "account_label",
    "provider_id",
    "reference",
    "stage",
    "status",
    "provider_status",
    "reason",
    "provider_code",
    "network_code",
    "network",
    "opened_at",
    "deadline",
    "safe_at",
    "amount",
    "currency",
    "taken",
    "returned",
    "fees",
    "net",
    "booked_currency",
    "paid_at",
    "paid",
    "paid_currency",
    "refunded",
    "refunded_currency",
    "transaction",
    "card_brand",
    "card_last4",
    "customer",
    "email",
    "order",
    "loss_code",
    "ended_at",
    "real",
];

pub(super) async fn csv(store: &Store, cases: &[StoredDispute]) -> Result<Made> {
    let accounts = store.accounts().await?;
    let margin = setting::settings(store).await?.margin;
    let ids: Vec<&DisputeId> = cases.iter().map(|filed| &filed.id).collect();
    let drafts = store.drafts_of(&ids).await?;
    file(cases, &drafts, &accounts, margin)
}

/// A case whose money was booked in several currencies has a further line for each, with `amount` left empty so that
/// columns can be summed.
fn file(
    cases: &[StoredDispute],
    drafts: &HashMap<DisputeId, Draft>,
    accounts: &[Account],
    margin: SafetyMargin,
) -> Result<Made> {
    let writer = |quotes: csv::QuoteStyle, bytes: Vec<u8>| {
        csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .quote_style(quotes)
            .from_writer(bytes)
    };
    let broken = |e: csv::Error| Error::file("writing the table", e.into());
    let whole = |e: csv::IntoInnerError<csv::Writer<Vec<u8>>>| {
        Error::file("writing the table", e.into_error())
    };
    let mut head = writer(csv::QuoteStyle::Necessary, Vec::new());
    head.write_record(COLUMNS).map_err(broken)?;
    let head = head.into_inner().map_err(whole)?;
    // Quotes around whatever is no number, so that text stays in its cell.
    let mut table = writer(csv::QuoteStyle::NonNumeric, head);
    let mut entries = 0;
    let nothing = Draft::default();
    for filed in cases {
        let account = accounts.iter().find(|a| a.id == filed.account);
        let draft = drafts.get(&filed.id).unwrap_or(&nothing);
        let deadline = rules::deadline(&filed.dispute, margin);
        let mut booked: Vec<Option<Booked>> =
            booked(&filed.dispute).into_iter().map(Some).collect();
        if booked.is_empty() {
            booked.push(None);
        }
        for (n, booked) in booked.iter().enumerate() {
            let amount = (n == 0).then_some(&filed.dispute.amount);
            let reason = draft.category(&filed.dispute);
            let cells = cells(
                filed,
                reason,
                account,
                deadline.as_ref(),
                amount,
                booked.as_ref(),
            );
            table.write_record(cells).map_err(broken)?;
            entries += 1;
        }
    }
    let bytes = table.into_inner().map_err(whole)?;
    Ok(Made {
        bytes,
        entries,
        left_out: Vec::new(),
    })
}

/// What the provider booked for a case in one currency.
#[derive(Debug, PartialEq, Eq)]
struct Booked {
    taken: Money,
    returned: Money,
    fees: Money,
    net: Money,
}

fn booked(dispute: &Dispute) -> Vec<Booked> {
    let mut all: Vec<Booked> = Vec::new();
    for movement in &dispute.movements {
        let fee_cost = Money::new(movement.fee.minor.saturating_neg(), &movement.fee.currency);
        for (money, is_fee) in [(&movement.amount, false), (&fee_cost, true)] {
            let at = match all.iter().position(|b| b.net.currency == money.currency) {
                Some(at) => at,
                None if money.minor == 0 => continue,
                None => {
                    let nothing = money.zeroed();
                    all.push(Booked {
                        taken: nothing.clone(),
                        returned: nothing.clone(),
                        fees: nothing.clone(),
                        net: nothing,
                    });
                    all.len() - 1
                }
            };
            let booked = &mut all[at];
            if is_fee {
                booked.fees.minor = booked.fees.minor.saturating_sub(money.minor);
            } else if money.minor < 0 {
                booked.taken.minor = booked.taken.minor.saturating_sub(money.minor);
            } else {
                booked.returned.minor = booked.returned.minor.saturating_add(money.minor);
            }
            booked.net.minor = booked.net.minor.saturating_add(money.minor);
        }
    }
    all
}

fn cells(
    filed: &StoredDispute,
    reason: Category,
    account: Option<&Account>,
    deadline: Option<&Deadline>,
    amount: Option<&Money>,
    booked: Option<&Booked>,
) -> [String; COLUMNS.len()] {
    let dispute = &filed.dispute;
    let paid = dispute.transaction.amount.as_ref();
    let refunded = dispute.transaction.refunded.as_ref();
    let moment = |at: Option<_>| at.map(rfc3339).unwrap_or_default();
    let number = |money: Option<&Money>| money.map(Money::decimal).unwrap_or_default();
    let currency = |money: Option<&Money>| cell(money.map(|m| m.currency.as_str()));
    let genuine = account.is_some_and(is_genuine);
    [
        cell(Some(filed.id.as_str())),
        cell(Some(dispute.provider.as_str())),
        cell(Some(filed.account.as_str())),
        cell(account.map(|a| a.label.as_str())),
        cell(Some(&dispute.provider_id)),
        cell(dispute.reference.as_deref()),
        cell(Some(dispute.stage.as_str())),
        cell(Some(dispute.status.as_str())),
        cell(Some(&dispute.provider_status)),
        cell(Some(reason.as_str())),
        cell(dispute.reason.provider_code.as_deref()),
        cell(dispute.reason.network_code.as_deref()),
        cell(dispute.network.as_deref()),
        rfc3339(dispute.opened_at),
        moment(deadline.map(|d| d.at)),
        moment(deadline.map(|d| d.safe_at)),
        number(amount),
        currency(amount),
        number(booked.map(|b| &b.taken)),
        number(booked.map(|b| &b.returned)),
        number(booked.map(|b| &b.fees)),
        number(booked.map(|b| &b.net)),
        currency(booked.map(|b| &b.net)),
        moment(dispute.transaction.at),
        number(paid),
        currency(paid),
        number(refunded),
        currency(refunded),
        cell(dispute.transaction.id.as_deref()),
        cell(dispute.transaction.card_brand.as_deref()),
        cell(dispute.transaction.card_last4.as_deref()),
        cell(dispute.customer.name.as_deref()),
        cell(dispute.customer.email.as_deref()),
        cell(dispute.order.reference.as_deref()),
        cell(dispute.loss_code.as_deref()),
        moment(filed.ended_at),
        if genuine { "yes" } else { "no" }.to_owned(),
    ]
}

/// A text cell. An apostrophe keeps spreadsheets from taking it for a formula (contract, `export`): at its beginning, and
/// behind whatever another spreadsheet takes for the end of a cell, since a German one ends it at a semicolon and heeds no
/// quotes then.
fn cell(text: Option<&str>) -> String {
    let text = text.unwrap_or_default();
    let mut safe = String::with_capacity(text.len() + 1);
    if text.starts_with(['\t', '\r']) {
        safe.push('\'');
    }
    let mut begins = true;
    for c in text.chars() {
        if begins && FORMULA.contains(&c) {
            safe.push('\'');
        }
        // Blanks and quotes don't count as a beginning's end.
        begins = ENDS.contains(&c) || (begins && (c.is_whitespace() || c == '"'));
        safe.push(c);
    }
    safe
}

/// What a formula begins with, in full width and small too.
const FORMULA: [char; 12] = [
    '=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫',
];
/// What some spreadsheet takes for the end of a cell.
const ENDS: [char; 6] = [';', '|', '\t', '\r', '\n', '\0'];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{dispute, filed, movement};
    use proptest::prelude::*;

    fn rows(disputes: Vec<Dispute>) -> Vec<HashMap<String, String>> {
        let cases: Vec<StoredDispute> = disputes.into_iter().map(filed).collect();
        let made = file(&cases, &HashMap::new(), &[], SafetyMargin::default()).unwrap();
        assert!(made.bytes.ends_with(b"\"\r\n"));
        let mut table = csv::Reader::from_reader(made.bytes.as_slice());
        let head: Vec<String> = table.headers().unwrap().iter().map(str::to_owned).collect();
        assert_eq!(head, COLUMNS);
        let rows: Vec<_> = table
            .records()
            .map(|line| {
                head.iter()
                    .cloned()
                    .zip(line.unwrap().iter().map(str::to_owned))
                    .collect()
            })
            .collect();
        assert_eq!(rows.len(), made.entries);
        rows
    }

    #[test]
    fn the_reason_is_what_the_owner_told_where_the_provider_told_none() {
        let mut case = dispute("du_1");
        case.reason.category = Category::Unknown;
        let filed = filed(case);
        let mut draft = Draft::default();
        draft.facts.insert("reason".into(), "duplicate".into());
        let drafts = HashMap::from([(filed.id.clone(), draft)]);
        let made = file(&[filed], &drafts, &[], SafetyMargin::default()).unwrap();
        assert!(
            String::from_utf8(made.bytes)
                .unwrap()
                .contains("\"duplicate\"")
        );
    }

    #[test]
    fn a_case_is_a_line_with_its_money_apart_from_its_currency() {
        let mut case = dispute("du_1");
        case.amount = Money::new(14_800, "JPY");
        case.movements.push(movement("txn_2", 5_000, -500, "EUR"));
        let rows = rows(vec![case]);
        let row = &rows[0];
        for (column, value) in [
            ("provider_id", "du_1"),
            ("amount", "14800"),
            ("currency", "JPY"),
            ("taken", "129.90"),
            ("returned", "50.00"),
            ("fees", "15.00"),
            ("net", "-94.90"),
            ("booked_currency", "EUR"),
            ("opened_at", "2026-11-03T08:00:00Z"),
            ("deadline", "2026-11-30T22:59:59Z"),
            ("safe_at", "2026-11-29T22:59:59Z"),
            ("customer", "Alva Ekström"),
            ("paid", ""),
            ("real", "no"),
        ] {
            assert_eq!(row[column], value, "{column}");
        }
    }

    #[test]
    fn several_booked_currencies_are_lines_of_their_own() {
        let mut case = dispute("du_1");
        let mut other = movement("txn_2", 0, 300, "SEK");
        other.amount = Money::new(-1, "EUR");
        case.movements.push(other);
        let rows = rows(vec![case]);
        assert_eq!(rows.len(), 2);
        assert_eq!(
            (rows[0]["amount"].as_str(), rows[1]["amount"].as_str()),
            ("129.90", "")
        );
        assert_eq!(
            (
                rows[1]["fees"].as_str(),
                rows[1]["booked_currency"].as_str()
            ),
            ("3.00", "SEK")
        );
        assert_eq!(rows[1]["provider_id"], "du_1");
    }

    #[test]
    fn no_cell_begins_like_a_formula() {
        for (text, expected) in [
            ("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")"),
            ("+46 70 1", "'+46 70 1"),
            ("-2+3", "'-2+3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("\r=x", "'\r'=x"),
            ("Anna;=1+1;x", "Anna;'=1+1;x"),
            ("a|+1", "a|'+1"),
            ("a\t-1\r@x\n=y", "a\t'-1\r'@x\n'=y"),
            ("\0=1", "\0'=1"),
            ("a; \"=1+1\"", "a; \"'=1+1\""),
            ("＝1", "'＝1"),
            ("x;－1", "x;'－1"),
            ("a=b", "a=b"),
            ("'x", "'x"),
            ("", ""),
            ("line\nline, \"quoted\"", "line\nline, \"quoted\""),
        ] {
            let mut case = dispute("du_1");
            case.customer.name = Some(text.into());
            case.reference = Some(text.into());
            let row = &rows(vec![case])[0];
            assert_eq!(row["customer"], expected, "{text:?}");
            assert_eq!(row["reference"], expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_a_provider_states_comes_back_out_of_its_cell(name in any::<String>(), order in any::<String>()) {
            let mut case = dispute("du_1");
            case.customer.name = Some(name.clone());
            case.order.reference = Some(order.clone());
            let row = &rows(vec![case])[0];
            for (column, stated) in [("customer", name), ("order", order)] {
                let cell = &row[column];
                prop_assert_eq!(cell.replace('\'', ""), stated.replace('\'', ""));
                for part in cell.split(ENDS) {
                    let shown = part.trim_start_matches(|c: char| c.is_whitespace() || c == '"');
                    prop_assert!(!shown.starts_with(FORMULA), "{}", cell);
                }
            }
        }
    }
}
