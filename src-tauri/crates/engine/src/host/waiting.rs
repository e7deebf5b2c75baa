//! The cases that wait for their owner by a date.

use crate::error::Result;
use crate::host::setting;
use tvist_domain::deadline::SafetyMargin;
use tvist_domain::{Deadline, DisputeId, rules};
use tvist_store::{Store, StoredDispute};

/// The cases that wait for their owner by a date.
pub(crate) async fn watched_cases(store: &Store) -> Result<Vec<(StoredDispute, Deadline)>> {
    let margin = setting::settings(store).await?.margin;
    cases_within(store, margin).await
}

pub(crate) async fn cases_within(
    store: &Store,
    margin: SafetyMargin,
) -> Result<Vec<(StoredDispute, Deadline)>> {
    let mut cases = Vec::new();
    let watched = store.disputes_watched().await?;
    let ids: Vec<&DisputeId> = watched.iter().map(|f| &f.id).collect();
    let submissions = store.domain_submissions_of(&ids).await?;
    for filed in watched {
        // An answered case waits for nobody, whatever the list said when last read.
        let ours = submissions.get(&filed.id).map_or(&[][..], Vec::as_slice);
        if rules::turn_is_over(&filed.dispute, ours) {
            continue;
        }
        if let Some(deadline) = rules::deadline(&filed.dispute, margin) {
            cases.push((filed, deadline));
        }
    }
    Ok(cases)
}
