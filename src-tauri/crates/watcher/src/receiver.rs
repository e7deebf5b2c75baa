//! Receiving a provider's calls while the program runs: off until the owner switches it on, on this machine only unless
//! they say otherwise.

use crate::alive::alive;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Mutex, PoisonError};
use tokio::task::JoinHandle;
use tvist_engine::Engine;

/// Where it listens unless told otherwise.
pub const USUAL: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8_787);

/// Why calls aren't received.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The text is no address with a port.
    #[error("this is no address with a port")]
    NoAddress,
    /// Somebody else listens there.
    #[error("the address is taken")]
    Taken,
    /// What was chosen can't be kept.
    #[error(transparent)]
    Engine(#[from] tvist_engine::Error),
}

type Result<T> = std::result::Result<T, Error>;

/// The receiver of one engine.
#[derive(Default)]
pub struct Receiver {
    serving: Option<(SocketAddr, JoinHandle<()>)>,
}

impl Receiver {
    /// What is kept, switched on again.
    pub async fn of(engine: &Engine) -> Self {
        let mut receiver = Self::default();
        if let Ok(Some(at)) = engine.webhook_listens().await
            && receiver.listen(engine, at).await.is_err()
        {
            tracing::warn!("calls aren't received: the port is taken");
        }
        receiver
    }

    /// Switches it on at an address, or off, and keeps that.
    ///
    /// # Errors
    /// When the address is none or can't be taken; then it stays as it was.
    pub async fn switch(&mut self, engine: &Engine, at: Option<&str>) -> Result<()> {
        let Some(text) = at else {
            self.end().await;
            return Ok(engine.set_webhook_listens(None).await?);
        };
        let at = text.trim().parse().map_err(|_| Error::NoAddress)?;
        let before = self.serving.as_ref().map(|(at, _)| *at);
        self.end().await;
        if let Err(failure) = self.listen(engine, at).await {
            if let Some(before) = before {
                let _ = self.listen(engine, before).await;
            }
            return Err(failure);
        }
        Ok(engine.set_webhook_listens(Some(at)).await?)
    }

    async fn listen(&mut self, engine: &Engine, at: SocketAddr) -> Result<()> {
        let (ready, waiting) = tokio::sync::oneshot::channel();
        let engine = engine.clone();
        let task = tokio::spawn(async move {
            let ready = Mutex::new(Some(ready));
            let serve = || async {
                let told = |at| {
                    let first = ready.lock().unwrap_or_else(PoisonError::into_inner).take();
                    let _ = first.map(|ready| ready.send(at));
                };
                let served = engine.webhook_serve(at, told).await;
                // Nobody waits for a port that can't be taken.
                ready.lock().unwrap_or_else(PoisonError::into_inner).take();
                if let Err(error) = served {
                    tracing::warn!(code = error.kind(), "calls aren't received");
                }
            };
            let broke = || async {
                if let Err(error) = engine.note_breakdown("receive").await {
                    tracing::warn!(code = error.kind(), "that it broke can't be noted");
                }
            };
            alive(serve, broke).await;
        });
        // The sender is dropped unanswered where the port can't be taken.
        let bound = waiting.await.map_err(|_| Error::Taken)?;
        self.serving = Some((bound, task));
        Ok(())
    }

    /// Receives no more, and has let the port go.
    pub async fn end(&mut self) {
        if let Some((_, task)) = self.serving.take() {
            task.abort();
            let _ = task.await;
        }
    }

    /// Where it listens; none while it is off.
    #[must_use]
    pub fn at(&self) -> Option<SocketAddr> {
        self.serving.as_ref().map(|(at, _)| *at)
    }
}
