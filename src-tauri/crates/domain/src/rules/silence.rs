//! What becomes of a case when its owner does nothing.

use crate::Source;
use crate::clock::Timestamp;
use crate::dispute::{Dispute, DueDate};
use crate::status::words;
use serde::{Deserialize, Serialize};

/// What becomes of a case when its owner does nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Silence {
    pub outcome: SilenceOutcome,
    #[specta(type = Option<String>)]
    #[serde(with = "crate::clock::text::option")]
    pub on: Option<Timestamp>,
    pub source: Source,
}

words!(
    /// How silence ends.
    SilenceOutcome {
        Lost = "lost",
        /// An inquiry becomes a chargeback.
        Escalates = "escalates",
        /// An inquiry may become a chargeback, and silence before it speaks against its owner.
        MayEscalate = "may_escalate",
        /// An inquiry that was answered or refunded ends without a chargeback.
        Closes = "closes",
        /// The provider answers by itself if it can; else the case is lost.
        ProviderMayAnswer = "provider_may_answer",
        /// Nothing depends on the owner any more.
        None = "none",
        Unknown = "unknown",
    }
);

impl Silence {
    pub(crate) fn nothing() -> Self {
        Self {
            outcome: SilenceOutcome::None,
            on: None,
            source: Source::Rule,
        }
    }

    pub(crate) fn unknown() -> Self {
        Self {
            outcome: SilenceOutcome::Unknown,
            on: None,
            source: Source::Assumed,
        }
    }

    /// The same where no document says that silence ends so.
    pub(crate) fn assumed(self) -> Self {
        Self {
            source: Source::Assumed,
            ..self
        }
    }

    /// `outcome` at the provider's date, or on our assumption when it names none.
    pub(crate) fn at_due(dispute: &Dispute, outcome: SilenceOutcome) -> Self {
        match dispute.due {
            DueDate::At(at) => Self {
                outcome,
                on: Some(at),
                source: if dispute.zone_assumed {
                    Source::Assumed
                } else {
                    Source::Provider
                },
            },
            DueDate::NoAnswerPossible | DueDate::NotGiven => Self {
                outcome,
                on: None,
                source: Source::Assumed,
            },
        }
    }
}
