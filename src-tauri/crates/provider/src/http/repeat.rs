//! Repeating by class: reads and calls with an idempotency key, when another try may help; never anything else.

use super::{Answer, Broken, Call, Http, Limits};
use crate::ProviderError;
use std::time::Duration;
use tokio::time::Instant as Tick;

impl Http {
    /// Makes a read, or a call with an idempotency key, as often as it takes within the limits. Gives the last answer,
    /// whatever its status.
    ///
    /// # Errors
    /// What broke at the last try.
    pub async fn repeatable(&self, call: &Call<'_>) -> Result<Answer, ProviderError> {
        self.repeated(call, |_| true).await
    }

    /// Asks for a token. An address that asks to slow down without saying for how long isn't asked again: it is rate
    /// limited itself (clearhaus.md §1.2), and the schedule comes back later.
    ///
    /// # Errors
    /// What broke at the last try.
    pub async fn ask_for_token(&self, call: &Call<'_>) -> Result<Answer, ProviderError> {
        let worth = |answer: &Answer| answer.status != 429 || answer.retry_after.is_some();
        self.repeated(call, worth).await
    }

    async fn repeated(
        &self,
        call: &Call<'_>,
        worth: impl Fn(&Answer) -> bool + Send,
    ) -> Result<Answer, ProviderError> {
        let started = Tick::now();
        let mut tried: u32 = 0;
        loop {
            tried = tried.saturating_add(1);
            let result = self.single_try(call).await;
            if result.as_ref().is_ok_and(|answer| !worth(answer)) {
                return result.map_err(|broken| broken.error);
            }
            let pause = pause(tried, &result, call.raw, &self.limits, rand::random());
            let in_time =
                pause.is_some_and(|p| started.elapsed().saturating_add(p) < self.limits.patience);
            let (Some(pause), true, true) = (pause, in_time, tried < self.limits.tries) else {
                return result.map_err(|broken| broken.error);
            };
            tokio::time::sleep(pause).await;
        }
    }
}

/// The pause after that many tries: it doubles with each, with jitter (stripe.md §2: 0.5 s to 5 s). `chance` is in 0..1.
pub(super) fn backoff(tried: u32, limits: &Limits, chance: f64) -> Duration {
    let doublings = tried.saturating_sub(1).min(16);
    let doubled = limits
        .first_pause
        .saturating_mul(2_u32.saturating_pow(doublings));
    // Between half of it and all of it, so that many clients don't come back at once.
    doubled
        .min(limits.longest_pause)
        .mul_f64(0.5 + chance.clamp(0.0, 1.0) / 2.0)
}

/// How long to wait before the next try; none when another one makes no sense.
///
/// The provider's own hint wins; then its `Retry-After`; then the pause grows by itself.
fn pause(
    tried: u32,
    result: &Result<Answer, Broken>,
    raw: bool,
    limits: &Limits,
    chance: f64,
) -> Option<Duration> {
    let jittered = backoff(tried, limits, chance);
    match result {
        Ok(answer) if !may_help(answer, raw) => None,
        // The limits are counted by the second, so a shorter pause would only be refused again.
        Ok(answer) if answer.limited && answer.retry_after.is_none() => {
            Some(jittered.max(limits.first_pause.saturating_mul(2)))
        }
        Ok(answer) => Some(answer.retry_after.unwrap_or(jittered)),
        Err(broken) => matches!(broken.error, ProviderError::Transport { .. }).then_some(jittered),
    }
}

/// Whether another try may bring another answer.
fn may_help(answer: &Answer, raw: bool) -> bool {
    match (answer.should_retry, answer.status) {
        // A success that isn't JSON was cut by something in between.
        (_, 200..=299) => !raw && answer.json.is_none() && answer.status != 204,
        (Some(says), _) => says,
        (None, 409 | 429 | 500..) => true,
        (None, _) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16) -> Answer {
        Answer {
            status,
            request_id: None,
            should_retry: None,
            replayed: false,
            retry_after: None,
            limited: false,
            date: None,
            location: None,
            json: Some(serde_json::json!({})),
            bytes: Vec::new(),
        }
    }

    #[test]
    fn the_status_decides_unless_the_provider_says_so_itself() {
        let limits = Limits::default();
        let again = |answer: Answer| pause(1, &Ok(answer), false, &limits, 1.0).is_some();
        for (status, expected) in [
            (200, false),
            (301, false),
            (400, false),
            (401, false),
            (403, false),
            (404, false),
            (409, true),
            (429, true),
            (500, true),
            (503, true),
        ] {
            assert_eq!(again(answer(status)), expected, "{status}");
            for says in [true, false] {
                let told = Answer {
                    should_retry: Some(says),
                    ..answer(status)
                };
                assert_eq!(again(told), says && status != 200, "{status}");
            }
        }
    }

    #[test]
    fn pauses_double_up_to_the_longest() {
        let limits = Limits::default();
        let millis = |tried, chance| {
            pause(tried, &Ok(answer(500)), false, &limits, chance).map(|p| p.as_millis())
        };
        assert_eq!(millis(1, 1.0), Some(500));
        assert_eq!(millis(1, 0.0), Some(250));
        assert_eq!(millis(2, 1.0), Some(1000));
        assert_eq!(millis(4, 1.0), Some(4000));
        assert_eq!(millis(5, 1.0), Some(5000));
        assert_eq!(millis(60, 1.0), Some(5000));
        let told = Answer {
            retry_after: Some(Duration::from_secs(7)),
            ..answer(429)
        };
        assert_eq!(
            pause(1, &Ok(told), false, &limits, 0.3),
            Some(Duration::from_secs(7))
        );
    }

    #[test]
    fn a_broken_connection_is_tried_again_and_a_foreign_host_never() {
        let limits = Limits::default();
        assert!(pause(1, &Err(Broken::cut("cut")), false, &limits, 0.5).is_some());
        let foreign = Broken::unsent(ProviderError::ForeignHost);
        assert_eq!(pause(1, &Err(foreign), false, &limits, 0.5), None);
    }
}
