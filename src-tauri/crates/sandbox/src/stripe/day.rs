//! Days, in Unix seconds.

pub(crate) const DAY: i64 = 86_400;
/// Klarna's inquiry (stripe.md §12.1).
pub(crate) const KLARNA_INQUIRY_DAYS: i64 = 21;

/// The last second of the UTC day of `at`.
pub(crate) fn end_of_day(at: i64) -> i64 {
    at - at.rem_euclid(DAY) + DAY - 1
}
