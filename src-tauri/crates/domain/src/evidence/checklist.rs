//! The one table from which the checklist, the letter and the fields come: reason × what was sold → what counts.
//!
//! Sources: `stripe.md` §11 (cards), §12.2 (Klarna); what decides: `evidence.md`.

use crate::evidence::{Draft, Goods, Kind};
use crate::{Category, Dispute, KlarnaReason, rules};
use Kind::{
    AccessActivityLog, AppealFiles, AppealReason, BillingAddress, CancellationPolicy,
    CancellationPolicyDisclosure, CancellationRebuttal, CustomerCommunication,
    CustomerEmailAddress, CustomerName, CustomerPurchaseIp, CustomerSignature,
    DuplicateChargeDocumentation, DuplicateChargeExplanation, DuplicateChargeId, GoodsCondition,
    ProductDescription, Receipt, RefundPolicy, RefundPolicyDisclosure, RefundProof,
    RefundRefusalExplanation, ServiceDate, ServiceDocumentation, ShippingAddress, ShippingCarrier,
    ShippingDate, ShippingDocumentation, ShippingTrackingNumber, UncategorizedFile,
    UncategorizedText,
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
    let (proven, possible) = refund_proof(dispute, draft.category(dispute));
    let mut wanted: Vec<Wanted> = Vec::new();
    for (kinds, weight) in [
        (proven, Weight::Deciding),
        (deciding, Weight::Deciding),
        (possible, Weight::Helpful),
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

/// A proof that the money went back: it decides wherever the provider shows a refund, and may help where the buyer says that
/// one is missing or that they paid twice, since money can go back by other ways (stripe.md §8, §11).
fn refund_proof(dispute: &Dispute, category: Category) -> (&'static [Kind], &'static [Kind]) {
    if rules::is_in_appeal(dispute) {
        (&[], &[])
    } else if dispute.refunded().is_some() {
        (&[RefundProof], &[])
    } else if matches!(category, Category::CreditNotProcessed | Category::Duplicate) {
        (&[], &[RefundProof])
    } else {
        (&[], &[])
    }
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
        klarna(klarna_claim(dispute, category), goods)
    } else {
        card(category, goods)
    }
}

/// What Klarna examines. Its own reason tells apart what Stripe's word holds together (stripe.md §12.2, `general`).
fn klarna_claim(dispute: &Dispute, category: Category) -> Claim {
    let own = dispute.reason.network_code.as_deref();
    match own.and_then(KlarnaReason::read) {
        Some(KlarnaReason::Return) => Claim::Return,
        Some(KlarnaReason::GoodsNotReceived) => Claim::NotReceived,
        Some(KlarnaReason::AlreadyPaid) => Claim::AlreadyPaid,
        Some(KlarnaReason::FaultyGoods) => Claim::Faulty,
        Some(KlarnaReason::IncorrectInvoice) => Claim::WrongInvoice,
        Some(KlarnaReason::HighRiskOrder) => Claim::HighRisk,
        Some(KlarnaReason::UnauthorizedPurchase) => Claim::Unauthorized,
        None => match category {
            Category::CreditNotProcessed => Claim::Return,
            Category::ProductNotReceived => Claim::NotReceived,
            Category::Duplicate => Claim::AlreadyPaid,
            Category::ProductUnacceptable => Claim::Faulty,
            Category::IncorrectAmount => Claim::WrongInvoice,
            Category::Fraudulent | Category::Unrecognized => Claim::Unauthorized,
            Category::General
            | Category::SubscriptionCanceled
            | Category::Noncompliant
            | Category::Unknown => Claim::Untold,
        },
    }
}

/// What a Klarna case claims, as far as it is told.
#[derive(Clone, Copy)]
enum Claim {
    Return,
    NotReceived,
    AlreadyPaid,
    Faulty,
    WrongInvoice,
    HighRisk,
    Unauthorized,
    Untold,
}

/// What a delivery of goods takes: Klarna wants the carrier's proof as a document, with number and date (§12.2).
const DELIVERY: [Kind; 4] = [
    ShippingDocumentation,
    ShippingTrackingNumber,
    ShippingCarrier,
    ShippingDate,
];

/// stripe.md §12.2 and Klarna's own hints there. Who ships nothing is never asked for a shipment.
fn klarna(claim: Claim, goods: Goods) -> Row {
    match (claim, goods) {
        (Claim::NotReceived, Goods::Physical) => {
            (&DELIVERY, &[ShippingAddress, CustomerCommunication])
        }
        (Claim::Unauthorized, Goods::Physical) => {
            (&DELIVERY, &[CustomerCommunication, ShippingAddress])
        }
        // Intangible goods: date sent, mail, IP, usage (§12.2, [K5]).
        (Claim::NotReceived | Claim::Unauthorized, Goods::Digital) => (
            &[AccessActivityLog, CustomerCommunication],
            &[CustomerEmailAddress, CustomerPurchaseIp, ServiceDate],
        ),
        (Claim::NotReceived | Claim::Unauthorized, Goods::Service) => (
            &[ServiceDocumentation, CustomerCommunication],
            &[ServiceDate, CustomerSignature],
        ),
        (Claim::Return, _) => (
            &[RefundRefusalExplanation],
            &[UncategorizedFile, CustomerCommunication],
        ),
        (Claim::AlreadyPaid, _) => (&[UncategorizedFile], &[CustomerCommunication]),
        (Claim::Faulty, Goods::Physical | Goods::Service) => (
            &[CustomerCommunication],
            &[GoodsCondition, ProductDescription, RefundPolicy],
        ),
        (Claim::Faulty, Goods::Digital) => (
            &[CustomerCommunication],
            &[AccessActivityLog, ProductDescription, RefundPolicy],
        ),
        // That the invoice is right, and that what it names was delivered.
        (Claim::WrongInvoice, Goods::Physical) => (
            &[Receipt, ShippingDocumentation],
            &[CustomerCommunication, ProductDescription],
        ),
        (Claim::WrongInvoice, Goods::Digital) => (
            &[Receipt, AccessActivityLog],
            &[CustomerCommunication, ProductDescription],
        ),
        (Claim::WrongInvoice, Goods::Service) => (
            &[Receipt, ServiceDocumentation],
            &[CustomerCommunication, ProductDescription],
        ),
        (Claim::HighRisk | Claim::Untold, Goods::Physical) => (
            &[ShippingDocumentation],
            &[Receipt, CustomerCommunication, ShippingAddress],
        ),
        (Claim::HighRisk | Claim::Untold, Goods::Digital) => (
            &[AccessActivityLog],
            &[Receipt, CustomerCommunication, CustomerPurchaseIp],
        ),
        (Claim::HighRisk | Claim::Untold, Goods::Service) => (
            &[ServiceDocumentation],
            &[Receipt, CustomerCommunication, ServiceDate],
        ),
    }
}

/// stripe.md §11.
#[expect(clippy::too_many_lines, reason = "a table")]
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Timestamp;
    use crate::dispute::Method;
    use crate::evidence::draft::fact;
    use crate::{Money, Provider, Stage, Status};

    fn klarna(category: Category, own: Option<&str>) -> Dispute {
        let amount = Money::new(1_000, "EUR");
        let (stage, status) = (Stage::Chargeback, Status::NeedsResponse);
        let opened = Timestamp::UNIX_EPOCH;
        let mut case = Dispute::bare(Provider::Stripe, "1", stage, status, amount, opened);
        case.method = Method::Klarna;
        case.reason.category = category;
        case.reason.network_code = own.map(str::to_owned);
        case
    }

    fn deciding(case: &Dispute, goods: Goods) -> Vec<Kind> {
        let mut draft = Draft::default();
        let word = goods.as_str().to_owned();
        draft.facts.insert(fact::GOODS.to_owned(), word);
        checklist(case, &draft)
            .into_iter()
            .filter(|wanted| wanted.weight == Weight::Deciding)
            .map(|wanted| wanted.kind)
            .collect()
    }

    /// stripe.md §12.2, and what Klarna wants to see there.
    #[test]
    #[expect(clippy::too_many_lines, reason = "a table")]
    fn klarna_s_checklist_goes_by_its_reason_and_by_what_was_sold() {
        use Category as C;
        use Goods::{Digital, Physical, Service};
        for (category, own, goods, expected) in [
            (
                C::ProductNotReceived,
                Some("goods_not_received"),
                Physical,
                &DELIVERY[..],
            ),
            (
                C::ProductNotReceived,
                Some("goods_not_received"),
                Digital,
                &[AccessActivityLog, CustomerCommunication],
            ),
            (
                C::ProductNotReceived,
                None,
                Service,
                &[ServiceDocumentation, CustomerCommunication],
            ),
            (
                C::Fraudulent,
                Some("unauthorized_purchase"),
                Physical,
                &DELIVERY[..],
            ),
            (
                C::Fraudulent,
                Some("unauthorized_purchase"),
                Digital,
                &[AccessActivityLog, CustomerCommunication],
            ),
            (
                C::CreditNotProcessed,
                Some("return"),
                Physical,
                &[RefundRefusalExplanation],
            ),
            (
                C::Duplicate,
                Some("already_paid"),
                Digital,
                &[UncategorizedFile],
            ),
            (
                C::ProductUnacceptable,
                Some("faulty_goods"),
                Physical,
                &[CustomerCommunication],
            ),
            // Klarna's reason tells apart what Stripe calls "general".
            (
                C::General,
                Some("incorrect_invoice"),
                Physical,
                &[Receipt, ShippingDocumentation],
            ),
            (
                C::General,
                Some("incorrect_invoice"),
                Digital,
                &[Receipt, AccessActivityLog],
            ),
            (
                C::General,
                Some("high_risk_order"),
                Physical,
                &[ShippingDocumentation],
            ),
            (C::General, None, Physical, &[ShippingDocumentation]),
            (C::General, None, Digital, &[AccessActivityLog]),
        ] {
            let case = klarna(category, own);
            assert_eq!(
                deciding(&case, goods),
                expected,
                "{category:?} {own:?} {goods:?}"
            );
        }
    }

    #[test]
    fn nobody_is_asked_for_a_shipment_that_there_wasn_t() {
        let shipped = |kind: &Kind| kind.claims_delivery() || *kind == ShippingDocumentation;
        for category in Category::ALL {
            for own in KlarnaReason::ALL
                .iter()
                .map(|r| Some(r.as_str()))
                .chain([None])
            {
                for goods in [Goods::Digital, Goods::Service] {
                    let case = klarna(*category, own);
                    let mut draft = Draft::default();
                    draft
                        .facts
                        .insert(fact::GOODS.to_owned(), goods.as_str().to_owned());
                    let wanted = checklist(&case, &draft);
                    let asked = wanted.iter().map(|w| w.kind).any(|kind| shipped(&kind));
                    assert!(!asked, "{category:?} {own:?} {goods:?}");
                }
            }
        }
    }
}
