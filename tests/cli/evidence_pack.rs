//! What is packed to be looked at is what arrives, byte for byte, and nothing beside it (README, promise 3).

use std::collections::BTreeMap;
use std::fs;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::support::answer::gather;
use crate::support::papers::pdf;
use crate::support::shop::{Shop, list, word};

/// The files of a pack, as they lie in its folder.
fn packed(shop: &Shop, case: &str) -> (Value, Vec<Vec<u8>>) {
    let out = shop.folder().join("pack");
    let manifest = shop.ok(&["evidence", "pack", case, "--out", out.to_str().unwrap()]);
    let files = list(&manifest, "files")
        .iter()
        .map(|file| fs::read(out.join(word(file, "path"))).unwrap())
        .collect();
    (manifest, files)
}

/// Whether these bytes stand in a body: as they are, or as Base64 in JSON.
fn stands_in(body: &[u8], bytes: &[u8]) -> bool {
    let encoded = STANDARD.encode(bytes);
    [bytes, encoded.as_bytes()]
        .iter()
        .any(|what| body.windows(what.len()).any(|part| part == *what))
}

#[test]
fn the_files_that_were_packed_are_those_that_arrive() {
    for (provider, name) in [
        ("stripe", "card-not-received"),
        ("clearhaus", "not-provided"),
        ("celcoin", "fraud-soon"),
    ] {
        let shop = Shop::open();
        let _ = shop.add_account_of(provider);
        shop.ok(&["sync"]);
        let case = shop.case_of(provider, name);
        for (file, line, slot) in [
            ("receipt.pdf", "Paid on 2 November", "receipt"),
            ("mails.pdf", "We sent a new one", "customer_communication"),
        ] {
            let file = shop.file(file, &pdf(&[line]));
            shop.ok(&["evidence", "add", &case, &file, "--slot", slot]);
        }
        let (_, files) = packed(&shop, &case);
        assert!(!files.is_empty(), "{provider}");
        shop.control().keep_bodies();
        shop.ok(&["submit", &case, "--confirm"]);
        let bodies = shop.control().bodies();
        for file in &files {
            let arrived = bodies.iter().filter(|body| stands_in(body, file)).count();
            assert_eq!(arrived, 1, "{provider}");
        }
        // Nothing but them: each PDF that arrived is one of those that could be looked at.
        let marks = bodies.iter().map(|body| {
            let plain = body.windows(5).filter(|part| part == b"%PDF-").count();
            // The first bytes of any PDF in Base64.
            plain + body.windows(6).filter(|part| part == b"JVBERi").count()
        });
        assert_eq!(marks.sum::<usize>(), files.len(), "{provider}");
    }
}

#[test]
fn the_fields_that_were_shown_are_those_that_arrive() {
    let shop = Shop::ready();
    let case = shop.case("klarna-faulty-goods");
    gather(&shop, &case);
    let (manifest, _) = packed(&shop, &case);
    let rehearsal = shop.ok(&["submit", &case]);
    assert_eq!(rehearsal["fields"], manifest["fields"]);
    shop.control().keep_bodies();
    shop.ok(&["submit", &case, "--confirm"]);
    let bodies = shop.control().bodies();
    let form = bodies
        .iter()
        .filter_map(|body| std::str::from_utf8(body).ok())
        .find(|body| body.contains("submit=true"))
        .expect("the one call");
    let address = format!("http://localhost/?{form}");
    let form = reqwest::Url::parse(&address).unwrap();
    let mut evidence = BTreeMap::new();
    for (name, value) in form.query_pairs() {
        match name
            .strip_prefix("evidence[")
            .and_then(|n| n.strip_suffix(']'))
        {
            Some(field) => {
                evidence.insert(field.to_owned(), json!(value));
            }
            // How the program knows its own answer again; no word about the case.
            None => assert!(
                name == "submit" || name.starts_with("metadata["),
                "{name} was shown nowhere"
            ),
        }
    }
    for file in list(&manifest, "files") {
        let id = evidence.remove(word(file, "slot"));
        assert!(id.is_some(), "{file}");
    }
    assert_eq!(json!(evidence), manifest["fields"]);
}
