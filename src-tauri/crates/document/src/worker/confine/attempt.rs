//! What of the confinement holds, found out by trying: what a worker is forbidden it asks for, and is refused or not.

use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{self, ErrorKind};
use std::net::{TcpStream, UdpSocket};

/// What a worker can't do on this machine, each found out by trying it in a worker.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confinement {
    /// It can neither read nor make files.
    pub files: bool,
    /// It reaches no network, and no other program's socket.
    pub network: bool,
    /// It can start no program and no process, and touch no other one.
    pub syscalls: bool,
}

/// Tries all of it in this very process. What works all the same is undone at once.
pub(in crate::worker) fn all() -> Confinement {
    Confinement {
        files: is_refused(reading()) && is_refused(writing()),
        network: is_refused(sending()) && is_refused(connecting()) && is_refused(other_program()),
        syscalls: is_refused(starting())
            && is_refused(process::forking())
            && is_refused(process::signalling()),
    }
}

/// Only the system's word that it isn't permitted counts; what fails for another reason might not fail tomorrow.
fn is_refused(tried: io::Result<()>) -> bool {
    tried.is_err_and(|e| e.kind() == ErrorKind::PermissionDenied)
}

/// A folder that every system has can be opened for reading where files can; Windows has files only.
fn reading() -> io::Result<()> {
    let there = if cfg!(unix) {
        std::path::PathBuf::from("/")
    } else {
        std::env::current_exe()?
    };
    File::open(there).map(drop)
}

fn writing() -> io::Result<()> {
    let name = format!("tvist-attempt-{}", std::process::id());
    let file = std::env::temp_dir().join(name);
    drop(File::create_new(&file)?);
    std::fs::remove_file(file)
}

/// Nothing is sent: a datagram's socket connects by itself. Without a way out the system says so.
fn sending() -> io::Result<()> {
    let socket = UdpSocket::bind("0.0.0.0:0").map_err(no_way_out)?;
    // An address for documentation, RFC 5737.
    socket.connect("192.0.2.1:9").map_err(no_way_out)
}

/// Whether anybody listens there doesn't matter: a refusal by the other end is a way out.
fn connecting() -> io::Result<()> {
    TcpStream::connect("127.0.0.1:9")
        .map(drop)
        .map_err(no_way_out)
}

/// A network without anything in it is as good as a refusal.
fn no_way_out(e: io::Error) -> io::Error {
    match e.kind() {
        ErrorKind::NetworkUnreachable | ErrorKind::NetworkDown => {
            ErrorKind::PermissionDenied.into()
        }
        _ => e,
    }
}

/// The session's bus is reached by a socket of this kind.
#[cfg(unix)]
fn other_program() -> io::Result<()> {
    std::os::unix::net::UnixStream::connect("/nowhere/at/all").map(drop)
}

/// Elsewhere programs are reached in other ways, and nothing here forbids them.
#[cfg(not(unix))]
fn other_program() -> io::Result<()> {
    Ok(())
}

/// There is no such program: what may start one finds that out, what may not is told so before.
fn starting() -> io::Result<()> {
    std::process::Command::new("/nowhere/at/all")
        .spawn()
        .map(drop)
}

#[cfg(unix)]
mod process {
    use std::io;

    /// The child, should there be one, ends at once.
    #[expect(
        unsafe_code,
        reason = "system calls without a safe form in the standard library"
    )]
    pub(super) fn forking() -> io::Result<()> {
        // SAFETY: the child calls nothing but `_exit`, which may be called after a fork; the parent waits for that child.
        unsafe {
            match libc::fork() {
                -1 => Err(io::Error::last_os_error()),
                0 => libc::_exit(0),
                child => {
                    libc::waitpid(child, std::ptr::null_mut(), 0);
                    Ok(())
                }
            }
        }
    }

    /// Signal 0 asks only whether there could be one.
    pub(super) fn signalling() -> io::Result<()> {
        Ok(rustix::process::test_kill_process(
            rustix::process::getpid(),
        )?)
    }
}

/// Other systems: nothing here forbids it.
#[cfg(not(unix))]
mod process {
    use std::io;

    pub(super) fn forking() -> io::Result<()> {
        Ok(())
    }

    pub(super) fn signalling() -> io::Result<()> {
        Ok(())
    }
}
