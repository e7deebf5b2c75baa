//! A stateful Stripe server: disputes, files, refunds, balance and events, strict to stripe.md.

mod account;
mod act;
mod auth;
mod charge;
mod compelling;
mod day;
mod dispute;
mod error;
mod event;
mod expand;
mod file;
mod idempotency;
mod life;
mod limits;
mod money;
mod object;
mod page;
mod params;
mod provider;
mod read;
mod refund;
mod sample;
mod server;
mod show;
mod timer;
mod update;
#[cfg(test)]
mod walk;
mod warning;

use chrono::{DateTime, Utc};

pub(crate) use server::StripeServer;

/// The API version this server speaks.
pub(crate) const VERSION: &str = "2026-10-28.endive";

/// How a Stripe server is set up.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) seed: u64,
    pub(crate) start: DateTime<Utc>,
    /// Number of disputes; the hand-written set without it.
    pub(crate) disputes: Option<usize>,
    pub(crate) smart: bool,
    pub(crate) appeals: bool,
}
