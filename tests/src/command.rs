//! Running the small programs that serve as hands and eyes, each under a limit.

use std::ffi::OsStr;
use std::io::Read;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::wait::pause;

/// What a finished program left.
#[derive(Debug)]
pub(crate) struct Finished {
    /// `None` when it had to be killed at its limit.
    pub status: Option<ExitStatus>,
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
}

/// Collects a stream on a thread of its own, so that a full pipe never stops the program.
fn drain(stream: Option<impl Read + Send + 'static>) -> JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut stream) = stream {
            // What was read before an error is all there is.
            let _ = stream.read_to_end(&mut bytes);
        }
        bytes
    })
}

/// Waits for a started program whose output is piped; kills it at the limit.
pub(crate) fn finish(mut child: Child, limit: Duration) -> Finished {
    let stdout = drain(child.stdout.take());
    let stderr = drain(child.stderr.take());
    let status = wait(&mut child, limit);
    if status.is_none() {
        let _ = child.kill();
        let _ = child.wait();
    }
    let collect = |thread: JoinHandle<Vec<u8>>| thread.join().unwrap_or_default();
    Finished {
        status,
        stdout: collect(stdout),
        stderr: collect(stderr),
    }
}

/// Waits until a program has ended, `None` when it runs on at the limit.
pub(crate) fn wait(child: &mut Child, limit: Duration) -> Option<ExitStatus> {
    let began = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) if began.elapsed() < limit => pause(Duration::from_millis(5)),
            Ok(None) => return None,
            Err(error) => panic!("can't wait for a started program: {error}"),
        }
    }
}

/// Runs a program to its end with no input and an environment on top of ours; gives its standard output.
///
/// # Errors
/// What it printed on standard error, when it fails, can't be started, or takes longer than `limit`.
pub fn run(
    program: impl AsRef<OsStr>,
    args: &[&str],
    env: &[(String, String)],
    limit: Duration,
) -> Result<String, String> {
    let name = program.as_ref().to_string_lossy().into_owned();
    let child = Command::new(&program)
        .args(args)
        .envs(env.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{name}: {error}"))?;
    let done = finish(child, limit);
    match done.status {
        Some(status) if status.success() => Ok(String::from_utf8_lossy(&done.stdout).into_owned()),
        Some(status) => Err(format!(
            "{name} {}: {status}: {}",
            args.join(" "),
            String::from_utf8_lossy(&done.stderr)
        )),
        None => Err(format!(
            "{name} {}: took longer than {} s",
            args.join(" "),
            limit.as_secs()
        )),
    }
}
