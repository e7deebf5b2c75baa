//! Proof that comes late: a call that was believed lost shows at the provider after all, by the mark that it carried.

use crate::error::Result;
use crate::event::Event;
use crate::host::Host;
use tvist_domain::clock::Timestamp;
use tvist_domain::submission::Subject;
use tvist_domain::timeline::{Entry, EntryKind, EntrySource};
use tvist_domain::{AccountId, Act, Dispute};
use tvist_store::{Store, SubmissionRecord};

/// Tells whoever shows it that it is different now.
pub(crate) fn tell_changed(host: &Host, subject: &Subject) {
    host.tell(match subject {
        Subject::Case(id) => Event::DisputesChanged {
            ids: vec![id.clone()],
        },
        Subject::Warning(id) => Event::WarningsChanged {
            ids: vec![id.clone()],
        },
    });
}

/// Takes it down in the timeline of the case. A warning has none: its receipts tell.
pub(crate) async fn tell_of(
    store: &Store,
    now: Timestamp,
    record: &SubmissionRecord,
    kind: EntryKind,
    detail: Option<String>,
) -> Result<()> {
    let Subject::Case(id) = &record.submission.subject else {
        return Ok(());
    };
    let detail = detail.or_else(|| Some(record.submission.id.to_string()));
    let entry = Entry {
        at: now,
        kind,
        detail,
        money: record.amount.clone(),
        source: EntrySource::App,
    };
    Ok(store.timeline_append(id, &[entry]).await?)
}

/// Corrects the submissions whose mark a reading shows though they were believed not to have arrived.
pub(crate) async fn believe_late_proof(
    host: &Host,
    account: &AccountId,
    read: &[Dispute],
    now: Timestamp,
) -> Result<()> {
    let marks: Vec<&str> = read.iter().filter_map(|r| r.marker.as_deref()).collect();
    if marks.is_empty() {
        return Ok(());
    }
    for record in host.store.submissions_not_arrived(account, &marks).await? {
        if record.submission.kind == Act::Submit {
            correct(host, &record, now).await?;
        }
    }
    Ok(())
}

pub(crate) async fn correct(
    host: &Host,
    record: &SubmissionRecord,
    now: Timestamp,
) -> Result<bool> {
    let id = &record.submission.id;
    if !host.store.submission_prove(id, now).await? {
        return Ok(false);
    }
    tracing::info!(submission = %id, "arrived after all");
    tell_of(
        &host.store,
        host.now(),
        record,
        EntryKind::ArrivedLate,
        None,
    )
    .await?;
    tell_changed(host, &record.submission.subject);
    Ok(true)
}
