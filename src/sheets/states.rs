//! States: units by items, how many units are in which state, and the period before.

use serde::Serialize;

use super::part::{Before, ChartText, ColumnRole, Head, NumberColumn, alt};
use super::plan::Plan;
use crate::aggregate::tally::TallyKey;
use crate::figures::datum::{Datum, SourceCells, UnitHead, cells_of, symbol};
use crate::figures::material::Material;
use crate::figures::tone::tone;
use crate::model::Id;
use crate::model::catalogue::{CategoryOption, DataElement, Tone};
use crate::model::terms;

/// The states of one element: of each option of its category, or of the element itself.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StateTable {
    /// What stands above.
    pub head: Head,
    /// The element.
    pub element: Id,
    /// The items in the order of the form; one for an element without break-down.
    pub columns: Vec<NumberColumn>,
    /// The units, reported or not.
    pub rows: Vec<StateRow>,
    /// How many units are in which state.
    pub counts: Vec<StateCount>,
    /// The words of the chart of the counts.
    pub chart: ChartText,
}

/// One unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StateRow {
    /// The unit.
    pub unit: UnitHead,
    /// By column.
    pub answers: Vec<StateAnswer>,
}

/// What a unit answered.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StateAnswer {
    /// The state; `None` when it is not reported.
    pub state: Option<Id>,
    /// Its words, or the symbol for not reported.
    pub label: String,
    /// Where it stands.
    pub origin: Option<SourceCells>,
}

/// How many units are in a state.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StateCount {
    /// The state; `None` for units that did not report.
    pub state: Option<Id>,
    /// Its words.
    pub label: String,
    /// How it looks in charts.
    pub tone: Tone,
    /// By column.
    pub figures: Vec<Datum>,
    /// The period before, by column; `None` when nothing is known of it.
    pub before: Option<Before>,
}

impl StateTable {
    pub(super) fn new(material: &Material, plan: &Plan, element: &DataElement) -> Self {
        let half = material.half_of(element, plan.kind);
        let units = material.unit_heads(plan.kind, half);
        let columns = items(material, element);
        let states = material.definitions.catalogue.answers(element);
        let states: Vec<&CategoryOption> = states
            .into_iter()
            .flat_map(|states| states.options_in(material.period()))
            .collect();
        let rows: Vec<StateRow> = units
            .iter()
            .map(|unit| row(material, element, unit, &columns))
            .collect();
        let mut counts: Vec<StateCount> = states
            .iter()
            .map(|state| count(material, element, &columns, state))
            .collect();
        let silent: Vec<u64> = (0..columns.len())
            .map(|i| {
                rows.iter()
                    .filter(|row| {
                        row.answers
                            .get(i)
                            .is_none_or(|answer| answer.state.is_none())
                    })
                    .count() as u64
            })
            .collect();
        if silent.iter().any(|n| *n > 0) {
            counts.push(StateCount {
                state: None,
                label: terms::NOT_REPORTED.to_owned(),
                tone: Tone::Missing,
                figures: silent.into_iter().map(|n| Datum::computed(n, 0)).collect(),
                before: None,
            });
        }
        let mut notes = vec![format!(
            "単位: {}　{}",
            element.unit,
            material.coverage(&units, half)
        )];
        notes.extend(material.state_note(element));
        let keys: Vec<TallyKey> = counts
            .iter()
            .flat_map(|count| keys(element, &columns, count.state.as_ref()))
            .collect();
        notes.extend(material.past_notes(plan.kind, element, &keys));
        Self {
            head: Head {
                sheet: plan.sheet.clone(),
                title: title(&plan.block.heading, element),
                purpose: "単位ごとの状況と、状況ごとの数、グラフ".to_owned(),
                notes,
            },
            element: element.id.clone(),
            chart: chart(element, &columns, &counts),
            columns,
            rows,
            counts,
        }
    }
}

/// The heading of the block, and the question where it says more.
pub(super) fn title(heading: &str, element: &DataElement) -> String {
    if element.category.is_some() || heading.contains(&element.label) {
        return heading.to_owned();
    }
    format!("{heading}　{}", element.label)
}

/// The options of an element's category; the element itself when it has none.
pub(super) fn items(material: &Material, element: &DataElement) -> Vec<NumberColumn> {
    match material.definitions.catalogue.breakdown(element) {
        Some(category) => category
            .options_in(material.period())
            .map(|option| NumberColumn {
                option: Some(option.id.clone()),
                label: option.label.clone(),
                role: ColumnRole::Part,
            })
            .collect(),
        None => vec![NumberColumn {
            option: None,
            label: element.label.clone(),
            role: ColumnRole::Part,
        }],
    }
}

fn row(
    material: &Material,
    element: &DataElement,
    unit: &UnitHead,
    columns: &[NumberColumn],
) -> StateRow {
    let states = material.definitions.catalogue.answers(element);
    let answers = columns.iter().map(|column| {
        let found = material.answer(&unit.id, element, column.option.as_ref());
        let state = found.and_then(|(_, value)| value.answer.value()?.choice());
        let label = state.map(|state| {
            states
                .and_then(|states| states.options.get(state))
                .map_or(&**state, |o| o.label.as_str())
        });
        StateAnswer {
            state: state.cloned(),
            label: label.unwrap_or(symbol::MISSING).to_owned(),
            origin: found
                .filter(|_| state.is_some())
                .map(|(submission, value)| cells_of(submission, value)),
        }
    });
    StateRow {
        unit: unit.clone(),
        answers: answers.collect(),
    }
}

fn keys(element: &DataElement, columns: &[NumberColumn], state: Option<&Id>) -> Vec<TallyKey> {
    let Some(state) = state else {
        return Vec::new();
    };
    let item = |column: &NumberColumn| TallyKey {
        option: column.option.clone(),
        ..TallyKey::of(&element.id)
    };
    columns
        .iter()
        .map(|column| item(column).answer(state))
        .collect()
}

fn count(
    material: &Material,
    element: &DataElement,
    columns: &[NumberColumn],
    state: &CategoryOption,
) -> StateCount {
    let states = material.definitions.catalogue.answers(element);
    let keys = keys(element, columns, Some(&state.id));
    let figures: Vec<Datum> = keys.iter().map(|key| material.datum(key)).collect();
    StateCount {
        state: Some(state.id.clone()),
        label: state.label.clone(),
        tone: states.map_or(Tone::Middle, |states| tone(states, state)),
        before: Before::new(material, element, &keys, &figures),
        figures,
    }
}

fn chart(element: &DataElement, columns: &[NumberColumn], counts: &[StateCount]) -> ChartText {
    let item = |(i, column): (usize, &NumberColumn)| {
        let states = counts
            .iter()
            .filter_map(|count| Some((count, count.figures.get(i)?.value?)));
        let states: Vec<String> = states
            .map(|(count, n)| format!("{}{n}{}", count.label, element.unit))
            .collect();
        format!("{}は{}", column.label, states.join("・"))
    };
    let items: Vec<String> = columns.iter().enumerate().map(item).collect();
    let shape = if columns.len() > 1 {
        "積み上げ横棒グラフ"
    } else {
        "横棒グラフ"
    };
    ChartText {
        title: element.label.clone(),
        axis: element.unit.clone(),
        alt: alt(&format!("{shape}。{}。", element.label), &items),
    }
}
