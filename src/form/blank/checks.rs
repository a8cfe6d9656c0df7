//! Input checks: one data validation per question over all of its cells, with prompt and message.

use anyhow::Result;
use indexmap::IndexMap;
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, IgnoreError, Worksheet,
};

use super::fill::excel_day;
use super::lists::Lists;
use super::words;
use crate::form::value::MAX_TEXT;
use crate::model::Id;
use crate::model::answer::LARGEST_COUNT;
use crate::model::catalogue::{Catalogue, DataElement, Kind};
use crate::model::cell::{CellRange, CellRef};
use crate::model::excel;
use crate::model::period::Period;
use crate::model::text::grouped;

/// The longest title that Excel shows.
const MAX_TITLE: usize = 32;
/// The longest prompt or message that Excel shows.
const MAX_MESSAGE: usize = 255;
/// How long after the fiscal year a day is likely: forms come in some weeks after its end.
const MONTHS_AFTER: i32 = 3;

/// What a check depends on; inputs that agree in it share one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Input {
    element: Id,
    required: bool,
    /// Whether the cell has room for several lines.
    tall: bool,
}

/// The inputs of a sheet, collected by question while the sheet is drawn row by row.
#[derive(Default)]
pub struct Checks {
    /// Cells by what is asked; a reason belongs to no question.
    cells: IndexMap<Option<Input>, Vec<CellRef>>,
}

impl Checks {
    /// Notes an input of a question.
    pub fn input(&mut self, element: &DataElement, required: bool, tall: bool, at: CellRef) {
        self.add(
            Some(Input {
                element: element.id.clone(),
                required,
                tall,
            }),
            at,
        );
    }

    /// Notes a cell for a reason.
    pub fn reason(&mut self, at: CellRef) {
        self.add(None, at);
    }

    fn add(&mut self, question: Option<Input>, at: CellRef) {
        self.cells.entry(question).or_default().push(at);
    }

    /// The first input of the sheet that is no reason.
    pub fn first(&self) -> Option<CellRef> {
        let inputs = self.cells.iter().filter(|(question, _)| question.is_some());
        inputs.flat_map(|(_, cells)| cells).min().copied()
    }

    /// Writes the checks into the sheet.
    pub fn write(
        self,
        sheet: &mut Worksheet,
        catalogue: &Catalogue,
        period: Period,
        lists: &mut Lists,
    ) -> Result<()> {
        for (question, cells) in self.cells {
            let ranges = CellRange::joining(cells);
            let element = question
                .as_ref()
                .and_then(|asked| catalogue.elements.get(&asked.element));
            let check = match (&question, element) {
                (Some(asked), Some(element)) => check(element, asked, catalogue, period, lists)?,
                _ => reason()?,
            };
            let is_text = element.is_some_and(|element| element.kind == Kind::Text);
            for CellRange { from, to } in ranges.iter().filter(|_| is_text) {
                // Digits in a text cell (a telephone number) need no green corner.
                let rule = IgnoreError::NumberStoredAsText;
                sheet.ignore_error_range(from.row, from.col, to.row, to.col, rule)?;
            }
            let Some(CellRange { from, to }) = ranges.first() else {
                continue;
            };
            let all: Vec<String> = ranges.iter().map(CellRange::to_string).collect();
            let check = check.set_multi_range(all.join(" "));
            sheet.add_data_validation(from.row, from.col, to.row, to.col, &check)?;
        }
        Ok(())
    }
}

fn check(
    element: &DataElement,
    asked: &Input,
    catalogue: &Catalogue,
    period: Period,
    lists: &mut Lists,
) -> Result<DataValidation> {
    let new = DataValidation::new();
    let (rule, how, refused) = match element.kind {
        Kind::Count => {
            let how = if asked.required {
                words::COUNT
            } else {
                words::COUNT_OPTIONAL
            };
            (
                new.allow_whole_number(DataValidationRule::Between(0, LARGEST_COUNT as i32)),
                how,
                words::COUNT_REFUSED.to_owned(),
            )
        }
        Kind::Choice => {
            let labels: Vec<&str> = catalogue
                .answers(element)
                .map(|category| {
                    category
                        .options_in(period)
                        .map(|option| option.label.as_str())
                        .collect()
                })
                .unwrap_or_default();
            (
                lists.allow(new, &labels)?,
                words::CHOICE,
                words::CHOICE_REFUSED.to_owned(),
            )
        }
        Kind::Marks => (
            new.allow_list_strings(&[words::MARK])?,
            words::MARKS,
            words::MARK_REFUSED.to_owned(),
        ),
        Kind::Date => return date(new, element, period),
        Kind::Picture => (longest_text(new), words::PICTURE, too_long()),
        Kind::Text => (
            longest_text(new),
            if asked.tall { words::TEXT } else { "" },
            too_long(),
        ),
    };
    let check = prompted(
        rule,
        &element.label,
        format!("{}。\n{how}", element.definition).trim_end(),
    )?;
    Ok(check
        .set_error_title(clipped(words::REFUSED_TITLE, MAX_TITLE))?
        .set_error_message(clipped(&refused, MAX_MESSAGE))?)
}

/// A day outside the fiscal year is asked back, not refused: a page may be older, a meeting planned
/// later.
fn date(new: DataValidation, element: &DataElement, period: Period) -> Result<DataValidation> {
    let year = Period::year(period.year.0);
    let first = year.days().0;
    let last = year
        .days()
        .1
        .checked_add(jiff::Span::new().months(MONTHS_AFTER))?
        .last_of_month();
    let likely = format!(
        "{}から{}まで",
        words::day_in_words(first),
        words::day_in_words(last)
    );
    let refused = format!(
        "{likely}の日付ではありません。\n\nこのままでよければ「はい」、書き直すときは「いいえ」を押してください。"
    );
    let check = new.allow_date(DataValidationRule::Between(
        excel_day(first)?,
        excel_day(last)?,
    ));
    let check = prompted(
        check,
        &element.label,
        &format!(
            "{}。\n{} のように書いてください。",
            element.definition,
            words::days(period)
        ),
    )?;
    Ok(check
        .set_error_style(DataValidationErrorStyle::Warning)
        .set_error_title(clipped(words::DATE_TITLE, MAX_TITLE))?
        .set_error_message(clipped(&refused, MAX_MESSAGE))?)
}

fn reason() -> Result<DataValidation> {
    let check = prompted(
        longest_text(DataValidation::new()),
        words::REASON_TITLE,
        words::REASON,
    )?;
    Ok(check
        .set_error_title(words::REFUSED_TITLE)?
        .set_error_message(too_long())?)
}

fn longest_text(new: DataValidation) -> DataValidation {
    new.allow_text_length(DataValidationRule::LessThanOrEqualTo(
        u32::try_from(MAX_TEXT).unwrap_or(u32::MAX),
    ))
}

fn too_long() -> String {
    format!("{}{}", grouped(MAX_TEXT as u64), words::TEXT_REFUSED)
}

fn prompted(check: DataValidation, title: &str, message: &str) -> Result<DataValidation> {
    Ok(check
        .set_input_title(clipped(title, MAX_TITLE))?
        .set_input_message(clipped(message, MAX_MESSAGE))?)
}

/// A text cut to a length that Excel counts in UTF-16 units, with an ellipsis where it was cut.
fn clipped(text: &str, max: usize) -> String {
    if excel::length(text) <= max {
        text.to_owned()
    } else {
        format!("{}…", excel::cut(text, max - 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_to_what_excel_shows() {
        assert_eq!(clipped("件数", 32), "件数");
        assert_eq!(clipped("𠮷𠮷𠮷", 5), "𠮷𠮷…");
    }
}
