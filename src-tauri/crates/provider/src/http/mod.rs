//! The only HTTP client of the program: pinned hosts, no redirects, bounded time and size, nothing secret in a log.
//!
//! A credential is put on a request after its host was found in the provider's own table, never before. Reads and
//! calls with an idempotency key are repeated by [`repeat`]; an irreversible call is made by [`Http::once`] alone.

mod call;
mod client;
pub mod handed;
mod host;
mod json;
mod pace;
mod private;
mod repeat;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod told_time;

pub use call::{Answer, Body, Broken, Call, Credential, FormFile, Limits, Method, Signs};
pub use host::{Hosts, is_loopback};

use crate::ProviderError;
use client::{broken, client, kind_of, multipart, unusable_header};
use pace::Pace;
use private::Private;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use secrecy::ExposeSecret;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;
use tokio::time::Instant as Tick;
use told_time::ToldTime;
use tvist_domain::clock::{Timestamp, believable};
use url::Url;

/// Nobody is waited for longer, whatever an answer asks for.
const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(3_600);

/// The client of one account.
pub struct Http {
    repeatable: reqwest::Client,
    /// No pooled connection: a broken one is found before anything was written. Made when it is first needed.
    single: OnceLock<reqwest::Client>,
    identity: Option<reqwest::Identity>,
    hosts: Hosts,
    signs: Signs,
    limits: Limits,
    pace: Pace,
    count: AtomicU64,
    provider_clock: Mutex<ToldTime>,
}

impl Http {
    /// A client that reaches `hosts` only.
    ///
    /// # Errors
    /// `Settings` when TLS can't be set up on this machine.
    pub fn new(hosts: Hosts, signs: Signs, limits: Limits) -> Result<Self, ProviderError> {
        Self::with_identity(hosts, signs, limits, None)
    }

    /// The same with a client certificate, for providers that ask for one.
    ///
    /// # Errors
    /// `Settings` when TLS can't be set up on this machine.
    pub fn with_identity(
        hosts: Hosts,
        signs: Signs,
        limits: Limits,
        identity: Option<reqwest::Identity>,
    ) -> Result<Self, ProviderError> {
        let https_only = !hosts.is_local();
        let repeatable = client(https_only, &limits, false, identity.clone())?;
        Ok(Self {
            repeatable,
            single: OnceLock::new(),
            identity,
            pace: Pace::new(limits.per_second, limits.in_flight, hosts.is_local()),
            hosts,
            signs,
            limits,
            count: AtomicU64::new(0),
            provider_clock: Mutex::default(),
        })
    }

    /// The address of `path` at one of the provider's hosts.
    ///
    /// # Errors
    /// `ForeignHost` when the host isn't in the table.
    pub fn address(&self, host: &str, path: &str) -> Result<Url, ProviderError> {
        self.hosts.address(host, path)
    }

    /// Requests made so far.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }

    /// What the provider's clock showed at `tick`, by the last answer that told it.
    #[must_use]
    pub fn provider_time(&self, tick: Tick) -> Option<Timestamp> {
        self.told().at(tick)
    }

    /// What the provider's clock shows now, by the median of the last answers that told it.
    #[must_use]
    pub fn provider_now(&self) -> Option<Timestamp> {
        self.told().median(Tick::now())
    }

    /// Forgets what earlier answers told of the provider's clock: ours stood still meanwhile.
    pub fn forget_provider_clock(&self) {
        *self.told() = ToldTime::default();
    }

    /// Between two readings that have to agree.
    #[must_use]
    pub fn apart(&self) -> Duration {
        self.limits.apart
    }

    fn told(&self) -> MutexGuard<'_, ToldTime> {
        self.provider_clock
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// How long to wait before a call that was certainly not carried out is made again; none when it has tried long
    /// enough, or the provider says that it makes no sense.
    #[must_use]
    pub fn pause(&self, tried: u32, started: Tick, answer: &Answer) -> Option<Duration> {
        let retry_after = answer.retry_after;
        let pause =
            retry_after.unwrap_or_else(|| repeat::backoff(tried, &self.limits, rand::random()));
        let in_time = started.elapsed().saturating_add(pause) < self.limits.patience;
        (in_time && tried < self.limits.tries && answer.should_retry != Some(false))
            .then_some(pause)
    }

    /// Makes a call exactly once, over a connection of its own.
    ///
    /// # Errors
    /// What broke, and whether anything may have left.
    pub async fn once(&self, call: &Call<'_>) -> Result<Answer, Broken> {
        let whole = self.limits.once;
        let client = self.single().map_err(Broken::unsent)?;
        self.attempt(client, call, whole, whole).await
    }

    fn single(&self) -> Result<&reqwest::Client, ProviderError> {
        if let Some(made) = self.single.get() {
            return Ok(made);
        }
        let https_only = !self.hosts.is_local();
        let made = client(https_only, &self.limits, true, self.identity.clone())?;
        Ok(self.single.get_or_init(|| made))
    }

    /// Makes a harmless call with a single try.
    ///
    /// # Errors
    /// What broke.
    pub async fn single_try(&self, call: &Call<'_>) -> Result<Answer, Broken> {
        let (head, whole) = match call.body {
            Body::Form { file: Some(_), .. } => (self.limits.upload, self.limits.upload),
            Body::Empty | Body::Text { .. } | Body::Form { file: None, .. } => {
                (self.limits.answer, self.limits.answer.saturating_mul(4))
            }
        };
        self.attempt(&self.repeatable, call, head, whole).await
    }

    async fn attempt(
        &self,
        client: &reqwest::Client,
        call: &Call<'_>,
        head: Duration,
        whole: Duration,
    ) -> Result<Answer, Broken> {
        let request = self.prepare(client, call).map_err(Broken::unsent)?;
        let _seat = self.pace.enter().await;
        self.count.fetch_add(1, Ordering::Relaxed);
        let started = Tick::now();
        let exchange = self.exchange(client, request, head, call);
        let result = tokio::time::timeout(whole, exchange)
            .await
            .unwrap_or_else(|_| Err(Broken::cut("timeout")));
        if result.as_ref().is_ok_and(|answer| answer.status == 429) {
            self.pace.slow_down().await;
        }
        let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        match &result {
            Ok(answer) => tracing::debug!(
                method = %call.method,
                path = call.template,
                status = answer.status,
                request_id = answer.request_id.as_deref().unwrap_or(""),
                ms,
                "answered"
            ),
            Err(broken) => tracing::debug!(
                method = %call.method,
                path = call.template,
                error = broken.error.code(),
                sent = broken.sent,
                ms,
                "not answered"
            ),
        }
        result
    }

    /// Builds the request; the credential comes last, when its host has been found in the table.
    fn prepare(
        &self,
        client: &reqwest::Client,
        call: &Call<'_>,
    ) -> Result<reqwest::Request, ProviderError> {
        self.hosts.check(&call.url)?;
        let mut headers = HeaderMap::new();
        for (name, value) in &call.headers {
            let value = HeaderValue::from_str(value).map_err(|_| unusable_header())?;
            headers.insert(HeaderName::from_static(name), value);
        }
        let builder = client
            .request(call.method.clone(), call.url.clone())
            .headers(headers);
        let builder = match &call.body {
            Body::Empty => builder,
            Body::Text { content_type, text } => builder
                .header(reqwest::header::CONTENT_TYPE, content_type)
                .body(text.clone()),
            Body::Form { fields, file } => builder.multipart(multipart(fields, file.as_ref())?),
        };
        let mut request = builder.build().map_err(|_| ProviderError::Settings {
            what: "the request can't be built".to_owned(),
        })?;
        if let Some(credential) = call.credential {
            let mut value = HeaderValue::from_str(credential.value.expose_secret())
                .map_err(|_| unusable_header())?;
            value.set_sensitive(true);
            request
                .headers_mut()
                .insert(credential.header.clone(), value);
        }
        Ok(request)
    }

    async fn exchange(
        &self,
        client: &reqwest::Client,
        request: reqwest::Request,
        head: Duration,
        call: &Call<'_>,
    ) -> Result<Answer, Broken> {
        let private = Private::of(call);
        let response = tokio::time::timeout(head, client.execute(request))
            .await
            .map_err(|_| Broken::cut("timeout"))?
            .map_err(|error| broken(&error))?;
        let mut answer = self.head(&response);
        answer.request_id.take_if(|id| private.is_in(id));
        let told = |mut broken: Broken| {
            broken.request_id.clone_from(&answer.request_id);
            broken.status = Some(answer.status);
            broken
        };
        // A file is one where it was asked for and given; anything else is a few words.
        let file = call.raw && (200..300).contains(&answer.status);
        let most = if file {
            self.limits.file_bytes
        } else {
            self.limits.answer_bytes
        };
        let too_large = || {
            told(Broken {
                error: ProviderError::Protocol {
                    what: "the answer is too large".to_owned(),
                },
                ..Broken::cut("size")
            })
        };
        let mut response = response;
        let mut bytes = Vec::new();
        loop {
            let chunk = tokio::time::timeout(head, response.chunk())
                .await
                .map_err(|_| told(Broken::cut("timeout")))?
                .map_err(|error| told(Broken::cut(kind_of(&error))))?;
            let Some(chunk) = chunk else { break };
            if bytes.len().saturating_add(chunk.len()) > most {
                return Err(too_large());
            }
            bytes.extend_from_slice(&chunk);
        }
        if file {
            answer.bytes = bytes;
            return Ok(answer);
        }
        let bytes = private.taken_out_of(bytes);
        match json::read(&bytes) {
            json::Read::Json(json) => answer.json = Some(json),
            json::Read::Other => answer.bytes = bytes,
            json::Read::TooMuch => return Err(too_large()),
        }
        Ok(answer)
    }

    fn head(&self, response: &reqwest::Response) -> Answer {
        let headers = response.headers();
        let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
        let sign = |name: Option<&'static str>| name.and_then(text);
        let date = text("date")
            .and_then(|d| chrono::DateTime::parse_from_rfc2822(d).ok())
            .and_then(|d| believable(d.to_utc()));
        if let Some(date) = date {
            self.told().tell(date, Tick::now());
        }
        Answer {
            status: response.status().as_u16(),
            request_id: text(self.signs.request_id).and_then(plain_id),
            should_retry: sign(self.signs.should_retry).and_then(|v| v.parse().ok()),
            replayed: sign(self.signs.replayed) == Some("true"),
            retry_after: text("retry-after")
                .and_then(|v| v.trim().parse().ok())
                .map(|seconds| Duration::from_secs(seconds).min(LONGEST_RETRY_AFTER)),
            limited: sign(self.signs.limit_reason).is_some(),
            date,
            location: text("location").map(str::to_owned),
            json: None,
            bytes: Vec::new(),
        }
    }
}

/// An id that may be logged and shown: short, and only of the signs that ids consist of.
fn plain_id(text: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ':');
    (!text.is_empty() && text.len() <= 128 && text.chars().all(plain)).then(|| text.to_owned())
}
