//! Files over the window: the page is told where they hover, and gets a token for those that are let go.

use crate::event::ShellEvent;
use crate::file_tokens::FileTokens;
use tauri::{DragDropEvent, Manager as _, PhysicalPosition, Window};
use tauri_specta::Event as _;

/// Tells the page where files hover, and that they were let go.
pub fn heard(window: &Window, event: &DragDropEvent) {
    let point = |position: &PhysicalPosition<f64>| {
        let at = position.to_logical::<i32>(window.scale_factor().unwrap_or(1.0));
        (at.x, at.y)
    };
    let hover = |position| {
        let (x, y) = point(position);
        ShellEvent::Drag { over: true, x, y }
    };
    let said = match event {
        DragDropEvent::Enter { position, .. } | DragDropEvent::Over { position } => hover(position),
        DragDropEvent::Drop { paths, position } => {
            let (x, y) = point(position);
            let files = u32::try_from(paths.len()).unwrap_or(u32::MAX);
            let token = window.state::<FileTokens>().keep_dropped(paths.clone());
            ShellEvent::Drop { token, files, x, y }
        }
        DragDropEvent::Leave => ShellEvent::Drag {
            over: false,
            x: 0,
            y: 0,
        },
        _ => return,
    };
    // A page that is gone has no use for it.
    let _ = said.emit(window.app_handle());
}
