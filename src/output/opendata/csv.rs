//! CSV as Excel opens it right: UTF-8 with BOM, CRLF, and no text that it would take for a formula.

use anyhow::{Context, Result, bail};

use super::columns::{Column, Kind};
use crate::report::tables::part::symbol;

/// The rows as a CSV file.
///
/// # Errors
/// A text begins like a formula: texts are labels of the definitions, so it is the label that is wrong.
pub fn write<'a, R: 'a>(columns: &[Column<R>], rows: impl Iterator<Item = &'a R>) -> Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(b"\xef\xbb\xbf".to_vec());
    writer.write_record(columns.iter().map(|column| column.name))?;
    for row in rows {
        for column in columns {
            let value = (column.value)(row).unwrap_or_default();
            if column.kind == Kind::Text && is_formula(&value) {
                bail!(
                    "「{value}」（{}）は = + - @ で始まるので、CSVでは式と見なされます。定義の見出しを直してください",
                    column.name
                );
            }
            writer.write_field(value)?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.into_inner().ok().context("CSVを書き終えられませんでした")
}

/// The symbol for none is a dash alone, which no spreadsheet takes for a formula.
fn is_formula(text: &str) -> bool {
    text != symbol::NONE && text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Column<String>; 1] =
        [Column { name: "名称", description: "", kind: Kind::Text, value: |row| Some(row.clone()) }];

    #[test]
    fn bytes_are_those_that_excel_opens_right() {
        let rows = ["a,b".to_owned(), "-".to_owned()];
        let bytes = write(&COLUMNS, rows.iter()).expect("good labels");
        assert_eq!(bytes, "\u{feff}名称\r\n\"a,b\"\r\n-\r\n".as_bytes());
    }

    #[test]
    fn a_label_like_a_formula_is_refused() {
        for bad in ["=1+1", "+81", "-1", "@SUM(A1)", "\tx"] {
            assert!(write(&COLUMNS, [bad.to_owned()].iter()).is_err(), "{bad}");
        }
    }
}
