//! `disputes`, `dispute`, `refresh` and `manual`: the desk, one case whole, and who answers it.

use clap::Args;
use serde::Serialize;
use tvist_engine::domain::days::DaySpan;
use tvist_engine::domain::{Act, Category, NextStep, Provider, Stage, Status};
use tvist_engine::view::{CaseView, DeskView, DisputeView, EntryView};
use tvist_engine::{DeskQuery, Narrow};

use crate::evidence::setting;
use crate::exit::Failure;
use crate::folder::DataFolder;
use crate::output::Answer;
use crate::table::{Lines, Side, Table, moment, money, one_line, plain};
use crate::{act, evidence, value};

#[derive(Debug, Args)]
pub struct Disputes {
    #[arg(long, value_parser = value::stage())]
    stage: Option<Stage>,
    /// What you have to do next
    #[arg(long, value_parser = value::step())]
    step: Option<NextStep>,
    #[arg(long, value_parser = value::provider())]
    provider: Option<Provider>,
    /// An account: its id or label
    #[arg(long, value_name = "A")]
    account: Option<String>,
    /// Where the cases stand; several by comma
    #[arg(long, value_name = "S,…", value_delimiter = ',', value_parser = value::status())]
    status: Vec<Status>,
    /// The provider's own words for that; several by comma
    #[arg(long, value_name = "W,…", value_delimiter = ',')]
    provider_status: Vec<String>,
    /// What the cases are about; several by comma
    #[arg(long, value_name = "C,…", value_delimiter = ',', value_parser = value::category())]
    reason: Vec<Category>,
    /// How was paid: card, klarna, paypal, amazon_pay, or the provider's own word
    #[arg(long, value_name = "M")]
    method: Option<String>,
    /// References such as an ARN or a process number; several by comma
    #[arg(long, value_name = "R,…", value_delimiter = ',')]
    reference: Vec<String>,
    /// The provider's ids of transactions; several by comma
    #[arg(long, value_name = "T,…", value_delimiter = ',')]
    transaction: Vec<String>,
    /// The provider's ids of charges; several by comma
    #[arg(long, value_name = "C,…", value_delimiter = ',')]
    charge: Vec<String>,
    /// The shop's own references; several by comma
    #[arg(long, value_name = "O,…", value_delimiter = ',')]
    order: Vec<String>,
    /// Opened on these days of the account's zone, without the last; either end may be left out
    #[arg(long, value_name = "FROM..TO")]
    created: Option<DaySpan>,
    /// With a last date on these days
    #[arg(long, value_name = "FROM..TO")]
    deadline: Option<DaySpan>,
    /// With documents sent on these days
    #[arg(long, value_name = "FROM..TO")]
    sent: Option<DaySpan>,
    /// Ids, references, names, mail addresses, amounts
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
    /// How many at most
    #[arg(long, value_name = "N")]
    limit: Option<u32>,
    /// How many to leave out at the beginning
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: u64,
}

#[derive(Debug, Args)]
pub struct Show {
    /// The case: its id here, or the provider's id or reference
    dispute: String,
}

#[derive(Debug, Args)]
pub struct Refresh {
    /// The case: its id here, or the provider's id or reference
    dispute: String,
}

#[derive(Debug, Args)]
pub struct Manual {
    /// The case: its id here, or the provider's id or reference
    dispute: String,
    /// Do it; without this only what would be done is shown
    #[arg(long)]
    confirm: bool,
}

impl Disputes {
    pub async fn run(self, folder: &DataFolder) -> Result<Answer, Failure> {
        let query = DeskQuery {
            stage: self.stage,
            step: self.step,
            provider: self.provider,
            account: self.account,
            narrow: Narrow {
                statuses: self.status,
                provider_statuses: self.provider_status,
                reasons: self.reason,
                method: self.method,
                references: self.reference,
                transactions: self.transaction,
                charges: self.charge,
                orders: self.order,
                opened: self.created.unwrap_or_default(),
                deadline: self.deadline.unwrap_or_default(),
                sent: self.sent.unwrap_or_default(),
            },
            search: self.search,
            limit: self.limit,
            offset: self.offset,
            ..DeskQuery::default()
        };
        folder
            .ask(async |engine| {
                let desk = engine.desk(&query).await?;
                let page = Page {
                    total: desk.total,
                    disputes: &desk.disputes,
                };
                Ok(Answer::new(&page, listed(&desk)))
            })
            .await
    }
}

/// The desk as the contract has it: what was asked for, and no count of anything else.
#[derive(Serialize)]
struct Page<'a> {
    total: u32,
    disputes: &'a [CaseView],
}

impl Show {
    pub async fn run(self, folder: &DataFolder) -> Result<Answer, Failure> {
        folder
            .ask(async |engine| {
                let dispute = engine.dispute(&self.dispute).await?;
                Ok(Answer::new(&dispute, whole(&dispute)))
            })
            .await
    }
}

impl Refresh {
    pub async fn run(self, folder: &DataFolder) -> Result<Answer, Failure> {
        folder
            .ask(async |engine| {
                let dispute = engine.refresh(&self.dispute).await?;
                Ok(Answer::new(&dispute, whole(&dispute)))
            })
            .await
    }
}

impl Manual {
    pub async fn run(self, folder: &DataFolder) -> Result<Answer, Failure> {
        folder
            .ask(async |engine| {
                if !self.confirm {
                    let rehearsal = engine.rehearse_manual(&self.dispute).await?;
                    return Ok(Answer::new(&rehearsal, setting(&rehearsal)));
                }
                let dispute = engine.answer_manually(&self.dispute).await?;
                Ok(Answer::new(&dispute, whole(&dispute)).after_sending())
            })
            .await
    }
}

fn listed(desk: &DeskView) -> String {
    let mut table = Table::new(&[
        ("CASE", Side::Left),
        ("STAGE", Side::Left),
        ("NEXT STEP", Side::Left),
        ("AMOUNT", Side::Right),
        ("REASON", Side::Left),
        ("DEADLINE", Side::Left),
        ("BUYER", Side::Left),
    ]);
    for case in &desk.disputes {
        let deadline = case.deadline.as_ref().map(|deadline| moment(deadline.at));
        table.row([
            case.provider_id.clone(),
            plain(case.stage.as_str()),
            plain(case.next_step.as_str()),
            case.amount.to_string(),
            plain(case.reason.category.as_str()),
            deadline.unwrap_or_default(),
            case.customer.name.clone().unwrap_or_default(),
        ]);
    }
    let shown = desk.disputes.len();
    let mut text = table.or("No case.");
    if shown > 0 {
        text.push_str(&format!("\n{shown} of {} cases\n", desk.total));
    }
    text
}

fn whole(dispute: &DisputeView) -> String {
    let mut text = state(&dispute.case);
    text.push('\n');
    text.push_str(&facts(&dispute.case));
    text.push_str(&particulars(dispute));
    text.push_str(&money_of(dispute));
    if !dispute.timeline.is_empty() {
        text.push_str("\nTimeline\n");
        text.push_str(&timeline(&dispute.timeline));
    }
    if dispute.evidence.takes_evidence {
        text.push_str("\nEvidence\n");
        text.push_str(&evidence::drafted(&dispute.evidence));
    }
    if !dispute.case.submissions.is_empty() {
        text.push_str("\nSubmissions\n");
        text.push_str(&act::submissions(&dispute.case.submissions));
    }
    text
}

/// What to do, by when, and what happens otherwise.
fn state(case: &CaseView) -> String {
    let mut lines = Lines::default();
    lines
        .line("case", &case.provider_id)
        .line("id", case.id.as_str())
        .maybe("reference", case.reference.as_ref())
        .line("provider", case.provider.as_str())
        .line("stage", plain(case.stage.as_str()))
        .line(
            "status",
            format!("{} ({})", plain(case.status.as_str()), case.provider_status),
        )
        .line("next step", plain(case.next_step.as_str()));
    if let Some(deadline) = &case.deadline {
        let source = deadline.source.as_str();
        lines.line(
            "deadline",
            format!(
                "{} ({source}, meant in {})",
                moment(deadline.at),
                deadline.zone
            ),
        );
        lines.line("safe until", moment(deadline.safe_at));
    }
    let on = case.if_nothing.on.map(|on| format!(" on {}", moment(on)));
    lines.line(
        "if you do nothing",
        plain(case.if_nothing.outcome.as_str()) + on.as_deref().unwrap_or_default(),
    );
    let allowed: Vec<String> = case.allowed.iter().map(|act| plain(act.as_str())).collect();
    let allowed = if allowed.is_empty() {
        "nothing".to_owned()
    } else {
        allowed.join(", ")
    };
    lines.line("allowed now", allowed);
    if case.vanished {
        lines.line("note", "the provider no longer knows this case");
    }
    lines.text()
}

/// What it is about.
fn facts(case: &CaseView) -> String {
    let mut lines = Lines::default();
    lines
        .line("amount", case.amount.to_string())
        .line("at risk", case.at_risk.to_string())
        .line("fee", money(case.fee.as_ref()))
        .line("reason", reason(case))
        .maybe("network", case.network.as_ref())
        .line("method", &case.method)
        .maybe("buyer", case.customer.name.as_ref())
        .maybe("mail", case.customer.email.as_ref())
        .maybe("order", case.order.reference.as_ref())
        .maybe("goods", case.order.description.as_ref())
        .maybe("payment", case.transaction.id.as_ref())
        .maybe("paid", case.transaction.at.map(moment));
    if let Some(loss) = &case.loss_reason {
        lines.line("lost because", format!("{} ({})", loss.meaning, loss.code));
    }
    lines.text()
}

/// How it was lost, who answered, where it is handled, and what hangs on it.
fn particulars(dispute: &DisputeView) -> String {
    let standing = &dispute.standing;
    let mut lines = Lines::default();
    if let Some(how) = standing.lost {
        lines.line("lost how", plain(how.as_str()));
    }
    lines.maybe("answered by", standing.answered_by.as_deref().map(plain));
    if let Some(wallet) = &standing.wallet {
        let known = [&wallet.case_id, &wallet.kind, &wallet.url];
        let known: Vec<&str> = known.iter().filter_map(|text| text.as_deref()).collect();
        lines.line(
            "handled by",
            format!("{} {}", plain(&dispute.case.method), known.join(", ")),
        );
    }
    for analysis in &dispute.analyses {
        lines.line(
            "analysis",
            format!("{} ({})", analysis.id, plain(&analysis.state)),
        );
    }
    lines.text()
}

/// What answering costs, what moved, and what was refunded already.
fn money_of(dispute: &DisputeView) -> String {
    let mut lines = Lines::default();
    if let Some(refunded) = &dispute.standing.refunded {
        let much = if refunded.whole { "wholly" } else { "in part" };
        lines.line("refunded", format!("{much}: {}", refunded.amount));
    }
    if dispute.case.allowed.contains(&Act::Submit) {
        for cost in &dispute.costs.submit {
            lines.line("answering costs", act::cost_in_words(cost));
        }
    }
    let mut text = lines.text();
    if !dispute.moved.is_empty() {
        let mut table = Table::new(&[
            ("WHEN", Side::Left),
            ("MOVED", Side::Left),
            ("AMOUNT", Side::Right),
        ]);
        for moved in &dispute.moved {
            table.row([
                moment(moved.at),
                plain(moved.kind.as_str()),
                moved.amount.to_string(),
            ]);
        }
        text.push_str("\nMoney\n");
        text.push_str(&table.or(""));
    }
    if !dispute.refunds.is_empty() {
        let mut table = Table::new(&[
            ("WHEN", Side::Left),
            ("REFUND", Side::Left),
            ("AMOUNT", Side::Right),
            ("STATE", Side::Left),
            ("REFERENCE", Side::Left),
        ]);
        for refund in &dispute.refunds {
            table.row([
                moment(refund.at),
                refund.id.clone(),
                refund.amount.to_string(),
                plain(&refund.status),
                refund.reference.clone().unwrap_or_default(),
            ]);
        }
        text.push_str("\nRefunds\n");
        text.push_str(&table.or(""));
    }
    text
}

fn reason(case: &CaseView) -> String {
    let words = [&case.reason.provider_code, &case.reason.network_code];
    let given: Vec<&str> = words.iter().filter_map(|word| word.as_deref()).collect();
    let category = plain(case.reason.category.as_str());
    if given.is_empty() {
        category
    } else {
        format!("{category} ({})", given.join(", "))
    }
}

fn timeline(entries: &[EntryView]) -> String {
    let mut table = Table::new(&[
        ("WHEN", Side::Left),
        ("WHAT", Side::Left),
        ("AMOUNT", Side::Right),
        ("SOURCE", Side::Left),
    ]);
    for entry in entries {
        let detail = entry
            .detail
            .as_deref()
            .map(|detail| format!(" ({})", one_line(detail)));
        let expected = if entry.expected { ", expected" } else { "" };
        table.row([
            moment(entry.at),
            format!("{}{}", entry.title, detail.unwrap_or_default()),
            entry
                .money
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            format!("{}{expected}", entry.source.as_str()),
        ]);
    }
    table.or("Nothing yet.")
}
