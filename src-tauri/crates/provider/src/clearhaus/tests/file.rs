//! Documents: entered, uploaded to the signed address, checked, taken away.

use super::*;

#[tokio::test]
async fn a_file_goes_to_the_signed_address_without_the_token() {
    for refuse_typed in [false, true] {
        let (server, shared, adapter) = world().await;
        let host = files_host(&shared, refuse_typed).await;
        let case = one_case(&server, &shared, &adapter).await;
        let remote = adapter.upload(&case, &pdf()).await.unwrap();
        assert_eq!((remote.id.as_str(), remote.bytes), ("0", 13));
        let puts = host.seen();
        assert_eq!(puts.len(), 1 + usize::from(refuse_typed));
        for put in &puts {
            assert_eq!(put.header("authorization"), None);
            assert_eq!(put.body, pdf().bytes);
        }
        assert_eq!(puts[0].header("content-type"), Some("application/pdf"));
        if refuse_typed {
            assert_eq!(puts[1].header("content-type"), None);
        }
        let documents = adapter.documents(&case).await.unwrap();
        assert_eq!(documents.len(), 1);
        assert_eq!(documents[0].id, remote.id);
        assert_eq!(
            adapter.document_bytes(&case, "0").await.unwrap(),
            pdf().bytes
        );
        assert!(matches!(
            adapter.document_bytes(&case, "7").await,
            Err(ProviderError::NotFound)
        ));
    }
}

#[tokio::test]
async fn an_entry_whose_answer_was_lost_is_filled_and_not_made_twice() {
    for (how, made) in [
        (Stamp::CutAfter, true),
        (Stamp::ErrorAfter, true),
        (Stamp::Silent, true),
        (Stamp::CutBefore, false),
    ] {
        let (server, shared, adapter) = world().await;
        let host = files_host(&shared, false).await;
        let case = one_case(&server, &shared, &adapter).await;
        // One of the same name with other bytes lies there already: it isn't taken for ours.
        adapter.upload(&case, &other_pdf()).await.unwrap();
        shared.lock().unwrap().entering = how;
        let remote = adapter.upload(&case, &pdf()).await;
        assert_eq!(remote.is_ok(), made);
        assert_eq!(remote.map(|r| r.id).ok(), made.then(|| "1".to_owned()));
        assert_eq!(server.count("POST /disputes/d1/files"), 2);
        assert_eq!(host.seen().len(), 1 + usize::from(made));
    }
}

/// What a crash leaves between the entry and the note of its id: the next run knows nothing of it.
#[tokio::test]
async fn what_a_crash_left_is_used_and_nothing_is_taken_away() {
    // What lay in the entry, whether the draft was changed since, and what the next run does.
    let whole = pdf().bytes;
    let theirs = b"%PDF-1.7 not ours".to_vec();
    for (label, held, changed, used, put, resized) in [
        ("merchant documentation", Vec::new(), false, true, 1, 0),
        ("merchant documentation", Vec::new(), true, true, 1, 1),
        ("merchant documentation", whole.clone(), false, true, 0, 0),
        ("merchant documentation", whole, true, false, 1, 0),
        ("merchant documentation", theirs, false, false, 1, 0),
        ("customer invoice", Vec::new(), false, false, 1, 0),
    ] {
        let (server, shared, adapter) = world().await;
        let host = files_host(&shared, false).await;
        let case = one_case(&server, &shared, &adapter).await;
        adapter.upload(&case, &pdf()).await.unwrap();
        let before = (host.seen().len(), server.count("POST /disputes/d1/files"));
        {
            let (entry, bytes) = &mut shared.lock().unwrap().files[0];
            entry["label"] = json!(label);
            *bytes = held.clone();
        }
        let file = if changed { other_pdf() } else { pdf() };
        let remote = adapter.upload(&case, &file).await.unwrap();
        let about = format!("{label}, {held:?}, {changed}");
        assert_eq!(remote.id == "0", used, "{about}");
        assert_eq!(host.seen().len() - before.0, put, "{about}");
        let made = server.count("POST /disputes/d1/files") - before.1;
        assert_eq!(made, usize::from(!used), "{about}");
        assert_eq!(server.count("PATCH /files/0"), resized, "{about}");
        assert_eq!(server.count("DELETE /files/0"), 0, "{about}");
        let at: usize = remote.id.parse().unwrap();
        let files = &shared.lock().unwrap().files;
        assert_eq!(files[at].1, file.bytes, "{about}");
        assert_eq!(files[at].0["size"], file.bytes.len(), "{about}");
        assert!(used || files[0].1 == held, "{about}");
    }
}

#[tokio::test]
async fn other_bytes_than_those_sent_are_noticed_and_taken_away() {
    let (server, shared, adapter) = world().await;
    let swallowing = Server::start(|_, _| axum::http::StatusCode::OK.into_response()).await;
    shared.lock().unwrap().uploads = base(&swallowing);
    let case = one_case(&server, &shared, &adapter).await;
    let failed = adapter.upload(&case, &pdf()).await;
    assert!(matches!(failed, Err(ProviderError::Protocol { .. })));
    assert_eq!(server.count("DELETE /files/0"), 1);
}

#[tokio::test]
async fn a_download_that_leads_elsewhere_loses_the_token() {
    let (server, shared, adapter) = world().await;
    let _host = files_host(&shared, false).await;
    let case = one_case(&server, &shared, &adapter).await;
    adapter.upload(&case, &pdf()).await.unwrap();
    let elsewhere = Server::start(|_, _| b"%PDF-elsewhere".to_vec().into_response()).await;
    shared.lock().unwrap().download_redirects_to = Some(format!("{}/f", base(&elsewhere)));
    let bytes = adapter.document_bytes(&case, "0").await.unwrap();
    assert_eq!(bytes, b"%PDF-elsewhere");
    assert_eq!(elsewhere.seen()[0].header("authorization"), None);
}

#[tokio::test]
async fn a_document_is_taken_away_again_by_its_own_link() {
    let (server, shared, adapter) = world().await;
    let _host = files_host(&shared, false).await;
    let case = one_case(&server, &shared, &adapter).await;
    let remote = adapter.upload(&case, &pdf()).await.unwrap();
    adapter.withdraw(&case, &remote.id).await.unwrap();
    assert_eq!(server.count("DELETE /files/0"), 1);
    // What isn't there isn't asked for.
    adapter.withdraw(&case, "77").await.unwrap();
    assert_eq!(server.count("DELETE /files/77"), 0);
}
