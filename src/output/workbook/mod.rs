//! The summary workbook: the tables of a period as sheets that people read, print and edit.
//!
//! Lays out what [`Sheets`] says; no number and no sentence about a number is made here. The bytes
//! depend on the tables alone: no clock, no file, no order of work may enter.

mod cell;
mod chart;
mod counts;
mod lists;
mod look;
mod page;
mod paper;
mod states;
pub mod status;

use anyhow::{Context, Result};
use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, Format, Workbook};

use crate::figures::publication::Publication;
use crate::model::excel;
use crate::sheets::{Sheets, Table};
use cell::Links;
use look::Looks;
pub(super) use look::{wider, width};

/// How hard a workbook is compressed, of 9.
const COMPRESSION: u8 = 2;

/// Draws the summary workbook: that of the office or, of sheets for everybody, the public one.
///
/// `submissions_base` leads from the folder of the workbook to the one that the paths of the
/// submissions start in, e.g. `../submissions`; without it, figures do not link to submitted cells.
///
/// # Errors
/// The date of the publication is none, or the workbook cannot be written.
pub fn summary(tables: &Sheets, submissions_base: Option<&str>) -> Result<Vec<u8>> {
    let links = Links(submissions_base);
    let looks = &Looks::new();
    let mut workbook = new(&tables.publication, &tables.period_label)?;
    // Columns are measured by the figures of the standard type, which is another one on each
    // machine unless it is named: at this size they have 7 pixels.
    workbook.set_default_format(
        &Format::new().set_font_name(look::FONT).set_font_size(10.5),
        20,
        64,
    )?;
    workbook.push_worksheet(lists::contents(tables, looks)?);
    workbook.push_worksheet(lists::submissions(tables, links, looks)?);
    for table in &tables.tables {
        workbook.push_worksheet(match table {
            Table::Counts(table) => counts::draw(tables, table, links, looks)?,
            Table::States(table) => states::draw(tables, table, links, looks)?,
            Table::Marks(table) => states::draw_marks(tables, table, links, looks)?,
            Table::List(table) => lists::list(tables, table, links, looks)?,
        });
    }
    workbook.push_worksheet(lists::tidy(tables, looks)?);
    if let Some(queries) = &tables.queries {
        workbook.push_worksheet(lists::queries(tables, queries, links, looks)?);
    }
    if let Some(revisions) = &tables.revisions {
        workbook.push_worksheet(lists::revisions(tables, revisions, looks)?);
    }
    workbook.push_worksheet(lists::dictionary(tables, looks)?);
    workbook.push_worksheet(lists::about(tables, looks)?);
    excel::saved(workbook)
}

/// An empty workbook with title, author and the date of the publication, so that bytes do not
/// change.
pub(super) fn new(publication: &Publication, period: &str) -> Result<Workbook> {
    let date: Date = publication.date.parse().with_context(|| {
        format!(
            "日付「{}」は 2024-01-31 のように書いてください",
            publication.date
        )
    })?;
    let mut workbook = Workbook::new();
    // Half the work for a tenth more bytes.
    workbook.set_zip_compression_level(COMPRESSION);
    let properties = DocProperties::new()
        .set_title(publication.titled(period))
        .set_author(&publication.issuer)
        .set_subject(&publication.source)
        .set_comment(publication.terms())
        .set_creation_datetime(&cell::day(date)?);
    workbook.set_properties(&properties);
    Ok(workbook)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::fixture;
    use crate::form::spec::Definitions;

    fn tables(missing: &[usize]) -> Sheets {
        let definitions = Definitions::built_in().expect("the built-in definitions load");
        let round = fixture::round(&definitions, missing);
        fixture::made_of(&definitions, &round, |material| {
            Sheets::new(material, &fixture::publication(), None)
        })
    }

    fn shown(cell: &crate::workbook::Cell) -> String {
        match &cell.content {
            crate::workbook::Content::Number(n) => n.to_string(),
            crate::workbook::Content::Text(text) => text.to_string(),
            _ => String::new(),
        }
    }

    #[test]
    fn the_same_tables_give_the_same_bytes() {
        let tables = tables(&[1]);
        assert_eq!(
            summary(&tables, Some("../s")).expect("drawn"),
            summary(&tables, Some("../s")).expect("drawn")
        );
    }

    #[test]
    fn the_office_that_publishes_is_its_author() {
        let bytes = summary(&tables(&[]), None).expect("drawn");
        let mut package = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a package");
        let part = package.by_name("docProps/core.xml").expect("a part");
        let told = std::io::read_to_string(part).expect("text");
        let author = format!("<dc:creator>{}</dc:creator>", fixture::publication().issuer);
        assert!(told.contains(&author), "{told}");
    }

    #[test]
    fn the_workbook_reads_back_with_its_sheets_and_figures() {
        let tables = tables(&[2]);
        let bytes = summary(&tables, Some("../submissions")).expect("drawn");
        let book = crate::workbook::open(&bytes).expect("read back");
        let names: Vec<&str> = book.sheets.iter().map(|sheet| &*sheet.name).collect();
        let expected: Vec<&str> = std::iter::once("目次")
            .chain(tables.contents.iter().map(|row| row.sheet.as_str()))
            .collect();
        assert_eq!(names, expected);
        for sheet in &book.sheets {
            assert!(sheet.merges().is_empty());
        }
        for table in &tables.tables {
            let Table::Counts(table) = table else {
                continue;
            };
            let sheet = book
                .sheets
                .iter()
                .find(|sheet| *sheet.name == *table.head.sheet)
                .expect("its sheet");
            let city = sheet
                .cells()
                .find(|(_, cell)| shown(cell) == tables.city_code)
                .expect("the city's row")
                .0;
            for (i, figure) in table.city.iter().enumerate() {
                let cell = sheet.get(crate::model::cell::CellRef::new(city.row, i as u16 + 2));
                assert_eq!(shown(cell), figure.value.expect("reported").to_string());
            }
        }
    }

    #[test]
    fn every_sheet_is_one_table_with_a_name_of_its_own_and_an_alternative_text() {
        let tables = tables(&[2]);
        let bytes = summary(&tables, None).expect("drawn");
        let mut package = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a package");
        let mut parts = Vec::new();
        for i in 0..package.len() {
            let part = package.by_index(i).expect("a part");
            if part.name().is_ok_and(|name| name.starts_with("xl/tables/")) {
                parts.push(std::io::read_to_string(part).expect("text"));
            }
        }
        assert_eq!(parts.len(), 1 + tables.contents.len());
        let mut names = std::collections::BTreeSet::new();
        for xml in parts {
            let name = xml
                .split(" displayName=\"")
                .nth(1)
                .and_then(|rest| rest.split('"').next())
                .expect("a name");
            assert!(names.insert(name.to_owned()), "{name}");
            assert!(
                xml.contains("altText=") && !xml.contains("<autoFilter"),
                "{name}"
            );
        }
    }

    #[test]
    fn every_sheet_is_as_wide_as_its_paper_whatever_the_typeface() {
        let bytes = summary(&tables(&[2]), None).expect("drawn");
        let mut package = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a package");
        let mut sheets = 0;
        for i in 0..package.len() {
            let part = package.by_index(i).expect("a part");
            let is_sheet = |name: &str| name.starts_with("xl/worksheets/sheet");
            if !part.name().is_ok_and(|name| is_sheet(&name)) {
                continue;
            }
            let xml = std::io::read_to_string(part).expect("text");
            // A scale or a break of pages would be reckoned for one typeface.
            assert!(xml.contains("fitToPage=\"1\"") && !xml.contains("fitToWidth=\"0\""));
            assert!(!xml.contains("<rowBreaks") && !xml.contains(" scale=\""));
            sheets += 1;
        }
        assert_eq!(sheets, 1 + tables(&[2]).contents.len());
    }

    /// Writes an example to look at: `TABLES_OUT=/tmp/tables cargo test example -- --ignored`.
    #[test]
    #[ignore = "writes files to look at"]
    fn example() {
        let Some(folder) = std::env::var_os("TABLES_OUT") else {
            return;
        };
        let folder = std::path::Path::new(&folder).join("output");
        std::fs::create_dir_all(&folder).expect("folder");
        let bytes = summary(&tables(&[3]), Some("../submissions")).expect("drawn");
        std::fs::write(folder.join("summary.xlsx"), bytes).expect("written");
    }
}
