//! A list as people read it on a terminal, and the same as CSV for a spreadsheet.

use anyhow::Result;

use super::workbook::width;
use crate::model::excel::csv_writer;
use crate::model::terms;
use crate::model::text::grouped;

/// What stands between two columns.
const GAP: &str = "  ";

/// A heading and rows of cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing<'a> {
    /// The headings.
    pub header: Vec<&'a str>,
    /// The rows; each as long as the header.
    pub rows: Vec<Vec<Cell>>,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// Words that stand where a number would, to the right.
    Words(String),
    /// A number, or none.
    Number(Option<u64>),
    /// A difference with its sign, or none.
    Difference(Option<i128>),
}

impl Cell {
    /// Words.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The difference from an earlier number to a later one, where both are known.
    pub fn difference(from: Option<u64>, to: Option<u64>) -> Self {
        Self::Difference(
            from.zip(to)
                .map(|(from, to)| i128::from(to) - i128::from(from)),
        )
    }

    fn is_number(&self) -> bool {
        !matches!(self, Self::Text(_))
    }

    /// For a person: numbers grouped, a dash where there is none, one line.
    fn shown(&self) -> String {
        match self {
            Self::Text(text) | Self::Words(text) => text.replace(['\n', '\r', '\t'], " "),
            Self::Number(None) | Self::Difference(None) => terms::NONE.to_owned(),
            Self::Number(Some(number)) => grouped(*number),
            Self::Difference(Some(0)) => "±0".to_owned(),
            Self::Difference(Some(difference)) => {
                let sign = if *difference > 0 { '＋' } else { '－' };
                format!("{sign}{}", grouped(difference.unsigned_abs() as u64))
            }
        }
    }

    /// For a program: numbers plain, nothing where there is none.
    fn plain(&self) -> String {
        match self {
            // A spreadsheet would take such a text for a formula.
            Self::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r']) => {
                format!("'{text}")
            }
            Self::Text(text) | Self::Words(text) => text.clone(),
            Self::Number(number) => number.map(|n| n.to_string()).unwrap_or_default(),
            Self::Difference(difference) => difference.map(|n| n.to_string()).unwrap_or_default(),
        }
    }
}

impl Listing<'_> {
    /// Columns side by side, numbers to the right; full-width characters take two places.
    pub fn text(&self) -> String {
        let mut lines = vec![self.header.iter().map(|text| (*text).to_owned()).collect()];
        for row in &self.rows {
            lines.push(row.iter().map(Cell::shown).collect::<Vec<_>>());
        }
        let mut widths = vec![0; self.header.len()];
        for line in &lines {
            for (text, widest) in line.iter().zip(&mut widths) {
                *widest = width(text).max(*widest);
            }
        }
        let mut out = String::new();
        for line in &lines {
            let mut shown = Vec::with_capacity(line.len());
            for (col, (text, wide)) in line.iter().zip(&widths).enumerate() {
                shown.push(padded(text, *wide, self.holds_numbers(col)));
            }
            out += shown.join(GAP).trim_end();
            out.push('\n');
        }
        out
    }

    fn holds_numbers(&self, col: usize) -> bool {
        let mut cells = self.rows.iter().filter_map(|row| row.get(col));
        cells.any(Cell::is_number)
    }

    /// CSV that Excel opens right: UTF-8 with BOM, CRLF.
    ///
    /// # Errors
    /// Never in practice: rows are as long as the header.
    pub fn csv(&self) -> Result<Vec<u8>> {
        let mut writer = csv_writer();
        writer.write_record(&self.header)?;
        for row in &self.rows {
            writer.write_record(row.iter().map(Cell::plain))?;
        }
        Ok(writer.into_inner()?)
    }
}

fn padded(text: &str, wide: usize, right: bool) -> String {
    let blank = " ".repeat(wide.saturating_sub(width(text)));
    if right {
        blank + text
    } else {
        text.to_owned() + &blank
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_each_other_and_numbers_end_together() {
        let row = |words: &str, n| {
            vec![
                Cell::text(words),
                Cell::Number(n),
                Cell::difference(Some(3), n),
            ]
        };
        let listing = Listing {
            header: vec!["項目", "数", "差"],
            rows: vec![row("薬局", Some(1_234)), row("ABC", None)],
        };
        assert_eq!(
            listing.text(),
            "項目     数       差\n薬局  1,234  ＋1,231\nABC      －       －\n"
        );
        assert_eq!(
            listing.csv().expect("written"),
            "\u{feff}項目,数,差\r\n薬局,1234,1231\r\nABC,,\r\n".as_bytes()
        );
    }

    #[test]
    fn a_text_is_never_a_formula() {
        let listing = Listing {
            header: vec!["a"],
            rows: vec![vec![Cell::text("=1+1")]],
        };
        assert_eq!(
            listing.csv().expect("written"),
            "\u{feff}a\r\n'=1+1\r\n".as_bytes()
        );
    }
}
