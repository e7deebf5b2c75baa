//! `sync`: bring everything up to date.

use clap::Args;
use serde::Serialize;
use tvist_engine::view::{ErrorView, SyncView};

use crate::exit::{Exit, Failure};
use crate::folder::DataFolder;
use crate::output::{Answer, say};
use crate::table::{Side, Table};

#[derive(Debug, Args)]
pub struct Sync {
    /// Only this account: its id, or its label
    #[arg(long)]
    account: Option<String>,
    /// Read everything again, not only what may have changed
    #[arg(long)]
    full: bool,
}

/// The document of the contract, printed also when nothing could be tried.
#[derive(Serialize)]
struct Synced<'a> {
    accounts: &'a [SyncView],
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<ErrorView>,
}

impl Sync {
    pub async fn run(self, folder: &DataFolder) -> Result<Answer, Failure> {
        let tried = folder
            .ask(async |engine| {
                let accounts = engine.sync(self.account.as_deref(), self.full).await?;
                Ok(synced(&accounts))
            })
            .await;
        Ok(tried.unwrap_or_else(|failure| untried(&failure)))
    }
}

fn synced(accounts: &[SyncView]) -> Answer {
    let document = Synced {
        accounts,
        error: None,
    };
    let answer = Answer::new(&document, in_words(accounts));
    if accounts.iter().all(|account| account.ok) {
        answer
    } else {
        answer.ending(Exit::Partly)
    }
}

fn untried(failure: &Failure) -> Answer {
    let error = failure.view();
    say(&error.message);
    let document = Synced {
        accounts: &[],
        error: Some(error),
    };
    Answer::new(&document, "").ending(failure.exit())
}

fn in_words(accounts: &[SyncView]) -> String {
    let mut table = Table::new(&[
        ("ACCOUNT", Side::Left),
        ("NEW", Side::Right),
        ("CHANGED", Side::Right),
        ("UNCHANGED", Side::Right),
        ("UNREADABLE", Side::Right),
        ("REQUESTS", Side::Right),
        ("SECONDS", Side::Right),
        ("RESULT", Side::Left),
    ]);
    for account in accounts {
        let result = account
            .error
            .as_ref()
            .map_or("ok", |error| error.message.as_str());
        table.row([
            account.account.to_string(),
            account.new.to_string(),
            account.changed.to_string(),
            account.unchanged.to_string(),
            account.skipped.len().to_string(),
            account.requests.to_string(),
            format!("{:.1}", account.seconds),
            result.to_owned(),
        ]);
    }
    table.or("No account yet. `tvist account add` adds one.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use tvist_engine::domain::AccountId;

    fn account(ok: bool) -> SyncView {
        SyncView {
            account: AccountId::new(),
            ok,
            new: 1,
            changed: 0,
            unchanged: 2,
            skipped: Vec::new(),
            requests: 3,
            seconds: 0.25,
            error: (!ok).then(|| Failure::from(tvist_engine::Error::NoKeychain).view()),
        }
    }

    #[test]
    fn one_failed_account_is_part_of_it_failed() {
        for (accounts, exit) in [
            (vec![], Exit::Done),
            (vec![account(true)], Exit::Done),
            (vec![account(true), account(false)], Exit::Partly),
            (vec![account(false)], Exit::Partly),
        ] {
            assert_eq!(synced(&accounts).exit(), exit);
        }
    }

    #[test]
    fn nothing_tried_is_failed_and_still_has_the_document() {
        let answer = untried(&tvist_engine::Error::NoKeychain.into());
        assert_eq!(answer.exit(), Exit::Failed);
        let document: serde_json::Value = serde_json::from_str(answer.json().unwrap()).unwrap();
        assert_eq!(document["accounts"], serde_json::json!([]));
        assert_eq!(document["error"]["kind"], "no_keychain");
    }
}
