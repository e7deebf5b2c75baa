//! The webhook `chargeback.update`: registering its address, and reading what arrives there (celcoin.md §2.7).
//!
//! Registering replaces the one address that the whole account family has, so it is never done by itself. What arrives
//! is a hint to read the case again; nothing in it is believed.

use super::Celcoin;
use super::send::proof;
use super::session::{PATH, words};
use super::wire::{self, Pointer};
use crate::ProviderError;
use crate::call::Outcome;
use crate::classify;
use crate::http::is_loopback;
use crate::lenient::Fields;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use subtle::ConstantTimeEq as _;
use url::Url;

/// The event that we ask for.
pub const EVENT: &str = "chargeback.update";
/// The other events that can be asked for (celcoin.md §2.7). A merchant's own programs may live by them.
pub const OTHERS: [&str; 5] = [
    "transaction.updateStatus",
    "subscription.addTransaction",
    "company.cashOut",
    "company.verifyDocuments",
    "company.internalTransfer",
];
/// Characters of an address, or of an event's name.
const LONGEST: usize = 255;

/// The one call that registers an address, complete, so that it can be stored before it is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    pub method: String,
    pub target: String,
    pub body: String,
    /// What would be in force: ours, then the others in the caller's order.
    pub events: Vec<String>,
}

/// How registering ended.
#[derive(Debug)]
pub struct Registered {
    /// Its answer doesn't hold the hash.
    pub outcome: Outcome,
    /// What every later call has to show. A secret: for the keychain.
    pub confirm_hash: Option<SecretString>,
    /// The events in force as the answer tells them.
    pub events: Vec<String>,
}

/// What a call to the webhook says, as far as it can be used.
#[derive(Debug)]
pub struct Hint {
    pub event: Option<String>,
    pub confirm_hash: Option<SecretString>,
    /// Celcoin's ids of the chargebacks; none where the event is about something else.
    pub chargebacks: Vec<String>,
    pub process: Option<String>,
    pub transaction: Option<String>,
}

/// The body is no JSON object, or a chargeback event that names no chargeback.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the body can't be used")]
pub struct Unusable;

/// Reads the body of a call. The related objects may lie beside the chargeback or inside it (§2.7), and since the nesting
/// is published nowhere, the chargeback may be a list of them too.
///
/// Whether it names anything is looked at later ([`Hint::usable`]): first the caller has to show who it is.
///
/// # Errors
/// `Unusable` when it is no JSON object.
pub fn parse(body: &[u8]) -> Result<Hint, Unusable> {
    let json: Value = serde_json::from_slice(body).map_err(|_| Unusable)?;
    if !json.is_object() {
        return Err(Unusable);
    }
    let outer = Fields::any_case(&json);
    let chargebacks = outer.list("Chargeback");
    let chargeback = chargebacks.first();
    let inside = chargeback.map(|c| wire::pointer(*c, "Transaction"));
    let beside = wire::pointer(outer, "Transaction");
    let Pointer { galax_pay_id, .. } = inside
        .filter(|p| p.galax_pay_id.is_some())
        .unwrap_or(beside);
    Ok(Hint {
        event: outer.text("event"),
        confirm_hash: outer.text("confirmHash").map(SecretString::from),
        chargebacks: chargebacks
            .iter()
            .filter_map(|c| c.text("galaxPayId"))
            .collect(),
        process: chargeback.and_then(|c| c.text("process")),
        transaction: galax_pay_id,
    })
}

impl Hint {
    /// # Errors
    /// `Unusable` when it names no event, or is a chargeback event that names no chargeback.
    pub fn usable(&self) -> Result<(), Unusable> {
        match self.event.as_deref() {
            None => Err(Unusable),
            Some(EVENT) if self.chargebacks.is_empty() => Err(Unusable),
            Some(_) => Ok(()),
        }
    }
}

/// Whether a call shows the hash that registering gave. Takes as long for a wrong one as for the right one of its length.
#[must_use]
pub fn confirms(stored: &SecretString, hint: &Hint) -> bool {
    let Some(given) = &hint.confirm_hash else {
        return false;
    };
    let (stored, given) = (
        stored.expose_secret().as_bytes(),
        given.expose_secret().as_bytes(),
    );
    !stored.is_empty() && bool::from(stored.ct_eq(given))
}

impl Celcoin {
    /// Builds the call that makes `url` the only address, for chargebacks and for the `others`, each named once. Whatever
    /// was registered before is replaced, its events too.
    ///
    /// # Errors
    /// `Settings` when the address can't be one: https, at most 255 characters, without credentials; or when a name
    /// among the others can't be an event's.
    pub fn registration(
        &self,
        url: &Url,
        others: &[String],
    ) -> Result<Registration, ProviderError> {
        let bare = url.username().is_empty() && url.password().is_none() && url.host().is_some();
        let reachable =
            url.scheme() == "https" || (self.local && url.scheme() == "http" && is_loopback(url));
        if !bare || !reachable || url.as_str().len() > LONGEST {
            return Err(ProviderError::Settings {
                what:
                    "the address must be https, without a password, and at most 255 characters long"
                        .to_owned(),
            });
        }
        let mut events = vec![EVENT.to_owned()];
        for name in others {
            if !is_event(name) {
                return Err(ProviderError::Settings {
                    what: format!("\u{201c}{name}\u{201d} can't be the name of an event"),
                });
            }
            if !events.contains(name) {
                events.push(name.clone());
            }
        }
        Ok(Registration {
            method: "PUT".to_owned(),
            target: format!("{PATH}/webhooks"),
            body: json!({"url": url.as_str(), "events": events}).to_string(),
            events,
        })
    }

    /// Makes the call, once.
    pub async fn register(&self, registration: &Registration) -> Registered {
        let mut registered = Registered {
            outcome: Outcome::NotSent(ProviderError::Unsupported),
            confirm_hash: None,
            events: Vec::new(),
        };
        if registration.target != format!("{PATH}/webhooks") {
            return registered;
        }
        let result = self
            .session
            .put_once(&registration.target, "/webhooks", &registration.body)
            .await;
        registered.outcome = classify::outcome(result, words, proof);
        if let Outcome::Accepted { answer, .. } = &mut registered.outcome {
            let fields = Fields::any_case(answer);
            registered.confirm_hash = fields.text("confirmHash").map(SecretString::from);
            if let Some(Value::Array(events)) = fields.get("events") {
                registered.events = events
                    .iter()
                    .filter_map(Value::as_str)
                    .map(str::to_owned)
                    .collect();
            }
            if let Value::Object(answer) = answer {
                answer.retain(|name, _| !name.eq_ignore_ascii_case("confirmHash"));
            }
        }
        registered
    }
}

/// Whether this can be an event's name: all that are published are Latin letters with a dot between (celcoin.md §2.7).
fn is_event(name: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    (1..=LONGEST).contains(&name.len()) && name.chars().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASH: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

    fn read(body: &Value) -> Result<Hint, Unusable> {
        parse(body.to_string().as_bytes())
    }

    #[test]
    fn both_nestings_are_read() {
        let beside = json!({"event": EVENT, "confirmHash": HASH,
            "Chargeback": {"galaxPayId": 90311, "process": "77", "status": "inAnalysis"},
            "Transaction": {"galaxPayId": 660127}, "PaymentBill": {"galaxPayId": 512094}});
        let inside = json!({"event": EVENT, "confirmHash": HASH,
            "Chargeback": {"galaxPayId": 90311, "process": "77", "Transaction": {"galaxPayId": 660127}}});
        let listed = json!({"event": EVENT, "confirmHash": HASH,
            "Chargeback": [{"galaxPayId": 90311, "process": "77"}], "Transaction": {"galaxPayId": 660127}});
        for body in [beside, inside, listed] {
            let hint = read(&body).unwrap();
            assert_eq!(hint.chargebacks, ["90311"]);
            assert!(hint.usable().is_ok());
            assert_eq!(hint.process.as_deref(), Some("77"));
            assert_eq!(hint.transaction.as_deref(), Some("660127"));
            assert!(confirms(&SecretString::from(HASH), &hint));
            assert!(!format!("{hint:?}").contains(HASH));
        }
    }

    #[test]
    fn what_can_t_be_used_is_told_apart_from_what_isn_t_ours() {
        for body in [
            &b""[..],
            b"{",
            b"[]",
            b"7",
            b"null",
            b"{}",
            br#"{"event":"chargeback.update","confirmHash":"x"}"#,
            br#"{"event":"chargeback.update","confirmHash":"x","Chargeback":[]}"#,
        ] {
            assert!(
                parse(body).and_then(|hint| hint.usable()).is_err(),
                "{body:?}"
            );
        }
        let other =
            read(&json!({"event": "transaction.updateStatus", "confirmHash": HASH})).unwrap();
        assert_eq!(other.chargebacks, [""; 0]);
        let two = read(
            &json!({"event": EVENT, "confirmHash": HASH, "Chargeback": [{"galaxPayId": 1}, {}, {"galaxPayId": 2}]}),
        );
        assert_eq!(two.unwrap().chargebacks, ["1", "2"]);
        assert!(other.usable().is_ok());
        // Who calls comes first: an object without the hash is a stranger's, whatever else it lacks.
        for body in [&b"{}"[..], br#"{"confirmHash":7}"#, br#"{"Chargeback":{}}"#] {
            let hint = parse(body).unwrap();
            assert!(!confirms(&SecretString::from(HASH), &hint));
        }
    }

    #[test]
    fn only_the_whole_hash_confirms() {
        let with = |hash: Value| read(&json!({"event": "x", "confirmHash": hash})).unwrap();
        let stored = SecretString::from(HASH);
        assert!(confirms(&stored, &with(json!(HASH))));
        let mut longer = HASH.to_owned();
        longer.push('0');
        for wrong in [
            json!(null),
            json!(""),
            json!(&HASH[..31]),
            json!(longer),
            json!(HASH.to_uppercase()),
        ] {
            assert!(!confirms(&stored, &with(wrong.clone())), "{wrong}");
        }
        assert!(!confirms(&SecretString::from(""), &with(json!(HASH))));
        assert!(!confirms(&SecretString::from(""), &with(json!(""))));
    }
}
