//! Charts that several kinds of page share. Every chart tells its numbers in words as well.

use crate::aggregate::tally::TallyKey;
use crate::figures::asked::Asked;
use crate::figures::material::Material;
use crate::figures::number::{Number, Words};
use crate::model::catalogue::{Category, CategoryOption, DataElement, Kind, Tone};
use crate::model::terms;
use crate::pages::print::{BarRow, Chart, Column, Key, Part, Tile, Value};

/// The state of a unit that is not counted: nothing came, or it has to be mended first.
pub const SILENT: &str = terms::NOT_REPORTED;

/// A number to draw and to print.
pub fn value(number: Number) -> Value {
    Value {
        n: Some(number.n),
        text: number.into(),
    }
}

/// A number that is not known.
pub fn unknown() -> Value {
    Value {
        n: None,
        text: terms::NONE.into(),
    }
}

/// The colour of a state.
pub fn tone(option: &CategoryOption) -> Tone {
    option.tone.unwrap_or(Tone::Light)
}

/// One bar of all units, cut into states; units that gave no answer are shown as such.
pub fn share(material: &Material, asked: &Asked, states: &Category, title: &str) -> Chart {
    let period = material.summary.period;
    let numbers = states.options_in(period).map(|state| {
        (
            state,
            material.now(TallyKey::of(&asked.element.id).answer(&state.id)),
        )
    });
    let parts = parts(asked, numbers.collect());
    let counter = &asked.kind.counter;
    let words: Vec<String> = parts
        .iter()
        .map(|part| format!("「{}」は{}{counter}", part.label, part.value.text))
        .collect();
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
pub fn parts(asked: &Asked, states: Vec<(&CategoryOption, Number)>) -> Vec<Part> {
    let known = Number::sum(states.iter().map(|(_, number)| number.clone()));
    let mut parts: Vec<Part> = states
        .into_iter()
        .map(|(state, number)| Part {
            label: state.label.clone(),
            value: value(number),
            tone: tone(state),
        })
        .collect();
    if known.n < asked.expected.n {
        parts.push(Part {
            label: SILENT.to_owned(),
            value: value(asked.expected.less(&known)),
            tone: Tone::Missing,
        });
    }
    parts
}

/// One tile a unit, with its state.
pub fn matrix(material: &Material, asked: &Asked, states: &Category, title: &str) -> Chart {
    let period = material.summary.period;
    let registry = &material.definitions.registry;
    let state_of = |unit: &crate::model::Id| {
        states.options_in(period).find(|state| {
            material
                .summary
                .sum(&TallyKey::of(&asked.element.id).answer(&state.id).unit(unit))
                > 0
        })
    };
    let tiles: Vec<Tile> = material
        .units(asked.kind)
        .map(|unit| {
            let label = registry.short_name(unit).to_owned();
            match state_of(&unit.id) {
                Some(state) => Tile {
                    label,
                    state: state.label.clone(),
                    tone: tone(state),
                },
                None => Tile {
                    label,
                    state: SILENT.to_owned(),
                    tone: Tone::Missing,
                },
            }
        })
        .collect();
    let mut legend = Vec::new();
    let mut words = Vec::new();
    let known = states.options_in(period).map(|state| {
        (
            state,
            material.now(TallyKey::of(&asked.element.id).answer(&state.id)),
        )
    });
    for Part { label, value, tone } in parts(asked, known.collect()) {
        let names: Vec<&str> = tiles
            .iter()
            .filter(|tile| tile.state == label)
            .map(|tile| tile.label.as_str())
            .collect();
        let who = if names.is_empty() {
            String::new()
        } else {
            format!("で、{}", names.join("、"))
        };
        words.push(format!(
            "「{label}」は{}{}{who}",
            value.text, asked.kind.counter
        ));
        let label = Words::from(label).then("（").then(value.text).then("）");
        legend.push(Key { label, tone });
    }
    Chart::Matrix {
        title: title.into(),
        alt: format!("{title}。{}。", words.join("。")),
        tiles,
        legend,
    }
}

/// A bar before it is drawn: its name, its number, and the number of the period before.
pub struct Bar {
    /// The name.
    pub label: String,
    /// The number.
    pub now: Number,
    /// The number of the period before.
    pub past: Option<Number>,
    /// What is left over: last, however many there are.
    pub rest: bool,
}

/// The order of bars and of their tables: largest first, what is left over last.
pub fn order(rest: bool, n: u64) -> impl Ord {
    (rest, std::cmp::Reverse(n))
}

/// Bars of the options of an element, largest first, this period beside the one before.
pub fn bars(
    material: &Material,
    element: &DataElement,
    options: &[&CategoryOption],
    title: impl Into<Words>,
) -> Chart {
    let bar = |option: &&CategoryOption| {
        let key = TallyKey::of(&element.id).option(&option.id);
        let past = material.past(material.summary.period.year_before(), &key);
        Bar {
            label: option.label.clone(),
            now: material.now(key),
            past,
            rest: option.rest,
        }
    };
    ordered_bars(
        material,
        options.iter().map(bar).collect(),
        element,
        title.into(),
    )
}

/// Bars of the groups of an element's options, largest first.
pub fn group_bars(
    material: &Material,
    element: &DataElement,
    category: &Category,
    title: &str,
) -> Chart {
    let before = material.summary.period.year_before();
    let bar = |(group, label): (&crate::model::Id, &String)| {
        let options = super::groups::in_group(material, category, group);
        let rest = options.iter().all(|option| option.rest);
        let keys: Vec<TallyKey> = options
            .into_iter()
            .map(|option| TallyKey::of(&element.id).option(&option.id))
            .collect();
        let past: Option<Vec<Number>> = keys.iter().map(|key| material.past(before, key)).collect();
        let now = Number::sum(keys.into_iter().map(|key| material.now(key)));
        Bar {
            label: label.clone(),
            now,
            past: past.map(Number::sum),
            rest,
        }
    };
    ordered_bars(
        material,
        category.groups.iter().map(bar).collect(),
        element,
        title.into(),
    )
}

fn ordered_bars(
    material: &Material,
    mut bars: Vec<Bar>,
    element: &DataElement,
    title: Words,
) -> Chart {
    let (period, unit, is_whole) = (
        material.summary.period,
        element.unit.as_str(),
        material.is_whole(element),
    );
    // Of a few units a difference says more than a percentage of a small number.
    let by_number = element.kind == Kind::Marks;
    let compared = |bar: &Bar| bar.past.clone().filter(|_| is_whole);
    let changed = |bar: &Bar| {
        let past = compared(bar)?;
        if by_number {
            Some(bar.now.difference(&past))
        } else {
            bar.now.percent(&past)
        }
    };
    let changed_in_words = |bar: &Bar| {
        let past = compared(bar)?;
        if by_number {
            Some(bar.now.difference_in_words(&past, unit))
        } else {
            bar.now.percent_in_words(&past)
        }
    };
    let before = period.year_before();
    bars.sort_by_key(|bar| order(bar.rest, bar.now.n));
    let has_past = bars.iter().any(|bar| bar.past.is_some());
    let max = bars
        .iter()
        .map(|bar| bar.now.n.max(bar.past.as_ref().map_or(0, |past| past.n)))
        .max()
        .unwrap_or(0)
        .max(1);
    let words: Vec<String> = bars
        .iter()
        .map(|bar| {
            let how = changed_in_words(bar).map_or_else(String::new, |how| format!("、{how}"));
            let past = bar.past.as_ref().map_or_else(String::new, |past| {
                format!("（{}{unit}{how}）", Words::from(past))
            });
            format!("{}は{}{unit}{past}", bar.label, Words::from(&bar.now))
        })
        .collect();
    let mut legend = vec![Key {
        label: period.label().into(),
        tone: Tone::Strong,
    }];
    if has_past {
        legend.push(Key {
            label: before.label().into(),
            tone: Tone::Past,
        });
    }
    let rows = bars
        .into_iter()
        .map(|bar| {
            let change = changed(&bar);
            let past = has_past.then(|| bar.past.map_or_else(unknown, value));
            BarRow {
                values: std::iter::once(value(bar.now)).chain(past).collect(),
                change,
                label: bar.label,
            }
        })
        .collect();
    let past = if has_past {
        format!(
            "かっこ内は{}の数{}。",
            before.prose(),
            if is_whole { "と増減" } else { "" }
        )
    } else {
        String::new()
    };
    let order = if words.len() > 1 {
        "多い順に、"
    } else {
        ""
    };
    Chart::Bars {
        alt: format!("{title}。{past}{order}{}。", words.join("、")),
        title,
        legend,
        rows,
        max,
    }
}

/// The total of an element by month.
pub fn months(material: &Material, element: &DataElement, title: &str) -> Chart {
    let columns: Vec<Column> = material
        .summary
        .period
        .months()
        .into_iter()
        .map(|month| {
            let total = value(material.now(TallyKey::of(&element.id).month(month)));
            let part = Part {
                label: element.label.clone(),
                value: total.clone(),
                tone: Tone::Strong,
            };
            Column {
                label: month.label(),
                total,
                parts: vec![part],
                opens: false,
            }
        })
        .collect();
    let max = columns
        .iter()
        .filter_map(|column| column.total.n)
        .max()
        .unwrap_or(0)
        .max(1);
    let words: Vec<String> = columns
        .iter()
        .map(|column| format!("{}は{}{}", column.label, column.total.text, element.unit))
        .collect();
    let alt = format!(
        "{title}。{}{}。",
        extremes(&columns, &element.unit),
        words.join("、")
    );
    Chart::Columns {
        title: title.into(),
        alt,
        legend: Vec::new(),
        columns,
        max,
    }
}

/// 6月が944件で最も多く、8月が770件で最も少ない。 Nothing where all are alike.
fn extremes(columns: &[Column], unit: &str) -> String {
    let by_number = |column: &&Column| column.total.n;
    let ends = columns
        .iter()
        .max_by_key(by_number)
        .zip(columns.iter().min_by_key(by_number));
    let Some((most, least)) = ends.filter(|(most, least)| most.total.n != least.total.n) else {
        return String::new();
    };
    let told = |end: &Column| {
        let alike: Vec<&str> = columns
            .iter()
            .filter(|other| other.total.n == end.total.n)
            .map(|other| &*other.label)
            .collect();
        format!("{}が{}{unit}", alike.join("と"), end.total.text)
    };
    format!("{}で最も多く、{}で最も少ない。", told(most), told(least))
}

/// What to mind where some percentages are of very few cases.
pub fn small_base(
    material: &Material,
    element: &DataElement,
    chart: &Chart,
    least: u64,
) -> Option<Words> {
    let Chart::Bars { rows, .. } = chart else {
        return None;
    };
    let few = |row: &BarRow| {
        row.values
            .get(1)
            .and_then(|past| past.n)
            .is_some_and(|past| past > 0 && past < least)
    };
    let told = || {
        let before = material.summary.period.year_before().prose();
        format!(
            "{before}が{least}{}に満たない区分は、わずかな増減でも増減率が大きくなる。",
            element.unit
        )
        .into()
    };
    (element.kind == Kind::Count && rows.iter().any(|row| row.change.is_some() && few(row)))
        .then(told)
}
