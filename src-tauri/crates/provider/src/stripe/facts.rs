//! Who bought what, from the expanded charge and from the evidence that lies at Stripe. Pure.

use super::money::from_stripe;
use crate::lenient::Fields;
use tvist_domain::clock::from_unix;
use tvist_domain::dispute::{Customer, Order, Transaction};

/// Where shops keep the number of the order, in the metadata of a payment. Most wanted first.
const ORDER_KEYS: [&str; 9] = [
    "order_id",
    "order_number",
    "order_no",
    "order_reference",
    "order",
    "orderid",
    "order_key",
    "reference",
    "invoice_number",
];

/// The buyer: as the charge has it, else as the evidence at Stripe has it.
pub(super) fn customer(dispute: Fields<'_>) -> Customer {
    let charge = |path: &str| dispute.child("charge").and_then(|c| c.text(path));
    let evidence = |path: &str| dispute.child("evidence").and_then(|e| e.text(path));
    let billing = dispute
        .child("charge")
        .and_then(|c| c.child("billing_details"));
    let name = billing
        .and_then(|b| b.text("name"))
        .or_else(|| charge("customer.name"))
        .or_else(|| evidence("customer_name"));
    let email = billing
        .and_then(|b| b.text("email"))
        .or_else(|| charge("receipt_email"))
        .or_else(|| charge("customer.email"))
        .or_else(|| evidence("customer_email_address"));
    Customer {
        name,
        email,
        phone: billing
            .and_then(|b| b.text("phone"))
            .or_else(|| charge("shipping.phone"))
            .or_else(|| charge("customer.phone")),
        billing_address: billing
            .and_then(|b| b.child("address"))
            .and_then(address)
            .or_else(|| evidence("billing_address")),
        document: None,
    }
}

/// The order, with its shipment.
pub(super) fn order(dispute: Fields<'_>) -> Order {
    let charge = dispute.child("charge");
    let text = |path: &str| charge.and_then(|c| c.text(path));
    let evidence = |path: &str| dispute.child("evidence").and_then(|e| e.text(path));
    Order {
        reference: charge
            .and_then(|c| c.child("metadata"))
            .and_then(order_number)
            .or_else(|| {
                dispute
                    .child("payment_intent")
                    .and_then(|p| p.child("metadata"))
                    .and_then(order_number)
            })
            .or_else(|| dispute.child("metadata").and_then(order_number)),
        description: text("description").or_else(|| evidence("product_description")),
        shipping_name: text("shipping.name"),
        shipping_address: charge
            .and_then(|c| c.child("shipping.address"))
            .and_then(address)
            .or_else(|| evidence("shipping_address")),
        carrier: text("shipping.carrier").or_else(|| evidence("shipping_carrier")),
        tracking_number: text("shipping.tracking_number")
            .or_else(|| evidence("shipping_tracking_number")),
        receipt_url: text("receipt_url").filter(|url| url.starts_with("https://")),
    }
}

/// The payment.
pub(super) fn transaction(dispute: Fields<'_>) -> Transaction {
    let charge = dispute.child("charge");
    let text = |path: &str| charge.and_then(|c| c.text(path));
    let money = |path: &str| {
        let charge = charge?;
        Some(from_stripe(charge.minor(path)?, &charge.text("currency")?))
    };
    let secure = charge.and_then(|c| c.child("payment_method_details.card.three_d_secure"));
    Transaction {
        id: dispute.id("charge"),
        parent_id: dispute
            .id("payment_intent")
            .or_else(|| charge.and_then(|c| c.id("payment_intent"))),
        at: charge.and_then(|c| c.int("created")).and_then(from_unix),
        amount: money("amount"),
        refunded: money("amount_refunded"),
        card_brand: text("payment_method_details.card.brand")
            .or_else(|| dispute.text("payment_method_details.card.brand"))
            .filter(|brand| brand != "unknown"),
        card_last4: text("payment_method_details.card.last4"),
        statement_text: text("calculated_statement_descriptor")
            .or_else(|| text("statement_descriptor")),
        authentication: secure.and_then(authentication),
        ..Transaction::default()
    }
}

fn order_number(metadata: Fields<'_>) -> Option<String> {
    ORDER_KEYS
        .iter()
        .find_map(|wanted| metadata.text(wanted))
        .or_else(|| {
            // Some shops write `Order ID` or `orderId`.
            let all = metadata.value().as_object()?;
            all.keys()
                .find(|key| {
                    let flat = key.to_lowercase().replace([' ', '-', '_'], "");
                    ORDER_KEYS
                        .iter()
                        .any(|wanted| wanted.replace('_', "") == flat)
                })
                .and_then(|key| Fields::exact(all.get(key)?).own_text())
        })
}

/// `authenticated (3-D Secure 2.2.0)`: Stripe's word for the result and the version.
fn authentication(secure: Fields<'_>) -> Option<String> {
    let result = secure.text("result");
    let version = secure.text("version");
    match (result, version) {
        (Some(result), Some(version)) => Some(format!("{result} (3-D Secure {version})")),
        (Some(result), None) => Some(format!("{result} (3-D Secure)")),
        (None, Some(version)) => Some(format!("3-D Secure {version}")),
        (None, None) => None,
    }
}

/// An address on one line: street, postal code and city, state, country.
fn address(address: Fields<'_>) -> Option<String> {
    let text = |path| address.text(path);
    let city = [text("postal_code"), text("city")]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ");
    let parts = [
        text("line1"),
        text("line2"),
        (!city.is_empty()).then_some(city),
        text("state"),
        text("country"),
    ];
    let line = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    (!line.is_empty()).then_some(line)
}
