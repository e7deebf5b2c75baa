//! What differs between providers is their rules' value: no code asks for a provider's name, but where it is listed here.
//!
//! Asking is a pattern (`match`, `if let`, `matches!`), a comparison, or a comparison with the name's word. A name that is
//! only handed on as a value, or that a test uses, is none. An adapter and a provider's own rules are about one alone.

use std::fs;
use std::path::Path;

use syn::visit::{self, Visit};
use syn::{BinOp, Expr, ExprBinary, ItemFn, ItemMod, Lit, Macro, Pat};
use tvist_tests::workspace;

use crate::modules::is_for_tests;
use crate::sources::sources;

/// Where our code stands. The practice servers know nothing of the other crates.
const ROOMS: [&str; 8] = [
    "src-tauri/crates/domain/src",
    "src-tauri/crates/provider/src",
    "src-tauri/crates/document/src",
    "src-tauri/crates/store/src",
    "src-tauri/crates/engine/src",
    "src-tauri/crates/cli/src",
    "src-tauri/crates/watcher/src",
    "src-tauri/src",
];

/// Who may ask, how often, and why.
const MAY_ASK: [(&str, usize, &str); 2] = [
    (
        "src-tauri/crates/domain/src/rules/mod.rs",
        4,
        "the one selection of a provider's rules",
    ),
    (
        "src-tauri/crates/engine/src/account/connect.rs",
        4,
        "the one selection of a provider's adapter, each made of other credentials",
    ),
];

const NAMES: [&str; 4] = ["Stripe", "Clearhaus", "Celcoin", "Unico"];
const WORDS: [&str; 4] = ["stripe", "clearhaus", "celcoin", "unico"];

/// The places of a source that ask for a provider's name.
#[derive(Default)]
struct Asks(Vec<String>);

/// Whether a path is a provider's name: `Provider::Stripe`, however it begins.
fn is_name(path: &syn::Path) -> bool {
    let mut words = path.segments.iter().rev().map(|one| one.ident.to_string());
    let last = words.next().is_some_and(|name| NAMES.contains(&&*name));
    last && words.next().is_some_and(|owner| owner == "Provider")
}

/// Whether tokens that aren't read as Rust hold one.
fn holds_name(tokens: &str) -> bool {
    let tokens: String = tokens.split_whitespace().collect();
    NAMES
        .iter()
        .any(|name| tokens.contains(&format!("Provider::{name}")))
}

fn is_word(literal: &Lit) -> bool {
    matches!(literal, Lit::Str(text) if WORDS.contains(&&*text.value()))
}

/// Whether there is a name somewhere in an expression.
#[derive(Default)]
struct Named(bool);

impl<'ast> Visit<'ast> for Named {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.0 |= is_name(path);
        visit::visit_path(self, path);
    }
}

fn side_names_one(side: &Expr) -> bool {
    let mut named = Named::default();
    named.visit_expr(side);
    named.0 || matches!(side, Expr::Lit(literal) if is_word(&literal.lit))
}

impl<'ast> Visit<'ast> for Asks {
    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        if !item.attrs.iter().any(is_for_tests) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        if !item.attrs.iter().any(is_for_tests) {
            visit::visit_item_fn(self, item);
        }
    }

    fn visit_pat(&mut self, pattern: &'ast Pat) {
        match pattern {
            Pat::Path(one) if is_name(&one.path) => self.0.push("a pattern".to_owned()),
            Pat::Lit(one) if is_word(&one.lit) => self.0.push("a pattern of a word".to_owned()),
            _ => {}
        }
        visit::visit_pat(self, pattern);
    }

    fn visit_expr_binary(&mut self, compared: &'ast ExprBinary) {
        let equals = matches!(compared.op, BinOp::Eq(_) | BinOp::Ne(_));
        if equals && (side_names_one(&compared.left) || side_names_one(&compared.right)) {
            self.0.push("a comparison".to_owned());
        }
        visit::visit_expr_binary(self, compared);
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        let tokens = call.tokens.to_string();
        if call.path.is_ident("matches") && holds_name(&tokens) {
            self.0.push(tokens);
        }
        visit::visit_macro(self, call);
    }
}

fn asks(source: &str) -> Vec<String> {
    let mut asks = Asks::default();
    let file = syn::parse_file(source).expect("our sources are Rust");
    if !file.attrs.iter().any(is_for_tests) {
        asks.visit_file(&file);
    }
    asks.0
}

/// Whether the file is one provider's own, or for tests alone.
fn is_its_own(file: &Path) -> bool {
    let text = file.to_string_lossy();
    let own = WORDS.iter().any(|word| {
        let rules = format!("domain/src/rules/{word}");
        let adapter = format!("provider/src/{word}/");
        text.contains(&format!("{rules}.rs"))
            || text.contains(&format!("{rules}/"))
            || text.contains(&adapter)
    });
    let name = file.file_stem().unwrap_or_default().to_string_lossy();
    own || name == "tests" || name.ends_with("_tests") || text.contains("/tests/")
}

#[test]
fn no_code_asks_for_a_provider_s_name() {
    let mut seen = 0;
    for room in ROOMS {
        let folder = workspace().join(room);
        assert!(folder.is_dir(), "{room}");
        let mut files = Vec::new();
        sources(&folder, &mut files);
        for file in files.iter().filter(|file| !is_its_own(file)) {
            let source = fs::read_to_string(file).expect("a source is text");
            let found = asks(&source);
            let name = file.strip_prefix(workspace()).expect("it was found there");
            let may = MAY_ASK
                .iter()
                .find(|(place, ..)| name == Path::new(place))
                .map_or(0, |(_, times, _)| *times);
            assert_eq!(found.len(), may, "{}: {found:?}", name.display());
            seen += found.len();
        }
    }
    let allowed: usize = MAY_ASK.iter().map(|(_, times, _)| times).sum();
    assert_eq!(seen, allowed, "each place that may ask is there");
}

#[test]
fn a_source_that_asks_is_found() {
    for breaks in [
        "fn f(p: Provider) -> bool { p == Provider::Stripe }",
        "fn f(p: Provider) -> bool { tvist_domain::Provider::Celcoin != p }",
        "fn f(p: Provider) -> bool { matches!(p, Provider::Unico) }",
        "fn f(p: Provider) -> u8 { match p { Provider::Clearhaus => 1, _ => 2 } }",
        "fn f(d: &Dispute) { if let Dispute { provider: Provider::Stripe, .. } = d {} }",
        "fn f(p: Provider, k: u8) -> u8 { match (p, k) { (Provider::Unico, 1) => 1, _ => 2 } }",
        "fn f(p: Provider) -> bool { p.as_str() == \"stripe\" }",
        "fn f(p: &str) -> u8 { match p { \"unico\" => 1, _ => 2 } }",
        "fn f(p: Provider) { let Provider::Stripe = p else { return }; }",
    ] {
        assert_eq!(asks(breaks).len(), 1, "{breaks}");
    }
    let both =
        "fn f(p: Provider) -> u8 { match p { Provider::Stripe | Provider::Unico => 1, _ => 2 } }";
    assert_eq!(asks(both).len(), 2);
    for holds in [
        "fn f() -> Dispute { bare(Provider::Stripe, \"1\") }",
        "const SHOPS: [(Provider, &str); 1] = [(Provider::Stripe, \"Nordlys\")];",
        "#[cfg(test)] mod tests { fn f(p: Provider) -> bool { p == Provider::Stripe } }",
        "fn f() -> &'static str { \"stripe\" }",
    ] {
        assert_eq!(asks(holds), [] as [String; 0], "{holds}");
    }
}
