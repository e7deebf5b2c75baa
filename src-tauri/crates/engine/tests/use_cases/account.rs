//! Accounts: added, checked, renewed, removed; what the keychain holds meanwhile, and what is refused before anything is kept.

use keyring_core::api::CredentialStoreApi as _;
use serde_json::{Value, json};
use std::collections::HashMap;
use tvist_engine::domain::Provider;
use tvist_engine::domain::freshness::Freshness;
use tvist_engine::domain::provider::Environment;
use tvist_engine::{Error, Event, GivenSecrets, account_forms, credential_value};

use crate::shop::{Shop, codes, refusal};

/// How many secrets the keychain holds.
fn secrets(shop: &Shop) -> usize {
    let entries = shop.keychain.search(&HashMap::new()).unwrap();
    entries.iter().filter(|e| e.get_password().is_ok()).count()
}

async fn none() -> Shop {
    Shop::with(|servers| servers.disputes(2)).await
}

#[tokio::test]
async fn an_account_at_each_provider_is_added_checked_and_its_secrets_go_with_it() {
    let shop = none().await;
    assert_eq!(secrets(&shop), 1, "the database's key");
    for provider in Provider::ALL {
        let mut events = shop.engine.events();
        let account = shop.account(provider).await;
        assert_eq!(events.try_recv().unwrap(), Event::AccountsChanged);
        // A private key in PEM is too long for a keychain, and is sealed in the database.
        let kept = usize::from(provider != Provider::Unico);
        assert_eq!(secrets(&shop), 1 + kept, "{provider:?}");
        let check = shop
            .engine
            .account_check(account.id.as_str())
            .await
            .unwrap();
        assert!(check.ok, "{provider:?}: {check:?}");
        assert_eq!(check.hosts, [account.api_base.clone().unwrap()]);
        let listed = shop.second().await.accounts().await.unwrap();
        assert_eq!(listed.len(), 1, "{provider:?}");
        assert_eq!(listed[0].freshness, Freshness::Fresh, "{provider:?}");
        assert_eq!(listed[0].environment, Environment::Test, "{provider:?}");
        shop.engine
            .account_remove(account.id.as_str())
            .await
            .unwrap();
        assert_eq!(secrets(&shop), 1, "{provider:?}");
    }
    assert!(shop.engine.accounts().await.unwrap().is_empty());
    assert!(shop.writes().is_empty());
}

#[tokio::test]
async fn without_its_key_a_database_is_not_opened_and_not_made_anew() {
    let shop = Shop::of(Provider::Stripe, 2).await;
    let cases = shop.cases().await.len();
    let strange = keyring_core::mock::Store::new().unwrap();
    let options = tvist_engine::OpenOptions {
        keychain: tvist_engine::KeychainSource::of(strange),
        ..tvist_engine::OpenOptions::new(shop.folder.path())
    };
    let refused = tvist_engine::Engine::open(options).await;
    assert!(matches!(refused, Err(Error::KeyMissing)), "{refused:?}");
    assert_eq!(refused.unwrap_err().exit_code(), 1);
    let second = shop.second().await;
    let desk = second.desk(&tvist_engine::DeskQuery::default()).await;
    assert_eq!(desk.unwrap().disputes.len(), cases);
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "a table")]
async fn what_can_be_no_account_is_refused_and_leaves_no_secret() {
    let shop = none().await;
    let refuse = async |what: &str, new: tvist_engine::NewAccount| {
        let told = shop.engine.account_add(new).await;
        assert!(matches!(told, Err(Error::Usage(_))), "{what}: {told:?}");
    };
    let new = || shop.new_account(Provider::Stripe);
    refuse(
        "no label",
        tvist_engine::NewAccount {
            label: " \n".into(),
            ..new()
        },
    )
    .await;
    for base in [
        "https://api.stripe.com",
        "http://127.0.0.1:1/path",
        "http://user@127.0.0.1:1",
        "http://127.0.0.1:1/?q",
        "ftp://127.0.0.1",
        "127.0.0.1:1",
    ] {
        let account = tvist_engine::NewAccount {
            api_base: Some(base.into()),
            ..new()
        };
        refuse(base, account).await;
    }
    let live = tvist_engine::NewAccount {
        environment: Some(Environment::Live),
        ..new()
    };
    refuse("a test key for live", live).await;
    let unknown = [("colour".to_owned(), "red".to_owned())].into();
    refuse(
        "an option",
        tvist_engine::NewAccount {
            options: unknown,
            ..new()
        },
    )
    .await;
    for wrong in [
        json!({}),
        json!({"secret_key": ""}),
        json!({"secret_key": "pk_test_invented"}),
        json!({"secret_key": 7}),
        json!("sk_test_invented"),
        Value::Null,
    ] {
        let account = tvist_engine::NewAccount {
            secrets: wrong.clone().into(),
            ..new()
        };
        refuse(&wrong.to_string(), account).await;
    }
    for provider in Provider::ALL {
        let nothing = tvist_engine::NewAccount {
            secrets: json!({}).into(),
            ..shop.new_account(provider)
        };
        refuse(provider.as_str(), nothing).await;
    }
    assert_eq!(secrets(&shop), 1);
    assert!(shop.engine.accounts().await.unwrap().is_empty());
    assert!(shop.control().requests().is_empty(), "nobody was asked");
}

#[tokio::test]
async fn a_check_names_the_rights_that_are_missing() {
    let shop = none().await;
    let key = shop.does(
        Provider::Stripe,
        &json!({"act": "key", "rights": ["event_read"]}),
    );
    let mut new = shop.new_account(Provider::Stripe);
    new.secrets = json!({"secret_key": key["key"]}).into();
    let account = shop.engine.account_add(new).await.unwrap();
    let check = shop
        .engine
        .account_check(account.id.as_str())
        .await
        .unwrap();
    assert!(!check.ok && !check.missing.is_empty(), "{check:?}");
    for missing in &check.missing {
        assert!(!missing.right.is_empty() && !missing.needed_for.is_empty());
    }
    // A key that may do everything may do too much.
    let full = shop.account(Provider::Stripe).await;
    let check = shop.engine.account_check(full.id.as_str()).await.unwrap();
    assert!(check.ok && check.too_powerful, "{check:?}");
    assert_eq!(check.live, Some(false));
}

#[tokio::test]
async fn credentials_are_renewed_by_good_ones_of_the_same_account_only() {
    let shop = Shop::of(Provider::Stripe, 2).await;
    let key = |act: Value| shop.does(Provider::Stripe, &act)["key"].clone();
    let given = |key: &Value| GivenSecrets::from(json!({"secret_key": key}));
    let before = secrets(&shop);
    let weak = key(json!({"act": "key", "rights": ["event_read"]}));
    let told = shop.engine.account_renew("Shop", &given(&weak)).await;
    assert!(codes(&told.unwrap_err()).contains(&"right_missing".to_owned()));
    let unknown = json!("sk_test_nobody000000000000000000");
    let told = shop.engine.account_renew("Shop", &given(&unknown)).await;
    assert!(matches!(told, Err(Error::Provider(_))), "{told:?}");
    for wrong in [json!("pk_test_invented"), json!("")] {
        let told = shop.engine.account_renew("Shop", &given(&wrong)).await;
        assert!(matches!(told, Err(Error::Usage(_))), "{wrong}: {told:?}");
    }
    // What was kept before still works.
    assert!(shop.engine.sync(None, false).await.unwrap()[0].ok);

    let old = shop.servers.stripe().secrets["secret_key"].clone();
    let fresh = key(json!({"act": "key"}));
    let check = shop
        .engine
        .account_renew("Shop", &given(&fresh))
        .await
        .unwrap();
    assert!(check.ok);
    shop.does(Provider::Stripe, &json!({"act": "expire_key", "key": old}));
    assert!(shop.engine.sync(None, false).await.unwrap()[0].ok);
    assert!(shop.second().await.sync(None, false).await.unwrap()[0].ok);
    assert_eq!(secrets(&shop), before, "the former one is gone");
}

#[tokio::test]
async fn another_accounts_credentials_and_options_are_not_taken() {
    let shop = Shop::of(Provider::Stripe, 2).await;
    // Another account of the same provider: it doesn't know our cases.
    shop.spoil_all("GET", "/v1/disputes/*", refusal(404));
    let same = shop.servers.stripe().secrets.clone();
    let told = shop
        .engine
        .account_renew("Shop", &same.clone().into())
        .await;
    assert_eq!(codes(&told.unwrap_err()), ["another_account"]);
    shop.control().clear_faults();
    let other = json!({"secret_key": same["secret_key"], "stripe_account": "acct_other"});
    let told = shop.engine.account_renew("Shop", &other.into()).await;
    assert!(matches!(told, Err(Error::Usage(_))), "{told:?}");
    assert!(
        shop.engine
            .account_renew("Shop", &same.into())
            .await
            .unwrap()
            .ok
    );
}

#[tokio::test]
async fn an_entry_that_is_gone_is_told_and_given_again() {
    let shop = Shop::of(Provider::Clearhaus, 2).await;
    for entry in shop.keychain.search(&HashMap::new()).unwrap() {
        let (_, name) = entry.get_specifiers().unwrap();
        if name.starts_with("account") {
            entry.delete_credential().unwrap();
        }
    }
    assert_eq!(secrets(&shop), 1, "only the database's key");
    let second = shop.second().await;
    let synced = second.sync(None, false).await.unwrap();
    let error = synced[0].error.as_ref().unwrap();
    assert_eq!(error.kind, "credentials_missing", "{error:?}");
    let desk = second
        .desk(&tvist_engine::DeskQuery::default())
        .await
        .unwrap();
    assert_eq!(desk.disputes.len(), 2, "what is known stays");
    let again = shop.new_account(Provider::Clearhaus).secrets;
    assert!(second.account_renew("Shop", &again).await.unwrap().ok);
    assert!(second.sync(None, false).await.unwrap()[0].ok);
}

#[tokio::test]
async fn an_account_is_named_by_its_id_or_a_label_that_only_one_has() {
    let shop = none().await;
    let first = shop.account(Provider::Stripe).await;
    shop.engine.account_check("Shop").await.unwrap();
    shop.account(Provider::Clearhaus).await;
    for told in [
        shop.engine.account_check("Shop").await.map(|_| ()),
        shop.engine.account_remove("Shop").await,
        shop.engine.sync(Some("Shop"), false).await.map(|_| ()),
    ] {
        assert!(matches!(&told, Err(Error::Ambiguous { .. })), "{told:?}");
        assert_eq!(told.unwrap_err().exit_code(), 2);
    }
    for told in [
        shop.engine.account_check("Nobody").await.map(|_| ()),
        shop.engine.account_remove("Nobody").await,
        shop.engine
            .account_renew("Nobody", &json!({}).into())
            .await
            .map(|_| ()),
    ] {
        assert!(matches!(told, Err(Error::NotFound { .. })), "{told:?}");
    }
    shop.engine.account_remove(first.id.as_str()).await.unwrap();
    shop.engine.account_check("Shop").await.unwrap();
}

#[tokio::test]
async fn with_an_account_everything_that_was_stored_of_it_goes() {
    let shop = Shop::of(Provider::Stripe, 2).await;
    let case = shop.case(Provider::Stripe, "card-not-received");
    shop.gather(&case).await;
    shop.account(Provider::Clearhaus).await;
    let accounts = shop.engine.accounts().await.unwrap();
    let stripe = accounts
        .iter()
        .find(|a| a.provider == Provider::Stripe)
        .unwrap();
    shop.engine
        .account_remove(stripe.id.as_str())
        .await
        .unwrap();
    assert!(shop.cases().await.is_empty());
    let gone = shop.engine.dispute(&case).await;
    assert!(matches!(gone, Err(Error::NotFound { .. })), "{gone:?}");
    assert_eq!(shop.engine.accounts().await.unwrap().len(), 1);
    assert_eq!(secrets(&shop), 2);
}

#[test]
fn each_provider_has_a_form_and_files_become_values() {
    let forms = account_forms();
    assert_eq!(forms.len(), Provider::ALL.len());
    for form in &forms {
        assert!(
            form.credentials.iter().any(|c| c.secret),
            "a secret at least"
        );
    }
    let pem = "-----BEGIN PRIVATE KEY-----\ninvented\n-----END PRIVATE KEY-----\n";
    assert_eq!(credential_value(pem.as_bytes()), pem);
    assert_eq!(credential_value(&[0xff, 0x00, 0x01]), "/wAB");
    assert_eq!(credential_value(b"text"), "dGV4dA==");
}
