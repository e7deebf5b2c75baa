//! The next step of a submission, as one value: what it becomes, and what is known by it.

use serde_json::Value;
use tvist_domain::clock::Timestamp;
use tvist_domain::submission::State;

/// What a submission becomes. What isn't said here stays as it was.
#[derive(Debug, Clone, PartialEq)]
pub struct Settlement {
    pub state: State,
    /// When it was found out, in UTC.
    pub at: Timestamp,
    /// The provider's id of the request.
    pub request_id: Option<String>,
    /// The provider's answer, or its object as it was read.
    pub answer: Option<Value>,
    /// The provider's words when it said no.
    pub refusal: Option<Value>,
    /// Why it is so: a stable word.
    pub note: Option<String>,
}

impl Settlement {
    /// Says nothing but the state.
    #[must_use]
    pub fn new(state: State, at: Timestamp) -> Self {
        Self {
            state,
            at,
            request_id: None,
            answer: None,
            refusal: None,
            note: None,
        }
    }

    /// With the provider's id of the request, where it gave one.
    #[must_use]
    pub fn request_id(mut self, id: Option<&str>) -> Self {
        self.request_id = id.map(str::to_owned);
        self
    }

    /// With the provider's answer.
    #[must_use]
    pub fn answer(mut self, answer: &Value) -> Self {
        self.answer = Some(answer.clone());
        self
    }

    /// With the provider's words of refusal, where they can be kept.
    #[must_use]
    pub fn refusal(mut self, words: Option<Value>) -> Self {
        self.refusal = words;
        self
    }

    /// With the reason.
    #[must_use]
    pub fn note(mut self, why: &str) -> Self {
        self.note = Some(why.to_owned());
        self
    }
}
