//! The order of the desk: most urgent first.

use crate::clock::Timestamp;
use crate::status::Group;
use std::cmp::Reverse;

/// What a case is sorted by: its group, then its deadline, then what needs a look, then the newest.
#[must_use]
pub fn key(
    group: Group,
    deadline: Option<Timestamp>,
    opened: Timestamp,
) -> (Group, bool, Option<Timestamp>, Reverse<Timestamp>) {
    // A case that waits for the owner without a date comes after the dated ones of its group.
    (group, deadline.is_none(), deadline, Reverse(opened))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Duration, TimeZone, Utc};

    #[test]
    fn the_nearest_deadline_of_the_most_urgent_group_comes_first() {
        let day = |n: i64| Utc.with_ymd_and_hms(2026, 11, 22, 0, 0, 0).unwrap() + Duration::days(n);
        let mut keys = [
            ("waiting", key(Group::Waiting, None, day(0))),
            ("answer in 9", key(Group::AnswerNow, Some(day(9)), day(0))),
            ("answer, no date", key(Group::AnswerNow, None, day(0))),
            ("talk in 2", key(Group::Talk, Some(day(2)), day(0))),
            ("answer in 3", key(Group::AnswerNow, Some(day(3)), day(0))),
            ("closed, old", key(Group::Closed, None, day(-9))),
            ("closed, new", key(Group::Closed, None, day(-1))),
        ];
        keys.sort_by_key(|k| k.1);
        let names: Vec<_> = keys.iter().map(|k| k.0).collect();
        assert_eq!(
            names,
            [
                "answer in 3",
                "answer in 9",
                "answer, no date",
                "talk in 2",
                "waiting",
                "closed, new",
                "closed, old"
            ]
        );
    }
}
