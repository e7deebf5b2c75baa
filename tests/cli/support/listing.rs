//! A Stripe server that only lists the disputes it was given: some of them on two pages, and now and then badly.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

/// How an answer goes wrong.
#[derive(Clone, Copy)]
pub enum Trouble {
    Slow(Duration),
    /// The connection ends in the middle of the answer.
    Cut,
    /// It ends before the answer.
    Dropped,
    /// An error with this status.
    Refused(u16),
    /// Half a document, as if it were whole.
    Half,
}

/// Serves until the test program ends.
pub struct Listing {
    pub base: String,
    state: Arc<Mutex<State>>,
}

struct State {
    disputes: Vec<Value>,
    /// What befalls the list call of that number, counted from one.
    troubles: Vec<(usize, Trouble)>,
    lists: usize,
    /// Requests that broke the rules of the page.
    odd: Vec<String>,
}

impl Listing {
    /// Serves these objects in this order.
    pub fn of(disputes: Vec<Value>, troubles: Vec<(usize, Trouble)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback can be listened on");
        let base = format!("http://{}", listener.local_addr().expect("it is bound"));
        let state = Arc::new(Mutex::new(State {
            disputes,
            troubles,
            lists: 0,
            odd: Vec::new(),
        }));
        let served = Arc::clone(&state);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let state = Arc::clone(&served);
                thread::spawn(move || answer(stream, &state));
            }
        });
        Self { base, state }
    }

    /// What was asked against the rules: without the version, with a body, with a parameter that isn't there.
    pub fn odd(&self) -> Vec<String> {
        self.state.lock().expect("nobody panicked").odd.clone()
    }

    /// How often a list was asked for.
    pub fn lists(&self) -> usize {
        self.state.lock().expect("nobody panicked").lists
    }
}

fn answer(stream: TcpStream, state: &Mutex<State>) {
    let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
    let Some(first) = lines.next() else { return };
    let headers: Vec<String> = lines
        .take_while(|line| !line.is_empty())
        .map(|line| line.to_ascii_lowercase())
        .collect();
    let target = first.split(' ').nth(1).unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let query: Vec<(&str, &str)> = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .collect();
    let (status, body, trouble) = {
        let mut state = state.lock().expect("nobody panicked");
        if !first.starts_with("GET ") {
            state.odd.push(first.clone());
        }
        for expected in [
            "stripe-version: 2026-10-28.endive",
            "authorization: bearer ",
        ] {
            if !headers.iter().any(|header| header.starts_with(expected)) {
                state.odd.push(format!("{first} without {expected}"));
            }
        }
        state.answer(path, &query)
    };
    write(&stream, status, &body.to_string(), trouble);
}

/// Sends an answer, as well as the trouble lets it.
fn write(mut stream: &TcpStream, status: u16, body: &str, trouble: Option<Trouble>) {
    let (status, body) = match trouble {
        Some(Trouble::Slow(pause)) => {
            tvist_tests::pause(pause);
            (status, body)
        }
        Some(Trouble::Dropped) => return,
        Some(Trouble::Refused(status)) => (
            status,
            r#"{"error":{"type":"api_error","message":"later"}}"#,
        ),
        Some(Trouble::Half) => (status, &body[..body.len() / 2]),
        Some(Trouble::Cut) | None => (status, body),
    };
    let head = format!(
        "HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-type: application/json\r\nrequest-id: req_1\r\n\
         content-length: {}\r\n\r\n",
        body.len()
    );
    let whole = [head.as_bytes(), body.as_bytes()].concat();
    let end = match trouble {
        Some(Trouble::Cut) => whole.len() - body.len() / 2,
        _ => whole.len(),
    };
    // The client may have gone.
    let _ = stream.write_all(&whole[..end]);
}

impl State {
    fn answer(&mut self, path: &str, query: &[(&str, &str)]) -> (u16, Value, Option<Trouble>) {
        let empty = json!({"object": "list", "data": [], "has_more": false, "url": path});
        match path {
            "/v1/disputes" => {
                self.lists += 1;
                let trouble = self
                    .troubles
                    .iter()
                    .find(|(number, _)| *number == self.lists);
                let trouble = trouble.map(|(_, trouble)| *trouble);
                let (status, body) = self.list(query);
                (status, body, trouble)
            }
            "/v1/events" => (200, empty, None),
            _ => {
                let id = path.trim_start_matches("/v1/disputes/");
                match self.disputes.iter().find(|dispute| dispute["id"] == id) {
                    Some(dispute) => (200, dispute.clone(), None),
                    None => (
                        404,
                        json!({"error": {"type": "invalid_request_error", "code": "resource_missing", "message": "No such dispute"}}),
                        None,
                    ),
                }
            }
        }
    }

    /// stripe.md §6: `limit` 1 to 100, `starting_after`, `created[lte]`; any other parameter is none.
    fn list(&mut self, query: &[(&str, &str)]) -> (u16, Value) {
        let mut limit = 10;
        let mut until = i64::MAX;
        let mut after = None;
        for (name, value) in query {
            match name.replace("%5B", "[").replace("%5D", "]").as_str() {
                "limit" => limit = value.parse().unwrap_or(0),
                "created[lte]" => until = value.parse().unwrap_or(0),
                "starting_after" => after = Some(*value),
                "expand[]" => {}
                other => self.odd.push(format!("parameter {other}")),
            }
        }
        if !(1..=100).contains(&limit) {
            self.odd.push(format!("limit {limit}"));
        }
        let within: Vec<&Value> = self
            .disputes
            .iter()
            .filter(|d| d["created"].as_i64().is_none_or(|at| at <= until))
            .collect();
        // Every other page begins with the last of the page before, as when a new case pushes the list down.
        let shifted = usize::from(self.lists % 2 == 1);
        let from = match after {
            Some(id) => match within.iter().position(|d| d["id"] == id) {
                Some(place) => place + 1 - shifted,
                None => {
                    self.odd.push(format!("starting_after {id}"));
                    return (
                        400,
                        json!({"error": {"type": "invalid_request_error", "code": "resource_missing", "param": "starting_after"}}),
                    );
                }
            },
            None => 0,
        };
        let page: Vec<&&Value> = within.iter().skip(from).take(limit).collect();
        let more = within.len() > from + page.len();
        (
            200,
            json!({"object": "list", "data": page, "has_more": more, "url": "/v1/disputes"}),
        )
    }
}
