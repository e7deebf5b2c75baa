//! Whether the key works, what it lacks and what it may do beyond need. Only reads.

use super::call::{Pair, list};
use super::{API, Stripe};
use crate::ProviderError;
use crate::adapter::{Check, Missing};
use crate::http::Method;
use crate::lenient::Fields;
use secrecy::ExposeSecret;
use serde_json::Value;
use tvist_domain::clock::{Timestamp, span};

/// One read that shows whether a right is there.
struct Probe {
    path: &'static str,
    query: &'static [(&'static str, &'static str)],
    /// Stripe's name of the right (stripe.md §2.1), for where its answer doesn't give it.
    right: &'static str,
    needed_for: &'static str,
    required: bool,
}

/// The probes of stripe.md §2.1. Rights to write can't be looked for without writing.
const PROBES: [Probe; 6] = [
    Probe {
        path: "/v1/disputes",
        query: &[("limit", "1")],
        right: "rak_dispute_read",
        needed_for: "disputes_read",
        required: true,
    },
    Probe {
        path: "/v1/events",
        query: &[("type", "charge.dispute.*"), ("limit", "1")],
        right: "rak_event_read",
        needed_for: "events_read",
        required: false,
    },
    Probe {
        path: "/v1/balance_transactions",
        query: &[("limit", "1")],
        right: "rak_balance_transaction_source_read",
        needed_for: "balance_read",
        required: false,
    },
    // Charges can't be listed by the documented calls (§6); the right to them is the right to their refunds (§2.1).
    Probe {
        path: "/v1/refunds",
        query: &[("limit", "1")],
        right: "rak_charge_read",
        needed_for: "charges_read",
        required: false,
    },
    Probe {
        path: "/v1/radar/early_fraud_warnings",
        query: &[("limit", "1")],
        right: "rak_early_fraud_warning_read",
        needed_for: "warnings_read",
        required: false,
    },
    Probe {
        path: "/v1/files",
        query: &[("purpose", "dispute_evidence"), ("limit", "1")],
        right: "rak_file_read",
        needed_for: "files_read",
        required: false,
    },
];

impl Stripe {
    pub(super) async fn look(&self, now: Timestamp) -> Result<Check, ProviderError> {
        let started = tokio::time::Instant::now();
        let mut missing = Vec::new();
        let mut live = self.live_by_prefix();
        for probe in &PROBES {
            let query: Vec<Pair<'_>> = probe
                .query
                .iter()
                .map(|(name, value)| (*name, (*value).to_owned()))
                .collect();
            match self.get(probe.path, &query, probe.path).await {
                Ok(value) if probe.required => live = live.or_else(|| live_by_object(value)),
                Ok(_) => {}
                Err(ProviderError::Forbidden { right }) => missing.push(Missing {
                    right: right.unwrap_or_else(|| probe.right.to_owned()),
                    needed_for: probe.needed_for.to_owned(),
                    required: probe.required,
                }),
                // What the program can do without is no reason to call the connection broken, unless the key is.
                Err(error @ ProviderError::Unauthorized { .. }) => return Err(error),
                Err(error) if probe.required => return Err(error),
                Err(_) => {}
            }
        }
        let (account_name, country) = self.own_account().await.unwrap_or_default();
        Ok(Check {
            ok: missing.iter().all(|m| !m.required),
            missing,
            too_powerful: self.key().starts_with("sk_"),
            live,
            skew_seconds: self
                .http
                .provider_time(started)
                .map(|at| span(now, at).num_seconds()),
            account_name,
            country,
        })
    }

    fn key(&self) -> &str {
        self.credentials.secret_key.expose_secret()
    }

    /// stripe.md §2: `sk_live_`, `rk_test_` …
    fn live_by_prefix(&self) -> Option<bool> {
        let world = self.key().split('_').nth(1)?;
        match world {
            "live" => Some(true),
            "test" => Some(false),
            _ => None,
        }
    }

    /// The account's own name and country; one try, as nothing hangs on it. A restricted key isn't given the right to it
    /// (stripe.md §2.1), so it isn't asked for with one.
    async fn own_account(&self) -> Option<(Option<String>, Option<String>)> {
        if !self.key().starts_with("sk_") {
            return None;
        }
        let url = self.http.address(API, "/v1/account").ok()?;
        let call = self.call(Method::GET, url, "/v1/account");
        let answer = self.http.single_try(&call).await.ok()?;
        let value = self.taken(answer).ok()?;
        let account = Fields::exact(&value);
        let name = account
            .text("settings.dashboard.display_name")
            .or_else(|| account.text("business_profile.name"));
        let is_code =
            |code: &String| code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase());
        Some((name, account.text("country").filter(is_code)))
    }
}

fn live_by_object(value: Value) -> Option<bool> {
    let (entries, _) = list(value).ok()?;
    Fields::exact(entries.first()?).truth("livemode")
}
