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

words!(
    /// Klarna's own reason, which stands beside Stripe's (stripe.md §12.2).
    KlarnaReason {
        Return = "return",
        GoodsNotReceived = "goods_not_received",
        AlreadyPaid = "already_paid",
        FaultyGoods = "faulty_goods",
        IncorrectInvoice = "incorrect_invoice",
        HighRiskOrder = "high_risk_order",
        UnauthorizedPurchase = "unauthorized_purchase",
    }
);

impl KlarnaReason {
    /// Reads the code in any likely spelling, since the one on the wire is undocumented (stripe.md §12.3, §16); none
    /// where it says something else.
    #[must_use]
    pub fn read(code: &str) -> Option<Self> {
        let code = crate::loss::normalised(code);
        let has = |word: &str| code.contains(word);
        if has("return") {
            Some(Self::Return)
        } else if has("not_received") {
            Some(Self::GoodsNotReceived)
        } else if has("already_paid") {
            Some(Self::AlreadyPaid)
        } else if has("faulty") {
            Some(Self::FaultyGoods)
        } else if has("invoice") {
            Some(Self::IncorrectInvoice)
        } else if has("high_risk") {
            Some(Self::HighRiskOrder)
        } else if has("unauthori") {
            Some(Self::UnauthorizedPurchase)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn klarna_s_reasons_are_read_in_any_likely_spelling() {
        for reason in KlarnaReason::ALL {
            assert_eq!(KlarnaReason::read(reason.as_str()), Some(*reason));
        }
        for (code, expected) in [
            ("Goods not received", Some(KlarnaReason::GoodsNotReceived)),
            ("unauthorized", Some(KlarnaReason::UnauthorizedPurchase)),
            (
                "UNAUTHORISED-PURCHASE",
                Some(KlarnaReason::UnauthorizedPurchase),
            ),
            ("Faulty goods", Some(KlarnaReason::FaultyGoods)),
            ("something else", None),
        ] {
            assert_eq!(KlarnaReason::read(code), expected, "{code}");
        }
    }
}
