//! The one window: how it is made, and brought to the front.

use std::sync::{Mutex, PoisonError};
use tauri::{AppHandle, Manager as _, Url, WebviewUrl, WebviewWindowBuilder};
use tauri_plugin_window_state::{AppHandleExt as _, StateFlags};

const LABEL: &str = "main";
/// Held by whoever looks for the window and makes one: wanted by two at once, it is one all the same.
static MAKING: Mutex<()> = Mutex::new(());

/// Makes the window. Its page can go nowhere else, and open nothing.
///
/// # Errors
/// When the system can't make a window.
pub fn open(app: &AppHandle) -> tauri::Result<()> {
    WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App("index.html".into()))
        .title("Tvist")
        .inner_size(1280.0, 820.0)
        .min_inner_size(420.0, 480.0)
        .on_navigation(is_our_own)
        .on_new_window(|_, _| tauri::webview::NewWindowResponse::Deny)
        .build()?;
    Ok(())
}

/// Whether there is a window, seen or not.
#[must_use]
pub fn is_open(app: &AppHandle) -> bool {
    app.get_webview_window(LABEL).is_some()
}

/// Keeps where the window is and how large, for the next one. The plugin does that only when the program ends by itself,
/// and another one may take its place before.
pub fn keep_place(app: &AppHandle) {
    let main = app.clone();
    let asked = app.run_on_main_thread(move || {
        if let Err(error) = main.save_window_state(StateFlags::all()) {
            tracing::warn!(%error, "the window's place can't be kept");
        }
    });
    if let Err(error) = asked {
        tracing::warn!(%error, "the window's place can't be kept");
    }
}

/// Gives the window back, and the memory of its web view.
pub fn give_back(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(LABEL)
        && let Err(error) = window.destroy()
    {
        tracing::warn!(%error, "the window can't be given back");
    }
}

/// Brings the window to the front, from wherever it is; makes one where there is none. Not on the thread of the window.
pub fn show(app: &AppHandle) {
    let _making = MAKING.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(window) = app.get_webview_window(LABEL) else {
        if let Err(error) = open(app) {
            tracing::warn!(%error, "no window can be made");
        }
        return;
    };
    // Each step may fail on some desktop; the others still help.
    let _ = window.show();
    let _ = window.unminimize();
    let _ = window.set_focus();
}

fn is_our_own(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        // What Windows and Android use for the same.
        "http" | "https" => {
            cfg!(any(windows, target_os = "android")) && url.host_str() == Some("tauri.localhost")
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_stays_at_home() {
        let own = |text: &str| is_our_own(&Url::parse(text).unwrap());
        assert!(own("tauri://localhost/index.html"));
        for elsewhere in [
            "https://example.com/",
            "http://localhost:5173/",
            "file:///etc/passwd",
            "about:blank",
            "data:text/html,x",
            "tauri://elsewhere/",
        ] {
            assert!(!own(elsewhere), "{elsewhere}");
        }
    }
}
