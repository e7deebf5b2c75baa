//! Accounts, without any secret, and what a look at their connection found.

use super::CapabilitiesView;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use tvist_domain::clock::{Timestamp, text};
use tvist_domain::freshness::Freshness;
use tvist_domain::id::AccountId;
use tvist_domain::provider::{Environment, Provider};
use tvist_domain::skew::ClockState;

/// One account, without any secret.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct AccountView {
    pub id: AccountId,
    pub provider: Provider,
    pub label: String,
    pub environment: Environment,
    pub api_base: Option<String>,
    pub options: BTreeMap<String, String>,
    pub practice: bool,
    #[specta(type = String)]
    #[serde(with = "text")]
    pub added_at: Timestamp,
    /// When everything was last read completely.
    #[specta(type = Option<String>)]
    #[serde(with = "text::option")]
    pub synced_at: Option<Timestamp>,
    /// The code of the last failure, none after a success.
    pub last_error: Option<String>,
    /// Whether what is known of it can be trusted, and who can mend it.
    pub freshness: Freshness,
    pub capabilities: CapabilitiesView,
    /// Every host that its secrets may go to.
    pub hosts: Vec<String>,
    /// The provider's clock less ours, in seconds.
    pub skew_seconds: Option<i64>,
}

/// What a look at the connection found.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct CheckView {
    pub account: AccountId,
    pub ok: bool,
    pub missing: Vec<MissingView>,
    pub too_powerful: bool,
    pub live: Option<bool>,
    pub skew_seconds: Option<i64>,
    /// What that means; where this look measured nothing, by what is known.
    pub clock: ClockState,
    pub account_name: Option<String>,
    /// Where the account is (ISO 3166), if the provider tells: its fees go by that.
    pub country: Option<String>,
    /// Every host that this account's secrets may go to.
    pub hosts: Vec<String>,
}

/// A right that the credentials lack.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct MissingView {
    pub right: String,
    pub needed_for: String,
    pub required: bool,
}
