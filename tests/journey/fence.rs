//! What the page can't do, whatever script should ever run in it: reach a network, another page, or the machine.

use std::net::TcpListener;

use serde_json::{Value, json};
use tvist_tests::Desktop;

use crate::window::{named, open};

/// Tries every way out that a page has, then says which of them answered.
const WAYS_OUT: &str = "const [base, done] = arguments;
    const refused = new Set();
    document.addEventListener('securitypolicyviolation', (event) => refused.add(event.effectiveDirective));
    const image = new Promise((yes, no) => { const i = new Image(); i.onload = yes; i.onerror = no; i.src = base + '/image'; });
    const frame = document.createElement('iframe');
    frame.src = base + '/frame';
    const script = document.createElement('script');
    script.src = base + '/script';
    const style = document.createElement('link');
    style.rel = 'stylesheet';
    style.href = base + '/style';
    document.head.append(frame, script, style);
    try { navigator.sendBeacon(base + '/beacon'); } catch { /* refused, as it should be */ }
    const socket = new Promise((yes, no) => { try { const s = new WebSocket(base.replace('http', 'ws')); s.onopen = yes; s.onerror = no; } catch { no(); } });
    const inline = document.createElement('script');
    inline.textContent = 'window.inlineRan = true';
    document.head.append(inline);
    const before = document.baseURI;
    const foundation = document.createElement('base');
    foundation.href = base + '/base/';
    document.head.prepend(foundation);
    const form = document.createElement('form');
    form.action = base + '/form';
    document.body.append(form);
    form.submit();
    let evaluated = true;
    try { new Function('return 1')(); } catch { evaluated = false; }
    Promise.allSettled([fetch(base + '/fetch'), image, socket]).then((all) =>
      setTimeout(() => done({ out: all.filter((one) => one.status === 'fulfilled').length, inline: window.inlineRan === true, evaluated,
        moved: document.baseURI !== before, refused: ['base-uri', 'form-action'].filter((one) => refused.has(one)) }), 700));";

/// Asks the native side for things, and says of each whether it was done, or why not.
const COMMANDS: &str = "const [commands, done] = arguments;
    const ask = (name) => window.__TAURI_INTERNALS__.invoke(name, {}).then(() => 'done', (why) => typeof why === 'string' ? why : JSON.stringify(why));
    Promise.all(commands.map(ask)).then(done);";

/// What the native side says of a command that the page wasn't given, whatever its arguments.
const NOT_GIVEN: &str = "not allowed";

#[test]
fn the_page_reaches_no_network_and_runs_nothing_foreign() {
    let desktop = Desktop::start();
    let data = tempfile::tempdir().expect("a temporary folder");
    let outside = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
    outside
        .set_nonblocking(true)
        .expect("a listener can be asked without waiting");
    let address = outside.local_addr().expect("it is bound");
    let app = open(&desktop, "fence", data.path());
    app.wait(&named("welcome"));
    let found = app.run_async(WAYS_OUT, &[json!(format!("http://{address}"))]);
    assert_eq!(
        found,
        json!({ "out": 0, "inline": false, "evaluated": false, "moved": false, "refused": ["base-uri", "form-action"] })
    );
    assert!(outside.accept().is_err(), "the page reached the network");
}

#[test]
fn the_page_gets_only_the_commands_that_it_was_given() {
    let desktop = Desktop::start();
    let data = tempfile::tempdir().expect("a temporary folder");
    let app = open(&desktop, "commands", data.path());
    app.wait(&named("welcome"));
    let foreign = json!([
        "plugin:app|version",
        "plugin:path|resolve_directory",
        "plugin:window|close",
        "plugin:webview|create_webview_window",
        "plugin:webview|print",
        "plugin:event|emit",
        "plugin:resources|close",
        "plugin:opener|open_url",
        "plugin:opener|open_path",
        "plugin:shell|execute",
        "plugin:fs|read_text_file",
        "no_such_command",
    ]);
    let answers = app.run_async(COMMANDS, std::slice::from_ref(&foreign));
    for (name, answer) in pairs(&foreign, &answers) {
        assert!(answer.contains(NOT_GIVEN), "{name}: {answer}");
    }
    assert_eq!(app.run("return typeof window.__TAURI__", &[]), "undefined");
    // The same way does work for what was given; where arguments lack, that is what it says.
    let answers = app.run_async(COMMANDS, &[json!(["accounts", "dispute"])]);
    assert_eq!(answers[0], "done");
    let lacking = answers[1].as_str().unwrap_or_default();
    assert!(
        !lacking.contains(NOT_GIVEN) && lacking.contains("missing"),
        "{lacking}"
    );
}

/// Each name with what was answered to it.
fn pairs<'a>(names: &'a Value, answers: &'a Value) -> Vec<(&'a str, &'a str)> {
    let texts = |list: &'a Value| {
        list.as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
    };
    let pairs: Vec<_> = texts(names).zip(texts(answers)).collect();
    assert_eq!(
        Some(pairs.len()),
        names.as_array().map(Vec::len),
        "{answers}"
    );
    pairs
}

#[test]
fn the_window_stays_on_its_own_page() {
    let desktop = Desktop::start();
    let data = tempfile::tempdir().expect("a temporary folder");
    let app = open(&desktop, "elsewhere", data.path());
    app.wait(&named("welcome"));
    let home = app.run("return location.href", &[]);
    for elsewhere in [
        "https://example.com/",
        "file:///etc/hostname",
        "about:blank",
    ] {
        let _: Value = app.run("location.href = arguments[0]", &[json!(elsewhere)]);
        app.settle();
        assert_eq!(app.run("return location.href", &[]), home, "{elsewhere}");
    }
    assert_eq!(
        app.run("return window.open('https://example.com/') === null", &[]),
        true
    );
    app.wait(&named("welcome"));
}
