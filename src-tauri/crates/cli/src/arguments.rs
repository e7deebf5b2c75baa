//! The command line: what can be said, and the commands it leads to.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{Parser, Subcommand};

use crate::exit::Failure;
use crate::folder::DataFolder;
use crate::output::{Answer, Unparsed};
use crate::{
    account, act, analysis, backup, comment, dispute, document, erase, evidence, export, health,
    insights, integrity, practice, reminders, sync, warnings, webhook,
};

const AFTER_HELP: &str = "\
Exit codes: 0 done · 1 failed, nothing was changed at a provider · 2 usage · 3 refused before sending ·
4 the provider refused · 5 outcome unknown, `tvist reconcile` settles it · 6 part of it failed
Environment: TVIST_DATA_DIR the data folder · TVIST_LOG what to log, such as debug or tvist_engine=trace";

/// Payment disputes, answered in time: the headless face of Tvist.
#[derive(Debug, Parser)]
#[command(name = "tvist", version, disable_help_subcommand = true, after_help = AFTER_HELP)]
pub struct Invocation {
    /// The data folder; else TVIST_DATA_DIR, else the system's folder for application data
    #[arg(long, global = true, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// Print exactly one JSON document; messages go to standard error
    #[arg(long, global = true)]
    pub json: bool,
    #[command(subcommand)]
    pub command: Command,
}

/// One sentence of the command line.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Accounts at providers
    #[command(subcommand)]
    Account(account::Command),
    /// Bring everything up to date
    Sync(sync::Sync),
    /// The desk: all cases, most urgent first
    Disputes(dispute::Disputes),
    /// One case, whole
    Dispute(dispute::Show),
    /// Read one case again at its provider
    Refresh(dispute::Refresh),
    /// Keep the provider from answering a case by itself; only what you send goes out then
    Manual(dispute::Manual),
    /// The evidence that is being gathered for a case
    #[command(subcommand)]
    Evidence(evidence::Command),
    /// Send the answer; without --confirm only show what would be sent
    Submit(act::Submit),
    /// Concede the case; without --confirm only show what that means
    Accept(act::Accept),
    /// Pay the disputed amount back where that settles the case; without --confirm only show it
    Refund(act::Refund),
    /// Payments that a bank has warned of, before there is a case
    Warnings(warnings::Warnings),
    /// Settle every act whose outcome is unknown, by reading the provider
    Reconcile(act::Reconcile),
    /// What was sent for a case, and what came back
    Receipts(act::Receipts),
    /// Erase a case that has ended from this machine; without --confirm only show what would go
    Erase(erase::Erase),
    /// Documents of a case, held by the provider and by the app
    Documents(document::Documents),
    /// Comments on a case
    Comments(comment::Comments),
    /// What Unico IDPay is asked to examine
    #[command(subcommand)]
    Analysis(analysis::Command),
    /// Calls of Celcoin on a change of a case
    #[command(subcommand)]
    Webhook(webhook::Command),
    /// The reminders that fall due in a span, as the tray would show them
    Reminders(reminders::Reminders),
    /// What came of the cases: won, lost, open, closed
    Insights(insights::Insights),
    /// Write a file for spreadsheets, calendars, bookkeeping, or everything
    Export(export::Export),
    /// Write everything into one encrypted file; credentials stay in the keychain
    ///
    /// The passphrase is read from standard input, as {"passphrase": "…"}, and has eight characters or more. Credentials of accounts are not part of the
    /// file: on another machine they are given again with `account renew`.
    Backup(backup::Backup),
    /// Make a data folder from a backup; it may hold no account and no case yet
    ///
    /// The passphrase is read from standard input, as {"passphrase": "…"}. Receiving calls and the calendar's folder are
    /// off afterwards until they are switched on again.
    Restore(backup::Restore),
    /// Look whether the database is sound: reads every page of it
    Integrity(integrity::Integrity),
    /// What holds on this machine: data, keychain, what the process that opens documents can't do, clock, freshness
    Health(health::Health),
    /// Serve the providers on this machine with invented cases, to practise on
    Practice(practice::Practice),
}

impl Invocation {
    /// Does what was said.
    pub async fn run(self) -> Result<Answer, Failure> {
        let folder = DataFolder::new(self.data_dir);
        match self.command {
            Command::Account(command) => command.run(&folder).await,
            Command::Sync(command) => command.run(&folder).await,
            Command::Disputes(command) => command.run(&folder).await,
            Command::Dispute(command) => command.run(&folder).await,
            Command::Refresh(command) => command.run(&folder).await,
            Command::Manual(command) => command.run(&folder).await,
            Command::Evidence(command) => command.run(&folder).await,
            Command::Submit(command) => command.run(&folder).await,
            Command::Accept(command) => command.run(&folder).await,
            Command::Refund(command) => command.run(&folder).await,
            Command::Warnings(command) => command.run(&folder).await,
            Command::Reconcile(command) => command.run(&folder).await,
            Command::Receipts(command) => command.run(&folder).await,
            Command::Erase(command) => command.run(&folder).await,
            Command::Documents(command) => command.run(&folder).await,
            Command::Comments(command) => command.run(&folder).await,
            Command::Analysis(command) => command.run(&folder).await,
            Command::Webhook(command) => command.run(&folder).await,
            Command::Reminders(command) => command.run(&folder).await,
            Command::Insights(command) => command.run(&folder).await,
            Command::Export(command) => command.run(&folder).await,
            Command::Backup(command) => command.run(&folder).await,
            Command::Restore(command) => command.run(&folder).await,
            Command::Integrity(command) => command.run(&folder).await,
            Command::Health(command) => command.run(&folder).await,
            Command::Practice(command) => command.run().await,
        }
    }
}

/// Reads the command line, program name first.
pub fn read(line: Vec<OsString>) -> Result<Invocation, Unparsed> {
    // Known before the line is understood, since a mistake in it has its JSON form too.
    let json = line
        .iter()
        .skip(1)
        .take_while(|word| *word != "--")
        .any(|word| word == "--json");
    Invocation::try_parse_from(line).map_err(|error| {
        let text = error.render().to_string();
        match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Unparsed::Told { text, json },
            _ => Unparsed::Usage {
                message: text.trim().trim_start_matches("error: ").to_owned(),
                json,
            },
        }
    })
}

#[cfg(test)]
mod contract;

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn parse(line: &str) -> Result<Invocation, Unparsed> {
        read(
            std::iter::once("tvist")
                .chain(line.split_whitespace())
                .map(OsString::from)
                .collect(),
        )
    }

    #[test]
    fn the_commands_don_t_contradict_themselves() {
        Invocation::command().debug_assert();
    }

    #[test]
    fn the_global_options_stand_before_or_after_the_command() {
        for line in [
            "--json --data-dir /d disputes",
            "disputes --json --data-dir /d",
            "--data-dir /d disputes --json",
            "documents --json --data-dir /d get du_1 doc_1 --out f",
            "documents get du_1 doc_1 --out f --data-dir=/d --json",
            "evidence text --data-dir /d du_1 receipt --json text",
            "evidence --json text du_1 receipt text --data-dir /d",
        ] {
            let invocation = parse(line).unwrap_or_else(|e| panic!("{line}: {e:?}"));
            assert!(invocation.json, "{line}");
            assert_eq!(
                invocation.data_dir.as_deref(),
                Some("/d".as_ref()),
                "{line}"
            );
        }
    }

    #[test]
    fn a_mistake_is_a_usage_error_in_the_form_that_was_asked_for() {
        for line in [
            "",
            "dance",
            "dispute",
            "dispute a b",
            "disputes --limit x",
            "account add nobody --label x",
        ] {
            for (line, wants) in [(line.to_owned(), false), (format!("{line} --json"), true)] {
                match parse(&line) {
                    Err(Unparsed::Usage { message, json }) => {
                        assert_eq!(json, wants, "{line}");
                        assert!(
                            !message.is_empty() && !message.starts_with("error"),
                            "{line}"
                        );
                    }
                    other => panic!("{line}: {other:?}"),
                }
            }
        }
        // Behind `--` it is a text.
        assert!(matches!(
            parse("comments add du_1 --confirm -- --json"),
            Err(Unparsed::Usage { json: false, .. })
        ));
    }

    #[test]
    fn help_and_version_are_no_mistakes() {
        for line in ["--help", "--version", "evidence add --help", "-h", "-V"] {
            assert!(
                matches!(parse(line), Err(Unparsed::Told { json: false, .. })),
                "{line}"
            );
        }
        assert!(matches!(
            parse("--version --json"),
            Err(Unparsed::Told { json: true, .. })
        ));
    }

    #[test]
    fn a_text_may_begin_with_a_hyphen() {
        let line = [
            "tvist",
            "evidence",
            "text",
            "du_1",
            "uncategorized_text",
            "- one\n- two",
        ];
        let Ok(Invocation {
            command: Command::Evidence(evidence::Command::Text(text)),
            ..
        }) = read(line.map(OsString::from).to_vec())
        else {
            panic!("not understood")
        };
        assert_eq!(text.text, "- one\n- two");
    }
}
