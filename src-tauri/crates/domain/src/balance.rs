//! Money that really moved for a case: what the provider's balance shows, and refunds of the payment.

use crate::clock::Timestamp;
use crate::dispute::Dispute;
use crate::movement::Movement;
pub use crate::movement::{Booked, MoneyRead, Refund};
use crate::status::words;
use crate::{Money, Status};
use chrono::Duration;
use serde::{Deserialize, Serialize};

words!(
    /// What a movement of money is called.
    MovedKind {
        Withdrawn = "withdrawn",
        Reinstated = "reinstated",
        ReceivedFee = "received_fee",
        CounteredFee = "countered_fee",
        NetworkFee = "network_fee",
        Refund = "refund",
    }
);

/// One movement, by its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    pub at: Timestamp,
    pub kind: MovedKind,
    /// Negative where it left the owner's balance, positive where it came back.
    pub amount: Money,
}

impl Dispute {
    /// Everything that moved, oldest first. A refund that failed didn't move anything that stayed moved.
    #[must_use]
    pub fn moved(&self) -> Vec<Moved> {
        let mut moved: Vec<Moved> = self.movements.iter().flat_map(of_movement).collect();
        let refunds = self.refunds.iter().filter(|refund| refund.stands());
        moved.extend(refunds.map(|refund| Moved {
            at: refund.at,
            kind: MovedKind::Refund,
            amount: negated(&refund.amount),
        }));
        // Stable: what was booked at one moment keeps its order.
        moved.sort_by_key(|one| one.at);
        moved
    }

    /// What the provider charged for the case so far, less what it gave back, in the currency of its first fee; none
    /// until it booked anything. A network's fee in another currency stands in [`Dispute::moved`] alone: sums of two
    /// currencies would say nothing.
    #[must_use]
    pub fn fee(&self) -> Option<Money> {
        let fees = || self.movements.iter().map(|m| &m.fee);
        let first = fees()
            .find(|fee| fee.minor != 0)
            .or_else(|| fees().next())?;
        let same = fees().filter(|fee| fee.currency == first.currency);
        let sum = same.fold(0_i64, |sum, fee| sum.saturating_add(fee.minor));
        Some(Money::new(sum, &first.currency))
    }

    /// What the payment was refunded by, as the payment itself tells or else its refunds; none where nothing was.
    #[must_use]
    pub fn refunded(&self) -> Option<Money> {
        let told = self.transaction.refunded.clone();
        let listed = self
            .refunds
            .iter()
            .filter(|r| r.stands())
            .map(|r| &r.amount);
        let listed = crate::money::totals(listed).into_iter().next();
        told.or(listed).filter(|money| money.minor > 0)
    }

    /// Whether the whole payment was refunded.
    #[must_use]
    pub fn is_fully_refunded(&self) -> bool {
        match (&self.transaction.amount, self.refunded()) {
            (Some(paid), Some(back)) => {
                paid.currency == back.currency && back.minor >= paid.minor && paid.minor > 0
            }
            _ => false,
        }
    }

    /// What a refund would pay now: what is disputed, but never more than what is left of the payment. Nothing where
    /// nothing is left.
    #[must_use]
    pub fn left_to_refund(&self) -> Money {
        let Some(paid) = &self.transaction.amount else {
            return self.amount.clone();
        };
        let back = self
            .refunded()
            .filter(|back| back.currency == paid.currency);
        let left = paid.minor.saturating_sub(back.map_or(0, |back| back.minor));
        if paid.currency == self.amount.currency {
            Money::new(self.amount.minor.min(left).max(0), &self.amount.currency)
        } else {
            self.amount.clone()
        }
    }

    /// What an ended case took or brought, by the money that moved: `lost` stands on a partial win too (stripe.md §8).
    /// Of one whose money never moved, or moved without a remainder that could be told, it is the disputed amount.
    #[must_use]
    pub fn outcome(&self) -> Money {
        let lines = || {
            let own = self.movements.iter().filter(|m| m.kind == Booked::Dispute);
            own.map(|m| &m.amount).filter(|amount| amount.minor != 0)
        };
        let returned: Vec<&Money> = lines().filter(|amount| amount.minor > 0).collect();
        let Some(currency) = returned.first().map(|amount| amount.currency.clone()) else {
            return self.amount.clone();
        };
        if lines().any(|amount| amount.currency != currency) {
            return self.amount.clone();
        }
        let back = returned
            .iter()
            .fold(0_i64, |sum, m| sum.saturating_add(m.minor));
        let taken = lines().filter(|amount| amount.minor < 0);
        let taken = taken.fold(0_i64, |sum, m| sum.saturating_sub(m.minor));
        match self.status {
            Status::Lost if taken > 0 => Money::new(taken.saturating_sub(back).max(0), &currency),
            Status::Won if taken > 0 => Money::new(back.min(taken), &currency),
            _ => self.amount.clone(),
        }
    }

    /// What came back of a case that was lost all the same; none where nothing did.
    #[must_use]
    pub fn given_back(&self) -> Option<Money> {
        if self.status != Status::Lost {
            return None;
        }
        let own = self.movements.iter().filter(|m| m.kind == Booked::Dispute);
        let back = own.map(|m| &m.amount).filter(|amount| amount.minor > 0);
        crate::money::totals(back).into_iter().next()
    }

    /// In which state of the case its balance lines and refunds were worth reading; another state may have other lines.
    #[must_use]
    pub fn money_state(&self) -> String {
        let own = self.movements.iter().filter(|m| m.kind == Booked::Dispute);
        format!(
            "{} {} {} {}",
            self.provider_status,
            self.submission_count,
            self.transaction.refunded.as_ref().map_or(0, |r| r.minor),
            own.count()
        )
    }

    /// Takes over what was read beside the case before, where this reading looked at the case alone.
    pub fn keep_money_of(&mut self, known: &Self) {
        if self.money_read.is_some() {
            return;
        }
        let mut beside: Vec<Movement> = known
            .movements
            .iter()
            .filter(|m| m.kind != Booked::Dispute)
            .filter(|m| self.movements.iter().all(|own| own.id != m.id))
            .cloned()
            .collect();
        self.movements.append(&mut beside);
        self.movements.sort_by_key(|m| m.at);
        self.refunds.clone_from(&known.refunds);
        // In another state there may be other lines: they count as unread.
        let state = self.money_state();
        self.money_read = known.money_read.clone().filter(|read| read.of == state);
    }

    /// Whether anything happened that money beside the case could come of: an answer, or a refund of its payment.
    pub(crate) fn may_have_moved(&self) -> bool {
        self.transaction.id.is_some()
            && (self.submission_count > 0 || self.refunded().is_some() || !self.refunds.is_empty())
    }

    /// Whether it is time to read it: unread, or still moving and not read for most of a day.
    pub(crate) fn money_is_due(&self, ended_at: Option<Timestamp>, now: Timestamp) -> bool {
        let Some(read) = &self.money_read else {
            return true;
        };
        let young = |at: Timestamp, most: Duration| now.signed_duration_since(at) < most;
        let moves = !self.status.is_ended()
            || ended_at.is_some_and(|at| young(at, FEES_FOLLOW))
            || self.refunds.iter().any(|refund| {
                refund.stands() && refund.reference.is_none() && young(refund.at, REFERENCE_FOLLOWS)
            });
        read.of != self.money_state() || (moves && !young(read.at, AGAIN_AFTER))
    }
}

/// Lines that may still come are looked for once a day.
const AGAIN_AFTER: Duration = Duration::hours(20);
/// A fee is taken or given back within so long of an end (stripe.md §11.2: one or two days).
const FEES_FOLLOW: Duration = Duration::days(4);
/// The reference of a refund comes days after it.
const REFERENCE_FOLLOWS: Duration = Duration::days(14);

fn of_movement(movement: &Movement) -> Vec<Moved> {
    let fee_kind = match movement.kind {
        Booked::Dispute => MovedKind::ReceivedFee,
        Booked::CounteredFee => MovedKind::CounteredFee,
        Booked::NetworkFee => MovedKind::NetworkFee,
    };
    let kind = if movement.amount.minor < 0 {
        MovedKind::Withdrawn
    } else {
        MovedKind::Reinstated
    };
    let fee = negated(&movement.fee);
    [(kind, movement.amount.clone()), (fee_kind, fee)]
        .into_iter()
        .filter(|(_, amount)| amount.minor != 0)
        .map(|(kind, amount)| Moved {
            at: movement.at,
            kind,
            amount,
        })
        .collect()
}

fn negated(money: &Money) -> Money {
    Money::new(money.minor.saturating_neg(), &money.currency)
}

#[cfg(test)]
mod tests;
