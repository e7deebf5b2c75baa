//! Lists: newest first, cut into pages by cursors, filtered by time (stripe.md §6).

use serde_json::{Value, json};

use super::error::Refusal;
use super::params::{Params, integer, only};

/// The window of creation that a list is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Created {
    from: i64,
    to: i64,
}

impl Created {
    /// Reads `created=n` or `created[gt|gte|lt|lte]=n`.
    pub(crate) fn of(params: &Params) -> Result<Self, Refusal> {
        let mut span = Self {
            from: i64::MIN,
            to: i64::MAX,
        };
        match params.get("created") {
            None => {}
            Some(Value::String(text)) => {
                let at = integer("created", text)?;
                span = Self { from: at, to: at };
            }
            Some(Value::Object(bounds)) => {
                only(bounds, "created", &["gt", "gte", "lt", "lte"])?;
                for (name, value) in bounds {
                    let full = format!("created[{name}]");
                    let at = integer(&full, value.as_str().unwrap_or_default())?;
                    match name.as_str() {
                        "gt" => span.from = span.from.max(at.saturating_add(1)),
                        "gte" => span.from = span.from.max(at),
                        "lt" => span.to = span.to.min(at.saturating_sub(1)),
                        _ => span.to = span.to.min(at),
                    }
                }
            }
            Some(_) => return Err(Refusal::bad_param("created", "Invalid created")),
        }
        Ok(span)
    }

    pub(crate) fn holds(self, at: i64) -> bool {
        self.from <= at && at <= self.to
    }
}

/// Which part of a list is wanted.
#[derive(Debug, Clone)]
pub(crate) struct Cursor {
    limit: usize,
    after: Option<String>,
    before: Option<String>,
}

impl Cursor {
    pub(crate) fn of(params: &Params) -> Result<Self, Refusal> {
        let limit = params.integer("limit")?.unwrap_or(10);
        if !(1..=100).contains(&limit) {
            let message = if limit < 1 {
                "This value must be greater than or equal to 1."
            } else {
                "This value must be less than or equal to 100."
            };
            return Err(Refusal::bad_param("limit", message));
        }
        let after = params.text("starting_after")?.map(ToOwned::to_owned);
        let before = params.text("ending_before")?.map(ToOwned::to_owned);
        if after.is_some() && before.is_some() {
            return Err(Refusal::bad_param(
                "starting_after",
                "You cannot parameterize both ending_before and starting_after.",
            ));
        }
        Ok(Self {
            limit: usize::try_from(limit).unwrap_or(10),
            after,
            before,
        })
    }

    /// Cuts the page out of `rows` (newest first). `known` tells whether a cursor's object exists
    /// at all; one that exists but does not match the filters is refused as well.
    pub(crate) fn cut<'a, T>(
        &self,
        rows: impl Iterator<Item = &'a T>,
        id: impl Fn(&T) -> &str,
        noun: &str,
    ) -> Result<(Vec<&'a T>, bool), Refusal> {
        if let Some(before) = &self.before {
            let mut newer: Vec<&T> = Vec::new();
            for row in rows {
                if id(row) == before {
                    let start = newer.len().saturating_sub(self.limit);
                    return Ok((newer.split_off(start), start > 0));
                }
                newer.push(row);
            }
            return Err(Refusal::names_nothing(noun, before, "ending_before"));
        }
        let mut rows = rows;
        if let Some(after) = &self.after
            && !rows.by_ref().any(|row| id(row) == after)
        {
            return Err(Refusal::names_nothing(noun, after, "starting_after"));
        }
        let page: Vec<&T> = rows.by_ref().take(self.limit).collect();
        let more = rows.next().is_some();
        Ok((page, more))
    }
}

/// The envelope of a list.
pub(crate) fn envelope(url: &str, data: Vec<Value>, has_more: bool) -> Value {
    json!({"object": "list", "data": data, "has_more": has_more, "url": url})
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(query: &str) -> Result<(Vec<String>, bool), Refusal> {
        let rows: Vec<String> = (0..25).map(|n| format!("x{n}")).collect();
        let cursor = Cursor::of(&Params::parse(query.as_bytes()))?;
        let (page, more) = cursor.cut(rows.iter(), |row| row, "thing")?;
        Ok((page.into_iter().cloned().collect(), more))
    }

    #[test]
    fn pages_forwards_and_backwards() {
        let (page, more) = cut("").unwrap();
        assert_eq!((page.len(), more), (10, true));
        let (page, more) = cut("starting_after=x19&limit=5").unwrap();
        assert_eq!((page[0].as_str(), page.len(), more), ("x20", 5, false));
        let (page, more) = cut("ending_before=x7&limit=5").unwrap();
        assert_eq!(
            (page[0].as_str(), page[4].as_str(), more),
            ("x2", "x6", true)
        );
        let (page, more) = cut("ending_before=x3&limit=5").unwrap();
        assert_eq!((page.len(), more), (3, false));
    }

    #[test]
    fn refuses_bad_cursors_and_limits() {
        for query in ["limit=0", "limit=101", "limit=a", "starting_after=nope"] {
            assert!(cut(query).is_err(), "{query}");
        }
        assert!(cut("starting_after=x1&ending_before=x2").is_err());
    }

    #[test]
    fn created_bounds() {
        let span = Created::of(&Params::parse(b"created[gt]=5&created[lte]=9")).unwrap();
        assert!(!span.holds(5) && span.holds(6) && span.holds(9) && !span.holds(10));
        let one = Created::of(&Params::parse(b"created=7")).unwrap();
        assert!(one.holds(7) && !one.holds(8));
        assert!(Created::of(&Params::parse(b"created[foo]=7")).is_err());
    }
}
