//! What a .xlsx tells of its cells beside their values, and calamine does not: struck through in
//! part, hidden. What can be told of a sheet in one pass is told here.

use std::collections::HashMap;

use calamine::{Color, Fill, FillPattern};
use memchr::memmem;

use super::look::{
    BLACK, Hides, LEAST_HEIGHT, LEAST_WIDTH, Letters, Look, NumberKind, RuleLook, Runs,
    SMALLEST_LETTERS, WHITE, are_alike,
};
use super::package::Package;
use super::parts::local;
use super::sheet::Sheet;
use super::xml::{Event, Events, Tag};
use crate::model::cell::{CellRange, CellRef};

/// The looks of a workbook's cells.
pub(super) struct XlsxLooks {
    /// By number of the cell format.
    formats: Vec<Look>,
    /// Shared texts that are not in one font throughout, by number.
    texts: HashMap<usize, Runs>,
}

impl XlsxLooks {
    /// Takes the cell formats as calamine tells them, and looks into the shared texts.
    pub(super) fn new(package: &Package, styles: &[calamine::Style]) -> Self {
        let shared = package.part("xl/sharedStrings.xml").unwrap_or_default();
        Self {
            formats: styles.iter().map(look_of).collect(),
            texts: rich_texts(shared),
        }
    }

    /// Marks cells, rows and columns of a sheet. Only a help: what cannot be found marks nothing.
    pub(super) fn mark(&self, package: &Package, part: &str, sheet: &mut Sheet) {
        let Some(text) = package.part(part) else {
            return;
        };
        if self.tells_nothing(text) {
            return;
        }
        let text = String::from_utf8_lossy(text);
        let mut events = Events::new(&text);
        let mut row = 0_u32;
        let mut col = 0_u32;
        // What the sheet says of rows and columns that do not say it themselves.
        let (mut all_low, mut all_narrow, mut told) = (false, false, Vec::new());
        while let Some(event) = events.next() {
            let Event::Start(tag) = event else { continue };
            match local(tag.name()) {
                "sheetFormatPr" => {
                    all_low = is_hidden(&tag, "defaultRowHeight", LEAST_HEIGHT);
                    all_narrow = is_hidden(&tag, "defaultColWidth", LEAST_WIDTH);
                }
                "row" => {
                    row = tag
                        .get("r")
                        .and_then(|r| r.parse().ok())
                        .unwrap_or(row.saturating_add(1));
                    col = 0;
                    let is_low = all_low && tag.get("ht").is_none();
                    if row > 0 && (is_low || is_hidden(&tag, "ht", LEAST_HEIGHT)) {
                        sheet.hide_rows(row - 1, row - 1);
                    }
                }
                "c" if row > 0 => {
                    let at: Option<CellRef> = tag.get("r").and_then(|r| r.parse().ok());
                    let at = at.map_or((row - 1, col), |at| (at.row, u32::from(at.col)));
                    col = at.1.saturating_add(1);
                    self.cell(&mut events, &tag, sheet, at);
                }
                "col" => {
                    let cols = (tag.count("min").max(1) - 1, tag.count("max").max(1) - 1);
                    told.push(cols);
                    if is_hidden(&tag, "width", LEAST_WIDTH) {
                        sheet.hide_cols(cols.0, cols.1);
                    }
                }
                "sheetData" if all_narrow => sheet.hide_cols_but(&told),
                "mergeCells" => break,
                _ => {}
            }
        }
    }

    /// Whether a sheet has nothing that could be marked, by its bytes: nearly every one, and then
    /// it is not walked through once more. Whatever is written in an unusual way counts as telling.
    fn tells_nothing(&self, text: &[u8]) -> bool {
        if !self.texts.is_empty() || memmem::find(text, b"<!").is_some() {
            return false;
        }
        let Some(end) = memmem::find(text, b"</sheetData>") else {
            return false;
        };
        let text = text.get(..end).unwrap_or(text);
        let is_odd = |word: &[u8]| memmem::find(text, word).is_some();
        if is_odd(b"hidden") || is_odd(b"inlineStr") || is_odd(b"mergeCell") {
            return false;
        }
        // A cell that names no format has the first.
        self.formats.first().is_none_or(|look| !look.tells()) && self.attributes_are_plain(text)
    }

    /// Whether every attribute is written `name="…"`, no row or column is too small to show a
    /// value, and no cell has a format that tells something.
    fn attributes_are_plain(&self, text: &[u8]) -> bool {
        for at in memchr::memchr_iter(b'=', text) {
            let (before, after) = text.split_at(at);
            let Some(value) = after.strip_prefix(b"=\"") else {
                return false;
            };
            let end = memchr::memchr(b'"', value).unwrap_or_default();
            let value = value.get(..end).unwrap_or_default();
            let is_plain = match before {
                _ if before.ends_with(b"defaultRowHeight") => is_at_least(value, LEAST_HEIGHT),
                _ if before.ends_with(b"defaultColWidth") => is_at_least(value, LEAST_WIDTH),
                [.., b'a'..=b'z' | b'A'..=b'Z', b'h', b't'] => true,
                [.., b'h', b't'] => is_at_least(value, LEAST_HEIGHT),
                [.., b'w', b'i', b'd', b't', b'h'] => is_at_least(value, LEAST_WIDTH),
                [.., b'a'..=b'z' | b'A'..=b'Z', b's'] => true,
                [.., b's'] => self.is_of_no_note(value),
                [.., last] => last.is_ascii_alphanumeric(),
                [] => false,
            };
            if !is_plain {
                return false;
            }
        }
        true
    }

    fn is_of_no_note(&self, format: &[u8]) -> bool {
        let number = str::from_utf8(format)
            .ok()
            .and_then(|text| text.parse::<usize>().ok());
        number.is_some_and(|number| self.formats.get(number).is_none_or(|look| !look.tells()))
    }

    /// Marks the cells that a rule of the sheet (conditional formatting) may hide or strike
    /// through. Whether it does is for Excel to say: no formula is evaluated here.
    pub(super) fn mark_by_rules(&self, package: &Package, part: &str, sheet: &mut Sheet) {
        let text = package.part(part).unwrap_or_default();
        let Some(start) = memmem::find(text, b"conditionalFormatting") else {
            return;
        };
        let formats = rule_formats(package.part("xl/styles.xml").unwrap_or_default());
        let start = memchr::memrchr(b'<', text.get(..start).unwrap_or_default());
        let text =
            String::from_utf8_lossy(text.get(start.unwrap_or_default()..).unwrap_or_default());
        let mut over = String::new();
        for event in Events::new(&text) {
            let Event::Start(tag) = event else { continue };
            let hides = match local(tag.name()) {
                "conditionalFormatting" => {
                    over = tag.get("sqref").unwrap_or_default().into_owned();
                    false
                }
                "cfRule" => {
                    let format = tag.get("dxfId").and_then(|id| id.parse::<usize>().ok());
                    let format = format.and_then(|format| formats.get(format));
                    format.is_some_and(RuleLook::hides)
                }
                // A bar or a sign alone.
                "dataBar" | "iconSet" => is_off(&tag, "showValue"),
                _ => false,
            };
            if hides {
                let ranges = over.split_whitespace().filter_map(range);
                ranges.for_each(|range| sheet.hide_by_rule(range));
            }
        }
    }

    fn cell(&self, events: &mut Events, tag: &Tag, sheet: &mut Sheet, at: (u32, u32)) {
        let format = tag
            .get("s")
            .and_then(|format| format.parse().ok())
            .unwrap_or(0_usize);
        let look = self.formats.get(format).copied().unwrap_or_default();
        let runs = match tag.get("t").as_deref() {
            Some("s") if !self.texts.is_empty() => number_of_text(events)
                .and_then(|number| self.texts.get(&number))
                .copied(),
            Some("inlineStr") if !tag.closed => Some(runs(events, tag.name())),
            _ => None,
        };
        if look.tells() || runs.is_some() {
            sheet.change(at, |cell| look.mark(cell, runs.unwrap_or(Runs::BARE)));
        }
    }
}

fn look_of(style: &calamine::Style) -> Look {
    let mut look = Look::default();
    if let Some(format) = &style.number_format {
        let own = Some(format.format_code.as_str()).filter(|code| !code.is_empty());
        let id = format.format_id.and_then(|id| id.try_into().ok());
        look.number = NumberKind::of(id.unwrap_or_default(), own);
        look.hides = Hides::of(id.unwrap_or_default(), own);
    }
    if let Some(font) = &style.font {
        let ink = font.color.map_or(BLACK, rgb);
        look.struck = font.strikethrough;
        look.faint = is_faint(ink, style.fill.as_ref())
            || font.size.is_some_and(|size| size <= SMALLEST_LETTERS);
    }
    // A line from corner to corner withdraws a value, as one through its letters does.
    if let Some(borders) = &style.borders {
        look.struck |= borders.diagonal_down.is_visible() || borders.diagonal_up.is_visible();
    }
    look
}

/// A range as a sheet writes it: `C7:H7`, or one cell.
fn range(text: &str) -> Option<CellRange> {
    let (from, to) = text.split_once(':').unwrap_or((text, text));
    Some(CellRange::new(from.parse().ok()?, to.parse().ok()?))
}

/// The formats of rules, by number.
fn rule_formats(styles: &[u8]) -> Vec<RuleLook> {
    let text = String::from_utf8_lossy(styles);
    let mut found: Vec<RuleLook> = Vec::new();
    let (mut inside, mut part) = (false, String::new());
    for event in Events::new(&text) {
        let Event::Start(tag) = event else { continue };
        let name = local(tag.name());
        inside = (inside || name == "dxfs") && name != "tableStyles";
        if name == "dxf" {
            found.push(RuleLook::PLAIN);
        }
        let Some(last) = found.last_mut().filter(|_| inside) else {
            continue;
        };
        match (&*part, name) {
            (_, "font" | "fill" | "border") => name.clone_into(&mut part),
            (_, "strike") => last.withdraws |= !is_off(&tag, "val"),
            (_, "numFmt") => {
                let code = tag.get("formatCode").unwrap_or_default();
                last.withdraws |= Hides::of(0, Some(&code)).numbers;
            }
            ("font", "color") => last.ink = colour(&tag),
            ("fill", "bgColor") => last.paper = colour(&tag),
            _ => {}
        }
    }
    found
}

/// A colour that is told outright, or black or white by number; the first two of the theme are
/// those of the paper and of letters.
fn colour(tag: &Tag) -> Option<[u8; 3]> {
    if let Some(told) = tag.get("rgb") {
        let number = u32::from_str_radix(&told, 16).ok()?;
        let [_, red, green, blue] = number.to_be_bytes();
        return Some([red, green, blue]);
    }
    let theme = tag.get("theme").filter(|_| tag.get("tint").is_none());
    match (theme.as_deref(), tag.get("indexed").as_deref()) {
        (Some("0"), _) | (_, Some("1" | "9" | "65")) => Some(WHITE),
        (Some("1"), _) | (_, Some("0" | "8" | "64")) => Some(BLACK),
        _ => None,
    }
}

/// Whether letters of a colour cannot be seen on their cell; of patterns nothing is said.
fn is_faint(ink: [u8; 3], fill: Option<&Fill>) -> bool {
    let paper = match fill.map(|fill| (fill.pattern, fill.foreground_color)) {
        None | Some((FillPattern::None, _)) => WHITE,
        Some((FillPattern::Solid, colour)) => colour.map_or(BLACK, rgb),
        Some(_) => return false,
    };
    are_alike(ink, paper)
}

fn rgb(colour: Color) -> [u8; 3] {
    [colour.red, colour.green, colour.blue]
}

fn is_off(tag: &Tag, name: &str) -> bool {
    matches!(tag.get(name).as_deref(), Some("0" | "false"))
}

fn is_at_least(size: &[u8], least: f64) -> bool {
    let size = str::from_utf8(size)
        .ok()
        .and_then(|size| size.parse::<f64>().ok());
    size.is_some_and(|size| size >= least)
}

/// Hidden outright, or drawn without any height or width to speak of.
fn is_hidden(tag: &Tag, size: &str, least: f64) -> bool {
    let drawn = tag.get(size).and_then(|drawn| drawn.parse::<f64>().ok());
    matches!(tag.get("hidden").as_deref(), Some("1" | "true"))
        || drawn.is_some_and(|drawn| drawn < least)
}

/// The number of the shared text in the cell whose start was just read.
fn number_of_text(events: &mut Events) -> Option<usize> {
    let start = events.find(|event| match event {
        Event::Start(tag) => local(tag.name()) == "v",
        Event::End(name) => local(name) == "c",
        Event::Text(_) => false,
    })?;
    match (start, events.next()?) {
        (Event::Start(_), Event::Text(number)) => number.trim().parse().ok(),
        _ => None,
    }
}

/// The shared texts with runs of their own.
fn rich_texts(part: &[u8]) -> HashMap<usize, Runs> {
    let mut found = HashMap::new();
    // Nearly no file has any: then there is nothing to look for.
    if memmem::find(part, b"rPr").is_none() {
        return found;
    }
    let text = String::from_utf8_lossy(part);
    let mut events = Events::new(&text);
    let mut number = 0;
    while let Some(event) = events.next() {
        let Event::Start(tag) = event else { continue };
        if local(tag.name()) == "si" {
            if !tag.closed {
                let runs = runs(&mut events, tag.name());
                if runs != Runs::BARE {
                    found.insert(number, runs);
                }
            }
            number += 1;
        }
    }
    found
}

/// The runs of a text up to the end of the element that holds it; furigana left out.
fn runs(events: &mut Events, end: &str) -> Runs {
    let mut runs = Runs::default();
    let mut letters: Option<Letters> = None;
    let mut inside = false;
    while let Some(event) = events.next() {
        match event {
            Event::Start(tag) => match local(tag.name()) {
                "rPh" => events.pass_over(&tag),
                "r" => letters = None,
                "rPr" => letters = Some(Letters::default()),
                "strike" => letters.get_or_insert_default().struck = !is_off(&tag, "val"),
                "color" => {
                    let is_seen = colour(&tag).is_none_or(|ink| !are_alike(ink, WHITE));
                    letters.get_or_insert_default().faint |= !is_seen;
                }
                "sz" => {
                    let size = tag.get("val").and_then(|size| size.parse::<f64>().ok());
                    let is_tiny = size.is_some_and(|size| size <= SMALLEST_LETTERS);
                    letters.get_or_insert_default().faint |= is_tiny;
                }
                "t" => inside = !tag.closed,
                _ => {}
            },
            Event::Text(piece) if inside => runs.add(&piece, letters),
            Event::End(name) if &*name == end => break,
            Event::End(_) => inside = false,
            Event::Text(_) => {}
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_walked_through_once_more_if_anything_in_it_may_tell() {
        let struck = Look {
            struck: true,
            ..Look::default()
        };
        let looks = XlsxLooks {
            formats: vec![Look::default(), struck],
            texts: HashMap::new(),
        };
        let tells_nothing = |sheet: &str| looks.tells_nothing(sheet.as_bytes());
        let plain = r#"<x><sheetFormatPr defaultColWidth="9" defaultRowHeight="15"/>
            <cols><col width="8"/></cols><sheetData><row r="1" ht="21" customHeight="1">
            <c r="A1" s="0" t="s"><v>1</v></c></row></sheetData></x>"#;
        assert!(tells_nothing(plain));
        for (from, to) in [
            ("Height=\"15\"", "Height=\"0.5\""),
            ("Width=\"9\"", "Width=\"0\""),
            ("s=\"0\"", "s=\"1\""),
            ("s=\"0\"", "s=\"01\""),
            ("s=\"0\"", "s=\"+1\""),
            ("s=\"0\"", "s=\"&#49;\""),
            ("s=\"0\"", "s='1'"),
            ("s=\"0\"", "s = \"1\""),
            ("s=\"0\"", "\ts=\"1\""),
            ("ht=\"21\"", "ht=\"0.75\""),
            ("ht=\"21\"", "hidden=\"1\""),
            ("t=\"s\"", "t=\"inlineStr\""),
            ("<v>", "<!-- --><v>"),
        ] {
            let odd = plain.replace(from, to);
            assert!(odd != plain && !tells_nothing(&odd), "{to}");
        }
    }
}
