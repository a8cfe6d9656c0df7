//! A sheet prepared for finding: its labels folded once, its role told by its name.

use std::cell::RefCell;
use std::sync::Arc;

use crate::form::layout::words;
use crate::form::spec::Block;
use crate::model::cell::CellRef;
use crate::model::hash::HashMap;
use crate::model::text::{bare, distance, fold};
use crate::workbook::{Content, Sheet, Visibility, Workbook};

/// Longer texts are answers, not labels.
const MAX_LABEL: usize = 60;
/// Sheets whose name says so are examples and instructions, never answers.
const EXAMPLE_SHEETS: [&str; 7] = [
    "記入例",
    "記載例",
    "(例)",
    "見本",
    "サンプル",
    words::GUIDE_SHEET,
    words::RESULTS_SHEET,
];
/// The same, but only as the whole name: 事例 is none.
const EXAMPLE: &str = "例";
/// Where a heading that was changed is looked for, to name it.
const HINT_ROWS: u32 = 300;
const HINT_COLS: u16 = 3;

/// A workbook with the labels of its sheets folded once, but for examples and instructions.
pub struct LabelledBook<'a> {
    /// The workbook.
    pub workbook: &'a Workbook,
    /// The sheets that can be seen.
    pub(super) seen: Vec<LabelledSheet<'a>>,
    /// Those that cannot: looked into only to say so.
    pub(super) hidden: Vec<LabelledSheet<'a>>,
}

impl<'a> LabelledBook<'a> {
    /// Folds the labels of a workbook.
    pub fn new(workbook: &'a Workbook) -> Self {
        let sheets = workbook.sheets.iter();
        let sheets =
            sheets.filter(|sheet| !is_example(sheet) && &*sheet.name != words::MARKS_SHEET);
        let (seen, hidden) = sheets
            .map(LabelledSheet::new)
            .partition(|page| page.sheet.visible == Visibility::Visible);
        Self {
            workbook,
            seen,
            hidden,
        }
    }
}

/// A sheet with its labels folded once.
pub(super) struct LabelledSheet<'a> {
    pub sheet: &'a Sheet,
    /// What may be a label, in order of address.
    words: Vec<(CellRef, FoldedLabel)>,
    labels: HashMap<Arc<str>, Vec<CellRef>>,
    /// The same by letters and digits alone.
    bare: HashMap<Arc<str>, Vec<CellRef>>,
}

/// A text folded for comparison.
#[derive(Clone)]
pub(super) struct FoldedLabel {
    pub text: Arc<str>,
    /// Letters and digits alone.
    pub bare: Arc<str>,
}

/// How many texts are kept folded: the printed labels of all forms are some hundreds.
const MOST_FOLDED: usize = 4_000;

thread_local! {
    /// Texts that were folded before: each file prints the same labels, on each sheet anew.
    static FOLDED: RefCell<HashMap<Box<str>, FoldedLabel>> = RefCell::default();
}

impl FoldedLabel {
    pub(super) fn new(text: &str) -> Self {
        FOLDED.with_borrow_mut(|known| {
            if let Some(folded) = known.get(text) {
                return folded.clone();
            }
            if known.len() >= MOST_FOLDED {
                known.clear();
            }
            let folded = Self::fold(text);
            known.insert(text.into(), folded.clone());
            folded
        })
    }

    fn fold(text: &str) -> Self {
        let text: Arc<str> = fold(text).into();
        let bare = if text.chars().all(char::is_alphanumeric) {
            text.clone()
        } else {
            bare(&text).into()
        };
        Self { text, bare }
    }
}

impl<'a> LabelledSheet<'a> {
    /// Whether the heading of a block stands on it.
    pub(super) fn shows(&self, block: &Block) -> bool {
        !self.find_block(block).is_empty()
    }

    fn new(sheet: &'a Sheet) -> Self {
        let mut page = Self {
            sheet,
            words: Vec::new(),
            labels: HashMap::default(),
            bare: HashMap::default(),
        };
        for (at, cell) in sheet.cells() {
            let text = cell.content.text();
            if !text.is_empty() && text.chars().count() <= MAX_LABEL {
                let words = FoldedLabel::new(&text);
                // Most cells are counts, and no label that is looked for is a number.
                if !matches!(cell.content, Content::Number(_)) {
                    page.bare.entry(words.bare.clone()).or_default().push(at);
                    page.labels.entry(words.text.clone()).or_default().push(at);
                }
                page.words.push((at, words));
            }
        }
        page
    }

    /// What stands at an address, if it may be a label.
    pub(super) fn words(&self, at: CellRef) -> Option<&FoldedLabel> {
        let found = self.words.binary_search_by_key(&at, |(at, _)| *at).ok()?;
        Some(&self.words.get(found)?.1)
    }

    /// Where a label stands; only if it stands nowhere, where one stands that differs in brackets
    /// and dots.
    pub(super) fn find(&self, label: &str) -> &[CellRef] {
        let label = FoldedLabel::new(label);
        let exact = self.labels.get(&label.text);
        exact
            .or_else(|| self.bare.get(&label.bare))
            .map_or(&[], Vec::as_slice)
    }

    /// Where the heading of a block stands, or else one that it had on earlier forms.
    pub(super) fn find_block(&self, block: &Block) -> &[CellRef] {
        let mut places = block.headings().map(|heading| self.find(heading));
        places.find(|places| !places.is_empty()).unwrap_or_default()
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

/// Whether a sheet is an example or an instruction, by its name.
fn is_example(sheet: &Sheet) -> bool {
    let name = fold(&sheet.name);
    name == EXAMPLE || EXAMPLE_SHEETS.iter().any(|word| name.contains(&fold(word)))
}
