//! Faults on demand: which call is spoilt, and how.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Call;

/// Why a request was slowed down (stripe.md §2, header `Stripe-Rate-Limited-Reason`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum RateReason {
    /// All requests of the account together.
    #[default]
    GlobalRate,
    /// Requests to this endpoint.
    EndpointRate,
    /// Requests at the same time.
    GlobalConcurrency,
    /// Requests at the same time to this endpoint.
    EndpointConcurrency,
    /// A limit of the one object.
    ResourceSpecific,
}

/// What goes wrong with one call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fault {
    /// The connection is reset before anything is applied.
    ResetBeforeApply,
    /// Everything is applied, then the connection is reset before the first byte of the answer.
    ResetAfterApply,
    /// Nothing is applied and an error comes back; `cached` keeps it for repeats of the key.
    ErrorBeforeApply {
        /// HTTP status, 500 unless told.
        #[serde(default = "status_500")]
        status: u16,
        /// Kept as the answer that repeats get.
        #[serde(default)]
        cached: bool,
    },
    /// Everything is applied and yet an error comes back; `cached` keeps it for repeats.
    ErrorAfterApply {
        /// HTTP status, 500 unless told.
        #[serde(default = "status_500")]
        status: u16,
        /// Kept as the answer that repeats get.
        #[serde(default)]
        cached: bool,
    },
    /// Applied; the answer's body ends in the middle and the connection with it.
    CutBody {
        /// Bytes of the body that still come, half of them unless told.
        #[serde(default)]
        keep: Option<usize>,
    },
    /// Applied; `Content-Length` is wrong by this much: more than was sent, or (negative) less.
    WrongLength {
        /// Bytes added to the true length.
        by: i64,
    },
    /// Applied at once, then nothing is heard for this long, then the connection is reset.
    Silence {
        /// Milliseconds of silence.
        ms: u64,
        /// Applied before the silence (unless told otherwise).
        #[serde(default = "yes")]
        applied: bool,
    },
    /// Another request with the same key is under way (409).
    Conflict,
    /// Too many requests (429).
    RateLimited {
        /// Which limit.
        #[serde(default)]
        reason: RateReason,
        /// Value of `Stripe-Should-Retry`, if it is sent.
        #[serde(default)]
        should_retry: Option<bool>,
        /// Seconds in `Retry-After`, if it is sent.
        #[serde(default)]
        retry_after: Option<u64>,
    },
    /// The object is locked by another request (429 `lock_timeout`).
    LockTimeout,
    /// The caller is sent elsewhere.
    Redirect {
        /// Value of `Location`.
        to: String,
        /// HTTP status, 307 unless told.
        #[serde(default = "status_307")]
        status: u16,
        /// The request was applied before.
        #[serde(default)]
        applied: bool,
    },
    /// The request is delivered twice; the answer is that of the second.
    Duplicate,
    /// Applied; reads show the state of before for this long.
    StaleReads {
        /// Seconds on the sandbox's clock.
        seconds: u64,
    },
    /// Applied; what was kept for repeats of the key is forgotten at once.
    ForgetKey,
    /// Somebody else does the same thing just before.
    SecondWriter,
    /// The deadline of the object passes while the request is on its way.
    DeadlinePasses,
    /// The request takes this long on its way, then is applied and answered as ever.
    Slow {
        /// Milliseconds.
        ms: u64,
    },
    /// Applied; status 200 and a body that is no JSON.
    BrokenJson,
    /// Applied; status 200 and no body.
    EmptyBody,
    /// A page of a proxy comes back; the request never got further.
    ProxyPage {
        /// HTTP status, 502 unless told.
        #[serde(default = "status_502")]
        status: u16,
        /// The request was applied before.
        #[serde(default)]
        applied: bool,
    },
    /// Applied; the answer has members that nobody has heard of.
    UnknownFields {
        /// Also words that nobody has heard of, where a status or reason is expected.
        #[serde(default)]
        words: bool,
    },
    /// The access token runs out just now (providers with tokens).
    TokenExpired,
}

fn status_500() -> u16 {
    500
}
fn status_502() -> u16 {
    502
}
fn status_307() -> u16 {
    307
}
fn yes() -> bool {
    true
}
fn once() -> u32 {
    1
}

/// Which calls a fault strikes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultRule {
    /// Only calls to this provider.
    #[serde(default)]
    pub provider: Option<String>,
    /// Only calls with this method.
    #[serde(default)]
    pub method: Option<String>,
    /// Only paths of this form; `*` stands for any text.
    pub path: String,
    /// Only calls whose body or query contains this text.
    #[serde(default)]
    pub contains: Option<String>,
    /// The first matching call that is struck, counted from 1.
    #[serde(default = "once")]
    pub nth: u32,
    /// How many matching calls are struck from there on; 0 = all.
    #[serde(default = "once")]
    pub times: u32,
    /// Headers that the answer carries besides, for example `Stripe-Should-Retry`.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// What happens.
    pub fault: Fault,
}

impl FaultRule {
    /// Strikes the next call with this method and path.
    #[must_use]
    pub fn next(method: &str, path: &str, fault: Fault) -> Self {
        Self {
            provider: None,
            method: Some(method.to_owned()),
            path: path.to_owned(),
            contains: None,
            nth: 1,
            times: 1,
            headers: BTreeMap::new(),
            fault,
        }
    }

    /// The same rule; the answer carries this header besides.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.insert(name.to_owned(), value.to_owned());
        self
    }

    /// The same rule, striking from the nth matching call on.
    #[must_use]
    pub fn nth(mut self, nth: u32) -> Self {
        self.nth = nth.max(1);
        self
    }

    /// The same rule, striking so many calls (0 = all).
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    /// The same rule, for one provider only.
    #[must_use]
    pub fn of(mut self, provider: &str) -> Self {
        self.provider = Some(provider.to_owned());
        self
    }

    /// The same rule, for calls whose body or query contains a text.
    #[must_use]
    pub fn containing(mut self, text: &str) -> Self {
        self.contains = Some(text.to_owned());
        self
    }

    fn matches(&self, provider: &str, call: &Call) -> bool {
        self.provider.as_deref().is_none_or(|name| name == provider)
            && self
                .method
                .as_deref()
                .is_none_or(|method| method.eq_ignore_ascii_case(call.method.as_str()))
            && like(&self.path, &call.path)
            && self.contains.as_deref().is_none_or(|text| {
                call.query.contains(text)
                    || call
                        .body
                        .windows(text.len().max(1))
                        .any(|part| part == text.as_bytes())
            })
    }
}

/// Whether `text` has the form of `pattern`, in which `*` stands for any text.
fn like(pattern: &str, text: &str) -> bool {
    let Some((head, tail)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(rest) = text.strip_prefix(head) else {
        return false;
    };
    (0..=rest.len())
        .filter(|at| rest.is_char_boundary(*at))
        .any(|at| like(tail, &rest[at..]))
}

/// A rule and how often it was met.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Standing {
    pub(crate) id: u64,
    #[serde(flatten)]
    pub(crate) rule: FaultRule,
    pub(crate) met: u32,
    pub(crate) struck: u32,
}

/// All faults that are set.
#[derive(Debug, Default)]
pub(crate) struct FaultBook {
    next_id: u64,
    rules: Vec<Standing>,
}

impl FaultBook {
    pub(crate) fn add(&mut self, rule: FaultRule) -> u64 {
        self.next_id += 1;
        self.rules.push(Standing {
            id: self.next_id,
            rule,
            met: 0,
            struck: 0,
        });
        self.next_id
    }

    pub(crate) fn clear(&mut self) {
        self.rules.clear();
    }

    pub(crate) fn list(&self) -> Vec<Standing> {
        self.rules.clone()
    }

    /// Counts this call against every rule and returns the first one that strikes.
    pub(crate) fn strike(&mut self, provider: &str, call: &Call) -> Option<FaultRule> {
        let mut found = None;
        for standing in &mut self.rules {
            if !standing.rule.matches(provider, call) {
                continue;
            }
            standing.met += 1;
            let due = standing.met >= standing.rule.nth
                && (standing.rule.times == 0 || standing.struck < standing.rule.times);
            if due && found.is_none() {
                standing.struck += 1;
                found = Some(standing.rule.clone());
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        assert!(like("/v1/disputes/*", "/v1/disputes/du_1/close"));
        assert!(like("/v1/disputes/*/close", "/v1/disputes/du_1/close"));
        assert!(!like("/v1/disputes/*/close", "/v1/disputes/du_1"));
        assert!(!like("/v1/disputes", "/v1/disputes/du_1"));
        assert!(like("*", ""));
    }

    #[test]
    fn a_rule_reads_from_short_json() {
        let rule: FaultRule = serde_json::from_str(
            r#"{"path":"/v1/refunds","method":"POST","fault":{"kind":"error_after_apply"}}"#,
        )
        .unwrap();
        assert_eq!((rule.nth, rule.times), (1, 1));
        assert_eq!(
            rule.fault,
            Fault::ErrorAfterApply {
                status: 500,
                cached: false
            }
        );
    }
}
