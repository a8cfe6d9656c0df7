//! Items × units: which unit stands where, behind the sums of the `items` page.

use super::charts::{SILENT, tone};
use crate::aggregate::tally::TallyKey;
use crate::model::catalogue::{CategoryOption, Tone};
use crate::model::org_unit::OrgUnit;
use crate::report::compose::{Asked, Material};
use crate::report::print::{Chart, GridRow, Key, Page, Span};
use crate::report::wording::{Named, least, n, nothing_yet, plain, strong};

/// The page of every unit's state in every item.
pub fn page(material: &Material, mut page: Page, element: &str) -> Option<Page> {
    let asked = material.asked(element)?;
    let (items, states) = (material.breakdown(asked.element)?, material.answers(asked.element)?);
    let (period, registry) = (material.summary.period, &material.definitions.registry);
    let states: Vec<&CategoryOption> = states.options_in(period).collect();
    let first = *states.first()?;
    let items: Vec<&CategoryOption> = items.options_in(period).collect();
    let units: Vec<&OrgUnit> = material.units(asked.kind).collect();
    let counter = asked.kind.counter.as_str();

    let state_of = |item: &CategoryOption, unit: &OrgUnit| {
        let key = TallyKey::of(&asked.element.id).option(&item.id).unit(&unit.id);
        states.iter().copied().find(|state| material.summary.sum(&key.clone().answer(&state.id)) > 0)
    };
    let reached = |state: Option<&CategoryOption>| state.is_some_and(|state| state.id == first.id);
    let rows: Vec<GridRow> = items
        .iter()
        .map(|item| GridRow {
            label: item.label.clone(),
            tones: units.iter().map(|unit| state_of(item, unit).map_or(Tone::Missing, tone)).collect(),
            sum: n(units.iter().filter(|unit| reached(state_of(item, unit))).count() as u64),
        })
        .collect();
    let done: Vec<Option<Named>> = units
        .iter()
        .map(|unit| {
            let done = items.iter().filter(|item| reached(state_of(item, unit))).count() as u64;
            material.summary.submission_of(&unit.id).map(|_| Named { label: registry.short_name(unit), n: done })
        })
        .collect();
    let known: Vec<Named> = done.iter().flatten().copied().collect();

    let mut legend: Vec<Key> = states.iter().map(|state| Key { label: state.label.clone(), tone: tone(state) }).collect();
    if rows.iter().any(|row| row.tones.contains(&Tone::Missing)) {
        legend.push(Key { label: SILENT.to_owned(), tone: Tone::Missing });
    }
    page.title = format!("{}（{counter}別）", page.title);
    let title = format!("{counter}別・項目別の状況");
    let alt = format!("{title}。{}。", alt(&asked, &items, &units, &states, &known, &state_of, registry).join("。"));
    page.finding = finding(&asked, &known, items.len() as u64, &first.label);
    page.charts.insert(
        "grid".to_owned(),
        Chart::Grid {
            title,
            alt,
            legend,
            columns: units.iter().map(|unit| registry.short_name(unit).to_owned()).collect(),
            rows,
            sum_label: first.label.clone(),
            sums: done.iter().map(|done| done.map_or_else(|| "－".to_owned(), |done| n(done.n))).collect(),
        },
    );
    page.source = Some(asked.source());
    Some(page)
}

/// Per item who is not in the first state, then how many items each unit has reached.
fn alt<'a>(
    asked: &Asked,
    items: &[&CategoryOption],
    units: &[&OrgUnit],
    states: &[&CategoryOption],
    known: &[Named],
    state_of: &dyn Fn(&CategoryOption, &OrgUnit) -> Option<&'a CategoryOption>,
    registry: &crate::model::org_unit::OrgRegistry,
) -> Vec<String> {
    let counter = asked.kind.counter.as_str();
    let who = |item: &CategoryOption, wanted: Option<&CategoryOption>| -> Vec<&str> {
        let is = |unit: &&&OrgUnit| state_of(item, unit).map(|state| &state.id) == wanted.map(|state| &state.id);
        units.iter().filter(is).map(|unit| registry.short_name(unit)).collect()
    };
    let mut words: Vec<String> = items
        .iter()
        .map(|item| {
            let mut parts = Vec::new();
            for (i, state) in states.iter().enumerate() {
                let names = who(item, Some(state));
                // The first state is mostly that of nearly all: its number is enough.
                let listed = if i == 0 || names.is_empty() { String::new() } else { format!("（{}）", names.join("、")) };
                parts.push(format!("{} {}{counter}{listed}", state.label, names.len()));
            }
            let silent = who(item, None);
            if !silent.is_empty() {
                parts.push(format!("{SILENT} {}{counter}（{}）", silent.len(), silent.join("、")));
            }
            format!("{}: {}", item.label, parts.join("、"))
        })
        .collect();
    let sums: Vec<String> = known.iter().map(|unit| format!("{} {}", unit.label, n(unit.n))).collect();
    if let Some(first) = states.first() {
        words.push(format!("{counter}別の「{}」の項目数: {}", first.label, sums.join("、")));
    }
    words
}

/// How many units have reached everything, and who the least.
fn finding(asked: &Asked, known: &[Named], items: u64, state: &str) -> Vec<Span> {
    let counter = asked.kind.counter.as_str();
    let (units, reporting) = (known.len() as u64, asked.reporting());
    let Some(bottom) = least(known, counter).filter(|_| items > 0) else { return nothing_yet() };
    let all = known.iter().filter(|unit| unit.n == items).count() as u64;
    if all == units {
        let who = strong(format!("{}{counter}すべて", n(units)));
        return vec![plain(reporting), who, plain(format!("が、{}項目すべてで「{state}」。", n(items)))];
    }
    let mut words = if all == 0 {
        vec![plain(format!("{}項目すべてが「{state}」の{counter}はない（{reporting}{}{counter}中）。", n(items), n(units)))]
    } else {
        let who = strong(format!("{}{counter}", n(all)));
        vec![plain(format!("{reporting}{}{counter}中", n(units))), who, plain(format!("が{}項目すべてで「{state}」。", n(items)))]
    };
    words.push(plain(format!("最も少ないのは{}の{}", bottom.names, bottom.each)));
    words.push(strong(format!("{}項目", n(bottom.n))));
    words.push(plain("。"));
    words
}
