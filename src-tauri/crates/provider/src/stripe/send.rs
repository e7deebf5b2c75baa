//! Making an irreversible call once, and what its answer proves (rule R6).

use super::compose::{decoded, marker_field};
use super::convert;
use super::wire::{Envelope, is_id};
use super::{API, Stripe};
use crate::ProviderError;
use crate::call::{Irreversible, Outcome};
use crate::error::Refusal;
use crate::http::{Answer, Body, Broken, Call, Method};
use crate::lenient::Fields;
use serde_json::Value;
use tvist_domain::{Act, Dispute, Status};

/// What a whole answer proves.
enum Proof {
    Taken,
    /// The object says that it came to nothing, and why.
    Failed(Option<String>),
    /// Nothing; why not.
    None(&'static str),
}

impl Stripe {
    /// Makes the call. It is only made again, with the same key and the same bytes, after an answer that proves that
    /// nothing was carried out: too many requests, or a lock (stripe.md §2: such answers aren't stored with the key).
    /// `dispute` is the case that it is about; a refund needs none.
    pub(super) async fn perform(&self, call: &Irreversible, dispute: Option<&Dispute>) -> Outcome {
        let request = match self.request(call) {
            Ok(request) => request,
            Err(error) => return Outcome::NotSent(error),
        };
        let started = tokio::time::Instant::now();
        let mut tried: u32 = 0;
        // Whether another call with this key may be under way at this moment.
        let mut running = false;
        loop {
            tried = tried.saturating_add(1);
            let answer = match self.http.once(&request).await {
                Ok(answer) => answer,
                Err(broken) => return unanswered(broken, running),
            };
            let waiting = match not_carried_out(&answer) {
                Some(Not::Run) => true,
                Some(Not::Finished) => {
                    running = true;
                    true
                }
                None => false,
            };
            let pause = self.http.pause(tried, started, &answer);
            match pause.filter(|_| waiting) {
                Some(pause) => tokio::time::sleep(pause).await,
                None => return self.outcome(call, dispute, answer, running),
            }
        }
    }

    fn request(&self, call: &Irreversible) -> Result<Call<'_>, ProviderError> {
        if call.method != "POST" || !call.target.starts_with("/v1/") {
            return Err(ProviderError::Unsupported);
        }
        let template = match call.act {
            Act::Submit => "/v1/disputes/:id",
            Act::Accept => "/v1/disputes/:id/close",
            Act::Refund => "/v1/refunds",
            Act::Comment | Act::Upload | Act::RequestAnalysis => {
                return Err(ProviderError::Unsupported);
            }
        };
        let url = self.http.address(API, &call.target)?;
        let mut request = self.call(Method::POST, url, template);
        request
            .headers
            .extend(call.key.iter().map(|key| ("idempotency-key", key.clone())));
        request.body = Body::Text {
            content_type: call.content_type.clone(),
            text: call.body.clone(),
        };
        Ok(request)
    }

    fn outcome(
        &self,
        call: &Irreversible,
        dispute: Option<&Dispute>,
        answer: Answer,
        running: bool,
    ) -> Outcome {
        let request_id = answer.request_id.clone();
        let unknown = |why: String| Outcome::Unknown {
            why,
            request_id: request_id.clone(),
        };
        let still_running = running && matches!(answer.status, 409 | 429);
        match (answer.status, &answer.json) {
            _ if still_running => unknown("an earlier call with the same key is under way".into()),
            (200..=299, Some(body)) => match proof(call, dispute, body) {
                Proof::Taken => Outcome::Accepted {
                    request_id,
                    answer: answer.json.unwrap_or_default(),
                },
                Proof::Failed(code) => Outcome::Refused(Refusal {
                    status: answer.status,
                    message: format!("failed: {}", code.as_deref().unwrap_or("no reason given")),
                    code,
                    request_id,
                }),
                Proof::None(why) => unknown(why.to_owned()),
            },
            // A time-out of something in between says nothing about Stripe.
            (400..=407 | 409..=499, Some(_)) => match Envelope::read(answer.json.as_ref()) {
                // The key was used with other bytes before: those may have landed.
                Some(envelope) if envelope.kind.as_deref() == Some("idempotency_error") => {
                    unknown("the key was used before".to_owned())
                }
                Some(envelope) if envelope.says_something() => {
                    Outcome::Refused(self.refusal(&answer, Some(envelope)))
                }
                _ => unknown(format!("HTTP {} without a reason", answer.status)),
            },
            (200..=299, None) => unknown("no JSON".to_owned()),
            (status, _) => unknown(format!("HTTP {status}")),
        }
    }
}

fn unanswered(broken: Broken, running: bool) -> Outcome {
    if !broken.sent && !running {
        return Outcome::NotSent(broken.error);
    }
    Outcome::Unknown {
        why: broken.error.to_string(),
        request_id: broken.request_id,
    }
}

/// Why a call was not carried out by this answer.
enum Not {
    /// Nothing happened.
    Run,
    /// An earlier one with the same key isn't finished.
    Finished,
}

fn not_carried_out(answer: &Answer) -> Option<Not> {
    let envelope = Envelope::read(answer.json.as_ref());
    let code = envelope.as_ref().and_then(|e| e.code.as_deref());
    match (answer.status, code) {
        (409, Some("idempotency_key_in_use")) => Some(Not::Finished),
        (409, Some("lock_timeout")) | (429, _) => Some(Not::Run),
        _ => None,
    }
}

fn proof(call: &Irreversible, dispute: Option<&Dispute>, body: &Value) -> Proof {
    let object = Fields::exact(body);
    let intent = decoded(&call.body, &marker_field());
    let ours = intent.is_some() && convert::marker(object) == intent;
    if call.act == Act::Refund {
        return refunded(call, object, ours);
    }
    let Some(dispute) = dispute else {
        return Proof::None("there is no case that it could be about");
    };
    if object.text("id").as_ref() != Some(&dispute.provider_id) {
        return Proof::None("the answer isn't about this case");
    }
    let word = object.text("status").unwrap_or_default();
    let taken = if call.act == Act::Accept {
        word == "lost"
    } else {
        let count = object.int("evidence_details.submission_count");
        ours || count.is_some_and(|count| count > i64::from(dispute.submission_count))
            || moved(dispute, body)
    };
    if taken {
        Proof::Taken
    } else {
        Proof::None("the answer doesn't show that it was taken")
    }
}

/// Whether the case, as answered, waits for its owner no more.
fn moved(before: &Dispute, body: &Value) -> bool {
    convert::dispute(body.clone()).is_ok_and(|now| {
        before.status == Status::NeedsResponse
            && !matches!(now.status, Status::NeedsResponse | Status::Unknown)
    })
}

fn refunded(call: &Irreversible, object: Fields<'_>, ours: bool) -> Proof {
    let named = object.text("id").is_some_and(|id| is_id(&id));
    let kind = object.text("object").is_none_or(|kind| kind == "refund");
    let same_payment = ["charge", "payment_intent"].iter().all(|field| {
        match (decoded(&call.body, field), object.id(field)) {
            (Some(asked), Some(answered)) => asked == answered,
            _ => true,
        }
    });
    if !(named && kind && ours && same_payment) {
        return Proof::None("the answer doesn't show the refund");
    }
    match object.text("status").as_deref() {
        Some("failed" | "canceled") => Proof::Failed(object.text("failure_reason")),
        _ => Proof::Taken,
    }
}
