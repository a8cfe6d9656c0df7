//! Bars of categories, of months and of items as tables: each number stands beside its bar.

use maud::html;

use super::sheet::{HtmlCell, HtmlColumn, HtmlRow, HtmlTable, Look};
use super::text::{clean, lines};
use super::tone;
use crate::model::terms;
use crate::pages::print::{self, BarRow, LegendKey, Part, StackedRow, Tone};

/// The heading of the changes.
const CHANGE: &str = "増減";

/// Horizontal bars: this period with the bars of all, the others and the change as numbers.
pub fn bars(title: &str, legend: &[LegendKey], rows: &[BarRow], max: u64) -> HtmlTable {
    let tones: Vec<Tone> = legend.iter().map(|key| key.tone).collect();
    let has_changes = rows.iter().any(|row| row.change.is_some());
    let series = rows.iter().map(|row| row.values.len()).max().unwrap_or(0);
    let mut sheet = HtmlTable::new(title);
    for at in 0..series {
        let label = legend.get(at).map_or(title, |key| &key.label);
        let (label, look) = match at {
            0 => (label.to_owned(), Look::Bar),
            // A period in two lines leaves room for the bars.
            _ => (label.replace(' ', "\n"), Look::Number),
        };
        let tone = tones.get(at).copied();
        sheet.columns.push(HtmlColumn {
            tone,
            ..HtmlColumn::new(label, look)
        });
    }
    if has_changes {
        sheet.columns.push(HtmlColumn::new(CHANGE, Look::Number));
    }
    for row in rows {
        let mut cells = vec![HtmlCell::head(&row.label)];
        for (at, value) in row.values.iter().enumerate() {
            cells.push(if at == 0 {
                sheet.bar(&value.text, tone::bars(&row.values, &tones, max))
            } else {
                HtmlCell::words(&value.text)
            });
        }
        cells.resize_with(series + 1, || HtmlCell::words(""));
        if has_changes {
            cells.push(HtmlCell::words(row.change.as_deref().unwrap_or_default()));
        }
        sheet.push(HtmlRow::plain(cells));
    }
    sheet
}

/// Months or years: one row each, its parts as columns where there are several; or beside it the
/// same month of the year before.
pub fn columns(title: &str, legend: &[LegendKey], all: &[print::Column], max: u64) -> HtmlTable {
    let mut parts = parts(all.iter().map(|column| column.parts.as_slice()));
    let has_past = all.iter().any(|column| column.past.is_some());
    let keys = legend.iter().filter(|_| has_past);
    let heading = match parts[..] {
        [] => title,
        [(only, _)] => only,
        _ => terms::TOTAL,
    };
    let mut sheet = HtmlTable::new(title);
    if has_past {
        let looks = [Look::Bar, Look::Number].into_iter();
        sheet
            .columns
            .extend(keys.zip(looks).map(|(key, look)| HtmlColumn {
                tone: Some(key.tone),
                ..HtmlColumn::new(key.label.replace(' ', "\n"), look)
            }));
    } else {
        sheet.columns.push(HtmlColumn::new(heading, Look::Bar));
    }
    if parts.len() < 2 {
        parts.clear();
    }
    sheet.columns.extend(parts.iter().map(of_part));
    // A published total may be smaller than its parts.
    let max = all
        .iter()
        .map(|column| sum(&column.parts))
        .fold(max, u64::max);
    for column in all {
        let bar = if let Some(past) = &column.past {
            let both = [column.total.clone(), past.clone()];
            tone::bars(&both, &[Tone::Strong, Tone::Past], max)
        } else if column.parts.is_empty() {
            tone::bars(std::slice::from_ref(&column.total), &[], max)
        } else {
            tone::cut(&column.parts, max)
        };
        let mut cells = vec![HtmlCell::head(&column.label.replace('\n', " "))];
        cells.push(sheet.bar(&column.total.text, bar));
        cells.extend(parts.iter().map(|(label, _)| part(&column.parts, label)));
        if has_past {
            let past = column.past.as_ref().map_or(terms::NONE, |past| &past.text);
            cells.push(HtmlCell::words(past));
        }
        let class = if column.opens { "opens" } else { "" };
        sheet.push(HtmlRow { class, cells });
    }
    sheet
}

/// Rows of bars cut into states: a column a state.
pub fn stacked(title: &str, rows: &[StackedRow], total: u64, past: Option<&str>) -> HtmlTable {
    let parts = parts(rows.iter().map(|row| row.parts.as_slice()));
    let has_changes = rows.iter().any(|row| row.change.is_some());
    let mut sheet = HtmlTable::new(title);
    sheet.columns.extend(parts.iter().map(of_part));
    sheet
        .columns
        .extend(past.map(|label| HtmlColumn::new(label, Look::Number)));
    if has_changes {
        sheet.columns.push(HtmlColumn::new(CHANGE, Look::Number));
    }
    for row in rows {
        let head = html! { (lines(&row.label)) (tone::cut(&row.parts, total)) };
        let mut cells = vec![HtmlCell::of(head)];
        cells.extend(parts.iter().map(|(label, _)| part(&row.parts, label)));
        if past.is_some() {
            cells.push(HtmlCell::words(row.past.as_deref().unwrap_or_default()));
        }
        if has_changes {
            cells.push(HtmlCell::words(row.change.as_deref().unwrap_or_default()));
        }
        sheet.push(HtmlRow::plain(cells));
    }
    sheet
}

/// The names of all parts in order, each with the tone that it has last: that of this period.
fn parts<'a>(all: impl Iterator<Item = &'a [Part]>) -> Vec<(&'a str, Tone)> {
    let mut names: Vec<(&str, Tone)> = Vec::new();
    for part in all.flatten() {
        match names.iter_mut().find(|(label, _)| *label == part.label) {
            Some((_, tone)) => *tone = part.tone,
            None => names.push((&part.label, part.tone)),
        }
    }
    names
}

fn of_part((label, tone): &(&str, Tone)) -> HtmlColumn {
    let tone = Some(*tone);
    HtmlColumn {
        tone,
        ..HtmlColumn::new(*label, Look::Number)
    }
}

/// The number of a part; a row that has no such part has no number there.
fn part(parts: &[Part], label: &str) -> HtmlCell {
    let found = parts.iter().find(|part| part.label == label);
    let text = found.map_or(terms::NONE, |part| &part.value.text);
    HtmlCell::of(html! { (clean(text)) })
}

fn sum(parts: &[Part]) -> u64 {
    let numbers = parts.iter().filter_map(|part| part.value.n);
    numbers.fold(0, u64::saturating_add)
}
