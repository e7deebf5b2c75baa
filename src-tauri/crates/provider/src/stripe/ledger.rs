//! Beside the case: refunds of its payment, and fees that are lines of their own in the balance (stripe.md §8, §9).
//!
//! Both are found by the charge; by the dispute's id the balance finds nothing (§9).

use super::Stripe;
use super::call::list;
use super::money::from_stripe;
use super::wire::is_id;
use crate::ProviderError;
use crate::adapter::Beside;
use crate::lenient::Fields;
use serde_json::Value;
use tvist_domain::balance::{Booked, Refund};
use tvist_domain::clock::from_unix;
use tvist_domain::dispute::Movement;
use tvist_domain::{Dispute, Money};

/// Pages that are read of either list at most: reading is budgeted (stripe.md §1 rule 10).
const MOST_PAGES: usize = 3;
/// Entries of a page.
const PAGE: usize = 100;

impl Stripe {
    /// Reads both lists. What the key has no right to is as it was known; so is what isn't there any more.
    pub(super) async fn beside_case(&self, dispute: &Dispute) -> Result<Beside, ProviderError> {
        let Some(charge) = dispute.transaction.id.clone().filter(|id| is_id(id)) else {
            return Err(ProviderError::Unsupported);
        };
        let refunds = self.all_of("/v1/refunds", "charge", &charge).await?;
        let lines = self
            .all_of("/v1/balance_transactions", "source", &charge)
            .await?;
        Ok(Beside {
            refunds: match &refunds {
                Some(entries) => entries
                    .iter()
                    .filter_map(|e| refund(Fields::exact(e)))
                    .collect(),
                None => dispute.refunds.clone(),
            },
            fees: match &lines {
                Some(entries) => fees(entries, dispute),
                None => {
                    let own = dispute.movements.iter();
                    own.filter(|m| m.kind != Booked::Dispute).cloned().collect()
                }
            },
        })
    }

    /// Every entry of a list that belongs to a charge, oldest first; none without the right to it.
    async fn all_of(
        &self,
        path: &'static str,
        by: &str,
        charge: &str,
    ) -> Result<Option<Vec<Value>>, ProviderError> {
        let mut found: Vec<Value> = Vec::new();
        let mut after: Option<String> = None;
        for _ in 0..MOST_PAGES {
            let mut query = vec![(by, charge.to_owned()), ("limit", PAGE.to_string())];
            query.extend(after.take().map(|id| ("starting_after", id)));
            let (entries, more) = match self.get(path, &query, path).await {
                Ok(value) => list(value)?,
                Err(ProviderError::Forbidden { .. } | ProviderError::NotFound) => return Ok(None),
                Err(error) => return Err(error),
            };
            after = entries.last().and_then(|e| Fields::exact(e).text("id"));
            found.extend(entries);
            if !more || after.is_none() {
                break;
            }
        }
        found.sort_by_key(|entry| Fields::exact(entry).int("created"));
        Ok(Some(found))
    }
}

fn refund(entry: Fields<'_>) -> Option<Refund> {
    Some(Refund {
        id: entry.text("id")?,
        at: entry.int("created").and_then(from_unix)?,
        amount: from_stripe(entry.minor("amount")?, &entry.text("currency")?),
        status: entry.text("status").unwrap_or_default(),
        reference: reference(entry),
        failure: entry.text("failure_reason"),
    })
}

/// What the buyer's bank knows it by: `destination_details.<method>.reference` (stripe.md §8).
fn reference(entry: Fields<'_>) -> Option<String> {
    let details = entry.child("destination_details")?;
    let by_method = details.value().as_object()?.values();
    by_method
        .map(Fields::exact)
        .find_map(|method| method.text("reference"))
}

/// Stripe's own lines about disputes, each told by its text: no page has a member for it. A line that names another
/// dispute of the same payment isn't of this one.
fn fees(entries: &[Value], dispute: &Dispute) -> Vec<Movement> {
    let mut found: Vec<Movement> = Vec::new();
    for entry in entries.iter().map(Fields::exact) {
        let text = entry.text("description").unwrap_or_default().to_lowercase();
        let Some(line) = fee(entry, &text, &found) else {
            continue;
        };
        let inside = dispute
            .movements
            .iter()
            .any(|m| m.kind == Booked::Dispute && m.id == line.id);
        if !inside && !names_another(&text, &dispute.provider_id) {
            found.push(line);
        }
    }
    found
}

fn fee(entry: Fields<'_>, text: &str, before: &[Movement]) -> Option<Movement> {
    if entry.text("type").as_deref() != Some("stripe_fee") {
        return None;
    }
    // Taken is negative in the balance, and a fee of ours is positive where it was taken.
    let amount = entry.minor("net").or_else(|| entry.minor("amount"))?;
    let fee = from_stripe(amount.checked_neg()?, &entry.text("currency")?);
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let kind = if has(&["counter"]) {
        Booked::CounteredFee
    } else if has(&["network", "compliance"]) {
        Booked::NetworkFee
    } else if has(&["dispute", "chargeback"]) {
        // One that comes back is of the kind that was taken in the same amount.
        let taken = before.iter().rev();
        taken
            .filter(|m| {
                m.fee.currency == fee.currency && m.fee.minor.checked_add(fee.minor) == Some(0)
            })
            .map(|m| m.kind)
            .next()
            .unwrap_or(Booked::CounteredFee)
    } else {
        return None;
    };
    Some(Movement {
        id: entry.text("id")?,
        at: entry.int("created").and_then(from_unix)?,
        amount: Money::new(0, &fee.currency),
        fee,
        kind,
    })
}

fn names_another(text: &str, id: &str) -> bool {
    let id = id.to_lowercase();
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .filter(|word| word.starts_with("du_") || word.starts_with("dp_"))
        .any(|word| word != id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use tvist_domain::{Provider, Stage, Status};

    fn case() -> Dispute {
        let at = from_unix(1_794_556_019).unwrap();
        let amount = Money::new(12_990, "EUR");
        Dispute::bare(
            Provider::Stripe,
            "du_1Tq9",
            Stage::Chargeback,
            Status::Won,
            amount,
            at,
        )
    }

    fn line(id: &str, kind: &str, amount: i64, text: &str) -> Value {
        json!({"id": id, "type": kind, "amount": amount, "net": amount, "currency": "eur", "created": 1_794_556_100,
            "description": text})
    }

    #[test]
    fn stripes_own_lines_are_told_apart_and_others_are_left() {
        let entries = [
            line(
                "txn_1",
                "adjustment",
                -12_990,
                "Chargeback withdrawal for ch_1",
            ),
            line(
                "txn_2",
                "stripe_fee",
                -2_000,
                "Dispute countered fee (du_1Tq9)",
            ),
            line(
                "txn_3",
                "stripe_fee",
                -50_000,
                "Compliance network fee (du_1Tq9)",
            ),
            line(
                "txn_4",
                "stripe_fee",
                2_000,
                "Dispute fee returned (du_1Tq9)",
            ),
            line(
                "txn_5",
                "stripe_fee",
                50_000,
                "Dispute fee returned (du_1Tq9)",
            ),
            line(
                "txn_6",
                "stripe_fee",
                -2_000,
                "Dispute countered fee (du_other)",
            ),
            line("txn_7", "stripe_fee", -5, "Radar (2026-11-01)"),
            line("txn_8", "refund", -500, "REFUND FOR CHARGE"),
            line("txn_9", "stripe_fee", i64::MIN, "Dispute countered fee"),
        ];
        let found: Vec<(String, i64, Booked)> = fees(&entries, &case())
            .into_iter()
            .map(|m| (m.id, m.fee.minor, m.kind))
            .collect();
        let expected = [
            ("txn_2", 2_000, Booked::CounteredFee),
            ("txn_3", 50_000, Booked::NetworkFee),
            ("txn_4", -2_000, Booked::CounteredFee),
            ("txn_5", -50_000, Booked::NetworkFee),
        ];
        assert_eq!(
            found,
            expected.map(|(id, fee, kind)| (id.to_owned(), fee, kind))
        );
    }

    #[test]
    fn a_refund_has_the_reference_that_the_buyer_s_bank_knows() {
        let entry = json!({"id": "re_1", "created": 1_794_556_100, "amount": 5_000, "currency": "eur",
            "status": "succeeded", "destination_details": {"type": "card", "card": {"reference": "7453760422"}}});
        let read = refund(Fields::exact(&entry)).unwrap();
        assert_eq!(read.reference.as_deref(), Some("7453760422"));
        assert!(read.stands());
        let failed = json!({"id": "re_2", "created": 1_794_556_100, "amount": 5_000, "currency": "eur",
            "status": "failed", "failure_reason": "charge_for_pending_refund_disputed", "destination_details": null});
        let read = refund(Fields::exact(&failed)).unwrap();
        assert!(!read.stands());
        assert_eq!(
            read.failure.as_deref(),
            Some("charge_for_pending_refund_disputed")
        );
        assert_eq!(refund(Fields::exact(&json!({"id": "re_3"}))), None);
    }
}
