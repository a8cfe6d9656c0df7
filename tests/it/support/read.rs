//! Readers of what the program makes. They share no code with what made it, but for opening
//! workbooks.

use std::collections::BTreeMap;

use zaitaku_report::for_tests::model::cell::CellRef;
use zaitaku_report::for_tests::workbook;

use super::Files;

/// The rows of a CSV file as maps from heading to value.
pub fn csv(files: &Files, path: &str) -> Vec<BTreeMap<String, String>> {
    let bytes = files
        .get(path)
        .unwrap_or_else(|| panic!("{path} is missing"));
    let bytes = bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .expect("a byte order mark, for Excel");
    csv::Reader::from_reader(bytes)
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("a table")
}

/// A table of the open data, wherever it stands: its file bears the code of the city and the
/// period.
pub fn table(files: &Files, id: &str) -> Vec<BTreeMap<String, String>> {
    let name = format!("271004_{id}_");
    let is_it = |path: &&String| {
        let own = path.rsplit('/').next().unwrap_or_default();
        own.starts_with(&name) && own.ends_with(".csv")
    };
    let path = files.keys().find(is_it);
    csv(files, path.unwrap_or_else(|| panic!("{id} is missing")))
}

/// The facts of an element.
pub fn facts(files: &Files, element: &str) -> Vec<BTreeMap<String, String>> {
    let mut rows = table(files, "facts");
    rows.retain(|row| row["項目コード"] == element);
    rows
}

/// A JSON file.
pub fn json(files: &Files, path: &str) -> serde_json::Value {
    serde_json::from_slice(
        files
            .get(path)
            .unwrap_or_else(|| panic!("{path} is missing")),
    )
    .expect("JSON")
}

/// What every cell of a workbook shows, by sheet and address.
pub fn cells(bytes: &[u8]) -> BTreeMap<(String, CellRef), String> {
    let book = workbook::open(bytes).expect("readable");
    let sheets = book.sheets.iter();
    sheets
        .flat_map(|sheet| {
            sheet.cells().map(|(at, cell)| {
                (
                    (sheet.name.to_string(), at),
                    cell.content.text().into_owned(),
                )
            })
        })
        .collect()
}

/// The text of every page of a PDF.
#[cfg(feature = "pdf")]
pub fn pages(bytes: &[u8]) -> Vec<String> {
    let document = lopdf::Document::load_mem(bytes).expect("a PDF");
    let text = |page: &u32| document.extract_text(&[*page]).expect("text");
    document.get_pages().keys().map(text).collect()
}

/// Where two JSON values differ, as pointers (`/pages/3/figures/0/value`).
pub fn differences(one: &serde_json::Value, other: &serde_json::Value) -> Vec<String> {
    use serde_json::Value::{Array, Object};
    let inner: Vec<(String, &serde_json::Value, &serde_json::Value)> = match (one, other) {
        (Object(one), Object(other)) if one.keys().eq(other.keys()) => one
            .iter()
            .map(|(key, value)| (key.clone(), value, &other[key]))
            .collect(),
        (Array(one), Array(other)) if one.len() == other.len() => one
            .iter()
            .zip(other)
            .enumerate()
            .map(|(i, (one, other))| (i.to_string(), one, other))
            .collect(),
        _ => {
            return if one == other {
                Vec::new()
            } else {
                vec![String::new()]
            };
        }
    };
    let deeper = |(key, one, other)| {
        differences(one, other)
            .into_iter()
            .map(move |rest| format!("/{key}{rest}"))
    };
    inner.into_iter().flat_map(deeper).collect()
}
