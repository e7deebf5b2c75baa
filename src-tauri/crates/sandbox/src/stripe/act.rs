//! Acts from the control side: what banks, Klarna, Stripe and other people at the shop would do.
//!
//! | `act` | members | effect |
//! |---|---|---|
//! | `escalate` | `dispute` | an inquiry becomes a chargeback |
//! | `decide` | `dispute`, `won`, `returned` | the review ends (also from `lost` to won, late); lost with `returned` given back |
//! | `withdraw` | `dispute` | the customer takes an inquiry back: `warning_closed` |
//! | `other_submit`, `other_close`, `other_refund` | `dispute` | somebody else at the shop acts |
//! | `again` | `dispute`, `deed` (`submit`, `accept`, `refund`) | what an earlier life of this server had accepted |
//! | `set` | `dispute`, `members` | sets members of the dispute as they are (status, `due_by`, reason, anything unknown) |
//! | `plan` | `dispute`, `wins`, `escalates`, `appeal`, `smart_packet`, `still` | changes its fate |
//! | `fail_refund` | `refund`, `reason` | a refund turns `failed` |
//! | `key` | `rights` (array, without: all) | a new key, `rk_test_…` or `sk_test_…` |
//! | `expire_key` | `key` | the key runs out |
//! | `new_dispute` | `like` (name of a case), `count` | more disputes come in now |
//! | `brief` | `dispute` | status, deadline, effects |
//! | `disputes` | – | ids and statuses of all |
//! | `warnings` | – | ids of all early fraud warnings, with their charges |
//! | `new_warning` | `days` | a bank warns now of a new payment, which is disputed so many days later, if given |
//! | `dispute_warned` | `warning` | the buyer disputes the payment of a warning now |
//! | `inquire_warned` | `warning` | the bank asks about the payment of a warning, refunded or not; a stale copy calls it refundable |
//! | `refund_warned` | `warning`, `amount` | somebody else at the shop refunds the payment of a warning |

use serde_json::{Value, json};

use super::account::Account;
use super::auth::Rights;
use super::event::Cause;
use super::{StripeServer, sample};

impl StripeServer {
    pub(crate) fn carry_out_act(&mut self, act: &Value, at: i64) -> Result<Value, String> {
        let word = act["act"].as_str().unwrap_or_default();
        match word {
            "key" => return Ok(self.new_key(act)),
            "expire_key" => {
                let key = act["key"].as_str().unwrap_or_default();
                return if self.keys.expire(key) {
                    Ok(json!({}))
                } else {
                    Err("no such key".to_owned())
                };
            }
            _ => {}
        }
        let named = act["account"].as_str().unwrap_or(&self.main).to_owned();
        let account = self
            .accounts
            .get_mut(&named)
            .ok_or_else(|| format!("no account {named}"))?;
        account.cause = Cause::default();
        match word {
            "disputes" => Ok(account.overview()),
            "new_dispute" => {
                let like = act["like"].as_str();
                let count = act["count"].as_u64().unwrap_or(1).min(10_000);
                let ids = sample::add_now(account, like, count, at)?;
                Ok(json!({"ids": ids}))
            }
            "fail_refund" => account.fail_refund(act, at),
            "warnings" => Ok(account.warned_overview()),
            "new_warning" => {
                let id = sample::warn_now(account, at, act["days"].as_i64());
                Ok(json!({"warning": id}))
            }
            "dispute_warned" | "inquire_warned" | "refund_warned" => {
                account.act_on_warning(word, act, at)
            }
            _ => {
                let id = act["dispute"].as_str().unwrap_or_default();
                account
                    .dispute(id)
                    .map_err(|_| format!("no dispute {id}"))?;
                account.act_on(word, id, act, at)?;
                Ok(account.brief(id))
            }
        }
    }

    fn new_key(&mut self, act: &Value) -> Value {
        let rights = match &act["rights"] {
            Value::Array(names) => Rights::Some(
                names
                    .iter()
                    .filter_map(|name| name.as_str().map(ToOwned::to_owned))
                    .collect(),
            ),
            _ => Rights::All,
        };
        let prefix = match rights {
            Rights::All => "sk_test",
            Rights::Some(_) => "rk_test",
        };
        let key = format!("{prefix}_{}", self.chance.letters(24));
        self.keys.add(&key, rights);
        json!({"key": key})
    }
}

impl Account {
    fn overview(&self) -> Value {
        let rows: Vec<Value> = self
            .disputes
            .iter()
            .map(|dispute| {
                json!({
                    "id": dispute.id, "status": dispute.status, "reason": dispute.reason,
                    "charge": dispute.charge, "case": dispute.case,
                })
            })
            .collect();
        json!({"disputes": rows})
    }

    fn warned_overview(&self) -> Value {
        let rows: Vec<Value> = self
            .warnings
            .iter()
            .map(|warning| {
                json!({
                    "id": warning.id, "charge": warning.charge, "case": warning.case,
                    "actionable": warning.actionable,
                })
            })
            .collect();
        json!({"warnings": rows})
    }

    fn act_on_warning(&mut self, word: &str, act: &Value, at: i64) -> Result<Value, String> {
        let id = act["warning"].as_str().unwrap_or_default();
        let warning = self.warning(id).map_err(|_| format!("no warning {id}"))?;
        let charge = warning.charge.clone();
        if word == "refund_warned" {
            self.refund_by_other(&charge, act["amount"].as_i64(), at)?;
            return Ok(json!({}));
        }
        if word == "inquire_warned" {
            let dispute = self.inquire_warned(id, at);
            return Ok(json!({"dispute": dispute}));
        }
        let dispute = self.dispute_warned(id, at);
        dispute.map_or_else(
            || Err(format!("{id} can't be disputed any more")),
            |id| Ok(json!({"dispute": id})),
        )
    }

    /// Somebody else with access to the account gives money back.
    pub(crate) fn refund_by_other(
        &mut self,
        charge: &str,
        amount: Option<i64>,
        at: i64,
    ) -> Result<(), String> {
        let rest = self
            .charges
            .get(charge)
            .map_or(0, super::charge::Charge::refundable);
        let amount = amount.unwrap_or(rest).min(rest);
        if amount <= 0 {
            return Err("nothing is left to refund".to_owned());
        }
        self.book_refund(charge, amount, None, std::collections::BTreeMap::new(), at);
        self.settle_by_refund(charge, amount, at, true);
        Ok(())
    }

    fn act_on(&mut self, word: &str, id: &str, act: &Value, at: i64) -> Result<(), String> {
        match word {
            "escalate" => self.escalate(id, at),
            "decide" if act["returned"].as_i64().is_some_and(|minor| minor > 0) => {
                self.lose_in_part(id, at, act["returned"].as_i64().unwrap_or_default());
            }
            "decide" => self.decide(id, at, act["won"].as_bool().unwrap_or(true)),
            "withdraw" => self.settle_inquiry(id, at),
            "other_submit" | "other_close" | "other_refund" => {
                let deed = word.trim_start_matches("other_");
                return self.other_does(deed, id, at);
            }
            "again" => {
                let deed = match act["deed"].as_str().unwrap_or_default() {
                    "accept" => "close",
                    other => other,
                };
                return self.other_does(deed, id, at);
            }
            "set" => self.set_members(id, &act["members"], at)?,
            "plan" => self.change_plan(id, act),
            "brief" => {}
            other => return Err(format!("no act {other}")),
        }
        Ok(())
    }

    /// Somebody else with access to the account does it, if it is possible.
    pub(crate) fn other_does(&mut self, deed: &str, id: &str, at: i64) -> Result<(), String> {
        let dispute = self.dispute(id).map_err(|_| format!("no dispute {id}"))?;
        let (status, charge) = (dispute.status.clone(), dispute.charge.clone());
        let amount = dispute.amount;
        let refundable = dispute.refundable;
        match deed {
            "submit" if status.ends_with("needs_response") => self.submit(id, at, "manual", true),
            "close" if matches!(status.as_str(), "needs_response" | "appeal_needs_response") => {
                self.close(id, at, true);
            }
            "refund" if refundable => {
                self.refund_by_other(&charge, Some(amount), at)?;
            }
            _ => return Err(format!("{deed} is not possible while {status}")),
        }
        Ok(())
    }

    fn set_members(&mut self, id: &str, members: &Value, at: i64) -> Result<(), String> {
        let Value::Object(members) = members else {
            return Err("set wants members".to_owned());
        };
        let before = self
            .dispute(id)
            .map(|dispute| self.render_dispute(dispute, at))
            .unwrap_or_default();
        if let Some(dispute) = self.dispute_mut(id) {
            for (name, value) in members {
                match (name.as_str(), value) {
                    ("status", Value::String(text)) => dispute.status.clone_from(text),
                    ("reason", Value::String(text)) => dispute.reason.clone_from(text),
                    ("due_by", value) => dispute.due_by = value.as_i64(),
                    ("is_charge_refundable", Value::Bool(yes)) => dispute.refundable = *yes,
                    ("past_due", Value::Bool(yes)) => dispute.past_due = *yes,
                    ("intended_submission_method", value) => {
                        dispute.intended = value.as_str().map(ToOwned::to_owned);
                    }
                    ("amount", Value::Number(number)) => {
                        dispute.amount = number.as_i64().unwrap_or(dispute.amount);
                    }
                    _ => {
                        dispute.extra.insert(name.clone(), value.clone());
                    }
                }
            }
        }
        self.record_dispute("charge.dispute.updated", id, at, &before);
        self.arm(id);
        Ok(())
    }

    fn change_plan(&mut self, id: &str, act: &Value) {
        if let Some(dispute) = self.dispute_mut(id) {
            let plan = &mut dispute.plan;
            for (name, place) in [
                ("wins", &mut plan.wins),
                ("escalates", &mut plan.escalates),
                ("appeal", &mut plan.appeal),
                ("smart_packet", &mut plan.smart_packet),
                ("still", &mut plan.still),
                ("loss_code_late", &mut plan.loss_code_late),
            ] {
                if let Some(yes) = act[name].as_bool() {
                    *place = yes;
                }
            }
        }
    }

    fn fail_refund(&mut self, act: &Value, at: i64) -> Result<Value, String> {
        let id = act["refund"].as_str().unwrap_or_default();
        let reason = act["reason"]
            .as_str()
            .unwrap_or("charge_for_pending_refund_disputed");
        let Some(refund) = self.refunds.iter_mut().find(|refund| refund.id == id) else {
            return Err(format!("no refund {id}"));
        };
        refund.status = "failed".into();
        refund.failure_reason = Some(reason.to_owned());
        let (charge, amount, body) = (refund.charge.clone(), refund.amount, refund.render());
        if let Some(charge) = self.charges.get_mut(&charge) {
            charge.amount_refunded -= amount;
        }
        self.record("refund.failed", at, &body, None);
        self.review_warnings(&charge, at);
        Ok(body)
    }
}
