//! How long storing and listing take at a size far above any shop's; run by hand:
//! `cargo test -p tvist-store --test store -- --ignored --nocapture speed`.

use crate::fixture::{Folder, account, day, dispute, reading};
use serde_json::json;
use std::time::Instant;
use tvist_domain::dispute::{Customer, DueDate, Order};
use tvist_domain::{Dispute, NextStep, Status};
use tvist_store::{Query, Upsert};

const NAMES: [&str; 8] = [
    "Anna Öström",
    "Bjørn Sørensen",
    "José Pérez",
    "Grete Müller",
    "Liu Wei",
    "Maria Silva",
    "Karl Berg",
    "Eva Lind",
];

fn one(n: usize) -> Upsert {
    let open = n.is_multiple_of(20);
    let text =
        "A line of text as providers send it, so that the object has a usual size. ".repeat(40);
    Upsert {
        step: if open {
            NextStep::Answer.into()
        } else {
            NextStep::None.into()
        },
        ..reading(Dispute {
            status: if open {
                Status::NeedsResponse
            } else {
                Status::Won
            },
            due: DueDate::At(day((n % 30) as i64)),
            opened_at: day((n % 700) as i64 - 700),
            customer: Customer {
                name: Some(format!("{} {n}", NAMES[n % 8])),
                email: Some(format!("buyer{n}@shop.example")),
                ..Customer::default()
            },
            order: Order {
                reference: Some(format!("#{n}")),
                ..Order::default()
            },
            raw: json!({"id": n, "text": text}),
            ..dispute(&format!("dp_{n:08}"))
        })
    }
}

#[tokio::test]
#[ignore = "takes a minute and proves nothing by itself"]
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
async fn speed() {
    let size: usize = std::env::var("TVIST_STORE_SIZE")
        .ok()
        .and_then(|s| s.parse().ok())
        .unwrap_or(20_000);
    let folder = Folder::new();
    let store = folder.open().await;
    let account = account();
    store.account_insert(&account).await.unwrap();
    let start = Instant::now();
    for page in 0..size / 100 {
        let page = (page * 100..page * 100 + 100).map(one).collect();
        store.apply_page(&account.id, page, day(1)).await.unwrap();
    }
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "stored {size} in {seconds:.2} s: {:.0} a second",
        size as f64 / seconds
    );
    let start = Instant::now();
    for page in 0..20 {
        let page = (page * 100..page * 100 + 100).map(one).collect();
        store.apply_page(&account.id, page, day(2)).await.unwrap();
    }
    println!(
        "2000 unchanged in {:.0} ms",
        start.elapsed().as_secs_f64() * 1e3
    );
    let base = Query {
        limit: 50,
        ..Query::default()
    };
    let search = |text: &str| Query {
        search: Some(text.into()),
        ..base.clone()
    };
    let queries = [
        ("desk", base.clone()),
        (
            "open",
            Query {
                open_only: true,
                ..base.clone()
            },
        ),
        (
            "answer",
            Query {
                step: Some(NextStep::Answer),
                ..base.clone()
            },
        ),
        (
            "look",
            Query {
                step: Some(NextStep::Look),
                ..base.clone()
            },
        ),
        (
            "lost",
            Query {
                status: Some(Status::Lost),
                ..base.clone()
            },
        ),
        (
            "deep",
            Query {
                offset: size as u64 / 2,
                ..base.clone()
            },
        ),
        ("search ann", search("ann")),
        ("search a", search("a")),
        ("search anna 77", search("anna 77")),
        ("search shop example", search("shop example")),
        ("search rare", search("buyer1234@")),
    ];
    for (name, query) in queries {
        let mut times: Vec<f64> = Vec::new();
        let mut total = 0;
        for _ in 0..11 {
            let start = Instant::now();
            total = store.disputes_page(&query).await.unwrap().0;
            times.push(start.elapsed().as_secs_f64() * 1e3);
        }
        times.sort_by(f64::total_cmp);
        println!("{name}: {total} in {:.2} ms", times[5]);
    }
}
