//! Pictures and shapes of an .xlsx or .xlsb: the sheet names its drawing, the drawing anchors them
//! to cells.

use std::collections::HashMap;

use super::gallery::Gallery;
use super::package::Package;
use super::parts::{local, relations};
use super::picture::Picture;
use super::sheet::{Drawn, Sheet, clamped};
use super::xml::{Event, Events, Tag};
use crate::model::cell::{CellRange, CellRef};

/// English Metric Units in a point.
const EMU: f64 = 12_700.0;
/// The height of a row that tells none, in points.
const ROW_HEIGHT: f64 = 15.0;

/// The pictures of the sheet that a part holds, from top to bottom. What cannot be found is no
/// picture.
pub(super) fn pictures(package: &Package, sheet: &str, gallery: &mut Gallery) -> Vec<Picture> {
    let mut pictures = Vec::new();
    for drawing in relations(package, sheet)
        .into_iter()
        .filter(|relation| relation.kind == "drawing")
    {
        let Some(text) = package.part(&drawing.target) else {
            continue;
        };
        let media: HashMap<String, String> = relations(package, &drawing.target)
            .into_iter()
            .map(|relation| (relation.id, relation.target))
            .collect();
        for shown in anchored(&String::from_utf8_lossy(text)) {
            let Some(part) = media.get(&shown.id) else {
                continue;
            };
            let at = shown.corner.cell(package, sheet);
            pictures.extend(gallery.picture(at, part, shown.cropped));
        }
    }
    pictures.sort_by_key(|picture| picture.at);
    pictures
}

/// Puts what the part of a sheet says of boxes and shapes on it: their words, or what they cover.
pub(super) fn put_shapes(package: &Package, part: &str, sheet: &mut Sheet) {
    for drawing in relations(package, part) {
        let Some(text) = package
            .part(&drawing.target)
            .filter(|_| drawing.kind == "drawing")
        else {
            continue;
        };
        for shape in in_shapes(&String::from_utf8_lossy(text)) {
            let from = shape.corner.cell(package, part);
            if shape.words.trim().is_empty() {
                let to = shape.end.unwrap_or(from);
                sheet.drawn_over.push(Drawn {
                    range: CellRange::new(from, to),
                    is_line: shape.is_line,
                });
            } else {
                sheet.words_over.push((from, shape.words));
            }
        }
    }
    sheet.words_over.sort();
    sheet.drawn_over.sort_by_key(|drawn| drawn.range.from);
}

/// A picture in a drawing.
struct Shown {
    corner: Corner,
    /// The id under which the drawing refers to it.
    id: String,
    cropped: bool,
}

/// Where the top left corner of an anchor lies.
#[derive(Clone, Copy)]
enum Corner {
    Cell(CellRef),
    /// So many points below the top of the sheet.
    Down(f64),
}

impl Corner {
    /// The cell that it lies on.
    fn cell(self, package: &Package, sheet: &str) -> CellRef {
        match self {
            Self::Cell(at) => at,
            Self::Down(points) => CellRef::new(row_at(package, sheet, points), 0),
        }
    }
}

/// A box, a line or another shape in a drawing; none of the pictures.
struct Shape {
    corner: Corner,
    /// The cell under its bottom right corner, where the anchor tells it.
    end: Option<CellRef>,
    is_line: bool,
    words: String,
}

/// The shapes of a drawing, with their anchors.
fn in_shapes(text: &str) -> Vec<Shape> {
    let mut events = Events::new(text);
    let (mut corner, mut end, mut inside) = (None, None, false);
    let mut found: Vec<Shape> = Vec::new();
    while let Some(event) = events.next() {
        match event {
            Event::Start(tag) => match local(tag.name()) {
                "from" => (corner, end) = (Some(Corner::Cell(cell(&mut events, &tag))), None),
                "pos" => {
                    corner = number(&tag, "y").map(|y| Corner::Down(y / EMU));
                    end = None;
                }
                "to" => end = Some(cell(&mut events, &tag)),
                "Fallback" => events.pass_over(&tag),
                name @ ("sp" | "cxnSp") => found.extend(corner.map(|corner| Shape {
                    corner,
                    end,
                    is_line: name == "cxnSp",
                    words: String::new(),
                })),
                "prstGeom" => {
                    if let Some(shape) = found.last_mut() {
                        shape.is_line |= tag.get("prst").as_deref() == Some("line");
                    }
                }
                name => inside = name == "t",
            },
            Event::Text(text) if inside => {
                if let Some(shape) = found.last_mut() {
                    shape.words.push_str(&text);
                }
            }
            Event::Text(_) => {}
            Event::End(_) => inside = false,
        }
    }
    found
}

/// Every picture of a drawing with its anchor, those in groups and fillings too.
fn anchored(text: &str) -> Vec<Shown> {
    let mut events = Events::new(text);
    let mut corner = None;
    let mut shown: Vec<Shown> = Vec::new();
    while let Some(event) = events.next() {
        let Event::Start(tag) = event else { continue };
        match local(tag.name()) {
            "from" => corner = Some(Corner::Cell(cell(&mut events, &tag))),
            "pos" => {
                corner = number(&tag, "y").map(|y| Corner::Down(y / EMU));
            }
            // The same for programs that do not know the newer way.
            "Fallback" => events.pass_over(&tag),
            "blip" => shown.extend(corner.zip(tag.get("r:embed")).map(|(corner, id)| Shown {
                corner,
                id: id.into_owned(),
                cropped: false,
            })),
            "srcRect" => {
                if let Some(last) = shown.last_mut() {
                    last.cropped = ["l", "t", "r", "b"]
                        .iter()
                        .any(|side| number(&tag, side).is_some_and(|cut| cut > 0.0));
                }
            }
            _ => {}
        }
    }
    shown
}

/// The cell of an anchor: `<from><col>1</col>…<row>20</row>…</from>`.
fn cell(events: &mut Events, from: &Tag) -> CellRef {
    let mut row = 0;
    let mut col = 0;
    let mut inside = String::new();
    for event in events.by_ref() {
        match event {
            Event::Start(tag) => local(tag.name()).clone_into(&mut inside),
            Event::Text(text) if inside == "row" => row = text.trim().parse().unwrap_or(0),
            Event::Text(text) if inside == "col" => col = text.trim().parse().unwrap_or(0),
            Event::End(name) if &*name == from.name() => break,
            Event::End(_) => inside.clear(),
            Event::Text(_) => {}
        }
    }
    clamped(row, col)
}

/// The value of an attribute that is a number.
fn number(tag: &Tag, name: &str) -> Option<f64> {
    tag.get(name)?.parse().ok()
}

/// The row that lies so many points below the top of a sheet.
fn row_at(package: &Package, sheet: &str, points: f64) -> u32 {
    let text = String::from_utf8_lossy(package.part(sheet).unwrap_or_default());
    let mut usual = ROW_HEIGHT;
    // The first row that was not yet passed, and where it begins.
    let mut next = 0_u32;
    let mut top = 0.0;
    for event in Events::new(&text) {
        let Event::Start(tag) = event else { continue };
        match local(tag.name()) {
            "sheetFormatPr" => {
                usual = number(&tag, "defaultRowHeight")
                    .filter(|height| *height > 0.0)
                    .unwrap_or(usual)
            }
            "row" => {
                let row = number(&tag, "r")
                    .map_or(next, |r| (r as u32).saturating_sub(1))
                    .max(next);
                let own = if tag.get("hidden").is_some_and(|hidden| hidden == "1") {
                    Some(0.0)
                } else {
                    number(&tag, "ht")
                };
                let begin = top + f64::from(row - next) * usual;
                let end = begin + own.unwrap_or(usual);
                if end > points {
                    break;
                }
                next = row.saturating_add(1);
                top = end;
            }
            _ => {}
        }
    }
    let more = ((points - top) / usual).max(0.0);
    clamped(next.saturating_add(more as u32), 0).row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_found_once_with_their_cell_and_their_words() {
        let drawing = "<xdr:wsDr><xdr:twoCellAnchor><xdr:from><xdr:col>2</xdr:col>\
            <xdr:row>6</xdr:row></xdr:from><mc:AlternateContent><mc:Choice><xdr:sp><xdr:txBody><a:p>\
            <a:r><a:t>訂正</a:t></a:r><a:r><a:t> 9件</a:t></a:r></a:p></xdr:txBody></xdr:sp></mc:Choice>\
            <mc:Fallback><xdr:sp><xdr:txBody><a:p><a:r><a:t>訂正 9件</a:t></a:r></a:p></xdr:txBody>\
            </xdr:sp></mc:Fallback></mc:AlternateContent></xdr:twoCellAnchor><xdr:oneCellAnchor>\
            <xdr:from><xdr:col>1</xdr:col><xdr:row>1</xdr:row></xdr:from><xdr:sp><xdr:txBody><a:p/>\
            </xdr:txBody></xdr:sp></xdr:oneCellAnchor></xdr:wsDr>";
        let found = in_shapes(drawing);
        let told: Vec<_> = found.iter().map(|shape| &*shape.words).collect();
        assert_eq!(told, ["訂正 9件", ""]);
        assert!(matches!(found[0].corner, Corner::Cell(at) if at == CellRef::new(6, 2)));
    }
}
