//! The tray: how the desk stands as a picture, and a menu. All it does can be done in the window too.

use crate::desktop::Desktop;
use crate::window;
use crate::words::Words;
use tauri::image::Image;
use tauri::menu::{Menu, MenuItem};
use tauri::tray::TrayIconBuilder;
use tauri::{AppHandle, Manager as _, include_image};
use tvist_engine::domain::NextStep;
use tvist_engine::domain::clock::Instant;
use tvist_engine::view::DeskView;
use tvist_engine::{DeskQuery, Engine};

const ID: &str = "main";
const CALM: Image<'_> = include_image!("../icons/tray-calm.png");
const DUE: Image<'_> = include_image!("../icons/tray-due.png");
const URGENT: Image<'_> = include_image!("../icons/tray-urgent.png");

/// How the desk stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Calm,
    Due(u32),
    /// The safe date of at least one case has passed.
    Urgent(u32),
}

/// Puts the icon into the tray.
///
/// # Errors
/// When the system has no tray at all.
pub fn set_up(app: &AppHandle) -> tauri::Result<()> {
    TrayIconBuilder::with_id(ID)
        .icon(CALM)
        .tooltip("Tvist")
        .menu(&menu(app, &Words::new(None), Standing::Calm)?)
        .on_menu_event(|app, event| match event.id().as_ref() {
            "open" => window::show(app),
            "sync" => sync(app.clone()),
            "quit" => app.exit(0),
            _ => {}
        })
        .build(app)?;
    Ok(())
}

/// Shows how the desk stands now. A tray that can't be changed is no reason to fail.
pub async fn refresh(app: &AppHandle, engine: &Engine) {
    let language = engine.settings().await.ok().and_then(|s| s.language);
    let query = DeskQuery {
        step: Some(NextStep::Answer),
        open_only: true,
        ..DeskQuery::default()
    };
    let Ok(desk) = engine.desk(&query).await else {
        return;
    };
    let standing = standing(&desk, engine.now());
    if let Err(error) = draw(app, &Words::new(language.as_deref()), standing) {
        tracing::info!(%error, "the tray can't be changed");
    }
}

fn standing(desk: &DeskView, now: Instant) -> Standing {
    let late = |deadline: &tvist_engine::domain::Deadline| deadline.safe_at <= now;
    if desk.total == 0 {
        Standing::Calm
    } else if desk
        .disputes
        .iter()
        .any(|d| d.deadline.as_ref().is_some_and(late))
    {
        Standing::Urgent(desk.total)
    } else {
        Standing::Due(desk.total)
    }
}

fn draw(app: &AppHandle, words: &Words, standing: Standing) -> tauri::Result<()> {
    let Some(tray) = app.tray_by_id(ID) else {
        return Ok(());
    };
    tray.set_icon(Some(match standing {
        Standing::Calm => CALM,
        Standing::Due(_) => DUE,
        Standing::Urgent(_) => URGENT,
    }))?;
    tray.set_menu(Some(menu(app, words, standing)?))
}

fn menu(app: &AppHandle, words: &Words, standing: Standing) -> tauri::Result<Menu<tauri::Wry>> {
    let says = match standing {
        Standing::Calm => words.say("tray-calm", None),
        Standing::Due(count) | Standing::Urgent(count) => words.say("tray-due", Some(count)),
    };
    let item = |id: &str, text: String, enabled: bool| {
        MenuItem::with_id(app, id, text, enabled, None::<&str>)
    };
    Menu::with_items(
        app,
        &[
            &item("standing", says, false)?,
            &item("open", words.say("tray-open", None), true)?,
            &item("sync", words.say("tray-sync", None), true)?,
            &item("quit", words.say("tray-quit", None), true)?,
        ],
    )
}

fn sync(app: AppHandle) {
    tauri::async_runtime::spawn(async move {
        if let Ok(opened) = app.state::<Desktop>().opened().await {
            opened.visits.visit_now();
        }
    });
}
