//! CSV as Excel opens it right: UTF-8 with BOM, CRLF.

use anyhow::{Context, Result};

use crate::model::excel::csv_writer;
use crate::rules::publication::PublicTable;

/// A table as a CSV file; the rules have seen to it that no text is taken for a formula.
///
/// # Errors
/// The file cannot be written.
pub fn write(table: &PublicTable) -> Result<Vec<u8>> {
    let mut writer = csv_writer();
    writer.write_record(table.columns.iter().map(|column| column.name))?;
    for row in &table.rows {
        writer.write_record(row.iter().map(|cell| cell.as_bytes()))?;
    }
    writer
        .into_inner()
        .ok()
        .context("CSVを書き終えられませんでした")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::publication::{Meaning, PublicColumn};

    #[test]
    fn bytes_are_those_that_excel_opens_right() {
        let column = PublicColumn {
            name: "名称",
            number: false,
            required: true,
            key: true,
            meaning: Meaning::Other,
        };
        let rows = vec![vec!["a,b".into()], vec!["-".into()]];
        let (columns, symbols, marks, references) =
            (vec![column], Vec::new(), Vec::new(), Vec::new());
        let bytes = write(&PublicTable {
            name: "",
            columns,
            rows,
            symbols,
            marks,
            references,
        })
        .expect("written");
        assert_eq!(bytes, "\u{feff}名称\r\n\"a,b\"\r\n-\r\n".as_bytes());
    }
}
