//! `export`: a file for spreadsheets, calendars, bookkeeping, or everything.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;
use tvist_engine::export::{ExportQuery, ExportView, Format, LeftOut};

use crate::exit::Failure;
use crate::folder::DataFolder;
use crate::output::Answer;
use crate::table::size;
use crate::{value, written};

#[derive(Debug, Args)]
pub struct Export {
    /// csv: one line a case; ics: last dates with alarms; json: everything; sie (4I) and datev (Buchungsstapel): bookkeeping
    #[arg(long, value_parser = value::format())]
    format: Format,
    /// The file to write; one that is there is replaced
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Only this case: its id here, or the provider's id or reference
    #[arg(long, value_name = "DISPUTE")]
    dispute: Option<String>,
    /// Bookkeeping only: the first booking day
    #[arg(long, value_name = "DATE", value_parser = value::day)]
    from: Option<NaiveDate>,
    /// Bookkeeping only: the day after the last one
    #[arg(long, value_name = "DATE", value_parser = value::day)]
    to: Option<NaiveDate>,
    /// sie only: the currency of the books; else SEK where anything was booked in it
    #[arg(long, value_name = "CODE")]
    currency: Option<String>,
}

/// What was written, and where.
#[derive(Serialize)]
struct Written {
    out: String,
    bytes: u64,
    #[serde(flatten)]
    view: ExportView,
}

impl Export {
    pub async fn run(self, folder: &DataFolder) -> Result<Answer, Failure> {
        let query = ExportQuery {
            format: self.format,
            dispute: self.dispute,
            from: self.from,
            to: self.to,
            currency: self.currency,
        };
        folder
            .ask_as_owner(async |engine| {
                let exported = engine.export(&query).await?;
                written::write(&self.out, &exported.bytes)?;
                let written = Written {
                    out: written::named(&self.out),
                    bytes: exported.bytes.len() as u64,
                    view: exported.view,
                };
                let text = in_words(&written);
                Ok(Answer::new(&written, text))
            })
            .await
    }
}

fn in_words(written: &Written) -> String {
    let mut text = format!(
        "Wrote {} with {} entries to {}.\n",
        size(written.bytes),
        written.view.entries,
        written.out
    );
    for left_out in &written.view.left_out {
        text.push_str(&missing(left_out));
    }
    text
}

fn missing(left_out: &LeftOut) -> String {
    let LeftOut { why, what, count } = left_out;
    match why.as_str() {
        "currency" => {
            format!(
                "Left out: {count} bookings in {what}: the books are in one currency, and no rate is given.\n"
            )
        }
        "year" => format!("Left out: {count} bookings of {what}; a DATEV file has one year.\n"),
        "decimals" => {
            format!("Left out: {count} bookings in {what} that are finer than hundredths.\n")
        }
        "character" => format!(
            "{count} times \"{what}\" can't be written in this file; it stands as a question mark.\n"
        ),
        _ => format!("Left out: {count} cases of practice and test accounts.\n"),
    }
}
