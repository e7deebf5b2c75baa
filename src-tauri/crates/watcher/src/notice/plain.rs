//! Notices where the system tells of no clicks in time: shown, and no more. The tray's menu opens the case.

use super::Shown;
use crate::presence::Presence;
use std::convert::Infallible;
use std::sync::atomic::{AtomicU32, Ordering};

/// Counts the notices, since these systems give them no number.
#[derive(Default)]
pub(super) struct Shower {
    count: AtomicU32,
}

impl Shower {
    /// Shows a notice; its number.
    pub(super) async fn show(
        &self,
        _presence: &Presence,
        shown: &Shown<'_>,
    ) -> Result<u32, notify_rust::error::Error> {
        notify_rust::Notification::new()
            .appname("Tvist")
            .summary(shown.title)
            .body(shown.body)
            .show()?;
        Ok(self.count.fetch_add(1, Ordering::Relaxed))
    }

    /// Nothing is answered here.
    pub(super) async fn listen(&self, _presence: &Presence) -> Result<(), Infallible> {
        Ok(())
    }

    /// Such a notice goes by itself.
    pub(super) async fn close(&self, _id: u32) {}
}
