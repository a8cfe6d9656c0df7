//! The ids of the printed numbers, page by page: what the appendix lists for whoever wants to trace one.
//!
//! Months, units and earlier periods only add a mark to an id; the appendix tells the marks once and
//! lists the ids without them. Of the states of items it lists the items, and the states once a page.

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
/// A page that only shows the numbers of earlier pages in another way has no list; nothing without an
/// appendix.
pub fn add(definitions: &Definitions, print: &mut Print) {
    let mut appendix = print.pages.iter();
    let Some(appendix) = appendix.position(|page| page.audience == Audience::Internal) else {
        return;
    };
    let mut index: Vec<IndexedPage> = Vec::new();
    let has_own = |page: &&Page| !page.title.is_empty() && page.profiles.is_empty();
    for page in print.pages.iter().filter(has_own) {
        let (numbers, note) = of(definitions, print, page, index.is_empty());
        let is_listed = index.iter().any(|known| {
            let mut numbers = numbers.iter();
            numbers.all(|number| {
                known
                    .numbers
                    .iter()
                    .any(|other| other.value == number.value)
            })
        });
        if !is_listed && !numbers.is_empty() {
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

/// The numbers of a page by name and id, and what the ids of states leave open; how many units were asked is
/// only listed for the first page.
fn of(
    definitions: &Definitions,
    print: &Print,
    page: &Page,
    is_first: bool,
) -> (Vec<Fact>, String) {
    let figures = page
        .figures
        .iter()
        .filter(|figure| figure.label != print.meta.period);
    let figures = figures.filter_map(|figure| {
        Some((
            &figure.value.numbers().first()?.origin,
            figure.label.as_str(),
        ))
    });
    // A state is named as its neighbours are.
    let figures = figures.filter(|(origin, _)| {
        !matches!(
            origin,
            Origin::Counted(TallyKey {
                answer: Some(_),
                ..
            })
        )
    });
    let own: Vec<(&Origin, &str)> = page
        .names
        .iter()
        .map(|(origin, name)| (origin, name.as_str()))
        .chain(figures)
        .collect();
    let of_page = printed::of_page(print, page);
    let mut facts: IndexMap<String, String> = IndexMap::new();
    let mut states: IndexMap<String, String> = IndexMap::new();
    let mut open: Vec<&Origin> = of_page
        .iter()
        .rev()
        .map(|found| &found.number.origin)
        .collect();
    while let Some(origin) = open.pop() {
        if let Some((_, name)) = own.iter().find(|(named, _)| *named == origin) {
            facts.insert(origin.to_string(), (*name).to_owned());
            continue;
        }
        match origin {
            Origin::Made(_, parts) => open.extend(parts.iter().rev()),
            Origin::Units(..) if !is_first => {}
            // One line an item: its states go without saying.
            Origin::Counted(
                key @ TallyKey {
                    option: Some(_),
                    answer: Some(answer),
                    ..
                },
            ) => {
                let item = Origin::Counted(TallyKey {
                    answer: None,
                    ..key.clone()
                });
                if let Some(label) = label(definitions, &item) {
                    facts.insert(format!("{item}=…"), label);
                    let state = Naming::new(definitions).answer(key).unwrap_or_default();
                    states.insert(answer.to_string(), state.to_owned());
                }
            }
            root => {
                if let Some(label) = label(definitions, root) {
                    facts.entry(root.to_string()).or_insert(label);
                }
            }
        }
    }
    let mut facts: Vec<Fact> = facts
        .into_iter()
        .map(|(value, label)| Fact { label, value })
        .collect();
    // A sentence may name one state of all options first: the options go together, states as printed.
    facts.sort_by_cached_key(|fact| fact.value.split('=').next().map(str::to_owned));
    let states: Vec<String> = states
        .into_iter()
        .map(|(id, label)| format!("{id}（{label}）"))
        .collect();
    let note = if states.is_empty() {
        String::new()
    } else {
        format!("…は {}", states.join("、"))
    };
    (facts, note)
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
