//! Values on the command line: the words of the contract, times, and `name=value`.

use chrono::NaiveDate;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use tvist_engine::Area;
use tvist_engine::domain::clock::{Timestamp, held};
use tvist_engine::domain::provider::Environment;
use tvist_engine::domain::reminder::QuietHours;
use tvist_engine::domain::submission::OutcomeReport;
use tvist_engine::domain::{Category, NextStep, Provider, Stage, Status};
use tvist_engine::export::Format;

/// Takes one of a set of words, and lists them in the help.
fn words<T: Copy + Send + Sync + 'static>(
    all: &'static [T],
    word: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(all.iter().map(|value| word(*value))).try_map(move |text| {
        all.iter()
            .copied()
            .find(|value| word(*value) == text)
            .ok_or("no such word")
    })
}

/// The providers.
pub fn provider() -> impl TypedValueParser<Value = Provider> {
    words(&Provider::ALL, Provider::as_str)
}

/// `live` and `test`.
pub fn environment() -> impl TypedValueParser<Value = Environment> {
    words(&[Environment::Live, Environment::Test], Environment::as_str)
}

/// The stages of a case.
pub fn stage() -> impl TypedValueParser<Value = Stage> {
    words(Stage::ALL, Stage::as_str)
}

/// Where a case stands.
pub fn status() -> impl TypedValueParser<Value = Status> {
    words(Status::ALL, Status::as_str)
}

/// What a case is about.
pub fn category() -> impl TypedValueParser<Value = Category> {
    words(Category::ALL, Category::as_str)
}

/// What the owner does next.
pub fn step() -> impl TypedValueParser<Value = NextStep> {
    words(NextStep::ALL, NextStep::as_str)
}

/// What the owner saw at the provider's own page.
pub fn seen() -> impl TypedValueParser<Value = OutcomeReport> {
    words(OutcomeReport::ALL, OutcomeReport::as_str)
}

/// What can be exported.
pub fn format() -> impl TypedValueParser<Value = Format> {
    words(&Format::ALL, Format::as_str)
}

/// A box on a page such as `72,140.5,200,14`: left, top, width and height in points.
pub fn area(text: &str) -> Result<Area, String> {
    let numbers: Option<Vec<f32>> = text
        .split(',')
        .map(|part| part.trim().parse().ok().filter(|n: &f32| n.is_finite()))
        .collect();
    match numbers.as_deref() {
        Some(&[x, y, width, height]) if width > 0.0 && height > 0.0 => Ok(Area {
            x,
            y,
            width,
            height,
        }),
        _ => Err("four numbers: left, top, width, height, such as 72,140,200,14".to_owned()),
    }
}

/// A page of a file such as `2:5`: the fifth of the second.
pub fn place(text: &str) -> Result<(u32, u32), String> {
    let place = text
        .split_once(':')
        .and_then(|(file, page)| Some((file.parse().ok()?, page.parse().ok()?)));
    place
        .filter(|(file, page)| *file > 0 && *page > 0)
        .ok_or_else(|| "the file's number and the page's, such as 2:5".to_owned())
}

/// A date such as `2026-11-22`.
pub fn day(text: &str) -> Result<NaiveDate, String> {
    let understood = text
        .parse()
        .ok()
        .filter(|_| text.len() == "2026-11-22".len());
    understood.ok_or_else(|| "a date is written like 2026-11-22".to_owned())
}

/// An instant in RFC 3339, or a date: its first moment in UTC.
pub fn instant(text: &str) -> Result<Timestamp, String> {
    let whole = if text.len() == "2026-11-22".len() {
        format!("{text}T00:00:00Z")
    } else {
        text.to_owned()
    };
    // The reader alone takes a blank for the T too, which RFC 3339 leaves to agreement; nobody here agreed.
    let told: Option<Timestamp> = whole.parse().ok();
    // The calendar has an end that no reckoning may come near.
    let understood = told.filter(|at| whole.contains(['T', 't']) && held(*at) == *at);
    understood.ok_or_else(|| {
        "a time is written like 2026-11-22T16:30:00Z, a date like 2026-11-22".to_owned()
    })
}

/// Hours such as `22:00-07:00`, local time.
pub fn quiet_hours(text: &str) -> Result<QuietHours, String> {
    text.parse()
        .map_err(|e: tvist_engine::domain::reminder::NotQuietHours| e.to_string())
}

/// `name=value`. What stands there is not quoted back: it may be a secret at the wrong place.
pub fn option(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => {
            Ok((name.trim().to_owned(), value.to_owned()))
        }
        _ => Err("an option is written like name=value".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tvist_engine::domain::clock::rfc3339;

    #[test]
    fn times_are_instants_or_dates() {
        for (text, expected) in [
            ("2026-11-22T16:30:00Z", Some("2026-11-22T16:30:00Z")),
            ("2026-11-22T16:30:00+01:00", Some("2026-11-22T15:30:00Z")),
            ("2026-11-22T16:30:00.25Z", Some("2026-11-22T16:30:00Z")),
            ("2026-11-22", Some("2026-11-22T00:00:00Z")),
            ("2026-11-31", None),
            ("2026-11-22 16:30:00Z", None),
            ("2026-11-22T16:30:00", None),
            ("+262142-12-31T23:59:59Z", None),
            ("-262143-01-01T00:00:00Z", None),
            ("tomorrow", None),
            ("", None),
        ] {
            assert_eq!(
                instant(text).ok().map(rfc3339).as_deref(),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn days_are_dates_only() {
        for (text, good) in [
            ("2026-11-22", true),
            ("2026-02-29", false),
            ("2026-1-2", false),
            ("2026-11-22T00:00:00Z", false),
            ("", false),
        ] {
            assert_eq!(day(text).is_ok(), good, "{text}");
        }
    }

    #[test]
    fn an_option_is_a_name_and_a_value_and_is_never_quoted() {
        assert_eq!(
            option("connected_account=acct_1=2"),
            Ok(("connected_account".into(), "acct_1=2".into()))
        );
        assert_eq!(option("zone="), Ok(("zone".into(), String::new())));
        for text in ["sk_test_canary", "=sk_test_canary"] {
            assert!(!option(text).unwrap_err().contains("canary"));
        }
    }
}
