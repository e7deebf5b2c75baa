//! `insights`: what came of the cases of a span.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use clap::Args;
use tvist_engine::insights::{InsightsView, Tallies};

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
    let mut text = table.or("No case in that span.");
    let all = &insights.all;
    for (label, tally) in [
        ("won", &all.won),
        ("lost", &all.lost),
        ("open", &all.open),
        ("closed", &all.closed),
    ] {
        // One sum a currency: sums of different ones would say nothing.
        let sums: Vec<String> = tally.money.iter().map(ToString::to_string).collect();
        if !sums.is_empty() {
            text.push_str(&format!("\n{label}: {}", sums.join(" + ")));
        }
    }
    let fees: Vec<String> = insights.fees.iter().map(ToString::to_string).collect();
    if !fees.is_empty() {
        text.push_str(&format!("\nfees: {}", fees.join(" + ")));
    }
    text.push('\n');
    text
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
        tallies.won.count.to_string(),
        tallies.lost.count.to_string(),
        tallies.open.count.to_string(),
        tallies.closed.count.to_string(),
    ]);
}
