//! `analysis`: what Unico IDPay is asked to examine, and what became of it.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use tvist_engine::NewAnalysis;
use tvist_engine::view::{AnalysisRehearsalView, AnalysisView};

use crate::evidence::{problems, read};
use crate::exit::Failure;
use crate::folder::DataFolder;
use crate::output::{Answer, Named};
use crate::table::{Lines, plain};
use crate::value;

mod asker;

use asker::Asker;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Ask for an analysis; without --confirm only show what would be sent
    Request(Request),
    /// All that were asked for
    List(List),
    /// Read those that aren't decided yet
    Refresh(Refresh),
    /// Give one whose answer was lost the id that Unico told you
    Identify(Identify),
}

#[derive(Debug, Args)]
pub struct Request {
    /// A case of another provider that it belongs to
    dispute: Option<String>,
    /// Unico's id of the transaction
    #[arg(long)]
    transaction: String,
    /// The day of the transaction, YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    created: NaiveDate,
    #[command(flatten)]
    asker: Asker,
    /// A PDF; one to three
    #[arg(long = "file", value_name = "PDF", num_args = 1..)]
    files: Vec<PathBuf>,
    /// Join more than three files into three
    #[arg(long)]
    merge: bool,
    /// Your word that a page which can't be read holds no card number: which file, and which page of it
    #[arg(long, value_name = "FILE:PAGE", value_parser = value::place)]
    vouch: Vec<(u32, u32)>,
    /// The Unico account, where there is more than one
    #[arg(long, value_name = "A")]
    account: Option<String>,
    /// Do it. It can't be taken back
    #[arg(long)]
    confirm: bool,
}

#[derive(Debug, Args)]
pub struct List {}

#[derive(Debug, Args)]
pub struct Refresh {}

#[derive(Debug, Args)]
pub struct Identify {
    /// The analysis: its id here, or the transaction's
    id: String,
    /// Unico's id of the analysis
    analysis: String,
}

impl Command {
    pub async fn run(self, folder: &DataFolder) -> Result<Answer, Failure> {
        match self {
            Self::Request(request) => request.run(folder).await,
            Self::List(_) => {
                folder
                    .ask(async |engine| {
                        let analyses = engine.analyses().await?;
                        Ok(Answer::new(
                            &Named("analyses", &analyses),
                            listed(&analyses),
                        ))
                    })
                    .await
            }
            Self::Refresh(_) => {
                folder
                    .ask(async |engine| {
                        let analyses = engine.analyses_refresh().await?;
                        Ok(Answer::new(
                            &Named("analyses", &analyses),
                            listed(&analyses),
                        ))
                    })
                    .await
            }
            Self::Identify(identify) => {
                folder
                    .ask(async |engine| {
                        let view = engine
                            .analysis_identify(&identify.id, &identify.analysis)
                            .await?;
                        Ok(Answer::new(&view, in_words(&view)))
                    })
                    .await
            }
        }
    }
}

impl Request {
    async fn run(self, folder: &DataFolder) -> Result<Answer, Failure> {
        let asker = self.asker.whole(std::io::stdin().lock())?;
        let files: Result<Vec<_>, Failure> = self.files.iter().map(|file| read(file)).collect();
        let new = NewAnalysis {
            dispute: self.dispute,
            account: self.account,
            transaction: self.transaction,
            created: self.created,
            // There is no option for it: the rehearsal reminds of it instead.
            credit: None,
            requestor_cpf: asker.requestor_cpf,
            name: asker.name,
            reason: asker.reason,
            observation: asker.observation,
            files: files?,
            merge: self.merge,
            vouched: self.vouch,
        };
        let confirm = self.confirm;
        folder
            .ask(async move |engine| {
                if confirm {
                    let view = engine.analysis_request(new).await?;
                    Ok(Answer::new(&view, in_words(&view)).after_sending())
                } else {
                    let rehearsal = engine.analysis_rehearse(&new).await?;
                    if !rehearsal.ready {
                        return Err(tvist_engine::Error::Refused(rehearsal.problems).into());
                    }
                    Ok(Answer::new(&rehearsal, rehearsed(&rehearsal)))
                }
            })
            .await
    }
}

fn rehearsed(rehearsal: &AnalysisRehearsalView) -> String {
    let mut text = String::from(
        "Rehearsal: nothing was sent. With --confirm this would be asked, once and for good.\n",
    );
    for file in &rehearsal.files {
        text.push_str(&format!(
            "{}  {} bytes  {}\n",
            file.path, file.bytes, file.sha256
        ));
    }
    text.push_str(&problems(&rehearsal.problems));
    text
}

fn listed(analyses: &[AnalysisView]) -> String {
    if analyses.is_empty() {
        return "No analysis was asked for.\n".to_owned();
    }
    analyses.iter().map(in_words).collect::<Vec<_>>().join("\n")
}

fn in_words(view: &AnalysisView) -> String {
    let mut lines = Lines::default();
    lines.line("analysis", view.analysis.as_deref().unwrap_or("unknown"));
    lines.line("id", view.id.as_str());
    lines.line("transaction", &view.transaction);
    lines.line(
        "status",
        format!("{} ({})", plain(view.status.as_str()), view.provider_status),
    );
    lines.text()
}
