//! The window of Tvist: the only code that knows Tauri. It shows what the engine says and passes on what its owner does.

mod again;
mod bindings;
mod command;
mod desktop;
mod drop;
mod error;
mod event;
mod folder;
mod log;
mod practice;
mod preview;
mod smoke;
mod tray;
mod view;
mod visits;
mod window;
mod words;

use std::process::ExitCode;
use tauri::{App, Manager as _, RunEvent, WindowEvent};

/// Runs until the window is closed.
#[must_use]
pub fn run() -> ExitCode {
    log::start();
    match build() {
        Ok(app) => {
            ExitCode::from(u8::try_from(app.run_return(|_, event| ending(&event))).unwrap_or(1))
        }
        Err(error @ tauri::Error::PluginInitialization(..)) => again::start(&error),
        Err(error) => {
            eprintln!("tvist-desktop: {error}");
            ExitCode::FAILURE
        }
    }
}

fn build() -> tauri::Result<App> {
    let bindings = bindings::builder();
    tauri::Builder::default()
        // First, so that a second start ends before it does anything.
        .plugin(tauri_plugin_single_instance::init(|app, _, _| {
            window::show(app)
        }))
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .plugin(tauri_plugin_opener::init())
        .register_asynchronous_uri_scheme_protocol(preview::SCHEME, preview::answer)
        .invoke_handler(bindings.invoke_handler())
        .on_window_event(|window, event| {
            if let WindowEvent::DragDrop(event) = event {
                drop::heard(window, event);
            }
        })
        .setup(move |app| {
            bindings.mount_events(app);
            app.manage(desktop::Desktop::new(app.handle().clone()));
            app.manage(drop::Drops::default());
            if let Err(error) = tray::set_up(app.handle()) {
                // The tray is a convenience: everything in it is in the window too.
                tracing::warn!(%error, "there is no tray");
            }
            window::set_up(app)?;
            smoke::watch(app.handle().clone());
            Ok(())
        })
        .build(tauri::generate_context!())
}

fn ending(event: &RunEvent) {
    if let RunEvent::Exit = event {
        tracing::info!("ending");
    }
}
