//! Being signed in by a token: one call at a time fetches it, it is renewed in time, and once after a 401.

use crate::ProviderError;
use crate::classify::protocol;
use crate::http::{Answer, Broken, Call, Credential, Http};
use crate::lenient::Fields;
use async_trait::async_trait;
use secrecy::SecretString;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::Instant as Tick;
use tvist_domain::submission::Verdict;

/// No token is used for longer, whatever its answer says, in seconds: there are numbers that no clock can count to.
const LONGEST_LIFE: u64 = 24 * 3_600;

/// The token of one account, where it has one.
pub(crate) struct Tokens {
    /// Held while a token is fetched, so that only one such call is in flight.
    held: Mutex<Option<Token>>,
    /// A token is renewed this long before it ends.
    early: Duration,
}

impl Tokens {
    pub(crate) fn new(early: Duration) -> Self {
        Self {
            held: Mutex::new(None),
            early,
        }
    }
}

#[derive(Clone)]
pub(crate) struct Token {
    credential: Credential,
    until: Tick,
    /// Told apart by number, so that two calls that fail with the same token renew it once.
    number: u64,
}

impl Token {
    /// Tells it apart from those before and after it.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }
}

/// What the token's address gave.
pub(crate) struct Granted {
    token: SecretString,
    asked: Tick,
    life: Duration,
}

impl Granted {
    /// Reads OAuth's answer to a request that was made at `asked`. The life comes as a number or as text; `life` in
    /// seconds is taken where it is missing.
    pub(crate) fn read(answer: Fields<'_>, asked: Tick, life: i64) -> Result<Self, ProviderError> {
        let token = answer
            .text("access_token")
            .ok_or_else(|| protocol("no token in the answer"))?;
        let life = answer.int("expires_in").unwrap_or(life);
        Ok(Self {
            token: SecretString::from(token),
            asked,
            life: Duration::from_secs(u64::try_from(life).unwrap_or(0).min(LONGEST_LIFE)),
        })
    }
}

/// A provider's session: how its token is got, and the calls that carry it.
#[async_trait]
pub(crate) trait SignedIn: Send + Sync {
    fn http(&self) -> &Http;

    fn tokens(&self) -> &Tokens;

    /// Fetches a token.
    async fn grant(&self) -> Result<Granted, ProviderError>;

    /// Makes a harmless call with the token; one that isn't accepted is renewed once. `repeat` lets a read be made
    /// again after trouble on the way, which a call that creates something must not.
    async fn signed_in(&self, call: &Call<'_>, repeat: bool) -> Result<Answer, ProviderError> {
        let answer = self.signed_in_surely(call, repeat).await;
        answer.map_err(|broken| broken.error)
    }

    /// The same, telling of a call without an answer whether anything may have left.
    async fn signed_in_surely(&self, call: &Call<'_>, repeat: bool) -> Result<Answer, Broken> {
        let mut token = self.token().await.map_err(Broken::unsent)?;
        for last in [false, true] {
            let carrying = call.carrying(&token.credential);
            let answer = if repeat {
                let read = self.http().repeatable(&carrying).await;
                read.map_err(Broken::unsent)?
            } else {
                self.http().once(&carrying).await?
            };
            if answer.status != 401 || last {
                return Ok(answer);
            }
            self.forget(token.number).await;
            token = self.token().await.map_err(Broken::unsent)?;
        }
        Err(Broken::unsent(ProviderError::Unauthorized { code: None }))
    }

    /// Makes an irreversible call, once, whatever happens. A token that isn't accepted is forgotten.
    async fn signed_in_once(&self, call: &Call<'_>) -> Result<Answer, Broken> {
        let token = self.token().await.map_err(Broken::unsent)?;
        let result = self.http().once(&call.carrying(&token.credential)).await;
        if matches!(&result, Ok(answer) if answer.status == 401) {
            self.forget(token.number).await;
        }
        result
    }

    /// The token in force, fetched when there is none or its end is near.
    async fn token(&self) -> Result<Token, ProviderError> {
        let tokens = self.tokens();
        let mut held = tokens.held.lock().await;
        if let Some(token) = held.as_ref().filter(|token| Tick::now() < token.until) {
            return Ok(token.clone());
        }
        let number = held.as_ref().map_or(0, |token| token.number);
        let number = number.wrapping_add(1);
        let granted = self.grant().await?;
        // A life of less than twice the margin is used up to its half.
        let half = granted.life.div_f64(2.0);
        let use_for = granted.life.saturating_sub(tokens.early).max(half);
        let token = Token {
            credential: Credential::bearer(&granted.token),
            until: granted.asked.checked_add(use_for).unwrap_or(granted.asked),
            number,
        };
        *held = Some(token.clone());
        Ok(token)
    }

    /// Marks a token as ended, unless a newer one is in force.
    async fn forget(&self, number: u64) {
        let mut held = self.tokens().held.lock().await;
        if let Some(token) = held.as_mut().filter(|token| token.number == number) {
            token.until = Tick::now();
        }
    }
}

/// What becomes of an act that was answered with 401.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum After401 {
    /// It did nothing: it may be made once more, with a new token.
    Nothing,
    /// The case has moved: it may have been delivered twice, and only the echo met a token that had ended.
    Moved,
    /// The case can't be read: the credentials may be gone altogether.
    Unread,
}

/// Looks what came of an act that was answered with 401, by readings with a new token. Such an answer means that nothing
/// was looked at, but a reading may be older than its time: so "nothing" needs two that agree, `apart` from each other.
pub(crate) async fn after_401<L, F>(apart: Duration, look: L) -> After401
where
    L: Fn() -> F + Send + Sync,
    F: Future<Output = Result<Verdict, ProviderError>> + Send,
{
    for pause in [Duration::ZERO, apart] {
        tokio::time::sleep(pause).await;
        match look().await {
            Ok(Verdict::Nothing) => {}
            Ok(_) => return After401::Moved,
            Err(_) => return After401::Unread,
        }
    }
    After401::Nothing
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::{Body, Hosts, Limits, Method, Signs};
    use crate::loopback::{Seen, Server, told};
    use serde_json::json;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    struct Session {
        http: Http,
        tokens: Tokens,
        granted: AtomicU64,
        life: i64,
    }

    #[async_trait]
    impl SignedIn for Session {
        fn http(&self) -> &Http {
            &self.http
        }

        fn tokens(&self) -> &Tokens {
            &self.tokens
        }

        async fn grant(&self) -> Result<Granted, ProviderError> {
            let asked = Tick::now();
            tokio::time::sleep(Duration::from_millis(20)).await;
            let number = self.granted.fetch_add(1, Ordering::SeqCst) + 1;
            let answer =
                json!({"access_token": format!("t{number}"), "expires_in": self.life.to_string()});
            Granted::read(Fields::exact(&answer), asked, 60)
        }
    }

    async fn session(refused: &'static [&'static str], life: i64) -> (Server, Arc<Session>) {
        let server = Server::start(move |seen: &Seen, _: &str| {
            let token = seen.header("authorization").unwrap_or_default();
            let known = !refused.iter().any(|r| token == format!("Bearer {r}"));
            told(if known { 200 } else { 401 }, json!({"ok": known}))
        })
        .await;
        let signs = Signs {
            request_id: "x-request-id",
            should_retry: None,
            replayed: None,
            limit_reason: None,
        };
        let hosts = Hosts::new(&["x.test"], Some(server.base.clone())).unwrap();
        let session = Session {
            http: Http::new(hosts, signs, Limits::default()).unwrap(),
            tokens: Tokens::new(Duration::from_secs(300)),
            granted: AtomicU64::new(0),
            life,
        };
        (server, Arc::new(session))
    }

    fn call(server: &Server, method: Method) -> Call<'static> {
        Call {
            method,
            url: server.base.clone(),
            template: "/",
            headers: Vec::new(),
            credential: None,
            body: Body::Empty,
            raw: false,
        }
    }

    fn granted(session: &Session) -> u64 {
        session.granted.load(Ordering::SeqCst)
    }

    #[tokio::test]
    async fn many_calls_at_once_fetch_one_token_and_renew_it_once() {
        let (server, session) = session(&["t1"], 3600).await;
        let calls = (0..8).map(|_| {
            let (session, call) = (Arc::clone(&session), call(&server, Method::GET));
            async move { session.signed_in(&call, true).await.unwrap().status }
        });
        let statuses = futures::future::join_all(calls).await;
        assert_eq!(statuses, [200; 8]);
        assert_eq!(granted(&session), 2);
    }

    #[tokio::test]
    async fn a_token_that_is_never_accepted_is_renewed_once_a_call() {
        let (server, session) = session(&["t1", "t2"], 3600).await;
        let read = session.signed_in(&call(&server, Method::GET), true).await;
        assert_eq!(read.unwrap().status, 401);
        assert_eq!((granted(&session), server.seen().len()), (2, 2));
    }

    #[tokio::test]
    async fn an_act_is_made_once_and_the_next_one_has_a_new_token() {
        let (server, session) = session(&["t1"], 3600).await;
        for (expected, tokens) in [(401, 1), (200, 2)] {
            let answer = session.signed_in_once(&call(&server, Method::PUT)).await;
            assert_eq!(answer.unwrap().status, expected);
            assert_eq!(granted(&session), tokens);
        }
        assert_eq!(server.seen().len(), 2);
    }

    #[tokio::test]
    async fn a_life_without_room_for_the_margin_is_used_to_its_half() {
        for (life, kept) in [
            (3600, true),
            (10, true),
            (0, false),
            (-5, false),
            (i64::MAX, true),
        ] {
            let (server, session) = session(&[], life).await;
            for _ in 0..2 {
                let read = session.signed_in(&call(&server, Method::GET), true).await;
                assert_eq!(read.unwrap().status, 200);
            }
            assert_eq!(granted(&session), if kept { 1 } else { 2 }, "{life}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn one_reading_that_shows_nothing_is_not_enough() {
        let apart = Duration::from_secs(10);
        for (readings, expected) in [
            (
                vec![Ok(Verdict::Nothing), Ok(Verdict::Nothing)],
                After401::Nothing,
            ),
            (
                vec![Ok(Verdict::Nothing), Ok(Verdict::Landed)],
                After401::Moved,
            ),
            (vec![Ok(Verdict::Landed)], After401::Moved),
            (vec![Ok(Verdict::SomebodyElse)], After401::Moved),
            (
                vec![Ok(Verdict::Nothing), Err(ProviderError::NotFound)],
                After401::Unread,
            ),
            (vec![Err(ProviderError::NotFound)], After401::Unread),
        ] {
            let started = Tick::now();
            let count = readings.len();
            let readings = std::sync::Mutex::new(readings.into_iter());
            let look = || std::future::ready(readings.lock().unwrap().next().unwrap());
            assert_eq!(after_401(apart, look).await, expected);
            assert_eq!(started.elapsed() >= apart, count == 2);
        }
    }
}
