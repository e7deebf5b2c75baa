//! Texts from outside, where one line shows them: in a notice, a tray's menu, a dialog, a terminal.
//!
//! Buyers, shops and providers write names as they like. Control characters steer what shows them, a line feed makes one
//! line look like two, marks of direction show a text that isn't there, and what is endless hides what stands behind it.

/// How many characters of a name are shown.
pub const MOST_OF_A_NAME: usize = 60;

/// The text on one line, without what isn't seen, `most` characters at the most; an ellipsis stands for what was cut off.
#[must_use]
pub fn one_line(text: &str, most: usize) -> String {
    let words: Vec<String> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .map(|word| word.chars().filter(|c| !is_unseen(*c)).collect::<String>())
        .filter(|word| !word.is_empty())
        .collect();
    let line = words.join(" ");
    match line.char_indices().nth(most) {
        None => line,
        Some(_) => {
            let kept: String = line.chars().take(most.saturating_sub(1)).collect();
            format!("{}…", kept.trim_end())
        }
    }
}

/// A name on one line, as long as names are.
#[must_use]
pub fn name(text: &str) -> String {
    one_line(text, MOST_OF_A_NAME)
}

/// A character that isn't seen itself, and changes how others are read: marks that turn the direction of writing, spaces
/// without width, tags. The joiners of Persian and Indian scripts stay: names are written with them.
#[must_use]
pub fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_stay_and_what_steers_goes() {
        for (text, line) in [
            ("Lea & Brandt", "Lea & Brandt"),
            ("Zoë  Müller ", "Zoë Müller"),
            (
                "Anna\u{1}\u{202e}nossneB\nUrgent: open",
                "Anna nossneB Urgent: open",
            ),
            ("a\u{2028}b\u{85}c\td", "a b c d"),
            ("\u{feff}\u{200b} \u{202e}", ""),
            ("invoice\u{202e}fdp.exe", "invoicefdp.exe"),
            ("\u{1b}[2Jx", "[2Jx"),
            // Joined letters are part of a name; so are marks above them.
            ("نیم\u{200c}فاصله", "نیم\u{200c}فاصله"),
            ("e\u{301}", "e\u{301}"),
        ] {
            assert_eq!(one_line(text, 60), line, "{text:?}");
        }
        assert_eq!(one_line("one two three", 8), "one two…");
        assert_eq!(one_line("12345678", 8), "12345678");
        assert_eq!(name(&"x".repeat(10_000)).chars().count(), MOST_OF_A_NAME);
    }

    proptest! {
        #[test]
        fn whatever_comes_is_one_short_visible_line(text in any::<String>(), most in 1_usize..80) {
            let line = one_line(&text, most);
            prop_assert!(line.chars().count() <= most);
            let bad = line.chars().any(|c| c.is_control() || is_unseen(c) || (c.is_whitespace() && c != ' '));
            prop_assert!(!bad, "{:?}", line);
            prop_assert_eq!(one_line(&line, most), line);
        }
    }
}
