//! Idempotency keys: one key, one answer (stripe.md §2).

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};

use super::error::Refusal;
use crate::server::multipart::{boundary, split};
use crate::server::{Answer, Call};

/// Keys may be dropped once they are this old, and here they are.
const KEPT_HOURS: i64 = 24;
const LONGEST_KEY: usize = 255;

struct Kept {
    fingerprint: [u8; 32],
    answer: Answer,
    at: DateTime<Utc>,
}

/// What is kept for repeats, and what is under way.
#[derive(Default)]
pub(crate) struct Repeats {
    kept: HashMap<String, Kept>,
    busy: HashSet<String>,
}

impl Repeats {
    /// The key under which this request's answer is kept: only POST requests have one, and keys of
    /// different accounts do not meet.
    pub(crate) fn key_of(call: &Call) -> Option<String> {
        if call.method != "POST" {
            return None;
        }
        let key = call.header("idempotency-key")?;
        let account = call.header("stripe-account").unwrap_or_default();
        Some(format!("{account}\n{key}"))
    }

    pub(crate) fn too_long(call: &Call) -> bool {
        call.header("idempotency-key")
            .is_some_and(|key| key.len() > LONGEST_KEY)
    }

    /// Marks the key as under way.
    pub(crate) fn begin(&mut self, key: &str) -> Result<(), Refusal> {
        if self.busy.insert(key.to_owned()) {
            Ok(())
        } else {
            Err(Refusal::key_in_use())
        }
    }

    pub(crate) fn end(&mut self, key: &str) {
        self.busy.remove(key);
    }

    /// The first answer under this key, marked as a replay.
    pub(crate) fn find(
        &mut self,
        key: &str,
        fingerprint: &[u8; 32],
        now: DateTime<Utc>,
    ) -> Result<Option<Answer>, Refusal> {
        if let Some(kept) = self.kept.get(key)
            && now - kept.at >= TimeDelta::hours(KEPT_HOURS)
        {
            self.kept.remove(key);
        }
        match self.kept.get(key) {
            None => Ok(None),
            Some(kept) if kept.fingerprint != *fingerprint => Err(Refusal::other_params()),
            Some(kept) => {
                let mut answer = kept.answer.clone();
                if let Some(first) = answer.header("request-id").map(ToOwned::to_owned) {
                    answer = answer.with("original-request", first);
                }
                Ok(Some(answer.with("idempotent-replayed", "true")))
            }
        }
    }

    pub(crate) fn keep(
        &mut self,
        key: &str,
        fingerprint: [u8; 32],
        answer: &Answer,
        now: DateTime<Utc>,
    ) {
        self.kept.insert(
            key.to_owned(),
            Kept {
                fingerprint,
                answer: answer.clone(),
                at: now,
            },
        );
    }

    pub(crate) fn forget(&mut self, key: &str) {
        self.kept.remove(key);
    }
}

/// What two requests must share to count as the same: path and parameters. The separator line of
/// a multipart body is chosen at random by every client and is left out.
pub(crate) fn fingerprint(call: &Call) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(call.path.as_bytes());
    hash.update([0]);
    hash.update(call.query.as_bytes());
    hash.update([0]);
    match boundary(call) {
        Some(boundary) => {
            for part in split(&call.body, boundary.as_bytes()) {
                hash.update(part);
                hash.update([1]);
            }
        }
        None => hash.update(&call.body),
    }
    let mut bytes = [0u8; 32];
    bytes.copy_from_slice(&hash.finalize());
    bytes
}
