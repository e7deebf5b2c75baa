//! What a provider lets its merchant do with a case.

use crate::status::words;
use serde::{Deserialize, Serialize};

words!(
    /// An act at the provider, offered only where the provider allows it now.
    Act {
        /// Answer with evidence.
        Submit = "submit",
        /// Concede.
        Accept = "accept",
        /// Pay the disputed amount back, while that settles the case.
        Refund = "refund",
        Comment = "comment",
        Upload = "upload",
        RequestAnalysis = "request_analysis",
    }
);

impl Act {
    /// Whether the act can't be taken back, so that it goes through the submission protocol.
    #[must_use]
    pub fn is_irreversible(self) -> bool {
        matches!(
            self,
            Self::Submit | Self::Accept | Self::Refund | Self::RequestAnalysis
        )
    }
}
