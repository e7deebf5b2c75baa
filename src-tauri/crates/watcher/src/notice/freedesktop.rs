//! Notices by the desktop's own service on the session bus (freedesktop.org, Desktop Notifications 1.2).

use crate::notice::message::{Answer, Shown};
use futures::StreamExt as _;
use std::collections::HashMap;
use tokio::runtime::Handle;
use tokio::sync::OnceCell;
use tokio::sync::mpsc::UnboundedSender;
use zbus::zvariant::Value;

/// The package's desktop entry, by which a desktop tells whose notice it is.
const ENTRY: &str = "Tvist";
/// The package's icon.
const ICON: &str = "tvist-desktop";
const OPEN: &str = "default";
const LATER: &str = "later";
const URGENT: u8 = 2;
const ORDINARY: u8 = 1;

#[zbus::proxy(
    interface = "org.freedesktop.Notifications",
    default_service = "org.freedesktop.Notifications",
    default_path = "/org/freedesktop/Notifications"
)]
trait Notifications {
    #[expect(clippy::too_many_arguments, reason = "the service's own call")]
    fn notify(
        &self,
        app_name: &str,
        replaces_id: u32,
        app_icon: &str,
        summary: &str,
        body: &str,
        actions: &[&str],
        hints: HashMap<&str, Value<'_>>,
        expire_timeout: i32,
    ) -> zbus::Result<u32>;
    fn close_notification(&self, id: u32) -> zbus::Result<()>;
    fn get_capabilities(&self) -> zbus::Result<Vec<String>>;
}

/// The way to the service: one connection, made with the first notice.
pub(super) struct Shower {
    service: OnceCell<NotificationsProxy<'static>>,
    runtime: Handle,
    heard: UnboundedSender<(u32, Answer)>,
}

impl Shower {
    /// What is answered goes to `heard`, with the number of its notice.
    pub(super) fn new(runtime: Handle, heard: UnboundedSender<(u32, Answer)>) -> Self {
        Self {
            service: OnceCell::new(),
            runtime,
            heard,
        }
    }

    /// Shows a notice; its number at the service.
    pub(super) async fn show(&self, shown: &Shown<'_>) -> zbus::Result<u32> {
        let service = self.service().await?;
        // Asked each time: another service may stand in its place since.
        let can = service.get_capabilities().await?;
        let can = |what: &str| can.iter().any(|c| c == what);
        let mut actions = vec![OPEN, shown.open.as_str()];
        if let Some(later) = &shown.later {
            actions.extend([LATER, later.as_str()]);
        }
        if !can("actions") {
            actions.clear();
        }
        let body = if can("body-markup") {
            escaped(shown.body)
        } else {
            shown.body.to_owned()
        };
        let urgency = if shown.urgent { URGENT } else { ORDINARY };
        let hints = HashMap::from([
            ("urgency", Value::from(urgency)),
            ("desktop-entry", Value::from(ENTRY)),
        ]);
        let lasting = if shown.urgent { 0 } else { -1 };
        service
            .notify(
                "Tvist",
                0,
                ICON,
                shown.title,
                &body,
                &actions,
                hints,
                lasting,
            )
            .await
    }

    /// Hears what is answered from now on.
    pub(super) async fn listen(&self) -> zbus::Result<()> {
        self.service().await.map(|_| ())
    }

    async fn service(&self) -> zbus::Result<&NotificationsProxy<'static>> {
        self.service.get_or_try_init(|| self.connect()).await
    }

    async fn connect(&self) -> zbus::Result<NotificationsProxy<'static>> {
        let bus = zbus::Connection::session().await?;
        let service = NotificationsProxy::new(&bus).await?;
        // One stream for all signals: what was answered comes before the end of the notice, and must be heard before it.
        let mut signals = service.inner().receive_all_signals().await?;
        let answers = self.heard.clone();
        self.runtime.spawn(async move {
            while let Some(signal) = signals.next().await {
                if let Some(answer) = heard(&signal) {
                    // Nobody receives any more: the program ends.
                    let _ = answers.send(answer);
                }
            }
        });
        Ok(service)
    }

    /// Takes a notice back.
    pub(super) async fn close(&self, id: u32) {
        if let Some(service) = self.service.get() {
            // One that is gone already is as good.
            let _ = service.close_notification(id).await;
        }
    }
}

/// What a signal says of a notice, which need not be one of ours.
fn heard(signal: &zbus::Message) -> Option<(u32, Answer)> {
    let body = signal.body();
    match signal.header().member()?.as_str() {
        "ActionInvoked" => {
            let (id, key): (u32, String) = body.deserialize().ok()?;
            Some((id, answer(&key)))
        }
        "NotificationClosed" => {
            let (id, _reason): (u32, u32) = body.deserialize().ok()?;
            Some((id, Answer::Closed))
        }
        _ => None,
    }
}

fn answer(key: &str) -> Answer {
    if key == LATER {
        Answer::Later
    } else {
        Answer::Open
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_buyer_is_called_is_no_markup() {
        assert_eq!(escaped("<b>A & B</b>"), "&lt;b&gt;A &amp; B&lt;/b&gt;");
        assert_eq!(answer("later"), Answer::Later);
        assert_eq!(answer("default"), Answer::Open);
    }
}
