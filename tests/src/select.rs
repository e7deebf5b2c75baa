//! Finding things in the page as a person names them. A locator is CSS, or XPath when it begins with `/` or `(`.

/// A text as an XPath literal, whatever quotes it has.
#[must_use]
pub fn xpath_literal(text: &str) -> String {
    if !text.contains('"') {
        return format!("\"{text}\"");
    }
    let parts: Vec<String> = text.split('"').map(|part| format!("\"{part}\"")).collect();
    format!("concat({})", parts.join(", '\"', "))
}

/// A button, link or tab by its accessible name, exactly.
#[must_use]
pub fn button(name: &str) -> String {
    let name = xpath_literal(name);
    format!(
        "//*[self::button or self::a or self::summary or @role='button' or @role='tab' or @role='menuitem' or \
         @role='option'][normalize-space(.)={name} or @aria-label={name}]"
    )
}

/// An input, text area or selection by its label.
#[must_use]
pub fn field(label: &str) -> String {
    let label = xpath_literal(label);
    let control =
        "self::input or self::textarea or self::select or @role='textbox' or @role='combobox'";
    format!(
        "//*[{control}][@aria-label={label} or @id=//label[normalize-space(.)={label}]/@for or \
         @aria-labelledby=//*[normalize-space(.)={label}]/@id or ancestor::label[starts-with(normalize-space(.), {label})]]"
    )
}

/// The innermost element that holds a text.
#[must_use]
pub fn text(part: &str) -> String {
    let part = xpath_literal(part);
    format!(
        "//body//*[contains(normalize-space(.), {part})][not(*[contains(normalize-space(.), {part})])]"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_of_both_kinds_stay_a_literal() {
        assert_eq!(xpath_literal("it's due"), "\"it's due\"");
        assert_eq!(
            xpath_literal("the \"one\""),
            "concat(\"the \", '\"', \"one\", '\"', \"\")"
        );
    }
}
