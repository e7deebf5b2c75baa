//! Acts from the control side.
//!
//! | `act` | members | effect |
//! |---|---|---|
//! | `disputes` | – | ids, statuses and names of all |
//! | `brief` | `dispute` | status, day, effects |
//! | `return` | `dispute` | Clearhaus's staff sends the answer back |
//! | `decide` | `dispute`, `won` | the issuer decides |
//! | `other_stamp` | `dispute`, `stamp` | somebody else at the shop stamps |
//! | `again` | `dispute`, `deed` (`submit`, `accept`), `files` (`id`, `name`) | what an earlier life of this server had accepted |
//! | `set` | `dispute`, `members` | sets `status`, `due_at`, `reason`, or anything unknown |
//! | `plan` | `dispute`, `wins`, `returns` | changes its fate |
//! | `allow_disputes` | `allowed` | the client may see disputes, or not |
//! | `expire_tokens` | – | all tokens run out now |

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::ClearhausServer;
use super::model::Document;
use crate::paper::letter;

impl ClearhausServer {
    pub(super) fn carry_out(&mut self, act: &Value, at: i64) -> Result<Value, String> {
        match act["act"].as_str().unwrap_or_default() {
            "disputes" => {
                let rows: Vec<Value> = self
                    .books
                    .disputes
                    .iter()
                    .map(|dispute| {
                        json!({"id": dispute.id, "status": dispute.status, "case": dispute.case})
                    })
                    .collect();
                return Ok(json!({"disputes": rows}));
            }
            "allow_disputes" => {
                self.disputes_allowed = act["allowed"].as_bool().unwrap_or(true);
                return Ok(json!({}));
            }
            "expire_tokens" => {
                self.tokens.expire_all();
                return Ok(json!({}));
            }
            _ => {}
        }
        let id = act["dispute"].as_str().unwrap_or_default();
        if self.books.dispute(id).is_none() {
            return Err(format!("no dispute {id}"));
        }
        self.on_dispute(act, id, at)?;
        Ok(self.books.brief(id))
    }

    fn on_dispute(&mut self, act: &Value, id: &str, at: i64) -> Result<(), String> {
        match act["act"].as_str().unwrap_or_default() {
            "brief" => {}
            "return" => self.books.send_back(id, at, &mut self.chance),
            "decide" => {
                let won = act["won"].as_bool().unwrap_or(true);
                self.books
                    .set_status(id, if won { "won" } else { "lost" }, at);
            }
            "other_stamp" => {
                let stamp = act["stamp"].as_str().unwrap_or("refuted");
                if !self.books.stamp(id, stamp, at, true) {
                    return Err(format!("{stamp} cannot be set now"));
                }
            }
            "again" => self.stamp_again(act, id, at)?,
            "plan" => {
                if let Some(dispute) = self.books.dispute_mut(id) {
                    dispute.wins = act["wins"].as_bool().unwrap_or(dispute.wins);
                    dispute.returns = act["returns"].as_bool().unwrap_or(dispute.returns);
                }
            }
            "set" => self.set_members(id, &act["members"], at)?,
            other => return Err(format!("no act {other}")),
        }
        Ok(())
    }

    /// The documents lie there again under their old ids, then the stamp is set.
    fn stamp_again(&mut self, act: &Value, id: &str, at: i64) -> Result<(), String> {
        let stamp = match act["deed"].as_str().unwrap_or_default() {
            "submit" => "refuted",
            "accept" => "accepted",
            other => return Err(format!("{other} is not possible")),
        };
        for file in act["files"].as_array().into_iter().flatten() {
            let text = |name: &str| file[name].as_str().unwrap_or_default().to_owned();
            let bytes = letter(&["Sent in an earlier session of practice."]);
            self.books.documents.push(Document {
                id: text("id"),
                dispute: id.to_owned(),
                label: "merchant documentation".into(),
                name: text("name"),
                content_type: "application/pdf".into(),
                size: Some(bytes.len() as u64),
                bytes: Some(bytes.into()),
                own: true,
                upload_until: 0,
                signature: String::new(),
            });
        }
        if self.books.stamp(id, stamp, at, true) {
            Ok(())
        } else {
            Err(format!("{stamp} cannot be set now"))
        }
    }

    fn set_members(&mut self, id: &str, members: &Value, at: i64) -> Result<(), String> {
        let Value::Object(members) = members else {
            return Err("set wants members".to_owned());
        };
        if let Some(dispute) = self.books.dispute_mut(id) {
            for (name, value) in members {
                match (name.as_str(), value.as_str()) {
                    ("status", Some(text)) => text.clone_into(&mut dispute.status),
                    ("reason", Some(text)) => text.clone_into(&mut dispute.reason),
                    ("due_at", Some(text)) => {
                        dispute.due = NaiveDate::parse_from_str(text, "%Y-%m-%d")
                            .map_err(|error| error.to_string())?;
                    }
                    _ => {
                        dispute.extra.insert(name.clone(), value.clone());
                    }
                }
            }
        }
        self.books.arm(id, at);
        Ok(())
    }
}
