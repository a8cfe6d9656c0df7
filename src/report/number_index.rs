//! The ids of the printed numbers, page by page: what the appendix lists for whoever wants to trace one.
//!
//! Months, units and earlier periods only add a mark to an id; the appendix tells the marks once and
//! lists the ids without them.

use indexmap::IndexMap;

use super::number::Origin;
use super::print::{Fact, IndexedPage, Page, Print};
use super::printed;
use crate::aggregate::tally::TallyKey;
use crate::form::spec::Definitions;
use crate::model::round::Standing;

/// The page template that prints the index.
const APPENDIX: &str = "appendix";

/// Gives the index to the appendix, and tells each page where in it its numbers stand.
///
/// A page that shows the numbers of an earlier page in another way is listed there; nothing without an appendix.
pub fn add(definitions: &Definitions, print: &mut Print) {
    let Some(appendix) = print.pages.iter().position(|page| page.kind == APPENDIX) else { return };
    let mut index: Vec<IndexedPage> = Vec::new();
    let mut under = Vec::new();
    for page in &print.pages {
        let numbers = if page.title.is_empty() { Vec::new() } else { of(definitions, print, page, index.is_empty()) };
        let earlier = index.iter().find(|known| numbers.iter().all(|number| known.numbers.contains(number)));
        under.push(match earlier {
            _ if numbers.is_empty() => None,
            Some(known) => Some(known.page.clone()),
            None => {
                index.push(IndexedPage { page: page.id.clone(), title: page.title.clone(), numbers });
                Some(page.id.clone())
            }
        });
    }
    for (page, under) in print.pages.iter_mut().zip(under) {
        page.indexed_under = under;
    }
    print.pages[appendix].index = index;
}

/// The numbers of a page by name and id; how many units were asked is only listed for the first page.
fn of(definitions: &Definitions, print: &Print, page: &Page, is_first: bool) -> Vec<Fact> {
    let of_page = printed::of_page(print, page);
    let roots = of_page.iter().flat_map(|found| found.number.origin.roots());
    let listed = roots.filter(|root| is_first || !matches!(root, Origin::Units(..)));
    let named: IndexMap<String, String> = listed.filter_map(|root| Some((root.to_string(), label(definitions, root)?))).collect();
    let mut facts: Vec<Fact> = named.into_iter().map(|(value, label)| Fact { label, value }).collect();
    // A sentence may name one state of all options first: the options go together, states as printed.
    facts.sort_by_cached_key(|fact| fact.value.split('=').next().map(str::to_owned));
    facts
}

/// The name of a number by its option and answer; nothing for what only adds a mark to another id.
fn label(definitions: &Definitions, origin: &Origin) -> Option<String> {
    match origin {
        Origin::Counted(key) if key.month.is_none() && key.unit.is_none() => Some(name(definitions, key)),
        Origin::Units(kind, standing) => {
            let kind = definitions.registry.kinds.get(kind).map_or(&**kind, |kind| kind.label.as_str());
            Some(format!("{kind} {}", standing.map_or("対象", Standing::label)))
        }
        _ => None,
    }
}

fn name(definitions: &Definitions, key: &TallyKey) -> String {
    let catalogue = &definitions.catalogue;
    let Some(element) = catalogue.elements.get(&key.element) else { return key.element.to_string() };
    let parts = [(&element.category, &key.option), (&element.answers, &key.answer)];
    let labels: Vec<&str> = parts
        .into_iter()
        .filter_map(|(category, option)| Some(catalogue.option_label(category.as_ref()?, option.as_ref()?)))
        .collect();
    if key.option.is_none() { [&[element.label.as_str()], labels.as_slice()].concat().join(" ") } else { labels.join(" ") }
}
