//! What changed, told to whoever shows it, the page as well: subscribe first, then read once, then re-read what an event names.

use serde::{Deserialize, Serialize};
use tvist_domain::{AccountId, DisputeId, WarningId};

/// Something that a face may be showing has changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// These cases are new or different; none named means any of them.
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
    /// Where the watch stands is different: the next visit, or a pause of reminders. Told by whoever watches.
    WatchChanged,
}
