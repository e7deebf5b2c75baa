//! Which cases an analysis may be asked for now: an act of one provider on another provider's case.

use crate::error::Result;
use crate::view::CaseView;
use std::collections::HashSet;
use tvist_domain::clock::Timestamp;
use tvist_domain::rules::unico::limits;
use tvist_domain::status::Group;
use tvist_domain::submission::State;
use tvist_domain::{Act, Category, Dispute, DisputeId, Stage, Status, rules};
use tvist_store::{Query, Store, StoredDispute};

/// Who can be asked, and about what it was asked before.
pub(crate) struct Examiners {
    asked: HashSet<DisputeId>,
}

/// None where there is no account that examines other providers' cases.
pub(crate) async fn examiners(store: &Store) -> Result<Option<Examiners>> {
    let examines = |provider| rules::capabilities(provider).analyses;
    let accounts = store.accounts().await?;
    let Some(provider) = accounts.iter().map(|a| a.provider).find(|p| examines(*p)) else {
        return Ok(None);
    };
    let query = Query {
        provider: Some(provider),
        limit: u32::MAX,
        ..Query::default()
    };
    let (_, analyses) = store.disputes_page(&query).await?;
    let ids: Vec<&DisputeId> = analyses.iter().map(|a| &a.id).collect();
    let submissions = store.domain_submissions_of(&ids).await?;
    let was_asked = |analysis: &&StoredDispute| {
        analysis.dispute.reference.is_some()
            || submissions.get(&analysis.id).is_some_and(|all| {
                all.iter()
                    .any(|s| s.state == State::Accepted || s.state.is_open_question())
            })
    };
    Ok(Some(Examiners {
        asked: analyses
            .iter()
            .filter(was_asked)
            .filter_map(attached_to)
            .collect(),
    }))
}

/// Whether an analysis has a place beside the case: it hasn't ended, isn't known to be about something else than fraud, and
/// the payment is in reais, the only ones that the examiner knows (unico.md §3.3, `value`).
pub(crate) fn is_worth_it(dispute: &Dispute, category: Category, group: Group) -> bool {
    group != Group::Closed
        && dispute.amount.currency == "BRL"
        && rules::examinable(dispute, category)
}

/// The case of another provider that an analysis belongs to.
pub(crate) fn attached_to(analysis: &StoredDispute) -> Option<DisputeId> {
    let id = analysis.dispute.raw.get("attached_to")?.as_str()?;
    Some(DisputeId::from_text(id))
}

impl Examiners {
    /// Adds the act where it is allowed: a formal chargeback about fraud, of a payment that isn't too old, for which no
    /// analysis was asked for yet (unico.md §3.1, §3.3).
    pub(crate) fn offer(&self, case: &mut CaseView, dispute: &Dispute, now: Timestamp) {
        let formal = matches!(
            case.stage,
            Stage::Chargeback | Stage::PreArbitration | Stage::Arbitration | Stage::Unknown
        );
        let settled = matches!(
            case.status,
            Status::Won | Status::Cancelled | Status::Prevented
        );
        // A guess counts against it only: that it is fraud, the owner has to know.
        let category = match rules::guessed_reason(dispute) {
            Some(guess) if dispute.reason.category == case.reason.category => guess,
            _ => case.reason.category,
        };
        let paid = dispute.transaction.at;
        let young = paid.is_none_or(|at| (now - at).num_days() < limits::AGE_DAYS);
        if formal
            && !settled
            && young
            && rules::examinable(dispute, category)
            && !self.asked.contains(&case.id)
        {
            case.allowed.push(Act::RequestAnalysis);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;
    use tvist_domain::Money;

    #[test]
    fn an_analysis_stands_only_where_it_can_help() {
        for (currency, category, group, worth) in [
            ("BRL", Category::Fraudulent, Group::AnswerNow, true),
            ("BRL", Category::Unknown, Group::Waiting, true),
            ("EUR", Category::Fraudulent, Group::AnswerNow, false),
            ("SEK", Category::Unknown, Group::AnswerNow, false),
            ("BRL", Category::ProductNotReceived, Group::AnswerNow, false),
            ("BRL", Category::Fraudulent, Group::Closed, false),
        ] {
            let mut case = sample::dispute("dp_1");
            case.amount = Money::new(25_990, currency);
            let shown = is_worth_it(&case, category, group);
            assert_eq!(shown, worth, "{currency} {category:?} {group:?}");
        }
    }
}
