//! The way of one request: log, faults, delay, the provider's answer, and its spoiling.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Bytes;
use chrono::{DateTime, TimeDelta};
use serde_json::{Value, json};

use super::{
    Answer, Call, Failure, Fault, FaultBook, FaultRule, Provider, RequestLog, dispatch, lock,
};
use crate::clock::Clock;

/// What all providers of one sandbox share.
pub(crate) struct Desk {
    pub(crate) clock: Clock,
    pub(crate) faults: Mutex<FaultBook>,
    pub(crate) log: Mutex<RequestLog>,
    pub(crate) latency_ms: AtomicU64,
}

/// One provider behind its faults.
pub(crate) struct Gate {
    pub(crate) name: &'static str,
    pub(crate) provider: Mutex<Box<dyn Provider>>,
    pub(crate) desk: Arc<Desk>,
}

/// How an answer leaves the server.
pub(crate) enum Departure {
    /// Whole.
    Whole(Answer),
    /// Only the first bytes of the body.
    Cut(Answer, usize),
    /// With a false length.
    Misstated(Answer, i64),
    /// Not at all.
    Reset,
}

/// Gives back the provider's mark, whatever happens.
struct Held<'a> {
    gate: &'a Gate,
    mark: Option<String>,
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        if let Some(mark) = &self.mark {
            lock(&self.gate.provider).release(mark);
        }
    }
}

impl Gate {
    pub(crate) fn new(provider: Box<dyn Provider>, desk: Arc<Desk>) -> Self {
        Self {
            name: provider.name(),
            provider: Mutex::new(provider),
            desk,
        }
    }

    /// Takes one request all the way. Runs as its own task, so that a caller who hangs up does
    /// not undo what the server would have done anyway.
    pub(crate) async fn pass(self: Arc<Self>, call: Call) -> Departure {
        let number = lock(&self.desk.log).begin(self.name, &call, self.desk.clock.now());
        let rule = lock(&self.desk.faults).strike(self.name, &call);
        if let Some(rule) = &rule {
            let name = kind_of(&rule.fault);
            lock(&self.desk.log).change(number, |entry| entry.fault = Some(name));
        }
        let mut departure = self.treat(&call, rule.as_ref()).await;
        if let Departure::Whole(answer)
        | Departure::Cut(answer, _)
        | Departure::Misstated(answer, _) = &mut departure
        {
            for (name, value) in rule.iter().flat_map(|rule| &rule.headers) {
                *answer = answer.clone().with(name, value.clone());
            }
        }
        lock(&self.desk.log).change(number, |entry| {
            if let Departure::Whole(answer)
            | Departure::Cut(answer, _)
            | Departure::Misstated(answer, _) = &departure
            {
                entry.status = Some(answer.status);
                entry.request_id = answer.header("request-id").map(ToOwned::to_owned);
                entry.replayed = answer.header("idempotent-replayed") == Some("true");
            }
        });
        departure
    }

    async fn treat(&self, call: &Call, rule: Option<&FaultRule>) -> Departure {
        let admitted = lock(&self.provider).admit(call, self.desk.clock.now());
        let _held = match admitted {
            Ok(mark) => Held { gate: self, mark },
            Err(answer) => return Departure::Whole(*answer),
        };
        wait(self.desk.latency_ms.load(Ordering::Relaxed)).await;
        match rule {
            None => Departure::Whole(self.answer(call)),
            Some(rule) => self.spoil(call, rule.fault.clone()).await,
        }
    }

    fn answer(&self, call: &Call) -> Answer {
        let now = self.desk.clock.now();
        let mut provider = lock(&self.provider);
        provider.advance_to(now);
        let answer = provider.answer(call, now);
        dispatch(provider.outbox());
        answer.with("date", http_date(now.timestamp()))
    }

    fn failure(&self, call: &Call, failure: &Failure) -> Answer {
        let now = self.desk.clock.now();
        lock(&self.provider).failure(call, failure, now)
    }

    async fn spoil(&self, call: &Call, fault: Fault) -> Departure {
        match fault {
            Fault::ResetBeforeApply => Departure::Reset,
            Fault::ResetAfterApply => {
                self.answer(call);
                Departure::Reset
            }
            Fault::Silence { ms, applied } => {
                if applied {
                    self.answer(call);
                }
                wait(ms).await;
                Departure::Reset
            }
            Fault::Slow { ms } => {
                wait(ms).await;
                Departure::Whole(self.answer(call))
            }
            Fault::CutBody { keep } => {
                let answer = self.answer(call);
                let keep = keep.unwrap_or(answer.body.len() / 2);
                Departure::Cut(answer, keep)
            }
            Fault::WrongLength { by } => Departure::Misstated(self.answer(call), by),
            other => Departure::Whole(self.twist(call, other)),
        }
    }

    /// The faults that end in a whole answer.
    fn twist(&self, call: &Call, fault: Fault) -> Answer {
        match fault {
            Fault::ErrorBeforeApply { status, cached } => {
                let answer = self.failure(call, &Failure::Broken(status));
                self.keep(call, &answer, cached);
                answer
            }
            Fault::ErrorAfterApply { status, cached } => {
                self.answer(call);
                let answer = self.failure(call, &Failure::Broken(status));
                self.keep(call, &answer, cached);
                answer
            }
            Fault::Conflict => self.failure(call, &Failure::Conflict),
            Fault::LockTimeout => self.failure(call, &Failure::Locked),
            Fault::TokenExpired => self.failure(call, &Failure::TokenExpired),
            Fault::RateLimited {
                reason,
                should_retry,
                retry_after,
            } => {
                let mut answer = self.failure(call, &Failure::RateLimited(reason));
                if let Some(retry) = should_retry {
                    answer = answer.with("stripe-should-retry", retry.to_string());
                }
                if let Some(seconds) = retry_after {
                    answer = answer.with("retry-after", seconds.to_string());
                }
                answer
            }
            Fault::Redirect {
                to,
                status,
                applied,
            } => {
                if applied {
                    self.answer(call);
                }
                Answer::empty(status).with("location", to)
            }
            Fault::ProxyPage { status, applied } => {
                if applied {
                    self.answer(call);
                }
                let page = "<html><body><h1>Bad gateway</h1></body></html>";
                Answer::bytes(status, "text/html", page)
            }
            Fault::BrokenJson => {
                let mut answer = self.answer(call);
                answer.body = Bytes::from_static(b"{\"id\": \"du_");
                answer
            }
            Fault::EmptyBody => {
                let mut answer = self.answer(call);
                answer.body = Bytes::new();
                answer
            }
            Fault::UnknownFields { words } => estranged(self.answer(call), words),
            other => self.rearrange(call, other),
        }
    }

    /// The faults that change the order of things and then answer as ever.
    fn rearrange(&self, call: &Call, fault: Fault) -> Answer {
        match fault {
            Fault::Duplicate => {
                self.answer(call);
            }
            Fault::StaleReads { seconds } => {
                let span = TimeDelta::seconds(i64::try_from(seconds).unwrap_or(i64::MAX / 1000));
                let until = self.desk.clock.now() + span;
                lock(&self.provider).freeze_reads(until);
            }
            Fault::ForgetKey => {
                let answer = self.answer(call);
                lock(&self.provider).forget(call);
                return answer;
            }
            Fault::SecondWriter => {
                let now = self.desk.clock.now();
                let mut provider = lock(&self.provider);
                provider.advance_to(now);
                provider.someone_else(call, now);
            }
            Fault::DeadlinePasses => {
                let deadline = lock(&self.provider).deadline_of(call);
                if let Some(after) =
                    deadline.and_then(|at| DateTime::from_timestamp(at.saturating_add(2), 0))
                {
                    let by = (after - self.desk.clock.now()).max(TimeDelta::zero());
                    lock(&self.provider).clock_jumps(by);
                    self.desk.clock.advance(by);
                }
            }
            _ => {}
        }
        self.answer(call)
    }

    fn keep(&self, call: &Call, answer: &Answer, cached: bool) {
        if cached {
            let now = self.desk.clock.now();
            lock(&self.provider).remember(call, answer, now);
        }
    }
}

async fn wait(ms: u64) {
    if ms > 0 {
        tokio::time::sleep(Duration::from_millis(ms)).await;
    }
}

fn kind_of(fault: &Fault) -> String {
    serde_json::to_value(fault)
        .ok()
        .and_then(|value| value["kind"].as_str().map(ToOwned::to_owned))
        .unwrap_or_default()
}

fn http_date(seconds: i64) -> String {
    DateTime::from_timestamp(seconds, 0)
        .unwrap_or_default()
        .format("%a, %d %b %Y %H:%M:%S GMT")
        .to_string()
}

/// Adds members, and words if wanted, that no documentation knows.
fn estranged(mut answer: Answer, words: bool) -> Answer {
    let Ok(mut body) = serde_json::from_slice::<Value>(&answer.body) else {
        return answer;
    };
    let strange = |object: &mut Value| {
        if let Value::Object(members) = object {
            members.insert(
                "member_from_the_future".into(),
                json!({"nested": [1, null, {"deep": true}]}),
            );
            if words {
                for name in ["status", "reason"] {
                    if members.get(name).is_some_and(Value::is_string) {
                        members.insert(name.into(), json!(format!("{name}_from_the_future")));
                    }
                }
            }
        }
    };
    strange(&mut body);
    for list in ["data", "Chargebacks"] {
        if let Some(Value::Array(items)) = body.get_mut(list) {
            items.iter_mut().for_each(strange);
        }
    }
    if let Some(Value::Array(items)) = body.pointer_mut("/_embedded/ch:disputes") {
        items.iter_mut().for_each(strange);
    }
    answer.body = Bytes::from(body.to_string());
    answer
}
