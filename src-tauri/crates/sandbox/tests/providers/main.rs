//! The provider servers over real HTTP, section by section of the providers' documentation.

#![expect(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

mod celcoin;
mod clearhaus;
mod shop;
mod stripe;
mod time;
mod unico;
