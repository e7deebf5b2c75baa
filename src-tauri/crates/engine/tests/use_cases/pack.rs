//! What an answer would send: looked at, written out byte for byte, drawn page by page; and it is what arrives.

use std::fs;

use tvist_engine::Error;
use tvist_engine::domain::{Act, Provider};

use crate::deed::{ANSWER, DEFEND, REFUTE, Scene};
use crate::papers::{CARD, pdf};
use crate::shop::{Shop, codes, paper};

#[tokio::test]
async fn the_look_before_sending_needs_no_network_and_says_what_is_missing() {
    for deed in [ANSWER, REFUTE, DEFEND] {
        let shop = Shop::of(deed.provider, 2).await;
        let case = shop.case(deed.provider, deed.case);
        let empty = shop.engine.evidence_check(&case).await.unwrap();
        assert!(!empty.ready, "{deed:?}");
        assert!(
            empty
                .problems
                .iter()
                .any(|p| p.code == "nothing_to_send" && p.blocks),
            "{deed:?}"
        );
        shop.gather(&case).await;
        let check = shop.engine.evidence_check(&case).await.unwrap();
        assert!(check.ready, "{deed:?}: {:?}", check.problems);
        assert!(
            check.meters.bytes > 0 && check.meters.bytes < check.meters.bytes_limit,
            "{deed:?}"
        );
        assert_eq!(check.meters.files, 1, "{deed:?}");
        assert!(check.scan.is_some(), "{deed:?}: it was searched");
        assert!(shop.control().requests().is_empty(), "{deed:?}");
    }
}

#[tokio::test]
async fn the_pack_is_the_same_each_time_and_it_is_what_arrives() {
    for deed in [ANSWER, REFUTE, DEFEND] {
        let scene = Scene::of(deed).await;
        let engine = &scene.shop.engine;
        let folder = scene.shop.folder.path().join("pack");
        let manifest = engine.evidence_pack(&scene.case, &folder).await.unwrap();
        let shown = engine.evidence_manifest(&scene.case).await.unwrap();
        let rehearsal = engine.rehearse(&scene.case, Act::Submit).await.unwrap();
        let hashes = |files: &[tvist_engine::view::PackFileView]| {
            files.iter().map(|f| f.sha256.clone()).collect::<Vec<_>>()
        };
        assert_eq!(hashes(&manifest.files), hashes(&shown.files), "{deed:?}");
        assert_eq!(
            hashes(&manifest.files),
            hashes(&rehearsal.files),
            "{deed:?}"
        );
        assert_eq!(manifest.fields, rehearsal.fields, "{deed:?}");
        let file = &manifest.files[0];
        let bytes = fs::read(folder.join(&file.path)).unwrap();
        assert_eq!(bytes.len() as u64, file.bytes, "{deed:?}");
        assert!(bytes.starts_with(b"%PDF-"), "{deed:?}");
        let written: serde_json::Value =
            serde_json::from_slice(&fs::read(folder.join("manifest.json")).unwrap()).unwrap();
        assert_eq!(
            written["files"][0]["sha256"],
            file.sha256.as_str(),
            "{deed:?}"
        );

        scene.shop.control().keep_bodies();
        engine
            .perform(&scene.case, Act::Submit, None)
            .await
            .unwrap();
        let bodies = scene.shop.control().bodies();
        let base64 = data(&bytes);
        let arrived = bodies
            .iter()
            .any(|body| holds(body, &bytes) || holds(body, &base64));
        assert!(arrived, "{deed:?}: the very bytes");
    }
}

fn data(bytes: &[u8]) -> Vec<u8> {
    use base64::Engine as _;
    let text = base64::engine::general_purpose::STANDARD.encode(bytes);
    text.into_bytes()
}

fn holds(body: &[u8], part: &[u8]) -> bool {
    // The first piece is enough to find the place.
    let head = &part[..part.len().min(64)];
    let mut places = body
        .windows(head.len())
        .enumerate()
        .filter(|(_, window)| *window == head);
    places.any(|(at, _)| body[at..].starts_with(part))
}

#[tokio::test]
async fn a_page_of_the_pack_is_drawn() {
    let scene = Scene::of(ANSWER).await;
    let engine = &scene.shop.engine;
    let page = engine
        .pack_page_picture(&scene.case, 0, 0, 30)
        .await
        .unwrap();
    assert!(page.starts_with(b"\x89PNG"));
    let none = engine.pack_page_picture(&scene.case, 1, 0, 30).await;
    assert!(matches!(none, Err(Error::NotFound { .. })), "{none:?}");
    let none = engine.pack_page_picture(&scene.case, 0, 9, 30).await;
    assert!(matches!(none, Err(Error::Document { .. })), "{none:?}");
    assert!(scene.shop.control().requests().is_empty());
}

#[tokio::test]
async fn a_change_of_the_draft_is_another_pack() {
    let scene = Scene::of(ANSWER).await;
    let (engine, case) = (&scene.shop.engine, scene.case.as_str());
    let manifest = |view: tvist_engine::view::ManifestView| view.files[0].sha256.clone();
    let first = manifest(engine.evidence_manifest(case).await.unwrap());
    let more = paper("more.pdf", pdf(&["One page more"]));
    engine
        .evidence_add(case, vec![more], Some("customer_communication"))
        .await
        .unwrap();
    let second = manifest(engine.evidence_manifest(case).await.unwrap());
    assert_ne!(first, second);
    engine.evidence_undo(case).await.unwrap();
    assert_eq!(
        manifest(engine.evidence_manifest(case).await.unwrap()),
        first
    );
}

#[tokio::test]
async fn what_would_lose_the_case_or_break_a_rule_is_found() {
    let shop = Shop::of(Provider::Stripe, 1).await;
    let case = shop.case(Provider::Stripe, "klarna-faulty-goods");
    shop.gather(&case).await;
    let number = format!("Paid with {CARD}");
    for (slot, text, code) in [
        ("uncategorized_text", number.as_str(), "card_number"),
        ("product_description", "—", "placeholder"),
        (
            "uncategorized_text",
            "Dear [name], it was sent.",
            "placeholder",
        ),
    ] {
        shop.engine.evidence_text(&case, slot, text).await.unwrap();
        let check = shop.engine.evidence_check(&case).await.unwrap();
        let found = check.problems.iter().any(|p| p.code == code && p.blocks);
        assert!(found && !check.ready, "{text}: {:?}", check.problems);
        let told = shop
            .engine
            .perform(&case, Act::Submit, None)
            .await
            .unwrap_err();
        assert!(codes(&told).contains(&code.to_owned()), "{text}: {told:?}");
        shop.engine.evidence_undo(&case).await.unwrap();
    }
    assert!(shop.engine.evidence_check(&case).await.unwrap().ready);
    assert!(shop.writes().is_empty());
}

#[tokio::test]
async fn a_folder_that_cant_be_written_is_told_and_one_that_is_there_is_used() {
    let scene = Scene::of(ANSWER).await;
    let engine = &scene.shop.engine;
    let file = scene.shop.folder.path().join("a file");
    fs::write(&file, "mine").unwrap();
    let told = engine.evidence_pack(&scene.case, &file).await;
    assert!(matches!(told, Err(Error::File { .. })), "{told:?}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    let folder = scene.shop.folder.path().join("pack");
    for _ in 0..2 {
        engine.evidence_pack(&scene.case, &folder).await.unwrap();
    }
    let missing = engine.evidence_pack("nobody", &folder).await;
    assert!(
        matches!(missing, Err(Error::NotFound { .. })),
        "{missing:?}"
    );
}
