//! Where every question stands on the blank form: one computation for drawing and for reading.
//!
//! Every block is a table: a heading, a note, a row of column headings, then rows. The definitions
//! hold no addresses, so a new category moves everything below it and nothing has to be kept in step.

use super::spec::{Block, BlockKind, Field, FormSpec};
use crate::model::Id;
use crate::model::catalogue::{Catalogue, CategoryOption, Kind};
use crate::model::cell::CellRef;
use crate::model::period::{Month, Period};
use crate::model::submission::{Key, Role};

/// The words that stand in the form itself, whatever it asks.
pub mod words {
    /// Heading of the column of codes.
    pub const CODE: &str = "記号";
    /// Heading of the column of row numbers.
    pub const NUMBER: &str = "番号";
    /// Heading of the column of labels.
    pub const ITEM: &str = "項目";
    /// Heading of the column of answers in a fields block.
    pub const ANSWER: &str = "記入欄";
    /// Heading of the column of answers in a status block.
    pub const STATE: &str = "状況";
    /// Heading of the column of marks in a status block.
    pub const MARK: &str = "該当に○";
    /// Heading of the column of totals.
    pub const TOTAL_COLUMN: &str = "合計";
    /// Label of the row of totals.
    pub const TOTAL_ROW: &str = "合計";
    /// Heading of the column of reasons.
    pub const REASON: &str = "理由（確認を求められたとき）";
    /// What stands in the cell for a picture until one is pasted over it. A filled form is known by these words not
    /// to hold others there: when they change, the earlier ones have to stay known.
    pub const PASTE: &str = "ここに画面の画像を貼り付けてください。\n（画面を Windows キー + Shift + S で切り取り、この欄を押して Ctrl + V）";
    /// Name of the sheet that tells how to fill the form.
    pub const GUIDE_SHEET: &str = "記入要領";
    /// Name of the sheet that lists what was found in a submission.
    pub const RESULTS_SHEET: &str = "確認結果";
    /// Headings of its table, in order; the first row that begins with them is the table's head.
    pub const RESULTS_HEADINGS: [&str; 7] = [
        "番号",
        "レベル",
        "シート",
        "セル",
        "値",
        "確認すること",
        "理由",
    ];
    /// Name of the hidden sheet with the marks.
    pub const MARKS_SHEET: &str = "_zaitaku";
}

/// The row of the first block's heading: title, unit and period, and an empty row stand above.
const FIRST_BLOCK_ROW: u32 = 3;
/// Width of the columns of codes and numbers, in half-width characters.
const CODE_WIDTH: u32 = 6;
/// Width of a column of months.
const MONTH_WIDTH: u32 = 8;
/// Width of a column of answers, unless the definition says otherwise.
const ANSWER_WIDTH: u32 = 28;
/// Width of the column of answers in a fields block, where names and addresses of pages stand.
const FIELD_WIDTH: u32 = 36;
/// Width of the column of reasons.
const REASON_WIDTH: u32 = 30;
/// Width of the column of reasons of a list, which has many columns already.
const LIST_REASON_WIDTH: u32 = 20;

/// A form laid out for a period.
#[derive(Debug, Clone)]
pub struct Layout<'a> {
    /// The sheets in order.
    pub sheets: Vec<SheetLayout<'a>>,
}

/// A sheet laid out.
#[derive(Debug, Clone)]
pub struct SheetLayout<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its blocks from top to bottom.
    pub blocks: Vec<BlockLayout<'a>>,
}

/// A block laid out as a table.
#[derive(Debug, Clone)]
pub struct BlockLayout<'a> {
    /// What it asks.
    pub block: &'a Block,
    /// Where its heading stands; the note stands in the next row.
    pub heading: CellRef,
    /// The row of the column headings.
    pub header_row: u32,
    /// The columns, from column A.
    pub columns: Vec<Column>,
    /// The rows, from the one under the column headings.
    pub rows: Vec<Row>,
}

/// A column of a block.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its heading.
    pub label: String,
    /// What stands in it.
    pub subject: ColumnSubject,
    /// Its width in half-width characters.
    pub width: u32,
}

/// What stands in a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnSubject {
    /// Codes or numbers of rows.
    Code,
    /// Labels of rows.
    Label,
    /// The one answer of a row.
    Answer,
    /// Counts of a month.
    Month(Month),
    /// The total of the row.
    Total,
    /// The answer to a question of a record, by its place in the block's columns.
    Field(usize),
    /// ○ for one option of a marks question of a record.
    Mark(usize, Id),
    /// A reason for a 確認.
    Reason,
}

/// A row of a block.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its code or number.
    pub code: String,
    /// Its label; empty in a list.
    pub label: String,
    /// Other spellings of the label.
    pub aliases: Vec<String>,
    /// What it is about.
    pub subject: RowSubject,
}

/// What a row is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowSubject {
    /// A question of a fields block, by its place.
    Field(usize),
    /// An option of the element's category.
    Option {
        /// The option.
        id: Id,
        /// Whether it is a subset, never added.
        subset: bool,
    },
    /// The total of the parts.
    Total,
    /// A row of a list, from 1.
    Record(u32),
}

/// A question of the form: where row and column meet.
#[derive(Debug, Clone)]
pub struct Question {
    /// Which answer is wanted.
    pub key: Key,
    /// What part the cell plays.
    pub role: Role,
    /// Whether a blank is an error (in a list: once the row is begun).
    pub required: bool,
}

impl<'a> Layout<'a> {
    /// Lays out a form for a period.
    pub fn new(form: &'a FormSpec, catalogue: &Catalogue, period: Period) -> Self {
        let sheets = form.sheets.iter().map(|sheet| {
            let mut row = FIRST_BLOCK_ROW;
            let blocks = sheet.blocks.iter().map(|block| {
                let placed = BlockLayout::new(block, catalogue, period, row);
                row = placed.header_row + placed.rows.len() as u32 + 2;
                placed
            });
            SheetLayout {
                name: &sheet.name,
                blocks: blocks.collect(),
            }
        });
        Self {
            sheets: sheets.collect(),
        }
    }
}

impl<'a> BlockLayout<'a> {
    fn new(block: &'a Block, catalogue: &Catalogue, period: Period, row: u32) -> Self {
        Self {
            block,
            heading: CellRef::new(row, 0),
            header_row: row + 2,
            columns: columns(&block.kind, catalogue, period),
            rows: rows(&block.kind, catalogue, period),
        }
    }

    /// The row in which a row of the block stands on the blank form.
    pub fn sheet_row(&self, index: usize) -> u32 {
        self.header_row + 1 + index as u32
    }

    /// The question where a row and a column meet, if there is one.
    pub fn question(&self, row: &Row, column: &Column) -> Option<Question> {
        let key =
            |element: &Id, option: Option<Id>, month: Option<Month>, record: Option<u32>| Key {
                element: element.clone(),
                option,
                month,
                record,
            };
        let question = |key, role, required| {
            Some(Question {
                key,
                role,
                required,
            })
        };
        match (&self.block.kind, &row.subject, &column.subject) {
            (BlockKind::Fields(fields), RowSubject::Field(i), ColumnSubject::Answer) => {
                let field = fields.get(*i)?;
                question(
                    key(&field.element, None, None, None),
                    Role::Input,
                    field.required,
                )
            }
            (
                BlockKind::Status { element },
                RowSubject::Option { id, .. },
                ColumnSubject::Answer,
            ) => {
                let required = column.label != words::MARK;
                question(
                    key(element, Some(id.clone()), None, None),
                    Role::Input,
                    required,
                )
            }
            (BlockKind::Monthly { element, .. }, subject, column) => {
                let month = match column {
                    ColumnSubject::Month(month) => Some(*month),
                    ColumnSubject::Total => None,
                    _ => return None,
                };
                let option = match subject {
                    RowSubject::Option { id, .. } => Some(id.clone()),
                    _ => None,
                };
                let role = if option.is_some() && month.is_some() {
                    Role::Input
                } else {
                    Role::Total
                };
                question(key(element, option, month, None), role, role == Role::Input)
            }
            (
                BlockKind::Records { columns, .. },
                RowSubject::Record(n),
                ColumnSubject::Field(i),
            ) => {
                let field = columns.get(*i)?;
                question(
                    key(&field.element, None, None, Some(*n)),
                    Role::Input,
                    field.required,
                )
            }
            (
                BlockKind::Records { columns, .. },
                RowSubject::Record(n),
                ColumnSubject::Mark(i, option),
            ) => {
                let field = columns.get(*i)?;
                question(
                    key(&field.element, Some(option.clone()), None, Some(*n)),
                    Role::Input,
                    false,
                )
            }
            _ => None,
        }
    }

    /// The definition of the question in a column of a list, or in a row of a fields block.
    pub fn field(&self, row: &Row, column: &Column) -> Option<&'a Field> {
        match (&self.block.kind, &row.subject, &column.subject) {
            (BlockKind::Fields(fields), RowSubject::Field(i), _) => fields.get(*i),
            (
                BlockKind::Records { columns, .. },
                _,
                ColumnSubject::Field(i) | ColumnSubject::Mark(i, _),
            ) => columns.get(*i),
            _ => None,
        }
    }
}

fn columns(kind: &BlockKind, catalogue: &Catalogue, period: Period) -> Vec<Column> {
    let column = |label: &str, subject, width| Column {
        label: label.to_owned(),
        subject,
        width,
    };
    let mut columns = Vec::new();
    match kind {
        BlockKind::Fields(_) => {
            columns.push(column(words::NUMBER, ColumnSubject::Code, CODE_WIDTH));
            columns.push(column(words::ITEM, ColumnSubject::Label, 0));
            columns.push(column(words::ANSWER, ColumnSubject::Answer, FIELD_WIDTH));
        }
        BlockKind::Status { element } => {
            let marks = catalogue
                .elements
                .get(element)
                .is_some_and(|element| element.kind == Kind::Marks);
            columns.push(column(words::CODE, ColumnSubject::Code, CODE_WIDTH));
            columns.push(column(words::ITEM, ColumnSubject::Label, 0));
            columns.push(column(
                if marks { words::MARK } else { words::STATE },
                ColumnSubject::Answer,
                ANSWER_WIDTH,
            ));
        }
        BlockKind::Monthly { .. } => {
            columns.push(column(words::CODE, ColumnSubject::Code, CODE_WIDTH));
            columns.push(column(words::ITEM, ColumnSubject::Label, 0));
            for month in period.months() {
                columns.push(column(
                    &month.label(),
                    ColumnSubject::Month(month),
                    MONTH_WIDTH,
                ));
            }
            columns.push(column(
                words::TOTAL_COLUMN,
                ColumnSubject::Total,
                MONTH_WIDTH + 1,
            ));
        }
        BlockKind::Records {
            columns: fields, ..
        } => {
            columns.push(column(words::NUMBER, ColumnSubject::Code, CODE_WIDTH));
            for (i, field) in fields.iter().enumerate() {
                let Some(element) = catalogue.elements.get(&field.element) else {
                    continue;
                };
                if !element.validity.covers(period) {
                    continue;
                }
                let width = field.width.unwrap_or(ANSWER_WIDTH);
                match (element.kind, catalogue.breakdown(element)) {
                    (Kind::Marks, Some(category)) => {
                        for option in category.options_in(period) {
                            columns.push(column(
                                &option.label,
                                ColumnSubject::Mark(i, option.id.clone()),
                                width,
                            ));
                        }
                    }
                    _ => columns.push(column(&element.label, ColumnSubject::Field(i), width)),
                }
            }
        }
    }
    let reason_width = if matches!(kind, BlockKind::Records { .. }) {
        LIST_REASON_WIDTH
    } else {
        REASON_WIDTH
    };
    columns.push(column(words::REASON, ColumnSubject::Reason, reason_width));
    columns
}

fn rows(kind: &BlockKind, catalogue: &Catalogue, period: Period) -> Vec<Row> {
    let options = |element: &Id| -> Vec<&CategoryOption> {
        catalogue
            .elements
            .get(element)
            .and_then(|element| catalogue.breakdown(element))
            .map(|category| category.options_in(period).collect())
            .unwrap_or_default()
    };
    let option_row = |option: &CategoryOption| Row {
        code: option.id.to_string(),
        label: option.label.clone(),
        aliases: option.aliases.clone(),
        subject: RowSubject::Option {
            id: option.id.clone(),
            subset: option.subset,
        },
    };
    match kind {
        BlockKind::Fields(fields) => fields
            .iter()
            .enumerate()
            .filter_map(|(i, field)| {
                let element = catalogue
                    .elements
                    .get(&field.element)
                    .filter(|element| element.validity.covers(period))?;
                Some(Row {
                    code: (i + 1).to_string(),
                    label: element.label.clone(),
                    aliases: Vec::new(),
                    subject: RowSubject::Field(i),
                })
            })
            .collect(),
        BlockKind::Status { element } => options(element).into_iter().map(option_row).collect(),
        BlockKind::Monthly { element, total } => {
            let (subsets, parts): (Vec<_>, Vec<_>) = options(element)
                .into_iter()
                .partition(|option| option.subset);
            let total = total.then(|| Row {
                code: String::new(),
                label: words::TOTAL_ROW.to_owned(),
                aliases: vec!["計".to_owned(), "総計".to_owned()],
                subject: RowSubject::Total,
            });
            let mut rows: Vec<Row> = parts.into_iter().map(option_row).collect();
            rows.extend(total);
            rows.extend(subsets.into_iter().map(option_row));
            rows
        }
        BlockKind::Records { rows, .. } => (1..=*rows)
            .map(|n| Row {
                code: n.to_string(),
                label: String::new(),
                aliases: Vec::new(),
                subject: RowSubject::Record(n),
            })
            .collect(),
    }
}
