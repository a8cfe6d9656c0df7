//! .xlsx and .xlsm, through calamine's streaming reader.
//!
//! Never `worksheet_range`: it allocates the whole rectangle between the first and the last cell,
//! and a stray cell at XFD1048576 would end the process. Never `next_cell_with_formula` either: it
//! sizes a list by a number that the file gives.

use std::sync::Arc;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError, XlsxFormulaMetadata};
use memchr::memmem;

use super::MAX_SHEETS;
use super::cell::{Cell, Content};
use super::format::BookFormat;
use super::gallery::Gallery;
use super::package::{Metered, Package};
use super::sheet::{CellsLeft, Sheet, Visibility, Workbook};
use super::unreadable::{Limit, Unreadable};
use super::xlsx_looks::XlsxLooks;
use super::xml::{Event, Events};
use super::{drawing, notes, parts};
use crate::model::cell::CellRef;
use crate::model::hash::HashMap;

/// Reads a .xlsx or .xlsm.
pub(super) fn read(package: &Package) -> Result<Workbook, Unreadable> {
    let mut book = Xlsx::new(package.repack(parts::mended)?).map_err(Unreadable::damaged)?;
    let date_1904 = book.has_1904_epoch();
    let mut left = CellsLeft::new();
    let mut texts = SharedTexts::default();
    let mut looks: Option<XlsxLooks> = None;
    let parts = parts::of_sheets(package);
    let mut gallery = Gallery::new(package);
    let mut sheets = Vec::new();
    for mut sheet in worksheets(book.sheets_metadata())? {
        let name = Arc::clone(&sheet.name);
        match read_cells(&mut book, &mut sheet, &mut texts, &mut left, date_1904) {
            Err(Reading::Calamine(XlsxError::NotAWorksheet(_))) => continue,
            Err(Reading::Calamine(error)) => return Err(Unreadable::damaged(error)),
            Err(Reading::Limit(error)) => return Err(error),
            Ok(()) => {}
        }
        if let Some(part) = parts.get(&*name) {
            merge(package, part, &mut sheet)?;
            sheet.torn = doubly_valued(package.part(part).unwrap_or_default());
        }
        sheet.sort();
        if let Some(at) = sheet.torn {
            return Err(Unreadable::damaged(format!("{at} に二つの値があります")));
        }
        if looks.is_none() {
            let reader = book
                .worksheet_cells_reader(&name)
                .map_err(Unreadable::damaged)?;
            looks = Some(XlsxLooks::new(package, reader.styles()));
        }
        if let (Some(looks), Some(part)) = (&looks, parts.get(&*name)) {
            looks.mark(package, part, &mut sheet);
            looks.mark_by_rules(package, part, &mut sheet);
            sheet.pictures = drawing::pictures(package, part, &mut gallery);
            sheet.notes = notes::notes(package, part);
            sheet.links = links(package, part);
            drawing::put_shapes(package, part, &mut sheet);
        }
        sheets.push(sheet);
    }
    Ok(Workbook {
        format: BookFormat::Xlsx,
        sheets,
        date_1904,
    })
}

/// The first cell of a sheet that has two values.
fn doubly_valued(sheet: &[u8]) -> Option<CellRef> {
    let before = sheet.get(..memmem::find(sheet, b"</v><v")?)?;
    let cell = String::from_utf8_lossy(before.get(memmem::rfind(before, b"<c ")?..)?);
    Events::new(&cell).find_map(|event| match event {
        Event::Start(tag) => tag.get("r")?.parse().ok(),
        _ => None,
    })
}

/// The merged regions of a sheet. Those of whole columns or rows (`A:C`), which take no table's
/// cells together that anybody could fill, are none.
fn merge(package: &Package, part: &str, sheet: &mut Sheet) -> Result<(), Unreadable> {
    let text = package.part(part).unwrap_or_default();
    let Some(first) = memmem::find(text, b"mergeCell") else {
        return Ok(());
    };
    // They stand behind all cells, which need not be walked through once more to find them.
    let start = match memmem::find(text, b"<!") {
        None => memchr::memrchr(b'<', text.get(..first).unwrap_or_default()).unwrap_or_default(),
        Some(_) => 0,
    };
    let text = String::from_utf8_lossy(text.get(start..).unwrap_or_default());
    for event in Events::new(&text) {
        let Event::Start(tag) = event else { continue };
        if parts::local(tag.name()) != "mergeCell" {
            continue;
        }
        let region = tag.get("ref").unwrap_or_default();
        let (first, last) = region.split_once(':').unwrap_or((&region, &region));
        if let (Ok(first), Ok(last)) = (first.parse::<CellRef>(), last.parse::<CellRef>()) {
            let (from, to) = ((first.row, first.col.into()), (last.row, last.col.into()));
            sheet.merge(from, to)?;
        }
    }
    Ok(())
}

/// Where the cells of a sheet link to outside of the workbook.
fn links(package: &Package, part: &str) -> Vec<(CellRef, String)> {
    let targets = parts::links(package, part);
    if targets.is_empty() {
        return Vec::new();
    }
    let text = String::from_utf8_lossy(package.part(part).unwrap_or_default());
    let start = text
        .rfind("hyperlinks")
        .and_then(|end| text[..end].find("hyperlinks"));
    let links = Events::new(text.get(start.unwrap_or_default()..).unwrap_or_default());
    let links = links.filter_map(|event| match event {
        Event::Start(tag) if parts::local(tag.name()) == "hyperlink" => {
            let from = tag.get("ref")?.split(':').next()?.parse().ok()?;
            Some((from, targets.get(&*tag.get_local("id")?)?.clone()))
        }
        _ => None,
    });
    links.collect()
}

/// Values and formulas in one pass.
fn read_cells(
    book: &mut Xlsx<Metered>,
    sheet: &mut Sheet,
    texts: &mut SharedTexts,
    left: &mut CellsLeft,
    date_1904: bool,
) -> Result<(), Reading> {
    let mut reader = book.worksheet_cells_reader(&sheet.name)?;
    while let Some(record) = reader.next_cell_with_formula_metadata()? {
        let cell = Cell {
            content: texts.content(record.value, date_1904),
            adjusted: record.formula.as_ref().is_some_and(is_adjusted),
            formula: record.formula.is_some(),
            ..Cell::EMPTY
        };
        sheet.push(record.pos, cell, left).map_err(Reading::Limit)?;
    }
    Ok(())
}

/// Whether a number stands in a formula itself, outside of addresses and names: `=SUM(C7:H7)+1`.
fn is_adjusted(formula: &XlsxFormulaMetadata) -> bool {
    let (XlsxFormulaMetadata::Normal { formula: text }
    | XlsxFormulaMetadata::Shared { formula: text, .. }) = formula
    else {
        return false;
    };
    let unquoted: String = text.split(['"', '\'']).step_by(2).collect();
    let mut words =
        unquoted.split(|c: char| !(c.is_alphanumeric() || matches!(c, '$' | '.' | '_')));
    words.any(|word| word.parse::<f64>().is_ok_and(|number| number != 0.0))
}

/// The worksheets of a workbook, still without cells; charts and macro sheets left out.
pub(super) fn worksheets(all: &[calamine::Sheet]) -> Result<Vec<Sheet>, Unreadable> {
    if all.len() > MAX_SHEETS {
        return Err(Unreadable::TooLarge(Limit::Sheets));
    }
    Ok(all
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| {
            let visible = match sheet.visible {
                SheetVisible::Visible => Visibility::Visible,
                SheetVisible::Hidden => Visibility::Hidden,
                SheetVisible::VeryHidden => Visibility::VeryHidden,
            };
            Sheet::new(&sheet.name, visible)
        })
        .collect())
}

/// Shared strings that were met: kept once, however often a file repeats them.
#[derive(Default)]
pub(super) struct SharedTexts(HashMap<usize, Arc<str>>);

impl SharedTexts {
    /// The value of a cell. A shared string is known by its address, which is safe as long as the
    /// workbook that owns it lives: one `SharedTexts` per workbook.
    pub(super) fn content(&mut self, value: DataRef<'_>, date_1904: bool) -> Content {
        match value {
            DataRef::Empty => Content::Empty,
            DataRef::Int(number) => Content::number(number as f64),
            DataRef::Float(number) => Content::number(number),
            DataRef::Bool(truth) => Content::Bool(truth),
            DataRef::Error(error) => Content::Error(error.to_string().into()),
            DataRef::String(text) => Content::Text(text.into()),
            DataRef::SharedString(text) => {
                let known = self.0.entry(text.as_ptr() as usize);
                Content::Text(Arc::clone(known.or_insert_with(|| text.into())))
            }
            DataRef::DateTime(time) if time.is_duration() && time.as_f64().is_finite() => {
                Content::Duration(time.as_f64())
            }
            DataRef::DateTime(time) => Content::date(time.as_f64(), date_1904),
            DataRef::DateTimeIso(text) => Content::iso_date(&text),
            DataRef::DurationIso(text) => Content::Text(text.into()),
        }
    }
}

/// Why the cells of a sheet could not be read.
enum Reading {
    Calamine(XlsxError),
    Limit(Unreadable),
}

impl From<XlsxError> for Reading {
    fn from(error: XlsxError) -> Self {
        Self::Calamine(error)
    }
}
