//! What came of the cases: won, lost, open and closed, as counts and as money in each currency.

use crate::error::{Error, Result};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use tvist_domain::evidence::Draft;
use tvist_domain::provider::Environment;
use tvist_domain::{Category, Dispute, DisputeId, Money, Stage, Status, money, rules};
use tvist_store::{Account, Store, StoredDispute};

/// How many cases, and how much money they are about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Tally {
    pub count: u32,
    /// One sum a currency, by its code; amounts of different currencies are never added.
    pub money: Vec<Money>,
}

/// The four ends that a case can have so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Tallies {
    pub won: Tally,
    pub lost: Tally,
    /// Whatever has not ended, a status that we don't know included.
    pub open: Tally,
    /// Ended without a winner: closed, cancelled or prevented.
    pub closed: Tally,
}

/// The same, told apart.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Breakdown {
    pub provider: BTreeMap<String, Tallies>,
    /// By our category of the reason.
    pub reason: BTreeMap<String, Tallies>,
    /// By the month of opening in UTC, such as `2026-11`.
    pub month: BTreeMap<String, Tallies>,
}

/// What came of the cases of a span.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct InsightsView {
    #[serde(flatten)]
    pub all: Tallies,
    pub by: Breakdown,
    /// What providers and networks charged for these cases less what they gave back, one sum a currency.
    pub fees: Vec<Money>,
}

/// What came of the cases that were opened in `from ≤ day < to`, calendar days in UTC; without a bound there is none.
pub(crate) async fn insights(
    store: &Store,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
) -> Result<InsightsView> {
    require_span(from, to)?;
    let accounts = store.accounts().await?;
    let (cases, _) = genuine(store.disputes_all().await?, &accounts);
    let ids: Vec<&DisputeId> = cases.iter().map(|filed| &filed.id).collect();
    let drafts = store.drafts_of(&ids).await?;
    let nothing = Draft::default();
    let within = |dispute: &Dispute| {
        let day = dispute.opened_at.date_naive();
        from.is_none_or(|from| from <= day) && to.is_none_or(|to| day < to)
    };
    Ok(of(cases.iter().filter(|filed| within(&filed.dispute)).map(
        |filed| {
            let draft = drafts.get(&filed.id).unwrap_or(&nothing);
            (&filed.dispute, draft.category(&filed.dispute))
        },
    )))
}

/// Fails where a span ends before it begins.
pub(crate) fn require_span(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Result<()> {
    match (from, to) {
        (Some(from), Some(to)) if to < from => Err(Error::Usage(format!(
            "the span ends ({to}) before it begins ({from})"
        ))),
        _ => Ok(()),
    }
}

/// Whether an account is the owner's own at a real provider: not practice, not a test world, not a server on loopback.
pub(crate) fn is_genuine(account: &Account) -> bool {
    account.environment == Environment::Live && account.api_base.is_none() && !account.practice
}

/// The cases that books and statistics are about, and how many were left out.
///
/// Invented cases would spoil both, so they fall away where there is a genuine account; where there is none, somebody
/// practises, and all of them count.
pub(crate) fn genuine(
    cases: Vec<StoredDispute>,
    accounts: &[Account],
) -> (Vec<StoredDispute>, usize) {
    if !accounts.iter().any(is_genuine) {
        return (cases, 0);
    }
    let before = cases.len();
    let kept: Vec<StoredDispute> = cases
        .into_iter()
        .filter(|filed| {
            accounts
                .iter()
                .any(|account| account.id == filed.account && is_genuine(account))
        })
        .collect();
    let left_out = before - kept.len();
    (kept, left_out)
}

/// Counts `cases`, each with its reason: the provider's, or the owner's word where it names none. An analysis that was
/// asked for is no dispute: it is neither won nor lost.
fn of<'a>(cases: impl Iterator<Item = (&'a Dispute, Category)>) -> InsightsView {
    let mut view = InsightsView::default();
    for (dispute, reason) in cases {
        if dispute.stage == Stage::Analysis || rules::capabilities(dispute.provider).analyses {
            continue;
        }
        let fees = dispute.movements.iter().map(|movement| &movement.fee);
        let fees = fees.filter(|fee| fee.minor != 0);
        view.fees = money::totals(view.fees.iter().chain(fees));
        let by = &mut view.by;
        let provider = dispute.provider.as_str().to_owned();
        let reason = reason.as_str().to_owned();
        let month = dispute.opened_at.format("%Y-%m").to_string();
        for tallies in [
            &mut view.all,
            by.provider.entry(provider).or_default(),
            by.reason.entry(reason).or_default(),
            by.month.entry(month).or_default(),
        ] {
            tallies.of_status(dispute.status).add(&dispute.outcome());
        }
    }
    view
}

impl Tallies {
    fn of_status(&mut self, status: Status) -> &mut Tally {
        match status {
            Status::Won => &mut self.won,
            Status::Lost => &mut self.lost,
            Status::Closed | Status::Cancelled | Status::Prevented => &mut self.closed,
            Status::NeedsResponse | Status::UnderReview | Status::Unknown => &mut self.open,
        }
    }
}

impl Tally {
    /// Counts a case. One about no money, as an analysis is, adds no sum.
    fn add(&mut self, amount: &Money) {
        self.count += 1;
        if amount.minor != 0 {
            self.money = money::totals(self.money.iter().chain([amount]));
            self.money.sort_by(|a, b| a.currency.cmp(&b.currency));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::dispute;
    use crate::sample::movement;
    use tvist_domain::{Category, Provider};

    fn each(cases: &[Dispute]) -> impl Iterator<Item = (&Dispute, Category)> {
        cases.iter().map(|case| (case, case.reason.category))
    }

    #[test]
    fn a_partial_win_is_counted_by_the_money_that_moved() {
        let mut case = dispute("du_1");
        case.status = Status::Lost;
        case.amount = Money::new(10_000, "EUR");
        case.movements = vec![
            movement("txn_1", -10_000, 2_000, "EUR"),
            movement("txn_2", 4_000, 0, "EUR"),
        ];
        let view = of(each(&[case]));
        assert_eq!(view.all.lost.money, [Money::new(6_000, "EUR")]);
        assert_eq!(view.fees, [Money::new(2_000, "EUR")]);
    }

    #[test]
    fn the_reason_is_the_one_that_counts_for_the_case_and_an_analysis_is_no_dispute() {
        let mut unnamed = dispute("1");
        unnamed.reason.category = Category::Unknown;
        let mut analysis = dispute("2");
        analysis.provider = Provider::Unico;
        analysis.stage = Stage::Analysis;
        analysis.status = Status::Won;
        let cases = [
            (&unnamed, Category::Duplicate),
            (&analysis, Category::Fraudulent),
        ];
        let view = of(cases.into_iter());
        assert_eq!(view.by.reason.keys().collect::<Vec<_>>(), ["duplicate"]);
        assert_eq!(view.all.won.count, 0);
    }

    #[test]
    fn each_status_has_its_place() {
        for status in Status::ALL {
            let mut case = dispute("du_1");
            case.status = *status;
            let view = of(each(std::slice::from_ref(&case)));
            let place = match status {
                Status::Won => &view.all.won,
                Status::Lost => &view.all.lost,
                Status::Closed | Status::Cancelled | Status::Prevented => &view.all.closed,
                Status::NeedsResponse | Status::UnderReview | Status::Unknown => &view.all.open,
            };
            assert_eq!(place.count, 1, "{status:?}");
            assert_eq!(place.money, [Money::new(12_990, "EUR")]);
            let all = [
                &view.all.won,
                &view.all.lost,
                &view.all.open,
                &view.all.closed,
            ];
            assert_eq!(all.iter().map(|t| t.count).sum::<u32>(), 1, "{status:?}");
        }
    }

    #[test]
    fn currencies_stay_apart_and_every_part_adds_up_to_the_whole() {
        let mut cases = Vec::new();
        for (provider, currency, minor, month, status) in [
            (Provider::Stripe, "EUR", 100, 10, Status::Won),
            (Provider::Stripe, "SEK", 50, 10, Status::Won),
            (Provider::Clearhaus, "EUR", 7, 11, Status::Won),
            (Provider::Celcoin, "BRL", 900, 11, Status::Lost),
            (Provider::Unico, "BRL", 0, 11, Status::Won),
            (Provider::Celcoin, "BRL", 0, 11, Status::UnderReview),
        ] {
            let mut case = dispute("du_1");
            case.provider = provider;
            case.amount = Money::new(minor, currency);
            case.opened_at = format!("2026-{month}-30T23:59:59Z").parse().unwrap();
            case.status = status;
            case.reason.category = Category::Duplicate;
            cases.push(case);
        }
        let view = of(each(&cases));
        assert_eq!(view.all.won.count, 3);
        assert_eq!(
            view.all.won.money,
            [Money::new(107, "EUR"), Money::new(50, "SEK")]
        );
        assert_eq!(
            view.all.open,
            Tally {
                count: 1,
                money: Vec::new()
            }
        );
        assert_eq!(view.by.reason.len(), 1);
        assert_eq!(view.by.reason["duplicate"], view.all);
        assert_eq!(view.by.month["2026-10"].won.count, 2);
        assert_eq!(
            view.by.month["2026-11"].lost.money,
            [Money::new(900, "BRL")]
        );
        let sum: u32 = view.by.provider.values().map(|t| t.won.count).sum();
        assert_eq!(sum, view.all.won.count);
    }

    #[test]
    fn the_document_has_the_members_of_the_contract() {
        let json = serde_json::to_value(of(std::iter::empty())).unwrap();
        for member in ["won", "lost", "open", "closed"] {
            assert_eq!(
                json[member],
                serde_json::json!({"count": 0, "money": []}),
                "{member}"
            );
        }
        for member in ["provider", "reason", "month"] {
            assert_eq!(json["by"][member], serde_json::json!({}), "{member}");
        }
    }

    #[test]
    fn a_span_that_ends_before_it_begins_is_refused() {
        let day = |text: &str| Some(text.parse::<NaiveDate>().unwrap());
        assert!(require_span(day("2026-11-02"), day("2026-11-01")).is_err());
        assert!(require_span(day("2026-11-01"), day("2026-11-01")).is_ok());
        assert!(require_span(None, day("2026-11-01")).is_ok());
    }
}
