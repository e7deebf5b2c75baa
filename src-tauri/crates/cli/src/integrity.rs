//! `integrity`: whether the database is sound, read page by page.

use clap::Args;

use crate::exit::{Exit, Failure};
use crate::folder::DataFolder;
use crate::output::Answer;

#[derive(Debug, Args)]
pub struct Integrity {}

impl Integrity {
    pub async fn run(self, folder: &DataFolder) -> Result<Answer, Failure> {
        folder
            .ask(async |engine| {
                let found = engine.integrity().await?;
                let text = if found.sound {
                    "The database is sound.\n".to_owned()
                } else {
                    format!(
                        "The database is damaged: restore a backup.\n  {}\n",
                        found.findings.join("\n  ")
                    )
                };
                let answer = Answer::new(&found, text);
                Ok(if found.sound {
                    answer
                } else {
                    answer.ending(Exit::Failed)
                })
            })
            .await
    }
}
