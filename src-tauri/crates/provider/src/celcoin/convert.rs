//! From Celcoin's objects to ours. What a case is about isn't told, so it stays unknown (celcoin.md §2.3).

use super::wire::{self, Chargeback};
use crate::lenient::Fields;
use serde_json::Value;
use tvist_domain::clock::Timestamp;
use tvist_domain::dispute::{
    AutoAnswer, Customer, Dispute, DueDate, FeeConsent, Method, Order, Transaction,
};
use tvist_domain::rules::celcoin::ZONE;
use tvist_domain::{Category, Money, Provider, Reason, Stage, Status};

/// Everything is in Brazilian reals (§2.3).
const CURRENCY: &str = "BRL";

/// What the charge and the transaction tell about a chargeback (§2.6); nothing where they couldn't be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Facts {
    pub customer: Customer,
    pub at: Option<Timestamp>,
    pub amount: Option<Money>,
    pub card_brand: Option<String>,
    pub card_last4: Option<String>,
    /// The acquirer's id of the transaction (`tid`).
    pub acquirer_reference: Option<String>,
}

impl Facts {
    /// Those that an earlier reading of the same case has.
    pub(super) fn known(dispute: &Dispute) -> Self {
        let transaction = &dispute.transaction;
        Self {
            customer: dispute.customer.clone(),
            at: transaction.at,
            amount: transaction.amount.clone(),
            card_brand: transaction.card_brand.clone(),
            card_last4: transaction.card_last4.clone(),
            acquirer_reference: transaction.acquirer_reference.clone(),
        }
    }

    /// Those of a transaction, with the charge around it where there is one.
    pub(super) fn read(transaction: &Value, charge: Option<&Value>) -> Self {
        let fields = Fields::any_case(transaction);
        let around = charge.map(Fields::any_case);
        let customer = around.or(Some(fields)).and_then(|f| f.child("Customer"));
        let anywhere = |name: &str| {
            charge
                .into_iter()
                .chain([transaction])
                .find_map(|v| find(v, name, 4))
        };
        let brand = anywhere("brand").and_then(|brand| match brand {
            Value::String(text) => Some(text.clone()),
            other => {
                let fields = Fields::any_case(other);
                fields.text("name").or_else(|| fields.text("id"))
            }
        });
        Self {
            customer: customer.map(buyer).unwrap_or_default(),
            at: fields.text("payday").as_deref().and_then(wire::instant),
            amount: fields
                .minor("value")
                .map(|cents| Money::new(cents, CURRENCY)),
            card_brand: brand
                .map(|b| b.trim().to_lowercase())
                .filter(|b| !b.is_empty()),
            card_last4: anywhere("number").and_then(Value::as_str).and_then(last4),
            acquirer_reference: fields.text("tid"),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

fn buyer(customer: Fields<'_>) -> Customer {
    let email = match customer.get("emails") {
        Some(Value::Array(emails)) => emails.first().and_then(Value::as_str).map(str::to_owned),
        _ => customer.text("email"),
    };
    Customer {
        name: customer.text("name"),
        document: customer.text("document"),
        email,
        ..Customer::default()
    }
}

/// A member of this name, this deep or less.
fn find<'a>(value: &'a Value, name: &str, depth: u8) -> Option<&'a Value> {
    if let Some(found) = Fields::any_case(value).get(name) {
        return Some(found);
    }
    let inner: Vec<&Value> = match value {
        Value::Object(object) => object.values().collect(),
        Value::Array(array) => array.iter().collect(),
        _ => return None,
    };
    let deeper = depth.checked_sub(1)?;
    inner.into_iter().find_map(|v| find(v, name, deeper))
}

/// The last four digits of a masked card number; never more of it.
fn last4(number: &str) -> Option<String> {
    let tail = number.trim().get(number.trim().len().checked_sub(4)?..)?;
    tail.bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| tail.to_owned())
}

/// A chargeback as our case. `seen` stands in for a time of creation that isn't told.
///
/// # Errors
/// What the record lacks; it is told of as skipped then.
pub(super) fn dispute(
    raw: &Value,
    facts: &Facts,
    live: bool,
    seen: Timestamp,
) -> Result<Dispute, &'static str> {
    let read = Chargeback::read(raw)?;
    Ok(Dispute {
        provider: Provider::Celcoin,
        provider_id: read.galax_pay_id,
        reference: read.process,
        stage: Stage::Chargeback,
        status: status(&read.status),
        provider_status: read.status,
        method: Method::Card,
        network: facts.card_brand.clone(),
        reason: Reason {
            category: Category::Unknown,
            // Its free text is the only word about the reason that there is.
            provider_code: read.description,
            network_code: None,
        },
        amount: Money::new(read.value, CURRENCY),
        opened_at: read.created_at.unwrap_or(seen),
        due: read.expire.map_or(DueDate::NotGiven, DueDate::At),
        refundable: false,
        submission_count: u32::from(read.documents.is_some()),
        documents_sent_at: read.documents.as_deref().and_then(wire::instant),
        past_due: false,
        live,
        customer: facts.customer.clone(),
        order: Order {
            reference: read.bill.my_id.or_else(|| read.transaction.my_id.clone()),
            ..Order::default()
        },
        transaction: Transaction {
            id: read.transaction.galax_pay_id,
            parent_id: read.bill.galax_pay_id,
            at: facts.at,
            amount: facts.amount.clone(),
            card_brand: facts.card_brand.clone(),
            card_last4: facts.card_last4.clone(),
            acquirer_reference: facts.acquirer_reference.clone(),
            ..Transaction::default()
        },
        movements: Vec::new(),
        refunds: Vec::new(),
        money_read: None,
        loss_code: None,
        fee_consent: FeeConsent::NotNeeded,
        auto_answer: AutoAnswer::NotOffered,
        marker: None,
        staged_texts: Vec::new(),
        staged_files: Vec::new(),
        special_evidence: Vec::new(),
        zone: ZONE.name().to_owned(),
        offered: Vec::new(),
        // Counted where readings are compared: one reading doesn't tell.
        returns: 0,
        wallet: None,
        answered_by: None,
        own_packet: None,
        zone_assumed: false,
        expires_on: None,
        partial: None,
        raw: read.raw.clone(),
    })
}

/// Overview §5.
fn status(word: &str) -> Status {
    match word {
        "awaitingDocumentation" => Status::NeedsResponse,
        "inAnalysis" => Status::UnderReview,
        "winsDispute" => Status::Won,
        "lostDispute" => Status::Lost,
        "canceledDispute" => Status::Cancelled,
        _ => Status::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn sample() -> Value {
        json!({
            "galaxPayId": 90311, "createdAt": "2025-06-02 10:14:09", "expire": "2025-06-06 00:00:00",
            "process": "7700190045512", "value": 25990, "status": "awaitingDocumentation",
            "description": "Titular nao reconhece a compra", "DocumentsChargeback": null,
            "Transaction": {"galaxPayId": 660127, "myId": "pedido-8841-1"},
            "PaymentBill": {"galaxPayId": 512094, "myId": "pedido-8841"}
        })
    }

    fn read(raw: &Value) -> Dispute {
        dispute(
            raw,
            &Facts::default(),
            true,
            "2025-06-03T00:00:00Z".parse().unwrap(),
        )
        .unwrap()
    }

    #[test]
    fn the_page_s_sample_is_read_whole() {
        let case = read(&sample());
        assert_eq!(case.provider_id, "90311");
        assert_eq!(case.reference.as_deref(), Some("7700190045512"));
        assert_eq!(case.amount, Money::new(25_990, "BRL"));
        assert_eq!(case.status, Status::NeedsResponse);
        assert_eq!(
            case.opened_at,
            "2025-06-02T13:14:09Z".parse::<Timestamp>().unwrap()
        );
        assert_eq!(
            case.due,
            DueDate::At("2025-06-06T03:00:00Z".parse().unwrap())
        );
        assert_eq!(case.zone, "America/Sao_Paulo");
        assert_eq!(case.reason.category, Category::Unknown);
        assert_eq!(
            case.reason.provider_code.as_deref(),
            Some("Titular nao reconhece a compra")
        );
        assert_eq!(case.submission_count, 0);
        assert_eq!(case.transaction.id.as_deref(), Some("660127"));
        assert_eq!(case.order.reference.as_deref(), Some("pedido-8841"));
    }

    #[test]
    fn names_are_matched_whatever_their_case() {
        let raw = json!({
            "galaxpayid": "47", "createdat": "2023-11-21 15:33:55", "Expire": "2023-11-25 00:00:00", "VALUE": "300",
            "status": "inAnalysis", "documentschargeback": {"createdat": "2023-11-22 15:33:55"},
            "transaction": {"galaxpayid": 475, "myid": "T-475"}
        });
        let case = read(&raw);
        assert_eq!((case.provider_id.as_str(), case.amount.minor), ("47", 300));
        assert_eq!(case.submission_count, 1);
        assert_eq!(case.order.reference.as_deref(), Some("T-475"));
    }

    #[test]
    fn words_have_their_meaning_and_unknown_ones_are_kept() {
        for (word, expected) in [
            ("awaitingDocumentation", Status::NeedsResponse),
            ("inAnalysis", Status::UnderReview),
            ("winsDispute", Status::Won),
            ("lostDispute", Status::Lost),
            ("canceledDispute", Status::Cancelled),
            ("secondRound", Status::Unknown),
        ] {
            let mut raw = sample();
            raw["status"] = json!(word);
            let case = read(&raw);
            assert_eq!(
                (case.status, case.provider_status.as_str()),
                (expected, word)
            );
        }
    }

    #[test]
    fn nulls_don_t_hide_a_case() {
        let raw = json!({"galaxPayId": 1, "value": 5, "createdAt": null, "expire": null, "process": null, "status": null,
            "description": null, "DocumentsChargeback": [], "Transaction": null, "PaymentBill": "odd", "new": 1});
        let case = read(&raw);
        assert_eq!(
            (case.status, case.due),
            (Status::Unknown, DueDate::NotGiven)
        );
        assert_eq!(case.submission_count, 0);
        assert!(
            dispute(
                &json!({"galaxPayId": 1}),
                &Facts::default(),
                true,
                case.opened_at
            )
            .is_err()
        );
        assert!(
            dispute(
                &json!({"value": 1}),
                &Facts::default(),
                true,
                case.opened_at
            )
            .is_err()
        );
    }

    #[test]
    fn dates_come_in_several_forms() {
        for (text, expected) in [
            ("2025-06-06 00:00:00", Some("2025-06-06T03:00:00Z")),
            ("2025-06-06", Some("2025-06-06T03:00:00Z")),
            ("2025-06-06T01:02:03-03:00", Some("2025-06-06T04:02:03Z")),
            ("0000-00-00 00:00:00", None),
            ("soon", None),
        ] {
            assert_eq!(
                wire::instant(text),
                expected.map(|e| e.parse().unwrap()),
                "{text}"
            );
        }
    }

    #[test]
    fn the_charge_tells_who_bought() {
        let charge = json!({
            "galaxPayId": 512094, "Customer": {"name": "Ana Exemplo", "document": "52998224725", "emails": ["ana@example.test"]},
            "PaymentMethodCreditCard": {"Card": {"number": "4111 **** **** 0004", "brand": {"id": "visa", "name": "Visa"}}},
            "Transactions": [{"galaxPayId": 660127, "value": 25990, "payday": "2025-05-20", "tid": "tid-demo-660127"}]
        });
        let facts = Facts::read(&charge["Transactions"][0], Some(&charge));
        assert_eq!(facts.customer.name.as_deref(), Some("Ana Exemplo"));
        assert_eq!(facts.customer.email.as_deref(), Some("ana@example.test"));
        assert_eq!(facts.card_brand.as_deref(), Some("visa"));
        assert_eq!(facts.card_last4.as_deref(), Some("0004"));
        assert_eq!(facts.amount, Some(Money::new(25_990, "BRL")));
        assert_eq!(facts.acquirer_reference.as_deref(), Some("tid-demo-660127"));
        assert!(Facts::read(&json!({}), None).is_empty());
    }
}
