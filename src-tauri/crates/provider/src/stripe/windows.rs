//! A long list, read in several places at a time: each window starts at an instant and pages down to the next one's.
//!
//! The windows lean on each other without a gap, whatever the list holds. They rely on its being newest first, which is
//! looked at on every page; where it isn't, the caller reads page after page instead.

use super::Stripe;
use super::sync::{Listed, MOST_PAGES, Round, endless};
use crate::ProviderError;
use crate::reading::Record;
use futures::StreamExt as _;
use futures::stream::FuturesUnordered;
use std::collections::BTreeSet;

/// As many requests as may be in flight.
const WINDOWS: usize = 4;
/// Pages that a window should hold: its last one overlaps the next window, so few would be wasteful.
const PAGES: i64 = 8;
/// Seconds that a window spans at least.
const NARROWEST: i64 = 60;

/// Cases opened from `from` to `until`, both included, in Unix seconds.
struct Window {
    until: i64,
    from: i64,
    /// Where its next page starts.
    after: Option<String>,
    /// How far down it was read.
    read: i64,
    /// Where its pages started.
    used: BTreeSet<String>,
}

/// Where the next window starts, and whether there is anything left for it.
struct Front {
    until: i64,
    width: i64,
    ended: bool,
    pages: usize,
}

/// What a page means for its window.
enum Turn {
    Continue(Window),
    Finished,
    /// The list isn't in order, or doesn't keep to the time that was asked for.
    Disorder,
}

impl Stripe {
    /// Lists everything opened no later than `edge`. `width` is what a page spans, in seconds. Gives false when the
    /// list isn't in order; what was handed over is valid then, but not all.
    pub(super) async fn list_at_once(
        &self,
        round: &mut Round,
        wanted: &mut BTreeSet<String>,
        edge: i64,
        width: i64,
    ) -> Result<bool, ProviderError> {
        let mut front = Front {
            until: edge,
            width: width.saturating_mul(PAGES).max(NARROWEST),
            ended: false,
            pages: 0,
        };
        let mut flying = FuturesUnordered::new();
        let mut records: Vec<Record> = Vec::new();
        loop {
            while !front.ended && flying.len() < WINDOWS {
                flying.push(self.step(front.open()));
            }
            let given = std::mem::take(&mut records);
            let ((), next) = futures::join!(round.pages.put(given), flying.next());
            let Some(step) = next else { return Ok(true) };
            let (window, mut page) = step?;
            records = round.take(std::mem::take(&mut page.records), wanted);
            match front.turn(window, &page)? {
                Turn::Continue(window) => flying.push(self.step(window)),
                Turn::Finished => {}
                Turn::Disorder => {
                    round.pages.put(records).await;
                    return Ok(false);
                }
            }
        }
    }

    async fn step(&self, window: Window) -> Result<(Window, Listed), ProviderError> {
        let page = self
            .page(window.after.as_deref(), Some(window.until))
            .await?;
        Ok((window, page))
    }
}

impl Front {
    /// The next window down.
    fn open(&mut self) -> Window {
        let window = Window {
            until: self.until,
            from: self.until.saturating_sub(self.width),
            after: None,
            read: self.until,
            used: BTreeSet::new(),
        };
        self.until = window.from.saturating_sub(1);
        window
    }

    fn turn(&mut self, mut window: Window, page: &Listed) -> Result<Turn, ProviderError> {
        self.pages = self.pages.saturating_add(1);
        if self.pages > MOST_PAGES {
            return Err(endless());
        }
        let kept = page.newest.is_none_or(|newest| newest <= window.read);
        if !page.ordered || !kept {
            return Ok(Turn::Disorder);
        }
        if !page.more {
            // Nothing lies below this window, nor in it any more.
            self.ended = true;
            return Ok(Turn::Finished);
        }
        let (Some(newest), Some(oldest)) = (page.newest, page.oldest) else {
            return Ok(Turn::Disorder);
        };
        self.width = newest
            .saturating_sub(oldest)
            .saturating_mul(PAGES)
            .max(NARROWEST);
        if oldest < window.from {
            // The page reached into later windows; what wasn't begun starts where it ended.
            self.until = self.until.min(oldest);
            return Ok(Turn::Finished);
        }
        let after = page
            .after
            .clone()
            .filter(|after| window.used.insert(after.clone()));
        window.read = oldest;
        window.after = Some(after.ok_or_else(endless)?);
        Ok(Turn::Continue(window))
    }
}
