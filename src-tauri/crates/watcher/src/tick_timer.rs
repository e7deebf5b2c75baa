//! The pause between two looks at the clock: one wake-up each, so that an idle program lets the machine rest.
//!
//! The runtime's own timers wake the program up to three times in a pause of this length: they count it down in coarser
//! and finer steps. On Linux the system's timer is asked instead, by the clock that goes on while the machine sleeps: a
//! pause that ended meanwhile is over as soon as the machine wakes.

#[cfg(target_os = "linux")]
use rustix::time::{
    Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create,
    timerfd_settime,
};
#[cfg(target_os = "linux")]
use std::os::fd::OwnedFd;
use std::time::Duration;
#[cfg(target_os = "linux")]
use tokio::io::unix::AsyncFd;

/// Tells when a pause of one length is over, again and again.
pub(crate) struct TickTimer {
    length: Duration,
    /// None where the system gives none: the runtime's timers do as well.
    #[cfg(target_os = "linux")]
    timer: Option<AsyncFd<OwnedFd>>,
}

impl TickTimer {
    /// TickTimers of this length, counted by the runtime that this is called on.
    pub(crate) fn new(length: Duration) -> Self {
        Self {
            length,
            #[cfg(target_os = "linux")]
            timer: timer().ok(),
        }
    }

    /// Waits until a pause, begun now, is over.
    pub(crate) async fn is_over(&self) {
        #[cfg(target_os = "linux")]
        if let Some(timer) = &self.timer
            && self.wait(timer).await.is_ok()
        {
            return;
        }
        tokio::time::sleep(self.length).await;
    }

    #[cfg(target_os = "linux")]
    async fn wait(&self, timer: &AsyncFd<OwnedFd>) -> std::io::Result<()> {
        let never = Timespec::default();
        let once = Itimerspec {
            it_interval: never,
            it_value: Timespec::try_from(self.length).unwrap_or(never),
        };
        timerfd_settime(timer, TimerfdTimerFlags::empty(), &once)?;
        loop {
            let mut ready = timer.readable().await?;
            // What an earlier pause has left behind is no end of this one.
            let read = ready.try_io(|timer| Ok(rustix::io::read(timer, &mut [0; 8])?));
            if let Ok(read) = read {
                return read.map(|_| ());
            }
        }
    }
}

#[cfg(target_os = "linux")]
#[expect(
    deprecated,
    reason = "its successor asks for a promise that an owned descriptor keeps anyway: it stays the same"
)]
fn timer() -> std::io::Result<AsyncFd<OwnedFd>> {
    let flags = TimerfdFlags::NONBLOCK | TimerfdFlags::CLOEXEC;
    AsyncFd::new(timerfd_create(TimerfdClockId::Boottime, flags)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    const LENGTH: Duration = Duration::from_millis(80);

    #[tokio::test]
    async fn each_pause_has_its_length_whatever_became_of_the_one_before() {
        let timer = TickTimer::new(LENGTH);
        for _ in 0..2 {
            // Given up, and over meanwhile.
            let early = tokio::time::timeout(LENGTH / 4, timer.is_over()).await;
            assert!(early.is_err());
            tokio::time::sleep(LENGTH).await;
            let begun = Instant::now();
            let over = tokio::time::timeout(50 * LENGTH, timer.is_over()).await;
            assert!(over.is_ok());
            assert!(begun.elapsed() >= LENGTH, "{:?}", begun.elapsed());
        }
    }
}
