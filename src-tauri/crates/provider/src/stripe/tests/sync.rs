//! What a synchronisation reads, and that it misses nothing.

use super::{at, card, stripe, with};
use crate::ProviderError;
use crate::adapter::Adapter as _;
use crate::http::testing::{Reaction, Seen, Server, json as good};
use crate::loopback::{Kept, Synchronise as _};
use crate::reading::{Cursor, Step, StoredCases, SyncScope};
use async_trait::async_trait;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use tvist_domain::Dispute;

const NEWEST: i64 = 1_795_300_000;
const NOW: &str = "2026-11-22T06:00:00Z";

/// A Stripe with cases and events, newest first.
#[derive(Clone, Default)]
struct World {
    cases: Vec<Value>,
    events: Vec<Value>,
    events_forbidden: bool,
    charges_forbidden: bool,
}

fn case(n: usize) -> Value {
    let value = with(card(), "id", json!(format!("du_{n}")));
    with(
        value,
        "created",
        json!(NEWEST - 1_000 * i64::try_from(n).unwrap()),
    )
}

fn event(id: &str, case: &str, created: i64) -> Value {
    json!({"id": id, "object": "event", "type": "charge.dispute.updated", "created": created,
        "api_version": "2019-01-01", "data": {"object": {"id": case, "object": "dispute", "status": "of_old"}}})
}

fn list(all: &[Value], seen: &Seen) -> Reaction {
    let until: Option<i64> = seen.query("created[lte]").map(|at| at.parse().unwrap());
    let kept = |entry: &&Value| until.is_none_or(|until| entry["created"].as_i64() <= Some(until));
    let all: Vec<Value> = all.iter().filter(kept).cloned().collect();
    let limit: usize = seen.query("limit").unwrap().parse().unwrap();
    let start = seen.query("starting_after").map_or(0, |after| {
        1 + all.iter().position(|entry| entry["id"] == after).unwrap()
    });
    let end = (start + limit).min(all.len());
    good(
        json!({"object": "list", "data": all[start..end], "has_more": end < all.len(), "url": "/"}),
    )
}

fn react(world: &World, seen: &Seen) -> Reaction {
    let forbidden = |right: &str| {
        Reaction::Json(
            403,
            json!({"error": {"type": "invalid_request_error", "message": format!("Having the '{right}' permission would allow this.")}}),
        )
    };
    if world.charges_forbidden && seen.target.contains("expand") {
        return forbidden("rak_charge_read");
    }
    match seen.path() {
        "/v1/disputes" => list(&world.cases, seen),
        "/v1/events" if world.events_forbidden => forbidden("rak_event_read"),
        "/v1/events" => {
            assert_eq!(
                seen.query("types[]").as_deref(),
                Some("charge.dispute.created")
            );
            let from: i64 = seen.query("created[gte]").unwrap().parse().unwrap();
            let known: Vec<Value> = world
                .events
                .iter()
                .filter(|e| e["created"].as_i64().unwrap() >= from)
                .cloned()
                .collect();
            list(&known, seen)
        }
        path => {
            let id = path.strip_prefix("/v1/disputes/").unwrap();
            match world.cases.iter().find(|case| case["id"] == id) {
                Some(case) => good(case.clone()),
                None => Reaction::Json(
                    404,
                    json!({"error": {"type": "invalid_request_error", "code": "resource_missing", "message": "No such dispute"}}),
                ),
            }
        }
    }
}

struct Run {
    store: Kept,
    cursor: Result<Cursor, ProviderError>,
    asked: Vec<Seen>,
}

async fn run(world: &World, cursor: Option<Cursor>, reread: &[&str]) -> Run {
    run_at(world, cursor, reread, NOW, false).await
}

async fn run_at(
    world: &World,
    cursor: Option<Cursor>,
    reread: &[&str],
    now: &str,
    full: bool,
) -> Run {
    let world = world.clone();
    let server = Server::start(move |seen| react(&world, seen)).await;
    let mut store = Kept::default();
    let scope = SyncScope {
        cursor,
        full,
        reread: reread.iter().map(|id| (*id).to_owned()).collect(),
        now: at(now),
    };
    let cursor = stripe(&server).sync(scope, &mut store).await;
    Run {
        store,
        cursor,
        asked: server.seen(),
    }
}

fn world(cases: usize) -> World {
    World {
        cases: (0..cases).map(case).collect(),
        ..World::default()
    }
}

#[tokio::test]
async fn the_first_time_everything_is_listed() {
    let run = run(&world(230), None, &[]).await;
    assert_eq!(run.store.pages, [100, 100, 30]);
    assert_eq!(run.store.ids().len(), 230);
    assert_eq!(run.asked.len(), 3);
    let first = &run.asked[0];
    assert_eq!(first.query("limit").as_deref(), Some("100"));
    assert_eq!(first.query("expand[]").as_deref(), Some("data.charge"));
    assert_eq!(first.header("stripe-version"), Some("2026-10-28.endive"));
    assert_eq!(
        run.asked[1].query("starting_after").as_deref(),
        Some("du_99")
    );
    let cursor = run.cursor.unwrap();
    assert_eq!(cursor["v"], 1);
    assert_eq!(cursor["newest_case"], NEWEST);
}

#[tokio::test]
async fn an_empty_account_is_no_error() {
    let first = run(&World::default(), None, &[]).await;
    assert!(first.store.pages.is_empty());
    // And what comes later is found, however long its list.
    let second = run(&world(150), Some(first.cursor.unwrap()), &[]).await;
    assert_eq!(second.store.ids().len(), 150);
}

#[tokio::test]
async fn afterwards_two_requests_do_when_nothing_happened() {
    let cursor = run(&world(230), None, &[]).await.cursor.unwrap();
    let second = run(&world(230), Some(cursor), &[]).await;
    assert_eq!(second.asked.len(), 2);
    assert_eq!(
        second.store.ids().len(),
        100,
        "the first page serves as a look"
    );
}

#[tokio::test]
async fn what_an_event_touched_is_read_again_and_once_only() {
    let mut world = world(230);
    let cursor = run(&world, None, &[]).await.cursor.unwrap();
    world.events = vec![
        event("evt_4", "du_210", NEWEST + 900),
        event("evt_3", "du_5", NEWEST + 800),
        event("evt_2", "du_201", NEWEST + 700),
        event("evt_1", "du_210", NEWEST + 600),
    ];
    let second = run(&world, Some(cursor), &["du_201"]).await;
    assert_eq!(second.store.ids().len(), 102);
    for id in ["du_5", "du_201", "du_210"] {
        assert_eq!(
            second
                .store
                .ids()
                .iter()
                .filter(|known| **known == id)
                .count(),
            1,
            "{id}"
        );
    }
    assert_eq!(second.asked.len(), 4, "events, first page, two reads");
    let third = run(&world, Some(second.cursor.unwrap()), &[]).await;
    assert_eq!(
        third.asked.len(),
        2,
        "an event counts once, though it is listed again"
    );
}

#[tokio::test]
async fn an_event_is_a_hint_and_never_the_truth() {
    let mut world = world(150);
    let cursor = run(&world, None, &[]).await.cursor.unwrap();
    world.events = vec![event("evt_1", "du_140", NEWEST + 1)];
    let server = Server::start(move |seen| react(&world, seen)).await;
    let mut kept = Kept::default();
    let scope = SyncScope {
        cursor: Some(cursor),
        full: false,
        reread: vec![],
        now: at(NOW),
    };
    stripe(&server).sync(scope, &mut kept).await.unwrap();
    let mut words = kept.cases.iter().map(|case| &case.provider_status);
    assert!(words.all(|word| word == "needs_response"));
}

#[tokio::test]
async fn a_refund_names_a_payment_and_the_cases_about_it_are_read_again() {
    #[derive(Default)]
    struct Payments(Mutex<Vec<String>>);
    #[async_trait]
    impl StoredCases for Payments {
        async fn known(&self, _: &str) -> Option<Dispute> {
            None
        }

        async fn about_payments(&self, payments: &[String]) -> Vec<String> {
            self.0.lock().unwrap().extend(payments.iter().cloned());
            vec!["du_140".to_owned()]
        }
    }
    let mut world = world(150);
    let cursor = run(&world, None, &[]).await.cursor.unwrap();
    world.events = vec![
        json!({"id": "evt_1", "object": "event", "type": "refund.failed", "created": NEWEST + 1,
        "data": {"object": {"id": "re_1", "object": "refund", "charge": "ch_9", "status": "failed"}}}),
    ];
    let server = Server::start(move |seen| react(&world, seen)).await;
    let (stored, mut found) = (Payments::default(), Kept::default());
    let scope = SyncScope {
        cursor: Some(cursor),
        full: false,
        reread: vec![],
        now: at(NOW),
    };
    let stripe = stripe(&server);
    found.read(stripe.reading(scope, &stored)).await.unwrap();
    assert_eq!(*stored.0.lock().unwrap(), ["ch_9"]);
    assert!(found.ids().contains(&"du_140"));
}

#[tokio::test]
async fn many_events_come_in_pages() {
    let mut world = world(150);
    let cursor = run(&world, None, &[]).await.cursor.unwrap();
    world.events = (0..250)
        .map(|n| {
            event(
                &format!("evt_{n}"),
                &format!("du_{}", 100 + n % 50),
                NEWEST + 1000 - n,
            )
        })
        .collect();
    let second = run(&world, Some(cursor), &[]).await;
    assert_eq!(second.store.ids().len(), 150);
    let events = second
        .asked
        .iter()
        .filter(|seen| seen.path() == "/v1/events")
        .count();
    assert_eq!(events, 3);
    // Fifty reads one by one would be dearer than one more page of the list.
    assert_eq!(second.asked.len(), 3 + 2);
}

#[tokio::test]
async fn more_new_cases_than_a_page_holds_are_all_listed() {
    let old = world(230);
    let known = World {
        cases: old.cases[150..].to_vec(),
        ..World::default()
    };
    let cursor = run(&known, None, &[]).await.cursor.unwrap();
    let second = run(&old, Some(cursor), &[]).await;
    assert!(second.store.ids().len() >= 150);
    assert!(second.store.ids().contains(&"du_149"));
}

#[tokio::test]
async fn without_the_right_to_events_the_list_serves() {
    let mut world = world(230);
    world.events_forbidden = true;
    let cursor = run(&world, None, &[]).await.cursor.unwrap();
    let second = run(&world, Some(cursor), &[]).await;
    assert_eq!(second.store.ids().len(), 230);
    assert!(second.cursor.is_ok());
}

#[tokio::test]
async fn without_the_right_to_charges_cases_come_without_the_buyer() {
    let mut world = world(230);
    world.charges_forbidden = true;
    let run = run(&world, None, &["du_gone"]).await;
    assert_eq!(run.store.ids().len(), 230);
    let refused = run
        .asked
        .iter()
        .filter(|seen| seen.target.contains("expand"))
        .count();
    assert_eq!(refused, 1, "asked for once");
}

#[tokio::test]
async fn what_was_to_be_read_and_is_gone_is_told() {
    let run = run(&world(3), None, &["du_2", "du_gone", "../evil"]).await;
    assert_eq!(run.store.ids().len(), 3);
    // What is no id can't be asked for, and is none that the provider knows.
    let mut gone = run.store.gone;
    gone.sort();
    assert_eq!(gone, ["../evil", "du_gone"]);
    assert_eq!(run.store.skipped, []);
    assert!(run.asked.iter().all(|seen| !seen.target.contains("evil")));
}

#[tokio::test]
async fn a_bad_record_never_fails_its_page() {
    let mut world = world(5);
    world.cases[1] = with(world.cases[1].clone(), "amount", json!("much"));
    world.cases[3] = json!({"id": "du_3", "object": "dispute"});
    let run = run(&world, None, &[]).await;
    assert_eq!(run.store.ids().len(), 3);
    let ids: Vec<Option<&str>> = run
        .store
        .skipped
        .iter()
        .map(|(id, _)| id.as_deref())
        .collect();
    assert_eq!(ids, [Some("du_1"), Some("du_3")]);
    assert!(run.store.skipped[0].1.contains("amount"));
    assert!(!run.store.skipped[0].1.contains("much"));
    assert!(run.cursor.is_ok());
}

#[tokio::test]
async fn a_last_entry_without_an_id_does_not_stop_the_paging() {
    let server = Server::start(|seen| match seen.query("starting_after").as_deref() {
        None => good(json!({"data": [case(0), case(1), null], "has_more": true})),
        Some("du_1") => good(json!({"data": [case(2)], "has_more": false})),
        Some(_) => Reaction::Reset,
    })
    .await;
    let mut store = Kept::default();
    let scope = SyncScope {
        cursor: None,
        full: false,
        reread: vec![],
        now: at(NOW),
    };
    stripe(&server).sync(scope, &mut store).await.unwrap();
    assert_eq!(store.ids(), ["du_0", "du_1", "du_2"]);
    assert_eq!(store.skipped.len(), 1);
}

#[tokio::test]
async fn a_list_that_never_ends_is_an_error_and_no_cursor() {
    for circle in [vec![0, 1], vec![0]] {
        let server = Server::start(move |_| {
            let data: Vec<Value> = circle.iter().map(|n| case(*n)).collect();
            good(json!({"data": data, "has_more": true}))
        })
        .await;
        let mut store = Kept::default();
        let scope = SyncScope {
            cursor: None,
            full: true,
            reread: vec![],
            now: at(NOW),
        };
        let result = stripe(&server).sync(scope, &mut store).await;
        assert!(matches!(result, Err(ProviderError::Protocol { .. })));
        assert!(server.seen().len() <= 3);
    }
}

#[tokio::test]
async fn entries_that_slide_into_the_next_page_come_once() {
    let server = Server::start(|seen| match seen.query("starting_after") {
        None => good(json!({"data": [case(0), case(1)], "has_more": true})),
        Some(_) => good(json!({"data": [case(1), case(2)], "has_more": false})),
    })
    .await;
    let mut store = Kept::default();
    let scope = SyncScope {
        cursor: None,
        full: true,
        reread: vec![],
        now: at(NOW),
    };
    stripe(&server).sync(scope, &mut store).await.unwrap();
    assert_eq!(store.ids(), ["du_0", "du_1", "du_2"]);
}

#[tokio::test]
async fn an_old_or_foreign_cursor_and_a_full_one_start_over() {
    let world = world(120);
    let cursor = run(&world, None, &[]).await.cursor.unwrap();
    let later = run_at(
        &world,
        Some(cursor.clone()),
        &[],
        "2026-12-20T00:00:00Z",
        false,
    )
    .await;
    assert_eq!(later.store.ids().len(), 120, "older than 25 days");
    let full = run_at(&world, Some(cursor.clone()), &[], NOW, true).await;
    assert_eq!(full.store.ids().len(), 120);
    for odd in [
        json!(null),
        json!("x"),
        json!({"v": 2}),
        with(cursor, "v", json!(2)),
    ] {
        assert_eq!(run(&world, Some(odd), &[]).await.store.ids().len(), 120);
    }
}

#[tokio::test]
async fn whoever_stores_nothing_more_is_read_nothing_more() {
    let world = world(230);
    let server = Server::start(move |seen| react(&world, seen)).await;
    let scope = SyncScope {
        cursor: None,
        full: false,
        reread: vec![],
        now: at(NOW),
    };
    let (stripe, stored) = (stripe(&server), std::collections::HashMap::new());
    let Step::Page(first, rest) = stripe.reading(scope, &stored).next().await.unwrap() else {
        panic!("no page");
    };
    assert_eq!(first.records.len(), 100);
    // The next one may be on its way, but no more than that one.
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    drop(rest);
    assert!(server.seen().len() <= 2);
}

#[tokio::test]
async fn a_failure_in_the_middle_keeps_what_was_read_but_gives_no_cursor() {
    let world = world(230);
    let failing = Arc::new(Mutex::new(0));
    let server = Server::start(move |seen| {
        if seen.query("starting_after").is_some() {
            *failing.lock().unwrap() += 1;
            return Reaction::Json(500, json!({"error": {"type": "api_error"}}));
        }
        react(&world, seen)
    })
    .await;
    let mut store = Kept::default();
    let scope = SyncScope {
        cursor: None,
        full: false,
        reread: vec![],
        now: at(NOW),
    };
    let result = stripe(&server).sync(scope, &mut store).await;
    assert!(matches!(
        result,
        Err(ProviderError::Unavailable { status: 500 })
    ));
    assert_eq!(store.ids().len(), 100);
    assert_eq!(server.seen().len(), 1 + 4);
}

#[tokio::test]
async fn a_revoked_key_ends_it_at_once() {
    let server = Server::start(|_| Reaction::Json(401, json!({"error": {"type": "invalid_request_error", "code": "api_key_expired", "message": "x"}}))).await;
    let scope = SyncScope {
        cursor: None,
        full: false,
        reread: vec![],
        now: at(NOW),
    };
    let result = stripe(&server).sync(scope, &mut Kept::default()).await;
    assert!(
        matches!(result, Err(ProviderError::Unauthorized { code: Some(code) }) if code == "api_key_expired")
    );
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn whatever_the_clocks_say_no_event_is_missed() {
    // Our clock is far ahead of the one that stamps the events; Stripe's Date header is today's.
    let mut world = world(150);
    let cursor = run_at(&world, None, &[], "2026-12-10T00:00:00Z", false)
        .await
        .cursor
        .unwrap();
    world.events = vec![event("evt_1", "du_120", NEWEST + 60)];
    let second = run_at(&world, Some(cursor), &[], "2026-12-10T00:05:00Z", false).await;
    assert!(second.store.ids().contains(&"du_120"));
    let cursor = second.cursor.unwrap();
    world
        .events
        .insert(0, event("evt_2", "du_121", NEWEST + 120));
    let third = run_at(&world, Some(cursor), &[], "2026-12-10T00:10:00Z", false).await;
    assert!(third.store.ids().contains(&"du_121"));
    assert!(!third.store.ids().contains(&"du_120"));
}

#[tokio::test]
async fn open_cases_that_no_event_named_are_read_again_when_asked_for() {
    let world = world(230);
    let names: Vec<String> = (150..170).map(|n| format!("du_{n}")).collect();
    let many: Vec<&str> = names.iter().map(String::as_str).collect();
    let first = run(&world, None, &many).await;
    let soon = "2026-11-22T06:30:00Z";
    let second = run_at(&world, Some(first.cursor.unwrap()), &many, soon, false).await;
    assert!(
        names
            .iter()
            .all(|name| second.store.ids().contains(&name.as_str()))
    );
    let third = run_at(&world, Some(second.cursor.unwrap()), &[], soon, false).await;
    assert_eq!(
        third.asked.len(),
        2,
        "nothing but the events and the first page"
    );
}

/// A world whose cases were opened at these instants, newest first.
fn opened(times: &[i64]) -> World {
    let cases = times
        .iter()
        .enumerate()
        .map(|(n, at)| with(case(n), "created", json!(at)));
    World {
        cases: cases.collect(),
        ..World::default()
    }
}

fn whole(run: &Run, cases: usize) {
    assert!(run.cursor.is_ok());
    let ids: std::collections::HashSet<&str> = run.store.ids().into_iter().collect();
    assert_eq!(ids.len(), cases, "all of them");
    assert_eq!(run.store.ids().len(), cases, "each once");
}

#[tokio::test]
async fn a_long_list_is_read_in_several_places_and_misses_nothing() {
    let hour = |n: i64| NEWEST - n * 3_600;
    let even: Vec<i64> = (0..2_050).map(hour).collect();
    let thinning: Vec<i64> = (0..900).map(|n| NEWEST - n * n * 40).collect();
    let thickening: Vec<i64> = (0..900)
        .map(|n| NEWEST - (n as f64).sqrt() as i64 * 100_000)
        .collect();
    let one_second: Vec<i64> = vec![NEWEST; 750];
    let gaps: Vec<i64> = (0..1_200).map(|n| hour(n) - n / 130 * 90_000_000).collect();
    let bursts: Vec<i64> = (0..1_250).map(|n| NEWEST - n / 250 * 20_000_000).collect();
    for (name, times) in [
        ("even", even),
        ("thinning", thinning),
        ("thickening", thickening),
        ("one second", one_second),
        ("gaps", gaps),
        ("bursts", bursts),
    ] {
        let run = run(&opened(&times), None, &[]).await;
        whole(&run, times.len());
        let least = times.len().div_ceil(100);
        assert!(
            run.asked.len() <= least * 2 + 8,
            "{name}: {} requests for {least} pages",
            run.asked.len()
        );
        assert!(
            run.asked
                .iter()
                .any(|seen| seen.query("created[lte]").is_some()),
            "{name}"
        );
    }
}

#[tokio::test]
async fn a_long_list_out_of_order_is_read_page_after_page() {
    // In order at first, so that it is begun in several places.
    let mut times: Vec<i64> = (0..1_000).map(|n| NEWEST - n * 3_600).collect();
    times[700..].reverse();
    whole(&run(&opened(&times), None, &[]).await, 1_000);
    let shuffled: Vec<i64> = (0..1_000)
        .map(|n| NEWEST - n * 7_919 % 1_000 * 3_600)
        .collect();
    whole(&run(&opened(&shuffled), None, &[]).await, 1_000);
}

#[tokio::test]
async fn a_server_that_ignores_the_time_asked_for_is_read_all_the_same() {
    let world = opened(&(0..800).map(|n| NEWEST - n * 3_600).collect::<Vec<_>>());
    let server = Server::start(move |seen| {
        let mut seen = seen.clone();
        seen.target = seen.target.replace("created", "ignored");
        react(&world, &seen)
    })
    .await;
    let mut store = Kept::default();
    let scope = SyncScope {
        cursor: None,
        full: false,
        reread: vec![],
        now: at(NOW),
    };
    stripe(&server).sync(scope, &mut store).await.unwrap();
    assert_eq!(store.ids().len(), 800);
}

#[tokio::test]
async fn a_server_that_asks_to_slow_down_gets_a_slower_client() {
    let world = opened(&(0..600).map(|n| NEWEST - n * 3_600).collect::<Vec<_>>());
    let asked = std::sync::atomic::AtomicUsize::new(0);
    let server = Server::start(move |seen| {
        if asked.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == 3 {
            return Reaction::With(
                429,
                vec![("stripe-rate-limited-reason", "endpoint-rate".into())],
                b"{}".to_vec(),
            );
        }
        react(&world, seen)
    })
    .await;
    let mut store = Kept::default();
    let scope = SyncScope {
        cursor: None,
        full: false,
        reread: vec![],
        now: at(NOW),
    };
    stripe(&server).sync(scope, &mut store).await.unwrap();
    assert_eq!(store.ids().len(), 600);
}
