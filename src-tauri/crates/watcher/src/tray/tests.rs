//! What the tray shows, as values.

use super::*;
use tvist_engine::SummaryAccount;
use tvist_engine::domain::{AccountId, DisputeId, Money, Provider};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn case(id: &str, deadline: &str) -> SummaryCase {
    let deadline = at(deadline);
    SummaryCase {
        id: DisputeId::from_text(id),
        who: "Lea & Brandt".into(),
        amount: Money::new(24_900, "EUR"),
        deadline,
        safe_at: deadline - std::time::Duration::from_secs(24 * 3_600),
    }
}

fn summary() -> DeskSummary {
    DeskSummary {
        practice: false,
        due: 4,
        warned: 0,
        first: vec![
            case("dsp_1", "2026-11-24T12:30:00Z"),
            case("dsp_2", "2026-11-26T13:00:00Z"),
        ],
        troubled: Vec::new(),
        paused_until: None,
        skew_seconds: None,
        language: None,
    }
}

fn texts(shown: &Shown) -> Vec<&str> {
    let texts = shown.lines.iter().filter_map(|line| match line {
        Line::Says(text) | Line::Does { text, .. } => Some(text.as_str()),
        Line::Separator => None,
    });
    texts.collect()
}

#[test]
fn the_most_urgent_cases_stand_in_the_menu_with_their_time_left() {
    let words = Words::new(Some("en"));
    let now = at("2026-11-23T12:00:00Z");
    let shown = shown(Some(&summary()), now, &words);
    assert_eq!(shown.picture, Picture::Due(4));
    assert_eq!(
        texts(&shown),
        [
            "4 cases wait for an answer",
            "Lea & Brandt · €249.00 · 24 hours left",
            "Lea & Brandt · €249.00 · 3 days left",
            "Sync now",
            "Pause reminders until tomorrow morning",
            "Open Tvist",
            "Quit",
        ]
    );
    let opens = Line::does("case:dsp_1", texts(&shown)[1].to_owned());
    assert!(shown.lines.contains(&opens));
}

#[test]
fn a_safe_date_that_has_come_is_urgent_and_a_wrong_clock_is_corrected_first() {
    let words = Words::new(Some("en"));
    let now = at("2026-11-23T12:30:00Z");
    assert_eq!(
        shown(Some(&summary()), now, &words).picture,
        Picture::Urgent(4)
    );
    // This computer is three hours ahead of the providers.
    let mut ahead = summary();
    ahead.skew_seconds = Some(-10_800);
    let shown = shown(Some(&ahead), now, &words);
    assert_eq!(shown.picture, Picture::Due(4));
    assert!(texts(&shown)[1].ends_with("27 hours left"), "{shown:?}");
    assert!(texts(&shown).contains(&"This computer’s clock is off"));
}

#[test]
fn an_account_that_needs_its_owner_stands_there_too() {
    let words = Words::new(Some("sv"));
    let mut summary = summary();
    summary.due = 0;
    summary.first.clear();
    summary.troubled = vec![SummaryAccount {
        id: AccountId::from_text("acc_1"),
        provider: Provider::Stripe,
        label: "Nordlys Shop".into(),
        freshness: Freshness::Refused,
    }];
    summary.paused_until = Some((at("2026-11-24T07:00:00Z"), "2026-11-24 08:00".into()));
    let now = at("2026-11-23T12:00:00Z");
    let shown = shown(Some(&summary), now, &words);
    assert_eq!(shown.picture, Picture::Due(0));
    assert_eq!(
        texts(&shown)[1..4],
        [
            "Stripe — Nordlys Shop: behöver en ny nyckel",
            "Synka nu",
            "Återuppta påminnelser (pausade till 2026-11-24 08:00)",
        ]
    );
}

#[test]
fn practice_is_called_practice_and_is_never_urgent() {
    let practised = DeskSummary {
        practice: true,
        ..summary()
    };
    let now = at("2026-11-24T12:00:00Z");
    let shown = shown(Some(&practised), now, &Words::new(Some("de")));
    assert_eq!(shown.picture, Picture::Due(4));
    assert_eq!(texts(&shown)[0], "Übung: nichts hier ist echt");
    assert_eq!(
        shown.lines.first(),
        Some(&Line::Says(texts(&shown)[0].to_owned()))
    );
}

#[test]
fn nothing_known_is_calm() {
    let shown = shown(None, Timestamp::UNIX_EPOCH, &Words::new(Some("de")));
    assert_eq!(shown.picture, Picture::Calm);
    assert_eq!(texts(&shown), ["Tvist öffnen", "Beenden"]);
}
