//! A table of units: its cells as text under known headings, each with its address.

use std::collections::HashMap;

use anyhow::{Result, anyhow, bail};

use super::RosterColumn;
use crate::model::cell::{CellRange, CellRef};
use crate::model::hand;
use crate::model::text::narrow;
use crate::workbook::{self, Guess, Sheet, Unreadable};

/// The row of headings is looked for in so many rows.
const HEAD: u32 = 20;

/// So many headings make a row of them, though that of the name is not among them.
const HEADINGS: usize = 3;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterCell {
    /// Its address.
    pub at: CellRef,
    /// The text without blanks around it; empty where nothing stands.
    pub text: String,
}

/// A table of units.
#[derive(Debug)]
pub struct RosterTable {
    /// The name of the file.
    pub name: String,
    /// The name of the sheet; none in a CSV.
    pub sheet: Option<String>,
    /// The columns that are there, with their places.
    columns: Vec<(RosterColumn, u16)>,
    /// Headings that name no column.
    strangers: Vec<RosterCell>,
    /// The first that stands below no heading.
    orphan: Option<RosterCell>,
    /// The rows that are not blank.
    rows: Vec<RosterRow>,
}

/// A row of the table.
#[derive(Debug)]
pub struct RosterRow(HashMap<RosterColumn, RosterCell>);

/// The cells of a sheet, whatever file they come from.
struct RosterSheet {
    sheet: Option<String>,
    cells: HashMap<CellRef, String>,
    last_row: u32,
    last_col: u16,
}

impl RosterTable {
    /// Reads a table from a workbook, or from CSV or tab-separated text.
    ///
    /// # Errors
    /// It cannot be read, no sheet has the headings, or a cell is struck through or was never
    /// calculated.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self> {
        let mut tables = Vec::new();
        match workbook::open(bytes) {
            Ok(book) => {
                for sheet in &book.sheets {
                    let grid = RosterSheet::of_sheet(sheet);
                    if let Some(head) = grid.head() {
                        check(name, sheet)?;
                        tables.push(grid.table(name, head));
                    }
                }
            }
            Err(Unreadable::NotASpreadsheet(Guess::Csv | Guess::Unknown)) => {
                let grid = RosterSheet::of_text(name, bytes)?;
                match grid.head() {
                    Some(head) => tables.push(grid.table(name, head)),
                    // Names alone, one a line, need no heading.
                    None if grid.last_col == 0 => tables.push(grid.names(name)),
                    None => {}
                }
            }
            Err(_) => {
                bail!("「{name}」を読めません。Excel で開き、.xlsx として保存し直してください")
            }
        }
        let heading = RosterColumn::Name.words().0;
        // A sheet of notes may name a heading, too.
        tables.sort_by_key(|table| table.columns.len());
        match (tables.pop(), tables.pop()) {
            (Some(table), None) => table.with_names(),
            (Some(one), Some(other)) if one.columns.len() > other.columns.len() => one.with_names(),
            (Some(one), Some(other)) => bail!(
                "「{name}」の二つのシート（「{}」と「{}」）に「{heading}」の見出しがあります。名簿のシートを一つだけにしてください",
                other.sheet.unwrap_or_default(),
                one.sheet.unwrap_or_default()
            ),
            (None, _) => bail!(
                "「{name}」に「{heading}」の見出しがありません。表の一番上の行に、区分、名称、区域などの見出しを書いてください"
            ),
        }
    }

    /// A table whose heading of the names has been written over cannot be read.
    fn with_names(self) -> Result<Self> {
        let heading = RosterColumn::Name.words().0;
        match self.stranger() {
            _ if self.has(RosterColumn::Name) => Ok(self),
            Some(other) => {
                let what = format!(
                    "「{heading}」の見出しがありません。「{}」がそうなら、「{heading}」に直してください",
                    other.text
                );
                Err(self.fault(other, &what))
            }
            None => bail!(
                "「{}」に「{heading}」の見出しがありません。報告者の名前の列に書いてください",
                self.name
            ),
        }
    }

    /// The rows that are not blank.
    pub fn rows(&self) -> &[RosterRow] {
        &self.rows
    }

    /// A heading that names no column.
    pub fn stranger(&self) -> Option<&RosterCell> {
        self.strangers.first()
    }

    /// The first that stands below no heading.
    pub fn orphan(&self) -> Option<&RosterCell> {
        self.orphan.as_ref()
    }

    /// Whether a column is there.
    pub fn has(&self, column: RosterColumn) -> bool {
        self.columns.iter().any(|(known, _)| *known == column)
    }

    /// A cell as messages name it.
    pub fn place(&self, at: CellRef) -> String {
        match &self.sheet {
            Some(sheet) => format!("シート「{sheet}」セル {at}"),
            None => format!("{}行目 セル {at}", at.row + 1),
        }
    }

    /// An error at a cell.
    pub fn fault(&self, field: &RosterCell, what: &str) -> anyhow::Error {
        anyhow!("名簿「{}」の{}: {what}", self.name, self.place(field.at))
    }
}

/// Refuses what a person reads otherwise than the program.
fn check(name: &str, sheet: &Sheet) -> Result<()> {
    for (at, cell) in sheet.cells() {
        let place = format!("名簿「{name}」のシート「{}」セル {at}", sheet.name);
        if (cell.struck || cell.partly_struck) && !cell.is_empty() {
            bail!(
                "{place}: 取消線が引かれています。消すか、報告を終えたものは「終了」の列に最後の期間を書いてください"
            );
        }
        if cell.formula && cell.content.text().is_empty() {
            bail!("{place}: 計算されていない式です。値に書きかえてください");
        }
    }
    if let Some(at) = sheet.overflow {
        bail!(
            "名簿「{name}」のシート「{}」は大きすぎます（セル {at} より先は読みません）。名簿だけを残してください",
            sheet.name
        );
    }
    Ok(())
}

impl RosterRow {
    /// What stands below a heading; an empty field where the column is missing.
    pub fn get(&self, column: RosterColumn) -> RosterCell {
        self.0.get(&column).cloned().unwrap_or(RosterCell {
            at: self
                .0
                .values()
                .map(|field| field.at)
                .min()
                .unwrap_or(CellRef::new(0, 0)),
            text: String::new(),
        })
    }

    /// The parts of a cell that 、 separates.
    pub fn list(&self, column: RosterColumn) -> Vec<RosterCell> {
        let RosterCell { at, text } = self.get(column);
        let mut list = Vec::new();
        for part in text.split(['、', ',', '，', ';', '；', '\n']) {
            let text = part.trim().to_owned();
            if !text.is_empty() {
                list.push(RosterCell { at, text });
            }
        }
        list
    }
}

impl RosterSheet {
    fn of_sheet(sheet: &Sheet) -> Self {
        let mut grid = Self {
            sheet: Some(sheet.name.to_string()),
            cells: HashMap::new(),
            last_row: sheet.last_row().unwrap_or_default(),
            last_col: sheet.last_col().unwrap_or_default(),
        };
        for (at, cell) in sheet.cells() {
            grid.cells.insert(at, cell.content.text().into_owned());
        }
        // A name that spans rows stands for each of them.
        for CellRange { from, to } in sheet.merges() {
            let Some(text) = grid.cells.get(from).cloned() else {
                continue;
            };
            for row in from.row..=to.row.min(grid.last_row) {
                grid.cells.insert(CellRef::new(row, from.col), text.clone());
            }
        }
        grid
    }

    fn of_text(name: &str, bytes: &[u8]) -> Result<Self> {
        let Some((text, _)) = hand::decode(bytes) else {
            bail!(
                "「{name}」の文字を読めません。Excel で開き、.xlsx か CSV（UTF-8）で保存し直してください"
            );
        };
        // After the two signs of Windows the reader tells a row one line too early.
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let delimiter = if text.contains('\t') { b'\t' } else { b',' };
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(text.as_bytes());
        let mut grid = Self {
            sheet: None,
            cells: HashMap::new(),
            last_row: 0,
            last_col: 0,
        };
        for record in reader.records() {
            let Ok(record) = record else {
                bail!("「{name}」の表を読めません。引用符（\"）が閉じているか確かめてください");
            };
            let line = record.position().map_or(1, csv::Position::line);
            grid.last_row = u32::try_from(line.saturating_sub(1))?;
            for (col, text) in (0..u16::MAX).zip(&record) {
                grid.last_col = grid.last_col.max(col);
                grid.cells
                    .insert(CellRef::new(grid.last_row, col), text.to_owned());
            }
        }
        Ok(grid)
    }

    fn text(&self, row: u32, col: u16) -> &str {
        self.cells
            .get(&CellRef::new(row, col))
            .map_or("", |text| text.trim())
    }

    fn field(&self, row: u32, col: u16) -> RosterCell {
        RosterCell {
            at: CellRef::new(row, col),
            text: self.text(row, col).to_owned(),
        }
    }

    fn orphan(&self, head: u32) -> Option<RosterCell> {
        let below = self.cells.keys().filter(|at| at.row > head);
        let orphans = below.filter(|at| !self.text(at.row, at.col).is_empty());
        let orphans = orphans.filter(|at| !self.is_note(at.row));
        let first = orphans
            .filter(|at| self.text(head, at.col).is_empty())
            .min()?;
        Some(self.field(first.row, first.col))
    }

    /// Whether a remark stands in a row and nothing else: ※, （注）, 注1.
    fn is_note(&self, row: u32) -> bool {
        let texts = (0..=self.last_col).map(|col| self.text(row, col));
        let mut texts = texts.filter(|text| !text.is_empty());
        let (Some(text), None) = (texts.next(), texts.next()) else {
            return false;
        };
        let rest = narrow(text).trim_start_matches('(').to_owned();
        let sign = rest.strip_prefix('注').and_then(|rest| rest.chars().next());
        rest.starts_with('※') || sign.is_some_and(|sign| " ):.0123456789".contains(sign))
    }

    /// The row of the headings: that of the name, or several others.
    fn head(&self) -> Option<u32> {
        (0..=self.last_row.min(HEAD)).find(|row| {
            let headings =
                (0..=self.last_col).filter_map(|col| RosterColumn::named(self.text(*row, col)));
            let headings: Vec<RosterColumn> = headings.collect();
            headings.contains(&RosterColumn::Name) || headings.len() >= HEADINGS
        })
    }

    fn table(&self, name: &str, head: u32) -> RosterTable {
        let mut table = RosterTable {
            name: name.to_owned(),
            sheet: self.sheet.clone(),
            columns: Vec::new(),
            strangers: Vec::new(),
            orphan: None,
            rows: Vec::new(),
        };
        for col in 0..=self.last_col {
            let text = self.text(head, col);
            match RosterColumn::named(text) {
                Some(column) if !table.has(column) => table.columns.push((column, col)),
                None if text.is_empty() => {}
                Some(_) | None => table.strangers.push(self.field(head, col)),
            }
        }
        table.orphan = self.orphan(head);
        table.rows = self.rows(&table.columns, head + 1);
        table
    }

    /// A table without headings: names alone.
    fn names(&self, name: &str) -> RosterTable {
        let columns = vec![(RosterColumn::Name, 0)];
        RosterTable {
            name: name.to_owned(),
            sheet: self.sheet.clone(),
            rows: self.rows(&columns, 0),
            columns,
            strangers: Vec::new(),
            orphan: None,
        }
    }

    fn rows(&self, columns: &[(RosterColumn, u16)], first: u32) -> Vec<RosterRow> {
        let mut rows = Vec::new();
        for row in first..=self.last_row {
            let mut fields = HashMap::new();
            for &(column, col) in columns {
                let mut field = self.field(row, col);
                match column {
                    // Broken to fit its cell.
                    RosterColumn::Name => field.text.retain(|c| !c.is_control()),
                    // Typed in full width, too.
                    _ if column.is_sign() => field.text = narrow(&field.text),
                    _ => {}
                }
                fields.insert(column, field);
            }
            if fields.values().any(|field| !field.text.is_empty()) && !self.is_note(row) {
                rows.push(RosterRow(fields));
            }
        }
        rows
    }
}
