//! Accepting and refuting by stamp: once, by its link alone, and settled by reading (clearhaus.md §1.8).

use super::Clearhaus;
use super::link::Links;
use super::session::words;
use crate::ProviderError;
use crate::adapter::Prepared;
use crate::call::{Irreversible, Outcome};
use crate::classify::{self, Proof};
use crate::http::Answer;
use crate::token::{After401, after_401};
use serde_json::json;
use std::time::Duration;
use tvist_domain::clock::Timestamp;
use tvist_domain::submission::Verdict;
use tvist_domain::{Act, Dispute, Status};

/// The case may need a moment to show the stamp: looked at so long after each other.
const LOOKS: [Duration; 3] = [
    Duration::ZERO,
    Duration::from_secs(1),
    Duration::from_secs(3),
];

const TEMPLATE: &str = "/disputes/:id/stamps/:name";

/// The stamp of an act.
fn stamp(act: Act) -> Option<&'static str> {
    match act {
        Act::Submit => Some("refuted"),
        Act::Accept => Some("accepted"),
        Act::Refund | Act::Comment | Act::Upload | Act::RequestAnalysis => None,
    }
}

impl Clearhaus {
    /// Refuting; never without a document that lies there already (§1.8).
    pub(super) fn refute(
        &self,
        dispute: &Dispute,
        files: &[Prepared],
    ) -> Result<Irreversible, ProviderError> {
        if files.is_empty() || files.iter().any(|file| file.remote.is_none()) {
            return Err(ProviderError::Unsupported);
        }
        self.stamping(dispute, Act::Submit)
    }

    pub(super) fn stamping(
        &self,
        dispute: &Dispute,
        act: Act,
    ) -> Result<Irreversible, ProviderError> {
        let name = stamp(act).ok_or(ProviderError::Unsupported)?;
        let href = Links::of(&dispute.raw)
            .named("ch:stamps", name)
            .ok_or(ProviderError::Unsupported)?;
        Ok(Irreversible {
            act,
            method: "PUT".to_owned(),
            target: self.session.address(href, &[])?.to_string(),
            content_type: String::new(),
            body: String::new(),
            key: None,
        })
    }

    pub(super) async fn set(&self, call: &Irreversible, dispute: &Dispute) -> Outcome {
        if call.method != "PUT" || stamp(call.act).is_none() || !call.body.is_empty() {
            return Outcome::NotSent(ProviderError::Unsupported);
        }
        let url = match self.session.address(&call.target, &[]) {
            Ok(url) => url,
            Err(error) => return Outcome::NotSent(error),
        };
        let mut result = self.session.put_once(url.clone(), TEMPLATE).await;
        if let Ok(answer) = &result
            && answer.status == 401
        {
            let look = || async { Ok(self.look(call, dispute).await?.0) };
            match after_401(self.session.http.apart(), look).await {
                After401::Nothing => result = self.session.put_once(url, TEMPLATE).await,
                After401::Moved => return classify::moved(answer),
                After401::Unread => {}
            }
        }
        let proof = match &result {
            Ok(answer) if (200..=299).contains(&answer.status) => {
                self.proof(call, dispute, answer).await
            }
            _ => Proof::Open("no answer"),
        };
        classify::outcome(result, words, |_| proof)
    }

    /// The answer's form isn't documented: that the case moved is the proof (§1.8).
    async fn proof(&self, call: &Irreversible, before: &Dispute, answer: &Answer) -> Proof {
        for pause in LOOKS {
            tokio::time::sleep(pause).await;
            let Ok((Verdict::Landed, now)) = self.look(call, before).await else {
                continue;
            };
            return Proof::Taken(json!({
                "http_status": answer.status,
                "body": answer.json,
                "dispute": now.raw,
            }));
        }
        Proof::Open("the case doesn't show it yet")
    }

    /// Reads the case again and tells whether the stamp was set.
    pub(super) async fn look(
        &self,
        call: &Irreversible,
        before: &Dispute,
    ) -> Result<(Verdict, Dispute), ProviderError> {
        let own = Links::of(&before.raw)
            .href("self")
            .ok_or(ProviderError::Unsupported)?;
        let seen: Timestamp = before.opened_at;
        let now = self.reread(own, Some(before), seen).await?;
        Ok((verdict(call.act, before, &now), now))
    }
}

/// What a new reading tells about a stamp (§1.5, §1.8): the case moved, or its stamps are gone.
fn verdict(act: Act, before: &Dispute, now: &Dispute) -> Verdict {
    let offered = |act: Act| now.offered.contains(&act);
    let moved = now.provider_status != before.provider_status;
    let stamps_gone = !offered(Act::Submit) && !offered(Act::Accept);
    if !moved && !stamps_gone {
        return if offered(act) {
            Verdict::Nothing
        } else {
            Verdict::CannotTell
        };
    }
    match (act, now.status) {
        // Lost is how both a conceded and a forgotten case end.
        (Act::Submit, Status::Lost) => Verdict::CannotTell,
        (Act::Accept, Status::UnderReview | Status::Won) => Verdict::SomebodyElse,
        // A word that we don't know says nothing of an answer. What becomes of a conceded case isn't documented (§1.8).
        (Act::Submit, Status::Unknown) => Verdict::CannotTell,
        (_, Status::Unknown) if !stamps_gone => Verdict::CannotTell,
        (_, Status::NeedsResponse) if !stamps_gone => Verdict::CannotTell,
        _ => Verdict::Landed,
    }
}

#[cfg(test)]
mod tests {
    use super::super::convert;
    use super::*;
    use serde_json::Value;

    fn case(status: &str, stamps: &[&str]) -> Dispute {
        let stamps: Vec<Value> = stamps
            .iter()
            .map(|name| json!({"name": name, "href": format!("https://x.test/d/stamps/{name}")}))
            .collect();
        let raw = json!({"id": "d", "amount": 1, "currency": "SEK", "status": status, "_links": {"ch:stamps": stamps}});
        let facts = convert::Facts::read(None, convert::Zone::told(chrono_tz::Tz::UTC));
        convert::dispute(&raw, &facts, false, chrono::DateTime::UNIX_EPOCH).unwrap()
    }

    #[test]
    fn reading_tells_whether_a_stamp_was_set() {
        let both: &[&str] = &["refuted", "accepted"];
        let before = case("open", both);
        for (act, status, stamps, expected) in [
            (Act::Submit, "open", both, Verdict::Nothing),
            (Act::Accept, "open", both, Verdict::Nothing),
            (Act::Submit, "open", &[][..], Verdict::Landed),
            (Act::Submit, "open", &["accepted"][..], Verdict::CannotTell),
            (Act::Submit, "under_review", &[][..], Verdict::Landed),
            (Act::Submit, "refuted", &[][..], Verdict::Landed),
            (Act::Submit, "won", &[][..], Verdict::Landed),
            (Act::Submit, "lost", &[][..], Verdict::CannotTell),
            (Act::Accept, "lost", &[][..], Verdict::Landed),
            (Act::Accept, "accepted", &[][..], Verdict::Landed),
            (Act::Accept, "under_review", &[][..], Verdict::SomebodyElse),
            (Act::Submit, "odd", both, Verdict::CannotTell),
            (Act::Submit, "odd", &[][..], Verdict::CannotTell),
        ] {
            assert_eq!(
                verdict(act, &before, &case(status, stamps)),
                expected,
                "{act:?} {status} {stamps:?}"
            );
        }
    }
}
