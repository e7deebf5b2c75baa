//! Webhooks on their way out: plain HTTP to loopback only, so that nothing leaves the machine.

use std::net::IpAddr;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A receiver must answer within this time (celcoin.md §2.7).
const PATIENCE: Duration = Duration::from_secs(5);

/// One message to a webhook.
#[derive(Debug, Clone, PartialEq)]
pub struct Delivery {
    /// Where to; only http on loopback is served.
    pub url: String,
    /// The JSON body.
    pub body: Value,
}

/// Sends each message once, on its own task. Needs a running tokio runtime; without one nothing
/// is sent.
pub(crate) fn dispatch(deliveries: Vec<Delivery>) {
    let Ok(runtime) = tokio::runtime::Handle::try_current() else {
        return;
    };
    for delivery in deliveries {
        runtime.spawn(async move {
            let sent = tokio::time::timeout(PATIENCE, post(&delivery)).await;
            match sent {
                Ok(Ok(status)) if (200..300).contains(&status) => {}
                Ok(Ok(status)) => tracing::info!(status, "a webhook was refused"),
                Ok(Err(error)) => tracing::info!(%error, "a webhook could not be delivered"),
                Err(_) => tracing::info!("a webhook was not answered in time"),
            }
        });
    }
}

/// Posts the body and returns the status; redirects are not followed.
async fn post(delivery: &Delivery) -> std::io::Result<u16> {
    let refused = |why: &str| std::io::Error::new(std::io::ErrorKind::InvalidInput, why.to_owned());
    let url = url::Url::parse(&delivery.url).map_err(|_| refused("not a URL"))?;
    let host = url.host_str().unwrap_or_default();
    let loopback = host == "localhost"
        || host
            .trim_matches(['[', ']'])
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback());
    if url.scheme() != "http" || !loopback {
        return Err(refused("only http on loopback is served"));
    }
    let port = url.port().unwrap_or(80);
    let mut stream = TcpStream::connect((host.trim_matches(['[', ']']), port)).await?;
    let body = delivery.body.to_string();
    let path = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body.as_bytes()).await?;
    let mut answer = [0u8; 64];
    let mut read = 0;
    while read < 12 {
        match stream.read(&mut answer[read..]).await? {
            0 => break,
            more => read += more,
        }
    }
    String::from_utf8_lossy(&answer[..read])
        .split_whitespace()
        .nth(1)
        .and_then(|status| status.parse().ok())
        .ok_or_else(|| refused("no HTTP answer"))
}
