//! The log on standard error: off unless asked for, and of this program's own parts only.
//!
//! Other people's code logs what it likes: a database driver its statements, the one that carries the key among them,
//! an HTTP client its headers. So nothing but our own crates, which know what is secret, is ever written.

use tracing_subscriber::filter::{EnvFilter, FilterExt, filter_fn};
use tracing_subscriber::prelude::*;

/// Every crate of ours begins with it.
const OURS: &str = "tvist";

/// Begins to log what `wish` asks for: a level, or parts with levels (`tvist_engine=debug,tvist_provider=trace`).
pub fn start(wish: Option<&str>) {
    let Some(wish) = wish.filter(|wish| !wish.trim().is_empty()) else {
        return;
    };
    let filter = EnvFilter::builder().parse_lossy(wish);
    let layer = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .with_filter(filter.and(filter_fn(|metadata| is_ours(metadata.target()))));
    // Fails only where somebody logs already, and then that one stays.
    let _ = tracing_subscriber::registry().with(layer).try_init();
}

fn is_ours(target: &str) -> bool {
    target.starts_with(OURS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_parts_are_written() {
        for (target, ours) in [
            ("tvist", true),
            ("tvist_engine::sync", true),
            ("sqlx::query", false),
            ("hyper_util::client", false),
        ] {
            assert_eq!(is_ours(target), ours, "{target}");
        }
    }
}
