//! Hidden rows and columns of a .xlsx, which calamine does not tell.

use super::package::Package;
use super::parts::local;
use super::sheet::Sheet;
use super::xml::{Event, Events};

/// Marks the rows and columns of a sheet that cannot be seen. Only a help: what cannot be found marks nothing.
pub(super) fn mark(package: &Package, part: &str, sheet: &mut Sheet) {
    let Some(text) = package.part(part) else { return };
    let text = String::from_utf8_lossy(text);
    let mut row = 0;
    for event in Events::new(&text) {
        let Event::Start(tag) = event else { continue };
        let hidden = || matches!(tag.get("hidden").as_deref(), Some("1" | "true"));
        match local(tag.name) {
            "row" => {
                row = tag.get("r").and_then(|r| r.parse().ok()).unwrap_or(row + 1);
                if row > 0 && hidden() {
                    sheet.hide_rows(row - 1, row - 1);
                }
            }
            "col" if hidden() => {
                let (first, last) = (tag.count("min"), tag.count("max"));
                sheet.hide_cols(first.max(1) - 1, last.max(1) - 1);
            }
            "mergeCells" => break,
            _ => {}
        }
    }
}
