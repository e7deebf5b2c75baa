//! The headless program as a script meets it: the real binary, the contract, and a real server on loopback.
//!
//! `make test` runs this on a private desktop, whose keyring the program uses; alone: `tests/desktop/run cargo test …`.
#![expect(clippy::unwrap_used, reason = "a test that can't go on says where")]

mod account;
mod account_renew;
mod backup;
mod canaries;
mod card_number;
mod card_number_scan;
mod contract;
mod core_dumps;
mod costs;
mod disk;
mod disputes;
mod disputes_filters;
mod documents;
mod eligibility;
mod erase;
mod evidence;
mod evidence_pack;
mod export;
mod files;
mod health;
mod hostile;
mod keychain;
mod lost_database;
mod next_step;
mod offline;
mod practice;
mod reconcile;
mod reconcile_saw;
mod reminders;
mod returned_case;
mod secrecy;
mod skew;
mod submit;
mod support;
mod sync;
mod sync_after_sleep;
mod thousand_disputes;
mod unreadable_records;
mod usage;
mod warnings;
mod watch;
mod webhook;
