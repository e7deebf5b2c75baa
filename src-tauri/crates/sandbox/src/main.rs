//! Serves the provider servers until ended; prints their addresses and keys as JSON when ready.

use std::io::Write;
use std::net::SocketAddr;
use std::process::ExitCode;

use chrono::{DateTime, Utc};
use tvist_sandbox::{Builder, Sandbox};

const USAGE: &str = "tvist-sandbox [--seed N] [--disputes N] [--latency MS] \
[--listen 127.0.0.1:PORT] [--start RFC3339] [--standing-clock]";

#[tokio::main]
async fn main() -> ExitCode {
    let builder = match read(std::env::args().skip(1).collect()) {
        Ok(builder) => builder,
        Err(problem) => {
            eprintln!("{problem}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let running = match builder.start().await {
        Ok(running) => running,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let mut out = std::io::stdout();
    if writeln!(out, "{}", running.accounts())
        .and_then(|()| out.flush())
        .is_err()
    {
        return ExitCode::FAILURE;
    }
    if tokio::signal::ctrl_c().await.is_err() {
        eprintln!("cannot wait for an interrupt");
    }
    running.stop().await;
    ExitCode::SUCCESS
}

fn read(arguments: Vec<String>) -> Result<Builder, String> {
    let mut start = now();
    let mut rest = Vec::new();
    let mut given = arguments.into_iter();
    while let Some(name) = given.next() {
        if name == "--standing-clock" {
            rest.push((name, String::new()));
            continue;
        }
        let value = given
            .next()
            .ok_or_else(|| format!("{name} wants a value"))?;
        if name == "--start" {
            start = DateTime::parse_from_rfc3339(&value)
                .map_err(|error| format!("--start: {error}"))?
                .with_timezone(&Utc);
        } else {
            rest.push((name, value));
        }
    }
    let mut builder = Sandbox::builder(start);
    for (name, value) in rest {
        let number = || {
            value
                .parse::<u64>()
                .map_err(|error| format!("{name}: {error}"))
        };
        builder = match name.as_str() {
            "--standing-clock" => builder.standing_clock(),
            "--seed" => builder.seed(number()?),
            "--latency" => builder.latency(number()?),
            "--disputes" => builder.disputes(usize::try_from(number()?).unwrap_or(usize::MAX)),
            "--listen" => {
                let address: SocketAddr =
                    value.parse().map_err(|error| format!("{name}: {error}"))?;
                builder.listen(address)
            }
            other => return Err(format!("unknown argument {other}")),
        };
    }
    Ok(builder)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the program that starts is where the time comes from"
)]
fn now() -> DateTime<Utc> {
    Utc::now()
}
