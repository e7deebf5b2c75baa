//! What an irreversible act is about, as it was read: a case, a warning with its payment, or an analysis.

use crate::account::connect;
use crate::error::{Error, Result};
use crate::host::{Host, lookup};
use crate::sync;
use crate::sync::warning;
use serde_json::Value;
use std::sync::Arc;
use tvist_domain::clock::Timestamp;
use tvist_domain::submission::{Subject, Verdict};
use tvist_domain::{AccountId, Act, Dispute, Warning};
use tvist_provider::{Adapter, Irreversible, Outcome, ProviderError};
use tvist_store::SubmissionRecord;

/// One reading of what a submission is about.
pub(crate) enum Matter {
    Case(Box<Dispute>),
    Warning(Box<Warning>),
    /// An analysis that an examiner is asked for; nothing can be read of it before its id is known (unico.md §3.5).
    Analysis(Box<Dispute>),
}

/// A submission whose call is complete and about to be made.
pub(crate) struct Sending {
    pub(crate) record: SubmissionRecord,
    pub(crate) adapter: Arc<dyn Adapter>,
    pub(crate) matter: Matter,
}

impl Matter {
    /// As it was when the submission began.
    pub(crate) fn before(record: &SubmissionRecord) -> Result<Self> {
        let before = record.before.clone();
        let unreadable = |_| Error::Stopped("the stored case can't be read".into());
        Ok(match record.submission.subject {
            Subject::Case(_) if record.submission.kind == Act::RequestAnalysis => {
                Self::Analysis(serde_json::from_value(before).map_err(unreadable)?)
            }
            Subject::Case(_) => Self::Case(serde_json::from_value(before).map_err(unreadable)?),
            Subject::Warning(_) => {
                Self::Warning(serde_json::from_value(before).map_err(unreadable)?)
            }
        })
    }

    /// The provider's object.
    pub(crate) fn raw(&self) -> &Value {
        match self {
            Self::Case(case) | Self::Analysis(case) => &case.raw,
            Self::Warning(warning) => &warning.raw,
        }
    }

    /// Makes the call, once.
    pub(crate) async fn send(&self, adapter: &dyn Adapter, call: &Irreversible) -> Outcome {
        match self {
            Self::Case(case) | Self::Analysis(case) => adapter.send(call, case).await,
            Self::Warning(_) => match adapter.warns() {
                Some(warns) => warns.send(call).await,
                None => Outcome::NotSent(ProviderError::Unsupported),
            },
        }
    }

    /// Reads whether a call landed; `self` is what it was about, before.
    pub(crate) async fn judge(
        &self,
        adapter: &dyn Adapter,
        call: &Irreversible,
        intent: &str,
    ) -> std::result::Result<(Verdict, Self), ProviderError> {
        Ok(match self {
            Self::Case(case) => {
                let (verdict, read) = adapter.judge(call, case, intent).await?;
                (verdict, Self::Case(Box::new(read)))
            }
            Self::Analysis(case) => {
                let (verdict, read) = adapter.judge(call, case, intent).await?;
                (verdict, Self::Analysis(Box::new(read)))
            }
            Self::Warning(warning) => {
                let warns = adapter.warns().ok_or(ProviderError::Unsupported)?;
                let (verdict, read) = warns.judge(call, warning, intent).await?;
                (verdict, Self::Warning(Box::new(read)))
            }
        })
    }
}

/// Stores one reading, unless a newer one is there.
pub(crate) async fn file_matter(
    host: &Host,
    account: &AccountId,
    matter: Matter,
    began: Timestamp,
) -> Result<()> {
    match matter {
        Matter::Case(case) => sync::file_reading(host, account, *case, began).await,
        // It wasn't read.
        Matter::Analysis(_) => Ok(()),
        Matter::Warning(warning) => warning::file_warnings(host, account, &[*warning], began).await,
    }
}

/// One reading, and what it tells of the submission.
pub(crate) async fn judge(host: &Host, record: &SubmissionRecord) -> Result<(Verdict, Matter)> {
    let call: Irreversible = serde_json::from_value(record.call.clone().unwrap_or_default())
        .map_err(|_| Error::Stopped("the stored call can't be read".into()))?;
    let before = Matter::before(record)?;
    let account = lookup::account_of(&host.store, &record.account).await?;
    let adapter = connect::adapter(host, &account).await?;
    Ok(before.judge(&*adapter, &call, &record.intent).await?)
}
