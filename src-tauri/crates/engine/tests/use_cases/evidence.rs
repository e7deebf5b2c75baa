//! The draft of a case: files in slots, texts, facts; guessed, moved, undone, blacked out; and never half stored.

use tvist_engine::domain::Provider;
use tvist_engine::domain::evidence::{Kind, Placing};
use tvist_engine::view::{EvidenceView, SlotState};
use tvist_engine::{Area, Blackout, Error, Event};

use crate::papers::{CARD, mute, pdf, png};
use crate::shop::{Shop, codes, paper};

const CASE: &str = "card-not-received";

async fn shop() -> (Shop, String) {
    let shop = Shop::of(Provider::Stripe, 2).await;
    let case = shop.case(Provider::Stripe, CASE);
    (shop, case)
}

fn names(draft: &EvidenceView) -> Vec<&str> {
    draft.items.iter().map(|item| item.name.as_str()).collect()
}

fn state(draft: &EvidenceView, kind: Kind) -> Option<SlotState> {
    let slot = draft.slots.iter().find(|slot| slot.slot == kind)?;
    Some(slot.state)
}

/// What is wrong with an error of a file: its name and the code.
fn document(error: &Error) -> (String, String) {
    match error {
        Error::Document { name, source } => (name.clone(), source.code().to_owned()),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn files_are_placed_by_word_or_guessed_and_every_change_is_saved_and_told() {
    let (shop, case) = shop().await;
    let id = shop.engine.resolve(&case).await.unwrap();
    let mut events = shop.engine.events();
    let files = vec![
        paper("tracking dhl.pdf", pdf(&["Delivered on 4 November"])),
        paper("x.txt", b"nothing that points anywhere".to_vec()),
    ];
    let draft = shop.engine.evidence_add(&case, files, None).await.unwrap();
    let placed: Vec<(Kind, Placing)> = draft.items.iter().map(|i| (i.slot, i.placing)).collect();
    assert_eq!(placed[0], (Kind::ShippingDocumentation, Placing::Guessed));
    assert_eq!(placed[1], (Kind::UncategorizedFile, Placing::Open));
    assert_eq!(
        state(&draft, Kind::ShippingDocumentation),
        Some(SlotState::Guessed)
    );
    assert_eq!(draft.saved_at, Some(shop.engine.now()));
    assert_eq!(events.try_recv().unwrap(), Event::DraftChanged { id });

    // Into its own slot: the guess is right.
    let item = draft.items[0].id.to_string();
    let slot = "shipping_documentation";
    let draft = shop.engine.evidence_move(&case, &item, slot).await.unwrap();
    assert_eq!(draft.items[0].placing, Placing::Stated);
    assert_eq!(
        state(&draft, Kind::ShippingDocumentation),
        Some(SlotState::Given)
    );
    let stated = paper("signed.pdf", pdf(&["Signed"]));
    let draft = shop
        .engine
        .evidence_add(&case, vec![stated], Some("customer_signature"))
        .await;
    let draft = draft.unwrap();
    let last = draft.items.iter().find(|i| i.name == "signed.pdf").unwrap();
    assert_eq!(
        (last.slot, last.placing),
        (Kind::CustomerSignature, Placing::Stated)
    );
    assert!(draft.takes_evidence && draft.may_gather);
    assert!(shop.control().requests().is_empty(), "all of it is here");
    // Another program sees the same.
    let second = shop.second().await.evidence_list(&case).await.unwrap();
    assert_eq!(names(&second), names(&draft));
    assert_eq!(second.revision, draft.revision);
}

#[tokio::test]
async fn of_several_files_all_or_none_are_added_and_the_usable_ones_where_that_is_asked() {
    let (shop, case) = shop().await;
    let files = || {
        vec![
            paper("good.txt", b"good".to_vec()),
            paper("bad.pdf", b"%PDF-1.7 and nothing else".to_vec()),
            paper("odd.bin", vec![0, 1, 2, 3, 255, 254]),
        ]
    };
    let refused = shop
        .engine
        .evidence_add(&case, files(), None)
        .await
        .unwrap_err();
    assert_eq!(document(&refused).0, "bad.pdf");
    assert_eq!(refused.exit_code(), 3);
    assert!(
        shop.engine
            .evidence_list(&case)
            .await
            .unwrap()
            .items
            .is_empty()
    );
    let (added, unusable) = shop
        .engine
        .evidence_add_usable(&case, files(), None)
        .await
        .unwrap();
    assert_eq!(added, 1);
    let told: Vec<&str> = unusable.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(told, ["bad.pdf", "odd.bin"]);
    let draft = shop.engine.evidence_list(&case).await.unwrap();
    assert_eq!(names(&draft), ["good.txt"]);
    let nothing = vec![paper("bad.pdf", b"%PDF-".to_vec())];
    let (added, unusable) = shop
        .engine
        .evidence_add_usable(&case, nothing, None)
        .await
        .unwrap();
    assert_eq!((added, unusable.len()), (0, 1));
    assert_eq!(
        shop.engine.evidence_list(&case).await.unwrap().revision,
        draft.revision
    );
}

#[tokio::test]
async fn a_slot_takes_what_it_is_for_and_names_the_others() {
    let (shop, case) = shop().await;
    let note = || vec![paper("note.txt", b"A note.".to_vec())];
    for slot in ["product_description", "nowhere", ""] {
        let told = shop
            .engine
            .evidence_add(&case, note(), Some(slot))
            .await
            .unwrap_err();
        assert!(
            matches!(&told, Error::Usage(why) if why.contains("receipt")),
            "{slot}: {told}"
        );
    }
    for slot in ["receipt", "nowhere", ""] {
        let told = shop
            .engine
            .evidence_text(&case, slot, "text")
            .await
            .unwrap_err();
        assert!(
            matches!(&told, Error::Usage(why) if why.contains("customer_name")),
            "{slot}: {told}"
        );
    }
    let draft = shop
        .engine
        .evidence_add(&case, note(), Some("receipt"))
        .await
        .unwrap();
    let item = draft.items[0].id.to_string();
    let moved = shop
        .engine
        .evidence_move(&case, &item, "customer_name")
        .await;
    assert!(matches!(moved, Err(Error::Usage(_))), "{moved:?}");
    for kind in Kind::ALL {
        let added = shop.engine.evidence_move(&case, &item, kind.as_str()).await;
        let written = shop
            .engine
            .evidence_text(&case, kind.as_str(), "text")
            .await;
        assert_ne!(
            added.is_ok(),
            written.is_ok(),
            "{kind:?} is for files or for text"
        );
    }
}

#[tokio::test]
async fn a_text_is_written_within_its_limit_and_an_empty_one_takes_it_away() {
    let (shop, case) = shop().await;
    let slot = "uncategorized_text";
    let draft = shop
        .engine
        .evidence_text(&case, slot, "We sent it.")
        .await
        .unwrap();
    assert_eq!(draft.texts[&Kind::UncategorizedText], "We sent it.");
    assert_eq!(
        state(&draft, Kind::UncategorizedText),
        Some(SlotState::Given)
    );
    let long = "å".repeat(20_001);
    let told = shop
        .engine
        .evidence_text(&case, slot, &long)
        .await
        .unwrap_err();
    assert_eq!(codes(&told), ["text_too_long"]);
    let fits = "å".repeat(20_000);
    shop.engine.evidence_text(&case, slot, &fits).await.unwrap();
    // All together have a limit of their own.
    let mut refused = None;
    for other in [
        "cancellation_rebuttal",
        "refund_refusal_explanation",
        "access_activity_log",
        "duplicate_charge_explanation",
        "product_description",
        "refund_policy_disclosure",
        "cancellation_policy_disclosure",
        "customer_name",
    ] {
        if let Err(told) = shop.engine.evidence_text(&case, other, &fits).await {
            refused = Some(told);
            break;
        }
    }
    assert_eq!(codes(&refused.unwrap()), ["texts_too_long"]);
    let before = shop.engine.evidence_list(&case).await.unwrap();
    assert_eq!(
        before.texts[&Kind::UncategorizedText],
        fits,
        "what was written is not lost"
    );
    let gone = shop
        .engine
        .evidence_text(&case, slot, " \n ")
        .await
        .unwrap();
    assert!(!gone.texts.contains_key(&Kind::UncategorizedText));
}

#[tokio::test]
async fn a_fact_has_a_name_and_a_value_that_it_can_have() {
    let (shop, case) = shop().await;
    for (name, value) in [
        ("goods", "digital"),
        ("fee_acknowledged", "yes"),
        ("reason", "fraudulent"),
        ("my own", "anything"),
    ] {
        let draft = shop.engine.evidence_fact(&case, name, value).await.unwrap();
        assert_eq!(draft.facts[name], value);
    }
    for (name, value) in [
        ("goods", "air"),
        ("fee_acknowledged", "maybe"),
        ("reason", "because"),
        ("", "value"),
        ("  ", "value"),
    ] {
        let told = shop.engine.evidence_fact(&case, name, value).await;
        assert!(matches!(told, Err(Error::Usage(_))), "{name}: {told:?}");
    }
    let long = shop
        .engine
        .evidence_fact(&case, "my own", &"x".repeat(5_001))
        .await;
    assert!(matches!(long, Err(Error::Usage(_))));
    let long = shop
        .engine
        .evidence_fact(&case, &"x".repeat(201), "value")
        .await;
    assert!(matches!(long, Err(Error::Usage(_))));
    let draft = shop.engine.evidence_fact(&case, "goods", "").await.unwrap();
    assert!(!draft.facts.contains_key("goods"));
    assert_eq!(draft.facts["my own"], "anything");
}

#[tokio::test]
async fn every_change_is_undone_and_done_again_in_its_order() {
    let (shop, case) = shop().await;
    let engine = &shop.engine;
    let added = paper("a.txt", b"a".to_vec());
    let draft = engine
        .evidence_add(&case, vec![added], Some("receipt"))
        .await
        .unwrap();
    let item = draft.items[0].id.to_string();
    engine
        .evidence_move(&case, &item, "refund_policy")
        .await
        .unwrap();
    engine
        .evidence_text(&case, "customer_name", "Alva")
        .await
        .unwrap();
    engine
        .evidence_fact(&case, "goods", "digital")
        .await
        .unwrap();
    let last = engine.evidence_remove(&case, &item).await.unwrap();
    assert!(last.items.is_empty() && last.undo && !last.redo);

    let shape = |draft: &EvidenceView| {
        let slots: Vec<&str> = draft.items.iter().map(|i| i.slot.as_str()).collect();
        (slots.join(","), draft.texts.len(), draft.facts.len())
    };
    let expected = [
        ("refund_policy", 1, 1),
        ("refund_policy", 1, 0),
        ("refund_policy", 0, 0),
        ("receipt", 0, 0),
        ("", 0, 0),
    ];
    for (n, (slots, texts, facts)) in expected.into_iter().enumerate() {
        let draft = engine.evidence_undo(&case).await.unwrap();
        assert_eq!(shape(&draft), (slots.to_owned(), texts, facts), "undo {n}");
        assert!(draft.redo);
    }
    let nothing = engine.evidence_undo(&case).await.unwrap();
    assert!(
        !nothing.undo && nothing.items.is_empty(),
        "nothing to undo is fine"
    );
    for (n, (slots, texts, facts)) in expected.into_iter().rev().skip(1).enumerate() {
        let draft = engine.evidence_redo(&case).await.unwrap();
        assert_eq!(shape(&draft), (slots.to_owned(), texts, facts), "redo {n}");
    }
    // Something new ends what could be done again.
    let anew = engine
        .evidence_text(&case, "customer_name", "Bo")
        .await
        .unwrap();
    assert!(!anew.redo);
    let same = engine.evidence_redo(&case).await.unwrap();
    assert_eq!(same.texts, anew.texts);
}

#[tokio::test]
async fn what_isnt_there_is_not_found_and_nothing_is_changed() {
    let (shop, case) = shop().await;
    let engine = &shop.engine;
    let area = Blackout::Area(Area {
        x: 0.0,
        y: 0.0,
        width: 5.0,
        height: 5.0,
    });
    let before = engine.evidence_list(&case).await.unwrap().revision;
    for told in [
        engine.evidence_remove(&case, "itm_none").await.map(|_| ()),
        engine
            .evidence_move(&case, "itm_none", "receipt")
            .await
            .map(|_| ()),
        engine
            .page_picture(&case, "itm_none", 0, 100)
            .await
            .map(|_| ()),
        engine
            .evidence_redact(&case, "itm_none", 1, &area)
            .await
            .map(|_| ()),
        engine
            .blackout_picture(&case, "itm_none", 1, &area, 100)
            .await
            .map(|_| ()),
        engine
            .evidence_vouch(&case, "itm_none", 1)
            .await
            .map(|_| ()),
        engine.evidence_list("nobody").await.map(|_| ()),
        engine.evidence_undo("nobody").await.map(|_| ()),
        engine.evidence_redo("nobody").await.map(|_| ()),
        engine
            .evidence_fact("nobody", "goods", "")
            .await
            .map(|_| ()),
        engine
            .evidence_text("nobody", "customer_name", "")
            .await
            .map(|_| ()),
        engine
            .evidence_add("nobody", Vec::new(), None)
            .await
            .map(|_| ()),
    ] {
        assert!(matches!(told, Err(Error::NotFound { .. })), "{told:?}");
    }
    assert_eq!(engine.evidence_list(&case).await.unwrap().revision, before);
}

#[tokio::test]
async fn a_case_that_has_ended_takes_no_evidence() {
    let shop = Shop::of(Provider::Stripe, 3).await;
    let case = shop.case(Provider::Stripe, "card-won");
    let note = vec![paper("note.txt", b"A note.".to_vec())];
    let told = shop
        .engine
        .evidence_add(&case, note, None)
        .await
        .unwrap_err();
    assert_eq!(codes(&told), ["takes_no_evidence"]);
    let draft = shop.engine.evidence_list(&case).await.unwrap();
    assert!(!draft.takes_evidence && !draft.may_gather && draft.items.is_empty());
}

#[tokio::test]
async fn a_page_is_drawn_as_it_looks() {
    let (shop, case) = shop().await;
    let files = vec![
        paper("two.pdf", pdf(&["One", "Two"])),
        paper("photo.png", png()),
    ];
    let draft = shop
        .engine
        .evidence_add(&case, files, Some("receipt"))
        .await
        .unwrap();
    for (item, page, there) in [
        (0, 0, true),
        (0, 1, true),
        (0, 2, false),
        (1, 0, true),
        (1, 1, false),
    ] {
        let id = draft.items[item].id.to_string();
        let drawn = shop.engine.page_picture(&case, &id, page, 40).await;
        assert_eq!(drawn.is_ok(), there, "{item} {page}: {:?}", drawn.err());
        if let Ok(drawn) = drawn {
            assert!(drawn.starts_with(b"\x89PNG"), "{item} {page}");
            // A picture is not made larger than it is.
            let wide = if item == 0 { 40 } else { 16 };
            assert_eq!(drawn[16..20], [0, 0, 0, wide], "{item} {page}");
        }
    }
}

#[tokio::test]
async fn a_card_number_blocks_until_it_is_blacked_out_for_good() {
    let (shop, case) = shop().await;
    let engine = &shop.engine;
    let line = format!("Paid with {CARD}");
    let file = vec![paper("receipt.pdf", pdf(&["Thank you", &line]))];
    let draft = engine
        .evidence_add(&case, file, Some("receipt"))
        .await
        .unwrap();
    let item = draft.items[0].id.to_string();
    let check = engine.evidence_check(&case).await.unwrap();
    let found = check
        .problems
        .iter()
        .find(|p| p.code == "card_number")
        .unwrap();
    assert!(!check.ready && found.blocks);
    assert_eq!(
        (found.page, found.item.as_ref()),
        (Some(2), Some(&draft.items[0].id))
    );
    assert!(!found.message.contains("4111"), "{}", found.message);
    let name = found.finding.clone().unwrap();

    let what = Blackout::Finding(name.clone());
    let shown = engine
        .blackout_picture(&case, &item, 2, &what, 60)
        .await
        .unwrap();
    assert!(shown.starts_with(b"\x89PNG"));
    let same = engine.evidence_list(&case).await.unwrap();
    assert_eq!(same.revision, draft.revision, "a picture changes nothing");

    for (page, what, code) in [
        (1, Blackout::Finding(name.clone()), "finding_unknown"),
        (3, Blackout::Finding(name.clone()), "no_such_page"),
        (0, Blackout::Finding(name.clone()), "no_such_page"),
        (2, Blackout::Finding("another".into()), "finding_unknown"),
    ] {
        let told = engine
            .evidence_redact(&case, &item, page, &what)
            .await
            .unwrap_err();
        assert_eq!(codes(&told), [code], "{page}");
    }
    let after = engine
        .evidence_redact(&case, &item, 2, &what)
        .await
        .unwrap();
    assert_eq!(after.items.len(), 1);
    assert!(after.undo);
    let check = engine.evidence_check(&case).await.unwrap();
    assert!(
        check.problems.iter().all(|p| p.code != "card_number"),
        "{:?}",
        check.problems
    );
    engine.evidence_undo(&case).await.unwrap();
    let check = engine.evidence_check(&case).await.unwrap();
    assert!(
        check.problems.iter().any(|p| p.code == "card_number"),
        "taken back"
    );
}

#[tokio::test]
async fn an_area_is_blacked_out_with_every_number_on_its_page() {
    let (shop, case) = shop().await;
    let line = format!("Paid with {CARD}");
    let file = vec![paper("receipt.pdf", pdf(&[&line]))];
    let draft = shop
        .engine
        .evidence_add(&case, file, Some("receipt"))
        .await
        .unwrap();
    let item = draft.items[0].id.to_string();
    let area = Blackout::Area(Area {
        x: 1.0,
        y: 1.0,
        width: 10.0,
        height: 4.0,
    });
    shop.engine
        .evidence_redact(&case, &item, 1, &area)
        .await
        .unwrap();
    let check = shop.engine.evidence_check(&case).await.unwrap();
    assert!(
        check.problems.iter().all(|p| p.code != "card_number"),
        "{:?}",
        check.problems
    );
}

#[tokio::test]
async fn a_page_that_cant_be_read_needs_the_owners_word_for_these_very_bytes() {
    let (shop, case) = shop().await;
    let engine = &shop.engine;
    let files = vec![
        paper("mute.pdf", mute()),
        paper("read.pdf", pdf(&["All of it can be read"])),
    ];
    let draft = engine
        .evidence_add(&case, files, Some("receipt"))
        .await
        .unwrap();
    let [mute, read] = [0, 1].map(|n| draft.items[n].id.to_string());
    let check = engine.evidence_check(&case).await.unwrap();
    let unread = check
        .problems
        .iter()
        .find(|p| p.code == "page_unread")
        .unwrap();
    assert!(unread.blocks && !check.ready);
    assert_eq!(
        (unread.page, unread.item.as_ref()),
        (Some(1), Some(&draft.items[0].id))
    );
    let vouched = engine.evidence_vouch(&case, &mute, 1).await.unwrap();
    let check = engine.evidence_check(&case).await.unwrap();
    let scan = check.scan.unwrap();
    assert_eq!((scan.unread_pages, scan.vouched_pages), (1, 1));
    assert!(
        check
            .problems
            .iter()
            .all(|p| p.code != "page_unread" || !p.blocks)
    );
    // A page that can be read needs no word, and none is kept.
    let same = engine.evidence_vouch(&case, &read, 1).await.unwrap();
    assert_eq!(same.revision, vouched.revision);
    let told = engine.evidence_vouch(&case, &mute, 2).await.unwrap_err();
    assert_eq!(codes(&told), ["no_such_page"]);
}

#[tokio::test]
async fn each_providers_draft_says_what_it_wants_and_what_of_it_travels() {
    for (provider, name) in [
        (Provider::Stripe, "klarna-faulty-goods"),
        (Provider::Clearhaus, "not-provided"),
        (Provider::Celcoin, "fraud"),
    ] {
        let shop = Shop::of(provider, 1).await;
        let case = shop.case(provider, name);
        let empty = shop.engine.evidence_list(&case).await.unwrap();
        assert!(!empty.slots.is_empty(), "{provider:?}");
        assert!(empty.takes_evidence, "{provider:?}");
        shop.gather(&case).await;
        let draft = shop.engine.evidence_list(&case).await.unwrap();
        assert_eq!(draft.items[0].state, "ready", "{provider:?}");
        let missing = shop.engine.dispute(&case).await.unwrap().case.missing;
        assert!(
            !missing.contains(&Kind::CustomerCommunication),
            "{provider:?}: {missing:?}"
        );
    }
}
