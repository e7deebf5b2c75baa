//! What every room stands on: the database, the keychain, the clock, the locks, the look-ups. It knows no room.

pub mod breakdown;
pub mod clock;
pub(crate) mod entry;
pub(crate) mod folder;
pub(crate) mod harden;
pub mod intake;
pub(crate) mod integrity;
pub(crate) mod keychain;
pub(crate) mod lock;
pub(crate) mod lookup;
pub(crate) mod memory;
pub(crate) mod open;
pub mod owner_file;
pub mod setting;
pub(crate) mod task;
pub(crate) mod waiting;
pub(crate) mod words;
pub(crate) mod zone;

use crate::event::Event;
use keychain::Keychain;
use memory::Memory;
use std::path::Path;
use std::sync::Arc;
use tokio::sync::broadcast;
use tvist_document::worker::Workshop;
use tvist_domain::clock::{Clock, Timestamp};
use tvist_store::Store;
use words::Words;

/// What a use case works with. Clones are the same host.
#[derive(Clone)]
pub(crate) struct Host {
    pub(crate) store: Store,
    pub(crate) keychain: Keychain,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) workshop: Arc<Workshop>,
    pub(crate) words: Arc<Words>,
    pub(crate) data_dir: Arc<Path>,
    /// Names the folder in the keychain.
    pub(crate) profile: Arc<str>,
    pub(crate) memory: Memory,
    events: broadcast::Sender<Event>,
}

/// A state of the database's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp(Option<(u64, std::time::SystemTime)>);

impl Host {
    /// Tells what changes from now on.
    pub(crate) fn events(&self) -> broadcast::Receiver<Event> {
        self.events.subscribe()
    }

    /// Tells whoever listens; nobody listening is fine.
    pub(crate) fn tell(&self, event: Event) {
        let _ = self.events.send(event);
    }

    /// The present moment by the engine's clock, which in practice is not the machine's.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Changes whenever any program has written to the database; a look at the file, no question to the database.
    pub(crate) fn stamp(&self) -> Stamp {
        let file = std::fs::metadata(self.data_dir.join(open::DATABASE_FILE)).ok();
        Stamp(file.and_then(|m| Some((m.len(), m.modified().ok()?))))
    }
}
