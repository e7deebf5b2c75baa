//! Events: what happened, kept for 30 days (stripe.md §10).

use serde_json::{Value, json};

use super::error::Refusal;
use super::params::Params;

/// Events older than this are gone.
pub(crate) const HORIZON: i64 = 30 * 86_400;

/// 28 October 2026, when the newest members came (stripe.md §3, version history).
const NEWEST_SINCE: i64 = 1_793_145_600;
/// The version before.
const VERSION_BEFORE: &str = "2026-09-30.endive";

/// One event, rendered when it happened.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) created: i64,
    pub(crate) body: Value,
}

/// The request that brought the event about, if one did.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cause {
    pub(crate) request: Option<String>,
    pub(crate) key: Option<String>,
}

impl Event {
    pub(crate) fn new(
        id: String,
        kind: &str,
        created: i64,
        object: &Value,
        previous: Option<Value>,
        cause: &Cause,
    ) -> Self {
        // An event keeps the version that was current when it came about (stripe.md §10).
        let old = created < NEWEST_SINCE;
        let version = if old { VERSION_BEFORE } else { super::VERSION };
        let mut data = json!({"object": object});
        if old {
            strip_newest(&mut data["object"]);
        }
        if let Some(previous) = previous {
            data["previous_attributes"] = previous;
        }
        let body = json!({
            "id": id, "object": "event", "api_version": version, "created": created,
            "data": data, "livemode": false, "pending_webhooks": 0,
            "request": {"id": cause.request, "idempotency_key": cause.key}, "type": kind,
        });
        Self {
            id,
            kind: kind.to_owned(),
            created,
            body,
        }
    }
}

/// Takes out what older versions do not know.
fn strip_newest(object: &mut Value) {
    let newest = [
        ("", "intended_submission_method"),
        ("/evidence", "appeal"),
        ("/evidence_details", "submission_method"),
    ];
    for (place, name) in newest {
        if let Some(Value::Object(members)) = object.pointer_mut(place) {
            members.remove(name);
        }
    }
}

/// Which types of events are wanted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Types(Vec<String>);

impl Types {
    /// `type` (with `*`) or `types[]` (at most 20), not both.
    pub(crate) fn of(params: &Params) -> Result<Self, Refusal> {
        let one = params.text("type")?;
        let many = params.list("types")?;
        if one.is_some() && !many.is_empty() {
            return Err(Refusal::bad_param(
                "types",
                "You may pass either type or types, but not both.",
            ));
        }
        if many.len() > 20 {
            return Err(Refusal::bad_param(
                "types",
                "At most 20 types may be given.",
            ));
        }
        Ok(Self(match one {
            Some(kind) => vec![kind.to_owned()],
            None => many,
        }))
    }

    pub(crate) fn hold(&self, kind: &str) -> bool {
        self.0.is_empty()
            || self.0.iter().any(|wanted| match wanted.split_once('*') {
                Some((head, tail)) => {
                    kind.len() >= head.len() + tail.len()
                        && kind.starts_with(head)
                        && kind.ends_with(tail)
                }
                None => wanted == kind,
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_the_rest() {
        let types = Types::of(&Params::parse(b"type=charge.dispute.*")).unwrap();
        assert!(types.hold("charge.dispute.closed"));
        assert!(!types.hold("charge.refunded"));
        assert!(Types::default().hold("anything"));
        assert!(Types::of(&Params::parse(b"type=a&types[]=b")).is_err());
    }
}
