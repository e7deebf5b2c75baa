//! The window of Tvist: the only code that knows Tauri. It shows what the engine says and passes on what its owner does.

mod background;
mod bindings;
mod command;
mod desktop;
mod dialog;
mod drop;
mod error;
mod event;
mod file_tokens;
#[cfg(target_os = "linux")]
mod handover;
mod host;
mod intake;
mod login;
mod practice;
mod preview;
mod restart;
mod smoke;
mod tray;
mod view;
mod window;

use std::process::ExitCode;
use std::sync::Arc;
use tauri::{App, Manager as _, RunEvent, WindowEvent};
use tvist_watcher::handover::is_hidden_start;
use tvist_watcher::{Handover, Presence};

/// Runs until the owner ends it; closing the window may leave it running.
#[must_use]
pub fn run() -> ExitCode {
    tvist_watcher::log::start();
    #[cfg(target_os = "linux")]
    if is_hidden_start(std::env::args()) {
        // The program that watches without a window; where it is missing, this one does.
        handover::at_once(&Handover::default());
    }
    let left = Handover::of(std::env::args());
    #[cfg(target_os = "linux")]
    if !handover::has_screen() {
        eprintln!("tvist-desktop: no window can be shown here");
        if let Some(left) = left {
            handover::at_once(&left);
        }
        return ExitCode::FAILURE;
    }
    #[cfg(target_os = "linux")]
    let left = left.or_else(handover::in_place_of_another);
    match build(left.clone()) {
        Ok(app) => {
            ExitCode::from(u8::try_from(app.run_return(|_, event| ending(&event))).unwrap_or(1))
        }
        Err(error @ tauri::Error::PluginInitialization(..)) => {
            restart::restart(&error, left.as_ref())
        }
        Err(error) => {
            eprintln!("tvist-desktop: {error}");
            #[cfg(target_os = "linux")]
            if let Some(left) = left {
                handover::at_once(&left);
            }
            ExitCode::FAILURE
        }
    }
}

fn build(left: Option<Handover>) -> tauri::Result<App> {
    let watched = left.is_some() || is_hidden_start(std::env::args());
    let left = left.unwrap_or_default();
    let bindings = bindings::builder();
    tauri::Builder::default()
        // First, so that a second start ends before it does anything.
        .plugin(tauri_plugin_single_instance::init(|app, arguments, _| {
            // One that starts at login meets the one that runs: nobody asked to see it.
            if !is_hidden_start(arguments) {
                background::show_soon(app);
            }
        }))
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .plugin(tauri_plugin_opener::init())
        .register_asynchronous_uri_scheme_protocol(preview::SCHEME, preview::answer)
        .invoke_handler(bindings.invoke_handler())
        .on_window_event(|window, event| match event {
            WindowEvent::DragDrop(event) => drop::heard(window, event),
            WindowEvent::CloseRequested { api, .. } => {
                api.prevent_close();
                tauri::async_runtime::spawn(background::close(window.app_handle().clone()));
            }
            _ => {}
        })
        .setup(move |app| {
            bindings.mount_events(app);
            let runtime = tauri::async_runtime::handle().inner().clone();
            let host = host::DesktopHost(app.handle().clone());
            let presence = Presence::new(Arc::new(host), runtime);
            app.manage(presence.clone());
            app.manage(desktop::Desktop::new(
                app.handle().clone(),
                presence.clone(),
            ));
            app.manage(file_tokens::FileTokens::default());
            app.manage(background::Background::new(left.at, watched));
            if let Err(error) = tray::set_up(app.handle()) {
                // The tray is a convenience: everything in it is in the window too.
                tracing::warn!(%error, "there is no tray");
            }
            if !is_hidden_start(std::env::args()) {
                window::open(app.handle())?;
            }
            tauri::async_runtime::spawn(async move { presence.take_over(left.notices).await });
            tauri::async_runtime::spawn(background::keep_open(app.handle().clone()));
            #[cfg(target_os = "linux")]
            tauri::async_runtime::spawn(handover::whenever_closed(app.handle().clone()));
            smoke::watch(app.handle().clone());
            Ok(())
        })
        .build(tauri::generate_context!())
}

fn ending(event: &RunEvent) {
    match event {
        // The last window is gone and nobody asked to end: the watch goes on without one.
        RunEvent::ExitRequested {
            code: None, api, ..
        } => api.prevent_exit(),
        RunEvent::Exit => tracing::info!("ending"),
        _ => {}
    }
}
