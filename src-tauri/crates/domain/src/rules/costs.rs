//! What an act costs before it is done, and who says so. What nobody says is a cost without an amount, never nothing.

use super::fees;
use crate::balance::Booked;
use crate::status::words;
use crate::{Act, Dispute, Money, Source};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

words!(
    /// What is charged for.
    CostKind {
        /// The provider's fee for fighting a chargeback.
        CounteredFee = "countered_fee",
        /// The card network's fee.
        NetworkFee = "network_fee",
        /// The provider's fee for receiving a chargeback: nobody's act costs it.
        ReceivedFee = "received_fee",
        /// A share of what is won.
        SuccessShare = "success_share",
    }
);

/// One thing that an act costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cost {
    pub kind: CostKind,
    /// None where nobody says how much.
    pub amount: Option<Money>,
    /// Of what is won.
    pub percent: Option<u8>,
    pub returned_on_win: bool,
    pub source: Source,
    /// Of which day the statement is.
    pub as_of: NaiveDate,
}

/// What one act costs. Nothing in `list` is a statement only with an `origin`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActCosts {
    pub list: Vec<Cost>,
    /// The page that says so; none where nobody says anything, or the act doesn't exist for the case.
    pub origin: Option<&'static str>,
}

impl ActCosts {
    pub(super) fn nothing(origin: &'static str) -> Self {
        Self {
            list: Vec::new(),
            origin: Some(origin),
        }
    }

    pub(super) fn of(origin: &'static str, list: Vec<Cost>) -> Self {
        Self {
            list,
            origin: Some(origin),
        }
    }

    /// Nobody says.
    pub(super) fn unknown(kind: CostKind) -> Self {
        Self {
            list: vec![Cost {
                kind,
                amount: None,
                percent: None,
                returned_on_win: false,
                source: Source::Assumed,
                as_of: fees::PAGE_AS_OF,
            }],
            origin: None,
        }
    }
}

/// What each act costs, and what the provider keeps when it answers by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Costs {
    pub submit: ActCosts,
    pub accept: ActCosts,
    pub refund: ActCosts,
    /// Where the provider may answer by itself: silence may cost this.
    pub own_answer: ActCosts,
}

impl Costs {
    /// Where no document names a price.
    pub(super) fn unknown() -> Self {
        Self {
            submit: ActCosts::unknown(CostKind::CounteredFee),
            accept: ActCosts::unknown(CostKind::NetworkFee),
            ..Self::default()
        }
    }

    /// What `act` costs.
    #[must_use]
    pub fn of(&self, act: Act) -> &[Cost] {
        match act {
            Act::Submit => &self.submit.list,
            Act::Accept => &self.accept.list,
            Act::Refund => &self.refund.list,
            Act::Comment | Act::Upload | Act::RequestAnalysis => &[],
        }
    }
}

/// What each act costs for this case. `country` is where the account is, if the provider told.
#[must_use]
pub fn costs(dispute: &Dispute, country: Option<&str>) -> Costs {
    (super::of(dispute.provider).costs)(dispute, country)
}

/// The network's fee that answering causes, given back on a win.
#[must_use]
pub fn network_fee(dispute: &Dispute) -> Option<Money> {
    (super::of(dispute.provider).extras.network_fee)(dispute)
}

/// What becomes of a fee that the provider took, if the case is won. None where no page says.
#[must_use]
pub fn comes_back(dispute: &Dispute, kind: Booked, country: Option<&str>) -> Option<bool> {
    (super::of(dispute.provider).extras.fee_comes_back)(dispute, kind, country)
}

/// The fee that would be taken once an inquiry becomes a chargeback; none where nobody says. It has no word of its own
/// among what acts cost: it is what not settling the inquiry may cost.
#[must_use]
pub fn expected_fee(dispute: &Dispute, country: Option<&str>) -> Option<Cost> {
    (super::of(dispute.provider).extras.expected_fee)(dispute, country)
}

/// What would be gone by silence, fees included: those that were taken, and the one that a chargeback would bring, where
/// it is known in the currency of the case.
#[must_use]
pub fn at_risk(dispute: &Dispute, country: Option<&str>) -> Money {
    let sure = dispute.at_risk();
    if dispute.status.is_ended() {
        return sure;
    }
    let expected = expected_fee(dispute, country).and_then(|cost| cost.amount);
    let sum = expected.and_then(|fee| sure.checked_add(&fee));
    sum.unwrap_or(sure)
}
