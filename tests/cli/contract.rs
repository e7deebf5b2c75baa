//! Every sentence of the contract's list said to the real program, without its confirmation: nothing changes at a provider.
//! And the same without a network: only what reads or sends at a provider notices.

use std::collections::BTreeSet;
use std::fs;
use std::thread;

use serde_json::json;
use tvist_tests::{not_run, workspace};

use crate::eligibility::{earlier, state_earlier};
use crate::offline::cut;
use crate::support::papers::pdf;
use crate::support::shop::Shop;

/// What runs until it is ended, so that it has no outcome: `practice.rs` and `webhook.rs` are about it.
const RUNS_ON: [&str; 2] = ["practice", "webhook serve"];

/// What may change something at a provider without a `--confirm`, since saying it is the confirmation (README, promise 3).
const IS_ITS_OWN_CONFIRMATION: &str = "comments add";

/// What reads or sends at a provider, so that it needs a network (README, promise 7).
const NEEDS_A_NETWORK: [&str; 11] = [
    "account add",
    "account check",
    "account renew",
    "sync",
    "refresh",
    "evidence earlier",
    "comments",
    "documents get",
    "analysis",
    "webhook register",
    "reconcile D",
];

/// The sentences, one of each command with the same options, those that take an account away last.
fn sentences() -> Vec<String> {
    let list = workspace().join("src-tauri/crates/cli/contract.txt");
    let text = fs::read_to_string(list).unwrap();
    let mut seen = BTreeSet::new();
    let mut sentences: Vec<String> = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#') && !line.starts_with("later: "))
        .filter(|line| !line.contains("--confirm") && !is_one_of(line, &RUNS_ON))
        .filter(|line| {
            let command = line.split(' ').take(2);
            let options = line.split(' ').filter(|word| word.starts_with("--"));
            seen.insert(command.chain(options).collect::<String>())
        })
        .map(str::to_owned)
        .collect();
    sentences.sort_by_key(|sentence| sentence.starts_with("account remove"));
    sentences
}

fn is_one_of(sentence: &str, beginnings: &[&str]) -> bool {
    beginnings
        .iter()
        .any(|beginning| sentence == *beginning || sentence.starts_with(&format!("{beginning} ")))
}

/// A shop with an open case at a provider, with what the sentences' capital letters stand for.
struct Spoken {
    shop: Shop,
    words: Vec<(&'static str, String)>,
    /// Acts that are possible at another case than the one that D stands for.
    cases: Vec<(&'static str, String)>,
    /// Each new file has a name of its own.
    files: u32,
}

impl Spoken {
    fn at(provider: &str, case: &str) -> Self {
        let shop = Shop::open();
        let _ = shop.add_account_of(provider);
        if provider != "unico" {
            let _ = shop.add_account_of("unico");
        }
        shop.ok(&["sync"]);
        let case = if provider == "unico" {
            "nothing".to_owned()
        } else {
            shop.case_of(provider, case)
        };
        let file = shop.file("parcel.pdf", &pdf(&["The parcel was handed over."]));
        let added = shop.tvist.run(&["evidence", "add", &case, &file]);
        let item = added.json["items"][0]["id"].as_str().unwrap_or("nothing");
        let transaction = shop.at_unico("case", "approved")["id"].clone();
        let words = vec![
            ("A", provider.to_owned()),
            ("W", shop.warning("warned-stolen")),
            ("ITEM", item.to_owned()),
            ("DOC", "nothing".to_owned()),
            ("T", transaction.as_str().unwrap().to_owned()),
            (
                "ANALYSIS",
                "00000000-0000-4000-8000-000000000000".to_owned(),
            ),
            ("FILE", file),
            ("D", case),
        ];
        shop.control().clear_requests();
        Self {
            shop,
            words,
            cases: Vec::new(),
            files: 0,
        }
    }

    /// At Stripe each act has cases of its own: there everything is as it has to be but for the confirmation.
    fn is_ready_to_act(&mut self) {
        let shop = &self.shop;
        let fraud = shop.case("card-fraud-ce3");
        state_earlier(shop, &fraud, &earlier(shop, &fraud));
        let lost = shop.case("card-not-received");
        shop.ok(&["accept", &lost, "--confirm"]);
        for (act, case) in [
            ("manual", shop.case("real-not-received")),
            ("refund", shop.case("klarna-return-inquiry")),
            ("erase", lost),
        ] {
            let rehearsal = shop.ok(&[act, &case]);
            assert_eq!(rehearsal["ready"], true, "{act}: {rehearsal}");
            self.cases.push((act, case));
        }
        for act in [&["evidence", "eligibility"][..], &["submit"], &["accept"]] {
            let rehearsal = shop.ok(&[act, &[&fraud]].concat());
            assert_eq!(rehearsal["ready"], true, "{act:?}: {rehearsal}");
        }
    }

    /// Says a sentence; gives its exit code.
    fn say(&mut self, sentence: &str) -> i32 {
        let act = sentence.split(' ').next().unwrap_or_default();
        let own = self.cases.iter().find(|(name, _)| *name == act);
        let own = own.map(|(_, case)| case.clone());
        let words: Vec<String> = sentence
            .split(' ')
            .map(|word| match (&own, word) {
                (Some(case), "D") => case.clone(),
                _ => self.meant(word),
            })
            .collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let secrets = json!({"passphrase": "blue bicycle"});
        let outcome = self.shop.tvist.run_with_json(&words, &secrets);
        let code = outcome.code.unwrap_or(-1);
        assert!((0..=6).contains(&code), "{sentence}: {outcome:?}");
        code
    }

    fn meant(&mut self, word: &str) -> String {
        if matches!(word, "OUT" | "DIR") {
            self.files += 1;
            let path = self.shop.folder().join(format!("new-{}", self.files));
            return path.to_str().unwrap().to_owned();
        }
        let known = self.words.iter().find(|(name, _)| *name == word);
        known.map_or(word, |(_, meant)| meant.as_str()).to_owned()
    }

    /// What was asked of providers that may have changed something; a token changes nothing.
    fn changes(&self) -> Vec<String> {
        let writes = self.shop.writes().into_iter();
        writes
            .filter(|write| !write.path.ends_with("/token"))
            .map(|write| format!("{} {}", write.method, write.path))
            .collect()
    }
}

const CASES: [(&str, &str); 4] = [
    ("stripe", "card-fraud-ce3"),
    ("clearhaus", "not-provided"),
    ("celcoin", "fraud-soon"),
    ("unico", ""),
];

#[test]
fn without_its_confirmation_nothing_that_is_said_changes_anything_at_a_provider() {
    let all = sentences();
    assert!(all.len() > 60, "{}", all.len());
    thread::scope(|scope| {
        for (provider, case) in CASES {
            // Where there is no list of cases, only what is said of an account differs.
            let some = all
                .iter()
                .filter(move |sentence| provider != "unico" || sentence.contains(" A"));
            scope.spawn(move || {
                let mut spoken = Spoken::at(provider, case);
                if provider == "stripe" {
                    spoken.is_ready_to_act();
                }
                let mut remarks = 0;
                for sentence in some {
                    spoken.shop.control().clear_requests();
                    let _ = spoken.say(sentence);
                    let changes = spoken.changes();
                    if provider == "clearhaus" && is_one_of(sentence, &[IS_ITS_OWN_CONFIRMATION]) {
                        remarks = changes.len();
                    } else {
                        assert_eq!(changes, [] as [String; 0], "{provider}: {sentence}");
                    }
                }
                assert_eq!(remarks, usize::from(provider == "clearhaus"), "{provider}");
            });
        }
    });
}

#[test]
fn without_a_network_only_what_reads_or_sends_at_a_provider_notices() {
    let Some(cut) = cut() else {
        not_run("this machine gives no program a network of its own");
        return;
    };
    let all = sentences();
    let local: Vec<&String> = all
        .iter()
        .filter(|sentence| !is_one_of(sentence, &NEEDS_A_NETWORK))
        .collect();
    // Its documents and remarks are read where they lie, at the provider.
    let (provider, case) = CASES[1];
    let codes = [false, true].map(|is_cut_off| {
        let mut spoken = Spoken::at(provider, case);
        if is_cut_off {
            spoken.shop.tvist = spoken.shop.tvist.clone().under(cut);
            assert_eq!(spoken.say("sync"), 6, "it is cut off");
        }
        let outcomes = local
            .iter()
            .map(|sentence| (sentence.as_str(), spoken.say(sentence)));
        outcomes.collect::<Vec<_>>()
    });
    assert_eq!(codes[0], codes[1]);
    let done = codes[1].iter().filter(|(_, code)| *code == 0).count();
    assert!(done > 40, "{done} of {}", local.len());
}

/// clearhaus.md §1.7: a remark can't be taken back, so it is the text that its owner wrote and nothing else.
#[test]
fn a_remark_is_the_text_that_was_written_and_nothing_else() {
    let shop = Shop::open();
    let _ = shop.add_account_of("clearhaus");
    shop.ok(&["sync"]);
    let case = shop.case_of("clearhaus", "not-provided");
    shop.ok(&["comments", &case]);
    shop.control().clear_requests();
    shop.control().keep_bodies();
    let text = "  First: “quoted” & <b>ä</b>\n\tsecond: 100 % \\ {\"body\": 1}\n";
    shop.ok(&["comments", "add", &case, text]);
    let written = shop.writes();
    let written: Vec<_> = written
        .iter()
        .filter(|one| !one.path.ends_with("/token"))
        .collect();
    assert_eq!(written.len(), 1, "{written:?}");
    assert!(written[0].path.ends_with("/comments"), "{written:?}");
    let bodies = shop.control().bodies();
    let sent: Vec<serde_json::Value> = bodies
        .iter()
        .filter_map(|body| serde_json::from_slice(body).ok())
        .collect();
    assert_eq!(sent, [json!({"body": text})]);
}
