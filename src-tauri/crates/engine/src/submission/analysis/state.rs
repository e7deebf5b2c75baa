//! Where an analysis stands before Unico tells: what became of its request is noted with its case by us.

use crate::error::{Error, Result};
use crate::event::Event;
use crate::host::Host;
use serde_json::Value;
use tvist_domain::dispute::{Dispute, DueDate};
use tvist_domain::rules::unico::{self, Meaning, meaning};
use tvist_domain::submission::Verdict;
use tvist_domain::{AccountId, DisputeId, NextStep, Status};
use tvist_provider::Refusal;
use tvist_provider::unico::analysis_id;
use tvist_store::Upsert;

/// Words that an analysis has before Unico gives it one.
pub(crate) const NOT_ASKED: &str = "not_requested";
pub(crate) const ASKED: &str = "requested";
pub(crate) const TURNED_DOWN: &str = "request_refused";
/// Unico has an analysis of the transaction, and doesn't tell its id (unico.md §3.5): the owner has to bring it.
pub(crate) const THERE_ALREADY: &str = "asked_before";

/// What became of the call that asks for it.
pub(crate) enum Became<'a> {
    /// With the provider's answer.
    Accepted(&'a Value),
    Refused(&'a Refusal),
    /// Refused by words that don't prove that nothing came of it.
    Unclear(&'a Refusal),
    Unknown,
}

/// What a refusal proves by its own words.
pub(crate) fn verdict(refusal: &Refusal) -> Verdict {
    if proves_refusal(refusal) {
        Verdict::Nothing
    } else {
        Verdict::CannotTell
    }
}

/// Notes with the case what became of its request.
pub(crate) async fn note(
    host: &Host,
    account: &AccountId,
    mut case: Dispute,
    became: Became<'_>,
) -> Result<()> {
    let (status, word) = match became {
        Became::Accepted(answer) => {
            case.reference = analysis_id(answer);
            (Status::UnderReview, ASKED)
        }
        Became::Refused(refusal) => standing_after(refusal),
        Became::Unclear(refusal) if is_there_already(refusal) => {
            // It was asked for: the window for that matters no more.
            case.due = DueDate::NotGiven;
            (Status::Unknown, THERE_ALREADY)
        }
        Became::Unclear(_) | Became::Unknown => (Status::Unknown, "unknown"),
    };
    (case.status, case.provider_status) = (status, word.to_owned());
    file(host, account, case).await.map(|_| ())
}

/// Stores the case of an analysis as it stands. Gives its id.
pub(crate) async fn file(host: &Host, account: &AccountId, case: Dispute) -> Result<DisputeId> {
    let step = match case.status {
        Status::UnderReview => NextStep::Wait,
        Status::Closed => NextStep::None,
        _ => NextStep::Look,
    };
    let upsert = Upsert {
        dispute: case,
        step: step.into(),
        entries: Vec::new(),
        changed: true,
    };
    let ids = host
        .store
        .apply_page(account, vec![upsert], host.now())
        .await?;
    let id = ids
        .into_iter()
        .next()
        .ok_or_else(|| Error::not_found("analysis", ""))?;
    host.tell(Event::DisputesChanged {
        ids: vec![id.clone()],
    });
    Ok(id)
}

/// Where the case stands after its request was refused, with its word.
fn standing_after(refusal: &Refusal) -> (Status, &'static str) {
    match refusal.status {
        // Credentials and pace are refused before anything is looked at: it can still be asked, in its window.
        401 | 403 | 429 => (Status::Unknown, NOT_ASKED),
        _ => (Status::Closed, TURNED_DOWN),
    }
}

fn proves_refusal(refusal: &Refusal) -> bool {
    unico::proves_refusal(refusal.status, refusal.code.as_deref().unwrap_or_default())
}

/// Unico has an analysis of the transaction: somebody else's, or ours.
fn is_there_already(refusal: &Refusal) -> bool {
    let code = refusal.code.as_deref().unwrap_or_default();
    meaning(refusal.status, code) == Meaning::AskedBefore
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_looked_at_can_still_be_asked_for() {
        for (status, code, expected) in [
            (400, Some("40032"), (Status::Closed, TURNED_DOWN)),
            (400, None, (Status::Closed, TURNED_DOWN)),
            (429, Some("40001"), (Status::Unknown, NOT_ASKED)),
            (403, Some("40301"), (Status::Unknown, NOT_ASKED)),
            (401, Some("1.2.4"), (Status::Unknown, NOT_ASKED)),
        ] {
            let refusal = Refusal {
                status,
                code: code.map(str::to_owned),
                message: String::new(),
                request_id: None,
            };
            assert_eq!(standing_after(&refusal), expected, "{status} {code:?}");
        }
    }
}
