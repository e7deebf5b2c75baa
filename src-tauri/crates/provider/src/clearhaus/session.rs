//! Being signed in: one token, fetched once and renewed in time, and the calls that carry it (clearhaus.md §1.2).

use super::link::{Links, expand};
use crate::ProviderError;
use crate::classify::{self, Said, protocol};
use crate::http::handed::Handed;
use crate::http::{Answer, Body, Broken, Call, Credential, Http, Method};
use crate::lenient::Fields;
use crate::token::{Granted, SignedIn, Tokens};
use async_trait::async_trait;
use secrecy::SecretString;
use serde_json::Value;
use std::time::Duration;
use tokio::time::Instant as Tick;
use url::Url;

/// A token is renewed this long before it ends (§1.2).
pub(super) const EARLY: Duration = Duration::from_secs(300);
/// Where the answer names no life, a token is taken for good for so long.
const SHORT_LIFE: i64 = 600;
/// Bytes of one document.
const DOCUMENT_BYTES: usize = 64 << 20;
/// Redirects of a download that stay at the provider.
const REDIRECTS: usize = 3;

/// The root's links for those who are signed in (§1.3).
const CONDITIONAL: [&str; 6] = [
    "ch:accounts",
    "ch:disputes",
    "ch:transactions",
    "ch:settlements",
    "ch:applications",
    "ch:records",
];

const ACCEPT: (&str, &str) = ("accept", "application/hal+json, application/json");

pub(super) struct Session {
    pub(super) http: Http,
    pub(super) handed: Handed,
    pub(super) root: Url,
    pub(super) client_id: String,
    pub(super) client_secret: SecretString,
    pub(super) tokens: Tokens,
}

/// The provider's words about a failure; the form of its errors isn't documented (§1.10).
pub(super) fn words(answer: &Answer) -> Said {
    let Some(json) = &answer.json else {
        return classify::raw_words(answer);
    };
    let fields = Fields::exact(json);
    let code = fields.text("code").or_else(|| fields.text("error"));
    let message = ["message", "error_description", "detail", "title", "error"]
        .into_iter()
        .find_map(|name| fields.text(name));
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

impl Session {
    /// The root with the links that these credentials may use (§1.3).
    ///
    /// The root answers everybody, so a token that ended unnoticed shows itself by links that are missing, not by a
    /// 401: after a night's sleep of the machine for example, which its steady clock doesn't count.
    pub(super) async fn root(&self) -> Result<Value, ProviderError> {
        let number = self.token().await?.number();
        let root = self.get(self.root.clone(), "/").await?;
        if CONDITIONAL
            .iter()
            .any(|rel| Links::of(&root).href(rel).is_some())
        {
            return Ok(root);
        }
        self.forget(number).await;
        self.get(self.root.clone(), "/").await
    }

    /// The address that a link gives, its template filled in.
    pub(super) fn address(
        &self,
        href: &str,
        values: &[(&str, &str)],
    ) -> Result<Url, ProviderError> {
        self.root
            .join(&expand(href, values))
            .map_err(|_| protocol("a link that is no address"))
    }

    /// Reads one resource.
    pub(super) async fn get(
        &self,
        url: Url,
        template: &'static str,
    ) -> Result<Value, ProviderError> {
        let answer = self
            .signed_in(&call(Method::GET, url, template, Body::Empty), true)
            .await?;
        classify::json(answer, words)
    }

    /// Creates something. Not repeated after a broken answer: it may have been made.
    pub(super) async fn post(
        &self,
        url: Url,
        template: &'static str,
        body: &Value,
    ) -> Result<Answer, Broken> {
        let body = Body::Text {
            content_type: "application/json".to_owned(),
            text: body.to_string(),
        };
        let call = call(Method::POST, url, template, body);
        self.signed_in_surely(&call, false).await
    }

    /// Changes something.
    pub(super) async fn patch(
        &self,
        url: Url,
        template: &'static str,
        body: &Value,
    ) -> Result<Value, ProviderError> {
        let body = Body::Text {
            content_type: "application/json".to_owned(),
            text: body.to_string(),
        };
        let call = call(Method::PATCH, url, template, body);
        classify::json(self.signed_in(&call, false).await?, words)
    }

    /// Removes something.
    pub(super) async fn delete(
        &self,
        url: Url,
        template: &'static str,
    ) -> Result<(), ProviderError> {
        let answer = self
            .signed_in(&call(Method::DELETE, url, template, Body::Empty), false)
            .await?;
        classify::good(answer, words).map(|_| ())
    }

    /// Puts an empty body, once, whatever happens. A token that isn't accepted is forgotten.
    pub(super) async fn put_once(
        &self,
        url: Url,
        template: &'static str,
    ) -> Result<Answer, Broken> {
        let call = call(Method::PUT, url, template, Body::Empty);
        self.signed_in_once(&call).await
    }

    /// The bytes of a document. Redirects inside the provider keep the credential; any other loses it (§1.6).
    pub(super) async fn bytes(&self, href: &str) -> Result<Vec<u8>, ProviderError> {
        let mut url = self.address(href, &[])?;
        for _ in 0..=REDIRECTS {
            let mut call = call(Method::GET, url.clone(), "/files/:id/content", Body::Empty);
            call.raw = true;
            let answer = match self.signed_in(&call, true).await {
                Err(ProviderError::ForeignHost) => {
                    return self.handed.get(&url, DOCUMENT_BYTES).await;
                }
                other => other?,
            };
            match (answer.status, &answer.location) {
                (300..=399, Some(target)) => {
                    url = url
                        .join(target)
                        .map_err(|_| protocol("a redirect to no address"))?;
                }
                _ => return Ok(classify::good(answer, words)?.bytes),
            }
        }
        Err(protocol("too many redirects"))
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

    /// Fetches a token at the address that the root names.
    async fn grant(&self) -> Result<Granted, ProviderError> {
        let root = self
            .http
            .repeatable(&call(Method::GET, self.root.clone(), "/", Body::Empty))
            .await?;
        let root = classify::json(root, words)?;
        let href = Links::of(&root)
            .href("oauth2-token")
            .ok_or_else(|| protocol("the root names no token address"))?;
        let audience = self.root.as_str().trim_end_matches('/');
        let form = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "client_credentials")
            .append_pair("audience", audience)
            .finish();
        let body = Body::Text {
            content_type: "application/x-www-form-urlencoded".to_owned(),
            text: form,
        };
        let basic = Credential::basic(&self.client_id, &self.client_secret);
        let mut request = call(Method::POST, self.address(href, &[])?, "/oauth/token", body);
        request.credential = Some(&basic);
        let asked = Tick::now();
        let answer = self.http.ask_for_token(&request).await?;
        if answer.status == 400 {
            // RFC 6749: wrong credentials may be told so as well.
            return Err(ProviderError::Unauthorized {
                code: words(&answer).code,
            });
        }
        let json = classify::json(answer, words)?;
        Granted::read(Fields::exact(&json), asked, SHORT_LIFE)
    }
}

fn call(method: Method, url: Url, template: &'static str, body: Body) -> Call<'static> {
    Call {
        method,
        url,
        template,
        headers: vec![(ACCEPT.0, ACCEPT.1.to_owned())],
        credential: None,
        body,
        raw: false,
    }
}
