//! What lies beside a case: reminders, documents, remarks, calls of a provider.

use super::ErrorView;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use tvist_domain::check::Problem;
use tvist_domain::clock::{Timestamp, text};
use tvist_domain::id::{AccountId, DisputeId};

/// One reminder.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct ReminderView {
    pub dispute: DisputeId,
    pub rung: tvist_domain::ladder::Rung,
    #[specta(type = String)]
    #[serde(with = "text")]
    pub at: Timestamp,
    #[specta(type = String)]
    #[serde(with = "text")]
    pub deadline: Timestamp,
    #[specta(type = String)]
    #[serde(with = "text")]
    pub safe_at: Timestamp,
    /// No personal data.
    pub title: String,
    pub body: String,
}

/// A document with the case, at the provider or here.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct DocumentView {
    pub id: String,
    pub name: String,
    /// `issuer`, `merchant`, `app` or `unknown`.
    pub origin: String,
    pub bytes: Option<u64>,
}

/// What would be set at a provider without answering, before it is confirmed.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct SettingRehearsalView {
    /// Always true: nothing was sent.
    pub rehearsal: bool,
    pub dispute: DisputeId,
    /// `manual` or `eligibility`.
    pub sets: String,
    pub ready: bool,
    pub problems: Vec<Problem>,
    /// What would be put there.
    pub fields: BTreeMap<String, String>,
}

/// The documents of a case, as far as they are known.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct DocumentsView {
    pub documents: Vec<DocumentView>,
    /// Why the provider couldn't be asked for its own; what this program holds is listed all the same.
    pub unasked: Option<ErrorView>,
}

/// A remark at the case.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct CommentView {
    #[specta(type = Option<String>)]
    #[serde(with = "text::option")]
    pub at: Option<Timestamp>,
    pub author: Option<String>,
    pub body: String,
}

/// Registering an address for calls.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct WebhookView {
    pub account: AccountId,
    pub url: String,
    /// Whether it is in force now.
    pub registered: bool,
    /// The address that this program registered before, which it replaces.
    pub replaces: Option<String>,
    /// The events that are in force then: all that were asked for, or what the provider answered.
    pub events: Vec<String>,
    pub problems: Vec<Problem>,
}

/// The address for calls that this program registered last.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct WebhookKnownView {
    pub url: Option<String>,
    #[specta(type = Option<String>)]
    #[serde(with = "text::option")]
    pub at: Option<Timestamp>,
    /// The provider answered that it is in force.
    pub confirmed: bool,
    /// What else the provider can call for.
    pub others: Vec<WebhookEventView>,
}

/// An event beside that of a chargeback.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct WebhookEventView {
    /// The provider's own name of it.
    pub name: String,
    /// It was asked for with the address that this program registered last.
    pub kept: bool,
}

/// What a look at the whole database found.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct IntegrityView {
    pub sound: bool,
    /// SQLite's and SQLCipher's own words, without anything that is stored.
    pub findings: Vec<String>,
}
