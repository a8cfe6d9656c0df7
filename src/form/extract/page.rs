//! A sheet prepared for finding: its labels folded once, its role told by its name.

use std::collections::HashMap;

use crate::form::layout::words;
use crate::model::cell::CellRef;
use crate::model::text::{distance, fold};
use crate::workbook::{Sheet, Visibility, Workbook};

/// Longer texts are answers, not labels.
const MAX_LABEL: usize = 60;
/// Sheets whose name says so are examples and instructions, never answers.
const EXAMPLE_SHEETS: [&str; 7] = ["記入例", "記載例", "(例)", "見本", "サンプル", words::GUIDE_SHEET, words::RESULTS_SHEET];
/// The same, but only as the whole name: 事例 is none.
const EXAMPLE: &str = "例";
/// Where a heading that was changed is looked for, to name it.
const HINT_ROWS: u32 = 300;
const HINT_COLS: u16 = 3;

/// A sheet with its labels folded once.
pub(super) struct Page<'a> {
    pub sheet: &'a Sheet,
    labels: HashMap<String, Vec<CellRef>>,
    /// The same by letters and digits alone.
    bare: HashMap<String, Vec<CellRef>>,
}

impl<'a> Page<'a> {
    /// The sheets that may hold answers, seen or hidden.
    pub(super) fn all(workbook: &'a Workbook, visible: bool) -> Vec<Self> {
        let example = |sheet: &Sheet| {
            let name = fold(&sheet.name);
            name == EXAMPLE || EXAMPLE_SHEETS.iter().any(|word| name.contains(&fold(word)))
        };
        let wanted = |sheet: &&Sheet| {
            (sheet.visible == Visibility::Visible) == visible && !example(sheet) && &*sheet.name != words::MARKS_SHEET
        };
        workbook.sheets.iter().filter(wanted).map(Self::new).collect()
    }

    fn new(sheet: &'a Sheet) -> Self {
        let mut page = Self { sheet, labels: HashMap::new(), bare: HashMap::new() };
        for (at, cell) in sheet.cells() {
            let text = cell.content.text();
            if !text.is_empty() && text.chars().count() <= MAX_LABEL {
                let folded = fold(&text);
                page.bare.entry(bare(&folded)).or_default().push(at);
                page.labels.entry(folded).or_default().push(at);
            }
        }
        page
    }

    /// Where a label stands; only if it stands nowhere, where one stands that differs in brackets and dots.
    pub(super) fn find(&self, label: &str) -> &[CellRef] {
        let folded = fold(label);
        let exact = self.labels.get(&folded);
        exact.or_else(|| self.bare.get(&bare(&folded))).map_or(&[], Vec::as_slice)
    }

    /// The text that is nearest to a heading, if it is near enough to be meant.
    pub(super) fn nearest(&self, label: &str) -> Option<String> {
        let wanted = fold(label);
        let near = wanted.chars().count() / 3;
        self.sheet
            .cells()
            .filter(|(at, _)| at.row < HINT_ROWS && at.col < HINT_COLS)
            .map(|(_, cell)| cell.content.text())
            .filter(|text| text.chars().count().abs_diff(wanted.chars().count()) <= near + 5)
            .map(|text| (distance(&fold(&text), &wanted), text.trim().to_owned()))
            .filter(|(edits, _)| *edits <= near)
            .min_by_key(|(edits, _)| *edits)
            .map(|(_, text)| text)
    }
}

/// Letters and digits alone of a folded text.
pub(super) fn bare(folded: &str) -> String {
    folded.chars().filter(|c| c.is_alphanumeric()).collect()
}
