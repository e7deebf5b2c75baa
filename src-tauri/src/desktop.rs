//! What is open now: the owner's data, or practice; and the change between the two.

use crate::error::{Failure, Result};
use crate::event::Change;
use crate::practice::Practice;
use crate::view::{PracticeStep, PracticeView, ReceiverView};
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::Arc;
use tauri::AppHandle;
use tauri_specta::Event as _;
use tokio::sync::{Mutex, RwLock};
use tvist_engine::{Engine, HealthView, OpenOptions};
use tvist_watcher::receiver::Receiver;
use tvist_watcher::words::Words;
use tvist_watcher::{Presence, Reach, StoodView, Watcher};

/// The one thing that the commands share.
pub struct Desktop {
    app: AppHandle,
    presence: Presence,
    /// The owner's data folder; none when this system names none.
    folder: Option<PathBuf>,
    language: Option<String>,
    open: RwLock<Open>,
    /// Held by every command that works with the data.
    at_work: Arc<()>,
}

enum Open {
    Nothing,
    Failed(Failure),
    Data(Box<Data>),
}

/// Open data, with everything that runs on it.
struct Data {
    engine: Engine,
    watcher: Watcher,
    receiver: Mutex<Receiver>,
    practice: Option<Practising>,
}

/// Practice, and the owner's own data behind it: tray and notices stay theirs, where they have a case to watch.
struct Practising {
    practice: Practice,
    owner: Option<Box<Data>>,
}

/// The open data, as a command uses it.
#[derive(Clone)]
pub struct Opened {
    pub engine: AtWork,
    pub watcher: Watcher,
    pub practice: bool,
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
            open: RwLock::new(Open::Nothing),
            at_work: Arc::default(),
        }
    }

    /// The open data; opens the owner's first if nothing was tried yet.
    ///
    /// # Errors
    /// Why it can't be opened.
    pub async fn opened(&self) -> Result<Opened> {
        if let Some(opened) = self.held(&*self.open.read().await) {
            return opened;
        }
        let mut open = self.open.write().await;
        if let Some(opened) = self.held(&open) {
            return opened;
        }
        *open = self.open_last().await;
        self.held(&open)
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
        let mut open = self.open.write().await;
        if matches!(*open, Open::Failed(_)) {
            *open = self.open_last().await;
        }
        self.held(&open).map_or(Ok(()), |opened| opened.map(|_| ()))
    }

    /// Whether nothing is under way that somebody asked for.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        Arc::strong_count(&self.at_work) == 1
    }

    /// Closes the data; the next command opens it again.
    pub async fn close(&self) {
        let mut open = self.open.write().await;
        std::mem::replace(&mut *open, Open::Nothing).close().await;
    }

    /// The open data in the hands of a command; none when opening wasn't tried yet.
    fn held(&self, open: &Open) -> Option<Result<Opened>> {
        match open {
            Open::Nothing => None,
            Open::Failed(failure) => Some(Err(failure.clone())),
            Open::Data(data) => Some(Ok(Opened {
                engine: AtWork {
                    engine: data.engine.clone(),
                    _held: self.at_work.clone(),
                },
                watcher: data.watcher.clone(),
                practice: data.practice.is_some(),
            })),
        }
    }

    /// Opens practice in place of the owner's data. The owner's stays open where practice can't be started.
    ///
    /// # Errors
    /// Why it can't be started.
    pub async fn practise(&self) -> Result<()> {
        let mut open = self.open.write().await;
        if open.is_practice() {
            return Ok(());
        }
        let folder = self.practice_folder().ok_or_else(|| Failure::new("file"))?;
        let (engine, practice) = Practice::begin(&folder, self.language.clone()).await?;
        let before = std::mem::replace(&mut *open, Open::Nothing);
        let (owner, before) = before.aside().await;
        *open = self
            .data(engine, Some(Practising { practice, owner }))
            .await;
        drop(open);
        // Told first: whoever opens a case meanwhile must not be thrown out of it later.
        self.tell(Change::Mode { at: None });
        before.close().await;
        Ok(())
    }

    /// How practice stands; none outside it.
    pub async fn practised(&self) -> Option<PracticeView> {
        match &*self.open.read().await {
            Open::Data(data) => data.practice.as_ref().map(|p| p.practice.view()),
            Open::Nothing | Open::Failed(_) => None,
        }
    }

    /// Moves time on in practice, and reads what has happened meanwhile.
    ///
    /// # Errors
    /// When nothing is practised, or the moved day can't be kept.
    pub async fn move_on(&self, step: PracticeStep) -> Result<()> {
        let mut open = self.open.write().await;
        let Open::Data(data) = &mut *open else {
            return Err(Failure::new("practice"));
        };
        let Some(Practising { practice, .. }) = &mut data.practice else {
            return Err(Failure::new("practice"));
        };
        practice.move_on(step).await?;
        let ahead_seconds = practice.view().ahead_seconds;
        let (engine, watcher) = (data.engine.clone(), data.watcher.clone());
        drop(open);
        self.tell(Change::Clock { ahead_seconds });
        engine.sync(None, false).await?;
        // What is due by the new day is looked at once more, reminders included.
        watcher.look_again();
        self.tell(Change::Disputes { ids: Vec::new() });
        Ok(())
    }

    /// Whether calls are received here.
    ///
    /// # Errors
    /// Why the data can't be opened.
    pub async fn receiver(&self) -> Result<ReceiverView> {
        self.opened().await?;
        match &*self.open.read().await {
            Open::Data(data) => Ok((&*data.receiver.lock().await).into()),
            Open::Nothing | Open::Failed(_) => Err(Failure::new("stopped")),
        }
    }

    /// Switches receiving on at an address, or off.
    ///
    /// # Errors
    /// When the address is none or can't be taken.
    pub async fn switch_receiver(&self, at: Option<&str>) -> Result<ReceiverView> {
        let open = self.open.read().await;
        let Open::Data(data) = &*open else {
            return Err(Failure::new("stopped"));
        };
        let mut receiver = data.receiver.lock().await;
        receiver.switch(&data.engine, at).await?;
        Ok((&*receiver).into())
    }

    /// Leaves practice and opens the owner's data again, with the page at a place of theirs where one is meant.
    ///
    /// # Errors
    /// Why the owner's data can't be opened.
    pub async fn leave_practice(&self, at: Option<StoodView>) -> Result<()> {
        let mut open = self.open.write().await;
        if !open.is_practice() {
            return Ok(());
        }
        let owner = std::mem::replace(&mut *open, Open::Nothing).end_practice();
        *open = match owner.await {
            Some(data) => {
                data.watcher.speaks(Reach::Everywhere).await;
                Open::Data(data)
            }
            None => self.open_owner(Reach::Everywhere).await,
        };
        let failed = matches!(*open, Open::Failed(_));
        drop(open);
        self.tell(Change::Mode { at });
        if failed {
            self.opened().await.map(|_| ())
        } else {
            Ok(())
        }
    }

    /// Whether the page shows practice, and tray and notices speak of the owner's own cases meanwhile.
    pub async fn owner_is_aside(&self) -> bool {
        match &*self.open.read().await {
            Open::Data(data) => data.practice.as_ref().is_some_and(|p| p.owner.is_some()),
            Open::Nothing | Open::Failed(_) => false,
        }
    }

    /// What was open when the program ended: the owner's data, or a practice that was not left.
    async fn open_last(&self) -> Open {
        if let Some(folder) = self.practice_folder().filter(|f| Practice::goes_on(f))
            && let Ok((engine, practice)) = Practice::resume(&folder, self.language.clone()).await
        {
            let (owner, empty) = self.open_owner(Reach::Desktop).await.aside().await;
            empty.close().await;
            let practising = Practising { practice, owner };
            return self.data(engine, Some(practising)).await;
        }
        self.open_owner(Reach::Everywhere).await
    }

    fn practice_folder(&self) -> Option<PathBuf> {
        Some(self.folder.as_ref()?.join("practice"))
    }

    async fn open_owner(&self, reach: Reach) -> Open {
        let Some(folder) = &self.folder else {
            return Open::Failed(Failure::new("file"));
        };
        let options = OpenOptions {
            language: self.language.clone(),
            ..OpenOptions::new(folder)
        };
        match Engine::open(options).await {
            Ok(engine) => self.watched(engine, None, reach).await,
            Err(error) => Open::Failed(error.into()),
        }
    }

    async fn data(&self, engine: Engine, practice: Option<Practising>) -> Open {
        let reach = match &practice {
            Some(Practising { owner: Some(_), .. }) => Reach::Page,
            _ => Reach::Everywhere,
        };
        self.watched(engine, practice, reach).await
    }

    async fn watched(&self, engine: Engine, practice: Option<Practising>, reach: Reach) -> Open {
        let watcher = self.presence.watch(engine.clone(), reach);
        let receiver = Mutex::new(Receiver::of(&engine).await);
        Open::Data(Box::new(Data {
            receiver,
            engine,
            watcher,
            practice,
        }))
    }

    fn tell(&self, change: Change) {
        // Nobody listens while the page loads; it reads everything then.
        let _ = change.emit(&self.app);
    }
}

impl Open {
    fn is_practice(&self) -> bool {
        matches!(self, Self::Data(data) if data.practice.is_some())
    }

    /// The owner's data steps aside for practice, and is watched on, if there is anything in it. What is to be closed
    /// instead comes second.
    async fn aside(self) -> (Option<Box<Data>>, Self) {
        match self {
            Self::Data(data) if data.engine.accounts().await.is_ok_and(|a| !a.is_empty()) => {
                data.watcher.speaks(Reach::Desktop).await;
                (Some(data), Self::Nothing)
            }
            other => (None, other),
        }
    }

    /// Leaves practice for good; gives the owner's data back, where it stood aside.
    async fn end_practice(self) -> Option<Box<Data>> {
        let Self::Data(mut data) = self else {
            return None;
        };
        let owner = data.practice.as_mut().and_then(|p| p.owner.take());
        data.close().await;
        owner
    }

    async fn close(self) {
        if let Self::Data(data) = self {
            data.close().await;
        }
    }
}

impl Data {
    async fn close(self: Box<Self>) {
        self.watcher.end().await;
        self.receiver.into_inner().end().await;
        self.engine.close().await;
        if let Some(practising) = self.practice {
            practising.practice.leave().await;
            if let Some(owner) = practising.owner {
                Box::pin(owner.close()).await;
            }
        }
    }
}
