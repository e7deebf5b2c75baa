//! A program and its provider under one clock that is moved, never waited for.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use tvist_engine::domain::Provider;
use tvist_engine::domain::clock::{Clock, Timestamp, from_unix};
use tvist_engine::{Engine, NewAccount, OpenOptions};
use tvist_sandbox::{Builder, Running, Sandbox};

/// The moment at which every program here begins: what it meets doesn't go by the hour of the run.
const OPENS: &str = "2026-11-30T12:00:00Z";

/// A clock that stands where it was put, in Unix seconds.
pub struct Hand(pub AtomicI64);

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        from_unix(self.0.load(Ordering::SeqCst)).expect("a date of our time")
    }
}

/// Stripe with so many cases, and a program with an account there, which hasn't read it yet. With `practice` the
/// provider's clock is no measure of the program's.
pub async fn shop(cases: usize, folder: &Path, practice: bool) -> (Arc<Hand>, Running, Engine) {
    served(|builder| builder.disputes(cases), folder, practice).await
}

/// The same with the whole practice set: its cases, and the payments that a bank has warned of.
pub async fn practice_set(folder: &Path) -> (Arc<Hand>, Running, Engine) {
    served(|builder| builder, folder, true).await
}

async fn served(
    wishes: impl FnOnce(Builder) -> Builder,
    folder: &Path,
    practice: bool,
) -> (Arc<Hand>, Running, Engine) {
    let opens: Timestamp = OPENS.parse().expect("a moment");
    let clock = Arc::new(Hand(AtomicI64::new(opens.timestamp())));
    let sandbox = wishes(Sandbox::builder(clock.now()))
        .standing_clock()
        .start()
        .await
        .expect("the server starts on loopback");
    let options = OpenOptions::new(folder.join("data"));
    let engine = Engine::open_with_clock(options, clock.clone())
        .await
        .expect("the data folder opens");
    let account = NewAccount {
        provider: Provider::Stripe,
        label: "Shop".into(),
        environment: None,
        api_base: Some(sandbox.stripe().api_base.clone()),
        options: BTreeMap::new(),
        secrets: sandbox.stripe().secrets.clone().into(),
        practice,
    };
    let _ = engine.account_add(account).await.expect("an account");
    (clock, sandbox, engine)
}
