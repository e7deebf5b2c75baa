//! The real window: started by WebKitWebDriver, seen and used as a person does, with pictures kept.

use std::fs::{self, File};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use base64::Engine as _;
use serde_json::Value;

use crate::axe::{self, Violation};
use crate::command::run;
use crate::desktop::{Desktop, Drag};
use crate::program::results;
use crate::select::text;
use crate::wait::{pause, until};
use crate::webdriver::{Element, Refused, Session};

/// How long anything on the page may take. A loaded two-core machine paints its first frame after ten seconds.
const PATIENCE: Duration = Duration::from_secs(20);

/// What to start, and how.
#[derive(Debug, Clone)]
pub struct Launch {
    test: String,
    binary: PathBuf,
    args: Vec<String>,
    env: Vec<(String, String)>,
    class: String,
}

impl Launch {
    /// `test` names the folder under `test-results` that keeps pictures, page and log.
    #[must_use]
    pub fn new(test: &str, binary: impl Into<PathBuf>) -> Self {
        let binary = binary.into();
        let class = binary
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        Self {
            test: test.to_owned(),
            binary,
            args: Vec::new(),
            env: Vec::new(),
            class,
        }
    }

    /// The data folder of the app.
    #[must_use]
    pub fn data_dir(self, folder: &Path) -> Self {
        self.env("TVIST_DATA_DIR", &folder.to_string_lossy())
    }

    #[must_use]
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    #[must_use]
    pub fn arg(mut self, arg: &str) -> Self {
        self.args.push(arg.to_owned());
        self
    }

    /// The X class of the window, where it isn't the program's name.
    #[must_use]
    pub fn class(mut self, class: &str) -> Self {
        self.class = class.to_owned();
        self
    }
}

/// The running app on a desktop. Ends with this value; when the test panics, picture, page and logs are kept first.
pub struct App<'d> {
    desktop: &'d Desktop,
    driver: Child,
    /// One that joined the app after its window had been closed and opened again.
    second: Option<Child>,
    session: Session,
    results: PathBuf,
    binary: PathBuf,
    class: String,
}

/// A port that nobody has at this moment.
fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    listener.expect("loopback has a free port").port()
}

/// A driver that is ready, with its port.
#[track_caller]
fn driver(out: &File, with: impl FnOnce(&mut Command)) -> (Child, u16) {
    let port = free_port();
    let mut command = Command::new("WebKitWebDriver");
    command
        .args([format!("--port={port}"), "--host=127.0.0.1".into()])
        .stdin(Stdio::null())
        .stdout(out.try_clone().expect("a file can be shared"))
        .stderr(out.try_clone().expect("a file can be shared"))
        .process_group(0);
    with(&mut command);
    let driver = command
        .spawn()
        .expect("WebKitWebDriver is installed (tests/setup test)");
    until(PATIENCE, "WebKitWebDriver", || {
        Session::driver_is_ready(port).then_some(())
    });
    (driver, port)
}

/// The processes of a group that still live, with the files they run.
fn living(group: u32) -> Vec<(String, PathBuf)> {
    let processes = fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .filter_map(Result::ok);
    let ids = processes.filter_map(|entry| entry.file_name().into_string().ok());
    ids.filter(|id| {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        // "id (name) state parent group …"; a name may hold blanks and brackets.
        let mut rest = stat
            .rsplit_once(')')
            .map(|(_, rest)| rest.split_whitespace())
            .into_iter()
            .flatten();
        let state = rest.next();
        state.is_some_and(|state| state != "Z") && rest.nth(1) == Some(group.to_string().as_str())
    })
    .filter_map(|id| program(&id).map(|exe| (id, exe)))
    .collect()
}

/// Where a process was told to listen for a driver.
fn told_to_listen(id: &str) -> Option<String> {
    let environ = fs::read(format!("/proc/{id}/environ")).ok()?;
    environ.split(|byte| *byte == 0).find_map(|one| {
        let target = std::str::from_utf8(one)
            .ok()?
            .strip_prefix("WEBKIT_INSPECTOR_SERVER=")?;
        Some(target.to_owned())
    })
}

/// The file that a process runs. Our programs let nobody but root look into them: there it is what they were called by.
fn program(id: &str) -> Option<PathBuf> {
    let called = || {
        let line = fs::read(format!("/proc/{id}/cmdline")).ok()?;
        let first = line.split(|byte| *byte == 0).next()?;
        Some(PathBuf::from(std::str::from_utf8(first).ok()?))
    };
    fs::read_link(format!("/proc/{id}/exe"))
        .ok()
        .or_else(called)
}

impl<'d> App<'d> {
    /// Starts the app and waits for its web view.
    ///
    /// # Panics
    /// With the app's log, when it doesn't come up.
    #[track_caller]
    #[must_use]
    pub fn launch(desktop: &'d Desktop, launch: Launch) -> Self {
        let results = results(&launch.test);
        let log = results.join("app.log");
        let out = File::options()
            .create(true)
            .append(true)
            .open(&log)
            .expect("test-results can be written");
        let (mut driver, port) = driver(&out, |driver| {
            driver
                .envs(desktop.env().iter().map(|(name, value)| (name, value)))
                .envs(launch.env.iter().map(|(name, value)| (name, value)))
                .env("TAURI_WEBVIEW_AUTOMATION", "true");
        });
        let session = Session::start(port, &launch.binary.to_string_lossy(), &launch.args);
        let session = session.unwrap_or_else(|refused| {
            let _ = desktop.picture(&results.join("failed-start.png"));
            end_group(&mut driver);
            let said = fs::read_to_string(&log).unwrap_or_default();
            panic!(
                "{} did not start: {refused}\n{said}",
                launch.binary.display()
            )
        });
        let binary = launch.binary.canonicalize().unwrap_or(launch.binary);
        Self {
            desktop,
            driver,
            second: None,
            session,
            results,
            binary,
            class: launch.class,
        }
    }

    // Looking -------------------------------------------------------------------------------------------------------

    /// Repeats a step until it succeeds or the page has had its time.
    #[track_caller]
    fn patiently<T>(&self, what: &str, mut step: impl FnMut() -> Result<T, Refused>) -> T {
        let mut last = None;
        let began = std::time::Instant::now();
        while began.elapsed() < PATIENCE {
            match step() {
                Ok(done) => return done,
                Err(refused) if refused.is_passing() => last = Some(refused),
                Err(refused) => panic!("{what}: {refused}"),
            }
            pause(Duration::from_millis(40));
        }
        panic!(
            "{what}: not possible within {} s: {last:?}",
            PATIENCE.as_secs()
        )
    }

    fn shown(&self, locator: &str) -> Result<Option<Element>, Refused> {
        for element in self.session.find_all(locator)? {
            match self.session.is_displayed(&element) {
                Ok(true) => return Ok(Some(element)),
                Ok(false) => {}
                Err(refused) if refused.is_passing() => {}
                Err(refused) => return Err(refused),
            }
        }
        Ok(None)
    }

    /// The first element of a locator that is to be seen.
    #[track_caller]
    fn element(&self, locator: &str) -> Element {
        let hidden = || Refused {
            code: "no such element".into(),
            message: format!("nothing to be seen: {locator}"),
        };
        self.patiently(locator, || self.shown(locator)?.ok_or_else(hidden))
    }

    /// Waits until something is to be seen.
    #[track_caller]
    pub fn wait(&self, locator: &str) {
        self.element(locator);
    }

    /// Waits until a text is to be seen anywhere.
    #[track_caller]
    pub fn wait_text(&self, part: &str) {
        self.element(&text(part));
    }

    /// Waits until nothing of a locator is to be seen.
    #[track_caller]
    pub fn wait_gone(&self, locator: &str) {
        let gone = || self.shown(locator).ok().filter(Option::is_none).map(drop);
        until(PATIENCE, &format!("the end of {locator}"), gone);
    }

    /// Whether something is to be seen now.
    #[track_caller]
    #[must_use]
    pub fn sees(&self, locator: &str) -> bool {
        self.shown(locator)
            .unwrap_or_else(|refused| panic!("{locator}: {refused}"))
            .is_some()
    }

    /// How many elements there are, hidden ones too.
    #[track_caller]
    #[must_use]
    pub fn count(&self, locator: &str) -> usize {
        self.session
            .find_all(locator)
            .unwrap_or_else(|refused| panic!("{locator}: {refused}"))
            .len()
    }

    /// The text of the first visible element, as rendered.
    #[track_caller]
    #[must_use]
    pub fn text(&self, locator: &str) -> String {
        self.patiently(locator, || self.session.text(&self.element(locator)))
    }

    /// The texts of all elements, as rendered.
    #[track_caller]
    #[must_use]
    pub fn texts(&self, locator: &str) -> Vec<String> {
        self.patiently(locator, || {
            self.session
                .find_all(locator)?
                .iter()
                .map(|one| self.session.text(one))
                .collect()
        })
    }

    #[track_caller]
    #[must_use]
    pub fn attribute(&self, locator: &str, name: &str) -> Option<String> {
        self.patiently(locator, || {
            self.session.attribute(&self.element(locator), name)
        })
    }

    /// A property of the DOM object: `value` of an input, `checked`, `disabled`.
    #[track_caller]
    #[must_use]
    pub fn property(&self, locator: &str, name: &str) -> Value {
        self.patiently(locator, || {
            self.session.property(&self.element(locator), name)
        })
    }

    /// Runs a function body in the page and gives what it returns.
    #[track_caller]
    pub fn run(&self, script: &str, args: &[Value]) -> Value {
        self.session
            .run(script, args)
            .unwrap_or_else(|refused| panic!("{script}: {refused}"))
    }

    /// Runs a function body that calls its last argument with the answer, and gives that.
    #[track_caller]
    pub fn run_async(&self, script: &str, args: &[Value]) -> Value {
        self.session
            .run_async(script, args)
            .unwrap_or_else(|refused| panic!("{script}: {refused}"))
    }

    /// Waits for two animation frames: then what the page says is also what it shows.
    #[track_caller]
    pub fn settle(&self) {
        let frames = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done(true)))";
        self.session
            .run_async(frames, &[])
            .unwrap_or_else(|refused| panic!("two frames: {refused}"));
    }

    /// Sends the page to an address.
    ///
    /// # Errors
    /// What the driver says when the app doesn't go there.
    pub fn open(&self, url: &str) -> Result<(), String> {
        self.session
            .navigate(url)
            .map_err(|refused| refused.to_string())
    }

    // Acting --------------------------------------------------------------------------------------------------------

    /// Clicks the first visible element.
    #[track_caller]
    pub fn click(&self, locator: &str) {
        self.patiently(locator, || {
            match self.session.click(&self.element(locator)) {
                // The click has closed the window, sooner than the driver could say so.
                Err(refused) if refused.code == "no such window" => Ok(()),
                other => other,
            }
        });
    }

    /// Types into a field, after what it holds.
    #[track_caller]
    pub fn type_in(&self, locator: &str, text: &str) {
        self.patiently(locator, || {
            self.session.send_keys(&self.element(locator), text)
        });
    }

    /// Empties a field and types into it.
    #[track_caller]
    pub fn fill(&self, locator: &str, text: &str) {
        self.patiently(locator, || self.session.clear(&self.element(locator)));
        self.type_in(locator, text);
    }

    /// Presses a key, or several together, in whatever has the focus: `Tab`, `Control+k`, `Shift+Tab`.
    #[track_caller]
    pub fn press(&self, combination: &str) {
        let keys: Vec<String> = combination.split('+').map(key_code).collect();
        self.session
            .press(&keys)
            .unwrap_or_else(|refused| panic!("{combination}: {refused}"));
    }

    // The window on the screen --------------------------------------------------------------------------------------

    /// The app's X window, if it is to be seen.
    #[must_use]
    pub fn window(&self) -> Option<String> {
        self.desktop.visible_window("--class", &self.class)
    }

    #[track_caller]
    fn shown_window(&self) -> String {
        until(PATIENCE, "the window", || self.window())
    }

    /// Resizes the window's content and waits until the page has it.
    #[track_caller]
    pub fn resize(&self, width: u32, height: u32) {
        self.desktop.resize(&self.shown_window(), width, height);
        let has = || self.run("return window.innerWidth", &[]).as_u64() == Some(u64::from(width));
        until(PATIENCE, &format!("a width of {width}"), || {
            has().then_some(())
        });
        self.settle();
    }

    /// The centre of an element on the screen.
    #[track_caller]
    #[must_use]
    pub fn centre_on_screen(&self, locator: &str) -> (i32, i32) {
        let element = self.element(locator);
        let script = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' });
            const r = arguments[0].getBoundingClientRect();
            const bars = outerHeight - innerHeight;
            return [Math.round(r.x + r.width / 2), Math.round(r.y + r.height / 2) + bars];";
        let centre = self.run(script, &[Session::argument(&element)]);
        let part = |index: usize| {
            centre[index]
                .as_i64()
                .and_then(|n| i32::try_from(n).ok())
                .unwrap_or_default()
        };
        let (left, top) = self.desktop.origin(&self.shown_window());
        (left + part(0), top + part(1))
    }

    /// Drags files from another window onto an element and holds them there.
    #[track_caller]
    pub fn drag_files(&self, locator: &str, files: &[&Path]) -> Drag {
        let (x, y) = self.centre_on_screen(locator);
        self.desktop.drag(files, x, y)
    }

    /// Drops files from another window onto an element.
    #[track_caller]
    pub fn drop_files(&self, locator: &str, files: &[&Path]) {
        self.drag_files(locator, files).release();
    }

    /// Keeps a picture of the page as it is now, `test-results/<test>/<name>.png`.
    #[track_caller]
    pub fn picture(&self, name: &str) -> PathBuf {
        self.settle();
        let file = self.results.join(format!("{name}.png"));
        let picture = self
            .session
            .picture()
            .unwrap_or_else(|refused| panic!("picture {name}: {refused}"));
        let bytes = base64::engine::general_purpose::STANDARD
            .decode(picture)
            .expect("a picture is base64");
        fs::write(&file, bytes).expect("test-results can be written");
        file
    }

    /// Keeps a picture of the whole screen: dialogs, frames and drags are on it.
    #[track_caller]
    pub fn screen_picture(&self, name: &str) -> PathBuf {
        let file = self.results.join(format!("{name}.png"));
        self.desktop
            .picture(&file)
            .unwrap_or_else(|problem| panic!("{problem}"));
        file
    }

    /// What axe-core finds against WCAG 2.2 A and AA on the page as it is now.
    #[track_caller]
    #[must_use]
    pub fn violations(&self) -> Vec<Violation> {
        self.settle();
        axe::violations(&self.session)
    }

    /// Follows the app into the window that it made after giving its last one back. By then it is another program in the
    /// same process: another driver joins it where the first one had told it to listen.
    #[track_caller]
    pub fn follow(&mut self) {
        until(PATIENCE, "the window", || self.window());
        // The program itself lets nobody but root look into it; the processes of its web view have the same environment.
        let target = living(self.driver.id())
            .into_iter()
            .find_map(|(id, _)| told_to_listen(&id))
            .expect("the first driver has told it");
        if let Some(before) = &mut self.second {
            end_group(before);
        }
        let log = self.results.join("app.log");
        let out = File::options().append(true).open(&log);
        let (second, port) = driver(&out.expect("the log is there"), |driver| {
            driver.arg(format!("--target={target}"));
        });
        self.second = Some(second);
        self.session = until(PATIENCE, "the new program", || Session::join(port).ok());
        // It may have been joined before it had a window.
        until(PATIENCE, "the new window", || {
            let handle = self.session.windows().ok()?.pop()?;
            self.session.switch(&handle).ok()
        });
    }

    // The process ---------------------------------------------------------------------------------------------------

    /// The process of the app itself, with its window or without.
    #[must_use]
    pub fn process(&self) -> Option<String> {
        let watcher = self.without_window();
        living(self.driver.id())
            .into_iter()
            .find(|(_, exe)| *exe == self.binary || *exe == watcher)
            .map(|(id, _)| id)
    }

    /// Whether the program without a window has taken the place of the one with it.
    #[must_use]
    pub fn makes_room(&self) -> bool {
        let watcher = self.without_window();
        let mut all = living(self.driver.id()).into_iter();
        all.any(|(_, exe)| exe == watcher)
    }

    fn without_window(&self) -> PathBuf {
        self.binary.with_file_name("tvist-watcher")
    }

    /// Kills the app at once, as a crash or a power cut does.
    #[track_caller]
    pub fn kill(self) {
        let process = self.process().expect("the app runs");
        run("kill", &["-KILL", &process], &[], PATIENCE)
            .unwrap_or_else(|problem| panic!("{problem}"));
        self.wait_exit();
    }

    /// Ends the app as its window's close button may not: for good. Waits until it is gone.
    #[track_caller]
    pub fn quit(self) {
        // An app that ends while answering looks like a broken connection; only whether it is gone counts.
        let _ = self.session.end();
        self.wait_exit();
    }

    /// Waits until the app has ended by itself, say by its tray's *Quit*.
    #[track_caller]
    pub fn wait_exit(&self) {
        until(PATIENCE, "the app's end", || {
            self.process().is_none().then_some(())
        });
    }

    fn keep_what_is_there(&self) {
        let keep = |name: &str, bytes: &[u8]| {
            let _ = fs::write(self.results.join(name), bytes);
        };
        let _ = self
            .desktop
            .picture(&self.results.join("failed-screen.png"));
        if self.process().is_some()
            && let Ok(source) = self.session.source()
        {
            keep("failed-page.html", source.as_bytes());
        }
        keep(
            "failed-desktop.jsonl",
            &fs::read(self.desktop.folder().join("desktop.jsonl")).unwrap_or_default(),
        );
        eprintln!("kept what was there in {}", self.results.display());
    }
}

fn end_group(driver: &mut Child) {
    let group = format!("-{}", driver.id());
    let _ = run(
        "kill",
        &["-KILL", "--", &group],
        &[],
        Duration::from_secs(5),
    );
    let _ = driver.wait();
}

impl Drop for App<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.keep_what_is_there();
        } else if self.process().is_some() {
            let _ = self.session.end();
        }
        if let Some(second) = &mut self.second {
            end_group(second);
        }
        end_group(&mut self.driver);
    }
}

/// WebDriver's code point of a key by its DOM name (W3C WebDriver, "keyboard actions"); other keys stand for themselves.
fn key_code(name: &str) -> String {
    let code = match name {
        "Backspace" => '\u{e003}',
        "Tab" => '\u{e004}',
        "Enter" => '\u{e007}',
        "Shift" => '\u{e008}',
        "Control" => '\u{e009}',
        "Alt" => '\u{e00a}',
        "Escape" => '\u{e00c}',
        "Space" => ' ',
        "PageUp" => '\u{e00e}',
        "PageDown" => '\u{e00f}',
        "End" => '\u{e010}',
        "Home" => '\u{e011}',
        "ArrowLeft" => '\u{e012}',
        "ArrowUp" => '\u{e013}',
        "ArrowRight" => '\u{e014}',
        "ArrowDown" => '\u{e015}',
        "Delete" => '\u{e017}',
        other => return other.to_owned(),
    };
    code.to_string()
}
