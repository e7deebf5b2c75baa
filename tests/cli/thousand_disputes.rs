//! A thousand disputes of every kind, from a server that is slow and broken: each one's JSON against a table that was
//! written down from the provider's document, not from the program.

use std::time::Duration;

use serde_json::{Value, json};
use tvist_engine::clock::SystemClock;
use tvist_engine::domain::clock::{Clock, from_unix, rfc3339};
use tvist_tests::Tvist;

use crate::support::listing::{Listing, Trouble};
use crate::support::shop::{list, word};

const DAY: i64 = 86_400;
const HOUR: i64 = 3_600;
const COUNT: usize = 1_000;

/// stripe.md §4: word, stage, status, next step while it can be answered, what silence does. `case` stands for the
/// chargeback or compliance stage (§11.2).
const STATUSES: [(&str, &str, &str, &str, &str); 13] = [
    (
        "warning_needs_response",
        "inquiry",
        "needs_response",
        "answer",
        "may_escalate",
    ),
    (
        "warning_under_review",
        "inquiry",
        "under_review",
        "wait",
        "closes",
    ),
    ("warning_closed", "inquiry", "closed", "none", "none"),
    ("needs_response", "case", "needs_response", "answer", "lost"),
    ("under_review", "case", "under_review", "wait", "none"),
    (
        "appeal_needs_response",
        "pre_arbitration",
        "needs_response",
        "answer",
        "lost",
    ),
    (
        "appeal_under_review",
        "pre_arbitration",
        "under_review",
        "wait",
        "none",
    ),
    ("won", "case", "won", "none", "none"),
    ("lost", "case", "lost", "none", "none"),
    ("prevented", "prevented", "prevented", "none", "none"),
    // Words that nobody knows yet (§1 rule 6).
    ("on_hold", "unknown", "unknown", "look", "unknown"),
    ("needs_magic", "unknown", "unknown", "look", "unknown"),
    ("", "unknown", "unknown", "look", "unknown"),
];

/// stripe.md §5: Stripe's word and our category; what belongs to bank debits only falls under `general`.
const REASONS: [(&str, &str); 11] = [
    ("credit_not_processed", "credit_not_processed"),
    ("duplicate", "duplicate"),
    ("fraudulent", "fraudulent"),
    ("general", "general"),
    ("noncompliant", "noncompliant"),
    ("product_not_received", "product_not_received"),
    ("product_unacceptable", "product_unacceptable"),
    ("subscription_canceled", "subscription_canceled"),
    ("unrecognized", "unrecognized"),
    ("insufficient_funds", "general"),
    ("bad_weather", "unknown"),
];

/// stripe.md §3: the type, the member that is filled, and the network that a case of it belongs to.
const METHODS: [(&str, &str, Option<&str>); 10] = [
    ("card", "visa", Some("visa")),
    ("card", "mastercard", Some("mastercard")),
    ("card", "amex", Some("amex")),
    ("card", "cartes_bancaires", Some("cartes_bancaires")),
    ("card", "a_new_network", Some("a_new_network")),
    ("klarna", "goods_not_received", Some("klarna")),
    ("klarna", "return", Some("klarna")),
    ("paypal", "INR", Some("paypal")),
    ("amazon_pay", "claim", Some("amazon_pay")),
    ("pay_by_owl", "", None),
];

/// stripe.md §12.3; the wire spelling is undocumented, so words and codes mean the same, and unknown ones are shown.
const LOSSES: [(&str, &str); 10] = [
    ("shipping_policy_violated", "shipping_policy_violated"),
    (
        "proof_of_delivery_inadequate",
        "proof_of_delivery_inadequate",
    ),
    (
        "evidence_missing_proof_of_delivery",
        "proof_of_delivery_missing",
    ),
    (
        "evidence_missing_customer_details",
        "customer_details_missing",
    ),
    ("merchant_accepted_loss", "accepted_by_merchant"),
    ("Merchant did not counter", "not_countered"),
    ("merchant_did_not_refund", "not_refunded"),
    ("reason_unspecified", "unspecified"),
    ("Reason Unspecified", "unspecified"),
    ("sunspots", "unknown"),
];

/// Two decimals, none (ISO 4217: JPY, KRW, CLP, XOF, PYG) and three (KWD, BHD, TND, JOD): always minor units (§3).
const CURRENCIES: [&str; 14] = [
    "eur", "usd", "sek", "brl", "gbp", "jpy", "krw", "clp", "xof", "pyg", "kwd", "bhd", "tnd",
    "jod",
];

#[derive(Clone, Copy, PartialEq)]
enum Due {
    Missing,
    Null,
    Zero,
    In(i64),
}

/// One dispute as it is wished.
struct Wish {
    id: String,
    status: (
        &'static str,
        &'static str,
        &'static str,
        &'static str,
        &'static str,
    ),
    reason: (&'static str, &'static str),
    method: (&'static str, &'static str, Option<&'static str>),
    loss: Option<(&'static str, &'static str)>,
    currency: &'static str,
    amount: i64,
    created: i64,
    due: Due,
    refundable: bool,
    fee: Option<i64>,
    /// Which members are missing, null, or beyond what is documented.
    noise: usize,
}

/// Numbers that look drawn and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % most
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

impl Wish {
    fn draw(number: usize, now: i64, dice: &mut Dice) -> Self {
        let status = dice.of(&STATUSES);
        let method = dice.of(&METHODS);
        let mut reason = dice.of(&REASONS);
        if method.0 != "card" && reason.0 == "noncompliant" {
            reason = ("general", "general");
        }
        let lost_at_klarna = method.0 == "klarna" && status.0 == "lost";
        let place = i64::try_from(number).unwrap_or(0);
        let due = dice.of(&[
            Due::Missing,
            Due::Null,
            Due::Zero,
            Due::In(-5 * DAY),
            Due::In(26 * HOUR),
            Due::In(2 * DAY),
            Due::In(10 * DAY),
        ]);
        // Newest first; some whole windows are shorter than four days.
        let created = if dice.below(8) == 0 {
            now - HOUR - place
        } else {
            now - DAY * (2 + place / 8) - place
        };
        let taken = !status.0.is_empty() && ["case", "pre_arbitration"].contains(&status.1);
        Self {
            id: format!("du_1Thousand{number:04}"),
            status,
            reason,
            method,
            loss: (lost_at_klarna && dice.below(4) > 0).then(|| dice.of(&LOSSES)),
            currency: dice.of(&CURRENCIES),
            amount: dice.of(&[1, 99, 100, 4_999, 12_345, 1_000_000]),
            created,
            due,
            refundable: dice.below(2) == 0,
            fee: (taken && dice.below(8) > 0).then(|| dice.of(&[0, 250, 1_500, 2_000])),
            noise: dice.below(12),
        }
    }

    fn is_klarna_inquiry(&self) -> bool {
        self.method.0 == "klarna" && self.status.0 == "warning_needs_response"
    }

    /// The object on the wire, by stripe.md §3.
    fn object(&self, now: i64) -> Value {
        let (kind, word, _) = self.method;
        let details = match kind {
            "card" => {
                let case = match (self.reason.0, self.status.0) {
                    ("noncompliant", _) => "compliance",
                    (_, "prevented") => "resolution",
                    _ => "chargeback",
                };
                json!({"brand": word, "network": word, "case_type": case, "network_reason_code": "13.1"})
            }
            "klarna" => {
                json!({"reason_code": word, "chargeback_loss_reason_code": self.loss.map(|l| l.0)})
            }
            "paypal" => json!({"case_id": null, "reason_code": word}),
            _ => json!({"dispute_type": word}),
        };
        let movement = |id: &str, amount: i64, fee: i64, kind: &str| {
            json!({"id": format!("txn_{id}_{}", self.id), "object": "balance_transaction", "amount": amount,
                   "currency": self.currency, "created": self.created + 2, "fee": fee, "net": amount - fee,
                   "fee_details": [{"amount": fee, "currency": self.currency, "description": "Dispute fee", "type": "stripe_fee"}],
                   "reporting_category": kind, "type": "adjustment"})
        };
        let mut moved: Vec<Value> = Vec::new();
        if let Some(fee) = self.fee {
            moved.push(movement("a", -self.amount, fee, "dispute"));
            if self.status.0 == "won" {
                let back = if kind == "klarna" { -fee } else { 0 };
                moved.push(movement("b", self.amount, back, "dispute_reversal"));
            }
        }
        let mut object = json!({
            "id": self.id, "object": "dispute", "amount": self.amount, "currency": self.currency,
            "balance_transactions": moved, "charge": format!("ch_{}", self.id), "payment_intent": null,
            "created": self.created, "livemode": false, "metadata": {}, "reason": self.reason.0,
            "status": self.status.0, "is_charge_refundable": self.refundable,
            "enhanced_eligibility_types": [], "intended_submission_method": null,
            "payment_method_details": {"type": kind, kind: details}, "evidence": {"enhanced_evidence": {}},
            "evidence_details": {"has_evidence": false, "past_due": false, "submission_count": 0,
                                 "submission_method": "not_submitted", "enhanced_eligibility": {}},
        });
        match self.due {
            Due::Missing => {}
            Due::Null => object["evidence_details"]["due_by"] = Value::Null,
            Due::Zero => object["evidence_details"]["due_by"] = json!(0),
            Due::In(span) => object["evidence_details"]["due_by"] = json!(now + span),
        }
        self.add_noise(&mut object);
        object
    }

    fn add_noise(&self, object: &mut Value) {
        match self.noise {
            0 => {
                object["brand_new"] = json!({"deep": [1, null, {"x": "y"}]});
                object["evidence_details"]["enhanced_eligibility"]["future"] =
                    json!({"status": "maybe"});
            }
            1 => object["evidence"] = Value::Null,
            2 => object["metadata"] = Value::Null,
            3 => object["enhanced_eligibility_types"] = Value::Null,
            4 => object["charge"] = Value::Null,
            5 => {
                object["charge"] = json!({"id": "ch_x", "object": "charge", "billing_details": null, "shipping": 7})
            }
            6 => object["evidence_details"]["submission_count"] = Value::Null,
            7 => object["evidence_details"]["enhanced_eligibility"] = Value::Null,
            8 => {
                let _ = object
                    .as_object_mut()
                    .and_then(|o| o.remove("intended_submission_method"));
                let _ = object.as_object_mut().and_then(|o| o.remove("metadata"));
            }
            9 if self.fee.is_none() => object["balance_transactions"] = Value::Null,
            _ => {}
        }
    }

    /// What the contract's JSON says about it, by stripe.md alone.
    #[expect(clippy::too_many_lines, reason = "a table")]
    fn expected(&self, now: i64) -> Value {
        let (status_word, stage, status, step, silence) = self.status;
        let compliance = self.reason.0 == "noncompliant";
        let stage = match stage {
            "case" if compliance => "compliance",
            "case" => "chargeback",
            other => other,
        };
        let due = match self.due {
            Due::In(span) => Some(now + span),
            Due::Missing | Due::Null | Due::Zero => None,
        };
        let at = due.and_then(from_unix).map(rfc3339);
        // §1 rule 5: 0 means that no answer is allowed; §3: a date that has passed gives no promise of delivery.
        let answerable = self.due != Due::Zero && due.is_none_or(|at| at > now);
        let mut allowed: Vec<&str> = Vec::new();
        match status_word {
            // §4: cards answer or refund, Klarna only refunds (§1 rule 9).
            "warning_needs_response" => {
                if answerable && self.method.0 != "klarna" {
                    allowed.push("submit");
                }
                if self.refundable {
                    allowed.push("refund");
                }
            }
            "warning_under_review" if self.refundable => allowed.push("refund"),
            "needs_response" => {
                if answerable {
                    allowed.push("submit");
                }
                allowed.push("accept");
            }
            "appeal_needs_response" if answerable => allowed.push("submit"),
            _ => {}
        }
        let step = match status {
            "needs_response" if !answerable => "look",
            "needs_response" if self.is_klarna_inquiry() && self.method.1 == "return" => {
                "refund_or_wait"
            }
            "needs_response" if self.is_klarna_inquiry() => "talk_to_customer",
            _ => step,
        };
        let silence = if self.is_klarna_inquiry() {
            "escalates"
        } else {
            silence
        };
        let on = match silence {
            // §4: after 120 days, once it was answered.
            "closes" => from_unix(self.created + 120 * DAY).map(rfc3339),
            "lost" | "escalates" | "may_escalate" => at.clone(),
            _ => None,
        };
        let deadline = due
            .filter(|_| matches!(status, "needs_response" | "unknown"))
            .map(|due| {
                let window = due - self.created;
                let margin = if window < 4 * DAY { 6 * HOUR } else { DAY };
                json!({
                    "at": at, "source": "provider", "zone": "UTC",
                    "kind": if self.is_klarna_inquiry() { "escalation" } else { "answer" },
                    "safe_at": from_unix(due - margin).map(rfc3339),
                })
            });
        let money = |minor: i64| json!({"minor": minor, "currency": self.currency.to_uppercase()});
        // §9: a card's fee is kept on a win; Klarna's comes back (§12.1).
        let returned = self.method.0 == "klarna" && status_word == "won";
        json!({
            "stage": stage, "status": status, "provider_status": status_word, "next_step": step,
            "allowed": allowed, "outcome": silence, "on": on, "deadline": deadline,
            "amount": money(self.amount),
            "fee": self.fee.map(|fee| money(if returned { 0 } else { fee })),
            "category": self.reason.1, "provider_code": self.reason.0, "network": self.method.2,
            "loss": self.loss.map(|(code, reason)| json!([code, reason])),
        })
    }
}

/// The same members of what the program says.
fn told(dispute: &Value) -> Value {
    let loss = &dispute["loss_reason"];
    json!({
        "stage": dispute["stage"], "status": dispute["status"], "provider_status": dispute["provider_status"],
        "next_step": dispute["next_step"], "allowed": dispute["allowed"],
        "outcome": dispute["if_nothing"]["outcome"], "on": dispute["if_nothing"]["on"],
        "deadline": dispute["deadline"], "amount": dispute["amount"], "fee": dispute["fee"],
        "category": dispute["reason"]["category"], "provider_code": dispute["reason"]["provider_code"],
        "network": dispute["network"],
        "loss": if loss.is_null() { Value::Null } else { json!([loss["code"], loss["reason"]]) },
    })
}

/// The wishes as the list shows them, newest first, and between them three that are no disputes at all.
fn listed(wishes: &[Wish], now: i64) -> Vec<Value> {
    let mut all: Vec<Value> = wishes.iter().map(|wish| wish.object(now)).collect();
    all.sort_by_key(|object| std::cmp::Reverse(object["created"].as_i64()));
    all.insert(
        150,
        json!({"object": "dispute", "amount": 5, "currency": "eur"}),
    );
    all.insert(
        450,
        json!({"id": "du_1NoAmount", "object": "dispute", "currency": "eur", "created": now}),
    );
    all.insert(750, json!("not even an object"));
    all
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
fn a_thousand_disputes_of_every_kind_are_read_right_from_a_broken_server() {
    let now = SystemClock.now().timestamp();
    let mut dice = Dice(20_261_122);
    let wishes: Vec<Wish> = (0..COUNT).map(|n| Wish::draw(n, now, &mut dice)).collect();
    let server = Listing::of(
        listed(&wishes, now),
        vec![
            (2, Trouble::Slow(Duration::from_secs(2))),
            (3, Trouble::Cut),
            (5, Trouble::Dropped),
            (6, Trouble::Refused(500)),
            (8, Trouble::Refused(429)),
            (10, Trouble::Half),
            (12, Trouble::Refused(409)),
        ],
    );
    let folder = tempfile::tempdir().unwrap();
    let tvist = Tvist::new(folder.path());
    let add = [
        "account",
        "add",
        "stripe",
        "--label",
        "All",
        "--environment",
        "test",
        "--api-base",
        &server.base,
    ];
    let _ = tvist
        .run_with_json(&add, &json!({"secret_key": "sk_test_51Outsider"}))
        .expect(0);
    let synced = tvist.run(&["sync"]).expect(0);
    let account = &list(&synced, "accounts")[0];
    assert_eq!(
        (&account["ok"], &account["new"]),
        (&json!(true), &json!(COUNT))
    );
    assert_eq!(list(account, "skipped").len(), 3, "{account}");

    let desk = tvist.run(&["disputes"]).expect(0);
    assert_eq!(desk["total"], json!(COUNT));
    let mut wrong = Vec::new();
    for dispute in list(&desk, "disputes") {
        let id = word(dispute, "provider_id");
        let wish = wishes.iter().find(|wish| wish.id == id).unwrap();
        let (expected, told) = (wish.expected(now), told(dispute));
        if expected != told {
            wrong.push(format!("{id}\nexpected {expected}\ntold     {told}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong, such as {}",
        wrong.len(),
        wrong[0]
    );

    // What isn't understood is kept.
    let odd = wishes.iter().find(|wish| wish.noise == 0).unwrap();
    let whole = tvist.run(&["dispute", &odd.id]).expect(0);
    assert_eq!(whole["raw"], odd.object(now));

    let again = tvist.run(&["sync", "--full"]).expect(0);
    let account = &list(&again, "accounts")[0];
    assert_eq!(
        (&account["new"], &account["changed"], &account["unchanged"]),
        (&json!(0), &json!(0), &json!(COUNT)),
        "the same objects are no news"
    );
    assert_eq!(server.odd(), Vec::<String>::new());
    assert!(server.lists() < 60, "{} reads of the list", server.lists());
}
