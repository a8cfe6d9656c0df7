//! Hidden rows and columns of a .xlsx, which calamine does not tell.

use super::package::Package;
use super::sheet::Sheet;
use super::xml::{Event, Events};

/// Marks the rows and columns of a sheet that cannot be seen. Only a help: what cannot be found marks nothing.
pub(super) fn mark(package: &Package, sheet: &mut Sheet) {
    let Some(part) = part_of(package, &sheet.name) else { return };
    let Some(text) = package.part(&part) else { return };
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

/// The part that holds a sheet: the workbook gives its name a number, the relations give the number a part.
fn part_of(package: &Package, sheet: &str) -> Option<String> {
    let attribute = |part: &str, element: &str, key: &str, wanted: &str, value: &str| {
        let text = String::from_utf8_lossy(package.part(part)?).into_owned();
        Events::new(&text).find_map(|event| match event {
            Event::Start(tag) if local(tag.name) == element && tag.get(key)? == wanted => Some(tag.get(value)?.into_owned()),
            _ => None,
        })
    };
    let id = attribute("xl/workbook.xml", "sheet", "name", sheet, "r:id")?;
    let target = attribute("xl/_rels/workbook.xml.rels", "Relationship", "Id", &id, "Target")?;
    Some(match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("xl/{target}"),
    })
}

/// A name without its prefix: `x:row` is `row`.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}
