//! A stateful Celcoin BaaS "cash" API: chargebacks, charges, the webhook, strict to celcoin.md.

mod act;
mod life;
mod model;
mod provider;
mod sample;
mod server;

use chrono::{DateTime, Utc};

pub(crate) use server::CelcoinServer;

/// How a Celcoin server is set up.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) seed: u64,
    pub(crate) start: DateTime<Utc>,
    /// Number of chargebacks; the hand-written set without it.
    pub(crate) disputes: Option<usize>,
}
