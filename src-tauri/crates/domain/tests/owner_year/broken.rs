//! The rules with one of them broken on purpose, and what the oracle must say to each.

use crate::life::{Seam, Writes};
use tvist_domain::clock::Timestamp;
use tvist_domain::ladder::{Ladder, Rung};
use tvist_domain::notice::{self, Due, Ledger, Look, Standing};
use tvist_domain::reminder::{Reminder, Watched, due_between};
use tvist_domain::schedule;

#[expect(clippy::too_many_lines, reason = "a table")]
pub fn all() -> Vec<(&'static str, Seam, &'static str)> {
    let whole = Seam::whole();
    vec![
        (
            "nothing is written down",
            Seam {
                writes: Writes::Never,
                ..whole
            },
            "a second time",
        ),
        (
            "written down before it is shown",
            Seam {
                writes: Writes::BeforeShowing,
                ..whole
            },
            "never told",
        ),
        (
            "two programs watch at once",
            Seam {
                locked: false,
                ..whole
            },
            "a second time",
        ),
        (
            "no reading before the reminder",
            Seam {
                reads_first: false,
                ..whole
            },
            "settled or moved",
        ),
        (
            "quiet hours of the place at home",
            Seam {
                travels: false,
                ..whole
            },
            "in quiet hours|never told",
        ),
        (
            "quiet hours ignored",
            Seam {
                look: loud,
                ..whole
            },
            "in quiet hours",
        ),
        (
            "the safe rung waits for the morning",
            Seam {
                look: polite,
                ..whole
            },
            "never told: ",
        ),
        (
            "the safe rung waits for the end of a pause",
            Seam {
                look: paused,
                ..whole
            },
            "never told",
        ),
        (
            "only what comes due between two looks",
            Seam {
                look: forgetful,
                ..whole
            },
            "never told",
        ),
        (
            "the last in time stands for the safe rung",
            Seam {
                look: by_time,
                ..whole
            },
            "never told",
        ),
        (
            "a moved deadline has no ladder of its own",
            Seam {
                remembers: |ledger, deadline, _| {
                    let mut ledger = ledger.clone();
                    for told in &mut ledger.told {
                        told.safe_at = deadline.safe_at;
                    }
                    ledger
                },
                ..whole
            },
            "never told",
        ),
        (
            "what was shown too early counts for ever",
            Seam {
                remembers: |ledger, _, now| {
                    let mut ledger = ledger.clone();
                    for told in &mut ledger.told {
                        told.at = told.at.min(now);
                    }
                    ledger
                },
                ..whole
            },
            "never told",
        ),
        (
            "a snooze mutes",
            Seam {
                look: mute,
                ..whole
            },
            "a snooze without an end|never told",
        ),
        (
            "visits wait for a clock that ran ahead",
            Seam {
                visits: |visits, started_at, spread, _| {
                    schedule::next_visit(visits, started_at, spread, Timestamp::MAX_UTC)
                },
                ..whole
            },
            "not read",
        ),
        (
            "every rung that was missed comes by itself",
            Seam {
                look: chatty,
                ..whole
            },
            "an earlier rung after a later one",
        ),
        (
            "another ladder brings its rungs of the past",
            Seam {
                past: |_, _, _| Vec::new(),
                ..whole
            },
            "a rung of the past",
        ),
        (
            "another ladder swallows what is owed",
            Seam {
                past: greedy,
                ..whole
            },
            "never told",
        ),
        (
            "another ladder begins anew",
            Seam {
                keeps: false,
                ..whole
            },
            "a second time",
        ),
        (
            "a rung that is taken away takes its snooze along",
            Seam {
                look: narrow,
                ..whole
            },
            "a snooze without an end",
        ),
    ]
}

fn loud(cases: &[Standing<'_>], look: &Look) -> Due {
    notice::due(
        cases,
        &Look {
            quiet: None,
            ..*look
        },
    )
}

fn polite(cases: &[Standing<'_>], look: &Look) -> Due {
    let mut due = notice::due(cases, look);
    if look
        .quiet
        .is_some_and(|(hours, zone)| hours.end_after(look.now, zone).is_some())
    {
        due.show.clear();
    }
    due
}

fn paused(cases: &[Standing<'_>], look: &Look) -> Due {
    let mut due = notice::due(cases, look);
    if look.paused_until.is_some_and(|until| look.now < until) {
        due.show.clear();
    }
    due
}

fn mute(cases: &[Standing<'_>], look: &Look) -> Due {
    let mut due = notice::due(cases, look);
    due.show.retain(|r| {
        !cases
            .iter()
            .any(|c| c.watched.dispute == &r.dispute && c.ledger.snoozed_until.is_some())
    });
    due
}

fn forgetful(cases: &[Standing<'_>], look: &Look) -> Due {
    let watched: Vec<_> = cases.iter().map(|c| c.watched.clone()).collect();
    let from = look.last.unwrap_or(look.now);
    let between = due_between(&watched, look.quiet, from, look.now);
    let mut due = notice::due(cases, look);
    due.show.retain(|r| between.contains(r));
    due
}

fn by_time(cases: &[Standing<'_>], look: &Look) -> Due {
    let mut due = notice::due(cases, look);
    let quiet = look
        .quiet
        .is_some_and(|(hours, zone)| hours.end_after(look.now, zone).is_some());
    let passed = due.passed.clone();
    due.show.retain(|r| {
        r.rung != Rung::SAFE
            || !quiet
            || !passed.iter().any(|p| p.dispute == r.dispute && p.at > r.at)
    });
    due
}

fn chatty(cases: &[Standing<'_>], look: &Look) -> Due {
    let mut due = notice::due(cases, look);
    due.show.append(&mut due.passed);
    due
}

/// As though no case owed anything.
fn greedy(cases: &[Standing<'_>], ladder: &Ladder, look: &Look) -> Vec<Reminder> {
    let none = Ladder::of([]).unwrap();
    let bare: Vec<Standing<'_>> = cases
        .iter()
        .map(|case| Standing {
            watched: Watched {
                ladder: &none,
                ..case.watched.clone()
            },
            ledger: case.ledger,
        })
        .collect();
    notice::past_rungs(&bare, ladder, look)
}

/// Remembers only what the present ladder has.
fn narrow(cases: &[Standing<'_>], look: &Look) -> Due {
    let ledgers: Vec<Ledger> = cases
        .iter()
        .map(|case| {
            let mut ledger = case.ledger.clone();
            ledger.told.retain(|t| case.watched.ladder.contains(t.rung));
            ledger
        })
        .collect();
    let narrowed: Vec<Standing<'_>> = cases
        .iter()
        .zip(&ledgers)
        .map(|(case, ledger)| Standing {
            watched: case.watched.clone(),
            ledger,
        })
        .collect();
    notice::due(&narrowed, look)
}
