//! The whole record: every case with its timeline, its draft, what was sent and what came back, and the accounts.
//!
//! Secrets are in the keychain and so in no file; the bytes of documents are in a backup, here are their hashes.

use super::Made;
use crate::Engine;
use crate::error::Result;
use crate::view::{DisputeView, ReceiptView};
use serde::Serialize;
use tvist_domain::clock::rfc3339;
use tvist_store::Filed;

/// The form of the file; it grows when a member changes its meaning.
const VERSION: u32 = 1;

/// One case with all that belongs to it.
#[derive(Serialize)]
struct Whole {
    #[serde(flatten)]
    dispute: DisputeView,
    receipts: Vec<ReceiptView>,
    /// What the provider's object was like before, oldest first.
    earlier: Vec<Earlier>,
}

#[derive(Serialize)]
struct Earlier {
    /// When it was last read so.
    read_at: String,
    raw: serde_json::Value,
}

impl Engine {
    /// Written case by case, so that only the text of many cases is held and not their values too.
    pub(super) async fn whole_record(&self, cases: &[Filed], everything: bool) -> Result<Made> {
        let mut text = String::new();
        text.push_str(&format!(
            "{{\n\"format\": \"tvist\",\n\"version\": {VERSION},\n\"exported_at\": \"{}\"",
            rfc3339(self.now())
        ));
        if everything {
            member(&mut text, "accounts", &self.accounts().await?)?;
            member(&mut text, "settings", &self.settings().await?)?;
        }
        text.push_str(",\n\"disputes\": [");
        for (n, filed) in cases.iter().enumerate() {
            let earlier = self.store.dispute_raw_past(&filed.id).await?;
            let whole = Whole {
                dispute: self.dispute(filed.id.as_str()).await?,
                receipts: self.receipts(filed.id.as_str()).await?,
                earlier: earlier
                    .into_iter()
                    .map(|(at, raw)| Earlier {
                        read_at: rfc3339(at),
                        raw,
                    })
                    .collect(),
            };
            text.push_str(if n == 0 { "\n" } else { ",\n" });
            text.push_str(&written(&whole)?);
        }
        text.push_str("\n]\n}\n");
        Ok(Made {
            bytes: text.into_bytes(),
            entries: cases.len(),
            left_out: Vec::new(),
        })
    }
}

fn member(text: &mut String, name: &str, value: &impl Serialize) -> Result<()> {
    text.push_str(&format!(",\n\"{name}\": {}", written(value)?));
    Ok(())
}

fn written(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value)
        .map_err(|e| crate::Error::file("writing a case", std::io::Error::other(e)))
}
