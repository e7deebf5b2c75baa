//! The whole record: every case with its timeline, its draft, what was sent and what came back, and the accounts.
//!
//! Secrets are in the keychain and so in no file; the bytes of documents are in a backup, here are their hashes.

use super::Made;
use crate::error::Result;
use crate::host::{Host, setting};
use crate::view::{DisputeView, ReceiptView};
use crate::{account, case, submission};
use serde::Serialize;
use tvist_domain::clock::rfc3339;
use tvist_store::StoredDispute;

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

/// Written case by case, so that only the text of many cases is held and not their values too.
pub(super) async fn whole_record(
    host: &Host,
    cases: &[StoredDispute],
    everything: bool,
) -> Result<Made> {
    let mut text = String::new();
    text.push_str(&format!(
        "{{\n\"format\": \"tvist\",\n\"version\": {VERSION},\n\"exported_at\": \"{}\"",
        rfc3339(host.now())
    ));
    if everything {
        member(
            &mut text,
            "accounts",
            &account::accounts(&host.store, host.now()).await?,
        )?;
        member(
            &mut text,
            "settings",
            &setting::settings(&host.store).await?,
        )?;
    }
    text.push_str(",\n\"disputes\": [");
    for (n, filed) in cases.iter().enumerate() {
        let earlier = host.store.dispute_raw_past(&filed.id).await?;
        let whole = Whole {
            dispute: case::dispute(host, filed.id.as_str()).await?,
            receipts: submission::receipts(&host.store, filed.id.as_str()).await?,
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

fn member(text: &mut String, name: &str, value: &impl Serialize) -> Result<()> {
    text.push_str(&format!(",\n\"{name}\": {}", written(value)?));
    Ok(())
}

fn written(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value)
        .map_err(|e| crate::Error::file("writing a case", std::io::Error::other(e)))
}
