//! A server on this machine that answers as a test tells it, well or badly, and remembers what it was asked.

use super::Limits;
use serde_json::Value;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

/// One request as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) method: String,
    /// With the query.
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
    pub(crate) bytes: Vec<u8>,
}

impl Seen {
    pub(crate) fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name)?;
        Some(&found.1)
    }

    /// A parameter of the query.
    pub(crate) fn query(&self, name: &str) -> Option<String> {
        let url = Url::parse("http://x/").unwrap().join(&self.target).unwrap();
        let mut pairs = url.query_pairs();
        pairs.find(|(k, _)| k == name).map(|(_, v)| v.into_owned())
    }

    /// A parameter of a form.
    pub(crate) fn form(&self, name: &str) -> Option<String> {
        let mut pairs = url::form_urlencoded::parse(self.body.as_bytes());
        pairs.find(|(k, _)| k == name).map(|(_, v)| v.into_owned())
    }
}

/// What the server does with a request.
#[derive(Debug, Clone)]
pub(crate) enum Reaction {
    Json(u16, Value),
    With(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// Writes these bytes and closes.
    Raw(Vec<u8>),
    /// Closes with a reset, nothing written.
    Reset,
    /// Keeps the connection open and says nothing.
    Silence,
    Late(Duration, Value),
}

pub(crate) fn json(value: Value) -> Reaction {
    Reaction::Json(200, value)
}

/// Runs until dropped.
pub(crate) struct Server {
    pub(crate) base: Url,
    seen: Arc<Mutex<Vec<Seen>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Server {
    pub(crate) async fn start(react: impl Fn(&Seen) -> Reaction + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let remembered = Arc::clone(&seen);
        let react = Arc::new(react);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (react, seen) = (Arc::clone(&react), Arc::clone(&remembered));
                tokio::spawn(async move {
                    let mut stream = stream;
                    if let Some(request) = receive(&mut stream).await {
                        let reaction = react(&request);
                        seen.lock().unwrap().push(request);
                        answer(stream, reaction).await;
                    }
                });
            }
        });
        Self {
            base: Url::parse(&format!("http://{address}")).unwrap(),
            seen,
            task,
        }
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

/// An address at which nobody listens: the port is held until the tests end, so that no other test's server gets it.
pub(crate) fn deserted() -> Url {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
    let address = socket.local_addr().unwrap();
    std::mem::forget(socket);
    Url::parse(&format!("http://{address}")).unwrap()
}

/// Limits that a test can wait for.
pub(crate) fn quick() -> Limits {
    Limits {
        connect: Duration::from_secs(2),
        answer: Duration::from_millis(1_500),
        once: Duration::from_millis(1_500),
        upload: Duration::from_millis(2_500),
        per_second: 1_000,
        patience: Duration::from_secs(5),
        first_pause: Duration::from_millis(10),
        longest_pause: Duration::from_millis(20),
        answer_bytes: 1 << 20,
        file_bytes: 2 << 20,
        ..Limits::default()
    }
}

async fn receive(stream: &mut TcpStream) -> Option<Seen> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|w| w == b"\r\n\r\n") {
            break end;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.lines();
    let mut first = lines.next()?.split(' ');
    let (method, target) = (first.next()?.to_owned(), first.next()?.to_owned());
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let length = headers
        .iter()
        .find(|(name, _)| name == "content-length")
        .map_or(0, |(_, value)| value.parse().unwrap_or(0));
    let mut body = bytes.split_off(end + 4);
    while body.len() < length {
        if stream.read_buf(&mut body).await.ok()? == 0 {
            return None;
        }
    }
    Some(Seen {
        method,
        target,
        headers,
        body: String::from_utf8_lossy(&body).into_owned(),
        bytes: body,
    })
}

async fn answer(mut stream: TcpStream, reaction: Reaction) {
    let bytes = match reaction {
        Reaction::Json(status, value) => response(
            status,
            &[("content-type", "application/json".into())],
            value.to_string().as_bytes(),
        ),
        Reaction::With(status, headers, body) => response(status, &headers, &body),
        Reaction::Raw(bytes) => bytes,
        Reaction::Reset => {
            stream.set_zero_linger().unwrap();
            return;
        }
        Reaction::Silence => {
            tokio::time::sleep(Duration::from_secs(30)).await;
            return;
        }
        Reaction::Late(pause, value) => {
            tokio::time::sleep(pause).await;
            response(200, &[], value.to_string().as_bytes())
        }
    };
    // The client may have gone already; then nobody minds.
    let _ = stream.write_all(&bytes).await;
    let _ = stream.shutdown().await;
}

/// A whole HTTP/1.1 answer after which the connection is closed.
pub(crate) fn response(status: u16, headers: &[(&'static str, String)], body: &[u8]) -> Vec<u8> {
    let mut head = format!(
        "HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {}\r\n",
        body.len()
    );
    if !headers.iter().any(|(name, _)| *name == "request-id") {
        head.push_str("request-id: req_test1\r\n");
    }
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    let mut bytes = head.into_bytes();
    bytes.extend_from_slice(body);
    bytes
}
