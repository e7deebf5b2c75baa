//! The command line against the contract's list, both ways: each sentence of `contract.txt` is understood, and there is no
//! command, option or word that the list doesn't have.

use std::collections::BTreeSet;
use std::ffi::OsString;

use clap::{Arg, Command, CommandFactory as _};

use super::{Invocation, read};

const LIST: &str = include_str!("../../contract.txt");

/// The sentences of the list, without what is still to come.
fn sentences() -> impl Iterator<Item = &'static str> {
    lines().filter(|line| !line.starts_with(LATER))
}

fn lines() -> impl Iterator<Item = &'static str> {
    LIST.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

const LATER: &str = "later: ";

fn is_understood(sentence: &str) -> bool {
    let words = std::iter::once("tvist").chain(sentence.split_whitespace());
    read(words.map(OsString::from).collect()).is_ok()
}

/// Everything that a parser takes and these sentences don't have: commands, options, words of an option.
fn beyond(parser: &Command, sentences: &[&str]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    walk(parser, "", sentences, &mut found);
    found
}

fn walk(parser: &Command, path: &str, sentences: &[&str], found: &mut BTreeSet<String>) {
    let under: Vec<&str> = sentences
        .iter()
        .filter_map(|sentence| {
            let rest = sentence.strip_prefix(path)?;
            (path.is_empty() || rest.is_empty() || rest.starts_with(' ')).then_some(rest)
        })
        .collect();
    if under.is_empty() {
        found.insert(path.to_owned());
        return;
    }
    for command in parser.get_subcommands() {
        let path = format!("{path} {}", command.get_name());
        walk(command, path.trim_start(), sentences, found);
    }
    for argument in parser.get_arguments() {
        let id = argument.get_id();
        if id == "help" || id == "version" || argument.is_global_set() {
            continue;
        }
        let missing = lacking(argument, &under);
        found.extend(missing.into_iter().map(|what| format!("{path} {what}")));
    }
}

/// What no sentence says of an argument: its name, or one of its words.
fn lacking(argument: &Arg, sentences: &[&str]) -> Vec<String> {
    let said: Vec<BTreeSet<&str>> = sentences
        .iter()
        .map(|sentence| sentence.split([' ', ',']).collect())
        .collect();
    let option = argument.get_long().map(|long| format!("--{long}"));
    let mut with: Vec<&BTreeSet<&str>> = said.iter().collect();
    if let Some(option) = &option {
        with.retain(|words| words.contains(option.as_str()));
        if with.is_empty() {
            return vec![option.clone()];
        }
    }
    // A switch has the words true and false, which nobody says.
    if !argument.get_action().takes_values() {
        return Vec::new();
    }
    let name = option.unwrap_or_else(|| argument.get_id().to_string());
    argument
        .get_possible_values()
        .iter()
        .filter(|value| !with.iter().any(|words| words.contains(value.get_name())))
        .map(|value| format!("{name} {}", value.get_name()))
        .collect()
}

#[test]
fn every_sentence_of_the_contract_is_understood() {
    let understood = sentences().filter(|sentence| is_understood(sentence));
    let all: Vec<&str> = sentences().collect();
    assert_eq!(understood.collect::<Vec<_>>(), all);
    assert!(all.len() > 100, "{} sentences", all.len());
    for line in lines().filter_map(|line| line.strip_prefix(LATER)) {
        assert!(!is_understood(line), "it is there now: {line}");
    }
}

#[test]
fn nothing_is_understood_that_the_contract_s_list_doesnt_have() {
    let parser = Invocation::command();
    let all: Vec<&str> = sentences().collect();
    assert_eq!(beyond(&parser, &all), BTreeSet::new());

    // The same look at a list that lacks one thing of each kind.
    for (left_out, is_missed) in [
        ("webhook", "webhook"),
        ("analysis identify", "analysis identify"),
        ("disputes --order", "disputes --order"),
        ("disputes --step look", "disputes --step look"),
        ("export --format sie", "export --format sie"),
        ("account add unico", "account add provider unico"),
        (
            "evidence redact D ITEM --page 1 --box",
            "evidence redact --box",
        ),
    ] {
        let some: Vec<&str> = sentences()
            .filter(|sentence| !sentence.starts_with(left_out))
            .collect();
        let missed = beyond(&parser, &some);
        assert!(missed.contains(is_missed), "{left_out}: {missed:?}");
    }
}

#[test]
fn a_word_that_isnt_the_contract_s_is_refused() {
    for sentence in [
        "disputes --provider klarna",
        "disputes --stage won",
        "disputes --step dance",
        "export --format xls --out OUT",
        "reconcile D --saw nothing",
        "account add paypal --label Shop",
    ] {
        assert!(!is_understood(sentence), "{sentence}");
    }
}
