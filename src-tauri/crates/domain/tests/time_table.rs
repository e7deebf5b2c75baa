//! Time, row by row: instants are kept and shown in a zone, dates without an offset are read so that no alarm is late,
//! a journey moves what is shown and the quiet hours but no instant.
#![expect(clippy::unwrap_used, reason = "a test that can't go on says where")]

use chrono::{Duration, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone, Utc};
use chrono_tz::Tz;
use proptest::prelude::*;
use tvist_domain::clock::Timestamp;
use tvist_domain::ladder::{Ladder, Rung};
use tvist_domain::reminder::{QuietHours, Watched, ladder};
use tvist_domain::{Deadline, DeadlineKind, DisputeId, Source, zone};

const ZONES: [Tz; 5] = [
    Tz::Europe__Stockholm,
    Tz::Europe__Berlin,
    Tz::America__Sao_Paulo,
    Tz::UTC,
    Tz::Pacific__Kiritimati,
];

/// Instants and what a wall clock with its offset says in each of the zones, from another library's zone data: the hour
/// that comes twice and the one that doesn't in Sweden and Germany, Brazil's former summer time, which changed at
/// midnight, and the first place on Earth to have a new day.
#[rustfmt::skip]
const TABLE: [(&str, [&str; 5]); 40] = [
    ("2026-10-24T23:30:00Z", ["10-25 01:30+02:00", "10-25 01:30+02:00", "10-24 20:30-03:00", "10-24 23:30+00:00", "10-25 13:30+14:00"]),
    ("2026-10-25T00:00:00Z", ["10-25 02:00+02:00", "10-25 02:00+02:00", "10-24 21:00-03:00", "10-25 00:00+00:00", "10-25 14:00+14:00"]),
    ("2026-10-25T00:30:00Z", ["10-25 02:30+02:00", "10-25 02:30+02:00", "10-24 21:30-03:00", "10-25 00:30+00:00", "10-25 14:30+14:00"]),
    ("2026-10-25T00:59:00Z", ["10-25 02:59+02:00", "10-25 02:59+02:00", "10-24 21:59-03:00", "10-25 00:59+00:00", "10-25 14:59+14:00"]),
    ("2026-10-25T01:00:00Z", ["10-25 02:00+01:00", "10-25 02:00+01:00", "10-24 22:00-03:00", "10-25 01:00+00:00", "10-25 15:00+14:00"]),
    ("2026-10-25T01:29:00Z", ["10-25 02:29+01:00", "10-25 02:29+01:00", "10-24 22:29-03:00", "10-25 01:29+00:00", "10-25 15:29+14:00"]),
    ("2026-10-25T01:30:00Z", ["10-25 02:30+01:00", "10-25 02:30+01:00", "10-24 22:30-03:00", "10-25 01:30+00:00", "10-25 15:30+14:00"]),
    ("2026-10-25T02:00:00Z", ["10-25 03:00+01:00", "10-25 03:00+01:00", "10-24 23:00-03:00", "10-25 02:00+00:00", "10-25 16:00+14:00"]),
    ("2026-10-25T02:30:00Z", ["10-25 03:30+01:00", "10-25 03:30+01:00", "10-24 23:30-03:00", "10-25 02:30+00:00", "10-25 16:30+14:00"]),
    ("2027-03-28T00:00:00Z", ["03-28 01:00+01:00", "03-28 01:00+01:00", "03-27 21:00-03:00", "03-28 00:00+00:00", "03-28 14:00+14:00"]),
    ("2027-03-28T00:30:00Z", ["03-28 01:30+01:00", "03-28 01:30+01:00", "03-27 21:30-03:00", "03-28 00:30+00:00", "03-28 14:30+14:00"]),
    ("2027-03-28T00:59:00Z", ["03-28 01:59+01:00", "03-28 01:59+01:00", "03-27 21:59-03:00", "03-28 00:59+00:00", "03-28 14:59+14:00"]),
    ("2027-03-28T01:00:00Z", ["03-28 03:00+02:00", "03-28 03:00+02:00", "03-27 22:00-03:00", "03-28 01:00+00:00", "03-28 15:00+14:00"]),
    ("2027-03-28T01:30:00Z", ["03-28 03:30+02:00", "03-28 03:30+02:00", "03-27 22:30-03:00", "03-28 01:30+00:00", "03-28 15:30+14:00"]),
    ("2027-03-28T02:00:00Z", ["03-28 04:00+02:00", "03-28 04:00+02:00", "03-27 23:00-03:00", "03-28 02:00+00:00", "03-28 16:00+14:00"]),
    ("2026-03-29T00:30:00Z", ["03-29 01:30+01:00", "03-29 01:30+01:00", "03-28 21:30-03:00", "03-29 00:30+00:00", "03-29 14:30+14:00"]),
    ("2026-03-29T00:59:00Z", ["03-29 01:59+01:00", "03-29 01:59+01:00", "03-28 21:59-03:00", "03-29 00:59+00:00", "03-29 14:59+14:00"]),
    ("2026-03-29T01:00:00Z", ["03-29 03:00+02:00", "03-29 03:00+02:00", "03-28 22:00-03:00", "03-29 01:00+00:00", "03-29 15:00+14:00"]),
    ("2026-03-29T01:30:00Z", ["03-29 03:30+02:00", "03-29 03:30+02:00", "03-28 22:30-03:00", "03-29 01:30+00:00", "03-29 15:30+14:00"]),
    ("2018-11-04T02:00:00Z", ["11-04 03:00+01:00", "11-04 03:00+01:00", "11-03 23:00-03:00", "11-04 02:00+00:00", "11-04 16:00+14:00"]),
    ("2018-11-04T02:59:00Z", ["11-04 03:59+01:00", "11-04 03:59+01:00", "11-03 23:59-03:00", "11-04 02:59+00:00", "11-04 16:59+14:00"]),
    ("2018-11-04T03:00:00Z", ["11-04 04:00+01:00", "11-04 04:00+01:00", "11-04 01:00-02:00", "11-04 03:00+00:00", "11-04 17:00+14:00"]),
    ("2018-11-04T03:59:00Z", ["11-04 04:59+01:00", "11-04 04:59+01:00", "11-04 01:59-02:00", "11-04 03:59+00:00", "11-04 17:59+14:00"]),
    ("2019-02-17T00:00:00Z", ["02-17 01:00+01:00", "02-17 01:00+01:00", "02-16 22:00-02:00", "02-17 00:00+00:00", "02-17 14:00+14:00"]),
    ("2019-02-17T01:00:00Z", ["02-17 02:00+01:00", "02-17 02:00+01:00", "02-16 23:00-02:00", "02-17 01:00+00:00", "02-17 15:00+14:00"]),
    ("2019-02-17T01:59:00Z", ["02-17 02:59+01:00", "02-17 02:59+01:00", "02-16 23:59-02:00", "02-17 01:59+00:00", "02-17 15:59+14:00"]),
    ("2019-02-17T02:00:00Z", ["02-17 03:00+01:00", "02-17 03:00+01:00", "02-16 23:00-03:00", "02-17 02:00+00:00", "02-17 16:00+14:00"]),
    ("2019-02-17T02:30:00Z", ["02-17 03:30+01:00", "02-17 03:30+01:00", "02-16 23:30-03:00", "02-17 02:30+00:00", "02-17 16:30+14:00"]),
    ("2019-02-17T03:00:00Z", ["02-17 04:00+01:00", "02-17 04:00+01:00", "02-17 00:00-03:00", "02-17 03:00+00:00", "02-17 17:00+14:00"]),
    ("2026-12-31T09:59:00Z", ["12-31 10:59+01:00", "12-31 10:59+01:00", "12-31 06:59-03:00", "12-31 09:59+00:00", "12-31 23:59+14:00"]),
    ("2026-12-31T10:00:00Z", ["12-31 11:00+01:00", "12-31 11:00+01:00", "12-31 07:00-03:00", "12-31 10:00+00:00", "01-01 00:00+14:00"]),
    ("2026-12-31T22:00:00Z", ["12-31 23:00+01:00", "12-31 23:00+01:00", "12-31 19:00-03:00", "12-31 22:00+00:00", "01-01 12:00+14:00"]),
    ("2026-12-31T23:00:00Z", ["01-01 00:00+01:00", "01-01 00:00+01:00", "12-31 20:00-03:00", "12-31 23:00+00:00", "01-01 13:00+14:00"]),
    ("2027-01-01T00:00:00Z", ["01-01 01:00+01:00", "01-01 01:00+01:00", "12-31 21:00-03:00", "01-01 00:00+00:00", "01-01 14:00+14:00"]),
    ("2028-02-28T23:00:00Z", ["02-29 00:00+01:00", "02-29 00:00+01:00", "02-28 20:00-03:00", "02-28 23:00+00:00", "02-29 13:00+14:00"]),
    ("2028-02-29T00:00:00Z", ["02-29 01:00+01:00", "02-29 01:00+01:00", "02-28 21:00-03:00", "02-29 00:00+00:00", "02-29 14:00+14:00"]),
    ("2028-02-29T09:00:00Z", ["02-29 10:00+01:00", "02-29 10:00+01:00", "02-29 06:00-03:00", "02-29 09:00+00:00", "02-29 23:00+14:00"]),
    ("2028-02-29T23:00:00Z", ["03-01 00:00+01:00", "03-01 00:00+01:00", "02-29 20:00-03:00", "02-29 23:00+00:00", "03-01 13:00+14:00"]),
    ("2028-03-01T00:00:00Z", ["03-01 01:00+01:00", "03-01 01:00+01:00", "02-29 21:00-03:00", "03-01 00:00+00:00", "03-01 14:00+14:00"]),
    ("2028-03-01T03:00:00Z", ["03-01 04:00+01:00", "03-01 04:00+01:00", "03-01 00:00-03:00", "03-01 03:00+00:00", "03-01 17:00+14:00"]),
];

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Row "DST": what is stored is an instant, what is shown names the offset.
#[test]
fn forty_instants_in_five_zones() {
    for (instant, shown) in TABLE {
        for (tz, expected) in ZONES.iter().zip(shown) {
            let placed = zone::place(at(instant), *tz);
            let text = format!(
                "{} {}{}",
                placed.date.format("%m-%d"),
                placed.time.format("%H:%M"),
                placed.offset
            );
            assert_eq!(text, expected, "{instant} {tz}");
        }
    }
}

/// Row "DST": no two instants look the same in a zone, also not both 02:30.
#[test]
fn both_half_past_two_are_labelled_differently() {
    for tz in ZONES {
        let mut labels: Vec<String> = TABLE
            .iter()
            .map(|(instant, _)| {
                let placed = zone::place(at(instant), tz);
                format!("{} {} {}", placed.date, placed.time, placed.offset)
            })
            .collect();
        let count = labels.len();
        labels.sort();
        labels.dedup();
        assert_eq!(labels.len(), count, "{tz}");
    }
    let first = zone::place(at("2026-10-25T00:30:00Z"), Tz::Europe__Stockholm);
    let second = zone::place(at("2026-10-25T01:30:00Z"), Tz::Europe__Stockholm);
    assert_eq!((first.date, first.time), (second.date, second.time));
    assert_eq!(
        (first.offset.as_str(), second.offset.as_str()),
        ("+02:00", "+01:00")
    );
}

/// Row "DST": the hour from 02:00 to 03:00 of 2027-03-28 doesn't exist; a deadline that was written so is read as the
/// end of the gap, and elapsed hours before it stay elapsed hours.
#[test]
fn the_gap_of_the_28th_of_march_2027() {
    for tz in [Tz::Europe__Stockholm, Tz::Europe__Berlin] {
        for minute in [0, 30, 59] {
            let written = NaiveDate::from_ymd_opt(2027, 3, 28)
                .unwrap()
                .and_hms_opt(2, minute, 0)
                .unwrap();
            let read = zone::instant(written, tz);
            assert!(read >= at("2027-03-28T01:00:00Z"), "{tz} {minute}");
            assert!(read < at("2027-03-28T02:00:00Z"), "{tz} {minute}");
        }
    }
    let id = DisputeId::from_text("dsp_1");
    let deadline = deadline(at("2027-03-29T00:30:00Z"));
    let rungs = ladder(
        &Watched {
            dispute: &id,
            deadline: &deadline,
            known_at: at("2027-01-01T00:00:00Z"),
            ladder: &Ladder::default(),
        },
        None,
    );
    let hours: Vec<i64> = rungs
        .iter()
        .map(|r| (deadline.safe_at - r.at).num_hours())
        .collect();
    assert_eq!(hours, [168, 72, 24, 4, 0]);
}

fn deadline(at: Timestamp) -> Deadline {
    Deadline {
        at,
        kind: DeadlineKind::Answer,
        source: Source::Provider,
        zone: "UTC".into(),
        safe_at: at - Duration::hours(24),
    }
}

fn any_zone() -> impl Strategy<Value = Tz> {
    prop::sample::select(chrono_tz::TZ_VARIANTS.to_vec())
}

fn any_date() -> impl Strategy<Value = NaiveDate> {
    let first = NaiveDate::from_ymd_opt(2010, 1, 1).unwrap();
    (0_i64..12_000).prop_map(move |days| first + Duration::days(days))
}

/// Every instant that a person in the zone could mean by a local time: each reading of it, and where it doesn't exist the
/// moment by the offset before and by the one after the gap.
fn plausible(local: NaiveDateTime, tz: Tz) -> Vec<Timestamp> {
    let read = tz.from_local_datetime(&local);
    let mut all: Vec<Timestamp> = [read.earliest(), read.latest()]
        .into_iter()
        .flatten()
        .map(|at| at.with_timezone(&Utc))
        .collect();
    if all.is_empty() {
        for side in [Duration::days(-2), Duration::days(2)] {
            let offset = tz.offset_from_utc_datetime(&(local + side)).fix();
            all.push(Utc.from_utc_datetime(&(local - offset)));
        }
    }
    all
}

proptest! {
    /// Row "date-only deadlines": whatever hour of the day was meant, the alarm isn't after it.
    #[test]
    fn a_date_alone_never_alarms_late(date in any_date(), tz in any_zone(), second in 0_u32..86_400) {
        let meant = date.and_time(NaiveTime::from_num_seconds_from_midnight_opt(second, 0).unwrap());
        let read = zone::start_of_day(date, tz);
        for reading in plausible(meant, tz) {
            // Within a gap even the day's own beginning is its end at the latest.
            let existing = zone::instant(meant, tz).max(reading);
            prop_assert!(read <= existing, "{date} {tz}: {read} after {existing}");
        }
    }

    /// Row "offset-less deadlines": of a local time that occurs twice the earlier one counts.
    #[test]
    fn a_local_time_never_alarms_late(date in any_date(), tz in any_zone(), second in 0_u32..86_400) {
        let local = date.and_time(NaiveTime::from_num_seconds_from_midnight_opt(second, 0).unwrap());
        let read = zone::instant(local, tz);
        match tz.from_local_datetime(&local) {
            chrono::LocalResult::None => {
                // It doesn't exist: between the moment before the gap and the one after it.
                let all = plausible(local, tz);
                prop_assert!(read <= *all.iter().max().unwrap(), "{local} {tz}: {read} {all:?}");
            }
            _ => {
                for reading in plausible(local, tz) {
                    prop_assert!(read <= reading, "{local} {tz}: {read} after {reading}");
                }
            }
        }
    }

    /// Rows "DST" and "zone changed while travelling": quiet hours are those of the place where one is, and move a rung
    /// to their end there; the deadline, the safe deadline and the safe rung are the same instants everywhere.
    #[test]
    fn a_journey_moves_the_quiet_hours_and_no_instant(
        hours in 0_i64..40_000, home in any_zone(), away in any_zone(), from in 0_u32..96, to in 0_u32..96,
        own in prop::collection::vec(1_u16..=720, 0..7),
    ) {
        let deadline = deadline(at("2026-01-01T00:00:00Z") + Duration::hours(hours));
        let time = |quarter: u32| NaiveTime::from_hms_opt(quarter / 4, quarter % 4 * 15, 0).unwrap();
        let quiet = QuietHours { from: time(from), to: time(to) };
        let id = DisputeId::from_text("dsp_1");
        let own = Ladder::of(own.into_iter().filter_map(Rung::hours)).unwrap();
        let watched = Watched { dispute: &id, deadline: &deadline, known_at: Timestamp::MIN_UTC, ladder: &own };
        for zone in [home, away] {
            for reminder in ladder(&watched, Some((quiet, zone))) {
                let due = deadline.safe_at - reminder.rung.before();
                prop_assert_eq!((reminder.deadline, reminder.safe_at), (deadline.at, deadline.safe_at));
                prop_assert!(reminder.at >= due);
                if reminder.rung == Rung::SAFE {
                    prop_assert_eq!(reminder.at, due);
                } else {
                    prop_assert_eq!(quiet.end_after(reminder.at, zone), None, "{} is quiet in {}", reminder.at, zone);
                }
            }
        }
    }
}
