//! The tray: how the desk stands as a picture with a number, and a menu. All it does can be done in the window too.
//!
//! What it shows is a value, made from a glance at the desk and the present moment, and drawn only where it differs from
//! what is there: an idle beat draws nothing.

mod picture;

use crate::background;
use crate::desktop::Desktop;
use crate::words::Words;
use picture::Picture;
use std::sync::{Mutex, PoisonError};
use tauri::menu::{Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::TrayIconBuilder;
use tauri::{AppHandle, Manager as _};
use tvist_engine::domain::clock::Instant;
use tvist_engine::domain::freshness::Freshness;
use tvist_engine::domain::skew;
use tvist_engine::{Engine, Glance, GlanceCase};

const ID: &str = "main";
const CASE: &str = "case:";
const ACCOUNT: &str = "account:";

/// What the tray shows.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Shown {
    picture: Picture,
    lines: Vec<Line>,
}

/// One line of the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Line {
    /// Says something.
    Says(String),
    /// Does what its id names.
    Does {
        id: String,
        text: String,
    },
    Separator,
}

impl Line {
    fn does(id: impl Into<String>, text: String) -> Self {
        Self::Does {
            id: id.into(),
            text,
        }
    }
}

/// What is known and what is drawn.
#[derive(Default)]
pub struct Tray {
    glance: Mutex<Option<Glance>>,
    drawn: Mutex<Option<Shown>>,
}

/// Puts the icon into the tray.
///
/// # Errors
/// When the system has no tray at all.
pub fn set_up(app: &AppHandle) -> tauri::Result<()> {
    app.manage(Tray::default());
    let first = shown(None, Instant::UNIX_EPOCH, &Words::new(None));
    TrayIconBuilder::with_id(ID)
        .icon(first.picture.image())
        .tooltip("Tvist")
        .menu(&menu(app, &first.lines)?)
        .on_menu_event(|app, event| chosen(app, event.id().as_ref()))
        .build(app)?;
    Ok(())
}

/// Shows how the desk stands now. A tray that can't be changed is no reason to fail.
pub async fn refresh(app: &AppHandle, engine: &Engine) {
    let Ok(glance) = engine.glance().await else {
        return;
    };
    let tray = app.state::<Tray>();
    *tray.glance.lock().unwrap_or_else(PoisonError::into_inner) = Some(glance);
    redraw(app, engine.now());
}

/// Shows what time has changed.
pub fn redraw(app: &AppHandle, now: Instant) {
    let tray = app.state::<Tray>();
    let shown = {
        let glance = tray.glance.lock().unwrap_or_else(PoisonError::into_inner);
        let language = glance.as_ref().and_then(|g| g.language.as_deref());
        shown(glance.as_ref(), now, &Words::new(language))
    };
    draw(app, shown);
}

/// Shows that nothing can be watched, since the data is locked.
pub fn locked(app: &AppHandle) {
    let words = Words::new(None);
    let mut lines = vec![Line::Says(words.say("tray-locked", None)), Line::Separator];
    lines.extend(ends(&words));
    draw(
        app,
        Shown {
            picture: Picture::Due(0),
            lines,
        },
    );
}

/// Whether the desktop shows tray icons at all.
#[cfg(target_os = "linux")]
pub async fn is_hosted() -> bool {
    let asked = async {
        let bus = zbus::Connection::session().await?;
        let proxy = zbus::fdo::DBusProxy::new(&bus).await?;
        let watcher = zbus::names::BusName::try_from("org.kde.StatusNotifierWatcher")?;
        Ok::<bool, zbus::Error>(proxy.name_has_owner(watcher).await?)
    };
    asked.await.unwrap_or(false)
}

/// Whether the system shows tray icons at all.
#[cfg(not(target_os = "linux"))]
pub async fn is_hosted() -> bool {
    true
}

fn draw(app: &AppHandle, shown: Shown) {
    let tray = app.state::<Tray>();
    let mut drawn = tray.drawn.lock().unwrap_or_else(PoisonError::into_inner);
    if drawn.as_ref() == Some(&shown) {
        return;
    }
    let Some(icon) = app.tray_by_id(ID) else {
        return;
    };
    let picture = if drawn.as_ref().is_some_and(|d| d.picture == shown.picture) {
        Ok(())
    } else {
        icon.set_icon(Some(shown.picture.image()))
    };
    let lines = menu(app, &shown.lines).and_then(|menu| icon.set_menu(Some(menu)));
    match picture.and(lines) {
        Ok(()) => *drawn = Some(shown),
        Err(error) => tracing::info!(%error, "the tray can't be changed"),
    }
}

fn shown(glance: Option<&Glance>, now: Instant, words: &Words) -> Shown {
    let mut lines = Vec::new();
    let mut picture = Picture::Calm;
    if let Some(glance) = glance {
        picture = match glance.due {
            0 if glance.troubled.is_empty() => Picture::Calm,
            due if glance.is_urgent(now) => Picture::Urgent(due),
            due => Picture::Due(due),
        };
        lines.push(Line::Says(match glance.due {
            0 => words.say("tray-calm", None),
            due => words.say("tray-due", Some(due)),
        }));
        let moment = glance.corrected(now);
        lines.extend(
            glance
                .first
                .iter()
                .map(|case| case_line(case, moment, words)),
        );
        lines.extend(glance.troubled.iter().map(|account| {
            let id = match account.freshness {
                Freshness::Refused => "tray-refused",
                Freshness::Stale | Freshness::Fresh => "tray-stale",
            };
            let label = format!("{} — {}", account.provider.name(), account.label);
            let text = words.say_of(id, &[("account", &label)]);
            Line::does(format!("{ACCOUNT}{}", account.id), text)
        }));
        if glance.skew_seconds.unwrap_or(0).abs() > skew::WARN_SECONDS {
            lines.push(Line::does("open", words.say("tray-clock", None)));
        }
        lines.push(Line::Separator);
        lines.push(Line::does("sync", words.say("tray-sync", None)));
        lines.push(match &glance.paused_until {
            Some((until, text)) if *until > now => {
                Line::does("resume", words.say_of("tray-resume", &[("until", text)]))
            }
            _ => Line::does("pause", words.say("tray-pause", None)),
        });
        lines.push(Line::Separator);
    }
    lines.extend(ends(words));
    Shown { picture, lines }
}

fn ends(words: &Words) -> [Line; 2] {
    [
        Line::does("open", words.say("tray-open", None)),
        Line::does("quit", words.say("tray-quit", None)),
    ]
}

fn case_line(case: &GlanceCase, now: Instant, words: &Words) -> Line {
    let left = case.deadline - now;
    let (id, count) = if left.num_seconds() <= 0 {
        ("tray-left-none", 0)
    } else if left.num_hours() < 2 {
        ("tray-left-minutes", left.num_minutes().max(1))
    } else if left.num_hours() < 48 {
        ("tray-left-hours", left.num_hours())
    } else {
        ("tray-left-days", left.num_days())
    };
    let left = words.say(id, u32::try_from(count).ok());
    let amount = case.amount.to_string();
    let args = [
        ("who", case.who.as_str()),
        ("amount", &amount),
        ("left", &left),
    ];
    Line::does(
        format!("{CASE}{}", case.id),
        words.say_of("tray-case", &args),
    )
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

fn chosen(app: &AppHandle, id: &str) {
    if let Some(case) = id.strip_prefix(CASE) {
        return background::open_case(app, case);
    }
    if id.starts_with(ACCOUNT) {
        return background::open_place(app, "accounts");
    }
    match id {
        "open" => crate::window::show(app),
        "quit" => {
            let app = app.clone();
            tauri::async_runtime::spawn(async move { background::quit(&app).await });
        }
        "sync" | "pause" | "resume" => {
            let (app, id) = (app.clone(), id.to_owned());
            tauri::async_runtime::spawn(async move { act(&app, &id).await });
        }
        _ => {}
    }
}

async fn act(app: &AppHandle, id: &str) {
    let Ok(opened) = app.state::<Desktop>().opened().await else {
        return;
    };
    let done = match id {
        "pause" => opened.engine.pause_until_morning().await.map(|_| ()),
        "resume" => opened.engine.resume_reminders().await,
        _ => {
            opened.watcher.visit_now();
            return;
        }
    };
    if let Err(error) = done {
        tracing::warn!(code = error.kind(), "reminders can't be paused or resumed");
    }
    refresh(app, &opened.engine).await;
    opened.watcher.tell_state(app).await;
    opened.watcher.look_again();
}

#[cfg(test)]
mod tests;
