//! One program at a time: the name on the session bus by which the window's program finds another that runs, and hands it
//! its arguments (the protocol of tauri-plugin-single-instance, which the window uses).

use super::Order;
use crate::handover::is_hidden_start;
use std::time::Duration;
use tokio::sync::mpsc::UnboundedSender;
use zbus::Connection;

const NAME: &str = "app.tvist.SingleInstance";
const PATH: &str = "/app/tvist/SingleInstance";
/// One that just made room may still hold the name for a moment.
const TRIES: u32 = 20;
const PAUSE: Duration = Duration::from_millis(150);

/// What came of asking for the name.
pub(super) enum Claim {
    Ours(Connection),
    Taken,
    /// There is no session bus, and so nobody to find.
    NoBus,
}

impl Claim {
    /// Answers whoever just called, and lets the name go.
    pub(super) async fn release(self) {
        if let Self::Ours(connection) = self {
            connection.graceful_shutdown().await;
        }
    }
}

struct Second {
    wishes: UnboundedSender<Order>,
}

#[zbus::interface(name = "org.SingleInstance.DBus")]
impl Second {
    /// Somebody started the program once more.
    fn execute_callback(&self, argv: Vec<String>, _cwd: String) {
        if !is_hidden_start(argv) {
            let _ = self.wishes.send(Order::Open(None));
        }
    }
}

/// Asks for the name.
pub(super) async fn claim(wishes: &UnboundedSender<Order>) -> Claim {
    for _ in 0..TRIES {
        match ask(wishes).await {
            Ok(connection) => return Claim::Ours(connection),
            Err(zbus::Error::NameTaken) => tokio::time::sleep(PAUSE).await,
            Err(error) => {
                tracing::warn!(%error, "other starts can't be heard");
                return Claim::NoBus;
            }
        }
    }
    Claim::Taken
}

async fn ask(wishes: &UnboundedSender<Order>) -> zbus::Result<Connection> {
    let wishes = wishes.clone();
    zbus::connection::Builder::session()?
        .name(NAME)?
        .replace_existing_names(false)
        .allow_name_replacements(false)
        .serve_at(PATH, Second { wishes })?
        .build()
        .await
}
