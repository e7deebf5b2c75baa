//! Hostile answers for the adapters' tests: any JSON, whole answers spoilt in some places, and the dates, numbers, headers
//! and lengths that reckoning breaks at. All of it comes from one seed, which a failure names.

pub(crate) mod derived;
pub(crate) mod quoting;
pub(crate) mod server;

use crate::adapter::Adapter;
use crate::loopback::{Kept, Synchronise as _};
use crate::reading::SyncScope;
use quoting::Shown;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};
use serde_json::{Map, Value, json};
use tvist_domain::clock::Timestamp;

/// Generated bodies an adapter.
pub(crate) const CASES: u32 = 10_000;

/// Syncs wholly, then what changed since, with these cases to be read again; looks at all that was found.
pub(crate) async fn syncs_twice(
    adapter: &dyn Adapter,
    shown: &mut Shown,
    reread: [&str; 2],
    now: Timestamp,
) {
    let mut cursor = None;
    for full in [true, false] {
        let mut kept = Kept::default();
        let scope = SyncScope {
            cursor: cursor.take(),
            full,
            reread: reread.map(str::to_owned).to_vec(),
            now,
        };
        cursor = shown.note(adapter.sync(scope, &mut kept).await);
        for case in &kept.cases {
            derived::look_at(case, now);
        }
    }
}

const TEXTS: &[&str] = &[
    "",
    " ",
    "0",
    "-1",
    "12",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "8210266876799",
    "1e400",
    "1999.0",
    "NaN",
    "true",
    "+262142-12-31 23:59:59",
    "-262143-01-01 00:00:00",
    "+262142-12-31T23:59:59Z",
    "-262143-01-01T00:00:00+23:59",
    "0000-00-00 00:00:00",
    "0001-01-01",
    "9999-12-31",
    "9999-12-31T23:59:60-23:59",
    "2200-12-31",
    "2025-06-06 00:00:00",
    "2025-06-02T10:14:09-03:00",
    "2018-11-04",
    "2025-02-30",
    "2025-03-30T02:30:00+14:00",
    "America/Sao_Paulo",
    "Pacific/Apia",
    "Europe/Copenhagen",
    "Etc/GMT+12",
    "usd",
    "ISK",
    "mga",
    "kwd",
    "XXX",
    "needs_response",
    "warning_needs_response",
    "warning_under_review",
    "lost",
    "won",
    "open",
    "awaitingDocumentation",
    "1st_chargeback",
    "compliance",
    "klarna",
    "paypal",
    "https://elsewhere.test/x",
    "http://127.0.0.1:1/{?query",
    "/x{?a,b*}{&c}{",
    "//",
    "..",
    "%",
    "4111 1111 1111 1111",
    "**** 12é4",
    "\u{202e}fdp.exe",
    "\u{0}\u{1}\n\t",
    "\u{1f600}\u{fe0f}\u{200d}",
    "\u{fffd}",
];

const NUMBERS: &[i64] = &[
    0,
    1,
    -1,
    100,
    -12_990,
    9_007_199_254_740_991,
    9_007_199_254_740_993,
    8_210_266_876_799,
    8_210_266_876_800,
    -8_334_601_228_800,
    946_684_799,
    1_795_305_599,
    7_289_654_400,
    253_402_300_799,
    i64::MAX,
    i64::MIN,
    i64::MAX - 3_600,
    i64::MIN + 3_600,
];

const FLOATS: &[f64] = &[
    0.0,
    -0.0,
    0.5,
    1e15,
    -1e15,
    9.1e15,
    1e19,
    -1e19,
    f64::MAX,
    f64::MIN,
    f64::MIN_POSITIVE,
];

/// A source of hostile things.
pub(crate) struct Hostile(StdRng);

impl Hostile {
    pub(crate) fn new(seed: u64) -> Self {
        Self(StdRng::seed_from_u64(seed))
    }

    /// Whether, once in so many times.
    pub(crate) fn once_in(&mut self, times: u32) -> bool {
        self.0.random_ratio(1, times)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0.random_range(0..end)
    }

    pub(crate) fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        *all.choose(&mut self.0).expect("there are some")
    }

    fn text(&mut self) -> String {
        match self.below(8) {
            0 => "x".repeat(self.below(400)),
            1 => (0..self.below(12))
                .map(|_| self.0.random::<char>())
                .collect(),
            _ => self.one_of(TEXTS).to_owned(),
        }
    }

    fn leaf(&mut self) -> Value {
        match self.below(8) {
            0 => Value::Null,
            1 => json!(self.once_in(2)),
            2 => json!(self.0.random::<i64>()),
            3 | 4 => json!(self.one_of(NUMBERS)),
            5 => json!(self.one_of(FLOATS)),
            _ => json!(self.text()),
        }
    }

    /// Any JSON at all, nested this deep or less.
    pub(crate) fn json(&mut self, depth: usize) -> Value {
        match (depth, self.below(3)) {
            (0, _) | (_, 0) => self.leaf(),
            (_, 1) => (0..self.below(4)).map(|_| self.json(depth - 1)).collect(),
            _ => {
                let mut object = Map::new();
                for _ in 0..self.below(5) {
                    object.insert(self.text(), self.json(depth - 1));
                }
                Value::Object(object)
            }
        }
    }

    /// A whole answer with some of its places spoilt.
    pub(crate) fn spoilt(&mut self, whole: &Value) -> Value {
        let mut value = whole.clone();
        for _ in 0..=self.below(6) {
            let mut place = self.below(size(&value));
            let other = match self.below(10) {
                0 => self.json(3),
                1 => json!([self.leaf(), whole.clone()]),
                2 => {
                    let mut from = self.below(size(whole));
                    nth(&mut whole.clone(), &mut from)
                        .cloned()
                        .unwrap_or_default()
                }
                _ => self.leaf(),
            };
            let Some(found) = nth(&mut value, &mut place) else {
                continue;
            };
            match found {
                Value::Object(object) if self.0.random_ratio(1, 3) && !object.is_empty() => {
                    let names: Vec<String> = object.keys().cloned().collect();
                    let name = &names[self.below(names.len())];
                    let member = object.remove(name).unwrap_or_default();
                    if self.once_in(3) {
                        object.insert(name.to_uppercase(), member);
                    }
                }
                Value::Array(items) if self.0.random_ratio(1, 3) && !items.is_empty() => {
                    let item = items[self.below(items.len())].clone();
                    items.extend(std::iter::repeat_n(item, 3));
                }
                // The answer itself stays one, mostly.
                Value::Object(_) if self.0.random_ratio(2, 3) => {}
                place => *place = other,
            }
        }
        value
    }

    /// A body: anything, or a whole answer spoilt.
    pub(crate) fn body(&mut self, wholes: &[Value]) -> Value {
        if self.once_in(8) {
            return self.json(4);
        }
        let whole = &wholes[self.below(wholes.len())];
        self.spoilt(whole)
    }
}

fn size(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(size).sum(),
        Value::Object(object) => object.values().map(size).sum(),
        _ => 0,
    }
}

/// The value itself, or what is in it, counted in order.
fn nth<'v>(value: &'v mut Value, place: &mut usize) -> Option<&'v mut Value> {
    if *place == 0 {
        return Some(value);
    }
    *place -= 1;
    match value {
        Value::Array(items) => items.iter_mut().find_map(|item| nth(item, place)),
        Value::Object(object) => object.values_mut().find_map(|member| nth(member, place)),
        _ => None,
    }
}
