//! Work that blocks a thread, beside everything else.

use crate::error::{Error, Result};

/// Runs work that blocks beside the event loop.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|e| Error::Stopped(e.to_string()))
}
