//! `webhook`: Celcoin's calls on a change of a case: registering the address, and receiving.

use std::net::SocketAddr;

use clap::{Args, Subcommand};

use crate::exit::Failure;
use crate::folder::DataFolder;
use crate::output::{Answer, say};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Register an address; it replaces the one in force. Without --confirm only show that
    Register(Register),
    /// Receive calls until ended
    Serve(Serve),
}

#[derive(Debug, Args)]
pub struct Register {
    /// The account: its id or label
    account: String,
    #[arg(long)]
    url: String,
    /// Another event that stays in force beside chargeback.update; may be repeated. The provider doesn't tell which
    /// are in force now. Without it those stay that were registered from here before
    #[arg(long = "event", value_name = "NAME")]
    events: Vec<String>,
    /// Do it
    #[arg(long)]
    confirm: bool,
}

#[derive(Debug, Args)]
pub struct Serve {
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8791")]
    listen: SocketAddr,
}

impl Command {
    pub async fn run(self, folder: &DataFolder) -> Result<Answer, Failure> {
        match self {
            Self::Register(register) => {
                folder
                    .ask(async |engine| {
                        let (account, url) = (&register.account, &register.url);
                        let others = Some(&register.events[..]).filter(|all| !all.is_empty());
                        let view = if register.confirm {
                            engine.webhook_register(account, url, others).await?
                        } else {
                            engine.webhook_rehearse(account, url, others).await?
                        };
                        let mut text = match (view.registered, &view.replaces) {
                            (true, None) => format!("{} is in force now.\n", view.url),
                            (true, Some(before)) => {
                                format!("{} is in force now, instead of {before}.\n", view.url)
                            }
                            (false, None) => format!(
                                "Nothing was sent. With --confirm {} would be in force.\n",
                                view.url
                            ),
                            (false, Some(before)) => {
                                format!(
                                    "Nothing was sent. With --confirm {} would replace {before}.\n",
                                    view.url
                                )
                            }
                        };
                        text.push_str(&format!("Events: {}\n", view.events.join(", ")));
                        for problem in &view.problems {
                            text.push_str(&format!("{}\n", problem.message));
                        }
                        Ok(Answer::new(&view, text))
                    })
                    .await
            }
            Self::Serve(serve) => {
                if !serve.listen.ip().is_loopback() {
                    say(
                        "other machines can reach this port: anybody there can call it, and a call's hash travels in the clear",
                    );
                }
                folder
                    .ask(async |engine| {
                        engine
                            .webhook_serve(serve.listen, |at| {
                                say(&format!("receiving at http://{at}"))
                            })
                            .await?;
                        Ok(Answer::silent())
                    })
                    .await
            }
        }
    }
}
