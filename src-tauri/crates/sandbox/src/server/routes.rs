//! The axum side: one router per provider, with the control routes under `/_sandbox/`.

use std::sync::Arc;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Json, Router};
use futures::stream;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::gate::Departure;
use super::socket::{Door, Switch};
use super::{Answer, Call, Control, FaultRule, Gate};

/// More than any provider takes in one request.
const BODY_LIMIT: usize = 64 * 1024 * 1024;
/// Time for bytes to leave before a connection is cut.
const FLUSHED: std::time::Duration = std::time::Duration::from_millis(30);

#[derive(Clone)]
struct Served {
    gate: Arc<Gate>,
    control: Control,
    base: String,
}

/// Serves one provider on `listener` until `stop` says so.
pub(crate) async fn serve(
    listener: TcpListener,
    base: String,
    gate: Arc<Gate>,
    control: Control,
    mut stop: watch::Receiver<bool>,
) {
    let served = Served {
        gate,
        control,
        base,
    };
    let router = Router::new()
        .route("/_sandbox/state", get(state))
        .route("/_sandbox/clock", post(clock))
        .route("/_sandbox/latency", post(latency))
        .route(
            "/_sandbox/faults",
            get(faults).post(add_faults).delete(clear_faults),
        )
        .route("/_sandbox/requests", get(requests).delete(clear_requests))
        .route("/_sandbox/effects", get(effects))
        .route("/_sandbox/act", post(act))
        .fallback(provider)
        .with_state(served);
    let service = router.into_make_service_with_connect_info::<Switch>();
    let finished = axum::serve(Door(listener), service).with_graceful_shutdown(async move {
        let _ = stop.wait_for(|stopped| *stopped).await;
    });
    if let Err(error) = finished.await {
        tracing::warn!(%error, "a provider server ended");
    }
}

async fn provider(
    State(served): State<Served>,
    ConnectInfo(switch): ConnectInfo<Switch>,
    request: Request,
) -> Response<Body> {
    let (head, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_LIMIT).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let call = Call {
        method: head.method,
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        headers: head.headers,
        body,
        base: served.base.clone(),
    };
    let passed = tokio::spawn(Arc::clone(&served.gate).pass(call)).await;
    match passed {
        Ok(departure) => depart(departure, &switch),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn depart(departure: Departure, switch: &Switch) -> Response<Body> {
    match departure {
        Departure::Whole(answer) => {
            let body = Body::from(answer.body.clone());
            answer.respond(body, None)
        }
        Departure::Cut(answer, keep) => {
            let length = i64::try_from(answer.body.len()).unwrap_or(i64::MAX);
            let keep = keep.min(answer.body.len());
            let first = answer.body.slice(..keep);
            broken_off(&answer, first, length)
        }
        Departure::Misstated(answer, by) => {
            let length = i64::try_from(answer.body.len()).unwrap_or(i64::MAX);
            if by > 0 {
                let body = answer.body.clone();
                broken_off(&answer, body, length.saturating_add(by))
            } else {
                let keep = usize::try_from(length.saturating_add(by)).unwrap_or(0);
                let body = Body::from(answer.body.slice(..keep.min(answer.body.len())));
                answer.respond(body, None)
            }
        }
        Departure::Reset => {
            switch.reset();
            StatusCode::OK.into_response()
        }
    }
}

/// Declares `length` bytes, sends `first`, then ends the connection.
fn broken_off(answer: &Answer, first: Bytes, length: i64) -> Response<Body> {
    let whole = futures::StreamExt::chain(
        stream::iter([Ok(first)]),
        stream::once(async {
            // Long enough for the head and the first bytes to leave.
            tokio::time::sleep(FLUSHED).await;
            Err(std::io::Error::other("cut off by the sandbox"))
        }),
    );
    answer.respond(Body::from_stream(whole), Some(length))
}

async fn state(State(served): State<Served>) -> Json<Value> {
    Json(served.control.state())
}

async fn clock(State(served): State<Served>, Json(wish): Json<Value>) -> Response<Body> {
    finish(served.control.move_clock(&wish))
}

async fn latency(State(served): State<Served>, Json(wish): Json<Value>) -> Response<Body> {
    let Some(ms) = wish["ms"].as_u64() else {
        return finish(Err("latency wants {\"ms\": number}".to_owned()));
    };
    served.control.set_latency(ms);
    finish(Ok(json!({"ms": ms})))
}

async fn faults(State(served): State<Served>) -> Json<Value> {
    Json(served.control.list_faults())
}

/// One rule or an array of rules.
async fn add_faults(State(served): State<Served>, Json(wish): Json<Value>) -> Response<Body> {
    let many = match wish {
        Value::Array(many) => many,
        one => vec![one],
    };
    let rules: Result<Vec<FaultRule>, _> = many.into_iter().map(serde_json::from_value).collect();
    finish(match rules {
        Ok(rules) => {
            let ids: Vec<u64> = rules
                .into_iter()
                .map(|rule| served.control.add_fault(rule))
                .collect();
            Ok(json!({"ids": ids}))
        }
        Err(error) => Err(error.to_string()),
    })
}

async fn clear_faults(State(served): State<Served>) -> Json<Value> {
    served.control.clear_faults();
    Json(json!({}))
}

async fn requests(State(served): State<Served>) -> Json<Value> {
    Json(json!({"requests": served.control.requests()}))
}

async fn clear_requests(State(served): State<Served>) -> Json<Value> {
    served.control.clear_requests();
    Json(json!({}))
}

async fn effects(State(served): State<Served>) -> Json<Value> {
    Json(served.control.all_effects())
}

async fn act(State(served): State<Served>, Json(wish): Json<Value>) -> Response<Body> {
    let name = wish["provider"]
        .as_str()
        .unwrap_or(served.gate.name)
        .to_owned();
    finish(
        served
            .control
            .act(&name, &wish)
            .map_err(|error| error.to_string()),
    )
}

fn finish(outcome: Result<Value, String>) -> Response<Body> {
    match outcome {
        Ok(value) => Json(value).into_response(),
        Err(problem) => {
            (StatusCode::BAD_REQUEST, Json(json!({"problem": problem}))).into_response()
        }
    }
}
