//! What is wanted of the program that watches without a window.

use crate::location::Location;
use tokio::sync::oneshot;

/// What the owner, the system or another start wants.
#[derive(Debug)]
pub(super) enum Order {
    /// The window, at a place where one is meant.
    Open(Option<Location>),
    /// A line of the tray's menu, by its id.
    Chosen(String),
    /// Another program watches from now on; it is told what it needs.
    MakeRoom(RoomRequest),
    Quit,
}

/// Another program wants this one's place.
#[derive(Debug)]
pub(super) struct RoomRequest {
    /// Its name on the bus, which goes with it.
    pub(super) asker: Option<String>,
    pub(super) answer: oneshot::Sender<String>,
}

impl RoomRequest {
    /// Gives it what it needs.
    pub(super) fn answer(self, left: String) {
        // Nobody waits any more.
        let _ = self.answer.send(left);
    }
}
