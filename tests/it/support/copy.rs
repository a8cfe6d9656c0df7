//! A workbook taken apart and written anew by a plain writer: what another program would save.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};

use rust_xlsxwriter::{Format, Formula, Image, Workbook};
use zaitaku_report::for_tests::model::cell::CellRef;
use zaitaku_report::for_tests::workbook::{self, Cell, Content};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The cells of a workbook, sheet by sheet, to be changed and saved; and pictures to lay on them.
#[derive(Clone)]
pub struct Copy(
    Vec<(String, BTreeMap<CellRef, Cell>)>,
    Vec<(String, CellRef, Vec<u8>)>,
);

impl Copy {
    /// Takes a workbook apart; looks and checks are lost, as in a copy by values.
    pub fn of(bytes: &[u8]) -> Self {
        let book = workbook::open(bytes).expect("readable");
        let cells =
            |sheet: &workbook::Sheet| sheet.cells().map(|(at, cell)| (at, cell.clone())).collect();
        Self(
            book.sheets
                .iter()
                .map(|sheet| (sheet.name.to_string(), cells(sheet)))
                .collect(),
            Vec::new(),
        )
    }

    /// The cells of a sheet.
    pub fn sheet(&mut self, name: &str) -> &mut BTreeMap<CellRef, Cell> {
        self.0
            .iter_mut()
            .find(|(known, _)| known == name)
            .map(|(_, cells)| cells)
            .expect("the sheet")
    }

    /// The names of its sheets.
    pub fn sheets(&self) -> Vec<String> {
        self.0.iter().map(|(name, _)| name.clone()).collect()
    }

    /// Where a text stands for the first time, if anywhere.
    pub fn search(&mut self, sheet: &str, text: &str) -> Option<CellRef> {
        let mut cells = self.sheet(sheet).iter();
        cells
            .find(|(_, cell)| cell.content.text() == text)
            .map(|(at, _)| *at)
    }

    /// Where a text stands for the first time.
    pub fn find(&mut self, sheet: &str, text: &str) -> CellRef {
        self.search(sheet, text)
            .unwrap_or_else(|| panic!("{text} does not stand on {sheet}"))
    }

    /// Puts a content into a cell.
    pub fn set(mut self, sheet: &str, at: &str, content: Content) -> Self {
        let at = at.parse().expect("an address");
        self.sheet(sheet).insert(
            at,
            Cell {
                content,
                ..Cell::default()
            },
        );
        self
    }

    /// Puts a text into a cell.
    pub fn text(self, sheet: &str, at: &str, text: &str) -> Self {
        self.set(sheet, at, Content::Text(text.into()))
    }

    /// Lays a picture on a sheet.
    pub fn picture(mut self, sheet: &str, at: &str, bytes: &[u8]) -> Self {
        self.1.push((
            sheet.to_owned(),
            at.parse().expect("an address"),
            bytes.to_vec(),
        ));
        self
    }

    /// Moves every cell of a sheet to another place.
    pub fn moved(mut self, sheet: &str, place: impl Fn(CellRef) -> CellRef) -> Self {
        let cells = std::mem::take(self.sheet(sheet));
        *self.sheet(sheet) = cells
            .into_iter()
            .map(|(at, cell)| (place(at), cell))
            .collect();
        self
    }

    /// Leaves a sheet out.
    pub fn without(mut self, sheet: &str) -> Self {
        self.0.retain(|(name, _)| name != sheet);
        self
    }

    /// Leaves all other sheets out.
    pub fn only_sheet(mut self, sheet: &str) -> Self {
        self.0.retain(|(name, _)| name == sheet);
        self
    }

    /// Saves as .xlsx.
    pub fn save(&self) -> Vec<u8> {
        let mut book = Workbook::new();
        for (name, cells) in &self.0 {
            let sheet = book.add_worksheet();
            sheet.set_name(name).expect("a name");
            for (at, cell) in cells {
                let (row, col) = (at.row, at.col);
                let plain = if cell.struck {
                    Format::new().set_font_strikethrough()
                } else {
                    Format::new()
                };
                let written = match &cell.content {
                    _ if cell.formula => {
                        let formula = Formula::new("=SUM(A1:A2)").set_result(cell.content.text());
                        sheet.write_formula_with_format(row, col, formula, &plain)
                    }
                    Content::Number(number) => {
                        sheet.write_number_with_format(row, col, *number, &plain)
                    }
                    Content::Date { serial, .. } => sheet.write_number_with_format(
                        row,
                        col,
                        *serial,
                        &plain.set_num_format("yyyy/m/d"),
                    ),
                    content => sheet.write_string_with_format(row, col, content.text(), &plain),
                };
                written.expect("written");
            }
            for (_, at, bytes) in self.1.iter().filter(|(on, ..)| on == name) {
                let image = Image::new_from_buffer(bytes).expect("a picture");
                sheet.insert_image(at.row, at.col, &image).expect("laid");
            }
        }
        book.save_to_buffer().expect("saved")
    }
}

/// The same file with the results of its formulas taken out, as some programs save it.
pub fn without_results(bytes: &[u8]) -> Vec<u8> {
    edited(bytes, |name, text| {
        if !name.starts_with("xl/worksheets/") {
            return text;
        }
        let text = String::from_utf8(text).expect("text");
        let mut out = String::new();
        let mut rest = text.as_str();
        while let Some(end) = rest.find("</f>") {
            let (before, after) = rest.split_at(end + "</f>".len());
            out += before;
            rest = match after
                .strip_prefix("<v>")
                .and_then(|value| value.split_once("</v>"))
            {
                Some((_, behind)) => behind,
                None => after,
            };
        }
        (out + rest).into_bytes()
    })
}

/// The same package with its parts edited.
pub fn edited(bytes: &[u8], edit: impl Fn(&str, Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    let mut package = ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..package.len() {
        let mut part = package.by_index(i).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).expect("its content");
        out.start_file(&name, SimpleFileOptions::default())
            .expect("a part");
        out.write_all(&edit(&name, content)).expect("written");
    }
    out.finish().expect("a package").into_inner()
}
