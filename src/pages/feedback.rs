//! The feedback sheet of one unit: its own figures as they will appear, its past, the city's median,
//! and what was asked and answered.

use super::compose::meta;
use super::print::{Page, Print, Row, RowRole, Table, TableColumn};
use super::wording::{n, plain, strong};
use crate::aggregate::tally::TallyKey;
use crate::figures::material::Material;
use crate::figures::number::Words;
use crate::form::spec::BlockKind;
use crate::model::Id;
use crate::model::catalogue::{Category, DataElement, Kind, OverTime};
use crate::model::finding::Severity;
use crate::model::org_unit::OrgUnit;
use crate::model::period::Period;
use crate::model::statistics::middle;
use crate::model::terms;
use crate::settings::Settings;

/// Composes the sheet of a unit; `None` when the unit is not counted.
pub fn compose(material: &Material, settings: &Settings, unit: &OrgUnit) -> Option<Print> {
    material.summary.submission_of(&unit.id)?;
    let form = material.definitions.form_of(&unit.kind)?;
    let mut page = Page {
        id: "feedback".to_owned(),
        kind: "feedback".to_owned(),
        topic: Some(format!("{}　{}", form.label, material.summary.period.label())),
        title: format!("{}　集計結果の確認", unit.name),
        source: Some(
            format!("資料：{}が提出した{}。中央値は、集計した報告者の値を大きさの順に並べた真ん中の値。", unit.name, form.label)
                .into(),
        ),
        ..Page::default()
    };
    for block in form.sheets.iter().flat_map(|sheet| &sheet.blocks) {
        let elements: Vec<&Id> = match &block.kind {
            BlockKind::Monthly { element, .. } | BlockKind::Status { element } => vec![element],
            BlockKind::Fields(fields) => fields.iter().map(|field| &field.element).collect(),
            BlockKind::Records { .. } => continue,
        };
        for element in elements
            .into_iter()
            .filter_map(|id| material.definitions.catalogue.elements.get(id))
        {
            if let Some(table) = table(material, unit, element) {
                page.tables.insert(element.id.to_string(), table);
            }
        }
    }
    let queries = queries(material, unit);
    page.finding = vec![
        plain("報告書にはこの値で載ります。違うところがあれば知らせてください。確認事項は"),
        strong(format!("{}件", n(queries.rows.len() as u64))),
        plain("。"),
    ];
    if !queries.rows.is_empty() {
        page.tables.insert("queries".to_owned(), queries);
    }
    let mut meta = meta(material, settings);
    meta.title = format!("{} {}", meta.period, page.title);
    Some(Print {
        meta,
        pages: vec![page],
    })
}

/// The figures or states of one element; nothing for what is not counted.
fn table(material: &Material, unit: &OrgUnit, element: &DataElement) -> Option<Table> {
    if element.unit.is_empty() {
        return None;
    }
    match element.kind {
        Kind::Count => Some(counts(material, unit, element)),
        Kind::Choice => states(material, unit, element),
        Kind::Marks => marks(material, unit, element),
        Kind::Text | Kind::Date | Kind::Picture => None,
    }
}

fn headed(element: &DataElement, columns: &[(&str, bool, u32)], rows: Vec<Row>) -> Table {
    let column =
        |(label, numeric, width): &(&str, bool, u32)| TableColumn::new(*label, *numeric, *width);
    Table {
        title: format!("{}（{}）", element.label, element.unit),
        columns: columns.iter().map(column).collect(),
        rows,
        notes: Vec::new(),
    }
}

fn plain_row(cells: Vec<String>) -> Row {
    Row {
        role: RowRole::Plain,
        cells: cells.into_iter().map(Words::from).collect(),
    }
}

fn counts(material: &Material, unit: &OrgUnit, element: &DataElement) -> Table {
    let period = material.summary.period;
    let key = TallyKey::of(&element.id);
    let row = |role, label: &str, key: TallyKey| {
        let of_unit = key.clone().unit(&unit.id);
        let past = material
            .past(period.year_before(), &of_unit)
            .map_or_else(|| terms::NONE.into(), Words::from);
        let own = material.summary.get(&of_unit).map_or_else(
            || terms::NONE.into(),
            |_| material.now(of_unit.clone()).into(),
        );
        Row {
            role,
            cells: vec![label.into(), own, past, median(material, unit, &key).into()],
        }
    };
    let mut rows = vec![row(RowRole::Total, terms::TOTAL, key.clone())];
    if let Some(category) = material.breakdown(element) {
        for option in category.options_in(period) {
            let role = if option.subset {
                RowRole::Subset
            } else {
                RowRole::Plain
            };
            rows.push(row(role, &option.label, key.clone().option(&option.id)));
        }
    }
    headed(
        element,
        &[
            (terms::OPTION, false, 6),
            ("今期", true, 2),
            ("前年\n同期", true, 2),
            (
                &format!("{}の\n中央値", material.definitions.registry.city.label),
                true,
                2,
            ),
        ],
        rows,
    )
}

/// The value in the middle of all counted units of the same kind; of an even number the mean of the two.
fn median(material: &Material, unit: &OrgUnit, key: &TallyKey) -> String {
    let registry = &material.definitions.registry;
    let mut values: Vec<u64> = registry
        .expected(&unit.kind, material.summary.period)
        .filter_map(|other| material.summary.get(&key.clone().unit(&other.id)))
        .map(|tally| tally.sum)
        .collect();
    values.sort_unstable();
    match middle(&values) {
        None => terms::NONE.to_owned(),
        Some((lower, upper)) if (lower + upper).is_multiple_of(2) => n((lower + upper) / 2),
        Some((lower, upper)) => format!("{}.5", n((lower + upper) / 2)),
    }
}

fn states(material: &Material, unit: &OrgUnit, element: &DataElement) -> Option<Table> {
    let (period, states) = (material.summary.period, material.answers(element)?);
    let before = if element.over_time == OverTime::Last && element.category.is_some() {
        material.last_year()
    } else {
        period.year_before()
    };
    let key = TallyKey::of(&element.id);
    let row = |label: &str, key: TallyKey| {
        let own = states.options_in(period).find(|state| {
            material
                .summary
                .sum(&key.clone().answer(&state.id).unit(&unit.id))
                > 0
        });
        let past = past_state(material, states, before, &key.clone().unit(&unit.id));
        let same = own.map_or(0, |state| {
            material.summary.sum(&key.clone().answer(&state.id))
        });
        plain_row(vec![
            label.to_owned(),
            own.map_or(terms::NONE, |state| &state.label).to_owned(),
            past,
            n(same),
        ])
    };
    let rows = match material.breakdown(element) {
        Some(category) => category
            .options_in(period)
            .map(|item| row(&item.label, key.clone().option(&item.id)))
            .collect(),
        None => vec![row(&element.label, key)],
    };
    Some(headed(
        element,
        &[
            (terms::ELEMENT, false, 5),
            ("今期", false, 4),
            ("前回", false, 4),
            (&same_in(material), true, 3),
        ],
        rows,
    ))
}

fn past_state(material: &Material, states: &Category, before: Period, key: &TallyKey) -> String {
    let past = states.options.values().find(|state| {
        material
            .past(before, &key.clone().answer(&state.id))
            .is_some_and(|past| past.n > 0)
    });
    past.map_or(terms::NONE, |state| &state.label).to_owned()
}

fn marks(material: &Material, unit: &OrgUnit, element: &DataElement) -> Option<Table> {
    let category = material.breakdown(element)?;
    let rows = category.options_in(material.summary.period).map(|option| {
        let key = TallyKey::of(&element.id).option(&option.id);
        let own = if material.summary.sum(&key.clone().unit(&unit.id)) > 0 {
            "○"
        } else {
            terms::NONE
        };
        plain_row(vec![
            option.label.clone(),
            own.to_owned(),
            n(material.summary.sum(&key)),
        ])
    });
    Some(headed(
        element,
        &[
            (terms::ELEMENT, false, 6),
            ("今期", false, 2),
            (&same_in(material), true, 3),
        ],
        rows.collect(),
    ))
}

/// The heading over how many units gave the same answer.
fn same_in(material: &Material) -> String {
    let whole = terms::whole_of(&material.definitions.registry);
    format!("{whole}で\n同じ数")
}

/// What was asked of the unit, and its reasons.
fn queries(material: &Material, unit: &OrgUnit) -> Table {
    let findings = material
        .round
        .files_of(&unit.id)
        .flat_map(|arrival| &arrival.findings)
        .filter(|finding| finding.severity == Severity::Query);
    let rows = findings.map(|finding| {
        let place = [
            finding.sheet.clone(),
            finding.cell.map(|cell| cell.to_string()),
        ]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ");
        plain_row(vec![
            place,
            finding.problem.clone(),
            finding
                .reason
                .clone()
                .unwrap_or_else(|| format!("（{}）", terms::NO_REASON)),
        ])
    });
    let column = |label: &str, width| TableColumn::new(label, false, width);
    Table {
        title: "確認事項と理由".to_owned(),
        columns: vec![
            column("場所", 4),
            column("確認したこと", 6),
            column("理由", 6),
        ],
        rows: rows.collect(),
        notes: Vec::new(),
    }
}
