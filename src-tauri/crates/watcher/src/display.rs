//! What the program shows on the desktop while it watches: the tray and the notices of whatever is watched now.

use crate::host::WindowHost;
use crate::notice::Notices;
use crate::tray::Tray;
use crate::words::Words;
use std::sync::Arc;
use tvist_engine::domain::clock::Timestamp;
use tvist_engine::{Engine, Event, Notice};

/// One for the whole life of the program. Clones are the same.
#[derive(Clone)]
pub(crate) struct Display(Arc<Inner>);

struct Inner {
    host: Arc<dyn WindowHost>,
    notices: Notices,
    tray: Tray,
}

impl Display {
    /// Nothing is shown yet.
    pub(crate) fn new(host: Arc<dyn WindowHost>, notices: Notices) -> Self {
        Self(Arc::new(Inner {
            host,
            notices,
            tray: Tray::default(),
        }))
    }

    pub(crate) fn host(&self) -> &dyn WindowHost {
        &*self.0.host
    }

    pub(crate) fn notices(&self) -> &Notices {
        &self.0.notices
    }

    /// Passes on to the page what the engine says.
    pub(crate) fn hear(&self, event: &Event) {
        self.0.host.hear(event);
    }

    /// Shows a notice by the system; whether that took it.
    pub(crate) async fn show(&self, engine: &Engine, notice: &Notice) -> bool {
        let settings = engine.settings().await.unwrap_or_default();
        let words = Words::new(settings.language.as_deref());
        self.0.notices.show(&words, notice).await
    }

    /// Shows how the desk stands now. A tray that can't be changed is no reason to fail.
    pub(crate) async fn refresh(&self, engine: &Engine) {
        if let Ok(summary) = engine.desk_summary().await {
            self.0.tray.knows(summary);
            self.redraw(engine.now());
        }
    }

    /// Shows what time has changed.
    pub(crate) fn redraw(&self, now: Timestamp) {
        let draw = |shown: &_, another| self.0.host.draw(shown, another);
        self.0.tray.draw(now, draw);
    }

    /// Shows that nothing can be watched, since the data is locked.
    pub(crate) fn locked(&self) {
        let draw = |shown: &_, another| self.0.host.draw(shown, another);
        self.0.tray.draw_locked(draw);
    }
}
