//! Where each account is, of those whose provider tells: what a provider charges goes by it.

use crate::error::Result;
use std::collections::BTreeMap;
use tvist_domain::AccountId;
use tvist_store::Store;

/// The setting that keeps where each account is.
const COUNTRIES: &str = "countries";

/// Where the accounts are (ISO 3166), of those whose provider told.
pub(crate) async fn countries(store: &Store) -> Result<BTreeMap<AccountId, String>> {
    Ok(store.setting_get(COUNTRIES).await?.unwrap_or_default())
}

/// Keeps where an account is.
pub(crate) async fn note_country(store: &Store, account: &AccountId, country: &str) -> Result<()> {
    let mut countries = countries(store).await?;
    countries.insert(account.clone(), country.to_owned());
    Ok(store.setting_set(COUNTRIES, &countries).await?)
}
