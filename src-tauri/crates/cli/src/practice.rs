//! `practice`: the providers' interfaces on this machine, with invented cases, until ended.

use std::net::SocketAddr;

use clap::Args;
use tvist_engine::clock::SystemClock;
use tvist_engine::domain::clock::Clock;
use tvist_sandbox::Sandbox;

use crate::exit::Failure;
use crate::output::{Answer, tell};

#[derive(Debug, Args)]
pub struct Practice {
    /// The number that names and keys are drawn from; another one gives others
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// How many cases each provider has; without it, a set that was made by hand
    #[arg(long, value_name = "N")]
    disputes: Option<usize>,
    /// How long each answer takes
    #[arg(long, value_name = "MS", default_value_t = 0)]
    latency: u64,
    /// Where the first provider listens; the others take the ports after it. Port 0 takes free ones
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:0")]
    listen: SocketAddr,
}

impl Practice {
    pub async fn run(self) -> Result<Answer, Failure> {
        let mut ending = Ending::watch().map_err(Failure::Start)?;
        let mut builder = Sandbox::builder(SystemClock.now())
            .seed(self.seed)
            .latency(self.latency)
            .listen(self.listen);
        if let Some(count) = self.disputes {
            builder = builder.disputes(count);
        }
        let running = builder.start().await.map_err(|error| cause(&error))?;
        // In both forms this is the one line that a script waits for; where nobody hears it, nobody finds the servers.
        let ready = tell(&running.accounts().to_string());
        if ready.is_ok() {
            ending.come().await;
        }
        running.stop().await;
        ready.map_err(Failure::Start)?;
        Ok(Answer::silent())
    }
}

fn cause(error: &tvist_sandbox::StartError) -> Failure {
    let below = std::error::Error::source(error).map(|cause| format!(": {cause}"));
    Failure::Practice(format!("{error}{}", below.unwrap_or_default()))
}

/// The wish to end: an interrupt from the terminal, or what a system sends to a program that shall stop.
struct Ending {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl Ending {
    /// Watches from now on, so that a wish that comes early isn't missed.
    #[cfg(unix)]
    fn watch() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    #[cfg(unix)]
    async fn come(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }

    #[cfg(not(unix))]
    #[expect(clippy::unnecessary_wraps, reason = "it can fail elsewhere")]
    fn watch() -> std::io::Result<Self> {
        Ok(Self {})
    }

    #[cfg(not(unix))]
    async fn come(&mut self) {
        // Where no interrupt can be heard, the program runs until it is killed.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
