//! Practice cases of a Nordic shop at Clearhaus, invented throughout.

mod cases;

use axum::body::Bytes;
use chrono::{DateTime, Days, NaiveDate, SecondsFormat, TimeDelta};
use serde_json::{Map, json};

use super::Settings;
use super::model::{Books, Comment, Dispute, Document, Merchant, Stamps, Transaction};
use crate::chance::Chance;
use crate::paper::letter;
use cases::{CASES, Case, PLAIN};

/// The books at the start instant.
pub(super) fn books(settings: &Settings) -> Books {
    let mut books = Books {
        merchants: merchants(settings.seed),
        ..Books::default()
    };
    let today = settings.start.date_naive();
    let wanted = settings.disputes.unwrap_or(CASES.len());
    for case in CASES.iter().take(wanted) {
        tell(&mut books, settings, case, case.name, today);
    }
    for number in CASES.len()..wanted {
        let name = format!("bulk {number}");
        let case = invent(&mut Chance::named(settings.seed, &name));
        tell(&mut books, settings, &case, &name, today);
    }
    books.disputes.sort_by_key(|dispute| {
        let age = today - dispute.opened;
        (age, dispute.id.clone())
    });
    let ids: Vec<String> = books
        .disputes
        .iter()
        .filter(|dispute| !matches!(dispute.status.as_str(), "won" | "lost"))
        .map(|dispute| dispute.id.clone())
        .collect();
    for id in ids {
        books.arm(&id, settings.start.timestamp());
    }
    books
}

fn merchants(seed: u64) -> Vec<Merchant> {
    let mut chance = Chance::named(seed, "clearhaus accounts");
    let mut account = |name, country, currency, timezone| Merchant {
        id: chance.uuid(),
        name,
        country,
        currency,
        mid: chance.digits(7),
        timezone,
    };
    vec![
        account("Tallgren & Moss AB", "SE", "SEK", "Europe/Stockholm"),
        account("Tallgren & Moss ApS", "DK", "DKK", "Europe/Copenhagen"),
    ]
}

/// A further dispute, mostly over.
fn invent(chance: &mut Chance) -> Case {
    let shape = *chance.pick(CASES);
    let open = chance.percent(5);
    let number = |n: u64| i64::try_from(n).unwrap_or(0);
    let ago = if open {
        number(chance.below(9))
    } else {
        50 + number(chance.below(650))
    };
    Case {
        name: "bulk",
        order: "SE-bulk",
        amount: 9_900 + number(chance.below(250_000)),
        opened_ago: ago,
        due_in: None,
        status: match (open, chance.percent(45)) {
            (true, _) => "open",
            (false, true) => "won",
            (false, false) => "lost",
        },
        reason: shape.reason,
        code: shape.code,
        scheme: shape.scheme,
        secure: shape.secure,
        currency: shape.currency,
        ..PLAIN
    }
}

fn tell(books: &mut Books, settings: &Settings, case: &Case, name: &str, today: NaiveDate) {
    let mut chance = Chance::named(settings.seed, &format!("clearhaus {name}"));
    let opened = back(today, case.opened_ago);
    let due = match case.due_in {
        Some(days) => forward(today, days),
        None => forward(opened, 14),
    };
    let place = usize::from(case.currency == "DKK");
    let account = books
        .merchants
        .get(place)
        .map(|merchant| merchant.id.clone())
        .unwrap_or_default();
    let transaction = payment(settings, case, &account, &mut chance);
    let reference = transaction.body["arn"].as_str().unwrap_or("").to_owned();
    let id = chance.uuid();
    add_papers(books, settings, case, &id, &mut chance);
    books.disputes.push(Dispute {
        id,
        case: name.to_owned(),
        reference,
        amount: case.part.unwrap_or(case.amount),
        currency: case.currency,
        partial: case.part.is_some(),
        opened,
        due,
        expires: forward(opened, 42),
        status: case.status.to_owned(),
        reason_code: case.code,
        reason: case.reason.to_owned(),
        kind: case.kind,
        transaction: transaction.id.clone(),
        account,
        stamps: if case.kind == "retrieval_request" {
            Stamps::OnlyRefuted
        } else {
            Stamps::Both
        },
        wins: case.wins,
        returns: case.returns,
        extra: Map::new(),
    });
    books.transactions.push(transaction);
}

/// Documents and comments of a case.
fn add_papers(books: &mut Books, settings: &Settings, case: &Case, id: &str, chance: &mut Chance) {
    for (own, texts) in [(false, case.issuer), (true, case.own)] {
        for (number, text) in texts.iter().enumerate() {
            books.documents.push(paper(chance, id, own, number, text));
        }
    }
    for (text, hours) in case.staff.iter().zip((1_i64..).step_by(5)) {
        let at = settings.start - TimeDelta::hours(20) + TimeDelta::hours(hours);
        books.comments.push(Comment {
            id: chance.uuid(),
            dispute: id.to_owned(),
            body: (*text).to_owned(),
            created_ms: at.timestamp_millis() + 120,
            author: "Dispute team",
            email: "disputes@example.com",
        });
    }
}

fn back(day: NaiveDate, days: i64) -> NaiveDate {
    day - Days::new(u64::try_from(days).unwrap_or(0))
}

fn forward(day: NaiveDate, days: i64) -> NaiveDate {
    if days < 0 {
        back(day, -days)
    } else {
        day + Days::new(u64::try_from(days).unwrap_or(0))
    }
}

fn paper(chance: &mut Chance, dispute: &str, own: bool, number: usize, text: &str) -> Document {
    let bytes = letter(&[text, "Invented for practice."]);
    let (label, name) = if own {
        (
            "merchant documentation",
            format!("defence-{}.pdf", number + 1),
        )
    } else {
        ("issuer documentation", format!("issuer-{}.pdf", number + 1))
    };
    Document {
        id: chance.uuid(),
        dispute: dispute.to_owned(),
        label: label.into(),
        name,
        content_type: "application/pdf".into(),
        size: Some(bytes.len() as u64),
        bytes: Some(Bytes::from(bytes)),
        own,
        upload_until: 0,
        signature: String::new(),
    }
}

fn payment(settings: &Settings, case: &Case, account: &str, chance: &mut Chance) -> Transaction {
    let minutes = i64::try_from(chance.below(1_000)).unwrap_or(0);
    let days = case.opened_ago + 21;
    let at: DateTime<_> = settings.start - TimeDelta::days(days) - TimeDelta::minutes(minutes);
    let id = chance.uuid();
    let (last4, rrn) = (chance.digits(4), chance.digits(12));
    let arn = format!("7{}", chance.digits(22));
    let secure = if case.secure { "full" } else { "false" };
    let mut body = json!({
        "id": id, "type": "capture",
        "processed_at": at.to_rfc3339_opts(SecondsFormat::Secs, true),
        "amount": case.amount, "currency": case.currency, "reference": case.order,
        "text_on_statement": "TALLGREN MOSS", "rrn": rrn, "arn": arn,
        "recurring": case.reason == "subscription_cancelled", "region": "domestic",
        "payment_method": case.wallet, "threed_secure": secure,
        "status": {"code": 20_000, "message": "Approved"},
        "card": {
            "scheme": case.scheme, "type": "debit", "country": case.country, "last4": last4,
            "bin": if case.scheme == "visa" { "411111" } else { "555555" },
            "expire_year": 2029, "expire_month": 8, "segment": "consumer",
        },
    });
    if case.secure {
        body["3dsecure"] = json!({"status": "Y", "version": "2.2.0"});
    }
    Transaction {
        id,
        account: account.to_owned(),
        body,
    }
}
