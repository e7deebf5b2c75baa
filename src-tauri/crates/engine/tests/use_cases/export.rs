//! Files for others: each format made of the same cases, what it can't hold counted and told, and what it hasn't refused.

use chrono::NaiveDate;
use serde_json::Value;
use tvist_engine::domain::{Act, Provider};
use tvist_engine::{DeskQuery, Error, ExportQuery, Exported, Format};

use crate::deed::{ACCEPT, Scene};
use crate::shop::Shop;

async fn export(shop: &Shop, format: Format) -> Exported {
    shop.engine.export(&ExportQuery::new(format)).await.unwrap()
}

fn text(exported: &Exported) -> String {
    String::from_utf8(exported.bytes.clone()).unwrap()
}

#[tokio::test]
async fn each_format_is_made_of_every_case_without_asking_anybody() {
    let shop = Shop::at(Provider::Stripe).await;
    shop.control().clear_requests();
    let cases = u32::try_from(shop.cases().await.len()).unwrap();
    for format in Format::ALL {
        let made = export(&shop, format).await;
        assert_eq!(
            (made.view.format, made.view.cases),
            (format, cases),
            "{format:?}"
        );
        assert!(
            made.view.entries > 0 && !made.bytes.is_empty(),
            "{format:?}"
        );
        let again = export(&shop, format).await;
        assert_eq!(made.bytes, again.bytes, "{format:?}: the same each time");
        assert!(
            made.view.left_out.iter().all(|left| left.count > 0),
            "{format:?}"
        );
    }
    assert!(shop.control().requests().is_empty());
}

#[tokio::test]
async fn a_table_has_a_line_a_case_and_a_calendar_its_dates() {
    let shop = Shop::small(Provider::Stripe).await;
    let desk = shop
        .engine
        .desk(&DeskQuery::default())
        .await
        .unwrap()
        .disputes;
    let table = text(&export(&shop, Format::Csv).await);
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let column = reader
        .headers()
        .unwrap()
        .iter()
        .position(|name| name == "provider_id")
        .unwrap();
    let mut ids: Vec<String> = reader
        .records()
        .map(|row| row.unwrap()[column].to_owned())
        .collect();
    ids.dedup();
    ids.sort();
    let mut expected: Vec<String> = desk.iter().map(|c| c.provider_id.clone()).collect();
    expected.sort();
    assert_eq!(ids, expected);

    let calendar = text(&export(&shop, Format::Ics).await);
    assert!(calendar.starts_with("BEGIN:VCALENDAR\r\n") && calendar.ends_with("END:VCALENDAR\r\n"));
    assert!(
        calendar.lines().all(|line| line.len() <= 75),
        "RFC 5545 §3.1"
    );
    let dated = desk
        .iter()
        .filter(|c| c.deadline.is_some() && !c.status.is_ended())
        .count();
    assert!(calendar.matches("BEGIN:VEVENT").count() >= dated);
    for case in &desk {
        if let Some(name) = &case.customer.name {
            assert!(!calendar.contains(name.as_str()), "nobody is named in it");
        }
    }
}

#[tokio::test]
async fn the_whole_record_holds_timelines_drafts_and_receipts_and_no_secret() {
    let scene = Scene::of(ACCEPT).await;
    let shop = &scene.shop;
    shop.engine
        .evidence_text(&scene.case, "customer_name", "Alva")
        .await
        .unwrap();
    shop.engine
        .perform(&scene.case, Act::Accept, None)
        .await
        .unwrap();
    let record = text(&export(shop, Format::Json).await);
    let whole: Value = serde_json::from_str(&record).unwrap();
    assert_eq!(
        (&whole["format"], &whole["version"]),
        (&"tvist".into(), &1.into())
    );
    let disputes = whole["disputes"].as_array().unwrap();
    assert_eq!(disputes.len(), shop.cases().await.len());
    let own = disputes
        .iter()
        .find(|d| d["provider_id"] == scene.case.as_str())
        .unwrap();
    assert_eq!(own["receipts"][0]["state"], "accepted");
    assert_eq!(own["evidence"]["texts"]["customer_name"], "Alva");
    assert!(
        !own["earlier"].as_array().unwrap().is_empty(),
        "what it was before"
    );
    assert!(whole["accounts"][0]["id"].is_string() && whole["settings"].is_object());
    let key = shop.servers.stripe().secrets["secret_key"]
        .as_str()
        .unwrap();
    assert!(!record.contains(key));
    // One case alone comes without accounts.
    let query = ExportQuery {
        dispute: Some(scene.case.clone()),
        ..ExportQuery::new(Format::Json)
    };
    let one = shop.engine.export(&query).await.unwrap();
    let one: Value = serde_json::from_slice(&one.bytes).unwrap();
    assert_eq!(one["disputes"].as_array().unwrap().len(), 1);
    assert!(one.get("accounts").is_none() && one.get("settings").is_none());
}

#[tokio::test]
async fn books_are_kept_for_a_span_and_a_currency() {
    let shop = Shop::at(Provider::Stripe).await;
    let day = |text: &str| Some(text.parse::<NaiveDate>().unwrap());
    let entries = async |query: ExportQuery| shop.engine.export(&query).await.unwrap().view.entries;
    for (format, currency) in [(Format::Sie, Some("EUR")), (Format::Datev, None)] {
        let query = |from, to| ExportQuery {
            from,
            to,
            currency: currency.map(str::to_owned),
            ..ExportQuery::new(format)
        };
        let middle = day("2026-10-25");
        let all = entries(query(None, None)).await;
        let (before, after) = (
            entries(query(None, middle)).await,
            entries(query(middle, None)).await,
        );
        assert!(after > 0, "{format:?}");
        if format == Format::Sie {
            assert_eq!(before + after, all);
        }
        assert_eq!(entries(query(middle, middle)).await, 0, "{format:?}");
    }
    let own = |code: &str| ExportQuery {
        currency: Some(code.into()),
        ..ExportQuery::new(Format::Sie)
    };
    let sek = shop.engine.export(&own("SEK")).await.unwrap();
    let eur = shop.engine.export(&own("eur")).await.unwrap();
    assert_ne!(sek.bytes, eur.bytes);
    assert!(sek.view.left_out.iter().any(|left| left.why == "currency"));
}

#[tokio::test]
async fn what_a_format_hasnt_is_refused() {
    let shop = Shop::of(Provider::Stripe, 1).await;
    let day: Option<NaiveDate> = Some("2026-11-01".parse().unwrap());
    for format in [Format::Csv, Format::Ics, Format::Json] {
        for query in [
            ExportQuery {
                from: day,
                ..ExportQuery::new(format)
            },
            ExportQuery {
                to: day,
                ..ExportQuery::new(format)
            },
            ExportQuery {
                currency: Some("SEK".into()),
                ..ExportQuery::new(format)
            },
        ] {
            let told = shop.engine.export(&query).await;
            assert!(matches!(told, Err(Error::Usage(_))), "{format:?}: {told:?}");
        }
    }
    for code in ["", "kr", "KRONOR", "S3K", "åäö"] {
        let query = ExportQuery {
            currency: Some(code.into()),
            ..ExportQuery::new(Format::Sie)
        };
        let told = shop.engine.export(&query).await;
        assert!(matches!(told, Err(Error::Usage(_))), "{code}: {told:?}");
    }
    let datev = ExportQuery {
        currency: Some("EUR".into()),
        ..ExportQuery::new(Format::Datev)
    };
    assert!(matches!(
        shop.engine.export(&datev).await,
        Err(Error::Usage(_))
    ));
    let backwards = ExportQuery {
        from: Some("2026-11-02".parse().unwrap()),
        to: day,
        ..ExportQuery::new(Format::Sie)
    };
    assert!(matches!(
        shop.engine.export(&backwards).await,
        Err(Error::Usage(_))
    ));
    let nobody = ExportQuery {
        dispute: Some("nobody".into()),
        ..ExportQuery::new(Format::Csv)
    };
    assert!(matches!(
        shop.engine.export(&nobody).await,
        Err(Error::NotFound { .. })
    ));
}

#[tokio::test]
async fn invented_cases_stay_out_of_the_books_once_there_is_a_genuine_account() {
    let shop = Shop::small(Provider::Stripe).await;
    let alone = export(&shop, Format::Sie).await;
    assert!(alone.view.entries > 0);
    let mut genuine = shop.new_account(Provider::Stripe);
    genuine.api_base = None;
    genuine.label = "The real one".into();
    genuine.environment = None;
    genuine.secrets = serde_json::json!({"secret_key": "sk_live_invented0000000000"}).into();
    shop.engine.account_add(genuine).await.unwrap();
    let both = export(&shop, Format::Sie).await;
    assert_eq!(both.view.entries, 0);
    assert!(
        both.view
            .left_out
            .iter()
            .any(|left| left.why == "practice" && left.count == 6)
    );
    let insights = shop.engine.insights(None, None).await.unwrap();
    assert_eq!(insights.all.open.count + insights.all.won.count, 0);
    // The table and the record are of everything.
    assert_eq!(export(&shop, Format::Csv).await.view.cases, 6);
}
