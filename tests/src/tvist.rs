//! The headless program `tvist`, run as a script runs it: arguments and one JSON object in, one JSON document out.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::command::{finish, wait};
use crate::desktop::Desktop;
use crate::program::binary;

/// How long a command may take.
const LIMIT: Duration = Duration::from_secs(90);

/// `tvist` with a data folder and an environment.
#[derive(Debug, Clone)]
pub struct Tvist {
    data_dir: PathBuf,
    env: Vec<(String, String)>,
    /// The program that starts it, with that one's own arguments.
    under: Vec<String>,
}

/// What a command left.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The exit code of the contract; `None` when it was killed by a signal, or by the test at its limit.
    pub code: Option<i32>,
    /// The JSON document on standard output; null when there is none.
    pub json: Value,
    pub stdout: String,
    pub stderr: String,
}

impl Outcome {
    /// The document of a command that must have ended with this code.
    ///
    /// # Panics
    /// With all that it said, when it ended otherwise.
    #[track_caller]
    #[must_use]
    pub fn expect(self, code: i32) -> Value {
        assert_eq!(
            self.code,
            Some(code),
            "stdout: {}\nstderr: {}",
            self.stdout,
            self.stderr
        );
        self.json
    }
}

impl Tvist {
    /// With the environment of this test: `make test` runs it on a private desktop with a keyring.
    #[must_use]
    pub fn new(data_dir: &Path) -> Self {
        Self {
            data_dir: data_dir.to_owned(),
            env: Vec::new(),
            under: Vec::new(),
        }
    }

    /// On a desktop of its own.
    #[must_use]
    pub fn on(mut self, desktop: &Desktop) -> Self {
        self.env.extend_from_slice(desktop.env());
        self
    }

    #[must_use]
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Started by another program, such as strace.
    #[must_use]
    pub fn under(mut self, program: &[&str]) -> Self {
        self.under = program.iter().map(|word| (*word).to_owned()).collect();
        self
    }

    fn start(&self, args: &[&str], stderr: Stdio) -> Child {
        let tvist = binary("tvist");
        let mut command = match self.under.split_first() {
            Some((program, words)) => {
                let mut command = Command::new(program);
                command.args(words).arg(tvist);
                command
            }
            None => Command::new(tvist),
        };
        command
            .arg("--data-dir")
            .arg(&self.data_dir)
            .arg("--json")
            .args(args)
            .envs(self.env.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(stderr)
            .spawn()
            .expect("tvist can be started")
    }

    /// Runs a command to its end.
    #[must_use]
    pub fn run(&self, args: &[&str]) -> Outcome {
        self.run_with(args, "")
    }

    /// Runs a command that reads its secrets as one JSON object from standard input.
    #[must_use]
    pub fn run_with_json(&self, args: &[&str], input: &Value) -> Outcome {
        self.run_with(args, &input.to_string())
    }

    /// Runs a command with a text on standard input.
    #[must_use]
    pub fn run_with(&self, args: &[&str], input: &str) -> Outcome {
        let mut child = self.start(args, Stdio::piped());
        if let Some(mut stdin) = child.stdin.take() {
            // A program that reads nothing may have closed it already.
            let _ = stdin.write_all(input.as_bytes());
        }
        let done = finish(child, LIMIT);
        let stdout = String::from_utf8_lossy(&done.stdout).into_owned();
        Outcome {
            code: done.status.as_ref().and_then(ExitStatus::code),
            json: serde_json::from_str(&stdout).unwrap_or(Value::Null),
            stdout,
            stderr: String::from_utf8_lossy(&done.stderr).into_owned(),
        }
    }

    /// Starts a command that runs on: `practice`, `webhook serve`, or one that is to be killed.
    #[must_use]
    pub fn spawn(&self, args: &[&str]) -> Running {
        let mut child = self.start(args, Stdio::inherit());
        let stdout = BufReader::new(child.stdout.take().expect("its output is piped"));
        Running { child, stdout }
    }
}

/// A command that still runs; killed when dropped.
pub struct Running {
    child: Child,
    stdout: BufReader<std::process::ChildStdout>,
}

impl Running {
    /// The JSON document that it prints when it is ready, whether on one line or on several.
    ///
    /// # Panics
    /// When its output ends before.
    #[track_caller]
    pub fn document(&mut self) -> Value {
        let mut text = String::new();
        while self.stdout.read_line(&mut text).unwrap_or_default() > 0 {
            if let Ok(document) = serde_json::from_str(&text) {
                return document;
            }
        }
        panic!("it ended without a JSON document: {text}")
    }

    /// Its process id, for a signal.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Kills it at once, as a crash or a power cut does.
    pub fn kill(mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Waits for its end; `None` when it runs on at the limit.
    #[must_use]
    pub fn wait(&mut self, limit: Duration) -> Option<ExitStatus> {
        wait(&mut self.child, limit)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
