//! The seam between the shared server and one provider's rules.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Answer, Call, Delivery, RateReason};

/// How often something irreversible really happened to one object, by the name of the act
/// (`submit`, `close`, `refund`, …). Acts by another writer end in `_by_other`.
pub type Effects = BTreeMap<String, u64>;

/// A failure in the provider's own words, made to order by a fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Failure {
    /// An error of the provider's own, with this HTTP status (5xx).
    Broken(u16),
    /// Another call with the same idempotency key is under way, or the object is being changed.
    Conflict,
    /// Too many requests.
    RateLimited(RateReason),
    /// The object is locked by another request.
    Locked,
    /// The access token has just run out.
    TokenExpired,
}

/// One provider's server: state and rules, without sockets, delays or faults. Calls arrive one
/// at a time.
pub trait Provider: Send + 'static {
    /// The provider's name in the contract: `stripe`, `clearhaus`, `celcoin`, `unico`.
    fn name(&self) -> &'static str;

    /// Told once, before the first request: the server's own address, and a second one on which
    /// the same provider answers as a foreign host would (signed uploads and downloads).
    fn settle_in(&mut self, _base: &str, _side: &str) {}

    /// Answers one request at `now`, applying what it asks for.
    fn answer(&mut self, call: &Call, now: DateTime<Utc>) -> Answer;

    /// Lets everything happen that time alone brings about until `now`.
    fn advance_to(&mut self, now: DateTime<Utc>);

    /// The next instant after `now` at which time alone changes an object; none when nothing is
    /// to come.
    fn next_change(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>>;

    /// Messages to webhooks that have come up since the last time.
    fn outbox(&mut self) -> Vec<Delivery> {
        Vec::new()
    }

    /// Called when a request arrives, before any delay. A returned mark is held until
    /// [`Provider::release`]; an answer refuses the request at once.
    ///
    /// # Errors
    /// The answer with which the request is refused.
    fn admit(&mut self, call: &Call, now: DateTime<Utc>) -> Result<Option<String>, Box<Answer>>;

    /// Gives back what [`Provider::admit`] marked.
    fn release(&mut self, mark: &str);

    /// A failure in this provider's form. Nothing is applied.
    fn failure(&mut self, call: &Call, failure: &Failure, now: DateTime<Utc>) -> Answer;

    /// Keeps `answer` as the one that repeats of this call get, where the provider knows such a
    /// thing.
    fn remember(&mut self, call: &Call, answer: &Answer, now: DateTime<Utc>);

    /// Forgets what was kept for repeats of this call.
    fn forget(&mut self, call: &Call);

    /// Does, as somebody else, what this call is about to do. Returns whether anything happened.
    fn someone_else(&mut self, call: &Call, now: DateTime<Utc>) -> bool;

    /// The answer deadline of the object this call is about, in unix seconds.
    fn deadline_of(&self, call: &Call) -> Option<i64>;

    /// The clock is about to be moved under a call on its way: tokens stay as good as they are.
    fn clock_jumps(&mut self, _by: TimeDelta) {}

    /// Reads answer from the state as it is now, until the instant `until`.
    fn freeze_reads(&mut self, until: DateTime<Utc>);

    /// What really happened, by object id.
    fn effects(&self) -> BTreeMap<String, Effects>;

    /// Carries out an act from the control side (see each provider's page of acts).
    ///
    /// # Errors
    /// A sentence that says what was wrong with the act.
    fn act(&mut self, act: &Value, now: DateTime<Utc>) -> Result<Value, String>;
}
