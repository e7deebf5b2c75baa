//! `warnings`, `warnings refund`: payments that a bank has warned of, before there is a case.

use chrono::Duration;
use serde_json::{Value, json};
use tvist_engine::domain::clock::Clock as _;
use tvist_engine::{Engine, Notice, Watch};
use tvist_sandbox::{Fault, FaultRule};

use crate::support::moved;
use crate::support::shop::{Shop, codes, list, word};

fn warning(shop: &Shop, id: &str) -> Value {
    let all = shop.ok(&["warnings"]);
    let found = list(&all, "warnings")
        .iter()
        .find(|w| w["provider_id"] == id);
    found.unwrap_or_else(|| panic!("no {id} in {all}")).clone()
}

fn radar(shop: &Shop) -> usize {
    let requests = shop.control().requests().into_iter();
    requests.filter(|r| r.path.contains("radar")).count()
}

#[test]
fn a_warning_is_read_and_listed_as_the_contract_has_it() {
    let shop = Shop::ready();
    let all = shop.ok(&["warnings"]);
    let warnings = list(&all, "warnings");
    assert_eq!(warnings.len(), 4, "{all}");
    let one = warning(&shop, &shop.warning("warned-stolen"));
    for member in [
        "id",
        "provider",
        "account",
        "provider_id",
        "at",
        "actionable",
        "fraud_type",
        "amount",
        "transaction",
        "dispute",
    ] {
        assert!(one.get(member).is_some(), "{member}: {one}");
    }
    assert_eq!(one["actionable"], true);
    assert_eq!(one["fraud_type"], "made_with_stolen_card");
    assert_eq!(one["amount"], json!({"minor": 18_900, "currency": "EUR"}));
    assert_eq!(one["dispute"], Value::Null);
    assert!(word(&one["transaction"], "id").starts_with("ch_"));
    assert_eq!(warnings[0]["actionable"], true, "what can be helped first");

    // Nothing happened: one look at the events, none at the list.
    shop.control().clear_requests();
    shop.ok(&["sync"]);
    assert!(
        radar(&shop) <= 2,
        "the actionable ones are read again by hand"
    );
    let named = shop.ok(&["warnings", "--account", "Shop"]);
    assert_eq!(list(&named, "warnings").len(), 4);
    assert_eq!(
        shop.ends(1, &["warnings", "--account", "Nobody"])["error"]["kind"],
        "not_found"
    );
}

#[test]
fn the_case_that_comes_of_a_warning_is_linked_and_its_refund_is_over() {
    let shop = Shop::ready();
    let id = shop.warning("warned-stolen");
    // Of one that was disputed before the first reading the case is known at once.
    let known = warning(&shop, &shop.warning("warned-disputed"));
    let case = shop.ok(&["dispute", word(&known, "dispute")]);
    assert_eq!(case["transaction"]["id"], known["transaction"]["id"]);

    shop.does(json!({"act": "dispute_warned", "warning": id}));
    let refused = shop.ends(3, &["warnings", "refund", &id, "--confirm"]);
    assert_eq!(codes(&refused), ["payment_disputed"]);
    assert_eq!(shop.writes(), [], "{refused}");
    shop.ok(&["sync"]);
    let now = warning(&shop, &id);
    assert_eq!(now["actionable"], false);
    let case = shop.ok(&["dispute", word(&now, "dispute")]);
    assert_eq!(case["transaction"]["id"], now["transaction"]["id"]);
    assert_eq!(case["status"], "needs_response");
    let rehearsal = shop.ok(&["warnings", "refund", &id]);
    assert_eq!(rehearsal["ready"], false);
}

#[test]
fn in_time_the_buyer_disputes_what_was_not_given_back() {
    let shop = Shop::ready();
    let (given, kept) = (
        shop.does(json!({"act": "new_warning", "days": 2})),
        shop.warning("warned-stolen"),
    );
    let given = word(&given, "warning").to_owned();
    shop.ok(&["sync"]);
    shop.ok(&["warnings", "refund", &given, "--confirm"]);
    let before = shop.at_provider().len();
    shop.control().advance(chrono::TimeDelta::days(6));
    assert_eq!(shop.at_provider().len(), before + 1, "only the one kept");
    let all = shop.does(json!({"act": "warnings"}));
    let of = |id: &str| {
        let found = list(&all, "warnings").iter().find(|w| w["id"] == id);
        found.expect("it is there").clone()
    };
    assert_eq!(of(&kept)["actionable"], false);
}

#[test]
fn the_whole_payment_is_given_back_once_and_the_warning_is_over() {
    let shop = Shop::ready();
    let id = shop.warning("warned-stolen");
    let rehearsal = shop.ok(&["warnings", "refund", &id]);
    assert_eq!(rehearsal["rehearsal"], true);
    assert_eq!(rehearsal["ready"], true, "{rehearsal}");
    assert_eq!(
        rehearsal["amount"],
        json!({"minor": 18_900, "currency": "EUR"})
    );
    assert_eq!(rehearsal["saves"]["amount"]["currency"], "EUR");
    assert!(rehearsal["saves"]["amount"]["minor"].as_i64() > Some(0));
    assert_eq!(codes(&rehearsal), ["refund_may_come_late"]);
    assert_eq!(shop.writes(), [], "a rehearsal sends nothing");

    let outcome = shop.ok(&["warnings", "refund", &id, "--confirm"]);
    assert_eq!(outcome["submission"]["state"], "accepted");
    assert_eq!(outcome["submission"]["kind"], "refund");
    assert_eq!(outcome["receipt"]["answer"]["amount"], 18_900);
    assert_eq!(shop.effect(&id, "refund"), 1);
    assert!(shop.writes().iter().all(|write| write.keyed));
    let now = warning(&shop, &id);
    assert_eq!(now["actionable"], false);
    assert_eq!(now["left"]["minor"], 0);
    assert_eq!(now["submissions"][0]["state"], "accepted");
    let again = shop.ends(3, &["warnings", "refund", &id, "--confirm"]);
    assert_eq!(codes(&again), ["refund_made"]);
    assert_eq!(shop.effect(&id, "refund"), 1);
}

#[test]
fn what_was_refunded_before_counts_and_only_the_rest_is_given_back() {
    let shop = Shop::ready();
    let id = shop.warning("warned-part-refunded");
    let rehearsal = shop.ok(&["warnings", "refund", &id]);
    assert_eq!(rehearsal["amount"]["minor"], 12_800);
    assert_eq!(rehearsal["refunded_before"]["minor"], 3_000);
    assert_eq!(
        codes(&rehearsal),
        ["refund_may_come_late", "refunded_in_part"]
    );
    let outcome = shop.ok(&["warnings", "refund", &id, "--confirm"]);
    assert_eq!(outcome["receipt"]["answer"]["amount"], 12_800);

    // Wholly refunded by somebody else meanwhile: refused before anything is sent.
    let id = shop.warning("warned-stolen");
    shop.does(json!({"act": "refund_warned", "warning": id}));
    shop.control().clear_requests();
    let refused = shop.ends(3, &["warnings", "refund", &id, "--confirm"]);
    assert_eq!(codes(&refused), ["payment_refunded"]);
    assert_eq!(shop.writes(), []);
}

#[test]
fn an_outcome_that_is_not_known_is_settled_by_reading_or_by_the_owners_word() {
    let shop = Shop::ready();
    let id = shop.warning("warned-stolen");
    shop.control().add_fault(FaultRule::next(
        "POST",
        "/v1/refunds",
        Fault::ResetAfterApply,
    ));
    let deaf = FaultRule::next("GET", "/v1/refunds", Fault::ResetBeforeApply);
    shop.control().add_fault(deaf.times(100));
    shop.ends(5, &["warnings", "refund", &id, "--confirm"]);
    let open = shop.ends(5, &["reconcile"]);
    let listed = &list(&open, "submissions")[0];
    assert_eq!(listed["dispute"], Value::Null);
    assert_eq!(listed["warning"], warning(&shop, &id)["id"]);
    // While it is open the account stays.
    let refused = shop.ends(3, &["account", "remove", "Shop"]);
    assert_eq!(codes(&refused), ["outcome_unknown"]);
    let said = shop.ok(&["reconcile", &id, "--saw", "arrived"]);
    assert_eq!(list(&said, "submissions")[0]["state"], "accepted");
    shop.control().clear_faults();
    assert_eq!(shop.effect(&id, "refund"), 1);
    let again = shop.ends(3, &["warnings", "refund", &id, "--confirm"]);
    assert!(
        ["refund_made", "payment_refunded"].contains(&codes(&again)[0].as_str()),
        "{again}"
    );
    shop.ok(&["account", "remove", "Shop"]);
    assert_eq!(shop.ok(&["warnings"]), json!({"warnings": []}));
}

#[test]
fn a_key_without_the_right_reads_its_cases_and_the_check_names_it() {
    let shop = Shop::open();
    let key = shop.key_with(&[
        "dispute_write",
        "file_write",
        "charge_write",
        "payment_intent_read",
        "event_read",
        "balance_read",
        "balance_transaction_source_read",
    ]);
    let _ = shop.add_with("Narrow", &json!({"secret_key": key}));
    let synced = shop.ok(&["sync"]);
    assert_eq!(synced["accounts"][0]["ok"], true, "{synced}");
    assert_eq!(shop.ok(&["warnings"]), json!({"warnings": []}));
    let check = shop.ok(&["account", "check", "Narrow"]);
    let missing = list(&check, "missing");
    assert_eq!(missing.len(), 1, "{check}");
    assert_eq!(missing[0]["needed_for"], "warnings_read");
    assert_eq!(missing[0]["right"], "rak_early_fraud_warning_read");
    assert_eq!(missing[0]["required"], false);
}

#[test]
fn a_list_of_warnings_that_breaks_off_leaves_the_cases_read_and_is_told() {
    let shop = Shop::open();
    let _ = shop.add_account("Shop");
    let rule = FaultRule::next("GET", "/v1/radar/early_fraud_warnings", Fault::BrokenJson);
    shop.control().add_fault(rule.times(0));
    let synced = shop.ok(&["sync"]);
    let one = &synced["accounts"][0];
    assert_eq!(one["ok"], true, "{synced}");
    assert!(one["new"].as_u64() > Some(0));
    let told = list(one, "skipped");
    assert!(
        told.iter()
            .any(|s| word(s, "why").contains("fraud warnings")),
        "{synced}"
    );
    shop.control().clear_faults();
    shop.ok(&["sync"]);
    assert_eq!(list(&shop.ok(&["warnings"]), "warnings").len(), 4);
}

#[test]
fn erasing_the_case_takes_the_warning_and_it_does_not_come_back() {
    let shop = Shop::ready();
    let id = shop.warning("warned-stolen");
    let opened = shop.does(json!({"act": "dispute_warned", "warning": id}));
    let case = word(&opened, "dispute").to_owned();
    shop.does(json!({"act": "decide", "dispute": case, "won": false}));
    shop.ok(&["sync"]);
    assert_ne!(warning(&shop, &id)["dispute"], Value::Null);
    shop.ok(&["erase", &case, "--confirm"]);
    shop.ok(&["sync", "--full"]);
    let all = shop.ok(&["warnings"]);
    let found = list(&all, "warnings")
        .iter()
        .any(|w| w["provider_id"] == id.as_str());
    assert!(!found, "{all}");
    assert_eq!(list(&all, "warnings").len(), 3);
}

#[test]
fn a_person_reads_what_is_left_and_what_it_saves() {
    let shop = Shop::ready();
    let id = shop.warning("warned-stolen");
    let text = shop.text(&["warnings"]);
    assert!(
        text.contains(&id) && text.contains("made with stolen card"),
        "{text}"
    );
    let text = shop.text(&["warnings", "refund", &id]);
    assert!(text.contains("nothing was sent"), "{text}");
    assert!(text.contains("189.00 EUR"), "{text}");
    assert!(
        text.contains("only if it comes before the dispute"),
        "{text}"
    );
}

/// The notices of warnings that come in a number of looks; whatever comes is shown.
async fn told(watch: &mut Watch) -> Vec<Notice> {
    let mut told = Vec::new();
    for _ in 0..12 {
        let Some(notice) = watch.tick(false).await.expect("the database is there") else {
            continue;
        };
        watch.shown(&notice).await.expect("the database is there");
        if notice.is_warning() {
            told.push(notice);
        }
    }
    told
}

async fn begin(engine: &Engine) -> Watch {
    let synced = engine.sync(None, false).await.expect("an account");
    assert!(synced.iter().all(|one| one.ok), "{synced:?}");
    // Another test may start a program just now: until that runs it holds whatever this process had open.
    tvist_tests::until(
        std::time::Duration::from_secs(10),
        "a lock that nobody holds",
        || engine.watch().expect("the folder can be locked"),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_warning_is_told_once_names_nobody_and_waits_for_the_end_of_a_pause() {
    let folder = tempfile::tempdir().unwrap();
    let (clock, sandbox, engine) = moved::practice_set(folder.path()).await;
    let mut watch = begin(&engine).await;
    let first = told(&mut watch).await;
    assert_eq!(first.len(), 1, "all together, once: {first:?}");
    assert!(first[0].title.contains('2'), "{first:?}");
    assert!(first[0].body.contains("€189.00"), "{first:?}");
    for warning in engine.warnings(None).await.unwrap() {
        let name = warning
            .customer
            .name
            .expect("the practice set names its buyers");
        assert!(!format!("{first:?}").contains(&name));
    }
    assert_eq!(engine.desk_summary().await.unwrap().warned, 2);
    // The program starts anew: nothing is told twice.
    drop(watch);
    let mut watch = begin(&engine).await;
    assert!(told(&mut watch).await.is_empty());

    let act = json!({"act": "new_warning"});
    sandbox.control().act("stripe", &act).unwrap();
    engine
        .pause_reminders(clock.now() + Duration::hours(2))
        .await
        .unwrap();
    drop(watch);
    let mut watch = begin(&engine).await;
    assert!(told(&mut watch).await.is_empty());
    engine.resume_reminders().await.unwrap();
    let after = told(&mut watch).await;
    assert_eq!(after.len(), 1);
    assert!(!after[0].title.contains('2'), "{after:?}");
}
