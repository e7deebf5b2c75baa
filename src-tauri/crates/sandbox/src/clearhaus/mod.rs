//! A stateful Clearhaus Merchant API: tokens, HAL, disputes, files, comments, stamps, strict to
//! clearhaus.md.

mod act;
mod dql;
mod life;
mod model;
mod provider;
mod render;
mod sample;
mod server;

use chrono::{DateTime, Utc};

pub(crate) use server::ClearhausServer;

/// How a Clearhaus server is set up.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) seed: u64,
    pub(crate) start: DateTime<Utc>,
    /// Number of disputes; the hand-written set without it.
    pub(crate) disputes: Option<usize>,
}
