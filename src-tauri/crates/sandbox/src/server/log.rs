//! The log of requests: what came in and what went out, never a secret value.

use std::collections::VecDeque;

use axum::body::Bytes;
use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

use super::Call;

const KEPT: usize = 50_000;

/// One request as it is remembered.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
pub struct LoggedRequest {
    /// Counts up from 1.
    pub number: u64,
    /// RFC 3339 on the sandbox's clock.
    pub at: String,
    /// The provider that was called.
    pub provider: String,
    /// The HTTP method.
    pub method: String,
    /// The path.
    pub path: String,
    /// The query, as sent.
    pub query: String,
    /// Header names in lower case, sorted; no values.
    pub headers: Vec<String>,
    /// The body's length in bytes.
    pub bytes: usize,
    /// Names of the form fields, or of the top members of a JSON body; no values.
    pub fields: Vec<String>,
    /// The value of a form field `submit`, if there was one.
    pub submit: Option<String>,
    /// The host that the request named.
    pub host: Option<String>,
    /// Whether an idempotency key came along.
    pub keyed: bool,
    /// HTTP status of the answer; absent while under way and after a reset.
    pub status: Option<u16>,
    /// The request id that the answer carried.
    pub request_id: Option<String>,
    /// The answer was a replay of an earlier one.
    pub replayed: bool,
    /// Name of the fault that struck, if one did.
    pub fault: Option<String>,
}

/// The last requests, oldest first.
#[derive(Debug, Default)]
pub(crate) struct RequestLog {
    next: u64,
    kept: VecDeque<LoggedRequest>,
    /// Bodies as they arrived, from when they were asked for.
    bodies: Option<Vec<Bytes>>,
}

impl RequestLog {
    pub(crate) fn begin(&mut self, provider: &str, call: &Call, at: DateTime<Utc>) -> u64 {
        self.next += 1;
        if self.kept.len() == KEPT {
            self.kept.pop_front();
        }
        let (fields, submit) = fields_of(call);
        let mut headers: Vec<String> = call.headers.keys().map(ToString::to_string).collect();
        headers.sort();
        if let Some(bodies) = &mut self.bodies {
            bodies.push(call.body.clone());
        }
        self.kept.push_back(LoggedRequest {
            number: self.next,
            at: at.to_rfc3339_opts(SecondsFormat::Millis, true),
            provider: provider.to_owned(),
            method: call.method.to_string(),
            path: call.path.clone(),
            query: call.query.clone(),
            headers,
            bytes: call.body.len(),
            fields,
            submit,
            host: call.header("host").map(ToOwned::to_owned),
            keyed: call.headers.contains_key("idempotency-key"),
            status: None,
            request_id: None,
            replayed: false,
            fault: None,
        });
        self.next
    }

    pub(crate) fn change(&mut self, number: u64, change: impl FnOnce(&mut LoggedRequest)) {
        if let Some(entry) = self
            .kept
            .iter_mut()
            .rev()
            .find(|entry| entry.number == number)
        {
            change(entry);
        }
    }

    pub(crate) fn keep_bodies(&mut self) {
        self.bodies.get_or_insert_default();
    }

    pub(crate) fn bodies(&self) -> Vec<Bytes> {
        self.bodies.clone().unwrap_or_default()
    }

    pub(crate) fn list(&self) -> Vec<LoggedRequest> {
        self.kept.iter().cloned().collect()
    }

    pub(crate) fn clear(&mut self) {
        self.kept.clear();
    }
}

fn fields_of(call: &Call) -> (Vec<String>, Option<String>) {
    if call.is_content("application/x-www-form-urlencoded") {
        let pairs: Vec<(String, String)> = url::form_urlencoded::parse(&call.body)
            .into_owned()
            .collect();
        let submit = pairs
            .iter()
            .find(|(name, _)| name == "submit")
            .map(|(_, value)| value.clone());
        return (pairs.into_iter().map(|(name, _)| name).collect(), submit);
    }
    if call.is_content("application/json")
        && let Ok(serde_json::Value::Object(members)) = serde_json::from_slice(&call.body)
    {
        return (members.into_iter().map(|(name, _)| name).collect(), None);
    }
    (Vec::new(), None)
}
