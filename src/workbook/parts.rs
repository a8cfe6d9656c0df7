//! How the parts of an .xlsx or .xlsb hang together: what a part refers to, and which part is which
//! sheet.

use std::collections::HashMap;

use memchr::memmem;

use super::package::Package;
use super::xml::{Event, Events};

/// What a part refers to under an id.
pub(super) struct PartRelation {
    pub id: String,
    /// The last word of its type, e.g. `drawing`.
    pub kind: String,
    /// The name of the other part.
    pub target: String,
}

/// The part that lists the sheets.
const WORKBOOK: &str = "xl/workbook.xml";
/// What a sheet may be for the reader below.
const SHEETS: [&str; 3] = ["worksheet", "chartsheet", "dialogsheet"];

/// What the reader below gives up on, mended; nothing for a part that it reads.
pub(super) fn mended(package: &Package, part: &str) -> Option<Vec<u8>> {
    without_odd_sheets(package, part)
        .or_else(|| with_plain_targets(package, part))
        .or_else(|| with_plain_values(package, part))
}

/// A sheet with its values as plain characters: of what stands in CDATA or as the number of a
/// character (`&#56;`), or behind a comment, the reader below takes nothing.
fn with_plain_values(package: &Package, part: &str) -> Option<Vec<u8>> {
    let sheet = package
        .part(part)
        .filter(|_| part.contains("worksheets/"))?;
    memmem::find(sheet, b"<!").or_else(|| memmem::find(sheet, b"&#"))?;
    let text = String::from_utf8_lossy(sheet);
    let mut pieces = text.split("<v>");
    let mut plain = pieces.next()?.to_owned();
    for piece in pieces {
        let (value, rest) = piece.split_once("</v>")?;
        let words = Events::new(value).filter_map(|event| match event {
            Event::Text(words) => Some(words.replace('&', "&amp;").replace('<', "&lt;")),
            _ => None,
        });
        plain.extend(["<v>", &words.collect::<String>(), "</v>", rest]);
    }
    Some(plain.into_bytes())
}

/// The list of sheets without those that hold macros or have no part (leftovers of old workbooks),
/// on which the reader below gives up; nothing for any other part, or where there is none.
fn without_odd_sheets(package: &Package, part: &str) -> Option<Vec<u8>> {
    if !part.eq_ignore_ascii_case(WORKBOOK) {
        return None;
    }
    let text = String::from_utf8_lossy(package.part(WORKBOOK)?);
    let relations = relations(package, WORKBOOK);
    let mut kept = String::with_capacity(text.len());
    let mut rest = &*text;
    while let Some((before, tag)) = rest.split_once("<sheet ") {
        let (inside, after) = tag.split_once('>')?;
        let sheet = format!("<sheet {inside}>");
        let is_odd = Events::new(&sheet).any(|event| match event {
            Event::Start(tag) => {
                let id = tag.get_local("id").unwrap_or_default();
                let known = relations.iter().find(|relation| *relation.id == *id);
                !known.is_some_and(|relation| SHEETS.contains(&&*relation.kind))
            }
            _ => false,
        });
        kept += before;
        if !(is_odd && inside.ends_with('/')) {
            kept += &sheet;
        }
        rest = after;
    }
    kept += rest;
    Some(kept.into_bytes())
}

/// The relations of a part with targets from the root: of other spellings
/// (`./worksheets/sheet1.xml`) the reader below knows few.
fn with_plain_targets(package: &Package, part: &str) -> Option<Vec<u8>> {
    let (folder, _) = part.split_once("_rels/")?;
    let mut text = String::from_utf8_lossy(package.part(part)?).into_owned();
    for event in Events::new(&text.clone()) {
        let Event::Start(tag) = event else { continue };
        let target = tag.get("Target").unwrap_or_default();
        let is_odd = target.starts_with('.') || target.contains('\\');
        if is_odd && tag.get("TargetMode").as_deref() != Some("External") {
            let plain = format!("\"/{}\"", resolved(folder, &target));
            text = text.replace(&format!("\"{target}\""), &plain);
        }
    }
    Some(text.into_bytes())
}

/// The parts of the sheets of an .xlsx, by the sheets' names.
pub(super) fn of_sheets(package: &Package) -> HashMap<String, String> {
    let text = String::from_utf8_lossy(package.part(WORKBOOK).unwrap_or_default());
    let targets: HashMap<String, String> = relations(package, WORKBOOK)
        .into_iter()
        .map(|relation| (relation.id, relation.target))
        .collect();
    let mut sheets = HashMap::new();
    for event in Events::new(&text) {
        let Event::Start(tag) = event else { continue };
        if local(tag.name()) == "sheet"
            && let Some(name) = tag.get("name")
            && let Some(id) = tag.get_local("id")
            && let Some(part) = targets.get(&*id)
        {
            sheets.insert(name.into_owned(), part.clone());
        }
    }
    sheets
}

/// The part that an id means in a part.
pub(super) fn target(package: &Package, part: &str, id: &str) -> Option<String> {
    relations(package, part)
        .into_iter()
        .find(|relation| relation.id == id)
        .map(|relation| relation.target)
}

/// What a part refers to within the container.
pub(super) fn relations(package: &Package, part: &str) -> Vec<PartRelation> {
    let all = all_relations(package, part).into_iter();
    all.filter_map(|(relation, is_external)| (!is_external).then_some(relation))
        .collect()
}

/// The addresses outside of the container to which a part links, by the id of the link.
pub(super) fn links(package: &Package, part: &str) -> HashMap<String, String> {
    let all = all_relations(package, part).into_iter();
    let links = all.filter(|(relation, is_external)| *is_external && relation.kind == "hyperlink");
    links.map(|(link, _)| (link.id, link.target)).collect()
}

/// What a part refers to, and whether that is outside of the container.
fn all_relations(package: &Package, part: &str) -> Vec<(PartRelation, bool)> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let Some(text) = package.part(&format!("{folder}/_rels/{name}.rels")) else {
        return Vec::new();
    };
    let text = String::from_utf8_lossy(text);
    let mut relations = Vec::new();
    for event in Events::new(&text) {
        let Event::Start(tag) = event else { continue };
        if local(tag.name()) != "Relationship" {
            continue;
        }
        let is_external = tag.get("TargetMode").as_deref() == Some("External");
        let kind = tag.get("Type").unwrap_or_default();
        if let (Some(id), Some(target)) = (tag.get("Id"), tag.get("Target")) {
            let target = match is_external {
                true => target.into_owned(),
                false => resolved(folder, &target),
            };
            let relation = PartRelation {
                id: id.into_owned(),
                kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                target,
            };
            relations.push((relation, is_external));
        }
    }
    relations
}

/// A target as its part's name: relative to the folder of the part that refers to it, or from the
/// root.
fn resolved(folder: &str, target: &str) -> String {
    let mut path: Vec<&str> = if target.starts_with('/') {
        Vec::new()
    } else {
        folder.split('/').filter(|step| !step.is_empty()).collect()
    };
    for step in target
        .split(['/', '\\'])
        .filter(|step| !step.is_empty() && *step != ".")
    {
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
        assert_eq!(
            resolved("xl/worksheets", "../drawings/drawing1.xml"),
            "xl/drawings/drawing1.xml"
        );
        assert_eq!(
            resolved("xl", "/xl/media/image1.png"),
            "xl/media/image1.png"
        );
        assert_eq!(
            resolved("xl", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml"
        );
        assert_eq!(resolved("", "./xl\\workbook.xml"), "xl/workbook.xml");
        assert_eq!(resolved("", "../../../image1.png"), "image1.png");
    }
}
