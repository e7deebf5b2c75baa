//! Last dates for calendars (RFC 5545): one event a case, with alarms on the very ladder of the reminders.

use super::Made;
use crate::error::Result;
use crate::host::words::Words;
use crate::host::{Host, setting, waiting};
use crate::reminder::watched;
use chrono::Duration;
use icalendar::{
    Alarm, Calendar, Class, Component, Event, EventLike, EventStatus, Property, Trigger,
};
use tvist_domain::clock::Timestamp;
use tvist_domain::reminder::{self, Reminder, Watched};
use tvist_domain::{Dispute, DisputeId, outside, timeline};
use tvist_store::StoredDispute;

/// The only alarm of a case that became known when its safe deadline was over, and so has no ladder.
const LAST_CALL: Duration = Duration::hours(1);

/// One case with a date.
struct Dated<'a> {
    id: &'a DisputeId,
    dispute: &'a Dispute,
    at: Timestamp,
    /// None when the case no longer waits for the owner.
    waiting: Option<Waiting>,
    /// Grows with everything that happens to the case, so that a calendar takes the newer event.
    sequence: u32,
    /// The buyer's, where that is allowed.
    name: Option<String>,
}

struct Waiting {
    safe_at: Timestamp,
    alarms: Vec<Reminder>,
}

/// `named`: whether buyers may be named.
pub(super) async fn ics(host: &Host, cases: &[StoredDispute], named: bool) -> Result<Made> {
    let quiet = crate::reminder::quiet_hours(&host.store).await?;
    let waiting = waiting::watched_cases(&host.store).await?;
    let own = setting::settings(&host.store).await?.ladder;
    let ladders: Vec<Watched<'_>> = watched(&waiting, &own);
    let mut dated = Vec::new();
    for filed in cases {
        let ladder = ladders.iter().find(|w| w.dispute == &filed.id);
        let date = ladder.map_or_else(|| filed.dispute.due.instant(), |w| Some(w.deadline.at));
        let happened = host.store.timeline(&filed.id).await?;
        // A date that was taken away is cancelled where it stood: a calendar may have it.
        let Some(at) = date.or_else(|| timeline::date_taken_away(&happened)) else {
            continue;
        };
        // The timeline is only ever appended to.
        let happened = happened.len();
        dated.push(Dated {
            id: &filed.id,
            dispute: &filed.dispute,
            at,
            waiting: ladder.map(|w| Waiting {
                safe_at: w.deadline.safe_at,
                alarms: reminder::ladder(w, quiet),
            }),
            sequence: super::small(happened),
            name: filed
                .dispute
                .customer
                .name
                .as_deref()
                .filter(|_| named)
                .map(outside::name),
        });
    }
    let words = crate::reminder::words_for_owner(host).await?;
    Ok(Made {
        bytes: file(&dated, &words, host.now()).into_bytes(),
        entries: dated.len(),
        left_out: Vec::new(),
    })
}

fn file(dated: &[Dated<'_>], words: &Words, now: Timestamp) -> String {
    let mut calendar = Calendar::empty();
    for (name, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//Tvist//Tvist//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("X-WR-CALNAME", "Tvist"),
    ] {
        calendar.append_property(Property::new(name, value));
    }
    for one in dated {
        calendar.push(event(one, words, now));
    }
    folded(&without_stamps_in_alarms(&calendar.to_string()))
}

/// The event has the case's own id, so that a later file changes it instead of adding another. No buyer is named: a
/// calendar is often shared, and shown on locked screens.
fn event(one: &Dated<'_>, words: &Words, now: Timestamp) -> Event {
    let amount = one.dispute.amount.to_string();
    let provider = one.dispute.provider.name();
    let form = "%Y-%m-%d %H:%M";
    let deadline = one.at.format(form).to_string();
    let safe = one
        .waiting
        .as_ref()
        .map(|w| w.safe_at.format(form).to_string());
    let args = [
        ("provider", provider),
        ("name", one.name.as_deref().unwrap_or_default()),
        ("amount", amount.as_str()),
        ("case", one.dispute.provider_id.as_str()),
        ("deadline", deadline.as_str()),
        ("safe", safe.as_deref().unwrap_or(&deadline)),
    ];
    let title = match &one.name {
        Some(_) => words.say("calendar-title-named", &args),
        None => words.say("calendar-title", &args),
    };
    let mut event = Event::new();
    event
        .uid(&format!("{}@tvist", one.id))
        .timestamp(now)
        .sequence(one.sequence)
        .summary(&title)
        .class(Class::Private)
        .add_property("TRANSP", "TRANSPARENT")
        .starts(one.at);
    match &one.waiting {
        Some(waiting) => {
            event
                .status(EventStatus::Confirmed)
                .description(&words.say("calendar-body", &args));
            let ladder = waiting
                .alarms
                .iter()
                .map(|r| (r.rung.to_string(), one.at - r.at));
            let mut alarms: Vec<(String, Duration)> = ladder.collect();
            if alarms.is_empty() && now < one.at {
                alarms.push(("last".to_owned(), LAST_CALL));
            }
            for (name, ahead) in alarms {
                // Relative alarms are kept by more calendars than absolute ones; they have whole seconds.
                let before = Trigger::before_start(Duration::seconds(ahead.num_seconds()));
                let mut alarm = Alarm::display(&title, before);
                alarm.uid(&format!("{}-{name}@tvist", one.id));
                event.alarm(alarm);
            }
        }
        None => {
            event.status(EventStatus::Cancelled);
        }
    }
    event.done()
}

/// The library gives every part a DTSTAMP of its own; an alarm has none (RFC 5545 §3.6.6).
fn without_stamps_in_alarms(text: &str) -> String {
    let mut alarm = false;
    text.split_inclusive("\r\n")
        .filter(|line| {
            match line.trim_end() {
                "BEGIN:VALARM" => alarm = true,
                "END:VALARM" => alarm = false,
                _ => {}
            }
            !(alarm && line.starts_with("DTSTAMP"))
        })
        .collect()
}

/// Longest line in octets, without its end (RFC 5545 §3.1).
const LINE: usize = 75;

/// The text with each line folded anew, at characters: the library's own lines can have an octet too many.
fn folded(text: &str) -> String {
    let whole = text.replace("\r\n ", "");
    let mut folded = String::with_capacity(text.len() + text.len() / LINE);
    for line in whole.split_terminator("\r\n") {
        let mut room = LINE;
        for c in line.chars() {
            if c.len_utf8() > room {
                folded.push_str("\r\n ");
                room = LINE - 1;
            }
            folded.push(c);
            room -= c.len_utf8();
        }
        folded.push_str("\r\n");
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{at, dispute};
    use icalendar::{CalendarComponent, CalendarDateTime, DatePerhapsTime};
    use tvist_domain::deadline::SafetyMargin;
    use tvist_domain::ladder::Ladder;

    #[test]
    fn a_case_that_became_known_too_late_has_one_alarm_while_there_is_time() {
        let case = dispute("du_1");
        for known in ["2026-11-29T23:30:00Z", "2026-11-30T22:30:00Z"] {
            let text = made_at(&case, true, 0, "en", at(known), at(known));
            assert_eq!(events(&text)[0].components().len(), 1, "{text}");
            assert!(text.contains("TRIGGER;RELATED=START:-PT3600S"), "{text}");
        }
        let late = at("2026-12-01T00:00:00Z");
        let text = made_at(&case, true, 0, "en", late, late);
        assert!(events(&text)[0].components().is_empty(), "{text}");
    }

    fn made(dispute: &Dispute, waits: bool, sequence: u32, language: &str) -> String {
        let now = at("2026-11-22T06:00:00Z");
        made_at(dispute, waits, sequence, language, dispute.opened_at, now)
    }

    fn made_at(
        dispute: &Dispute,
        waits: bool,
        sequence: u32,
        language: &str,
        known_at: Timestamp,
        now: Timestamp,
    ) -> String {
        let id = DisputeId::from_text("dsp_00000000000000000000000000000001");
        let deadline = tvist_domain::rules::deadline(dispute, SafetyMargin::default()).unwrap();
        let ladder = Watched {
            dispute: &id,
            deadline: &deadline,
            known_at,
            ladder: &Ladder::default(),
        };
        let dated = Dated {
            id: &id,
            dispute,
            at: deadline.at,
            waiting: waits.then(|| Waiting {
                safe_at: deadline.safe_at,
                alarms: reminder::ladder(&ladder, None),
            }),
            sequence,
            name: None,
        };
        file(&[dated], &Words::new(Some(language)), now)
    }

    fn events(text: &str) -> Vec<Event> {
        let calendar: Calendar = text.parse().unwrap();
        let events = calendar.components.into_iter();
        events
            .filter_map(|component| match component {
                CalendarComponent::Event(event) => Some(event),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn a_calendar_reads_the_date_and_the_ladder_back() {
        let case = dispute("du_1");
        let text = made(&case, true, 3, "en");
        let events = events(&text);
        assert_eq!(events.len(), 1);
        let event = &events[0];
        assert_eq!(
            event.get_uid(),
            Some("dsp_00000000000000000000000000000001@tvist")
        );
        assert_eq!(event.get_sequence(), Some(3));
        assert_eq!(event.get_status(), Some(EventStatus::Confirmed));
        assert_eq!(event.get_timestamp(), Some(at("2026-11-22T06:00:00Z")));
        let starts = match event.get_start() {
            Some(DatePerhapsTime::DateTime(CalendarDateTime::Utc(at))) => Some(at),
            other => panic!("{other:?}"),
        };
        assert_eq!(starts, case.due.instant());
        let triggers: Vec<i64> = event
            .components()
            .iter()
            .map(|alarm| {
                let trigger = alarm.properties()["TRIGGER"].value();
                let seconds = trigger
                    .strip_prefix("-PT")
                    .and_then(|t| t.strip_suffix('S'));
                -seconds.unwrap().parse::<i64>().unwrap() / 3600
            })
            .collect();
        // Counted back from the safe deadline, a day before the last date.
        assert_eq!(triggers, [-8 * 24, -4 * 24, -2 * 24, -28, -24]);
    }

    #[test]
    fn the_text_is_as_calendars_want_it() {
        let mut case = dispute("du_1");
        case.provider_id = "du_".repeat(60);
        for language in ["en", "sv", "de", "pt-BR"] {
            let text = made(&case, true, 0, language);
            assert!(text.ends_with("END:VCALENDAR\r\n"));
            for line in text.split_terminator("\r\n") {
                assert!(line.len() <= 75, "{line}");
                assert!(!line.contains(['\r', '\n']), "{line}");
            }
            assert!(text.contains("DTSTART:20261130T225959Z\r\n"), "{text}");
            assert_eq!(text.matches("DTSTAMP").count(), 1);
            for private in ["Alva", "example.test", "calendar-"] {
                assert!(!text.contains(private), "{private}");
            }
            assert_eq!(events(&text).len(), 1);
        }
    }

    #[test]
    fn a_buyer_is_named_only_where_that_is_allowed() {
        let case = dispute("du_1");
        let id = DisputeId::from_text("dsp_1");
        let dated = |name: Option<&str>| Dated {
            id: &id,
            dispute: &case,
            at: at("2026-11-30T22:59:59Z"),
            waiting: None,
            sequence: 0,
            name: name.map(ToOwned::to_owned),
        };
        for language in ["en", "sv", "de", "pt-BR"] {
            let words = Words::new(Some(language));
            let now = at("2026-11-22T06:00:00Z");
            let named = file(&[dated(Some("Alva Ekström"))], &words, now);
            assert!(
                events(&named)[0]
                    .get_summary()
                    .unwrap()
                    .contains("Alva Ekström")
            );
            assert!(!file(&[dated(None)], &words, now).contains("Alva"));
        }
    }

    #[test]
    fn no_line_is_too_long_wherever_it_is_folded() {
        let mut case = dispute("du_1");
        for length in 1..90 {
            case.provider_id = "ö,".repeat(length);
            for language in ["en", "sv", "de", "pt-BR"] {
                let text = made(&case, true, 0, language);
                let longest = text.split("\r\n").map(str::len).max();
                assert!(longest <= Some(LINE), "{length} {language}: {text}");
                let description = events(&text)[0].get_description().map(str::to_owned);
                let id = case.provider_id.as_str();
                assert!(description.is_some_and(|d| d.contains(id)), "{text}");
            }
        }
    }

    #[test]
    fn an_ended_case_takes_its_date_out_of_the_calendar() {
        let text = made(&dispute("du_1"), false, 7, "en");
        let event = &events(&text)[0];
        assert_eq!(event.get_status(), Some(EventStatus::Cancelled));
        assert_eq!(event.get_sequence(), Some(7));
        assert!(event.components().is_empty());
    }
}
