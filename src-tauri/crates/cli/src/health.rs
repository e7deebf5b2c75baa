//! `health`: what holds on this machine.

use clap::Args;
use serde::Serialize;
use tvist_engine::{CoreDumps, Engine, HealthView, OpenOptions};

use crate::exit::Failure;
use crate::folder::DataFolder;
use crate::output::Answer;
use crate::table::{moment, one_line, plain};

#[derive(Debug, Args)]
pub struct Health {}

impl Health {
    pub async fn run(self, folder: &DataFolder) -> Result<Answer, Failure> {
        let health = Engine::health_of(OpenOptions::new(folder.path()?)).await;
        Ok(Answer::new(&health, told(&health)))
    }
}

/// A value's word of the contract, for the eye.
fn word(value: &impl Serialize) -> String {
    let word = serde_json::to_value(value).unwrap_or_default();
    plain(word.as_str().unwrap_or("unknown"))
}

fn told(health: &HealthView) -> String {
    let refused = |held: bool| if held { "refused" } else { "NOT refused" };
    let dumps = match health.core_dumps {
        CoreDumps::Off => "off",
        CoreDumps::On => "ON",
        CoreDumps::Unknown => "decided by the system",
    };
    let clock = match health.clock.skew_seconds {
        Some(seconds) if seconds < 0 => format!("{} s ahead of the providers'", -seconds),
        Some(seconds) => format!("{seconds} s behind the providers'"),
        None => "not measured yet".to_owned(),
    };
    let mut text = format!(
        "Database      {}\nKeychain      {}\nThe process that opens documents is kept from\n  files       {}\n  network     {}\n  \
         processes   {}\nMemory dumps  {dumps}\nClock         {clock}\n",
        word(&health.database),
        word(&health.keychain),
        refused(health.worker.files),
        refused(health.worker.network),
        refused(health.worker.syscalls),
    );
    for account in &health.freshness {
        let read = account
            .synced_at
            .map_or("never read".to_owned(), |at| format!("read {}", moment(at)));
        let label = one_line(&account.label);
        text.push_str(&format!("{label}: {}, {read}\n", word(&account.state)));
    }
    if let Some(problem) = &health.calendar {
        let problem = word(problem);
        text.push_str(&format!("The calendar's file isn't current: {problem}\n"));
    }
    for one in &health.breakdowns {
        let (task, last) = (one_line(&one.task), moment(one.last_at));
        text.push_str(&format!(
            "The watch's {task} broke and began again, {} times, last {last}\n",
            one.times
        ));
    }
    text
}
