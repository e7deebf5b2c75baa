//! What the operating system is asked to forbid a worker, before it reads the first byte of a file.
//!
//! Nothing here fails: where a system can't forbid something, the rest is forbidden all the same, and [`attempt`] says
//! truthfully what holds, by trying it.

pub(super) mod attempt;
#[cfg(target_os = "linux")]
mod linux;

/// Processor seconds that one worker may take in all its life; the hard limit, which it can't raise.
#[cfg(unix)]
const WHOLE_LIFE: u64 = 600;
/// After so many processor seconds a worker ends between two requests, and another takes its place.
const LONG_LIFE: u64 = 240;

/// Gives up what a worker doesn't need: memory beyond so many bytes more than the program takes by itself, memory dumps,
/// writing, and, on Linux, files, network, and all system calls but those for memory, threads and time.
#[cfg(unix)]
pub(super) fn process(memory: u64) {
    use rustix::process::Resource;
    #[cfg(target_os = "linux")]
    {
        linux::leave_behind();
        // A program with a window maps hundreds of megabytes of libraries before `main`.
        limit(Resource::As, linux::mapped().saturating_add(memory));
    }
    #[cfg(not(target_os = "linux"))]
    let _ = memory;
    limit(Resource::Core, 0);
    limit(Resource::Fsize, 0);
    limit(Resource::Cpu, WHOLE_LIFE);
    #[cfg(target_os = "linux")]
    linux::fence();
}

/// Grants the next request so many seconds of processor time; then the system ends the process.
#[cfg(unix)]
pub(super) fn processor_time(seconds: u32) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let maximum = getrlimit(Resource::Cpu).maximum;
    let wanted = used_seconds() + u64::from(seconds) + 1;
    let current = Some(maximum.map_or(wanted, |most| most.min(wanted)));
    // Where it can't be set, the wall clock of the asking side is the limit.
    let _ = setrlimit(Resource::Cpu, Rlimit { current, maximum });
}

/// Whether this worker has worked so long that it should end before its hard limit ends it.
pub(super) fn is_spent() -> bool {
    used_seconds() >= LONG_LIFE
}

/// Processor seconds that this process has taken.
#[cfg(unix)]
fn used_seconds() -> u64 {
    let used = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    u64::try_from(used.tv_sec).unwrap_or(0)
}

/// Ends this process, without the last words that a program's libraries may have: they would ask for what is forbidden.
#[cfg(unix)]
#[expect(
    unsafe_code,
    reason = "a system call without a safe form in the standard library"
)]
pub(super) fn end() -> ! {
    // SAFETY: `_exit` takes a number and doesn't return; all that was to be written is flushed.
    unsafe { libc::_exit(0) }
}

/// Waits until there is something to read on standard input, or its end. False after so many seconds.
#[cfg(unix)]
pub(super) fn wait_for_input(seconds: u32) -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let input = std::io::stdin();
    let mut input = [PollFd::new(&input, PollFlags::IN)];
    let longest = Timespec {
        tv_sec: seconds.into(),
        tv_nsec: 0,
    };
    poll(&mut input, Some(&longest)).is_ok_and(|ready| ready > 0)
}

/// Sets a resource's limit, hard, so that nothing in this process can raise it again.
#[cfg(unix)]
fn limit(resource: rustix::process::Resource, value: u64) {
    use rustix::process::{Rlimit, getrlimit, setrlimit};
    let most = getrlimit(resource).maximum;
    let value = Some(most.map_or(value, |most| most.min(value)));
    let limit = Rlimit {
        current: value,
        maximum: value,
    };
    // Lowering is always allowed; a system that doesn't know the resource has no limit to offer.
    let _ = setrlimit(resource, limit);
}

/// Other systems: the wall clock of the asking side is the limit.
#[cfg(not(unix))]
pub(super) fn process(_memory: u64) {}

/// Other systems: the wall clock of the asking side is the limit.
#[cfg(not(unix))]
pub(super) fn processor_time(_seconds: u32) {}

/// Other systems: not known here.
#[cfg(not(unix))]
fn used_seconds() -> u64 {
    0
}

/// Other systems: as any program ends.
#[cfg(not(unix))]
pub(super) fn end() -> ! {
    std::process::exit(0)
}

/// Other systems: a worker waits until the other end closes.
#[cfg(not(unix))]
pub(super) fn wait_for_input(_seconds: u32) -> bool {
    true
}
