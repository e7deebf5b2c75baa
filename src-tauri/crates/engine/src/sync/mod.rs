//! Bringing accounts up to date: read, plan what changed, store it page by page.

pub(crate) mod filing;
pub(crate) mod late;
pub(crate) mod money;
pub(crate) mod warning;

use crate::account::connect;
use crate::error::Result;
use crate::host::task::blocking;
use crate::host::{Host, lock, lookup};
use crate::sync::filing::{PageWriter, Shelf, Tally};
use std::fs::File;
use std::sync::Arc;
use tvist_domain::clock::Timestamp;
use tvist_domain::schedule::Depth;
use tvist_domain::{AccountId, Dispute, DisputeId, Provider, Status, rules};
use tvist_provider::{Adapter, Cursor, ProviderError, Record, Step, SyncScope};
use tvist_store::{Account, Query, Store, StoredDispute};

/// An account that wasn't read completely for this long is swept from the start (stripe.md §10 (4): events reach back
/// 30 days only).
const SWEEP_AFTER: chrono::Duration = chrono::Duration::days(25);
/// How many records that couldn't be read are asked for again in one visit.
const SKIPPED_AGAIN: u32 = 50;
/// How many lost cases are looked through for those that still wait for a word.
const LOST_LOOKED_AT: u32 = 500;

/// The reading of an account, as far as its cases; nobody else reads it meanwhile, in no process.
pub(crate) struct Visit {
    pub(crate) account: Account,
    adapter: Arc<dyn Adapter>,
    began: Timestamp,
    full: bool,
    cursor: Cursor,
    /// The adapter's count of requests before.
    requests: u64,
    _lock: File,
}

/// Reads the cases of an account, and what moved beside them, and stores that page by page.
pub(crate) async fn begin(
    host: &Host,
    account: &Account,
    depth: Depth,
    tally: &mut Tally,
) -> Result<Visit> {
    let path = host.data_dir.join(format!("sync-{}.lock", account.id));
    let lock = blocking(move || lock::wait_for(&path)).await??;
    let account = lookup::account_of(&host.store, &account.id).await?;
    let adapter = connect::adapter(host, &account).await?;
    let now = host.now();
    let full = depth == Depth::Everything
        || account.swept_at.is_none()
        || account.synced_at.is_none_or(|at| now - at > SWEEP_AFTER);
    let mut reread = if depth == Depth::Changes {
        Vec::new()
    } else {
        to_reread(&host.store, &account.id, account.provider, now).await?
    };
    let skipped = host.store.skipped(&account.id, SKIPPED_AGAIN).await?;
    if rules::capabilities(account.provider).reads_by_id {
        reread.extend(skipped);
    }
    let scope = SyncScope {
        cursor: account.cursor.clone(),
        full,
        reread,
        now,
    };
    let before = adapter.requests();
    let mut filing = PageWriter::new(host, &account, now, tally);
    let result = read_all(host, &*adapter, scope, &mut filing).await;
    if result.is_ok() {
        money::read_money(host, &account, adapter.as_ref()).await?;
    }
    tally.requests = requests_since(before, &*adapter);
    Ok(Visit {
        cursor: result?,
        account,
        adapter,
        began: now,
        full,
        requests: before,
        _lock: lock,
    })
}

/// Asks for page after page and stores each before the next is asked for. What was stored stays, whatever comes after it.
async fn read_all(
    host: &Host,
    adapter: &dyn Adapter,
    scope: SyncScope,
    filing: &mut PageWriter<'_>,
) -> Result<Cursor> {
    let stored = Shelf {
        store: &host.store,
        account: filing.account(),
    };
    let mut reading = adapter.reading(scope, &stored);
    loop {
        match reading.next().await? {
            Step::Page(page, rest) => {
                filing.file(page.records).await?;
                reading = rest;
            }
            Step::Done(cursor) => return Ok(cursor),
        }
    }
}

/// Notes that the account was read, and reads its warnings: what was read of the cases stands, whatever becomes of these.
pub(crate) async fn finish(
    host: &Host,
    visit: Visit,
    depth: Depth,
    tally: &mut Tally,
) -> Result<()> {
    let (account, adapter) = (&visit.account, &visit.adapter);
    host.store
        .account_set_synced(&account.id, Some(&visit.cursor), visit.began, visit.full)
        .await?;
    if let Some(warns) = adapter.warns() {
        let read = warning::read_warnings(host, account, warns, depth, visit.full, tally).await;
        tally.requests = requests_since(visit.requests, &**adapter);
        read?;
    }
    Ok(())
}

fn requests_since(before: u64, adapter: &dyn Adapter) -> u32 {
    u32::try_from(adapter.requests() - before).unwrap_or(u32::MAX)
}

/// Cases that are read whatever the provider's list of changes says.
async fn to_reread(
    store: &Store,
    account: &AccountId,
    provider: Provider,
    now: Timestamp,
) -> Result<Vec<String>> {
    let mut filed = store.disputes_open(account).await?;
    let lost = Query {
        status: Some(Status::Lost),
        account: Some(account.clone()),
        limit: LOST_LOOKED_AT,
        ..Query::default()
    };
    filed.extend(store.disputes_page(&lost).await?.1);
    // Where nothing can be asked for by its id, one that isn't known any more could only be looked for by reading
    // everything: it is, once a week.
    let by_id = rules::capabilities(provider).reads_by_id;
    let wanted = filed
        .into_iter()
        .filter(|f| by_id || f.vanished_at.is_none())
        .filter(|f| rules::wants_reading(&f.dispute, f.ended_at, now));
    Ok(wanted.map(|f| f.dispute.provider_id).collect())
}

/// Reads a case, stores what changed, and gives it as it is now.
pub(crate) async fn read_again(host: &Host, id: &DisputeId) -> Result<StoredDispute> {
    let filed = lookup::filed(&host.store, id).await?;
    let account = lookup::account_of(&host.store, &filed.account).await?;
    let adapter = connect::adapter(host, &account).await?;
    let began = host.now();
    let read = match adapter.read(&filed.dispute).await {
        Err(ProviderError::NotFound) => {
            filing::note_gone(host, id, host.now()).await?;
            return Err(ProviderError::NotFound.into());
        }
        other => other?,
    };
    file_reading(host, &filed.account, read, began).await?;
    lookup::filed(&host.store, id).await
}

/// Stores one reading of a case, unless it was read since this one `began`.
pub(crate) async fn file_reading(
    host: &Host,
    account: &AccountId,
    read: Dispute,
    began: Timestamp,
) -> Result<()> {
    let mut tally = Tally::default();
    let account = lookup::account_of(&host.store, account).await?;
    PageWriter::new(host, &account, began, &mut tally)
        .file(vec![Record::Case(Box::new(read))])
        .await
}
