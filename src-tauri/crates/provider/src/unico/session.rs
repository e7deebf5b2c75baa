//! The token, the calls that carry it, and both forms of Unico's errors (unico.md §3.2, §3.6).

use super::token::Signer;
use crate::ProviderError;
use crate::classify::{self, Said};
use crate::http::{Answer, Body, Broken, Call, Http, Method};
use crate::lenient::Fields;
use crate::token::{Granted, SignedIn, Tokens};
use async_trait::async_trait;
use secrecy::ExposeSecret;
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant as Tick;
use tvist_domain::clock::Clock;
use tvist_domain::rules::unico::{Meaning, meaning};

/// Everything but the token lies below it (§3.2).
pub(super) const PATH: &str = "/api/public/v1/credit/transactions";
const GRANT: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";
/// Where the answer names no life (§3.2).
const LIFE: i64 = 3_600;
/// A token is renewed this long before it ends.
pub(super) const EARLY: Duration = Duration::from_secs(120);

pub(super) struct Session {
    pub(super) http: Http,
    pub(super) api: &'static str,
    pub(super) identity: &'static str,
    pub(super) signer: Signer,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) tokens: Tokens,
}

/// The provider's words: `{code, message}` or `{error: {code, description}}`, or OAuth's (§3.6).
pub(super) fn words(answer: &Answer) -> Said {
    let Some(json) = &answer.json else {
        return classify::raw_words(answer);
    };
    let outer = Fields::exact(json);
    let inner = outer.child("error").unwrap_or(outer);
    let texts = ["description", "message", "error_description"];
    let message = texts.into_iter().find_map(|name| inner.text(name));
    let code = inner
        .text("code")
        .or_else(|| auth_code(&json.to_string()))
        .or_else(|| inner.text("error"));
    match message {
        Some(message) => Said {
            code,
            message: classify::short(&message),
        },
        None => Said {
            code,
            ..classify::raw_words(answer)
        },
    }
}

/// A sign-in code such as `1.2.4`, wherever it stands (§3.2).
fn auth_code(text: &str) -> Option<String> {
    text.split(|c: char| !c.is_ascii_digit() && c != '.')
        .map(|word| word.trim_matches('.'))
        .find(|word| {
            word.split('.').count() == 3 && word.split('.').all(|n| (1..=2).contains(&n.len()))
        })
        .map(str::to_owned)
}

/// What a failed answer means, by the pair of status and code (§3.6).
pub(super) fn error(answer: &Answer) -> ProviderError {
    let said = words(answer);
    match meaning(answer.status, said.code.as_deref().unwrap_or_default()) {
        Meaning::TransactionNotFound => ProviderError::NotFound,
        Meaning::NotAllowed => ProviderError::Forbidden { right: said.code },
        _ => classify::error(answer, words),
    }
}

fn json(answer: Answer) -> Result<Value, ProviderError> {
    if (200..300).contains(&answer.status) {
        classify::json(answer, words)
    } else {
        Err(error(&answer))
    }
}

impl Session {
    /// Reads the resource at `path` below [`PATH`].
    pub(super) async fn get(
        &self,
        path: &str,
        template: &'static str,
    ) -> Result<Value, ProviderError> {
        let target = format!("{PATH}{path}");
        let call = self.call(Method::GET, self.api, &target, template, Body::Empty)?;
        json(self.signed_in(&call, true).await?)
    }

    /// Posts JSON, once, whatever happens. A token that isn't accepted is forgotten.
    pub(super) async fn post_once(
        &self,
        target: &str,
        template: &'static str,
        body: &str,
    ) -> Result<Answer, Broken> {
        let body = Body::Text {
            content_type: "application/json".to_owned(),
            text: body.to_owned(),
        };
        let call = self.call(Method::POST, self.api, target, template, body);
        self.signed_in_once(&call.map_err(Broken::unsent)?).await
    }

    fn call(
        &self,
        method: Method,
        host: &str,
        target: &str,
        template: &'static str,
        body: Body,
    ) -> Result<Call<'static>, ProviderError> {
        Ok(Call {
            method,
            url: self.http.address(host, target)?,
            template,
            headers: vec![("accept", "application/json".to_owned())],
            credential: None,
            body,
            raw: false,
        })
    }
}

#[async_trait]
impl SignedIn for Session {
    fn http(&self) -> &Http {
        &self.http
    }

    fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    async fn grant(&self) -> Result<Granted, ProviderError> {
        let assertion = self.signer.assertion(self.clock.now())?;
        let form = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", GRANT)
            .append_pair("assertion", assertion.expose_secret())
            .finish();
        let body = Body::Text {
            content_type: "application/x-www-form-urlencoded".to_owned(),
            text: form,
        };
        let path = "/oauth2/token";
        let call = self.call(Method::POST, self.identity, path, path, body)?;
        let asked = Tick::now();
        let answer = self.http.ask_for_token(&call).await?;
        if matches!(answer.status, 400 | 401 | 403) {
            return Err(ProviderError::Unauthorized {
                code: words(&answer).code,
            });
        }
        // The life can differ per company (§3.2).
        Granted::read(Fields::exact(&json(answer)?), asked, LIFE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classify::tests::answer;
    use serde_json::json;

    #[test]
    fn both_forms_are_read() {
        for (body, code, message) in [
            (
                json!({"code": "40032", "message": "transaction state is invalid"}),
                Some("40032"),
                "transaction state is invalid",
            ),
            (
                json!({"error": {"code": 40032, "description": "transaction state is invalid"}}),
                Some("40032"),
                "transaction state is invalid",
            ),
            (
                json!({"error": "invalid_grant", "error_description": "1.2.4: token expired"}),
                Some("1.2.4"),
                "1.2.4: token expired",
            ),
            (
                json!({"error": {"code": "1.2.22", "description": "claims"}}),
                Some("1.2.22"),
                "claims",
            ),
            (
                json!({"error": "invalid_grant"}),
                Some("invalid_grant"),
                "{\"error\":\"invalid_grant\"}",
            ),
            (json!({}), None, "{}"),
        ] {
            let said = words(&answer(400, body));
            assert_eq!(
                (said.code.as_deref(), said.message.as_str()),
                (code, message)
            );
        }
    }

    #[test]
    fn the_code_decides_where_tables_differ() {
        let told =
            |status, code: &str| error(&answer(status, json!({"code": code, "message": "m"})));
        assert!(matches!(told(404, "40401"), ProviderError::NotFound));
        assert!(matches!(told(429, "40401"), ProviderError::NotFound));
        assert!(matches!(
            told(400, "40301"),
            ProviderError::Forbidden { .. }
        ));
        assert!(matches!(
            told(429, "40001"),
            ProviderError::RateLimited { .. }
        ));
        assert!(
            matches!(told(400, "40001"), ProviderError::Rejected(r) if r.code.as_deref() == Some("40001"))
        );
        assert!(matches!(
            told(500, "50001"),
            ProviderError::Unavailable { status: 500 }
        ));
    }
}
