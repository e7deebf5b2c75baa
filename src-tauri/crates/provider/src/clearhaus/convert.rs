//! From Clearhaus's objects to ours, without a guess that isn't documented.

use super::link::Links;
use super::wire;
use chrono_tz::Tz;
use serde_json::Value;
use tvist_domain::clock::Timestamp;
use tvist_domain::dispute::{
    AutoAnswer, Customer, Dispute, DueDate, FeeConsent, Method, Order, Transaction,
};
use tvist_domain::rules::{self, network_code};
use tvist_domain::{Act, Category, Money, Provider, Reason, Stage, Status, zone};

/// The zone in which a case's dates are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Zone {
    pub tz: Tz,
    /// Nobody told it: the earliest that it may be (clearhaus.md §1.5 leaves it open).
    pub assumed: bool,
}

impl Zone {
    pub(super) fn told(tz: Tz) -> Self {
        Self { tz, assumed: false }
    }

    /// The one that an earlier reading of the case was told, or else the earliest there is.
    pub(super) fn of_known(known: Option<&Dispute>) -> Self {
        known
            .filter(|k| !k.zone_assumed)
            .and_then(|k| rules::clearhaus::zone(Some(&k.zone)))
            .map_or(
                Self {
                    tz: rules::clearhaus::EARLIEST_ZONE,
                    assumed: true,
                },
                Self::told,
            )
    }
}

/// What other objects than the dispute itself tell about it.
#[derive(Debug, Clone)]
pub(super) struct Facts {
    pub transaction: Transaction,
    /// The merchant's own reference of the order.
    pub order: Option<String>,
    pub network: Option<String>,
    pub zone: Zone,
}

impl Facts {
    /// Those that an earlier reading of the same case has.
    pub(super) fn known(dispute: &Dispute, zone: Zone) -> Self {
        Self {
            transaction: dispute.transaction.clone(),
            order: dispute.order.reference.clone(),
            network: dispute.network.clone(),
            zone,
        }
    }

    /// Those of the related transaction, if it could be read (clearhaus.md §1.9).
    pub(super) fn read(transaction: Option<wire::Transaction>, zone: Zone) -> Self {
        let Some(read) = transaction else {
            return Self {
                transaction: Transaction::default(),
                order: None,
                network: None,
                zone,
            };
        };
        let money = read.amount.zip(read.currency.as_deref());
        Self {
            order: read.reference.clone(),
            network: read.scheme.as_deref().map(network_word),
            zone,
            transaction: Transaction {
                authentication: authentication(&read),
                amount: money.map(|(minor, currency)| Money::new(minor, currency)),
                id: read.id,
                at: read.processed_at,
                card_brand: read.scheme.as_deref().map(network_word),
                card_last4: read.last4,
                statement_text: read.text_on_statement,
                acquirer_reference: read.arn,
                retrieval_reference: read.rrn,
                region: read.region,
                recurring: read.recurring,
                presented_by: read.payment_method,
                fraud_type: read.fraud_type,
                fraud_date: read.fraud_date,
                card_bin: read.bin,
                card_country: read.country,
                ..Transaction::default()
            },
        }
    }
}

/// A dispute and what is known around it as our case. `seen` stands in for a day of opening that isn't told.
///
/// # Errors
/// What the record lacks; it is told of as skipped then.
pub(super) fn dispute(
    raw: &Value,
    facts: &Facts,
    live: bool,
    seen: Timestamp,
) -> Result<Dispute, &'static str> {
    let read = wire::Dispute::read(raw)?;
    let due = read
        .due_at
        .map(|day| zone::start_of_day(day, facts.zone.tz));
    let opened = read
        .opened_at
        .map(|day| zone::start_of_day(day, facts.zone.tz));
    let transaction = payment(&read, facts);
    Ok(Dispute {
        provider: Provider::Clearhaus,
        provider_id: read.id,
        reference: read.reference,
        stage: stage(read.kind.as_deref()),
        status: status(&read.status),
        provider_status: read.status,
        method: Method::Card,
        network: facts
            .network
            .clone()
            .or_else(|| read.reason_code.as_deref().and_then(network_of_code)),
        reason: reason(read.reason, read.reason_code),
        amount: Money::new(read.amount, &read.currency),
        opened_at: opened.or(due).unwrap_or(seen),
        due: due.map_or(DueDate::NotGiven, DueDate::At),
        refundable: false,
        submission_count: 0,
        documents_sent_at: None,
        past_due: false,
        live,
        customer: Customer::default(),
        order: Order {
            reference: facts.order.clone(),
            ..Order::default()
        },
        transaction,
        movements: Vec::new(),
        refunds: Vec::new(),
        money_read: None,
        loss_code: None,
        fee_consent: FeeConsent::NotNeeded,
        auto_answer: AutoAnswer::NotOffered,
        marker: None,
        staged_texts: Vec::new(),
        staged_files: Vec::new(),
        special_evidence: Vec::new(),
        zone: facts.zone.tz.name().to_owned(),
        offered: offered(read.links),
        // Counted where readings are compared: one reading doesn't tell.
        returns: 0,
        wallet: None,
        answered_by: None,
        own_packet: None,
        zone_assumed: facts.zone.assumed,
        expires_on: read.expires_at,
        partial: read.partial,
        raw: read.raw.clone(),
    })
}

/// By the scheme's code only where Clearhaus names no reason (overview §4.3); a reason that we don't know stays unknown.
fn reason(named: Option<String>, code: Option<String>) -> Reason {
    let by_code = || {
        code.as_deref()
            .map_or(Category::Unknown, network_code::category)
    };
    Reason {
        category: named.as_deref().map_or_else(by_code, category),
        provider_code: named,
        network_code: code,
    }
}

/// The payment; its acquirer reference may be known by the dispute alone: 23 digits, for display only (§1.5).
fn payment(read: &wire::Dispute<'_>, facts: &Facts) -> Transaction {
    let mut transaction = facts.transaction.clone();
    if transaction.acquirer_reference.is_none() {
        transaction.acquirer_reference.clone_from(&read.reference);
    }
    transaction
}

/// Only what the case's links offer (§1.5, §1.8).
fn offered(links: Links<'_>) -> Vec<Act> {
    let mut acts = Vec::new();
    if links.named("ch:stamps", "refuted").is_some() {
        acts.push(Act::Submit);
        if links.href("ch:files").is_some() {
            acts.push(Act::Upload);
        }
    }
    if links.named("ch:stamps", "accepted").is_some() {
        acts.push(Act::Accept);
    }
    if links.href("ch:comments").is_some() {
        acts.push(Act::Comment);
    }
    acts
}

/// §1.5, overview §4.1: a second chargeback is what others call pre-arbitration.
fn stage(kind: Option<&str>) -> Stage {
    match kind {
        Some("retrieval_request") => Stage::Inquiry,
        Some("1st_chargeback") => Stage::Chargeback,
        Some("2nd_chargeback") => Stage::PreArbitration,
        _ => Stage::Unknown,
    }
}

/// Overview §5.
pub(super) fn status(word: &str) -> Status {
    match word {
        "open" => Status::NeedsResponse,
        "under_review" | "refuted" => Status::UnderReview,
        "won" => Status::Won,
        "lost" => Status::Lost,
        _ => Status::Unknown,
    }
}

/// §1.5.
fn category(reason: &str) -> Category {
    match reason {
        "fraud" => Category::Fraudulent,
        "unrecognised" => Category::Unrecognized,
        "product_not_provided" => Category::ProductNotReceived,
        "product_unacceptable" => Category::ProductUnacceptable,
        "credit_not_processed" => Category::CreditNotProcessed,
        "duplicate" => Category::Duplicate,
        "subscription_cancelled" => Category::SubscriptionCanceled,
        "incorrect_amount_or_currency" => Category::IncorrectAmount,
        "general" => Category::General,
        _ => Category::Unknown,
    }
}

fn network_word(scheme: &str) -> String {
    scheme.to_ascii_lowercase().replace([' ', '-'], "_")
}

/// Where the transaction names no scheme: Visa's codes have a dot, Mastercard's four digits (§1.9).
fn network_of_code(code: &str) -> Option<String> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match code.split_once('.') {
        Some((family, rest))
            if digits(family) && rest.starts_with(|c: char| c.is_ascii_digit()) =>
        {
            Some("visa".to_owned())
        }
        None if code.len() == 4 && digits(code) => Some("mastercard".to_owned()),
        _ => None,
    }
}

/// The 3-D Secure result in one line, in the provider's words: `full, status Y, version 2.2.0`.
fn authentication(read: &wire::Transaction) -> Option<String> {
    let parts = [
        read.threed_secure.clone(),
        read.threed_secure_status
            .as_ref()
            .map(|s| format!("status {s}")),
        read.threed_secure_version
            .as_ref()
            .map(|v| format!("version {v}")),
    ];
    let told: Vec<String> = parts.into_iter().flatten().collect();
    (!told.is_empty()).then(|| format!("3-D Secure {}", told.join(", ")))
}

#[cfg(test)]
#[path = "convert_tests.rs"]
mod tests;
