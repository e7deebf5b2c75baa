//! Clearhaus's rules, from its documents as read in November 2026 (`clearhaus.md`, sections named below).

use super::capability::{Capabilities, Carrier};
use super::costs::Costs;
use super::credential::{AccountForm, secret, visible_secret};
use super::limits::{Limit, PackLimits};
use super::lost::HowLost;
use super::silence::{Silence, SilenceOutcome};
use super::value::{Extras, Hosts, ProviderRules, Rhythm};
use crate::dispute::Dispute;
use crate::{Act, NextStep, Provider, Source, Stage};
use chrono::Duration;
use chrono_tz::Tz;

/// Clearhaus's rules.
pub(super) static RULES: ProviderRules = ProviderRules {
    capabilities: CAPABILITIES,
    form: FORM,
    // §1.1. The HTTP client holds the same list and sends nothing to any other.
    hosts: Hosts {
        live: &["merchant.clearhaus.com"],
        test: &["merchant.test.clearhaus.com"],
    },
    // §1.4: data comes once a day, in the evening; a full pass weekly.
    rhythm: Rhythm {
        every: Duration::hours(3),
        every_in_short_window: Duration::hours(3),
        open_cases_every: None,
        everything_after: rhythm::FULL,
        sweeps: true,
    },
    // It tells once a day (§1.4).
    stale_after: Duration::hours(36),
    date: Source::Provider,
    pack_limits,
    texts: None,
    // One place for all: a single PDF (§1.6).
    file_field: |_| Some("documents"),
    takes_evidence: |_| true,
    allowed: |dispute, _| allowed(dispute),
    next_step: |dispute, _| next_step(dispute),
    if_nothing,
    how_lost: |_, sent_here| {
        Some(if sent_here {
            HowLost::Answered
        } else {
            HowLost::NothingSentFromHere
        })
    },
    costs: |_, _| Costs::unknown(),
    extras: Extras {
        site: |_| Some(SITE.to_owned()),
        ..Extras::NONE
    },
};

const CAPABILITIES: Capabilities = Capabilities {
    idempotency_keys: false,
    lists_documents: true,
    comments: true,
    uploads_before_answer: true,
    carried_as: Carrier::OneDocument,
    webhook: false,
    // From review by Clearhaus's staff (§1.5).
    comes_back: true,
    reads_by_id: false,
    marks_calls: false,
    short_windows: false,
    names_days: true,
    analyses: false,
    requirements_elsewhere: true,
    late_by_telephone: true,
    counts_chargebacks: true,
};

/// What an account is set up with (§1.2).
const FORM: AccountForm = AccountForm {
    provider: Provider::Clearhaus,
    credentials: &[visible_secret("client_id"), secret("client_secret")],
    tells_environment: false,
    steps: 2,
    rights: &[],
};

/// Where the owner sees the cases; links to a single one aren't documented (§1.2).
const SITE: &str = "https://my.clearhaus.com/";

/// Targets for evidence (§1.6). Clearhaus publishes no limit, so these are aimed at and warned about; they never block.
pub mod limits {
    /// Bytes of the one PDF.
    pub const FILE_BYTES: u64 = 2_000_000;
    /// Pages of the one PDF that Mastercard takes.
    pub const PAGES_MASTERCARD: u32 = 19;
}

/// One PDF, which Clearhaus does ask for (§1.6). Nineteen pages are Mastercard's number: where the network isn't known
/// they are a careful target, and for another network they mean nothing.
fn pack_limits(dispute: &Dispute) -> PackLimits {
    PackLimits {
        bytes: Limit::assumed(limits::FILE_BYTES),
        file_bytes: Limit::assumed(limits::FILE_BYTES),
        pages: match dispute.network.as_deref() {
            Some("mastercard") => Some(Limit::of_network(limits::PAGES_MASTERCARD)),
            None => Some(Limit::assumed(limits::PAGES_MASTERCARD)),
            Some(_) => None,
        },
        files: Some(Limit::published(1)),
    }
}

/// How long what was read stays good (§1.4: data comes once a day, in the evening).
pub mod rhythm {
    use super::Duration;

    /// Disputes that opened this long before the last reading are asked for again.
    pub const OVERLAP: Duration = Duration::days(7);
    /// Between two readings of everything.
    pub const FULL: Duration = Duration::days(7);
}

/// The zone of dates where the account's isn't known: the earliest of those in which Clearhaus's shops are, so that no
/// date is shown late (§1.5 leaves the zone open; an acquirer for the Nordics and the rest of Europe has shops from Lisbon
/// to Helsinki).
pub const EARLIEST_ZONE: Tz = Tz::Europe__Helsinki;

/// The zone in which an account's dates are meant; none where it names none that is known (§1.3, §1.5).
#[must_use]
pub fn zone(account: Option<&str>) -> Option<Tz> {
    account.and_then(|name| name.trim().parse().ok())
}

/// Only what the case's own links offer (§1.5): stamps are never built by us.
fn allowed(dispute: &Dispute) -> Vec<Act> {
    dispute.offered.clone()
}

fn next_step(dispute: &Dispute) -> NextStep {
    if dispute.offered.contains(&Act::Submit) {
        NextStep::Answer
    } else {
        NextStep::Look
    }
}

/// Missing `due_at` mostly loses the case (§1.5). A retrieval request hasn't moved money yet (overview §4.1), so that it
/// becomes a chargeback is our assumption.
fn if_nothing(dispute: &Dispute) -> Silence {
    match dispute.stage {
        Stage::Inquiry => Silence::at_due(dispute, SilenceOutcome::Escalates).assumed(),
        // A kind of case that no page names.
        Stage::Unknown => Silence::at_due(dispute, SilenceOutcome::Lost).assumed(),
        _ => Silence::at_due(dispute, SilenceOutcome::Lost),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{NaiveDate, TimeZone};

    #[test]
    fn an_unknown_zone_stays_unknown() {
        assert_eq!(zone(Some("Europe/Stockholm")), Some(Tz::Europe__Stockholm));
        for odd in [None, Some(""), Some("CET+1"), Some("Nordics/Lund")] {
            assert_eq!(zone(odd), None);
        }
    }

    #[test]
    fn no_shop_s_day_begins_before_the_one_that_stands_in() {
        let begins = |zone: Tz, day: NaiveDate| {
            zone.from_local_datetime(&day.and_time(chrono::NaiveTime::MIN))
                .earliest()
        };
        for zone in [
            Tz::Europe__Copenhagen,
            Tz::Europe__Stockholm,
            Tz::Europe__Oslo,
            Tz::Atlantic__Reykjavik,
            Tz::Europe__Berlin,
            Tz::Europe__London,
            Tz::Europe__Lisbon,
            Tz::Europe__Tallinn,
            Tz::Europe__Athens,
            Tz::Europe__Bucharest,
        ] {
            for (month, day) in [(1, 15), (7, 15), (11, 30)] {
                let Some(date) = NaiveDate::from_ymd_opt(2026, month, day) else {
                    continue;
                };
                assert!(begins(EARLIEST_ZONE, date) <= begins(zone, date), "{zone}");
            }
        }
    }
}
