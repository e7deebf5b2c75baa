//! Payments: charge, payment intent and customer as Stripe shows them (stripe.md §6).

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// A postal address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) line1: String,
    pub(crate) line2: Option<String>,
    pub(crate) postal_code: String,
    pub(crate) city: String,
    pub(crate) state: Option<String>,
    /// ISO 3166, two letters.
    pub(crate) country: String,
}

impl Address {
    pub(crate) fn render(&self) -> Value {
        json!({
            "city": self.city, "country": self.country, "line1": self.line1,
            "line2": self.line2, "postal_code": self.postal_code, "state": self.state,
        })
    }
}

/// Who bought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Buyer {
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) phone: Option<String>,
    pub(crate) address: Address,
    /// The address the order came from.
    pub(crate) ip: String,
    /// The buyer's number in the shop.
    pub(crate) account: String,
}

/// How it was paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Method {
    Card {
        brand: String,
        last4: String,
        fingerprint: String,
        /// Outcome of 3-D Secure, when it was asked.
        three_d_secure: Option<&'static str>,
    },
    Klarna,
}

/// How it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parcel {
    pub(crate) carrier: String,
    pub(crate) tracking: String,
}

/// One payment with everything around it.
#[derive(Debug, Clone)]
pub(crate) struct Charge {
    pub(crate) id: String,
    pub(crate) payment_intent: String,
    pub(crate) customer: String,
    pub(crate) amount: i64,
    pub(crate) amount_refunded: i64,
    pub(crate) currency: String,
    pub(crate) created: i64,
    pub(crate) buyer: Buyer,
    pub(crate) method: Method,
    pub(crate) parcel: Option<Parcel>,
    pub(crate) goods: bool,
    pub(crate) description: String,
    pub(crate) metadata: BTreeMap<String, String>,
    pub(crate) descriptor: String,
    pub(crate) receipt_number: String,
    pub(crate) transaction: String,
    pub(crate) disputed: bool,
}

impl Charge {
    pub(crate) fn refundable(&self) -> i64 {
        self.amount - self.amount_refunded
    }

    fn method(&self) -> Value {
        match &self.method {
            Method::Card {
                brand,
                last4,
                fingerprint,
                three_d_secure,
            } => json!({
                "card": {
                    "brand": brand, "country": self.buyer.address.country,
                    "checks": {"address_line1_check": "pass", "address_postal_code_check": "pass", "cvc_check": "pass"},
                    "exp_month": 8, "exp_year": 2029, "fingerprint": fingerprint, "funding": "credit",
                    "last4": last4, "network": brand,
                    "three_d_secure": three_d_secure.map(|result| json!({
                        "authentication_flow": "challenge", "result": result, "version": "2.2.0",
                    })),
                },
                "type": "card",
            }),
            Method::Klarna => json!({
                "klarna": {
                    "payer_details": {"address": {"country": self.buyer.address.country}},
                    "payment_method_category": "pay_later",
                    "preferred_locale": format!("en-{}", self.buyer.address.country),
                },
                "type": "klarna",
            }),
        }
    }

    fn shipping(&self) -> Value {
        if !self.goods {
            return Value::Null;
        }
        json!({
            "address": self.buyer.address.render(),
            "carrier": self.parcel.as_ref().map(|parcel| &parcel.carrier),
            "name": self.buyer.name, "phone": self.buyer.phone,
            "tracking_number": self.parcel.as_ref().map(|parcel| &parcel.tracking),
        })
    }

    /// The charge as `GET /v1/charges/{id}` shows it.
    pub(crate) fn render(&self) -> Value {
        json!({
            "id": self.id, "object": "charge", "amount": self.amount,
            "amount_captured": self.amount, "amount_refunded": self.amount_refunded,
            "balance_transaction": self.transaction,
            "billing_details": {
                "address": self.buyer.address.render(), "email": self.buyer.email,
                "name": self.buyer.name, "phone": self.buyer.phone, "tax_id": null,
            },
            "calculated_statement_descriptor": self.descriptor, "captured": true,
            "created": self.created, "currency": self.currency, "customer": self.customer,
            "description": self.description, "disputed": self.disputed, "failure_code": null,
            "failure_message": null, "fraud_details": {}, "livemode": false,
            "metadata": self.metadata,
            "outcome": {
                "network_status": "approved_by_network", "reason": null, "risk_level": "normal",
                "seller_message": "Payment complete.", "type": "authorized",
            },
            "paid": true, "payment_intent": self.payment_intent,
            "payment_method_details": self.method(),
            "receipt_email": self.buyer.email, "receipt_number": self.receipt_number,
            "receipt_url": format!("https://receipts.example.com/{}", self.receipt_number),
            "refunded": self.refundable() <= 0, "shipping": self.shipping(),
            "statement_descriptor": self.descriptor, "status": "succeeded",
        })
    }

    /// The payment intent behind the charge.
    pub(crate) fn render_intent(&self) -> Value {
        let kind = match self.method {
            Method::Card { .. } => "card",
            Method::Klarna => "klarna",
        };
        json!({
            "id": self.payment_intent, "object": "payment_intent", "amount": self.amount,
            "amount_received": self.amount, "capture_method": "automatic",
            "created": self.created.saturating_sub(40), "currency": self.currency,
            "customer": self.customer, "description": self.description,
            "latest_charge": self.id, "livemode": false, "metadata": self.metadata,
            "payment_method_types": [kind], "receipt_email": self.buyer.email,
            "shipping": self.shipping(), "statement_descriptor": self.descriptor,
            "status": "succeeded",
        })
    }

    /// The customer who paid.
    pub(crate) fn render_customer(&self) -> Value {
        json!({
            "id": self.customer, "object": "customer", "address": self.buyer.address.render(),
            "created": self.created.saturating_sub(90), "currency": self.currency,
            "email": self.buyer.email, "livemode": false,
            "metadata": {"customer_account_id": self.buyer.account},
            "name": self.buyer.name, "phone": self.buyer.phone, "shipping": null,
        })
    }
}
