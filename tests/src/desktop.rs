//! A private desktop (`tests/desktop/run`) as a value: screen, keyring, notifications, tray, a hand that drags files.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;

use crate::command::{run, wait};
use crate::program::workspace;
use crate::wait::{pause, until};

/// One desktop at a time in a test program: two windows painting on two cores make each other late.
static TURN: Mutex<()> = Mutex::new(());

const SHORT: Duration = Duration::from_secs(10);

/// The state of the keychain that programs on the desktop find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyring {
    Unlocked,
    /// There, with a login collection that nobody unlocks.
    Locked,
    /// No secret service on the bus at all.
    None,
}

impl Keyring {
    fn word(self) -> &'static str {
        match self {
            Self::Unlocked => "unlocked",
            Self::Locked => "locked",
            Self::None => "none",
        }
    }
}

/// A notification as the desktop was asked to show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    pub id: u64,
    /// The id of the one that it takes the place of, else 0.
    pub replaces: u64,
    pub title: String,
    pub body: String,
    /// Key and label of each action, alternating.
    pub actions: Vec<String>,
}

/// A running private desktop; ends, with everything on it, when dropped.
pub struct Desktop {
    process: Child,
    stdin: Option<ChildStdin>,
    env: Vec<(String, String)>,
    folder: PathBuf,
    _turn: MutexGuard<'static, ()>,
}

fn script(name: &str) -> PathBuf {
    workspace().join("tests/desktop").join(name)
}

impl Desktop {
    /// Starts one with an unlocked keyring.
    #[must_use]
    pub fn start() -> Self {
        Self::with_keyring(Keyring::Unlocked)
    }

    /// Starts one.
    ///
    /// # Panics
    /// When a part of it doesn't come up; `tests/setup test` installs all of them.
    #[must_use]
    pub fn with_keyring(keyring: Keyring) -> Self {
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let mut process = Command::new(script("run"))
            .args(["--keyring", keyring.word(), "--serve"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .process_group(0)
            .spawn()
            .expect("tests/desktop/run can be started");
        let stdin = process.stdin.take();
        let stdout = process.stdout.take().expect("its output is piped");
        let env: Vec<(String, String)> = BufReader::new(stdout)
            .lines()
            .map_while(Result::ok)
            .take_while(|line| !line.is_empty())
            .filter_map(|line| {
                line.split_once('=')
                    .map(|(name, value)| (name.to_owned(), value.to_owned()))
            })
            .collect();
        let folder = env
            .iter()
            .find(|(name, _)| name == "TVIST_TEST_DESKTOP")
            .map(|(_, value)| PathBuf::from(value));
        let folder = folder.expect("the desktop came up (its complaint is above)");
        Self {
            process,
            stdin,
            env,
            folder,
            _turn: turn,
        }
    }

    /// What programs on this desktop need in their environment.
    #[must_use]
    pub fn env(&self) -> &[(String, String)] {
        &self.env
    }

    /// Its temporary folder: the home of its user (`home`) and its logs.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn act(&self, program: impl AsRef<std::ffi::OsStr>, args: &[&str]) -> Result<String, String> {
        run(program, args, &self.env, SHORT)
    }

    #[track_caller]
    fn must(&self, program: impl AsRef<std::ffi::OsStr>, args: &[&str]) -> String {
        self.act(program, args)
            .unwrap_or_else(|problem| panic!("{problem}"))
    }

    // The keyring ---------------------------------------------------------------------------------------------------

    /// A secret as another program of the same user sees it.
    #[must_use]
    pub fn secret(&self, service: &str, username: &str) -> Option<String> {
        self.act(
            "secret-tool",
            &["lookup", "service", service, "username", username],
        )
        .ok()
    }

    /// Everything that is kept for a service, attributes and secrets, as `secret-tool` prints it.
    #[must_use]
    pub fn secrets(&self, service: &str) -> String {
        self.act("secret-tool", &["search", "--all", "service", service])
            .unwrap_or_default()
    }

    /// Puts a secret in, as an earlier version of the program did.
    #[track_caller]
    pub fn keep_secret(&self, service: &str, username: &str, secret: &str) {
        let script =
            "printf %s \"$3\" | secret-tool store --label=\"$2\" service \"$1\" username \"$2\"";
        self.must("sh", &["-c", script, "sh", service, username, secret]);
    }

    /// Takes a secret out.
    #[track_caller]
    pub fn drop_secret(&self, service: &str, username: &str) {
        self.must(
            "secret-tool",
            &["clear", "service", service, "username", username],
        );
    }

    /// Locks the keyring, as logging out does.
    #[track_caller]
    pub fn lock_keyring(&self) {
        self.must(script("bus.py"), &["lock-keyring"]);
    }

    /// Ends the session bus, as logging out does.
    #[track_caller]
    pub fn end_bus(&self) {
        let daemon = format!("^dbus-daemon .*{}/bus.conf", self.folder.display());
        self.must("pkill", &["-TERM", "-f", &daemon]);
    }

    // Notifications and the tray ------------------------------------------------------------------------------------

    fn log(&self) -> Vec<Value> {
        let text = fs::read_to_string(self.folder.join("desktop.jsonl")).unwrap_or_default();
        text.lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect()
    }

    /// All notifications so far, oldest first.
    #[must_use]
    pub fn notifications(&self) -> Vec<Notification> {
        let number = |entry: &Value, name: &str| entry[name].as_u64().unwrap_or_default();
        let word = |entry: &Value, name: &str| entry[name].as_str().unwrap_or_default().to_owned();
        let entries = self
            .log()
            .into_iter()
            .filter(|entry| entry["kind"] == "notification");
        entries
            .map(|entry| Notification {
                id: number(&entry, "id"),
                replaces: number(&entry, "replaces"),
                title: word(&entry, "title"),
                body: word(&entry, "body"),
                actions: serde_json::from_value(entry["actions"].clone()).unwrap_or_default(),
            })
            .collect()
    }

    /// Chooses an action of a notification; `default` is a click on it.
    #[track_caller]
    pub fn choose(&self, notification: u64, action: &str) {
        self.must(
            script("bus.py"),
            &["choose", &notification.to_string(), action],
        );
    }

    /// The tray item and its menu, once there is one: `{"title", "status", "icon", "menu"}`.
    #[track_caller]
    pub fn tray(&self) -> Value {
        until(SHORT, "a tray item", || {
            let printed = self.act(script("bus.py"), &["tray"]).ok()?;
            serde_json::from_str(&printed).ok()
        })
    }

    /// Whether no tray item is registered now.
    #[must_use]
    pub fn has_no_tray(&self) -> bool {
        self.act(script("bus.py"), &["tray"]).is_err()
    }

    /// Chooses an entry of the tray's menu, once it is there.
    #[track_caller]
    pub fn tray_click(&self, label: &str) {
        until(
            SHORT,
            &format!("{label:?} in the tray's menu"),
            || match self.act(script("bus.py"), &["tray-click", label]) {
                Ok(_) => Some(()),
                // Nothing was clicked yet: the icon isn't there, or goes while it is read.
                Err(p)
                    if ["tray: ", "GetAll: ", "GetLayout: "]
                        .iter()
                        .any(|w| p.contains(w)) =>
                {
                    None
                }
                Err(problem) => panic!("{problem}"),
            },
        );
    }

    /// So long, in whole seconds, the desktop takes from now on to say that a notice is shown.
    #[track_caller]
    pub fn notices_take(&self, time: Duration) {
        let seconds = time.as_secs().to_string();
        self.must(script("bus.py"), &["notices-take", &seconds]);
    }

    /// Starts or ends the part of the desktop that shows tray icons.
    #[track_caller]
    pub fn tray_host(&self, there: bool) {
        let state = if there { "on" } else { "off" };
        self.must(script("bus.py"), &["tray-host", state]);
    }

    // The screen ----------------------------------------------------------------------------------------------------

    /// The X window whose title or class matches, if one is to be seen.
    #[must_use]
    pub fn visible_window(&self, by: &str, pattern: &str) -> Option<String> {
        let found = self
            .act("xdotool", &["search", "--onlyvisible", by, pattern])
            .ok()?;
        found.lines().last().map(str::to_owned)
    }

    /// Where a window's content begins on the screen, in pixels: the frame of the window manager not counted.
    #[track_caller]
    pub fn origin(&self, window: &str) -> (i32, i32) {
        let info = self.must("xwininfo", &["-id", window]);
        let after = |label: &str| {
            let line = info
                .lines()
                .find_map(|line| line.trim().strip_prefix(label));
            line.and_then(|value| value.trim().parse().ok())
                .unwrap_or_else(|| panic!("no '{label}' in: {info}"))
        };
        (
            after("Absolute upper-left X:"),
            after("Absolute upper-left Y:"),
        )
    }

    /// Resizes a window's content.
    #[track_caller]
    pub fn resize(&self, window: &str, width: u32, height: u32) {
        self.must(
            "xdotool",
            &[
                "windowsize",
                "--sync",
                window,
                &width.to_string(),
                &height.to_string(),
            ],
        );
    }

    /// Presses keys as a keyboard does, in the window that has the focus: `ctrl+o`, `Escape` (xdotool's names).
    #[track_caller]
    pub fn keys(&self, keys: &[&str]) {
        let args: Vec<&str> = std::iter::once("key").chain(keys.iter().copied()).collect();
        self.must("xdotool", &args);
    }

    /// Clicks a point of the screen as a mouse does.
    #[track_caller]
    pub fn click_at(&self, x: i32, y: i32) {
        self.must(
            "xdotool",
            &["mousemove", &x.to_string(), &y.to_string(), "click", "1"],
        );
    }

    /// Puts a path into an open file dialog and confirms it.
    #[track_caller]
    pub fn choose_in_dialog(&self, title: &str, path: &Path) {
        let dialog = self.dialog(title);
        self.keys(&["ctrl+l"]);
        pause(Duration::from_millis(300));
        let path = path.to_str().expect("the paths of tests are UTF-8");
        self.must("xdotool", &["key", "ctrl+a", "type", "--delay", "8", path]);
        pause(Duration::from_millis(500));
        self.keys(&["Return"]);
        self.gone(&dialog, title);
    }

    /// The same for a dialog that asks for a folder: the first Returns complete the path and go into it, the last takes it.
    #[track_caller]
    pub fn choose_folder_in_dialog(&self, title: &str, folder: &Path) {
        let dialog = self.dialog(title);
        self.keys(&["ctrl+l"]);
        pause(Duration::from_millis(300));
        let path = folder.to_str().expect("the paths of tests are UTF-8");
        self.must("xdotool", &["key", "ctrl+a", "type", "--delay", "8", path]);
        pause(Duration::from_millis(500));
        for key in ["Return", "Return", "Return", "alt+o"] {
            self.keys(&[key]);
            pause(Duration::from_millis(600));
            if self.visible_window("--name", title).is_none() {
                break;
            }
        }
        self.gone(&dialog, title);
    }

    /// Leaves an open dialog without an answer.
    #[track_caller]
    pub fn cancel_dialog(&self, title: &str) {
        let dialog = self.dialog(title);
        self.keys(&["Escape"]);
        self.gone(&dialog, title);
    }

    #[track_caller]
    fn dialog(&self, title: &str) -> String {
        let window = until(SHORT, title, || self.visible_window("--name", title));
        self.must("xdotool", &["windowactivate", "--sync", &window]);
        pause(Duration::from_millis(300));
        window
    }

    #[track_caller]
    fn gone(&self, window: &str, title: &str) {
        let visible = || {
            self.act("xdotool", &["search", "--onlyvisible", "--name", title])
                .unwrap_or_default()
        };
        until(SHORT, &format!("the end of '{title}'"), || {
            (!visible().lines().any(|one| one == window)).then_some(())
        });
    }

    /// Takes files by the mouse and holds them over a point of the screen.
    #[track_caller]
    pub fn drag(&self, files: &[&Path], x: i32, y: i32) -> Drag {
        let mut process = Command::new(script("drop.py"))
            .args([x.to_string(), y.to_string()])
            .args(files)
            .envs(self.env.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("tests/desktop/drop.py can be started");
        let stdout = BufReader::new(process.stdout.take().expect("its output is piped"));
        let mut drag = Drag { process, stdout };
        let said = drag.line();
        assert_eq!(said, "HOVERING", "the files could not be dragged there");
        drag
    }

    /// Writes a picture of the whole screen.
    ///
    /// # Errors
    /// What `import` says when it can't.
    pub fn picture(&self, file: &Path) -> Result<(), String> {
        self.act("import", &["-window", "root", &file.to_string_lossy()])
            .map(drop)
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        self.stdin = None; // the script ends when its input does
        if wait(&mut self.process, SHORT).is_none() {
            let group = format!("-{}", self.process.id());
            let _ = run("kill", &["-KILL", "--", &group], &[], SHORT);
            let _ = self.process.wait();
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

/// Files held by the mouse over a point of the screen.
pub struct Drag {
    process: Child,
    stdout: BufReader<std::process::ChildStdout>,
}

impl Drag {
    fn line(&mut self) -> String {
        let mut line = String::new();
        // The script limits itself to 30 s; its end is an empty line here.
        self.stdout.read_line(&mut line).unwrap_or_default();
        line.trim().to_owned()
    }

    /// Lets the files go.
    ///
    /// # Panics
    /// When what lies under the pointer doesn't take them.
    #[track_caller]
    pub fn release(mut self) {
        let mut stdin = self.process.stdin.take().expect("its input is piped");
        stdin.write_all(b"\n").expect("the drag still runs");
        assert_eq!(self.line(), "DROPPED", "the files were not taken");
    }
}

impl Drop for Drag {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
