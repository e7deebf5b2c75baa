//! `evidence`: the draft of a case: files, texts, facts, the look before sending, and the pack.

pub mod given;
mod text;

pub use given::read;
pub use text::setting;
pub use text::{drafted, meters, problems, searched};
use text::{earlier, judged};

use std::path::PathBuf;

use clap::{Args, Subcommand};
use tvist_engine::view::EvidenceView;
use tvist_engine::{Area, Blackout, NewFile};

use crate::exit::Failure;
use crate::folder::DataFolder;
use crate::output::Answer;
use crate::value;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Add files: all of them, or none when one can't be used
    Add(Add),
    /// Write a text into its slot; an empty one takes it away
    Text(Text),
    /// State a fact, such as `fee_acknowledged yes`
    Fact(Fact),
    /// Take a file out of the draft
    Remove(Remove),
    /// Black out for good what was found on a page, or a box on it; what lies beneath goes too. `evidence undo` takes it
    /// back
    Redact(Redact),
    /// Give your word that a page which can't be read holds no card number
    Vouch(Vouch),
    /// Take the last change of the draft back
    Undo(One),
    /// Do again what was undone last
    Redo(One),
    /// Show the draft
    List(One),
    /// Look for what stands in the way of sending
    Check(One),
    /// Write the very bytes and fields that would be sent, with a manifest.json
    Pack(Pack),
    /// Ask the provider whether the special evidence qualifies; puts it there without sending it
    ///
    /// Visa Compelling Evidence 3.0: what the owner states are facts by the provider's path, such as
    /// enhanced_evidence.visa_compelling_evidence_3.prior_undisputed_transactions.0.charge; `every_transaction` in place
    /// of one payment stands for all three.
    Eligibility(Eligibility),
    /// Find earlier payments of the same card that the special evidence could name
    Earlier(One),
}

#[derive(Debug, Args)]
pub struct Eligibility {
    /// The case
    dispute: String,
    /// Put it there; without this only what would be put there is shown
    #[arg(long)]
    confirm: bool,
}

#[derive(Debug, Args)]
pub struct Add {
    /// The case
    dispute: String,
    /// PDF, JPEG, PNG, mail or text files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What the files show; else it is told from their names
    #[arg(long)]
    slot: Option<String>,
}

#[derive(Debug, Args)]
pub struct Text {
    /// The case
    pub dispute: String,
    /// What the text shows
    pub slot: String,
    /// The text; `-` reads it from standard input, where other users of this machine don't see it
    #[arg(allow_hyphen_values = true)]
    pub text: String,
}

#[derive(Debug, Args)]
pub struct Fact {
    /// The case
    dispute: String,
    name: String,
    /// The value; `-` reads it from standard input, where other users of this machine don't see it
    #[arg(allow_hyphen_values = true)]
    value: String,
}

#[derive(Debug, Args)]
pub struct Remove {
    /// The case
    dispute: String,
    /// The file's id in the draft
    item: String,
}

#[derive(Debug, Args)]
pub struct Redact {
    /// The case
    dispute: String,
    /// The file's id in the draft
    item: String,
    /// The page, counted from one
    #[arg(long, value_name = "N")]
    page: u32,
    /// What `evidence check` found there, by its name
    #[arg(
        long,
        value_name = "F",
        required_unless_present = "box",
        conflicts_with = "box"
    )]
    finding: Option<String>,
    /// A box in points from the page's upper left corner
    #[arg(long = "box", id = "box", value_name = "X,Y,W,H", value_parser = value::area, allow_hyphen_values = true)]
    area: Option<Area>,
}

#[derive(Debug, Args)]
pub struct Vouch {
    /// The case
    dispute: String,
    /// The file's id in the draft
    item: String,
    /// The page, counted from one
    #[arg(long, value_name = "N")]
    page: u32,
}

#[derive(Debug, Args)]
pub struct One {
    /// The case
    dispute: String,
}

#[derive(Debug, Args)]
pub struct Pack {
    /// The case
    dispute: String,
    /// The folder to write to; made if need be
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

impl Command {
    pub async fn run(self, folder: &DataFolder) -> Result<Answer, Failure> {
        match self {
            Self::Add(add) => add.run(folder).await,
            Self::Text(text) => text.run(folder).await,
            Self::Fact(Fact {
                dispute,
                name,
                value,
            }) => {
                let value = given::or_piped(value)?;
                folder
                    .ask(async |engine| {
                        Ok(saved(&engine.evidence_fact(&dispute, &name, &value).await?))
                    })
                    .await
            }
            Self::Remove(Remove { dispute, item }) => {
                folder
                    .ask(async |engine| Ok(saved(&engine.evidence_remove(&dispute, &item).await?)))
                    .await
            }
            Self::Redact(redact) => redact.run(folder).await,
            Self::Vouch(Vouch {
                dispute,
                item,
                page,
            }) => {
                folder
                    .ask(async |engine| {
                        Ok(saved(&engine.evidence_vouch(&dispute, &item, page).await?))
                    })
                    .await
            }
            Self::Undo(One { dispute }) => {
                folder
                    .ask(async |engine| Ok(saved(&engine.evidence_undo(&dispute).await?)))
                    .await
            }
            Self::Redo(One { dispute }) => {
                folder
                    .ask(async |engine| Ok(saved(&engine.evidence_redo(&dispute).await?)))
                    .await
            }
            Self::List(One { dispute }) => {
                folder
                    .ask(async |engine| Ok(saved(&engine.evidence_list(&dispute).await?)))
                    .await
            }
            Self::Check(one) => one.check(folder).await,
            Self::Earlier(one) => one.earlier(folder).await,
            Self::Eligibility(eligibility) => eligibility.run(folder).await,
            Self::Pack(pack) => pack.run(folder).await,
        }
    }
}

impl One {
    async fn check(self, folder: &DataFolder) -> Result<Answer, Failure> {
        folder
            .ask(async |engine| {
                let checked = engine.evidence_check(&self.dispute).await?;
                Ok(Answer::new(&checked, text::looked_at(&checked)))
            })
            .await
    }

    async fn earlier(self, folder: &DataFolder) -> Result<Answer, Failure> {
        folder
            .ask(async |engine| {
                let found = engine.earlier_payments(&self.dispute).await?;
                Ok(Answer::new(&found, earlier(&found)))
            })
            .await
    }
}

impl Eligibility {
    async fn run(self, folder: &DataFolder) -> Result<Answer, Failure> {
        folder
            .ask(async |engine| {
                if !self.confirm {
                    let rehearsal = engine.rehearse_special_evidence(&self.dispute).await?;
                    return Ok(Answer::new(&rehearsal, setting(&rehearsal)));
                }
                let case = engine.special_evidence_check(&self.dispute).await?;
                let told = judged(case.standing.compelling.as_ref());
                Ok(Answer::new(&case, told).after_sending())
            })
            .await
    }
}

impl Pack {
    async fn run(self, folder: &DataFolder) -> Result<Answer, Failure> {
        folder
            .ask(async |engine| {
                let manifest = engine.evidence_pack(&self.dispute, &self.out).await?;
                Ok(Answer::new(&manifest, text::packed(&manifest, &self.out)))
            })
            .await
    }
}

impl Add {
    async fn run(self, folder: &DataFolder) -> Result<Answer, Failure> {
        let files: Result<Vec<NewFile>, Failure> =
            self.files.iter().map(|file| read(file)).collect();
        let files = files?;
        folder
            .ask(async |engine| {
                let draft = engine
                    .evidence_add(&self.dispute, files, self.slot.as_deref())
                    .await?;
                Ok(saved(&draft))
            })
            .await
    }
}

impl Redact {
    async fn run(self, folder: &DataFolder) -> Result<Answer, Failure> {
        let Self {
            dispute,
            item,
            page,
            finding,
            area,
        } = self;
        // The command line takes exactly one of them.
        let what = finding
            .map(Blackout::Finding)
            .or(area.map(Blackout::Area))
            .unwrap_or(Blackout::Finding(String::new()));
        folder
            .ask(async |engine| {
                let draft = engine.evidence_redact(&dispute, &item, page, &what).await?;
                Ok(saved(&draft))
            })
            .await
    }
}

impl Text {
    async fn run(self, folder: &DataFolder) -> Result<Answer, Failure> {
        let text = given::or_piped(self.text)?;
        folder
            .ask(async |engine| {
                Ok(saved(
                    &engine
                        .evidence_text(&self.dispute, &self.slot, &text)
                        .await?,
                ))
            })
            .await
    }
}

fn saved(draft: &EvidenceView) -> Answer {
    Answer::new(draft, drafted(draft))
}
