//! One case that can't be read never stops a synchronisation: it is told of with its id and why, and asked for again.

use crate::ProviderError;
use crate::reading::Record;

/// How many cases a provider may fail to answer for; with more of them, the provider itself is down.
const MOST_DOWN: u32 = 3;

/// The cases that couldn't be read in one synchronisation.
#[derive(Debug, Default)]
pub(crate) struct Unread {
    down: u32,
}

impl Unread {
    /// What is told of a case that reading met this error: gone where the provider doesn't know it any more, otherwise
    /// skipped and why, without any of its content.
    ///
    /// # Errors
    /// The error itself where it isn't about this one case: the credentials, the connection, the pace.
    pub(crate) fn record(
        &mut self,
        provider_id: String,
        error: ProviderError,
    ) -> Result<Record, ProviderError> {
        match error {
            ProviderError::NotFound => Ok(Record::Gone { provider_id }),
            error => Ok(Record::Skipped {
                why: self.why(error)?,
                provider_id: Some(provider_id),
            }),
        }
    }

    fn why(&mut self, error: ProviderError) -> Result<String, ProviderError> {
        match error {
            ProviderError::Forbidden { .. } => Ok("reading it is forbidden (HTTP 403)".to_owned()),
            ProviderError::Rejected(refusal) => Ok(format!("refused with HTTP {}", refusal.status)),
            ProviderError::Protocol { what } => Ok(what),
            ProviderError::ForeignHost => {
                Ok("its address leads to a host that isn't the provider's own".to_owned())
            }
            ProviderError::Unavailable { status } if self.down < MOST_DOWN => {
                self.down = self.down.saturating_add(1);
                Ok(format!("the provider can't answer for it (HTTP {status})"))
            }
            other => Err(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Refusal;

    #[test]
    fn what_is_about_one_case_is_told_apart_from_what_is_about_all() {
        let refusal = Refusal {
            status: 422,
            code: None,
            message: "Anna Andersson".to_owned(),
            request_id: None,
        };
        let mut unread = Unread::default();
        for (error, why) in [
            (
                ProviderError::Forbidden { right: None },
                Some("reading it is forbidden (HTTP 403)"),
            ),
            (
                ProviderError::Rejected(refusal),
                Some("refused with HTTP 422"),
            ),
            (
                crate::classify::protocol("the body is no JSON"),
                Some("the body is no JSON"),
            ),
            (
                ProviderError::ForeignHost,
                Some("its address leads to a host that isn't the provider's own"),
            ),
            (ProviderError::Unauthorized { code: None }, None),
            (ProviderError::RateLimited { until: None }, None),
            (ProviderError::Transport { what: "cut" }, None),
        ] {
            let record = unread.record("d1".to_owned(), error.clone()).ok();
            let told = record.map(|record| match record {
                Record::Skipped { provider_id, why } => (provider_id, why),
                other => panic!("{other:?}"),
            });
            let expected = why.map(|why| (Some("d1".to_owned()), why.to_owned()));
            assert_eq!(told, expected, "{error:?}");
        }
        let gone = unread.record("d1".to_owned(), ProviderError::NotFound);
        assert!(matches!(gone, Ok(Record::Gone { provider_id }) if provider_id == "d1"));
    }

    #[test]
    fn a_provider_that_is_down_is_not_asked_for_every_case() {
        let mut unread = Unread::default();
        let down = || ProviderError::Unavailable { status: 503 };
        let mut read = |error| unread.record("d1".to_owned(), error);
        assert!((0..3).all(|_| read(down()).is_ok()));
        assert!(read(down()).is_err());
        assert!(read(ProviderError::NotFound).is_ok());
    }
}
