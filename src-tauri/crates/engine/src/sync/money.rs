//! Money beside the cases: refunds, and fees that are lines of their own, read within a budget; and where an account is.

use crate::account::connect;
use crate::error::Result;
use crate::host::{Host, lookup};
use crate::sync::filing::{PageWriter, Tally};
use futures::StreamExt as _;
use tvist_domain::balance::{Booked, MoneyRead};
use tvist_domain::rules;
use tvist_provider::{Adapter, Beside, ProviderError, Record};
use tvist_store::{Account, StoredDispute};

/// Cases of which money is read in one visit: two reads each, and reading is budgeted (stripe.md §1 rule 10). The others
/// follow at the next visits.
const CASES_A_VISIT: usize = 40;
/// Cases that are looked through for those.
const LOOKED_AT: u32 = 400;
/// Cases that ended before so long aren't looked at again.
const LOOKED_BACK: chrono::Duration = chrono::Duration::days(15);
const READS_AT_ONCE: usize = 4;

/// Reads what moved beside the cases of an account, as far as a visit goes. What fails is left for the next one.
pub(crate) async fn read_money(
    host: &Host,
    account: &Account,
    adapter: &dyn Adapter,
) -> Result<()> {
    let now = host.now();
    let cases = host
        .store
        .disputes_with_money_beside(&account.id, now - LOOKED_BACK, LOOKED_AT)
        .await?;
    let wanted = cases
        .into_iter()
        .filter(|filed| rules::wants_money(&filed.dispute, filed.ended_at, now))
        .take(CASES_A_VISIT);
    let reads = futures::stream::iter(wanted)
        .map(|filed| async move {
            let beside = adapter.beside(&filed.dispute).await;
            (filed, beside)
        })
        .buffer_unordered(READS_AT_ONCE);
    let mut reads = std::pin::pin!(reads);
    while let Some((filed, beside)) = reads.next().await {
        match beside {
            Ok(beside) => file_money(host, account, &filed, beside).await?,
            Err(ProviderError::Unsupported) => {}
            Err(error) => {
                tracing::debug!(
                    error = error.code(),
                    "money beside the cases is left for the next visit"
                );
                return Ok(());
            }
        }
    }
    Ok(())
}

/// Reads it of one case, because its owner asks: what fails is told in the log only, as the case itself was read.
pub(crate) async fn read_money_of(host: &Host, filed: &StoredDispute) -> Result<()> {
    if !rules::has_money_beside(&filed.dispute) {
        return Ok(());
    }
    let account = lookup::account_of(&host.store, &filed.account).await?;
    match connect::adapter(host, &account)
        .await?
        .beside(&filed.dispute)
        .await
    {
        Ok(beside) => file_money(host, &account, filed, beside).await,
        Err(ProviderError::Unsupported) => Ok(()),
        Err(error) => {
            tracing::debug!(error = error.code(), "money beside the case can't be read");
            Ok(())
        }
    }
}

async fn file_money(
    host: &Host,
    account: &Account,
    filed: &StoredDispute,
    beside: Beside,
) -> Result<()> {
    let now = host.now();
    let mut dispute = filed.dispute.clone();
    dispute.movements.retain(|m| m.kind == Booked::Dispute);
    dispute.movements.extend(beside.fees);
    dispute.movements.sort_by_key(|m| m.at);
    dispute.refunds = beside.refunds;
    dispute.money_read = Some(MoneyRead {
        at: now,
        of: dispute.money_state(),
    });
    let mut tally = Tally::default();
    PageWriter::new(host, account, now, &mut tally)
        .file(vec![Record::Case(Box::new(dispute))])
        .await
}
