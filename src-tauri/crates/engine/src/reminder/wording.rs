//! How notices and the tray call a case, and how a notice says when: in the owner's words, by the owner's clock.

use crate::host::words::Words;
use chrono::{Datelike, Days, NaiveDate, NaiveTime, Timelike};
use chrono_tz::Tz;
use tvist_domain::clock::{Timestamp, held};
use tvist_domain::dispute::{Customer, Order};
use tvist_domain::{Dispute, outside};

/// What a case is called: by its buyer only where the owner lets names be shown, else by the order, else by the provider's
/// own references.
pub(crate) fn case_name(case: &Dispute, named: bool) -> String {
    name_of(
        named.then_some(&case.customer),
        &case.order,
        case.reference.as_deref(),
        &case.provider_id,
    )
}

/// The same of its parts; no buyer where none may be named.
pub(crate) fn name_of(
    buyer: Option<&Customer>,
    order: &Order,
    reference: Option<&str>,
    provider_id: &str,
) -> String {
    let buyer = buyer.and_then(|buyer| buyer.name.as_deref());
    [buyer, order.reference.as_deref(), reference]
        .into_iter()
        .flatten()
        .map(outside::name)
        .find(|name| !name.is_empty())
        .unwrap_or_else(|| outside::name(provider_id))
}

/// How something is said to the owner.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Telling {
    /// Buyers may be named.
    pub named: bool,
    /// When it is read.
    pub now: Timestamp,
    /// By whose clock.
    pub zone: Tz,
}

/// A moment as somebody would say it at `now`: "today, 23:00", "tomorrow, 9:00", "Fri 4 Dec, 23:00". Midnight is the end of
/// the day that goes, since that is the last day on which anything can be done.
pub(crate) fn moment(words: &Words, at: Timestamp, now: Timestamp, zone: Tz) -> String {
    let (at, now) = (
        held(at).with_timezone(&zone),
        held(now).with_timezone(&zone),
    );
    let ends_a_day = at.time() == NaiveTime::MIN;
    let day = at.date_naive();
    let day = if ends_a_day {
        day.checked_sub_days(Days::new(1)).unwrap_or(day)
    } else {
        day
    };
    let time = if ends_a_day {
        words.say("moment-end", &[])
    } else {
        format!("{}:{:02}", at.hour(), at.minute())
    };
    let weekday = day.weekday().to_string().to_lowercase();
    let month = MONTHS.get(day.month0() as usize).copied().unwrap_or("jan");
    let (number, year) = (day.day().to_string(), day.year().to_string());
    let args = [
        ("time", time.as_str()),
        ("weekday", weekday.as_str()),
        ("day", number.as_str()),
        ("month", month),
        ("year", year.as_str()),
    ];
    words.say(kind(day, now.date_naive()), &args)
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Which sentence fits a day, seen from another one.
fn kind(day: NaiveDate, today: NaiveDate) -> &'static str {
    match day.signed_duration_since(today).num_days() {
        0 => "moment-today",
        1 => "moment-tomorrow",
        -1 => "moment-yesterday",
        -180..=180 => "moment-day",
        _ => "moment-year",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn a_case_is_called_by_its_buyer_only_where_names_may_be_shown() {
        let mut case = sample::dispute("dp_1");
        assert_eq!(case_name(&case, true), "Alva Ekström");
        assert_eq!(case_name(&case, false), "TM-10570");
        case.order.reference = Some("DK-2208".into());
        assert_eq!(case_name(&case, false), "DK-2208");
        // What came from outside is one visible line, or is nothing.
        case.customer.name = Some("Al\u{1}va\u{202e}\nUrgent".into());
        assert_eq!(case_name(&case, true), "Al va Urgent");
        case.customer.name = Some("\u{202e}\u{200b}\n".into());
        case.order.reference = Some(" ".into());
        assert_eq!(case_name(&case, true), "TM-10570");
        case.reference = None;
        assert_eq!(case_name(&case, true), "dp_1");
        case.customer.name = Some("x".repeat(5_000));
        assert_eq!(case_name(&case, true).chars().count(), 60);
    }

    fn said(language: &str, at: &str, now: &str) -> String {
        let words = Words::new(Some(language));
        let instant = |text: &str| text.parse::<Timestamp>().unwrap();
        moment(&words, instant(at), instant(now), Tz::Europe__Stockholm)
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "a table")]
    fn a_moment_is_said_by_the_owners_clock_and_in_their_words() {
        let now = "2026-11-30T13:00:00Z";
        for (at, en, sv, de, pt) in [
            (
                "2026-11-30T22:00:00Z",
                "today, 23:00",
                "i dag kl. 23:00",
                "heute, 23:00 Uhr",
                "hoje, às 23:00",
            ),
            // It counts as Tuesday for a calendar, and as Monday for whoever has to be done by it.
            (
                "2026-11-30T23:00:00Z",
                "today, 24:00",
                "i dag kl. 24:00",
                "heute, 24:00 Uhr",
                "hoje, às 24:00",
            ),
            (
                "2026-12-01T08:05:00Z",
                "tomorrow, 9:05",
                "i morgon kl. 9:05",
                "morgen, 9:05 Uhr",
                "amanhã, às 9:05",
            ),
            (
                "2026-11-29T11:00:00Z",
                "yesterday, 12:00",
                "i går kl. 12:00",
                "gestern, 12:00 Uhr",
                "ontem, às 12:00",
            ),
            (
                "2026-12-04T23:00:00Z",
                "Fri 4 Dec, 24:00",
                "fre 4 dec kl. 24:00",
                "Fr., 4. Dez., 24:00 Uhr",
                "sex., 4 de dez., às 24:00",
            ),
            (
                "2027-06-30T10:00:00Z",
                "30 Jun 2027, 12:00",
                "30 juni 2027 kl. 12:00",
                "30. Juni 2027, 12:00 Uhr",
                "30 de jun. de 2027, às 12:00",
            ),
        ] {
            assert_eq!(said("en", at, now), en);
            assert_eq!(said("sv", at, now), sv);
            assert_eq!(said("de", at, now), de);
            assert_eq!(said("pt-BR", at, now), pt);
        }
        // Each month and each day of the week has words, at the ends of the calendar too.
        for language in ["en", "sv", "de", "pt-BR"] {
            for day in 0..400 {
                let at = "2026-01-01T12:00:00Z".parse::<Timestamp>().unwrap()
                    + chrono::Duration::days(day);
                let words = Words::new(Some(language));
                let text = moment(&words, at, at - chrono::Duration::days(30), Tz::UTC);
                assert!(!text.contains(['{', '$']) && text.len() > 10, "{text}");
            }
            for far in [Timestamp::MIN_UTC, Timestamp::MAX_UTC] {
                let _ = moment(&Words::new(Some(language)), far, far, Tz::UTC);
            }
        }
    }
}
