//! The texts that the host words itself (timelines in `tvist`, reminders), from the same catalogue as the window's.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

/// The languages of the catalogue: name and text.
const CATALOGUE: [(&str, &str); 4] = [
    (
        "en",
        include_str!("../../../../../ui/locales/en/engine.ftl"),
    ),
    (
        "sv",
        include_str!("../../../../../ui/locales/sv/engine.ftl"),
    ),
    (
        "de",
        include_str!("../../../../../ui/locales/de/engine.ftl"),
    ),
    (
        "pt-BR",
        include_str!("../../../../../ui/locales/pt-BR/engine.ftl"),
    ),
];

/// One language's texts.
pub(crate) struct Words {
    language: &'static str,
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    /// The texts of `language`, or English where it is none of ours.
    pub(crate) fn new(language: Option<&str>) -> Self {
        let wanted = language.unwrap_or("en");
        let (name, text) = CATALOGUE
            .into_iter()
            .find(|(name, _)| {
                wanted == *name || wanted.split(['-', '_']).next() == name.split('-').next()
            })
            .unwrap_or(CATALOGUE[0]);
        let locale = name.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        // Isolation marks would show up as boxes in notices.
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
    pub(crate) fn language(&self) -> &'static str {
        self.language
    }

    /// The text of `id`, or the id itself where there is none.
    pub(crate) fn say(&self, id: &str, args: &[(&str, &str)]) -> String {
        let Some(pattern) = self.bundle.get_message(id).and_then(|m| m.value()) else {
            return id.to_owned();
        };
        let mut fluent_args = FluentArgs::new();
        for (name, value) in args {
            fluent_args.set(*name, *value);
        }
        self.bundle
            .format_pattern(pattern, Some(&fluent_args), &mut Vec::new())
            .into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tvist_domain::loss::LossReason;
    use tvist_domain::timeline::EntryKind;

    #[test]
    fn every_language_has_every_text_that_the_engine_uses() {
        let mut ids: Vec<String> = EntryKind::ALL
            .iter()
            .map(|k| format!("timeline-{}", dashed(k.as_str())))
            .collect();
        ids.extend(
            LossReason::ALL
                .iter()
                .map(|r| format!("loss-{}", dashed(r.as_str()))),
        );
        ids.extend(
            [
                "reminder-title",
                "reminder-title-safe",
                "reminder-title-many",
                "reminder-body",
                "reminder-body-late",
                "reminder-body-over",
                "moment-today",
                "moment-tomorrow",
                "moment-yesterday",
                "moment-day",
                "moment-year",
                "moment-end",
                "notice-title-named",
                "notice-more",
                "notice-practice",
                "notice-warned-title",
                "notice-warned-title-many",
                "notice-warned-line",
                "notice-warned-unseen",
                "notice-refused-title",
                "notice-refused-body",
                "notice-stale-title",
                "notice-stale-body",
                "calendar-title",
                "calendar-title-named",
                "calendar-body",
            ]
            .map(str::to_owned),
        );
        for (name, text) in CATALOGUE {
            FluentResource::try_new(text.to_owned())
                .unwrap_or_else(|(_, errors)| panic!("{name}: {errors:?}"));
            let words = Words::new(Some(name));
            for id in &ids {
                assert_ne!(&words.say(id, &[]), id, "{name} lacks {id}");
            }
        }
    }

    fn dashed(word: &str) -> String {
        word.replace('_', "-")
    }
}
