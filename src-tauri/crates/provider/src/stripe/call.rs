//! Making calls: headers, the charge on demand, and what an error of Stripe's means.

use super::wire::{Envelope, is_id};
use super::{API, Stripe, convert};
use crate::ProviderError;
use crate::classify;
use crate::error::Refusal;
use crate::http::{Answer, Body, Call, Method};
use crate::lenient::Fields;
use secrecy::ExposeSecret;
use serde_json::Value;
use std::sync::atomic::Ordering;
use tvist_domain::Dispute;
use tvist_domain::rules::stripe::API_VERSION;
use url::Url;

/// The longest text of Stripe's that an error keeps.
const LONGEST_MESSAGE: usize = 500;

/// One item of a query or of a form.
pub(super) type Pair<'a> = (&'a str, String);

impl Stripe {
    /// A call to `path` with the headers that all calls have.
    pub(super) fn call(&self, method: Method, url: Url, template: &'static str) -> Call<'_> {
        let mut headers = vec![("stripe-version", API_VERSION.to_owned())];
        if let Some(account) = &self.credentials.connected_account {
            headers.push(("stripe-account", account.clone()));
        }
        Call {
            method,
            url,
            template,
            headers,
            credential: Some(&self.credential),
            body: Body::Empty,
            raw: false,
        }
    }

    /// Reads `path`, repeating where that may help.
    pub(super) async fn get(
        &self,
        path: &str,
        query: &[Pair<'_>],
        template: &'static str,
    ) -> Result<Value, ProviderError> {
        let mut url = self.http.address(API, path)?;
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        let call = self.call(Method::GET, url, template);
        let answer = self.http.repeatable(&call).await?;
        self.taken(answer)
    }

    /// Reads `path` with the charge expanded; without it, once the key proves to lack the right to read charges.
    pub(super) async fn get_with_charge(
        &self,
        path: &str,
        query: &[Pair<'_>],
        member: &'static str,
        template: &'static str,
    ) -> Result<Value, ProviderError> {
        if !self.expand.load(Ordering::Relaxed) {
            return self.get(path, query, template).await;
        }
        let mut expanded = query.to_vec();
        expanded.push(("expand[]", member.to_owned()));
        match self.get(path, &expanded, template).await {
            Err(ProviderError::Forbidden { right }) => {
                // Whether the charge or the case itself is out of reach shows without the charge.
                let plain = self.get(path, query, template).await;
                if plain.is_ok() {
                    self.expand.store(false, Ordering::Relaxed);
                }
                plain.map_err(|error| match error {
                    ProviderError::Forbidden { right: None } => ProviderError::Forbidden { right },
                    other => other,
                })
            }
            other => other,
        }
    }

    /// Reads one case.
    pub(super) async fn dispute(&self, id: &str) -> Result<Dispute, ProviderError> {
        if !is_id(id) {
            return Err(ProviderError::NotFound);
        }
        let path = format!("/v1/disputes/{id}");
        let value = self
            .get_with_charge(&path, &[], "charge", "/v1/disputes/:id")
            .await?;
        let read = convert::dispute(value).map_err(|unreadable| unusable(unreadable.why))?;
        if read.provider_id == id {
            Ok(read)
        } else {
            Err(unusable("id"))
        }
    }

    /// The body of an answer that took what was asked.
    pub(super) fn taken(&self, answer: Answer) -> Result<Value, ProviderError> {
        match (answer.status, &answer.json) {
            (200..=299, Some(_)) => Ok(answer.json.unwrap_or_default()),
            (200..=299, None) => Err(ProviderError::Protocol {
                what: "no JSON".to_owned(),
            }),
            _ => Err(self.error(&answer)),
        }
    }

    /// What an answer other than 2xx means (stripe.md §2.2).
    pub(super) fn error(&self, answer: &Answer) -> ProviderError {
        let envelope = Envelope::read(answer.json.as_ref());
        let code = envelope.as_ref().and_then(|e| e.code.clone());
        match answer.status {
            300..=399 => self.redirected(answer),
            401 => ProviderError::Unauthorized { code },
            // The key is fine for Stripe but not for this account.
            403 if code.as_deref() == Some("account_invalid") => {
                ProviderError::Unauthorized { code }
            }
            403 => ProviderError::Forbidden {
                right: envelope.and_then(|e| e.right()),
            },
            404 => ProviderError::NotFound,
            429 => ProviderError::RateLimited {
                until: classify::until(answer),
            },
            500.. => ProviderError::Unavailable {
                status: answer.status,
            },
            _ => ProviderError::Rejected(self.refusal(answer, envelope)),
        }
    }

    /// Stripe's own words for a refusal.
    pub(super) fn refusal(&self, answer: &Answer, envelope: Option<Envelope>) -> Refusal {
        let code = envelope.as_ref().and_then(|e| e.code.clone());
        Refusal {
            status: answer.status,
            code,
            message: envelope.map_or_else(String::new, |e| self.clean(&e.message)),
            request_id: answer.request_id.clone(),
        }
    }

    /// A text of Stripe's that may be shown: one line, not endless, and never our key, should it be quoted.
    fn clean(&self, text: &str) -> String {
        let key = self.credentials.secret_key.expose_secret();
        let line: String = text
            .replace(key, "[key]")
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .take(LONGEST_MESSAGE)
            .collect();
        line.trim().to_owned()
    }

    fn redirected(&self, answer: &Answer) -> ProviderError {
        let own = self.http.address(API, "/").ok();
        let target = answer
            .location
            .as_deref()
            .and_then(|to| own.as_ref()?.join(to).ok());
        let at_home = own
            .zip(target)
            .is_some_and(|(own, target)| own.origin() == target.origin());
        if at_home {
            ProviderError::Protocol {
                what: "a redirect".to_owned(),
            }
        } else {
            ProviderError::ForeignHost
        }
    }
}

/// An answer without a member that it must have.
pub(super) fn unusable(member: &'static str) -> ProviderError {
    ProviderError::Protocol {
        what: format!("{member} is missing or unreadable"),
    }
}

/// The entries of a list answer, and whether there are more (stripe.md §6).
pub(super) fn list(mut value: Value) -> Result<(Vec<Value>, bool), ProviderError> {
    let more = Fields::exact(&value).truth("has_more").unwrap_or(false);
    match value.get_mut("data").map(Value::take) {
        Some(Value::Array(entries)) => Ok((entries, more)),
        _ => Err(unusable("data")),
    }
}
