//! Giving an account its credentials again: after a restored backup, for a key that was rolled or restricted. Only those
//! of the same provider account are taken, or one shop's cases would be answered with another shop's key.

use crate::account;
use crate::account::connect::Connected;
use crate::account::secret_input::GivenSecrets;
use crate::account::{NewAccount, connect, environment, options, secrets};
use crate::error::{Error, Result};
use crate::event::Event;
use crate::host::{Host, lookup};
use crate::view::CheckView;
use std::collections::BTreeMap;
use tvist_domain::check::Problem;
use tvist_provider::ProviderError;
use tvist_store::{Account, Query, Store};

/// How many known cases are asked for before the credentials count as another account's: a single one may be gone.
const CASES_TRIED: u32 = 3;

/// Replaces the credentials of an account, once they proved to be good and to be the same provider account's.
pub(crate) async fn account_renew(
    host: &Host,
    which: &str,
    secrets: &GivenSecrets,
) -> Result<CheckView> {
    let account = lookup::find_account(&host.store, which).await?;
    let given = NewAccount {
        provider: account.provider,
        label: account.label.clone(),
        environment: Some(account.environment),
        api_base: account.api_base.clone(),
        options: BTreeMap::new(),
        secrets: secrets.clone(),
        practice: account.practice,
    };
    if let Some((name, _)) = options(&given)?
        .iter()
        .find(|(name, value)| account.options.get(*name) != Some(*value))
    {
        return Err(Error::Usage(format!(
            "the option \"{name}\" of an account stays as it is; another one is another account"
        )));
    }
    let secrets =
        secrets::required_secrets(&host.workshop, account.provider, &given.secrets).await?;
    environment(&given, &secrets)?;
    let connected = connect::connect(&account, &secrets, &host.clock)?;
    let check = connected.adapter().check(host.now()).await?;
    let lacking = check.missing.iter().filter(|m| m.required);
    let mut problems: Vec<Problem> = lacking
        .map(|m| {
            Problem::blocking(
                "right_missing",
                None,
                format!("the credentials lack the right {}", m.right),
            )
        })
        .collect();
    if problems.is_empty() && !knows_our_cases(&host.store, &account, &connected).await? {
        problems.push(Problem::blocking(
            "another_account",
            None,
            "these credentials belong to another account: they don't know this account's cases",
        ));
    }
    if !problems.is_empty() {
        return Err(Error::Refused(problems));
    }
    secrets::replace_secrets(host, &account, &secrets).await?;
    connect::disconnect(&host.memory, &account.id);
    host.store.account_clear_error(&account.id).await?;
    host.tell(Event::AccountsChanged);
    account::account_check(host, account.id.as_str()).await
}

/// Whether the provider shows these credentials a case that is known of the account. An account without cases has
/// nothing that could be mixed up.
async fn knows_our_cases(store: &Store, account: &Account, connected: &Connected) -> Result<bool> {
    let query = Query {
        account: Some(account.id.clone()),
        limit: CASES_TRIED,
        ..Query::default()
    };
    let (_, known) = store.disputes_page(&query).await?;
    let adapter = connected.adapter();
    let mut nothing_to_ask = true;
    for filed in known {
        match adapter.read(&filed.dispute).await {
            Ok(_) => return Ok(true),
            // A provider whose cases can't be read alone binds the credentials to the account's options.
            Err(ProviderError::Unsupported) => {}
            Err(
                ProviderError::NotFound
                | ProviderError::Forbidden { .. }
                | ProviderError::Rejected(_),
            ) => nothing_to_ask = false,
            Err(e) => return Err(e.into()),
        }
    }
    Ok(nothing_to_ask)
}
