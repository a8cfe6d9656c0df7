//! Years side by side: totals as published, their parts, their subsets, and what contradicts itself.

use super::charts::{unknown, value};
use super::counts;
use crate::aggregate::tally::TallyKey;
use crate::figures::asked::Asked;
use crate::figures::material::Material;
use crate::figures::number::{Number, Words};
use crate::model::catalogue::{CategoryOption, Tone};
use crate::model::period::Period;
use crate::model::terms;
use crate::pages::print::{
    Chart, Column, Key, Page, Part, Row, RowRole, Span, Table, TableColumn, Value,
};
use crate::pages::wording::{against, key_number, nothing_yet, plain};

/// How many earlier years stand beside the period.
const YEARS: usize = 4;
/// The colours of the parts of this period, from the bottom up, and of those before, always lighter.
const NOW: [Tone; 4] = [Tone::Strong, Tone::Light, Tone::Accent, Tone::Middle];
const BEFORE: [Tone; 4] = [Tone::Past, Tone::Light, Tone::Accent, Tone::Middle];
/// What a total has over its parts.
const BEYOND: &str = "内訳なし";

/// The page of a count element with parts and subsets.
pub fn page(material: &Material, mut page: Page, element: &str, subject: &str) -> Option<Page> {
    let asked = material.asked(element)?;
    let series = Series::new(material, &asked)?;
    page.charts.insert("years".to_owned(), series.chart());
    page.tables.insert("years".to_owned(), series.table());
    page.notes
        .extend(series.contradictions.iter().map(Contradiction::note));
    if !series.subsets.is_empty() {
        page.notes
            .push("（再掲）は内訳の一部であり、合計に加えない。".into());
    }
    page.finding = finding(material, &asked, subject);
    page.source = Some(asked.source().then(format!(
        "。{}以前は公表済みの報告による。",
        material.last_year().label()
    )));
    Some(page)
}

/// The periods side by side, the earliest first.
struct Series<'a> {
    material: &'a Material<'a>,
    asked: &'a Asked<'a>,
    periods: Vec<Period>,
    parts: Vec<&'a CategoryOption>,
    subsets: Vec<&'a CategoryOption>,
    contradictions: Vec<Contradiction>,
}

/// A total that its parts do not make.
struct Contradiction {
    at: Period,
    total: Number,
    sum: Number,
}

impl<'a> Series<'a> {
    fn new(material: &'a Material<'a>, asked: &'a Asked<'a>) -> Option<Self> {
        let period = material.summary.period;
        let options = || {
            material
                .breakdown(asked.element)
                .into_iter()
                .flat_map(move |category| category.options_in(period))
        };
        material.breakdown(asked.element)?;
        let mut series = Self {
            material,
            asked,
            periods: periods(material, asked),
            parts: options().filter(|option| !option.subset).collect(),
            subsets: options().filter(|option| option.subset).collect(),
            contradictions: Vec::new(),
        };
        series.contradictions = series
            .periods
            .iter()
            .filter_map(|at| series.contradiction(*at))
            .collect();
        Some(series)
    }

    /// The total of a period, or the number of an option; nothing where it is not known.
    fn number(&self, at: Period, option: Option<&CategoryOption>) -> Option<Number> {
        let key = TallyKey::of(&self.asked.element.id);
        let key = option.map_or_else(|| key.clone(), |option| key.clone().option(&option.id));
        if at == self.material.summary.period {
            Some(self.material.now(key))
        } else {
            self.material.past(at, &key)
        }
    }

    fn contradiction(&self, at: Period) -> Option<Contradiction> {
        let total = self.number(at, None)?;
        let parts: Option<Vec<Number>> = self
            .parts
            .iter()
            .map(|part| self.number(at, Some(part)))
            .collect();
        let sum = Number::sum(parts?);
        (total.n != sum.n).then_some(Contradiction { at, total, sum })
    }

    fn contradicted(&self, at: Period) -> Option<&Contradiction> {
        self.contradictions.iter().find(|found| found.at == at)
    }

    /// A total as printed: one that its parts do not make has a mark.
    fn marked(&self, at: Period, total: Words) -> Words {
        if self.contradicted(at).is_some() {
            total.then("※")
        } else {
            total
        }
    }

    /// Whether a period begins the halves, or the years again.
    fn opens(&self, i: usize) -> bool {
        let is_year = |i: usize| self.periods.get(i).map(|at| at.is_year());
        i > 0 && is_year(i) != is_year(i - 1)
    }

    fn chart(&self) -> Chart {
        let unit = &self.asked.element.unit;
        let columns: Vec<Column> = self
            .periods
            .iter()
            .enumerate()
            .map(|(i, at)| self.column(i, *at))
            .collect();
        let title = format!("{}（{unit}）", self.asked.element.label);
        let words: String = self.periods.iter().map(|at| self.in_words(*at)).collect();
        // A total as published may be smaller than the sum of its parts: the scale holds both.
        let parts = |column: &Column| column.parts.iter().filter_map(|part| part.value.n).sum();
        let max = columns
            .iter()
            .map(|column| column.total.n.unwrap_or(0).max(parts(column)))
            .max()
            .unwrap_or(0)
            .max(1);
        let key = |(i, part): (usize, &&CategoryOption)| Key {
            label: part.label.as_str().into(),
            tone: NOW[i % NOW.len()],
        };
        let legend = self.parts.iter().enumerate().map(key).collect();
        Chart::Columns {
            alt: format!("{title}。{words}"),
            title: title.into(),
            legend,
            columns,
            max,
        }
    }

    fn column(&self, i: usize, at: Period) -> Column {
        let tones = if at == self.material.summary.period {
            NOW
        } else {
            BEFORE
        };
        let part = |(i, part): (usize, &&CategoryOption)| Part {
            label: part.label.clone(),
            value: self.number(at, Some(part)).map_or_else(unknown, value),
            tone: tones[i % tones.len()],
        };
        let mut parts: Vec<Part> = self.parts.iter().enumerate().map(part).collect();
        // The column is as high as its number says.
        let beyond = self
            .contradicted(at)
            .filter(|found| found.total.n > found.sum.n);
        parts.extend(beyond.map(|found| Part {
            label: BEYOND.to_owned(),
            value: value(found.total.less(&found.sum)),
            tone: Tone::Missing,
        }));
        let total = self.number(at, None).map_or_else(unknown, value);
        let total = Value {
            n: total.n,
            text: self.marked(at, total.text),
        };
        Column {
            label: heading(at),
            total,
            parts,
            opens: self.opens(i),
        }
    }

    /// A period with its parts, as a sentence.
    fn in_words(&self, at: Period) -> String {
        let unit = &self.asked.element.unit;
        let text = |option| {
            self.number(at, option)
                .map_or_else(|| unknown().text, Words::from)
        };
        let parts: Vec<String> = self
            .parts
            .iter()
            .map(|part| format!("{}{}{unit}", part.label, text(Some(*part))))
            .collect();
        let warning = self.contradicted(at).map_or_else(String::new, |found| {
            format!(
                "。公表値で、内訳の合計{}{unit}と一致しない",
                Words::from(&found.sum)
            )
        });
        format!(
            "{}は{}{unit}（{}{warning}）。",
            at.prose(),
            text(None),
            parts.join("、")
        )
    }

    fn table(&self) -> Table {
        let shown = |at: &Period, option: Option<&CategoryOption>| {
            self.number(*at, option)
                .map_or_else(|| terms::NONE.into(), Words::from)
        };
        let row = |role, label: &str, cell: &dyn Fn(&Period) -> Words| Row {
            role,
            cells: std::iter::once(label.into())
                .chain(self.periods.iter().map(cell))
                .collect(),
        };
        let of = |role| {
            move |option: &&CategoryOption| row(role, &option.label, &|at| shown(at, Some(option)))
        };
        let mut rows = vec![row(RowRole::Total, terms::TOTAL, &|at| {
            self.marked(*at, shown(at, None))
        })];
        rows.extend(self.parts.iter().map(of(RowRole::Part)));
        rows.extend(self.subsets.iter().map(of(RowRole::Subset)));
        let mut columns = vec![TableColumn::new(
            format!("区分（{}）", self.asked.element.unit),
            false,
            5,
        )];
        let of_period = |(i, at): (usize, &Period)| TableColumn {
            opens: self.opens(i),
            ..TableColumn::new(heading(*at), true, 3)
        };
        columns.extend(self.periods.iter().enumerate().map(of_period));
        Table {
            title: String::new(),
            columns,
            rows,
            notes: Vec::new(),
        }
    }
}

impl Contradiction {
    fn note(&self) -> Words {
        let Self { at, total, sum } = self;
        let (more, fewer) = if total.n > sum.n {
            (total, sum)
        } else {
            (sum, total)
        };
        let told = Words::from(format!("※ {}の公表値", at.label()))
            .then(total)
            .then("は、内訳の合計")
            .then(sum);
        // A total below its parts has no part of its own in the chart.
        let drawn = if total.n > sum.n {
            "、図では点で示す"
        } else {
            ""
        };
        told.then("と一致しない（差")
            .then(more.less(fewer))
            .then(drawn)
            .then("）。公表時の値のまま掲載している。")
    }
}

/// Some whole years, then this period; a half stands beside the same half of the year before.
fn periods(material: &Material, asked: &Asked) -> Vec<Period> {
    let period = material.summary.period;
    let mut periods = material
        .history
        .years_of(&material.definitions.catalogue, &asked.element.id);
    periods.retain(|year| year.year < period.year);
    let mut periods = periods.split_off(periods.len().saturating_sub(YEARS));
    let before = period.year_before();
    if !period.is_year()
        && material
            .past(before, &TallyKey::of(&asked.element.id))
            .is_some()
    {
        periods.push(before);
    }
    periods.push(period);
    periods
}

/// 令和4年度 and 年間, or 令和5年度 and 上半期, on two lines.
fn heading(period: Period) -> String {
    let span = if period.is_year() {
        "年間"
    } else {
        period.half_label()
    };
    format!("{}\n{span}", period.year.label())
}

/// How often this period, and how that changed.
fn finding(material: &Material, asked: &Asked, subject: &str) -> Vec<Span> {
    if asked.counted.n == 0 {
        return nothing_yet();
    }
    let (key, unit) = (TallyKey::of(&asked.element.id), asked.element.unit.as_str());
    let (total, before, year) = (
        material.now(key.clone()),
        material.summary.period.year_before(),
        material.last_year(),
    );
    let past = material.past(before, &key);
    let mut words = vec![
        plain(format!("{}の{subject}は", counts::period_word(material))),
        key_number(&total, unit),
        plain("。"),
    ];
    if let Some(sentence) = against(
        material.is_whole(asked.element),
        &total,
        past.as_ref(),
        &before.prose(),
        unit,
    ) {
        words.push(plain(sentence));
    }
    if let Some(past) = material.past(year, &key).filter(|_| year != before) {
        words.push(plain(
            Words::from(year.label())
                .then("は年間")
                .then(past)
                .then(unit)
                .then("であった。"),
        ));
    }
    words
}
