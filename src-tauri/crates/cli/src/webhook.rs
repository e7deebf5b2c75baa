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
                        let view = if register.confirm {
                            engine
                                .webhook_register(&register.account, &register.url)
                                .await?
                        } else {
                            engine
                                .webhook_rehearse(&register.account, &register.url)
                                .await?
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
