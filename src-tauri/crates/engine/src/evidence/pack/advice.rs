//! Fitting files into limits of which some are only advice: those are met as far as they can be, and refuse nothing.

use tvist_document::worker::Workshop;
use tvist_document::{Budget, Fitted, Refusal, SlotSources};
use tvist_domain::rules::PackLimits;

/// How far beyond its advice a pack may grow before the advice is given up, in times.
const FAR: u64 = 4;

/// What is aimed at, the most wanted first. The last one holds only what the provider publishes, less what its texts take.
pub(crate) fn budgets(limits: &PackLimits, text_pages: u32) -> Vec<Budget> {
    let pages = limits
        .pages
        .map_or(u32::MAX, |pages| pages.most.saturating_sub(text_pages));
    let wanted = Budget {
        total_bytes: limits.bytes.most,
        file_bytes: limits.file_bytes.most,
        total_pages: pages,
        file_pages: pages,
    };
    let mut all = vec![wanted];
    if limits.pages.is_some_and(|pages| !pages.source.binds()) {
        all.push(Budget {
            total_pages: u32::MAX,
            file_pages: u32::MAX,
            ..wanted
        });
    }
    let pages = all.last().copied().unwrap_or(wanted);
    if !limits.bytes.source.binds() {
        all.push(Budget {
            total_bytes: limits.bytes.most.saturating_mul(FAR),
            file_bytes: limits.file_bytes.most.saturating_mul(FAR),
            ..pages
        });
        all.push(Budget {
            total_bytes: u64::MAX,
            file_bytes: u64::MAX,
            ..pages
        });
    }
    all
}

/// Fits the files into the first of the budgets that holds them.
///
/// # Errors
/// What the last budget refuses, or any other reason at once.
pub(crate) fn fit(
    workshop: &Workshop,
    slots: &[SlotSources],
    budgets: &[Budget],
) -> Result<Vec<Fitted>, Refusal> {
    let Some((last, wider)) = budgets.split_last() else {
        return workshop.fit(slots, &Budget::UNLIMITED);
    };
    for budget in wider {
        match workshop.fit(slots, budget) {
            Err(Refusal::Pages { .. } | Refusal::Bytes { .. }) => {}
            other => return other,
        }
    }
    workshop.fit(slots, last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tvist_domain::clock::Timestamp;
    use tvist_domain::rules::pack_limits;
    use tvist_domain::{Dispute, Money, Provider, Stage, Status};

    #[test]
    fn only_what_a_provider_publishes_is_never_given_up() {
        for (provider, network, tries, bytes_bind, pages_bind) in [
            (Provider::Stripe, Some("mastercard"), 1, true, true),
            (Provider::Stripe, Some("visa"), 1, true, true),
            (Provider::Clearhaus, Some("mastercard"), 4, false, false),
            (Provider::Clearhaus, Some("visa"), 3, false, false),
            (Provider::Clearhaus, None, 4, false, false),
            (Provider::Celcoin, None, 3, false, false),
        ] {
            let (stage, status) = (Stage::Chargeback, Status::NeedsResponse);
            let amount = Money::new(1, "EUR");
            let opened = Timestamp::UNIX_EPOCH;
            let mut case = Dispute::bare(provider, "1", stage, status, amount, opened);
            case.network = network.map(str::to_owned);
            let all = budgets(&pack_limits(&case), 0);
            assert_eq!(all.len(), tries, "{provider:?} {network:?}");
            let last = all.last().unwrap();
            assert_eq!(
                last.total_bytes < u64::MAX,
                bytes_bind,
                "{provider:?} {network:?}"
            );
            assert_eq!(
                last.total_pages < u32::MAX,
                pages_bind,
                "{provider:?} {network:?}"
            );
        }
    }
}
