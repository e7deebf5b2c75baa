//! The end of the process: SQLCipher must not tear itself down under threads that still close their connections.
//!
//! SQLCipher 4.10 frees its providers, mutexes and private memory in a handler at exit. A driver's thread that is just
//! closing its connection then uses freed memory, and the process ends with a fault instead of its exit code. Nothing
//! is left to be done at that point (every commit is on disk), so the process leaves before that handler.

use std::sync::Once;

/// Sees to it that the process leaves with its exit code. Called after the first connection, since handlers run in the
/// reverse order of their registration and SQLCipher registers its own with the first one.
pub(crate) fn leave_before_it() {
    static ONCE: Once = Once::new();
    ONCE.call_once(register);
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[expect(unsafe_code, reason = "the handler and the way out exist in C only")]
fn register() {
    use std::ffi::{c_int, c_void};

    unsafe extern "C" {
        fn on_exit(handler: extern "C" fn(c_int, *mut c_void), argument: *mut c_void) -> c_int;
        fn _exit(status: c_int) -> !;
    }
    extern "C" fn leave(status: c_int, _: *mut c_void) {
        // SAFETY: `_exit` has no preconditions; Rust's own output is flushed before handlers run.
        unsafe { _exit(status) }
    }
    // SAFETY: glibc's documented signature; the handler lives as long as the program and takes no argument.
    let registered = unsafe { on_exit(leave, std::ptr::null_mut()) };
    if registered != 0 {
        tracing::warn!("the process ends in the ordinary way");
    }
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn register() {}
