//! The draft, the look before sending and the pack, for the eye.

use std::path::Path;

use tvist_engine::domain::check::{Meters, Problem};
use tvist_engine::domain::evidence::compelling::{self, Count};
use tvist_engine::domain::evidence::scan::ScanSummary;
use tvist_engine::domain::rules::LimitSource;
use tvist_engine::view::{
    CheckedView, CompellingView, EarlierPaymentsView, EvidenceView, ManifestView,
    SettingRehearsalView, SlotState,
};

use crate::table::{Lines, Side, Table, moment, one_line, plain, size};

/// The draft for the eye: files, texts, facts, and the checklist with what is missing.
pub fn drafted(draft: &EvidenceView) -> String {
    let mut files = Table::new(&[
        ("FILE", Side::Left),
        ("SLOT", Side::Left),
        ("SIZE", Side::Right),
        ("PAGES", Side::Right),
        ("ID", Side::Left),
    ]);
    for item in &draft.items {
        files.row([
            item.name.clone(),
            item.slot.as_str().to_owned(),
            size(item.bytes),
            item.pages.to_string(),
            item.id.to_string(),
        ]);
    }
    let mut text = files.or("No file yet.");
    let mut words = Lines::default();
    for (slot, written) in &draft.texts {
        words.line(slot.as_str(), short(written));
    }
    for (name, value) in &draft.facts {
        words.line(name, short(value));
    }
    for slot in draft
        .slots
        .iter()
        .filter(|slot| slot.state == SlotState::Empty)
    {
        words.line(
            slot.slot.as_str(),
            format!("missing, {}", weight(slot.weight)),
        );
    }
    text.push_str(&words.text());
    text
}

fn weight(weight: tvist_engine::domain::evidence::Weight) -> &'static str {
    use tvist_engine::domain::evidence::Weight;
    match weight {
        Weight::Deciding => "decides most such cases",
        Weight::Helpful => "helps",
        Weight::Extra => "welcome",
    }
}

/// A text's beginning, on one line.
fn short(text: &str) -> String {
    const SHOWN: usize = 70;
    let line = one_line(text);
    if line.chars().count() <= SHOWN {
        return line;
    }
    let mut begun: String = line.chars().take(SHOWN).collect();
    begun.push('…');
    begun
}

pub fn looked_at(checked: &CheckedView) -> String {
    let verdict = if checked.ready {
        "Ready to send.\n"
    } else {
        "Not ready yet.\n"
    };
    format!(
        "{verdict}{}{}{}\n",
        problems(&checked.problems),
        meters(&checked.meters),
        searched(checked.scan.as_ref())
    )
}

/// What the search for card numbers found, and what nobody looked at.
pub fn searched(scan: Option<&ScanSummary>) -> String {
    let Some(scan) = scan else {
        return "Card numbers: not searched for, since the files can't be packed.".to_owned();
    };
    let pages = |n: u32| {
        if n == 1 {
            "1 page".to_owned()
        } else {
            format!("{n} pages")
        }
    };
    let mut text = match scan.found {
        0 => "Card numbers: none found in the text".to_owned(),
        n => format!("Card numbers: {n} found"),
    };
    if scan.unread_pages > 0 {
        text.push_str(&format!("; {} couldn't be read", pages(scan.unread_pages)));
        if scan.vouched_pages > 0 {
            text.push_str(&format!(", you gave your word for {}", scan.vouched_pages));
        }
    }
    match scan.pictures {
        0 => {}
        1 => text.push_str("; 1 picture wasn't looked at"),
        n => text.push_str(&format!("; {n} pictures weren't looked at")),
    }
    text.push('.');
    text
}

/// What the provider says about the special evidence, and what it misses.
pub fn judged(special: Option<&CompellingView>) -> String {
    let mut lines = Lines::default();
    if let Some(special) = special {
        let status = plain(special.status.as_deref().unwrap_or("not judged"));
        let missing: Vec<String> = special.required_actions.iter().map(|a| plain(a)).collect();
        let missing = missing.join(", ");
        let text = if missing.is_empty() {
            status
        } else {
            format!("{status}: {missing}")
        };
        lines.line(plain(compelling::KIND), text);
    }
    lines.text()
}

/// Earlier payments for the eye, ready to be named by their ids.
pub fn earlier(found: &EarlierPaymentsView) -> String {
    let mut table = Table::new(&[
        ("PAYMENT", Side::Left),
        ("DAY", Side::Left),
        ("AMOUNT", Side::Right),
        ("RIGHT AGE", Side::Left),
        ("FOR", Side::Left),
    ]);
    for payment in &found.payments {
        table.row([
            payment.id.clone(),
            moment(payment.at),
            payment.amount.to_string(),
            counted(&payment.meets),
            payment.description.clone().unwrap_or_default(),
        ]);
    }
    let mut text = table.or("No such payment was found.");
    if !found.complete {
        text.push_str("\nThere are more payments of that time than were looked through.\n");
    }
    text
}

/// By which count a payment has the right age.
fn counted(meets: &[Count]) -> String {
    let words: Vec<&str> = meets
        .iter()
        .map(|count| match count {
            Count::BeforePayment => "Stripe",
            Count::BeforeDispute => "Visa",
        })
        .collect();
    words.join(", ")
}

/// What would be set at the provider, for the eye.
pub fn setting(rehearsal: &SettingRehearsalView) -> String {
    let mut text = if rehearsal.ready {
        "Rehearsal: nothing was sent. With --confirm this is set at the provider; nothing is answered by it.\n".to_owned()
    } else {
        "Rehearsal: nothing was sent, and it can't be set as it is.\n".to_owned()
    };
    text.push_str(&problems(&rehearsal.problems));
    let mut lines = Lines::default();
    for (name, value) in &rehearsal.fields {
        lines.line(name, one_line(value));
    }
    text.push_str(&lines.text());
    text
}

/// Problems for the eye, the blocking first.
pub fn problems(problems: &[Problem]) -> String {
    let line = |problem: &Problem| {
        let mark = if problem.blocks { "blocks" } else { "note" };
        let slot = problem
            .slot
            .as_deref()
            .map(|slot| format!(" [{}]", plain(slot)));
        let finding = problem.finding.as_deref();
        let finding = finding.map(|finding| format!(" (finding {finding})"));
        format!(
            "  {mark}: {}{}{}\n",
            one_line(&problem.message),
            finding.unwrap_or_default(),
            slot.unwrap_or_default()
        )
    };
    let (blocking, others): (Vec<_>, Vec<_>) = problems.iter().partition(|problem| problem.blocks);
    blocking.into_iter().chain(others).map(line).collect()
}

/// How full the pack is.
pub fn meters(meters: &Meters) -> String {
    let mut lines = Lines::default();
    lines
        .line(
            "bytes",
            of(
                size(meters.bytes),
                Some(size(meters.bytes_limit)),
                Some(meters.bytes_limit_source),
            ),
        )
        .line(
            "pages",
            of(
                meters.pages.to_string(),
                meters.pages_limit.map(|limit| limit.to_string()),
                meters.pages_limit_source,
            ),
        )
        .line(
            "files",
            match meters.files_limit {
                Some(limit) => format!("{} of {limit}", meters.files),
                None => meters.files.to_string(),
            },
        );
    lines.text()
}

/// A limit that the provider publishes binds; any other is advice.
fn of(value: String, limit: Option<String>, source: Option<LimitSource>) -> String {
    match (limit, source) {
        (Some(limit), Some(source)) if source.binds() => format!("{value} of {limit}"),
        (Some(limit), _) => format!("{value} (advice: {limit})"),
        (None, _) => value,
    }
}

pub fn packed(manifest: &ManifestView, out: &Path) -> String {
    let files = manifest.files.len();
    let fields = manifest.fields.len();
    format!(
        "Wrote {files} files and {fields} fields to {}.\n",
        out.display()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocking_problems_come_first() {
        let text = problems(&[
            Problem::warning("w", None, "could be better"),
            Problem::blocking("b", Some("shipping_date"), "a date is missing"),
        ]);
        assert_eq!(
            text,
            "  blocks: a date is missing [shipping date]\n  note: could be better\n"
        );
    }

    #[test]
    fn a_long_text_is_begun_only() {
        assert_eq!(short("two\nlines"), "two lines");
        let begun = short(&"å".repeat(200));
        assert_eq!(begun.chars().count(), 71);
        assert!(begun.ends_with('…'));
    }
}
