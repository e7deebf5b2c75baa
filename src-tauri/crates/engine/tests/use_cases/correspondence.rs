//! Documents and remarks that lie with a case: at its provider, and those that this program sent.

use tvist_engine::Error;
use tvist_engine::domain::{Act, Provider};
use tvist_sandbox::Fault;

use crate::deed::{ANSWER, DEFEND, REFUTE, Scene};
use crate::papers::CARD;
use crate::shop::{Shop, codes, refusal};

#[tokio::test]
async fn what_was_sent_is_given_back_byte_for_byte_without_a_network() {
    for deed in [ANSWER, REFUTE, DEFEND] {
        let scene = Scene::of(deed).await;
        let engine = &scene.shop.engine;
        let folder = scene.shop.folder.path().join("pack");
        let manifest = engine.evidence_pack(&scene.case, &folder).await.unwrap();
        let packed = std::fs::read(folder.join(&manifest.files[0].path)).unwrap();
        engine
            .perform(&scene.case, Act::Submit, None)
            .await
            .unwrap();
        scene.shop.spoil_all("GET", "*", refusal(401));
        let listed = engine.documents(&scene.case).await.unwrap();
        let own: Vec<_> = listed
            .documents
            .iter()
            .filter(|d| d.origin == "app")
            .collect();
        assert_eq!(own.len(), 1, "{deed:?}: {listed:?}");
        assert_eq!(own[0].bytes, Some(packed.len() as u64), "{deed:?}");
        let bytes = engine.document_get(&scene.case, &own[0].id).await.unwrap();
        assert_eq!(bytes, packed, "{deed:?}");
        let asks = deed.provider != Provider::Celcoin;
        assert_eq!(
            listed.unasked.is_some(),
            asks,
            "{deed:?}: {:?}",
            listed.unasked
        );
    }
}

#[tokio::test]
async fn the_issuers_letters_are_listed_and_read() {
    let shop = Shop::of(Provider::Clearhaus, 1).await;
    let case = shop.case(Provider::Clearhaus, "not-provided");
    let listed = shop.engine.documents(&case).await.unwrap();
    assert!(listed.unasked.is_none());
    // Whose it is the provider doesn't tell, so nothing is said about it.
    let letter = &listed.documents[0];
    assert_eq!(
        (listed.documents.len(), letter.origin.as_str()),
        (1, "unknown")
    );
    let bytes = shop.engine.document_get(&case, &letter.id).await.unwrap();
    assert!(bytes.starts_with(b"%PDF-"));
    let none = shop.engine.document_get(&case, "no such document").await;
    assert!(matches!(none, Err(Error::NotFound { .. })), "{none:?}");
    for told in [
        shop.engine.documents("nobody").await.map(|_| ()),
        shop.engine
            .document_get("nobody", &letter.id)
            .await
            .map(|_| ()),
    ] {
        assert!(matches!(told, Err(Error::NotFound { .. })), "{told:?}");
    }
}

#[tokio::test]
async fn a_remark_is_written_once_and_read_with_the_others() {
    let shop = Shop::of(Provider::Clearhaus, 1).await;
    let case = shop.case(Provider::Clearhaus, "not-provided");
    let before = shop.engine.comments(&case).await.unwrap().len();
    let text = "Leveransbeviset följer i morgon.";
    let written = shop.engine.comment_add(&case, text).await.unwrap();
    assert_eq!(written.body, text);
    let after = shop.engine.comments(&case).await.unwrap();
    assert_eq!(after.len(), before + 1);
    assert!(after.iter().any(|comment| comment.body == text));
    assert_eq!(shop.effect(Provider::Clearhaus, &case, "comment"), 1);
}

#[tokio::test]
async fn a_remark_that_may_not_leave_doesnt() {
    let shop = Shop::of(Provider::Clearhaus, 1).await;
    let case = shop.case(Provider::Clearhaus, "not-provided");
    let number = format!("Paid with {CARD}.");
    let told = shop.engine.comment_add(&case, &number).await.unwrap_err();
    assert_eq!(codes(&told), ["card_number_in_text"]);
    for text in ["", " \n\t "] {
        let told = shop.engine.comment_add(&case, text).await;
        assert!(matches!(told, Err(Error::Usage(_))), "{told:?}");
    }
    assert!(shop.writes().is_empty());
    for (provider, name) in [
        (Provider::Stripe, "card-not-received"),
        (Provider::Celcoin, "fraud"),
    ] {
        let shop = Shop::of(provider, 2).await;
        let case = shop.case(provider, name);
        let told = shop
            .engine
            .comment_add(&case, "A remark")
            .await
            .unwrap_err();
        assert_eq!(codes(&told), ["not_allowed_now"], "{provider:?}");
        assert!(shop.engine.comments(&case).await.is_err(), "{provider:?}");
        assert!(shop.writes().is_empty(), "{provider:?}");
    }
}

#[tokio::test]
async fn a_remark_whose_answer_was_lost_is_never_written_twice_and_never_told_as_undone() {
    let shop = Shop::of(Provider::Clearhaus, 1).await;
    let case = shop.case(Provider::Clearhaus, "not-provided");
    let path = format!("/disputes/{case}/comments");
    shop.spoil("POST", &path, Fault::ResetAfterApply);
    let found = shop.engine.comment_add(&case, "A remark.").await;
    assert!(
        matches!(&found, Ok(_) | Err(Error::OutcomeUnknown { .. })),
        "{found:?}"
    );
    assert_eq!(shop.effect(Provider::Clearhaus, &case, "comment"), 1);
    shop.spoil("POST", &path, refusal(422));
    let refused = shop.engine.comment_add(&case, "Another one.").await;
    assert!(refused.is_err(), "{refused:?}");
    assert_eq!(shop.effect(Provider::Clearhaus, &case, "comment"), 1);
}
