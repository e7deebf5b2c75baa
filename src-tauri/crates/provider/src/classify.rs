//! What an answer means by its status, where a provider documents no more: errors of reads, outcomes of single calls.

use crate::ProviderError;
use crate::call::Outcome;
use crate::error::Refusal;
use crate::http::{Answer, Broken};
use serde_json::Value;
use tvist_domain::clock::later;

/// A provider's own words about a refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    pub code: Option<String>,
    pub message: String,
}

/// Finds the words in an answer: each provider has its own form.
pub(crate) type Words = fn(&Answer) -> Said;

/// What the body of a good answer proves about a single call.
pub(crate) enum Proof {
    Taken(Value),
    Refused(Said),
    /// Nothing; why, without content.
    Open(&'static str),
}

/// Characters of an unknown error body that are shown.
const SHOWN: usize = 300;

/// An error body of unknown form as one short line: its `message`, else `error` members, else the text itself.
pub(crate) fn raw_words(answer: &Answer) -> Said {
    let text = match &answer.json {
        Some(Value::String(text)) => text.clone(),
        Some(json) => json.to_string(),
        None => String::from_utf8_lossy(&answer.bytes).into_owned(),
    };
    Said {
        code: None,
        message: short(&text),
    }
}

/// One line of at most a few hundred characters.
pub(crate) fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= SHOWN {
        line
    } else {
        line.chars().take(SHOWN).chain(['…']).collect()
    }
}

/// The answer, if it is a success.
pub(crate) fn good(answer: Answer, words: Words) -> Result<Answer, ProviderError> {
    match answer.status {
        200..=299 => Ok(answer),
        _ => Err(error(&answer, words)),
    }
}

/// The JSON of a success.
pub(crate) fn json(answer: Answer, words: Words) -> Result<Value, ProviderError> {
    good(answer, words)?
        .json
        .ok_or_else(|| protocol("the body is no JSON"))
}

pub(crate) fn protocol(what: &str) -> ProviderError {
    ProviderError::Protocol {
        what: what.to_owned(),
    }
}

/// What a failed answer means.
pub(crate) fn error(answer: &Answer, words: Words) -> ProviderError {
    let status = answer.status;
    match status {
        300..=399 => protocol("a redirect where none is expected"),
        401 => ProviderError::Unauthorized {
            code: words(answer).code,
        },
        403 => ProviderError::Forbidden {
            right: words(answer).code,
        },
        404 | 410 => ProviderError::NotFound,
        429 => ProviderError::RateLimited {
            until: until(answer),
        },
        400..=499 => ProviderError::Rejected(refusal(answer, words(answer))),
        500.. => ProviderError::Unavailable { status },
        _ => protocol("a status that isn't one of an answer"),
    }
}

/// By the provider's clock, where it told both.
pub(crate) fn until(answer: &Answer) -> Option<tvist_domain::clock::Timestamp> {
    let pause = chrono::Duration::from_std(answer.retry_after?).ok()?;
    Some(later(answer.date?, pause))
}

pub(crate) fn refusal(answer: &Answer, said: Said) -> Refusal {
    Refusal {
        status: answer.status,
        code: said.code,
        message: said.message,
        request_id: answer.request_id.clone(),
    }
}

/// The outcome of a call that was refused although the case has moved: it may be the echo of the same call, doubled on
/// its way. Reading decides.
pub(crate) fn moved(answer: &Answer) -> Outcome {
    Outcome::Unknown {
        why: format!("HTTP {}, but the case has moved", answer.status),
        request_id: answer.request_id.clone(),
    }
}

/// How a call that was made once has ended.
///
/// A conflict is left open: it may be the echo of the same call, doubled on its way. A refusal needs no JSON: none of
/// these providers documents the form of all its errors, and whoever refuses a call, a gateway included, didn't pass it
/// on. It is believed only after one more reading all the same (rule R6).
pub(crate) fn outcome(
    result: Result<Answer, Broken>,
    words: Words,
    proves: impl FnOnce(&Answer) -> Proof,
) -> Outcome {
    let answer = match result {
        Ok(answer) => answer,
        Err(broken) if !broken.sent => return Outcome::NotSent(broken.error),
        Err(broken) => {
            return Outcome::Unknown {
                why: broken.error.to_string(),
                request_id: broken.request_id,
            };
        }
    };
    let open = |why: String| Outcome::Unknown {
        why,
        request_id: answer.request_id.clone(),
    };
    match answer.status {
        200..=299 => match proves(&answer) {
            Proof::Taken(told) => Outcome::Accepted {
                request_id: answer.request_id.clone(),
                answer: told,
            },
            Proof::Refused(said) => Outcome::Refused(refusal(&answer, said)),
            Proof::Open(why) => open(why.to_owned()),
        },
        408 | 409 => open(format!("HTTP {}", answer.status)),
        400..=499 => Outcome::Refused(refusal(&answer, words(&answer))),
        status => open(format!("HTTP {status}")),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn answer(status: u16, json: Value) -> Answer {
        Answer {
            status,
            request_id: Some("req-1".to_owned()),
            should_retry: None,
            replayed: false,
            retry_after: None,
            limited: false,
            date: None,
            location: None,
            json: Some(json),
            bytes: Vec::new(),
        }
    }

    #[test]
    fn only_a_proof_settles_a_single_call() {
        let settle = |status, proof: fn() -> Proof| {
            let outcome = outcome(Ok(answer(status, Value::Null)), raw_words, |_| proof());
            match outcome {
                Outcome::Accepted { .. } => "accepted",
                Outcome::Refused(_) => "refused",
                Outcome::NotSent(_) => "not sent",
                Outcome::Unknown { .. } => "unknown",
            }
        };
        let taken = || Proof::Taken(Value::Null);
        let open = || Proof::Open("odd");
        let no = || {
            Proof::Refused(Said {
                code: None,
                message: String::new(),
            })
        };
        assert_eq!(settle(200, taken), "accepted");
        assert_eq!(settle(200, open), "unknown");
        assert_eq!(settle(200, no), "refused");
        for status in [100, 301, 302, 307, 308, 408, 409, 500, 502, 503, 504] {
            assert_eq!(settle(status, taken), "unknown", "{status}");
        }
        for status in [400, 401, 403, 404, 413, 422, 429] {
            assert_eq!(settle(status, taken), "refused", "{status}");
        }
    }

    #[test]
    fn a_refusal_in_any_form_is_one_and_keeps_its_words() {
        for (status, body) in [(400, "no such stamp"), (403, "<html>"), (422, "")] {
            let page = Answer {
                json: None,
                bytes: body.as_bytes().to_vec(),
                ..answer(status, Value::Null)
            };
            let Outcome::Refused(refusal) = outcome(Ok(page), raw_words, |_| Proof::Open(""))
            else {
                panic!("{status}")
            };
            assert_eq!((refusal.status, refusal.message.as_str()), (status, body));
        }
    }

    #[test]
    fn what_never_left_is_told_apart_from_what_may_have_arrived() {
        let settle = |broken| outcome(Err(broken), raw_words, |_| Proof::Open(""));
        let connect = ProviderError::Transport { what: "connect" };
        assert!(matches!(
            settle(Broken::unsent(connect)),
            Outcome::NotSent(_)
        ));
        assert!(matches!(
            settle(Broken::cut("timeout")),
            Outcome::Unknown { .. }
        ));
    }

    #[test]
    fn long_bodies_are_cut() {
        let said = raw_words(&answer(400, Value::String("x y\n".repeat(500))));
        assert!(said.message.chars().count() <= SHOWN + 1);
    }
}
