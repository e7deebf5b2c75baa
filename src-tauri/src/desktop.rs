//! What is open now: the owner's data, or practice; and the change between the two.

use crate::error::{Failure, Result};
use crate::event::{EngineEvent, ShellEvent};
use crate::practice::Practice;
use crate::view::{PracticeStep, PracticeView, ReceiverView};
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::Arc;
use tauri::AppHandle;
use tauri_specta::Event as _;
use tokio::sync::{Mutex, RwLock};
use tvist_engine::{Engine, Event, HealthView, OpenOptions};
use tvist_watcher::receiver::Receiver;
use tvist_watcher::words::Words;
use tvist_watcher::{Location, Presence, Reach, Watcher};

/// The one thing that the commands share.
pub struct Desktop {
    app: AppHandle,
    presence: Presence,
    /// The owner's data folder; none when this system names none.
    folder: Option<PathBuf>,
    language: Option<String>,
    slots: RwLock<Slots>,
    /// Held by every command that works with the data.
    at_work: Arc<()>,
}

/// What is open. Practice stands before the owner's own data: the page shows it, while tray and notices stay the owner's
/// where they have a case to watch.
#[derive(Default)]
struct Slots {
    owner: OwnerSlot,
    practice: Option<PracticeSlot>,
}

/// The owner's data.
#[derive(Default)]
enum OwnerSlot {
    /// Not tried yet, or closed.
    #[default]
    Closed,
    Failed(Failure),
    Open(Box<Data>),
}

/// Practice, with its own data.
struct PracticeSlot {
    practice: Practice,
    data: Data,
}

/// Open data, with everything that runs on it.
struct Data {
    engine: Engine,
    watcher: Watcher,
    receiver: Mutex<Receiver>,
}

/// The open data, as a command uses it.
#[derive(Clone)]
pub struct Opened {
    pub engine: AtWork,
    pub watcher: Watcher,
}

/// The engine in the hands of a command: as long as one is held, the program is at work.
#[derive(Clone)]
pub struct AtWork {
    engine: Engine,
    _held: Arc<()>,
}

impl Deref for AtWork {
    type Target = Engine;

    fn deref(&self) -> &Engine {
        &self.engine
    }
}

impl Desktop {
    /// Nothing is opened yet; the first command does that.
    #[must_use]
    pub fn new(app: AppHandle, presence: Presence) -> Self {
        Self {
            app,
            presence,
            folder: tvist_engine::data_folder(None),
            language: sys_locale::get_locale(),
            slots: RwLock::default(),
            at_work: Arc::default(),
        }
    }

    /// The open data; opens the owner's first if nothing was tried yet.
    ///
    /// # Errors
    /// Why it can't be opened.
    pub async fn opened(&self) -> Result<Opened> {
        if let Some(opened) = self.held(&*self.slots.read().await) {
            return opened;
        }
        let mut slots = self.slots.write().await;
        if let Some(opened) = self.held(&slots) {
            return opened;
        }
        *slots = self.open_last().await;
        self.held(&slots)
            .unwrap_or_else(|| Err(Failure::new("stopped")))
    }

    /// The engine of the open data.
    ///
    /// # Errors
    /// Why it can't be opened.
    pub async fn engine(&self) -> Result<AtWork> {
        Ok(self.opened().await?.engine)
    }

    /// What holds on this computer, whether or not the data can be opened.
    ///
    /// # Errors
    /// When the database can't be read, or this system names no folder for data.
    pub async fn health(&self) -> Result<HealthView> {
        match (self.engine().await, &self.folder) {
            (Ok(engine), _) => Ok(engine.health().await?),
            (Err(_), Some(folder)) => Ok(Engine::health_of(OpenOptions::new(folder)).await),
            (Err(failure), None) => Err(failure),
        }
    }

    /// The words of the system's dialogs in the owner's language.
    ///
    /// # Errors
    /// Why the data can't be opened.
    pub async fn words(&self) -> Result<Words> {
        let language = self.engine().await?.settings().await?.language;
        Ok(Words::new(language.as_deref()))
    }

    /// Tries once more to open what could not be opened.
    ///
    /// # Errors
    /// Why it still can't be opened.
    pub async fn reopen(&self) -> Result<()> {
        let mut slots = self.slots.write().await;
        if slots.has_failed() {
            *slots = self.open_last().await;
        }
        self.held(&slots)
            .map_or(Ok(()), |opened| opened.map(|_| ()))
    }

    /// Whether nothing is under way that somebody asked for.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        Arc::strong_count(&self.at_work) == 1
    }

    /// Closes the data; the next command opens it again.
    pub async fn close(&self) {
        let mut slots = self.slots.write().await;
        let Slots { owner, practice } = std::mem::take(&mut *slots);
        if let Some(practice) = practice {
            practice.close().await;
        }
        owner.close().await;
    }

    /// The open data in the hands of a command; none when opening wasn't tried yet.
    fn held(&self, slots: &Slots) -> Option<Result<Opened>> {
        let opened = |data: &Data| Opened {
            engine: AtWork {
                engine: data.engine.clone(),
                _held: self.at_work.clone(),
            },
            watcher: data.watcher.clone(),
        };
        slots.shown().map(|shown| shown.map(opened))
    }

    /// Opens practice in place of the owner's data. The owner's stays open where practice can't be started.
    ///
    /// # Errors
    /// Why it can't be started.
    pub async fn practise(&self) -> Result<()> {
        let mut slots = self.slots.write().await;
        if slots.practice.is_some() {
            return Ok(());
        }
        let folder = self.practice_folder().ok_or_else(|| Failure::new("file"))?;
        let (engine, practice) = Practice::begin(&folder, self.language.clone()).await?;
        let (aside, to_close) = std::mem::take(&mut slots.owner).aside().await;
        *slots = self.practise_before(aside, engine, practice).await;
        drop(slots);
        // Told first: whoever opens a case meanwhile must not be thrown out of it later.
        self.tell(ShellEvent::Mode { at: None });
        to_close.close().await;
        Ok(())
    }

    /// How practice stands; none outside it.
    pub async fn practised(&self) -> Option<PracticeView> {
        let slots = self.slots.read().await;
        slots.practice.as_ref().map(|slot| slot.practice.view())
    }

    /// Moves time on in practice, and reads what has happened meanwhile.
    ///
    /// # Errors
    /// When nothing is practised, or the moved day can't be kept.
    pub async fn move_on(&self, step: PracticeStep) -> Result<()> {
        let mut slots = self.slots.write().await;
        let Some(PracticeSlot { practice, data }) = &mut slots.practice else {
            return Err(Failure::new("practice"));
        };
        practice.move_on(step).await?;
        let ahead_seconds = practice.view().ahead_seconds;
        let (engine, watcher) = (data.engine.clone(), data.watcher.clone());
        drop(slots);
        self.tell(ShellEvent::Clock { ahead_seconds });
        engine.sync(None, false).await?;
        // What is due by the new day is looked at once more, reminders included.
        watcher.look_again();
        let any = Event::DisputesChanged { ids: Vec::new() };
        // Nobody listens while the page loads; it reads everything then.
        let _ = EngineEvent(any).emit(&self.app);
        Ok(())
    }

    /// Whether calls are received here.
    ///
    /// # Errors
    /// Why the data can't be opened.
    pub async fn receiver(&self) -> Result<ReceiverView> {
        self.opened().await?;
        let slots = self.slots.read().await;
        let data = slots.open()?;
        Ok((&*data.receiver.lock().await).into())
    }

    /// Switches receiving on at an address, or off.
    ///
    /// # Errors
    /// When the address is none or can't be taken.
    pub async fn switch_receiver(&self, at: Option<&str>) -> Result<ReceiverView> {
        let slots = self.slots.read().await;
        let data = slots.open()?;
        let mut receiver = data.receiver.lock().await;
        receiver.switch(&data.engine, at).await?;
        Ok((&*receiver).into())
    }

    /// Leaves practice and opens the owner's data again, with the page at a place of theirs where one is meant.
    ///
    /// # Errors
    /// Why the owner's data can't be opened.
    pub async fn leave_practice(&self, at: Option<Location>) -> Result<()> {
        let mut slots = self.slots.write().await;
        let Some(practice) = slots.practice.take() else {
            return Ok(());
        };
        practice.close().await;
        if let OwnerSlot::Open(data) = &slots.owner {
            data.watcher.speaks(Reach::Everywhere).await;
        } else {
            slots.owner = self.open_owner(Reach::Everywhere).await;
        }
        let failed = slots.has_failed();
        drop(slots);
        self.tell(ShellEvent::Mode { at });
        if failed {
            self.opened().await.map(|_| ())
        } else {
            Ok(())
        }
    }

    /// Whether the page shows practice, and tray and notices speak of the owner's own cases meanwhile.
    pub async fn owner_is_aside(&self) -> bool {
        let slots = self.slots.read().await;
        slots.practice.is_some() && matches!(slots.owner, OwnerSlot::Open(_))
    }

    /// What was open when the program ended: the owner's data, or a practice that was not left.
    async fn open_last(&self) -> Slots {
        if let Some(folder) = self.practice_folder().filter(|f| Practice::goes_on(f))
            && let Ok((engine, practice)) = Practice::resume(&folder, self.language.clone()).await
        {
            let (aside, to_close) = self.open_owner(Reach::Desktop).await.aside().await;
            to_close.close().await;
            return self.practise_before(aside, engine, practice).await;
        }
        Slots {
            owner: self.open_owner(Reach::Everywhere).await,
            practice: None,
        }
    }

    /// Practice before what stands aside.
    async fn practise_before(&self, owner: OwnerSlot, engine: Engine, practice: Practice) -> Slots {
        let reach = match &owner {
            OwnerSlot::Open(_) => Reach::Page,
            OwnerSlot::Closed | OwnerSlot::Failed(_) => Reach::Everywhere,
        };
        let data = self.watched(engine, reach).await;
        Slots {
            owner,
            practice: Some(PracticeSlot { practice, data }),
        }
    }

    fn practice_folder(&self) -> Option<PathBuf> {
        Some(self.folder.as_ref()?.join("practice"))
    }

    async fn open_owner(&self, reach: Reach) -> OwnerSlot {
        let Some(folder) = &self.folder else {
            return OwnerSlot::Failed(Failure::new("file"));
        };
        let options = OpenOptions {
            language: self.language.clone(),
            ..OpenOptions::new(folder)
        };
        match Engine::open(options).await {
            Ok(engine) => OwnerSlot::Open(Box::new(self.watched(engine, reach).await)),
            Err(error) => OwnerSlot::Failed(error.into()),
        }
    }

    async fn watched(&self, engine: Engine, reach: Reach) -> Data {
        Data {
            watcher: self.presence.watch(engine.clone(), reach),
            receiver: Mutex::new(Receiver::of(&engine).await),
            engine,
        }
    }

    fn tell(&self, event: ShellEvent) {
        // Nobody listens while the page loads; it reads everything then.
        let _ = event.emit(&self.app);
    }
}

impl Slots {
    /// The data that the page shows; none when opening wasn't tried yet.
    fn shown(&self) -> Option<Result<&Data>> {
        match (&self.practice, &self.owner) {
            (Some(slot), _) => Some(Ok(&slot.data)),
            (None, OwnerSlot::Open(data)) => Some(Ok(data)),
            (None, OwnerSlot::Failed(failure)) => Some(Err(failure.clone())),
            (None, OwnerSlot::Closed) => None,
        }
    }

    /// The data that the page shows, where some is open.
    fn open(&self) -> Result<&Data> {
        let stopped = || Failure::new("stopped");
        self.shown().ok_or_else(stopped)?.map_err(|_| stopped())
    }

    fn has_failed(&self) -> bool {
        matches!(self.shown(), Some(Err(_)))
    }
}

impl OwnerSlot {
    /// Puts the owner's data aside for practice; they are watched on if they hold anything. The second value is what has
    /// to be closed.
    async fn aside(self) -> (Self, Self) {
        match self {
            Self::Open(data) if data.engine.accounts().await.is_ok_and(|a| !a.is_empty()) => {
                data.watcher.speaks(Reach::Desktop).await;
                (Self::Open(data), Self::Closed)
            }
            other => (Self::Closed, other),
        }
    }

    async fn close(self) {
        if let Self::Open(data) = self {
            data.close().await;
        }
    }
}

impl PracticeSlot {
    /// Ends its data, and leaves practice for good.
    async fn close(self) {
        self.data.close().await;
        self.practice.leave().await;
    }
}

impl Data {
    async fn close(self) {
        self.watcher.end().await;
        self.receiver.into_inner().end().await;
        self.engine.close().await;
    }
}
