//! Being signed in at Celcoin, and the calls that carry the token (celcoin.md §2.2, §2.8).

use crate::ProviderError;
use crate::classify::{self, Said};
use crate::http::{Answer, Body, Broken, Call, Http, Method};
use crate::lenient::Fields;
use crate::token::{Granted, SignedIn, Tokens};
use async_trait::async_trait;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use std::time::Duration;
use tokio::time::Instant as Tick;

/// Everything but the token lies below it (§2.1).
pub(super) const PATH: &str = "/baas/v1/cash";
/// Where the answer names no life: what a second source says (§2.2).
const LIFE: i64 = 2_400;
/// A token is renewed this long before it ends.
pub(super) const EARLY: Duration = Duration::from_secs(120);

pub(super) struct Session {
    pub(super) http: Http,
    pub(super) host: &'static str,
    pub(super) client_id: String,
    pub(super) client_secret: SecretString,
    pub(super) tokens: Tokens,
}

/// The provider's words about a failure: `error` as an object or as text, or what a gateway wraps around it (§2.8).
pub(super) fn words(answer: &Answer) -> Said {
    let Some(json) = &answer.json else {
        return classify::raw_words(answer);
    };
    let outer = Fields::any_case(json);
    let inner = outer.child("error").unwrap_or(outer);
    let code = inner.text("code").or_else(|| inner.text("errorCode"));
    let message = inner
        .text("message")
        .or_else(|| inner.text("error_description"))
        .or_else(|| outer.text("error"));
    let Some(message) = message else {
        return Said {
            code,
            ..classify::raw_words(answer)
        };
    };
    let details = inner.get("details").and_then(Value::as_object);
    let details = details.into_iter().flatten().map(|(field, texts)| {
        let texts: Vec<&str> = match texts {
            Value::Array(texts) => texts.iter().filter_map(Value::as_str).collect(),
            other => other.as_str().into_iter().collect(),
        };
        format!("{field}: {}", texts.join(", "))
    });
    let whole: Vec<String> = std::iter::once(message).chain(details).collect();
    Said {
        code,
        message: classify::short(&whole.join("; ")),
    }
}

impl Session {
    /// Reads `path` with these parameters.
    pub(super) async fn get(
        &self,
        path: &'static str,
        parameters: &[(&'static str, String)],
    ) -> Result<Value, ProviderError> {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(parameters.iter().map(|(n, v)| (*n, v.as_str())))
            .finish();
        let target = format!("{PATH}{path}?{query}");
        let call = self.call(Method::GET, &target, path, Body::Empty)?;
        classify::json(self.signed_in(&call, true).await?, words)
    }

    /// Puts JSON, once, whatever happens. A token that isn't accepted is forgotten.
    pub(super) async fn put_once(
        &self,
        target: &str,
        template: &'static str,
        json: &str,
    ) -> Result<Answer, Broken> {
        let body = Body::Text {
            content_type: "application/json".to_owned(),
            text: json.to_owned(),
        };
        let call = self
            .call(Method::PUT, target, template, body)
            .map_err(Broken::unsent)?;
        self.signed_in_once(&call).await
    }

    fn call(
        &self,
        method: Method,
        target: &str,
        template: &'static str,
        body: Body,
    ) -> Result<Call<'static>, ProviderError> {
        Ok(Call {
            method,
            url: self.http.address(self.host, target)?,
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
        // A form in parts is the encoding that is documented for the token (§2.2).
        let secret = self.client_secret.expose_secret();
        let body = Body::Form {
            fields: vec![
                ("client_id", self.client_id.clone()),
                ("grant_type", "client_credentials".to_owned()),
                ("client_secret", secret.to_owned()),
            ],
            file: None,
        };
        let call = self.call(Method::POST, "/v5/token", "/v5/token", body)?;
        let asked = Tick::now();
        let answer = self.http.ask_for_token(&call).await?;
        if answer.status == 400 {
            return Err(ProviderError::Unauthorized {
                code: words(&answer).code,
            });
        }
        let json = classify::json(answer, words)?;
        Granted::read(Fields::any_case(&json), asked, LIFE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classify::tests::answer;
    use serde_json::json;

    #[test]
    fn errors_come_in_several_forms() {
        let nested = json!({"error": {"message": "Erro de validacao", "details": {"Chargeback.files": ["Arquivo invalido"]}}});
        for (body, code, message) in [
            (
                nested,
                None,
                "Erro de validacao; Chargeback.files: Arquivo invalido",
            ),
            (json!({"error": "Nao autorizado"}), None, "Nao autorizado"),
            (
                json!({"errorCode": "CB01", "message": "Bloqueado"}),
                Some("CB01"),
                "Bloqueado",
            ),
            (json!({"type": false}), None, "{\"type\":false}"),
        ] {
            let said = words(&answer(400, body));
            assert_eq!(
                (said.code.as_deref(), said.message.as_str()),
                (code, message)
            );
        }
    }
}
