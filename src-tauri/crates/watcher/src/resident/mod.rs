//! The watch without a window, on Linux: a tray icon, notices, and a place to stand in for the window until it is wanted.
//!
//! On other systems the window's program does this itself: there its web view ends with the window.

mod instance;
mod item;
mod order;

use crate::handover::{Handover, WINDOW};
use crate::host::WindowHost;
use crate::location::Location;
use crate::presence::{OPENED_AGAIN, Presence};
use crate::receiver::Receiver;
use crate::tray::Shown;
use crate::watcher::{Reach, Watcher};
use futures::FutureExt as _;
use instance::Claim;
use item::Item;
use order::{Order, RoomRequest};
use rustix::process::{WaitOptions, wait};
use std::panic::AssertUnwindSafe;
use std::process::ExitCode;
use std::sync::Arc;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tvist_engine::{Engine, Event, Notice, OpenOptions};

/// Runs until the owner ends it or opens the window.
#[must_use]
pub fn run() -> ExitCode {
    crate::log::start();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    match runtime {
        Ok(runtime) => runtime.block_on(reside()),
        Err(error) => {
            eprintln!("tvist-watcher: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Takes the place of the program that watches without a window, where one does; what it has left.
#[must_use]
pub fn in_place_of_another() -> Option<Handover> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.ok()?.block_on(instance::in_place_of_another())
}

async fn reside() -> ExitCode {
    let left = Handover::of(std::env::args()).unwrap_or_default();
    let (wishes, orders) = unbounded_channel();
    let claim = instance::claim(&wishes).await;
    if matches!(claim, Claim::Taken) {
        // Somebody watches already, with a window or without.
        return ExitCode::SUCCESS;
    }
    tokio::spawn(end_when_told(wishes.clone()));
    tokio::spawn(reap());
    let host = Resident {
        tray: Item::show(wishes.clone()),
        wishes: wishes.clone(),
    };
    let presence = Presence::new(Arc::new(host), tokio::runtime::Handle::current());
    presence.take_over(left.notices).await;
    let attending = Attending {
        presence,
        wishes,
        orders,
        location: left.at,
    };
    attending.attend(claim).await;
    tracing::info!("ending");
    ExitCode::SUCCESS
}

/// The program without a window.
struct Resident {
    tray: Item,
    wishes: UnboundedSender<Order>,
}

impl WindowHost for Resident {
    fn open(&self, at: Option<Location>) {
        // Nobody receives any more: the program ends.
        let _ = self.wishes.send(Order::Open(at));
    }

    fn quit(&self) {
        let _ = self.wishes.send(Order::Quit);
    }

    fn draw(&self, shown: &Shown, _: bool) -> bool {
        self.tray.draw(shown.clone());
        true
    }

    fn hear(&self, _: &Event) {}

    fn say(&self, _: &Notice) -> bool {
        false
    }
}

/// Open data with what runs on it.
struct Data {
    engine: Engine,
    watcher: Watcher,
    receiver: Receiver,
}

impl Data {
    async fn close(mut self) {
        self.watcher.end().await;
        self.receiver.end().await;
        self.engine.close().await;
    }
}

/// What ends the watch here.
enum Wish {
    Open(Option<Location>),
    MakeRoom(RoomRequest),
    Quit,
}

struct Attending {
    presence: Presence,
    wishes: UnboundedSender<Order>,
    orders: UnboundedReceiver<Order>,
    /// Where the window stood when it was closed.
    location: Option<Location>,
}

impl Attending {
    async fn attend(mut self, mut claim: Claim) {
        loop {
            let presence = self.presence.clone();
            // A keychain may ask its owner first: what they want meanwhile doesn't wait for that.
            let opened = tokio::select! {
                data = open(&presence) => Ok(data),
                wish = self.order() => Err(wish),
            };
            let (data, order) = match opened {
                Ok(Some(data)) => (Some(data), Some(self.order().await)),
                Ok(None) => (
                    None,
                    tokio::time::timeout(OPENED_AGAIN, self.order()).await.ok(),
                ),
                Err(wish) => (None, Some(wish)),
            };
            if let Some(data) = data {
                data.close().await;
            }
            match order {
                Some(Wish::Quit) => return,
                Some(Wish::MakeRoom(asked)) if claim.is_awaited(&asked).await => {
                    claim.let_go().await;
                    asked.answer(self.handover(None).argument());
                    // Whoever has asked too is refused, and finds the one that has come.
                    drop(self.orders);
                    return claim.release().await;
                }
                Some(Wish::Open(at)) => {
                    if self.is_over() {
                        return;
                    }
                    claim.release().await;
                    let error = self.window(at);
                    tracing::error!(%error, "the window can't be opened");
                    claim = instance::claim(&self.wishes).await;
                    if matches!(claim, Claim::Taken) {
                        // Somebody came in between, and watches.
                        return;
                    }
                }
                Some(Wish::MakeRoom(_)) | None => {}
            }
        }
    }

    /// What the owner wants that ends the watch here. What can be done without a window is done meanwhile.
    async fn order(&mut self) -> Wish {
        loop {
            match self.orders.recv().await {
                Some(Order::Open(at)) => return Wish::Open(at),
                Some(Order::MakeRoom(asked)) => return Wish::MakeRoom(asked),
                Some(Order::Chosen(id)) => self.presence.chosen(&id),
                Some(Order::Quit) | None => return Wish::Quit,
            }
        }
    }

    /// Whether the end is wanted meanwhile. Whoever has asked for room is refused: the window takes this place.
    fn is_over(&mut self) -> bool {
        std::iter::from_fn(|| self.orders.try_recv().ok()).any(|one| matches!(one, Order::Quit))
    }

    /// The window takes the place of this program; comes back only where that fails.
    fn window(&self, at: Option<Location>) -> std::io::Error {
        self.handover(at).replace(WINDOW)
    }

    fn handover(&self, at: Option<Location>) -> Handover {
        Handover {
            at: at.or_else(|| self.location.clone()),
            notices: self.presence.notices_left(),
        }
    }
}

/// Opens the owner's data and begins to watch it.
async fn open(presence: &Presence) -> Option<Data> {
    let opened = match tvist_engine::data_folder(None) {
        Some(folder) => {
            let language = sys_locale::get_locale();
            let options = OpenOptions::new(folder);
            let opened = Engine::open(OpenOptions {
                language,
                ..options
            });
            // Data that break the program when it opens them are tried again, as those that are locked: whoever watches
            // stays in the tray, and says so.
            AssertUnwindSafe(opened).catch_unwind().await
        }
        None => return None,
    };
    let Ok(opened) = opened else {
        tracing::error!("opening the data broke");
        presence.locked();
        return None;
    };
    match opened {
        Ok(engine) => Some(Data {
            watcher: presence.watch(engine.clone(), Reach::Everywhere),
            receiver: Receiver::of(&engine).await,
            engine,
        }),
        Err(error) => {
            tracing::warn!(code = error.kind(), "the data can't be opened");
            presence.locked();
            None
        }
    }
}

/// The system may want an end too: the session is over.
async fn end_when_told(wishes: UnboundedSender<Order>) {
    let (Ok(mut term), Ok(mut int)) = (
        signal(SignalKind::terminate()),
        signal(SignalKind::interrupt()),
    ) else {
        return;
    };
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
    }
    let _ = wishes.send(Order::Quit);
}

/// The web view's processes were children of the window's program, whose place this one has taken: nobody else asks how
/// they ended. This program starts none of its own.
async fn reap() {
    let Ok(mut ended) = signal(SignalKind::child()) else {
        return;
    };
    loop {
        while let Ok(Some(_)) = wait(WaitOptions::NOHANG) {}
        if ended.recv().await.is_none() {
            return;
        }
    }
}
