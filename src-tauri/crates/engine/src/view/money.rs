//! What moved, what was refunded, and what an act costs: the contract's members `moved`, `refunds`, `costs`.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use tvist_domain::balance::{Moved, MovedKind, Refund};
use tvist_domain::clock::{Timestamp, text};
use tvist_domain::rules::costs::{ActCosts, Cost, CostKind, Costs};
use tvist_domain::{Money, Source};

/// One movement of money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct MovedView {
    #[specta(type = String)]
    #[serde(with = "text")]
    pub at: Timestamp,
    pub kind: MovedKind,
    /// Negative where it left the owner's balance.
    pub amount: Money,
}

impl From<Moved> for MovedView {
    fn from(moved: Moved) -> Self {
        Self {
            at: moved.at,
            kind: moved.kind,
            amount: moved.amount,
        }
    }
}

/// One refund of the payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct RefundView {
    pub id: String,
    #[specta(type = String)]
    #[serde(with = "text")]
    pub at: Timestamp,
    pub amount: Money,
    /// The provider's word.
    pub status: String,
    /// What the buyer's bank knows it by, such as an ARN.
    pub reference: Option<String>,
    /// Why it failed, in the provider's word.
    pub failure: Option<String>,
    /// The money went back to the buyer, or is on its way.
    pub stands: bool,
}

impl From<&Refund> for RefundView {
    fn from(refund: &Refund) -> Self {
        Self {
            id: refund.id.clone(),
            at: refund.at,
            amount: refund.amount.clone(),
            status: refund.status.clone(),
            reference: refund.reference.clone(),
            failure: refund.failure.clone(),
            stands: refund.stands(),
        }
    }
}

/// One thing that an act costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct CostView {
    pub kind: CostKind,
    /// None where nobody says how much.
    pub amount: Option<Money>,
    /// Of what is won.
    pub percent: Option<u8>,
    pub returned_on_win: bool,
    pub source: Source,
    /// Of which day the statement is.
    pub as_of: String,
}

impl From<&Cost> for CostView {
    fn from(cost: &Cost) -> Self {
        Self {
            kind: cost.kind,
            amount: cost.amount.clone(),
            percent: cost.percent,
            returned_on_win: cost.returned_on_win,
            source: cost.source,
            as_of: cost.as_of.to_string(),
        }
    }
}

/// What each act costs before it is done.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct CostsView {
    pub submit: Vec<CostView>,
    pub accept: Vec<CostView>,
    pub refund: Vec<CostView>,
    /// What the provider keeps where it answers by itself.
    pub own_answer: Vec<CostView>,
    /// The page that says so, by the members above; of one that isn't here nobody says anything.
    pub said_by: BTreeMap<String, String>,
}

impl From<&Costs> for CostsView {
    fn from(costs: &Costs) -> Self {
        let listed = |act: &ActCosts| act.list.iter().map(CostView::from).collect();
        let parts = [
            ("submit", &costs.submit),
            ("accept", &costs.accept),
            ("refund", &costs.refund),
            ("own_answer", &costs.own_answer),
        ];
        Self {
            submit: listed(&costs.submit),
            accept: listed(&costs.accept),
            refund: listed(&costs.refund),
            own_answer: listed(&costs.own_answer),
            said_by: parts
                .into_iter()
                .filter_map(|(name, act)| Some((name.to_owned(), act.origin?.to_owned())))
                .collect(),
        }
    }
}
