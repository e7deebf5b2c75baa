//! Sending documents and giving up: once, proven by `type: true`, settled by reading (celcoin.md §2.4, §2.5).

use super::Celcoin;
use super::session::{PATH, words};
use super::wire;
use crate::ProviderError;
use crate::adapter::Prepared;
use crate::call::{Irreversible, Outcome};
use crate::classify::{self, Proof};
use crate::http::Answer;
use crate::lenient::Fields;
use crate::token::{After401, after_401};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use tvist_domain::submission::Verdict;
use tvist_domain::{Act, Dispute, Status};

impl Celcoin {
    /// One call with every document inside, without names: those don't travel (§2.4).
    pub(super) fn documents_call(
        &self,
        dispute: &Dispute,
        files: &[Prepared],
    ) -> Result<Irreversible, ProviderError> {
        if files.is_empty() {
            return Err(ProviderError::Unsupported);
        }
        let encoded: Vec<String> = files
            .iter()
            .map(|f| STANDARD.encode(&f.file.bytes))
            .collect();
        let id = action_id(dispute)?;
        Ok(Irreversible {
            act: Act::Submit,
            method: "PUT".to_owned(),
            target: format!("{PATH}/chargebacks/{id}"),
            content_type: "application/json".to_owned(),
            body: json!({"files": encoded}).to_string(),
            key: None,
        })
    }

    pub(super) fn lose_call(&self, dispute: &Dispute) -> Result<Irreversible, ProviderError> {
        let id = action_id(dispute)?;
        Ok(Irreversible {
            act: Act::Accept,
            method: "PUT".to_owned(),
            target: format!("{PATH}/chargebacks/lose/{id}"),
            content_type: "application/json".to_owned(),
            body: "{}".to_owned(),
            key: None,
        })
    }

    pub(super) async fn perform(&self, call: &Irreversible, dispute: &Dispute) -> Outcome {
        let (prefix, template) = match call.act {
            Act::Submit => ("", "/chargebacks/:id"),
            Act::Accept => ("lose/", "/chargebacks/lose/:id"),
            Act::Refund | Act::Comment | Act::Upload | Act::RequestAnalysis => {
                return Outcome::NotSent(ProviderError::Unsupported);
            }
        };
        let id = call
            .target
            .strip_prefix(&format!("{PATH}/chargebacks/{prefix}"));
        if call.method != "PUT" || !id.is_some_and(is_id) {
            return Outcome::NotSent(ProviderError::Unsupported);
        }
        let put = || self.session.put_once(&call.target, template, &call.body);
        let mut result = put().await;
        if let Ok(answer) = &result
            && answer.status == 401
        {
            let look = || async { Ok(self.look(call, dispute).await?.0) };
            match after_401(self.session.http.apart(), look).await {
                After401::Nothing => result = put().await,
                After401::Moved => return classify::moved(answer),
                After401::Unread => {}
            }
        }
        classify::outcome(result, words, proof)
    }

    pub(super) async fn look(
        &self,
        call: &Irreversible,
        before: &Dispute,
    ) -> Result<(Verdict, Dispute), ProviderError> {
        let now = self.reread(before).await?;
        Ok((verdict(call.act, before, &now), now))
    }
}

/// Ids are whole numbers; anything else has no place in a path.
fn action_id(dispute: &Dispute) -> Result<&str, ProviderError> {
    let id = dispute.provider_id.as_str();
    if is_id(id) {
        Ok(id)
    } else {
        Err(ProviderError::Unsupported)
    }
}

fn is_id(text: &str) -> bool {
    !text.is_empty() && text.len() <= 20 && text.bytes().all(|b| b.is_ascii_digit())
}

/// `type` alone tells; HTTP 200 with `false` is a no (§2.4).
pub(super) fn proof(answer: &Answer) -> Proof {
    let truth = answer
        .json
        .as_ref()
        .and_then(|json| Fields::any_case(json).truth("type"));
    match (truth, &answer.json) {
        (Some(true), Some(json)) => Proof::Taken(json.clone()),
        (Some(false), _) => Proof::Refused(words(answer)),
        _ => Proof::Open("the answer doesn't say whether it was taken"),
    }
}

/// What a new reading tells. Documents are dated, so those that were there before aren't taken for ours.
fn verdict(act: Act, before: &Dispute, now: &Dispute) -> Verdict {
    let sent = wire::documents(&now.raw);
    let new_documents = sent.is_some() && sent != wire::documents(&before.raw);
    match (act, now.status) {
        (Act::Submit, _) if new_documents => Verdict::Landed,
        (_, Status::NeedsResponse) if !new_documents => Verdict::Nothing,
        (Act::Submit, Status::UnderReview | Status::Won) => Verdict::Landed,
        (Act::Accept, Status::Lost) if !new_documents => Verdict::Landed,
        (Act::Accept, Status::UnderReview | Status::Won) => Verdict::SomebodyElse,
        // Lost without documents, cancelled, or a word that we don't know: it may have been the date, or somebody else.
        _ => Verdict::CannotTell,
    }
}

#[cfg(test)]
mod tests {
    use super::super::convert::{self, Facts};
    use super::*;
    use crate::classify::tests::answer;
    use serde_json::Value;

    fn case(status: &str, documents: Option<&str>) -> Dispute {
        let documents = documents.map(|at| json!({"createdAt": at}));
        let raw = json!({"galaxPayId": 7, "value": 1, "status": status, "DocumentsChargeback": documents});
        convert::dispute(&raw, &Facts::default(), true, chrono::DateTime::UNIX_EPOCH).unwrap()
    }

    #[test]
    fn type_alone_proves() {
        let settle = |json: Value| match proof(&answer(200, json)) {
            Proof::Taken(_) => "taken",
            Proof::Refused(_) => "refused",
            Proof::Open(_) => "open",
        };
        for (body, expected) in [
            (json!({"type": true}), "taken"),
            (json!({"Type": "true"}), "taken"),
            (json!({"type": false}), "refused"),
            (json!({"type": null}), "open"),
            (json!({}), "open"),
            (json!([]), "open"),
        ] {
            assert_eq!(settle(body.clone()), expected, "{body}");
        }
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "a table")]
    fn reading_tells_whether_it_landed() {
        let first = "2025-06-02 10:00:00";
        let second = "2025-06-04 10:00:00";
        for (act, before, status, documents, expected) in [
            (
                Act::Submit,
                None,
                "awaitingDocumentation",
                None,
                Verdict::Nothing,
            ),
            (
                Act::Submit,
                None,
                "inAnalysis",
                Some(first),
                Verdict::Landed,
            ),
            (
                Act::Submit,
                None,
                "awaitingDocumentation",
                Some(first),
                Verdict::Landed,
            ),
            (Act::Submit, None, "inAnalysis", None, Verdict::Landed),
            (Act::Submit, None, "lostDispute", None, Verdict::CannotTell),
            (
                Act::Submit,
                None,
                "lostDispute",
                Some(first),
                Verdict::Landed,
            ),
            (
                Act::Submit,
                None,
                "canceledDispute",
                None,
                Verdict::CannotTell,
            ),
            (
                Act::Submit,
                Some(first),
                "awaitingDocumentation",
                Some(first),
                Verdict::Nothing,
            ),
            (
                Act::Submit,
                Some(first),
                "awaitingDocumentation",
                Some(second),
                Verdict::Landed,
            ),
            (Act::Accept, None, "lostDispute", None, Verdict::Landed),
            (
                Act::Accept,
                None,
                "lostDispute",
                Some(first),
                Verdict::CannotTell,
            ),
            (
                Act::Accept,
                None,
                "inAnalysis",
                Some(first),
                Verdict::SomebodyElse,
            ),
            (
                Act::Accept,
                None,
                "awaitingDocumentation",
                None,
                Verdict::Nothing,
            ),
            (Act::Accept, None, "odd", None, Verdict::CannotTell),
        ] {
            let before = case("awaitingDocumentation", before);
            assert_eq!(
                verdict(act, &before, &case(status, documents)),
                expected,
                "{act:?} {status} {documents:?}"
            );
        }
    }

    #[test]
    fn only_numbers_come_into_a_path() {
        for odd in ["", "7/lose", "../7", "7?x", "١"] {
            assert!(!is_id(odd), "{odd}");
        }
    }
}
