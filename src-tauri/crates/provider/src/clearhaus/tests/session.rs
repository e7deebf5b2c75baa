//! Tokens, links and redirects: the secret goes to the provider and nowhere else.

use super::*;

#[tokio::test]
async fn the_token_is_fetched_once_kept_and_renewed() {
    let (server, shared, adapter) = world().await;
    let case = one_case(&server, &shared, &adapter).await;
    let reads = futures::future::join_all((0..8).map(|_| adapter.read(&case))).await;
    assert!(reads.iter().all(Result::is_ok));
    assert_eq!(server.count("POST /oauth/token"), 1);
    // It stops being accepted: renewed once, by whoever comes first.
    shared.lock().unwrap().revoked = 1;
    let reads = futures::future::join_all((0..4).map(|_| adapter.read(&case))).await;
    assert!(reads.iter().all(Result::is_ok));
    assert_eq!(server.count("POST /oauth/token"), 2);
    // No token is accepted: told after one more try.
    shared.lock().unwrap().revoked = 99;
    let read = adapter.read(&case).await;
    assert!(matches!(read, Err(ProviderError::Unauthorized { .. })));
    assert_eq!(server.count("POST /oauth/token"), 3);
}

#[tokio::test]
async fn a_token_that_ended_in_sleep_is_renewed_where_the_root_refuses_nobody() {
    let (_server, shared, adapter) = world().await;
    let now = NOW.parse().unwrap();
    assert!(adapter.check(now).await.unwrap().ok);
    {
        let mut world = shared.lock().unwrap();
        (world.root_is_open, world.revoked) = (true, 1);
    }
    assert!(adapter.check(now).await.unwrap().ok);
    assert_eq!(shared.lock().unwrap().tokens, 2);
}

#[tokio::test]
async fn a_short_lived_token_is_used_to_its_half() {
    let (server, shared, adapter) = world().await;
    shared.lock().unwrap().life = Some(0);
    shared.lock().unwrap().disputes = vec![record(&base(&server), "d1", "open")];
    adapter
        .sync(scope(None, NOW, &[]), &mut Kept::default())
        .await
        .unwrap();
    assert!(server.count("POST /oauth/token") > 1);
}

#[tokio::test]
async fn links_that_lead_elsewhere_get_neither_secret_nor_token() {
    let (_server, shared, adapter) = world().await;
    let elsewhere = Server::start(|_, _| told(200, json!({}))).await;
    shared.lock().unwrap().tokens_at = Some(format!("{}/oauth/token", base(&elsewhere)));
    let failed = adapter.check(NOW.parse().unwrap()).await;
    assert!(matches!(failed, Err(ProviderError::ForeignHost)));
    shared.lock().unwrap().tokens_at = None;
    shared.lock().unwrap().disputes_at =
        Some(format!("{}/disputes{{?query,page}}", base(&elsewhere)));
    let failed = adapter
        .sync(scope(None, NOW, &[]), &mut Kept::default())
        .await;
    assert!(matches!(failed, Err(ProviderError::ForeignHost)));
    assert!(elsewhere.seen().is_empty());
}

/// Every link of a case that leads elsewhere, in whatever it is used for: the token doesn't follow.
#[tokio::test]
async fn no_link_of_an_answer_carries_the_token_elsewhere() {
    let (server, shared, adapter) = world().await;
    let elsewhere =
        Server::start(|_, _| told(200, json!({"id": "d1", "amount": 1, "currency": "SEK"}))).await;
    let case = one_case(&server, &shared, &adapter).await;
    let mut foreign = case.raw.clone();
    let links = foreign["_links"].as_object_mut().unwrap();
    for (rel, link) in links.iter_mut() {
        match link {
            Value::Array(several) => {
                for one in several {
                    one["href"] = json!(format!("{}/{rel}", base(&elsewhere)));
                }
            }
            one => one["href"] = json!(format!("{}/{rel}{{?page}}", base(&elsewhere))),
        }
    }
    shared.lock().unwrap().disputes = vec![foreign.clone()];
    let case = Dispute {
        raw: foreign,
        ..case
    };
    assert!(adapter.read(&case).await.is_err());
    assert!(adapter.documents(&case).await.is_err());
    assert!(adapter.document_bytes(&case, "0").await.is_err());
    assert!(adapter.upload(&case, &pdf()).await.is_err());
    assert!(adapter.withdraw(&case, "0").await.is_err());
    assert!(adapter.comments(&case).await.is_err());
    assert!(adapter.comment(&case, "x").await.is_err());
    let stamp = adapter.accept(&case, "i").unwrap();
    let outcome = adapter.send(&stamp, &case).await;
    assert!(matches!(outcome, Outcome::NotSent(_)), "{outcome:?}");
    let mut kept = Kept::default();
    adapter
        .sync(scope(None, NOW, &[]), &mut kept)
        .await
        .unwrap();
    assert_eq!(kept.cases.len(), 1, "the case itself is there all the same");
    assert!(elsewhere.seen().is_empty(), "{:?}", elsewhere.lines());
}

#[tokio::test]
async fn redirects_of_reads_and_of_the_token_are_not_followed() {
    for token_too in [false, true] {
        let elsewhere = Server::start(|_, _| told(200, json!({"access_token": "t"}))).await;
        let target = elsewhere.base.to_string();
        let server = Server::start(move |seen, base| {
            let root = seen.path == "/" && seen.header("authorization").is_none();
            if root {
                return told(
                    200,
                    json!({"_links": {"oauth2-token": {"href": format!("{base}/t")}}}),
                );
            }
            if seen.path == "/t" && !token_too {
                return told(200, json!({"access_token": "token-1", "expires_in": 600}));
            }
            let away = [("location", target.clone())];
            (axum::http::StatusCode::PERMANENT_REDIRECT, away).into_response()
        })
        .await;
        let adapter = Clearhaus::new(
            "client-id".to_owned(),
            SecretString::from("client-secret"),
            Some(server.base.clone()),
            Environment::Test,
        )
        .unwrap();
        assert!(adapter.check(NOW.parse().unwrap()).await.is_err());
        assert!(elsewhere.seen().is_empty());
    }
}

#[tokio::test]
async fn a_limited_token_address_is_asked_again_only_when_it_says_after_how_long() {
    for (pause, asked) in [(Some("1"), 2), (None, 1), (Some("600"), 1)] {
        let count = Arc::new(Mutex::new(0));
        let counted = Arc::clone(&count);
        let server = Server::start(move |seen, base| match seen.path.as_str() {
            "/t" => {
                *counted.lock().unwrap() += 1;
                if *counted.lock().unwrap() > 1 {
                    return told(200, json!({"access_token": "token-1", "expires_in": 600}));
                }
                let mut limited = told(429, json!({"error": "slow down"}));
                if let Some(pause) = pause {
                    limited
                        .headers_mut()
                        .insert("retry-after", pause.parse().unwrap());
                }
                limited
            }
            _ => told(
                200,
                json!({"_links": {"oauth2-token": {"href": format!("{base}/t")},
                                             "ch:disputes": {"href": format!("{base}/d")}}}),
            ),
        })
        .await;
        let adapter = Clearhaus::new(
            "client-id".to_owned(),
            SecretString::from("client-secret"),
            Some(server.base.clone()),
            Environment::Test,
        )
        .unwrap();
        let checked = adapter.check(NOW.parse().unwrap()).await;
        assert_eq!(checked.is_ok(), asked == 2, "{pause:?}");
        assert_eq!(*count.lock().unwrap(), asked, "{pause:?}");
    }
}

#[tokio::test]
async fn no_secret_shows_in_errors() {
    let (_server, shared, adapter) = world().await;
    shared.lock().unwrap().revoked = 99;
    let error = adapter.check(NOW.parse().unwrap()).await.unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(
        !shown.contains("client-secret") && !shown.contains("token-"),
        "{shown}"
    );
}
