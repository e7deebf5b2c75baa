//! The words of the tray and of the system's dialogs, from the same catalogue as the page's.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

const CATALOGUE: [(&str, &str); 4] = [
    ("en", include_str!("../../../../ui/locales/en/notice.ftl")),
    ("sv", include_str!("../../../../ui/locales/sv/notice.ftl")),
    ("de", include_str!("../../../../ui/locales/de/notice.ftl")),
    (
        "pt-BR",
        include_str!("../../../../ui/locales/pt-BR/notice.ftl"),
    ),
];

/// One language's words.
pub struct Words {
    language: &'static str,
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    /// The owner's language, else the system's, else English.
    #[must_use]
    pub fn new(chosen: Option<&str>) -> Self {
        let system = sys_locale::get_locale();
        let wanted = chosen.or(system.as_deref()).unwrap_or("en");
        let first = |tag: &str| {
            tag.split(['-', '_'])
                .next()
                .unwrap_or_default()
                .to_lowercase()
        };
        let (name, text) = CATALOGUE
            .into_iter()
            .find(|(name, _)| first(name) == first(wanted))
            .unwrap_or(CATALOGUE[0]);
        let mut bundle = FluentBundle::new_concurrent(vec![name.parse().unwrap_or_default()]);
        bundle.set_use_isolating(false);
        // A fault in the catalogue is found by the tests; at run time what could be read is used.
        let resource =
            FluentResource::try_new(text.to_owned()).unwrap_or_else(|(partial, _)| partial);
        bundle.add_resource_overriding(resource);
        Self {
            language: name,
            bundle,
        }
    }

    /// The language, as the catalogue names it.
    #[must_use]
    pub fn language(&self) -> &'static str {
        self.language
    }

    /// The text of `id`, with a number where it takes one.
    #[must_use]
    pub fn say(&self, id: &str, count: Option<u32>) -> String {
        let mut args = FluentArgs::new();
        if let Some(count) = count {
            args.set("count", count);
        }
        self.said(id, &args)
    }

    /// The text of `id` with what it tells of.
    #[must_use]
    pub fn say_of(&self, id: &str, of: &[(&str, &str)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in of {
            args.set(*name, *value);
        }
        self.said(id, &args)
    }

    fn said(&self, id: &str, args: &FluentArgs<'_>) -> String {
        let Some(pattern) = self.bundle.get_message(id).and_then(|m| m.value()) else {
            return id.to_owned();
        };
        self.bundle
            .format_pattern(pattern, Some(args), &mut Vec::new())
            .into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_the_words_of_the_tray() {
        for (name, _) in CATALOGUE {
            let words = Words::new(Some(name));
            for id in [
                "dialog-files",
                "dialog-credential",
                "dialog-save",
                "tray-open",
                "tray-sync",
                "tray-quit",
                "tray-practice",
                "tray-calm",
                "tray-due",
                "tray-case",
                "tray-left-days",
                "tray-left-hours",
                "tray-left-minutes",
                "tray-left-none",
                "tray-refused",
                "tray-stale",
                "tray-clock",
                "tray-locked",
                "tray-pause",
                "tray-resume",
                "notice-open",
                "notice-later",
            ] {
                assert_ne!(words.say(id, Some(2)), id, "{name}");
            }
            assert!(words.say("tray-due", Some(2)).contains('2'), "{name}");
        }
    }

    #[test]
    fn an_unknown_language_is_english() {
        assert_eq!(Words::new(Some("xx")).say("tray-quit", None), "Quit");
        assert_eq!(Words::new(Some("de_AT")).say("tray-quit", None), "Beenden");
    }
}
