//! `erase`: a case out of this machine for good, once it has ended.

use clap::Args;
use tvist_engine::view::ErasureView;

use crate::evidence::problems;
use crate::exit::Failure;
use crate::folder::DataFolder;
use crate::output::Answer;
use crate::table::Lines;

#[derive(Debug, Args)]
pub struct Erase {
    /// The case: its id here, or the provider's id or reference
    dispute: String,
    /// Do it. It can't be taken back
    #[arg(long)]
    confirm: bool,
}

impl Erase {
    pub async fn run(self, folder: &DataFolder) -> Result<Answer, Failure> {
        folder
            .ask(async |engine| {
                let view = if self.confirm {
                    engine.erase(&self.dispute).await?
                } else {
                    engine.erase_rehearse(&self.dispute).await?
                };
                Ok(Answer::new(&view, told(&view)))
            })
            .await
    }
}

fn told(view: &ErasureView) -> String {
    let mut text = if !view.rehearsal {
        "Erased.\n".to_owned()
    } else if view.ready {
        "Rehearsal: nothing was erased. `erase --confirm` would erase this from this machine, for good.\n".to_owned()
    } else {
        "Rehearsal: nothing was erased, and it can't be as it is.\n".to_owned()
    };
    text.push_str(&problems(&view.problems));
    let mut lines = Lines::default();
    lines
        .line("case", &view.provider_id)
        .line("files", view.files.to_string())
        .line("receipts", view.submissions.to_string())
        .line("analyses", view.analyses.len().to_string());
    text.push_str(&lines.text());
    text
}
