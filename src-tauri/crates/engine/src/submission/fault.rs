//! Named points of the submission protocol at which a test build ends the process at once, and of the watch at which it
//! panics.

/// The points, in the order of the protocol. `tests/once/crash.rs` dies at each of them.
pub const POINTS: [&str; 11] = [
    "sealed",
    "intended",
    "unnoted",
    "uploaded",
    "prepared",
    "reread",
    "sending",
    "sent",
    "settled",
    "reconciling",
    "reconciled",
];

/// Ends the process here if `TVIST_FAULT` names the point.
#[cfg(feature = "faults")]
pub(crate) fn point(name: &'static str) {
    debug_assert!(POINTS.contains(&name), "{name} is no known point");
    let Ok(wanted) = std::env::var("TVIST_FAULT") else {
        return;
    };
    for point in wanted.split(',').map(str::trim).filter(|p| !p.is_empty()) {
        if point == name {
            std::process::abort();
        }
    }
}

/// Panics here, as a fault in the program would, if `TVIST_FAULT` names `panic-NAME`; `panic-NAME-once` only the first
/// time.
#[cfg(feature = "faults")]
pub(crate) fn breaks(name: &'static str) {
    use std::sync::atomic::{AtomicBool, Ordering};
    static BROKEN: AtomicBool = AtomicBool::new(false);
    let Ok(wanted) = std::env::var("TVIST_FAULT") else {
        return;
    };
    let always = format!("panic-{name}");
    let once = format!("{always}-once");
    for point in wanted.split(',').map(str::trim) {
        let first = point == once && !BROKEN.swap(true, Ordering::Relaxed);
        assert!(point != always && !first, "planted: {name}");
    }
}

/// Nothing, in ordinary builds.
#[cfg(not(feature = "faults"))]
#[inline]
pub(crate) fn point(_name: &'static str) {}

/// Nothing, in ordinary builds.
#[cfg(not(feature = "faults"))]
#[inline]
pub(crate) fn breaks(_name: &'static str) {}
