//! What the search for card numbers saw of the pages that leave, and what follows from it. It fails closed: a page that
//! couldn't be read stands in the way until its owner has given their word for it, and pictures are never called read.

use crate::ItemId;
use crate::check::Problem;
use crate::evidence::{Draft, Item};
use crate::pan;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The files that leave, as the search saw them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scan {
    pub files: Vec<ScannedFile>,
}

/// One file that leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScannedFile {
    /// The provider's name of its place.
    pub slot: String,
    pub pages: Vec<ScannedPage>,
    /// A number stands where no page shows it: in a title, a note, a form's value.
    pub beside_the_pages: bool,
}

/// One page of a file that leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScannedPage {
    /// What it was made from: nothing of the draft's for a page of the program's own, several where pictures share it.
    pub from: Vec<Origin>,
    pub seen: Seen,
}

/// A page of a file of the draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    pub item: ItemId,
    /// Counted from one.
    pub page: u32,
}

/// How much of a page the search saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// Its text was read.
    Read {
        /// Card numbers and security codes.
        found: u32,
        /// Characters that couldn't be told.
        unknown: u32,
        /// They may be a number, or a part of one.
        may_hide: bool,
        /// Pictures that nobody looked at.
        pictures: u32,
    },
    /// Nothing of it.
    Unread,
}

impl Seen {
    /// The findings in a text, and what its pictures leave open.
    #[must_use]
    pub fn of(text: &str, pictures: u32) -> Self {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self::Read {
            found: count(pan::scan(text).len()),
            unknown: count(pan::unknown_characters(text)),
            may_hide: pan::may_hide(text),
            pictures,
        }
    }

    /// Whether the page may hold a number that wasn't seen.
    #[must_use]
    pub fn is_unread(&self) -> bool {
        matches!(self, Self::Unread | Self::Read { may_hide: true, .. })
    }

    fn found(&self) -> u32 {
        match self {
            Self::Read { found, .. } => *found,
            Self::Unread => 0,
        }
    }

    fn pictures(&self) -> u32 {
        match self {
            Self::Read { pictures, .. } => *pictures,
            Self::Unread => 0,
        }
    }
}

/// The search in figures: what was found, and what nobody looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct ScanSummary {
    /// Card numbers and security codes, in files and in texts.
    pub found: u32,
    /// Pages that couldn't be read, those that the owner vouched for among them.
    pub unread_pages: u32,
    /// Pages among them for which the owner gave their word.
    pub vouched_pages: u32,
    /// Pictures, whose contents the search doesn't read.
    pub pictures: u32,
}

/// The name of a finding: the page and its place on it, of these very bytes.
#[must_use]
pub fn finding_name(item: &Item, page: u32, n: u32) -> String {
    let bytes: String = item.sha256.chars().take(8).collect();
    format!("{page}.{n}-{bytes}")
}

impl Scan {
    /// Pages of one file of the draft that couldn't be read, counted from one.
    #[must_use]
    pub fn unread_pages_of(&self, item: &Item) -> BTreeSet<u32> {
        let unread = self
            .pages()
            .filter(|(_, page)| page.seen.is_unread())
            .flat_map(|(_, page)| &page.from)
            .filter(|from| from.item == item.id)
            .map(|from| from.page);
        unread.chain(item.unread.iter().copied()).collect()
    }

    /// What the search found, and what it couldn't look at; page by page.
    #[must_use]
    pub fn problems(&self, draft: &Draft) -> Vec<Problem> {
        let mut problems = Vec::new();
        for file in &self.files {
            for page in &file.pages {
                problems.extend(page.problems(file, draft));
            }
            if file.beside_the_pages {
                let problem = Problem::blocking(
                    "card_number",
                    Some(&file.slot),
                    "a card number stands where no page shows it: in a title, a note or a form's value",
                );
                let mut items = file
                    .pages
                    .iter()
                    .flat_map(|p| &p.from)
                    .map(|from| &from.item);
                let first = items.next();
                let only = first.filter(|first| items.all(|item| item == *first));
                let item = only.and_then(|id| item_of(draft, id));
                problems.push(match item {
                    Some(item) => problem.about(item, None),
                    None => problem,
                });
            }
        }
        problems
    }

    /// The search in figures. `in_texts` are findings in texts that leave beside the files.
    #[must_use]
    pub fn summary(&self, draft: &Draft, in_texts: u32) -> ScanSummary {
        let mut sum = ScanSummary {
            found: in_texts,
            ..ScanSummary::default()
        };
        for (_, page) in self.pages() {
            sum.found = sum.found.saturating_add(page.seen.found());
            sum.pictures = sum.pictures.saturating_add(page.seen.pictures());
            if page.is_unread(draft) {
                sum.unread_pages = sum.unread_pages.saturating_add(1);
                let vouched = u32::from(page.is_vouched(draft));
                sum.vouched_pages = sum.vouched_pages.saturating_add(vouched);
            }
        }
        sum.found = sum.found.saturating_add(
            self.files
                .iter()
                .map(|f| u32::from(f.beside_the_pages))
                .sum(),
        );
        sum
    }

    fn pages(&self) -> impl Iterator<Item = (&ScannedFile, &ScannedPage)> {
        self.files
            .iter()
            .flat_map(|file| file.pages.iter().map(move |page| (file, page)))
    }
}

impl ScannedPage {
    fn origins<'a>(&'a self, draft: &'a Draft) -> impl Iterator<Item = (&'a Item, u32)> {
        self.from
            .iter()
            .filter_map(|from| Some((item_of(draft, &from.item)?, from.page)))
    }

    fn is_unread(&self, draft: &Draft) -> bool {
        self.seen.is_unread()
            || self
                .origins(draft)
                .any(|(item, page)| item.unread.contains(&page))
    }

    /// Whether the owner's word stands for all of the page.
    fn is_vouched(&self, draft: &Draft) -> bool {
        let mut origins = self.origins(draft).peekable();
        origins.peek().is_some() && origins.all(|(item, page)| item.vouched.contains(&page))
    }

    fn problems(&self, file: &ScannedFile, draft: &Draft) -> Vec<Problem> {
        let told = self.told(Some(file.slot.as_str()), draft).into_iter();
        told.flat_map(|(problem, found)| self.placed(&problem, found, draft))
            .collect()
    }

    /// The problems of the page, each with the number of findings that it is about; zero where it is about the whole page.
    fn told(&self, slot: Option<&str>, draft: &Draft) -> Vec<(Problem, u32)> {
        let mut told = Vec::new();
        let found = self.seen.found();
        if found > 0 {
            let problem = Problem::blocking("card_number", slot, "a card number stands there");
            told.push((problem, found));
        }
        if self.is_unread(draft) {
            let problem = if self.is_vouched(draft) {
                Problem::warning(
                    "page_vouched",
                    slot,
                    "this page can't be read; you said that it holds no card number",
                )
            } else {
                Problem::blocking(
                    "page_unread",
                    slot,
                    "this page can't be read, so nobody knows whether it holds a card number: look at it and give your \
                     word for it (evidence vouch), or take it out",
                )
            };
            told.push((problem, 0));
        } else if let Seen::Read { unknown, .. } = self.seen
            && unknown > 0
        {
            let message =
                format!("{unknown} characters can't be read; they are too few for a card number");
            told.push((Problem::warning("page_partly_read", slot, message), 0));
        }
        if self.seen.pictures() > 0 {
            let problem = Problem::warning(
                "page_pictures",
                slot,
                "there is a picture on it; what pictures show isn't searched for card numbers",
            );
            told.push((problem, 0));
        }
        told
    }

    /// The same at each page of the draft's files that this one was made from, and there once a finding.
    fn placed(&self, problem: &Problem, found: u32, draft: &Draft) -> Vec<Problem> {
        let mut origins = self.origins(draft).peekable();
        if origins.peek().is_none() {
            return vec![problem.clone()];
        }
        let mut placed = Vec::new();
        for (item, page) in origins {
            let at = problem.clone().about(item, Some(page));
            if found == 0 {
                placed.push(at);
                continue;
            }
            placed.extend((1..=found).map(|n| Problem {
                finding: Some(finding_name(item, page, n)),
                ..at.clone()
            }));
        }
        placed
    }
}

fn item_of<'a>(draft: &'a Draft, id: &ItemId) -> Option<&'a Item> {
    draft.items.iter().find(|item| item.id == *id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{Kind, Media, Placing};

    fn item(id: &str) -> Item {
        Item {
            id: ItemId::from_text(id),
            name: format!("{id}.pdf"),
            slot: Kind::Receipt,
            placing: Placing::Stated,
            media: Media::Pdf,
            bytes: 1,
            pages: 2,
            sha256: "0123456789abcdef".to_owned(),
            held_as: None,
            vouched: BTreeSet::new(),
            unread: BTreeSet::new(),
        }
    }

    fn draft(items: Vec<Item>) -> Draft {
        Draft {
            items,
            ..Draft::default()
        }
    }

    fn scan(pages: Vec<(&[(&str, u32)], Seen)>) -> Scan {
        let page = |(from, seen): (&[(&str, u32)], Seen)| ScannedPage {
            from: from
                .iter()
                .map(|(item, page)| Origin {
                    item: ItemId::from_text(*item),
                    page: *page,
                })
                .collect(),
            seen,
        };
        Scan {
            files: vec![ScannedFile {
                slot: "receipt".to_owned(),
                pages: pages.into_iter().map(page).collect(),
                beside_the_pages: false,
            }],
        }
    }

    type Told = (String, bool, Option<String>, Option<u32>, Option<String>);

    fn told(problems: &[Problem]) -> Vec<Told> {
        let one = |p: &Problem| {
            (
                p.code.clone(),
                p.blocks,
                p.item.as_ref().map(|i| i.as_str().to_owned()),
                p.page,
                p.finding.clone(),
            )
        };
        problems.iter().map(one).collect()
    }

    #[test]
    fn an_unread_page_blocks_until_its_owner_vouches_for_that_page() {
        let seen = scan(vec![
            (&[("a", 1)], Seen::of("Invoice", 0)),
            (&[("a", 2)], Seen::Unread),
        ]);
        let mut files = draft(vec![item("a")]);
        let blocked = seen.problems(&files);
        assert_eq!(
            told(&blocked),
            [(
                "page_unread".to_owned(),
                true,
                Some("a".to_owned()),
                Some(2),
                None
            )]
        );
        assert!(blocked[0].message.starts_with("a.pdf, page 2: "));
        files.items[0].vouched.insert(1);
        assert!(seen.problems(&files)[0].blocks, "a word for another page");
        files.items[0].vouched.insert(2);
        let let_through = seen.problems(&files);
        assert_eq!(let_through[0].code, "page_vouched");
        assert!(!let_through[0].blocks);
        let figures = seen.summary(&files, 0);
        assert_eq!((figures.unread_pages, figures.vouched_pages), (1, 1));
    }

    #[test]
    fn each_number_is_a_finding_with_its_file_and_page() {
        let text = "card 4111 1111 1111 1111, CVC 123";
        let seen = scan(vec![(&[("a", 2)], Seen::of(text, 0))]);
        let files = draft(vec![item("a")]);
        let place = |n: u32| {
            let finding = Some(format!("2.{n}-01234567"));
            (
                "card_number".to_owned(),
                true,
                Some("a".to_owned()),
                Some(2),
                finding,
            )
        };
        assert_eq!(told(&seen.problems(&files)), [place(1), place(2)]);
        assert_eq!(seen.summary(&files, 1).found, 3);
    }

    #[test]
    fn no_word_helps_against_a_number_that_was_found() {
        let seen = scan(vec![(&[("a", 1)], Seen::of("card 4111 1111 1111 1111", 0))]);
        let mut file = item("a");
        file.vouched.insert(1);
        assert!(seen.problems(&draft(vec![file]))[0].blocks);
    }

    #[test]
    fn a_page_that_pictures_share_needs_a_word_for_each() {
        let seen = scan(vec![(&[("a", 1), ("b", 1)], Seen::Unread)]);
        let mut files = draft(vec![item("a"), item("b")]);
        files.items[0].vouched.insert(1);
        assert!(seen.problems(&files).iter().any(|p| p.blocks));
        files.items[1].vouched.insert(1);
        assert!(seen.problems(&files).iter().all(|p| !p.blocks));
    }

    #[test]
    fn a_page_of_the_program_s_own_that_cant_be_read_cant_be_vouched_for() {
        let seen = scan(vec![(&[], Seen::Unread)]);
        let problems = seen.problems(&draft(vec![item("a")]));
        assert_eq!(
            told(&problems),
            [("page_unread".to_owned(), true, None, None, None)]
        );
    }

    #[test]
    fn pictures_and_single_strange_characters_are_told_and_dont_block() {
        let seen = scan(vec![(
            &[("a", 1)],
            Seen::of("\u{fffd} one\n\u{fffd} two", 2),
        )]);
        let problems = seen.problems(&draft(vec![item("a")]));
        let codes: Vec<&str> = problems.iter().map(|p| p.code.as_str()).collect();
        assert_eq!(codes, ["page_partly_read", "page_pictures"]);
        assert!(problems.iter().all(|p| !p.blocks && p.page == Some(1)));
        assert_eq!(seen.summary(&draft(vec![item("a")]), 0).pictures, 2);
    }

    #[test]
    fn what_was_unread_before_it_became_a_picture_is_unread_still() {
        let seen = scan(vec![(&[("a", 1)], Seen::of("", 1))]);
        let mut file = item("a");
        file.unread.insert(1);
        let problems = seen.problems(&draft(vec![file]));
        assert!(problems.iter().any(|p| p.code == "page_unread" && p.blocks));
    }
}
