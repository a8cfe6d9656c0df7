//! What was submitted, what was asked and answered, what the words mean, and how to find a number's source.

use indexmap::IndexMap;

use crate::figures::material::Material;
use crate::figures::number::Words;
use crate::model::finding::Severity;
use crate::model::org_unit::OrgUnit;
use crate::model::round::Standing;
use crate::model::terms;
use crate::pages::print::{Card, Page, Row, RowRole, Table, TableColumn};
use crate::pages::wording::{n, plain, strong};

/// The length of a hash that a person can compare.
const SHORT_HASH: usize = 12;

/// The pages of the appendix.
pub fn page(material: &Material, mut page: Page, how_to_trace: &[String]) -> Page {
    let queries = queries(material);
    let asked = match queries.rows.len() as u64 {
        0 => vec![plain("の記録と、用語の定義。確認事項はない。")],
        some => vec![
            plain("、確認事項"),
            strong(format!("{}件", n(some))),
            plain("の記録と、用語の定義。"),
        ],
    };
    page.finding = vec![
        plain("提出されたファイル"),
        strong(format!("{}件", n(material.round.arrivals.len() as u64))),
    ];
    page.finding.extend(asked);
    page.cards = vec![Card {
        tag: String::new(),
        title: "数の出どころの調べ方".to_owned(),
        lead: String::new(),
        facts: Vec::new(),
        text: how_to_trace.to_vec(),
        picture: None,
    }];
    page.tables
        .insert("submissions".to_owned(), submissions(material));
    if !queries.rows.is_empty() {
        page.tables.insert("queries".to_owned(), queries);
    }
    page.tables
        .insert("dictionary".to_owned(), dictionary(material));
    page
}

fn column(label: &str, numeric: bool, width: u32) -> TableColumn {
    TableColumn::new(label, numeric, width)
}

fn plain_row(cells: Vec<String>) -> Row {
    Row {
        role: RowRole::Plain,
        cells: cells.into_iter().map(Words::from).collect(),
    }
}

/// Every expected unit with its file: one row an area, its units of all kinds side by side.
fn submissions(material: &Material) -> Table {
    let (registry, period) = (&material.definitions.registry, material.summary.period);
    let mut areas: IndexMap<String, Vec<Vec<&OrgUnit>>> = IndexMap::new();
    for (k, kind) in registry.kinds.values().enumerate() {
        for unit in registry.expected(&kind.id, period) {
            let area = registry
                .area_of(unit)
                .map_or_else(|| unit.name.clone(), |area| area.name.clone());
            areas
                .entry(area)
                .or_insert_with(|| vec![Vec::new(); registry.kinds.len()])[k]
                .push(unit);
        }
    }
    let mut rows = Vec::new();
    for (area, kinds) in &areas {
        // An area with several units of a kind takes as many rows.
        for i in 0..kinds.iter().map(Vec::len).max().unwrap_or(0) {
            let cells = kinds.iter().flat_map(|units| {
                units
                    .get(i)
                    .map_or_else(nothing, |unit| record(material, unit))
            });
            rows.push(plain_row(
                std::iter::once(area.clone()).chain(cells).collect(),
            ));
        }
    }
    let mut columns = vec![column("地域", false, 3)];
    for kind in registry.kinds.values() {
        columns.push(column(&format!("{}の\nファイル", kind.label), false, 9));
        columns.push(column(&format!("{}の\n照合番号", kind.label), false, 5));
    }
    let notes = vec![format!(
        "照合番号は、ファイルの SHA-256 の先頭{SHORT_HASH}字。"
    )];
    Table {
        title: "提出されたファイル".to_owned(),
        columns,
        rows,
        notes,
    }
}

/// The file of a unit and the start of its hash; where it is not counted, how it stands.
fn record(material: &Material, unit: &OrgUnit) -> Vec<String> {
    let file = material
        .round
        .files_of(&unit.id)
        .next()
        .map(|arrival| &arrival.file);
    let standing = material.round.standing(&unit.id);
    let named = match (file, standing) {
        (None, standing) => standing.label().to_owned(),
        (Some(file), Standing::Counted) => file.name.to_string(),
        (Some(file), standing) => format!("{}（{}）", file.name, standing.label()),
    };
    vec![
        named,
        file.map_or_else(
            || terms::NONE.to_owned(),
            |file| file.sha256.chars().take(SHORT_HASH).collect(),
        ),
    ]
}

fn nothing() -> Vec<String> {
    vec![terms::NONE.to_owned(); 2]
}

/// Every 確認 of a counted submission with its reason.
fn queries(material: &Material) -> Table {
    let rows = material
        .round
        .all_findings()
        .filter(|finding| finding.severity == Severity::Query)
        .map(|finding| {
            let place = [
                finding.sheet.clone(),
                finding.cell.map(|cell| cell.to_string()),
            ]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ");
            plain_row(vec![
                finding.file.clone(),
                format!("{place} {}", finding.heading).trim().to_owned(),
                finding.problem.clone(),
                finding
                    .reason
                    .clone()
                    .unwrap_or_else(|| "（理由の記入なし）".to_owned()),
            ])
        });
    Table {
        title: "確認事項と理由".to_owned(),
        columns: vec![
            column("ファイル", false, 5),
            column("場所", false, 6),
            column("確認したこと", false, 9),
            column("理由", false, 9),
        ],
        rows: rows.collect(),
        notes: Vec::new(),
    }
}

/// What is counted and published, and what it means.
fn dictionary(material: &Material) -> Table {
    let catalogue = &material.definitions.catalogue;
    let rows = catalogue
        .elements
        .values()
        .filter(|element| element.publish && !element.unit.is_empty())
        .map(|element| {
            let options = catalogue
                .breakdown(element)
                .map_or_else(String::new, |category| {
                    format!("{}（{}区分）", category.label, category.options.len())
                });
            plain_row(vec![
                element.label.clone(),
                element.unit.clone(),
                options,
                element.basis.label().to_owned(),
                element.definition.clone(),
            ])
        });
    Table {
        title: "集計項目の定義".to_owned(),
        columns: vec![
            column(terms::ELEMENT, false, 8),
            column("単位", false, 2),
            column("内訳", false, 6),
            column("根拠", false, 4),
            column("定義", false, 14),
        ],
        rows: rows.collect(),
        notes: vec![
            "根拠が「提案（未確認）」の項目は、公表された報告書から読み取れないため、この仕組みで提案したものである。".to_owned(),
        ],
    }
}
