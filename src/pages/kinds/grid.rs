//! Items × units: which unit stands where, behind the sums of the `items` page.

use super::charts::{SILENT, tone};
use crate::aggregate::tally::TallyKey;
use crate::figures::asked::Asked;
use crate::figures::material::Material;
use crate::figures::number::{How, Number, Words};
use crate::model::catalogue::{CategoryOption, Tone};
use crate::model::org_unit::{OrgRegistry, OrgUnit};
use crate::model::terms;
use crate::pages::print::{Chart, GridRow, Key, Page, Span};
use crate::pages::wording::{Named, key_number, least, n, nothing_yet, plain, strong};

/// The page of every unit's state in every item.
pub fn page(material: &Material, mut page: Page, element: &str) -> Option<Page> {
    let asked = material.asked(element)?;
    let (items, states) = (
        material.breakdown(asked.element)?,
        material.answers(asked.element)?,
    );
    let (period, registry) = (material.summary.period, &material.definitions.registry);
    let states: Vec<&CategoryOption> = states.options_in(period).collect();
    let first = *states.first()?;
    let items: Vec<&CategoryOption> = items.options_in(period).collect();
    let units: Vec<&OrgUnit> = material.units(asked.kind).collect();
    let counter = asked.kind.counter.as_str();

    let state_of = |item: &CategoryOption, unit: &OrgUnit| {
        let key = TallyKey::of(&asked.element.id)
            .option(&item.id)
            .unit(&unit.id);
        states
            .iter()
            .copied()
            .find(|state| material.summary.sum(&key.clone().answer(&state.id)) > 0)
    };
    let rows: Vec<GridRow> = items
        .iter()
        .map(|item| GridRow {
            label: item.label.clone(),
            tones: units
                .iter()
                .map(|unit| state_of(item, unit).map_or(Tone::Missing, tone))
                .collect(),
            sum: material
                .now(
                    TallyKey::of(&asked.element.id)
                        .option(&item.id)
                        .answer(&first.id),
                )
                .into(),
            alt: in_words(&asked, item, &units, &states, &state_of, registry),
        })
        .collect();
    let done: Vec<Option<Named>> = units
        .iter()
        .map(|unit| {
            let done = items.iter().map(|item| {
                material.now(
                    TallyKey::of(&asked.element.id)
                        .option(&item.id)
                        .answer(&first.id)
                        .unit(&unit.id),
                )
            });
            let done = material
                .summary
                .submission_of(&unit.id)
                .map(|_| Number::sum(done))?;
            Some(Named {
                label: registry.short_name(unit),
                number: done,
            })
        })
        .collect();
    let known: Vec<Named> = done.iter().flatten().cloned().collect();

    let mut legend: Vec<Key> = states
        .iter()
        .map(|state| Key {
            label: state.label.as_str().into(),
            tone: tone(state),
        })
        .collect();
    if rows.iter().any(|row| row.tones.contains(&Tone::Missing)) {
        legend.push(Key {
            label: SILENT.into(),
            tone: Tone::Missing,
        });
    }
    page.title = format!("{}（{counter}別）", page.title);
    let title = format!("{counter}別・項目別の状況");
    let of_unit: Vec<String> = known
        .iter()
        .map(|unit| format!("{}{}", unit.label, n(unit.number.n)))
        .collect();
    let sums_alt = format!(
        "{counter}別の「{}」の項目数は、{}。",
        first.label,
        of_unit.join("、")
    );
    let words: String = rows.iter().map(|row| row.alt.as_str()).collect();
    let alt = format!("{title}。{words}{sums_alt}");
    page.finding = finding(&asked, &known, items.len() as u64, &first.label);
    page.charts.insert(
        "grid".to_owned(),
        Chart::Grid {
            title: title.into(),
            alt,
            legend,
            columns: units
                .iter()
                .map(|unit| registry.short_name(unit).to_owned())
                .collect(),
            rows,
            sum_label: first.label.clone(),
            sums_alt,
            sums: done
                .into_iter()
                .map(|done| done.map_or_else(|| terms::NONE.into(), |done| done.number.into()))
                .collect(),
        },
    );
    page.source = Some(asked.source());
    Some(page)
}

/// How many units are in which state of an item, and which of them are not in the first.
fn in_words<'a>(
    asked: &Asked,
    item: &CategoryOption,
    units: &[&OrgUnit],
    states: &[&CategoryOption],
    state_of: &dyn Fn(&CategoryOption, &OrgUnit) -> Option<&'a CategoryOption>,
    registry: &OrgRegistry,
) -> String {
    let counter = asked.kind.counter.as_str();
    let who = |wanted: Option<&CategoryOption>| -> Vec<&str> {
        let is = |unit: &&&OrgUnit| {
            state_of(item, unit).map(|state| &state.id) == wanted.map(|state| &state.id)
        };
        units
            .iter()
            .filter(is)
            .map(|unit| registry.short_name(unit))
            .collect()
    };
    let mut parts = Vec::new();
    for (i, state) in states.iter().enumerate() {
        let names = who(Some(state));
        // The first state is mostly that of nearly all: its number is enough.
        let listed = if i == 0 || names.is_empty() {
            String::new()
        } else {
            format!("（{}）", names.join("、"))
        };
        parts.push(format!("{}{}{counter}{listed}", state.label, names.len()));
    }
    let silent = who(None);
    if !silent.is_empty() {
        parts.push(format!(
            "{SILENT}{}{counter}（{}）",
            silent.len(),
            silent.join("、")
        ));
    }
    format!("{}は、{}。", item.label, parts.join("、"))
}

/// How many units have reached everything, and who the least.
fn finding(asked: &Asked, known: &[Named], items: u64, state: &str) -> Vec<Span> {
    let counter = asked.kind.counter.as_str();
    let (units, reporting) = (&asked.counted, asked.reporting());
    let Some(bottom) = least(known, counter).filter(|_| items > 0) else {
        return nothing_yet();
    };
    let all = known.iter().filter(|unit| unit.number.n == items).count() as u64;
    let all = Number::made(
        all,
        How::Count,
        known.iter().map(|unit| unit.number.origin.clone()),
    );
    if all.n == units.n {
        let who = strong(Words::from(units).then(counter).then("すべて"));
        return vec![
            plain(reporting),
            who,
            plain(format!("が、{}項目すべてで「{state}」。", n(items))),
        ];
    }
    let mut words = if all.n == 0 {
        let nobody = Words::from(format!(
            "{}項目すべてが「{state}」の{counter}はない（{reporting}",
            n(items)
        ));
        vec![plain(nobody.then(units).then(counter).then("中）。"))]
    } else {
        let among = Words::from(reporting).then(units).then(counter).then("中");
        vec![
            plain(among),
            key_number(&all, counter),
            plain(format!("が{}項目すべてで「{state}」。", n(items))),
        ]
    };
    if bottom.number.n == 0 {
        words.push(plain(
            Words::from(format!("「{state}」の項目がないのは"))
                .then(bottom.names)
                .then("。"),
        ));
    } else {
        words.push(plain(
            Words::from("最も少ないのは")
                .then(bottom.names)
                .then("の")
                .then(bottom.each),
        ));
        words.push(key_number(&bottom.number, terms::ELEMENT));
        words.push(plain("。"));
    }
    words
}
