//! Words drawn into a PDF in the font that every reader has, for fields and marks that bring no picture.

use lopdf::{Dictionary, Document, Object, dictionary};

use super::value;

/// Widths of Helvetica from the blank to the tilde, in thousandths of its size (Adobe's font metrics).
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// How a field or mark wants its words: size in points (0: as fits) and the operator that sets the colour.
pub(super) struct Style {
    pub size: f32,
    pub colour: String,
}

impl Style {
    /// Reads a default appearance (ISO 32000-1 §12.7.3.3), as `/Helv 12 Tf 0 g`.
    pub fn of(appearance: &[u8]) -> Self {
        let text = String::from_utf8_lossy(appearance);
        let words: Vec<&str> = text.split_ascii_whitespace().collect();
        let mut style = Self {
            size: 0.0,
            colour: "0 g".to_owned(),
        };
        for (at, word) in words.iter().enumerate() {
            let count = match *word {
                "Tf" => {
                    let size = at
                        .checked_sub(1)
                        .and_then(|at| words[at].parse::<f32>().ok());
                    style.size = size
                        .filter(|s| s.is_finite())
                        .unwrap_or(0.0)
                        .clamp(0.0, 300.0);
                    continue;
                }
                "g" => 1,
                "rg" => 3,
                "k" => 4,
                _ => continue,
            };
            let numbers = at.checked_sub(count).map(|from| &words[from..at]);
            if let Some(numbers) = numbers.filter(|n| n.iter().all(|n| n.parse::<f32>().is_ok())) {
                style.colour = format!("{} {word}", numbers.join(" "));
            }
        }
        style
    }
}

/// A text of a PDF as characters.
pub(super) fn text(document: &Document, holder: &Dictionary, key: &[u8]) -> Option<String> {
    let found = value(document, holder, key)?;
    matches!(found, Object::String(..)).then(|| lopdf::decode_text_string(found).ok())?
}

/// Words as the font codes them (Windows-1252); none if it lacks one of them.
pub(super) fn coded(words: &str) -> Option<Vec<u8>> {
    words
        .chars()
        .map(|c| match c {
            '\t' | '\u{a0}' => Some(b' '),
            ' '..='~' => Some(c as u8),
            _ => crate::text::windows_1252_of(c),
        })
        .collect()
}

/// Width of coded words at a size, in points.
pub(super) fn width(coded: &[u8], size: f32) -> f32 {
    let each = |byte: &u8| {
        WIDTHS
            .get(usize::from(*byte).wrapping_sub(32))
            .copied()
            .unwrap_or(556)
    };
    coded.iter().map(|byte| f32::from(each(byte))).sum::<f32>() * size / 1000.0
}

/// Lines no wider than so many points, broken at blanks and, where a word alone is too wide, inside it.
pub(super) fn lines(words: &str, size: f32, most: f32) -> Option<Vec<Vec<u8>>> {
    let mut out = Vec::new();
    for line in words.replace("\r\n", "\n").split(['\n', '\r']) {
        let coded = coded(line)?;
        let mut rest = coded.as_slice();
        loop {
            let mut fits = rest.len();
            if width(rest, size) > most {
                let mut used = 0.0;
                let beyond = rest.iter().position(|byte| {
                    used += width(&[*byte], size);
                    used > most
                });
                let beyond = beyond.unwrap_or(rest.len()).max(1);
                let blank = rest[..beyond].iter().rposition(|byte| *byte == b' ');
                fits = blank.filter(|at| *at > 0).map_or(beyond, |at| at + 1);
            }
            out.push(rest[..fits].to_vec());
            rest = &rest[fits..];
            if rest.is_empty() {
                break;
            }
        }
    }
    Some(out)
}

/// One line of coded words at a place, as content.
pub(super) fn show(coded: &[u8], x: f32, y: f32, size: f32) -> Vec<u8> {
    let hex: String = coded.iter().map(|byte| format!("{byte:02X}")).collect();
    format!("BT /Helv {size:.2} Tf {x:.2} {y:.2} Td <{hex}> Tj ET\n").into_bytes()
}

/// The resources that [`show`] needs.
pub(super) fn font() -> Dictionary {
    let helvetica = dictionary! {
        "Type" => "Font",
        "Subtype" => "Type1",
        "BaseFont" => "Helvetica",
        "Encoding" => "WinAnsiEncoding",
    };
    dictionary! { "Font" => dictionary! { "Helv" => helvetica } }
}

/// Numbers of an array.
pub(super) fn numbers(document: &Document, holder: &Dictionary, key: &[u8]) -> Vec<f32> {
    let list = value(document, holder, key).and_then(|list| list.as_array().ok());
    list.into_iter()
        .flatten()
        .filter_map(|item| document.dereference(item).ok()?.1.as_float().ok())
        .filter(|number| number.is_finite())
        .collect()
}

/// The operator that sets a colour given by its components; none for "transparent".
pub(super) fn colour(components: &[f32], stroke: bool) -> Option<String> {
    let word = match (components.len(), stroke) {
        (1, false) => "g",
        (1, true) => "G",
        (3, false) => "rg",
        (3, true) => "RG",
        (4, false) => "k",
        (4, true) => "K",
        _ => return None,
    };
    let numbers: Vec<String> = components.iter().map(|c| format!("{c:.3}")).collect();
    Some(format!("{} {word}\n", numbers.join(" ")))
}

/// A rectangle as left, low, width, height; none if it has no area.
pub(super) fn area(document: &Document, annotation: &Dictionary) -> Option<[f32; 4]> {
    let rect = numbers(document, annotation, b"Rect");
    let [a, b, c, d] = rect.as_slice() else {
        return None;
    };
    let (width, height) = ((c - a).abs(), (d - b).abs());
    (width > 0.0 && height > 0.0 && width < 20_000.0 && height < 20_000.0)
        .then(|| [a.min(*c), b.min(*d), width, height])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_broken_without_losing_one() {
        let text = "Delivered on 6 October to the neighbour, signed by her\nsecond line averyveryverylongwordindeed";
        for most in [20.0, 60.0, 200.0] {
            let lines = lines(text, 12.0, most).unwrap();
            let fits =
                |line: &Vec<u8>| line.len() == 1 || width(line.trim_ascii_end(), 12.0) <= most;
            assert!(lines.iter().all(fits), "{most}");
            let bare = |s: &[u8]| {
                s.iter()
                    .filter(|b| !b.is_ascii_whitespace())
                    .copied()
                    .collect::<Vec<u8>>()
            };
            assert_eq!(bare(&lines.concat()), bare(text.as_bytes()));
        }
        assert_eq!(lines("Łódź", 12.0, 100.0), None);
    }

    #[test]
    fn styles_are_read() {
        let style = Style::of(b"/Helv 9.5 Tf 1 0 0 rg");
        assert_eq!((style.size, style.colour.as_str()), (9.5, "1 0 0 rg"));
        let style = Style::of(b"Tf rg /X inf Tf");
        assert_eq!((style.size, style.colour.as_str()), (0.0, "0 g"));
    }
}
