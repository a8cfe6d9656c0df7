//! Fields, status and monthly blocks: rows are found by their labels.

use std::sync::Arc;

use super::columns::is_value;
use super::header::{Header, without_unit};
use super::page::FoldedLabel;
use super::{BlockReader, row_words};
use crate::form::layout::{ColumnSubject, RowLayout, RowSubject, words};
use crate::model::answer::{Answer, Fault};
use crate::model::cell::CellRef;
use crate::model::submission::{DataValue, DepartureKind, Role};
use crate::model::text::{bare, distance, fold, numbered};

impl<'b> BlockReader<'_, 'b> {
    pub(super) fn labelled_rows(&mut self, header: &Header<'b>) {
        let block = self.block;
        let known = &self.reader.form.labels_of(block).rows;
        let labels = header
            .col(&ColumnSubject::Label)
            .or_else(|| self.column_of_labels(header, known));
        let Some(col) = labels else {
            let at = CellRef::new(header.row, 0);
            self.depart(DepartureKind::ColumnMissing(None), at, words::ITEM);
            return;
        };
        self.labels = labels;
        let mut labels = Labels {
            known,
            col,
            code_col: header.col(&ColumnSubject::Code),
            item: fold(words::ITEM),
            seen: Vec::new(),
            strangers: Vec::new(),
        };
        for row in header.below..self.end {
            if !self.sort_in(header, row, &mut labels) {
                break;
            }
        }
        let Labels {
            seen,
            mut strangers,
            ..
        } = labels;
        let rows: Vec<u32> = seen.iter().map(|(_, row)| *row).collect();
        for (index, row) in &seen {
            self.row(&block.rows[*index], *row, header, None, &rows);
        }
        let last = rows.iter().max().copied().unwrap_or(header.row);
        self.other_columns(header, last);
        self.unfound(header, CellRef::new(header.row, col), &seen);
        let named = self.missing(header, col, &seen, &strangers);
        strangers.retain(|stranger| !named.contains(&stranger.at));
        self.strangers(header, &rows, strangers);
    }

    /// Tells by its label which row of the form a row is; false where another table begins.
    fn sort_in(&mut self, header: &Header, row: u32, labels: &mut Labels) -> bool {
        let at = CellRef::new(row, labels.col);
        let words = self.folded(at);
        if *words.text == labels.item && row > header.row + 1 {
            self.second_table(header, at);
            self.stop = Some(row);
            return false;
        }
        // A label merged over two rows is one label; a second row of values would be one too many.
        if self.page.sheet.anchor(at).row != row && !self.filled(header, row) {
            self.read_rows.insert(row);
            return true;
        }
        let label = self.words_at(at).trim().to_owned();
        let code_at = labels.code_col.map(|col| CellRef::new(row, col));
        let code = code_at.map_or_else(String::new, |at| self.folded(at).text.to_string());
        match matching_row(labels.known, &words, &code) {
            Some(index) if labels.has(index) => self.depart(DepartureKind::RowDoubled, at, &label),
            Some(index) => {
                if let Some(other) = contradicting(labels.known, index, &code) {
                    let other = row_words(&self.block.rows[other]);
                    self.depart(DepartureKind::RowContradicts(other), at, &label);
                }
                let code_at = code_at.unwrap_or(at);
                self.code_with_more(&self.block.rows[index], code_at);
                let is_struck = |at: CellRef| self.page.sheet.value(at).is_struck();
                if (is_struck(at) || is_struck(code_at)) && self.filled(header, row) {
                    self.depart(DepartureKind::LabelStruck, at, &label);
                }
                labels.seen.push((index, row));
            }
            None => labels.strangers.push(Stranger {
                at,
                label,
                code: fold(&code),
            }),
        }
        true
    }

    pub(super) fn words_at(&self, at: CellRef) -> String {
        self.page.sheet.value(at).content.text().into_owned()
    }

    fn folded(&self, at: CellRef) -> FoldedLabel {
        let at = self.page.sheet.anchor(at);
        self.page
            .words(at)
            .cloned()
            .unwrap_or_else(|| FoldedLabel::new(&self.page.sheet.get(at).content.text()))
    }

    /// Whether something is written in a row's columns of answers.
    fn filled(&self, header: &Header, row: u32) -> bool {
        header
            .answers()
            .any(|found| !self.page.sheet.get(CellRef::new(row, found.col)).is_empty())
    }

    /// Tells of column headings that stand a second time with counts under them: of another block
    /// whose own heading is gone, or of a second table.
    fn second_table(&mut self, header: &Header, again: CellRef) {
        if (again.row + 1..self.end).any(|row| self.counts(header, row)) {
            let other = format!("シート「{}」の {}", self.page.sheet.name, self.heading);
            let heading = &self.block.block.heading;
            self.depart(DepartureKind::BlockDoubled(other), again, heading);
        }
    }

    /// Whether a number stands in a row's columns of answers.
    fn counts(&self, header: &Header, row: u32) -> bool {
        let sheet = self.page.sheet;
        header
            .answers()
            .any(|found| is_value(sheet, CellRef::new(row, found.col), false))
    }

    /// Tells of a code behind which something else was written.
    fn code_with_more(&mut self, row: &RowLayout, at: CellRef) {
        let written = self.words_at(at);
        let (code, own) = (fold(&written), fold(&row.code));
        let is_option = matches!(row.subject, RowSubject::Option { .. });
        if is_option && code != own && code.starts_with(&own) {
            self.depart(DepartureKind::Misplaced(written), at, &row_words(row));
        }
    }

    /// Without its heading, the column of labels is the one that holds most of them.
    fn column_of_labels(&self, header: &Header, rows: &[RowLabels]) -> Option<u16> {
        let first = header.answers().map(|found| found.col).min()?;
        let known = |col: u16| {
            let label =
                |row| matching_row(rows, &self.folded(CellRef::new(row, col)), "").is_some();
            (header.below..self.end).filter(|row| label(*row)).count()
        };
        (0..first)
            .map(|col| (known(col), col))
            .filter(|(count, _)| *count > 0)
            .max()
            .map(|(_, col)| col)
    }

    /// Counts whose row or column is gone: without them no sum can be checked.
    fn unfound(&mut self, header: &Header, at: CellRef, seen: &[(usize, u32)]) {
        let block = self.block;
        for (index, row) in block.rows.iter().enumerate() {
            let gone = !seen.iter().any(|(known, _)| *known == index);
            for column in block
                .columns
                .iter()
                .filter(|column| gone || header.col(&column.subject).is_none())
            {
                let Some(question) = block
                    .question(row, column)
                    .filter(|question| question.key.month.is_some())
                else {
                    continue;
                };
                if question.role == Role::Input {
                    self.out.values.push(DataValue {
                        answer: Answer::Unreadable(Fault::NotFound),
                        raw: Arc::from(""),
                        at: self.location(at),
                        heading: format!("{}・{}", row_words(row), column.label),
                        role: question.role,
                        required: question.required,
                        formula: false,
                        key: question.key,
                    });
                }
            }
        }
    }

    /// Rows of the form that are gone; the places of the strangers that may be one of them in other
    /// words.
    fn missing(
        &mut self,
        header: &Header,
        label_col: u16,
        seen: &[(usize, u32)],
        strangers: &[Stranger],
    ) -> Vec<CellRef> {
        let mut named = Vec::new();
        for (index, row) in self.block.rows.iter().enumerate() {
            // A picture is found without its row: forms from before it was asked for are as good.
            let found = seen.iter().any(|(known, _)| *known == index) || self.is_of_picture(row);
            if row.subject == RowSubject::Total || found {
                continue;
            }
            let open = strangers
                .iter()
                .filter(|stranger| !stranger.label.is_empty() && !named.contains(&stranger.at));
            let likely = open.filter_map(|stranger| Some((stranger.unlike(row)?, stranger)));
            match likely.min_by_key(|(unlike, stranger)| (*unlike, stranger.at)) {
                Some((_, stranger)) => {
                    named.push(stranger.at);
                    self.depart(
                        DepartureKind::RowMissing(Some(stranger.label.clone())),
                        stranger.at,
                        &row_words(row),
                    );
                }
                None => self.depart(
                    DepartureKind::RowMissing(None),
                    CellRef::new(header.row, label_col),
                    &row_words(row),
                ),
            }
        }
        named
    }

    /// Rows that the form does not have: in question only where something is written in them.
    fn strangers(&mut self, header: &Header, rows: &[u32], strangers: Vec<Stranger>) {
        let (first, last) = (
            rows.iter().min().copied().unwrap_or(u32::MAX),
            rows.iter().max().copied().unwrap_or(0),
        );
        for Stranger { at, label, .. } in strangers {
            if !self.filled(header, at.row) {
                continue;
            }
            if !label.is_empty() {
                let nearest = self
                    .block
                    .rows
                    .iter()
                    .min_by_key(|row| distance(&fold(&row.label), &fold(&label)));
                let nearest = nearest.filter(|row| {
                    distance(&fold(&row.label), &fold(&label)) * 2 <= label.chars().count()
                });
                self.depart(
                    DepartureKind::RowUnknown(nearest.map(|row| row.label.clone())),
                    at,
                    &label,
                );
            } else if (first < at.row && at.row < last) || self.counts(header, at.row) {
                self.depart(DepartureKind::RowUnlabelled, at, "");
            }
        }
    }
}

/// The rows of a table while they are sorted by their labels.
struct Labels<'b> {
    /// The rows of the form.
    known: &'b [RowLabels],
    col: u16,
    code_col: Option<u16>,
    /// What stands above the labels, folded.
    item: String,
    /// Which row of the form stands in which row of the sheet.
    seen: Vec<(usize, u32)>,
    strangers: Vec<Stranger>,
}

impl Labels<'_> {
    fn has(&self, index: usize) -> bool {
        self.seen.iter().any(|(known, _)| *known == index)
    }
}

/// A row of the file whose label the form does not have.
struct Stranger {
    at: CellRef,
    label: String,
    /// What stands in its column of codes, folded.
    code: String,
}

impl Stranger {
    /// How little it is like a row of the form; nothing if they have neither the code nor half of
    /// the letters in common.
    fn unlike(&self, row: &RowLayout) -> Option<usize> {
        if !row.code.is_empty()
            && fold(&row.code) == self.code
            && matches!(row.subject, RowSubject::Option { .. })
        {
            return Some(0);
        }
        let edits = distance(&fold(&self.label), &fold(&row.label));
        (edits * 2 <= self.label.chars().count().max(row.label.chars().count())).then_some(edits)
    }
}

/// The words by which a row of the form is known, folded once for all rows of the file.
pub(super) struct RowLabels {
    label: FoldedLabel,
    aliases: Vec<String>,
    code: String,
    with_code: FoldedLabel,
    is_option: bool,
    is_subset: bool,
}

impl RowLabels {
    pub(super) fn new(row: &RowLayout) -> Self {
        Self {
            label: FoldedLabel::new(&row.label),
            aliases: row.aliases.iter().map(|alias| fold(alias)).collect(),
            code: fold(&row.code),
            with_code: FoldedLabel::new(&format!("{}{}", row.code, row.label)),
            is_subset: matches!(row.subject, RowSubject::Option { subset: true, .. }),
            is_option: matches!(row.subject, RowSubject::Option { .. }),
        }
    }
}

/// The row of the form that a label means: by its words, else by code and words together, else by
/// its code where the words are the same but for their spelling. A word more makes it another row
/// (「病院のみ」, 「施設以外」).
fn matching_row(rows: &[RowLabels], label: &FoldedLabel, code: &str) -> Option<usize> {
    let (label, bare_label) = (&*label.text, &*label.bare);
    if label.is_empty() {
        return None;
    }
    let stem = without_unit(label);
    let (plain, bare_plain) =
        stem.map_or((label, bare_label.to_owned()), |stem| (stem, bare(stem)));
    let any = |holds: &dyn Fn(&RowLabels) -> bool| rows.iter().position(holds);
    any(&|row| *row.label.text == *plain || *row.label.text == *label)
        .or_else(|| any(&|row| row.aliases.iter().any(|alias| alias == plain)))
        .or_else(|| any(&|row| !row.code.is_empty() && *row.with_code.text == *plain))
        .or_else(|| any(&|row| !bare_plain.is_empty() && *row.label.bare == *bare_plain))
        .or_else(|| any(&|row| row.is_option && *row.with_code.bare == *bare_plain))
        .or_else(|| {
            any(&|row| {
                row.is_subset
                    && without_subset_sign(&bare_plain) == without_subset_sign(&row.label.bare)
            })
        })
        .or_else(|| {
            let (_, rest) = numbered(plain)?;
            any(&|row| *row.label.text == *rest || row.aliases.iter().any(|alias| alias == rest))
        })
        .or_else(|| {
            any(&|row| row.is_option && row.code == code && is_misspelt(&row.label.text, plain))
        })
}

/// A label without the words that say that it is a part of another row, wherever they stand.
fn without_subset_sign(bare: &str) -> &str {
    let rest = bare.strip_prefix("うち").unwrap_or(bare);
    rest.strip_prefix("再掲")
        .or_else(|| rest.strip_suffix("再掲"))
        .unwrap_or(rest)
}

/// Whether a label is written otherwise in its katakana alone, in one sign of four at most:
/// ステイション. Elsewhere one sign is another word (有料, 無料; ある, ない).
fn is_misspelt(own: &str, label: &str) -> bool {
    let elsewhere = |text: &str| -> String {
        let is_katakana = |c: &char| ('ァ'..='ー').contains(c);
        text.chars().filter(|c| !is_katakana(c)).collect()
    };
    let is_typo =
        elsewhere(own) == elsewhere(label) && distance(own, label) * 4 <= own.chars().count();
    is_typo || is_shortened(own, label)
}

/// Whether a label is the own one with words left out in the middle: 地域包括センター for
/// 地域包括支援センター. What turns a word round may not be among them (非公開のリスト, 公開リスト).
fn is_shortened(own: &str, label: &str) -> bool {
    const TURNING: &str = "非未不無除外別なずせ";
    let alike = own
        .chars()
        .zip(label.chars())
        .take_while(|(a, b)| a == b)
        .count();
    let own: Vec<char> = own.chars().collect();
    let label: Vec<char> = label.chars().collect();
    let Some(left_out) = own.len().checked_sub(label.len()) else {
        return false;
    };
    let (Some(dropped), Some(rest)) = (own.get(alike..alike + left_out), label.get(alike..)) else {
        return false;
    };
    alike > 1
        && rest.len() > 1
        && left_out <= label.len() / 2
        && own.ends_with(rest)
        && !dropped.iter().any(|c| TURNING.contains(*c))
}

/// The other row that a code belongs to, when label and code say different things.
fn contradicting(rows: &[RowLabels], index: usize, code: &str) -> Option<usize> {
    let own = rows.get(index)?;
    if !own.is_option || code.is_empty() || own.code == code {
        return None;
    }
    rows.iter()
        .position(|row| row.is_option && row.code == code)
}
