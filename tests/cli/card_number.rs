//! Card numbers: none leaves in a remark or with a request for an analysis either.

use crate::support::papers::pdf;
use crate::support::shop::{Shop, codes};

/// Stripe's number for tests.
const NUMBER: &str = "4242 4242 4242 4242";

#[test]
fn a_remark_with_a_card_number_is_not_written() {
    let shop = Shop::open();
    let _ = shop.add_account_of("clearhaus");
    shop.ok(&["sync"]);
    let case = shop.case_of("clearhaus", "not-provided");
    let before = shop.writes().len();
    let text = format!("He paid with {NUMBER}.");
    let error = shop.ends(3, &["comments", "add", &case, &text]);
    assert_eq!(codes(&error), ["card_number_in_text"]);
    assert!(!error.to_string().contains("4242"), "{error}");
    assert_eq!(shop.writes().len(), before);
    shop.ok(&["comments", "add", &case, "He paid with the card •••• 4242."]);
}

#[test]
fn an_analysis_with_a_card_number_is_not_asked_for() {
    let shop = Shop::open();
    let _ = shop.add_account_of("unico");
    let good = shop.file("good.pdf", &pdf(&["The acquirer's notice"]));
    let bad = shop.file("bad.pdf", &pdf(&["Notice", &format!("Card {NUMBER}")]));
    let created = (shop.control().now() - chrono::TimeDelta::days(3)).date_naive();
    let created = created.to_string();
    let ask = |observation: &str, file: &str| {
        let mut args = vec!["analysis", "request", "--created", &created];
        args.extend(["--transaction", "00000000-0000-4000-8000-000000000000"]);
        args.extend(["--requestor-cpf", "52998224725", "--name", "Ana"]);
        args.extend(["--reason", "Fraude", "--observation", observation]);
        args.extend(["--file", file, "--confirm"]);
        codes(&shop.ends(3, &args))
    };
    let has = |told: Vec<String>, code: &str| told.iter().any(|one| one == code);
    assert!(!has(ask("Nada", &good), "card_number"));
    assert!(has(ask("Nada", &bad), "card_number"));
    assert!(!has(ask("Final 4242", &good), "card_number_in_text"));
    assert!(has(ask(NUMBER, &good), "card_number_in_text"));
}
