//! Reading whether a call of unknown outcome has landed, and whose it was (rule R7).

use super::call::list;
use super::compose::{decoded, payment};
use super::convert;
use super::money::to_stripe;
use super::wire::is_id;
use super::{Stripe, sync};
use crate::ProviderError;
use crate::call::Irreversible;
use crate::lenient::Fields;
use serde_json::Value;
use tvist_domain::dispute::Transaction;
use tvist_domain::submission::Verdict;
use tvist_domain::{Act, Dispute, Status};

/// No payment has more refunds than this many pages hold.
const MOST_PAGES: usize = 50;

impl Stripe {
    pub(super) async fn verdict(
        &self,
        call: &Irreversible,
        before: &Dispute,
        intent: &str,
    ) -> Result<(Verdict, Dispute), ProviderError> {
        let now = self.dispute(&before.provider_id).await?;
        let verdict = match call.act {
            Act::Submit => answered(before, &now, intent),
            Act::Accept => conceded(&now),
            Act::Refund => {
                let refunds = self.refunds(&before.transaction).await?;
                paid_back(call, &before.transaction, &refunds, intent)
            }
            Act::Comment | Act::Upload | Act::RequestAnalysis => {
                return Err(ProviderError::Unsupported);
            }
        };
        Ok((verdict, now))
    }

    /// All refunds of a payment (stripe.md §6).
    pub(super) async fn refunds(
        &self,
        transaction: &Transaction,
    ) -> Result<Vec<Value>, ProviderError> {
        let (field, id) = payment(transaction)?;
        let mut all = Vec::new();
        let mut after: Option<String> = None;
        for _ in 0..MOST_PAGES {
            let mut query = vec![(field, id.clone()), ("limit", sync::PAGE.to_string())];
            query.extend(after.clone().map(|id| ("starting_after", id)));
            let value = self.get("/v1/refunds", &query, "/v1/refunds").await?;
            let (entries, more) = list(value)?;
            let last = entries
                .iter()
                .rev()
                .find_map(|entry| Fields::exact(entry).text("id").filter(|id| is_id(id)));
            all.extend(entries);
            if !more {
                return Ok(all);
            }
            if last.is_none() || last == after {
                break;
            }
            after = last;
        }
        Err(ProviderError::Protocol {
            what: "the list doesn't end".to_owned(),
        })
    }
}

/// The mark proves that it was ours; a case that moved without it was answered by somebody else.
pub(super) fn answered(before: &Dispute, now: &Dispute, intent: &str) -> Verdict {
    if now.marker.as_deref() == Some(intent) {
        return Verdict::Landed;
    }
    let counted = now.submission_count > before.submission_count;
    let moved = now.status != Status::NeedsResponse && before.status != now.status;
    // Without any metadata the mark can't be looked for.
    let readable = Fields::exact(&now.raw).child("metadata").is_some();
    match (counted, moved, now.status) {
        (true, _, _) | (false, true, _) if !readable => Verdict::CannotTell,
        (true, _, _) => Verdict::SomebodyElse,
        (false, true, Status::Unknown) => Verdict::CannotTell,
        (false, true, _) => Verdict::SomebodyElse,
        // An inquiry that became a chargeback meanwhile waits for an answer still.
        (false, false, _) => Verdict::Nothing,
    }
}

/// `close` leaves no mark, but its effect is one and the same, whoever did it.
pub(super) fn conceded(now: &Dispute) -> Verdict {
    match now.status {
        Status::Lost => Verdict::Landed,
        Status::NeedsResponse => Verdict::Nothing,
        Status::UnderReview
        | Status::Won
        | Status::Closed
        | Status::Cancelled
        | Status::Prevented => Verdict::SomebodyElse,
        Status::Unknown => Verdict::CannotTell,
    }
}

/// Ours is the refund with the mark; one that failed gave nothing back.
pub(super) fn paid_back(
    call: &Irreversible,
    before: &Transaction,
    refunds: &[Value],
    intent: &str,
) -> Verdict {
    let standing = |refund: &&Value| {
        !matches!(
            Fields::exact(refund).text("status").as_deref(),
            Some("failed" | "canceled")
        )
    };
    let ours = |refund: &Value| convert::marker(Fields::exact(refund)).as_deref() == Some(intent);
    if let Some(refund) = refunds.iter().find(|refund| ours(refund)) {
        return if standing(&refund) {
            Verdict::Landed
        } else {
            Verdict::TurnedDown
        };
    }
    let asked = decoded(&call.body, "amount").and_then(|amount| amount.parse::<i64>().ok());
    let amounts = || {
        refunds
            .iter()
            .filter(standing)
            .filter_map(|refund| Fields::exact(refund).int("amount"))
    };
    let same = asked.is_some_and(|asked| amounts().any(|amount| amount == asked));
    // Refunds from before the call are in the sum that the charge had then.
    let known = before.refunded.as_ref().and_then(to_stripe);
    let grown = known.is_none_or(|known| amounts().sum::<i64>() > known);
    if same && grown {
        Verdict::SomebodyElse
    } else {
        Verdict::Nothing
    }
}
