//! 訂正: the numbers of a closed period that are no longer what they were when it was closed.

use serde::Serialize;

use super::part::Head;
use crate::aggregate::history::Revision;
use crate::figures::datum::symbol;
use crate::figures::material::Material;
use crate::figures::publication::{Disclosure, is_open};
use crate::model::Id;
use crate::model::period::Month;
use crate::model::terms;

/// The revisions of a period that was closed before.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RevisionTable {
    /// What stands above.
    pub head: Head,
    /// The revisions: the city, then the units in the order of the roster.
    pub rows: Vec<RevisionRow>,
}

/// One number as closed and as it is now.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RevisionRow {
    /// 全国地方公共団体コード of the area, or of the city.
    pub area_code: String,
    /// The unit's name, or 市全体.
    pub name: String,
    /// The element.
    pub element: String,
    /// The option; 合計 for the total of a break-down, else empty.
    pub option: String,
    /// The answer that is counted, for states.
    pub answer: String,
    /// The month; empty for the whole period.
    pub month: String,
    /// As closed; `None` when nobody was in it.
    pub old: Option<u64>,
    /// As counted now; `None` when nobody is in it any more.
    pub new: Option<u64>,
    /// The unit of measure.
    pub measure: String,
    /// The symbol of a revision.
    pub symbol: &'static str,
}

impl RevisionTable {
    /// The table; `None` when nothing changed, or when the period was never closed.
    pub(super) fn new(
        material: &Material,
        public: Option<&Disclosure>,
        sheet: impl FnOnce() -> String,
    ) -> Option<Self> {
        let registry = &material.definitions.registry;
        let place = |revision: &Revision| {
            revision
                .key
                .unit
                .as_ref()
                .map_or(Some(0), |unit| Some(1 + registry.units.get_index_of(unit)?))
        };
        let told = |revision: &&Revision| public.is_none() || is_open(revision);
        let mut revisions: Vec<&Revision> = material.revisions.values().filter(told).collect();
        revisions.sort_by_key(|revision| place(revision).unwrap_or(usize::MAX));
        let rows: Vec<RevisionRow> = revisions
            .into_iter()
            .filter_map(|revision| row(material, revision))
            .collect();
        (!rows.is_empty()).then(|| Self {
            head: Head {
                sheet: sheet(),
                title: "訂正".to_owned(),
                purpose: "締めたあとに変わった数".to_owned(),
                notes: vec![format!(
                    "{}は締められています。締めたときの数と、今の提出から数えた数の違うものを示します（記号 {}）。",
                    material.period().label(),
                    symbol::REVISED
                )],
            },
            rows,
        })
    }
}

/// A row; nothing for what may not be published.
fn row(material: &Material, revision: &Revision) -> Option<RevisionRow> {
    let definitions = material.definitions;
    let (registry, catalogue) = (&definitions.registry, &definitions.catalogue);
    let element = material
        .element(&revision.key.element)
        .filter(|element| element.publish && !element.unit.is_empty())?;
    let unit = revision
        .key
        .unit
        .as_ref()
        .map(|id| (id, registry.units.get(id)));
    let label = |category: &Option<Id>, option: &Option<Id>| match (category, option) {
        (Some(category), Some(option)) => catalogue.option_label(category, option).to_owned(),
        (Some(_), None) => terms::TOTAL.to_owned(),
        _ => String::new(),
    };
    Some(RevisionRow {
        area_code: match unit {
            None => registry.city.code.clone(),
            Some((_, unit)) => unit.map_or_else(String::new, |unit| registry.area_code(unit)),
        },
        name: unit.map_or_else(
            || terms::whole_of(registry),
            |(id, unit)| unit.map_or_else(|| id.to_string(), |unit| unit.name.clone()),
        ),
        element: element.label.clone(),
        option: label(&element.category, &revision.key.option),
        answer: label(&element.answers, &revision.key.answer),
        month: revision.key.month.map_or_else(String::new, Month::label),
        old: revision.old,
        new: revision.new,
        measure: element.unit.clone(),
        symbol: symbol::REVISED,
    })
}
