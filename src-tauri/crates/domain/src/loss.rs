//! Why a case was lost, where the provider says so.

use crate::status::words;
use serde::{Deserialize, Serialize};

words!(
    /// Klarna's eight reasons for a loss (stripe.md §12.3), and what we don't know.
    LossReason {
        ShippingPolicyViolated = "shipping_policy_violated",
        ProofOfDeliveryInadequate = "proof_of_delivery_inadequate",
        ProofOfDeliveryMissing = "proof_of_delivery_missing",
        CustomerDetailsMissing = "customer_details_missing",
        AcceptedByMerchant = "accepted_by_merchant",
        NotCountered = "not_countered",
        NotRefunded = "not_refunded",
        Unspecified = "unspecified",
        /// A code that we can't read; shown as it came.
        Unknown = "unknown",
    }
);

/// Lower case with underscores, since the spelling on the wire is undocumented (stripe.md §12.3).
#[must_use]
pub fn normalised(code: &str) -> String {
    code.trim().to_lowercase().replace([' ', '-'], "_")
}

/// Reads a loss code by the words that it must contain, as its exact spelling is undocumented (stripe.md §12.3, §16).
#[must_use]
pub fn reason(code: &str) -> LossReason {
    let code = normalised(code);
    let has = |word: &str| code.contains(word);
    if has("shipping_policy") {
        LossReason::ShippingPolicyViolated
    } else if has("proof_of_delivery") || has("delivery_proof") {
        if has("missing") || has("lack") || has("without") || has("no_proof") {
            LossReason::ProofOfDeliveryMissing
        } else {
            LossReason::ProofOfDeliveryInadequate
        }
    } else if has("customer") && (has("detail") || has("data") || has("information")) {
        LossReason::CustomerDetailsMissing
    } else if has("accepted") {
        LossReason::AcceptedByMerchant
    } else if has("counter") || has("not_contest") || has("no_response") || has("did_not_respond") {
        LossReason::NotCountered
    } else if has("refund") {
        LossReason::NotRefunded
    } else if has("unspecified") || has("not_specified") {
        LossReason::Unspecified
    } else {
        LossReason::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eight_codes_are_read_in_any_likely_spelling() {
        for (code, expected) in [
            (
                "shipping_policy_violated",
                LossReason::ShippingPolicyViolated,
            ),
            (
                "Shipping policy violated",
                LossReason::ShippingPolicyViolated,
            ),
            (
                "inadequate_proof_of_delivery",
                LossReason::ProofOfDeliveryInadequate,
            ),
            (
                "proof_of_delivery_insufficient",
                LossReason::ProofOfDeliveryInadequate,
            ),
            (
                "evidence_missing_proof_of_delivery",
                LossReason::ProofOfDeliveryMissing,
            ),
            (
                "evidence_lacks_customer_details",
                LossReason::CustomerDetailsMissing,
            ),
            (
                "evidence_missing_customer_details",
                LossReason::CustomerDetailsMissing,
            ),
            ("merchant_accepted_loss", LossReason::AcceptedByMerchant),
            ("merchant_did_not_counter", LossReason::NotCountered),
            (
                "dispute_not_countered_by_merchant",
                LossReason::NotCountered,
            ),
            ("merchant_did_not_refund", LossReason::NotRefunded),
            ("reason_unspecified", LossReason::Unspecified),
            ("Reason Unspecified", LossReason::Unspecified),
            ("something_new", LossReason::Unknown),
        ] {
            assert_eq!(reason(code), expected, "{code}");
        }
    }
}
