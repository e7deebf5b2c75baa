//! Files that were let go on the window: their paths stay here, the page gets a token for them.

use crate::event::Change;
use std::path::PathBuf;
use std::sync::Mutex;
use tauri::{DragDropEvent, Manager as _, PhysicalPosition, Window};
use tauri_specta::Event as _;

/// The last drop that nobody took yet.
#[derive(Default)]
pub struct Drops {
    waiting: Mutex<Option<(String, Vec<PathBuf>)>>,
}

impl Drops {
    /// The files that a token stands for; each drop is taken once.
    #[must_use]
    pub fn take(&self, token: &str) -> Option<Vec<PathBuf>> {
        let mut waiting = self.waiting.lock().ok()?;
        match waiting.take() {
            Some((known, paths)) if known == token => Some(paths),
            other => {
                *waiting = other;
                None
            }
        }
    }

    fn keep(&self, paths: Vec<PathBuf>) -> String {
        let token = uuid::Uuid::new_v4().simple().to_string();
        if let Ok(mut waiting) = self.waiting.lock() {
            *waiting = Some((token.clone(), paths));
        }
        token
    }
}

/// Tells the page where files hover, and that they were let go.
pub fn heard(window: &Window, event: &DragDropEvent) {
    let point = |position: &PhysicalPosition<f64>| {
        let at = position.to_logical::<i32>(window.scale_factor().unwrap_or(1.0));
        (at.x, at.y)
    };
    let hover = |position| {
        let (x, y) = point(position);
        Change::Drag { over: true, x, y }
    };
    let change = match event {
        DragDropEvent::Enter { position, .. } | DragDropEvent::Over { position } => hover(position),
        DragDropEvent::Drop { paths, position } => {
            let (x, y) = point(position);
            let files = u32::try_from(paths.len()).unwrap_or(u32::MAX);
            let token = window.state::<Drops>().keep(paths.clone());
            Change::Drop { token, files, x, y }
        }
        DragDropEvent::Leave => Change::Drag {
            over: false,
            x: 0,
            y: 0,
        },
        _ => return,
    };
    // A page that is gone has no use for it.
    let _ = change.emit(window.app_handle());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drop_is_taken_once_and_by_its_token_only() {
        let drops = Drops::default();
        let token = drops.keep(vec!["/a.pdf".into()]);
        assert_eq!(drops.take("another"), None);
        assert_eq!(drops.take(&token), Some(vec!["/a.pdf".into()]));
        assert_eq!(drops.take(&token), None);
    }
}
