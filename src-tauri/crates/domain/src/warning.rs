//! A warning of fraud before there is a dispute: what the buyer's bank told the provider of a payment, and what a refund
//! can still do about it (stripe.md §11.4).

use crate::check::Problem;
use crate::clock::Timestamp;
use crate::dispute::{Customer, Order, Transaction};
use crate::submission::{State, Submission};
use crate::{Act, Money, Provider};
use serde::{Deserialize, Serialize};

/// The round of a refund that is made for a warning: there is but one.
pub const ROUND: &str = "warning";

/// A warning as the provider's answer gave it. Nothing is guessed here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Warning {
    pub provider: Provider,
    pub provider_id: String,
    /// When the provider learnt it.
    pub at: Timestamp,
    /// The provider's word: neither disputed nor wholly refunded, so a refund can still prevent the dispute.
    pub actionable: bool,
    /// The kind of fraud in the provider's own word; one that isn't known is kept.
    pub fraud_type: Option<String>,
    pub transaction: Transaction,
    pub customer: Customer,
    pub order: Order,
    /// Whether the payment itself is marked as disputed; none where the payment can't be seen.
    pub disputed: Option<bool>,
    pub live: bool,
    /// The provider's object as last read.
    pub raw: serde_json::Value,
}

impl Warning {
    /// What is left of the payment after the refunds that were made already, which may be nothing; none where the payment
    /// can't be seen.
    #[must_use]
    pub fn left(&self) -> Option<Money> {
        let paid = self.transaction.amount.as_ref()?;
        let back = match &self.transaction.refunded {
            Some(back) if back.currency == paid.currency => back.minor,
            Some(_) => return None,
            None => 0,
        };
        Some(Money {
            minor: paid.minor.checked_sub(back)?,
            currency: paid.currency.clone(),
        })
    }

    /// Refunds that were made before, where there were any.
    #[must_use]
    pub fn refunded_before(&self) -> Option<&Money> {
        self.transaction
            .refunded
            .as_ref()
            .filter(|back| back.minor > 0)
    }

    /// Whether what was reviewed of `self` still holds in a newer reading: the same payment, the same left of it.
    #[must_use]
    pub fn is_same(&self, now: &Self) -> bool {
        self.provider_id == now.provider_id
            && self.transaction.id == now.transaction.id
            && self.left() == now.left()
    }
}

/// What stands in the way of giving the payment back. `done` are the refunds of this payment that the program made or may
/// have made, for this warning or for a case.
#[must_use]
pub fn problems(warning: &Warning, done: &[Submission]) -> Vec<Problem> {
    let blocking =
        |code: &str, message: &str| vec![Problem::blocking(code, None, message.to_owned())];
    let refunds = || done.iter().filter(|s| s.kind == Act::Refund);
    if refunds().any(|s| s.state.is_open_question()) {
        return blocking(
            "refund_open",
            "it isn't known yet whether a refund of this payment arrived: reconcile first",
        );
    }
    if refunds().any(|s| s.state == State::Accepted) {
        return blocking(
            "refund_made",
            "this payment was refunded from here already: it isn't refunded twice",
        );
    }
    let left = warning.left();
    if left.as_ref().is_some_and(|left| left.minor <= 0) {
        return blocking("payment_refunded", "the whole payment was refunded already");
    }
    if warning.disputed == Some(true) {
        return blocking(
            "payment_disputed",
            "the payment is disputed already: a refund comes too late to prevent that, and may pay the customer twice",
        );
    }
    if !warning.actionable {
        return blocking(
            "warning_over",
            "the provider says that a refund can't prevent the dispute any more",
        );
    }
    if left.is_none() {
        return blocking(
            "payment_unseen",
            "the payment can't be seen, so what is left of it isn't known: give the key the right to read payments, or \
             refund at the provider's site",
        );
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DisputeId, SubmissionId, WarningId};

    fn warning(paid: Option<i64>, back: Option<i64>) -> Warning {
        let money = |minor| Money::new(minor, "EUR");
        Warning {
            provider: Provider::Stripe,
            provider_id: "issfr_1".into(),
            at: Timestamp::UNIX_EPOCH,
            actionable: true,
            fraud_type: Some("misc".into()),
            transaction: Transaction {
                id: Some("ch_1".into()),
                amount: paid.map(money),
                refunded: back.map(money),
                ..Transaction::default()
            },
            customer: Customer::default(),
            order: Order::default(),
            disputed: Some(false),
            live: true,
            raw: serde_json::Value::Null,
        }
    }

    fn codes(warning: &Warning, done: &[Submission]) -> Vec<String> {
        problems(warning, done)
            .into_iter()
            .map(|p| p.code)
            .collect()
    }

    fn refund(state: State, of_case: bool) -> Submission {
        Submission {
            id: SubmissionId::new(),
            subject: if of_case {
                DisputeId::new().into()
            } else {
                WarningId::new().into()
            },
            kind: Act::Refund,
            round: ROUND.into(),
            state,
            at: Timestamp::UNIX_EPOCH,
            request_id: None,
            on_a_word: false,
        }
    }

    #[test]
    fn what_is_left_counts_the_refunds_that_were_made() {
        for (paid, back, left) in [
            (Some(900), None, Some(900)),
            (Some(900), Some(0), Some(900)),
            (Some(900), Some(250), Some(650)),
            (Some(900), Some(900), Some(0)),
            (None, None, None),
            (Some(i64::MIN), Some(1), None),
            (Some(1), Some(i64::MIN), None),
        ] {
            let found = warning(paid, back).left().map(|money| money.minor);
            assert_eq!(found, left, "{paid:?} {back:?}");
        }
        let mut odd = warning(Some(900), Some(1));
        odd.transaction.refunded = Some(Money::new(1, "SEK"));
        assert_eq!(odd.left(), None);
    }

    #[test]
    fn only_an_actionable_payment_with_something_left_is_given_back() {
        assert_eq!(codes(&warning(Some(900), Some(100)), &[]), [""; 0]);
        assert_eq!(
            codes(&warning(Some(900), Some(900)), &[]),
            ["payment_refunded"]
        );
        assert_eq!(codes(&warning(None, None), &[]), ["payment_unseen"]);
        let disputed = Warning {
            disputed: Some(true),
            ..warning(Some(900), None)
        };
        assert_eq!(codes(&disputed, &[]), ["payment_disputed"]);
        let over = Warning {
            actionable: false,
            disputed: None,
            ..warning(Some(900), None)
        };
        assert_eq!(codes(&over, &[]), ["warning_over"]);
    }

    #[test]
    fn a_refund_of_the_same_payment_stands_in_the_way_whoever_it_was_made_for() {
        let warning = warning(Some(900), None);
        for of_case in [true, false] {
            for (state, code) in [
                (State::Intended, Some("refund_open")),
                (State::Sending, Some("refund_open")),
                (State::Unknown, Some("refund_open")),
                (State::Accepted, Some("refund_made")),
                (State::Refused, None),
                (State::NotArrived, None),
            ] {
                let expected: Vec<&str> = code.into_iter().collect();
                assert_eq!(codes(&warning, &[refund(state, of_case)]), expected);
            }
        }
        // An answer is none.
        let answer = Submission {
            kind: Act::Submit,
            ..refund(State::Unknown, true)
        };
        assert_eq!(codes(&warning, &[answer]), [""; 0]);
    }
}
