//! The Dispute Query Language: modifiers joined by AND (clearhaus.md §1.4).

use chrono::{Datelike, Days, NaiveDate};

use super::model::{Books, Dispute};

/// A query, ready to be held against disputes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Query {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Status(String),
    Reason(Vec<String>),
    Code(Vec<String>),
    Mid(String),
    Due(NaiveDate, NaiveDate),
    Opened(NaiveDate, NaiveDate),
}

impl Query {
    /// Reads a query; `today` is the day on which it is asked.
    ///
    /// # Errors
    /// The modifier that could not be understood.
    pub(crate) fn read(text: &str, today: NaiveDate) -> Result<Self, String> {
        let mut parts = Vec::new();
        for word in text.split_whitespace() {
            let (name, value) = word.split_once(':').ok_or_else(|| word.to_owned())?;
            let many = || value.split(',').map(ToOwned::to_owned).collect();
            let part = match name {
                "status" if STATUSES.contains(&value) => Part::Status(value.to_owned()),
                "reason" => Part::Reason(many()),
                "reason_code" => Part::Code(many()),
                "mid" | "merchant_id" => Part::Mid(value.to_owned()),
                "due" | "due_at" => match named_span(value, today) {
                    // Ranges are documented for `opened` alone.
                    Some((from, to)) if value == "today" || value.starts_with("this_") => {
                        Part::Due(from, to)
                    }
                    _ => return Err(word.to_owned()),
                },
                "opened" | "opened_at" => {
                    let (from, to) = named_span(value, today)
                        .or_else(|| range(value))
                        .ok_or_else(|| word.to_owned())?;
                    Part::Opened(from, to)
                }
                _ => return Err(word.to_owned()),
            };
            parts.push(part);
        }
        Ok(Self { parts })
    }

    pub(crate) fn holds(&self, books: &Books, dispute: &Dispute) -> bool {
        self.parts.iter().all(|part| match part {
            Part::Status(status) => *status == dispute.status,
            Part::Reason(reasons) => reasons.contains(&dispute.reason),
            Part::Code(codes) => codes.iter().any(|code| code == dispute.reason_code),
            Part::Mid(mid) => books.mid(dispute) == mid,
            Part::Due(from, to) => (*from..=*to).contains(&dispute.due),
            Part::Opened(from, to) => (*from..=*to).contains(&dispute.opened),
        })
    }
}

const STATUSES: [&str; 5] = ["open", "refuted", "under_review", "won", "lost"];

fn named_span(word: &str, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let day = |back: u64| today.checked_sub_days(Days::new(back));
    let monday = day(u64::from(today.weekday().num_days_from_monday()))?;
    let year = |year: i32| {
        Some((
            NaiveDate::from_ymd_opt(year, 1, 1)?,
            NaiveDate::from_ymd_opt(year, 12, 31)?,
        ))
    };
    match word {
        "today" => Some((today, today)),
        "yesterday" => Some((day(1)?, day(1)?)),
        "this_week" => Some((monday, monday.checked_add_days(Days::new(6))?)),
        "last_week" => Some((
            monday.checked_sub_days(Days::new(7))?,
            monday.checked_sub_days(Days::new(1))?,
        )),
        "this_month" => {
            let first = today.with_day(1)?;
            let next = first.checked_add_months(chrono::Months::new(1))?;
            Some((first, next.checked_sub_days(Days::new(1))?))
        }
        "this_year" => year(today.year()),
        "last_year" => year(today.year() - 1),
        _ => None,
    }
}

/// `>=D`, `>D`, `<=D`, `<D`, `D..*`, `*..D`, `D..D`; both ends included.
fn range(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let day = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    let (least, most) = (NaiveDate::MIN, NaiveDate::MAX);
    if let Some((from, to)) = text.split_once("..") {
        let from = if from == "*" { least } else { day(from)? };
        let to = if to == "*" { most } else { day(to)? };
        return Some((from, to));
    }
    if let Some(rest) = text.strip_prefix(">=") {
        return Some((day(rest)?, most));
    }
    if let Some(rest) = text.strip_prefix('>') {
        return Some((day(rest)?.succ_opt()?, most));
    }
    if let Some(rest) = text.strip_prefix("<=") {
        return Some((least, day(rest)?));
    }
    let rest = text.strip_prefix('<')?;
    Some((least, day(rest)?.pred_opt()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_is_documented_and_nothing_else() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        for good in [
            "status:open",
            "status:open reason:fraud,duplicate mid:1234567",
            "opened:>=2026-11-01",
            "opened_at:2026-01-01..2026-02-01",
            "opened:*..2026-02-01",
            "due:this_week",
            "",
        ] {
            assert!(Query::read(good, today).is_ok(), "{good}");
        }
        for bad in [
            "status:open,won",
            "due:>=2026-11-01",
            "colour:red",
            "opened:soon",
            "words",
        ] {
            assert!(Query::read(bad, today).is_err(), "{bad}");
        }
        let week = named_span("this_week", today).unwrap();
        assert_eq!(week.0.to_string(), "2026-11-16");
    }
}
