//! The log on standard error: off unless `TVIST_LOG` asks for it, and of this program's own parts only.
//!
//! Other people's code logs what it likes, secrets and statements among it; our own crates know what is secret.

use tracing_subscriber::filter::{EnvFilter, FilterExt as _, filter_fn};
use tracing_subscriber::prelude::*;

/// Begins to log what the environment asks for.
pub fn start() {
    let Some(wish) = std::env::var("TVIST_LOG")
        .ok()
        .filter(|w| !w.trim().is_empty())
    else {
        return;
    };
    let filter = EnvFilter::builder().parse_lossy(wish);
    let layer = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .with_filter(filter.and(filter_fn(|metadata| metadata.target().starts_with("tvist"))));
    // Fails only where somebody logs already, and then that one stays.
    let _ = tracing_subscriber::registry().with(layer).try_init();
}
