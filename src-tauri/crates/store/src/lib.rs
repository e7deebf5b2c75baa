//! All that Tvist knows, in one encrypted SQLite file that two processes may have open at once.
//!
//! [`Store`] is a cheap handle with one writer connection and a few readers; a read that begins after a write was
//! committed sees it. Every write is one transaction. One file a table:
//!
//! | table | file |
//! |---|---|
//! | `account` | `account.rs` |
//! | `secret` | `secret.rs` |
//! | `dispute`, `dispute_raw_past` | `dispute.rs` (reading one), `apply.rs` (storing a page), `desk.rs` (lists) |
//! | `dispute_search` | `search.rs` |
//! | `timeline` | `timeline.rs` |
//! | `draft`, `draft_past`, `draft_undone`, `document` | `draft.rs` |
//! | `submission`, `submission_file` | `submission.rs`, `settlement.rs`, `submission_correction.rs`, `submission_record.rs` |
//! | `skipped` | `skipped.rs` |
//! | `erased` | `erase.rs` |
//! | `warning` | `warning.rs` |
//! | `reminder`, `setting` | by name |
//!
//! The schema itself refuses what must never be: a second live submission, a change of the timeline or of what was
//! sealed. Columns are read by private row types; text that can't be read is an error, never a panic.

mod account;
mod apply;
mod backup;
mod column;
mod copy;
mod desk;
mod dispute;
mod draft;
mod erase;
mod error;
mod key;
mod migration_copy;
mod narrow;
mod open;
mod place;
mod reminder;
mod restore;
mod schema;
mod search;
mod secret;
mod setting;
mod settlement;
mod skipped;
mod submission;
mod submission_correction;
mod submission_record;
mod teardown;
mod timeline;
mod warning;

pub use account::Account;
pub use apply::Upsert;
pub use backup::Integrity;
pub use desk::Query;
pub use dispute::StoredDispute;
pub use error::{Cause, StoreError};
pub use key::DatabaseKey;
pub use narrow::Narrow;
pub use open::{DATABASE_FILE, Store, is_sealed};
pub use restore::Source;
pub use schema::SCHEMA_VERSION;
pub use settlement::Settlement;
pub use submission_record::{SentFile, SubmissionRecord};
pub use warning::Warned;

/// What every call of the store gives.
pub type Result<T> = std::result::Result<T, StoreError>;
