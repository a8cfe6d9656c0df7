//! States as tables: how many units are in each, which unit is in which, in words everywhere.

use maud::html;

use super::sheet::{Cell, Column, Explained, Look, Row, Sheet};
use super::text::clean;
use super::tone::{self, swatch};
use crate::figures::number::Words;
use crate::model::terms;
use crate::pages::print::{GridRow, Key, Part, Tile, Tone};

/// One bar cut into states: a row a state.
pub fn share(title: &str, parts: &[Part], total: u64) -> Sheet {
    let mut sheet = Sheet::new(title);
    sheet.columns.push(Column::new(title, Look::Bar));
    for part in parts {
        let head = html! { (swatch(part.tone)) (clean(&part.label)) };
        let bar = tone::cut(std::slice::from_ref(part), total);
        let cells = vec![Cell::of(head), sheet.bar(&part.value.text, bar)];
        sheet.push(Row::plain(cells));
    }
    sheet
}

/// A row a unit, with its state.
pub fn matrix(title: &str, tiles: &[Tile], legend: &[Key]) -> Sheet {
    let mut sheet = Sheet::new(title);
    sheet.columns.push(Column::new(terms::ANSWER, Look::Words));
    sheet
        .legend
        .extend(legend.iter().map(|key| explained(key, false)));
    for tile in tiles {
        let state = html! { (swatch(tile.tone)) (clean(&tile.state)) };
        sheet.push(Row::plain(vec![Cell::head(&tile.label), Cell::of(state)]));
    }
    sheet
}

/// Every unit's state in every item.
pub struct Grid<'a> {
    /// What the chart shows.
    pub title: &'a str,
    /// The states.
    pub legend: &'a [Key],
    /// The names of the units.
    pub units: &'a [String],
    /// The items, with one state a unit.
    pub items: &'a [GridRow],
    /// The state that is counted.
    pub sum_label: &'a str,
    /// How many items each unit has reached.
    pub sums: &'a [Words],
}

impl Grid<'_> {
    /// A row a unit, a column an item; how many have reached it at the foot and at the right.
    pub fn sheet(&self) -> Sheet {
        let sum_label = format!("「{}」の数", self.sum_label);
        let mut sheet = Sheet::new(self.title);
        let keys = self.legend.iter();
        sheet.legend.extend(keys.map(|key| explained(key, true)));
        let mut foot = vec![Cell::head(&sum_label)];
        for item in self.items {
            sheet.columns.push(Column::new(&item.label, Look::Mark));
            foot.push(Cell::words(&item.sum));
        }
        sheet.columns.push(Column::new(sum_label, Look::Number));
        foot.push(Cell::words(""));
        sheet.foot = Some(Row::plain(foot));
        for (at, unit) in self.units.iter().enumerate() {
            let mut cells = vec![Cell::head(unit)];
            for item in self.items {
                cells.push(self.cell(item.tones.get(at).copied().unwrap_or(Tone::Missing)));
            }
            cells.push(Cell::words(self.sums.get(at).map_or("", |sum| sum)));
            sheet.push(Row::plain(cells));
        }
        sheet
    }

    /// The words for the ear and for who searches; the style has the mark for the eye.
    fn cell(&self, tone: Tone) -> Cell {
        let keys = self.legend.iter().filter(|key| key.tone == tone);
        let names: Vec<&str> = keys.map(|key| key.label.as_str()).collect();
        let body = html! { i { (clean(&names.join("、"))) } };
        let class = tone::class(tone);
        Cell { body, class }
    }
}

fn explained(key: &Key, marked: bool) -> Explained {
    Explained {
        tone: key.tone,
        marked,
        label: key.label.to_string(),
    }
}
