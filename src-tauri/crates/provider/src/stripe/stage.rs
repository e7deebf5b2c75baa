//! What is written to a case without sending an answer: who answers at the deadline, and evidence for eligibility.
//!
//! Both say `submit=false`: left out, it would be true and send everything that is staged (stripe.md §1 rule 1).

use super::call::unusable;
use super::compose::{encoded, evidence, path, unfit};
use super::convert;
use super::{API, Stripe};
use crate::ProviderError;
use crate::adapter::Pack;
use crate::http::{Body, Method};
use std::collections::BTreeMap;
use tvist_domain::Dispute;
use tvist_domain::dispute::AutoAnswer;

impl Stripe {
    /// Keeps Stripe from answering by itself: only what the merchant sends goes out (stripe.md §11.3). Gives the case
    /// as it is then, without its charge.
    ///
    /// # Errors
    /// `Unsupported` where the account doesn't have that setting; otherwise what went wrong.
    pub(super) async fn set_manual(&self, dispute: &Dispute) -> Result<Dispute, ProviderError> {
        if dispute.auto_answer == AutoAnswer::NotOffered {
            return Err(ProviderError::Unsupported);
        }
        let form = BTreeMap::from([("intended_submission_method".to_owned(), "manual".to_owned())]);
        self.write_unsent(dispute, form).await
    }

    /// Stages the fields of special evidence (`enhanced_evidence.…`), so that Stripe tells whether they qualify
    /// (stripe.md §11.1). Gives the case as it is then, without its charge; its special evidence tells the standing.
    ///
    /// # Errors
    /// `Settings` when other fields are among them, as a staged draft may be sent without a click; otherwise what went
    /// wrong.
    pub(super) async fn stage_for_eligibility(
        &self,
        dispute: &Dispute,
        pack: &Pack,
    ) -> Result<Dispute, ProviderError> {
        if pack
            .fields
            .keys()
            .any(|f| !f.starts_with("enhanced_evidence."))
        {
            return Err(unfit("only special evidence is staged before an answer"));
        }
        let form = evidence(dispute, pack, &[])?;
        self.write_unsent(dispute, form).await
    }

    /// Writes with `submit=false`. Harmless to repeat: the same write again changes nothing.
    async fn write_unsent(
        &self,
        dispute: &Dispute,
        mut form: BTreeMap<String, String>,
    ) -> Result<Dispute, ProviderError> {
        form.insert("submit".to_owned(), "false".to_owned());
        let url = self.http.address(API, &path(dispute, "")?)?;
        let mut call = self.call(Method::POST, url, "/v1/disputes/:id");
        call.body = Body::Text {
            content_type: "application/x-www-form-urlencoded".to_owned(),
            text: encoded(&form),
        };
        let answer = self.http.repeatable(&call).await?;
        let value = self.taken(answer)?;
        let read = convert::dispute(value).map_err(|unreadable| unusable(unreadable.why))?;
        if read.provider_id == dispute.provider_id {
            Ok(read)
        } else {
            Err(unusable("id"))
        }
    }
}
