//! What a notice of reminders says, as texts.

use super::*;
use crate::sample::{at, dispute, filed};
use chrono::Duration;
use chrono_tz::Tz;
use tvist_domain::Money;

const NOW: &str = "2026-11-30T13:00:00Z";

fn case(id: &str, minor: i64, currency: &str) -> StoredDispute {
    let mut case = dispute(id);
    case.amount = Money::new(minor, currency);
    filed(case)
}

/// Reminded of now, with a deadline so many hours away and the safe date a day before.
fn reminder(case: &StoredDispute, hours: i64, rung: Rung) -> Reminder {
    let deadline = at(NOW) + Duration::hours(hours);
    Reminder {
        dispute: case.id.clone(),
        rung,
        at: at(NOW),
        deadline,
        safe_at: deadline - Duration::hours(24),
    }
}

fn said(
    language: &str,
    all: &[(&Reminder, &StoredDispute, bool)],
    named: bool,
) -> (String, String) {
    let shown: Vec<Shown<'_>> = all
        .iter()
        .map(|(reminder, filed, practice)| Shown {
            reminder,
            filed: Some(filed),
            practice: *practice,
        })
        .collect();
    let telling = Telling {
        named,
        now: at(NOW),
        zone: Tz::Europe__Stockholm,
    };
    let (title, body) = reminded(&Words::new(Some(language)), &shown, telling);
    (title, body.replace('\u{a0}', " "))
}

#[test]
fn a_case_is_told_with_what_to_do_and_until_when() {
    let case = case("dp_1", 189_900, "BRL");
    let soon = reminder(&case, 34, Rung::FOUR_HOURS);
    let (title, body) = said("en", &[(&soon, &case, false)], false);
    assert_eq!(title, "A dispute needs you");
    assert_eq!(
        body,
        "TM-10570, R$1,899.00, Stripe: answer by today, 24:00 to be safe. The last moment is tomorrow, 24:00."
    );
    let late = reminder(&case, 10, Rung::SAFE);
    let (title, body) = said("de", &[(&late, &case, false)], false);
    assert_eq!(
        title,
        "Der letzte sichere Moment für eine Anfechtung ist da"
    );
    assert_eq!(
        body,
        "TM-10570, 1.899,00 R$, Stripe: Antworten Sie jetzt. Letzter Moment: heute, 24:00 Uhr."
    );
    let over = reminder(&case, -2, Rung::SAFE);
    let (_, body) = said("sv", &[(&over, &case, false)], false);
    assert_eq!(
        body,
        "TM-10570, 1 899,00 R$, Stripe: sista tiden var i dag kl. 12:00. Se efter vad som ännu går att göra."
    );
}

#[test]
fn nobody_is_named_unless_the_owner_allows_it() {
    let mut one = dispute("dp_1");
    one.customer.name = Some("Alva\u{202e}\u{1} Ekström\nUrgent".into());
    let one = filed(one);
    let soon = reminder(&one, 34, Rung::FOUR_HOURS);
    for language in ["en", "sv", "de", "pt-BR"] {
        let (title, body) = said(language, &[(&soon, &one, false)], false);
        assert!(!title.contains("Alva") && !body.contains("Alva"), "{body}");
        assert!(!title.contains("129"), "{title}");
        let (title, body) = said(language, &[(&soon, &one, false)], true);
        assert!(title.starts_with("Alva Ekström Urgent, "), "{title}");
        assert!(body.starts_with("Alva Ekström Urgent, "), "{body}");
        assert!(!(title + &body).contains(['\n', '\u{1}', '\u{202e}']));
    }
}

#[test]
fn more_than_five_are_counted() {
    let cases: Vec<StoredDispute> = (0..20)
        .map(|n| case(&format!("dp_{n}"), 100 * n, "EUR"))
        .collect();
    let reminders: Vec<Reminder> = cases
        .iter()
        .map(|case| reminder(case, 40, Rung::ONE_DAY))
        .collect();
    let all: Vec<_> = reminders
        .iter()
        .zip(&cases)
        .map(|(r, c)| (r, c, false))
        .collect();
    let (title, body) = said("en", &all, false);
    assert_eq!(title, "20 disputes need you");
    assert_eq!(body.lines().count(), 6);
    assert_eq!(body.lines().last(), Some("and 15 more"));
    let (_, body) = said("en", &all[..5], false);
    assert_eq!(body.lines().count(), 5);
}

#[test]
fn practice_is_called_practice() {
    let case = case("dp_1", 100, "EUR");
    let soon = reminder(&case, 34, Rung::FOUR_HOURS);
    let (title, body) = said("en", &[(&soon, &case, true)], false);
    assert_eq!(title, "Practice: A dispute needs you");
    assert!(body.starts_with("TM-10570"));
    // Beside a case of the owner's the line says it.
    let (title, body) = said("en", &[(&soon, &case, false), (&soon, &case, true)], false);
    assert_eq!(title, "2 disputes need you");
    let lines: Vec<&str> = body.lines().collect();
    assert!(lines[0].starts_with("TM-10570") && lines[1].starts_with("Practice: TM-10570"));
}
