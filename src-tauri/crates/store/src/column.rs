//! Between columns and the domain's types: instants, words, JSON, money.

use crate::Result;
use crate::error::{Cause, StoreError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tvist_domain::Money;
use tvist_domain::clock::{Timestamp, held};

/// Sorts after every date.
pub(crate) const NO_DEADLINE: i64 = i64::MAX;

/// An instant as Unix milliseconds; finer parts are dropped.
pub(crate) fn millis(at: Timestamp) -> i64 {
    at.timestamp_millis()
}

/// Earlier versions stored whatever date a provider told: one that can't be reckoned with becomes the nearest that can.
pub(crate) fn instant(millis: i64, column: &'static str) -> Result<Timestamp> {
    let at = Timestamp::from_timestamp_millis(millis).map(held);
    at.ok_or(StoreError::unreadable(column))
}

pub(crate) fn maybe_instant(
    millis: Option<i64>,
    column: &'static str,
) -> Result<Option<Timestamp>> {
    millis.map(|millis| instant(millis, column)).transpose()
}

/// A value of one of the domain's closed lists.
pub(crate) fn word<T>(found: Option<T>, column: &'static str) -> Result<T> {
    found.ok_or(StoreError::unreadable(column))
}

pub(crate) fn unsigned<T: TryFrom<i64>>(value: i64, column: &'static str) -> Result<T> {
    T::try_from(value).map_err(|_| StoreError::unreadable(column))
}

pub(crate) fn signed<T: TryInto<i64>>(value: T, what: &'static str) -> Result<i64> {
    value
        .try_into()
        .map_err(|_| StoreError::Other(Cause::Unstorable(what)))
}

pub(crate) fn to_json<T: Serialize + ?Sized>(value: &T, what: &'static str) -> Result<String> {
    serde_json::to_string(value).map_err(|_| StoreError::Other(Cause::Unstorable(what)))
}

// The parser's own words may quote what was stored, so they aren't passed on.
pub(crate) fn from_json<T: DeserializeOwned>(text: &str, column: &'static str) -> Result<T> {
    serde_json::from_str(text).map_err(|_| StoreError::unreadable(column))
}

pub(crate) fn maybe_from_json<T: DeserializeOwned>(
    text: Option<&str>,
    column: &'static str,
) -> Result<Option<T>> {
    text.map(|text| from_json(text, column)).transpose()
}

pub(crate) fn money(minor: Option<i64>, currency: Option<String>) -> Option<Money> {
    Some(Money {
        minor: minor?,
        currency: currency?,
    })
}
