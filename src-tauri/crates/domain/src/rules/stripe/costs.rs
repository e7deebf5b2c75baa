//! What acts cost at Stripe (stripe.md §8, §9, §11, §12.4); the amounts are in `fees.rs`.

use crate::balance::Booked;
use crate::dispute::{AutoAnswer, Dispute, Method};
use crate::rules::costs::{ActCosts, Cost, CostKind, Costs};
use crate::rules::fees;
use crate::{Money, Source, Stage};

pub(super) fn of_acts(dispute: &Dispute, country: Option<&str>) -> Costs {
    Costs {
        submit: submit(dispute, country),
        accept: accept(dispute),
        refund: ActCosts::nothing(fees::RESPONDING),
        own_answer: own_answer(dispute),
    }
}

fn submit(dispute: &Dispute, country: Option<&str>) -> ActCosts {
    match (dispute.stage, &dispute.method) {
        // No countered fee for inquiries, Klarna, PayPal (stripe.md §9).
        (Stage::Inquiry, _) | (Stage::Chargeback, Method::Klarna | Method::Paypal) => {
            ActCosts::nothing(fees::PRICING_2025)
        }
        (Stage::Chargeback, Method::Card) => countered(dispute, country),
        (Stage::Compliance, _) => {
            let network = network_fee(dispute).map(|fee| Cost {
                kind: CostKind::NetworkFee,
                amount: Some(fee),
                percent: None,
                returned_on_win: true,
                source: Source::Rule,
                as_of: fees::PAGE_AS_OF,
            });
            let countered = countered(dispute, country).list;
            ActCosts::of(
                fees::COMPLIANCE,
                countered.into_iter().chain(network).collect(),
            )
        }
        // "High network fees are announced", without an amount (stripe.md §4).
        (Stage::PreArbitration | Stage::Arbitration, _) => ActCosts {
            origin: Some(fees::ARBITRATION),
            ..ActCosts::unknown(CostKind::NetworkFee)
        },
        // Of Amazon Pay and other methods no page names a price.
        _ => ActCosts::unknown(CostKind::CounteredFee),
    }
}

/// The fee for fighting a card's chargeback (stripe.md §9). Its amounts come from secondary sources only.
fn countered(dispute: &Dispute, country: Option<&str>) -> ActCosts {
    let became = dispute
        .movements
        .iter()
        .find(|m| m.kind == Booked::Dispute && m.amount.minor < 0);
    // An inquiry's age isn't that of the chargeback that it became.
    let opened = became.map_or(dispute.opened_at, |m| m.at.max(dispute.opened_at));
    if opened.date_naive() < fees::COUNTERED_SINCE {
        return ActCosts::nothing(fees::PRICING_2025);
    }
    let received = became.map(|m| &m.fee).filter(|fee| fee.minor > 0);
    let balance = received.map_or(dispute.amount.currency.as_str(), |fee| {
        fee.currency.as_str()
    });
    let amount = match country {
        Some(country) if fees::NOT_COUNTERED.iter().any(|(of, _)| *of == country) => {
            return ActCosts::nothing(fees::PRICING_2025);
        }
        // Most likely an account of that country, which nobody told.
        None if fees::NOT_COUNTERED.iter().any(|(_, of)| *of == balance) => {
            Some(Money::new(0, balance))
        }
        // Where both fees are known they are the same, so what this account paid for receiving is the nearest word.
        _ => received.cloned().or_else(|| {
            let table = country.map_or_else(|| fees::card_by_currency(balance), fees::card);
            table.map(|fees| Money::new(fees.countered, fees.currency))
        }),
    };
    ActCosts::of(
        fees::PRICING_2025,
        vec![Cost {
            kind: CostKind::CounteredFee,
            amount,
            percent: None,
            returned_on_win: true,
            source: Source::Assumed,
            as_of: fees::CARD_AS_OF,
        }],
    )
}

/// Conceding takes nothing beyond what receiving took (stripe.md §9, §11.2, §12.4).
fn accept(dispute: &Dispute) -> ActCosts {
    match (dispute.stage, &dispute.method) {
        (Stage::Inquiry, _) => ActCosts::default(),
        (_, Method::Klarna) => ActCosts::nothing(fees::KLARNA_2023),
        (_, Method::Paypal) => ActCosts::nothing(fees::PAYPAL),
        (Stage::Compliance, _) => ActCosts::nothing(fees::COMPLIANCE),
        (_, Method::Card) => ActCosts::nothing(fees::PRICING_2025),
        _ => ActCosts::unknown(CostKind::NetworkFee),
    }
}

fn own_answer(dispute: &Dispute) -> ActCosts {
    if !matches!(dispute.auto_answer, AutoAnswer::Provider(_)) || dispute.method != Method::Card {
        return ActCosts::default();
    }
    ActCosts::of(
        fees::SMART,
        vec![Cost {
            kind: CostKind::SuccessShare,
            amount: None,
            percent: Some(fees::SMART_SHARE),
            returned_on_win: false,
            source: Source::Rule,
            as_of: fees::PAGE_AS_OF,
        }],
    )
}

/// The network's fee for fighting a compliance case (stripe.md §11.2).
pub(super) fn network_fee(dispute: &Dispute) -> Option<Money> {
    let fights = dispute.stage == Stage::Compliance;
    fights.then(|| Money::new(fees::COMPLIANCE_CENTS, "USD"))
}

/// What comes back with a win.
pub(super) fn comes_back(dispute: &Dispute, kind: Booked, country: Option<&str>) -> Option<bool> {
    match kind {
        Booked::CounteredFee | Booked::NetworkFee => Some(true),
        Booked::Dispute if dispute.is_klarna() => Some(true),
        Booked::Dispute if dispute.method == Method::Card || dispute.method == Method::Paypal => {
            let balance = dispute.fee().map(|fee| fee.currency);
            let mexican = fees::RECEIVED_COMES_BACK.iter().any(|one| match country {
                Some(country) => one.0 == country,
                None => Some(one.1) == balance.as_deref(),
            });
            Some(mexican)
        }
        Booked::Dispute => None,
    }
}

/// What an inquiry costs once it becomes a chargeback.
pub(super) fn expected_fee(dispute: &Dispute, country: Option<&str>) -> Option<Cost> {
    if dispute.stage != Stage::Inquiry {
        return None;
    }
    let currency = dispute.amount.currency.as_str();
    let (amount, source, as_of) = match dispute.method {
        Method::Klarna => {
            let (of, minor) = fees::KLARNA.iter().find(|(of, _)| *of == currency)?;
            (Money::new(*minor, of), Source::Rule, fees::KLARNA_AS_OF)
        }
        // None for Cartes Bancaires in SEPA (stripe.md §9).
        Method::Card if dispute.network.as_deref() != Some("cartes_bancaires") => {
            let fees = country.map_or_else(|| fees::card_by_currency(currency), fees::card)?;
            let amount = Money::new(fees.received, fees.currency);
            (amount, Source::Assumed, fees::CARD_AS_OF)
        }
        _ => return None,
    };
    Some(Cost {
        kind: CostKind::ReceivedFee,
        amount: Some(amount),
        percent: None,
        returned_on_win: dispute.is_klarna(),
        source,
        as_of,
    })
}
