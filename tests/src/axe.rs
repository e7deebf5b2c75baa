//! axe-core on the page: what a machine can see of WCAG 2.2 A and AA.

use std::fs;

use serde_json::{Value, json};

use crate::program::workspace;
use crate::webdriver::Session;

/// A rule that an element of the page breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    pub rule: String,
    pub help: String,
    /// The element's own HTML and what is wrong with it.
    pub elements: Vec<String>,
}

const RUN: &str = "const done = arguments[arguments.length - 1];
    axe.run(document, { runOnly: { type: 'tag', values: arguments[0] }, resultTypes: ['violations'] })
      .then((found) => done(found.violations.map((v) => ({ rule: v.id, help: v.help,
        elements: v.nodes.map((n) => n.html.slice(0, 200) + ' — ' + n.failureSummary) }))))
      .catch((error) => done({ failed: String(error) }));";

#[track_caller]
pub(crate) fn violations(session: &Session) -> Vec<Violation> {
    let library = workspace().join("ui/node_modules/axe-core/axe.min.js");
    let source = fs::read_to_string(&library)
        .unwrap_or_else(|error| panic!("{}: {error}", library.display()));
    let tags = json!([
        "wcag2a",
        "wcag2aa",
        "wcag21a",
        "wcag21aa",
        "wcag22aa",
        "best-practice"
    ]);
    let loaded = session.run(&source, &[]);
    loaded.unwrap_or_else(|refused| panic!("axe-core can't be loaded: {refused}"));
    let found = session
        .run_async(RUN, &[tags])
        .unwrap_or_else(|refused| panic!("axe-core: {refused}"));
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = found
        .as_array()
        .unwrap_or_else(|| panic!("axe-core: {found}"));
    list.iter()
        .map(|one| Violation {
            rule: word(&one["rule"]),
            help: word(&one["help"]),
            elements: one["elements"]
                .as_array()
                .into_iter()
                .flatten()
                .map(word)
                .collect(),
        })
        .collect()
}
