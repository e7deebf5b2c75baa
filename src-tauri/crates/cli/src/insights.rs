//! `insights`: what came of the cases of a span.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use clap::Args;
use tvist_engine::insights::{InsightsView, Tallies, Tally};

use crate::exit::Failure;
use crate::folder::DataFolder;
use crate::output::Answer;
use crate::table::{Side, Table, plain};
use crate::value;

#[derive(Debug, Args)]
pub struct Insights {
    /// First day on which a case was opened, in UTC
    #[arg(long, value_name = "DATE", value_parser = value::day)]
    from: Option<NaiveDate>,
    /// The day after the last one
    #[arg(long, value_name = "DATE", value_parser = value::day)]
    to: Option<NaiveDate>,
}

impl Insights {
    pub async fn run(self, folder: &DataFolder) -> Result<Answer, Failure> {
        folder
            .ask(async |engine| {
                let insights = engine.insights(self.from, self.to).await?;
                Ok(Answer::new(&insights, in_words(&insights)))
            })
            .await
    }
}

fn in_words(insights: &InsightsView) -> String {
    let mut table = Table::new(&[
        ("", Side::Left),
        ("WON", Side::Right),
        ("LOST", Side::Right),
        ("OPEN", Side::Right),
        ("CLOSED", Side::Right),
    ]);
    row(&mut table, "all", &insights.all);
    for (heading, part) in [
        ("provider", &insights.by.provider),
        ("reason", &insights.by.reason),
        ("month", &insights.by.month),
    ] {
        rows(&mut table, heading, part);
    }
    table.or("No case in that span.")
}

fn rows(table: &mut Table, heading: &str, part: &BTreeMap<String, Tallies>) {
    for (word, tallies) in part {
        let word = if heading == "month" {
            word.clone()
        } else {
            plain(word)
        };
        row(table, &format!("{heading}: {word}"), tallies);
    }
}

fn row(table: &mut Table, label: &str, tallies: &Tallies) {
    table.row([
        label.to_owned(),
        cell(&tallies.won),
        cell(&tallies.lost),
        cell(&tallies.open),
        cell(&tallies.closed),
    ]);
}

/// The count, and one sum a currency.
fn cell(tally: &Tally) -> String {
    let sums: Vec<String> = tally.money.iter().map(ToString::to_string).collect();
    match sums.as_slice() {
        [] => tally.count.to_string(),
        _ => format!("{} ({})", tally.count, sums.join(" + ")),
    }
}
