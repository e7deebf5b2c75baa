//! The harness does what it claims: shown on WebKitGTK's own small browser, which needs nothing of ours to be built.

#![expect(clippy::unwrap_used, reason = "a test that can't go on ends")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};
use tvist_tests::{App, Desktop, Keyring, Launch, button, field, not_run, run, until, workspace};

const PAGE: &str = r#"<!doctype html><html lang="en"><head><title>Harness</title></head><body><main><h1>Harness</h1>
<label for="name">Your name</label> <input id="name">
<button onclick="greeting.textContent = 'Hello, ' + document.querySelector('#name').value">Greet</button>
<p id="greeting"></p>
<div id="drop" style="width:300px;height:120px;border:1px solid">Drop here</div><ol id="dropped"></ol>
<script>
  const drop = document.querySelector('#drop');
  drop.addEventListener('dragover', (event) => { event.preventDefault(); drop.textContent = 'Let go'; });
  drop.addEventListener('drop', (event) => {
    event.preventDefault();
    const item = document.createElement('li');
    item.textContent = event.dataTransfer.types.join(' ');
    dropped.append(item);
  });
  addEventListener('keydown', (event) => { if (event.ctrlKey && event.key === 'k') document.title = 'found'; });
</script></main></body></html>"#;

/// Comes with the library itself on Debian and Ubuntu.
fn browser() -> PathBuf {
    let libraries = fs::read_dir("/usr/lib").expect("there is /usr/lib");
    let folders = libraries.filter_map(Result::ok).map(|entry| entry.path());
    let candidates = folders.map(|folder| folder.join("webkit2gtk-4.1/MiniBrowser"));
    candidates
        .into_iter()
        .find(|path| path.exists())
        .expect("WebKitGTK's MiniBrowser is installed")
}

fn open<'d>(desktop: &'d Desktop, test: &str, page: &str) -> (App<'d>, PathBuf) {
    let file = desktop.folder().join("page.html");
    fs::write(&file, page).unwrap();
    let launch = Launch::new(test, browser())
        .arg("--automation")
        .class("MiniBrowser");
    let app = App::launch(desktop, launch);
    app.open(&format!("file://{}", file.display())).unwrap();
    (app, file)
}

#[test]
fn a_page_is_seen_filled_and_clicked() {
    let desktop = Desktop::start();
    let (app, _) = open(&desktop, "harness-page", PAGE);
    app.wait("#name");
    app.fill(&field("Your name"), "Mara");
    app.click(&button("Greet"));
    app.wait_text("Hello, Mara");
    assert_eq!(app.text("#greeting"), "Hello, Mara");
    assert_eq!(app.property("#name", "value"), "Mara");
    assert!(!app.sees(&button("Send")));
    app.press("Control+k");
    assert_eq!(app.run("return document.title", &[]), "found");
    let picture = fs::read(app.picture("page")).unwrap();
    assert!(picture.starts_with(b"\x89PNG") && picture.len() > 2_000);
    let screen = fs::read(app.screen_picture("screen")).unwrap();
    assert!(screen.starts_with(b"\x89PNG"));
    assert!(app.process().is_some());
    app.quit();
}

#[test]
fn files_are_dropped_by_the_mouse() {
    let desktop = Desktop::start();
    let (app, _) = open(&desktop, "harness-drop", PAGE);
    app.wait("#drop");
    let files = ["one.pdf", "two with a blank.txt"].map(|name| desktop.folder().join(name));
    for file in &files {
        fs::write(file, "some bytes").unwrap();
    }
    let paths: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    let drag = app.drag_files("#drop", &paths);
    app.wait_text("Let go");
    drag.release();
    app.wait("#dropped li");
    // WebKit tells a page of this kind that there are files, not which; the journeys look at what Tvist got.
    assert!(app.text("#dropped li").contains("text/uri-list"));
}

#[test]
fn axe_finds_what_is_wrong_and_only_that() {
    let desktop = Desktop::start();
    let (app, file) = open(&desktop, "harness-axe", PAGE);
    app.wait("#name");
    assert_eq!(app.violations(), []);
    fs::write(
        &file,
        PAGE.replace("<label for=\"name\">Your name</label>", ""),
    )
    .unwrap();
    app.run("location.reload()", &[]);
    app.wait_gone("label");
    let rules: Vec<String> = app
        .violations()
        .into_iter()
        .map(|violation| violation.rule)
        .collect();
    assert_eq!(rules, ["label"]);
}

#[test]
fn a_killed_window_is_gone() {
    let desktop = Desktop::start();
    let (app, _) = open(&desktop, "harness-kill", PAGE);
    app.wait("#name");
    app.kill();
    until(Duration::from_secs(5), "the window's end", || {
        desktop
            .visible_window("--class", "MiniBrowser")
            .is_none()
            .then_some(())
    });
}

#[test]
fn the_keyring_is_there_locked_or_absent() {
    let store = "printf secret | secret-tool store --label test service tvist-test username one";
    let kept = |keyring| {
        let desktop = Desktop::with_keyring(keyring);
        let stored = run("sh", &["-c", store], desktop.env(), Duration::from_secs(5)).is_ok();
        (stored, desktop.secret("tvist-test", "one"))
    };
    assert_eq!(kept(Keyring::Unlocked), (true, Some("secret".into())));
    assert_eq!(kept(Keyring::Locked), (false, None));
    assert_eq!(kept(Keyring::None), (false, None));
}

#[test]
fn nothing_of_a_desktop_stays_behind() {
    let desktop = Desktop::start();
    let folder = desktop.folder().to_owned();
    let display = desktop
        .env()
        .iter()
        .find(|(name, _)| name == "DISPLAY")
        .cloned()
        .expect("a desktop has a display");
    assert!(
        run(
            "xwininfo",
            &["-root"],
            std::slice::from_ref(&display),
            Duration::from_secs(5)
        )
        .is_ok()
    );
    drop(desktop);
    assert!(!folder.exists());
    until(Duration::from_secs(5), "the end of the X server", || {
        run(
            "xwininfo",
            &["-root"],
            std::slice::from_ref(&display),
            Duration::from_secs(5),
        )
        .is_err()
        .then_some(())
    });
}

/// Not a test of its own: what the next one runs to see its line.
#[test]
#[ignore = "a part of the test below"]
fn one_that_cant_be_tried() {
    not_run("it takes root");
}

#[test]
fn what_cant_be_tried_is_listed_and_not_counted_as_passed() {
    let program = std::env::current_exe().unwrap();
    // As in a suite, where what passing tests print is kept back.
    let inner = ["--exact", "one_that_cant_be_tried", "--ignored"];
    let output = Command::new(program).args(inner).output().unwrap();
    assert!(output.status.success());
    let said = [output.stdout, output.stderr].concat();
    let counted = counted("cargoTests", &String::from_utf8(said).unwrap());
    let name = "one_that_cant_be_tried: it takes root";
    assert_eq!(
        counted,
        json!({"passed": 0, "failed": 0, "untried": [name]})
    );
}

#[test]
fn each_runner_s_own_numbers_are_added_up() {
    let cargo = "
     Running unittests src/main.rs (target/debug/deps/tvist-1)
test a ... ok
test result: ok. 40 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out
     Running tests/worker.rs (target/debug/deps/worker-1)
test one ... ok (3 ms)
test two ... FAILED
   Doc-tests tvist_domain
test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out
NOT RUN cli::disk: no root
NOT RUN cli::disk: no root
";
    for (runner, text, passed, failed, untried) in [
        ("cargoTests", cargo, 41, 3, 1),
        ("cargoTests", "", 0, 0, 0),
        (
            "vitest",
            "      Tests  2 failed | 205 passed (207)\n",
            205,
            2,
            0,
        ),
        (
            "lastCount",
            "3 passed, 1 failed\nmore\n12 passed, 0 failed\n",
            12,
            0,
            0,
        ),
    ] {
        let counted = counted(runner, text);
        assert_eq!(counted["passed"], passed, "{runner}: {counted}");
        assert_eq!(counted["failed"], failed, "{runner}: {counted}");
        assert_eq!(
            counted["untried"].as_array().unwrap().len(),
            untried,
            "{counted}"
        );
    }
}

/// What `tests/all.mjs` reads out of a runner's text.
fn counted(runner: &str, text: &str) -> Value {
    let module = workspace().join("tests/counting.mjs");
    let script = format!(
        "import {{ {runner} }} from {:?}; console.log(JSON.stringify({runner}(process.env.TEXT)));",
        module
    );
    let output = Command::new("node")
        .args(["--input-type=module", "--eval", &script])
        .env("TEXT", text)
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{errors}"))
}
