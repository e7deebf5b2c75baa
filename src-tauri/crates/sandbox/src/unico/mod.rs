//! A stateful Unico IDPay API: token by signed assertion, transactions, probative sets, chargeback
//! analyses, strict to unico.md.

mod act;
mod assertion;
mod model;
mod provider;
mod request;
mod sample;
mod server;

use chrono::{DateTime, Utc};

pub(crate) use server::UnicoServer;

/// How a Unico server is set up.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) seed: u64,
    pub(crate) start: DateTime<Utc>,
}
