//! Reading an account, pulled page by page: whoever reads stores a page before asking for the next one.

use crate::ProviderError;
use async_trait::async_trait;
use futures::SinkExt as _;
use futures::StreamExt as _;
use futures::channel::mpsc;
use futures::future::{BoxFuture, Either, select};
use std::fmt;
use tvist_domain::Dispute;
use tvist_domain::clock::Timestamp;

/// Where an account's reading stopped: opaque to everybody but the adapter that wrote it, stored as JSON.
pub type Cursor = serde_json::Value;

/// How much a synchronisation reads.
#[derive(Debug, Clone)]
pub struct SyncScope {
    /// Where the last complete synchronisation stopped; none for the first.
    pub cursor: Option<Cursor>,
    /// Read everything there is, whatever the cursor says.
    pub full: bool,
    /// Provider ids that are to be read though nothing says that they changed: open ones, and those that still wait for
    /// a word. How often that happens is the schedule's business, which keeps the provider's budget of reads.
    pub reread: Vec<String>,
    pub now: Timestamp,
}

/// One entry of a list: a case, or why there is none.
#[derive(Debug, Clone)]
pub enum Record {
    Case(Box<Dispute>),
    /// It couldn't be read, and is told of instead of failing the page.
    Skipped {
        /// The provider's id, if even that could be read.
        provider_id: Option<String>,
        /// What was wrong, without any of the content.
        why: String,
    },
    /// The provider doesn't know the case any more.
    Gone {
        provider_id: String,
    },
}

/// What a synchronisation has read in one step.
#[derive(Debug, Clone)]
pub struct Page {
    pub records: Vec<Record>,
}

/// A look at the cases that were stored before, which a reading may take. It changes nothing.
#[async_trait]
pub trait StoredCases: Send + Sync {
    /// The case with this provider id as it was last stored. It saves a provider without a list of changes from reading
    /// again what doesn't change; without it everything is read again.
    async fn known(&self, provider_id: &str) -> Option<Dispute>;

    /// The provider ids of the cases that are about one of these payments: what happens to a payment names no case.
    async fn about_payments(&self, payments: &[String]) -> Vec<String>;
}

/// A reading under way. It stands still until it is asked for its next step; only requests that are out already may be
/// answered meanwhile. Dropping it ends it.
pub struct Reading<'a> {
    pages: mpsc::Receiver<Page>,
    walk: BoxFuture<'a, Result<Cursor, ProviderError>>,
}

/// What a reading gives when it is asked.
#[derive(Debug)]
pub enum Step<'a> {
    /// A page to be stored, and the reading that goes on after it.
    Page(Page, Reading<'a>),
    /// Everything was read; the next reading starts here.
    Done(Cursor),
}

/// Where an adapter's walk through its lists puts its pages.
pub(crate) struct Outlet(mpsc::Sender<Page>);

impl<'a> Reading<'a> {
    /// A reading made of an adapter's walk.
    pub(crate) fn of<Walk>(walk: impl FnOnce(Outlet) -> Walk) -> Self
    where
        Walk: Future<Output = Result<Cursor, ProviderError>> + Send + 'a,
    {
        let (sender, pages) = mpsc::channel(0);
        Self {
            pages,
            walk: Box::pin(walk(Outlet(sender))),
        }
    }

    /// The next page, or the cursor at the end. A reading that failed can't be asked again; its pages stay valid.
    ///
    /// # Errors
    /// When a read failed for good.
    pub async fn next(mut self) -> Result<Step<'a>, ProviderError> {
        let page = match select(self.pages.next(), self.walk.as_mut()).await {
            Either::Left((Some(page), _)) => page,
            // The walk has no more pages, but isn't at its end.
            Either::Left((None, walk)) => return walk.await.map(Step::Done),
            Either::Right((end, _)) => return end.map(Step::Done),
        };
        Ok(Step::Page(page, self))
    }
}

impl fmt::Debug for Reading<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reading").finish_non_exhaustive()
    }
}

impl Outlet {
    /// Puts a page there, and waits until it was taken and the next one is asked for. An empty one isn't put.
    pub(crate) async fn put(&mut self, records: Vec<Record>) {
        if records.is_empty() {
            return;
        }
        // Nobody takes it only where the reading was dropped, and then the walk doesn't run either.
        let _ = self.0.send(Page { records }).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn skipped() -> Vec<Record> {
        vec![Record::Skipped {
            provider_id: None,
            why: "unreadable".to_owned(),
        }]
    }

    /// A reading of three pages that counts how far it went.
    fn counted(asked: &AtomicUsize) -> Reading<'_> {
        Reading::of(move |mut pages| async move {
            for _ in 0..3 {
                asked.fetch_add(1, Ordering::SeqCst);
                pages.put(skipped()).await;
                pages.put(Vec::new()).await;
            }
            Ok(json!("end"))
        })
    }

    #[tokio::test]
    async fn each_page_is_read_when_it_is_asked_for_and_the_cursor_comes_last() {
        let asked = AtomicUsize::new(0);
        let mut reading = counted(&asked);
        assert_eq!(asked.load(Ordering::SeqCst), 0);
        for number in 1..=3 {
            match reading.next().await.unwrap() {
                Step::Page(page, rest) => {
                    assert_eq!(page.records.len(), 1);
                    reading = rest;
                }
                Step::Done(cursor) => panic!("{cursor} after {number} pages"),
            }
            tokio::task::yield_now().await;
            assert_eq!(asked.load(Ordering::SeqCst), number);
        }
        let end = reading.next().await.unwrap();
        assert!(matches!(end, Step::Done(cursor) if cursor == json!("end")));
    }

    #[tokio::test]
    async fn a_failure_comes_after_the_pages_before_it() {
        let reading = Reading::of(|mut pages| async move {
            pages.put(skipped()).await;
            drop(pages);
            Err(ProviderError::NotFound)
        });
        let Step::Page(_, rest) = reading.next().await.unwrap() else {
            panic!("no page");
        };
        assert!(matches!(rest.next().await, Err(ProviderError::NotFound)));
    }
}
