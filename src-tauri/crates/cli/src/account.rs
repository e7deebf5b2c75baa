//! `account`: add, list, check and remove accounts.

use std::collections::BTreeMap;

use clap::{Args, Subcommand};
use tvist_engine::domain::Provider;
use tvist_engine::domain::provider::Environment;
use tvist_engine::view::{AccountView, CheckView};
use tvist_engine::{GivenSecrets, NewAccount};

use crate::exit::{Exit, Failure};
use crate::folder::DataFolder;
use crate::output::{Answer, Named};
use crate::table::{Lines, Side, Table, moment};
use crate::{secrets, value};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Add an account; its secrets are read from standard input as one JSON object
    Add(Add),
    /// List the accounts
    List,
    /// Connect, and name each missing right and the clock skew
    Check(One),
    /// Give an account its credentials again, as after a restored backup; only those of the same provider account
    ///
    /// They are read from standard input as one JSON object, as for `account add`.
    Renew(One),
    /// Remove an account with its cases and its secrets
    Remove(One),
}

#[derive(Debug, Args)]
pub struct Add {
    #[arg(value_parser = value::provider())]
    provider: Provider,
    /// The name that you give it
    #[arg(long)]
    label: String,
    #[arg(long, value_parser = value::environment())]
    environment: Option<Environment>,
    /// Another address of the provider, for tests and practice: on this machine only
    #[arg(long, value_name = "URL")]
    api_base: Option<String>,
    /// An option of the provider; may be given several times
    #[arg(long = "option", value_name = "NAME=VALUE")]
    options: Vec<String>,
}

#[derive(Debug, Args)]
pub struct One {
    /// The account's id, or its label
    account: String,
}

impl Command {
    pub async fn run(self, folder: &DataFolder) -> Result<Answer, Failure> {
        match self {
            Self::Add(add) => {
                let new = add.with_secrets(secrets::read)?;
                folder
                    .ask(async |engine| {
                        let account = engine.account_add(new).await?;
                        Ok(Answer::new(&account, in_words(&account)))
                    })
                    .await
            }
            Self::List => {
                folder
                    .ask(async |engine| {
                        let accounts = engine.accounts().await?;
                        Ok(Answer::new(
                            &Named("accounts", &accounts),
                            listed(&accounts),
                        ))
                    })
                    .await
            }
            Self::Check(One { account }) => {
                folder
                    .ask(async |engine| Ok(checked(&engine.account_check(&account).await?)))
                    .await
            }
            Self::Renew(One { account }) => {
                let secrets = secrets::read()?;
                folder
                    .ask(async |engine| {
                        Ok(checked(&engine.account_renew(&account, &secrets).await?))
                    })
                    .await
            }
            Self::Remove(One { account }) => {
                folder
                    .ask(async |engine| {
                        let id = id_of(&engine.accounts().await?, &account);
                        engine.account_remove(&account).await?;
                        Ok(Answer::new(
                            &Named("removed", &id),
                            format!("Removed {id}."),
                        ))
                    })
                    .await
            }
        }
    }
}

impl Add {
    /// The options first: a mistake in them is told before a secret is asked for.
    fn with_secrets(
        self,
        secrets: impl FnOnce() -> Result<GivenSecrets, Failure>,
    ) -> Result<NewAccount, Failure> {
        let mut options = BTreeMap::new();
        for option in &self.options {
            let (name, value) = value::option(option).map_err(Failure::Usage)?;
            if options.insert(name, value).is_some() {
                return Err(Failure::Usage("an option is given twice".to_owned()));
            }
        }
        Ok(NewAccount {
            provider: self.provider,
            label: self.label,
            environment: self.environment,
            api_base: self.api_base,
            options,
            secrets: secrets()?,
            practice: false,
        })
    }
}

/// The id behind what was typed, for the answer; the engine itself finds the account.
fn id_of(accounts: &[AccountView], typed: &str) -> String {
    accounts
        .iter()
        .find(|account| account.id.as_str() == typed || account.label == typed)
        .map_or_else(|| typed.to_owned(), |account| account.id.to_string())
}

fn in_words(account: &AccountView) -> String {
    let mut lines = Lines::default();
    lines
        .line("id", account.id.as_str())
        .line("label", &account.label)
        .line("provider", account.provider.as_str())
        .line("environment", account.environment.as_str())
        .maybe("api base", account.api_base.as_ref());
    for (name, value) in &account.options {
        lines.line(name, value);
    }
    lines.text()
}

fn listed(accounts: &[AccountView]) -> String {
    let mut table = Table::new(&[
        ("ID", Side::Left),
        ("LABEL", Side::Left),
        ("PROVIDER", Side::Left),
        ("ENVIRONMENT", Side::Left),
        ("LAST SYNC", Side::Left),
        ("STATE", Side::Left),
    ]);
    for account in accounts {
        table.row([
            account.id.to_string(),
            account.label.clone(),
            account.provider.as_str().to_owned(),
            account.environment.as_str().to_owned(),
            account.synced_at.map_or_else(|| "never".to_owned(), moment),
            account
                .last_error
                .clone()
                .unwrap_or_else(|| "ok".to_owned()),
        ]);
    }
    table.or("No account yet. `tvist account add` adds one; `tvist practice` needs none.")
}

/// A check that found something missing has failed, and yet says all that it found.
fn checked(check: &CheckView) -> Answer {
    let lacks = check.missing.iter().any(|missing| missing.required);
    let answer = Answer::new(check, found(check));
    if check.ok && !lacks {
        answer
    } else {
        answer.ending(Exit::Failed)
    }
}

fn found(check: &CheckView) -> String {
    let mut lines = Lines::default();
    lines
        .line("account", check.account.as_str())
        .line("connected", if check.ok { "yes" } else { "no" })
        .maybe("country", check.country.as_ref())
        .maybe("name", check.account_name.as_ref());
    if let Some(live) = check.live {
        lines.line("money", if live { "live" } else { "test" });
    }
    if let Some(skew) = check.skew_seconds {
        lines.line(
            "clock skew",
            format!("{skew} s (the provider's clock less this one)"),
        );
    }
    for missing in &check.missing {
        let label = if missing.required {
            "missing right"
        } else {
            "missing, optional"
        };
        lines.line(
            label,
            format!("{}, needed for {}", missing.right, missing.needed_for),
        );
    }
    if check.too_powerful {
        lines.line(
            "advice",
            "the key may do more than is needed here; a restricted key is safer",
        );
    }
    for host in &check.hosts {
        lines.line("talks to", host);
    }
    lines.text()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tvist_engine::domain::AccountId;
    use tvist_engine::domain::skew::ClockState;
    use tvist_engine::view::MissingView;

    fn add(options: &[&str]) -> Add {
        Add {
            provider: Provider::Stripe,
            label: "Shop".into(),
            environment: None,
            api_base: None,
            options: options.iter().map(|o| (*o).to_owned()).collect(),
        }
    }

    #[test]
    fn secrets_are_asked_for_only_once_the_rest_is_right() {
        let nobody = || -> Result<GivenSecrets, Failure> { panic!("asked too early") };
        for options in [&["sk_test_canary"][..], &["a=sk_test_canary", "a=2"]] {
            let Err(failure) = add(options).with_secrets(nobody) else {
                panic!("taken")
            };
            assert_eq!(failure.exit(), Exit::Usage);
            assert!(!failure.to_string().contains("canary"));
        }
        let new = add(&["connected_account=acct_1"])
            .with_secrets(|| Ok(serde_json::json!({"secret_key": "sk_test_1"}).into()))
            .unwrap();
        assert_eq!(new.options["connected_account"], "acct_1");
        assert_eq!(new.secrets["secret_key"], "sk_test_1");
        assert!(!new.practice);
    }

    #[test]
    fn a_check_fails_only_where_something_needed_is_missing() {
        let check = |ok, missing: &[bool]| {
            let missing = missing.iter().map(|required| MissingView {
                right: "Disputes".into(),
                needed_for: "reading".into(),
                required: *required,
            });
            let answer = checked(&CheckView {
                account: AccountId::new(),
                ok,
                missing: missing.collect(),
                too_powerful: false,
                live: Some(false),
                skew_seconds: Some(-3),
                clock: ClockState::Right,
                account_name: None,
                country: None,
                hosts: vec!["api.stripe.com".into()],
            });
            answer.exit()
        };
        assert_eq!(check(true, &[]), Exit::Done);
        assert_eq!(check(true, &[false]), Exit::Done);
        assert_eq!(check(true, &[false, true]), Exit::Failed);
        assert_eq!(check(false, &[]), Exit::Failed);
    }
}
