//! Proof that comes late: a call that was believed lost shows at the provider after all, by the mark that it carried.

use crate::error::Result;
use crate::host::{Host, lookup};
use crate::submission::{matter, settlement};
use crate::sync::late;
use tvist_domain::submission::{State, Verdict};
use tvist_domain::{Act, rules};
use tvist_store::SubmissionRecord;

/// How long a lost call is looked for again when outcomes are settled.
pub(super) const LOOKED_FOR: chrono::Duration = chrono::Duration::days(7);

/// Looks for a call that was believed lost, where it carried a mark. Gives the submission when it had arrived.
pub(super) async fn look_for_lost(
    host: &Host,
    record: &SubmissionRecord,
) -> Result<Option<SubmissionRecord>> {
    let account = lookup::account_of(&host.store, &record.account).await?;
    let marked = rules::capabilities(account.provider).marks_calls
        && matches!(record.submission.kind, Act::Submit | Act::Refund);
    let lost = record.submission.state == State::NotArrived && record.call.is_some();
    if !marked || !lost {
        return Ok(None);
    }
    let began = host.now();
    let (verdict, read) = matter::judge(host, record).await?;
    if verdict != Verdict::Landed || !late::correct(host, record, host.now()).await? {
        return Ok(None);
    }
    matter::file_matter(host, &account.id, read, began).await?;
    Ok(Some(settlement::again(&host.store, record).await?))
}
