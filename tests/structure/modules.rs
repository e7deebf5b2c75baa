//! Which module of a crate knows which, as its sources say: by `use`, and by paths that begin in the crate.
//!
//! Code for tests alone counts for nothing. A module and those below it are one house: the parent is made of its children
//! and hands on what is theirs, so that an arrow between them is none. A name that a parent hands on (`pub use`) leads to
//! the module that has it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use syn::visit::{self, Visit};
use syn::{Attribute, Item, ItemMod, ItemUse, UseTree, Visibility};

use crate::sources::sources;

/// `crate::a::b` as `["a", "b"]`; the crate's own root is empty.
pub type Module = Vec<String>;

/// The modules of a crate, each a file, and the others that it names.
pub type Arrows = BTreeMap<Module, BTreeSet<Module>>;

/// A crate's sources: where each module's file says what.
pub fn read(src: &Path) -> BTreeMap<Module, String> {
    let mut files = Vec::new();
    sources(src, &mut files);
    let module = |file: &Path| -> Module {
        let below = file.strip_prefix(src).expect("it was found there");
        let mut words: Module = below
            .with_extension("")
            .iter()
            .map(|word| word.to_string_lossy().into_owned())
            .collect();
        if words.last().is_some_and(|word| word == "mod")
            || matches!(&words[..], [one] if one == "lib" || one == "main")
        {
            words.pop();
        }
        words
    };
    files
        .iter()
        .map(|file| {
            (
                module(file),
                fs::read_to_string(file).expect("a source is text"),
            )
        })
        .collect()
}

/// The arrows between the modules of these sources.
pub fn arrows(sources: &BTreeMap<Module, String>) -> Arrows {
    let mut named: BTreeMap<&Module, Names> = BTreeMap::new();
    for (module, source) in sources {
        let mut names = Names {
            here: module.clone(),
            ..Names::default()
        };
        let file = syn::parse_file(source).expect("our sources are Rust");
        if file.attrs.iter().any(is_for_tests) {
            continue;
        }
        names.visit_file(&file);
        named.insert(module, names);
    }
    let handed: BTreeMap<Module, Module> = named
        .values()
        .flat_map(|names| names.handed.clone())
        .collect();
    let mut arrows = Arrows::new();
    for (module, names) in &named {
        let known = names
            .paths
            .iter()
            .filter_map(|path| owner(path, sources, &handed));
        let known = known.filter(|other| other != *module && !is_one_house(other, module));
        arrows.insert((*module).clone(), known.collect());
    }
    arrows
}

fn is_one_house(one: &Module, other: &Module) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

/// The module whose name it is: the deepest one that the path leads through, after all that hand it on.
fn owner(
    path: &[String],
    sources: &BTreeMap<Module, String>,
    handed: &BTreeMap<Module, Module>,
) -> Option<Module> {
    let mut path = path.to_vec();
    for _ in 0..8 {
        let Some((begun, rest)) = (1..=path.len())
            .rev()
            .find_map(|end| Some((handed.get(&path[..end])?, &path[end..])))
        else {
            break;
        };
        path = [begun.clone(), rest.to_vec()].concat();
    }
    (1..=path.len())
        .rev()
        .map(|end| path[..end].to_vec())
        .find(|begun| sources.contains_key(begun))
}

/// What a module names.
#[derive(Default)]
struct Names {
    here: Module,
    children: BTreeSet<String>,
    paths: Vec<Module>,
    /// What it hands on, and whose that is.
    handed: Vec<(Module, Module)>,
}

impl Names {
    /// A path of this crate from its root; none for one of another crate.
    fn whole(&self, words: &[String]) -> Option<Module> {
        let first = words.first()?;
        let rest = &words[1..];
        match first.as_str() {
            "crate" => Some(rest.to_vec()),
            "self" => Some([self.here.clone(), rest.to_vec()].concat()),
            "super" => {
                let ups = words.iter().take_while(|word| *word == "super").count();
                let up = self.here.get(..self.here.len().checked_sub(ups)?)?;
                Some([up.to_vec(), words[ups..].to_vec()].concat())
            }
            child if self.children.contains(child) => {
                Some([self.here.clone(), words.to_vec()].concat())
            }
            _ => None,
        }
    }

    fn tree(&mut self, tree: &UseTree, begun: &[String], handed_on: bool) {
        let with = |word: &syn::Ident| [begun.to_vec(), vec![word.to_string()]].concat();
        match tree {
            UseTree::Path(path) => self.tree(&path.tree, &with(&path.ident), handed_on),
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.tree(tree, begun, handed_on);
                }
            }
            UseTree::Name(name) if name.ident == "self" => self.name(begun, None),
            UseTree::Name(name) => self.name(
                &with(&name.ident),
                handed_on.then(|| name.ident.to_string()),
            ),
            UseTree::Rename(name) => self.name(
                &with(&name.ident),
                handed_on.then(|| name.rename.to_string()),
            ),
            _ => self.name(begun, None),
        }
    }

    fn name(&mut self, words: &[String], handed_as: Option<String>) {
        let Some(path) = self.whole(words) else {
            return;
        };
        if let Some(name) = handed_as {
            let own = [self.here.clone(), vec![name]].concat();
            if own != path {
                self.handed.push((own, path.clone()));
            }
        }
        self.paths.push(path);
    }
}

pub fn is_for_tests(attribute: &Attribute) -> bool {
    let syn::Meta::List(list) = &attribute.meta else {
        return false;
    };
    list.path.is_ident("cfg") && list.tokens.to_string().starts_with("test")
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(one) => &one.attrs,
        Item::Enum(one) => &one.attrs,
        Item::Fn(one) => &one.attrs,
        Item::Impl(one) => &one.attrs,
        Item::Mod(one) => &one.attrs,
        Item::Static(one) => &one.attrs,
        Item::Struct(one) => &one.attrs,
        Item::Use(one) => &one.attrs,
        _ => &[],
    }
}

impl<'ast> Visit<'ast> for Names {
    fn visit_file(&mut self, file: &'ast syn::File) {
        for item in &file.items {
            if let Item::Mod(ItemMod { ident, .. }) = item {
                self.children.insert(ident.to_string());
            }
        }
        visit::visit_file(self, file);
    }

    fn visit_item(&mut self, item: &'ast Item) {
        if !attributes(item).iter().any(is_for_tests) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        let handed_on = !matches!(item.vis, Visibility::Inherited);
        self.tree(&item.tree, &[], handed_on);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let words: Module = path
            .segments
            .iter()
            .map(|one| one.ident.to_string())
            .collect();
        if words.len() > 1 {
            self.name(&words, None);
        }
        visit::visit_path(self, path);
    }
}

/// The modules that lie on a circle of arrows, each circle once, as the modules that reach each other.
pub fn circles(arrows: &Arrows) -> Vec<BTreeSet<Module>> {
    let reached = |from: &Module| -> BTreeSet<Module> {
        let mut reached = BTreeSet::new();
        let mut waiting: Vec<&Module> = arrows.get(from).into_iter().flatten().collect();
        while let Some(next) = waiting.pop() {
            if reached.insert(next.clone()) {
                waiting.extend(arrows.get(next).into_iter().flatten());
            }
        }
        reached
    };
    let all: BTreeMap<&Module, BTreeSet<Module>> =
        arrows.keys().map(|one| (one, reached(one))).collect();
    let mut circles: Vec<BTreeSet<Module>> = Vec::new();
    for (one, known) in &all {
        if !known.contains(*one) || circles.iter().any(|circle| circle.contains(*one)) {
            continue;
        }
        let back = known
            .iter()
            .filter(|other| all.get(other).is_some_and(|known| known.contains(*one)));
        circles.push(back.cloned().collect());
    }
    circles
}
