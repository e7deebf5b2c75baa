//! A server on loopback that says what a test tells it, however odd.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tvist_tests::pause;

/// Seconds that a calendar holds and no reckoning may come near.
pub const FAR: i64 = 8_210_266_876_799;

/// What a server says to a path.
#[derive(Clone)]
pub struct Says {
    pub status: u16,
    pub headers: Vec<(&'static str, &'static str)>,
    pub body: String,
    pub after: Duration,
}

impl Says {
    pub fn json(body: &Value) -> Self {
        Self {
            status: 200,
            headers: Vec::new(),
            body: body.to_string(),
            after: Duration::ZERO,
        }
    }
}

/// Serves on loopback until the tests end; gives the address. The answer is made with that address, since some name it.
pub fn serve(answer: impl Fn(&str, &str) -> Says + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
    let address = format!("http://{}", listener.local_addr().expect("it is bound"));
    let base = address.clone();
    let answer = Arc::new(answer);
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let (answer, base) = (answer.clone(), base.clone());
            std::thread::spawn(move || respond(stream, |path| answer(path, &base)));
        }
    });
    address
}

fn respond(mut stream: TcpStream, answer: impl Fn(&str) -> Says) {
    let mut lines = BufReader::new(stream.try_clone().expect("a second handle")).lines();
    let Some(Ok(first)) = lines.next() else {
        return;
    };
    while lines
        .next()
        .is_some_and(|line| line.is_ok_and(|line| !line.is_empty()))
    {}
    let target = first.split(' ').nth(1).unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    // Celcoin's lists are asked for by an offset: what begins later than at the first row is told apart.
    let later = query
        .split('&')
        .any(|pair| pair.starts_with("startAt=") && pair != "startAt=0");
    let says = answer(&if later {
        format!("{path}/later")
    } else {
        path.to_owned()
    });
    pause(says.after);
    let headers: String = says
        .headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    let _ = write!(
        stream,
        "HTTP/1.1 {} X\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n{headers}\r\n{}",
        says.status,
        says.body.len(),
        says.body
    );
}

/// A card inquiry of Stripe's with these dates.
pub fn stripe_case(id: &str, created: &Value, due_by: &Value) -> Value {
    json!({
        "id": id, "object": "dispute", "amount": 12990, "currency": "eur", "created": created, "livemode": false,
        "status": "warning_needs_response", "reason": "fraudulent", "charge": "ch_1", "metadata": {}, "evidence": {},
        "evidence_details": {"due_by": due_by, "submission_count": 0, "past_due": false, "has_evidence": false},
        "payment_method_details": {"type": "card", "card": {"brand": "visa", "network": "visa"}},
        "balance_transactions": [{"id": "txn_1", "amount": i64::MIN, "fee": i64::MAX, "currency": "eur", "created": i64::MAX},
            {"id": "txn_2", "amount": -12990, "fee": 2000, "currency": "eur", "created": created}]
    })
}
