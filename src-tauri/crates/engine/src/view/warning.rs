//! Warnings of fraud before there is a dispute, and what a refund would do.

use super::SubmissionView;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use tvist_domain::check::Problem;
use tvist_domain::clock::{Timestamp, text};
use tvist_domain::dispute::{Customer, Order, Transaction};
use tvist_domain::provider::Provider;
use tvist_domain::{AccountId, Act, DisputeId, Money, Source, WarningId};

/// One warning, as the contract lists it.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct WarningView {
    pub id: WarningId,
    pub provider: Provider,
    pub account: AccountId,
    pub provider_id: String,
    /// When the provider learnt it.
    #[specta(type = String)]
    #[serde(with = "text")]
    pub at: Timestamp,
    /// The provider's word: a refund can still prevent the dispute.
    pub actionable: bool,
    /// The provider's own word for the kind of fraud.
    pub fraud_type: Option<String>,
    /// The whole payment; none where it can't be seen.
    pub amount: Option<Money>,
    /// What is left of it after refunds that were made already.
    pub left: Option<Money>,
    /// Nothing that is known stands in the way of giving it back.
    pub refundable: bool,
    pub transaction: Transaction,
    pub customer: Customer,
    pub order: Order,
    pub live: bool,
    /// The case that came of it, once there is one.
    pub dispute: Option<DisputeId>,
    /// Refunds of this payment that were made, or may have been made, from here.
    pub submissions: Vec<SubmissionView>,
    /// When the provider was last asked about it.
    #[specta(type = String)]
    #[serde(with = "text")]
    pub read_at: Timestamp,
}

/// What a refund would do.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct WarningRehearsalView {
    /// Always true: nothing was sent.
    pub rehearsal: bool,
    pub act: Act,
    pub warning: WarningId,
    pub ready: bool,
    /// What stands in the way, and what the refund can't promise.
    pub problems: Vec<Problem>,
    pub fields: BTreeMap<String, String>,
    /// What is paid back: all that is left.
    pub amount: Option<Money>,
    /// What was paid back before.
    pub refunded_before: Option<Money>,
    /// The fee that a dispute would cost; none where nothing tells it.
    pub saves: Option<SavedView>,
    /// The very refund that is confirmed.
    pub seal: String,
    /// Seconds in which the window lets the owner take it back before the first byte.
    pub undo_seconds: u32,
}

/// A fee that is saved, and where its amount comes from.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct SavedView {
    pub amount: Money,
    pub source: Source,
    #[specta(type = String)]
    #[serde(with = "text")]
    pub as_of: Timestamp,
}
