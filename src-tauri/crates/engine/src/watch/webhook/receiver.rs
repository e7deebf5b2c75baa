//! The port that calls arrive at: little for whoever reaches it, and never for long.
//!
//! Few calls at once, each with little time and one request. Where there are more, the ones that have waited longest
//! without saying all they want make room: who only holds a connection open keeps nobody out.

use super::caller::Callers;
use http_body_util::{BodyExt as _, Empty};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{sleep, timeout};

/// Calls that are attended to at one time.
const AT_ONCE: usize = 16;
/// For all headers of a call.
const HEADERS: Duration = Duration::from_secs(5);
/// For a whole call, its answer included.
const WHOLE: Duration = Duration::from_secs(10);
/// Bytes of headers.
const HEAD_BYTES: usize = 16 * 1024;
/// Larger bodies are turned away unread.
const BODY_BYTES: usize = 1024 * 1024;
/// So much of a body that is turned away is taken in and thrown away, so that its sender gets to hear why.
const THROWN_AWAY: usize = 8 * BODY_BYTES;
/// Where no connection can be taken, the next try waits.
const PAUSE: Duration = Duration::from_millis(100);

/// A connection that is being attended to.
struct Held {
    task: AbortHandle,
    /// All that the caller wants to say has been read.
    heard: Arc<AtomicBool>,
}

/// Receives calls until it is dropped; all connections end with it.
pub(super) async fn serve(listener: &TcpListener, callers: Arc<Callers>) {
    let mut calls = JoinSet::new();
    let mut held: VecDeque<Held> = VecDeque::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            Some(_) = calls.join_next() => continue,
        };
        let Ok((stream, _)) = accepted else {
            sleep(PAUSE).await;
            continue;
        };
        held.retain(|one| !one.task.is_finished());
        if held.len() >= AT_ONCE {
            make_room(&mut held);
        }
        while calls.len() >= AT_ONCE {
            calls.join_next().await;
        }
        let heard = Arc::new(AtomicBool::new(false));
        let task = calls.spawn(attend(stream, Arc::clone(&callers), Arc::clone(&heard)));
        held.push_back(Held { task, heard });
    }
}

/// Ends the oldest connection whose caller has still something to say. Those that only await their answer have it soon.
fn make_room(held: &mut VecDeque<Held>) {
    let slow = held
        .iter()
        .position(|one| !one.heard.load(Ordering::Relaxed));
    if let Some(oldest) = slow.and_then(|at| held.remove(at)) {
        oldest.task.abort();
    }
}

/// One request and its answer.
async fn attend(stream: TcpStream, callers: Arc<Callers>, heard: Arc<AtomicBool>) {
    let service = service_fn(move |request| {
        let (callers, heard) = (Arc::clone(&callers), Arc::clone(&heard));
        async move {
            let status = answer(request, &callers, &heard).await;
            let mut response = Response::new(Empty::<Bytes>::new());
            *response.status_mut() = status;
            Ok::<_, Infallible>(response)
        }
    });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS)
        .keep_alive(false)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), service);
    // Nothing is told of a call that broke off or took too long: anybody may make one.
    let _ = timeout(WHOLE, served).await;
}

async fn answer(request: Request<Incoming>, callers: &Callers, heard: &AtomicBool) -> StatusCode {
    let (head, body) = request.into_parts();
    let body = read(body).await;
    heard.store(true, Ordering::Relaxed);
    let body = match body {
        Ok(body) => body,
        Err(status) => return status,
    };
    if head.method != Method::POST {
        return StatusCode::METHOD_NOT_ALLOWED;
    }
    callers.judge(head.uri.path(), &body).await
}

/// The whole body, if it isn't too large.
async fn read(mut body: Incoming) -> Result<Vec<u8>, StatusCode> {
    let mut whole = Vec::new();
    let mut seen = 0_usize;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| StatusCode::BAD_REQUEST)?;
        let Some(data) = frame.data_ref() else {
            continue;
        };
        seen = seen.saturating_add(data.len());
        if seen <= BODY_BYTES {
            whole.extend_from_slice(data);
        } else if seen > THROWN_AWAY {
            break;
        }
    }
    if seen > BODY_BYTES {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    Ok(whole)
}
