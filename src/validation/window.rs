//! The cells in question among their neighbours.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::model::cell::{CellRange, CellRef};
use crate::output::findings::CellWindow;
use crate::workbook::{Content, Sheet};

/// The most rows and columns of cells in question that are shown at once.
const ROWS: u32 = 6;
const COLS: u16 = 7;
/// How many rows and columns stand around them.
const ABOVE: u32 = 1;
const BESIDE: u16 = 2;
/// More of a text does not help to find it again.
const LONGEST: usize = 24;
/// How many words name a row: its code and its label.
const NAMES: usize = 2;

/// The first of some cells of a sheet, with as many more as stand near, and their neighbours.
pub fn around(sheet: &Sheet, cells: &[CellRef]) -> Option<CellWindow> {
    let mut range = CellRange::from(*cells.first()?);
    for cell in cells {
        let grown = CellRange::bounding([range.from, range.to, *cell])?;
        if grown.rows().count() <= ROWS as usize && grown.cols().count() <= usize::from(COLS) {
            range = grown;
        }
    }
    let asked = cells.iter().copied().filter(|cell| range.contains(*cell));
    let asked = asked.collect();
    let (from, to) = (range.from, range.to);
    let range = CellRange::new(
        CellRef::new(
            from.row.saturating_sub(ABOVE),
            from.col.saturating_sub(BESIDE),
        ),
        CellRef::new(to.row.saturating_add(ABOVE), to.col.saturating_add(BESIDE)),
    );
    let shown = |at: CellRef| {
        // Of merged cells the first says what stands in them.
        let anchor = sheet.anchor(at);
        let text =
            (anchor == at || !range.contains(anchor)).then(|| sheet.value(at).content.text());
        text.filter(|text| !text.is_empty())
            .map(|text| (at, shortened(text)))
    };
    let labels = range.rows().filter_map(|row| {
        let label = label(sheet, row, range.from.col);
        (!label.is_empty()).then_some((row, label))
    });
    Some(CellWindow {
        range,
        labels: labels.collect(),
        cells: range.cells().filter_map(shown).collect::<BTreeMap<_, _>>(),
        asked,
    })
}

/// The first words of a row, before a column.
fn label(sheet: &Sheet, row: u32, before: u16) -> String {
    let words = sheet
        .row(row)
        .filter(|(at, cell)| at.col < before && matches!(cell.content, Content::Text(_)))
        .map(|(_, cell)| shortened(cell.content.text()));
    words.take(NAMES).collect::<Vec<_>>().join(" ")
}

fn shortened(text: Cow<str>) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.into_owned(),
    }
}
