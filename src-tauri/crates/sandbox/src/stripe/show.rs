//! A dispute as the API shows it, and the events that tell what changed on one.

use serde_json::{Map, Value};

use super::account::Account;
use super::compelling;
use super::dispute::Dispute;

impl Account {
    /// A dispute as the API shows it.
    pub(crate) fn render_dispute(&self, dispute: &Dispute, now: i64) -> Value {
        let compelling = compelling::status(self, dispute);
        let transactions = dispute
            .transactions
            .iter()
            .filter_map(|id| self.transaction(id))
            .map(|transaction| transaction.render(now))
            .collect();
        dispute.render(compelling.as_ref(), transactions)
    }

    /// Records what changed on a dispute since it was rendered as `before`.
    pub(crate) fn record_dispute(&mut self, kind: &str, id: &str, at: i64, before: &Value) {
        let Ok(dispute) = self.dispute(id) else {
            return;
        };
        let after = self.render_dispute(dispute, at);
        let previous = difference(before, &after);
        self.record(kind, at, &after, previous);
    }
}

/// The members of `before` that differ in `after`, as events show them; members of objects one
/// level down are compared too.
fn difference(before: &Value, after: &Value) -> Option<Value> {
    let (Value::Object(old), Value::Object(new)) = (before, after) else {
        return None;
    };
    let mut changed = Map::new();
    for (name, was) in old {
        let is = new.get(name).unwrap_or(&Value::Null);
        if was == is {
            continue;
        }
        let inner = if was.is_object() && is.is_object() {
            difference(was, is)
        } else {
            None
        };
        changed.insert(name.clone(), inner.unwrap_or_else(|| was.clone()));
    }
    (!changed.is_empty()).then_some(Value::Object(changed))
}
