//! Small servers on this machine for the adapters' tests, and a reader of pages.

use crate::ProviderError;
use crate::adapter::Adapter;
use crate::reading::{Cursor, Page, Reading, Record, Step, StoredCases, SyncScope};
use async_trait::async_trait;
use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tvist_domain::Dispute;
use url::Url;

/// A request as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub method: Method,
    pub path: String,
    pub query: String,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|v| v.to_str().ok())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// A parameter of the query, decoded.
    pub(crate) fn param(&self, name: &str) -> Option<String> {
        url::form_urlencoded::parse(self.query.as_bytes())
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.into_owned())
    }

    /// `PUT /disputes/1/stamps/refuted`.
    pub(crate) fn line(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

type Handler = dyn Fn(&Seen, &str) -> Response + Send + Sync;

/// A server that keeps what arrived; it ends with the test's runtime.
#[derive(Clone)]
pub(crate) struct Server {
    pub base: Url,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Server {
    /// Serves on a free port of this machine; the handler gets each request and the server's base without a slash.
    pub(crate) async fn start(
        handler: impl Fn(&Seen, &str) -> Response + Send + Sync + 'static,
    ) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = Url::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
        let seen: Arc<Mutex<Vec<Seen>>> = Arc::default();
        let server = Self {
            base: base.clone(),
            seen: Arc::clone(&seen),
        };
        let handler: Arc<Handler> = Arc::new(handler);
        let root = base.as_str().trim_end_matches('/').to_owned();
        let answer = move |method: Method, uri: Uri, headers: HeaderMap, body: Bytes| {
            let request = Seen {
                method,
                path: uri.path().to_owned(),
                query: uri.query().unwrap_or_default().to_owned(),
                headers,
                body: body.to_vec(),
            };
            seen.lock().unwrap().push(request.clone());
            let response = handler(&request, &root);
            async move { response }
        };
        let router = Router::new().fallback(answer);
        tokio::spawn(async move { axum::serve(listener, router).await });
        server
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// The lines of what arrived.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.seen().iter().map(Seen::line).collect()
    }

    pub(crate) fn count(&self, line: &str) -> usize {
        self.lines().iter().filter(|l| l.as_str() == line).count()
    }
}

/// An answer with a status and JSON.
pub(crate) fn told(status: u16, json: Value) -> Response {
    (StatusCode::from_u16(status).unwrap(), axum::Json(json)).into_response()
}

/// An answer that promises more bytes than it gives.
pub(crate) fn cut(status: u16) -> Response {
    let body = axum::body::Body::from_stream(futures::stream::iter([
        Ok::<_, std::io::Error>(Bytes::from_static(b"{\"typ")),
        Err(std::io::Error::other("cut")),
    ]));
    (StatusCode::from_u16(status).unwrap(), body).into_response()
}

/// Keeps the pages of a synchronisation.
#[derive(Default)]
pub(crate) struct Kept {
    /// How many records each page had.
    pub pages: Vec<usize>,
    pub cases: Vec<Dispute>,
    pub skipped: Vec<(Option<String>, String)>,
    pub gone: Vec<String>,
    pub known: HashMap<String, Dispute>,
}

impl Kept {
    pub(crate) fn ids(&self) -> Vec<&str> {
        self.cases.iter().map(|c| c.provider_id.as_str()).collect()
    }

    pub(crate) fn keep(&mut self, page: Page) {
        self.pages.push(page.records.len());
        for record in page.records {
            match record {
                Record::Case(case) => self.cases.push(*case),
                Record::Skipped { provider_id, why } => self.skipped.push((provider_id, why)),
                Record::Gone { provider_id } => self.gone.push(provider_id),
            }
        }
    }

    /// Reads to the end; what was read before a failure is kept.
    pub(crate) async fn read(&mut self, mut reading: Reading<'_>) -> Result<Cursor, ProviderError> {
        loop {
            match reading.next().await? {
                Step::Page(page, rest) => {
                    self.keep(page);
                    reading = rest;
                }
                Step::Done(cursor) => return Ok(cursor),
            }
        }
    }
}

#[async_trait]
impl StoredCases for HashMap<String, Dispute> {
    async fn known(&self, provider_id: &str) -> Option<Dispute> {
        self.get(provider_id).cloned()
    }

    async fn about_payments(&self, _: &[String]) -> Vec<String> {
        Vec::new()
    }
}

/// A whole synchronisation by an adapter.
#[async_trait]
pub(crate) trait Synchronise {
    async fn sync(&self, scope: SyncScope, kept: &mut Kept) -> Result<Cursor, ProviderError>;
}

#[async_trait]
impl<A: Adapter + ?Sized> Synchronise for A {
    async fn sync(&self, scope: SyncScope, kept: &mut Kept) -> Result<Cursor, ProviderError> {
        let known = std::mem::take(&mut kept.known);
        let end = kept.read(self.reading(scope, &known)).await;
        kept.known = known;
        end
    }
}
