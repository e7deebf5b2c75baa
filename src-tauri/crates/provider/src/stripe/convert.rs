//! From Stripe's dispute to the common case. Pure; nothing is guessed, and an unknown word never fails.

use super::facts;
use super::money::from_stripe;
use super::staging::{special_evidence, staged_files, staged_texts};
use super::wire::is_id;
use crate::lenient::Fields;
use serde_json::Value;
use tvist_domain::balance::Booked;
use tvist_domain::clock::{Timestamp, from_unix};
use tvist_domain::dispute::{
    AutoAnswer, DueDate, FeeConsent, Method, Movement, SpecialEvidence, WalletCase,
};
use tvist_domain::{Category, Dispute, Provider, Reason, Stage, Status};

/// A record that can't be a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unreadable {
    pub(super) provider_id: Option<String>,
    /// Names a member, never its content.
    pub(super) why: &'static str,
}

/// Reads one dispute object, with its charge expanded or not.
pub(super) fn dispute(raw: Value) -> Result<Dispute, Unreadable> {
    let object = Fields::exact(&raw);
    let provider_id = object.text("id").filter(|id| is_id(id));
    let unreadable = |why| Unreadable {
        provider_id: provider_id.clone(),
        why,
    };
    let id = provider_id.clone().ok_or(unreadable("id"))?;
    let amount = object.minor("amount").ok_or(unreadable("amount"))?;
    let currency = object.text("currency").ok_or(unreadable("currency"))?;
    let opened_at = object
        .int("created")
        .and_then(from_unix)
        .ok_or(unreadable("created"))?;
    let provider_status = object.text("status").unwrap_or_default();
    let (stage, status) = stage_and_status(object, &provider_status);
    let submission_count = submission_count(object);
    let order = facts::order(object);
    Ok(Dispute {
        provider: Provider::Stripe,
        provider_id: id,
        reference: order.reference.clone(),
        stage,
        status,
        provider_status,
        method: method(object),
        network: network(object),
        reason: reason(object),
        amount: from_stripe(amount, &currency),
        opened_at,
        due: due(object),
        refundable: object.truth("is_charge_refundable").unwrap_or(false),
        submission_count,
        documents_sent_at: None,
        past_due: object.truth("evidence_details.past_due").unwrap_or(false),
        live: object.truth("livemode").unwrap_or(false),
        customer: facts::customer(object),
        order,
        transaction: facts::transaction(object),
        movements: movements(object, opened_at),
        refunds: Vec::new(),
        money_read: None,
        loss_code: object.text("payment_method_details.klarna.chargeback_loss_reason_code"),
        fee_consent: fee_consent(object, stage),
        auto_answer: auto_answer(object, &method(object), submission_count),
        marker: marker(object),
        staged_texts: staged_texts(object),
        staged_files: staged_files(object),
        special_evidence: special_evidence(object),
        zone: "UTC".to_owned(),
        offered: Vec::new(),
        returns: 0,
        wallet: wallet(object),
        answered_by: object.text("evidence_details.submission_method"),
        own_packet: object.text("smart_disputes.status"),
        zone_assumed: false,
        expires_on: None,
        partial: None,
        raw,
    })
}

/// How often evidence was sent; none is told as never.
fn submission_count(object: Fields<'_>) -> u32 {
    let count = object.int("evidence_details.submission_count");
    count.map_or(0, |n| u32::try_from(n).unwrap_or(0))
}

/// The mark that one of our irreversible calls left.
pub(super) fn marker(object: Fields<'_>) -> Option<String> {
    object
        .child("metadata")
        .and_then(|metadata| metadata.text(super::MARKER))
}

/// stripe.md §4, §11.2 (compliance), §11.4 (prevented).
fn stage_and_status(object: Fields<'_>, word: &str) -> (Stage, Status) {
    let case_type = object.text("payment_method_details.card.case_type");
    let compliance = case_type.as_deref() == Some("compliance")
        || object.text("reason").as_deref() == Some("noncompliant");
    let stopped = matches!(case_type.as_deref(), Some("block" | "resolution"));
    let chargeback = if compliance {
        Stage::Compliance
    } else {
        Stage::Chargeback
    };
    // A kind of case that no page describes has rules that nobody knows: only its status is read, so that its date stays
    // in view and nothing is offered by itself (§1 rule 6).
    let described = ["chargeback", "inquiry", "compliance", "block", "resolution"];
    let undescribed = case_type.is_some_and(|word| !described.contains(&word.as_str()));
    let stage = |stage| if undescribed { Stage::Unknown } else { stage };
    // Once it has ended, a case that was stopped early belongs to the prevented ones. One that still waits for an
    // answer is never called so: its deadline must stay in view.
    let ended = if stopped {
        Stage::Prevented
    } else {
        chargeback
    };
    let (told, status) = match word {
        "warning_needs_response" => (Stage::Inquiry, Status::NeedsResponse),
        "warning_under_review" => (Stage::Inquiry, Status::UnderReview),
        "warning_closed" if stopped => (Stage::Prevented, Status::Closed),
        "warning_closed" => (Stage::Inquiry, Status::Closed),
        "needs_response" => (chargeback, Status::NeedsResponse),
        "under_review" => (chargeback, Status::UnderReview),
        "appeal_needs_response" => (Stage::PreArbitration, Status::NeedsResponse),
        "appeal_under_review" => (Stage::PreArbitration, Status::UnderReview),
        "won" => (ended, Status::Won),
        "lost" => (ended, Status::Lost),
        "prevented" => (Stage::Prevented, Status::Prevented),
        _ => (Stage::Unknown, Status::Unknown),
    };
    (stage(told), status)
}

/// The way of paying, from the dispute or else from its charge (stripe.md §3).
fn method(object: Fields<'_>) -> Method {
    let word = object
        .text("payment_method_details.type")
        .or_else(|| object.text("charge.payment_method_details.type"));
    match word.as_deref() {
        Some("card") => Method::Card,
        Some("klarna") => Method::Klarna,
        Some("paypal") => Method::Paypal,
        Some("amazon_pay") => Method::AmazonPay,
        Some(other) => Method::Other(other.to_owned()),
        None => {
            let filled = |name| {
                object
                    .child("payment_method_details")
                    .and_then(|d| d.get(name))
            };
            if filled("klarna").is_some() {
                Method::Klarna
            } else if filled("card").is_some() {
                Method::Card
            } else if filled("paypal").is_some() {
                Method::Paypal
            } else if filled("amazon_pay").is_some() {
                Method::AmazonPay
            } else {
                Method::Other("unknown".to_owned())
            }
        }
    }
}

/// What a wallet that handles its cases itself knows this one by (stripe.md §3).
fn wallet(object: Fields<'_>) -> Option<WalletCase> {
    match method(object) {
        Method::Paypal => Some(WalletCase {
            id: object.text("payment_method_details.paypal.case_id"),
            kind: None,
        }),
        Method::AmazonPay => Some(WalletCase {
            id: None,
            kind: object.text("payment_method_details.amazon_pay.dispute_type"),
        }),
        Method::Card | Method::Klarna | Method::Other(_) => None,
    }
}

/// The card's network, or the wallet that stands for one (stripe.md §3).
fn network(object: Fields<'_>) -> Option<String> {
    let known = |path: &str| object.text(path).filter(|word| word != "unknown");
    match method(object) {
        Method::Card => known("payment_method_details.card.network")
            .or_else(|| known("payment_method_details.card.brand"))
            .or_else(|| known("charge.payment_method_details.card.network"))
            .or_else(|| known("charge.payment_method_details.card.brand")),
        Method::Klarna => Some("klarna".to_owned()),
        Method::Paypal => Some("paypal".to_owned()),
        Method::AmazonPay => Some("amazon_pay".to_owned()),
        Method::Other(_) => None,
    }
}

/// stripe.md §5.
fn reason(object: Fields<'_>) -> Reason {
    let word = object.text("reason");
    Reason {
        category: word.as_deref().map_or(Category::Unknown, category),
        provider_code: word,
        network_code: object
            .text("payment_method_details.card.network_reason_code")
            .or_else(|| object.text("network_reason_code"))
            .or_else(|| object.text("payment_method_details.klarna.reason_code"))
            .or_else(|| object.text("payment_method_details.paypal.reason_code")),
    }
}

fn category(word: &str) -> Category {
    match word {
        "credit_not_processed" => Category::CreditNotProcessed,
        "duplicate" => Category::Duplicate,
        "fraudulent" => Category::Fraudulent,
        "noncompliant" => Category::Noncompliant,
        "product_not_received" => Category::ProductNotReceived,
        "product_unacceptable" => Category::ProductUnacceptable,
        "subscription_canceled" => Category::SubscriptionCanceled,
        "unrecognized" => Category::Unrecognized,
        // The last six belong to bank debits (stripe.md §5).
        "general"
        | "bank_cannot_process"
        | "check_returned"
        | "customer_initiated"
        | "debit_not_authorized"
        | "incorrect_account_details"
        | "insufficient_funds" => Category::General,
        _ => Category::Unknown,
    }
}

/// 0 means that no answer is possible; null names no date (stripe.md §1 rule 5).
fn due(object: Fields<'_>) -> DueDate {
    match object.int("evidence_details.due_by") {
        Some(0) => DueDate::NoAnswerPossible,
        Some(seconds) if seconds > 0 => from_unix(seconds).map_or(DueDate::NotGiven, DueDate::At),
        Some(_) | None => DueDate::NotGiven,
    }
}

/// stripe.md §9: amount negative when taken; the fee has its own currency in `fee_details`.
fn movements(object: Fields<'_>, opened_at: Timestamp) -> Vec<Movement> {
    let mut found: Vec<Movement> = Vec::new();
    for entry in object.items("balance_transactions") {
        let entry = Fields::exact(entry);
        let (Some(id), Some(amount), Some(currency)) = (
            entry.text("id"),
            entry.minor("amount"),
            entry.text("currency"),
        ) else {
            continue;
        };
        let fee_currency = entry
            .items("fee_details")
            .iter()
            .find_map(|detail| Fields::exact(detail).text("currency"))
            .unwrap_or_else(|| currency.clone());
        if found.iter().all(|known| known.id != id) {
            found.push(Movement {
                id,
                at: entry
                    .int("created")
                    .and_then(from_unix)
                    .unwrap_or(opened_at),
                amount: from_stripe(amount, &currency),
                fee: from_stripe(entry.minor("fee").unwrap_or(0), &fee_currency),
                kind: Booked::Dispute,
            });
        }
    }
    found.sort_by_key(|movement| movement.at);
    found
}

/// Fighting a compliance case costs a fee that has to be consented to (stripe.md §11.2). Where Stripe doesn't say how
/// it stands with the consent of such a case, it is still needed: nobody pays 500 USD because a member was missing.
fn fee_consent(object: Fields<'_>, stage: Stage) -> FeeConsent {
    let offered = special_evidence(object);
    let programmes: Vec<&SpecialEvidence> = offered
        .iter()
        .filter(|special| special.kind.ends_with("_compliance"))
        .collect();
    let stands = |word: &str| programmes.iter().any(|p| p.status.as_deref() == Some(word));
    let staged = ["visa_compliance", "mastercard_compliance"]
        .iter()
        .any(|kind| {
            object.truth(&format!(
                "evidence.enhanced_evidence.{kind}.fee_acknowledged"
            )) == Some(true)
        });
    if stands("requires_fee_acknowledgement") {
        FeeConsent::Required
    } else if stands("fee_acknowledged") || staged {
        FeeConsent::Given
    } else if stage == Stage::Compliance {
        FeeConsent::Required
    } else {
        FeeConsent::NotNeeded
    }
}

/// Who answers at the deadline (stripe.md §11.3). Only cards have such answers: never Klarna, PayPal or Amazon Pay.
///
/// `prefer_manual` sends the merchant's evidence *if any was provided, otherwise Stripe's packet*; and on accounts that
/// have the field at all, a staged draft may go out by itself at the deadline. So something may go out without a click,
/// staged evidence or not, until an answer of the merchant's was counted: until then the case is shown as one that the
/// provider may answer. A word that isn't known counts the same.
fn auto_answer(object: Fields<'_>, method: &Method, submission_count: u32) -> AutoAnswer {
    if *method != Method::Card {
        return AutoAnswer::NotOffered;
    }
    match object.text("intended_submission_method").as_deref() {
        None => AutoAnswer::NotOffered,
        Some("manual") => AutoAnswer::Manual,
        Some("prefer_manual") if submission_count > 0 => AutoAnswer::Manual,
        Some(word) => AutoAnswer::Provider(word.to_owned()),
    }
}
