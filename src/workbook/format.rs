//! The formats in which spreadsheets arrive.

/// The format of a spreadsheet file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BookFormat {
    /// Excel 2007 and later, with macros (.xlsm) or without.
    Xlsx,
    /// Excel's binary workbook.
    Xlsb,
    /// Excel 97 to 2003.
    Xls,
    /// OpenDocument.
    Ods,
}
