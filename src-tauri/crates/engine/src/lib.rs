//! What the program does: one use case a file, behind one handle that both faces share.
//!
//! [`Engine::open`] opens the encrypted database with its key from the keychain. Everything else is a method:
//!
//! | noun | methods | file |
//! |---|---|---|
//! | accounts | `account_add`, `accounts`, `account_check`, `account_remove`, `account_renew` | `account.rs`, `removal.rs`, `renewal.rs`; their secrets: `secrets.rs`, `certificate.rs`, `entry.rs` |
//! | reading | `sync`, `refresh` | `sync.rs` |
//! | cases | `desk`, `dispute`, `resolve` | `case.rs` |
//! | erasing | `erase_rehearse`, `erase` | `erasure.rs` |
//! | evidence | `evidence_add`, `evidence_text`, `evidence_fact`, `evidence_remove`, `evidence_move`, `evidence_undo`, `evidence_redo`, `evidence_list`, `evidence_check`, `evidence_pack`, `page_picture`, `evidence_redact`, `evidence_vouch` | `evidence.rs`, `blackout.rs`, `pack/` |
//! | acts | `rehearse`, `perform`, `reconcile`, `outcome_stated`, `receipts` | `submission/` |
//! | warnings of fraud | `warnings`, `warning`, `warning_rehearse`, `warning_refund` | `warning/` |
//! | documents, comments | `documents`, `document_get`, `comments`, `comment_add` | `correspondence.rs` |
//! | the program's own faults | `breakdowns`, `note_breakdown` | `breakdown.rs` |
//! | the provider itself | `answer_manually`, `special_evidence_check` | `provider_side.rs` |
//! | analyses (Unico) | `analysis_rehearse`, `analysis_request`, `analyses`, `analyses_refresh`, `analysis_identify`, `analysis_probative` | `analysis.rs` |
//! | webhook (Celcoin) | `webhook_rehearse`, `webhook_register`, `webhook_serve` | `webhook.rs` |
//! | reminders | `reminders`, `watch`, `snooze`, `pause_reminders`, `glance` | `reminders.rs`, `watch.rs`, `glance.rs` |
//! | deadlines, calendar | `deadlines`, `calendar`, `set_calendar` | `deadlines.rs`, `export/calendar.rs` |
//! | learning, books | `insights`, `export` | `insights.rs`, `export/` |
//! | backups, the file | `backup`, `Engine::restore`, `integrity` | `backup.rs`, `integrity.rs` |
//! | files in, files out | `intake::read`, `owned::write` | `intake.rs`, `owned.rs` |
//! | what holds here | `Engine::health_of`, `health` | `health.rs`, `harden.rs` |
//!
//! Times come from the injected clock. Methods are async and cancel safely: what is stored is stored in one transaction.

mod account;
mod analysis;
mod backup;
mod blackout;
mod breakdown;
mod case;
mod certificate;
pub mod clock;
mod connect;
mod correspondence;
mod credential;
mod deadlines;
mod entry;
mod erasure;
pub mod error;
pub mod event;
mod evidence;
pub mod export;
mod filing;
mod folder;
mod freshness;
mod given;
mod glance;
mod harden;
mod health;
mod hold;
pub mod insights;
pub mod intake;
mod integrity;
mod money;
mod notice;
mod open;
pub mod owned;
mod pack;
mod provider_side;
mod reminders;
mod removal;
mod renewal;
mod said;
mod secrets;
pub mod setting;
mod skew;
mod standing;
mod submission;
mod sync;
pub mod view;
mod visits;
mod warning;
mod watch;
mod webhook;
mod words;

pub use account::NewAccount;
pub use analysis::NewAnalysis;
pub use backup::{BackupView, RestoredView};
pub use blackout::{Area, Blackout};
pub use breakdown::Breakdown;
pub use case::DeskQuery;
pub use credential::KeychainSource;
pub use deadlines::{DatedView, DeadlinesView};
pub use error::{Error, Result};
pub use event::Event;
pub use evidence::NewFile;
pub use export::{CalendarProblem, CalendarView, ExportQuery, Exported, Format};
pub use folder::data_folder;
pub use given::GivenSecrets;
pub use glance::{Glance, GlanceAccount, GlanceCase};
pub use harden::{CoreDumps, core_dumps, forbid_core_dumps};
pub use health::{
    AccountHealth, ClockHealth, DatabaseHealth, HealthView, KeychainHealth, WorkerHealth,
};
pub use notice::Notice;
pub use open::{DocumentWorker, Engine, OpenOptions};
pub use secrets::{account_forms, credential_value};
pub use submission::FAULT_POINTS;
pub use tvist_document::worker;
pub use tvist_domain as domain;
pub use tvist_store::Narrow;
pub use watch::Watch;
