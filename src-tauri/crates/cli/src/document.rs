//! `documents`: what the provider and the app hold of a case.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde::Serialize;
use tvist_engine::view::DocumentView;

use crate::exit::Failure;
use crate::folder::DataFolder;
use crate::output::Answer;
use crate::table::{Side, Table, one_line, size};
use crate::written;

#[derive(Debug, Args)]
#[command(subcommand_negates_reqs = true)]
pub struct Documents {
    /// The case: its id here, or the provider's id or reference
    #[arg(required = true)]
    dispute: Option<String>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write one of them to a file
    Get(Get),
}

#[derive(Debug, Args)]
struct Get {
    /// The case
    dispute: String,
    /// The document's id
    document: String,
    /// The file to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// What was written, and where.
#[derive(Serialize)]
struct Written {
    id: String,
    out: String,
    bytes: u64,
}

impl Documents {
    pub async fn run(self, folder: &DataFolder) -> Result<Answer, Failure> {
        if let Some(Command::Get(get)) = self.command {
            return get.run(folder).await;
        }
        let dispute = self.dispute.unwrap_or_default();
        folder
            .ask(async |engine| {
                let known = engine.documents(&dispute).await?;
                let mut text = listed(&known.documents);
                if let Some(why) = &known.unasked {
                    text.push_str(&format!(
                        "The provider couldn't be asked for its own: {}\n",
                        one_line(&why.message)
                    ));
                }
                Ok(Answer::new(&known, text))
            })
            .await
    }
}

impl Get {
    async fn run(self, folder: &DataFolder) -> Result<Answer, Failure> {
        folder
            .ask(async |engine| {
                let bytes = engine.document_get(&self.dispute, &self.document).await?;
                written::write(&self.out, &bytes)?;
                let written = Written {
                    id: self.document,
                    out: written::named(&self.out),
                    bytes: bytes.len() as u64,
                };
                let text = format!("Wrote {} to {}.\n", size(written.bytes), written.out);
                Ok(Answer::new(&written, text))
            })
            .await
    }
}

fn listed(documents: &[DocumentView]) -> String {
    let mut table = Table::new(&[
        ("ID", Side::Left),
        ("NAME", Side::Left),
        ("FROM", Side::Left),
        ("SIZE", Side::Right),
    ]);
    for document in documents {
        table.row([
            document.id.clone(),
            document.name.clone(),
            document.origin.clone(),
            document.bytes.map(size).unwrap_or_default(),
        ]);
    }
    table.or("No document.")
}
