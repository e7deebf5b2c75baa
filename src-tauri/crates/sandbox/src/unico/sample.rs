//! Practice transactions, invented throughout.

use super::Settings;
use super::model::{Analysis, Books, Transaction};
use crate::chance::Chance;

const DAY: i64 = 86_400;

/// Name, status, age in days, of type credit, hours since an analysis was asked for, granted.
type Row = (&'static str, &'static str, i64, bool, Option<i64>, bool);

const ROWS: [Row; 12] = [
    ("approved", "approved", 21, true, None, true),
    ("approved-other", "approved", 34, true, None, false),
    ("approved-third", "approved", 8, true, None, true),
    ("nearly-too-old", "approved", 86, true, None, true),
    ("too-old", "approved", 95, true, None, true),
    ("not-credit", "approved", 15, false, None, true),
    ("inconclusive", "inconclusive", 12, true, None, false),
    ("waiting", "waiting", 0, true, None, false),
    ("skipped", "skiped", 19, true, None, false),
    ("in-analysis", "approved", 40, true, Some(20), true),
    ("granted", "approved", 52, true, Some(200), true),
    ("turned-down", "approved", 60, true, Some(300), false),
];

/// The books at the start instant.
pub(super) fn books(settings: &Settings) -> Books {
    let start = settings.start.timestamp();
    let transactions = ROWS
        .iter()
        .map(|(name, status, days, credit, asked, granted)| {
            let mut chance = Chance::named(settings.seed, &format!("unico {name}"));
            let id = chance.uuid();
            let order = format!("pedido-{}", chance.digits(4));
            let analysis = asked.map(|hours| Analysis {
                id: chance.uuid(),
                requested: start - hours * 3_600,
                documents: 2,
                forced: None,
            });
            Transaction {
                id,
                case: (*name).to_owned(),
                status: (*status).to_owned(),
                created: start - days * DAY,
                credit: *credit,
                order,
                analysis,
                granted: *granted,
            }
        })
        .collect();
    Books {
        transactions,
        ..Books::default()
    }
}
