//! Everything that the program makes of a case: none of it may break at what a provider told.

use chrono_tz::Tz;
use tvist_domain::clock::{Timestamp, believable, rfc3339};
use tvist_domain::deadline::SafetyMargin;
use tvist_domain::dispute::DueDate;
use tvist_domain::evidence::{Draft, checklist, fields};
use tvist_domain::ladder::Ladder;
use tvist_domain::notice::{self, Ledger, Look, Standing};
use tvist_domain::reminder::{self, QuietHours, Watched};
use tvist_domain::{Dispute, DisputeId, Money, erasure, loss, money, plan, rules, timeline, zone};

/// East and west of everything, with gaps at midnight, and a day that was left out.
const ZONES: [Tz; 5] = [
    Tz::Pacific__Kiritimati,
    Tz::Etc__GMTPlus12,
    Tz::America__Sao_Paulo,
    Tz::Europe__Copenhagen,
    Tz::Pacific__Apia,
];

/// Looks at a case as desk, page, calendar, reminders, timeline and money do, `seen` at this moment.
pub(crate) fn look_at(case: &Dispute, seen: Timestamp) {
    assert!(!case.provider_id.trim().is_empty());
    assert!(case.opened_at == seen || believable(case.opened_at).is_some());
    assert!(case.due.instant().is_none_or(|at| believable(at).is_some()));
    assert!(
        case.transaction
            .at
            .is_none_or(|at| believable(at).is_some())
    );
    assert_eq!(case.clone().mended(), *case, "there is nothing to mend");
    // Each case in another zone: over ten thousand, every one comes with everything.
    let turn = usize::try_from(case.opened_at.timestamp().unsigned_abs()).unwrap_or(0);
    let tz = ZONES[turn.wrapping_add(case.provider_id.len()) % ZONES.len()];
    for now in [seen, case.due.instant().unwrap_or(case.opened_at)] {
        of_the_moment(case, now, tz);
    }
    of_the_calendar(case, tz);
    of_the_money(case);
    let text = serde_json::to_string(case).expect("a case is JSON");
    assert_eq!(
        &serde_json::from_str::<Dispute>(&text).expect("and back"),
        case
    );
}

fn of_the_moment(case: &Dispute, now: Timestamp, tz: Tz) {
    let step = rules::next_step(case, &[], now);
    let allowed = rules::allowed(case, &[], now);
    let silence = rules::if_nothing(case, &[]);
    let deadline = rules::deadline(case, SafetyMargin::default());
    for entry in timeline::whole(case, &[], deadline.as_ref(), &silence) {
        assert_eq!(rfc3339(entry.at).len(), 20, "{entry:?}");
    }
    let _ = (
        step.group(),
        allowed,
        rules::wants_reading(case, Some(now), now),
    );
    let _ = (
        rules::loss_reason_until(case, Some(now)),
        rules::is_too_late(case, now),
    );
    let _ = (
        plan::plan(None, case, false, now),
        plan::plan(Some(case), case, true, now),
    );
    let mut other = case.clone();
    other.due = DueDate::NotGiven;
    other.loss_code = Some("x".to_owned());
    let _ = plan::plan(Some(&other), case, false, now);
    let Some(deadline) = deadline else { return };
    let (id, none) = (DisputeId::new(), Ledger::default());
    let ladder = Ladder::default();
    let watched = Watched {
        dispute: &id,
        deadline: &deadline,
        known_at: now,
        ladder: &ladder,
    };
    let hours: QuietHours = "22:00-07:00".parse().expect("hours");
    let quiet = Some((hours, tz));
    let _ = reminder::ladder(&watched, quiet);
    let standing = Standing {
        watched: watched.clone(),
        ledger: &none,
    };
    let look = Look {
        now,
        last: Some(deadline.safe_at),
        set_back_at: None,
        quiet,
        paused_until: None,
    };
    let _ = notice::due(&[standing], &look);
    let _ = (
        notice::a_while(&deadline, now),
        notice::snooze_until(now, &deadline, now),
    );
}

fn of_the_calendar(case: &Dispute, tz: Tz) {
    let _ = rules::deadline_day(case);
    let silence = rules::if_nothing(case, &[]).on;
    let deadline = rules::deadline(case, SafetyMargin::default());
    let dates = [
        Some(case.opened_at),
        case.due.instant(),
        case.transaction.at,
        silence,
        deadline.map(|d| d.safe_at),
    ];
    for at in dates.into_iter().flatten() {
        let placed = zone::place(at, tz);
        let _ = zone::start_of_day(placed.date, tz);
    }
}

fn of_the_money(case: &Dispute) {
    let transaction = &case.transaction;
    let moved = case.movements.iter().flat_map(|m| [&m.amount, &m.fee]);
    let all: Vec<&Money> = [&case.amount]
        .into_iter()
        .chain(&transaction.amount)
        .chain(&transaction.refunded)
        .chain(moved)
        .collect();
    let _ = (
        money::totals(all.iter().copied()),
        case.fee(),
        case.at_risk(),
    );
    for money in all {
        assert!(!money.to_string().is_empty());
    }
    let draft = Draft::default();
    let _ = (checklist(case, &draft), fields::text_fields(case, &draft));
    let _ = (
        rules::guessed_reason(case),
        rules::site(case),
        rules::pack_limits(case),
    );
    let _ = (
        erasure::problems(case, false, &[]),
        case.round(),
        rules::network_fee(case),
    );
    let _ = case.loss_code.as_deref().map(loss::reason);
}
