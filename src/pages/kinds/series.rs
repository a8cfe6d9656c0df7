//! Years side by side: totals as published, their parts, their subsets, and what contradicts
//! itself.

use serde::Deserialize;

use super::charts::{unknown, value};
use super::{PageKind, counts};
use crate::aggregate::tally::TallyKey;
use crate::figures::asked::Asked;
use crate::figures::material::Material;
use crate::figures::number::{Number, Words};
use crate::model::catalogue::{CategoryOption, Tone};
use crate::model::period::Period;
use crate::model::terms;
use crate::pages::composer::Composer;
use crate::pages::print::{
    Chart, Column, DrawnNumber, LegendKey, Page, Part, Row, RowRole, Span, Table, TableColumn,
};
use crate::pages::wording::{
    against, furthest, heading, key_number, moved, nothing_yet, plain, with_first_half,
};

/// How many earlier years, and of a half how many earlier halves stand beside the period.
const YEARS: usize = 4;
const HALVES: usize = 3;
/// The colours of the parts of this period, from the bottom up, and of those before, always
/// lighter.
const NOW: [Tone; 4] = [Tone::Strong, Tone::Light, Tone::Accent, Tone::Middle];
const BEFORE: [Tone; 4] = [Tone::Past, Tone::Light, Tone::Accent, Tone::Middle];
/// What stands at a total that its parts do not make, and at one of a part of the units.
const CONTRADICTED: &str = "※";
const OF_PART: &str = "＊";
/// What a total has over its parts.
const BEYOND: &str = "内訳なし";

/// Years side by side.
#[derive(Debug, Clone, Deserialize)]
pub struct SeriesPage {
    /// A count element with a category.
    element: String,
    /// What the finding is about, e.g. 会議等への参加.
    subject: String,
}

impl PageKind for SeriesPage {
    fn template(&self) -> &'static str {
        "series"
    }

    fn elements(&self) -> Vec<&str> {
        vec![&self.element]
    }

    fn compared(&self) -> Vec<&str> {
        vec![&self.element]
    }

    fn compose(&self, composer: &Composer, page: Page) -> Vec<Page> {
        self.page(composer.material, page).into_iter().collect()
    }
}

impl SeriesPage {
    fn page(&self, material: &Material, mut page: Page) -> Option<Page> {
        let asked = material.asked(&self.element)?;
        let series = Series::new(material, asked)?;
        page.charts.insert("years".to_owned(), series.chart());
        page.tables.insert("years".to_owned(), series.table());
        let contradictions = series.contradictions.iter();
        page.notes.extend(contradictions.map(Contradiction::note));
        if !series.subsets.is_empty() {
            page.notes
                .push("（再掲）は内訳の一部であり、合計に加えない。".into());
        }
        page.notes.extend(series.part_note());
        page.finding = series.finding(&self.subject);
        let mut source = asked.source();
        if series.periods.len() > 1 {
            let year = material.last_year().label();
            let published = format!("。{year}以前は公表済みの報告による。");
            source = source.then(Words::text(published));
        }
        page.source = Some(source);
        Some(page)
    }
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
        let options = material
            .breakdown(asked.element)?
            .options_in(material.period());
        let (subsets, parts) = options.partition(|option| option.subset);
        let mut series = Self {
            material,
            asked,
            periods: periods(material, asked),
            parts,
            subsets,
            contradictions: Vec::new(),
        };
        let periods = series.periods.iter();
        series.contradictions = periods.filter_map(|at| series.contradiction(*at)).collect();
        Some(series)
    }

    /// The total of a period, or the number of an option; nothing where it is not known.
    fn number(&self, at: Period, option: Option<&CategoryOption>) -> Option<Number> {
        let key = TallyKey::of(&self.asked.element.id);
        let key = option.map_or_else(|| key.clone(), |option| key.clone().option(&option.id));
        if at == self.material.period() {
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

    /// A total as printed: one that its parts do not make has a mark, and one of a part of the
    /// units.
    fn marked(&self, at: Period, total: Words) -> Words {
        if self.contradicted(at).is_some() {
            total.then(CONTRADICTED)
        } else if at == self.material.period() && self.is_part() {
            total.then(OF_PART)
        } else {
            total
        }
    }

    /// Whether the number of this period is of some of the units and stands beside those of all.
    fn is_part(&self) -> bool {
        self.periods.len() > 1 && self.asked.counted.n > 0 && !self.asked.is_whole()
    }

    /// What the number of this period is not to be held against.
    fn part_note(&self) -> Option<Words> {
        self.is_part().then(|| {
            let (kind, coverage) = (self.asked.kind, self.asked.coverage.clone());
            let period = self.material.period().label();
            Words::text(format!("{OF_PART} {period}は、{}", kind.label))
                .then(coverage)
                .then("された分の数。ほかの期間の数とは比べられない。")
        })
    }

    /// Whether a period begins the halves, or the years again.
    fn opens(&self, i: usize) -> bool {
        let is_year = |i: usize| self.periods.get(i).map(|at| at.is_year());
        i > 0 && is_year(i) != is_year(i - 1)
    }

    fn chart(&self) -> Chart {
        let unit = &self.asked.element.unit;
        let title = format!("{}（{unit}）", self.asked.element.label);
        let mut alt = format!("{title}。");
        let (mut columns, mut max) = (Vec::new(), 1);
        for (i, at) in self.periods.iter().enumerate() {
            let column = self.column(i, *at);
            // A total as published may be smaller than the sum of its parts: the scale holds both.
            let parts = column.parts.iter().filter_map(|part| part.value.n).sum();
            max = max.max(column.total.n.unwrap_or(0)).max(parts);
            alt += &self.in_words(*at);
            columns.push(column);
        }
        let mut legend = Vec::new();
        for (part, tone) in self.parts.iter().zip(NOW.into_iter().cycle()) {
            legend.push(LegendKey {
                label: part.label.as_str().into(),
                tone,
            });
        }
        Chart::Columns {
            alt,
            title: Words::text(title),
            legend,
            columns,
            max,
        }
    }

    fn column(&self, i: usize, at: Period) -> Column {
        let tones = if at == self.material.period() {
            NOW
        } else {
            BEFORE
        };
        let mut parts = Vec::new();
        for (part, tone) in self.parts.iter().zip(tones.into_iter().cycle()) {
            parts.push(Part {
                label: part.label.clone(),
                value: self.number(at, Some(part)).map_or_else(unknown, value),
                tone,
            });
        }
        // The column is as high as its number says.
        if let Some(found) = self
            .contradicted(at)
            .filter(|found| found.total.n > found.sum.n)
        {
            parts.push(Part {
                label: BEYOND.to_owned(),
                value: value(found.total.less(&found.sum)),
                tone: Tone::Missing,
            });
        }
        let total = self.number(at, None).map_or_else(unknown, value);
        Column {
            label: heading(at),
            total: DrawnNumber {
                n: total.n,
                text: self.marked(at, total.text),
            },
            parts,
            past: None,
            opens: self.opens(i),
        }
    }

    /// A number as printed.
    fn text(&self, at: Period, option: Option<&CategoryOption>) -> Words {
        self.number(at, option)
            .map_or_else(|| unknown().text, Words::from)
    }

    /// A period with its parts, as a sentence.
    fn in_words(&self, at: Period) -> String {
        let unit = &self.asked.element.unit;
        let mut parts = Vec::new();
        for part in &self.parts {
            parts.push(format!("{}{}{unit}", part.label, self.text(at, Some(part))));
        }
        let mut parts = parts.join("、");
        if let Some(found) = self.contradicted(at) {
            let sum = Words::from(&found.sum);
            parts += &format!("。公表値で、内訳の合計{sum}{unit}と一致しない");
        }
        format!("{}は{}{unit}（{parts}）。", at.prose(), self.text(at, None))
    }

    fn table(&self) -> Table {
        let mut columns = vec![TableColumn::new(
            format!("区分（{}）", self.asked.element.unit),
            false,
            5,
        )];
        let mut total = vec![terms::TOTAL.into()];
        for (i, at) in self.periods.iter().enumerate() {
            columns.push(TableColumn {
                opens: self.opens(i),
                ..TableColumn::new(heading(*at), true, 3)
            });
            total.push(self.marked(*at, self.text(*at, None)));
        }
        let mut rows = vec![Row {
            role: RowRole::Total,
            cells: total,
        }];
        for part in &self.parts {
            rows.push(self.row(RowRole::Part, part));
        }
        for subset in &self.subsets {
            rows.push(self.row(RowRole::Subset, subset));
        }
        Table {
            title: String::new(),
            columns,
            rows,
            notes: Vec::new(),
        }
    }

    fn row(&self, role: RowRole, option: &CategoryOption) -> Row {
        let mut cells = vec![option.label.as_str().into()];
        for at in &self.periods {
            cells.push(self.text(*at, Some(option)));
        }
        Row { role, cells }
    }

    /// How often this period, and how that changed; not against a total that its parts do not make.
    fn finding(&self, subject: &str) -> Vec<Span> {
        let (material, asked) = (self.material, self.asked);
        if asked.counted.n == 0 {
            return nothing_yet();
        }
        let (key, unit) = (TallyKey::of(&asked.element.id), asked.element.unit.as_str());
        let total = material.now(key.clone());
        let about = format!("{}の{subject}は", counts::period_word(material));
        let mut words = vec![
            plain(Words::text(about)),
            key_number(&total, unit),
            plain("。"),
        ];
        let before = material.comparison(asked.element).before;
        let is_sound = self.contradicted(before).is_none();
        if is_sound {
            words.extend(against(material, asked.element, &total).map(plain));
        }
        words.extend(with_first_half(material, asked.element, &total).map(plain));
        if !is_sound {
            return words;
        }
        let parts = moved(material, asked.element, &self.parts);
        words.extend(furthest(&parts, unit).map(plain));
        // What is counted within the parts moves beside them, not among them.
        let mut subsets = moved(material, asked.element, &self.subsets);
        subsets.retain(|one| one.distance() > 0);
        for one in subsets {
            let change = material.change_in_words(asked.element, &one.now, &one.past);
            let told = Words::from(one.label).then("は").then(&one.now).then(unit);
            let past = Words::text(before.prose()).then("の").then(&one.past);
            let past = past.then(unit).then("から");
            words.push(plain(told.then("で、").then(past).then(change).then("。")));
        }
        words
    }
}

impl Contradiction {
    fn note(&self) -> Words {
        let Self { at, total, sum } = self;
        let told = Words::text(format!("{CONTRADICTED} {}の公表値", at.label()))
            .then(total)
            .then("は、内訳の合計")
            .then(sum);
        // A total below its parts has no part of its own in the chart.
        let (difference, drawn) = if total.n > sum.n {
            (total.less(sum), "、図では点で示す")
        } else {
            (sum.less(total), "")
        };
        told.then("と一致しない（差")
            .then(difference)
            .then(drawn)
            .then("）。公表時の値のまま掲載している。")
    }
}

/// Some whole years, then of a half the halves before it and it.
fn periods(material: &Material, asked: &Asked) -> Vec<Period> {
    let period = material.period();
    let mut periods = material
        .history
        .years_of(&material.definitions.catalogue, &asked.element.id);
    periods.retain(|year| year.year < period.year);
    let mut periods = periods.split_off(periods.len().saturating_sub(YEARS));
    if !period.is_year() {
        let key = TallyKey::of(&asked.element.id);
        let mut halves = material.history.periods_before(period);
        halves.retain(|half| !half.is_year() && material.past(*half, &key).is_some());
        periods.extend(halves.split_off(halves.len().saturating_sub(HALVES)));
    }
    periods.push(period);
    periods
}
