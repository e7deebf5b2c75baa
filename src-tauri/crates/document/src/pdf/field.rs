//! Form fields whose picture is missing or out of date: drawn from their values, as a form program would.

use lopdf::{Dictionary, Document, Object, Stream};

use super::appearance::{drawing, own_appearance};
use super::print::{self, Style};
use super::{dictionary, value};

/// Bits of a field's flags (ISO 32000-1, tables 226 to 230).
const MULTILINE: i64 = 1 << 12;
const PASSWORD: i64 = 1 << 13;
const RADIO: i64 = 1 << 15;
const PUSH: i64 = 1 << 16;
const COMB: i64 = 1 << 24;
/// White at the edges of a field, in points.
const EDGE: f32 = 2.0;

/// What a document says of all its fields.
pub(crate) struct Form {
    /// The pictures of the fields are out of date (`NeedAppearances`).
    redraw: bool,
    appearance: Vec<u8>,
}

impl Form {
    pub fn of(document: &Document) -> Self {
        let catalog = document.catalog().ok();
        let form = catalog
            .and_then(|c| c.get(b"AcroForm").ok())
            .and_then(|form| dictionary(document, form));
        let get = |key: &[u8]| form.and_then(|form| value(document, form, key));
        Self {
            redraw: matches!(get(b"NeedAppearances"), Some(Object::Boolean(true))),
            appearance: get(b"DA")
                .and_then(|style| style.as_str().ok())
                .unwrap_or_default()
                .to_vec(),
        }
    }
}

/// How a field comes onto the page.
#[derive(Debug, PartialEq)]
pub(crate) enum Drawn {
    /// By the picture that it brings.
    AsItIs,
    /// By another picture that it brings.
    Other(Object),
    /// By one made here.
    Anew(Stream),
    /// It shows nothing.
    Nothing,
    /// It holds a value that can't be drawn here.
    Impossible,
}

/// Decides how a field comes onto the page.
pub(crate) fn appearance(document: &Document, widget: &Dictionary, form: &Form) -> Drawn {
    let has_own = own_appearance(document, widget).is_some();
    let as_it_is = if has_own {
        Drawn::AsItIs
    } else {
        Drawn::Nothing
    };
    let kind = inherited(document, widget, b"FT").and_then(|kind| kind.as_name().ok());
    let flags = inherited(document, widget, b"Ff")
        .and_then(|flags| flags.as_i64().ok())
        .unwrap_or(0);
    match kind {
        Some(b"Btn") if flags & PUSH == 0 => button(document, widget, form, flags),
        Some(b"Tx" | b"Ch") if form.redraw || !has_own => match words(document, widget) {
            Some(words) => text(document, widget, form, flags, &words),
            None => Drawn::Impossible,
        },
        _ => as_it_is,
    }
}

/// An attribute of a field, its own or its parent's (at most 16 levels up).
fn inherited<'a>(document: &'a Document, field: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    let mut node = field;
    for _ in 0..16 {
        if let Some(found) = value(document, node, key) {
            return Some(found);
        }
        node = dictionary(document, node.get(b"Parent").ok()?)?;
    }
    None
}

/// The value of a text or choice as it is shown; empty if there is none.
fn words(document: &Document, field: &Dictionary) -> Option<String> {
    let shown = |object: &Object| {
        let object = document.dereference(object).ok()?.1;
        let text = lopdf::decode_text_string(object).ok()?;
        Some(label(document, field, &text).unwrap_or(text))
    };
    match inherited(document, field, b"V") {
        None | Some(Object::Null) => Some(String::new()),
        Some(text @ Object::String(..)) => shown(text),
        Some(Object::Array(list)) => {
            let all: Option<Vec<String>> = list.iter().map(shown).collect();
            Some(all?.join("\n"))
        }
        Some(Object::Name(name)) => Some(String::from_utf8_lossy(name).into_owned()),
        Some(_) => None,
    }
}

/// The words that a choice shows for its value.
fn label(document: &Document, field: &Dictionary, chosen: &str) -> Option<String> {
    let options = inherited(document, field, b"Opt")?.as_array().ok()?;
    options.iter().find_map(|option| {
        let pair = document.dereference(option).ok()?.1.as_array().ok()?;
        let part = |at: usize| {
            let part = document.dereference(pair.get(at)?).ok()?.1;
            lopdf::decode_text_string(part).ok()
        };
        (part(0)? == chosen).then(|| part(1))?
    })
}

fn text(document: &Document, widget: &Dictionary, form: &Form, flags: i64, words: &str) -> Drawn {
    let Some([_, _, width, height]) = print::area(document, widget) else {
        return Drawn::Nothing;
    };
    let mut content = ground(document, widget, width, height);
    if words.trim().is_empty() && content.is_empty() {
        return Drawn::Nothing;
    }
    let own = inherited(document, widget, b"DA").and_then(|style| style.as_str().ok());
    let style = Style::of(own.unwrap_or(&form.appearance));
    let room = (width - 2.0 * EDGE).max(1.0);
    let starred = "*".repeat(words.chars().count());
    let words = if flags & PASSWORD == 0 {
        words
    } else {
        &starred
    };
    let cells = inherited(document, widget, b"MaxLen")
        .and_then(|most| most.as_i64().ok())
        .filter(|most| flags & COMB != 0 && (1..=1000).contains(most));
    let wraps = flags & MULTILINE != 0 || words.contains(['\n', '\r']);
    let Some(set) = (if wraps {
        wrapped(words, &style, room, height)
    } else {
        one_line(words, &style, room, height)
    }) else {
        return Drawn::Impossible;
    };
    content.extend_from_slice(style.colour.as_bytes());
    content.push(b'\n');
    let side = inherited(document, widget, b"Q").and_then(|side| side.as_i64().ok());
    for (line, y, size) in set {
        if let Some(cells) = cells {
            let cell = width / cells as f32;
            for (i, byte) in line.iter().enumerate() {
                let x = cell * (i as f32 + 0.5) - print::width(&[*byte], size) / 2.0;
                content.extend(print::show(&[*byte], x, y, size));
            }
            continue;
        }
        let spare = width - 2.0 * EDGE - print::width(&line, size);
        let x = EDGE
            + match side {
                Some(1) => spare / 2.0,
                Some(2) => spare,
                _ => 0.0,
            };
        content.extend(print::show(&line, x, y, size));
    }
    Drawn::Anew(drawing(width, height, content, print::font()))
}

/// Lines with their place above the lower edge and their size.
type Set = Vec<(Vec<u8>, f32, f32)>;

fn one_line(words: &str, style: &Style, room: f32, height: f32) -> Option<Set> {
    let coded = print::coded(words.trim_end())?;
    let wanted = if style.size > 0.0 {
        style.size
    } else {
        (height * 0.7).clamp(4.0, 12.0)
    };
    // A value that is wider than its field would be cut off: it is set smaller instead.
    let size = wanted.min(wanted * room / print::width(&coded, wanted).max(0.1));
    let y = ((height - size) / 2.0 + 0.22 * size).max(0.5);
    Some(vec![(coded, y, size)])
}

fn wrapped(words: &str, style: &Style, room: f32, height: f32) -> Option<Set> {
    let mut size = if style.size > 0.0 { style.size } else { 12.0 };
    loop {
        let lines = print::lines(words, size, room)?;
        let leading = size * 1.15;
        if lines.len() as f32 * leading <= height || size <= 4.0 {
            let top = height - EDGE - size * 0.9;
            let place = |(i, line)| (line, top - i as f32 * leading, size);
            return Some(lines.into_iter().enumerate().map(place).collect());
        }
        size -= 0.5;
    }
}

/// A field's ground and edge, as its own description has them.
fn ground(document: &Document, widget: &Dictionary, width: f32, height: f32) -> Vec<u8> {
    let mut out = Vec::new();
    let Some(look) = widget
        .get(b"MK")
        .ok()
        .and_then(|look| dictionary(document, look))
    else {
        return out;
    };
    if let Some(fill) = print::colour(&print::numbers(document, look, b"BG"), false) {
        out.extend(format!("q {fill}0 0 {width:.2} {height:.2} re f Q\n").into_bytes());
    }
    if let Some(edge) = print::colour(&print::numbers(document, look, b"BC"), true) {
        let (w, h) = (width - 1.0, height - 1.0);
        out.extend(format!("q {edge}1 w 0.5 0.5 {w:.2} {h:.2} re S Q\n").into_bytes());
    }
    out
}

/// A box that is ticked or not, or one of several.
fn button(document: &Document, widget: &Dictionary, form: &Form, flags: i64) -> Drawn {
    let name = |object: Option<&Object>| match object {
        Some(Object::Name(name)) => Some(name.clone()),
        Some(Object::String(text, _)) => Some(text.clone()),
        _ => None,
    };
    let chosen = name(inherited(document, widget, b"V"));
    let state = name(value(document, widget, b"AS"));
    let pictures = widget
        .get(b"AP")
        .ok()
        .and_then(|ap| dictionary(document, ap))
        .and_then(|ap| value(document, ap, b"N")?.as_dict().ok());
    let own = pictures.and_then(|pictures| {
        let mut names = pictures.iter().map(|(name, _)| name);
        names.find(|name| name.as_slice() != b"Off").cloned()
    });
    if !form.redraw && own_appearance(document, widget).is_some() {
        return Drawn::AsItIs;
    }
    let on = match (&own, &state, &chosen) {
        // Which of several boxes a value means is told by the name of its picture.
        (Some(own), _, Some(chosen)) => own == chosen,
        (_, Some(state), None) => state != b"Off",
        (None, Some(state), Some(chosen)) => {
            chosen != b"Off" && (state == chosen || flags & RADIO == 0)
        }
        (None, None, Some(chosen)) if flags & RADIO != 0 && chosen != b"Off" => {
            return Drawn::Impossible;
        }
        (None, None, Some(chosen)) => chosen != b"Off",
        (_, None, None) => false,
    };
    let name = if on {
        own.as_deref()
    } else {
        Some(&b"Off"[..])
    };
    let picture = name.and_then(|name| pictures?.get(name).ok());
    if let Some(picture) = picture
        && matches!(
            document.dereference(picture),
            Ok((Some(_), Object::Stream(_)))
        )
    {
        return Drawn::Other(picture.clone());
    }
    let Some([_, _, width, height]) = print::area(document, widget) else {
        return Drawn::Nothing;
    };
    let mut content = ground(document, widget, width, height);
    if on {
        content.extend(tick(document, widget, flags, width, height));
    }
    if content.is_empty() {
        return Drawn::Nothing;
    }
    Drawn::Anew(drawing(width, height, content, Dictionary::new()))
}

/// A tick, a cross or a disc in the middle of a box.
fn tick(document: &Document, widget: &Dictionary, flags: i64, width: f32, height: f32) -> Vec<u8> {
    let side = width.min(height);
    let (x, y) = ((width - side) / 2.0, (height - side) / 2.0);
    let at = |h: f32, v: f32| format!("{:.2} {:.2}", x + h * side, y + v * side);
    let sign = widget
        .get(b"MK")
        .ok()
        .and_then(|look| dictionary(document, look))
        .and_then(|look| value(document, look, b"CA")?.as_str().ok());
    // The signs of Zapf Dingbats by which form programs name them.
    match sign {
        Some(b"8") => format!(
            "q 0 G {:.2} w {} m {} l {} m {} l S Q\n",
            side / 10.0,
            at(0.2, 0.2),
            at(0.8, 0.8),
            at(0.2, 0.8),
            at(0.8, 0.2)
        ),
        Some(b"l") => disc(&at),
        None if flags & RADIO != 0 => disc(&at),
        _ => format!(
            "q 0 G {:.2} w {} m {} l {} l S Q\n",
            side / 10.0,
            at(0.2, 0.5),
            at(0.4, 0.25),
            at(0.8, 0.8)
        ),
    }
    .into_bytes()
}

fn disc(at: &impl Fn(f32, f32) -> String) -> String {
    let (near, far, bow) = (0.25, 0.75, 0.138);
    format!(
        "q 0 g {} m {} {} {} c {} {} {} c {} {} {} c {} {} {} c f Q\n",
        at(far, 0.5),
        at(far, 0.5 + bow),
        at(0.5 + bow, far),
        at(0.5, far),
        at(0.5 - bow, far),
        at(near, 0.5 + bow),
        at(near, 0.5),
        at(near, 0.5 - bow),
        at(0.5 - bow, near),
        at(0.5, near),
        at(0.5 + bow, near),
        at(far, 0.5 - bow),
        at(far, 0.5)
    )
}
