//! What the operating system is asked to forbid a worker. The only unsafe code of the crate.

/// Limits memory to so many bytes beyond what the program takes by itself, forbids memory dumps, and
/// cuts the network off where the system lets an ordinary process do that.
#[cfg(unix)]
#[expect(
    unsafe_code,
    reason = "system calls without a safe form in the standard library"
)]
pub(super) fn process(memory: u64) {
    set_limit(libc::RLIMIT_CORE as _, 0);
    #[cfg(target_os = "linux")]
    {
        // A program with a window maps hundreds of megabytes of libraries before `main`.
        set_limit(libc::RLIMIT_AS as _, mapped().saturating_add(memory));
        // SAFETY: `unshare` takes flags only; this process has one thread. Failing is allowed: the
        // worker opens no connection by itself.
        unsafe { libc::unshare(libc::CLONE_NEWUSER | libc::CLONE_NEWNET) };
    }
    #[cfg(not(target_os = "linux"))]
    let _ = memory;
}

/// Grants the next request so many seconds of processor time; then the system ends the process.
#[cfg(unix)]
#[expect(
    unsafe_code,
    reason = "system calls without a safe form in the standard library"
)]
pub(super) fn processor_time(seconds: u32) {
    // SAFETY: `getrusage` fills the structure it is given, which lives through the call; all-zero is
    // a valid value of it.
    let used = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        libc::getrusage(libc::RUSAGE_SELF, &raw mut usage);
        usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
    };
    let used = u64::try_from(used).unwrap_or(0);
    set_limit(libc::RLIMIT_CPU as _, used + u64::from(seconds) + 1);
}

/// Waits until there is something to read on standard input, or its end. False after so many seconds.
#[cfg(unix)]
#[expect(
    unsafe_code,
    reason = "system calls without a safe form in the standard library"
)]
pub(super) fn wait_for_input(seconds: u32) -> bool {
    let milliseconds = i32::try_from(seconds.saturating_mul(1000)).unwrap_or(i32::MAX);
    let mut input = libc::pollfd {
        fd: 0,
        events: libc::POLLIN,
        revents: 0,
    };
    // SAFETY: one structure is passed, with the count 1, and it lives through the call.
    unsafe { libc::poll(&raw mut input, 1, milliseconds) > 0 }
}

/// Sets the soft limit of a resource, as far as the hard limit allows.
#[cfg(unix)]
#[expect(
    unsafe_code,
    reason = "system calls without a safe form in the standard library"
)]
fn set_limit(resource: i32, value: u64) {
    // SAFETY: both calls get a structure that lives through them; the resource is one of libc's.
    unsafe {
        let mut limit = libc::rlimit {
            rlim_cur: 0,
            rlim_max: 0,
        };
        if libc::getrlimit(resource as _, &raw mut limit) == 0 {
            limit.rlim_cur = limit.rlim_max.min(value as _);
            libc::setrlimit(resource as _, &raw const limit);
        }
    }
}

/// Address space in use now, in bytes; 0 if the system doesn't tell.
#[cfg(target_os = "linux")]
fn mapped() -> u64 {
    let line = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let size = line.lines().find_map(|line| line.strip_prefix("VmSize:"));
    let kib = size
        .and_then(|rest| rest.split_whitespace().next())
        .and_then(|n| n.parse::<u64>().ok());
    kib.unwrap_or(0) * 1024
}

/// Other systems: the wall clock of the asking side is the limit.
#[cfg(not(unix))]
pub(super) fn process(_memory: u64) {}

/// Other systems: the wall clock of the asking side is the limit.
#[cfg(not(unix))]
pub(super) fn processor_time(_seconds: u32) {}

/// Other systems: a worker waits until the other end closes.
#[cfg(not(unix))]
pub(super) fn wait_for_input(_seconds: u32) -> bool {
    true
}
