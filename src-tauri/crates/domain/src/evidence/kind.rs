//! Kinds of evidence: what a piece shows, whatever a provider calls the place for it.

use crate::status::words;
use serde::{Deserialize, Serialize};

words!(
    /// What a piece of evidence shows. The word names the slot in commands and in JSON.
    Kind {
        Receipt = "receipt",
        CustomerCommunication = "customer_communication",
        CustomerSignature = "customer_signature",
        ShippingDocumentation = "shipping_documentation",
        ServiceDocumentation = "service_documentation",
        /// Photos, serial numbers or a report that the goods were sound.
        GoodsCondition = "goods_condition",
        /// That the buyer's money went back: the provider's or the bank's confirmation.
        RefundProof = "refund_proof",
        RefundPolicy = "refund_policy",
        CancellationPolicy = "cancellation_policy",
        DuplicateChargeDocumentation = "duplicate_charge_documentation",
        UncategorizedFile = "uncategorized_file",
        AppealFiles = "appeal_files",
        ProductDescription = "product_description",
        CustomerName = "customer_name",
        CustomerEmailAddress = "customer_email_address",
        CustomerPurchaseIp = "customer_purchase_ip",
        BillingAddress = "billing_address",
        ShippingAddress = "shipping_address",
        ShippingCarrier = "shipping_carrier",
        ShippingDate = "shipping_date",
        ShippingTrackingNumber = "shipping_tracking_number",
        ServiceDate = "service_date",
        AccessActivityLog = "access_activity_log",
        RefundPolicyDisclosure = "refund_policy_disclosure",
        RefundRefusalExplanation = "refund_refusal_explanation",
        CancellationPolicyDisclosure = "cancellation_policy_disclosure",
        CancellationRebuttal = "cancellation_rebuttal",
        DuplicateChargeId = "duplicate_charge_id",
        DuplicateChargeExplanation = "duplicate_charge_explanation",
        UncategorizedText = "uncategorized_text",
        AppealReason = "appeal_reason",
    }
);

/// Whether a kind is given as files or as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    Files,
    /// A line: a name, an address, a date, a number.
    ShortText,
    /// Free text.
    LongText,
}

impl Kind {
    /// Files or text.
    #[must_use]
    pub fn form(self) -> Form {
        match self {
            Self::Receipt
            | Self::CustomerCommunication
            | Self::CustomerSignature
            | Self::ShippingDocumentation
            | Self::ServiceDocumentation
            | Self::GoodsCondition
            | Self::RefundProof
            | Self::RefundPolicy
            | Self::CancellationPolicy
            | Self::DuplicateChargeDocumentation
            | Self::UncategorizedFile
            | Self::AppealFiles => Form::Files,
            Self::CustomerName
            | Self::CustomerEmailAddress
            | Self::CustomerPurchaseIp
            | Self::BillingAddress
            | Self::ShippingAddress
            | Self::ShippingCarrier
            | Self::ShippingDate
            | Self::ShippingTrackingNumber
            | Self::ServiceDate
            | Self::DuplicateChargeId => Form::ShortText,
            Self::ProductDescription
            | Self::AccessActivityLog
            | Self::RefundPolicyDisclosure
            | Self::RefundRefusalExplanation
            | Self::CancellationPolicyDisclosure
            | Self::CancellationRebuttal
            | Self::DuplicateChargeExplanation
            | Self::UncategorizedText
            | Self::AppealReason => Form::LongText,
        }
    }

    /// Whether the piece speaks of a delivery.
    #[must_use]
    pub fn claims_delivery(self) -> bool {
        matches!(
            self,
            Self::ShippingAddress
                | Self::ShippingCarrier
                | Self::ShippingDate
                | Self::ShippingTrackingNumber
        )
    }
}
