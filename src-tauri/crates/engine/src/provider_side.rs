//! What the provider would do by itself, and what it thinks of special evidence: asked for and set without any effect
//! on what was sent.

use crate::Engine;
use crate::error::{Error, Result};
use crate::view::DisputeView;
use std::collections::BTreeMap;
use tvist_domain::check::Problem;
use tvist_domain::evidence::draft::fact;
use tvist_domain::evidence::{compelling, fields};
use tvist_provider::Pack;

impl Engine {
    /// Keeps the provider from answering by itself, and shows the case as it is then (stripe.md §11.3).
    ///
    /// # Errors
    /// When the provider never answers by itself, or can't be reached.
    pub async fn answer_manually(&self, which: &str) -> Result<DisputeView> {
        let id = self.resolve(which).await?;
        let filed = self.read_again(&id).await?;
        let account = self.account_of(&filed.account).await?;
        self.adapter(&account)
            .await?
            .answer_manually(&filed.dispute)
            .await?;
        self.refresh(id.as_str()).await
    }

    /// Puts the draft's special evidence at the provider, unsent, and shows what it thinks of it (stripe.md §11.1: the
    /// only way to learn whether it qualifies).
    ///
    /// Where the provider may answer by itself this is refused: it could send what lies there.
    ///
    /// # Errors
    /// [`Error::Refused`] when it would be unsafe or there is nothing to ask about.
    pub async fn special_evidence_check(&self, which: &str) -> Result<DisputeView> {
        let id = self.resolve(which).await?;
        let filed = self.read_again(&id).await?;
        let draft = self.store.draft(&id).await?;
        let special: BTreeMap<String, String> = fields::text_fields(&filed.dispute, &draft)
            .into_iter()
            .filter(|(name, _)| name.starts_with(fact::ENHANCED))
            .collect();
        let mut problems = Vec::new();
        if !special
            .keys()
            .any(|name| name.starts_with(compelling::PATH))
        {
            problems.push(Problem::blocking(
                "nothing_to_send",
                None,
                "no special evidence is filled in yet",
            ));
        }
        if matches!(
            filed.dispute.auto_answer,
            tvist_domain::dispute::AutoAnswer::Provider(_)
        ) {
            problems.push(Problem::blocking(
                "provider_may_answer",
                None,
                "the provider may send by itself what lies there: switch the case to manual first",
            ));
        }
        problems.extend(
            compelling::problems(&special)
                .into_iter()
                .filter(|p| p.blocks),
        );
        if !problems.is_empty() {
            return Err(Error::Refused(problems));
        }
        let account = self.account_of(&filed.account).await?;
        self.adapter(&account)
            .await?
            .stage_special(&filed.dispute, &Pack { fields: special })
            .await?;
        self.refresh(id.as_str()).await
    }
}
