//! Links and their templates: every address comes from an answer, none is built (clearhaus.md §1.1).

use serde_json::Value;
use std::fmt::Write as _;

/// The `_links` of a HAL object.
#[derive(Clone, Copy)]
pub(super) struct Links<'a>(Option<&'a Value>);

/// One link of a relation that has several, told apart by `name`.
pub(super) struct Named<'a> {
    pub name: Option<&'a str>,
    pub href: &'a str,
}

impl<'a> Links<'a> {
    pub(super) fn of(object: &'a Value) -> Self {
        Self(object.get("_links"))
    }

    /// The links of a relation: HAL allows one object or an array of them (§1.4).
    pub(super) fn all(self, rel: &str) -> Vec<Named<'a>> {
        let found = self.0.and_then(|links| links.get(rel));
        let objects = match found {
            Some(Value::Array(objects)) => objects.as_slice(),
            Some(one) => std::slice::from_ref(one),
            None => &[],
        };
        let named = |object: &'a Value| {
            let href = object.get("href")?.as_str().filter(|h| !h.is_empty())?;
            let name = object.get("name").and_then(Value::as_str);
            Some(Named { name, href })
        };
        objects.iter().filter_map(named).collect()
    }

    /// The address of a relation, its template unexpanded.
    pub(super) fn href(self, rel: &str) -> Option<&'a str> {
        self.all(rel).first().map(|link| link.href)
    }

    /// The address of the link that is called `name`, or that ends in it where links carry no names.
    pub(super) fn named(self, rel: &str, name: &str) -> Option<&'a str> {
        self.all(rel)
            .into_iter()
            .find(|link| {
                link.name
                    .map_or_else(|| last_segment(link.href) == name, |n| n == name)
            })
            .map(|link| link.href)
    }
}

/// The last segment of an address's path: the only id that a file has (§1.6).
pub(super) fn last_segment(href: &str) -> &str {
    let path = href.split(['?', '#', '{']).next().unwrap_or_default();
    path.trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default()
}

/// Whether the template of an address has a place for `variable`.
pub(super) fn takes(href: &str, variable: &str) -> bool {
    expressions(href).any(|expression| names(expression).any(|name| name == variable))
}

/// An address with its template filled in (RFC 6570, as far as these links use it), whether or not it was marked as a
/// template (§1.1). Variables without a value, and expressions of other kinds, vanish.
pub(super) fn expand(href: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(href.len());
    let mut rest = href;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((expression, after)) = after.split_once('}') else {
            return out;
        };
        fill(&mut out, expression, values);
        rest = after;
    }
    out.push_str(rest);
    out
}

fn expressions(href: &str) -> impl Iterator<Item = &str> {
    let opened = href.split('{').skip(1);
    opened.filter_map(|inner| inner.split_once('}').map(|(expression, _)| expression))
}

fn names(expression: &str) -> impl Iterator<Item = &str> {
    expression
        .trim_start_matches(['?', '&', '+', '#', '/', '.', ';'])
        .split(',')
        .map(|name| name.split([':', '*']).next().unwrap_or_default().trim())
}

fn fill(out: &mut String, expression: &str, values: &[(&str, &str)]) {
    let value = |name: &str| values.iter().find(|(n, _)| *n == name).map(|(_, v)| *v);
    let in_query = expression.starts_with(['?', '&']);
    for name in names(expression) {
        let Some(value) = value(name) else { continue };
        if in_query {
            out.push(if out.contains('?') { '&' } else { '?' });
            out.push_str(name);
            out.push('=');
        }
        encode(out, value);
    }
}

/// Everything but RFC 3986's unreserved signs as `%XX`.
fn encode(out: &mut String, value: &str) {
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            // Writing to a String can't fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn templates_are_filled_or_stripped_whatever_the_flag_says() {
        let href = "https://x.test/disputes{?query,page,per_page}";
        for (href, values, expected) in [
            (href, vec![], "https://x.test/disputes"),
            (
                href,
                vec![("query", "status:open")],
                "https://x.test/disputes?query=status%3Aopen",
            ),
            (
                href,
                vec![
                    ("per_page", "50"),
                    ("query", "opened:>=2025-03-01 due:today"),
                ],
                "https://x.test/disputes?query=opened%3A%3E%3D2025-03-01%20due%3Atoday&per_page=50",
            ),
            (
                "https://x.test/a?x=1{?page}",
                vec![("page", "2")],
                "https://x.test/a?x=1&page=2",
            ),
            (
                "https://x.test/a?x=1{&page}",
                vec![("page", "2")],
                "https://x.test/a?x=1&page=2",
            ),
            ("https://x.test/a{/id}", vec![], "https://x.test/a"),
            (
                "https://x.test/a{?broken",
                vec![("broken", "1")],
                "https://x.test/a",
            ),
            ("https://x.test/a", vec![("query", "q")], "https://x.test/a"),
        ] {
            assert_eq!(expand(href, &values), expected, "{href}");
        }
        assert!(takes(href, "per_page") && !takes(href, "per"));
        assert!(!takes("https://x.test/a", "page"));
    }

    #[test]
    fn a_relation_is_one_link_or_several() {
        let one = json!({"_links": {"ch:stamps": {"name": "refuted", "href": "https://x.test/1/stamps/refuted"}}});
        let both = json!({"_links": {"ch:stamps": [
            {"href": "https://x.test/1/stamps/refuted"}, {"href": "https://x.test/1/stamps/accepted"}, null, {"href": 3}]}});
        assert_eq!(
            Links::of(&one).named("ch:stamps", "refuted"),
            Some("https://x.test/1/stamps/refuted")
        );
        assert_eq!(Links::of(&one).named("ch:stamps", "accepted"), None);
        assert_eq!(
            Links::of(&both).named("ch:stamps", "accepted"),
            Some("https://x.test/1/stamps/accepted")
        );
        assert_eq!(Links::of(&both).all("ch:stamps").len(), 2);
        assert!(Links::of(&json!({"_links": null})).href("self").is_none());
    }

    #[test]
    fn ids_are_last_segments() {
        assert_eq!(last_segment("https://x.test/files/8e4e?x=/1"), "8e4e");
        assert_eq!(last_segment("https://x.test/files/8e4e/{?page}"), "8e4e");
        assert_eq!(last_segment(""), "");
    }
}
