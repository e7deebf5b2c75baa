//! Stateful provider servers on loopback, for practice and for tests.
//!
//! Written from the providers' documentation alone: this crate shares no code with the rest of
//! the program, so that it can't share a mistake with it. Everything follows from a seed and a
//! start instant; the clock can be moved on, faults can be ordered, and what really happened is
//! counted.
//!
//! In the same process [`Running::control`] holds the strings. Another process finds them beside
//! every provider's own paths, as JSON:
//!
//! | route | body or answer |
//! |---|---|
//! | `GET /_sandbox/state` | `{"now","providers","latency_ms"}` |
//! | `POST /_sandbox/clock` | `{"seconds"}`, `{"days"}` or `{"to": RFC 3339}` |
//! | `POST /_sandbox/latency` | `{"ms"}` |
//! | `POST /_sandbox/faults` | a [`FaultRule`] or an array: `{"method","path","nth","times","contains","provider","headers","fault":{"kind",…}}`, `*` in `path` stands for any text |
//! | `GET`, `DELETE /_sandbox/faults` | all rules with `met` and `struck`; takes them away |
//! | `GET`, `DELETE /_sandbox/requests` | the log, [`LoggedRequest`]s; empties it |
//! | `GET /_sandbox/effects` | `{provider: {object id: {act: count}}}` |
//! | `POST /_sandbox/act` | `{"act", …, "provider"?}`, see the `act` module of each provider |
//!
//! Acts that count as effects: Stripe `submit`, `close`, `refund`, `stage`; Clearhaus `submit`,
//! `accept`, `file`, `upload`, `comment`; Celcoin `submit`, `accept`, `register` (object
//! `webhook`); Unico `analysis` (object = transaction). Done by somebody else: `…_by_other`.

mod celcoin;
mod chance;
mod clearhaus;
mod clock;
mod paper;
mod sandbox;
mod server;
mod stripe;
mod unico;

pub use sandbox::{Builder, Running, Sandbox, Served, StartError};
pub use server::{Control, ControlError, Effects, Fault, FaultRule, LoggedRequest, RateReason};
