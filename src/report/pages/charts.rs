//! Charts that several kinds of page share. Every chart tells its numbers in words as well.

use crate::aggregate::tally::TallyKey;
use crate::model::catalogue::{Category, CategoryOption, DataElement, Kind, Tone};
use crate::report::change;
use crate::report::compose::{Asked, Material};
use crate::report::print::{BarRow, Chart, Column, Key, Part, Tile, Value};
use crate::report::wording::n;

/// The state of a unit that is not counted: nothing came, or it has to be mended first.
pub const SILENT: &str = "報告なし";

/// A number to draw and to print.
pub fn value(number: u64) -> Value {
    Value { n: Some(number), text: n(number) }
}

/// A number that is not known.
pub fn unknown() -> Value {
    Value { n: None, text: "－".to_owned() }
}

/// The colour of a state.
pub fn tone(option: &CategoryOption) -> Tone {
    option.tone.unwrap_or(Tone::Light)
}

/// One bar of all units, cut into states; units that gave no answer are shown as such.
pub fn share(material: &Material, asked: &Asked, states: &Category, title: &str) -> Chart {
    let period = material.summary.period;
    let total = u64::from(asked.coverage.expected);
    let mut parts: Vec<Part> = states
        .options_in(period)
        .map(|state| {
            let number = material.summary.sum(&TallyKey::of(&asked.element.id).answer(&state.id));
            Part { label: state.label.clone(), value: value(number), tone: tone(state) }
        })
        .collect();
    let known: u64 = parts.iter().filter_map(|part| part.value.n).sum();
    if known < total {
        parts.push(Part { label: SILENT.to_owned(), value: value(total - known), tone: Tone::Missing });
    }
    let words: Vec<String> =
        parts.iter().map(|part| format!("{} {}{}", part.label, part.value.text, asked.kind.counter)).collect();
    let alt = format!("{title}。{}{}のうち、{}。", n(total), asked.kind.counter, words.join("、"));
    Chart::Share { title: title.to_owned(), alt, parts, total: total.max(1) }
}

/// One tile a unit, with its state.
pub fn matrix(material: &Material, asked: &Asked, states: &Category, title: &str) -> Chart {
    let period = material.summary.period;
    let registry = &material.definitions.registry;
    let state_of = |unit: &crate::model::Id| {
        states
            .options_in(period)
            .find(|state| material.summary.sum(&TallyKey::of(&asked.element.id).answer(&state.id).unit(unit)) > 0)
    };
    let tiles: Vec<Tile> = material
        .units(asked.kind)
        .map(|unit| {
            let label = registry.short_name(unit).to_owned();
            match state_of(&unit.id) {
                Some(state) => Tile { label, state: state.label.clone(), tone: tone(state) },
                None => Tile { label, state: SILENT.to_owned(), tone: Tone::Missing },
            }
        })
        .collect();
    let mut legend = Vec::new();
    let mut words = Vec::new();
    let known = states.options_in(period).map(|state| (state.label.clone(), tone(state)));
    for (label, tone) in known.chain([(SILENT.to_owned(), Tone::Missing)]) {
        let names: Vec<&str> = tiles.iter().filter(|tile| tile.state == label).map(|tile| tile.label.as_str()).collect();
        if names.is_empty() && tone == Tone::Missing {
            continue;
        }
        let who = if names.is_empty() { "なし".to_owned() } else { names.join("、") };
        words.push(format!("{label}（{}）: {who}", names.len()));
        legend.push(Key { label: format!("{label}（{}）", names.len()), tone });
    }
    Chart::Matrix { title: title.to_owned(), alt: format!("{title}。{}。", words.join("。")), tiles, legend }
}

/// A bar before it is drawn: its name, its number, and the number of the period before.
pub struct Bar {
    /// The name.
    pub label: String,
    /// The number.
    pub now: u64,
    /// The number of the period before.
    pub past: Option<u64>,
}

/// Bars of the options of an element, largest first, this period beside the one before.
pub fn bars(material: &Material, element: &DataElement, options: &[&CategoryOption], title: &str) -> Chart {
    let bar = |option: &&CategoryOption| {
        let key = TallyKey::of(&element.id).option(&option.id);
        let past = material.past(material.summary.period.year_before(), &key);
        Bar { label: option.label.clone(), now: material.summary.sum(&key), past }
    };
    ordered_bars(material, options.iter().map(bar).collect(), element, title)
}

/// Bars of the groups of an element's options, largest first.
pub fn group_bars(material: &Material, element: &DataElement, category: &Category, title: &str) -> Chart {
    let before = material.summary.period.year_before();
    let bar = |(group, label): (&crate::model::Id, &String)| {
        let keys: Vec<TallyKey> = super::groups::in_group(material, category, group)
            .into_iter()
            .map(|option| TallyKey::of(&element.id).option(&option.id))
            .collect();
        Bar {
            label: label.clone(),
            now: keys.iter().map(|key| material.summary.sum(key)).sum(),
            past: keys.iter().map(|key| material.past(before, key)).sum(),
        }
    };
    ordered_bars(material, category.groups.iter().map(bar).collect(), element, title)
}

fn ordered_bars(material: &Material, mut bars: Vec<Bar>, element: &DataElement, title: &str) -> Chart {
    let (period, unit, is_whole) = (material.summary.period, element.unit.as_str(), material.is_whole(element));
    // Of a few units a difference says more than a percentage of a small number.
    let changed = |bar: &Bar| match (bar.past?, element.kind) {
        _ if !is_whole => None,
        (past, Kind::Marks) => Some(change::difference(bar.now, past)),
        (past, _) => change::percent(bar.now, past),
    };
    let before = period.year_before();
    bars.sort_by_key(|bar| std::cmp::Reverse(bar.now));
    let has_past = bars.iter().any(|bar| bar.past.is_some());
    let max = bars.iter().map(|bar| bar.now.max(bar.past.unwrap_or(0))).max().unwrap_or(0).max(1);
    let words: Vec<String> = bars
        .iter()
        .map(|bar| {
            let how = changed(bar).map_or_else(String::new, |change| format!("、増減{change}"));
            let past = bar.past.map_or_else(String::new, |past| format!("（{}は{}{unit}{how}）", before.prose(), n(past)));
            format!("{} {}{unit}{past}", bar.label, n(bar.now))
        })
        .collect();
    let mut legend = vec![Key { label: period.label(), tone: Tone::Strong }];
    if has_past {
        legend.push(Key { label: before.label(), tone: Tone::Past });
    }
    let rows = bars
        .into_iter()
        .map(|bar| BarRow {
            values: if has_past { vec![value(bar.now), bar.past.map_or_else(unknown, value)] } else { vec![value(bar.now)] },
            change: changed(&bar),
            label: bar.label,
        })
        .collect();
    Chart::Bars { title: title.to_owned(), alt: format!("{title}。{}。", words.join("、")), legend, rows, max }
}

/// The total of an element by month.
pub fn months(material: &Material, element: &DataElement, title: &str) -> Chart {
    let columns: Vec<Column> = material
        .summary
        .period
        .months()
        .into_iter()
        .map(|month| {
            let total = value(material.summary.sum(&TallyKey::of(&element.id).month(month)));
            let part = Part { label: element.label.clone(), value: total.clone(), tone: Tone::Strong };
            Column { label: month.label(), total, parts: vec![part] }
        })
        .collect();
    let max = columns.iter().filter_map(|column| column.total.n).max().unwrap_or(0).max(1);
    let words: Vec<String> =
        columns.iter().map(|column| format!("{} {}{}", column.label, column.total.text, element.unit)).collect();
    Chart::Columns {
        title: title.to_owned(), alt: format!("{title}。{}。", words.join("、")), legend: Vec::new(), columns, max
    }
}
