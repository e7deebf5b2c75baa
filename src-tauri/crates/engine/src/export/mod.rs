//! Files for others: a table, a calendar, the whole record, and bookkeeping for Sweden and Germany.
//!
//! The host gives bytes; the face writes them where the owner wants them. What doesn't fit into a format is counted
//! and told, never left out silently and never converted by guess.

pub(crate) mod calendar;
pub(crate) mod csv;
pub(crate) mod datev;
pub(crate) mod ics;
pub mod insights;
pub(crate) mod json;
pub(crate) mod ledger;
pub(crate) mod sie;
pub(crate) mod spelling;

use crate::view::small;
pub(crate) use calendar::SETTING as CALENDAR_SETTING;
pub use calendar::{CalendarProblem, CalendarView};
use tvist_domain::clock::Timestamp;
use tvist_store::Store;

use crate::error::{Error, Result};
use crate::export::insights::{genuine, require_span};
use crate::host::Host;
use crate::host::lookup;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use tvist_store::StoredDispute;

/// What kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// One line a case, for spreadsheets.
    Csv,
    /// Last dates with alarms, for calendars.
    Ics,
    /// Everything but secrets and the files themselves.
    Json,
    /// Bookkeeping for Swedish programs, SIE type 4I.
    Sie,
    /// Bookkeeping for German programs, a DATEV Buchungsstapel.
    Datev,
}

impl Format {
    /// All formats, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::Csv, Self::Ics, Self::Json, Self::Sie, Self::Datev];

    /// The word in commands and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Ics => "ics",
            Self::Json => "json",
            Self::Sie => "sie",
            Self::Datev => "datev",
        }
    }

    /// Whether it is made of booked money rather than of cases.
    #[must_use]
    pub fn is_bookkeeping(self) -> bool {
        matches!(self, Self::Sie | Self::Datev)
    }
}

/// What an export holds.
#[derive(Debug, Clone)]
pub struct ExportQuery {
    pub format: Format,
    /// One case only: its id, or the provider's id or reference.
    pub dispute: Option<String>,
    /// First booking day, for bookkeeping only.
    pub from: Option<NaiveDate>,
    /// The day after the last booking day, for bookkeeping only.
    pub to: Option<NaiveDate>,
    /// The currency of the books (SIE only): a SIE file has one.
    pub currency: Option<String>,
}

impl ExportQuery {
    /// Everything, in this format.
    #[must_use]
    pub fn new(format: Format) -> Self {
        Self {
            format,
            dispute: None,
            from: None,
            to: None,
            currency: None,
        }
    }
}

/// What a file holds, and what it doesn't.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct ExportView {
    pub format: Format,
    /// Cases that the file is made from.
    pub cases: u32,
    /// Lines, events, cases or bookings in it.
    pub entries: u32,
    /// What the format can't hold or the books don't want.
    pub left_out: Vec<LeftOut>,
}

/// Something that isn't in a file, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct LeftOut {
    /// `currency`, `year`, `decimals`, `character` or `practice`.
    pub why: String,
    /// The currency, the year, the character, or empty.
    pub what: String,
    pub count: u32,
}

/// A finished file.
#[derive(Debug, Clone)]
pub struct Exported {
    pub bytes: Vec<u8>,
    pub view: ExportView,
}

/// What one format made.
pub(crate) struct Made {
    pub(crate) bytes: Vec<u8>,
    pub(crate) entries: usize,
    pub(crate) left_out: Vec<LeftOut>,
}

/// Makes a file. Reads the database only.
pub(crate) async fn export(host: &Host, query: &ExportQuery) -> Result<Exported> {
    require_span(query.from, query.to)?;
    let bounded = query.from.is_some() || query.to.is_some();
    if bounded && !query.format.is_bookkeeping() {
        return Err(Error::Usage(
            "only bookkeeping (sie, datev) is exported for a span".into(),
        ));
    }
    if query.currency.is_some() && query.format != Format::Sie {
        return Err(Error::Usage(
            "only a SIE file has a currency of its own".into(),
        ));
    }
    let is_code = |code: &str| code.len() == 3 && code.bytes().all(|b| b.is_ascii_alphabetic());
    if query.currency.as_deref().is_some_and(|code| !is_code(code)) {
        return Err(Error::Usage(
            "a currency is a code of three letters, such as SEK".into(),
        ));
    }
    let cases = match &query.dispute {
        Some(which) => {
            vec![lookup::filed(&host.store, &lookup::resolve(&host.store, which).await?).await?]
        }
        None => host.store.disputes_all().await?,
    };
    let count = cases.len();
    let made = match query.format {
        Format::Csv => crate::export::csv::csv(&host.store, &cases).await?,
        Format::Ics => crate::export::ics::ics(host, &cases, false).await?,
        Format::Json => {
            crate::export::json::whole_record(host, &cases, query.dispute.is_none()).await?
        }
        Format::Sie | Format::Datev => books(&host.store, host.now(), cases, query).await?,
    };
    Ok(Exported {
        bytes: made.bytes,
        view: ExportView {
            format: query.format,
            cases: small(count),
            entries: small(made.entries),
            left_out: made.left_out,
        },
    })
}

async fn books(
    store: &Store,
    now: Timestamp,
    cases: Vec<StoredDispute>,
    query: &ExportQuery,
) -> Result<Made> {
    let accounts = store.accounts().await?;
    let (cases, invented) = genuine(cases, &accounts);
    let bookings = ledger::bookings(cases.iter().map(|filed| &filed.dispute));
    let span = (query.from, query.to);
    let mut made = match query.format {
        Format::Datev => datev::file(bookings, span, now)?,
        _ => {
            // The file asks for the company's name; the owner's own word for the only account comes nearest.
            let company = match accounts.as_slice() {
                [one] => one.label.clone(),
                _ => "Tvist".to_owned(),
            };
            sie::file(bookings, span, query.currency.as_deref(), &company, now)
        }
    };
    if invented > 0 {
        made.left_out.push(LeftOut {
            why: "practice".into(),
            what: String::new(),
            count: small(invented),
        });
    }
    Ok(made)
}

/// Counts what is left out, by what it is.
pub(crate) fn left_out(why: &str, what: impl Iterator<Item = String>) -> Vec<LeftOut> {
    let mut counts = std::collections::BTreeMap::<String, u32>::new();
    for one in what {
        *counts.entry(one).or_default() += 1;
    }
    counts
        .into_iter()
        .map(|(what, count)| LeftOut {
            why: why.to_owned(),
            what,
            count,
        })
        .collect()
}
