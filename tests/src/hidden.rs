//! The desktop program without a window, as it runs from login on; and a clock that a test can move under it.

use std::fs::{self, File};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::command::{run, wait};
use crate::desktop::Desktop;
use crate::program::{binary, results};

const PATIENCE: Duration = Duration::from_secs(20);

/// `tvist-desktop --hidden`; killed when dropped.
pub struct Hidden {
    child: Child,
}

impl Hidden {
    /// Starts it on a desktop. `test` names the folder under `test-results` that keeps its log.
    ///
    /// # Panics
    /// When it can't be started.
    #[must_use]
    pub fn start(desktop: &Desktop, test: &str, data: &Path, clock: Option<&Hand>) -> Self {
        Self::start_with(
            desktop,
            test,
            data,
            &clock.map(Hand::env).unwrap_or_default(),
        )
    }

    /// The same in another environment.
    ///
    /// # Panics
    /// When it can't be started.
    #[must_use]
    pub fn start_with(
        desktop: &Desktop,
        test: &str,
        data: &Path,
        env: &[(String, String)],
    ) -> Self {
        let log = File::options()
            .create(true)
            .append(true)
            .open(results(test).join("app.log"))
            .expect("test-results can be written");
        let child = Command::new(binary("tvist-desktop"))
            .arg("--hidden")
            .envs(desktop.env().iter().map(|(name, value)| (name, value)))
            .envs(env.iter().map(|(name, value)| (name, value)))
            .env("TVIST_DATA_DIR", data)
            .env("TVIST_LOG", "info")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .process_group(0)
            .spawn()
            .expect("tvist-desktop can be started");
        Self { child }
    }

    /// Its process id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends it a signal: `STOP` as a suspended machine does, `CONT` as one that wakes.
    ///
    /// # Panics
    /// When it is gone.
    #[track_caller]
    pub fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        run("kill", &[&format!("-{name}"), &id], &[], PATIENCE)
            .unwrap_or_else(|problem| panic!("{problem}"));
    }

    /// Kills it at once, as a crash or a power cut does.
    pub fn kill(mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Waits for its end; whether it came and was a good one.
    #[must_use]
    pub fn ends_well(mut self) -> bool {
        wait(&mut self.child, PATIENCE).is_some_and(|status| status.success())
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        let group = format!("-{}", self.child.id());
        let _ = run("kill", &["-KILL", "--", &group], &[], PATIENCE);
        let _ = self.child.wait();
    }
}

/// The wall clock of the programs that are started with it: it runs with the real one, and can be moved ahead. The
/// steady clock stays as it is, as in a machine that slept.
pub struct Hand {
    file: PathBuf,
    library: PathBuf,
}

impl Hand {
    /// One that shows the real time, kept in a folder.
    ///
    /// # Panics
    /// When libfaketime isn't installed (`tests/setup test`).
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        let hand = Self {
            file: folder.join("clock"),
            library: library().expect("libfaketime is installed (tests/setup test)"),
        };
        hand.ahead(0);
        hand
    }

    /// Moves the clock to so many seconds ahead of the real one.
    ///
    /// # Panics
    /// When its file can't be written.
    pub fn ahead(&self, seconds: i64) {
        let next = self.file.with_extension("next");
        fs::write(&next, format!("{seconds:+}\n")).expect("a temporary file can be written");
        // At once: a reader finds the one or the other.
        fs::rename(next, &self.file).expect("a temporary file can be renamed");
    }

    /// What a program is started with to go by it.
    #[must_use]
    pub fn env(&self) -> Vec<(String, String)> {
        let text = |path: &Path| path.to_string_lossy().into_owned();
        vec![
            ("LD_PRELOAD".into(), text(&self.library)),
            ("FAKETIME_TIMESTAMP_FILE".into(), text(&self.file)),
            ("FAKETIME_CACHE_DURATION".into(), "1".into()),
            ("FAKETIME_DONT_FAKE_MONOTONIC".into(), "1".into()),
            ("DONT_FAKE_MONOTONIC".into(), "1".into()),
        ]
    }
}

fn library() -> Option<PathBuf> {
    let name = "faketime/libfaketimeMT.so.1";
    let folders = fs::read_dir("/usr/lib").ok()?.filter_map(Result::ok);
    let mut places: Vec<PathBuf> = folders.map(|folder| folder.path().join(name)).collect();
    places.extend(["/usr/lib64", "/usr/lib"].map(|folder| Path::new(folder).join(name)));
    places.into_iter().find(|place| place.exists())
}
