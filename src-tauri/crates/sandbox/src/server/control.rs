//! The hand that moves the clock, sets faults and reads what really happened.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::{Value, json};

use super::{Desk, Effects, FaultRule, Gate, LoggedRequest, dispatch, lock};

/// Why an act could not be carried out.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ControlError {
    /// This sandbox does not serve that provider.
    #[error("no provider named {0} is served")]
    NoSuchProvider(String),
    /// The provider refused the act.
    #[error("{0}")]
    Act(String),
}

/// Controls a running sandbox from the same process. Another process does the same over the
/// routes `/_sandbox/state`, `clock`, `latency`, `faults`, `requests`, `effects` and `act`.
#[derive(Clone)]
pub struct Control {
    pub(crate) desk: Arc<Desk>,
    pub(crate) gates: Arc<Vec<Arc<Gate>>>,
}

impl Control {
    /// The instant on the sandbox's clock (UTC).
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.desk.clock.now()
    }

    /// Moves the clock on and lets everything happen that time brings about.
    pub fn advance(&self, by: TimeDelta) {
        self.desk.clock.advance(by);
        self.settle();
    }

    /// Moves the clock to an instant, if that is still ahead.
    pub fn advance_to(&self, to: DateTime<Utc>) {
        self.desk.clock.advance_to(to);
        self.settle();
    }

    /// The next instant at which time alone changes something at a provider.
    #[must_use]
    pub fn next_change(&self) -> Option<DateTime<Utc>> {
        let now = self.desk.clock.now();
        let next = |gate: &Arc<Gate>| lock(&gate.provider).next_change(now);
        self.gates.iter().filter_map(next).min()
    }

    fn settle(&self) {
        let now = self.desk.clock.now();
        for gate in self.gates.iter() {
            let mut provider = lock(&gate.provider);
            provider.advance_to(now);
            dispatch(provider.outbox());
        }
    }

    /// Sets a fault and returns its number.
    pub fn add_fault(&self, rule: FaultRule) -> u64 {
        lock(&self.desk.faults).add(rule)
    }

    /// Takes all faults away.
    pub fn clear_faults(&self) {
        lock(&self.desk.faults).clear();
    }

    /// All requests so far, oldest first (the last 50,000).
    #[must_use]
    pub fn requests(&self) -> Vec<LoggedRequest> {
        lock(&self.desk.log).list()
    }

    /// From now on keeps the body of each request as it arrives. The log itself never holds one.
    pub fn keep_bodies(&self) {
        lock(&self.desk.log).keep_bodies();
    }

    /// The bodies that arrived since [`Control::keep_bodies`], oldest first.
    #[must_use]
    pub fn bodies(&self) -> Vec<Vec<u8>> {
        let kept = lock(&self.desk.log).bodies();
        kept.iter().map(|body| body.to_vec()).collect()
    }

    /// Forgets the requests so far.
    pub fn clear_requests(&self) {
        lock(&self.desk.log).clear();
    }

    /// Every answer takes this long, in milliseconds.
    pub fn set_latency(&self, ms: u64) {
        self.desk.latency_ms.store(ms, Ordering::Relaxed);
    }

    /// How often each irreversible act really happened to one object of a provider.
    #[must_use]
    pub fn effects(&self, provider: &str, id: &str) -> Effects {
        self.gate(provider)
            .and_then(|gate| lock(&gate.provider).effects().remove(id))
            .unwrap_or_default()
    }

    /// How often one act (`submit`, `close`, `refund`, …) really happened to one object.
    #[must_use]
    pub fn effect(&self, provider: &str, id: &str, act: &str) -> u64 {
        self.effects(provider, id).get(act).copied().unwrap_or(0)
    }

    /// Carries out an act at a provider, for example
    /// `{"act": "decide", "dispute": "du_…", "won": true}`; see the provider's module.
    ///
    /// # Errors
    /// When there is no such provider, object or act.
    pub fn act(&self, provider: &str, act: &Value) -> Result<Value, ControlError> {
        let gate = self
            .gate(provider)
            .ok_or_else(|| ControlError::NoSuchProvider(provider.to_owned()))?;
        let now = self.desk.clock.now();
        let mut provider = lock(&gate.provider);
        provider.advance_to(now);
        let outcome = provider.act(act, now).map_err(ControlError::Act);
        dispatch(provider.outbox());
        outcome
    }

    fn gate(&self, provider: &str) -> Option<&Arc<Gate>> {
        self.gates.iter().find(|gate| gate.name == provider)
    }

    pub(crate) fn state(&self) -> Value {
        let names: Vec<&str> = self.gates.iter().map(|gate| gate.name).collect();
        json!({
            "now": self.now().to_rfc3339_opts(SecondsFormat::Millis, true),
            "providers": names,
            "latency_ms": self.desk.latency_ms.load(Ordering::Relaxed),
        })
    }

    pub(crate) fn list_faults(&self) -> Value {
        json!({"faults": lock(&self.desk.faults).list()})
    }

    pub(crate) fn all_effects(&self) -> Value {
        let all: BTreeMap<&str, BTreeMap<String, Effects>> = self
            .gates
            .iter()
            .map(|gate| (gate.name, lock(&gate.provider).effects()))
            .collect();
        json!(all)
    }

    /// `{"seconds": n}`, `{"days": n}` or `{"to": "RFC 3339"}`.
    pub(crate) fn move_clock(&self, wish: &Value) -> Result<Value, String> {
        if let Some(to) = wish["to"].as_str() {
            let to = DateTime::parse_from_rfc3339(to).map_err(|error| error.to_string())?;
            self.advance_to(to.with_timezone(&Utc));
        } else {
            let seconds = wish["seconds"].as_f64().unwrap_or(0.0)
                + wish["days"].as_f64().unwrap_or(0.0) * 86_400.0;
            if !(seconds > 0.0 && seconds < 1e9) {
                return Err("clock wants {\"seconds\"}, {\"days\"} or {\"to\"}".to_owned());
            }
            // In range as just checked; parts of a millisecond do not matter here.
            #[allow(clippy::cast_possible_truncation)]
            self.advance(TimeDelta::milliseconds((seconds * 1000.0) as i64));
        }
        Ok(self.state())
    }
}
