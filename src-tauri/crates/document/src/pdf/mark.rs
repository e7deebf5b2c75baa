//! Marks without a picture of their own (free text, highlights, lines, shapes, ink): drawn as readers draw them.

use lopdf::{Dictionary, Document, Object, Stream, dictionary};

use super::print::{self, Style, numbers};
use super::{dictionary, value};

/// Most points of a drawn line.
const MOST: usize = 200_000;

/// A mark's picture, in the page's own coordinates, and the area that it takes. None if it can't be drawn.
pub(crate) fn appearance(
    document: &Document,
    mark: &Dictionary,
    subtype: &[u8],
) -> Option<(Stream, Vec<Object>)> {
    let mut pen = Pen::of(document, mark)?;
    match subtype {
        b"FreeText" => pen.words(document, mark)?,
        b"Highlight" | b"Underline" | b"StrikeOut" | b"Squiggly" => {
            pen.over_text(document, mark, subtype)?;
        }
        b"Square" => pen.square(),
        b"Circle" => pen.circle(),
        b"Line" => pen.polygon(&numbers(document, mark, b"L"), false)?,
        b"PolyLine" => pen.polygon(&numbers(document, mark, b"Vertices"), false)?,
        b"Polygon" => pen.polygon(&numbers(document, mark, b"Vertices"), true)?,
        b"Ink" => pen.ink(document, mark)?,
        b"Stamp" => pen.stamp(document, mark)?,
        _ => return None,
    }
    Some(pen.finish(subtype == b"Highlight"))
}

struct Pen {
    /// Left, low, right, high.
    area: [f32; 4],
    stroke: Option<String>,
    fill: Option<String>,
    colour: Vec<f32>,
    width: f32,
    opacity: f32,
    content: Vec<u8>,
}

impl Pen {
    fn of(document: &Document, mark: &Dictionary) -> Option<Self> {
        let [left, low, width, height] = print::area(document, mark)?;
        let colour = match value(document, mark, b"C") {
            Some(_) => numbers(document, mark, b"C"),
            None => vec![0.0],
        };
        let number = |object: Option<&Object>| object.and_then(|n| n.as_float().ok());
        let style = mark.get(b"BS").ok().and_then(|s| dictionary(document, s));
        let line = number(style.and_then(|s| value(document, s, b"W")))
            .or_else(|| numbers(document, mark, b"Border").get(2).copied())
            .unwrap_or(1.0);
        Some(Self {
            area: [left, low, left + width, low + height],
            stroke: print::colour(&colour, true),
            fill: print::colour(&numbers(document, mark, b"IC"), false),
            colour,
            width: line.clamp(0.0, 100.0),
            opacity: number(value(document, mark, b"CA"))
                .unwrap_or(1.0)
                .clamp(0.0, 1.0),
            content: Vec::new(),
        })
    }

    fn write(&mut self, words: &str) {
        self.content.extend_from_slice(words.as_bytes());
        self.content.push(b'\n');
    }

    /// Makes room for a point.
    fn reach(&mut self, x: f32, y: f32) {
        let edge = self.width;
        let [left, low, right, high] = self.area;
        self.area = [
            left.min(x - edge),
            low.min(y - edge),
            right.max(x + edge),
            high.max(y + edge),
        ];
    }

    /// Sets colours and the width of lines; returns the operator that paints with them.
    fn dip(&mut self) -> &'static str {
        let stroke = self.stroke.clone().filter(|_| self.width > 0.0);
        let fill = self.fill.clone();
        let paint = match (&stroke, &fill) {
            (Some(_), Some(_)) => "B",
            (Some(_), None) => "S",
            (None, Some(_)) => "f",
            (None, None) => "n",
        };
        let set = [stroke, fill].into_iter().flatten().collect::<String>();
        self.write(&format!("{set}{:.2} w", self.width));
        paint
    }

    fn square(&mut self) {
        let paint = self.dip();
        let [left, low, right, high] = self.area;
        let half = self.width / 2.0;
        let (w, h) = (right - left - self.width, high - low - self.width);
        self.write(&format!(
            "{:.2} {:.2} {w:.2} {h:.2} re {paint}",
            left + half,
            low + half
        ));
    }

    fn circle(&mut self) {
        let paint = self.dip();
        let [left, low, right, high] = self.area;
        let (x, y) = (f32::midpoint(left, right), f32::midpoint(low, high));
        let (a, b) = (
            (right - left - self.width) / 2.0,
            (high - low - self.width) / 2.0,
        );
        let bow = 0.5523;
        self.write(&format!("{:.2} {y:.2} m", x + a));
        for [p, q, r, s, t, u] in [
            [a, bow * b, bow * a, b, 0.0, b],
            [-bow * a, b, -a, bow * b, -a, 0.0],
            [-a, -bow * b, -bow * a, -b, 0.0, -b],
            [bow * a, -b, a, -bow * b, a, 0.0],
        ] {
            self.write(&format!(
                "{:.2} {:.2} {:.2} {:.2} {:.2} {:.2} c",
                x + p,
                y + q,
                x + r,
                y + s,
                x + t,
                y + u
            ));
        }
        self.write(&format!("h {paint}"));
    }

    fn polygon(&mut self, points: &[f32], closed: bool) -> Option<()> {
        let points: Vec<[f32; 2]> = pairs(points);
        if points.len() < 2 {
            return None;
        }
        if !closed {
            self.fill = None;
        }
        let paint = self.dip();
        self.line(&points);
        self.write(&format!("{}{paint}", if closed { "h " } else { "" }));
        Some(())
    }

    fn line(&mut self, points: &[[f32; 2]]) {
        for (i, [x, y]) in points.iter().enumerate() {
            self.reach(*x, *y);
            self.write(&format!("{x:.2} {y:.2} {}", if i == 0 { "m" } else { "l" }));
        }
    }

    fn ink(&mut self, document: &Document, mark: &Dictionary) -> Option<()> {
        let strokes = value(document, mark, b"InkList")?.as_array().ok()?.clone();
        self.fill = None;
        let paint = self.dip();
        self.write("1 J 1 j");
        for stroke in strokes.into_iter().take(MOST) {
            let mut holder = Dictionary::new();
            holder.set("P", stroke);
            let mut points = pairs(&numbers(document, &holder, b"P"));
            if let [only] = points.as_slice() {
                // A dot is a line without length.
                points.push(*only);
            }
            if !points.is_empty() {
                self.line(&points);
                self.write(paint);
            }
        }
        Some(())
    }

    fn over_text(&mut self, document: &Document, mark: &Dictionary, kind: &[u8]) -> Option<()> {
        let mut quads = numbers(document, mark, b"QuadPoints");
        if quads.len() < 8 {
            let [left, low, right, high] = self.area;
            quads = vec![left, high, right, high, left, low, right, low];
        }
        if kind == b"Highlight" {
            let yellow = value(document, mark, b"C").is_none();
            let colour = if yellow {
                &[1.0, 1.0, 0.0][..]
            } else {
                &self.colour
            };
            let fill = print::colour(colour, false)?;
            self.write(&fill);
        } else {
            let stroke = self.stroke.clone()?;
            self.write(&stroke);
        }
        for quad in quads.chunks_exact(8).take(MOST / 8) {
            let corners = pairs(quad);
            for [x, y] in &corners {
                self.reach(*x, *y);
            }
            self.over(&corners, kind);
        }
        Some(())
    }

    /// One piece of marked text: upper left, upper right, lower left, lower right, as all programs write it.
    fn over(&mut self, corners: &[[f32; 2]], kind: &[u8]) {
        let [a, b, c, d] = corners else { return };
        let between = |from: &[f32; 2], to: &[f32; 2], share: f32| {
            [
                from[0] + (to[0] - from[0]) * share,
                from[1] + (to[1] - from[1]) * share,
            ]
        };
        let high = ((a[0] - c[0]).powi(2) + (a[1] - c[1]).powi(2)).sqrt();
        let thick = (high / 16.0).max(0.5);
        match kind {
            b"Highlight" => {
                self.line(&[*a, *b, *d, *c]);
                self.write("h f");
            }
            b"Squiggly" => {
                let (left, right) = (between(c, a, 0.04), between(d, b, 0.04));
                let steps =
                    (((right[0] - left[0]).abs() / (high / 6.0).max(0.5)) as usize).clamp(2, 2000);
                let points: Vec<[f32; 2]> = (0..=steps)
                    .map(|i| {
                        let share = i as f32 / steps as f32;
                        let up = if i % 2 == 0 { 0.02 } else { 0.1 };
                        between(&between(c, a, up), &between(d, b, up), share)
                    })
                    .collect();
                self.write(&format!("{:.2} w", thick / 1.5));
                self.line(&points);
                self.write("S");
            }
            _ => {
                let at = if kind == b"StrikeOut" { 0.45 } else { 0.07 };
                self.write(&format!("{thick:.2} w"));
                self.line(&[between(c, a, at), between(d, b, at)]);
                self.write("S");
            }
        }
    }

    fn words(&mut self, document: &Document, mark: &Dictionary) -> Option<()> {
        let words = print::text(document, mark, b"Contents").unwrap_or_default();
        let style = value(document, mark, b"DA").and_then(|style| style.as_str().ok());
        let style = Style::of(style.unwrap_or_default());
        let size = if style.size > 0.0 { style.size } else { 12.0 };
        let [left, low, right, high] = self.area;
        // Of free text, the colour is that of its ground.
        if value(document, mark, b"C").is_some()
            && let Some(fill) = print::colour(&self.colour, false)
        {
            self.write(&format!(
                "q {fill}{left:.2} {low:.2} {:.2} {:.2} re f Q",
                right - left,
                high - low
            ));
        }
        let lines = print::lines(&words, size, (right - left - 4.0).max(1.0))?;
        let side = value(document, mark, b"Q").and_then(|side| side.as_i64().ok());
        self.write(&style.colour);
        for (i, line) in lines.iter().enumerate() {
            let spare = right - left - 4.0 - print::width(line, size);
            let x = left
                + 2.0
                + match side {
                    Some(1) => spare / 2.0,
                    Some(2) => spare,
                    _ => 0.0,
                };
            let y = high - 2.0 - size * 0.9 - i as f32 * size * 1.15;
            // Words that are longer than their box run out of it below, rather than be cut off.
            self.reach(x, y - size * 0.3);
            self.content.extend(print::show(line, x, y, size));
        }
        Some(())
    }

    fn stamp(&mut self, document: &Document, mark: &Dictionary) -> Option<()> {
        let name = value(document, mark, b"Name").and_then(|name| name.as_name().ok());
        let mut words = String::new();
        for c in String::from_utf8_lossy(name.unwrap_or(b"Draft")).chars() {
            if c.is_uppercase() && !words.is_empty() {
                words.push(' ');
            }
            words.extend(c.to_uppercase());
        }
        let coded = print::coded(&words)?;
        let [left, low, right, high] = self.area;
        let wide = print::width(&coded, 1.0).max(0.1);
        let size = ((right - left - 8.0) / wide)
            .min((high - low) * 0.6)
            .max(1.0);
        self.fill = None;
        self.width = 2.0;
        if value(document, mark, b"C").is_none() {
            self.stroke = print::colour(&[0.7, 0.0, 0.0], true);
            self.colour = vec![0.7, 0.0, 0.0];
        }
        self.square();
        let fill = print::colour(&self.colour, false).unwrap_or_default();
        self.write(&fill);
        let x = f32::midpoint(left, right) - wide * size / 2.0;
        let y = f32::midpoint(low, high) - size * 0.35;
        self.content.extend(print::show(&coded, x, y, size));
        Some(())
    }

    fn finish(self, multiplied: bool) -> (Stream, Vec<Object>) {
        let mut state = dictionary! {
            "Type" => "ExtGState",
            "CA" => Object::Real(self.opacity),
            "ca" => Object::Real(self.opacity),
        };
        if multiplied {
            state.set("BM", "Multiply");
        }
        let mut resources = print::font();
        resources.set("ExtGState", dictionary! { "G" => state });
        let area: Vec<Object> = self.area.into_iter().map(Object::Real).collect();
        let dict = dictionary! {
            "Type" => "XObject",
            "Subtype" => "Form",
            "BBox" => area.clone(),
            "Resources" => resources,
        };
        let content = [b"q /G gs\n", &self.content[..], b"Q\n"].concat();
        (Stream::new(dict, content), area)
    }
}

fn pairs(numbers: &[f32]) -> Vec<[f32; 2]> {
    numbers
        .chunks_exact(2)
        .take(MOST)
        .map(|pair| [pair[0], pair[1]])
        .collect()
}
