//! The analyses that were asked for a case.

use crate::case::examiners::attached_to;
use crate::error::Result;
use crate::view::HangingAnalysisView;
use tvist_domain::{DisputeId, rules};
use tvist_store::{Query, Store, StoredDispute};

/// The analyses that were asked for a case.
pub(crate) async fn analyses_of(store: &Store, id: &DisputeId) -> Result<Vec<StoredDispute>> {
    let mut found = Vec::new();
    for account in store.accounts().await? {
        if !rules::capabilities(account.provider).analyses {
            continue;
        }
        let query = Query {
            account: Some(account.id),
            limit: u32::MAX,
            ..Query::default()
        };
        found.extend(store.disputes_page(&query).await?.1);
    }
    found.retain(|analysis| attached_to(analysis).as_ref() == Some(id));
    Ok(found)
}

/// The analyses that hang on a case, as `dispute` shows them.
pub(crate) async fn hanging_analyses(
    store: &Store,
    id: &DisputeId,
) -> Result<Vec<HangingAnalysisView>> {
    Ok(analyses_of(store, id).await?.iter().map(hanging).collect())
}

fn hanging(filed: &StoredDispute) -> HangingAnalysisView {
    let dispute = &filed.dispute;
    let word = dispute.provider_status.clone();
    let ended = matches!(word.as_str(), "approved" | "refused");
    HangingAnalysisView {
        id: filed.id.clone(),
        provider: dispute.provider,
        transaction: dispute.provider_id.clone(),
        analysis: dispute.reference.clone(),
        status: dispute.status,
        result: ended.then(|| word.clone()),
        state: word,
    }
}
