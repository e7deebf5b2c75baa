//! Readable text: aligned tables, labelled lines, and nothing that could steer a terminal.

use std::fmt::Write as _;

use tvist_engine::domain::clock::Timestamp;
use tvist_engine::domain::{Money, outside};

/// Where a column's cells stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Left,
    Right,
}

/// A table: a head and rows under it.
pub struct Table {
    head: Vec<(&'static str, Side)>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table without rows.
    #[must_use]
    pub fn new(head: &[(&'static str, Side)]) -> Self {
        Self {
            head: head.to_vec(),
            rows: Vec::new(),
        }
    }

    /// Adds a row; a cell for each column.
    pub fn row<const N: usize>(&mut self, cells: [String; N]) {
        let cells = cells.iter().map(|cell| one_line(cell));
        self.rows.push(cells.collect());
    }

    /// The table, or `nothing` where it has no rows.
    #[must_use]
    pub fn or(self, nothing: &str) -> String {
        if self.rows.is_empty() {
            return format!("{nothing}\n");
        }
        let widths: Vec<usize> = self
            .head
            .iter()
            .enumerate()
            .map(|(column, (title, _))| {
                let cells = self.rows.iter().filter_map(|row| row.get(column));
                cells.map(|cell| width(cell)).fold(width(title), usize::max)
            })
            .collect();
        let mut text = String::new();
        let head: Vec<String> = self
            .head
            .iter()
            .map(|(title, _)| (*title).to_owned())
            .collect();
        for row in std::iter::once(&head).chain(&self.rows) {
            let mut line = String::new();
            for ((cell, (_, side)), wide) in row.iter().zip(&self.head).zip(&widths) {
                let gap = " ".repeat(wide.saturating_sub(width(cell)));
                match side {
                    Side::Left => line.extend([cell.as_str(), &gap, "  "]),
                    Side::Right => line.extend([&gap, cell.as_str(), "  "]),
                }
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}

fn width(text: &str) -> usize {
    text.chars().count()
}

/// Labelled lines, the labels in one column.
#[derive(Default)]
pub struct Lines {
    lines: Vec<(String, String)>,
}

impl Lines {
    /// Adds a line.
    pub fn line(&mut self, label: impl Into<String>, value: impl AsRef<str>) -> &mut Self {
        self.lines.push((label.into(), one_line(value.as_ref())));
        self
    }

    /// Adds a line where there is something to say.
    pub fn maybe(&mut self, label: &str, value: Option<impl AsRef<str>>) -> &mut Self {
        if let Some(value) = value.filter(|value| !value.as_ref().is_empty()) {
            self.line(label, value);
        }
        self
    }

    /// The lines as a text.
    #[must_use]
    pub fn text(&self) -> String {
        let wide = self
            .lines
            .iter()
            .map(|(label, _)| width(label))
            .max()
            .unwrap_or(0);
        let mut text = String::new();
        for (label, value) in &self.lines {
            let gap = " ".repeat(wide - width(label));
            // Writing to a string can't fail.
            let _ = writeln!(text, "{}{gap}  {value}", one_line(label));
        }
        text
    }
}

/// A text without what a terminal would take as a command. Names and messages come from buyers and providers.
#[must_use]
pub fn printable(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_control() && c != '\n' {
                '\u{fffd}'
            } else {
                c
            }
        })
        .filter(|c| !outside::is_unseen(*c))
        .collect()
}

/// The same on one line.
#[must_use]
pub fn one_line(text: &str) -> String {
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    printable(&joined)
}

/// A word of the contract for the eye: `needs_response` becomes `needs response`.
#[must_use]
pub fn plain(word: &str) -> String {
    word.replace('_', " ")
}

/// An instant for the eye, to the minute, zone named.
#[must_use]
pub fn moment(at: Timestamp) -> String {
    at.format("%Y-%m-%d %H:%M UTC").to_string()
}

/// An amount, or a dash where it isn't known.
#[must_use]
pub fn money(amount: Option<&Money>) -> String {
    amount.map_or_else(|| "–".to_owned(), ToString::to_string)
}

/// A size for the eye.
#[must_use]
pub fn size(bytes: u64) -> String {
    let tenths = |unit: u64| {
        let rounded = bytes.saturating_mul(10).saturating_add(unit / 2) / unit;
        format!("{}.{}", rounded / 10, rounded % 10)
    };
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", tenths(1_000)),
        _ => format!("{} MB", tenths(1_000_000)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_by_characters() {
        let mut table = Table::new(&[
            ("NAME", Side::Left),
            ("AMOUNT", Side::Right),
            ("STEP", Side::Left),
        ]);
        table.row(["Åsa".into(), "5.00 SEK".into(), "answer".into()]);
        table.row(["Zoë Müller".into(), "1250 JPY".into(), String::new()]);
        assert_eq!(
            table.or("none"),
            "NAME          AMOUNT  STEP\nÅsa         5.00 SEK  answer\nZoë Müller  1250 JPY\n"
        );
        assert_eq!(
            Table::new(&[("NAME", Side::Left)]).or("No case."),
            "No case.\n"
        );
    }

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(printable("a\u{1b}[2Jb\u{9b}c"), "a\u{fffd}[2Jb\u{fffd}c");
        assert_eq!(one_line("one\r\ntwo\tthree"), "one two three");
        assert_eq!(one_line("pay \u{202e}1000"), "pay 1000");
    }

    #[test]
    fn amounts_have_the_decimals_of_their_currency() {
        for (minor, currency, expected) in [
            (24900, "EUR", "249.00 EUR"),
            (-1500, "JPY", "-1500 JPY"),
            (1250, "KWD", "1.250 KWD"),
        ] {
            assert_eq!(money(Some(&Money::new(minor, currency))), expected);
        }
        assert_eq!(money(None), "–");
    }

    #[test]
    fn sizes_are_rounded() {
        for (bytes, expected) in [
            (0, "0 B"),
            (999, "999 B"),
            (1_049, "1.0 kB"),
            (4_500_000, "4.5 MB"),
            (4_549_999, "4.5 MB"),
            (50_000_000, "50.0 MB"),
        ] {
            assert_eq!(size(bytes), expected);
        }
    }
}
