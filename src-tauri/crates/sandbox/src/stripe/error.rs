//! Refusals in Stripe's error envelope (stripe.md §2.2).

use serde_json::{Map, Value, json};

use crate::server::Answer;

/// Why a request is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    kind: &'static str,
    code: Option<&'static str>,
    message: String,
    param: Option<String>,
    charge: Option<String>,
    /// Whether the answer is kept for repeats under the same idempotency key: not for refused
    /// parameters, keys and rights, since nothing was begun (stripe.md §2, "not stored").
    pub(crate) kept: bool,
}

impl Refusal {
    fn new(status: u16, message: impl Into<String>) -> Self {
        Self {
            status,
            kind: "invalid_request_error",
            code: None,
            message: message.into(),
            param: None,
            charge: None,
            kept: false,
        }
    }

    fn code(mut self, code: &'static str) -> Self {
        self.code = Some(code);
        self
    }

    fn param(mut self, param: impl Into<String>) -> Self {
        self.param = Some(param.into());
        self
    }

    fn kind(mut self, kind: &'static str) -> Self {
        self.kind = kind;
        self
    }

    /// A rule of the object's state says no: the call was begun, its answer is kept.
    pub(crate) fn rule(message: impl Into<String>) -> Self {
        let mut refusal = Self::new(400, message);
        refusal.kept = true;
        refusal
    }

    /// As [`Refusal::rule`], about one parameter.
    pub(crate) fn rule_about(param: &str, message: impl Into<String>) -> Self {
        Self::rule(message).param(param)
    }

    /// As [`Refusal::rule`], with a code.
    pub(crate) fn coded(code: &'static str, message: impl Into<String>) -> Self {
        Self::rule(message).code(code)
    }

    /// As [`Refusal::coded`], naming the charge.
    pub(crate) fn about_charge(code: &'static str, charge: &str, message: String) -> Self {
        let mut refusal = Self::coded(code, message);
        refusal.charge = Some(charge.to_owned());
        refusal
    }

    pub(crate) fn closed() -> Self {
        Self::rule("This dispute is already closed")
    }

    /// A parameter that this call does not know.
    pub(crate) fn unknown_param(name: &str) -> Self {
        Self::new(400, format!("Received unknown parameter: {name}"))
            .code("parameter_unknown")
            .param(name)
    }

    pub(crate) fn missing_param(name: &str) -> Self {
        Self::new(400, format!("Missing required param: {name}."))
            .code("parameter_missing")
            .param(name)
    }

    pub(crate) fn bad_integer(name: &str, text: &str) -> Self {
        Self::new(400, format!("Invalid integer: {text}"))
            .code("parameter_invalid_integer")
            .param(name)
    }

    /// A parameter with an impossible value.
    pub(crate) fn bad_param(name: &str, message: impl Into<String>) -> Self {
        Self::new(400, message).param(name)
    }

    /// An object that is not there.
    pub(crate) fn no_such(noun: &str, id: &str, param: &str) -> Self {
        Self::new(404, format!("No such {noun}: '{id}'"))
            .code("resource_missing")
            .param(param)
    }

    /// A parameter that names an object that is not there.
    pub(crate) fn names_nothing(noun: &str, id: &str, param: &str) -> Self {
        let mut refusal = Self::no_such(noun, id, param);
        refusal.status = 400;
        refusal
    }

    pub(crate) fn no_such_route(method: &str, path: &str) -> Self {
        Self::new(
            404,
            format!("Unrecognized request URL ({method}: {path}). Please see the API reference."),
        )
    }

    pub(crate) fn no_key() -> Self {
        Self::new(
            401,
            "You did not provide an API key. Provide it in the Authorization header.",
        )
    }

    pub(crate) fn bad_key() -> Self {
        Self::new(401, "Invalid API Key provided.")
    }

    pub(crate) fn expired_key() -> Self {
        Self::new(401, "Expired API Key provided.").code("api_key_expired")
    }

    /// The key lacks a right; the message names it (stripe.md §2.1).
    pub(crate) fn missing_right(right: &str, account: &str) -> Self {
        Self::new(
            403,
            format!(
                "The provided key does not have the required permissions for this endpoint on \
                 account '{account}'. Having the 'rak_{right}' permission would allow this \
                 request to continue."
            ),
        )
    }

    pub(crate) fn foreign_account(account: &str) -> Self {
        Self::new(
            403,
            format!(
                "The provided key does not have access to account '{account}' (or that account \
                 does not exist). Application access may have been revoked."
            ),
        )
        .code("account_invalid")
    }

    pub(crate) fn bad_version(version: &str) -> Self {
        Self::new(400, format!("Invalid Stripe API version: {version}"))
    }

    pub(crate) fn key_in_use() -> Self {
        Self::new(
            409,
            "There is currently another in-progress request using this Idempotency-Key.",
        )
        .kind("idempotency_error")
        .code("idempotency_key_in_use")
    }

    pub(crate) fn other_params() -> Self {
        Self::new(
            400,
            "Keys for idempotent requests can only be used with the same parameters they were \
             first used with.",
        )
        .kind("idempotency_error")
    }

    pub(crate) fn rate_limited() -> Self {
        Self::new(429, "Request rate limit exceeded.").code("rate_limit")
    }

    pub(crate) fn locked() -> Self {
        Self::new(
            429,
            "This object cannot be accessed right now because another request is accessing it.",
        )
        .code("lock_timeout")
    }

    pub(crate) fn broken(status: u16) -> Self {
        Self::new(status, "An unknown error occurred").kind("api_error")
    }

    /// The answer, with the request's id in the log address.
    pub(crate) fn answer(&self, request_id: &str) -> Answer {
        let mut error = Map::new();
        error.insert("type".into(), json!(self.kind));
        error.insert("message".into(), json!(self.message));
        if let Some(code) = self.code {
            error.insert("code".into(), json!(code));
            let page = format!(
                "https://docs.stripe.com/error-codes#{}",
                code.replace('_', "-")
            );
            error.insert("doc_url".into(), json!(page));
        }
        if let Some(param) = &self.param {
            error.insert("param".into(), json!(param));
        }
        if let Some(charge) = &self.charge {
            error.insert("charge".into(), json!(charge));
        }
        let log = format!("https://dashboard.stripe.com/test/logs/{request_id}");
        error.insert("request_log_url".into(), json!(log));
        Answer::json(self.status, &json!({"error": Value::Object(error)}))
    }
}
