//! One encrypted file, and a data folder made from it: everything comes along but the credentials.

use std::fs;
use std::path::Path;

use keyring_core::mock;
use secrecy::SecretString;
use tvist_engine::domain::{Act, Provider};
use tvist_engine::{DocumentWorker, Engine, Error, KeychainSource, OpenOptions};

use crate::deed::{ACCEPT, Scene};
use crate::shop::{Shop, fleeting};

const PHRASE: &str = "korrekt häst batteri";

fn phrase(text: &str) -> SecretString {
    SecretString::from(text.to_owned())
}

fn options(folder: &Path, keychain: &std::sync::Arc<mock::Store>) -> OpenOptions {
    OpenOptions {
        keychain: KeychainSource::of(keychain.clone()),
        document_worker: DocumentWorker::InProcess,
        ..OpenOptions::new(folder)
    }
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
async fn a_restored_folder_has_everything_but_the_credentials() {
    let scene = Scene::of(ACCEPT).await;
    let shop = &scene.shop;
    shop.engine
        .evidence_text(&scene.case, "customer_name", "Alva")
        .await
        .unwrap();
    shop.engine
        .perform(&scene.case, Act::Accept, None)
        .await
        .unwrap();
    let out = shop.folder.path().join("shop.tvist");
    let made = shop
        .engine
        .backup(&out, phrase(PHRASE), false)
        .await
        .unwrap();
    assert_eq!(
        (made.accounts, made.disputes, made.credentials),
        (1, 2, false)
    );
    let bytes = fs::read(&out).unwrap();
    assert_eq!(made.bytes, bytes.len() as u64);
    let key = shop.servers.stripe().secrets["secret_key"]
        .as_str()
        .unwrap();
    for private in [key, "Alva", scene.case.as_str()] {
        let found = bytes
            .windows(private.len())
            .any(|part| part == private.as_bytes());
        assert!(!found, "{private}");
    }

    let elsewhere = fleeting();
    let data = elsewhere.path().join("data");
    let keychain = mock::Store::new().unwrap();
    let wrong = Engine::restore(options(&data, &keychain), &out, phrase("another phrase")).await;
    assert!(matches!(wrong, Err(Error::Backup)), "{wrong:?}");
    assert!(!data.exists(), "the folder is as it was");
    let restored = Engine::restore(options(&data, &keychain), &out, phrase(PHRASE))
        .await
        .unwrap();
    assert_eq!((restored.disputes, restored.accounts.len()), (2, 1));
    assert_eq!(
        restored.without_credentials,
        [restored.accounts[0].id.clone()]
    );
    let engine = Engine::open_with_clock(options(&data, &keychain), shop.clock.clone())
        .await
        .unwrap();
    let case = engine.dispute(&scene.case).await.unwrap();
    assert_eq!(case.evidence.texts.len(), 1);
    assert_eq!(engine.receipts(&scene.case).await.unwrap().len(), 1);
    let synced = engine.sync(None, false).await.unwrap();
    assert_eq!(
        synced[0].error.as_ref().unwrap().kind,
        "credentials_missing"
    );
    engine
        .account_renew("Shop", &shop.new_account(Provider::Stripe).secrets)
        .await
        .unwrap();
    assert!(engine.sync(None, false).await.unwrap()[0].ok);
    // Over a folder that is in use nothing is restored.
    engine.close().await;
    let again = Engine::restore(options(&data, &keychain), &out, phrase(PHRASE)).await;
    assert!(matches!(again, Err(Error::File { .. })), "{again:?}");
}

#[tokio::test]
async fn a_weak_passphrase_or_a_name_that_is_taken_is_refused() {
    let shop = Shop::with(|servers| servers.disputes(1)).await;
    let out = shop.folder.path().join("shop.tvist");
    for weak in ["", "short", "sjutton"] {
        let told = shop.engine.backup(&out, phrase(weak), false).await;
        assert!(matches!(told, Err(Error::Usage(_))), "{weak}: {told:?}");
    }
    assert!(!out.exists());
    fs::write(&out, "somebody's own").unwrap();
    let told = shop.engine.backup(&out, phrase(PHRASE), false).await;
    assert!(matches!(told, Err(Error::File { .. })), "{told:?}");
    assert_eq!(fs::read_to_string(&out).unwrap(), "somebody's own");
    shop.engine
        .backup(&out, phrase(PHRASE), true)
        .await
        .unwrap();
    assert!(fs::metadata(&out).unwrap().len() > 1_000);
    let nowhere = shop.folder.path().join("nowhere/shop.tvist");
    let told = shop.engine.backup(&nowhere, phrase(PHRASE), false).await;
    assert!(matches!(told, Err(Error::File { .. })), "{told:?}");
}

#[tokio::test]
async fn what_is_no_backup_makes_no_folder() {
    let folder = fleeting();
    let keychain = mock::Store::new().unwrap();
    let data = folder.path().join("data");
    for (name, bytes) in [
        ("empty", &b""[..]),
        ("text", b"not a backup"),
        ("long", &[7; 10_000]),
    ] {
        let file = folder.path().join(name);
        fs::write(&file, bytes).unwrap();
        let told = Engine::restore(options(&data, &keychain), &file, phrase(PHRASE)).await;
        assert!(matches!(told, Err(Error::Backup)), "{name}: {told:?}");
        let nobody = Engine::restore(options(&data, &keychain), &file, phrase("")).await;
        assert!(matches!(nobody, Err(Error::Usage(_))), "{name}: {nobody:?}");
    }
    let missing = folder.path().join("missing");
    let told = Engine::restore(options(&data, &keychain), &missing, phrase(PHRASE)).await;
    assert!(matches!(told, Err(Error::File { .. })), "{told:?}");
    assert!(!data.exists());
}
