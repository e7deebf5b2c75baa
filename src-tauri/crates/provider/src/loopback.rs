//! Small servers on this machine for the adapters' tests, and a receiver of pages.

use crate::adapter::{Find, Page, Record};
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
    pub cases: Vec<Dispute>,
    pub skipped: Vec<(Option<String>, String)>,
    pub known: HashMap<String, Dispute>,
}

impl Kept {
    pub(crate) fn ids(&self) -> Vec<&str> {
        self.cases.iter().map(|c| c.provider_id.as_str()).collect()
    }
}

#[async_trait]
impl Find for Kept {
    async fn page(&mut self, page: Page) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        for record in page.records {
            match record {
                Record::Case(case) => self.cases.push(*case),
                Record::Skipped { provider_id, why } => self.skipped.push((provider_id, why)),
            }
        }
        Ok(())
    }

    async fn known(&mut self, provider_id: &str) -> Option<Dispute> {
        self.known.get(provider_id).cloned()
    }
}
