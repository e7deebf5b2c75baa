//! The page of deadlines: every case that waits for its owner, on the day of the owner's own calendar.

use crate::account::skew;
use crate::account::skew::Clocks;
use crate::case;
use crate::case::DeskQuery;
use crate::error::Result;
use crate::host::Host;
use crate::host::zone::local_zone;
use crate::view::CaseView;
use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::Serialize;
use tvist_domain::clock::Timestamp;
use tvist_domain::status::Group;
use tvist_domain::zone;

/// All last dates, placed in the zone in which the owner is now.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct DeadlinesView {
    /// IANA; this machine's zone.
    pub zone: String,
    #[specta(type = String)]
    pub today: NaiveDate,
    /// The earliest first; those that have passed are among them.
    pub dated: Vec<DatedView>,
    /// Cases that wait for the owner without a date.
    pub undated: Vec<CaseView>,
}

/// One case on its day.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct DatedView {
    /// The day of the deadline.
    #[specta(type = String)]
    pub day: NaiveDate,
    /// The day of the owner's own, safe deadline.
    #[specta(type = String)]
    pub safe_day: NaiveDate,
    pub overdue: bool,
    pub case: CaseView,
}

/// Every case that waits for its owner, by its last date.
pub(crate) async fn deadlines(host: &Host) -> Result<DeadlinesView> {
    let open = DeskQuery {
        open_only: true,
        ..DeskQuery::default()
    };
    let cases = case::desk(host, &open).await?.disputes;
    Ok(placed(
        cases,
        local_zone(),
        host.now(),
        &skew::clocks(&host.store, host.now()).await?,
    ))
}

fn placed(cases: Vec<CaseView>, tz: Tz, now: Timestamp, clocks: &Clocks) -> DeadlinesView {
    let day = |at: Timestamp| zone::place(at, tz).date;
    let mut view = DeadlinesView {
        zone: tz.name().to_owned(),
        today: day(now),
        dated: Vec::new(),
        undated: Vec::new(),
    };
    let waiting = cases
        .into_iter()
        .filter(|case| !matches!(case.group, Group::Waiting | Group::Closed));
    for case in waiting {
        match &case.deadline {
            Some(deadline) => view.dated.push(DatedView {
                day: day(deadline.at),
                safe_day: day(deadline.safe_at),
                overdue: deadline.at <= clocks.of(&case.account),
                case,
            }),
            None => view.undated.push(case),
        }
    }
    // Stable: cases of one moment keep the desk's order.
    view.dated
        .sort_by_key(|dated| dated.case.deadline.as_ref().map(|d| d.at));
    view
}
