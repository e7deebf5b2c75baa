//! Why the buyer disputes, in our words and in the provider's.

use crate::status::words;
use serde::{Deserialize, Serialize};

words!(
    /// What the case is about, whatever the provider calls it.
    Category {
        Fraudulent = "fraudulent",
        Unrecognized = "unrecognized",
        ProductNotReceived = "product_not_received",
        ProductUnacceptable = "product_unacceptable",
        CreditNotProcessed = "credit_not_processed",
        Duplicate = "duplicate",
        SubscriptionCanceled = "subscription_canceled",
        IncorrectAmount = "incorrect_amount",
        General = "general",
        Noncompliant = "noncompliant",
        Unknown = "unknown",
    }
);

/// Our category beside the provider's and the network's own words, which are kept even when we don't know them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Reason {
    pub category: Category,
    pub provider_code: Option<String>,
    pub network_code: Option<String>,
}
