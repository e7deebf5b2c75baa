//! Accounts: added, checked, renewed, removed; what the keychain holds meanwhile.

use keyring_core::api::CredentialStoreApi as _;
use std::collections::HashMap;
use tvist_engine::Error;
use tvist_engine::domain::Provider;

use crate::shop::Shop;

/// How many secrets the keychain holds.
fn secrets(shop: &Shop) -> usize {
    let entries = shop.keychain.search(&HashMap::new()).unwrap();
    entries.iter().filter(|e| e.get_password().is_ok()).count()
}

#[tokio::test]
async fn an_account_at_each_provider_is_added_checked_and_its_secrets_go_with_it() {
    let shop = Shop::open().await;
    assert_eq!(secrets(&shop), 1, "the database's key");
    for provider in Provider::ALL {
        let account = shop.account(provider).await;
        // A private key in PEM is too long for a keychain, and is sealed in the database.
        let kept = usize::from(provider != Provider::Unico);
        assert_eq!(secrets(&shop), 1 + kept, "{provider:?}");
        let check = shop
            .engine
            .account_check(account.id.as_str())
            .await
            .unwrap();
        assert!(check.ok, "{provider:?}: {check:?}");
        shop.engine
            .account_remove(account.id.as_str())
            .await
            .unwrap();
        assert_eq!(secrets(&shop), 1, "{provider:?}");
    }
    assert!(shop.engine.accounts().await.unwrap().is_empty());
}

#[tokio::test]
async fn without_its_key_a_database_is_not_opened_and_not_made_anew() {
    let shop = Shop::at(Provider::Stripe).await;
    let cases = shop.cases().await.len();
    let strange = keyring_core::mock::Store::new().unwrap();
    let options = tvist_engine::OpenOptions {
        keychain: tvist_engine::KeychainSource::of(strange),
        ..tvist_engine::OpenOptions::new(shop.folder.path())
    };
    let refused = tvist_engine::Engine::open(options).await;
    assert!(matches!(refused, Err(Error::KeyMissing)), "{refused:?}");
    let second = shop.second().await;
    let desk = second.desk(&tvist_engine::DeskQuery::default()).await;
    assert_eq!(desk.unwrap().disputes.len(), cases);
}
