//! The next step with the span of time in which it holds, so that a list may keep it and knows when to ask again.

use crate::clock::Timestamp;
use crate::submission::Submission;
use crate::{Dispute, NextStep, rules};

/// A step, and when it is another one. The ends are instants of the provider's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepSpan {
    pub step: NextStep,
    /// Before this instant it was another one; none where it always was this one.
    pub from: Option<Timestamp>,
    /// From this instant on it is another one; none where time alone changes nothing.
    pub until: Option<Timestamp>,
}

impl StepSpan {
    /// Whether it holds at `now`.
    #[must_use]
    pub fn holds(&self, now: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= now) && self.until.is_none_or(|until| now < until)
    }
}

impl From<NextStep> for StepSpan {
    /// A step that time alone doesn't change.
    fn from(step: NextStep) -> Self {
        Self {
            step,
            from: None,
            until: None,
        }
    }
}

/// What [`rules::next_step`] says at `now` by the provider's clock, and for how long. Of all instants only the case's own
/// date turns a step into another one.
#[must_use]
pub fn span(dispute: &Dispute, done: &[Submission], now: Timestamp) -> StepSpan {
    let step = rules::next_step(dispute, done, now);
    let mut span = StepSpan::from(step);
    let Some(due) = dispute.due.instant() else {
        return span;
    };
    let before = due.checked_sub_signed(chrono::Duration::milliseconds(1));
    if now < due {
        let turns = rules::next_step(dispute, done, due) != step;
        span.until = turns.then_some(due);
    } else if let Some(before) = before {
        let turned = rules::next_step(dispute, done, before) != step;
        span.from = turned.then_some(due);
    }
    span
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::{DueDate, Method};
    use crate::{Money, Provider, Stage, Status};
    use chrono::{Duration, TimeZone, Utc};

    /// Within its span a step is the one that the rules say, whatever the case: only its date turns it.
    #[test]
    fn a_span_tells_every_instant_at_which_the_step_is_another_one() {
        let due = Utc.with_ymd_and_hms(2026, 11, 30, 12, 0, 0).unwrap();
        let instants = [
            due - Duration::days(200),
            due - Duration::milliseconds(1),
            due,
            due + Duration::milliseconds(1),
            due + Duration::days(200),
        ];
        let mut turns = 0;
        for provider in Provider::ALL.iter().copied() {
            for stage in Stage::ALL.iter().copied() {
                for status in Status::ALL.iter().copied() {
                    for method in [Method::Card, Method::Klarna] {
                        for date in [
                            DueDate::At(due),
                            DueDate::NotGiven,
                            DueDate::NoAnswerPossible,
                        ] {
                            let case = Dispute {
                                method: method.clone(),
                                due: date,
                                ..Dispute::bare(
                                    provider,
                                    "du_1",
                                    stage,
                                    status,
                                    Money::new(100, "EUR"),
                                    due - Duration::days(9),
                                )
                            };
                            for now in instants {
                                let span = span(&case, &[], now);
                                assert!(span.holds(now));
                                turns += usize::from(span.until.is_some());
                                for other in instants.into_iter().filter(|at| span.holds(*at)) {
                                    let step = rules::next_step(&case, &[], other);
                                    assert_eq!(step, span.step, "{case:?} {now} {other}");
                                }
                            }
                        }
                    }
                }
            }
        }
        assert!(turns > 0, "some turn");
    }
}
