//! Unico IDPay: asking it to examine a fraud chargeback on a payment whose buyer it had approved, and following that.
//!
//! An analysis is a case of its own, of stage `analysis`, beside the acquirer's dispute that it may be attached to. Its
//! id at Unico can't be looked up: an answer that was lost leaves it unknown until the owner brings the id
//! (unico.md §3.5).

pub(crate) mod content;
pub(crate) mod follow;
pub(crate) mod request;
pub(crate) mod state;

use crate::account::connect;
use crate::error::{Error, Result};
use crate::host::{Host, lookup};
use crate::view::AnalysisView;
use chrono::NaiveDate;
use tvist_domain::{DisputeId, rules};
use tvist_store::{Account, Query, Store, StoredDispute};

/// What the owner asks with.
pub struct NewAnalysis {
    /// A case of another provider that it belongs to.
    pub dispute: Option<String>,
    /// The Unico account; the only one where none is named.
    pub account: Option<String>,
    /// Unico's id of the transaction.
    pub transaction: String,
    /// The day of the transaction; Unico doesn't tell.
    pub created: NaiveDate,
    /// Whether it was a credit purchase, as the owner knows; Unico doesn't tell.
    pub credit: Option<bool>,
    pub requestor_cpf: String,
    pub name: String,
    pub reason: String,
    pub observation: Option<String>,
    pub files: Vec<crate::NewFile>,
    /// More files than three are joined into three.
    pub merge: bool,
    /// Pages of the files that can't be read and of which the owner says that they hold no card number: which file, and
    /// which page of it, both counted from one.
    pub vouched: Vec<(u32, u32)>,
}

/// All analyses.
pub(crate) async fn analyses(store: &Store) -> Result<Vec<AnalysisView>> {
    let mut views = Vec::new();
    for examiner in rules::examiners() {
        let query = Query {
            provider: Some(examiner),
            limit: u32::MAX,
            ..Query::default()
        };
        for filed in store.disputes_page(&query).await?.1 {
            views.push(analysis_view(store, &filed.id).await?);
        }
    }
    Ok(views)
}

/// The probative set of a transaction, a PDF with biometric data: only on the owner's wish (unico.md §3.3).
pub(crate) async fn analysis_probative(
    host: &Host,
    account: Option<&str>,
    transaction: &str,
) -> Result<Vec<u8>> {
    let account = unico_account(&host.store, account).await?;
    Ok(connect::unico(host, &account)
        .await?
        .probative(transaction)
        .await?)
}

async fn unico_account(store: &Store, which: Option<&str>) -> Result<Account> {
    if let Some(which) = which {
        return lookup::find_account(store, which).await;
    }
    let mut found: Vec<Account> = store
        .accounts()
        .await?
        .into_iter()
        .filter(|a| rules::capabilities(a.provider).analyses)
        .collect();
    match found.len() {
        1 => Ok(found.remove(0)),
        0 => Err(Error::not_found("account", "unico")),
        _ => Err(Error::Usage(
            "there is more than one Unico account: name one".into(),
        )),
    }
}

async fn analysis_view(store: &Store, id: &DisputeId) -> Result<AnalysisView> {
    let filed: StoredDispute = lookup::filed(store, id).await?;
    let text = |name: &str| {
        filed
            .dispute
            .raw
            .get(name)
            .and_then(|v| v.as_str())
            .map(str::to_owned)
    };
    Ok(AnalysisView {
        id: filed.id.clone(),
        account: filed.account.clone(),
        transaction: filed.dispute.provider_id.clone(),
        analysis: filed.dispute.reference.clone(),
        dispute: crate::case::examiners::attached_to(&filed),
        status: filed.dispute.status,
        provider_status: filed.dispute.provider_status.clone(),
        created: text("created"),
        at: filed.dispute.opened_at,
    })
}
