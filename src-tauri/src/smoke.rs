//! `--smoke-test`: the packaged program proves that it starts. The window comes up, its page speaks, and all ends well.

use std::time::Duration;
use tauri::AppHandle;

const ARGUMENT: &str = "--smoke-test";
const PATIENCE: Duration = Duration::from_secs(30);

/// Whether this start is such a test.
#[must_use]
pub fn is_asked() -> bool {
    std::env::args()
        .skip(1)
        .any(|argument| argument == ARGUMENT)
}

/// Ends the test as failed when the page doesn't speak in time.
pub fn watch(app: AppHandle) {
    if is_asked() {
        tauri::async_runtime::spawn(async move {
            tokio::time::sleep(PATIENCE).await;
            tracing::error!("the page did not speak");
            app.exit(1);
        });
    }
}

/// The page has spoken: a test has succeeded.
pub fn page_is_up(app: &AppHandle) {
    if is_asked() {
        app.exit(0);
    }
}
