//! Acts from the control side.
//!
//! | `act` | members | effect |
//! |---|---|---|
//! | `disputes` | – | ids, statuses and names of all |
//! | `brief` | `dispute` | status, deadline, effects, what was received |
//! | `return` | `dispute`, `days` | documents are awaited again, for so many days |
//! | `decide` | `dispute`, `won` | the analysis ends |
//! | `cancel` | `dispute` | the chargeback is called off |
//! | `other_submit`, `other_accept` | `dispute` | somebody else at the shop acts |
//! | `again` | `dispute`, `deed` (`submit`, `accept`) | what an earlier life of this server had accepted |
//! | `set` | `dispute`, `members` | sets `status`, `description` or anything unknown |
//! | `soft_refusal` | – | the next documents get 200 with `type: false` |
//! | `webhook` | – | the URL and events in force |
//! | `expire_tokens` | – | all tokens run out now |

use serde_json::{Value, json};

use super::CelcoinServer;
use super::model::local_text;

impl CelcoinServer {
    pub(super) fn carry_out(&mut self, act: &Value, at: i64) -> Result<Value, String> {
        match act["act"].as_str().unwrap_or_default() {
            "disputes" => {
                let rows: Vec<Value> = self
                    .books
                    .chargebacks
                    .iter()
                    .map(|row| {
                        json!({"id": row.id.to_string(), "status": row.status, "case": row.case})
                    })
                    .collect();
                return Ok(json!({"disputes": rows}));
            }
            "soft_refusal" => {
                self.soft_refusal = true;
                return Ok(json!({}));
            }
            "webhook" => {
                return Ok(self.books.webhook.as_ref().map_or(
                    Value::Null,
                    |webhook| json!({"url": webhook.url, "events": webhook.events}),
                ));
            }
            "expire_tokens" => {
                self.tokens.expire_all();
                return Ok(json!({}));
            }
            _ => {}
        }
        let id = match &act["dispute"] {
            Value::String(text) => text.parse().unwrap_or(0),
            other => other.as_u64().unwrap_or(0),
        };
        if self.books.find(id).is_none() {
            return Err(format!("no chargeback {id}"));
        }
        self.on_chargeback(act, id, at)?;
        Ok(self.brief(id))
    }

    fn on_chargeback(&mut self, act: &Value, id: u64, at: i64) -> Result<(), String> {
        match act["act"].as_str().unwrap_or_default() {
            "brief" => {}
            "again" if act["deed"] == "submit" && self.books.send(id, at, (1, 0), true) => {}
            "again" if act["deed"] == "accept" && self.books.give_up(id, at, true) => {}
            "return" => {
                let days = act["days"].as_i64().unwrap_or(3);
                if let Some(row) = self.books.find_mut(id) {
                    row.expire = at + days * 86_400;
                }
                self.books.set_status(id, "awaitingDocumentation", at);
            }
            "decide" => {
                let won = act["won"].as_bool().unwrap_or(true);
                let word = if won { "winsDispute" } else { "lostDispute" };
                self.books.set_status(id, word, at);
            }
            "cancel" => self.books.set_status(id, "canceledDispute", at),
            "other_submit" if self.books.send(id, at, (1, 0), true) => {}
            "other_accept" if self.books.give_up(id, at, true) => {}
            "set" => {
                let Value::Object(members) = &act["members"] else {
                    return Err("set wants members".to_owned());
                };
                if let Some(row) = self.books.find_mut(id) {
                    for (name, value) in members {
                        match (name.as_str(), value.as_str()) {
                            ("status", Some(text)) => text.clone_into(&mut row.status),
                            ("description", Some(text)) => text.clone_into(&mut row.description),
                            _ => {
                                row.extra.insert(name.clone(), value.clone());
                            }
                        }
                    }
                }
                self.books.arm(id, at);
                self.books.tell(id);
            }
            other => return Err(format!("{other} is not possible")),
        }
        Ok(())
    }

    fn brief(&self, id: u64) -> Value {
        self.books.find(id).map_or(Value::Null, |row| {
            json!({
                "id": id.to_string(), "status": row.status, "expire": local_text(row.expire),
                "files": row.received.0, "bytes": row.received.1,
                "effects": self.books.effects.get(&id.to_string()),
            })
        })
    }
}
