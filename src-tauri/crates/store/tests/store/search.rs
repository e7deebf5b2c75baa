use crate::fixture::{Folder, account, day, dispute, reading};
use proptest::prelude::*;
use tvist_domain::dispute::{Customer, Order, Transaction};
use tvist_domain::{Dispute, Money};
use tvist_store::{Query, Store};

async fn hits(store: &Store, typed: &str) -> Vec<String> {
    let query = Query {
        search: Some(typed.into()),
        limit: 100,
        ..Query::default()
    };
    let (total, filed) = store.disputes_page(&query).await.unwrap();
    assert_eq!(total, filed.len() as u64);
    let mut ids: Vec<String> = filed.into_iter().map(|f| f.dispute.provider_id).collect();
    ids.sort();
    ids
}

fn person(id: &str, name: &str, email: &str) -> Dispute {
    Dispute {
        customer: Customer {
            name: Some(name.into()),
            email: Some(email.into()),
            ..Customer::default()
        },
        ..dispute(id)
    }
}

async fn filled(folder: &Folder) -> Store {
    let store = folder.open().await;
    let account = account();
    store.account_insert(&account).await.unwrap();
    let page = vec![
        Dispute {
            reference: Some("REF-2026/77".into()),
            order: Order {
                reference: Some("#1001".into()),
                description: Some("Blå lampa, 2 st".into()),
                tracking_number: Some("RR123456785SE".into()),
                ..Order::default()
            },
            transaction: Transaction {
                id: Some("ch_3NabcXyz".into()),
                ..Transaction::default()
            },
            ..person("dp_anna", "Anna Öström", "anna.o@shop.example")
        },
        person("dp_bjorn", "Bjørn Sørensen", "bjorn@nord.example"),
        person("dp_jose", "José Pe\u{301}rez Muñoz", "jose@loja.example"),
        person("dp_gross", "Groß Müller", "gm@laden.example"),
        Dispute {
            amount: Money::new(199_950, "SEK"),
            ..person("dp_ann", "Ann Li", "ann@x.example")
        },
        person("dp_quote", "O'Neil \"Bob\" -NOT- (x)", "bob@x.example"),
    ];
    let page = page.into_iter().map(reading).collect();
    store.apply_page(&account.id, page, day(1)).await.unwrap();
    store
}

#[tokio::test]
async fn cases_are_found_by_the_beginnings_of_words_whatever_their_letters() {
    let folder = Folder::new();
    let store = filled(&folder).await;
    for (typed, found) in [
        ("anna", &["dp_anna"][..]),
        ("ANN", &["dp_ann", "dp_anna"]),
        ("ostrom", &["dp_anna"]),
        ("ÖSTRÖM anna", &["dp_anna"]),
        ("oström", &["dp_anna"]),
        ("sorensen", &["dp_bjorn"]),
        ("SØRENSEN", &["dp_bjorn"]),
        ("bjo", &["dp_bjorn"]),
        ("perez", &["dp_jose"]),
        ("Pérez munoz", &["dp_jose"]),
        ("gross", &["dp_gross"]),
        ("groß", &["dp_gross"]),
        ("muller", &["dp_gross"]),
        ("anna.o@shop.example", &["dp_anna"]),
        ("@shop", &["dp_anna"]),
        ("#1001", &["dp_anna"]),
        ("ref-2026/77", &["dp_anna"]),
        ("bla lampa", &["dp_anna"]),
        ("rr1234", &["dp_anna"]),
        ("ch_3NabcXyz", &["dp_anna"]),
        ("dp_bjorn", &["dp_bjorn"]),
        ("1999.50", &["dp_ann"]),
        ("1999,50", &["dp_ann"]),
        ("1999", &["dp_ann"]),
        ("l", &["dp_ann", "dp_anna", "dp_gross", "dp_jose"]),
        ("o'neil \"bob", &["dp_quote"]),
        ("anna sorensen", &[]),
        ("nna", &[]),
        ("***", &[]),
    ] {
        assert_eq!(hits(&store, typed).await, found, "{typed:?}");
    }
    for everything in ["", "  \t "] {
        assert_eq!(hits(&store, everything).await.len(), 6);
    }
}

#[tokio::test]
async fn the_index_follows_changes() {
    let folder = Folder::new();
    let store = folder.open().await;
    let account = account();
    store.account_insert(&account).await.unwrap();
    for name in [
        "First Name",
        "Second Person",
        "Second Person",
        "Third Human",
    ] {
        store
            .apply_page(
                &account.id,
                vec![reading(person("dp_1", name, "a@x.example"))],
                day(1),
            )
            .await
            .unwrap();
        for other in ["First", "Second", "Third"] {
            assert_eq!(
                hits(&store, other).await.len(),
                usize::from(name.starts_with(other)),
                "{other} in {name}"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, ..ProptestConfig::default() })]

    /// Whatever is typed is a question, never an error.
    #[test]
    fn no_typed_text_is_syntax(typed in proptest::collection::vec(hostile(), 60)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let folder = Folder::new();
            let store = filled(&folder).await;
            for typed in typed {
                hits(&store, &typed).await;
            }
        });
    }
}

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "\\PC{0,12}",
        proptest::string::string_regex("[\"'*^:()+{}\\[\\]-]{1,6}").unwrap(),
        Just(" AND ".to_owned()),
        Just(" OR ".to_owned()),
        Just(" NOT ".to_owned()),
        Just("NEAR(a b, 3)".to_owned()),
        Just("text:".to_owned()),
        Just("\0".to_owned()),
        Just("\"\"".to_owned()),
        Just("'; DROP TABLE dispute; --".to_owned()),
    ];
    proptest::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

#[tokio::test]
async fn a_search_that_hits_thousands_is_in_the_same_order() {
    let folder = Folder::new();
    let store = folder.open().await;
    let account = account();
    store.account_insert(&account).await.unwrap();
    let page = (0..2_100).map(|n| {
        let mut dispute = person(
            &format!("dp_{n:04}"),
            if n % 3 == 0 {
                "Rare Bird"
            } else {
                "Common Bird"
            },
            "x@y.example",
        );
        dispute.opened_at = day(1 + (n * 7) % 40);
        reading(dispute)
    });
    store
        .apply_page(&account.id, page.collect(), day(1))
        .await
        .unwrap();
    let all = Query {
        limit: 5_000,
        ..Query::default()
    };
    let (_, everything) = store.disputes_page(&all).await.unwrap();
    for (typed, account) in [
        ("bird", None),
        ("bird", Some(account.id.clone())),
        ("common", None),
        ("rare", Some(account.id.clone())),
    ] {
        let expected: Vec<_> = everything
            .iter()
            .filter(|f| {
                f.dispute
                    .customer
                    .name
                    .as_ref()
                    .unwrap()
                    .to_lowercase()
                    .contains(typed)
            })
            .collect();
        let query = Query {
            search: Some(typed.into()),
            account,
            limit: 30,
            offset: 20,
            ..all.clone()
        };
        let (total, page) = store.disputes_page(&query).await.unwrap();
        assert_eq!(total, expected.len() as u64, "{typed}");
        assert_eq!(page.iter().collect::<Vec<_>>(), expected[20..50], "{typed}");
    }
}
