//! `comments`: remarks on a case, where the provider has them.

use clap::{Args, Subcommand};
use tvist_engine::view::CommentView;

use crate::evidence::given;
use crate::exit::Failure;
use crate::folder::DataFolder;
use crate::output::{Answer, Named};
use crate::table::{moment, one_line, printable};

#[derive(Debug, Args)]
#[command(subcommand_negates_reqs = true)]
pub struct Comments {
    /// The case: its id here, or the provider's id or reference
    #[arg(required = true)]
    dispute: Option<String>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Add one; the provider sees it at once
    Add(Add),
}

#[derive(Debug, Args)]
struct Add {
    /// The case
    dispute: String,
    /// The comment; `-` reads it from standard input, where other users of this machine don't see it
    #[arg(allow_hyphen_values = true)]
    text: String,
}

impl Comments {
    pub async fn run(self, folder: &DataFolder) -> Result<Answer, Failure> {
        if let Some(Command::Add(add)) = self.command {
            let text = given::or_piped(add.text)?;
            return folder
                .ask(async |engine| {
                    let comment = engine.comment_add(&add.dispute, &text).await?;
                    Ok(Answer::new(&comment, in_words(&comment)).after_sending())
                })
                .await;
        }
        let dispute = self.dispute.unwrap_or_default();
        folder
            .ask(async |engine| {
                let comments = engine.comments(&dispute).await?;
                Ok(Answer::new(
                    &Named("comments", &comments),
                    listed(&comments),
                ))
            })
            .await
    }
}

fn listed(comments: &[CommentView]) -> String {
    if comments.is_empty() {
        return "No comment.\n".to_owned();
    }
    let texts: Vec<String> = comments.iter().map(in_words).collect();
    texts.join("\n")
}

fn in_words(comment: &CommentView) -> String {
    let at = comment.at.map(moment).unwrap_or_default();
    let author = one_line(comment.author.as_deref().unwrap_or_default());
    let head = format!("{at} {author}");
    format!("{}\n{}\n", head.trim(), printable(comment.body.trim_end()))
}
