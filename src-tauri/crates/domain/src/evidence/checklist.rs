//! The one table from which the checklist, the letter and the fields come: reason × what was sold → what counts.
//!
//! Sources: `stripe.md` §11 (cards), §12.2 (Klarna); what decides: `competition.md` §5.

use crate::evidence::{Draft, Goods, Kind};
use crate::{Category, Dispute, rules};
use Kind::{
    AccessActivityLog, AppealFiles, AppealReason, BillingAddress, CancellationPolicy,
    CancellationPolicyDisclosure, CancellationRebuttal, CustomerCommunication,
    CustomerEmailAddress, CustomerName, CustomerPurchaseIp, CustomerSignature,
    DuplicateChargeDocumentation, DuplicateChargeExplanation, DuplicateChargeId, GoodsCondition,
    ProductDescription, Receipt, RefundPolicy, RefundPolicyDisclosure, RefundRefusalExplanation,
    ServiceDate, ServiceDocumentation, ShippingAddress, ShippingCarrier, ShippingDate,
    ShippingDocumentation, ShippingTrackingNumber, UncategorizedFile, UncategorizedText,
};
use serde::{Deserialize, Serialize};

/// How much a piece counts.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// Decides most cases of this kind.
    Deciding,
    Helpful,
    /// Welcome, seldom decisive.
    Extra,
}

/// One line of the checklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    pub kind: Kind,
    pub weight: Weight,
}

/// What counts in this case, the deciding first.
#[must_use]
pub fn checklist(dispute: &Dispute, draft: &Draft) -> Vec<Wanted> {
    let (deciding, helpful) = rows(dispute, draft.category(dispute), draft.goods());
    let extra: &[Kind] = if rules::is_in_appeal(dispute) {
        &[]
    } else {
        &BASE
    };
    let mut wanted: Vec<Wanted> = Vec::new();
    for (kinds, weight) in [
        (deciding, Weight::Deciding),
        (helpful, Weight::Helpful),
        (extra, Weight::Extra),
    ] {
        for kind in kinds {
            if !wanted.iter().any(|w| w.kind == *kind) {
                wanted.push(Wanted {
                    kind: *kind,
                    weight,
                });
            }
        }
    }
    wanted
}

/// Welcome in every case (stripe.md §11, "base set").
const BASE: [Kind; 9] = [
    ProductDescription,
    CustomerName,
    CustomerEmailAddress,
    BillingAddress,
    CustomerPurchaseIp,
    CustomerSignature,
    Receipt,
    UncategorizedFile,
    UncategorizedText,
];

type Row = (&'static [Kind], &'static [Kind]);

fn rows(dispute: &Dispute, category: Category, goods: Goods) -> Row {
    // An appeal takes its own two fields only (stripe.md §4, "Appeals").
    if rules::is_in_appeal(dispute) {
        return (&[AppealReason], &[AppealFiles]);
    }
    if dispute.is_klarna() {
        klarna(category)
    } else {
        card(category, goods)
    }
}

/// stripe.md §12.2 and Klarna's own hints there.
fn klarna(category: Category) -> Row {
    match category {
        Category::ProductNotReceived => (
            &[
                ShippingDocumentation,
                ShippingTrackingNumber,
                ShippingCarrier,
                ShippingDate,
            ],
            &[ShippingAddress, CustomerCommunication],
        ),
        Category::CreditNotProcessed => (
            &[RefundRefusalExplanation],
            &[UncategorizedFile, CustomerCommunication],
        ),
        Category::Duplicate => (&[UncategorizedFile], &[CustomerCommunication]),
        Category::Fraudulent | Category::Unrecognized => (
            &[
                ShippingDocumentation,
                ShippingTrackingNumber,
                ShippingCarrier,
                ShippingDate,
            ],
            &[ShippingAddress, CustomerCommunication],
        ),
        Category::ProductUnacceptable => (
            &[GoodsCondition],
            &[CustomerCommunication, ProductDescription, RefundPolicy],
        ),
        Category::General
        | Category::IncorrectAmount
        | Category::SubscriptionCanceled
        | Category::Noncompliant
        | Category::Unknown => (&[Receipt], &[ShippingDocumentation, CustomerCommunication]),
    }
}

/// stripe.md §11.
fn card(category: Category, goods: Goods) -> Row {
    match (category, goods) {
        (Category::CreditNotProcessed, Goods::Physical) => (
            &[RefundRefusalExplanation],
            &[RefundPolicy, RefundPolicyDisclosure, CustomerCommunication],
        ),
        (Category::CreditNotProcessed, Goods::Digital | Goods::Service) => (
            &[RefundRefusalExplanation],
            &[
                RefundPolicy,
                RefundPolicyDisclosure,
                CancellationPolicy,
                CancellationPolicyDisclosure,
                CancellationRebuttal,
                CustomerCommunication,
            ],
        ),
        (Category::Duplicate, Goods::Physical) => (
            &[DuplicateChargeDocumentation, DuplicateChargeExplanation],
            &[DuplicateChargeId, ShippingDocumentation],
        ),
        (Category::Duplicate, Goods::Digital) => (
            &[DuplicateChargeDocumentation, DuplicateChargeExplanation],
            &[DuplicateChargeId],
        ),
        (Category::Duplicate, Goods::Service) => (
            &[DuplicateChargeDocumentation, DuplicateChargeExplanation],
            &[DuplicateChargeId, ServiceDocumentation],
        ),
        (
            Category::Fraudulent | Category::Unrecognized | Category::ProductNotReceived,
            Goods::Physical,
        ) => (
            &[
                ShippingDocumentation,
                ShippingTrackingNumber,
                ShippingCarrier,
                ShippingDate,
            ],
            &[ShippingAddress, CustomerCommunication, CustomerSignature],
        ),
        (
            Category::Fraudulent | Category::Unrecognized | Category::ProductNotReceived,
            Goods::Digital,
        ) => (
            &[AccessActivityLog],
            &[
                CustomerPurchaseIp,
                CustomerName,
                CustomerEmailAddress,
                CustomerCommunication,
            ],
        ),
        (
            Category::Fraudulent | Category::Unrecognized | Category::ProductNotReceived,
            Goods::Service,
        ) => (
            &[ServiceDocumentation],
            &[ServiceDate, CustomerCommunication, CustomerSignature],
        ),
        (Category::ProductUnacceptable, Goods::Physical | Goods::Service) => (
            &[GoodsCondition],
            &[
                ProductDescription,
                CustomerCommunication,
                RefundPolicy,
                RefundPolicyDisclosure,
            ],
        ),
        (Category::ProductUnacceptable, Goods::Digital) => (
            &[AccessActivityLog],
            &[
                ProductDescription,
                CustomerCommunication,
                RefundPolicy,
                RefundPolicyDisclosure,
            ],
        ),
        (Category::SubscriptionCanceled, Goods::Physical | Goods::Digital) => (
            &[CancellationPolicy, CancellationRebuttal],
            &[
                CancellationPolicyDisclosure,
                CustomerCommunication,
                AccessActivityLog,
            ],
        ),
        (Category::SubscriptionCanceled, Goods::Service) => (
            &[CancellationPolicy, CancellationRebuttal],
            &[
                CancellationPolicyDisclosure,
                CustomerCommunication,
                ServiceDate,
                ServiceDocumentation,
            ],
        ),
        (Category::IncorrectAmount, _) => {
            (&[Receipt], &[CustomerCommunication, ProductDescription])
        }
        (Category::General | Category::Noncompliant | Category::Unknown, _) => {
            (&[CustomerCommunication], &[Receipt, ProductDescription])
        }
    }
}
