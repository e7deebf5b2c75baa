//! Remarks at a case: read, and written without ever being written twice (clearhaus.md §1.7).

use super::Clearhaus;
use super::link::Links;
use super::list::Pages;
use super::session::words;
use super::wire;
use crate::ProviderError;
use crate::adapter::Comment;
use crate::classify;
use crate::http::Broken;
use serde_json::{Value, json};
use tvist_domain::Dispute;

const REL: &str = "ch:comments";
const TEMPLATE: &str = "/disputes/:id/comments";

impl Clearhaus {
    pub(super) async fn comment_list(
        &self,
        dispute: &Dispute,
    ) -> Result<Vec<Comment>, ProviderError> {
        let pages = Pages::new(&self.session, link(dispute)?, None, REL, TEMPLATE)?;
        let comments = pages.rest(&self.session).await?;
        Ok(comments.iter().filter_map(comment).collect())
    }

    /// Writes a remark, once: it can't be edited or taken away. Where the answer is lost, reading tells whether there is
    /// one more of these words than before.
    pub(super) async fn write_comment(
        &self,
        dispute: &Dispute,
        text: &str,
    ) -> Result<Comment, Broken> {
        let same = |comments: Vec<Comment>| -> Vec<Comment> {
            comments.into_iter().filter(|c| c.body == text).collect()
        };
        let url = self
            .session
            .address(link(dispute).map_err(Broken::unsent)?, &[])
            .map_err(Broken::unsent)?;
        let before = self.comment_list(dispute).await.map_err(Broken::unsent)?;
        let before = same(before).len();
        let lost = match self
            .session
            .post(url, TEMPLATE, &json!({"body": text}))
            .await
        {
            Ok(answer) => match answer.status {
                200..=299 => {
                    let told = answer.json.as_ref().and_then(comment);
                    return Ok(told.unwrap_or_else(|| Comment {
                        at: None,
                        author: None,
                        body: text.to_owned(),
                    }));
                }
                400..=499 => return Err(Broken::unsent(classify::error(&answer, words))),
                status => Broken {
                    sent: true,
                    error: classify::error(&answer, words),
                    request_id: answer.request_id,
                    status: Some(status),
                },
            },
            Err(broken) if !broken.sent => return Err(broken),
            Err(broken) => broken,
        };
        let Ok(after) = self.comment_list(dispute).await else {
            return Err(lost);
        };
        let mut after = same(after);
        if after.len() > before {
            after.pop().ok_or(lost)
        } else {
            Err(lost)
        }
    }
}

fn link(dispute: &Dispute) -> Result<&str, ProviderError> {
    Links::of(&dispute.raw)
        .href(REL)
        .ok_or(ProviderError::Unsupported)
}

fn comment(raw: &Value) -> Option<Comment> {
    let read = wire::Comment::read(raw);
    Some(Comment {
        at: read.created_at,
        author: read.author,
        body: read.body?,
    })
}
