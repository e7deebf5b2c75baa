//! The words and rules of payment disputes: pure values and functions, no I/O, no async, no clock.
//!
//! Every rule takes what it needs as arguments, `now` included, so that a table or a property can hold it.
//! Provider rules (windows, limits, what silence does) are dated data in [`rules`], one file a provider.

#![cfg_attr(not(test), warn(clippy::arithmetic_side_effects))]

pub mod act;
pub mod assessment;
pub mod balance;
pub mod check;
pub mod clock;
pub mod clock_jump;
pub mod cpf;
pub mod days;
pub mod deadline;
pub mod dispute;
pub mod erasure;
pub mod evidence;
pub mod formatting;
pub mod freshness;
pub mod id;
pub mod ladder;
pub mod loss;
pub mod money;
pub mod movement;
pub mod notice;
pub mod order;
pub mod outside;
#[allow(
    clippy::arithmetic_side_effects,
    reason = "positions inside one text in memory; a property test gives it any text"
)]
pub mod pan;
pub mod plan;
pub mod provider;
pub mod reason;
pub mod reminder;
pub mod rules;
pub mod schedule;
pub mod skew;
pub mod status;
pub mod step;
pub mod submission;
pub mod timeline;
pub mod warning;
pub mod zone;

pub use act::Act;
pub use assessment::Assessment;
pub use deadline::{Deadline, DeadlineKind, Source};
pub use dispute::Dispute;
pub use id::{AccountId, DisputeId, ItemId, SubmissionId, WarningId};
pub use money::Money;
pub use provider::Provider;
pub use reason::{Category, KlarnaReason, Reason};
pub use status::{NextStep, Stage, Status};
pub use submission::Subject;
pub use warning::Warning;
