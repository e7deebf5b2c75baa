//! Reading all cases: pages that overlap, filters, what belongs to a case.

use super::*;

#[tokio::test]
async fn long_lists_are_read_with_an_overlap_and_each_case_once() {
    let (server, shared, adapter) = world().await;
    let mut rows: Vec<Value> = (1..=230).map(|id| row(id, "winsDispute")).collect();
    rows.insert(3, json!({"galaxPayId": 999}));
    shared.lock().unwrap().rows = rows;
    let mut kept = Kept::default();
    adapter
        .sync(scope(None, NOW, &[]), &mut kept)
        .await
        .unwrap();
    assert_eq!(kept.cases.len(), 230);
    assert_eq!(
        kept.skipped,
        [(Some("999".to_owned()), "no value".to_owned())]
    );
    let starts: Vec<String> = server
        .seen()
        .iter()
        .filter_map(|s| s.param("startAt"))
        .filter(|s| s != "0")
        .collect();
    assert_eq!(starts, ["90", "180", "221"]);
}

#[tokio::test]
async fn a_server_with_smaller_pages_than_asked_for_hides_no_case() {
    for largest in [1, 2, 7, 50] {
        let (_server, shared, adapter) = world().await;
        shared.lock().unwrap().rows = (1..=60).map(|id| row(id, "inAnalysis")).collect();
        shared.lock().unwrap().largest = Some(largest);
        let mut kept = Kept::default();
        adapter
            .sync(scope(None, NOW, &[]), &mut kept)
            .await
            .unwrap();
        assert_eq!(kept.cases.len(), 60, "{largest}");
        let known = kept.cases.pop().unwrap();
        assert!(adapter.read(&known).await.is_ok(), "{largest}");
    }
}

#[tokio::test]
async fn an_error_with_http_200_is_no_empty_list() {
    for (other, empty) in [
        (json!({"error": {"message": "Falha"}}), false),
        (json!([]), false),
        (json!(null), false),
        (json!({}), false),
        (json!({"totalQtdFoundInPage": 0}), true),
        (json!({"Chargebacks": []}), true),
    ] {
        let (_server, shared, adapter) = world().await;
        shared.lock().unwrap().no_page = Some(other.clone());
        let read = adapter
            .sync(scope(None, NOW, &[]), &mut Kept::default())
            .await;
        assert_eq!(read.is_ok(), empty, "{other}");
    }
}

#[tokio::test]
async fn a_list_that_never_moves_on_is_told_of_and_what_was_read_is_kept() {
    for (rows, largest) in [(100, None), (130, Some(50)), (3, Some(1))] {
        let (_server, shared, adapter) = world().await;
        {
            let mut world = shared.lock().unwrap();
            world.rows = (1..=rows).map(|id| row(id, "winsDispute")).collect();
            world.largest = largest;
            world.stuck = true;
        }
        let mut kept = Kept::default();
        let failed = adapter.sync(scope(None, NOW, &[]), &mut kept).await;
        assert!(
            matches!(failed, Err(ProviderError::Protocol { .. })),
            "{rows}"
        );
        assert_eq!(kept.cases.len(), largest.unwrap_or(100), "{rows}");
    }
}

#[tokio::test]
async fn what_a_page_says_of_its_rows_passes_no_case_over() {
    for says in [0, 1, 99, 100, 250, usize::MAX] {
        let (_server, shared, adapter) = world().await;
        shared.lock().unwrap().rows = (1..=250).map(|id| row(id, "winsDispute")).collect();
        shared.lock().unwrap().says = Some(says);
        let mut kept = Kept::default();
        let read = adapter.sync(scope(None, NOW, &[]), &mut kept).await;
        assert!(read.is_ok(), "{says}");
        assert_eq!(kept.cases.len(), 250, "{says}");
    }
}

/// The process and the transaction may be missing (celcoin.md §2.3): there is no reading by id, but other filters.
#[tokio::test]
async fn a_case_without_a_handle_is_read_again_by_what_it_has() {
    let bare = |also: &[&str]| {
        let mut bare = row(7, "awaitingDocumentation");
        for name in ["process", "Transaction"].iter().chain(also) {
            bare[*name] = Value::Null;
        }
        bare
    };
    for (also, filter) in [
        (&[][..], "chargeGalaxPayIds"),
        (&["PaymentBill"], "createdAtFrom"),
        (&["PaymentBill", "createdAt"], "status"),
    ] {
        let (server, shared, adapter) = world().await;
        let others = (1..=6).map(|id| row(id, "inAnalysis"));
        shared.lock().unwrap().rows = others.chain([bare(also)]).collect();
        let mut kept = Kept::default();
        let first = adapter.sync(scope(None, NOW, &[]), &mut kept);
        let cursor = first.await.unwrap();
        let case = kept.cases.pop().unwrap();
        assert_eq!((case.provider_id.as_str(), &case.reference), ("7", &None));
        let from = server.seen().len();
        let again = adapter.read(&case).await.unwrap();
        assert_eq!(again, case, "{filter}");
        assert!(
            server.seen()[from..]
                .iter()
                .any(|s| s.param(filter).is_some())
        );
        // Its answer is made and judged like any other's.
        let call = adapter.accept(&case, "intent").unwrap();
        let outcome = adapter.send(&call, &case).await;
        assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
        shared.lock().unwrap().rows[6]["status"] = json!("lostDispute");
        let (verdict, now) = adapter.judge(&call, &case, "intent").await.unwrap();
        assert_eq!((verdict, now.status), (Verdict::Landed, Status::Lost));
        // The next synchronisation learns of its end too, and reads nothing as gone.
        let mut kept = Kept::default();
        let later = "2025-06-04T12:00:00Z";
        let read = adapter.sync(scope(Some(cursor), later, &[]), &mut kept);
        read.await.unwrap();
        assert!(kept.ids().contains(&"7"), "{filter}: {:?}", kept.ids());
        assert_eq!(kept.skipped, []);
    }
}

#[tokio::test]
async fn a_later_sync_asks_for_what_is_open_or_new_and_follows_the_rest() {
    let (server, shared, adapter) = world().await;
    shared.lock().unwrap().rows = vec![
        row(1, "awaitingDocumentation"),
        row(2, "inAnalysis"),
        row(3, "odd"),
        row(4, "inAnalysis"),
    ];
    let mut kept = Kept::default();
    let cursor = adapter
        .sync(scope(None, NOW, &[]), &mut kept)
        .await
        .unwrap();
    assert_eq!(kept.ids(), ["1", "2", "3", "4"]);
    {
        let mut world = shared.lock().unwrap();
        for place in [1, 2] {
            world.rows[place]["createdAt"] = json!("2024-01-01 00:00:00");
        }
        world.rows[1]["status"] = json!("winsDispute");
        world.rows.remove(3);
        world.rows.push(row(5, "lostDispute"));
    }
    let from = server.seen().len();
    let mut kept = Kept::default();
    adapter
        .sync(
            scope(Some(cursor), "2025-06-04T12:00:00Z", &["1", "2"]),
            &mut kept,
        )
        .await
        .unwrap();
    assert_eq!(kept.ids(), ["1", "5", "2", "3"]);
    assert_eq!(kept.cases[2].status, Status::Won);
    assert_eq!(
        (kept.gone, kept.skipped),
        (vec!["4".to_owned()], Vec::new())
    );
    let seen = server.seen();
    let asked: Vec<&Seen> = seen[from..]
        .iter()
        .filter(|s| s.path.ends_with("/chargebacks"))
        .collect();
    assert_eq!(
        asked[0].param("status").as_deref(),
        Some("awaitingDocumentation,inAnalysis")
    );
    assert_eq!(
        asked[2].param("createdAtFrom").as_deref(),
        Some("2025-05-27")
    );
    assert_eq!(asked[4].param("process").as_deref(), Some("77-2,77-3,77-4"));
    assert_eq!(
        asked[6].param("transactionGalaxPayIds").as_deref(),
        Some("1002,1003,1004")
    );
}

#[tokio::test]
async fn charges_tell_who_bought_and_their_absence_hides_nothing() {
    let (server, shared, adapter) = world().await;
    shared.lock().unwrap().siblings = true;
    let case = one_case(&shared, &adapter).await;
    assert_eq!(case.customer.name.as_deref(), Some("Ana Exemplo"));
    assert_eq!(case.transaction.amount, Some(Money::new(25_990, "BRL")));
    // What is known isn't read again, and stays when it can't be read.
    let charges = server.count("GET /baas/v1/cash/charges");
    shared.lock().unwrap().siblings = false;
    let again = adapter.read(&case).await.unwrap();
    assert_eq!(again, case);
    assert_eq!(server.count("GET /baas/v1/cash/charges"), charges);
    let (server, shared, adapter) = world().await;
    let bare = one_case(&shared, &adapter).await;
    assert_eq!(bare.customer.name, None);
    adapter.read(&bare).await.unwrap();
    assert_eq!(
        server.count("GET /baas/v1/cash/charges"),
        1,
        "not asked for again once refused"
    );
}

#[tokio::test]
async fn one_case_is_found_by_process_or_transaction() {
    let (_server, shared, adapter) = world().await;
    let case = one_case(&shared, &adapter).await;
    shared.lock().unwrap().rows[0]["process"] = json!("changed");
    assert_eq!(
        adapter.read(&case).await.unwrap().reference.as_deref(),
        Some("changed")
    );
    shared.lock().unwrap().rows.clear();
    assert!(matches!(
        adapter.read(&case).await,
        Err(ProviderError::NotFound)
    ));
}
