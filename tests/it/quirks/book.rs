//! A small workbook that can be bent: read from a clean form, changed cell by cell, written anew.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Format, Formula, Note, Workbook};
use zaitaku_report::for_tests::model::cell::CellRef;
use zaitaku_report::for_tests::workbook::{self, Content, Visibility};

/// What stands in a cell of the bent form.
#[derive(Clone)]
pub enum V {
    Number(f64),
    Text(String),
    Date(f64),
    Percent(f64),
    Bool(bool),
    /// Words that are struck through, then words that are not.
    Mended(&'static str, &'static str),
    /// A formula and the result that is stored with it.
    Formula(&'static str, &'static str),
}

impl From<&str> for V {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<f64> for V {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

/// One sheet.
#[derive(Clone, Default)]
pub struct Tab {
    pub name: String,
    pub hidden: bool,
    pub cells: BTreeMap<(u32, u16), V>,
    pub struck: Vec<(u32, u16)>,
    pub merges: Vec<(CellRef, CellRef)>,
    /// Number formats and colours of letters that are not plain.
    pub formats: BTreeMap<(u32, u16), &'static str>,
    pub inks: BTreeMap<(u32, u16), u32>,
    pub notes: BTreeMap<(u32, u16), &'static str>,
    pub hidden_rows: Vec<u32>,
    pub hidden_cols: Vec<u16>,
}

/// The workbook.
#[derive(Clone, Default)]
pub struct Book(pub Vec<Tab>);

fn at(cell: &str) -> (u32, u16) {
    let cell: CellRef = cell.parse().expect("an address");
    (cell.row, cell.col)
}

impl Book {
    /// Reads a clean form; looks are lost, as in a form that was rebuilt by hand.
    pub fn read(bytes: &[u8]) -> Self {
        let book = workbook::open(bytes).expect("readable");
        let tabs = book.sheets.iter().map(|sheet| Tab {
            name: sheet.name.to_string(),
            hidden: sheet.visible != Visibility::Visible,
            cells: sheet
                .cells()
                .map(|(at, cell)| ((at.row, at.col), value(&cell.content)))
                .collect(),
            ..Tab::default()
        });
        Self(tabs.collect())
    }

    /// A sheet by its name.
    pub fn tab(&mut self, name: &str) -> &mut Tab {
        self.0
            .iter_mut()
            .find(|tab| tab.name == name)
            .expect("a sheet")
    }

    /// A second sheet with the same content.
    pub fn copy(&mut self, name: &str, new: &str) -> &mut Tab {
        let tab = Tab {
            name: new.to_owned(),
            ..self.tab(name).clone()
        };
        self.0.push(tab);
        self.0.last_mut().expect("a sheet")
    }

    /// A further sheet with nothing on it.
    pub fn add(&mut self, name: &str) -> &mut Tab {
        let tab = Tab {
            name: name.to_owned(),
            ..Tab::default()
        };
        self.0.push(tab);
        self.0.last_mut().expect("a sheet")
    }

    /// Takes a sheet away.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|tab| tab.name != name);
    }

    /// Writes the workbook as .xlsx.
    pub fn write(&self) -> Vec<u8> {
        let mut book = Workbook::new();
        for tab in &self.0 {
            let sheet = book.add_worksheet();
            sheet
                .set_name(&tab.name)
                .expect("a name")
                .set_hidden(tab.hidden);
            for (first, last) in &tab.merges {
                sheet
                    .merge_range(first.row, first.col, last.row, last.col, "", &Format::new())
                    .expect("a region");
            }
            for ((row, col), value) in &tab.cells {
                let mut format = Format::new();
                if tab.struck.contains(&(*row, *col)) {
                    format = format.set_font_strikethrough();
                }
                if let Some(code) = tab.formats.get(&(*row, *col)) {
                    format = format.set_num_format(*code);
                }
                if let Some(ink) = tab.inks.get(&(*row, *col)) {
                    format = format.set_font_color(*ink);
                }
                match value {
                    V::Number(number) => {
                        sheet.write_number_with_format(*row, *col, *number, &format)
                    }
                    V::Text(text) => sheet.write_string_with_format(*row, *col, text, &format),
                    V::Date(serial) => sheet.write_number_with_format(
                        *row,
                        *col,
                        *serial,
                        &format.set_num_format("yyyy/m/d"),
                    ),
                    V::Percent(part) => sheet.write_number_with_format(
                        *row,
                        *col,
                        *part,
                        &format.set_num_format("0%"),
                    ),
                    V::Mended(old, new) => {
                        let struck = Format::new().set_font_strikethrough();
                        sheet.write_rich_string_with_format(
                            *row,
                            *col,
                            &[(&struck, *old), (&Format::new(), *new)],
                            &format,
                        )
                    }
                    V::Bool(truth) => sheet.write_boolean_with_format(*row, *col, *truth, &format),
                    V::Formula(formula, result) => {
                        sheet.write_formula(*row, *col, Formula::new(*formula).set_result(*result))
                    }
                }
                .expect("a cell");
            }
            for ((row, col), words) in &tab.notes {
                sheet
                    .insert_note(*row, *col, &Note::new(*words))
                    .expect("a note");
            }
            for row in &tab.hidden_rows {
                sheet.set_row_hidden(*row).expect("a row");
            }
            for col in &tab.hidden_cols {
                sheet.set_column_hidden(*col).expect("a column");
            }
        }
        book.save_to_buffer().expect("a workbook")
    }
}

fn value(content: &Content) -> V {
    match content {
        Content::Number(number) => V::Number(*number),
        Content::Date { serial, .. } => V::Date(*serial),
        Content::Bool(truth) => V::Bool(*truth),
        other => V::Text(other.text().into_owned()),
    }
}

impl Tab {
    /// Writes into a cell.
    pub fn set(&mut self, cell: &str, value: impl Into<V>) {
        self.cells.insert(at(cell), value.into());
    }

    /// Empties a cell.
    pub fn clear(&mut self, cell: &str) {
        self.cells.remove(&at(cell));
    }

    /// Empties all cells from one corner to the other.
    pub fn clear_area(&mut self, first: &str, last: &str) {
        let ((top, left), (bottom, right)) = (at(first), at(last));
        self.cells.retain(|(row, col), _| {
            !((top..=bottom).contains(row) && (left..=right).contains(col))
        });
    }

    /// Inserts empty rows above a row (from 1, as Excel counts).
    pub fn insert_rows(&mut self, above: u32, count: u32) {
        let move_down = |row: u32| if row + 1 >= above { row + count } else { row };
        self.cells = std::mem::take(&mut self.cells)
            .into_iter()
            .map(|((row, col), value)| ((move_down(row), col), value))
            .collect();
    }

    /// Inserts empty columns before a column (from 0).
    pub fn insert_cols(&mut self, before: u16, count: u16) {
        let move_right = |col: u16| if col >= before { col + count } else { col };
        self.cells = std::mem::take(&mut self.cells)
            .into_iter()
            .map(|((row, col), value)| ((row, move_right(col)), value))
            .collect();
    }

    /// Exchanges two columns within some rows (from 1).
    pub fn swap_cols(&mut self, one: u16, other: u16, rows: std::ops::RangeInclusive<u32>) {
        let swap = |row: u32, col: u16| match () {
            () if !rows.contains(&(row + 1)) => col,
            () if col == one => other,
            () if col == other => one,
            () => col,
        };
        self.cells = std::mem::take(&mut self.cells)
            .into_iter()
            .map(|((row, col), value)| ((row, swap(row, col)), value))
            .collect();
    }

    /// Merges a region.
    pub fn merge(&mut self, first: &str, last: &str) {
        self.merges.push((
            first.parse().expect("an address"),
            last.parse().expect("an address"),
        ));
    }

    /// Strikes a cell through.
    pub fn format(&mut self, cell: &str, code: &'static str) {
        self.formats.insert(at(cell), code);
    }

    pub fn ink(&mut self, cell: &str, colour: u32) {
        self.inks.insert(at(cell), colour);
    }

    pub fn note(&mut self, cell: &str, words: &'static str) {
        self.notes.insert(at(cell), words);
    }

    pub fn strike(&mut self, cell: &str) {
        self.struck.push(at(cell));
    }
}
