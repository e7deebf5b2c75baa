//! The tray while the window's program runs: what it shows is described elsewhere, and drawn here with the window's tools.

use tauri::image::Image;
use tauri::menu::{Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::TrayIconBuilder;
use tauri::{AppHandle, Manager as _};
use tvist_watcher::Presence;
use tvist_watcher::tray::{self, Line, Shown};

const ID: &str = "main";

/// Puts the icon into the tray.
///
/// # Errors
/// When the system has no tray at all.
pub fn set_up(app: &AppHandle) -> tauri::Result<()> {
    let first = tray::first();
    TrayIconBuilder::with_id(ID)
        .icon(Image::from_bytes(first.picture.png())?)
        .tooltip("Tvist")
        .menu(&menu(app, &first.lines)?)
        .on_menu_event(|app, event| app.state::<Presence>().chosen(event.id().as_ref()))
        .build(app)?;
    Ok(())
}

/// Shows the menu, and the picture where it is another one; whether that was possible.
pub fn draw(app: &AppHandle, shown: &Shown, another_picture: bool) -> bool {
    let Some(icon) = app.tray_by_id(ID) else {
        return false;
    };
    let picture = if another_picture {
        Image::from_bytes(shown.picture.png()).and_then(|image| icon.set_icon(Some(image)))
    } else {
        Ok(())
    };
    let lines = menu(app, &shown.lines).and_then(|menu| icon.set_menu(Some(menu)));
    match picture.and(lines) {
        Ok(()) => true,
        Err(error) => {
            tracing::info!(%error, "the tray can't be changed");
            false
        }
    }
}

fn menu(app: &AppHandle, lines: &[Line]) -> tauri::Result<Menu<tauri::Wry>> {
    let menu = Menu::new(app)?;
    for line in lines {
        match line {
            Line::Says(text) => {
                menu.append(&MenuItem::new(app, unmarked(text), false, None::<&str>)?)?;
            }
            Line::Does { id, text } => {
                let item = MenuItem::with_id(app, id, unmarked(text), true, None::<&str>)?;
                menu.append(&item)?;
            }
            Line::Separator => menu.append(&PredefinedMenuItem::separator(app)?)?,
        }
    }
    Ok(menu)
}

/// In a menu `&` marks a key; twice it is itself.
fn unmarked(text: &str) -> String {
    text.replace('&', "&&")
}
