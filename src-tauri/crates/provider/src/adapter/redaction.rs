//! Debug output of what holds personal data or evidence: names and sizes, never content.

use super::{File, Pack};
use crate::call::{Irreversible, Outcome};
use std::fmt::{Debug, Formatter, Result};

impl Debug for File {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.debug_struct("File")
            .field("field", &self.field)
            .field("media_type", &self.media_type)
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

impl Debug for Pack {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.debug_struct("Pack")
            .field("fields", &self.fields.keys())
            .finish()
    }
}

impl Debug for Irreversible {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.debug_struct("Irreversible")
            .field("act", &self.act)
            .field("method", &self.method)
            .field("body", &self.body.len())
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

impl Debug for Outcome {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Accepted { request_id, .. } => f
                .debug_struct("Accepted")
                .field("request_id", request_id)
                .finish_non_exhaustive(),
            Self::Refused(refusal) => f.debug_tuple("Refused").field(refusal).finish(),
            Self::NotSent(error) => f.debug_tuple("NotSent").field(error).finish(),
            Self::Unknown { why, request_id } => f
                .debug_struct("Unknown")
                .field("why", why)
                .field("request_id", request_id)
                .finish(),
        }
    }
}
