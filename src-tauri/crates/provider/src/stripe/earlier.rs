//! Earlier payments with the card of a case, as Visa Compelling Evidence 3.0 wants them (stripe.md §11.1).
//!
//! No list of payments by card is documented, so the balance's lines of that span are read, each with its payment
//! (§6, §9). The span is that of both counts of a payment's age, and each payment says which of them it meets.

use super::Stripe;
use super::call::list;
use super::money::from_stripe;
use super::wire::is_id;
use crate::ProviderError;
use crate::adapter::{EarlierPayment, EarlierPayments};
use crate::lenient::Fields;
use tvist_domain::Dispute;
use tvist_domain::clock::from_unix;
use tvist_domain::evidence::compelling::{self, Count};

/// Pages of the balance that are read at most: two thousand payments, and reading is budgeted (stripe.md §1 rule 10).
const MOST_PAGES: usize = 20;
/// Entries of a page.
const PAGE: usize = 100;
/// More than enough to choose two from.
const ENOUGH: usize = 12;

impl Stripe {
    pub(super) async fn payments_before(
        &self,
        dispute: &Dispute,
    ) -> Result<EarlierPayments, ProviderError> {
        let charge = dispute.transaction.id.as_deref().filter(|id| is_id(id));
        let charge = charge.ok_or(ProviderError::NotFound)?;
        let path = format!("/v1/charges/{charge}");
        let disputed = self.get(&path, &[], "/v1/charges/:id").await?;
        let paid = Fields::exact(&disputed).int("created").and_then(from_unix);
        let Some((oldest, newest)) = compelling::span(paid, dispute.opened_at) else {
            return Err(crate::classify::protocol("a date out of range"));
        };
        let mut found = EarlierPayments {
            payments: Vec::new(),
            complete: false,
        };
        let mut after: Option<String> = None;
        for _ in 0..MOST_PAGES {
            let mut query = vec![
                ("type", "charge".to_owned()),
                ("created[gte]", oldest.timestamp().to_string()),
                ("created[lte]", newest.timestamp().to_string()),
                ("limit", PAGE.to_string()),
                ("expand[]", "data.source".to_owned()),
            ];
            query.extend(after.clone().map(|id| ("starting_after", id)));
            let template = "/v1/balance_transactions";
            let (lines, more) = list(self.get(template, &query, template).await?)?;
            let payments = lines.iter().filter_map(|line| line.get("source"));
            found.payments.extend(
                payments
                    .filter(|payment| {
                        is_same_card(Fields::exact(&disputed), Fields::exact(payment))
                    })
                    .filter_map(|payment| earlier(Fields::exact(payment)))
                    .map(|payment| EarlierPayment {
                        meets: compelling::counts(payment.at, paid, dispute.opened_at),
                        ..payment
                    })
                    .filter(|payment| !payment.meets.is_empty()),
            );
            // Those that meet Stripe's count too are older than those that meet Visa's alone, and Stripe judges first.
            let of_stripe =
                |payment: &&EarlierPayment| payment.meets.contains(&Count::BeforePayment);
            let enough = found.payments.iter().filter(of_stripe).count() >= ENOUGH;
            let last = lines
                .iter()
                .rev()
                .find_map(|line| Fields::exact(line).text("id"));
            found.complete = !more;
            if !more || enough || last.is_none() || last == after {
                break;
            }
            after = last;
        }
        Ok(found)
    }
}

/// Paid with the same card, by its fingerprint; where Stripe gives none, by the customer and the last four digits.
fn is_same_card(disputed: Fields<'_>, payment: Fields<'_>) -> bool {
    let same = |path: &str| {
        let value = disputed.text(path);
        value.is_some() && value == payment.text(path)
    };
    let fingerprint = "payment_method_details.card.fingerprint";
    if disputed.text(fingerprint).is_some() {
        return same(fingerprint);
    }
    let customer = |object: Fields<'_>| object.id("customer");
    customer(disputed).is_some()
        && customer(disputed) == customer(payment)
        && same("payment_method_details.card.brand")
        && same("payment_method_details.card.last4")
}

/// A payment that may be named: paid, and neither disputed nor given back.
pub(super) fn earlier(payment: Fields<'_>) -> Option<EarlierPayment> {
    let undone = ["disputed", "refunded"];
    if undone.iter().any(|flag| payment.truth(flag) == Some(true))
        || payment.truth("paid") == Some(false)
    {
        return None;
    }
    Some(EarlierPayment {
        id: payment.text("id").filter(|id| is_id(id))?,
        at: payment.int("created").and_then(from_unix)?,
        amount: from_stripe(payment.minor("amount")?, &payment.text("currency")?),
        description: payment.text("description"),
        email: payment
            .text("billing_details.email")
            .or_else(|| payment.text("receipt_email")),
        meets: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn paid(id: &str, card: Value) -> Value {
        json!({"id": id, "created": 1_780_000_000, "amount": 1190, "currency": "eur", "paid": true, "disputed": false,
            "description": "Filters", "customer": "cus_1", "payment_method_details": {"card": card}})
    }

    #[test]
    fn a_card_is_told_by_its_fingerprint_or_else_by_customer_and_digits() {
        let card = json!({"fingerprint": "fp1", "brand": "visa", "last4": "4242"});
        let bare = json!({"brand": "visa", "last4": "4242"});
        let same = |a: &Value, b: &Value| {
            is_same_card(
                Fields::exact(&paid("ch_1", a.clone())),
                Fields::exact(&paid("ch_2", b.clone())),
            )
        };
        assert!(same(&card, &card));
        assert!(!same(
            &card,
            &json!({"fingerprint": "fp2", "brand": "visa", "last4": "4242"})
        ));
        assert!(same(&bare, &bare));
        assert!(!same(&bare, &json!({"brand": "visa", "last4": "1881"})));
        assert!(!same(&json!({}), &json!({})));
    }

    #[test]
    fn what_was_disputed_or_given_back_can_t_be_named() {
        let card = json!({"fingerprint": "fp1"});
        let good = paid("ch_9", card);
        assert_eq!(
            earlier(Fields::exact(&good)).map(|p| p.id),
            Some("ch_9".to_owned())
        );
        for (flag, value) in [("disputed", true), ("refunded", true), ("paid", false)] {
            let mut other = good.clone();
            other[flag] = json!(value);
            assert_eq!(earlier(Fields::exact(&other)), None, "{flag}");
        }
    }
}
