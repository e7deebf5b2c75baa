//! Reading all cases: pages, what is broken, what left the lists.

use super::*;

#[tokio::test]
async fn a_first_sync_reads_every_page_once_and_skips_what_is_broken() {
    let (server, shared, adapter) = world().await;
    let base = base(&server);
    shared.lock().unwrap().disputes = vec![
        record(&base, "d1", "open"),
        record(&base, "d2", "won"),
        json!({"id": "d3", "status": "open"}),
        record(&base, "d4", "something_new"),
        json!(["odd"]),
    ];
    let mut kept = Kept::default();
    let cursor = adapter
        .sync(scope(None, NOW, &[]), &mut kept)
        .await
        .unwrap();
    assert_eq!(kept.ids(), ["d1", "d2", "d4"]);
    assert_eq!(kept.skipped.len(), 2, "{:?}", kept.skipped);
    assert_eq!(
        kept.skipped[0],
        (Some("d3".to_owned()), "no amount".to_owned())
    );
    let case = &kept.cases[0];
    assert_eq!(case.zone, "Europe/Helsinki");
    assert_eq!(
        case.due.instant(),
        Some("2025-03-16T22:00:00Z".parse().unwrap())
    );
    assert_eq!(case.network.as_deref(), Some("mastercard"));
    assert_eq!(kept.cases[2].status, Status::Unknown);
    let open: Vec<&String> = cursor["open"].as_object().unwrap().keys().collect();
    assert_eq!(open, ["d1", "d4"]);
    assert_eq!(server.count("GET /accounts/a1"), 1, "the zone is read once");
    assert_eq!(server.count("POST /oauth/token"), 1);
    assert!(
        server
            .seen()
            .iter()
            .all(|s| s.path == "/oauth/token" || s.header("accept").is_some())
    );
}

/// clearhaus.md §1.5 leaves the zone open: the earliest that it may be, marked as assumed, and asked for once only.
#[tokio::test]
async fn an_account_that_tells_no_zone_gives_the_earliest_one() {
    for account in [
        None,
        Some(json!({"timezone": "Nordics/Lund"})),
        Some(json!({})),
    ] {
        let (server, shared, adapter) = world().await;
        let base = base(&server);
        {
            let mut world = shared.lock().unwrap();
            world.account = account.clone();
            world.disputes = (1..=4)
                .map(|n| record(&base, &format!("d{n}"), "open"))
                .collect();
        }
        let mut kept = Kept::default();
        adapter
            .sync(scope(None, NOW, &[]), &mut kept)
            .await
            .unwrap();
        assert_eq!(kept.cases.len(), 4);
        for case in &kept.cases {
            assert!(case.zone_assumed, "{account:?}");
            assert_eq!(case.zone, "Europe/Helsinki");
            // An hour before Copenhagen's midnight.
            let due = Some("2025-03-16T22:00:00Z".parse().unwrap());
            assert_eq!(case.due.instant(), due);
        }
        assert_eq!(server.count("GET /accounts/a1"), 1, "{account:?}");
    }
}

#[tokio::test]
async fn one_case_that_cant_be_read_never_stops_the_others() {
    for (status, body, why) in [
        (403, "{}", "reading it is forbidden (HTTP 403)"),
        (
            422,
            r#"{"error": "Anna Andersson"}"#,
            "refused with HTTP 422",
        ),
        (200, "<html>please sign in</html>", "the body is no JSON"),
        (302, "", "a redirect where none is expected"),
        (500, "{}", "the provider can't answer for it (HTTP 500)"),
    ] {
        let (server, shared, adapter) = world().await;
        let base = base(&server);
        let ids = ["d1", "d2", "d3"];
        shared.lock().unwrap().disputes = ids.map(|id| record(&base, id, "open")).into();
        let mut kept = Kept::default();
        let first = adapter.sync(scope(None, NOW, &[]), &mut kept);
        let cursor = first.await.unwrap();
        {
            // All three are decided, and none is in a list any more; the first can't be read.
            let mut world = shared.lock().unwrap();
            world.disputes = ids.map(|id| record(&base, id, "lost")).into();
            world.unlisted = ids.map(str::to_owned).into();
            world.unreadable = Some(("d1", status, body));
        }
        let mut kept = Kept::default();
        let later = "2025-03-06T12:00:00Z";
        let read = adapter.sync(scope(Some(cursor), later, &[]), &mut kept);
        let cursor = read
            .await
            .unwrap_or_else(|error| panic!("{status}: {error}"));
        assert_eq!(kept.ids(), ["d2", "d3"], "{status}");
        assert_eq!(kept.skipped, [(Some("d1".to_owned()), why.to_owned())]);
        // It is asked for again, whatever the engine asks, until it can be read.
        shared.lock().unwrap().unreadable = None;
        let mut kept = Kept::default();
        let later = "2025-03-06T18:00:00Z";
        let read = adapter.sync(scope(Some(cursor), later, &[]), &mut kept);
        read.await.unwrap();
        assert_eq!(
            (kept.ids(), kept.skipped.len()),
            (vec!["d1"], 0),
            "{status}"
        );
    }
}

#[tokio::test]
async fn a_list_that_leads_back_is_an_error_and_what_was_read_is_kept() {
    let (server, shared, adapter) = world().await;
    let base = base(&server);
    {
        let mut world = shared.lock().unwrap();
        let ids = ["d1", "d2", "d3", "d4", "d5", "d6"];
        world.disputes = ids.map(|id| record(&base, id, "open")).into();
        world.leads_back = true;
    }
    let mut kept = Kept::default();
    let read = adapter.sync(scope(None, NOW, &[]), &mut kept).await;
    assert!(
        matches!(read, Err(ProviderError::Protocol { .. })),
        "{read:?}"
    );
    assert_eq!(kept.ids(), ["d1", "d2", "d3", "d4"]);
    shared.lock().unwrap().leads_back = false;
    let mut kept = Kept::default();
    adapter
        .sync(scope(None, NOW, &[]), &mut kept)
        .await
        .unwrap();
    assert_eq!(kept.ids().len(), 6);
}

#[tokio::test]
async fn a_later_sync_asks_by_status_and_follows_what_left_the_lists() {
    let (server, shared, adapter) = world().await;
    let base = base(&server);
    shared.lock().unwrap().disputes = vec![
        record(&base, "d1", "open"),
        record(&base, "d2", "under_review"),
        record(&base, "d3", "open"),
    ];
    let mut kept = Kept::default();
    let cursor = adapter
        .sync(scope(None, NOW, &[]), &mut kept)
        .await
        .unwrap();
    {
        let mut world = shared.lock().unwrap();
        world.disputes.retain(|d| d["id"] != "d3");
        world.disputes[1] = record(&base, "d2", "won");
        world.disputes[1]["opened_at"] = json!("2024-01-01");
        world.disputes.push(record(&base, "d5", "lost"));
    }
    let from = server.seen().len();
    let mut kept = Kept::default();
    let cursor = adapter
        .sync(
            scope(Some(cursor), "2025-03-06T12:00:00Z", &["d1", "d2"]),
            &mut kept,
        )
        .await
        .unwrap();
    let queries: Vec<String> = server.seen()[from..]
        .iter()
        .filter_map(|s| s.param("query"))
        .collect();
    assert_eq!(
        queries,
        [
            "status:open",
            "status:under_review",
            "status:refuted",
            "opened:>=2025-02-26"
        ]
    );
    assert_eq!(kept.ids(), ["d1", "d5", "d2"]);
    assert_eq!(kept.cases[2].status, Status::Won);
    assert_eq!(
        (kept.gone, kept.skipped),
        (vec!["d3".to_owned()], Vec::new())
    );
    // A week after the last full pass everything is read again.
    let from = server.seen().len();
    adapter
        .sync(
            scope(Some(cursor), "2025-03-12T12:00:00Z", &[]),
            &mut Kept::default(),
        )
        .await
        .unwrap();
    assert!(
        server.seen()[from..]
            .iter()
            .all(|s| s.param("query").is_none_or(|q| q.is_empty()))
    );
}

#[tokio::test]
async fn a_case_whose_address_nobody_knows_brings_a_full_pass() {
    let (server, shared, adapter) = world().await;
    let base = base(&server);
    let mut old = record(&base, "d9", "won");
    old["opened_at"] = json!("2024-01-01");
    shared.lock().unwrap().disputes = vec![old];
    let cursor = json!({"last": NOW, "full": NOW});
    let mut kept = Kept::default();
    adapter
        .sync(scope(Some(cursor), NOW, &["d9", "d10"]), &mut kept)
        .await
        .unwrap();
    assert_eq!(kept.ids(), ["d9"]);
    assert_eq!(
        (kept.gone, kept.skipped),
        (vec!["d10".to_owned()], Vec::new())
    );
}

#[tokio::test]
async fn what_is_known_of_a_payment_is_not_read_again() {
    let (server, shared, adapter) = world().await;
    let case = one_case(&server, &shared, &adapter).await;
    let before = server.count("GET /transactions/t-d1");
    let mut kept = Kept::default();
    kept.known.insert("d1".to_owned(), case.clone());
    adapter
        .sync(scope(None, NOW, &[]), &mut kept)
        .await
        .unwrap();
    assert_eq!(server.count("GET /transactions/t-d1"), before);
    assert_eq!(kept.cases[0], case);
}

#[tokio::test]
async fn what_is_no_collection_is_no_empty_list() {
    for (other, empty) in [
        (json!([]), false),
        (json!(null), false),
        (json!({"error": "x"}), false),
        (json!({"count": 0}), true),
    ] {
        let (_server, shared, adapter) = world().await;
        shared.lock().unwrap().no_collection = Some(other.clone());
        let read = adapter
            .sync(scope(None, NOW, &[]), &mut Kept::default())
            .await;
        assert_eq!(read.is_ok(), empty, "{other}");
    }
}

#[tokio::test]
async fn without_the_link_there_is_no_access() {
    let (_server, shared, adapter) = world().await;
    shared.lock().unwrap().no_disputes = true;
    let failed = adapter
        .sync(scope(None, NOW, &[]), &mut Kept::default())
        .await;
    assert!(
        matches!(failed, Err(ProviderError::Forbidden { right: Some(r) }) if r == "ch:disputes")
    );
    let check = adapter.check(NOW.parse().unwrap()).await.unwrap();
    assert!(!check.ok);
    assert_eq!(check.missing[0].right, "ch:disputes");
    assert_eq!(check.account_name.as_deref(), Some("Nordbutik"));
    assert!(check.skew_seconds.is_some());
}
