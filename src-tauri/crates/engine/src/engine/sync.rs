//! Bringing accounts up to date.

use super::Engine;
use crate::error::Result;
use crate::view::{DisputeView, SyncView};

impl Engine {
    /// Brings one account, or all, up to date. A failure of one account is told in its entry.
    ///
    /// # Errors
    /// Only when nothing could be tried.
    pub async fn sync(&self, account: Option<&str>, full: bool) -> Result<Vec<SyncView>> {
        crate::watch::round::sync(&self.host, account, full).await
    }

    /// Reads one case again at its provider.
    ///
    /// # Errors
    /// When it can't be read.
    pub async fn refresh(&self, which: &str) -> Result<DisputeView> {
        crate::case::refresh(&self.host, which).await
    }
}
