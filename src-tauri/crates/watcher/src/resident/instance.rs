//! One program at a time: the name on the session bus by which one start finds another.
//!
//! The window's program holds it too (tauri-plugin-single-instance, whose protocol `org.SingleInstance.DBus` is). A start
//! that finds this program asks it to make room and goes on in its place: so the window opens in the session, and with the
//! right to the focus, of whoever started it.

use crate::handover::{Handover, is_hidden_start};
use crate::resident::order::{Order, RoomRequest};
use futures::StreamExt as _;
use std::time::Duration;
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use zbus::message::Header;
use zbus::{Connection, MessageStream};

const NAME: &str = "app.tvist.SingleInstance";
const PATH: &str = "/app/tvist/SingleInstance";
/// One that just made room may still hold the name for a moment.
const TRIES: u32 = 20;
const PAUSE: Duration = Duration::from_millis(150);
/// Questions that came in meanwhile are answered in this time, or not at all.
const ANSWERS: Duration = Duration::from_secs(1);
/// Longer than this nobody waits for another program to close its data.
const MAKES_ROOM: Duration = Duration::from_secs(10);

/// What came of asking for the name.
pub(super) enum Claim {
    /// Held as long as the second lives, which hears the end of the bus.
    Ours(Connection, JoinHandle<()>),
    Taken,
    /// There is no session bus, and so nobody to find.
    NoBus,
}

impl Claim {
    /// Lets the name go, but still answers.
    pub(super) async fn let_go(&self) {
        if let Self::Ours(connection, _) = self {
            // One that is lost already is as good.
            let _ = connection.release_name(NAME).await;
        }
    }

    /// Whether whoever has asked for room still waits for it: to make room for nobody would end the watch.
    pub(super) async fn is_awaited(&self, asked: &RoomRequest) -> bool {
        let (Self::Ours(connection, _), Some(asker)) = (self, &asked.asker) else {
            return false;
        };
        let there = async {
            let bus = zbus::fdo::DBusProxy::new(connection).await?;
            let asker = zbus::names::BusName::try_from(asker.as_str())?;
            zbus::Result::Ok(bus.name_has_owner(asker).await?)
        };
        there.await.unwrap_or(false)
    }

    /// Answers whoever has asked, and ends the connection.
    pub(super) async fn release(self) {
        if let Self::Ours(connection, hearing) = self {
            // A connection that somebody still listens to doesn't end.
            hearing.abort();
            let _ = hearing.await;
            let _ = tokio::time::timeout(ANSWERS, connection.graceful_shutdown()).await;
        }
    }
}

/// A start of the window's program, which doesn't know of this one.
struct Second {
    orders: UnboundedSender<Order>,
}

#[zbus::interface(name = "org.SingleInstance.DBus")]
impl Second {
    fn execute_callback(&self, argv: Vec<String>, _cwd: String) {
        if !is_hidden_start(argv) {
            // Nobody receives any more: the program ends.
            let _ = self.orders.send(Order::Open(None));
        }
    }
}

/// A start that does.
struct Watching {
    orders: UnboundedSender<Order>,
}

#[zbus::interface(name = "app.tvist.Watching")]
impl Watching {
    /// The session in which this program runs.
    #[zbus(property(emits_changed_signal = "const"))]
    fn session(&self) -> String {
        session()
    }

    /// Closes the data, lets the name go, and gives what the next program needs. Only one that works with the same folder
    /// takes this place: over other data nobody would watch here any more.
    async fn make_room(
        &self,
        folder: &str,
        #[zbus(header)] header: Header<'_>,
    ) -> zbus::fdo::Result<String> {
        let stays = |why: &str| zbus::fdo::Error::Failed(why.to_owned());
        if folder != folder_name() {
            return Err(stays("it watches over another folder"));
        }
        let (answer, waiting) = oneshot::channel();
        let asker = header.sender().map(ToString::to_string);
        let _ = self
            .orders
            .send(Order::MakeRoom(RoomRequest { asker, answer }));
        waiting
            .await
            .map_err(|_| stays("it stays or is about to end"))
    }
}

#[zbus::proxy(
    interface = "app.tvist.Watching",
    default_service = "app.tvist.SingleInstance",
    default_path = "/app/tvist/SingleInstance"
)]
trait WatchingProgram {
    #[zbus(property)]
    fn session(&self) -> zbus::Result<String>;
    fn make_room(&self, folder: &str) -> zbus::Result<String>;
}

/// Where windows of this process would be seen.
fn session() -> String {
    let parts = ["XDG_SESSION_ID", "WAYLAND_DISPLAY", "DISPLAY"];
    parts
        .map(|name| std::env::var(name).unwrap_or_default())
        .join("\n")
}

/// The data folder, whatever way leads to it; empty when the system names none.
fn folder_name() -> String {
    let folder = tvist_engine::data_folder(None);
    let folder = folder.map(|path| std::fs::canonicalize(&path).unwrap_or(path));
    folder.map_or_else(String::new, |path| path.to_string_lossy().into_owned())
}

/// Asks the program that watches without a window, if there is one, to make room; what it has left.
pub(super) async fn in_place_of_another() -> Option<Handover> {
    let asked = async {
        let bus = Connection::session().await.ok()?;
        let other = WatchingProgramProxy::new(&bus).await.ok()?;
        let left = other.make_room(&folder_name()).await.ok()?;
        Handover::of([left])
    };
    let left = tokio::time::timeout(MAKES_ROOM, asked).await;
    left.ok().flatten()
}

/// Asks for the name. A program that watches in a session that is no longer this one makes room.
pub(super) async fn claim(orders: &UnboundedSender<Order>) -> Claim {
    for _ in 0..TRIES {
        match ask(orders).await {
            Ok(connection) => {
                let hearing = tokio::spawn(end_with(connection.clone(), orders.clone()));
                return Claim::Ours(connection, hearing);
            }
            Err(zbus::Error::NameTaken) => {
                if is_elsewhere().await {
                    let _ = in_place_of_another().await;
                }
                tokio::time::sleep(PAUSE).await;
            }
            Err(error) => {
                tracing::warn!(%error, "other starts can't be heard");
                return Claim::NoBus;
            }
        }
    }
    Claim::Taken
}

async fn ask(orders: &UnboundedSender<Order>) -> zbus::Result<Connection> {
    let second = Second {
        orders: orders.clone(),
    };
    let watching = Watching {
        orders: orders.clone(),
    };
    zbus::connection::Builder::session()?
        .name(NAME)?
        .replace_existing_names(false)
        .allow_name_replacements(false)
        .serve_at(PATH, second)?
        .serve_at(PATH, watching)?
        .build()
        .await
}

/// Whether the one that has the name watches in another session.
async fn is_elsewhere() -> bool {
    let asked = async {
        let bus = Connection::session().await?;
        let other = WatchingProgramProxy::new(&bus).await?;
        zbus::Result::Ok(other.session().await? != session())
    };
    // The window's program doesn't understand the question: it stays.
    let answered = tokio::time::timeout(MAKES_ROOM, asked).await;
    matches!(answered, Ok(Ok(true)))
}

/// Without its session bus a program can show nothing any more: it must not keep the watch from the one that can.
async fn end_with(connection: Connection, orders: UnboundedSender<Order>) {
    let mut messages = MessageStream::from(connection);
    while let Some(Ok(_)) = messages.next().await {}
    let _ = orders.send(Order::Quit);
}
