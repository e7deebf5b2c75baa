//! The data folder: where it is, and the engine that works in it.

use std::path::{Path, PathBuf};

use tvist_engine::{Engine, OpenOptions};

use crate::exit::Failure;
use crate::output::Answer;

/// The folder that a command works in.
pub struct DataFolder {
    path: Option<PathBuf>,
}

impl DataFolder {
    /// The folder that was named, else that of the environment, else the system's.
    #[must_use]
    pub fn new(named: Option<PathBuf>) -> Self {
        Self {
            path: tvist_engine::data_folder(named),
        }
    }

    /// Where it is.
    pub fn path(&self) -> Result<&Path, Failure> {
        self.path.as_deref().ok_or_else(|| {
            let message = "this system names no folder for data: give one with --data-dir";
            Failure::Usage(message.to_owned())
        })
    }

    /// Opens the engine, asks it, and closes it again.
    pub async fn ask<Q>(&self, question: Q) -> Result<Answer, Failure>
    where
        Q: AsyncFnOnce(&Engine) -> Result<Answer, Failure>,
    {
        self.ask_with(OpenOptions::new(self.path()?), question)
            .await
    }

    /// The same where the answer is what the window would show or write, and so in the owner's own language: the one
    /// that was chosen, else the system's.
    pub async fn ask_as_owner<Q>(&self, question: Q) -> Result<Answer, Failure>
    where
        Q: AsyncFnOnce(&Engine) -> Result<Answer, Failure>,
    {
        let mut options = OpenOptions::new(self.path()?);
        options.language = sys_locale::get_locale();
        self.ask_with(options, question).await
    }

    async fn ask_with<Q>(&self, options: OpenOptions, question: Q) -> Result<Answer, Failure>
    where
        Q: AsyncFnOnce(&Engine) -> Result<Answer, Failure>,
    {
        let engine = Engine::open(options).await?;
        let answered = question(&engine).await;
        engine.close().await;
        answered
    }
}
