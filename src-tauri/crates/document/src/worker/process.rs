//! One worker process, seen from outside: started, asked, and explained when it is gone.

use std::io::Read;
use std::path::PathBuf;
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

use super::ARGUMENT;
use super::frame::{self, Frame};
use crate::DocumentError;

/// Most of a dead worker's last words that are read, in bytes.
const LAST_WORDS: u64 = 16 * 1024;

/// A worker that is gone, and why.
pub(super) struct Lost {
    pub reason: DocumentError,
    /// It ended by itself, with success, without an answer: its waiting time was over.
    pub ended_quietly: bool,
}

/// One worker process. Ended when dropped.
pub(super) struct Worker {
    child: Child,
    pipes: Option<(ChildStdin, ChildStdout)>,
    last_words: Option<ChildStderr>,
}

impl Worker {
    pub fn start(program: &PathBuf, memory: u64) -> std::io::Result<Self> {
        let mut command = Command::new(program);
        command
            .arg(ARGUMENT)
            .arg(memory.to_string())
            // The environment tells where the keychain, the screen and the owner's folders are.
            .env_clear()
            .envs(needed())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        #[cfg(windows)]
        {
            use std::os::windows::process::CommandExt as _;
            // CREATE_NO_WINDOW: no console flashes up beside the app's window.
            command.creation_flags(0x0800_0000);
        }
        let mut child = command.spawn()?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        let last_words = child.stderr.take();
        Ok(Self {
            child,
            pipes,
            last_words,
        })
    }

    /// Sends a request and waits for the answer, no longer than half more than its processor time.
    pub fn ask(mut self, request: &Arc<Frame>, seconds: u32) -> Result<(Frame, Self), Lost> {
        let crashed = || Lost {
            reason: DocumentError::Crashed,
            ended_quietly: false,
        };
        let (mut input, mut output) = self.pipes.take().ok_or_else(crashed)?;
        let (done, wait) = channel();
        let request = Arc::clone(request);
        std::thread::spawn(move || {
            let answer = frame::write(&mut input, &request)
                .and_then(|()| frame::read(&mut output, request.secret));
            // Nobody waits any more after a time-out; the worker is dead then, too.
            let _ = done.send((answer, input, output));
        });
        let longest = Duration::from_millis(u64::from(seconds) * 1500);
        match wait.recv_timeout(longest) {
            Ok((Ok(answer), input, output)) => {
                self.pipes = Some((input, output));
                Ok((answer, self))
            }
            Ok((Err(_), ..)) => Err(self.explain(seconds)),
            Err(_) => Err(Lost {
                reason: DocumentError::Timeout { seconds },
                ended_quietly: false,
            }),
        }
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "all calls of this crate block; the standard library cannot wait for a process with a limit"
    )]
    /// Why a worker broke off: asked of the system and of its last words.
    fn explain(mut self, seconds: u32) -> Lost {
        // Its pipes are closed, so it ends now or has ended; should it not, it is ended.
        let status = (0..200).find_map(|_| {
            let status = self.child.try_wait().ok().flatten();
            if status.is_none() {
                std::thread::sleep(Duration::from_millis(10));
            }
            status
        });
        if status.is_none() {
            let _ = self.child.kill();
        }
        let mut words = Vec::new();
        if let Some(last) = self.last_words.take() {
            let _ = last.take(LAST_WORDS).read_to_end(&mut words);
        }
        let words = String::from_utf8_lossy(&words);
        let ended_quietly = status.is_some_and(|s| s.success());
        Lost {
            reason: diagnose(status, &words, seconds),
            ended_quietly,
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a program can't start without where it is there: where its libraries are, and on Windows the system's folder.
fn needed() -> impl Iterator<Item = (&'static str, std::ffi::OsString)> {
    ["LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SystemRoot"]
        .into_iter()
        .filter_map(|name| Some((name, std::env::var_os(name)?)))
}

fn diagnose(status: Option<ExitStatus>, words: &str, seconds: u32) -> DocumentError {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt as _;
        match status.and_then(|s| s.signal()) {
            Some(libc::SIGXCPU) => return DocumentError::Timeout { seconds },
            // The system's own last resort against hunger for memory.
            Some(libc::SIGKILL) => return DocumentError::Memory,
            _ => {}
        }
    }
    let _ = (status, seconds);
    if words.contains("memory allocation of") {
        DocumentError::Memory
    } else {
        DocumentError::Crashed
    }
}
