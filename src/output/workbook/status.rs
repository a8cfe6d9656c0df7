//! The state of a round as a workbook: who has sent what, with a filter; what is to be mended, cell
//! by cell.
//!
//! States are told in words; the colours only help the eye.

use anyhow::Result;
use jiff::civil::Date;
use rust_xlsxwriter::{Color, DocProperties, Format, Workbook, Worksheet};

use super::cell::day;
use super::look::{Face, Looks, Shape, width};
use crate::model::{excel, terms};

/// The state of a round.
#[derive(Debug, Clone)]
pub struct StatusBook {
    /// The title of the first sheet.
    pub title: String,
    /// How many units stand how, a line a kind.
    pub notes: Vec<String>,
    /// The date that the file bears, so that bytes do not change.
    pub date: Date,
    /// The units in the order of the roster, then the files that are nobody's.
    pub rows: Vec<StatusRow>,
    /// What is to be mended or explained.
    pub to_do: Vec<FindingRow>,
}

/// One unit.
#[derive(Debug, Clone, Default)]
pub struct StatusRow {
    /// What its kind is called.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// How it stands, in a word.
    pub state: String,
    /// The day that the form says it was sent.
    pub sent_on: Option<Date>,
    /// Whether that was in time, in a word.
    pub punctuality: &'static str,
    /// How many エラー.
    pub errors: u64,
    /// How many 確認 without a reason.
    pub open_queries: u64,
    /// Its files.
    pub files: String,
}

/// One thing to mend or to explain.
#[derive(Debug, Clone)]
pub struct FindingRow {
    /// The unit; empty for a file that is nobody's.
    pub name: String,
    /// The file.
    pub file: String,
    /// エラー or 確認.
    pub level: &'static str,
    /// The code of the check.
    pub code: &'static str,
    /// The sheet.
    pub sheet: String,
    /// The cell.
    pub cell: String,
    /// The words of its row and column heading.
    pub heading: String,
    /// The value as it stands.
    pub found: String,
    /// What is wrong and how to mend it.
    pub words: String,
}

/// The fill behind words that ask for something: light enough to read black on it.
const FILLS: [(&str, u32); 7] = [
    (terms::NOT_SENT, 0x00F4_CCCC),
    ("重複", 0x00FC_E4D6),
    ("要修正", 0x00FC_E4D6),
    ("エラー", 0x00FC_E4D6),
    ("要確認", 0x00FF_F2CC),
    ("確認", 0x00FF_F2CC),
    ("期限後", 0x00FF_F2CC),
];

/// A value of the sheets.
enum StatusValue<'a> {
    Words(&'a str),
    Word(&'a str),
    Number(u64),
    Day(Option<Date>),
}

impl StatusBook {
    /// The workbook; the same state gives the same bytes.
    ///
    /// # Errors
    /// The workbook cannot be written.
    pub fn bytes(&self) -> Result<Vec<u8>> {
        let mut workbook = Workbook::new();
        workbook.set_properties(
            &DocProperties::new()
                .set_title(&self.title)
                .set_creation_datetime(&day(self.date)?),
        );
        workbook.push_worksheet(self.states()?);
        workbook.push_worksheet(self.to_do()?);
        excel::saved(workbook)
    }

    /// Who has sent what.
    fn states(&self) -> Result<Worksheet> {
        let rows: Vec<_> = self.rows.iter().map(StatusRow::values).collect();
        let title = &self.title;
        draw(
            "提出状況",
            title,
            &self.notes,
            &StatusRow::HEADINGS,
            &rows,
            50,
        )
    }

    /// What is to be mended.
    fn to_do(&self) -> Result<Worksheet> {
        let rows: Vec<_> = self.to_do.iter().map(FindingRow::values).collect();
        let notes = ["エラーは必ず直すところ、確認は直すか理由を書くところです。".to_owned()];
        let title = "直すところ・確かめるところ";
        draw(
            "直すところ",
            title,
            &notes,
            &FindingRow::HEADINGS,
            &rows,
            60,
        )
    }
}

impl StatusRow {
    const HEADINGS: [&str; 8] = [
        "種類",
        "名称",
        terms::ANSWER,
        "提出日",
        "期限",
        "エラー",
        terms::NO_REASON,
        "ファイル",
    ];

    fn values(&self) -> Vec<StatusValue<'_>> {
        vec![
            StatusValue::Words(&self.kind),
            StatusValue::Words(&self.name),
            StatusValue::Word(&self.state),
            StatusValue::Day(self.sent_on),
            StatusValue::Word(self.punctuality),
            StatusValue::Number(self.errors),
            StatusValue::Number(self.open_queries),
            StatusValue::Words(&self.files),
        ]
    }
}

impl FindingRow {
    const HEADINGS: [&str; 9] = [
        "名称",
        "ファイル",
        "レベル",
        "番号",
        "シート",
        "セル",
        terms::ELEMENT,
        "値",
        "すること",
    ];

    fn values(&self) -> Vec<StatusValue<'_>> {
        vec![
            StatusValue::Words(&self.name),
            StatusValue::Words(&self.file),
            StatusValue::Word(self.level),
            StatusValue::Word(self.code),
            StatusValue::Words(&self.sheet),
            StatusValue::Word(&self.cell),
            StatusValue::Words(&self.heading),
            StatusValue::Words(&self.found),
            StatusValue::Words(&self.words),
        ]
    }
}

/// A title, notes, and a table with a filter whose headings stay in sight.
fn draw(
    name: &str,
    title: &str,
    notes: &[String],
    header: &[&str],
    rows: &[Vec<StatusValue>],
    widest: usize,
) -> Result<Worksheet> {
    let looks = &Looks::new();
    let mut sheet = Worksheet::new();
    sheet.set_name(name)?;
    sheet.write_string_with_format(0, 0, title, looks.of(Face::Title, Shape::Text))?;
    for (row, note) in (1..).zip(notes) {
        sheet.write_string_with_format(row, 0, note, looks.of(Face::Note, Shape::Text))?;
    }
    let top = notes.len() as u32 + 1;
    for (col, heading) in (0..).zip(header) {
        let words = rows
            .iter()
            .filter_map(|row| row.get(usize::from(col)))
            .map(StatusValue::width)
            .max()
            .unwrap_or(0);
        // Room for the button of the filter.
        sheet.set_column_width(col, (words.min(widest).max(width(heading) + 3) + 2) as f64)?;
        sheet.write_string_with_format(top, col, *heading, looks.of(Face::Header, Shape::Text))?;
    }
    for (row, values) in (top + 1..).zip(rows) {
        for (col, value) in (0..).zip(values) {
            value.write(looks, &mut sheet, row, col)?;
        }
    }
    let last = u16::try_from(header.len()).unwrap_or(1) - 1;
    sheet.autofilter(top, 0, top + rows.len() as u32, last)?;
    sheet.set_freeze_panes(top + 1, 2)?;
    sheet
        .set_paper_size(9)
        .set_landscape()
        .set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(top, top)?.set_footer("&L&A&R&P / &N");
    Ok(sheet)
}

impl StatusValue<'_> {
    fn width(&self) -> usize {
        match self {
            Self::Words(text) | Self::Word(text) => width(text),
            Self::Number(_) => 6,
            Self::Day(_) => 10,
        }
    }

    fn write(&self, looks: &Looks, sheet: &mut Worksheet, row: u32, col: u16) -> Result<()> {
        match self {
            Self::Words(text) => sheet.write_string_with_format(
                row,
                col,
                *text,
                looks.of(Face::Body, Shape::Text),
            )?,
            Self::Word(text) => {
                sheet.write_string_with_format(row, col, *text, &filled(looks, text))?
            }
            Self::Number(number) => sheet.write_number_with_format(
                row,
                col,
                *number as f64,
                looks.of(Face::Body, Shape::Number),
            )?,
            Self::Day(Some(date)) => sheet.write_datetime_with_format(
                row,
                col,
                day(*date)?,
                looks.of(Face::Body, Shape::Date),
            )?,
            Self::Day(None) => sheet.write_blank(row, col, looks.of(Face::Body, Shape::Text))?,
        };
        Ok(())
    }
}

/// A word on its colour.
fn filled(looks: &Looks, word: &str) -> Format {
    let look = looks.of(Face::Body, Shape::Symbol).clone();
    match FILLS.iter().find(|(known, _)| *known == word) {
        Some((_, colour)) => look.set_background_color(Color::RGB(*colour)),
        None => look,
    }
}
