//! What the page can't do, whatever script should ever run in it: reach a network, another page, or the machine.

use std::net::TcpListener;

use serde_json::{Value, json};
use tvist_tests::Desktop;

use crate::window::{named, open};

/// Tries every way out that a page has, then says which of them answered.
const WAYS_OUT: &str = "const [base, done] = arguments;
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
    let evaluated = true;
    try { new Function('return 1')(); } catch { evaluated = false; }
    Promise.allSettled([fetch(base + '/fetch'), image, socket]).then((all) =>
      setTimeout(() => done({ out: all.filter((one) => one.status === 'fulfilled').length, inline: window.inlineRan === true, evaluated }), 700));";

/// Asks the native side for things that no page of ours asks for.
const COMMANDS: &str = "const [commands, done] = arguments;
    const ask = (name) => window.__TAURI_INTERNALS__.invoke(name, {}).then(() => name, () => null);
    Promise.all(commands.map(ask)).then((all) => done(all.filter((name) => name !== null)));";

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
        json!({ "out": 0, "inline": false, "evaluated": false })
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
    assert_eq!(app.run_async(COMMANDS, &[foreign]), json!([]));
    assert_eq!(app.run("return typeof window.__TAURI__", &[]), "undefined");
    // The same way does work for what was given.
    assert_eq!(
        app.run_async(COMMANDS, &[json!(["accounts"])]),
        json!(["accounts"])
    );
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
