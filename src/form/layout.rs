//! Where every question stands on the blank form: one computation for drawing and for reading.
//!
//! Every block is a table: a heading, a note, a row of column headings, then rows. The definitions
//! hold no addresses, so a new category moves everything below it and nothing has to be kept in
//! step.

use super::block::{Block, BlockKind, Field};
use super::spec::FormSpec;
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
    /// Heading of the column, and label of the row, of totals.
    pub const TOTAL: &str = crate::model::terms::TOTAL;
    /// Heading of the column of reasons.
    pub const REASON: &str = "理由（確認を求められたとき）";
    /// What stands in the cell for a picture until one is pasted over it. A filled form is known by
    /// these words not to hold others there: when they change, the earlier ones have to stay known.
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
    /// Behind a finding whose place in the annotated form is not that of the submitted file.
    pub const ELSEWHERE: &str = "（セルは、提出されたファイルでの位置です。）";
    /// The same where the new form has no place for what stands there. A form that comes back is
    /// known by these words: when they change, the earlier ones have to stay known.
    pub const UNSETTLED: &str = "（セルは、提出されたファイルでの位置です。この様式には写していません。どうしたかを「理由」の欄に書いてください。）";
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
    pub columns: Vec<ColumnLayout>,
    /// The rows, from the one under the column headings.
    pub rows: Vec<RowLayout>,
}

/// A column of a block.
#[derive(Debug, Clone)]
pub struct ColumnLayout {
    /// Its heading.
    pub label: String,
    /// Its headings on earlier forms.
    pub aliases: Vec<String>,
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
    /// ○ for the row.
    Tick,
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

impl ColumnLayout {
    fn new(label: &str, subject: ColumnSubject, width: u32) -> Self {
        Self {
            label: label.to_owned(),
            aliases: Vec::new(),
            subject,
            width,
        }
    }

    fn known_as(mut self, aliases: &[String]) -> Self {
        self.aliases = aliases.to_vec();
        self
    }
}

impl ColumnSubject {
    /// Whether a unit writes its answers into such a column.
    pub fn is_answer(&self) -> bool {
        match self {
            Self::Answer | Self::Tick | Self::Month(_) | Self::Field(_) | Self::Mark(..) => true,
            Self::Code | Self::Label | Self::Total | Self::Reason => false,
        }
    }
}

/// A row of a block.
#[derive(Debug, Clone)]
pub struct RowLayout {
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

impl RowLayout {
    /// An entry of a list, from 1.
    pub fn record(n: u32) -> Self {
        Self {
            code: n.to_string(),
            label: String::new(),
            aliases: Vec::new(),
            subject: RowSubject::Record(n),
        }
    }

    fn option(option: &CategoryOption) -> Self {
        Self {
            code: option.id.to_string(),
            label: option.label.clone(),
            aliases: option.aliases.clone(),
            subject: RowSubject::Option {
                id: option.id.clone(),
                subset: option.subset,
            },
        }
    }

    fn total() -> Self {
        Self {
            code: String::new(),
            label: words::TOTAL.to_owned(),
            aliases: vec!["計".to_owned(), "総計".to_owned()],
            subject: RowSubject::Total,
        }
    }
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
            // What is not asked in the period has neither heading nor room.
            let blocks = sheet.blocks.iter().filter_map(|block| {
                let placed = BlockLayout::new(block, catalogue, period, row);
                let asks = |(.., question): (_, _, Question)| question.role == Role::Input;
                if !placed.questions().any(asks) {
                    return None;
                }
                row = placed.header_row + placed.rows.len() as u32 + 2;
                Some(placed)
            });
            SheetLayout {
                name: &sheet.name,
                blocks: blocks.collect(),
            }
        });
        let sheets = sheets.filter(|sheet| !sheet.blocks.is_empty());
        Self {
            sheets: sheets.collect(),
        }
    }
}

impl<'a> Layout<'a> {
    /// Its blocks, sheet by sheet from top to bottom.
    pub fn blocks(&self) -> impl Iterator<Item = &BlockLayout<'a>> {
        self.sheets.iter().flat_map(|sheet| &sheet.blocks)
    }

    /// Every word that stands on its sheets before anybody fills them, as it is or was written.
    pub fn words(&self) -> impl Iterator<Item = String> {
        let others = self.blocks().flat_map(|block| {
            let columns = block.columns.iter();
            let columns =
                columns.flat_map(|column| [&column.label].into_iter().chain(&column.aliases));
            let own = block
                .block
                .headings()
                .chain([&*block.block.note, words::PASTE]);
            let own = own.map(str::to_owned);
            columns.cloned().chain(own).collect::<Vec<_>>()
        });
        self.row_words().chain(others)
    }

    /// Those of its rows: what is asked, by label and code.
    pub fn row_words(&self) -> impl Iterator<Item = String> {
        let rows = self.blocks().flat_map(|block| &block.rows);
        rows.flat_map(|row| {
            let both = format!("{}{}", row.code, row.label);
            let own = [row.code.clone(), row.label.clone(), both];
            own.into_iter().chain(row.aliases.clone())
        })
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
    pub fn question(&self, row: &RowLayout, column: &ColumnLayout) -> Option<Question> {
        let field = self.field(row, column);
        let required = match column.subject {
            ColumnSubject::Code | ColumnSubject::Label | ColumnSubject::Reason => return None,
            ColumnSubject::Tick | ColumnSubject::Mark(..) | ColumnSubject::Total => false,
            ColumnSubject::Month(_) => row.subject != RowSubject::Total,
            ColumnSubject::Answer | ColumnSubject::Field(_) => {
                field.is_none_or(|field| field.required)
            }
        };
        let is_total = row.subject == RowSubject::Total || column.subject == ColumnSubject::Total;
        let mut key = Key {
            element: match field {
                Some(field) => field.element.clone(),
                None => self.block.table_element()?.clone(),
            },
            option: None,
            month: None,
            record: None,
        };
        match &row.subject {
            RowSubject::Option { id, .. } => key.option = Some(id.clone()),
            RowSubject::Record(n) => key.record = Some(*n),
            RowSubject::Field(_) | RowSubject::Total => {}
        }
        match &column.subject {
            ColumnSubject::Month(month) => key.month = Some(*month),
            ColumnSubject::Mark(_, option) => key.option = Some(option.clone()),
            ColumnSubject::Code
            | ColumnSubject::Label
            | ColumnSubject::Answer
            | ColumnSubject::Tick
            | ColumnSubject::Total
            | ColumnSubject::Field(_)
            | ColumnSubject::Reason => {}
        }
        Some(Question {
            key,
            role: if is_total { Role::Total } else { Role::Input },
            required,
        })
    }

    /// Every cell that asks something, row by row: the places of its row and column, and the
    /// question.
    pub fn questions(&self) -> impl Iterator<Item = (usize, usize, Question)> {
        self.rows.iter().enumerate().flat_map(move |(r, row)| {
            self.columns
                .iter()
                .enumerate()
                .filter_map(move |(c, column)| Some((r, c, self.question(row, column)?)))
        })
    }

    /// The definition of the question in a column of a list, or in a row of a fields block.
    pub fn field(&self, row: &RowLayout, column: &ColumnLayout) -> Option<&'a Field> {
        let place = match (&row.subject, &column.subject) {
            (_, ColumnSubject::Field(i) | ColumnSubject::Mark(i, _)) => i,
            (RowSubject::Field(i), _) => i,
            (RowSubject::Option { .. } | RowSubject::Total | RowSubject::Record(_), _) => {
                return None;
            }
        };
        self.block.fields().get(*place)
    }

    /// How many lines the definition gives a row.
    pub fn lines(&self, row: &RowLayout) -> u32 {
        let lines = match (&self.block.kind, &row.subject) {
            (BlockKind::Records { lines, .. }, _) => *lines,
            (BlockKind::Fields(fields), RowSubject::Field(i)) => {
                fields.get(*i).map_or(1, |field| field.lines)
            }
            (BlockKind::Fields(_) | BlockKind::Status { .. } | BlockKind::Monthly { .. }, _) => 1,
        };
        lines.max(1)
    }

    /// How many columns stay in sight when the sheet is moved sideways: none where it is narrow
    /// enough.
    pub fn fixed_columns(&self) -> u16 {
        match self.block.kind {
            BlockKind::Monthly { .. } => 2,
            BlockKind::Records { .. } => 1,
            BlockKind::Fields(_) | BlockKind::Status { .. } => 0,
        }
    }
}

fn columns(kind: &BlockKind, catalogue: &Catalogue, period: Period) -> Vec<ColumnLayout> {
    let (code, label) = (ColumnSubject::Code, ColumnSubject::Label);
    let mut columns = match kind {
        BlockKind::Fields(_) => vec![
            ColumnLayout::new(words::NUMBER, code, CODE_WIDTH),
            ColumnLayout::new(words::ITEM, label, 0),
        ],
        BlockKind::Status { .. } | BlockKind::Monthly { .. } => vec![
            ColumnLayout::new(words::CODE, code, CODE_WIDTH),
            ColumnLayout::new(words::ITEM, label, 0),
        ],
        BlockKind::Records { .. } => vec![ColumnLayout::new(words::NUMBER, code, CODE_WIDTH)],
    };
    let mut reason_width = REASON_WIDTH;
    match kind {
        BlockKind::Fields(_) => {
            columns.push(ColumnLayout::new(
                words::ANSWER,
                ColumnSubject::Answer,
                FIELD_WIDTH,
            ));
        }
        BlockKind::Status { element } => {
            let marks = catalogue
                .elements
                .get(element)
                .is_some_and(|element| element.kind == Kind::Marks);
            columns.push(if marks {
                ColumnLayout::new(words::MARK, ColumnSubject::Tick, ANSWER_WIDTH)
            } else {
                ColumnLayout::new(words::STATE, ColumnSubject::Answer, ANSWER_WIDTH)
            });
        }
        BlockKind::Monthly { .. } => {
            for month in period.months() {
                let subject = ColumnSubject::Month(month);
                columns.push(ColumnLayout::new(&month.label(), subject, MONTH_WIDTH));
            }
            let total = ColumnSubject::Total;
            columns.push(ColumnLayout::new(words::TOTAL, total, MONTH_WIDTH + 1));
        }
        BlockKind::Records {
            columns: fields, ..
        } => {
            for (i, field) in fields.iter().enumerate() {
                columns.extend(list_columns(i, field, catalogue, period));
            }
            reason_width = LIST_REASON_WIDTH;
        }
    }
    columns.push(ColumnLayout::new(
        words::REASON,
        ColumnSubject::Reason,
        reason_width,
    ));
    columns
}

/// The columns of a question of a list: of marks one an option, else one; none when it is not asked
/// in the period.
fn list_columns(
    i: usize,
    field: &Field,
    catalogue: &Catalogue,
    period: Period,
) -> Vec<ColumnLayout> {
    let element = catalogue.elements.get(&field.element);
    let Some(element) = element.filter(|element| element.validity.covers(period)) else {
        return Vec::new();
    };
    let width = field.width.unwrap_or(ANSWER_WIDTH);
    match catalogue.breakdown(element) {
        Some(category) if element.kind == Kind::Marks => category
            .options_in(period)
            .map(|option| {
                let subject = ColumnSubject::Mark(i, option.id.clone());
                ColumnLayout::new(&option.label, subject, width).known_as(&option.aliases)
            })
            .collect(),
        _ => vec![
            ColumnLayout::new(&element.label, ColumnSubject::Field(i), width)
                .known_as(&element.aliases),
        ],
    }
}

fn rows(kind: &BlockKind, catalogue: &Catalogue, period: Period) -> Vec<RowLayout> {
    let mut rows = Vec::new();
    match kind {
        BlockKind::Fields(fields) => {
            for (i, field) in fields.iter().enumerate() {
                let element = catalogue.elements.get(&field.element);
                if let Some(element) = element.filter(|element| element.validity.covers(period)) {
                    rows.push(RowLayout {
                        code: (i + 1).to_string(),
                        label: element.label.clone(),
                        aliases: element.aliases.clone(),
                        subject: RowSubject::Field(i),
                    });
                }
            }
        }
        BlockKind::Status { element } => {
            rows.extend(
                options(element, catalogue, period)
                    .into_iter()
                    .map(RowLayout::option),
            );
        }
        BlockKind::Monthly { element, total } => {
            let options = options(element, catalogue, period);
            // Subsets stand under the total, which does not hold them.
            let parts = options.iter().filter(|option| !option.subset);
            rows.extend(parts.map(|option| RowLayout::option(option)));
            rows.extend(total.then(RowLayout::total));
            let subsets = options.iter().filter(|option| option.subset);
            rows.extend(subsets.map(|option| RowLayout::option(option)));
        }
        BlockKind::Records { rows: count, .. } => rows.extend((1..=*count).map(RowLayout::record)),
    }
    rows
}

/// The options that break an element down in a period.
fn options<'a>(element: &Id, catalogue: &'a Catalogue, period: Period) -> Vec<&'a CategoryOption> {
    let element = catalogue.elements.get(element);
    match element.and_then(|element| catalogue.breakdown(element)) {
        Some(category) => category.options_in(period).collect(),
        None => Vec::new(),
    }
}
