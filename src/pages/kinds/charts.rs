//! Charts that several kinds of page share. Every chart tells its numbers in words as well.

use crate::aggregate::tally::TallyKey;
use crate::figures::asked::Asked;
use crate::figures::material::Material;
use crate::figures::number::{Number, Words};
use crate::figures::tone::tone;
use crate::model::Id;
use crate::model::catalogue::{Category, CategoryOption, DataElement, Tone};
use crate::model::period::Period;
use crate::model::terms;
use crate::pages::print::{BarRow, Chart, Column, DrawnNumber, LegendKey, Page, Part, Tile};

/// The state of a unit that is not counted: nothing came, or it has to be mended first.
pub const SILENT: &str = terms::NOT_REPORTED;

/// A number to draw and to print.
pub fn value(number: Number) -> DrawnNumber {
    DrawnNumber {
        n: number.known(),
        text: number.into(),
    }
}

/// A number that is not known.
pub fn unknown() -> DrawnNumber {
    DrawnNumber {
        n: None,
        text: terms::NONE.into(),
    }
}

/// The states of an element, or of one of its options, with how many units are in each.
pub fn states<'a>(
    material: &Material,
    states: &'a Category,
    key: &TallyKey,
) -> Vec<(&'a CategoryOption, Number)> {
    let mut numbers = Vec::new();
    for state in states.options_in(material.period()) {
        numbers.push((state, material.now(key.clone().answer(&state.id))));
    }
    numbers
}

/// The state that a unit is in; nothing where it gave no answer.
pub fn state_of<'a>(
    material: &Material,
    states: &'a Category,
    key: &TallyKey,
    unit: &Id,
) -> Option<&'a CategoryOption> {
    let key = key.clone().unit(unit);
    states
        .options_in(material.period())
        .find(|state| material.summary.sum(&key.clone().answer(&state.id)) > 0)
}

/// What the colours of states mean.
pub fn legend(material: &Material, states: &Category, with_silent: bool) -> Vec<LegendKey> {
    let mut legend = Vec::new();
    for state in states.options_in(material.period()) {
        legend.push(LegendKey {
            label: state.label.as_str().into(),
            tone: tone(states, state),
        });
    }
    if with_silent {
        legend.push(LegendKey {
            label: SILENT.into(),
            tone: Tone::Missing,
        });
    }
    legend
}

/// One bar of all units, cut into states; units that gave no answer are shown as such.
pub fn share(material: &Material, asked: &Asked, states: &Category, title: &str) -> Chart {
    let parts = parts(material, asked, states, &TallyKey::of(&asked.element.id));
    let counter = &asked.kind.counter;
    let mut words = Vec::new();
    for part in &parts {
        words.push(format!("「{}」は{}{counter}", part.label, part.value.text));
    }
    let alt = format!(
        "{title}。{}{counter}のうち、{}。",
        Words::from(&asked.expected),
        words.join("、")
    );
    Chart::Share {
        title: title.into(),
        alt,
        parts,
        total: asked.expected.n.max(1),
    }
}

/// The parts of a bar of all units: the states, and those of whom no state is known.
pub fn parts(material: &Material, asked: &Asked, states: &Category, key: &TallyKey) -> Vec<Part> {
    let numbers = self::states(material, states, key);
    let known = Number::sum(numbers.iter().map(|(_, number)| number.clone()));
    let mut parts = Vec::new();
    for (state, number) in numbers {
        parts.push(Part {
            label: state.label.clone(),
            value: value(number),
            tone: tone(states, state),
        });
    }
    if known.n < asked.expected.n {
        parts.push(Part {
            label: SILENT.to_owned(),
            value: value(asked.expected.less(&known)),
            tone: Tone::Missing,
        });
    }
    parts
}

/// Units in stretches of about one length that can be read: one, as long as they are few.
pub fn stretches<T>(units: &[T], most: usize) -> Vec<&[T]> {
    let count = units.len().div_ceil(most).max(1);
    units.chunks(units.len().div_ceil(count).max(1)).collect()
}

/// Puts the charts of stretches on a page, which gives each of them a page of its own.
pub fn spread(page: &mut Page, name: &str, charts: Vec<Chart>) {
    for (at, chart) in charts.into_iter().enumerate() {
        page.charts.insert(format!("{name}-{}", at + 1), chart);
    }
}

/// From whom to whom a stretch reaches.
pub fn reaching<'a>(mut names: impl DoubleEndedIterator<Item = &'a str>) -> String {
    match (names.next(), names.next_back()) {
        (Some(first), Some(last)) => format!("{first}から{last}まで"),
        (first, _) => first.unwrap_or_default().to_owned(),
    }
}

/// The most tiles that can be read beside other charts, below the sums alone, and on a page of
/// their own.
const MOST_BESIDE: usize = 48;
const MOST_BELOW: usize = 40;
const MOST_ALONE: usize = 96;

/// One tile a unit, with its state: beside other charts, or of many units on pages behind, the
/// first of them where no table stands.
pub fn matrices(
    page: &mut Page,
    material: &Material,
    asked: &Asked,
    states: &Category,
    title: &str,
) {
    let key = TallyKey::of(&asked.element.id);
    let mut tiles = Vec::new();
    for unit in material.units(asked.kind, asked.half) {
        let state = state_of(material, states, &key, &unit.id);
        tiles.push(Tile {
            label: material.definitions.registry.short_name(unit),
            state: state.map_or(SILENT, |state| &state.label).to_owned(),
            tone: state.map_or(Tone::Missing, |state| tone(states, state)),
        });
    }
    let parts = parts(material, asked, states, &key);
    if tiles.len() <= MOST_BESIDE {
        let chart = matrix(asked, &parts, title, &tiles, "で、");
        page.charts.insert("matrix".to_owned(), chart);
        return;
    }
    let stretch = |tiles: &[Tile]| {
        let names = tiles.iter().map(|tile| tile.label.as_str());
        let title = format!("{title}（{}）", reaching(names));
        matrix(asked, &parts, &title, tiles, "、この図では、")
    };
    let mut rest = tiles.as_slice();
    if page.tables.is_empty()
        && let Some((first, behind)) = tiles.split_at_checked(MOST_BELOW)
    {
        page.charts.insert("matrix".to_owned(), stretch(first));
        rest = behind;
    }
    let charts = stretches(rest, MOST_ALONE).into_iter().map(stretch);
    spread(page, "matrix", charts.collect());
}

/// The chart of some units beside the numbers of all; `among` leads over to who they are.
fn matrix(asked: &Asked, parts: &[Part], title: &str, tiles: &[Tile], among: &str) -> Chart {
    let (mut legend, mut words) = (Vec::new(), Vec::new());
    for Part { label, value, tone } in parts {
        let mut names = Vec::new();
        for tile in tiles.iter().filter(|tile| tile.state == *label) {
            names.push(tile.label.as_str());
        }
        let who = if names.is_empty() {
            String::new()
        } else {
            format!("{among}{}", names.join("、"))
        };
        words.push(format!(
            "「{label}」は{}{}{who}",
            value.text, asked.kind.counter
        ));
        legend.push(LegendKey {
            label: Words::text(label)
                .then("（")
                .then(value.text.clone())
                .then("）"),
            tone: *tone,
        });
    }
    Chart::Matrix {
        title: title.into(),
        alt: format!("{title}。{}。", words.join("。")),
        tiles: tiles.to_vec(),
        legend,
    }
}

/// A bar before it is drawn: its name, its number, and the number that it stands beside.
struct Bar {
    label: String,
    now: Number,
    past: Option<Number>,
    /// What is left over: last, however many there are.
    rest: bool,
}

/// The order of bars and of their tables: largest first, what is left over last.
pub fn order(rest: bool, n: u64) -> impl Ord {
    (rest, std::cmp::Reverse(n))
}

/// Bars of the options of an element, largest first, each beside its past.
pub fn bars(
    material: &Material,
    element: &DataElement,
    options: &[&CategoryOption],
    title: Words,
) -> Chart {
    let mut bars = Vec::new();
    for option in options {
        let key = TallyKey::of(&element.id).option(&option.id);
        bars.push(Bar {
            label: option.label.clone(),
            past: material.beside(element, &key),
            now: material.now(key),
            rest: option.rest,
        });
    }
    Bars::new(material, element, bars).chart(title)
}

/// Bars of the groups of an element's options, largest first.
pub fn group_bars(
    material: &Material,
    element: &DataElement,
    category: &Category,
    title: Words,
) -> Chart {
    let mut bars = Vec::new();
    for (group, label) in &category.groups {
        let options = category.group_in(group, material.period());
        let (mut now, mut past) = (Vec::new(), Vec::new());
        for option in &options {
            let key = TallyKey::of(&element.id).option(&option.id);
            past.push(material.beside(element, &key));
            now.push(material.now(key));
        }
        bars.push(Bar {
            label: label.clone(),
            now: Number::sum(now),
            past: past
                .into_iter()
                .collect::<Option<Vec<_>>>()
                .map(Number::sum),
            rest: options.iter().all(|option| option.rest),
        });
    }
    Bars::new(material, element, bars).chart(title)
}

/// Bars in their order.
struct Bars<'a> {
    material: &'a Material<'a>,
    element: &'a DataElement,
    bars: Vec<Bar>,
    has_past: bool,
}

impl<'a> Bars<'a> {
    fn new(material: &'a Material<'a>, element: &'a DataElement, mut bars: Vec<Bar>) -> Self {
        bars.sort_by_key(|bar| order(bar.rest, bar.now.n));
        Self {
            material,
            element,
            has_past: bars.iter().any(|bar| bar.past.is_some()),
            bars,
        }
    }

    /// A bar as a part of a sentence: 病院は926件（908件、2.0%増）.
    fn in_words(&self, bar: &Bar) -> String {
        let unit = &self.element.unit;
        let mut words = format!("{}は{}{unit}", bar.label, Words::from(&bar.now));
        if let Some(past) = &bar.past {
            let change = self.material.change_in_words(self.element, &bar.now, past);
            words += &format!("（{}{unit}、{change}）", Words::from(past));
        }
        words
    }

    fn row(&self, bar: &Bar) -> BarRow {
        let mut values = vec![value(bar.now.clone())];
        if self.has_past {
            values.push(bar.past.clone().map_or_else(unknown, value));
        }
        let past = bar.past.as_ref();
        BarRow {
            label: bar.label.clone(),
            values,
            change: past.and_then(|past| self.material.change(self.element, &bar.now, past)),
        }
    }

    fn chart(&self, title: Words) -> Chart {
        let before = self.material.comparison(self.element).before;
        let mut max = 1;
        let (mut rows, mut words) = (Vec::new(), Vec::new());
        for bar in &self.bars {
            max = max
                .max(bar.now.n)
                .max(bar.past.as_ref().map_or(0, |past| past.n));
            words.push(self.in_words(bar));
            rows.push(self.row(bar));
        }
        let mut legend = vec![LegendKey {
            label: Words::text(self.material.period().label()),
            tone: Tone::Strong,
        }];
        let mut alt = format!("{title}。");
        if self.has_past {
            legend.push(LegendKey {
                label: Words::text(before.label()),
                tone: Tone::Past,
            });
            alt += &format!("かっこ内は{}の数と増減。", before.prose());
        }
        if words.len() > 1 {
            alt += "多い順に、";
        }
        alt += &format!("{}。", words.join("、"));
        Chart::Bars {
            title,
            alt,
            legend,
            rows,
            max,
        }
    }
}

/// The total of an element by month, beside the same months of the year before where these are
/// known.
pub fn months(material: &Material, element: &DataElement, title: &str) -> Chart {
    let key = TallyKey::of(&element.id);
    let before = material.comparison(element).before;
    let (mut columns, mut max, mut words) = (Vec::new(), 1, Vec::new());
    for month in material.period().months() {
        let total = value(material.now(key.clone().month(month)));
        let past = month_before(material, before, key.clone().month(month.year_before()));
        // A part of the units is not held against all of them.
        let past = past.filter(|_| material.is_whole(element)).map(value);
        let mut told = format!("{}は{}{}", month.label(), total.text, element.unit);
        if let Some(past) = &past {
            told += &format!("（前年同月は{}{}）", past.text, element.unit);
        }
        words.push(told);
        max = max.max(total.n.unwrap_or(0));
        max = max.max(past.as_ref().and_then(|past| past.n).unwrap_or(0));
        columns.push(Column {
            label: month.label(),
            parts: vec![Part {
                label: element.label.clone(),
                value: total.clone(),
                tone: Tone::Strong,
            }],
            total,
            past,
            opens: false,
        });
    }
    let legend = [(material.period(), Tone::Strong), (before, Tone::Past)];
    let has_past = columns.iter().any(|column| column.past.is_some());
    let legend = legend.into_iter().filter(|_| has_past);
    let key = |(period, tone): (Period, Tone)| LegendKey {
        label: Words::text(period.label()),
        tone,
    };
    Chart::Columns {
        title: title.into(),
        alt: format!(
            "{title}。{}{}。",
            extremes(&columns, &element.unit),
            words.join("、")
        ),
        legend: legend.map(key).collect(),
        columns,
        max,
    }
}

/// A number of a month of an earlier period: months are kept by half years.
fn month_before(material: &Material, before: Period, key: TallyKey) -> Option<Number> {
    let mut halves = before.halves().into_iter();
    let half = halves.find(|half| {
        key.month
            .is_some_and(|month| half.months().contains(&month))
    })?;
    material.past(half, &key)
}

/// 6月が944件で最も多く、8月が770件で最も少ない。 Nothing where all are alike.
fn extremes(columns: &[Column], unit: &str) -> String {
    let numbers = columns.iter().map(|column| column.total.n);
    match (numbers.clone().max(), numbers.min()) {
        (Some(most), Some(least)) if most != least => format!(
            "{}で最も多く、{}で最も少ない。",
            those_of(columns, most, unit),
            those_of(columns, least, unit)
        ),
        _ => String::new(),
    }
}

/// The columns of one height by name: 6月が944件, 6月と7月が944件.
fn those_of(columns: &[Column], n: Option<u64>, unit: &str) -> String {
    let (mut names, mut text) = (Vec::new(), "");
    for column in columns.iter().filter(|column| column.total.n == n) {
        names.push(column.label.as_str());
        text = column.total.text.as_str();
    }
    format!("{}が{text}{unit}", names.join("と"))
}

/// Why some changes of bars are no percentages.
pub fn small_base(material: &Material, element: &DataElement, chart: &Chart) -> Option<Words> {
    let Chart::Bars { rows, .. } = chart else {
        return None;
    };
    let changed = rows.iter().filter(|row| row.change.is_some());
    let past = changed.map(|row| row.values.get(1).and_then(|past| past.n).unwrap_or(0));
    material.small_base(element, material.comparison(element).before, past)
}
