//! A citation leads somewhere: each page, section, numbered rule, source key and word of the contract that a comment names is
//! in `docs/`.
//!
//! How things are cited: `stripe.md §4`, `stripe.md §1 rule 5`, `stripe.md §10 (4)`, `stripe.md §9 [D17]`, `overview §4.1`; `(§2.3)` alone
//! in a file that is about one provider; `rule R6`, `rules R6 and R7`; `(contract, conventions)`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use tvist_tests::workspace;

const PROVIDERS: [&str; 4] = ["stripe", "clearhaus", "celcoin", "unico"];
const PLACES: [&str; 4] = ["src-tauri", "tests", "ui", "docs"];
const ENDINGS: [&str; 5] = ["rs", "ts", "svelte", "sql", "md"];
const LEFT_OUT: [&str; 5] = ["target", "node_modules", "gen", "dist", ".git"];

/// What can be cited.
struct Library {
    /// The providers' pages: text by section.
    pages: BTreeMap<String, BTreeMap<String, String>>,
    rules: BTreeSet<String>,
    contract: String,
    /// The names of all Markdown files.
    files: BTreeSet<String>,
}

impl Library {
    fn read() -> Self {
        let docs = workspace().join("docs");
        let read = |path: &str| fs::read_to_string(docs.join(path)).expect("a page is text");
        let pages = PROVIDERS.iter().chain(&["overview"]);
        let pages = pages.map(|name| {
            let page = read(&format!("providers/{name}.md"));
            ((*name).to_owned(), sections(&page))
        });
        let rules = read("rules.md");
        let rules = rules.lines().filter_map(|line| line.strip_prefix("### "));
        let rules = rules.filter_map(|title| title.split(' ').next());
        let name = |path: &PathBuf| path.file_name()?.to_str().map(str::to_owned);
        Self {
            pages: pages.collect(),
            rules: rules.map(str::to_owned).collect(),
            contract: read("contract.md").to_lowercase(),
            files: written().iter().filter_map(name).collect(),
        }
    }
}

/// The text of each numbered section, that of its subsections included.
fn sections(page: &str) -> BTreeMap<String, String> {
    let mut all: BTreeMap<String, String> = BTreeMap::new();
    let mut open: Vec<String> = Vec::new();
    for line in page.lines() {
        let title = line.trim_start_matches('#').trim_start();
        let depth = line.len() - line.trim_start_matches('#').len();
        if depth > 1 {
            let number = title
                .split(' ')
                .next()
                .unwrap_or_default()
                .trim_end_matches('.');
            open.truncate(depth - 2);
            if number.starts_with(|c: char| c.is_ascii_digit()) {
                open.push(number.to_owned());
            }
        }
        for number in &open {
            let text = all.entry(number.clone()).or_default();
            text.push_str(line);
            text.push('\n');
        }
    }
    all
}

/// Every file that may cite, this one left out: it cites what isn't there.
fn written() -> Vec<PathBuf> {
    let mut files = Vec::new();
    for place in PLACES {
        walk(&workspace().join(place), &mut files);
    }
    files.extend(["README.md", "ARCHITECTURE.md"].map(|name| workspace().join(name)));
    files
}

fn walk(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder can be listed") {
        let path = entry.expect("an entry").path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if path.is_dir() && !LEFT_OUT.contains(&name) && !name.starts_with('.') {
            walk(&path, out);
        } else if path
            .extension()
            .is_some_and(|e| ENDINGS.iter().any(|end| e == *end))
            && name != "citations.rs"
        {
            out.push(path);
        }
    }
}

/// One line of all lines, without what marks a comment: a citation may go over the end of a line.
fn unwrapped(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let line = line.trim_start();
        let line = ["///", "//!", "//", "--", "*"]
            .iter()
            .find_map(|mark| line.strip_prefix(mark))
            .unwrap_or(line);
        line.trim()
    });
    lines.collect::<Vec<_>>().join(" ")
}

/// The provider that a file is about, by its folder or its own name.
fn subject(path: &Path) -> Option<&'static str> {
    let named = |part: &str| PROVIDERS.into_iter().find(|provider| *provider == part);
    let parts = path.iter().filter_map(|part| part.to_str());
    let stem = path.file_stem().and_then(|stem| stem.to_str());
    parts.chain(stem).filter_map(named).next_back()
}

/// Digits with dots between them at the beginning of a text.
fn number(text: &str) -> &str {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    text[..end].trim_end_matches('.')
}

/// What leads nowhere in a file.
fn faults(library: &Library, path: &Path, text: &str) -> Vec<String> {
    let text = unwrapped(text);
    let mut found = Vec::new();
    found.extend(missing_files(library, &text));
    found.extend(missing_sections(library, path, &text));
    found.extend(missing_rules(library, &text));
    found.extend(missing_words(library, &text));
    found
}

fn missing_files(library: &Library, text: &str) -> Vec<String> {
    let ends = text.match_indices(".md").filter(|(at, _)| {
        let next = text[at + 3..].chars().next();
        !next.is_some_and(|c| c.is_alphanumeric() || c == '_')
    });
    let names = ends.map(|(at, _)| {
        let before = &text[..at];
        let start = before.rfind(|c: char| !(c.is_alphanumeric() || "-_.".contains(c)));
        let start = start.map_or(0, |at| {
            at + before[at..].chars().next().map_or(1, char::len_utf8)
        });
        format!("{}.md", &before[start..])
    });
    let missing = names.filter(|name| name != ".md" && !library.files.contains(name));
    missing.map(|name| format!("there is no {name}")).collect()
}

/// The page that a section sign belongs to; none where it is of another standard.
fn page_of(before: &str, path: &Path) -> Option<String> {
    // What stands before the section signs that go before this one.
    let mut named = before.trim_end();
    while let Some((rest, last)) = named.trim_end_matches([',', ' ']).rsplit_once([' ', '('])
        && last.starts_with('§')
    {
        named = rest.trim_end();
    }
    let word = named.rsplit([' ', '(']).next().unwrap_or_default();
    // RFC 5545 §3.1, POSIX.1 §8.3.
    if word.ends_with(|c: char| c.is_ascii_digit()) && !word.contains('§') {
        return None;
    }
    let pages = PROVIDERS
        .iter()
        .map(|name| format!("{name}.md"))
        .chain(["verview".to_owned()]);
    let nearest = pages
        .filter_map(|page| Some((before.rfind(&page)?, page)))
        .max();
    if let Some((at, page)) = &nearest {
        let between = &before[at + page.len()..];
        let words = between
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .filter(|w| !w.is_empty());
        let joins = |word: &str| {
            matches!(word, "and" | "rule" | "rules" | "appeals" | "to")
                || word.starts_with(|c: char| c.is_ascii_digit())
                || word.len() <= 3 && word.starts_with(|c: char| c.is_ascii_uppercase())
        };
        if words.into_iter().all(joins) {
            return Some(page.replace(".md", "").replace("verview", "overview"));
        }
    }
    let last = nearest.map(|(_, page)| page.replace(".md", "").replace("verview", "overview"));
    subject(path)
        .map(str::to_owned)
        .or(last)
        .or(Some(String::new()))
}

fn missing_sections(library: &Library, path: &Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, sign) in text.match_indices('§') {
        let mut rest = &text[at + sign.len()..];
        if number(rest).is_empty() {
            continue;
        }
        let before = text[..at].trim_end_matches('§');
        let Some(page) = page_of(before, path) else {
            continue;
        };
        let Some(sections) = library.pages.get(&page) else {
            found.push(format!("§{} of which page?", number(rest)));
            continue;
        };
        // "§§3, 4 and 6".
        let several = text[..at].ends_with('§');
        loop {
            let section = number(rest);
            rest = &rest[section.len()..];
            match sections.get(section) {
                None => found.push(format!("{page}.md has no §{section}")),
                Some(body) => found.extend(missing_parts(&page, section, body, rest, sections)),
            }
            let more = [", ", " and "]
                .iter()
                .find_map(|join| rest.strip_prefix(join));
            match more.filter(|more| several && !number(more).is_empty()) {
                Some(more) => rest = more,
                None => break,
            }
        }
    }
    found
}

/// A numbered rule, a numbered step or the key of a source, right behind a section.
fn missing_parts(
    page: &str,
    section: &str,
    body: &str,
    rest: &str,
    sections: &BTreeMap<String, String>,
) -> Option<String> {
    if let Some(rule) = rest.strip_prefix(" rule ").map(number) {
        let there = body
            .lines()
            .any(|line| line.starts_with(&format!("{rule}. ")));
        return (!there).then(|| format!("{page}.md §{section} has no rule {rule}"));
    }
    if let Some(step) = rest
        .strip_prefix(" (")
        .map(number)
        .filter(|step| !step.is_empty())
    {
        let part = rest[2 + step.len()..].starts_with(')');
        let missing = part && !body.contains(&format!("({step})"));
        return missing.then(|| format!("{page}.md §{section} has no ({step})"));
    }
    let key = rest
        .strip_prefix(" [")
        .and_then(|key| key.split(']').next())?;
    let is_key = key.len() < 5 && key.starts_with(|c: char| c.is_ascii_uppercase());
    let there = sections
        .values()
        .any(|text| text.contains(&format!("| {key} |")));
    (is_key && !there).then(|| format!("{page}.md has no source [{key}]"))
}

fn missing_rules(library: &Library, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, word) in text.match_indices("rule") {
        let mut rest = text[at + word.len()..].trim_start_matches('s');
        while let Some(next) = [" and ", ", ", "–", " "]
            .iter()
            .find_map(|join| rest.strip_prefix(join))
        {
            let digits = next.get(1..).map_or("", number);
            if !next.starts_with(['R', 'T']) || digits.is_empty() {
                break;
            }
            let name = &next[..=digits.len()];
            if !library.rules.contains(name) {
                found.push(format!("rules.md has no {name}"));
            }
            rest = &next[name.len()..];
        }
    }
    found
}

fn missing_words(library: &Library, text: &str) -> Vec<String> {
    let cited = text.split("(contract, ").skip(1);
    let cited = cited.filter_map(|rest| rest.split(')').next());
    let missing = cited.filter(|words| {
        !library
            .contract
            .contains(&words.to_lowercase().replace('`', ""))
    });
    missing
        .map(|words| format!("the contract has no {words}"))
        .collect()
}

#[test]
fn every_citation_leads_somewhere() {
    let library = Library::read();
    let mut cited = 0;
    let mut found = Vec::new();
    for path in written() {
        let text = fs::read_to_string(&path).expect("a source is text");
        cited += text.matches('§').count();
        let place = path
            .strip_prefix(workspace())
            .expect("it is in the workspace");
        let told = faults(&library, &path, &text).into_iter();
        found.extend(told.map(|fault| format!("{}: {fault}", place.display())));
    }
    assert!(cited > 300, "{cited} sections are cited");
    assert_eq!(found, [] as [String; 0], "{}", found.join("\n"));
}

#[test]
fn a_citation_that_leads_nowhere_is_found() {
    let library = Library::read();
    let anywhere = Path::new("src-tauri/crates/engine/src/case.rs");
    let celcoin = Path::new("src-tauri/crates/provider/src/celcoin/list.rs");
    for (path, text, fault) in [
        (anywhere, "// As paypal.md says.", "there is no paypal.md"),
        (anywhere, "/// (stripe.md §99)", "stripe.md has no §99"),
        (
            anywhere,
            "/// stripe.md §4, §11.3 and\n/// §11.9.",
            "stripe.md has no §11.9",
        ),
        (
            anywhere,
            "//! stripe.md §§3, 4 and 66",
            "stripe.md has no §66",
        ),
        (anywhere, "/// unico.md §3.3–§3.9", "unico.md has no §3.9"),
        (
            anywhere,
            "/// (stripe.md §1 rule 11)",
            "stripe.md §1 has no rule 11",
        ),
        (
            anywhere,
            "/// (stripe.md §10 (9))",
            "stripe.md §10 has no (9)",
        ),
        (
            anywhere,
            "/// stripe.md §9 [D99]",
            "stripe.md has no source [D99]",
        ),
        (anywhere, "/// overview §4.9", "overview.md has no §4.9"),
        (anywhere, "/// It is so (§4).", "§4 of which page?"),
        (celcoin, "/// It is so (§1.5).", "celcoin.md has no §1.5"),
        (anywhere, "/// rule R12", "rules.md has no R12"),
        (anywhere, "/// rules R6, R7 and R99", "rules.md has no R99"),
        (
            anywhere,
            "/// (contract, `dance`)",
            "the contract has no `dance`",
        ),
    ] {
        assert_eq!(faults(&library, path, text), [fault], "{text}");
    }
    for (path, text) in [
        (
            celcoin,
            "/// (§2.3) and celcoin.md\n/// §2.7; RFC 5545 §3.1, POSIX.1 §8.3",
        ),
        (
            anywhere,
            "/// stripe.md §1 rule 5, §4 [D16]; rules R1–R11; (contract, conventions); stripe.md §10 (5)",
        ),
    ] {
        assert_eq!(faults(&library, path, text), [] as [String; 0], "{text}");
    }
}
