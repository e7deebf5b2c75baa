//! What changed, told to whoever shows it: subscribe first, then read once, then re-read what an event names.

use serde::{Deserialize, Serialize};
use tvist_domain::{AccountId, DisputeId, WarningId};

/// Something that a face may be showing has changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// These cases are new or different.
    DisputesChanged {
        ids: Vec<DisputeId>,
    },
    /// These warnings are new or different.
    WarningsChanged {
        ids: Vec<WarningId>,
    },
    /// A draft was saved.
    DraftChanged {
        id: DisputeId,
    },
    /// Accounts were added, removed, or their state changed.
    AccountsChanged,
    SyncStarted {
        account: AccountId,
    },
    SyncEnded {
        account: AccountId,
        ok: bool,
    },
}
