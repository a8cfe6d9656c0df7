//! States as tables: how many units are in each, which unit is in which, in words everywhere.

use maud::html;

use super::sheet::{Explained, HtmlCell, HtmlColumn, HtmlRow, HtmlTable, Look};
use super::text::clean;
use super::tone::{self, swatch};
use crate::figures::number::Words;
use crate::model::terms;
use crate::pages::print::{GridRow, LegendKey, Part, Tile, Tone};

/// One bar cut into states: a row a state.
pub fn share(title: &str, parts: &[Part], total: u64) -> HtmlTable {
    let mut sheet = HtmlTable::new(title);
    sheet.columns.push(HtmlColumn::new(title, Look::Bar));
    for part in parts {
        let head = html! { (swatch(part.tone)) (clean(&part.label)) };
        let bar = tone::cut(std::slice::from_ref(part), total);
        let cells = vec![HtmlCell::of(head), sheet.bar(&part.value.text, bar)];
        sheet.push(HtmlRow::plain(cells));
    }
    sheet
}

/// A row a unit, with its state.
pub fn matrix(title: &str, tiles: &[Tile], legend: &[LegendKey]) -> HtmlTable {
    let mut sheet = HtmlTable::new(title);
    sheet
        .columns
        .push(HtmlColumn::new(terms::ANSWER, Look::Words));
    sheet
        .legend
        .extend(legend.iter().map(|key| explained(key, false)));
    for tile in tiles {
        let state = html! { (swatch(tile.tone)) (clean(&tile.state)) };
        sheet.push(HtmlRow::plain(vec![
            HtmlCell::head(&tile.label),
            HtmlCell::of(state),
        ]));
    }
    sheet
}

/// Every unit's state in every item.
pub struct StateMatrix<'a> {
    /// What the chart shows.
    pub title: &'a str,
    /// The states.
    pub legend: &'a [LegendKey],
    /// The names of the units.
    pub units: &'a [String],
    /// The items, with one state a unit.
    pub items: &'a [GridRow],
    /// The state that is counted.
    pub sum_label: &'a str,
    /// How many items each unit has reached.
    pub sums: &'a [Words],
}

impl StateMatrix<'_> {
    /// A row a unit, a column an item; how many have reached it at the foot and at the right.
    pub fn sheet(&self) -> HtmlTable {
        let sum_label = format!("「{}」の数", self.sum_label);
        let mut sheet = HtmlTable::new(self.title);
        let keys = self.legend.iter();
        sheet.legend.extend(keys.map(|key| explained(key, true)));
        let mut foot = vec![HtmlCell::head(&sum_label)];
        for item in self.items {
            sheet.columns.push(HtmlColumn::new(&item.label, Look::Mark));
            foot.push(HtmlCell::words(&item.sum));
        }
        sheet.columns.push(HtmlColumn::new(sum_label, Look::Number));
        foot.push(HtmlCell::words(""));
        sheet.foot = Some(HtmlRow::plain(foot));
        for (at, unit) in self.units.iter().enumerate() {
            let mut cells = vec![HtmlCell::head(unit)];
            for item in self.items {
                cells.push(self.cell(item.tones.get(at).copied().unwrap_or(Tone::Missing)));
            }
            cells.push(HtmlCell::words(self.sums.get(at).map_or("", |sum| sum)));
            sheet.push(HtmlRow::plain(cells));
        }
        sheet
    }

    /// The words for the ear and for who searches; the style has the mark for the eye.
    fn cell(&self, tone: Tone) -> HtmlCell {
        let keys = self.legend.iter().filter(|key| key.tone == tone);
        let names: Vec<&str> = keys.map(|key| key.label.as_str()).collect();
        let body = html! { i { (clean(&names.join("、"))) } };
        let class = tone::class(tone);
        HtmlCell { body, class }
    }
}

fn explained(key: &LegendKey, marked: bool) -> Explained {
    Explained {
        tone: key.tone,
        marked,
        label: key.label.to_string(),
    }
}
