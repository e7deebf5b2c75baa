//! The ladder that the owner wants before each safe deadline: how far its rungs may lie, and how they are written.

use chrono::Duration;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// The furthest rung, in hours: 30 days. Windows to answer are rarely longer.
const FURTHEST: u16 = 30 * 24;
const DAY: u16 = 24;

/// A rung, counted back from the safe deadline in elapsed hours: 1 hour to 30 days before it, or the safe deadline itself.
///
/// It is written `14d`, `36h` or `safe`, each distance in one way only: `24h` is `1d`. Of two the later one is the greater.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(try_from = "String", into = "String")]
pub struct Rung(u16);

impl Rung {
    pub const SEVEN_DAYS: Self = Self(7 * DAY);
    pub const THREE_DAYS: Self = Self(3 * DAY);
    pub const ONE_DAY: Self = Self(DAY);
    pub const FOUR_HOURS: Self = Self(4);
    /// The safe deadline itself.
    pub const SAFE: Self = Self(0);

    /// The rung so many hours before the safe deadline; none nearer than an hour or further than 30 days.
    #[must_use]
    pub fn hours(hours: u16) -> Option<Self> {
        (1..=FURTHEST).contains(&hours).then_some(Self(hours))
    }

    /// How long before the safe deadline it lies.
    #[must_use]
    pub fn before(self) -> Duration {
        Duration::hours(i64::from(self.0))
    }
}

impl Ord for Rung {
    fn cmp(&self, other: &Self) -> Ordering {
        other.0.cmp(&self.0)
    }
}

impl PartialOrd for Rung {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Rung {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0 => f.write_str("safe"),
            hours if hours % DAY == 0 => write!(f, "{}d", hours / DAY),
            hours => write!(f, "{hours}h"),
        }
    }
}

impl fmt::Debug for Rung {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Rung {
    type Err = LadderError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if text == "safe" {
            return Ok(Self::SAFE);
        }
        let days = text.strip_suffix('d');
        let digits = days.or_else(|| text.strip_suffix('h')).map(str::trim_end);
        let digits = digits.filter(|d| !d.is_empty() && d.bytes().all(|b| b.is_ascii_digit()));
        let digits = digits.ok_or(LadderError::Distance)?;
        // Digits that are no number of this size are too many.
        let count: u16 = digits.parse().map_err(|_| LadderError::Range)?;
        let hours = count.checked_mul(if days.is_some() { DAY } else { 1 });
        hours.and_then(Self::hours).ok_or(LadderError::Range)
    }
}

impl TryFrom<String> for Rung {
    type Error = LadderError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Rung> for String {
    fn from(rung: Rung) -> Self {
        rung.to_string()
    }
}

/// The rungs before a safe deadline, the furthest first; the safe deadline itself is always the last of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(try_from = "Vec<Rung>", into = "Vec<Rung>")]
pub struct Ladder(Vec<Rung>);

impl Ladder {
    /// More rungs than this, the safe one included, would be noise.
    pub const MOST: usize = 8;

    /// The ladder of these rungs, in whatever order and however often they are named. The safe one is in it also when it
    /// isn't named.
    ///
    /// # Errors
    /// [`LadderError::Full`] when there are more than [`Self::MOST`].
    pub fn of(rungs: impl IntoIterator<Item = Rung>) -> Result<Self, LadderError> {
        let mut rungs: Vec<Rung> = rungs.into_iter().chain([Rung::SAFE]).collect();
        rungs.sort_unstable();
        rungs.dedup();
        if rungs.len() > Self::MOST {
            return Err(LadderError::Full);
        }
        Ok(Self(rungs))
    }

    #[must_use]
    pub fn rungs(&self) -> &[Rung] {
        &self.0
    }

    #[must_use]
    pub fn contains(&self, rung: Rung) -> bool {
        self.0.contains(&rung)
    }

    /// The ladder with one more rung.
    ///
    /// # Errors
    /// [`LadderError::Twice`] when it has that one, [`LadderError::Full`] when it has as many as can be.
    pub fn with(&self, rung: Rung) -> Result<Self, LadderError> {
        if self.contains(rung) {
            return Err(LadderError::Twice);
        }
        Self::of(self.0.iter().copied().chain([rung]))
    }
}

impl Default for Ladder {
    /// The usual ladder: 7 d, 3 d, 1 d, 4 h and the safe deadline (contract, `reminders`).
    fn default() -> Self {
        Self(vec![
            Rung::SEVEN_DAYS,
            Rung::THREE_DAYS,
            Rung::ONE_DAY,
            Rung::FOUR_HOURS,
            Rung::SAFE,
        ])
    }
}

impl TryFrom<Vec<Rung>> for Ladder {
    type Error = LadderError;

    fn try_from(rungs: Vec<Rung>) -> Result<Self, Self::Error> {
        Self::of(rungs)
    }
}

impl From<Ladder> for Vec<Rung> {
    fn from(ladder: Ladder) -> Self {
        ladder.0
    }
}

/// Why a ladder can't be as it was wished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LadderError {
    #[error("a reminder's distance is a whole number of hours or days, written like 12h or 3d")]
    Distance,
    #[error(
        "a reminder comes at the earliest 30 days, at the latest 1 hour before the safe deadline"
    )]
    Range,
    #[error("the ladder has that reminder already")]
    Twice,
    #[error(
        "a ladder has at most {} reminders, the safe one included",
        Ladder::MOST
    )]
    Full,
}

impl LadderError {
    /// A stable word for texts.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Distance => "distance",
            Self::Range => "range",
            Self::Twice => "twice",
            Self::Full => "full",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rung(text: &str) -> Rung {
        text.parse().unwrap()
    }

    #[test]
    fn a_distance_is_read_and_written_in_one_way() {
        for (text, word, hours) in [
            ("7d", "7d", 168),
            ("14d", "14d", 336),
            ("30d", "30d", 720),
            ("720h", "30d", 720),
            ("24h", "1d", 24),
            ("1d", "1d", 24),
            ("48h", "2d", 48),
            ("36h", "36h", 36),
            ("1h", "1h", 1),
            (" 012 h ", "12h", 12),
            ("safe", "safe", 0),
        ] {
            let rung = rung(text);
            assert_eq!(rung.to_string(), word, "{text}");
            assert_eq!(rung.before(), Duration::hours(hours), "{text}");
        }
        for text in [
            "", "d", "7", "-1d", "+1d", "1.5d", "1,5d", "1 w", "7D", "d7", "7dd", "٣d", "1e1h",
            "Safe",
        ] {
            assert_eq!(text.parse::<Rung>(), Err(LadderError::Distance), "{text}");
        }
        for text in [
            "0h",
            "0d",
            "31d",
            "721h",
            "65535d",
            "65536h",
            "99999999999d",
        ] {
            assert_eq!(text.parse::<Rung>(), Err(LadderError::Range), "{text}");
        }
    }

    #[test]
    fn the_usual_ladder_is_the_contracts() {
        let usual = serde_json::to_string(&Ladder::default()).unwrap();
        assert_eq!(usual, r#"["7d","3d","1d","4h","safe"]"#);
        assert_eq!(
            Ladder::of(Ladder::default().0).unwrap(),
            Ladder::default(),
            "in the order of every ladder"
        );
    }

    #[test]
    fn a_ladder_is_read_from_its_words_in_whatever_order() {
        let read = |text: &str| serde_json::from_str::<Ladder>(text);
        let ladder = read(r#"["1h","safe","14d","24h","1d","336h"]"#).unwrap();
        let words = serde_json::to_string(&ladder).unwrap();
        assert_eq!(words, r#"["14d","1d","1h","safe"]"#);
        assert_eq!(read("[]").unwrap().rungs(), [Rung::SAFE]);
        assert!(read(r#"["7d","soon"]"#).is_err());
        assert!(read(r#"["1h","2h","3h","4h","5h","6h","7h","8h"]"#).is_err());
        assert!(read(r#"["1h","2h","3h","4h","5h","6h","7h"]"#).is_ok());
    }

    #[test]
    fn a_rung_is_added_once_and_not_without_end() {
        let ladder = Ladder::default();
        let more = ladder.with(rung("2d")).unwrap();
        assert_eq!(format!("{more:?}"), "Ladder([7d, 3d, 2d, 1d, 4h, safe])");
        assert_eq!(ladder.with(rung("24h")), Err(LadderError::Twice));
        assert_eq!(ladder.with(Rung::SAFE), Err(LadderError::Twice));
        let full = more.with(rung("14d")).unwrap().with(rung("1h")).unwrap();
        assert_eq!(full.rungs().len(), Ladder::MOST);
        assert_eq!(full.with(rung("2h")), Err(LadderError::Full));
    }

    proptest! {
        /// Each of the 720 distances has one word, and every spelling of it leads there.
        #[test]
        fn a_word_names_one_distance(hours in 1_u16..=720, days in 1_u16..=30) {
            for (text, hours) in [(format!("{hours}h"), hours), (format!("{days}d"), days * 24)] {
                let read = rung(&text);
                prop_assert_eq!(Some(read), Rung::hours(hours));
                prop_assert_eq!(rung(&read.to_string()), read);
                prop_assert!(read < Rung::SAFE);
                prop_assert_eq!(read.to_string().ends_with('d'), hours % 24 == 0);
            }
        }

        /// Whatever is typed is read or refused.
        #[test]
        fn nothing_typed_breaks_it(text in "\\PC{0,12}") {
            if let Ok(read) = text.parse::<Rung>() {
                prop_assert!(read == Rung::SAFE || Rung::hours(read.before().num_hours() as u16) == Some(read));
            }
        }

        /// The later rung is the greater, the furthest stands first, the safe one last, none twice.
        #[test]
        fn a_ladder_is_in_order(hours in prop::collection::vec(1_u16..=720, 0..12)) {
            let Ok(ladder) = Ladder::of(hours.iter().filter_map(|h| Rung::hours(*h))) else {
                let mut apart = hours;
                apart.sort_unstable();
                apart.dedup();
                prop_assert!(apart.len() >= Ladder::MOST);
                return Ok(());
            };
            let rungs = ladder.rungs();
            prop_assert!(rungs.windows(2).all(|w| w[0] < w[1] && w[0].before() > w[1].before()));
            prop_assert_eq!(rungs.last(), Some(&Rung::SAFE));
            prop_assert!(hours.iter().all(|h| ladder.contains(Rung::hours(*h).unwrap())));
            let words = serde_json::to_string(&ladder).unwrap();
            prop_assert_eq!(serde_json::from_str::<Ladder>(&words).unwrap(), ladder);
        }
    }
}
