//! How the parts of an .xlsx or .xlsb hang together: which part is which sheet, and what a part refers to.

use std::collections::HashMap;

use super::cfb::u32_at;
use super::package::Package;
use super::xml::{Event, Events};

/// What a part refers to under an id.
pub(super) struct Relation {
    pub id: String,
    /// The last word of its type, e.g. `drawing`.
    pub kind: String,
    /// The name of the other part.
    pub target: String,
}

/// The parts of the sheets, by the sheets' names.
pub(super) fn of_sheets(package: &Package) -> HashMap<String, String> {
    let (workbook, named) = match package.part("xl/workbook.bin") {
        Some(records) => ("xl/workbook.bin", bundled(records)),
        None => ("xl/workbook.xml", listed(package.part("xl/workbook.xml").unwrap_or_default())),
    };
    let targets: HashMap<String, String> =
        relations(package, workbook).into_iter().map(|relation| (relation.id, relation.target)).collect();
    named.into_iter().filter_map(|(name, id)| Some((name, targets.get(&id)?.clone()))).collect()
}

/// Names and ids of the sheets of a workbook.xml.
fn listed(part: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(part);
    let sheets = Events::new(&text).filter_map(|event| match event {
        Event::Start(tag) if local(tag.name) == "sheet" => Some((tag.get("name")?.into_owned(), tag.get("r:id")?.into_owned())),
        _ => None,
    });
    sheets.collect()
}

/// Names and ids of the sheets of a workbook.bin (BrtBundleSh in [MS-XLSB]).
fn bundled(mut records: &[u8]) -> Vec<(String, String)> {
    const SHEET: u32 = 156;
    let mut sheets = Vec::new();
    while let (Some(kind), Some(size)) = (number(&mut records, 2), number(&mut records, 4)) {
        let Some((data, rest)) = records.split_at_checked(size as usize) else { break };
        records = rest;
        if kind == SHEET {
            let mut data = data.get(8..).unwrap_or_default();
            if let (Some(id), Some(name)) = (wide(&mut data), wide(&mut data)) {
                sheets.push((name, id));
            }
        }
    }
    sheets
}

/// A number of seven bits a byte, the lowest first.
fn number(bytes: &mut &[u8], most: u32) -> Option<u32> {
    let mut number = 0;
    for place in 0..most {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u32::from(byte & 0x7F) << (7 * place);
        if byte & 0x80 == 0 {
            break;
        }
    }
    Some(number)
}

/// A text of UTF-16 units behind its length.
fn wide(bytes: &mut &[u8]) -> Option<String> {
    let units = u32_at(bytes, 0)? as usize;
    let (text, rest) = bytes.get(4..)?.split_at_checked(units.checked_mul(2)?)?;
    *bytes = rest;
    let units: Vec<u16> = text.as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit)).collect();
    Some(String::from_utf16_lossy(&units))
}

/// What a part refers to within the container.
pub(super) fn relations(package: &Package, part: &str) -> Vec<Relation> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let Some(text) = package.part(&format!("{folder}/_rels/{name}.rels")) else { return Vec::new() };
    let text = String::from_utf8_lossy(text);
    let relations = Events::new(&text).filter_map(|event| {
        let Event::Start(tag) = event else { return None };
        if local(tag.name) != "Relationship" || tag.get("TargetMode").is_some_and(|mode| mode == "External") {
            return None;
        }
        let kind = tag.get("Type")?.rsplit('/').next()?.to_owned();
        Some(Relation { id: tag.get("Id")?.into_owned(), kind, target: resolved(folder, &tag.get("Target")?) })
    });
    relations.collect()
}

/// A target as its part's name: relative to the folder of the part that refers to it, or from the root.
fn resolved(folder: &str, target: &str) -> String {
    let mut path: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for step in target.split('/').filter(|step| !step.is_empty() && *step != ".") {
        if step == ".." {
            path.pop();
        } else {
            path.push(step);
        }
    }
    path.join("/")
}

/// A name without its prefix: `x:row` is `row`.
pub(super) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_named_from_the_root() {
        assert_eq!(resolved("xl/worksheets", "../drawings/drawing1.xml"), "xl/drawings/drawing1.xml");
        assert_eq!(resolved("xl", "/xl/media/image1.png"), "xl/media/image1.png");
        assert_eq!(resolved("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolved("", "../../../image1.png"), "image1.png");
    }

    #[test]
    fn the_sheets_of_a_binary_workbook_are_told_with_their_ids() {
        let wide = |text: &str| {
            let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            [(text.encode_utf16().count() as u32).to_le_bytes().to_vec(), units].concat()
        };
        let sheet = [vec![0; 8], wide("rId3"), wide("(キ)普及啓発")].concat();
        let records = [vec![0x83, 0x01, 0x00], vec![0x9C, 0x01, sheet.len() as u8], sheet, vec![0x84, 0x01, 0x7F]].concat();
        assert_eq!(bundled(&records), [("(キ)普及啓発".to_owned(), "rId3".to_owned())]);
        assert_eq!(bundled(&records[..20]), []);
    }
}
