//! Warnings of fraud before there is a dispute: reading them, and showing them to both faces.

use crate::error::Result;
use crate::host::lookup;
use crate::view::{SubmissionView, WarningView};
use tvist_domain::warning;
use tvist_store::{Store, Warned};

/// The warnings of all accounts, or of one: those that a refund can still answer first, then the newest.
pub(crate) async fn warnings(store: &Store, account: Option<&str>) -> Result<Vec<WarningView>> {
    let account = match account {
        Some(which) => Some(lookup::find_account(store, which).await?.id),
        None => None,
    };
    let mut views = Vec::new();
    for warned in store.warnings(account.as_ref()).await? {
        views.push(warning_view(store, warned).await?);
    }
    Ok(views)
}

/// One warning.
pub(crate) async fn warning(store: &Store, which: &str) -> Result<WarningView> {
    let id = lookup::resolve_warning(store, which).await?;
    warning_view(store, lookup::warned(store, &id).await?).await
}

async fn warning_view(store: &Store, warned: Warned) -> Result<WarningView> {
    let refunds = store.refunds_of_warned(&warned.id).await?;
    let refundable = warning::problems(&warned.warning, &refunds).is_empty();
    let left = warned.warning.left();
    let warning = warned.warning;
    Ok(WarningView {
        id: warned.id,
        provider: warning.provider,
        account: warned.account,
        provider_id: warning.provider_id,
        at: warning.at,
        actionable: warning.actionable,
        fraud_type: warning.fraud_type,
        amount: warning.transaction.amount.clone(),
        left,
        refundable,
        transaction: warning.transaction,
        customer: warning.customer,
        order: warning.order,
        live: warning.live,
        dispute: warned.dispute,
        submissions: refunds.iter().map(SubmissionView::from).collect(),
        read_at: warned.read_at,
    })
}
