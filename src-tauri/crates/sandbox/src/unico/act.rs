//! Acts from the control side.
//!
//! | `act` | members | effect |
//! |---|---|---|
//! | `transactions` | – | ids, statuses, names and analyses of all |
//! | `decide` | `transaction`, `status` | the analysis takes this status |
//! | `again` | `dispute` (the transaction), `id` | an analysis that an earlier life of this server had accepted |
//! | `set` | `transaction`, `status` | the transaction takes this status |
//! | `plan` | `transaction`, `granted` | changes how the analysis will end |
//! | `allow` | `allowed` | the service account may ask for analyses, or not |
//! | `active` | `active` | the application is switched on or off |
//! | `expire_tokens` | – | all tokens run out now |

use serde_json::{Value, json};

use super::UnicoServer;
use super::model::Analysis;

impl UnicoServer {
    pub(super) fn carry_out(&mut self, act: &Value, at: i64) -> Result<Value, String> {
        let word = act["act"].as_str().unwrap_or_default();
        match word {
            "transactions" => return Ok(self.overview(at)),
            "allow" => self.allowed = act["allowed"].as_bool().unwrap_or(true),
            "active" => self.active = act["active"].as_bool().unwrap_or(true),
            "expire_tokens" => self.tokens.expire_all(),
            "again" => {
                let text = |name: &str| act[name].as_str().unwrap_or_default().to_owned();
                if self.books.find(&text("dispute")).is_none() {
                    return Err("no such transaction".to_owned());
                }
                let analysis = Analysis {
                    id: text("id"),
                    requested: at,
                    documents: 1,
                    forced: None,
                };
                self.books.begin(&text("dispute"), analysis, true);
            }
            _ => {
                let id = act["transaction"].as_str().unwrap_or_default();
                let found = self
                    .books
                    .find_mut(id)
                    .ok_or_else(|| format!("no transaction {id}"))?;
                let status = act["status"].as_str().map(ToOwned::to_owned);
                match (word, status) {
                    ("decide", Some(status)) => {
                        let analysis = found.analysis.as_mut();
                        analysis.ok_or("no analysis was asked for")?.forced = Some(status);
                    }
                    ("set", Some(status)) => found.status = status,
                    ("plan", _) => found.granted = act["granted"].as_bool().unwrap_or(true),
                    _ => return Err(format!("{word} is not possible")),
                }
            }
        }
        Ok(json!({}))
    }

    fn overview(&self, at: i64) -> Value {
        let rows: Vec<Value> = self
            .books
            .transactions
            .iter()
            .map(|found| {
                let analysis = found.analysis.as_ref().map(|analysis| {
                    json!({
                        "id": analysis.id, "status": found.analysis_status(at),
                        "documents": analysis.documents,
                    })
                });
                json!({
                    "id": found.id, "status": found.status, "case": found.case,
                    "analysis": analysis,
                })
            })
            .collect();
        json!({"transactions": rows})
    }
}
