//! Where a dispute stands, and what its owner does next.

use serde::{Deserialize, Serialize};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, specta::Type)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Every value, in declaration order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word in commands, JSON and the database.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The value that has this word, if one has.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|v| v.as_str() == word)
            }
        }
    };
}
pub(crate) use words;

words!(
    /// The round that a dispute is in.
    Stage {
        /// A question before money moves.
        Inquiry = "inquiry",
        /// Money has been taken back.
        Chargeback = "chargeback",
        PreArbitration = "pre_arbitration",
        Arbitration = "arbitration",
        /// A card network's rule case; fighting it costs a network fee.
        Compliance = "compliance",
        /// An examination that was asked for (Unico IDPay).
        Analysis = "analysis",
        /// Stopped before it became a chargeback.
        Prevented = "prevented",
        Unknown = "unknown",
    }
);

words!(
    /// Whose turn it is, or how it ended. The provider's own word is kept beside it.
    Status {
        NeedsResponse = "needs_response",
        UnderReview = "under_review",
        Won = "won",
        Lost = "lost",
        Closed = "closed",
        Cancelled = "cancelled",
        Prevented = "prevented",
        /// A word that we don't know: never treated as an end.
        Unknown = "unknown",
    }
);

impl Status {
    /// Whether the case has ended. An unknown status has not: it keeps its deadline in view.
    #[must_use]
    pub fn is_ended(self) -> bool {
        matches!(
            self,
            Self::Won | Self::Lost | Self::Closed | Self::Cancelled | Self::Prevented
        )
    }
}

words!(
    /// What the owner does next.
    NextStep {
        Answer = "answer",
        TalkToCustomer = "talk_to_customer",
        RefundOrWait = "refund_or_wait",
        Wait = "wait",
        /// Something is unclear: look at the provider's own page.
        Look = "look",
        None = "none",
    }
);

words!(
    /// The desk's groups, by what the owner has to do.
    Group {
        AnswerNow = "answer_now",
        Talk = "talk",
        Waiting = "waiting",
        Closed = "closed",
    }
);

impl NextStep {
    /// The group of the desk that a case with this step lies in.
    #[must_use]
    pub fn group(self) -> Group {
        match self {
            Self::Answer | Self::Look => Group::AnswerNow,
            Self::TalkToCustomer | Self::RefundOrWait => Group::Talk,
            Self::Wait => Group::Waiting,
            Self::None => Group::Closed,
        }
    }
}
