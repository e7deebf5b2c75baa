//! The data folder: where it is, and the engine that works in it.

use std::ffi::OsString;
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
            path: chosen(named, std::env::var_os("TVIST_DATA_DIR"), dirs::data_dir()),
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

/// An empty variable counts as none, as everywhere on Unix.
fn chosen(
    named: Option<PathBuf>,
    environment: Option<OsString>,
    system: Option<PathBuf>,
) -> Option<PathBuf> {
    named
        .or_else(|| {
            environment
                .filter(|path| !path.is_empty())
                .map(PathBuf::from)
        })
        .or_else(|| system.map(|path| path.join("tvist")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_wins() {
        let path = |text: &str| Some(PathBuf::from(text));
        let variable = |text: &str| Some(OsString::from(text));
        for (named, environment, system, expected) in [
            (path("/n"), variable("/e"), path("/s"), path("/n")),
            (None, variable("/e"), path("/s"), path("/e")),
            (None, variable(""), path("/s"), path("/s/tvist")),
            (None, None, path("/s"), path("/s/tvist")),
            (None, None, None, None),
        ] {
            assert_eq!(chosen(named, environment, system), expected);
        }
    }
}
