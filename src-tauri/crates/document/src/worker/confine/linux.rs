//! Linux: no descriptors but the three pipes, no privileges, no network of its own, no files, and few system calls.

use landlock::{
    ABI, Access as _, AccessFs, AccessNet, CompatLevel, Compatible as _, Ruleset, RulesetAttr as _,
    Scope,
};
use rustix::process::{DumpableBehavior, Resource, set_dumpable_behavior};
use seccompiler::{
    BackendError, BpfProgram, SeccompAction, SeccompCmpArgLen as Width, SeccompCmpOp as Is,
    SeccompCondition, SeccompFilter, SeccompRule, TargetArch,
};
use std::collections::BTreeMap;

/// Standard input, output and error, and one more: opening is refused below, not by a lack of numbers.
const DESCRIPTORS: u64 = 4;
/// The newest rules of Landlock that this was written for; an older kernel holds those that it knows.
const RULES: ABI = ABI::V6;

/// Lets go of what the program that started this one may have left open, and of all rights to get more.
pub(super) fn leave_behind() {
    close_the_rest();
    let _ = rustix::thread::set_no_new_privs(true);
    own_namespaces();
    // Last, since a change of credentials sets it anew: no dump, and nobody of the same user may look into the memory.
    let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
}

/// Closes the door: from here on there is memory, threads, time, and the three pipes.
pub(super) fn fence() {
    // Each holds without the other; what both can't do here is told by trying.
    let _ = no_files();
    super::limit(Resource::Nofile, DESCRIPTORS);
    if let Ok(filters) = filters() {
        for filter in &filters {
            if seccompiler::apply_filter(filter).is_err() {
                return;
            }
        }
    }
}

/// Address space in use now, in bytes; 0 if the system doesn't tell.
pub(super) fn mapped() -> u64 {
    let line = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let size = line.lines().find_map(|line| line.strip_prefix("VmSize:"));
    let kib = size
        .and_then(|rest| rest.split_whitespace().next())
        .and_then(|n| n.parse::<u64>().ok());
    kib.unwrap_or(0) * 1024
}

/// Closes all descriptors but the first three.
#[expect(
    unsafe_code,
    reason = "a system call without a safe form: descriptors may have owners, but here nothing has been opened yet"
)]
fn close_the_rest() {
    // SAFETY: called first in `main`, before anything in this process has opened a file.
    let closed = unsafe { libc::syscall(libc::SYS_close_range, 3_u32, u32::MAX, 0_u32) };
    if closed == 0 {
        return;
    }
    // Kernels before 5.9.
    let open = std::fs::read_dir("/proc/self/fd").into_iter().flatten();
    let numbers: Vec<i32> = open
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .collect();
    for number in numbers.into_iter().filter(|number| *number > 2) {
        // SAFETY: as above; the folder's own descriptor is closed already, and closing it again is only refused.
        unsafe { libc::close(number) };
    }
}

/// A network of its own, with nothing in it, where an ordinary process may have one.
#[expect(
    unsafe_code,
    reason = "a system call without a safe form in the standard library"
)]
fn own_namespaces() {
    let all = libc::CLONE_NEWUSER | libc::CLONE_NEWNET | libc::CLONE_NEWIPC;
    // SAFETY: `unshare` takes flags only; this process has one thread.
    unsafe {
        if libc::unshare(all) != 0 {
            libc::unshare(libc::CLONE_NEWNET | libc::CLONE_NEWIPC);
        }
    }
}

/// Landlock with nothing allowed: no file, no TCP, nobody outside to signal or to reach by an abstract socket.
fn no_files() -> Result<(), landlock::RulesetError> {
    Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(RULES))?
        .handle_access(AccessNet::from_all(RULES))?
        .scope(Scope::from_all(RULES))?
        .create()?
        .restrict_self()?;
    Ok(())
}

/// What a worker may ask of the system; all else is answered with "not permitted".
///
/// Two filters, since each knows two answers: the first sends whoever wants `clone3`, whose flags can't be looked at, to
/// `clone`; the second is the list.
fn filters() -> Result<[BpfProgram; 2], BackendError> {
    let arch = TargetArch::try_from(std::env::consts::ARCH)?;
    let older = SeccompFilter::new(
        BTreeMap::from([(libc::SYS_clone3, Vec::new())]),
        SeccompAction::Allow,
        SeccompAction::Errno(libc::ENOSYS as u32),
        arch,
    )?;
    let list = SeccompFilter::new(
        allowed()?,
        SeccompAction::Errno(libc::EPERM as u32),
        SeccompAction::Allow,
        arch,
    )?;
    Ok([older.try_into()?, list.try_into()?])
}

fn allowed() -> Result<BTreeMap<i64, Vec<SeccompRule>>, BackendError> {
    let always = [
        // The three pipes.
        libc::SYS_read,
        libc::SYS_write,
        libc::SYS_readv,
        libc::SYS_writev,
        libc::SYS_close,
        #[cfg(target_arch = "x86_64")]
        libc::SYS_poll,
        libc::SYS_ppoll,
        // Memory.
        libc::SYS_brk,
        libc::SYS_madvise,
        libc::SYS_mremap,
        libc::SYS_munmap,
        libc::SYS_getrandom,
        // Threads.
        libc::SYS_clone3,
        libc::SYS_futex,
        libc::SYS_getcpu,
        libc::SYS_getpid,
        libc::SYS_gettid,
        libc::SYS_rseq,
        libc::SYS_sched_getaffinity,
        libc::SYS_sched_yield,
        libc::SYS_set_robust_list,
        // Time.
        libc::SYS_clock_getres,
        libc::SYS_clock_gettime,
        libc::SYS_clock_nanosleep,
        libc::SYS_gettimeofday,
        libc::SYS_nanosleep,
        libc::SYS_restart_syscall,
        // Its own end, and signals that it gets.
        libc::SYS_exit,
        libc::SYS_exit_group,
        libc::SYS_rt_sigaction,
        libc::SYS_rt_sigprocmask,
        libc::SYS_rt_sigreturn,
        libc::SYS_sigaltstack,
    ];
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> =
        always.into_iter().map(|call| (call, Vec::new())).collect();
    // Memory that holds code is made before `main`, and never again.
    let no_code = || argument(2, Width::Dword, Is::MaskedEq(libc::PROT_EXEC as u64), 0);
    rules.insert(libc::SYS_mmap, vec![all([no_code()?])?]);
    rules.insert(libc::SYS_mprotect, vec![all([no_code()?])?]);
    // A thread of this process, never another process.
    let thread = libc::CLONE_THREAD as u64;
    let thread = argument(0, Width::Dword, Is::MaskedEq(thread), thread)?;
    rules.insert(libc::SYS_clone, vec![all([thread])?]);
    // A thread's name.
    let named = argument(0, Width::Dword, Is::Eq, libc::PR_SET_NAME as u64)?;
    rules.insert(libc::SYS_prctl, vec![all([named])?]);
    // The processor time of the next request, below the hard limit.
    let own = argument(0, Width::Dword, Is::Eq, 0)?;
    let processor = argument(1, Width::Dword, Is::Eq, u64::from(libc::RLIMIT_CPU))?;
    rules.insert(libc::SYS_prlimit64, vec![all([own, processor])?]);
    // Ending itself where memory is short.
    let own = argument(0, Width::Dword, Is::Eq, u64::from(std::process::id()))?;
    let abort = argument(2, Width::Dword, Is::Eq, libc::SIGABRT as u64)?;
    rules.insert(libc::SYS_tgkill, vec![all([own, abort])?]);
    Ok(rules)
}

fn argument(place: u8, width: Width, is: Is, value: u64) -> Result<SeccompCondition, BackendError> {
    SeccompCondition::new(place, width, is, value)
}

/// All of these have to be so.
fn all<const N: usize>(conditions: [SeccompCondition; N]) -> Result<SeccompRule, BackendError> {
    SeccompRule::new(conditions.into())
}
