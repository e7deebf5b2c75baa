//! Notices where the system tells of no clicks in time: shown, and no more. The tray's menu opens the case.

use crate::notice::message::{Answer, Shown};
use std::convert::Infallible;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::runtime::Handle;
use tokio::sync::mpsc::UnboundedSender;

/// Counts the notices, since these systems give them no number.
pub(super) struct Shower {
    count: AtomicU32,
    /// Nothing is ever answered; whoever listens doesn't hear of an end all the same.
    _heard: UnboundedSender<(u32, Answer)>,
}

impl Shower {
    /// What is answered would go to `heard`.
    pub(super) fn new(_runtime: Handle, heard: UnboundedSender<(u32, Answer)>) -> Self {
        Self {
            count: AtomicU32::default(),
            _heard: heard,
        }
    }

    /// Shows a notice; its number.
    pub(super) async fn show(&self, shown: &Shown<'_>) -> Result<u32, notify_rust::error::Error> {
        notify_rust::Notification::new()
            .appname("Tvist")
            .summary(shown.title)
            .body(shown.body)
            .show()?;
        Ok(self.count.fetch_add(1, Ordering::Relaxed))
    }

    /// Nothing is answered here.
    pub(super) async fn listen(&self) -> Result<(), Infallible> {
        Ok(())
    }

    /// Such a notice goes by itself.
    pub(super) async fn close(&self, _id: u32) {}
}
