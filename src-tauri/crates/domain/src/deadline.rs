//! Last dates: the provider's own, and the owner's safe one before it.

use crate::clock::{self, Timestamp};
use crate::status::words;
use chrono::Duration;
use serde::{Deserialize, Serialize};

words!(
    /// What happens at the date.
    DeadlineKind {
        Answer = "answer",
        /// An inquiry becomes a chargeback.
        Escalation = "escalation",
        AnalysisWindow = "analysis_window",
    }
);

words!(
    /// Where a date or an expectation comes from.
    Source {
        /// The provider's own answer.
        Provider = "provider",
        /// A documented rule.
        Rule = "rule",
        /// Our careful reading where nothing is documented.
        Assumed = "assumed",
    }
);

/// A last date and the owner's own before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Deadline {
    #[specta(type = String)]
    #[serde(with = "crate::clock::text")]
    pub at: Timestamp,
    pub kind: DeadlineKind,
    pub source: Source,
    /// IANA zone in which the provider means the date.
    pub zone: String,
    /// Until then it is wise to be done.
    #[specta(type = String)]
    #[serde(with = "crate::clock::text")]
    pub safe_at: Timestamp,
}

/// Within this before a last date it is soon.
const SOON: Duration = Duration::days(10);
/// Within this before a last date it is urgent.
const URGENT: Duration = Duration::days(4);

impl Deadline {
    /// From when on the date is soon: never later than it is urgent.
    #[must_use]
    pub fn soon_from(&self) -> Timestamp {
        clock::earlier(self.at, SOON).min(self.urgent_from())
    }

    /// From when on the date is urgent: at its safe date at the latest.
    #[must_use]
    pub fn urgent_from(&self) -> Timestamp {
        clock::earlier(self.at, URGENT).min(self.safe_at)
    }
}

/// How long before a deadline the owner wants to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct SafetyMargin {
    /// Hours before an ordinary deadline.
    pub hours: u32,
    /// Hours before a deadline whose whole window is shorter than four days.
    pub short_hours: u32,
}

impl Default for SafetyMargin {
    /// 24 h, and 6 h in short windows (contract, `reminders`).
    fn default() -> Self {
        Self {
            hours: 24,
            short_hours: 6,
        }
    }
}

/// A window from opening to deadline that is shorter than this has the short margin.
const SHORT_WINDOW: Duration = Duration::days(4);

impl SafetyMargin {
    /// The safe deadline before `deadline` of a case that opened at `opened`.
    #[must_use]
    pub fn before(self, opened: Timestamp, deadline: Timestamp) -> Timestamp {
        let hours = if clock::span(opened, deadline) < SHORT_WINDOW {
            self.short_hours
        } else {
            self.hours
        };
        clock::earlier(deadline, Duration::hours(i64::from(hours)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{TimeZone, Utc};

    #[test]
    fn a_date_is_urgent_at_its_safe_date_at_the_latest_and_soon_before_that() {
        let at = Utc.with_ymd_and_hms(2026, 11, 30, 12, 0, 0).unwrap();
        for (safe_hours, soon_hours, urgent_hours) in
            [(24, 240, 96), (120, 240, 120), (300, 300, 300)]
        {
            let deadline = Deadline {
                at,
                kind: DeadlineKind::Answer,
                source: Source::Provider,
                zone: "UTC".to_owned(),
                safe_at: at - Duration::hours(safe_hours),
            };
            assert_eq!(at - deadline.soon_from(), Duration::hours(soon_hours));
            assert_eq!(at - deadline.urgent_from(), Duration::hours(urgent_hours));
        }
    }

    #[test]
    fn short_windows_have_the_short_margin() {
        let opened = Utc.with_ymd_and_hms(2026, 11, 1, 12, 0, 0).unwrap();
        let margin = SafetyMargin::default();
        for (window, before) in [(96, 24), (95, 6), (24, 6), (240, 24)] {
            let deadline = opened + Duration::hours(window);
            assert_eq!(
                deadline - margin.before(opened, deadline),
                Duration::hours(before),
                "window of {window} h"
            );
        }
    }
}
