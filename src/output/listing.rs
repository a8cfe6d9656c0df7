//! A list as people read it on a terminal, and the same as CSV for a spreadsheet.

use anyhow::Result;

use super::wrap::{Wrap, width};
use crate::model::excel::csv_writer;
use crate::model::terms;
use crate::model::text::grouped;

/// What stands between two columns.
const GAP: &str = "  ";
/// No column of words is made narrower than this, and no heading of numbers.
const NARROW: usize = 12;
const NARROW_HEAD: usize = 8;

/// A heading and rows of cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing<'a> {
    /// The headings.
    pub header: Vec<&'a str>,
    /// How many of the first columns say what a row is about.
    pub names: usize,
    /// The rows; each as long as the header.
    pub rows: Vec<Vec<TextCell>>,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextCell {
    /// Words.
    Text(String),
    /// Words that stand where a number would, to the right.
    Words(String),
    /// A number, or none.
    Number(Option<u64>),
    /// A difference with its sign, or none.
    Difference(Option<i128>),
}

impl TextCell {
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
            Self::Text(text) | Self::Words(text) => text.replace(char::is_control, " "),
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
    /// For a screen of some width, or for none: columns side by side, numbers to the right,
    /// full-width characters taking two places; where there is no room for them, a paragraph a row.
    pub fn text(&self, screen: Option<usize>) -> String {
        let mut lines = vec![self.header.iter().map(|text| (*text).to_owned()).collect()];
        for row in &self.rows {
            lines.push(row.iter().map(TextCell::shown).collect::<Vec<_>>());
        }
        let screen = screen.unwrap_or(usize::MAX);
        match self.widths(&lines, screen) {
            Some(widths) => lines
                .iter()
                .map(|line| self.columns(line, &widths))
                .collect(),
            None => lines
                .iter()
                .skip(1)
                .map(|line| self.paragraph(line, screen))
                .collect(),
        }
    }

    /// How wide each column becomes; nothing where they do not fit.
    fn widths(&self, lines: &[Vec<String>], screen: usize) -> Option<Vec<usize>> {
        let mut widths = vec![0; self.header.len()];
        let mut least = widths.clone();
        for (n, line) in lines.iter().enumerate() {
            for (col, text) in line.iter().enumerate() {
                let narrow = match (n, self.holds_numbers(col)) {
                    (0, true) => NARROW_HEAD,
                    (_, true) => usize::MAX,
                    (_, false) => NARROW,
                };
                let (wide, least) = (widths.get_mut(col)?, least.get_mut(col)?);
                *wide = width(text).max(*wide);
                *least = width(text).min(narrow).max(*least);
            }
        }
        let gaps = GAP.len() * widths.len().saturating_sub(1);
        while widths.iter().sum::<usize>() + gaps > screen {
            let mut spare: Vec<_> = widths.iter_mut().zip(&least).collect();
            spare.retain(|(wide, least)| **wide > **least);
            let spare = spare.into_iter();
            let (widest, _) = spare.max_by_key(|(wide, _)| **wide)?;
            *widest -= 1;
        }
        Some(widths)
    }

    /// A row of columns, whose cells may take several lines.
    fn columns(&self, line: &[String], widths: &[usize]) -> String {
        let mut cells = Vec::with_capacity(line.len());
        for (text, wide) in line.iter().zip(widths) {
            cells.push(broken(text, *wide));
        }
        let mut out = String::new();
        for n in 0..cells.iter().map(Vec::len).max().unwrap_or(0) {
            let mut shown = Vec::with_capacity(cells.len());
            for (col, (lines, wide)) in cells.iter().zip(widths).enumerate() {
                let text = lines.get(n).map_or("", String::as_str);
                shown.push(padded(text, *wide, self.holds_numbers(col)));
            }
            out += shown.join(GAP).trim_end();
            out.push('\n');
        }
        out
    }

    /// A row as a line that names it, and lines with the rest, each value behind its heading.
    fn paragraph(&self, line: &[String], screen: usize) -> String {
        let (names, rest) = line.split_at(self.names.min(line.len()));
        let mut named = names.to_vec();
        named.retain(|name| !name.is_empty());
        let mut out = named.join(" ");
        let mut beside = usize::MAX;
        for (heading, value) in self.header.iter().skip(self.names).zip(rest) {
            if value.is_empty() {
                continue;
            }
            let pair = format!("{heading} {value}");
            let wide = width(&pair) + "、".len();
            let fits = beside.saturating_add(wide) <= screen;
            (out, beside) = match fits {
                true => (out + "、" + &pair, beside + wide),
                false => (out + "\n  " + &pair, wide),
            };
        }
        out + "\n"
    }

    fn holds_numbers(&self, col: usize) -> bool {
        let mut cells = self.rows.iter().filter_map(|row| row.get(col));
        cells.any(TextCell::is_number)
    }

    /// CSV that Excel opens right: UTF-8 with BOM, CRLF.
    ///
    /// # Errors
    /// Never in practice: rows are as long as the header.
    pub fn csv(&self) -> Result<Vec<u8>> {
        let mut writer = csv_writer();
        writer.write_record(&self.header)?;
        for row in &self.rows {
            writer.write_record(row.iter().map(TextCell::plain))?;
        }
        Ok(writer.into_inner()?)
    }
}

/// A cell's text in lines of a width.
fn broken(text: &str, width: usize) -> Vec<String> {
    let (first, rest) = (0, 0);
    Wrap { width, first, rest }.lines(text)
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
    use crate::output::wrap::fitted;

    #[test]
    fn columns_stand_under_each_other_and_numbers_end_together() {
        let row = |words: &str, n| {
            vec![
                TextCell::text(words),
                TextCell::Number(n),
                TextCell::difference(Some(3), n),
            ]
        };
        let listing = Listing {
            header: vec!["項目", "数", "差"],
            names: 1,
            rows: vec![row("薬局", Some(1_234)), row("ABC", None)],
        };
        assert_eq!(
            listing.text(None),
            "項目     数       差\n薬局  1,234  ＋1,231\nABC      －       －\n"
        );
        assert_eq!(
            listing.csv().expect("written"),
            "\u{feff}項目,数,差\r\n薬局,1234,1231\r\nABC,,\r\n".as_bytes()
        );
    }

    #[test]
    fn a_table_fits_the_screen_or_becomes_paragraphs() {
        let listing = Listing {
            header: vec!["状況", "名称", "理由の記入なし", "ファイル"],
            names: 2,
            rows: vec![vec![
                TextCell::text("提出済"),
                TextCell::text("北区在宅医療・介護連携相談支援室"),
                TextCell::Number(Some(12)),
                TextCell::text("北区相談支援室（提出）.xlsx"),
            ]],
        };
        for screen in 40..100 {
            for line in fitted(&listing.text(Some(screen)), Some(screen)).lines() {
                assert!(width(line) <= screen, "{screen}: {line}");
            }
        }
        insta::assert_snapshot!(listing.text(Some(60)), @"
        状況    名称               理由の記入なし  ファイル
        提出済  北区在宅医療・介               12  北区相談支援室
                護連携相談支援室                   （提出）.xlsx
        ");
        insta::assert_snapshot!(fitted(&listing.text(Some(40)), Some(40)), @"
        提出済 北区在宅医療・介護連携相談支援室
          理由の記入なし 12
          ファイル 北区相談支援室（提出）.xlsx
        ");
    }

    #[test]
    fn a_text_is_never_a_formula() {
        let listing = Listing {
            header: vec!["a"],
            names: 1,
            rows: vec![vec![TextCell::text("=1+1")]],
        };
        assert_eq!(
            listing.csv().expect("written"),
            "\u{feff}a\r\n'=1+1\r\n".as_bytes()
        );
    }
}
