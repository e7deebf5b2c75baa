//! What is known of money that moved: lines of the provider's balance, and refunds of the payment.

use crate::Money;
use crate::clock::Timestamp;
use serde::{Deserialize, Serialize};

/// What a line of the provider's balance was for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Booked {
    /// The disputed sum itself, with the fee for receiving the dispute.
    #[default]
    Dispute,
    /// The fee for fighting it, a line of its own (stripe.md §9).
    CounteredFee,
    /// The card network's fee, a line of its own (stripe.md §11.2).
    NetworkFee,
}

/// One movement of money that the provider booked for the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Movement {
    /// The provider's id, by which it is told apart.
    pub id: String,
    pub at: Timestamp,
    /// Negative where money was taken.
    pub amount: Money,
    /// Positive where a fee was charged, negative where one was given back.
    pub fee: Money,
    /// What the line was for. Of a fee that is a line of its own, `amount` is nothing.
    #[serde(default)]
    pub kind: Booked,
}

/// A refund of the disputed payment, whoever made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// The provider's id.
    pub id: String,
    pub at: Timestamp,
    /// Positive, in the payment's currency.
    pub amount: Money,
    /// The provider's word: `pending`, `succeeded`, `failed`, `canceled` …
    pub status: String,
    /// What the buyer's bank knows it by, such as an ARN (stripe.md §8: `destination_details.*.reference`).
    pub reference: Option<String>,
    /// Why it failed, in the provider's word.
    pub failure: Option<String>,
}

impl Refund {
    /// Whether the money went back to the buyer, or is on its way. Of a word that isn't known that is not assumed.
    #[must_use]
    pub fn stands(&self) -> bool {
        matches!(self.status.as_str(), "succeeded" | "pending")
    }
}

/// When the lines beside the case were read, and for which state of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoneyRead {
    pub at: Timestamp,
    /// [`Dispute::money_state`] at that time.
    pub of: String,
}
