//! When an account is visited: a state machine that is handed the time and never waits.
//!
//! Each provider's rhythm is data with its source ([`rules::Rhythm`]); back-off and the single visit after sleep are rules.

use crate::clock::{Timestamp, later, seconds_later, span};
use crate::{Provider, rules};
use chrono::Duration;

/// How much a visit reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// What the provider's list of changes names, and its newest cases.
    Changes,
    /// That, and every open case.
    OpenCases,
    /// Everything there is.
    Everything,
}

/// What the schedule knows of an account.
#[derive(Debug, Clone)]
pub struct Visits {
    pub provider: Provider,
    /// When a visit was last tried.
    pub tried_at: Option<Timestamp>,
    /// When one last went well.
    pub done_at: Option<Timestamp>,
    /// When all open cases were last read.
    pub open_read_at: Option<Timestamp>,
    /// When everything was last read.
    pub swept_at: Option<Timestamp>,
    /// Visits that failed since the last good one.
    pub failures: u32,
    /// The last failure was of the kind that waiting doesn't mend: the credentials.
    pub refused: bool,
    /// A case awaits its owner's documents with a window of few days (Celcoin).
    pub short_window_open: bool,
}

impl Visits {
    /// The same as far as it can be believed at `now`: what is dated later was dated by a clock that ran ahead, and
    /// waiting for that moment could mean days without a visit.
    fn by_clock(&self, now: Timestamp) -> Self {
        let believed = |at: Option<Timestamp>| at.filter(|at| *at <= now);
        Self {
            tried_at: believed(self.tried_at),
            done_at: believed(self.done_at),
            open_read_at: believed(self.open_read_at),
            swept_at: believed(self.swept_at),
            ..self.clone()
        }
    }
}

/// Between two visits.
fn every(visits: &Visits) -> Duration {
    let rhythm = &rules::of(visits.provider).rhythm;
    if visits.short_window_open {
        rhythm.every_in_short_window
    } else {
        rhythm.every
    }
}

/// The first wait after a failure; it doubles up to the provider's own rhythm.
const FIRST_BACK_OFF: Duration = Duration::minutes(1);
/// Credentials that were refused aren't tried again sooner, unless the owner asks.
const AFTER_REFUSAL: Duration = Duration::hours(12);
/// The first visit after a start comes within this time, spread so that programs don't all start at once.
const START_SPREAD_SECONDS: i64 = 20;

/// The next moment at which the account is to be visited. `spread` is a number from 0 to 1, drawn once a start.
#[must_use]
pub fn next_visit(
    visits: &Visits,
    started_at: Timestamp,
    spread: f64,
    now: Timestamp,
) -> Timestamp {
    let visits = visits.by_clock(now);
    // A start later than now was by a clock that ran ahead: the spread after it is over.
    let (started_at, spread) = if started_at > now {
        (now, 0.0)
    } else {
        (started_at, spread)
    };
    let every = every(&visits);
    let Some(tried) = visits.tried_at else {
        return started_at;
    };
    let due = if visits.failures > 0 {
        let wait = if visits.refused {
            AFTER_REFUSAL
        } else {
            back_off(visits.failures, every)
        };
        later(tried, wait)
    } else {
        later(visits.done_at.unwrap_or(tried), every)
    };
    // What fell due while the program was off is caught up with once, a little after the start.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a number of seconds under a minute"
    )]
    let seconds = (spread.clamp(0.0, 1.0) * START_SPREAD_SECONDS as f64) as i64;
    due.max(seconds_later(started_at, seconds))
}

fn back_off(failures: u32, most: Duration) -> Duration {
    let doublings = failures.saturating_sub(1).min(16);
    let longer = FIRST_BACK_OFF.checked_mul(2_i32.saturating_pow(doublings));
    longer.unwrap_or(most).min(most)
}

/// How much the visit at `now` reads.
#[must_use]
pub fn depth(visits: &Visits, now: Timestamp) -> Depth {
    let visits = visits.by_clock(now);
    let rhythm = &rules::of(visits.provider).rhythm;
    let older = |at: Option<Timestamp>, than: Duration| at.is_none_or(|at| span(at, now) >= than);
    if visits.swept_at.is_none() || older(visits.done_at, rhythm.everything_after) {
        return Depth::Everything;
    }
    // Where no list of changes exists, everything is read again from time to time.
    if rhythm.sweeps && older(visits.swept_at, rhythm.everything_after) {
        return Depth::Everything;
    }
    let open_cases_every = rhythm.open_cases_every.unwrap_or_else(|| every(&visits));
    if older(visits.open_read_at, open_cases_every) {
        Depth::OpenCases
    } else {
        Depth::Changes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    fn start() -> Timestamp {
        chrono::Utc.with_ymd_and_hms(2026, 11, 1, 8, 0, 0).unwrap()
    }

    fn visits() -> Visits {
        Visits {
            provider: Provider::Stripe,
            tried_at: None,
            done_at: None,
            open_read_at: None,
            swept_at: None,
            failures: 0,
            refused: false,
            short_window_open: false,
        }
    }

    fn succeed(visits: &mut Visits, now: Timestamp, depth: Depth) {
        visits.tried_at = Some(now);
        visits.done_at = Some(now);
        visits.failures = 0;
        if depth >= Depth::OpenCases {
            visits.open_read_at = Some(now);
        }
        if depth == Depth::Everything {
            visits.swept_at = Some(now);
        }
    }

    #[test]
    fn the_first_visit_is_at_once_and_reads_everything() {
        assert_eq!(next_visit(&visits(), start(), 0.7, start()), start());
        assert_eq!(depth(&visits(), start()), Depth::Everything);
    }

    #[test]
    fn failures_back_off_up_to_the_rhythm_and_refused_credentials_rest() {
        let mut v = visits();
        succeed(&mut v, start(), Depth::Everything);
        let waits: Vec<i64> = (1..8)
            .map(|failures| {
                v.failures = failures;
                (next_visit(&v, start(), 0.0, start()) - start()).num_minutes()
            })
            .collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 30, 30]);
        v.refused = true;
        assert_eq!(
            (next_visit(&v, start(), 0.0, start()) - start()).num_hours(),
            12
        );
    }

    #[test]
    fn after_a_long_sleep_there_is_one_visit_and_it_misses_nothing() {
        let mut v = visits();
        succeed(&mut v, start(), Depth::Everything);
        let back = start() + Duration::days(26);
        assert_eq!(
            next_visit(&v, back, 0.5, back),
            back + Duration::seconds(10)
        );
        assert_eq!(
            depth(&v, back),
            Depth::Everything,
            "events reach back thirty days only"
        );
        succeed(&mut v, back, Depth::Everything);
        assert_eq!(
            next_visit(&v, back, 0.5, back),
            back + Duration::minutes(30)
        );
    }

    #[test]
    fn a_clock_that_was_set_back_puts_no_visit_off() {
        let mut v = visits();
        succeed(&mut v, start() + Duration::days(3), Depth::Everything);
        let back = start();
        let started = start() + Duration::days(2);
        assert_eq!(next_visit(&v, started, 0.5, back), back);
        v.tried_at = Some(back - Duration::hours(1));
        assert_eq!(next_visit(&v, started, 0.5, back), back);
        assert_eq!(depth(&v, back), Depth::Everything);
        let later = start() + Duration::days(4);
        assert_eq!(depth(&v, later), Depth::OpenCases);
    }

    /// Stripe grants 10,000 GET calls a month at the least (stripe.md §1 rule 10).
    #[test]
    fn a_month_of_polling_stays_under_stripes_floor() {
        let open_cases = 50;
        let changed_a_day = 5;
        let mut v = visits();
        let mut now = start();
        let mut reads = 0;
        while now < start() + Duration::days(30) {
            now = next_visit(&v, now, 0.0, now).max(now);
            let depth = depth(&v, now);
            reads += match depth {
                Depth::Changes => 2,
                Depth::OpenCases => 2 + open_cases,
                Depth::Everything => 10,
            };
            succeed(&mut v, now, depth);
        }
        reads += 30 * changed_a_day;
        assert!((2_000..6_000).contains(&reads), "{reads} reads");
    }
}
