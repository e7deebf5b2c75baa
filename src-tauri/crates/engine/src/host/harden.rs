//! What a program forbids itself before anything else: a picture of its memory on the disk, where keys, tokens and cases
//! would lie in clear.

use serde::{Deserialize, Serialize};

/// Whether the system writes a program's memory to the disk when it crashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum CoreDumps {
    Off,
    On,
    /// The system decides that by itself, and doesn't tell.
    Unknown,
}

/// Forbids memory dumps of this process; on Linux also that other programs of the same user look into its memory.
///
/// The first call of each program's `main`: another program that takes this one's place has to call it anew.
pub fn forbid_core_dumps() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let none = Rlimit {
            current: Some(0),
            maximum: Some(0),
        };
        // Lowering is always allowed; whether it holds is told by `core_dumps`.
        let _ = setrlimit(Resource::Core, none);
    }
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}

/// What holds in this very process.
#[must_use]
pub fn core_dumps() -> CoreDumps {
    if limited() && undumpable() {
        CoreDumps::Off
    } else if cfg!(unix) {
        CoreDumps::On
    } else {
        CoreDumps::Unknown
    }
}

#[cfg(unix)]
fn limited() -> bool {
    use rustix::process::{Resource, getrlimit};
    getrlimit(Resource::Core).maximum == Some(0)
}

#[cfg(not(unix))]
fn limited() -> bool {
    false
}

/// A dump may also go to a program, which no limit on files concerns.
#[cfg(target_os = "linux")]
fn undumpable() -> bool {
    use rustix::process::{DumpableBehavior, dumpable_behavior};
    dumpable_behavior().is_ok_and(|now| now == DumpableBehavior::NotDumpable)
}

#[cfg(not(target_os = "linux"))]
fn undumpable() -> bool {
    true
}
