//! Composes the printed report from the counts: page by page, as `pages.toml` has it.

use indexmap::IndexMap;

use super::commentary::Commentary;
use super::composer::Composer;
use super::made;
use super::meta::meta;
use super::number_index;
use super::print::{Page, Print};
use super::spec::{PageSpec, PageSpecs};
use crate::figures::material::Material;
use crate::figures::number::Words;
use crate::figures::publication::{Disclosure, Publication};

/// What the editor gives besides the numbers.
pub struct Edition<'a> {
    /// The pages.
    pub pages: &'a PageSpecs,
    /// What the publication says about itself.
    pub publication: &'a Publication,
    /// What everybody may be told of single units: as in every other public file.
    pub disclosure: &'a Disclosure,
    /// The editor's remarks.
    pub commentary: &'a Commentary,
}

/// Composes the report.
pub fn compose(material: &Material, edition: &Edition) -> Print {
    let composer = Composer {
        material,
        publication: edition.publication,
        disclosure: edition.disclosure,
        commentary: edition.commentary,
    };
    let mut pages = Vec::new();
    for spec in &edition.pages.page {
        let kind = spec.kind.kind();
        let mut own = kind.compose(&composer, edition.frame(spec));
        // What is to be minded of the past stands on the first page of an entry.
        if let Some(first) = own.first_mut() {
            first.notes.extend(unlike(material, &kind.compared()));
        }
        pages.extend(own);
    }
    let mut print = Print {
        meta: meta(material, edition.publication),
        pages,
    };
    number_index::add(material.definitions, &mut print);
    made::add(material, &mut print);
    print
}

impl Edition<'_> {
    /// A page with its words, its remarks and its notes; composers add what is computed.
    fn frame(&self, spec: &PageSpec) -> Page {
        let parts = &self.pages.parts;
        let part = spec.part.as_ref();
        Page {
            id: spec.id.clone(),
            audience: spec.kind.kind().audience(),
            kind: spec.kind.kind().template().to_owned(),
            part: part.map(|part| parts.get(part).unwrap_or(part).clone()),
            topic: spec.topic.clone(),
            title: spec.title.clone(),
            notes: spec.notes.iter().map(|note| note.as_str().into()).collect(),
            remarks: self.commentary.of(&spec.id),
            charts: IndexMap::new(),
            tables: IndexMap::new(),
            ..Page::default()
        }
    }
}

/// What to mind of a page where earlier periods are not like this one, and what was revised since
/// it was closed.
fn unlike(material: &Material, compared: &[&str]) -> Vec<Words> {
    let mut notes = Vec::new();
    for element in compared {
        let Some(asked) = material.asked(element) else {
            continue;
        };
        let keys = material.keys(asked.element);
        let comparison = material.comparison(asked.element);
        let told = comparison.remarks(&keys).into_iter();
        let told = told.chain(comparison.notes(asked.element, &keys));
        let told = told.map(Words::text);
        let told = told.chain(material.roster(&asked.kind.id, asked.element));
        let told = told.chain(material.revised(asked.element));
        for note in told.chain(material.incomplete(asked.element)) {
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
    }
    notes
}
