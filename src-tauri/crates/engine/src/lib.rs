//! What the program does, in rooms that know only downwards, behind one handle that all faces share.
//!
//! | room | what is in it |
//! |---|---|
//! | [`host`] | what every room stands on: database, keychain, clock, locks, look-ups, settings |
//! | [`account`] | accounts, their secrets, the connection to the provider, its clock, how fresh it is |
//! | [`evidence`] | drafts, blackouts, the pack that would leave |
//! | [`sync`] | reading: planned against what is known, stored page by page |
//! | [`case`](mod@case) | the desk and the case as both faces show them, warnings, documents, comments |
//! | [`submission`] | what can't be undone: rehearsed, sealed, sent once, settled by reading; analyses |
//! | [`reminder`] | deadlines, reminders, notices, the look at the tray |
//! | [`export`] | learning, books, calendars |
//! | [`watch`] | bringing accounts up to date, by the clock or by a provider's call |
//! | [`erasure`], [`backup`], [`health`] | the whole of the data |
//! | [`engine`] | the handle, which composes |
//!
//! A room's functions take the host, or only what they need of it. `tests/structure/rooms.rs` refuses an arrow upwards.
//! Times come from the injected clock. Use cases are async and cancel safely: what is stored is stored in one transaction.

mod account;
mod backup;
mod case;
mod engine;
mod erasure;
pub mod error;
pub mod event;
mod evidence;
pub mod export;
mod health;
mod host;
mod reminder;
#[cfg(test)]
mod sample;
mod submission;
mod sync;
pub mod view;
mod watch;

pub use account::NewAccount;
pub use account::secret_input::GivenSecrets;
pub use account::secrets::{account_forms, credential_value};
pub use backup::{BackupView, RestoredView};
pub use case::DeskQuery;
pub use engine::Engine;
pub use error::{Error, Result};
pub use event::Event;
pub use evidence::NewFile;
pub use evidence::blackout::{Area, Blackout};
pub use export::insights;
pub use export::{CalendarProblem, CalendarView, ExportQuery, Exported, Format};
pub use health::{
    AccountHealth, ClockHealth, DatabaseHealth, HealthView, KeychainHealth, WorkerHealth,
};
pub use host::breakdown::Breakdown;
pub use host::folder::data_folder;
pub use host::harden::{CoreDumps, core_dumps, forbid_core_dumps};
pub use host::keychain::KeychainSource;
pub use host::open::{DocumentWorker, OpenOptions};
pub use host::{clock, intake, owner_file, setting};
pub use reminder::deadlines::{DatedView, DeadlinesView};
pub use reminder::notice::Notice;
pub use reminder::summary::{DeskSummary, SummaryAccount, SummaryCase};
pub use submission::FAULT_POINTS;
pub use submission::analysis::NewAnalysis;
pub use tvist_document::worker;
pub use tvist_domain as domain;
pub use tvist_store::Narrow;
pub use watch::Watch;
