//! Lists: what the units wrote, row by row; columns that may not be published are left out.

use jiff::civil::Date;
use serde::Serialize;

use super::part::Head;
use super::plan::Plan;
use crate::aggregate::tally::TallyKey;
use crate::figures::datum::{SourceCells, UnitHead, cells_of, symbol};
use crate::figures::material::Material;
use crate::figures::open_rows::OpenRows;
use crate::figures::publication::Disclosure;
use crate::model::Id;
use crate::model::answer::Value;
use crate::model::catalogue::{DataElement, Kind, OverTime};
use crate::model::submission::Submission;
use crate::model::terms;
use crate::model::text::grouped;

/// What stands for a picture.
const PICTURE: &str = "画像あり";
/// Said of a list that leaves out the rows that their writers did not let be published.
const ONLY_PERMITTED: &str = "公表してよいとされたものだけを載せています。";
/// Said of a list that does not tell who wrote its rows.
const UNNAMED: &str = "報告者の名称は示していません。";

/// Rows of a list, or answers written once, by unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListTable {
    /// What stands above.
    pub head: Head,
    /// Whether it is told who wrote a row.
    pub named: bool,
    /// The columns in the order of the form.
    pub columns: Vec<ListColumn>,
    /// The rows in the order of the roster and of the forms; empty ones are left out.
    pub rows: Vec<ListRow>,
}

/// A column of a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListColumn {
    /// The element.
    pub element: Id,
    /// The words of the form.
    pub label: String,
    /// What stands in it.
    pub kind: Kind,
    /// The unit of a count.
    pub unit: String,
}

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListRow {
    /// Who wrote it.
    pub unit: UnitHead,
    /// In which half of a year, in words; empty for a half.
    pub half: &'static str,
    /// By column.
    pub cells: Vec<ListCell>,
}

/// A cell of a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListCell {
    /// What stands in it.
    pub value: ListValue,
    /// Where it stands in the submission.
    pub origin: Option<SourceCells>,
}

/// What stands in a cell of a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum ListValue {
    /// Words as written, a chosen option, or marked options.
    Text(String),
    /// A number.
    Number(u64),
    /// A day.
    Date(Date),
    /// Nothing was written.
    Empty,
}

impl ListTable {
    pub(super) fn new(
        material: &Material,
        plan: &Plan,
        elements: &[&DataElement],
        records: bool,
        public: Option<&Disclosure>,
    ) -> Option<Self> {
        let open = OpenRows::new(material, elements, public)?;
        let units = material.unit_heads(plan.kind, None);
        let columns = open.elements.iter().map(|element| ListColumn {
            element: element.id.clone(),
            label: element.label.clone(),
            kind: element.kind,
            unit: element.unit.clone(),
        });
        let is_last = elements
            .iter()
            .all(|element| element.over_time == OverTime::Last);
        let over_time = if is_last {
            OverTime::Last
        } else {
            OverTime::Sum
        };
        let mut rows = Vec::new();
        for unit in &units {
            for submission in material.submissions(&unit.id, over_time) {
                let half = if material.halves().is_empty() {
                    ""
                } else {
                    submission.period.half_label()
                };
                for record in records_of(submission, elements, records) {
                    if !open.lets(submission, record) {
                        continue;
                    }
                    let cells: Vec<ListCell> = open
                        .elements
                        .iter()
                        .map(|element| cell(material, submission, element, record))
                        .collect();
                    if cells.iter().any(|cell| cell.value != ListValue::Empty) {
                        rows.push(ListRow {
                            unit: unit.clone(),
                            half,
                            cells,
                        });
                    }
                }
            }
        }
        if !open.named {
            // The order of the roster would tell who wrote them.
            rows.sort_by_cached_key(|row| row.cells.iter().map(ListCell::text).collect::<Vec<_>>());
        }
        let only = open.is_permitted().then_some(ONLY_PERMITTED);
        let unnamed = (!open.named).then_some(UNNAMED);
        Some(Self {
            head: Head {
                sheet: plan.sheet.clone(),
                title: plan.block.heading.clone(),
                purpose: format!("報告された内容の一覧（{}件）", rows.len()),
                notes: std::iter::once(format!(
                    "{}件　{}",
                    rows.len(),
                    material.coverage(&units, None)
                ))
                .chain(totals(material, elements))
                .chain(only.into_iter().chain(unnamed).map(str::to_owned))
                .collect(),
            },
            named: open.named,
            columns: columns.collect(),
            rows,
        })
    }
}

/// The city's numbers that are made of a list: what its rows add up to, how many they are, who
/// wrote any.
fn totals(material: &Material, elements: &[&DataElement]) -> Option<String> {
    let of_list = elements.iter().filter(|element| {
        element.publish && element.category.is_none() && element.kind != Kind::Choice
    });
    let told: Vec<String> = of_list
        .filter_map(|element| {
            let (label, unit) = element.statistic()?;
            let key = TallyKey::of(&element.id);
            material.summary.get(&key)?;
            Some(format!(
                "{label} {}{unit}",
                grouped(material.summary.sum(&key))
            ))
        })
        .collect();
    let whole = terms::whole_of(&material.definitions.registry);
    (!told.is_empty()).then(|| format!("{whole}: {}", told.join("、")))
}

/// The rows of a list that a unit has begun; one for answers written once.
fn records_of(
    submission: &Submission,
    elements: &[&DataElement],
    records: bool,
) -> Vec<Option<u32>> {
    if !records {
        return vec![None];
    }
    let of_list = submission.values.iter().filter(|value| {
        elements
            .iter()
            .any(|element| element.id == value.key.element)
    });
    let mut numbers: Vec<Option<u32>> = of_list
        .map(|value| value.key.record)
        .filter(Option::is_some)
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

fn cell(
    material: &Material,
    submission: &Submission,
    element: &DataElement,
    record: Option<u32>,
) -> ListCell {
    let catalogue = &material.definitions.catalogue;
    let mut origins = Vec::new();
    let mut marks = Vec::new();
    let mut found = ListValue::Empty;
    for value in submission
        .values
        .iter()
        .filter(|value| value.key.element == element.id && value.key.record == record)
    {
        let Some(answer) = value.answer.value() else {
            continue;
        };
        origins.push(cells_of(submission, value));
        let label = |category: &Option<Id>, option: &Id| match category {
            Some(category) => catalogue.option_label(category, option).to_owned(),
            None => option.to_string(),
        };
        match answer {
            Value::Mark => marks.extend(
                value
                    .key
                    .option
                    .as_ref()
                    .map(|option| label(&element.category, option)),
            ),
            Value::Choice(option) => found = ListValue::Text(label(&element.answers, option)),
            Value::Count(n) => found = ListValue::Number(*n),
            Value::Date(date) => found = ListValue::Date(*date),
            Value::Text(text) => found = ListValue::Text(text.clone()),
            Value::Picture(_) => found = ListValue::Text(PICTURE.to_owned()),
        }
    }
    if element.kind == Kind::Marks && !marks.is_empty() {
        found = ListValue::Text(marks.join("、"));
    }
    ListCell {
        value: found,
        origin: origins.into_iter().next(),
    }
}

impl ListCell {
    /// The words of the cell; the symbol for none where nothing was written.
    pub fn text(&self) -> String {
        match &self.value {
            ListValue::Text(text) => text.clone(),
            ListValue::Number(n) => n.to_string(),
            ListValue::Date(date) => date.to_string(),
            ListValue::Empty => symbol::NONE.to_owned(),
        }
    }
}
