//! Expansion: ids in an answer replaced by the objects they name (stripe.md §2, §6).

use serde_json::Value;

use super::account::Account;
use super::auth::Rights;
use super::error::Refusal;

/// Deepest expansion.
const DEEPEST: usize = 4;

/// Replaces ids by objects as `expand[]` asks.
pub(crate) struct Expansion<'a> {
    pub(crate) account: &'a Account,
    pub(crate) rights: &'a Rights,
    pub(crate) now: i64,
    /// The address under which file contents are served.
    pub(crate) base: &'a str,
}

impl Expansion<'_> {
    /// Applies every path.
    pub(crate) fn apply(&self, body: &mut Value, paths: &[String]) -> Result<(), Refusal> {
        for path in paths {
            let parts: Vec<&str> = path.split('.').collect();
            let depth = parts.iter().filter(|part| **part != "data").count();
            if depth > DEEPEST {
                return Err(Refusal::bad_param(
                    "expand",
                    format!("You cannot expand more than {DEEPEST} levels of a property."),
                ));
            }
            self.walk(body, &parts, path)?;
        }
        Ok(())
    }

    fn walk(&self, value: &mut Value, parts: &[&str], path: &str) -> Result<(), Refusal> {
        let Some((first, rest)) = parts.split_first() else {
            return Ok(());
        };
        match value {
            Value::Array(items) => items
                .iter_mut()
                .try_for_each(|item| self.walk(item, parts, path)),
            Value::Null => Ok(()),
            Value::Object(members) => {
                let Some(member) = members.get_mut(*first) else {
                    return Err(cannot(path));
                };
                match member {
                    Value::String(id) => match self.find(id)? {
                        Some(object) => *member = object,
                        None => return Err(cannot(path)),
                    },
                    Value::Array(items) => {
                        for item in items {
                            if let Value::String(id) = item
                                && let Some(object) = self.find(id)?
                            {
                                *item = object;
                            }
                        }
                    }
                    Value::Object(_) | Value::Null => {}
                    _ => return Err(cannot(path)),
                }
                self.walk(member, rest, path)
            }
            _ => Err(cannot(path)),
        }
    }

    /// The object an id names, if this key may read it.
    fn find(&self, id: &str) -> Result<Option<Value>, Refusal> {
        let account = self.account;
        let (prefix, _) = id.split_once('_').unwrap_or((id, ""));
        let right = match prefix {
            "ch" | "py" | "re" | "pyr" => "charge_read",
            "pi" => "payment_intent_read",
            "cus" => "customer_read",
            "txn" => "balance_transaction_source_read",
            "du" | "dp" => "dispute_read",
            "file" => "file_read",
            _ => return Ok(None),
        };
        self.rights.need(right, &account.id)?;
        Ok(match prefix {
            "ch" | "py" => account.charges.get(id).map(super::charge::Charge::render),
            "re" | "pyr" => account
                .refunds
                .iter()
                .find(|refund| refund.id == id)
                .map(super::object::Refund::render),
            "pi" => account
                .charge_of_intent(id)
                .map(super::charge::Charge::render_intent),
            "cus" => account
                .charge_of_customer(id)
                .map(super::charge::Charge::render_customer),
            "txn" => account
                .transaction(id)
                .map(|transaction| transaction.render(self.now)),
            "file" => account.file(id).map(|file| file.render(self.base)),
            _ => account
                .dispute(id)
                .ok()
                .map(|dispute| account.render_dispute(dispute, self.now)),
        })
    }
}

fn cannot(path: &str) -> Refusal {
    Refusal::bad_param(
        "expand",
        format!("This property cannot be expanded ({path})."),
    )
}
