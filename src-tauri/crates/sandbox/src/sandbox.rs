//! Setting up, starting and stopping a sandbox.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::celcoin::{self, CelcoinServer};
use crate::clearhaus::{self, ClearhausServer};
use crate::clock::Clock;
use crate::server::{Control, Desk, FaultBook, Gate, Provider, RequestLog, serve};
use crate::stripe::{self, StripeServer};
use crate::unico::{self, UnicoServer};

/// How long a stop waits for answers under way.
const STOP_PATIENCE: Duration = Duration::from_secs(2);

/// Why a sandbox could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Only loopback addresses are served.
    #[error("{0} is not a loopback address")]
    NotLoopback(SocketAddr),
    /// The address could not be taken.
    #[error("cannot listen on {0}")]
    Listen(SocketAddr, #[source] std::io::Error),
}

/// Entry to the sandbox.
#[derive(Debug)]
pub struct Sandbox;

impl Sandbox {
    /// A sandbox that believes it starts at `start` (UTC). Ids, keys and dates follow from the
    /// seed and this instant alone.
    #[must_use]
    pub fn builder(start: DateTime<Utc>) -> Builder {
        Builder {
            start,
            seed: 1,
            disputes: None,
            latency_ms: 0,
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            ticking: true,
            smart_disputes: true,
            appeals: true,
        }
    }
}

/// The wishes for a sandbox.
#[derive(Debug, Clone)]
pub struct Builder {
    start: DateTime<Utc>,
    seed: u64,
    disputes: Option<usize>,
    latency_ms: u64,
    listen: SocketAddr,
    ticking: bool,
    smart_disputes: bool,
    appeals: bool,
}

impl Builder {
    /// The seed of all ids and keys (1 unless told).
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Gives each provider this many disputes instead of the practice set.
    #[must_use]
    pub fn disputes(mut self, count: usize) -> Self {
        self.disputes = Some(count);
        self
    }

    /// Milliseconds that every answer takes.
    #[must_use]
    pub fn latency(mut self, ms: u64) -> Self {
        self.latency_ms = ms;
        self
    }

    /// The loopback address of the first provider; the others take the ports after it, or any
    /// free ones for port 0.
    #[must_use]
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.listen = address;
        self
    }

    /// A clock that stands still until it is moved (tests).
    #[must_use]
    pub fn standing_clock(mut self) -> Self {
        self.ticking = false;
        self
    }

    /// Whether the Stripe account is enrolled in Smart Disputes (it is unless told).
    #[must_use]
    pub fn smart_disputes(mut self, on: bool) -> Self {
        self.smart_disputes = on;
        self
    }

    /// Whether the Stripe account has appeals switched on (it has unless told).
    #[must_use]
    pub fn appeals(mut self, on: bool) -> Self {
        self.appeals = on;
        self
    }

    /// Starts all providers.
    ///
    /// # Errors
    /// When the address is not loopback or is taken.
    pub async fn start(self) -> Result<Running, StartError> {
        if !self.listen.ip().is_loopback() {
            return Err(StartError::NotLoopback(self.listen));
        }
        let desk = Arc::new(Desk {
            clock: Clock::starting_at(self.start, self.ticking),
            faults: Mutex::new(FaultBook::default()),
            log: Mutex::new(RequestLog::default()),
            latency_ms: AtomicU64::new(self.latency_ms),
        });
        let plans = self.providers();
        let mut doors = Vec::new();
        for (number, plan) in plans.into_iter().enumerate() {
            let mut address = self.listen;
            if address.port() != 0 {
                let step = u16::try_from(number).unwrap_or(0);
                address.set_port(address.port().saturating_add(step));
            }
            let listener = TcpListener::bind(address)
                .await
                .map_err(|error| StartError::Listen(address, error))?;
            let bound = listener
                .local_addr()
                .map_err(|error| StartError::Listen(address, error))?;
            let side = TcpListener::bind(SocketAddr::new(address.ip(), 0))
                .await
                .map_err(|error| StartError::Listen(address, error))?;
            doors.push(Opening::of(plan, listener, bound, side)?);
        }
        Ok(open_doors(doors, desk))
    }

    fn providers(&self) -> Vec<Plan> {
        let stripe = StripeServer::new(&stripe::Settings {
            seed: self.seed,
            start: self.start,
            disputes: self.disputes,
            smart: self.smart_disputes,
            appeals: self.appeals,
        });
        let clearhaus = ClearhausServer::new(&clearhaus::Settings {
            seed: self.seed,
            start: self.start,
            disputes: self.disputes,
        });
        let celcoin = CelcoinServer::new(&celcoin::Settings {
            seed: self.seed,
            start: self.start,
            disputes: self.disputes,
        });
        let unico = UnicoServer::new(&unico::Settings {
            seed: self.seed,
            start: self.start,
        });
        let connected = stripe.connected_account().to_owned();
        vec![
            Plan {
                connected_account: Some(connected),
                ..Plan::of(json!({"secret_key": stripe.secret_key}), stripe)
            },
            Plan::of(clearhaus.secrets(), clearhaus),
            Plan::of(celcoin.secrets(), celcoin),
            Plan {
                options: unico.options(),
                examples: unico.examples(),
                ..Plan::of(UnicoServer::secrets(), unico)
            },
        ]
    }
}

struct Plan {
    provider: Box<dyn Provider>,
    secrets: Value,
    options: Value,
    examples: Value,
    connected_account: Option<String>,
}

impl Plan {
    fn of(secrets: Value, provider: impl Provider) -> Self {
        Self {
            provider: Box::new(provider),
            secrets,
            options: json!({}),
            examples: Value::Null,
            connected_account: None,
        }
    }
}

/// One provider as it is served.
#[derive(Clone)]
pub struct Served {
    /// The provider's name in the contract.
    pub name: &'static str,
    /// Scheme, host and port.
    pub api_base: String,
    /// What `account add` reads from standard input.
    pub secrets: Value,
    /// What `account add` takes as options.
    pub options: Value,
    /// Unico, whose API lists nothing: the transactions, each with `transaction`, `created` and
    /// `order`. Null elsewhere.
    pub examples: Value,
    /// Stripe: an account that the key may act for with the header `Stripe-Account`.
    pub connected_account: Option<String>,
}

/// A sandbox that runs until it is stopped or dropped.
pub struct Running {
    served: Vec<Served>,
    control: Control,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

/// A provider with its listeners: its own, and one as a foreign host.
struct Opening {
    plan: Plan,
    listener: TcpListener,
    base: String,
    side: TcpListener,
    side_base: String,
}

impl Opening {
    fn of(
        mut plan: Plan,
        listener: TcpListener,
        bound: SocketAddr,
        side: TcpListener,
    ) -> Result<Self, StartError> {
        let beside = side
            .local_addr()
            .map_err(|error| StartError::Listen(bound, error))?;
        let (base, side_base) = (format!("http://{bound}"), format!("http://{beside}"));
        plan.provider.settle_in(&base, &side_base);
        Ok(Self {
            plan,
            listener,
            base,
            side,
            side_base,
        })
    }
}

fn open_doors(doors: Vec<Opening>, desk: Arc<Desk>) -> Running {
    let (stop, stopped) = watch::channel(false);
    let mut served = Vec::new();
    let mut open = Vec::new();
    for door in doors {
        let gate = Arc::new(Gate::new(door.plan.provider, Arc::clone(&desk)));
        served.push(Served {
            name: gate.name,
            api_base: door.base.clone(),
            secrets: door.plan.secrets,
            options: door.plan.options,
            examples: door.plan.examples,
            connected_account: door.plan.connected_account,
        });
        open.push((Arc::clone(&gate), door.listener, door.base));
        open.push((gate, door.side, door.side_base));
    }
    // Every gate has two doors, one after the other.
    let gates = open
        .iter()
        .step_by(2)
        .map(|(gate, ..)| Arc::clone(gate))
        .collect();
    let control = Control {
        desk,
        gates: Arc::new(gates),
    };
    let tasks = open
        .into_iter()
        .map(|(gate, listener, base)| {
            tokio::spawn(serve(
                listener,
                base,
                gate,
                control.clone(),
                stopped.clone(),
            ))
        })
        .collect();
    Running {
        served,
        control,
        stop,
        tasks,
    }
}

impl Running {
    /// Stripe's server.
    #[must_use]
    pub fn stripe(&self) -> &Served {
        &self.served[0]
    }

    /// Clearhaus's server.
    #[must_use]
    pub fn clearhaus(&self) -> &Served {
        &self.served[1]
    }

    /// Celcoin's server.
    #[must_use]
    pub fn celcoin(&self) -> &Served {
        &self.served[2]
    }

    /// Unico's server.
    #[must_use]
    pub fn unico(&self) -> &Served {
        &self.served[3]
    }

    /// A provider's server by its name in the contract.
    #[must_use]
    pub fn served(&self, name: &str) -> Option<&Served> {
        self.served.iter().find(|served| served.name == name)
    }

    /// All providers in the form `tvist practice` prints:
    /// `{"stripe":{"api_base","secrets","options"},…}`.
    #[must_use]
    pub fn accounts(&self) -> Value {
        let members: Map<String, Value> = self
            .served
            .iter()
            .map(|served| {
                let mut account = json!({
                    "api_base": served.api_base, "secrets": served.secrets,
                    "options": served.options,
                });
                if !served.examples.is_null() {
                    account["examples"] = served.examples.clone();
                }
                (served.name.to_owned(), account)
            })
            .collect();
        Value::Object(members)
    }

    /// The clock, faults, log and effects.
    #[must_use]
    pub fn control(&self) -> Control {
        self.control.clone()
    }

    /// Stops listening and lets answers under way finish for at most two seconds.
    pub async fn stop(mut self) {
        let _ = self.stop.send(true);
        for mut task in std::mem::take(&mut self.tasks) {
            if tokio::time::timeout(STOP_PATIENCE, &mut task)
                .await
                .is_err()
            {
                task.abort();
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.stop.send(true);
        for task in &self.tasks {
            task.abort();
        }
    }
}
