//! What the client does when a server, or an address, misbehaves.

use super::handed::Handed;
use super::testing::{Reaction, Server, deserted, json, quick, response};
use super::*;
use secrecy::SecretString;
use serde_json::json as value;

const SIGNS: Signs = Signs {
    request_id: "request-id",
    should_retry: Some("stripe-should-retry"),
    replayed: Some("idempotent-replayed"),
    limit_reason: Some("stripe-rate-limited-reason"),
};
const OFFICIAL: &[&str] = &["api.stripe.com", "files.stripe.com"];

fn http(base: &Url) -> Http {
    Http::new(
        Hosts::new(OFFICIAL, Some(base.clone())).unwrap(),
        SIGNS,
        quick(),
    )
    .unwrap()
}

fn credential() -> Credential {
    Credential::bearer(&SecretString::from("rk_test_CANARYtoken"))
}

fn call(url: Url, credential: &Credential) -> Call<'_> {
    Call {
        method: Method::POST,
        url,
        template: "/v1/things/:id",
        headers: vec![("idempotency-key", "k1".to_owned())],
        credential: Some(credential),
        body: Body::Text {
            content_type: "application/x-www-form-urlencoded".to_owned(),
            text: "a=CANARYbody".to_owned(),
        },
        raw: false,
    }
}

async fn once(
    react: impl Fn(&testing::Seen) -> Reaction + Send + Sync + 'static,
) -> Result<Answer, Broken> {
    let server = Server::start(react).await;
    let http = http(&server.base);
    let credential = credential();
    let url = http.address("api.stripe.com", "/v1/things/1").unwrap();
    let result = http.once(&call(url, &credential)).await;
    assert_eq!(http.requests(), 1);
    assert!(
        server.seen().len() <= 1,
        "an irreversible call is made once"
    );
    result
}

/// Whatever stands in a field stays in it, and nothing of it becomes a part of its own.
#[tokio::test]
async fn a_form_can_t_be_broken_out_of() {
    let server = Server::start(|_| json(value!({}))).await;
    let http = http(&server.base);
    let credential = credential();
    let url = http.address("api.stripe.com", "/v1/things").unwrap();
    let odd = "a\r\n--b\r\nContent-Disposition: form-data; name=\"client_id\"\r\n\r\nother";
    let form = Call {
        body: Body::Form {
            fields: vec![("client_id", odd.to_owned()), ("last", "ö".to_owned())],
            file: None,
        },
        ..call(url, &credential)
    };
    http.once(&form).await.unwrap();
    let seen = server.seen().remove(0);
    let kind = seen.header("content-type").unwrap();
    let boundary = kind.strip_prefix("multipart/form-data; boundary=").unwrap();
    let whole = format!("--{boundary}\r\nContent-Disposition: form-data; name=");
    assert_eq!(
        seen.body,
        format!(
            "{whole}\"client_id\"\r\n\r\n{odd}\r\n{whole}\"last\"\r\n\r\nö\r\n--{boundary}--\r\n"
        )
    );
}

#[test]
fn only_the_providers_own_addresses_are_admitted() {
    let hosts = Hosts::new(OFFICIAL, None).unwrap();
    let admitted = |url: &str| Url::parse(url).is_ok_and(|url| hosts.check(&url).is_ok());
    assert!(admitted("https://api.stripe.com/v1/disputes?limit=1"));
    assert!(admitted("https://files.stripe.com:443/v1/files"));
    assert!(admitted("https://API.STRIPE.COM/v1"));
    for foreign in [
        "http://api.stripe.com/v1",
        "https://api.stripe.com:8443/v1",
        "https://api.stripe.com.evil.example/v1",
        "https://evil.example/api.stripe.com",
        "https://api.stripe.com@evil.example/v1",
        "https://user@api.stripe.com/v1",
        "https://user:pw@api.stripe.com/v1",
        "https://api.stripe.com./v1",
        "https://xapi.stripe.com/v1",
        "https://stripe.com/v1",
        "https://api-stripe.com/v1",
        "https://127.0.0.1/v1",
        "http://127.0.0.1:8080/v1",
        "https://[::1]/v1",
        "https://аpi.stripe.com/v1", // a Cyrillic letter
        "ftp://api.stripe.com/v1",
        "file:///v1",
    ] {
        assert!(!admitted(foreign), "{foreign}");
    }
}

#[test]
fn a_path_never_leaves_its_host() {
    let hosts = Hosts::new(OFFICIAL, None).unwrap();
    for path in [
        "//evil.example/v1",
        "/../../x",
        "/v1/a?b=c#d",
        "\\\\evil.example",
        "@evil.example/",
    ] {
        let url = hosts.address("api.stripe.com", path).unwrap();
        assert_eq!(url.host_str(), Some("api.stripe.com"), "{path}");
    }
    assert!(hosts.address("evil.example", "/").is_err());
}

#[test]
fn a_base_is_a_loopback_host_and_nothing_more() {
    let accepted =
        |base: &str| Hosts::new(OFFICIAL, Url::parse(base).ok()).is_ok_and(|h| h.is_local());
    for good in [
        "http://127.0.0.1:4010",
        "http://127.8.9.1:1/",
        "http://localhost:9",
        "http://[::1]:80",
        "https://127.0.0.1:1",
    ] {
        assert!(accepted(good), "{good}");
    }
    for bad in [
        "http://192.168.1.4:80",
        "http://example.com",
        "http://localhost.example.com",
        "http://0.0.0.0:80",
        "http://127.0.0.1:80/v1",
        "http://127.0.0.1:80/?a=b",
        "http://u@127.0.0.1:80",
        "ftp://127.0.0.1",
        "http://[::2]:80",
    ] {
        assert!(!accepted(bad), "{bad}");
    }
}

#[test]
fn with_a_base_nothing_else_is_admitted() {
    let base = Url::parse("http://127.0.0.1:4010").unwrap();
    let hosts = Hosts::new(OFFICIAL, Some(base)).unwrap();
    let admitted = |url: &str| hosts.check(&Url::parse(url).unwrap()).is_ok();
    assert!(admitted("http://127.0.0.1:4010/v1/x"));
    for foreign in [
        "http://127.0.0.1:4011/v1",
        "https://127.0.0.1:4010/v1",
        "http://127.0.0.2:4010/",
        "https://api.stripe.com/v1",
        "http://localhost:4010/",
    ] {
        assert!(!admitted(foreign), "{foreign}");
    }
}

#[tokio::test]
async fn the_credential_travels_to_the_pinned_host_only() {
    let server = Server::start(|_| json(value!({"ok": true}))).await;
    let other = Server::start(|_| json(value!({}))).await;
    let http = http(&server.base);
    let credential = credential();
    let home = http.address("api.stripe.com", "/v1/things/1").unwrap();
    http.once(&call(home, &credential)).await.unwrap();
    let seen = server.seen();
    assert_eq!(
        seen[0].header("authorization"),
        Some("Bearer rk_test_CANARYtoken")
    );
    assert_eq!(seen[0].header("idempotency-key"), Some("k1"));
    let away = other.base.join("/v1/things/1").unwrap();
    let broken = http.once(&call(away, &credential)).await.err().unwrap();
    assert!(!broken.sent);
    assert!(matches!(broken.error, ProviderError::ForeignHost));
    assert_eq!(other.seen().len(), 0);
    assert_eq!(http.requests(), 1, "a refused address isn't a request");
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_is_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        let other = std::sync::Arc::new(Server::start(|_| json(value!({}))).await);
        let target = other.base.join("/v1/things/1").unwrap().to_string();
        let answer =
            once(move |_| Reaction::With(status, vec![("location", target.clone())], vec![]))
                .await
                .unwrap();
        assert_eq!(answer.status, status);
        assert!(answer.json.is_none());
        assert_eq!(
            other.seen().len(),
            0,
            "{status}: neither credential nor body"
        );
    }
}

#[tokio::test]
async fn a_refused_connection_wrote_nothing() {
    let base = deserted();
    let http = http(&base);
    let credential = credential();
    let url = http.address("api.stripe.com", "/v1").unwrap();
    let broken = http.once(&call(url, &credential)).await.err().unwrap();
    assert!(!broken.sent);
    assert!(
        matches!(broken.error, ProviderError::Transport { what: "connect" }),
        "{:?}",
        broken.error
    );
}

#[tokio::test]
async fn a_failed_handshake_wrote_nothing() {
    // Says something else than a greeting where TLS is expected.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("https://{}", listener.local_addr().unwrap());
    let base = Url::parse(&base).unwrap();
    let speaker = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let hello = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
        tokio::io::AsyncWriteExt::write_all(&mut stream, hello)
            .await
            .unwrap();
        let mut heard = Vec::new();
        let _ = tokio::io::AsyncReadExt::read_to_end(&mut stream, &mut heard).await;
        heard
    });
    let http = http(&base);
    let credential = credential();
    let url = http.address("api.stripe.com", "/v1").unwrap();
    let broken = http.once(&call(url, &credential)).await.err().unwrap();
    assert!(!broken.sent);
    assert!(
        matches!(broken.error, ProviderError::Transport { what: "tls" }),
        "{:?}",
        broken.error
    );
    let heard = String::from_utf8_lossy(&speaker.await.unwrap()).into_owned();
    assert!(!heard.contains("CANARY"), "not even an encrypted request");
}

#[tokio::test]
async fn after_the_first_byte_everything_is_open() {
    let whole = response(200, &[], br#"{"id": "du_1", "status": "under_review"}"#);
    let half = whole[..whole.len() - 10].to_vec();
    let headers_only = whole[..60].to_vec();
    let too_long = String::from_utf8(whole.clone())
        .unwrap()
        .replace("content-length: 40", "content-length: 90");
    assert!(too_long.contains("90"));
    for (name, reaction) in [
        ("reset", Reaction::Reset),
        ("cut in the body", Reaction::Raw(half)),
        ("cut in the headers", Reaction::Raw(headers_only)),
        ("closed without a word", Reaction::Raw(vec![])),
        ("no HTTP", Reaction::Raw(b"hello\r\n\r\n".to_vec())),
        ("longer than it is", Reaction::Raw(too_long.into_bytes())),
        ("silence", Reaction::Silence),
        ("late", Reaction::Late(Duration::from_secs(5), value!({}))),
    ] {
        let broken = once(move |_| reaction.clone())
            .await
            .err()
            .unwrap_or_else(|| panic!("{name}"));
        assert!(broken.sent, "{name}");
    }
}

#[tokio::test]
async fn a_body_that_is_shorter_than_it_should_be_is_no_json() {
    let whole = response(200, &[], br#"{"id": "du_1", "status": "under_review"}"#);
    let short = String::from_utf8(whole)
        .unwrap()
        .replace("content-length: 40", "content-length: 20");
    let answer = once(move |_| Reaction::Raw(short.clone().into_bytes()))
        .await
        .unwrap();
    assert!(answer.json.is_none());
}

#[tokio::test]
async fn what_was_told_before_the_cut_is_kept() {
    let whole = response(200, &[], br#"{"id": "du_1"}"#);
    let half = whole[..whole.len() - 5].to_vec();
    let broken = once(move |_| Reaction::Raw(half.clone()))
        .await
        .err()
        .unwrap();
    assert_eq!(broken.request_id.as_deref(), Some("req_test1"));
    assert_eq!(broken.status, Some(200));
}

#[tokio::test]
async fn an_answer_has_a_largest_size_after_inflation_too() {
    let broken = once(|_| Reaction::With(200, vec![], vec![b' '; (1 << 20) + 1]))
        .await
        .err()
        .unwrap();
    assert!(matches!(broken.error, ProviderError::Protocol { .. }) && broken.sent);
    // 4 MiB of zeros in 4 kB.
    let bomb = gzip_of_zeros(4 << 20);
    assert!(bomb.len() < 1 << 16);
    let broken =
        once(move |_| Reaction::With(200, vec![("content-encoding", "gzip".into())], bomb.clone()))
            .await
            .err()
            .unwrap();
    assert!(
        matches!(broken.error, ProviderError::Protocol { .. }),
        "{:?}",
        broken.error
    );
}

#[tokio::test]
async fn a_file_may_be_larger_than_json_and_only_where_it_is_given() {
    let whole = |status: u16, size: usize| async move {
        let server = Server::start(move |_| Reaction::With(status, vec![], vec![b' '; size])).await;
        let credential = credential();
        let http = http(&server.base);
        let mut call = call(
            http.address("api.stripe.com", "/v1/x").unwrap(),
            &credential,
        );
        call.raw = true;
        http.single_try(&call)
            .await
            .map(|answer| answer.bytes.len())
            .ok()
    };
    let more = (1 << 20) + 1;
    assert_eq!(whole(200, more).await, Some(more));
    assert_eq!(whole(404, more).await, None, "a refusal is no file");
    assert_eq!(whole(200, (2 << 20) + 1).await, None);
    assert_eq!(Limits::default().answer_bytes, 8 << 20);
    assert_eq!(Limits::default().file_bytes, 64 << 20);
}

#[tokio::test]
async fn a_few_bytes_that_stand_for_more_values_than_memory_takes_are_refused() {
    let zeros = format!("[{}0]", "0,".repeat(500_000)).into_bytes();
    let broken = once(move |_| Reaction::With(200, vec![], zeros.clone()))
        .await
        .err()
        .unwrap();
    assert!(matches!(broken.error, ProviderError::Protocol { .. }) && broken.sent);
}

/// A gzip stream of `size` zeros: one fixed-Huffman block of a literal and matches of 258 bytes at distance one.
fn gzip_of_zeros(size: usize) -> Vec<u8> {
    let (mut bytes, mut buffer, mut filled) =
        (vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255], 0_u32, 0);
    let mut put = |bits: u32, count: u32, reversed: bool, bytes: &mut Vec<u8>| {
        for i in 0..count {
            let bit = if reversed {
                bits >> (count - 1 - i)
            } else {
                bits >> i
            } & 1;
            buffer |= bit << filled;
            filled += 1;
            if filled == 8 {
                bytes.push(buffer as u8);
                (buffer, filled) = (0, 0);
            }
        }
    };
    put(1, 1, false, &mut bytes); // last block
    put(1, 2, false, &mut bytes); // fixed codes
    put(0b0011_0000, 8, true, &mut bytes); // literal 0
    for _ in 0..size / 258 {
        put(0b1100_0101, 8, true, &mut bytes); // length 258
        put(0, 5, true, &mut bytes); // distance 1
    }
    put(0, 7, true, &mut bytes); // end
    put(0, 8, false, &mut bytes);
    bytes.extend_from_slice(&[0; 8]);
    bytes
}

#[tokio::test]
async fn headers_of_an_answer_are_read() {
    let answer = once(|_| {
        Reaction::With(
            429,
            vec![
                ("request-id", "req_9".into()),
                ("retry-after", "7".into()),
                ("stripe-should-retry", "false".into()),
                ("idempotent-replayed", "true".into()),
                ("stripe-rate-limited-reason", "endpoint-rate".into()),
                ("date", "Sun, 22 Nov 2026 05:00:00 GMT".into()),
            ],
            b"{}".to_vec(),
        )
    })
    .await
    .unwrap();
    assert_eq!(answer.request_id.as_deref(), Some("req_9"));
    assert_eq!(answer.retry_after, Some(Duration::from_secs(7)));
    assert_eq!(answer.should_retry, Some(false));
    assert!(answer.replayed && answer.limited);
    assert_eq!(
        answer.date.map(|d| d.to_rfc3339()).as_deref(),
        Some("2026-11-22T05:00:00+00:00")
    );
}

#[tokio::test]
async fn no_header_asks_for_more_than_an_hour_or_names_a_year_that_cant_be() {
    let told = |retry_after: &'static str, date: &'static str| async move {
        let headers = vec![("retry-after", retry_after.into()), ("date", date.into())];
        let answer = once(move |_| Reaction::With(429, headers.clone(), b"{}".to_vec())).await;
        answer
            .map(|answer| (answer.retry_after, answer.date))
            .unwrap()
    };
    let hour = Some(Duration::from_secs(3_600));
    for (retry_after, expected) in [
        ("18446744073709551615", hour),
        ("3601", hour),
        ("18446744073709551616", None),
        ("-1", None),
        ("1e9", None),
        ("Sun, 22 Nov 2026 05:00:00 GMT", None),
    ] {
        let (pause, date) = told(retry_after, "31 Dec 262142 23:59:59 +0000").await;
        assert_eq!((pause, date), (expected, None), "{retry_after}");
    }
    for date in [
        "01 Jan 0000 00:00:00 +0000",
        "31 Dec 1999 23:59:59 +0000",
        "01 Jan 2201 00:00:00 +0000",
        "Sun, 22 Nov -2026 05:00:00 GMT",
    ] {
        assert_eq!(told("1", date).await.1, None, "{date}");
    }
}

#[tokio::test]
async fn an_odd_request_id_is_not_kept() {
    for odd in ["rk_test CANARY", "a<b>", "", &"x".repeat(200)] {
        let odd = odd.to_owned();
        let answer =
            once(move |_| Reaction::With(200, vec![("request-id", odd.clone())], b"{}".to_vec()))
                .await
                .unwrap();
        assert_eq!(answer.request_id, None);
    }
}

/// Answers in order, then the last one for ever.
async fn series(reactions: Vec<Reaction>) -> Server {
    let turn = std::sync::atomic::AtomicUsize::new(0);
    Server::start(move |_| {
        let at = turn.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        reactions[at.min(reactions.len() - 1)].clone()
    })
    .await
}

async fn repeated(reactions: Vec<Reaction>) -> (Result<Answer, ProviderError>, usize) {
    let server = series(reactions).await;
    let http = http(&server.base);
    let credential = credential();
    let url = http.address("api.stripe.com", "/v1/things/1").unwrap();
    let result = http.repeatable(&call(url, &credential)).await;
    let seen = server.seen();
    assert!(seen.windows(2).all(|w| w[0].body == w[1].body
        && w[0].header("idempotency-key") == w[1].header("idempotency-key")));
    (result, seen.len())
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
async fn repeatable_calls_are_repeated_by_class() {
    let good = || json(value!({"ok": 1}));
    let status = |status| Reaction::Json(status, value!({"error": {"type": "x"}}));
    let tell = |code, says: &str| {
        Reaction::With(
            code,
            vec![("stripe-should-retry", says.to_owned())],
            b"{}".to_vec(),
        )
    };
    for (name, reactions, end, requests) in [
        ("good", vec![good()], Some(200), 1),
        (
            "server error, then good",
            vec![status(500), status(503), good()],
            Some(200),
            3,
        ),
        (
            "reset, then good",
            vec![Reaction::Reset, good()],
            Some(200),
            2,
        ),
        (
            "silence, then good",
            vec![Reaction::Silence, good()],
            Some(200),
            2,
        ),
        ("a lock, then good", vec![status(409), good()], Some(200), 2),
        (
            "slow down, then good",
            vec![status(429), good()],
            Some(200),
            2,
        ),
        (
            "broken JSON, then good",
            vec![Reaction::With(200, vec![], b"{\"a\":".to_vec()), good()],
            Some(200),
            2,
        ),
        ("not found", vec![status(404), good()], Some(404), 1),
        ("refused", vec![status(400), good()], Some(400), 1),
        ("redirect", vec![status(302), good()], Some(302), 1),
        (
            "the provider says no",
            vec![tell(500, "false"), good()],
            Some(500),
            1,
        ),
        (
            "the provider says yes",
            vec![tell(400, "true"), good()],
            Some(200),
            2,
        ),
        ("for ever", vec![status(500)], Some(500), 4),
        ("never anybody", vec![Reaction::Reset], None, 4),
    ] {
        let (result, seen) = repeated(reactions).await;
        assert_eq!(result.as_ref().ok().map(|a| a.status), end, "{name}");
        assert_eq!(seen, requests, "{name}");
        if end.is_none() {
            assert!(
                matches!(result.err(), Some(ProviderError::Transport { .. })),
                "{name}"
            );
        }
    }
}

#[tokio::test]
async fn the_pause_that_the_provider_asks_for_is_kept_but_not_for_ever() {
    let wait = |seconds: &str| {
        Reaction::With(
            429,
            vec![("retry-after", seconds.to_owned())],
            b"{}".to_vec(),
        )
    };
    let begin = Tick::now();
    let (result, requests) = repeated(vec![wait("1"), json(value!({}))]).await;
    assert_eq!((result.unwrap().status, requests), (200, 2));
    assert!(begin.elapsed() >= Duration::from_secs(1));
    let begin = Tick::now();
    let (result, requests) = repeated(vec![wait("3600"), json(value!({}))]).await;
    assert_eq!((result.unwrap().status, requests), (429, 1));
    assert!(begin.elapsed() < Duration::from_secs(60));
}

#[tokio::test]
async fn handed_addresses_get_the_file_and_nothing_else() {
    let server = Server::start(|_| json(value!({}))).await;
    let handed = Handed::new(true, quick()).unwrap();
    let url = server.base.join("/bucket/key?sign=1").unwrap();
    let status = handed
        .put(&url, Some("application/pdf"), b"%PDF".to_vec())
        .await
        .unwrap();
    assert_eq!(status, 200);
    let seen = server.seen();
    assert_eq!(seen[0].method, "PUT");
    assert_eq!(seen[0].bytes, b"%PDF");
    assert_eq!(seen[0].header("authorization"), None);
    assert_eq!(seen[0].header("cookie"), None);
}

#[tokio::test]
async fn a_handed_upload_is_not_redirected_and_a_download_is_only_to_where_it_may() {
    let other = Server::start(|_| Reaction::With(200, vec![], b"file".to_vec())).await;
    let target = other.base.join("/x").unwrap().to_string();
    let server = Server::start(move |seen| match seen.path() {
        "/away" => Reaction::With(307, vec![("location", target.clone())], vec![]),
        "/out" => Reaction::With(302, vec![("location", "http://192.0.2.1/x".into())], vec![]),
        "/loop" => Reaction::With(302, vec![("location", "/loop".into())], vec![]),
        _ => Reaction::With(200, vec![], vec![0; 2000]),
    })
    .await;
    let handed = Handed::new(true, quick()).unwrap();
    let at = |path| server.base.join(path).unwrap();
    assert_eq!(
        handed
            .put(&at("/away"), Some("application/pdf"), b"%PDF".to_vec())
            .await
            .unwrap(),
        307
    );
    assert_eq!(other.seen().len(), 0);
    assert_eq!(handed.get(&at("/away"), 100).await.unwrap(), b"file");
    assert!(matches!(
        handed.get(&at("/out"), 100).await,
        Err(ProviderError::ForeignHost)
    ));
    assert!(matches!(
        handed.get(&at("/loop"), 100).await,
        Err(ProviderError::Protocol { .. })
    ));
    assert!(matches!(
        handed.get(&at("/big"), 100).await,
        Err(ProviderError::Protocol { .. })
    ));
}

#[tokio::test]
async fn a_handed_address_of_a_real_account_is_public_and_encrypted() {
    let handed = Handed::new(false, quick()).unwrap();
    for bad in [
        "http://bucket.example.com/x",
        "https://127.0.0.1/x",
        "https://10.0.0.1/x",
        "https://169.254.169.254/latest",
        "https://[::1]/x",
        "https://localhost/x",
        "https://printer.local/x",
        "https://u:p@bucket.example.com/x",
        "file:///etc/passwd",
    ] {
        let url = Url::parse(bad).unwrap();
        assert!(
            matches!(handed.get(&url, 10).await, Err(ProviderError::ForeignHost)),
            "{bad}"
        );
        let put = handed.put(&url, Some("text/plain"), vec![1]).await;
        assert!(put.is_err_and(|broken| !broken.sent), "{bad}");
    }
}
