//! Bringing accounts up to date, with all that goes by it: the analyses that are followed, the calendar that is kept current.

use crate::account::skew;
use crate::error::Result;
use crate::event::Event;
use crate::export::calendar;
use crate::host::{Host, lookup};
use crate::submission::analysis::follow;
use crate::sync;
use crate::sync::filing::Tally;
use crate::view::SyncView;
use std::time::Instant as Stopwatch;
use tvist_domain::rules;
use tvist_domain::schedule::Depth;
use tvist_store::Account;

/// Brings one account, or all, up to date. A failure of one account is told in its entry.
pub(crate) async fn sync(host: &Host, account: Option<&str>, full: bool) -> Result<Vec<SyncView>> {
    let accounts = match account {
        Some(which) => vec![lookup::find_account(&host.store, which).await?],
        None => host.store.accounts().await?,
    };
    let mut views = Vec::new();
    for account in accounts {
        let depth = if full {
            Depth::Everything
        } else {
            Depth::OpenCases
        };
        views.push(sync_account(host, &account, depth).await);
    }
    if let Err(e) = calendar::refresh_calendar(host).await {
        tracing::warn!(error = %e.kind(), "the calendar's folder isn't up to date");
    }
    Ok(views)
}

pub(crate) async fn sync_account(host: &Host, account: &Account, depth: Depth) -> SyncView {
    let watch = Stopwatch::now();
    host.tell(Event::SyncStarted {
        account: account.id.clone(),
    });
    let mut tally = Tally::default();
    let result = read(host, account, depth, &mut tally).await;
    if let Err(error) = skew::note_skew(host, &account.id).await {
        tracing::warn!(code = error.kind(), "the provider's clock can't be noted");
    }
    if let Err(e) = &result {
        // The next attempt finds the reason; a database that can't even take that is told by the error itself.
        let _ = host
            .store
            .account_set_error(&account.id, host.now(), &e.kind())
            .await;
    }
    host.tell(Event::SyncEnded {
        account: account.id.clone(),
        ok: result.is_ok(),
    });
    SyncView {
        account: account.id.clone(),
        ok: result.is_ok(),
        new: tally.new,
        changed: tally.changed,
        unchanged: tally.unchanged,
        skipped: tally.skipped,
        requests: tally.requests,
        seconds: watch.elapsed().as_secs_f64(),
        error: result.err().map(|e| e.view()),
    }
}

async fn read(host: &Host, account: &Account, depth: Depth, tally: &mut Tally) -> Result<()> {
    let visit = sync::begin(host, account, depth, tally).await?;
    if rules::capabilities(visit.account.provider).analyses {
        // It has no list: what was asked for is followed one by one.
        follow::follow_analyses(host, &visit.account).await?;
    }
    sync::finish(host, visit, depth, tally).await
}
