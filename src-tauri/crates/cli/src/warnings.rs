//! `warnings`: payments that a bank has warned of, and the refund that may prevent the dispute.

use clap::{Args, Subcommand};
use tvist_engine::domain::Source;
use tvist_engine::view::{WarningRehearsalView, WarningView};

use crate::act::{done, fields};
use crate::evidence::problems;
use crate::exit::Failure;
use crate::folder::DataFolder;
use crate::output::{Answer, Named};
use crate::table::{Lines, Side, Table, moment, money, plain};

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Warnings {
    /// Only those of this account, by its id or label
    #[arg(long)]
    account: Option<String>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Give the whole payment back before it is disputed; without --confirm only show it
    Refund(Refund),
}

#[derive(Debug, Args)]
struct Refund {
    /// The warning: its id here, or the provider's id of it or of its payment
    warning: String,
    /// Do it. It can't be taken back
    #[arg(long)]
    confirm: bool,
}

impl Warnings {
    pub async fn run(self, folder: &DataFolder) -> Result<Answer, Failure> {
        folder
            .ask(async |engine| match &self.command {
                None => {
                    let warnings = engine.warnings(self.account.as_deref()).await?;
                    Ok(Answer::new(
                        &Named("warnings", &warnings),
                        listed(&warnings),
                    ))
                }
                Some(Command::Refund(refund)) if refund.confirm => {
                    let outcome = engine.warning_refund(&refund.warning, None).await?;
                    Ok(Answer::new(&outcome, done(&outcome)).after_sending())
                }
                Some(Command::Refund(refund)) => {
                    let rehearsal = engine.warning_rehearse(&refund.warning).await?;
                    Ok(Answer::new(&rehearsal, rehearsed(&rehearsal)))
                }
            })
            .await
    }
}

fn listed(warnings: &[WarningView]) -> String {
    let mut table = Table::new(&[
        ("WARNING", Side::Left),
        ("SINCE", Side::Left),
        ("AMOUNT", Side::Right),
        ("LEFT", Side::Right),
        ("FRAUD", Side::Left),
        ("REFUND HELPS", Side::Left),
        ("CASE", Side::Left),
    ]);
    for one in warnings {
        table.row([
            one.provider_id.clone(),
            moment(one.at),
            money(one.amount.as_ref()),
            money(one.left.as_ref()),
            one.fraud_type.as_deref().map(plain).unwrap_or_default(),
            if one.actionable { "yes" } else { "no" }.to_owned(),
            one.dispute
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
        ]);
    }
    table.or("No bank has warned of a payment.")
}

fn rehearsed(rehearsal: &WarningRehearsalView) -> String {
    let mut text = if rehearsal.ready {
        "Rehearsal: nothing was sent. `warnings refund --confirm` would send this, once and for good.\n"
            .to_owned()
    } else {
        "Rehearsal: nothing was sent, and it can't be sent as it is.\n".to_owned()
    };
    text.push_str(&problems(&rehearsal.problems));
    let mut lines = Lines::default();
    lines
        .maybe(
            "pays back",
            rehearsal.amount.as_ref().map(ToString::to_string),
        )
        .maybe(
            "paid back before",
            rehearsal.refunded_before.as_ref().map(ToString::to_string),
        )
        .line("saves", saved(rehearsal));
    text.push_str(&lines.text());
    text.push_str(&fields(&rehearsal.fields));
    text
}

/// What a dispute would cost, and how that is known.
fn saved(rehearsal: &WarningRehearsalView) -> String {
    match &rehearsal.saves {
        Some(fee) if fee.source == Source::Assumed => format!(
            "the fee of a dispute: {}, assumed from the prices of {}",
            fee.amount,
            moment(fee.as_of)
        ),
        Some(fee) => format!(
            "the fee of a dispute: {}, as it was taken on {}",
            fee.amount,
            moment(fee.as_of)
        ),
        None => {
            "the fee of a dispute; none was taken from this account yet, and nobody says how much it is"
                .to_owned()
        }
    }
}
