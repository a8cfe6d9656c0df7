//! What was submitted, how often something was asked, what the words mean, and how to find a
//! number's source.

use indexmap::IndexMap;
use serde::Deserialize;

use super::PageKind;
use crate::figures::material::Material;
use crate::figures::number::Words;
use crate::figures::publication::Audience;
use crate::model::Id;
use crate::model::org_unit::{Area, OrgUnit};
use crate::model::round::Standing;
use crate::model::terms;
use crate::pages::composer::Composer;
use crate::pages::print::{Card, Page, Row, Span, Table, TableColumn};
use crate::pages::wording::{key_number, plain};

/// The length of a hash that a person can compare.
const SHORT_HASH: usize = 12;

/// Submissions, reasons, definitions.
#[derive(Debug, Clone, Deserialize)]
pub struct AppendixPage {
    /// How to find where a number comes from.
    how_to_trace: Vec<String>,
}

impl PageKind for AppendixPage {
    fn template(&self) -> &'static str {
        "appendix"
    }

    fn audience(&self) -> Audience {
        Audience::Internal
    }

    fn elements(&self) -> Vec<&str> {
        Vec::new()
    }

    fn compose(&self, composer: &Composer, mut page: Page) -> Vec<Page> {
        let material = composer.material;
        page.finding = finding(material);
        page.cards = vec![Card {
            tag: String::new(),
            title: "数の出どころの調べ方".to_owned(),
            lead: String::new(),
            facts: Vec::new(),
            text: self.how_to_trace.clone(),
            picture: None,
        }];
        page.tables
            .insert("submissions".to_owned(), submissions(material));
        page.tables
            .insert("dictionary".to_owned(), dictionary(material));
        vec![page]
    }
}

fn finding(material: &Material) -> Vec<Span> {
    let mut words = vec![
        plain("提出されたファイル"),
        key_number(&material.files(), "件"),
    ];
    match material.queries(None).filter(|queries| queries.n > 0) {
        None => words.push(plain("の記録と、用語の定義。確認事項はない。")),
        // What was asked and answered may name a person, and is not published: their number is.
        Some(queries) => words.extend([
            plain("の記録と、用語の定義。集計にあたり確認した事項は"),
            key_number(&queries, "件"),
            plain("。"),
        ]),
    }
    words
}

/// Every expected unit with its file: one row an area, its units of all kinds side by side.
fn submissions(material: &Material) -> Table {
    let registry = &material.definitions.registry;
    // Of each area the units of each kind.
    let mut areas: IndexMap<&Id, (&Area, Vec<Vec<&OrgUnit>>)> = IndexMap::new();
    for (k, kind) in registry.kinds.values().enumerate() {
        for unit in material.units(kind, None) {
            for area in registry.areas_of(unit) {
                let none = || (area, vec![Vec::new(); registry.kinds.len()]);
                let (_, kinds) = areas.entry(&area.id).or_insert_with(none);
                if let Some(units) = kinds.get_mut(k) {
                    units.push(unit);
                }
            }
        }
    }
    let mut rows = Vec::new();
    for (area, kinds) in areas.into_values() {
        // An area with several units of a kind takes as many rows.
        for i in 0..kinds.iter().map(Vec::len).max().unwrap_or(0) {
            let mut cells = vec![area.name.as_str().into()];
            for units in &kinds {
                cells.extend(match units.get(i) {
                    // A unit of several areas sends one file, which stands at the first of them.
                    Some(unit) if unit.areas.first() != Some(&area.id) => {
                        let first = registry.areas_of(unit).next();
                        let first = first.map_or(&unit.name, |first| &first.name);
                        [Words::text(format!("{first}に同じ")), terms::NONE.into()]
                    }
                    Some(unit) => record(material, unit),
                    None => [terms::NONE.into(), terms::NONE.into()],
                });
            }
            rows.push(Row::plain(cells));
        }
    }
    let mut columns = vec![TableColumn::new("地域", false, 3)];
    for kind in registry.kinds.values() {
        let (file, hash) = (
            format!("{}の\nファイル", kind.label),
            format!("{}の\n照合番号", kind.label),
        );
        columns.push(TableColumn::new(file, false, 9));
        columns.push(TableColumn::new(hash, false, 5));
    }
    Table {
        title: "提出されたファイル".to_owned(),
        columns,
        rows,
        notes: vec![format!(
            "照合番号は、ファイルの SHA-256 の先頭{SHORT_HASH}字。"
        )],
    }
}

/// The file of a unit and the start of its hash; where it is not counted, how it stands.
fn record(material: &Material, unit: &OrgUnit) -> [Words; 2] {
    let standing = material.round.standing(unit);
    let Some(arrival) = material.round.files_of(&unit.id).next() else {
        return [standing.label().into(), terms::NONE.into()];
    };
    let file = &arrival.file;
    let mut name = file.name.to_string();
    if standing != Standing::Counted {
        name += &format!("（{}）", standing.label());
    }
    let hash: String = file.sha256.chars().take(SHORT_HASH).collect();
    [Words::text(name), Words::text(hash)]
}

/// What is counted and published, and what it means.
fn dictionary(material: &Material) -> Table {
    let catalogue = &material.definitions.catalogue;
    let mut rows = Vec::new();
    for element in material.counted_elements() {
        let options = match catalogue.breakdown(element) {
            Some(category) => Words::text(format!("{}（", category.label))
                .then(material.options(category))
                .then("区分）"),
            None => Words::default(),
        };
        rows.push(Row::plain(vec![
            element.label.as_str().into(),
            element.unit.as_str().into(),
            options,
            element.basis.label().into(),
            element.definition.as_str().into(),
        ]));
    }
    Table {
        title: "集計項目の定義".to_owned(),
        columns: vec![
            TableColumn::new(terms::ELEMENT, false, 8),
            TableColumn::new("単位", false, 2),
            TableColumn::new("内訳", false, 6),
            TableColumn::new("根拠", false, 4),
            TableColumn::new("定義", false, 14),
        ],
        rows,
        notes: vec![
            "根拠が「提案（未確認）」の項目は、公表された報告書から読み取れないため、この仕組みで提案したものである。".to_owned(),
        ],
    }
}
