//! Years side by side: totals as published, their parts, their subsets, and what contradicts itself.

use super::charts::{unknown, value};
use super::counts;
use crate::aggregate::tally::TallyKey;
use crate::model::Id;
use crate::model::catalogue::{CategoryOption, Tone};
use crate::model::period::{Period, Whole};
use crate::report::compose::{Asked, Material};
use crate::report::number::{Number, Words};
use crate::report::print::{Chart, Column, Key, Page, Part, Row, RowRole, Span, Table, TableColumn, Value};
use crate::report::wording::{against, key_number, nothing_yet, plain};

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
    let category = material.breakdown(asked.element)?;
    let catalogue = &material.definitions.catalogue;
    let (period, key) = (material.summary.period, TallyKey::of(&asked.element.id));
    let mut periods: Vec<Period> = material.history.years_of(catalogue, &asked.element.id);
    periods.retain(|year| year.year < period.year);
    let mut periods = periods.split_off(periods.len().saturating_sub(YEARS));
    // A half stands beside the same half of the year before, apart from the whole years.
    let before = period.year_before();
    if period.half != Whole::Year && material.past(before, &key).is_some() {
        periods.push(before);
    }
    periods.push(period);
    let opens = |i: usize| i > 0 && (periods[i].half == Whole::Year) != (periods[i - 1].half == Whole::Year);
    let number = |at: Period, option: Option<&Id>| -> Option<Number> {
        let key = option.map_or_else(|| key.clone(), |option| key.clone().option(option));
        if at == period { Some(material.now(key)) } else { material.past(at, &key) }
    };
    let parts: Vec<&CategoryOption> = category.options_in(period).filter(|option| !option.subset).collect();
    let subsets: Vec<&CategoryOption> = category.options_in(period).filter(|option| option.subset).collect();
    let unit = asked.element.unit.as_str();

    let contradictions: Vec<(Period, Number, Number)> = periods
        .iter()
        .filter_map(|at| {
            let total = number(*at, None)?;
            let sum = Number::sum(parts.iter().map(|part| number(*at, Some(&part.id))).collect::<Option<Vec<Number>>>()?);
            (total.n != sum.n).then_some((*at, total, sum))
        })
        .collect();
    let marked =
        |at: Period, text: Words| if contradictions.iter().any(|(other, ..)| *other == at) { text.then("※") } else { text };
    let shown = |number: Option<Number>| number.map_or_else(|| "－".into(), Words::from);

    let columns: Vec<Column> = periods
        .iter()
        .enumerate()
        .map(|(i, at)| {
            let total = number(*at, None).map_or_else(unknown, value);
            let tones = if *at == period { NOW } else { BEFORE };
            let part = |(i, part): (usize, &&CategoryOption)| Part {
                label: part.label.clone(),
                value: number(*at, Some(&part.id)).map_or_else(unknown, value),
                tone: tones[i % tones.len()],
            };
            let mut parts: Vec<Part> = parts.iter().enumerate().map(part).collect();
            // The column is as high as its number says.
            let wrong = contradictions.iter().find(|(other, total, sum)| other == at && total.n > sum.n);
            parts.extend(wrong.map(|(_, total, sum)| Part {
                label: BEYOND.to_owned(),
                value: value(total.less(sum)),
                tone: Tone::Missing,
            }));
            let total = Value { n: total.n, text: marked(*at, total.text) };
            Column { label: heading(*at), total, parts, opens: opens(i) }
        })
        .collect();
    let title = format!("{}（{unit}）", asked.element.label);
    let words: Vec<String> = periods
        .iter()
        .zip(&columns)
        .map(|(at, column)| {
            let parts: Vec<String> = column
                .parts
                .iter()
                .filter(|part| part.label != BEYOND)
                .map(|part| format!("{}{}{unit}", part.label, part.value.text))
                .collect();
            let wrong = contradictions.iter().find(|(other, ..)| other == at);
            let warning = wrong
                .map_or_else(String::new, |(_, _, sum)| format!("。公表値で、内訳の合計{}{unit}と一致しない", Words::from(sum)));
            let total = number(*at, None).map_or_else(unknown, value).text;
            format!("{}は{total}{unit}（{}{warning}）", at.prose(), parts.join("、"))
        })
        .collect();
    // A total as published may be smaller than the sum of its parts: the scale holds both.
    let heights =
        columns.iter().map(|column| column.total.n.unwrap_or(0).max(column.parts.iter().filter_map(|part| part.value.n).sum()));
    let max = heights.max().unwrap_or(0).max(1);
    let legend =
        parts.iter().enumerate().map(|(i, part)| Key { label: part.label.as_str().into(), tone: NOW[i % NOW.len()] }).collect();
    let alt = format!("{title}。{}。", words.join("。"));
    page.charts.insert("years".to_owned(), Chart::Columns { title: title.into(), alt, legend, columns, max });

    let mut rows = Vec::new();
    let mut row = |role, label: &str, cells: Vec<Words>| {
        rows.push(Row { role, cells: std::iter::once(label.into()).chain(cells).collect() })
    };
    row(RowRole::Total, "合計", periods.iter().map(|at| marked(*at, shown(number(*at, None)))).collect());
    for part in &parts {
        row(RowRole::Part, &part.label, periods.iter().map(|at| shown(number(*at, Some(&part.id)))).collect());
    }
    for subset in &subsets {
        row(RowRole::Subset, &subset.label, periods.iter().map(|at| shown(number(*at, Some(&subset.id)))).collect());
    }
    let mut table_columns = vec![TableColumn::new(format!("区分（{unit}）"), false, 5)];
    let of_period = |(i, at): (usize, &Period)| TableColumn { opens: opens(i), ..TableColumn::new(heading(*at), true, 3) };
    table_columns.extend(periods.iter().enumerate().map(of_period));
    page.tables.insert("years".to_owned(), Table { title: String::new(), columns: table_columns, rows, notes: Vec::new() });

    for (at, total, sum) in &contradictions {
        let (more, fewer) = if total.n > sum.n { (total, sum) } else { (sum, total) };
        let told = Words::from(format!("※ {}の公表値", at.label())).then(total).then("は、内訳の合計").then(sum);
        let difference = more.less(fewer);
        // A total below its parts has no part of its own in the chart.
        let drawn = if total.n > sum.n { "、図では点で示す" } else { "" };
        let told = told.then("と一致しない（差").then(difference).then(drawn);
        page.notes.push(told.then("）。公表時の値のまま掲載している。"));
    }
    if !subsets.is_empty() {
        page.notes.push("（再掲）は内訳の一部であり、合計に加えない。".into());
    }
    page.finding = finding(material, &asked, subject);
    page.source = Some(asked.source().then(format!("。{}以前は公表済みの報告による。", material.last_year().label())));
    Some(page)
}

/// 令和4年度 and 年間, or 令和5年度 and 上半期, on two lines.
fn heading(period: Period) -> String {
    let span = if period.half == Whole::Year { "年間" } else { period.half_label() };
    format!("{}\n{span}", period.year.label())
}

/// How often this period, and how that changed.
fn finding(material: &Material, asked: &Asked, subject: &str) -> Vec<Span> {
    if asked.counted.n == 0 {
        return nothing_yet();
    }
    let (key, unit) = (TallyKey::of(&asked.element.id), asked.element.unit.as_str());
    let (total, before, year) = (material.now(key.clone()), material.summary.period.year_before(), material.last_year());
    let past = material.past(before, &key);
    let mut words = vec![plain(format!("{}の{subject}は", counts::period_word(material))), key_number(&total, unit), plain("。")];
    if let Some(sentence) = against(material.is_whole(asked.element), &total, past.as_ref(), &before.prose(), unit) {
        words.push(plain(sentence));
    }
    if let Some(past) = material.past(year, &key).filter(|_| year != before) {
        words.push(plain(Words::from(year.label()).then("は年間").then(past).then(unit).then("であった。")));
    }
    words
}
