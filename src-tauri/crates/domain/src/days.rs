//! Spans of calendar days, as somebody names them and as instants of a zone.

use crate::clock::Timestamp;
use crate::zone;
use chrono::NaiveDate;
use chrono_tz::Tz;
use std::str::FromStr;

/// Days from one up to, and without, another; open where an end is missing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DaySpan {
    pub from: Option<NaiveDate>,
    /// The first day that doesn't belong to it.
    pub to: Option<NaiveDate>,
}

/// Why a text names no span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotDays {
    #[error("a span of days is written like 2026-11-01..2026-12-01; either end may be left out")]
    Form,
    #[error("the span ends before it begins")]
    Inverted,
}

impl DaySpan {
    /// Whether it holds every day.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.from.is_none() && self.to.is_none()
    }

    /// From the first day through the last one, both included, as date fields of a form give them; an empty text leaves
    /// an end open.
    ///
    /// # Errors
    /// When a text is no date, or the last day is before the first.
    pub fn through(first: &str, last: &str) -> Result<Self, NotDays> {
        let (from, last) = (day(first)?, day(last)?);
        let to = match last {
            Some(last) => Some(last.succ_opt().ok_or(NotDays::Form)?),
            None => None,
        };
        match (from, to) {
            (Some(from), Some(to)) if to <= from => Err(NotDays::Inverted),
            _ => Ok(Self { from, to }),
        }
    }

    /// Its ends as instants: the first moment of each day in the IANA zone; of UTC where the name is none. Half-open,
    /// like the span.
    #[must_use]
    pub fn bounds(&self, zone: &str) -> (Option<Timestamp>, Option<Timestamp>) {
        let tz = zone.parse().unwrap_or(Tz::UTC);
        let start = |day| zone::start_of_day(day, tz);
        (self.from.map(start), self.to.map(start))
    }
}

impl FromStr for DaySpan {
    type Err = NotDays;

    /// `FROM..TO`, calendar dates, either of which may be left out.
    fn from_str(text: &str) -> Result<Self, NotDays> {
        let (from, to) = text.split_once("..").ok_or(NotDays::Form)?;
        let span = Self {
            from: day(from)?,
            to: day(to)?,
        };
        match (span.from, span.to) {
            (None, None) => Err(NotDays::Form),
            (Some(from), Some(to)) if to < from => Err(NotDays::Inverted),
            _ => Ok(span),
        }
    }
}

fn day(text: &str) -> Result<Option<NaiveDate>, NotDays> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    // The length keeps out what the reader alone would take, such as 2026-1-2.
    let read = text
        .parse()
        .ok()
        .filter(|_| text.len() == "2026-11-22".len());
    read.map(Some).ok_or(NotDays::Form)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::rfc3339;

    #[test]
    fn a_span_is_two_days_of_which_one_may_be_missing() {
        let day = |d| NaiveDate::from_ymd_opt(2026, 11, d);
        for (text, from, to) in [
            ("2026-11-01..2026-11-03", day(1), day(3)),
            ("2026-11-01..", day(1), None),
            ("..2026-11-03", None, day(3)),
            ("2026-11-03..2026-11-03", day(3), day(3)),
        ] {
            assert_eq!(text.parse(), Ok(DaySpan { from, to }), "{text}");
        }
        for (text, why) in [
            ("", NotDays::Form),
            ("..", NotDays::Form),
            ("2026-11-01", NotDays::Form),
            ("2026-11-31..", NotDays::Form),
            ("2026-1-2..", NotDays::Form),
            ("yesterday..today", NotDays::Form),
            ("2026-11-03..2026-11-01", NotDays::Inverted),
        ] {
            assert_eq!(text.parse::<DaySpan>(), Err(why), "{text}");
        }
    }

    #[test]
    fn the_last_day_of_a_form_belongs_to_it() {
        let span = |text: &str| text.parse::<DaySpan>().unwrap();
        for (first, last, expected) in [
            (
                "2026-11-01",
                "2026-11-03",
                Ok(span("2026-11-01..2026-11-04")),
            ),
            (
                "2026-11-03",
                "2026-11-03",
                Ok(span("2026-11-03..2026-11-04")),
            ),
            ("", "2026-11-30", Ok(span("..2026-12-01"))),
            ("2026-11-01", "", Ok(span("2026-11-01.."))),
            ("", "", Ok(DaySpan::default())),
            ("2026-11-03", "2026-11-02", Err(NotDays::Inverted)),
            ("soon", "", Err(NotDays::Form)),
        ] {
            assert_eq!(DaySpan::through(first, last), expected, "{first} {last}");
        }
    }

    #[test]
    fn days_begin_where_the_zone_says() {
        let span: DaySpan = "2026-11-01..2026-11-02".parse().unwrap();
        let told = |zone: &str| {
            let (from, to) = span.bounds(zone);
            (rfc3339(from.unwrap()), rfc3339(to.unwrap()))
        };
        assert_eq!(
            told("America/Sao_Paulo"),
            ("2026-11-01T03:00:00Z".into(), "2026-11-02T03:00:00Z".into())
        );
        assert_eq!(
            told("Europe/Copenhagen"),
            ("2026-10-31T23:00:00Z".into(), "2026-11-01T23:00:00Z".into())
        );
    }
}
