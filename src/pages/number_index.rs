//! The ids of the printed numbers, page by page: what the appendix lists for whoever wants to trace
//! one.
//!
//! Months, units and earlier periods only add a mark to an id; the appendix tells the marks once
//! and lists the ids without them. Of the states of items it lists the items, and the states once a
//! page.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::print::{Fact, IndexedPage, Page, Print};
use super::printed;
use crate::aggregate::tally::TallyKey;
use crate::figures::naming::Naming;
use crate::figures::number::Origin;
use crate::figures::publication::Audience;
use crate::form::spec::Definitions;
use crate::model::round::Standing;

/// Gives the index to the appendix.
///
/// A page that only shows the numbers of earlier pages in another way has no list; nothing without
/// an appendix.
pub fn add(definitions: &Definitions, print: &mut Print) {
    let is_appendix = |page: &Page| page.audience == Audience::Internal;
    let Some(appendix) = print.pages.iter().position(is_appendix) else {
        return;
    };
    let mut index: Vec<IndexedPage> = Vec::new();
    let has_own = |page: &&Page| !page.title.is_empty() && page.profiles.is_empty();
    for page in print.pages.iter().filter(has_own) {
        let (numbers, note) = of(definitions, print, page, index.is_empty());
        let is_known = |known: &IndexedPage| {
            let known: HashSet<&str> = known.numbers.iter().map(|one| one.value.as_str()).collect();
            numbers
                .iter()
                .all(|number| known.contains(number.value.as_str()))
        };
        if !numbers.is_empty() && !index.iter().any(is_known) {
            index.push(IndexedPage {
                page: page.id.clone(),
                title: page.title.clone(),
                numbers,
                note,
            });
        }
    }
    print.pages[appendix].index = index;
}

/// The numbers of a page by name and id, and what the ids of states leave open; how many units were
/// asked is only listed for the first page.
fn of(
    definitions: &Definitions,
    print: &Print,
    page: &Page,
    is_first: bool,
) -> (Vec<Fact>, String) {
    let mut index = PageIndex {
        definitions,
        own: own_names(print, page),
        is_first,
        names: IndexMap::new(),
        states: IndexMap::new(),
    };
    for found in printed::of_page(print, page) {
        index.add(&found.number.origin);
    }
    index.finished()
}

/// What a page itself calls its numbers.
fn own_names<'a>(print: &'a Print, page: &'a Page) -> Vec<(&'a Origin, &'a str)> {
    let mut own = Vec::new();
    for (origin, name) in &page.names {
        own.push((origin, name.as_str()));
    }
    for figure in &page.figures {
        let Some(number) = figure.value.numbers().first() else {
            continue;
        };
        // A state is named as its neighbours are.
        let is_state = matches!(&number.origin, Origin::Counted(key) if key.answer.is_some());
        if !is_state && figure.label != print.meta.period {
            own.push((&number.origin, figure.label.as_str()));
        }
    }
    own
}

/// What the index lists of one page, as it grows.
struct PageIndex<'a> {
    definitions: &'a Definitions,
    /// What the page calls its numbers.
    own: Vec<(&'a Origin, &'a str)>,
    is_first: bool,
    /// The names of the numbers by id.
    names: IndexMap<String, String>,
    /// The states of options by id: the numbers of an option are one line, its states go without
    /// saying.
    states: IndexMap<String, String>,
}

impl PageIndex<'_> {
    /// Lists a number, or what it is made of.
    fn add(&mut self, origin: &Origin) {
        if let Some((_, name)) = self.own.iter().find(|(named, _)| *named == origin) {
            self.names.insert(origin.to_string(), (*name).to_owned());
            return;
        }
        match origin {
            Origin::Made(_, parts) => parts.iter().for_each(|part| self.add(part)),
            Origin::Units(..) if !self.is_first => {}
            Origin::Counted(key) if key.option.is_some() && key.answer.is_some() => {
                self.add_state(key);
            }
            root => {
                if let Some(label) = label(self.definitions, root) {
                    self.names.entry(root.to_string()).or_insert(label);
                }
            }
        }
    }

    fn add_state(&mut self, key: &TallyKey) {
        let item = Origin::Counted(TallyKey {
            answer: None,
            ..key.clone()
        });
        let (Some(answer), Some(label)) = (&key.answer, label(self.definitions, &item)) else {
            return;
        };
        self.names.insert(format!("{item}=…"), label);
        let naming = Naming::new(self.definitions);
        let state = naming.answer(key).unwrap_or_default();
        self.states.insert(answer.to_string(), state.to_owned());
    }

    fn finished(self) -> (Vec<Fact>, String) {
        let named = self.names.into_iter();
        let mut facts: Vec<Fact> = named.map(|(value, label)| Fact { label, value }).collect();
        // A sentence may name one state of all options first: the options go together, states as
        // printed.
        facts.sort_by_cached_key(|fact| fact.value.split('=').next().map(str::to_owned));
        let named = self.states.into_iter();
        let states: Vec<String> = named
            .map(|(id, label)| format!("{id}（{label}）"))
            .collect();
        let note = match states.as_slice() {
            [] => String::new(),
            states => format!("…は {}", states.join("、")),
        };
        (facts, note)
    }
}

/// The name of a number by its option and answer; nothing for what only adds a mark to another id.
fn label(definitions: &Definitions, origin: &Origin) -> Option<String> {
    match origin {
        Origin::Counted(key) if key.month.is_none() && key.unit.is_none() => {
            Some(name(Naming::new(definitions), key))
        }
        Origin::Units(kind, standing, _) => {
            let kind = definitions
                .registry
                .kinds
                .get(kind)
                .map_or(&**kind, |kind| kind.label.as_str());
            Some(format!(
                "{kind} {}",
                standing.map_or("対象", Standing::label)
            ))
        }
        _ => None,
    }
}

/// The element, and of an option its own words alone.
fn name(naming: Naming, key: &TallyKey) -> String {
    let mut words = naming.parts(key);
    if key.option.is_none() {
        words.insert(0, naming.element(key));
    }
    words.join(" ")
}
