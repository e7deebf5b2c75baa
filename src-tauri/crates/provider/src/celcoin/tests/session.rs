//! Tokens, certificates, the pace of requests: what goes to which host.

use super::*;

#[tokio::test]
async fn the_token_is_kept_and_renewed_once() {
    let (server, shared, adapter) = world().await;
    let case = one_case(&shared, &adapter).await;
    assert_eq!(server.count("POST /v5/token"), 1);
    shared.lock().unwrap().revoked = 1;
    adapter.read(&case).await.unwrap();
    assert_eq!(server.count("POST /v5/token"), 2);
    shared.lock().unwrap().revoked = 99;
    assert!(matches!(
        adapter.read(&case).await,
        Err(ProviderError::Unauthorized { .. })
    ));
    assert_eq!(server.count("POST /v5/token"), 3);
}

#[tokio::test]
async fn the_token_goes_to_no_other_host() {
    let elsewhere = Server::start(|_, _| told(200, json!({"type": true}))).await;
    let target = elsewhere.base.to_string();
    let server = Server::start(move |seen, _| {
        if seen.path == "/v5/token" && seen.query.is_empty() {
            return told(200, json!({"access_token": "token-1", "expires_in": 2400}));
        }
        let away = [("location", target.clone())];
        (axum::http::StatusCode::TEMPORARY_REDIRECT, away).into_response()
    })
    .await;
    let adapter =
        Celcoin::new(credentials(), Some(server.base.clone()), Environment::Test).unwrap();
    let (_other, shared, other) = world().await;
    let case = one_case(&shared, &other).await;
    assert!(adapter.read(&case).await.is_err());
    assert!(adapter.check(NOW.parse().unwrap()).await.is_err());
    let answer = adapter.answer(&case, &no_pack(), &documents(), "i");
    for call in [answer, adapter.accept(&case, "i")] {
        let outcome = adapter.send(&call.unwrap(), &case).await;
        assert!(
            matches!(outcome, crate::Outcome::Unknown { .. }),
            "{outcome:?}"
        );
    }
    assert!(elsewhere.seen().is_empty());
}

#[tokio::test]
async fn the_credentials_go_to_no_other_host() {
    let elsewhere = Server::start(|_, _| told(200, json!({"access_token": "t"}))).await;
    let target = elsewhere.base.join("v5/token").unwrap().to_string();
    let server = Server::start(move |_, _| {
        let away = [("location", target.clone())];
        (axum::http::StatusCode::PERMANENT_REDIRECT, away).into_response()
    })
    .await;
    let adapter =
        Celcoin::new(credentials(), Some(server.base.clone()), Environment::Test).unwrap();
    assert!(adapter.check(NOW.parse().unwrap()).await.is_err());
    assert!(elsewhere.seen().is_empty());
}

#[tokio::test]
async fn the_check_names_what_is_missing() {
    let (_server, shared, adapter) = world().await;
    let now = NOW.parse().unwrap();
    assert!(adapter.check(now).await.unwrap().ok);
    shared.lock().unwrap().forbidden = true;
    let check = adapter.check(now).await.unwrap();
    assert_eq!(
        (check.ok, check.missing[0].right.as_str()),
        (false, "chargebacks")
    );
    shared.lock().unwrap().revoked = 99;
    let error = adapter.check(now).await.unwrap_err();
    let shown = format!("{error} {error:?} {:?}", credentials());
    assert!(
        !shown.contains("client-secret") && !shown.contains("token-"),
        "{shown}"
    );
}

#[test]
fn requests_leave_one_by_one_a_second_apart() {
    let limits = limits();
    assert_eq!((limits.per_second, limits.in_flight), (1, 1));
    for (millis, expected) in [(1_000, 1), (250, 4), (3_000, 1), (0, 1_000)] {
        assert_eq!(per_second(Duration::from_millis(millis)), expected);
    }
}

#[test]
fn a_certificate_in_pem_is_taken() {
    let pair = ClientCertificate {
        certificate: SecretString::from(include_str!("../test_keys/certificate.pem")),
        private_key: SecretString::from(include_str!("../../unico/test_keys/pkcs8.pem")),
    };
    let with = CelcoinCredentials {
        certificate: Some(pair),
        ..credentials()
    };
    let adapter = Celcoin::new(with, None, Environment::Live).unwrap();
    assert!(adapter.certified && adapter.live && !adapter.local);
    // Refused in production in spite of it: the address isn't on the list.
    let forbidden = ProviderError::Forbidden { right: None };
    assert_eq!(adapter.missing(&forbidden).unwrap().right, "ip_allow_list");
    let bare = Celcoin::new(credentials(), None, Environment::Live).unwrap();
    assert_eq!(
        bare.missing(&forbidden).unwrap().right,
        "client_certificate"
    );
    let tls = ProviderError::Transport { what: "tls" };
    assert_eq!(bare.missing(&tls).unwrap().right, "client_certificate");
    assert!(adapter.missing(&tls).is_none());
}

#[test]
fn a_certificate_that_is_none_is_told_without_showing_it() {
    let odd = ClientCertificate {
        certificate: SecretString::from("-----BEGIN CERTIFICATE-----\nAAAA"),
        private_key: SecretString::from("private-words"),
    };
    let with = CelcoinCredentials {
        certificate: Some(odd),
        ..credentials()
    };
    let error = Celcoin::new(with, None, Environment::Live).err().unwrap();
    assert!(matches!(error, ProviderError::Settings { .. }));
    assert!(!format!("{error:?}").contains("private-words"));
}
