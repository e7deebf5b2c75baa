//! `submit`, `accept`, `refund`, `reconcile`, `receipts`: what can't be taken back, and what became of it.

use clap::Args;
use serde::Serialize;
use tvist_engine::domain::rules::costs::CostKind;
use tvist_engine::domain::submission::{OutcomeReport, State};
use tvist_engine::domain::{Act, DisputeId, WarningId};
use tvist_engine::view::{
    CostView, OutcomeView, PackFileView, ReceiptView, ReconciledView, RehearsalView, SubmissionView,
};

use crate::evidence::{meters, problems, searched};
use crate::exit::{Exit, Failure};
use crate::folder::DataFolder;
use crate::output::{Answer, Named};
use crate::table::{Lines, Side, Table, moment, one_line, plain, size};
use crate::value;

#[derive(Debug, Args)]
pub struct Submit {
    #[command(flatten)]
    said: Said,
}

#[derive(Debug, Args)]
pub struct Accept {
    #[command(flatten)]
    said: Said,
}

#[derive(Debug, Args)]
pub struct Refund {
    #[command(flatten)]
    said: Said,
}

#[derive(Debug, Args)]
struct Said {
    /// The case: its id here, or the provider's id or reference
    dispute: String,
    /// Do it. It can't be taken back
    #[arg(long)]
    confirm: bool,
}

#[derive(Debug, Args)]
pub struct Reconcile {
    /// With --saw: the case, the warning, or the submission, that you looked up at the provider's own page
    #[arg(requires = "saw")]
    which: Option<String>,
    /// State what you saw there, where reading can't tell. It is kept as your statement, with who and when; nothing is
    /// sent, and where a reading proves something that wins
    #[arg(long, requires = "which", value_parser = value::seen())]
    saw: Option<OutcomeReport>,
}

#[derive(Debug, Args)]
pub struct Receipts {
    /// The case: its id here, or the provider's id or reference
    dispute: String,
}

impl Submit {
    pub async fn run(self, folder: &DataFolder) -> Result<Answer, Failure> {
        self.said.carry_out(folder, Act::Submit).await
    }
}

impl Accept {
    pub async fn run(self, folder: &DataFolder) -> Result<Answer, Failure> {
        self.said.carry_out(folder, Act::Accept).await
    }
}

impl Refund {
    pub async fn run(self, folder: &DataFolder) -> Result<Answer, Failure> {
        self.said.carry_out(folder, Act::Refund).await
    }
}

impl Said {
    async fn carry_out(self, folder: &DataFolder, act: Act) -> Result<Answer, Failure> {
        folder
            .ask(async |engine| {
                if self.confirm {
                    let outcome = engine.perform(&self.dispute, act, None).await?;
                    Ok(Answer::new(&outcome, done(&outcome)).after_sending())
                } else {
                    let rehearsal = engine.rehearse(&self.dispute, act).await?;
                    Ok(Answer::new(&rehearsal, rehearsed(&rehearsal)))
                }
            })
            .await
    }
}

impl Reconcile {
    pub async fn run(self, folder: &DataFolder) -> Result<Answer, Failure> {
        folder
            .ask(async |engine| {
                if let (Some(which), Some(saw)) = (&self.which, self.saw) {
                    let one = engine.outcome_stated(which, saw).await?;
                    return Ok(settled(&[one]));
                }
                Ok(settled(&engine.reconcile().await?))
            })
            .await
    }
}

impl Receipts {
    pub async fn run(self, folder: &DataFolder) -> Result<Answer, Failure> {
        folder
            .ask(async |engine| {
                let receipts = engine.receipts(&self.dispute).await?;
                Ok(Answer::new(
                    &Named("receipts", &receipts),
                    listed(&receipts),
                ))
            })
            .await
    }
}

/// A submission that was looked after, with the case or the warning that it belongs to.
#[derive(Serialize)]
struct Settled<'a> {
    dispute: Option<&'a DisputeId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    warning: Option<&'a WarningId>,
    #[serde(flatten)]
    submission: &'a SubmissionView,
    note: Option<&'a str>,
}

fn settled(submissions: &[ReconciledView]) -> Answer {
    let document: Vec<Settled<'_>> = submissions
        .iter()
        .map(|one| Settled {
            dispute: one.dispute.as_ref(),
            warning: one.warning.as_ref(),
            submission: &one.submission,
            note: one.note.as_deref(),
        })
        .collect();
    let mut table = Table::new(&[
        ("CASE", Side::Left),
        ("ACT", Side::Left),
        ("STATE", Side::Left),
        ("NOTE", Side::Left),
    ]);
    for one in submissions {
        table.row([
            about(one),
            plain(one.submission.kind.as_str()),
            in_plain(one.submission.state),
            plain(one.note.as_deref().unwrap_or_default()),
        ]);
    }
    let answer = Answer::new(
        &Named("submissions", &document),
        table.or("Nothing to settle: every outcome is known."),
    );
    let open = submissions
        .iter()
        .any(|one| one.submission.state.is_open_question());
    if open {
        answer.ending(Exit::OutcomeUnknown)
    } else {
        answer
    }
}

fn about(one: &ReconciledView) -> String {
    let case = one.dispute.as_ref().map(ToString::to_string);
    case.or_else(|| one.warning.as_ref().map(ToString::to_string))
        .unwrap_or_default()
}

/// A state for the eye. Of what isn't known it never says that it failed.
fn in_plain(state: State) -> String {
    match state {
        State::Unknown => "we don't know yet".to_owned(),
        other => plain(other.as_str()),
    }
}

/// Submissions for the eye, as a case lists them.
pub fn submissions(submissions: &[SubmissionView]) -> String {
    let mut table = Table::new(&[
        ("WHEN", Side::Left),
        ("ACT", Side::Left),
        ("STATE", Side::Left),
        ("REQUEST", Side::Left),
    ]);
    for one in submissions {
        table.row([
            moment(one.at),
            plain(one.kind.as_str()),
            if one.on_a_word {
                format!("{} (stated)", in_plain(one.state))
            } else {
                in_plain(one.state)
            },
            one.request_id.clone().unwrap_or_default(),
        ]);
    }
    table.or("None.")
}

fn rehearsed(rehearsal: &RehearsalView) -> String {
    let command = rehearsal.act.as_str();
    let mut text = if rehearsal.ready {
        format!(
            "Rehearsal: nothing was sent. `{command} --confirm` would send this, once and for good.\n"
        )
    } else {
        "Rehearsal: nothing was sent, and it can't be sent as it is.\n".to_owned()
    };
    text.push_str(&problems(&rehearsal.problems));
    let mut lines = Lines::default();
    lines.maybe("amount", rehearsal.amount.as_ref().map(ToString::to_string));
    for cost in &rehearsal.costs {
        lines.line("costs", cost_in_words(cost));
    }
    if rehearsal.costs.is_empty() {
        let says = rehearsal.costs_said_by.as_ref();
        lines.line(
            "costs",
            says.map_or_else(
                || "not known: nobody says".to_owned(),
                |page| format!("nothing by itself ({page})"),
            ),
        );
    }
    if rehearsal.leaves_open {
        lines.line("note", "something of the payment is left: the inquiry stays open and may still become a chargeback");
    }
    text.push_str(&lines.text());
    text.push_str(&files(&rehearsal.files));
    text.push_str(&fields(&rehearsal.fields));
    if let Some(full) = &rehearsal.meters {
        text.push_str(&meters(full));
        text.push_str(&searched(rehearsal.scan.as_ref()));
        text.push('\n');
    }
    text
}

/// `20.00 EUR for fighting it, back if won (assumed, as of 2026-10-09)`.
pub fn cost_in_words(cost: &CostView) -> String {
    let what = match cost.kind {
        CostKind::CounteredFee => "for fighting it",
        CostKind::NetworkFee => "to the card network",
        CostKind::ReceivedFee => "for receiving it",
        CostKind::SuccessShare => "of what is won",
    };
    let much = match (&cost.amount, cost.percent) {
        (Some(amount), _) => amount.to_string(),
        (None, Some(percent)) => format!("{percent} %"),
        (None, None) => "an unknown sum, if any,".to_owned(),
    };
    let back = if cost.returned_on_win {
        ", back if won"
    } else {
        ""
    };
    let (source, day) = (cost.source.as_str(), &cost.as_of);
    format!("{much} {what}{back} ({source}, as of {day})")
}

fn files(files: &[PackFileView]) -> String {
    if files.is_empty() {
        return String::new();
    }
    let mut table = Table::new(&[
        ("FILE", Side::Left),
        ("SLOT", Side::Left),
        ("SIZE", Side::Right),
        ("PAGES", Side::Right),
        ("SHA-256", Side::Left),
    ]);
    for file in files {
        table.row([
            file.path.clone(),
            file.slot.clone(),
            size(file.bytes),
            file.pages.to_string(),
            file.sha256.clone(),
        ]);
    }
    table.or("")
}

/// Every field whole: what is sent is shown, not its beginning.
pub(crate) fn fields<'a>(fields: impl IntoIterator<Item = (&'a String, &'a String)>) -> String {
    let mut lines = Lines::default();
    for (name, value) in fields {
        lines.line(name, one_line(value));
    }
    lines.text()
}

pub(crate) fn done(outcome: &OutcomeView) -> String {
    let mut lines = Lines::default();
    lines
        .line("act", plain(outcome.submission.kind.as_str()))
        .line("state", in_plain(outcome.submission.state))
        .line("at", moment(outcome.submission.at))
        .maybe("request", outcome.submission.request_id.as_ref())
        .maybe("note", outcome.receipt.note.as_deref().map(plain));
    lines.text()
}

fn listed(receipts: &[ReceiptView]) -> String {
    if receipts.is_empty() {
        return "Nothing was sent.\n".to_owned();
    }
    let texts: Vec<String> = receipts.iter().map(receipt).collect();
    texts.join("\n")
}

fn receipt(receipt: &ReceiptView) -> String {
    let mut lines = Lines::default();
    lines
        .line("act", plain(receipt.kind.as_str()))
        .line("state", in_plain(receipt.state))
        .line("sent", moment(receipt.at))
        .maybe("settled", receipt.settled_at.map(moment))
        .maybe("request", receipt.request_id.as_ref())
        .maybe("amount", receipt.amount.as_ref().map(ToString::to_string))
        .maybe("note", receipt.note.as_deref().map(plain));
    if let Some(refusal) = &receipt.refusal {
        let code = refusal.code.as_deref().map(|code| format!(" ({code})"));
        let words = format!("{}{}", refusal.message, code.unwrap_or_default());
        lines.line(
            "refused with",
            format!("HTTP {}: {}", refusal.status, one_line(&words)),
        );
    }
    if let Some(stated) = &receipt.statement {
        let saw = plain(stated.said.as_str());
        lines.line(
            "stated",
            format!("{saw}, by {}, {}", stated.by, moment(stated.at)),
        );
    }
    for file in &receipt.files {
        let about = format!(
            "{}, {}, SHA-256 {}",
            file.name,
            size(file.bytes),
            file.sha256
        );
        lines.line(&file.slot, about);
    }
    for (name, value) in &receipt.fields {
        lines.line(name, value);
    }
    lines.text()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tvist_engine::domain::SubmissionId;

    fn reconciled(state: State) -> ReconciledView {
        ReconciledView {
            dispute: Some(DisputeId::new()),
            warning: None,
            submission: SubmissionView {
                id: SubmissionId::new(),
                kind: Act::Submit,
                state,
                at: "2026-11-22T10:00:00Z".parse().unwrap(),
                request_id: Some("req_1".into()),
                on_a_word: false,
            },
            note: None,
        }
    }

    #[test]
    fn reconciling_ends_well_only_when_nothing_stays_open() {
        for (states, exit) in [
            (&[][..], Exit::Done),
            (
                &[State::Accepted, State::Refused, State::NotArrived],
                Exit::Done,
            ),
            (&[State::Accepted, State::Unknown], Exit::OutcomeUnknown),
        ] {
            let all: Vec<ReconciledView> = states.iter().map(|state| reconciled(*state)).collect();
            assert_eq!(settled(&all).exit(), exit, "{states:?}");
        }
    }

    #[test]
    fn what_was_reconciled_is_listed_as_a_case_lists_its_submissions() {
        let one = reconciled(State::Accepted);
        let answer = settled(std::slice::from_ref(&one));
        let document: serde_json::Value = serde_json::from_str(answer.json().unwrap()).unwrap();
        let listed = &document["submissions"][0];
        assert_eq!(listed["dispute"], about(&one));
        assert_eq!(listed["state"], "accepted");
        assert_eq!(listed["at"], "2026-11-22T10:00:00Z");
        assert_eq!(listed["request_id"], "req_1");
    }

    #[test]
    fn an_unknown_outcome_is_never_called_failed() {
        assert_eq!(in_plain(State::Unknown), "we don't know yet");
    }
}
