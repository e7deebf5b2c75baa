//! Notices by the desktop's own service on the session bus (freedesktop.org, Desktop Notifications 1.2).

use super::{Answer, Shown, answered};
use crate::presence::Presence;
use futures::StreamExt as _;
use std::collections::HashMap;
use tokio::sync::OnceCell;
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
#[derive(Default)]
pub(super) struct Shower {
    service: OnceCell<NotificationsProxy<'static>>,
}

impl Shower {
    /// Shows a notice; its number at the service.
    pub(super) async fn show(&self, presence: &Presence, shown: &Shown<'_>) -> zbus::Result<u32> {
        let service = self.service(presence).await?;
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
    pub(super) async fn listen(&self, presence: &Presence) -> zbus::Result<()> {
        self.service(presence).await.map(|_| ())
    }

    async fn service(&self, presence: &Presence) -> zbus::Result<&NotificationsProxy<'static>> {
        self.service.get_or_try_init(|| connect(presence)).await
    }

    /// Takes a notice back.
    pub(super) async fn close(&self, id: u32) {
        if let Some(service) = self.service.get() {
            // One that is gone already is as good.
            let _ = service.close_notification(id).await;
        }
    }
}

async fn connect(presence: &Presence) -> zbus::Result<NotificationsProxy<'static>> {
    let bus = zbus::Connection::session().await?;
    let service = NotificationsProxy::new(&bus).await?;
    // One stream for all signals: what was answered comes before the end of the notice, and must be heard before it.
    let mut signals = service.inner().receive_all_signals().await?;
    let presence = presence.clone();
    presence.runtime().clone().spawn(async move {
        while let Some(signal) = signals.next().await {
            if let Some((id, answer)) = heard(&signal) {
                tokio::spawn(answered(presence.clone(), id, answer));
            }
        }
    });
    Ok(service)
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
